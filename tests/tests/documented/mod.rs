//! What is documented, for tests that hold whatever that is.

use std::fs;
use std::path::Path;

use serde_json::Value;

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");

/// A limit that a schema file states, such as `maxLength`, by the JSON Pointer of the keyword.
#[track_caller]
pub fn limit(file: &str, pointer: &str) -> usize {
    let text = fs::read_to_string(Path::new(SCHEMAS).join(file)).expect("a schema of the project");
    let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    let limit = schema.pointer(pointer).and_then(Value::as_u64);
    let limit = limit.unwrap_or_else(|| panic!("{file} has no limit at {pointer}"));
    usize::try_from(limit).expect("a limit that fits into memory")
}
