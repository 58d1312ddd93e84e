//! What `typewright-runtime` and the generator, `typewright`, share. It has no client, so that it compiles while a consumer still
//! waits for `reqwest`.
//!
//! * [`Exact`]: parse exactly, check against the documented schema, report every violation with its place.
//! * [`Maybe`], [`Unknown`], [`Number`], [`Json`] and the text types ([`Timestamp`], [`Uri`], …): values that come back
//!   just as they came.
//! * [`endpoint`]: an API's actions as data.
//! * [`schema`] and [`check`]: constraint tables and the walk over them.
//!
//! Nobody but these two depends on this crate: `typewright-runtime` re-exports all of it, and the examples name that one.

pub mod check;
pub mod endpoint;
pub mod exact;
pub mod formats;
#[cfg(feature = "http")]
pub mod http;
pub mod json;
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

mod maybe;
mod unknown;
mod violation;

pub use exact::{Exact, ExactError};
pub use formats::{Date, Ipv4, Ipv6, Timestamp, Uri, Uuid};
pub use json::{Json, JsonObject};
pub use maybe::Maybe;
pub use number::{Integer, Number};
pub use unknown::{OpenEnum, Unknown, UnknownValue};
pub use violation::{Violation, Violations};
