//! A second opinion on the examples.

use std::collections::BTreeMap;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Map, Value};
use typewright_suites::{Failure, folders};

/// The schemas as the crate `jsonschema` reads them.
pub struct Oracle {
    schemas: BTreeMap<String, Value>,
}

impl Oracle {
    /// Reads a folder of schemas.
    pub fn new(folder: &Path) -> Result<Self, Failure> {
        let mut schemas = BTreeMap::new();
        for path in folders::json_files(folder)? {
            // What is no JSON is reported by the generator.
            if let Ok(mut schema) = serde_json::from_str(&folders::read(&path)?) {
                escape_braces(&mut schema);
                schemas.insert(folders::stem(&path), schema);
            }
        }
        Ok(Self { schemas })
    }

    /// What is wrong with an example, each with its JSON Pointer; or why the oracle does not know.
    pub fn errors(&self, stem: &str, text: &str) -> Result<Vec<String>, Failure> {
        let mut schema = self.schemas.get(stem).cloned().unwrap_or(Value::Null);
        // The documents say `#/definitions/x` and mean the file x.json.
        let mut asked = Vec::new();
        references(&schema, &mut asked);
        let mut definitions = Map::new();
        while let Some(name) = asked.pop() {
            if let Some(other) = self.schemas.get(&name).filter(|_| !definitions.contains_key(&name)) {
                references(other, &mut asked);
                definitions.insert(name, other.clone());
            }
        }
        if let Some(root) = schema.as_object_mut() {
            root.entry("definitions").or_insert_with(|| Value::Object(definitions));
        }
        let validator = read(&schema).or_else(|error| {
            // By draft-04, to which most documents say they belong, `"required": []` is no schema. By draft-07 it is.
            if let Some(root) = schema.as_object_mut() {
                root.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
            }
            read(&schema).map_err(|_| error)
        })?;
        let instance = serde_json::from_str(text)?;
        Ok(validator
            .iter_errors(&instance)
            .map(|error| {
                let problem: String = error.to_string().chars().take(200).collect();
                format!("{}: {problem}", error.instance_path())
            })
            .collect())
    }
}

fn read(schema: &Value) -> Result<Validator, Failure> {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .map_err(|error| format!("the schema is broken at {}", error.instance_path()).into())
}

/// Writes `{{` in patterns as the oracle can read it: ECMA-262 takes a brace that counts nothing for itself, Rust does not.
fn escape_braces(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for (keyword, inner) in object {
                match inner {
                    Value::String(pattern) if keyword == "pattern" => {
                        *pattern = pattern.replace("{{", r"\{\{").replace("}}", r"\}\}");
                    }
                    inner => escape_braces(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(escape_braces),
        _ => {}
    }
}

/// The names that a schema refers to by `#/definitions/`.
fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(object) => {
            let target = object.get("$ref").and_then(Value::as_str);
            found.extend(
                target
                    .and_then(|target| target.strip_prefix("#/definitions/"))
                    .map(str::to_owned),
            );
            object.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}
