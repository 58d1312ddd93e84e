//! Generates Rust from documented JSON: strongly typed, exact and lossless types from JSON Schemas (draft-07), and
//! endpoint descriptors from an OpenAPI document.
//!
//! Most users run the command line, `typewright generate --help`, or call [`build`] in a build script. Both use
//! [`Generator`]:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let code = typewright::Generator::new("schemas").generate()?;
//! code.with_names_in("schemas").write(std::path::Path::new("generated"))?;
//! # Ok(())
//! # }
//! ```
//!
//! # The pipeline
//! ```text
//! input ─▶ openapi ─▶ schema ─▶ model ─▶ emit
//! ```
//! Each stage is a folder of that name, up to the model in the crate `typewright-reader`. No stage uses a later one, and the input
//! is read once.

mod build_script;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "contains")]
pub mod contains;
#[cfg(feature = "contains")]
pub mod diff;
mod emit;
mod generator;
#[cfg(feature = "cli")]
mod import;
mod overlaps;
mod pipeline;
#[cfg(feature = "plain")]
mod plain;

use typewright_reader::{input, model, openapi, report, schema};

pub use build_script::build;
#[cfg(feature = "plain")]
pub use build_script::build_plain;
pub use emit::format::File;
pub use emit::output::{Output, WriteError, Written};
pub use generator::Generator;
pub use report::{Diagnostic, Diagnostics, Excerpt, Group, Severity, grouped, totals};
