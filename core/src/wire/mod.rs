//! Serialization and deserialization of generated types: the macros of generated code, and their implementation.
//!
//! Each macro takes one table and implements the traits for one kind of type. The macros are for generated code only
//! and not part of the stable interface.
//!
//! Functions that are not generic are `#[inline]`: a program compiles those that it uses, and the crate of a large API compiles
//! none of the thousands that it has. Without that, its compiler takes 170 MB more.

mod answers;
mod any_request;
mod choice;
mod contents;
mod debug;
mod integer_enum;
mod json_schema;
mod multipart;
mod object;
mod string_enum;
mod text;
mod transparent;
mod value;
mod webhook;

pub use choice::{Branch, Choice, Read, Tag, TagField, choose, from_text};
pub use debug::Hidden;
pub use object::{Names, Object, Source, Visit, check_object, debug_object, deserialize_object, serialize_object};
pub use string_enum::deserialize_text;
pub use transparent::exact_text;
pub use value::{Seed, Wire, Written, from_slice, from_str};

pub use serde_core as serde;
