//! What stays when something grows: generated code compiles with a newer runtime, and a consumer with newer schemas. And
//! what a consumer gets wrong is explained by an ordinary error at its own line.
#![cfg(feature = "cli")]

mod consumer;
mod grown_runtime;
mod grown_schemas;
mod misuse;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

/// The features of a generated crate, all of them.
const ALL_FEATURES: &str = "client,blocking,http,schemars";

/// The files of a folder of schemas in this checkout, by name and text.
fn schemas(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<(String, String)> = entries
        .map(|entry| {
            let entry = entry.expect("an entry of a folder");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(entry.path()).expect("a text"))
        })
        .collect();
    files.sort();
    files
}

/// As the functions of [`support`] take files.
fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (&**name, &**text)).collect()
}
