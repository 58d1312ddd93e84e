//! Numbers of a promised width, and of any.

use crate::emitted;

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
fn a_type_that_holds_floats_has_no_total_equality() {
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
        ],
        &[],
    );
}
