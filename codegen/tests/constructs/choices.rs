//! Choices: enums of what they hold.

use crate::emitted;
use crate::support::{accept, item, text};

#[test]
fn one_of_types_is_an_enum_of_what_they_hold() {
    emitted(
        "one_of_types",
        &[(
            "value.json",
            r#"{
  "type": "object",
  "properties": {
    "value": {
      "description": "What was measured.",
      "oneOf": [
        {"type": "string", "maxLength": 10, "description": "A word."},
        {"type": "number"},
        {"type": "boolean"},
        {"type": "null"}
      ]
    }
  },
  "required": ["value"]
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn one_of_objects_is_an_enum_by_their_tag() {
    emitted(
        "one_of_objects",
        &[(
            "shape.json",
            r#"{
  "description": "What to draw.",
  "oneOf": [
    {
      "description": "A circle.",
      "type": "object",
      "properties": {"kind": {"const": "circle"}, "radius": {"type": "number"}},
      "required": ["kind", "radius"]
    },
    {
      "description": "A square.",
      "type": "object",
      "properties": {"kind": {"const": "square"}, "side": {"type": "number"}},
      "required": ["kind", "side"]
    }
  ]
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn a_list_of_types_is_an_enum_with_a_variant_for_each() {
    emitted(
        "type_list",
        &[(
            "setting.json",
            r#"{
  "type": "object",
  "properties": {
    "value": {"type": ["string", "integer", "boolean"]},
    "maybe": {"type": ["string", "array", "null"], "items": {"type": "string"}}
  }
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn any_of_with_null_is_what_is_beside_it() {
    emitted(
        "any_of_null",
        &[
            (
                "device.json",
                r#"{
  "type": "object",
  "properties": {
    "tag": {"anyOf": [{"$ref": "tag.json"}, {"type": "null"}]},
    "name": {"oneOf": [{"type": "null"}, {"type": "string"}]}
  },
  "required": ["tag"]
}"#,
            ),
            (
                "tag.json",
                r#"{"type": "object", "properties": {"key": {"type": "string"}}, "required": ["key"]}"#,
            ),
        ],
        &[],
    );
}

#[test]
fn properties_without_a_type_are_an_object_or_anything_else() {
    emitted(
        "untyped",
        &[(
            "device.json",
            r#"{
  "type": "object",
  "properties": {
    "place": {"properties": {"floor": {"type": "integer"}}, "required": ["floor"]}
  }
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn branches_that_share_their_properties_are_told_apart_by_words() {
    let output = accept(&[(
        "shape.json",
        r#"{"oneOf": [
            {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
            {"type": "object", "properties": {"b": {"type": "string"}, "c": {"type": "string"}}},
            {"type": "object", "properties": {"a": {"type": "string"}, "c": {"type": "string"}}},
            {"type": "object", "properties": {"a": {"type": "integer"}}}
        ]}"#,
    )]);
    let shape = item(text(&output, "types.rs"), "Shape").to_owned();
    for variant in ["Object(", "BAndC(", "AAndC(", "AInteger("] {
        assert!(shape.contains(&format!("    {variant}")), "{variant}\n{shape}");
    }
}
