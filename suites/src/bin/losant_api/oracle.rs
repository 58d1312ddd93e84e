//! A second opinion on the examples.

use std::collections::BTreeMap;
use std::path::Path;

use losant_suites::{Failure, folders};
use serde_json::{Map, Value};

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
            if let Ok(schema) = serde_json::from_str(&folders::read(&path)?) {
                schemas.insert(folders::stem(&path), schema);
            }
        }
        Ok(Self { schemas })
    }

    /// What is wrong with an example, each with its JSON Pointer.
    pub fn errors(&self, stem: &str, text: &str) -> Result<Vec<String>, Failure> {
        let mut schema = self.schemas.get(stem).cloned().unwrap_or(Value::Null);
        // The documents say `#/definitions/x` and mean the file x.json.
        if let Some(root) = schema.as_object_mut() {
            let definitions = root.entry("definitions").or_insert_with(|| Value::Object(Map::new()));
            if let Some(definitions) = definitions.as_object_mut() {
                for (name, other) in &self.schemas {
                    definitions.entry(name.clone()).or_insert_with(|| other.clone());
                }
            }
        }
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| format!("the oracle cannot read {stem}: {error}"))?;
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
