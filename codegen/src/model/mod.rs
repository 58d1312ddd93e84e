//! The fourth stage: the Rust shapes of the schemas, and their names.

pub mod boxes;
pub mod depth;
pub mod identifier;
pub mod names;
pub mod normalise;
pub mod owners;
pub mod places;
pub mod schema_path;
pub mod shape;
