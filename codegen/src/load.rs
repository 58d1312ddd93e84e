//! The first stage: the files of a folder, as documents with positions.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::digest;
use crate::document::{self, Node, Positions, Value, position};
use crate::left_out::{Faults, LeftOut};

/// The name of the file that holds the endpoints.
pub const OPENAPI: &str = "openapi.json";

/// A file as it was read.
#[derive(Debug)]
pub struct Source {
    /// The name in its folder, as it stands in the header of what is emitted: `device.json`.
    pub name: String,
    /// The path as messages show it.
    pub shown: String,
    /// The text.
    pub text: String,
    /// The fingerprint of the file.
    pub digest: String,
    /// The document, unless the text is no JSON.
    pub document: Option<Node>,
    /// What is left out of the document, because something is wrong with it.
    pub faults: Faults,
    positions: OnceCell<Positions>,
}

impl Source {
    /// Line and column (in characters), both from 1, of a byte offset.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let positions = self.positions.get_or_init(|| Positions::of(&self.text));
        positions.position(&self.text, at)
    }
}

/// The input of a run: every `.json` file of a folder, in the order of their names.
#[derive(Debug, Default)]
pub struct Sources {
    /// Schemas first, in the order of their names; then what references lead to.
    pub files: Vec<Source>,
    /// The endpoints, if the folder has an [`OPENAPI`] file.
    pub openapi: Option<usize>,
}

/// What was found wrong so far.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order in which they were found; one may be there more than once.
    pub diagnostics: Vec<Diagnostic>,
    /// Errors that are there only because of others: who mends those sees nothing of them.
    pub follow_ups: Vec<Diagnostic>,
}

impl Report {
    /// The errors among them.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        let diagnostics = self.diagnostics.iter().chain(&self.follow_ups);
        diagnostics.filter(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Notes an error at a place in a file.
    pub fn error(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Error, place, message.into(), help.into());
    }

    /// Notes an error that is there only because of another one.
    pub fn follow_up(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        let error = diagnostic(Severity::Error, place, message.into(), help.into());
        self.follow_ups.push(error);
    }

    /// Notes a warning at a place in a file.
    pub fn warning(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Warning, place, message.into(), help.into());
    }

    /// Notes how something was done.
    pub fn note(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Note, place, message.into(), help.into());
    }

    fn push(&mut self, severity: Severity, place: &Place<'_>, message: String, help: String) {
        self.diagnostics.push(diagnostic(severity, place, message, help));
    }

    /// Notes an error in a file or folder as a whole.
    pub fn whole_file(&mut self, shown: &str, message: String, help: &str) {
        self.unread_file(shown, (0, 0), message, help);
    }

    /// Notes an error in a file that has no text; the line and the column are 0 if the whole file is meant.
    fn unread_file(&mut self, shown: &str, (line, column): (usize, usize), message: String, help: &str) {
        self.diagnostics.push(Diagnostic {
            file: shown.to_owned(),
            line,
            column,
            pointer: String::new(),
            severity: Severity::Error,
            message,
            help: help.to_owned(),
        });
    }
}

fn diagnostic(severity: Severity, place: &Place<'_>, message: String, help: String) -> Diagnostic {
    let (line, column) = place.source.position(place.at);
    Diagnostic {
        file: place.source.shown.clone(),
        line,
        column,
        pointer: place.pointer.to_owned(),
        severity,
        message,
        help,
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The file.
    pub source: &'a Source,
    /// Byte offset.
    pub at: usize,
    /// JSON Pointer.
    pub pointer: &'a str,
}

/// Reads every `.json` file of a folder.
pub fn load(folder: &Path, left_out: &LeftOut, report: &mut Report) -> Sources {
    let mut sources = Sources::default();
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
        if let Some(source) = read(&path, left_out, report) {
            if source.name == OPENAPI {
                sources.openapi = Some(sources.files.len());
            }
            sources.files.push(source);
        }
    }
    sources
}

/// Reads one file; what is wrong with it goes into the report.
pub fn read(path: &Path, left_out: &LeftOut, report: &mut Report) -> Option<Source> {
    let shown = shown(path);
    // What cannot be asked for its kind cannot be read either, and that says why.
    if let Ok(kind) = fs::metadata(path)
        && !kind.is_file()
    {
        // Reading a pipe would wait for somebody to write into it.
        let what = if kind.is_dir() {
            "it is a folder"
        } else {
            "it is no regular file"
        };
        report.whole_file(
            &shown,
            format!("this file cannot be read: {what}"),
            "move it elsewhere, or give it a name that does not end in .json",
        );
        return None;
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            report.whole_file(
                &shown,
                format!("this file cannot be read: {error}"),
                "make it readable, or move it out of the folder",
            );
            return None;
        }
    };
    let digest = digest(&bytes);
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
            let text = String::from_utf8_lossy(valid.unwrap_or_default());
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            report.unread_file(
                &shown,
                position(text, text.len()),
                "this file is not UTF-8: the byte here is part of no character".to_owned(),
                "save it as UTF-8, the encoding of JSON (RFC 8259, 8.1)",
            );
            return None;
        }
    };
    let name = path.file_name()?.to_string_lossy().into_owned();
    let mut source = source(name, shown, text, digest, report);
    source.faults = left_out.of(&source.shown);
    Some(source)
}

fn source(name: String, shown: String, text: String, digest: String, report: &mut Report) -> Source {
    // A byte order mark is no JSON, but editors write one and everybody means the same by it.
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let mut source = Source {
        name,
        shown,
        text,
        digest,
        document: None,
        faults: Faults::default(),
        positions: OnceCell::new(),
    };
    match document::parse(&source.text) {
        Ok(node) if matches!(node.value, Value::Object(_) | Value::Bool(_)) => {
            source.document = Some(node);
        }
        Ok(node) => {
            let place = Place {
                source: &source,
                at: node.at,
                pointer: "",
            };
            report.error(
                &place,
                format!("a schema is an object or a boolean, and this is {}", node.kind()),
                "write a JSON Schema (draft-07), or move the file out of the folder",
            );
        }
        Err(error) => {
            let place = Place {
                source: &source,
                at: error.at,
                pointer: &error.pointer,
            };
            report.error(&place, error.message, error.help);
        }
    }
    source
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
