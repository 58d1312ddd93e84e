//! Diagnostics: what they say, the places they are about, and how they are rendered. Every stage uses this module, and it
//! uses none of them.

mod collect;
mod diagnostic;
mod excerpt;
pub mod fault;
mod render;
mod source;

#[cfg(feature = "contains")]
pub use collect::diagnostic;
pub use collect::{ErrorId, Report};
pub use diagnostic::{Diagnostic, Diagnostics, Group, Severity, grouped, totals};
pub use excerpt::Excerpt;
#[cfg(feature = "overlay")]
pub use source::Layer;
pub use source::{Place, Source, position};
