//! The first stage: reads JSON and YAML files as documents with positions.

pub mod by_id;
pub mod digest;
pub mod document;
pub mod file;
pub mod load;
pub mod names_file;
pub mod overlay;
pub mod sources;
pub mod uri;
pub mod yaml;
pub use load::{Input, load as read};
pub use sources::{FileId, Sources};
