//! Finds the OpenAPI document among the files, by its content.

use crate::input::document::{Node, Value};
use crate::input::file::Document;
use crate::input::sources::{FileId, Sources};
use crate::report::{Place, Report};

/// Returns the OpenAPI document. If there are several, all but the first become unreadable.
pub fn find(sources: &mut Sources, report: &mut Report) -> Option<FileId> {
    let documents = sources.files.iter();
    let documents: Vec<FileId> = documents
        .filter(|(id, file)| sources.is_listed(*id) && file.root.as_ref().is_some_and(is_openapi))
        .map(|(id, _)| id)
        .collect();
    let (first, others) = documents.split_first()?;
    for other in others {
        let (one, two) = (&sources.files[*first], &sources.files[*other]);
        let error = report.error(
            &version_place(two),
            format!(
                "this folder holds several OpenAPI documents: {} and {}",
                one.name, two.name
            ),
            format!(
                "name one of them instead of the folder, {} or {} (`generate` takes it as --schemas)",
                one.shown, two.shown
            ),
        );
        let other = &mut sources.files[*other];
        other.root = None;
        other.fault = Some(error);
    }
    Some(*first)
}

/// Whether a document describes endpoints: it says so with `openapi` or `swagger`, or it has `info` and `paths`.
fn is_openapi(root: &Node) -> bool {
    let says = |name| {
        root.get(name)
            .is_some_and(|node| !matches!(node.value, Value::Object(_)))
    };
    let holds = |name| {
        root.get(name)
            .is_some_and(|node| matches!(node.value, Value::Object(_)))
    };
    says("openapi") || says("swagger") || holds("info") && (holds("paths") || holds("components"))
}

/// Returns the place at which a document says its version.
pub(super) fn version_place(document: &Document) -> Place<'_> {
    let root = document.root.as_ref();
    let version = ["openapi", "swagger"]
        .into_iter()
        .find_map(|name| Some((name, root?.get(name)?)));
    let (at, pointer) = match version {
        Some(("openapi", node)) => (node.at, "/openapi"),
        Some((_, node)) => (node.at, "/swagger"),
        None => (root.map_or(0, |root| root.at), ""),
    };
    Place {
        source: document,
        at,
        pointer,
    }
}
