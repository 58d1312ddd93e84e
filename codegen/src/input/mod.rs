//! The first stage: the files of a folder, as documents with positions.

pub mod digest;
pub mod document;
pub mod load;
pub mod uri;
