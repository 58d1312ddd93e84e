//! Chooses the members of a document that are examined: of each kind, a few.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::excerpt::references;

/// The objects whose members have names of the author's own.
const MAPS: [&str; 24] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependencies",
    "encoding",
    "examples",
    "headers",
    "links",
    "mapping",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "scopes",
    "securitySchemes",
    "variables",
    "webhooks",
    "x-webhooks",
    "dependentSchemas",
];

/// The members whose values are data of any form.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "value"];

/// Returns the pointers of the members to examine. Of each kind of members, such as the `description` of a response, there
/// are at most `most`.
pub fn examined(document: &Value, most: usize) -> Vec<String> {
    let mut used = HashSet::new();
    references(document, &mut |pointer| {
        let ends = pointer.match_indices('/').skip(1).map(|(end, _)| end);
        used.extend(ends.chain([pointer.len()]).map(|end| pointer[..end].to_owned()));
    });
    let mut members = Members {
        used,
        counts: BTreeMap::new(),
        most,
        found: Vec::new(),
    };
    members.walk(document, "", &[], false);
    members.found
}

struct Members {
    /// The places that references lead to or through.
    used: HashSet<String>,
    /// How many members of a kind were found.
    counts: BTreeMap<String, usize>,
    most: usize,
    found: Vec<String>,
}

impl Members {
    /// Visits the members of a value. `kind` is the path to it without names; `is_map` if its members have names of the
    /// author's own.
    fn walk(&mut self, value: &Value, pointer: &str, kind: &[&str], is_map: bool) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(item, &format!("{pointer}/{index}"), &[kind, &["#"]].concat(), false);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                    if self.is_unused(&pointer) {
                        continue;
                    }
                    // The documentation shows the description.
                    let is_hidden = name == "title" && !is_map && members.contains_key("description");
                    let kind = [kind, &[if is_map { "*" } else { name }]].concat();
                    // Only the last steps tell what it is: schemas are nested at any depth.
                    let last = kind[kind.len().saturating_sub(4)..].join("/");
                    let count = self.counts.entry(last).or_default();
                    *count += 1;
                    if *count <= self.most && !is_default(member) && !is_exempt(&kind, member) && !is_hidden {
                        self.found.push(pointer.clone());
                    }
                    let is_data = !is_map
                        && (DATA.contains(&name.as_str()) || name.starts_with("x-") && !MAPS.contains(&name.as_str()));
                    if !is_data {
                        self.walk(member, &pointer, &kind, !is_map && MAPS.contains(&name.as_str()));
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether a part of `components` is not referred to. It is no part of the API.
    fn is_unused(&self, pointer: &str) -> bool {
        let steps: Vec<&str> = pointer.split('/').collect();
        let (["", "components", section] | ["", "components", section, _]) = steps[..] else {
            return false;
        };
        // The places that refer to examples are reported.
        if section == "examples" {
            return true;
        }
        let is_own = ["schemas", "securitySchemes"].contains(&section);
        !is_own && !section.starts_with("x-") && !self.used.contains(pointer)
    }
}

/// Whether a member has no effect by its nature: a branch may be no type of its own, examples of schemas are only checked,
/// those of responses and headers are for readers of the document, a parameter of the path is always required, and a
/// multipart body is always an object.
fn is_exempt(kind: &[&str], value: &Value) -> bool {
    let [.., owner, before, last] = kind else {
        return false;
    };
    let is_answered = kind.iter().any(|step| ["responses", "headers"].contains(step));
    if is_answered && kind.iter().any(|step| ["example", "examples"].contains(step)) {
        return true;
    }
    match *last {
        "description" | "title" if ["allOf", "anyOf", "oneOf"].contains(owner) && *before == "#" => true,
        "example" | "examples" => match *before {
            "*" => ["definitions", "$defs", "schemas", "properties"].contains(owner),
            "#" => *owner != "parameters",
            _ => true,
        },
        "required" => *value == Value::Bool(true) && *before == "#",
        "type" => *value == "object" && *before == "schema",
        _ => false,
    }
}

/// Whether a value says no more than its absence.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}
