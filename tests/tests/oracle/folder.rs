//! A folder of schemas as plain JSON, with its references.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jsonschema::{Draft, Retrieve, Uri, Validator};
use serde_json::Value;

use crate::percent;

/// Where the oracle believes the folder to be; nothing is ever fetched from there.
const BASE: &str = "https://schemas.invalid/";

/// The schema files of a folder, by name.
pub struct Folder {
    documents: Arc<HashMap<String, Value>>,
    ids: HashMap<String, (String, String)>,
}

/// A schema in a folder: references in it are relative to its file.
pub type Rules<'f> = typewright_suites::rules::Rules<'f, &'f str>;

impl Folder {
    /// Reads a folder once and for all tests: its schemas live as long as the program.
    pub fn read(path: &str) -> &'static Self {
        Box::leak(Box::new(Self::of(path)))
    }

    /// Reads a folder.
    pub fn of(path: &str) -> Self {
        let mut documents = HashMap::new();
        let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        for entry in entries {
            let file = entry.expect("a folder entry").path();
            let name = file.file_name().expect("a file name").to_string_lossy().into_owned();
            if file.extension().is_some_and(|extension| extension == "json") {
                documents.insert(name, parse(&file));
            }
        }
        Self::with(documents)
    }

    /// A folder of these files.
    pub fn with(documents: HashMap<String, Value>) -> Self {
        let mut ids = HashMap::new();
        for (name, document) in &documents {
            note_ids(&mut ids, name, document, String::new());
        }
        Self {
            documents: Arc::new(documents),
            ids,
        }
    }

    /// The names of the schema files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let files = self.documents.keys().map(String::as_str);
        files.filter(|file| *file != "openapi.json")
    }

    /// The whole of a file.
    pub fn root(&self, file: &str) -> Rules<'_> {
        let (file, schema) = self
            .documents
            .get_key_value(file)
            .unwrap_or_else(|| panic!("the folder has no {file}"));
        Rules { file, schema }
    }

    /// What a `$ref` leads to.
    pub fn resolve<'f>(&'f self, from: Rules<'f>, reference: &str) -> Rules<'f> {
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if target.is_empty() { from.file } else { target };
        let id = if fragment.is_empty() || fragment.starts_with('/') {
            file.to_owned()
        } else {
            format!("{file}#{fragment}")
        };
        let (file, start) = match self.ids.get(&id) {
            Some((file, pointer)) => (file.as_str(), pointer.as_str()),
            None => (file, ""),
        };
        let pointer = match fragment.strip_prefix('/') {
            Some(_) => format!("{start}{}", percent::decoded(fragment)),
            None => start.to_owned(),
        };
        let root = self.root(file);
        let schema = root.schema.pointer(&pointer);
        Rules {
            file: root.file,
            schema: schema.unwrap_or_else(|| panic!("{}: {reference} leads nowhere", from.file)),
        }
    }

    /// The oracle for a file.
    pub fn oracle(&self, file: &str) -> Validator {
        self.oracle_of(self.root(file))
    }

    /// The oracle for a schema, also for one in an OpenAPI document.
    pub fn oracle_of(&self, rules: Rules<'_>) -> Validator {
        let mut schema = rules.schema.clone();
        if let (Value::Object(schema), Some(components)) = (&mut schema, self.root(rules.file).schema.get("components"))
        {
            schema.insert("components".to_owned(), components.clone());
        }
        self.validator(rules.file, &schema)
    }

    /// The oracle for any schema, whose references are relative to a file.
    pub fn validator(&self, file: &str, schema: &Value) -> Validator {
        jsonschema::options()
            .with_draft(Draft::Draft7)
            .should_validate_formats(true)
            // In draft-07 these two only inform (8.1), unless an implementation offers more.
            .without_content_encoding_support("base64")
            .without_content_media_type_support("application/json")
            .with_base_uri(format!("{BASE}{file}"))
            .with_retriever(Local(Arc::clone(&self.documents)))
            .build(schema)
            .unwrap_or_else(|error| panic!("{file}: {error}"))
    }
}

/// Notes where the schemas with an `$id` are.
fn note_ids(ids: &mut HashMap<String, (String, String)>, file: &str, schema: &Value, pointer: String) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(id)) = members.get("$id") {
                let id = if id.starts_with('#') {
                    format!("{file}{id}")
                } else {
                    id.clone()
                };
                ids.insert(id, (file.to_owned(), pointer.clone()));
            }
            for (name, member) in members {
                let step = name.replace('~', "~0").replace('/', "~1");
                note_ids(ids, file, member, format!("{pointer}/{step}"));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                note_ids(ids, file, item, format!("{pointer}/{index}"));
            }
        }
        _ => {}
    }
}

/// Gives the oracle the files of the folder, and nothing else.
struct Local(Arc<HashMap<String, Value>>);

impl Retrieve for Local {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.as_str().strip_prefix(BASE).unwrap_or_default();
        let document = self.0.get(name).ok_or_else(|| format!("no file for {uri}"))?;
        Ok(document.clone())
    }
}

fn parse(file: &Path) -> Value {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
