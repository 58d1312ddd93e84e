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
fn an_array_of_a_fixed_length_is_a_tuple() {
    emitted(
        "tuple",
        &[
            (
                "point.json",
                r#"{
  "type": "array",
  "items": [{"type": "number"}, {"type": "string", "minLength": 1}],
  "additionalItems": false,
  "minItems": 2
}"#,
            ),
            (
                "shape.json",
                r##"{
  "type": "object",
  "properties": {
    "corners": {"type": "array", "items": {"$ref": "point.json"}},
    "only": {"type": "array", "items": [{"type": "boolean"}], "minItems": 1, "maxItems": 1},
    "range": {
      "type": ["array", "null"],
      "items": [
        {"type": "object", "properties": {"from": {"type": "integer"}}},
        {"type": "object", "properties": {"to": {"type": "integer"}}}
      ],
      "minItems": 2,
      "additionalItems": false
    },
    "nested": {
      "type": "array", "items": [{"type": "string"}, {"$ref": "#"}], "minItems": 2, "maxItems": 2
    }
  },
  "required": ["corners", "only"]
}"##,
            ),
        ],
        &["types/schema.rs"],
    );
}

#[test]
fn an_array_whose_length_is_not_fixed_is_a_vec_of_json() {
    emitted(
        "open_tuple",
        &[(
            "row.json",
            r#"{
  "type": "object",
  "properties": {
    "short": {"type": "array", "items": [{"type": "number"}, {"type": "string"}], "additionalItems": false},
    "long": {"type": "array", "items": [{"type": "number"}, {"type": "string"}], "minItems": 2},
    "listed": {
      "type": "array", "items": [{"type": "number"}, {"type": "string"}], "minItems": 2, "maxItems": 2,
      "enum": [[1, "one"], [2, "two"]]
    }
  }
}"#,
        )],
        &[],
    );
}
