//! The parts of the input that can be left out: a file, or in the OpenAPI document a path, an operation or a component.

use crate::diagnostic::Diagnostic;
use crate::load::{Source, Sources};
use crate::openapi::METHODS;

/// A part of the input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The file, as messages show it.
    file: String,
    /// JSON Pointer in the OpenAPI document; empty for a whole file.
    pointer: String,
}

impl Part {
    /// The smallest part that something is wrong with.
    pub fn at_fault(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let openapi = sources.openapi.and_then(|file| sources.files.get(file));
        let pointer = match openapi {
            Some(source) if source.shown == diagnostic.file => within_openapi(&diagnostic.pointer),
            _ => "",
        };
        Self {
            file: diagnostic.file.clone(),
            pointer: pointer.to_owned(),
        }
    }

    /// Leaves the part out of a file, if it is one of it, as if it were not there.
    pub fn leave_out(&self, source: &mut Source) {
        if source.shown != self.file {
            return;
        }
        if self.pointer.is_empty() {
            source.document = None;
        } else if let Some(document) = &mut source.document {
            document.remove(&self.pointer);
            source.left_out.push(self.pointer.clone());
        }
    }
}

/// The part of an OpenAPI document that a place belongs to; empty if it is the document itself.
fn within_openapi(pointer: &str) -> &str {
    let mut steps = pointer.split('/').skip(1);
    let depth = match (steps.next(), steps.next(), steps.next()) {
        (Some("paths"), Some(_), Some(method)) if METHODS.iter().any(|(name, _)| *name == method) => 3,
        (Some("components"), Some(_), Some(_)) => 3,
        (Some("paths"), Some(_), _) => 2,
        _ => 0,
    };
    let end = pointer
        .match_indices('/')
        .nth(depth)
        .map_or(pointer.len(), |(at, _)| at);
    if depth == 0 { "" } else { &pointer[..end] }
}

#[cfg(test)]
mod tests {
    use super::within_openapi;

    #[test]
    fn paths_operations_and_components_are_parts() {
        for (pointer, part) in [
            ("", ""),
            ("/openapi", ""),
            ("/security/0", ""),
            ("/components/schemas", ""),
            ("/components/schemas/Device", "/components/schemas/Device"),
            (
                "/components/schemas/Device/properties/x/type",
                "/components/schemas/Device",
            ),
            ("/components/parameters/id/schema", "/components/parameters/id"),
            ("/paths/~1a~1{b}", "/paths/~1a~1{b}"),
            ("/paths/~1a/parameters/0", "/paths/~1a"),
            ("/paths/~1a/get", "/paths/~1a/get"),
            ("/paths/~1a/get/responses/200", "/paths/~1a/get"),
        ] {
            assert_eq!(within_openapi(pointer), part, "{pointer}");
        }
    }
}
