//! The fourth stage: the Rust shapes of schemas, and the names of types.

pub mod boxes;
pub mod depth;
pub mod identifier;
pub mod names;
pub mod normalise;
pub mod owners;
pub mod places;
pub mod schema_path;
pub mod shape;
