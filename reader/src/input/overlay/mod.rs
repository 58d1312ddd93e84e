//! Overlays (Overlay Specification 1.1): corrections and extensions of a document that are applied before it is read.
//!
//! A value that an overlay adds keeps its place in the overlay: its byte offset counts on behind the end of the document,
//! and [`Source`](crate::report::Source) knows which overlay is there.

#[cfg(feature = "overlay")]
mod action;
#[cfg(feature = "overlay")]
mod layer;
#[cfg(feature = "overlay")]
mod merge;
#[cfg(feature = "overlay")]
mod query;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[cfg(feature = "overlay")]
use self::layer::layer;
use super::document::Node;
use super::file::{Document, stem};
use super::sources::{FileId, Sources};
use super::uri;
use crate::report::{ErrorId, Place, Report};

/// The ends of the names of overlays in a folder of schemas.
const EXTENSIONS: [&str; 3] = [".overlay.json", ".overlay.yaml", ".overlay.yml"];

/// Whether the name of a file in a folder of schemas says that it is an overlay.
pub fn has_name(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    name.is_some_and(|name| EXTENSIONS.iter().any(|extension| name.ends_with(extension)))
}

/// Returns the overlays of a single file: `pets.overlay.yaml` beside `pets.yaml`.
pub fn beside(document: &Path) -> Vec<PathBuf> {
    let names = EXTENSIONS.iter().map(|extension| named(document, extension));
    names.filter(|path| path.is_file()).collect()
}

/// Returns the path that an overlay has beside another document.
#[cfg(feature = "contains")]
pub fn path(document: &Path, overlay: &Path) -> PathBuf {
    let name = overlay.to_string_lossy();
    let extension = EXTENSIONS.iter().find(|extension| name.ends_with(**extension));
    named(document, extension.copied().unwrap_or_default())
}

fn named(document: &Path, extension: &str) -> PathBuf {
    let name = document.file_name().map(|name| name.to_string_lossy().into_owned());
    document.with_file_name([stem(&name.unwrap_or_default()), extension].concat())
}

/// How many values all actions together may add. Without a limit, a few actions that copy the document into itself would
/// fill the memory.
const MOST: usize = 300_000;

/// Applies the overlays, in their order. A document whose overlay has an error becomes unreadable.
pub fn apply(sources: &mut Sources, report: &mut Report) {
    refuse_misnamed(sources, report);
    let mut budget = MOST;
    for overlay in std::mem::take(&mut sources.overlays) {
        let start = report.position();
        let parts = parts(&overlay, sources, report);
        let unresolved = report.errors_since(start).first().copied();
        for (file, actions) in parts {
            let start = report.position();
            layer(&overlay, &actions, &mut sources.files[file], &mut budget, report);
            if let Some(error) = report.errors_since(start).first() {
                refuse(&mut sources.files[file], *error);
            }
        }
        if let (Some(error), Some(file)) = (unresolved, sources.openapi) {
            refuse(&mut sources.files[file], error);
        }
    }
}

/// The field of an action that names its document.
const EXTENDS: &str = "x-extends";

/// Returns the documents that an overlay applies to, each with the indexes of its actions in their order. An action applies
/// to the document that it names itself, or to the one that the overlay extends.
fn parts(overlay: &Document, sources: &Sources, report: &mut Report) -> BTreeMap<FileId, Vec<usize>> {
    let mut parts: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    let Some(root) = &overlay.root else {
        return parts;
    };
    let main = root.get("extends").map(|node| (node, "/extends".to_owned()));
    let actions = root.get("actions").map(Node::items).unwrap_or_default();
    if actions.is_empty() {
        // Whether it is an overlay at all is examined when it is applied.
        let file = target(overlay, root, main, sources, report);
        return file.map(|file| (file, Vec::new())).into_iter().collect();
    }
    let mut targets: BTreeMap<Option<&str>, Option<FileId>> = BTreeMap::new();
    for (index, action) in actions.iter().enumerate() {
        let own = action.get(EXTENDS).filter(|node| node.as_str().is_some());
        let file = targets.entry(own.and_then(Node::as_str)).or_insert_with(|| {
            let own = own.map(|node| (node, format!("/actions/{index}/{EXTENDS}")));
            target(overlay, root, own.or_else(|| main.clone()), sources, report)
        });
        if let Some(file) = *file {
            parts.entry(file).or_default().push(index);
        }
    }
    parts
}

/// Refuses overlays in a folder of schemas whose names do not say what they are.
fn refuse_misnamed(sources: &mut Sources, report: &mut Report) {
    let is_overlay = |root: &Node| {
        let version = root.get("overlay").and_then(Node::as_str);
        version.is_some() && root.get("actions").is_some_and(|actions| actions.kind() == "an array")
    };
    let files: Vec<FileId> = sources.files.ids().collect();
    for file in files {
        let document = &mut sources.files[file];
        if let Some(root) = document.root.as_ref().filter(|root| is_overlay(root)) {
            let place = Place {
                source: document,
                at: root.at,
                pointer: "",
            };
            let error = report.error(
                &place,
                "this is an overlay, and its name does not say so",
                format!(
                    "rename it to {}.overlay.yaml (or .json), or move it and pass it with --overlay",
                    stem(&document.name)
                ),
            );
            refuse(document, error);
        }
    }
}

fn refuse(document: &mut Document, error: ErrorId) {
    document.root = None;
    document.fault = Some(error);
}

/// Returns the document with the name in `extends`, which has its JSON Pointer; without it, the OpenAPI document.
fn target(
    overlay: &Document,
    root: &Node,
    extends: Option<(&Node, String)>,
    sources: &Sources,
    report: &mut Report,
) -> Option<FileId> {
    let place = |node: &Node, pointer| Place {
        source: overlay,
        at: node.at,
        pointer,
    };
    let named = match extends {
        None => None,
        Some((node, pointer)) => {
            let Some(reference) = node.as_str() else {
                report.error(
                    &place(node, &pointer),
                    format!("expected a string, found {}", node.kind()),
                    "write the name of the document that the overlay applies to",
                );
                return None;
            };
            let absolute = uri::resolve(&uri::of_file(&overlay.name), reference);
            // A URL says where the document is published. Here, it is the OpenAPI document.
            let name = uri::file_name(&absolute);
            if let Some(name) = &name
                && sources.named(name).is_none()
            {
                report.error(
                    &place(node, &pointer),
                    format!("unresolved `extends` {reference:?}: there is no document {name}"),
                    "correct the name, or remove `extends`: the overlay then applies to the OpenAPI document",
                );
                return None;
            }
            name
        }
    };
    let target = named.and_then(|name| sources.named(&name)).or(sources.openapi);
    if target.is_none() {
        report.error(
            &place(root, ""),
            "this overlay applies to the OpenAPI document, and there is none".to_owned(),
            "name the document that it applies to: extends: device.json",
        );
    }
    target
}

/// Refuses an overlay: the generator was built without them, as a build script has it by default.
#[cfg(not(feature = "overlay"))]
fn layer(overlay: &Document, _actions: &[usize], _document: &mut Document, _budget: &mut usize, report: &mut Report) {
    let place = Place {
        source: overlay,
        at: overlay.root.as_ref().map_or(0, |root| root.at),
        pointer: "",
    };
    report.error(
        &place,
        "overlays need the feature `overlay` of typewright",
        "enable it where the generator is called: typewright = { features = [\"overlay\"], … }",
    );
}
