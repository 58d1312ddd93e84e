//! Rust from documented JSON: strongly typed, exact and lossless types from JSON Schemas (draft-07), and endpoint
//! descriptors from an OpenAPI document.
//!
//! Most people use the command line, `losant-codegen generate --help`. A build script uses [`Generator`]:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let code = losant_codegen::Generator::new("schemas").generate()?;
//! code.write(std::path::Path::new("generated"))?;
//! # Ok(())
//! # }
//! ```
//!
//! # The pipeline
//! ```text
//! load ─▶ openapi ─▶ resolve ─▶ class ─▶ normalise ─▶ names
//!      ─▶ structs (typify) ─▶ refine (syn) ─▶ types, wire, constraints, endpoints ─▶ emit (prettyplease)
//! ```
//! Each stage is a module of that name with one public function, and none reaches back.

mod boxes;
mod build_script;
mod class;
mod clients;
mod constraints;
mod depth;
mod diagnostic;
mod digest;
mod docs;
mod document;
mod emit;
mod endpoints;
mod enums;
mod files;
mod identifier;
mod keywords;
mod left_out;
mod load;
mod names;
mod normalise;
mod openapi;
mod output;
mod pipeline;
mod quiet;
mod refine;
mod resolve;
mod rust_type;
mod shape;
mod structs;
mod types;
mod unicode;
mod uri;
mod used;
mod wire;

pub use build_script::build;
pub use diagnostic::{Diagnostic, Diagnostics, Group, Severity, grouped, totals};
pub use emit::File;
pub use output::Output;
pub use pipeline::Generator;
