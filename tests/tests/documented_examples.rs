//! The documented examples of all schemas: each is valid, and its own type represents it without loss.

use std::fs;

use losant::types;
use losant::{Exact, Json};

/// Checks the examples of a schema file, and returns their number.
fn check<T: Exact>(file: &str) -> usize {
    let path = format!("{}/../schemas/{file}", env!("CARGO_MANIFEST_DIR"));
    let schema = fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
    let schema = Json::parse(&schema).unwrap_or_else(|error| panic!("{file}: {error}"));
    let examples = schema.get("examples").and_then(Json::as_array).expect("examples");
    for example in examples {
        let value = T::from_json_exact(&example.to_string()).unwrap_or_else(|error| panic!("{file}: {error}"));
        let written = serde_json::to_string(&value).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(Json::parse(&written).as_ref(), Ok(example), "{file}");
    }
    examples.len()
}

/// `examples! { "file.json" => Type; … }`, for every schema file with examples, is written by `build.rs`.
macro_rules! examples {
    ($($file:literal => $type:ident;)*) => {
        const CHECKS: &[(&str, fn(&str) -> usize)] = &[$(($file, check::<types::$type>)),*];
    };
}

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

#[test]
fn every_documented_example_is_valid_and_survives_a_round_trip_through_its_own_type() {
    let examples: usize = CHECKS.iter().map(|(file, check)| check(file)).sum();
    assert!(examples >= 321, "{examples} examples in {} schemas", CHECKS.len());
}
