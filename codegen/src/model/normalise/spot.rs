//! Where a schema stands, in words.

use crate::input::load::FileId;
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The place that the walk is at.
pub(super) struct Spot {
    pub(super) file: FileId,
    pub(super) path: Vec<String>,
}

impl Spot {
    /// The place where a schema stands, told from its JSON Pointer: the names in it, without the keywords.
    pub(super) fn of(set: &SchemaSet, id: SchemaId) -> Self {
        let schema = &set.schemas[id];
        let mut path = Vec::new();
        let mut steps = schema.pointer.split('/').skip(1);
        while let Some(step) = steps.next() {
            match step {
                "properties" | "patternProperties" | "definitions" | "$defs" | "schemas" | "dependencies" => {
                    path.extend(steps.next().map(|name| name.replace("~1", "/").replace("~0", "~")));
                }
                "items" | "additionalProperties" => {
                    if let Some(last) = path.last_mut() {
                        *last = singular(last);
                    }
                }
                _ => {}
            }
        }
        Self {
            file: schema.file,
            path,
        }
    }

    pub(super) fn inside<T>(&mut self, word: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(word.to_owned());
        let result = visit(self);
        self.path.pop();
        result
    }
}

/// A word for a schema, told from the place where it stands.
pub fn own_word(set: &SchemaSet, id: SchemaId) -> String {
    let Spot { file, mut path } = Spot::of(set, id);
    let root = || set.roots.iter().find(|root| root.file == file);
    path.pop()
        .or_else(|| root().map(|root| root.name.clone()))
        .unwrap_or_else(|| "schema".to_owned())
}

/// The word for one of several: `orgRoles` to `orgRole`. A word that is no plural stays as it is.
pub fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    let cut = |count: usize, tail: &str| {
        let end = word.len().saturating_sub(count);
        word.get(..end)
            .map_or_else(|| word.to_owned(), |stem| format!("{stem}{tail}"))
    };
    if lower.len() < 4 || lower.ends_with("ss") || lower.ends_with("us") || lower.ends_with("is") {
        word.to_owned()
    } else if lower.ends_with("ies") {
        cut(3, "y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|end| lower.ends_with(end)) {
        cut(2, "")
    } else if lower.ends_with('s') {
        cut(1, "")
    } else {
        word.to_owned()
    }
}
