//! A version of a schema, for values that go one way.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use jsonschema::Validator;
use serde_json::{Value, json};
use tempfile::TempDir;
use typewright::diff::Input;

use crate::folder::Folder;

/// A version of a schema, whose values clients send or receive.
pub struct Version<'a> {
    name: &'a str,
    is_sent: bool,
    /// Whether some properties go one way only.
    is_directed: bool,
    /// Its file, and those that it refers to, with a document that uses it.
    folder: TempDir,
    /// The files, as they are for the way that its values go.
    files: HashMap<String, Value>,
    judge: OnceCell<Judge>,
}

/// What makes values of a version, and judges them.
pub struct Judge {
    pub folder: Folder,
    pub oracle: Validator,
}

impl<'a> Version<'a> {
    pub fn new(name: &'a str, files: &BTreeMap<String, Value>, is_sent: bool) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, schema) in files {
            fs::write(folder.path().join(name), schema.to_string()).expect("a schema");
        }
        let document = document(name, is_sent, !is_sent);
        fs::write(folder.path().join("openapi.json"), document.to_string()).expect("a document");
        let text: String = files.values().map(Value::to_string).collect();
        Self {
            name,
            is_sent,
            is_directed: text.contains("readOnly") || text.contains("writeOnly"),
            folder,
            files: one_way_files(files, is_sent),
            judge: OnceCell::new(),
        }
    }

    pub fn name(&self) -> &'a str {
        self.name
    }

    pub fn is_sent(&self) -> bool {
        self.is_sent
    }

    pub fn is_directed(&self) -> bool {
        self.is_directed
    }

    pub fn input(&self) -> Input {
        Input::Path(self.folder.path().to_owned())
    }

    pub fn judge(&self) -> &Judge {
        self.judge.get_or_init(|| {
            let folder = Folder::with(self.files.clone());
            let oracle = folder.oracle(self.name);
            Judge { folder, oracle }
        })
    }

    /// The oracle for a place in a file.
    pub fn oracle(&self, file: &str, pointer: &str) -> Validator {
        let name = file.rsplit('/').next().unwrap_or(file);
        let reference = json!({"$ref": format!("{name}#{}", fragment(pointer))});
        self.judge().folder.validator("root.json", &reference)
    }
}

/// The schemas of one direction: an object does not require the properties that do not go that way.
fn one_way_files(files: &BTreeMap<String, Value>, is_sent: bool) -> HashMap<String, Value> {
    let keyword = if is_sent { "readOnly" } else { "writeOnly" };
    let mut files: HashMap<String, Value> = files.clone().into_iter().collect();
    for schema in files.values_mut() {
        one_way(schema, keyword, &BTreeSet::new());
    }
    files
}

/// An OpenAPI document with one action, which sends or receives a schema.
pub fn document(schema: &str, is_sent: bool, is_received: bool) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": schema}}});
    let mut action = json!({"operationId": "item.post", "tags": ["item"], "responses": {"200": {"description": "."}}});
    if is_sent {
        action["requestBody"] = json!({"required": true, "content": content.clone()});
    }
    if is_received {
        action["responses"]["200"]["content"] = content;
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {"/items": {"post": action}},
    })
}

/// `around` are the properties of the other way that the schemas around this one describe for the same value.
fn one_way(value: &mut Value, keyword: &str, around: &BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let mut names = around.clone();
            if let Some(Value::Object(properties)) = members.get("properties") {
                let other_way = properties.iter().filter(|(_, property)| property[keyword] == true);
                names.extend(other_way.map(|(name, _)| name.clone()));
            }
            if let Some(Value::Array(required)) = members.get_mut("required") {
                required.retain(|name| name.as_str().is_none_or(|name| !names.contains(name)));
            }
            for (key, inside) in members {
                match (key.as_str(), inside) {
                    ("allOf" | "anyOf" | "oneOf" | "then" | "else", inside) => one_way(inside, keyword, &names),
                    ("dependencies", Value::Object(schemas)) => {
                        schemas.values_mut().for_each(|schema| one_way(schema, keyword, &names));
                    }
                    (_, inside) => one_way(inside, keyword, &BTreeSet::new()),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inside| one_way(inside, keyword, around)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A JSON Pointer as the fragment of a URI (RFC 6901, section 6).
fn fragment(pointer: &str) -> String {
    let encoded = pointer.bytes().map(|byte| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' | b'$' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}
