//! What is documented, for tests that hold whatever that is.

use std::fs;
use std::path::Path;

use serde_json::Value;

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");

/// A limit that a schema file states, such as `maxLength`, by the JSON Pointer of the keyword.
#[track_caller]
#[allow(dead_code)] // not every test that has this module asks for both
pub fn limit(file: &str, pointer: &str) -> usize {
    let limit = keyword(file, pointer).as_u64();
    let limit = limit.unwrap_or_else(|| panic!("{file} has no limit at {pointer}"));
    usize::try_from(limit).expect("a limit that fits into memory")
}

/// The texts that an `enum` of a schema file lists, by the JSON Pointer of the keyword.
#[track_caller]
#[allow(dead_code)]
pub fn values(file: &str, pointer: &str) -> Vec<String> {
    serde_json::from_value(keyword(file, pointer)).unwrap_or_else(|_| panic!("{file} has no texts at {pointer}"))
}

#[track_caller]
fn keyword(file: &str, pointer: &str) -> Value {
    let text = fs::read_to_string(Path::new(SCHEMAS).join(file)).expect("a schema of the project");
    let mut schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    let keyword = schema.pointer_mut(pointer).map(Value::take);
    keyword.unwrap_or_else(|| panic!("{file} has nothing at {pointer}"))
}
