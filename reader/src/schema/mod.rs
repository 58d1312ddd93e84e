//! The third stage: reads a closed set of schemas keyword by keyword, with every `$ref` resolved.

pub mod equivalence;
pub mod keywords;
pub mod resolve;
pub mod unicode;

pub use resolve::{SchemaSet, Settings, resolve as read};
