//! Strings: enums, newtypes and formats.

use crate::emitted;

#[test]
fn a_string_enum_is_open() {
    emitted(
        "enum",
        &[(
            "order.json",
            r#"{"description": "Which way to sort.", "type": "string", "enum": ["asc", "desc"]}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn odd_values_get_distinct_names() {
    emitted(
        "enum_odd_values",
        &[(
            "odd.json",
            r#"{"enum": ["asc", "ASC", "", "a-sc", "a_sc", "1", "2.5", "*/", "self", "unknown", "é", ">="]}"#,
        )],
        &[],
    );
}

#[test]
fn a_nullable_enum_keeps_null_apart() {
    emitted(
        "enum_nullable",
        &[(
            "switch.json",
            r#"{
  "type": "object",
  "properties": {
    "wanted": {"enum": ["on", "off", null]},
    "actual": {"type": ["string", "null"], "enum": ["on", "off", "stuck", null]}
  },
  "required": ["actual"]
}"#,
        )],
        &[],
    );
}

#[test]
fn a_pattern_that_makes_an_identifier_is_a_newtype() {
    emitted(
        "pattern_newtype",
        &[(
            "thing.json",
            r#"{
  "type": "object",
  "properties": {
    "id": {"type": "string", "pattern": "^[A-Fa-f\\d]{24}$"},
    "parentId": {"type": "string", "pattern": "^[A-Fa-f\\d]{24}$"},
    "slug": {"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": 20, "description": "Its name in a URL."},
    "text": {"type": "string", "pattern": "^.*x"}
  },
  "required": ["id"]
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn formats_have_types_where_there_is_one() {
    emitted(
        "formats",
        &[(
            "formats.json",
            r#"{
  "type": "object",
  "properties": {
    "dateTime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "email": {"type": "string", "format": "email"},
    "hostname": {"type": "string", "format": "hostname"},
    "ipv4": {"type": "string", "format": "ipv4"},
    "ipv6": {"type": "string", "format": "ipv6"},
    "uri": {"type": "string", "format": "uri"},
    "uriReference": {"type": "string", "format": "uri-reference"},
    "uuid": {"type": "string", "format": "uuid"},
    "limited": {"type": "string", "format": "uri", "maxLength": 1024}
  }
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn a_pattern_brings_the_properties_of_unicode_along() {
    emitted(
        "pattern_properties",
        &[(
            "sentence.json",
            r#"{
  "type": "object",
  "properties": {
    "quoted": {"type": "string", "pattern": "^[\\p{Pi}\\p{Alphabetic}]+\\p{Final_Punctuation}$"},
    "quote": {"type": "string", "pattern": "\\P{Pi}"}
  }
}"#,
        )],
        &["types/schema.rs"],
    );
}

#[test]
fn a_text_that_is_a_literal_or_fits_a_pattern_is_an_enum() {
    emitted(
        "text_choice",
        &[(
            "target.json",
            r#"{
  "oneOf": [
    {"type": "string", "pattern": "^[A-Fa-f\\d]{24}$", "title": "Id", "description": "The device that has this id."},
    {"type": "string", "enum": ["all", "none"]}
  ]
}"#,
        )],
        &["types/schema.rs"],
    );
}
