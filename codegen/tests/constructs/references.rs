//! References, and types that hold themselves.

use crate::emitted;

#[test]
fn references_lead_to_files_and_to_definitions() {
    emitted(
        "references",
        &[
            (
                "device.json",
                r##"{
  "definitions": {
    "mode": {"description": "How it runs.", "type": "string", "enum": ["auto", "manual"]},
    "place": {"type": "object", "properties": {"x": {"type": "number"}, "y": {"type": "number"}}, "required": ["x", "y"]}
  },
  "type": "object",
  "properties": {
    "mode": {"$ref": "#/definitions/mode"},
    "at": {"$ref": "#/definitions/place"},
    "tag": {"$ref": "tag.json"},
    "placeOfTag": {"$ref": "tag.json#/definitions/place"}
  },
  "required": ["tag"]
}"##,
            ),
            (
                "tag.json",
                r##"{
  "definitions": {"place": {"type": "object", "properties": {"page": {"type": "integer"}}}},
  "type": "object",
  "properties": {"key": {"type": "string"}, "place": {"$ref": "#/definitions/place"}}
}"##,
            ),
        ],
        &[],
    );
}

#[test]
fn equal_shapes_are_one_type() {
    emitted(
        "shared_shapes",
        &[
            (
                "user.json",
                r#"{
  "type": "object",
  "properties": {
    "role": {"type": "string", "enum": ["admin", "guest"], "description": "What the user may do."},
    "formerRole": {"type": "string", "enum": ["guest", "admin"]}
  }
}"#,
            ),
            (
                "userPatch.json",
                r#"{
  "type": "object",
  "properties": {
    "role": {"type": "string", "enum": ["admin", "guest"]},
    "mode": {"type": "string", "enum": ["a", "b"], "x-rust-name": "Mode"}
  },
  "additionalProperties": false
}"#,
            ),
            ("userCopy.json", r#"{"$ref": "user.json"}"#),
        ],
        &[],
    );
}

#[test]
fn a_type_may_hold_itself() {
    emitted(
        "recursion_direct",
        &[(
            "node.json",
            r##"{"type": "object", "properties": {"next": {"$ref": "#"}, "value": {"type": "string"}}, "required": ["value"]}"##,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn a_type_may_hold_itself_in_lists_and_maps() {
    emitted(
        "recursion_collections",
        &[
            (
                "tree.json",
                r##"{"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#"}}}}"##,
            ),
            ("nested.json", r##"{"type": "array", "items": {"$ref": "#"}}"##),
            (
                "index.json",
                r##"{"type": "object", "additionalProperties": {"$ref": "#"}}"##,
            ),
        ],
        &[],
    );
}

#[test]
fn a_choice_may_hold_itself() {
    emitted(
        "recursion_one_of",
        &[(
            "query.json",
            r##"{
  "oneOf": [
    {"type": "string"},
    {"type": "object", "title": "Not", "properties": {"not": {"$ref": "#"}}, "required": ["not"]},
    {"type": "array", "items": {"$ref": "#"}}
  ]
}"##,
        )],
        &["types/schema.rs"],
    );
}

/// A segment takes some 200 bytes and stands in place; a route takes some 700, and stands on the heap.
#[test]
fn what_is_large_stands_on_the_heap() {
    emitted(
        "large",
        &[
            (
                "segment.json",
                r#"{
  "type": "object",
  "properties": {
    "length": {"type": "number"},
    "climb": {"type": "number"},
    "speed": {"type": "number"},
    "cost": {"type": "number"},
    "toll": {"type": "number"}
  },
  "additionalProperties": false
}"#,
            ),
            (
                "route.json",
                r#"{
  "type": "object",
  "properties": {
    "there": {"$ref": "segment.json"},
    "around": {"$ref": "segment.json"},
    "along": {"$ref": "segment.json"},
    "back": {"$ref": "segment.json"}
  },
  "additionalProperties": false
}"#,
            ),
            (
                "journey.json",
                r#"{
  "type": "object",
  "properties": {
    "route": {"$ref": "route.json"},
    "next": {"anyOf": [{"$ref": "route.json"}, {"type": "null"}]},
    "place": {"anyOf": [{"$ref": "route.json"}, {"type": "string"}]},
    "others": {"type": "array", "items": {"$ref": "route.json"}}
  },
  "required": ["route"],
  "additionalProperties": false
}"#,
            ),
        ],
        &[],
    );
}

#[test]
fn two_types_may_hold_each_other() {
    emitted(
        "recursion_mutual",
        &[
            (
                "hen.json",
                r#"{"type": "object", "properties": {"egg": {"$ref": "egg.json"}}, "required": ["egg"]}"#,
            ),
            (
                "egg.json",
                r#"{"type": "object", "properties": {"hen": {"anyOf": [{"$ref": "hen.json"}, {"type": "null"}]}}, "required": ["hen"]}"#,
            ),
        ],
        &[],
    );
}
