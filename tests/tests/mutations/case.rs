//! One change: what `diff` says of it, and whether that is so.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jsonschema::{Draft, Retrieve, Uri, Validator};
use serde_json::{Value, json};
use tempfile::TempDir;
use typewright::diff::{Comparison, Finding, Input, Verdict};

use crate::breakages::broken;
use crate::folder::Folder;
use crate::instances::Maker;

/// How many values are tried.
const VALUES: u64 = 60;

/// A change of a schema, whose values clients send or receive.
pub struct Case<'a> {
    pub name: &'a str,
    pub old: &'a BTreeMap<String, Value>,
    pub new: &'a BTreeMap<String, Value>,
    pub is_sent: bool,
    /// The rules that may name the change; all of them if there is none.
    pub rules: &'static [&'static str],
    /// The rules that may name a change around it.
    pub around: Vec<&'static str>,
    /// The property that only one version describes, and whether that is the new one.
    pub property: Option<(&'a str, bool)>,
}

/// What is to be said of the findings.
pub enum Judgment {
    Right,
    /// Nothing can be generated from one of the versions.
    Skipped,
    Undecided(String),
    Wrong(String),
}

impl Case<'_> {
    /// Compares the two versions, and judges what was found.
    pub fn judge(&self) -> Judgment {
        let (old, new) = (self.write(self.old), self.write(self.new));
        let input = |folder: &TempDir| Input::Path(folder.path().to_owned());
        // Not every change makes a schema that can be generated from.
        let Ok(report) = Comparison::new(input(&old), input(&new)).run() else {
            return Judgment::Skipped;
        };
        let findings: Vec<&Finding> = report.findings.iter().collect();
        let found: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
        let worst = findings.iter().map(|finding| finding.check).max();
        let counterexample = self.counterexample();
        match (worst, counterexample) {
            (Some(Verdict::Breaks), _) => {
                for finding in findings.iter().filter(|finding| finding.check == Verdict::Breaks) {
                    if let Err(why) = self.confirm(finding) {
                        return Judgment::Wrong(format!("{}: {why}", finding.message));
                    }
                }
            }
            (Some(Verdict::Undecided | Verdict::May), None) => {
                let reason = findings.iter().find_map(|finding| finding.undecided);
                return Judgment::Undecided(reason.unwrap_or("may break").to_owned());
            }
            (Some(Verdict::Undecided | Verdict::May), Some(value)) => {
                return Judgment::Undecided(format!("{value} breaks"));
            }
            (Some(Verdict::None) | None, Some(value)) => {
                return Judgment::Wrong(format!("missed: {value}, among {found:?}"));
            }
            (Some(Verdict::None) | None, None) => {}
        }
        if findings
            .iter()
            .any(|finding| finding.wire == Verdict::Breaks && finding.check != Verdict::Breaks)
        {
            return Judgment::Wrong("it breaks something on the wire, but not in the check".to_owned());
        }
        let is_named = |rule: &str| {
            self.rules.is_empty()
                || self.rules.contains(&rule)
                || self.around.contains(&rule)
                || matches!(rule, "branches-overlap" | "schema-changed")
        };
        if !found.is_empty() && !found.iter().any(|rule| is_named(rule)) {
            return Judgment::Wrong(format!("named {found:?}, not {:?}", self.rules));
        }
        Judgment::Right
    }

    fn write(&self, files: &BTreeMap<String, Value>) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, schema) in files {
            fs::write(folder.path().join(name), schema.to_string()).expect("a schema");
        }
        let document = document(self.name, self.is_sent, !self.is_sent);
        fs::write(folder.path().join("openapi.json"), document.to_string()).expect("a document");
        folder
    }

    /// A value that follows the version of its sender, and that the other version rejects.
    fn counterexample(&self) -> Option<Value> {
        let is_directed = |files: &BTreeMap<String, Value>| {
            let text: String = files.values().map(Value::to_string).collect();
            text.contains("readOnly") || text.contains("writeOnly")
        };
        // A property that was directed before may differ, although nobody sends it.
        if is_directed(self.old) && is_directed(self.new) {
            return None;
        }
        let (old, new) = (self.write(&self.one_way(self.old)), self.write(&self.one_way(self.new)));
        let (old, new) = (folder(old.path()), folder(new.path()));
        let (before, after) = (old.oracle(self.name), new.oracle(self.name));
        let (sender, receiver) = if self.is_sent { (before, after) } else { (after, before) };
        // Nobody sends a property before it is documented: clients follow the old version, the server the new one.
        let unknown = self.property.filter(|(_, is_new)| *is_new == self.is_sent);
        let is_known = |value: &Value| unknown.is_none_or(|(name, _)| !has_property(value, name));
        for (index, folder) in [old, new].into_iter().enumerate() {
            let root = folder.root(self.name);
            let mut maker = Maker::new(folder, root, index as u64);
            for _ in 0..VALUES {
                let Some((value, places)) = maker.instance(root) else {
                    continue;
                };
                let other = broken(&mut maker, &value, &places).map(|broken| broken.value);
                let found = [Some(value), other].into_iter().flatten();
                let mut found = found.filter(|value| is_known(value) && sender.is_valid(value));
                if let Some(value) = found.find(|value| !receiver.is_valid(value)) {
                    return Some(value);
                }
            }
        }
        None
    }

    /// The schemas of one direction: an object does not require the properties that do not go that way.
    fn one_way(&self, files: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
        let keyword = if self.is_sent { "readOnly" } else { "writeOnly" };
        let mut files = files.clone();
        for schema in files.values_mut() {
            one_way(schema, keyword);
        }
        files
    }

    /// Confirms the witness of a finding.
    fn confirm(&self, finding: &Finding) -> Result<(), String> {
        let witness = finding.witness.as_ref().ok_or("it breaks, but has no witness")?;
        let value: Value = serde_json::from_str(&witness.value).map_err(|error| error.to_string())?;
        let before = oracle(
            &self.one_way(self.old),
            &witness.schemas.0.file,
            &witness.schemas.0.pointer,
        );
        let after = oracle(
            &self.one_way(self.new),
            &witness.schemas.1.file,
            &witness.schemas.1.pointer,
        );
        let expected = (witness.is_accepted_by_old, !witness.is_accepted_by_old);
        let found = (before.is_valid(&value), after.is_valid(&value));
        if found == expected {
            Ok(())
        } else {
            Err(format!("{value} is valid before: {}, after: {}", found.0, found.1))
        }
    }
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

