//! A folder of random schemas: as files, as plain JSON with its references, and as the oracle reads it.

use std::path::Path;
use std::sync::Arc;

use crate::spelling::spelt;
use crate::{Failure, folders};
use fastrand::Rng;
use jsonschema::{Draft, Retrieve, Uri, Validator};
use serde_json::Value;

use crate::random::schemas;

/// Where the oracle believes the folder to be; nothing is ever fetched from there.
const BASE: &str = "https://schemas.invalid/";

/// The schemas of a folder.
pub struct Folder {
    texts: Vec<String>,
    documents: Arc<Vec<Value>>,
}

/// A schema in a folder: references in it are relative to its file.
pub type Rules<'a> = crate::rules::Rules<'a, usize>;

/// What the files are called, without their ending.
pub fn stem(file: usize) -> String {
    format!("s{file}")
}

/// The inverse of that.
fn file_number(name: &str) -> Option<usize> {
    name.strip_prefix('s')?.strip_suffix(".json")?.parse().ok()
}

impl Folder {
    /// The folder that a seed makes.
    ///
    /// # Errors
    /// If what is written is no JSON.
    pub fn new(seed: u64, count: usize) -> Result<Self, Failure> {
        let mut rng = Rng::with_seed(seed);
        let documents = schemas::documents(&mut rng, count);
        let texts: Vec<String> = documents.iter().map(|document| spelt(&mut rng, document)).collect();
        // The text decides: it is what the generator reads.
        let documents: Result<Vec<Value>, _> = texts.iter().map(|text| serde_json::from_str(text)).collect();
        Ok(Self {
            texts,
            documents: Arc::new(documents?),
        })
    }

    /// A folder with one schema.
    pub fn of(document: Value) -> Self {
        Self {
            texts: vec![document.to_string()],
            documents: Arc::new(vec![document]),
        }
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &str {
        self.texts.get(file).map_or("", String::as_str)
    }

    /// Writes the files.
    ///
    /// # Errors
    /// If one cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        for (file, text) in self.texts.iter().enumerate() {
            folders::write(&path.join(schemas::file_name(file)), text)?;
        }
        Ok(())
    }

    /// The whole of a file.
    pub fn root(&self, file: usize) -> Option<Rules<'_>> {
        let schema = self.documents.get(file)?;
        Some(Rules { file, schema })
    }

    /// What a reference leads to.
    pub fn resolve(&self, from: Rules, reference: &str) -> Option<Rules<'_>> {
        let (name, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let root = self.root(if name.is_empty() { from.file } else { file_number(name)? })?;
        let pointer = fragment.replace("%20", " ").replace("%25", "%");
        let schema = root.schema.pointer(&pointer)?;
        Some(Rules { schema, ..root })
    }

    /// The oracle for a file.
    ///
    /// # Errors
    /// If it cannot read the file.
    pub fn oracle(&self, file: usize) -> Result<Validator, Failure> {
        let schema = self.documents.get(file).ok_or("no such file")?;
        jsonschema::options()
            .with_draft(Draft::Draft7)
            .should_validate_formats(true)
            .with_base_uri(format!("{BASE}{}", schemas::file_name(file)))
            .with_retriever(Local(Arc::clone(&self.documents)))
            .build(schema)
            .map_err(|error| format!("the oracle cannot read {}: {error}", schemas::file_name(file)).into())
    }
}

/// Gives the oracle the files of the folder, and nothing else.
struct Local(Arc<Vec<Value>>);

impl Retrieve for Local {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.as_str().strip_prefix(BASE).unwrap_or_default();
        let document = file_number(name).and_then(|file| self.0.get(file));
        Ok(document.ok_or_else(|| format!("no file for {uri}"))?.clone())
    }
}
