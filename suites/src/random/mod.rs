//! Random schemas and instances of them.

pub mod breakages;
pub mod folder;
pub mod instances;
pub mod schemas;
pub mod words;
