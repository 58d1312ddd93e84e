//! Reads a file as a document.

use std::fs;
use std::ops::Deref;
use std::path::Path;

use crate::input::digest::digest;
use crate::input::document::{self, Node, SyntaxError, Value};
use crate::input::yaml;
use crate::report::{ErrorId, Place, Report, Source, position};

/// The ends of the names of files that hold documents.
const EXTENSIONS: [&str; 3] = ["json", "yaml", "yml"];

/// An input file and its content.
#[derive(Debug, Clone)]
pub struct Document {
    /// The source file.
    pub source: Source,
    /// The root value, unless the file is not valid JSON or YAML.
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

/// Whether the name of a file says that it holds JSON or YAML.
pub fn is_document(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
}

/// Returns the name of a file without its folder and without the extension of a document.
pub fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && EXTENSIONS.contains(&extension) => stem,
        Some(_) | None => name,
    }
}

/// Reads a file. `name` is its name in the folder of schemas. A file that is not valid JSON or YAML becomes a document
/// without a root.
///
/// # Errors
/// If the file cannot be read or is not UTF-8.
pub fn read(path: &Path, name: String, report: &mut Report) -> Result<Document, ErrorId> {
    let shown = shown(path);
    // If the metadata is unavailable, reading fails too and reports the reason.
    if let Ok(kind) = fs::metadata(path)
        && !kind.is_file()
    {
        // Reading a pipe would block until another process writes to it.
        let what = if kind.is_dir() {
            "it is a folder"
        } else {
            "it is not a regular file"
        };
        return Err(report.whole_file(
            &shown,
            format!("cannot read this file: {what}"),
            "move it elsewhere, or give it a name that does not end in .json, .yaml or .yml",
        ));
    }
    match fs::read(path) {
        Ok(bytes) => read_bytes(name, shown, bytes, report),
        Err(error) => Err(report.whole_file(
            &shown,
            format!("cannot read this file: {error}"),
            "make it readable, or move it out of the folder",
        )),
    }
}

/// Reads bytes as the content of a file. `shown` is its path in messages.
///
/// # Errors
/// If the bytes are not UTF-8.
pub fn read_bytes(name: String, shown: String, bytes: Vec<u8>, report: &mut Report) -> Result<Document, ErrorId> {
    let digest = digest(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(document(Source::new(name, shown, without_mark(text), digest), report)),
        Err(error) => {
            let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
            let text = without_mark(String::from_utf8_lossy(valid.unwrap_or_default()).into_owned());
            Err(report.unread_file(
                &shown,
                position(&text, text.len()),
                "this file is not UTF-8: invalid byte".to_owned(),
                "save it as UTF-8, the encoding of JSON and YAML",
            ))
        }
    }
}

/// Parses a string as the content of a file with this name.
#[cfg(feature = "contains")]
pub fn read_text(name: &str, text: &str, report: &mut Report) -> Document {
    let digest = digest(text.as_bytes());
    let text = without_mark(text.to_owned());
    document(Source::new(name.to_owned(), name.to_owned(), text, digest), report)
}

/// JSON does not allow a byte order mark, but some editors write one. It is ignored.
fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn document(source: Source, report: &mut Report) -> Document {
    let (root, fault) = match parse(&source) {
        Ok(node) if matches!(node.value, Value::Object(_) | Value::Bool(_)) => (Some(node), None),
        Ok(node) => {
            let place = Place {
                source: &source,
                at: node.at,
                pointer: "",
            };
            let error = report.error(
                &place,
                format!("a schema must be an object or a boolean, found {}", node.kind()),
                "write a JSON Schema (draft-07), or move the file out of the folder",
            );
            (None, Some(error))
        }
        Err(error) => {
            let place = Place {
                source: &source,
                at: error.at,
                pointer: &error.pointer,
            };
            (None, Some(report.error(&place, error.message, error.help)))
        }
    };
    Document { source, root, fault }
}

/// Parses a file as what its name says. If it says nothing, the content decides.
fn parse(source: &Source) -> Result<Node, SyntaxError> {
    let text = &source.text;
    match Path::new(&source.name)
        .extension()
        .and_then(|extension| extension.to_str())
    {
        Some("json") => document::parse(text),
        Some("yaml" | "yml") => yaml::parse(text),
        // A document that looks like JSON and is not may still be YAML. If it is neither, JSON was probably meant.
        _ if text.trim_start().starts_with(['{', '[', '"']) => {
            document::parse(text).or_else(|error| yaml::parse(text).map_err(|_| error))
        }
        _ => yaml::parse(text),
    }
}

/// Returns a path as messages show it.
pub fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn the_stem_has_neither_folder_nor_extension() {
        for (name, expected) in [
            ("device.json", "device"),
            ("a.b.yaml", "a.b"),
            ("schemas/pet.yml", "pet"),
            ("noextension", "noextension"),
            ("readme.md", "readme.md"),
            (".json", ".json"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }
}
