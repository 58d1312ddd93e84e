//! What is emitted for small schemas, one snapshot for each construct.
//!
//! A snapshot shows the schemas first and the code that comes of them below: of `types.rs` and `types/wire.rs` what
//! stands behind the imports, and other files where they are what matters.

mod annotations;
mod arrays;
mod checked;
mod choices;
mod curl;
mod descriptions;
mod directions;
mod discriminators;
mod endpoints;
mod frameworks;
mod meanings;
mod names;
mod names_and_docs;
mod names_file;
mod numbers;
mod objects;
mod openapi;
mod overlaps;
#[cfg(feature = "plain")]
mod plain;
mod references;
mod strings;
#[path = "../support/mod.rs"]
mod support;
mod webhooks;

use support::{accept, text};

/// Generates, and compares the code with the snapshot of this name.
#[track_caller]
pub(crate) fn emitted(name: &str, files: &[(&str, &str)], more: &[&str]) {
    let output = accept(files);
    let schemas = files.iter().map(|(file, schema)| (*file, schema.trim()));
    let code = [&["types.rs", "types/wire.rs"], more].concat();
    let code = code.iter().map(|file| (*file, body(text(&output, file))));
    let shown: Vec<String> = schemas
        .chain(code)
        .map(|(file, text)| format!("== {file}\n{text}"))
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown.join("\n\n")));
}

/// Generates one file, and compares it as a whole with the snapshot of this name.
#[track_caller]
pub(crate) fn emitted_file(name: &str, files: &[(&str, &str)], file: &str) {
    let output = accept(files);
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text(&output, file)));
}

/// What stands behind the header, the documentation of the module and its imports.
fn body(text: &str) -> &str {
    let head = |line: &str| {
        let starts = ["// @generated", "//!", "mod ", "use "];
        line.trim().is_empty() || starts.iter().any(|start| line.starts_with(start))
    };
    let start: usize = text
        .split_inclusive('\n')
        .take_while(|line| head(line))
        .map(str::len)
        .sum();
    text[start..].trim_end()
}
