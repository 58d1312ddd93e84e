//! Finds what an OpenAPI document says without an effect: the members of which neither the removal nor a change changes the
//! generated code or a diagnostic.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use typewright::Generator;

/// Returns the JSON Pointers of the members that have no effect. Of each kind of members, such as the `description` of a
/// response, at most `most` are examined.
pub fn silent(document: &Value, most: usize) -> Vec<String> {
    let whole = effect(document);
    let members = examined(document, most);
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(pointer) = members.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut rest = document.clone();
                    remove(&mut rest, pointer);
                    if effect(&rest) == whole
                        && let Ok(mut found) = found.lock()
                    {
                        found.push(pointer.clone());
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.retain(|pointer| !is_read(document, pointer, &whole) && !is_reported(document, pointer, &whole));
    found.sort();
    found
}

/// Whether another value of a member makes a difference: then it is read, and its own value says no more than its absence.
fn is_read(document: &Value, pointer: &str, whole: &Effect) -> bool {
    let mut other = document.clone();
    let Some(member) = other.pointer_mut(pointer) else {
        return false;
    };
    *member = match member.take() {
        Value::String(text) => Value::String(format!("{text} other")),
        Value::Bool(flag) => Value::Bool(!flag),
        Value::Array(items) if items.iter().all(Value::is_string) => Value::from(vec!["other"]),
        // What is read at all is expected to be of its kind.
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => Value::from("other"),
    };
    effect(&other) != *whole
}

/// Whether a diagnostic says that something around a member is ignored: without that, the code is the same.
fn is_reported(document: &Value, pointer: &str, whole: &Effect) -> bool {
    let mut owner = pointer;
    while let Some((around, _)) = owner.rsplit_once('/') {
        owner = around;
        let mut rest = document.clone();
        if owner.matches('/').count() < 3 || !remove(&mut rest, owner) {
            continue;
        }
        let without = effect(&rest);
        if without.0 == whole.0 && without.1 != whole.1 {
            return true;
        }
    }
    false
}

/// The number of members that [`silent`] examines.
pub fn count(document: &Value, most: usize) -> usize {
    examined(document, most).len()
}

/// What comes of a document: the code, and the diagnostics without their lines.
type Effect = (Vec<String>, Vec<(String, String)>);

fn effect(document: &Value) -> Effect {
    let generated = Generator::of_text(document.to_string()).keep_going().generate();
    let (files, diagnostics) = match generated {
        Ok(output) => (output.files, output.diagnostics),
        Err(diagnostics) => (Vec::new(), diagnostics.0),
    };
    // The lock has the digests of the input.
    let files = files.into_iter().filter(|file| file.path != "typewright.lock");
    let files = files.map(|file| format!("{}\n{}", file.path, file.text));
    let said = diagnostics.into_iter().map(|found| (found.pointer, found.message));
    (files.collect(), said.collect())
}

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

/// The pointers of the members to examine.
fn examined(document: &Value, most: usize) -> Vec<String> {
    let mut members = Members {
        text: document.to_string(),
        counts: BTreeMap::new(),
        most,
        found: Vec::new(),
    };
    members.walk(document, "", &[], false);
    members.found
}

struct Members {
    /// The document, in which references are searched.
    text: String,
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
        let (section, place) = match steps[..] {
            ["", "components", section] => (section, format!("\"#{pointer}/")),
            ["", "components", section, _] => (section, format!("\"#{pointer}\"")),
            _ => return false,
        };
        // The places that refer to examples are reported.
        if section == "examples" {
            return true;
        }
        let is_own = ["schemas", "securitySchemes"].contains(&section);
        !is_own && !section.starts_with("x-") && !self.text.contains(&place)
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

/// Removes a member. Returns whether it was there.
fn remove(document: &mut Value, pointer: &str) -> bool {
    let Some((owner, name)) = pointer.rsplit_once('/') else {
        return false;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(owner) {
        Some(Value::Object(members)) => members.remove(&name).is_some(),
        _ => false,
    }
}
