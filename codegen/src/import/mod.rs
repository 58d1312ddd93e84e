//! Descriptions of APIs in forms of their own, written as JSON Schema and OpenAPI. The rest of the generator knows nothing
//! of these APIs.

pub mod layout;
pub mod losant;

use std::collections::BTreeMap;
use std::fmt;

use typewright_core::Json;

/// The files of an import, by name.
pub type Files = BTreeMap<String, Json>;

/// What an import writes, and what it warns of.
pub struct Imported {
    /// The files.
    pub files: Files,
    /// The warnings.
    pub warnings: Vec<String>,
}

/// An import that is impossible: what is wrong, and a way out.
#[derive(Debug)]
#[non_exhaustive]
pub struct ImportError {
    /// The file or folder.
    pub file: String,
    /// What is wrong.
    pub message: String,
    /// How to go on.
    pub help: String,
}

impl ImportError {
    fn new(file: impl fmt::Display, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            file: file.to_string(),
            message: message.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} ({})", self.file, self.message, self.help)
    }
}

impl std::error::Error for ImportError {}
