//! The first stage: reads the input as documents with positions.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::input::by_id::{ById, Id};
use crate::input::file::{Document, is_document, read, read_bytes, shown};
use crate::input::names_file::{self, NamesFile};
use crate::report::{ErrorId, Report};

/// What a run reads.
#[derive(Debug, Clone)]
pub enum Input {
    /// All documents of a folder, or one file and what it refers to.
    Path(PathBuf),
    /// The content of a document that is no file.
    Text(Vec<u8>),
}

/// The name of a document that is no file.
pub const NO_FILE: &str = "stdin";

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
    /// The names of files that could not be read, each with its error.
    pub unread: HashMap<String, ErrorId>,
    /// The folder that references to files are relative to.
    folder: Option<PathBuf>,
}

/// Reads the input. Files that are not listed in the folder itself are read when something refers to them.
pub fn load(input: &Input, report: &mut Report) -> Sources {
    let mut sources = Sources::default();
    match input {
        Input::Text(bytes) => {
            if let Ok(document) = read_bytes(NO_FILE.to_owned(), NO_FILE.to_owned(), bytes.clone(), report) {
                sources.files.push(document);
            }
        }
        Input::Path(path) => {
            sources.names = names_file::read(&names_file::path(path), report);
            if path.is_file() {
                sources.folder = path.parent().map(Path::to_owned);
                sources.add(path, report);
            } else {
                sources.folder = Some(path.clone());
                for path in documents(path, report) {
                    sources.add(&path, report);
                }
            }
        }
    }
    sources
}

impl Sources {
    /// Returns the file with a name relative to the folder. It is read if that has not happened yet.
    ///
    /// # Errors
    /// The error if the file is invalid; `None` if there is no such file.
    pub fn open(&mut self, name: &str, report: &mut Report) -> Result<FileId, Option<ErrorId>> {
        if let Some((file, document)) = self.files.iter().find(|(_, file)| file.name == name) {
            return document.fault.map_or(Ok(file), |error| Err(Some(error)));
        }
        if let Some(error) = self.unread.get(name) {
            return Err(Some(*error));
        }
        let path = self.folder.as_ref().map(|folder| folder.join(name));
        let path = path.filter(|path| path.exists()).ok_or(None)?;
        match read(&path, name.to_owned(), report) {
            Ok(document) => {
                let fault = document.fault;
                let file = self.files.push(document);
                fault.map_or(Ok(file), |error| Err(Some(error)))
            }
            Err(error) => {
                self.unread.insert(name.to_owned(), error);
                Err(Some(error))
            }
        }
    }

    fn add(&mut self, path: &Path, report: &mut Report) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| shown(path));
        match read(path, name.clone(), report) {
            Ok(document) => {
                self.files.push(document);
            }
            Err(error) => {
                self.unread.insert(name, error);
            }
        }
    }
}

/// Returns the documents that are listed in a folder, sorted by name.
fn documents(folder: &Path, report: &mut Report) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).and_then(|entries| {
        let paths = entries.map(|entry| Ok(entry?.path()));
        paths.collect::<std::io::Result<Vec<PathBuf>>>()
    });
    let mut paths = match entries {
        Ok(paths) => paths,
        Err(error) => {
            report.whole_file(
                &shown(folder),
                format!("this folder cannot be read: {error}"),
                "name the folder or the file that holds the schemas with --schemas",
            );
            return Vec::new();
        }
    };
    paths.retain(|path| is_document(path));
    paths.sort();
    if paths.is_empty() {
        report.whole_file(
            &shown(folder),
            "this folder holds no schemas: not one file ends in .json, .yaml or .yml".to_owned(),
            "put a JSON Schema file for each type there, or name another folder with --schemas",
        );
    }
    paths
}
