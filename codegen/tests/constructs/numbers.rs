//! Numbers of a promised width, and of any.

use crate::emitted;
use crate::support::{accept, members, text};

#[test]
fn a_number_has_the_width_that_its_schema_promises() {
    emitted(
        "numbers",
        &[(
            "reading.json",
            r#"{
  "type": "object",
  "properties": {
    "counter": {"type": "integer", "format": "int64"},
    "port": {"type": "integer", "minimum": 1, "maximum": 65535},
    "between": {"type": "integer", "exclusiveMinimum": -9223372036854775808, "exclusiveMaximum": 9223372036854775807},
    "unsigned": {"type": "integer", "minimum": 0, "maximum": 18446744073709551615},
    "natural": {"type": "integer", "minimum": 0},
    "whole": {"type": "integer"},
    "weight": {"type": "number", "format": "double"},
    "ratio": {"type": ["number", "null"], "format": "float"},
    "price": {"type": "number", "multipleOf": 0.01},
    "share": {"type": "number", "format": "int32"},
    "ids": {"type": "array", "items": {"type": "integer", "format": "int32"}},
    "text": {"type": ["string", "integer"], "format": "int64"}
  },
  "required": ["counter"],
  "additionalProperties": false
}"#,
        )],
        &[],
    );
}

#[test]
fn only_newtypes_without_floats_and_structs_have_total_equality() {
    emitted(
        "floats",
        &[
            (
                "shape.json",
                r##"{
  "oneOf": [{"$ref": "circle.json"}, {"type": "array", "items": {"$ref": "#"}}, {"type": "string"}]
}"##,
            ),
            (
                "circle.json",
                r#"{
  "type": "object",
  "properties": {"radius": {"type": "number", "format": "double"}, "inner": {"$ref": "circle.json"}},
  "additionalProperties": {"$ref": "weights.json"}
}"#,
            ),
            (
                "weights.json",
                r#"{"type": "object", "additionalProperties": {"type": "number", "format": "float"}}"#,
            ),
            (
                "label.json",
                r#"{"type": "object", "properties": {"count": {"type": "integer"}}}"#,
            ),
            ("counts.json", r#"{"type": "array", "items": {"type": "integer"}}"#),
        ],
        &[],
    );
}

#[test]
fn an_enum_of_integers_is_open() {
    emitted(
        "integer_enum",
        &[
            (
                "level.json",
                r#"{
  "description": "How urgent it is.",
  "type": "integer",
  "enum": [3, 1, -1],
  "x-enum-varnames": ["High", "Low", "Off"],
  "x-enum-descriptions": ["At once.", "Some day.", "Never."]
}"#,
            ),
            (
                "job.json",
                r#"{
  "type": "object",
  "properties": {
    "retries": {"enum": [0, 1, 1.0, -5]},
    "state": {"oneOf": [
      {"const": 1, "title": "Waiting for a slot"},
      {"const": 2, "title": "running", "description": "It runs."},
      {"const": 3}
    ]},
    "priority": {"type": ["integer", "null"], "enum": [1, 2, null]},
    "bits": {"type": "number", "enum": [32, 64]},
    "mixed": {"type": ["integer", "string"], "enum": [1, 2, "many"]},
    "limit": {"anyOf": [{"type": "integer", "maximum": 9}, {"enum": [99]}]},
    "wide": {"enum": [1, 9223372036854775808]},
    "ratio": {"enum": [1, 1.5]},
    "once": {"type": "array", "items": {"const": 7}}
  },
  "required": ["priority"]
}"#,
            ),
            ("version.json", r#"{"type": "integer", "const": 2}"#),
        ],
        &["types/schema.rs"],
    );
}

#[test]
fn names_of_values_are_used_only_if_there_is_one_for_each_value() {
    for (names, expected, warning) in [
        (r#"["Low", "High"]"#, ["Low", "High", "Unknown"], None),
        (r#"["Low", "High", "Nothing"]"#, ["Low", "High", "Unknown"], None),
        (
            r#"["Low"]"#,
            ["Value1", "Value2", "Unknown"],
            Some("expected 2 strings, one for each value of `enum`"),
        ),
        (
            r#"{"1": "Low"}"#,
            ["Value1", "Value2", "Unknown"],
            Some("expected an array of strings"),
        ),
    ] {
        let level = format!(r#"{{"enum": [1, 2, null], "x-enumNames": {names}}}"#);
        let schema = format!(r#"{{"type": "object", "properties": {{"level": {level}}}}}"#);
        let output = accept(&[("job.json", &schema)]);
        assert_eq!(members(text(&output, "types.rs"), "JobLevel"), expected, "{names}");
        let warnings: Vec<&String> = output
            .diagnostics
            .iter()
            .map(|diagnostic| &diagnostic.message)
            .collect();
        match (&warnings[..], warning) {
            ([], None) => {}
            ([message], Some(expected)) => assert!(message.contains(expected), "{message}"),
            (found, expected) => panic!("expected {expected:?}, found {found:?}"),
        }
    }
}

#[test]
fn equal_values_with_different_names_are_different_types() {
    let output = accept(&[(
        "machine.json",
        r#"{
            "type": "object",
            "properties": {
                "a": {"type": "object", "properties": {"state": {"enum": [0, 1], "x-enum-varnames": ["Off", "On"]}}},
                "b": {"type": "object", "properties": {"state": {"enum": [1, 0], "x-enum-varnames": ["Off", "On"]}}}
            }
        }"#,
    )]);
    let types = text(&output, "types.rs");
    assert_eq!(types.matches("pub enum").count(), 2, "{types}");
}
