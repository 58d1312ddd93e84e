//! Arrays and tuples.

use crate::emitted;

#[test]
fn a_list_is_a_vec() {
    emitted(
        "list",
        &[
            (
                "tags.json",
                r#"{"type": "array", "items": {"type": "string"}, "maxItems": 3, "uniqueItems": true}"#,
            ),
            (
                "holder.json",
                r#"{
  "type": "object",
  "properties": {
    "entries": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}},
    "rows": {"type": "array", "items": {"type": "array", "items": {"type": ["integer", "null"]}}},
    "free": {"type": "array"}
  },
  "required": ["entries"]
}"#,
            ),
        ],
        &["types/schema.rs"],
    );
}

#[test]
fn a_tuple_is_a_vec_of_json_that_is_checked() {
    emitted(
        "tuple",
        &[(
            "point.json",
            r#"{
  "type": "array",
  "items": [{"type": "number"}, {"type": "string", "minLength": 1}],
  "additionalItems": false,
  "minItems": 2
}"#,
        )],
        &["types/schema.rs"],
    );
}
