//! The first stage: reads the input as documents with positions.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use crate::input::document::Node;
use crate::input::file::{is_document, read, read_bytes, shown};
use crate::input::names_file;
use crate::input::overlay;
use crate::input::sources::{FileId, Sources};
use crate::input::uri;
use crate::report::Report;

/// What a run reads.
#[derive(Debug, Clone)]
pub enum Input {
    /// All documents of a folder, or one file and what it refers to.
    Path(PathBuf),
    /// The content of a document that is no file.
    Text(Vec<u8>),
}

/// The name of a document that is no file.
const NO_FILE: &str = "stdin";

impl Input {
    /// Returns what the input is called in messages.
    pub fn shown(&self) -> String {
        match self {
            Self::Path(path) => shown(path),
            Self::Text(_) => NO_FILE.to_owned(),
        }
    }
}

/// Reads the input, and the files in its folder that it refers to. `overlays` are applied after those among the schemas.
pub fn load(input: &Input, overlays: &[PathBuf], report: &mut Report) -> Sources {
    let mut sources = Sources::default();
    match input {
        Input::Text(bytes) => {
            if let Ok(document) = read_bytes(NO_FILE.to_owned(), NO_FILE.to_owned(), bytes.clone(), report) {
                sources.push(document);
            }
        }
        Input::Path(path) => {
            sources.names = names_file::read(&names_file::path(path), report);
            if path.is_file() {
                sources.folder = path.parent().map(Path::to_owned);
                sources.add(path, report);
                for overlay in overlay::beside(path) {
                    sources.add_overlay(&overlay, overlays, report);
                }
            } else {
                sources.folder = Some(path.clone());
                for path in documents(path, report) {
                    if overlay::has_name(&path) {
                        sources.add_overlay(&path, overlays, report);
                    } else {
                        sources.add(&path, report);
                    }
                }
            }
        }
    }
    for overlay in overlays {
        sources.add_overlay(overlay, &[], report);
    }
    sources.open_referred(report);
    sources
}

impl Sources {
    /// Reads the files that the files so far refer to, and those that these refer to.
    fn open_referred(&mut self, report: &mut Report) {
        let mut waiting: VecDeque<FileId> = self.files.ids().collect();
        let mut names = BTreeSet::new();
        for root in self.overlays.iter().filter_map(|overlay| overlay.root.as_ref()) {
            // A reference in an overlay is relative to the document that it is added to.
            referred(root, &uri::of_file(""), &mut names);
        }
        loop {
            for name in std::mem::take(&mut names) {
                if self.named(&name).is_none() && !self.unread.contains_key(&name) {
                    let file = self.open(name, report);
                    self.referred.extend(file);
                    waiting.extend(file);
                }
            }
            let Some(file) = waiting.pop_front() else {
                return;
            };
            let source = &self.files[file];
            if let Some(root) = &source.root {
                referred(root, &uri::of_file(&source.name), &mut names);
            }
        }
    }

    /// Reads the file with a name relative to the folder, if there is one.
    fn open(&mut self, name: String, report: &mut Report) -> Option<FileId> {
        // The name was percent-encoded in a reference, so it may hold anything.
        let is_inside = |step: &str| !matches!(step, "" | "." | "..");
        let path = self.folder.as_ref()?.join(&name);
        let is_read = name.split(['/', '\\']).all(is_inside) && path.exists();
        if is_read {
            self.add_as(name, &path, report)
        } else {
            None
        }
    }

    fn add(&mut self, path: &Path, report: &mut Report) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| shown(path));
        self.add_as(name, path, report);
    }

    /// Reads an overlay, unless it is one of those that are read `later`.
    fn add_overlay(&mut self, path: &Path, later: &[PathBuf], report: &mut Report) {
        if later.iter().any(|other| is_same_file(path, other)) {
            return;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| shown(path));
        if let Ok(document) = read(path, name.clone(), report) {
            // An overlay elsewhere has no name in the folder of the schemas.
            let own = self.folder.as_ref().map(|folder| folder.join(&name));
            if own.is_some_and(|own| is_same_file(&own, path)) {
                self.overlay_digests.push((name, document.digest.clone()));
            }
            self.overlays.push(document);
        }
    }

    fn add_as(&mut self, name: String, path: &Path, report: &mut Report) -> Option<FileId> {
        match read(path, name.clone(), report) {
            Ok(document) => Some(self.push(document)),
            Err(error) => {
                self.unread.insert(name, error);
                None
            }
        }
    }
}

fn is_same_file(left: &Path, right: &Path) -> bool {
    match (fs::canonicalize(left), fs::canonicalize(right)) {
        (Ok(left), Ok(right)) => left == right,
        _ => left == right,
    }
}

/// Collects the names of the documents in the folder that a value refers to.
fn referred(node: &Node, base: &str, names: &mut BTreeSet<String>) {
    for member in node.members() {
        if let Some(reference) = member.value.as_str().filter(|_| member.name == "$ref")
            && !uri::leaves_folder(base, reference)
        {
            let target = uri::resolve(base, reference);
            let name = uri::file_name(uri::split(&target).0);
            names.extend(name.filter(|name| is_document(Path::new(name))));
        }
        referred(&member.value, base, names);
    }
    node.items().iter().for_each(|item| referred(item, base, names));
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
                format!("cannot read this folder: {error}"),
                "name the folder or file with the schemas (`generate` takes it as --schemas)",
            );
            return Vec::new();
        }
    };
    paths.retain(|path| is_document(path));
    paths.sort();
    if paths.is_empty() {
        report.whole_file(
            &shown(folder),
            "this folder contains no schemas: no file name ends in .json, .yaml or .yml".to_owned(),
            "add a JSON Schema file for each type, or name another folder (`generate` takes it as --schemas)",
        );
    }
    paths
}
