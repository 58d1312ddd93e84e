//! What a run that keeps going leaves out: the files that something is wrong with, or in the OpenAPI document the paths, the
//! operations and the components.
//!
//! What is left out gives no type and no request. What refers into it may still do so, unless it leads to the fault itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::load::Sources;
use crate::report::Diagnostic;

/// What is left out of all files, by the path as messages show it.
#[derive(Debug, Default)]
pub struct LeftOut(BTreeMap<String, Faults>);

impl LeftOut {
    /// Leaves out the smallest part that an error is in; says whether this error was not known yet.
    pub fn add(&mut self, error: &Diagnostic, sources: &Sources) -> bool {
        let openapi = sources.openapi.and_then(|file| sources.files.get(file));
        let part = match openapi {
            Some(source) if source.shown == error.file => within_openapi(&error.pointer),
            _ => "",
        };
        let faults = self.0.entry(error.file.clone()).or_default();
        faults.parts.insert(part.to_owned());
        faults.places.insert(error.pointer.clone())
    }

    /// Whether something is known to be wrong at the place of a diagnostic.
    pub fn knows(&self, diagnostic: &Diagnostic) -> bool {
        let faults = self.0.get(&diagnostic.file);
        faults.is_some_and(|faults| faults.places.contains(&diagnostic.pointer))
    }

    /// What is left out of a file.
    pub fn of(&self, shown: &str) -> Faults {
        self.0.get(shown).cloned().unwrap_or_default()
    }

    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is wrong with a document, and left out of it.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// JSON Pointers of what is left out; the empty one is for the document as a whole.
    parts: BTreeSet<String>,
    /// JSON Pointers of the faults themselves.
    places: BTreeSet<String>,
}

impl Faults {
    /// Whether the part at a place is left out.
    pub fn leave_out(&self, part: &str) -> bool {
        self.parts.contains(part)
    }

    /// What is left out.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(String::as_str)
    }

    /// Whether something is wrong with what stands at a place, or in it.
    pub fn concern(&self, pointer: &str) -> bool {
        // What these say holds for the whole document, and an `$id` for what is below it.
        let is_unreadable = || {
            let whole = ["", "/$schema", "/openapi"];
            let mut owners = pointer
                .match_indices('/')
                .map(|(end, _)| &pointer[..end])
                .chain([pointer]);
            whole.into_iter().any(|place| self.places.contains(place)) || owners.any(|owner| self.has_wrong_id(owner))
        };
        let inside = format!("{pointer}/");
        let next = self.places.range(inside.clone()..).next();
        self.places.contains(pointer) || next.is_some_and(|place| place.starts_with(&inside)) || is_unreadable()
    }

    /// Whether the `$id` of a schema is none.
    fn has_wrong_id(&self, owner: &str) -> bool {
        let is_schema = !["properties", "patternProperties", "definitions", "$defs"]
            .into_iter()
            .any(|map| owner.rsplit('/').next() == Some(map));
        is_schema
            && ["$id", "id"]
                .into_iter()
                .any(|name| self.places.contains(&format!("{owner}/{name}")))
    }
}

/// The names of the operations of a path.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The part of an OpenAPI document that a place belongs to; empty if it is the document itself.
fn within_openapi(pointer: &str) -> &str {
    let mut steps = pointer.split('/').skip(1);
    let depth = match (steps.next(), steps.next(), steps.next()) {
        (Some("paths"), Some(_), Some(method)) if METHODS.contains(&method) => 3,
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
    use super::{Faults, within_openapi};

    #[test]
    fn a_fault_concerns_what_it_stands_in_and_not_what_is_beside_it() {
        let faults = Faults {
            parts: ["/paths/~1a/get".to_owned()].into(),
            places: ["/paths/~1a/get/responses/200/x/type".to_owned()].into(),
        };
        for (pointer, concerned) in [
            ("", true),
            ("/paths/~1a/get", true),
            ("/paths/~1a/get/responses/200/x", true),
            ("/paths/~1a/get/responses/200/x/type", true),
            ("/paths/~1a/get/responses/200/x/type/0", false),
            ("/paths/~1a/get/responses/200", true),
            ("/paths/~1a/get/responses/20", false),
            ("/paths/~1a/get/responses/200/xy", false),
            ("/paths/~1a/get/responses/201", false),
        ] {
            assert_eq!(faults.concern(pointer), concerned, "{pointer}");
        }
    }

    #[test]
    fn an_unknown_draft_concerns_the_whole_document() {
        let faults = Faults {
            parts: [String::new()].into(),
            places: ["/$schema".to_owned()].into(),
        };
        assert!(faults.concern("/definitions/x"));
        let faults = Faults {
            places: ["/definitions/x/$id".to_owned(), "/properties/id".to_owned()].into(),
            ..faults
        };
        for (pointer, concerned) in [
            ("/definitions/x/properties/y", true),
            ("/definitions/y", false),
            ("/properties/x", false),
            ("/properties/id", true),
        ] {
            assert_eq!(faults.concern(pointer), concerned, "{pointer}");
        }
    }

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
