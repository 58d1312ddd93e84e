//! What the generator has to say about its input, and where. Every stage knows this one, and it knows none of them.

mod collect;
mod diagnostic;
pub mod quiet;
mod source;

pub use collect::{ErrorId, Report};
pub use diagnostic::{Diagnostic, Diagnostics, Group, Severity, grouped, totals};
pub use source::{Place, Source, position};
