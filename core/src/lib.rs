//! The code that `typewright-runtime` and the generator, `typewright`, share. It contains no client, so it compiles in
//! parallel with `reqwest`.
//!
//! * [`Exact`]: parse exactly, validate against the documented schema, report every violation with its JSON Pointer.
//! * [`Maybe`], [`Unknown`], [`Number`], [`Json`] and the string types ([`Timestamp`], [`Uri`], …): values that are
//!   preserved verbatim.
//! * [`endpoint`]: an API's actions as data.
//! * [`schema`] and [`check`]: constraint tables and validation against them.
//!
//! Only these two crates depend on this crate directly. `typewright-runtime` re-exports all of it, and the examples
//! import from there.

pub mod check;
pub mod endpoint;
pub mod exact;
pub mod formats;
#[cfg(feature = "http")]
pub mod http;
pub mod json;
#[cfg(feature = "schemars")]
pub mod json_schema;
pub mod number;
pub mod pattern;
pub mod schema;

#[doc(hidden)]
#[path = "codegen.rs"]
pub mod __codegen;
#[doc(hidden)]
pub mod escaped;
#[doc(hidden)]
pub mod fast_check;
#[doc(hidden)]
pub mod lossy;
#[doc(hidden)]
pub mod wire;

mod conditions;
mod direction;
mod maybe;
mod tuple;
mod unknown;
mod unknown_integer;
mod violation;

pub use direction::Direction;
pub use exact::{Exact, ExactError};
pub use formats::{Date, Ipv4, Ipv6, Timestamp, Uri, Uuid};
pub use json::{Json, JsonObject};
pub use maybe::Maybe;
pub use number::{Integer, Number};
pub use tuple::Tuple;
pub use unknown::{OpenEnum, Unknown, UnknownValue};
pub use unknown_integer::{OpenIntegerEnum, UnknownInteger};
pub use violation::{Violation, Violations};
