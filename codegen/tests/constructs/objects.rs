//! Objects: structs and maps.

use crate::emitted;
use crate::emitted_file;
use crate::support::{accept, text};

#[test]
fn a_struct_says_what_may_be_absent_and_what_may_be_null() {
    emitted(
        "struct_presence",
        &[(
            "device.json",
            r#"{
  "title": "Device",
  "description": "A thing that reports.",
  "type": "object",
  "properties": {
    "deviceId": {"type": "string", "description": "What it is called."},
    "owner": {"type": ["string", "null"], "description": "Who has it, if anybody has."},
    "count": {"type": "integer"},
    "ratio": {"type": ["number", "null"]},
    "on": {"type": "boolean"},
    "anything": {}
  },
  "required": ["deviceId", "owner"]
}"#,
        )],
        &[],
    );
}

#[test]
fn the_files_are_whole() {
    let files = [(
        "device.json",
        r#"{"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}, "on": {"enum": ["yes", "no"]}}}"#,
    )];
    for (name, file) in [
        ("whole_types", "types.rs"),
        ("whole_wire", "types/wire.rs"),
        ("whole_schema", "types/schema.rs"),
    ] {
        emitted_file(name, &files, file);
    }
    let output = accept(&files);
    let lines: Vec<&str> = text(&output, "mod.rs").lines().collect();
    let modules = [
        "",
        "#[allow(clippy::enum_variant_names, clippy::unit_arg, clippy::upper_case_acronyms, missing_docs)]",
        "#[allow(clippy::large_enum_variant, clippy::type_complexity)]",
        "#[rustfmt::skip]",
        "pub mod types;",
    ];
    assert_eq!(lines[1..], modules);
}

#[test]
fn an_open_object_keeps_other_properties_and_a_closed_one_has_none() {
    emitted(
        "struct_open_and_closed",
        &[
            (
                "open.json",
                r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
            ),
            (
                "closed.json",
                r#"{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}"#,
            ),
        ],
        &["types/schema.rs"],
    );
}

#[test]
fn additional_properties_have_their_type() {
    emitted(
        "struct_additional_properties",
        &[(
            "counters.json",
            r#"{
  "type": "object",
  "properties": {"name": {"type": "string"}},
  "additionalProperties": {"type": "integer", "minimum": 0}
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn properties_by_pattern_are_kept_and_checked() {
    emitted(
        "struct_pattern_properties",
        &[(
            "headers.json",
            r#"{
  "type": "object",
  "properties": {"host": {"type": "string"}},
  "patternProperties": {"^x-": {"type": "string", "maxLength": 10}},
  "additionalProperties": false
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn an_object_without_properties_of_its_own_is_a_map() {
    emitted(
        "map",
        &[
            (
                "counts.json",
                r#"{"type": "object", "additionalProperties": {"type": "integer"}}"#,
            ),
            (
                "holder.json",
                r#"{
  "type": "object",
  "properties": {
    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    "things": {"type": "object", "additionalProperties": {"type": "object", "properties": {"x": {"type": "number"}}}},
    "free": {"type": "object"}
  },
  "required": ["labels"]
}"#,
            ),
        ],
        &[],
    );
}

#[test]
fn properties_may_have_names_that_rust_does_not_allow() {
    emitted(
        "struct_odd_names",
        &[(
            "device.json",
            r#"{
  "type": "object",
  "properties": {
    "type": {"type": "string"},
    "self": {"type": "string"},
    "2fa": {"type": "boolean"},
    "a-b": {"type": "string"},
    "a_b": {"type": "string"},
    "$ref2": {"type": "string"},
    "": {"type": "string"},
    "new": {"type": "string"},
    "validate": {"type": ["string", "null"]},
    "additional_properties": {"type": "string"}
  },
  "required": ["type"]
}"#,
        )],
        &[],
    );
}

#[test]
fn all_of_is_one_struct_with_everything() {
    emitted(
        "all_of",
        &[
            (
                "base.json",
                r#"{"type": "object", "properties": {"id": {"type": "string"}, "note": {"type": "string"}}, "required": ["id"]}"#,
            ),
            (
                "device.json",
                r#"{
  "description": "A base with a name.",
  "allOf": [
    {"$ref": "base.json"},
    {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name", "note"]}
  ]
}"#,
            ),
        ],
        &["types/schema.rs"],
    );
}

#[test]
fn limits_are_in_the_documentation_and_in_the_table() {
    emitted(
        "limits",
        &[(
            "device.json",
            r#"{
  "type": "object",
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 255, "description": "Its name"},
    "code": {"type": "string", "minLength": 4, "maxLength": 4},
    "free": {"type": "string", "pattern": "^[^<>]*$"},
    "level": {"type": "number", "minimum": 0, "exclusiveMaximum": 1.5, "multipleOf": 0.1},
    "tags": {"type": "array", "items": {"type": "string", "maxLength": 5}, "minItems": 1, "uniqueItems": true},
    "old": {"type": "string", "deprecated": true, "readOnly": true, "default": "x"}
  },
  "maxProperties": 5,
  "dependencies": {"code": ["name"]}
}"#,
        )],
        &["types/schema.rs"],
    );
}