fn folder(path: &Path) -> &'static Folder {
    Folder::read(&path.to_string_lossy())
}

fn one_way(value: &mut Value, keyword: &str) {
    match value {
        Value::Object(members) => {
            let is_other_way = |properties: &Value, name: &Value| {
                let property = name.as_str().and_then(|name| properties.get(name)?.get(keyword));
                property == Some(&Value::Bool(true))
            };
            let properties = members.get("properties").cloned().unwrap_or_default();
            if let Some(Value::Array(required)) = members.get_mut("required") {
                required.retain(|name| !is_other_way(&properties, name));
            }
            for inside in members.values_mut() {
                one_way(inside, keyword);
            }
        }
        Value::Array(items) => {
            for inside in items {
                one_way(inside, keyword);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn has_property(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| key == name || has_property(value, name)),
        Value::Array(items) => items.iter().any(|item| has_property(item, name)),
        _ => false,
    }
}

/// The oracle for a place in a file.
fn oracle(files: &BTreeMap<String, Value>, file: &str, pointer: &str) -> Validator {
    let name = file.rsplit('/').next().unwrap_or(file);
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .should_validate_formats(true)
        .without_content_encoding_support("base64")
        .without_content_media_type_support("application/json")
        .with_base_uri(format!("{BASE}root.json"))
        .with_retriever(Local(files.clone()))
        .build(&json!({"$ref": format!("{BASE}{name}#{}", fragment(pointer))}))
        .unwrap_or_else(|error| panic!("{file}{pointer}: {error}"))
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

const BASE: &str = "https://schemas.invalid/";

struct Local(BTreeMap<String, Value>);

impl Retrieve for Local {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.as_str().strip_prefix(BASE).unwrap_or_default();
        Ok(self.0.get(name).ok_or_else(|| format!("no file for {uri}"))?.clone())
    }
}
