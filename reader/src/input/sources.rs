//! The input of a run: its files, and what belongs to them.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use super::by_id::{ById, Id};
use super::file::Document;
use super::names_file::NamesFile;
use crate::report::ErrorId;

/// The id of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl Id for FileId {
    fn from_index(index: u32) -> Self {
        Self(index)
    }

    fn index(self) -> u32 {
        self.0
    }
}

/// The input of a run.
#[derive(Debug, Default)]
pub struct Sources {
    /// The files of the folder, sorted by name, followed by the targets of references.
    pub files: ById<FileId, Document>,
    /// The OpenAPI document, if there is one.
    pub openapi: Option<FileId>,
    /// The type names assigned by earlier runs.
    pub names: NamesFile,
    /// The overlays, in the order in which they are applied, until they are.
    pub overlays: Vec<Document>,
    /// The names of the overlays among the schemas, with their digests.
    pub overlay_digests: Vec<(String, String)>,
    /// The names of files that could not be read, each with its error.
    pub unread: HashMap<String, ErrorId>,
    /// The folder that references to files are relative to.
    pub(super) folder: Option<PathBuf>,
    /// The files of the folder, by name.
    by_name: HashMap<String, FileId>,
    /// The files that are only read because another file refers to them.
    pub(super) referred: BTreeSet<FileId>,
}

impl Sources {
    /// Whether a file is part of the input by itself, and not only because another file refers to it.
    pub fn is_listed(&self, file: FileId) -> bool {
        !self.referred.contains(&file)
    }

    /// Returns the file with a name relative to the folder.
    pub fn named(&self, name: &str) -> Option<FileId> {
        self.by_name.get(name).copied()
    }

    /// Adds a file.
    pub(super) fn push(&mut self, document: Document) -> FileId {
        let name = document.name.clone();
        let file = self.files.push(document);
        self.by_name.insert(name, file);
        file
    }
}
