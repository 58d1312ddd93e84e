//! The last stage: emits Rust source files.

pub mod accessors;
pub mod clients;
pub mod docs;
pub mod endpoints;
pub mod enums;
pub mod files;
pub mod format;
pub mod output;
pub mod requests;
pub mod rust_type;
pub mod structs;
pub mod tables;
pub mod types;
pub mod wire;
