//! The metaschema of draft-07 accepts every file of `schemas/`.

use std::fs;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");

#[test]
fn every_schema_file_is_a_valid_draft_07_schema() {
    let metaschema = metaschema();
    let mut files = 0;
    for entry in fs::read_dir(SCHEMAS).expect("the folder `schemas` is next to `tests`") {
        let path = entry.expect("a folder entry").path();
        let is_schema = path.extension().is_some_and(|extension| extension == "json");
        if !is_schema || path.ends_with("openapi.json") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a schema file");
        let schema: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(
            schema["$schema"],
            "http://json-schema.org/draft-07/schema#",
            "{}",
            path.display()
        );
        if let Err(error) = metaschema.validate(&schema) {
            panic!("{}: {error} at {}", path.display(), error.instance_path());
        }
        files += 1;
    }
    assert!(files > 400, "{files} files");
}

/// Guards the test above: a validator that accepts everything would prove nothing.
#[test]
fn a_broken_schema_is_refused() {
    let metaschema = metaschema();
    for broken in [
        json!({"maxItems": "10"}),
        json!({"type": "text"}),
        json!({"anyOf": [[{}]]}),
        json!({"required": "name"}),
    ] {
        assert!(!metaschema.is_valid(&broken), "{broken}");
    }
}

/// The metaschema. Its formats are annotations: the regular expressions of this crate are not quite those of ECMA-262.
fn metaschema() -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .should_validate_formats(false)
        .build(&json!({"$ref": "http://json-schema.org/draft-07/schema#"}))
        .expect("a metaschema")
}
