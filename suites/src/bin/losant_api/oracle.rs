//! A second opinion on the examples.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jsonschema::{Draft, Retrieve, Uri};
use serde_json::Value;
use typewright_suites::{Failure, folders};

/// Where the oracle believes the files to be.
const BASE: &str = "json-schema:///";

/// The schemas as the crate `jsonschema` reads them, by name of the file.
pub struct Oracle {
    schemas: Arc<BTreeMap<String, Value>>,
}

impl Oracle {
    /// Reads a folder of schemas.
    pub fn new(folder: &Path) -> Result<Self, Failure> {
        let mut schemas = BTreeMap::new();
        for path in folders::json_files(folder)? {
            let schema = serde_json::from_str(&folders::read(&path)?)?;
            schemas.insert(folders::stem(&path), schema);
        }
        Ok(Self {
            schemas: Arc::new(schemas),
        })
    }

    /// What is wrong with an example, each with its JSON Pointer; or why the oracle does not know.
    pub fn errors(&self, stem: &str, text: &str) -> Result<Vec<String>, Failure> {
        let schema = self.schemas.get(stem).ok_or("no such file")?;
        let validator = jsonschema::options()
            .with_draft(Draft::Draft7)
            .should_validate_formats(true)
            .with_base_uri(format!("{BASE}{stem}.json"))
            .with_retriever(Local(Arc::clone(&self.schemas)))
            .build(schema)
            .map_err(|error| format!("the schema is broken at {}: {error}", error.instance_path()))?;
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

/// Gives the oracle the files of the folder, and nothing else.
struct Local(Arc<BTreeMap<String, Value>>);

impl Retrieve for Local {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri
            .as_str()
            .strip_prefix(BASE)
            .and_then(|name| name.strip_suffix(".json"));
        let document = name.and_then(|name| self.0.get(name));
        Ok(document.ok_or_else(|| format!("no file for {uri}"))?.clone())
    }
}
