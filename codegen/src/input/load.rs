//! The first stage: reads the files of a folder as documents with positions.

use std::collections::HashMap;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use crate::input::by_id::{ById, Id};
use crate::input::digest::digest;
use crate::input::document::{self, Node, Value};
use crate::input::names_file::{self, NamesFile};
use crate::report::{ErrorId, Place, Report, Source, position};

/// The name of the file that describes the endpoints.
pub const OPENAPI: &str = "openapi.json";

/// An input file and its content.
#[derive(Debug)]
pub struct Document {
    /// The source file.
    pub source: Source,
    /// The root value, unless the file is not valid JSON.
    pub root: Option<Node>,
    /// The error that makes the file unreadable, if any.
    pub fault: Option<ErrorId>,
}

impl Deref for Document {
    type Target = Source;

    fn deref(&self) -> &Source {
        &self.source
    }
}

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

/// The input of a run: all `.json` files of a folder, sorted by name.
#[derive(Debug, Default)]
pub struct Sources {
    /// The files of the folder, sorted by name, followed by the targets of references.
    pub files: ById<FileId, Document>,
    /// The OpenAPI document, if the folder has an [`OPENAPI`] file.
    pub openapi: Option<FileId>,
    /// The type names assigned by earlier runs.
    pub names: NamesFile,
    /// The names of files that could not be read, each with its error.
    pub unread: HashMap<String, ErrorId>,
}

/// Reads all `.json` files of a folder.
pub fn load(folder: &Path, report: &mut Report) -> Sources {
    let mut sources = Sources {
        names: names_file::read(folder, report),
        ..Sources::default()
    };
    let Some(paths) = json_files(folder, report) else {
        return sources;
    };
    if paths.is_empty() {
        report.whole_file(
            &shown(folder),
            "this folder holds no schemas: not one file ends in .json".to_owned(),
            "put a JSON Schema file for each type there, or name another folder with --schemas",
        );
    }
    for path in paths {
        match read(&path, report) {
            Ok(source) => {
                let is_openapi = source.name == OPENAPI;
                let file = sources.files.push(source);
                if is_openapi {
                    sources.openapi = Some(file);
                }
            }
            Err(error) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                sources.unread.extend(name.map(|name| (name, error)));
            }
        }
    }
    sources
}

/// Reads a file. A file that is not valid JSON becomes a document without a root.
///
/// # Errors
/// If the file cannot be read or is not UTF-8.
pub fn read(path: &Path, report: &mut Report) -> Result<Document, ErrorId> {
    let shown = shown(path);
    // If the metadata is unavailable, reading fails too and reports the reason.
    if let Ok(kind) = fs::metadata(path)
        && !kind.is_file()
    {
        // Reading a pipe would block until another process writes to it.
        let what = if kind.is_dir() {
            "it is a folder"
        } else {
            "it is no regular file"
        };
        return Err(report.whole_file(
            &shown,
            format!("this file cannot be read: {what}"),
            "move it elsewhere, or give it a name that does not end in .json",
        ));
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Err(report.whole_file(
                &shown,
                format!("this file cannot be read: {error}"),
                "make it readable, or move it out of the folder",
            ));
        }
    };
    let digest = digest(&bytes);
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
            let text = String::from_utf8_lossy(valid.unwrap_or_default());
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            return Err(report.unread_file(
                &shown,
                position(text, text.len()),
                "this file is not UTF-8: invalid byte".to_owned(),
                "save it as UTF-8, the encoding of JSON (RFC 8259, 8.1)",
            ));
        }
    };
    // A path without a file name is a folder, which was reported above.
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(source(
        name.unwrap_or_else(|| shown.clone()),
        shown,
        text,
        digest,
        report,
    ))
}

/// Parses a string as the content of a file with this name.
#[cfg(feature = "contains")]
pub fn read_text(name: &str, text: &str, report: &mut Report) -> Document {
    source(
        name.to_owned(),
        name.to_owned(),
        text.to_owned(),
        digest(text.as_bytes()),
        report,
    )
}

fn source(name: String, shown: String, text: String, digest: String, report: &mut Report) -> Document {
    // JSON does not allow a byte order mark, but some editors write one. It is ignored.
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let mut document = Document {
        source: Source::new(name, shown, text, digest),
        root: None,
        fault: None,
    };
    match document::parse(&document.text) {
        Ok(node) if matches!(node.value, Value::Object(_) | Value::Bool(_)) => {
            document.root = Some(node);
        }
        Ok(node) => {
            let place = Place {
                source: &document,
                at: node.at,
                pointer: "",
            };
            let error = report.error(
                &place,
                format!("a schema must be an object or a boolean, found {}", node.kind()),
                "write a JSON Schema (draft-07), or move the file out of the folder",
            );
            document.fault = Some(error);
        }
        Err(error) => {
            let place = Place {
                source: &document,
                at: error.at,
                pointer: &error.pointer,
            };
            let error = report.error(&place, error.message, error.help);
            document.fault = Some(error);
        }
    }
    document
}

fn json_files(folder: &Path, report: &mut Report) -> Option<Vec<PathBuf>> {
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
                "name the folder that holds the schemas with --schemas",
            );
            return None;
        }
    };
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Some(paths)
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
