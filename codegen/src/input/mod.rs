//! The first stage: reads the files of a folder as documents with positions.

pub mod by_id;
pub mod digest;
pub mod document;
pub mod load;
pub mod names_file;
pub mod uri;
