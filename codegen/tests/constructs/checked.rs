//! What no Rust type can say is held as JSON and checked.

use crate::emitted;

#[test]
fn a_constant_is_a_type_with_one_value() {
    emitted(
        "constants",
        &[(
            "event.json",
            r#"{
  "type": "object",
  "properties": {
    "type": {"const": "event"},
    "version": {"const": 2},
    "final": {"const": true}
  },
  "required": ["type"]
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn the_constructor_sets_every_value_that_has_a_literal() {
    emitted(
        "constants_set",
        &[
            (
                "event.json",
                r##"{
  "type": "object",
  "properties": {
    "kind": {"$ref": "#/definitions/Kind"},
    "described": {"description": "Its kind.", "allOf": [{"$ref": "#/definitions/Kind"}]},
    "nothing": {"const": null},
    "empty": {"type": "null"},
    "negative": {"const": -1},
    "wide": {"const": 5000000000},
    "widest": {"const": -123456789012345678901234567890},
    "ratio": {"const": -1.5},
    "half": {"const": 0.5},
    "exact": {"const": 0.1000000000000000000001},
    "list": {"const": [1]}
  },
  "required": [
    "kind", "described", "nothing", "empty", "negative", "wide", "widest", "ratio", "exact", "list"
  ],
  "definitions": {"Kind": {"const": "event"}}
}"##,
            ),
            (
                "derived.json",
                r#"{
  "allOf": [
    {"type": "object", "properties": {"kind": {"type": "string"}, "size": {"type": "string"}}, "required": ["kind"]},
    {"type": "object", "properties": {"kind": {"const": "derived"}, "size": {"const": 1}}}
  ]
}"#,
            ),
        ],
        &[],
    );
}

#[test]
fn not_and_if_are_checked_json() {
    emitted(
        "checked_json",
        &[
            (
                "negative.json",
                r#"{"description": "No text.", "not": {"type": "string"}}"#,
            ),
            (
                "conditional.json",
                r#"{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"type": "number"}}"#,
            ),
            ("mixed.json", r#"{"enum": [1, "one", null]}"#),
        ],
        &["types/schema.rs"],
    );
}

#[test]
fn a_condition_beside_properties_leaves_the_struct() {
    emitted(
        "checked_struct",
        &[(
            "contact.json",
            r#"{
  "type": "object",
  "properties": {"mail": {"type": "string"}, "phone": {"type": "string"}},
  "if": {"not": {"required": ["mail"]}},
  "then": {"required": ["phone"]}
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn true_and_false_are_schemas() {
    emitted(
        "boolean_schemas",
        &[
            ("anything.json", "true"),
            ("nothing.json", "false"),
            (
                "holder.json",
                r#"{"type": "object", "properties": {"any": true, "none": false, "list": {"type": "array", "items": true}}}"#,
            ),
        ],
        &["types/schema.rs"],
    );
}
