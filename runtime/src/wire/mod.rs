//! How generated types go over the wire: the tables that generated code is made of, and what stands behind them.
//!
//! Each macro takes one table and writes the implementations of one kind of type. They are for generated code only;
//! nothing here is part of the stable interface.

mod choice;
mod object;
mod string_enum;
mod text;
mod transparent;

pub use choice::{Branch, choose, from_text};
pub use object::{finish, missing, read, read_optional, repeated, same};
pub use string_enum::deserialize_text;

pub use serde;
pub use std::collections::BTreeMap;
