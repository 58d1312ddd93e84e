//! The second stage: one closed set of schemas, read keyword by keyword, every `$ref` resolved.

pub mod equivalence;
pub mod keywords;
pub mod resolve;
pub mod unicode;
