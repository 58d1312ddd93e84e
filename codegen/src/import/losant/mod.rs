//! The API of Losant, as the official JavaScript client describes it.
//!
//! Only facts are taken over: names, types, limits, patterns, values, examples, scopes, status codes. Titles and summaries
//! are derived from names; no description is copied.

mod actions;
mod examples;
mod features;
mod fixups;
mod jobs;
mod pages;
mod parameters;
mod schemas;
mod scopes;
mod sharing;
mod source;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::{Files, ImportError, Imported};
use source::Source;

/// Imports the description in a folder: `apiInfo.json`, `apiExamples.json`, `globalParams.json`, the folder `schemas`, and
/// `scopes.json` or the folder `docs`, there or in `lib` as in the repository of the client. It may also be the package of
/// an older client, such as `losant-rest` 2.8.1.
///
/// `earlier` are the files of an earlier import, by their names without `.json`. The names that it gave to
/// shapes are kept.
///
/// # Errors
/// If a file is missing or is not what it should be, or if a correction of the description does not apply anymore.
pub fn import(from: &Path, earlier: &BTreeMap<String, Json>) -> Result<Imported, ImportError> {
    let mut source = Source::read(from)?;
    fixups::apply(&mut source.schemas, source.is_older)?;
    fixups::apply_to_actions(&mut source.resources, source.is_older)?;
    let mut examples = JsonObject::new();
    for (name, example) in &source.examples {
        let schema = source.schemas.get(name).unwrap_or(&Json::Null);
        examples.insert(name, examples::in_order(example, schema, &source.schemas));
    }
    source.examples = examples;
    let mut files = Files::new();
    let mut document = actions::document(&source)?;
    let mut schemas: BTreeMap<String, Json> = BTreeMap::new();
    for (name, schema) in &source.schemas {
        schemas.insert(name.clone(), schemas::facts(schema));
    }
    sharing::share(&mut schemas, &mut document, earlier);
    for (name, schema) in &schemas {
        let example = source.examples.get(name);
        files.insert(format!("{name}.json"), schemas::file(name, schema, example));
    }
    files.insert("openapi.json".to_owned(), document);
    let unknown = source
        .resources
        .iter()
        .filter(|(resource, _)| !features::is_known(resource));
    let warnings = unknown.map(|(resource, _)| {
        format!(
            "the resource `{resource}` is behind a feature of its own: add it to one of the features in \
             codegen/src/import/losant/features.rs, because a later move breaks the code of users"
        )
    });
    Ok(Imported {
        files,
        warnings: warnings.collect(),
    })
}

/// An object with these members, in this order.
fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    let mut object = JsonObject::new();
    for (name, value) in members {
        object.insert(name, value);
    }
    Json::Object(object)
}

fn string(text: impl Into<String>) -> Json {
    Json::String(text.into())
}
