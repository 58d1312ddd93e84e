//! Annotations in a part of an `allOf`: they document a value, and never change its type.

use crate::emitted;
use crate::support::{accept, text};

const OTHER: (&str, &str) = (
    "other.json",
    r#"{"type": "object", "description": "Another.", "properties": {"y": {"type": "string"}}}"#,
);

/// The code of `thing.json` without its documentation.
fn code(thing: &str) -> String {
    let output = accept(&[("thing.json", thing), OTHER]);
    let types = text(&output, "types.rs").lines();
    let code: Vec<&str> = types.filter(|line| !line.trim_start().starts_with("///")).collect();
    code.join("\n")
}

const VALUES: [&str; 12] = [
    r#"{"$ref": "other.json"}"#,
    r#"{"enum": ["admin", "view"]}"#,
    r#"{"type": "string", "maxLength": 5}"#,
    r#"{"type": ["string", "null"], "format": "date-time"}"#,
    r#"{"type": "integer", "enum": [1, 2]}"#,
    r#"{"type": "boolean"}"#,
    r#"{"type": "array", "items": {"$ref": "other.json"}}"#,
    r#"{"type": "array", "items": [{"type": "integer"}, {"type": "string"}], "minItems": 2, "maxItems": 2}"#,
    r#"{"type": "object", "additionalProperties": {"$ref": "other.json"}}"#,
    r#"{"type": "object", "properties": {"x": {"type": "integer"}}, "additionalProperties": {"type": "boolean"}}"#,
    r#"{"oneOf": [{"type": "integer"}, {"$ref": "other.json"}]}"#,
    r#"{"anyOf": [{"$ref": "other.json"}, {"type": "null"}]}"#,
];

const ANNOTATIONS: [&str; 6] = [
    r#"{"description": "What it means."}"#,
    r#"{"title": "A title", "default": null}"#,
    r#"{"examples": [1], "$comment": "Seen once."}"#,
    r#"{"allOf": [{"description": "Deeper."}]}"#,
    r#"{"items": {"description": "Of an item."}, "additionalProperties": {"description": "Of a value."}}"#,
    r#"{"properties": {"x": {"description": "Of a property."}}}"#,
];

#[test]
fn a_part_that_annotates_a_property_keeps_its_type() {
    for value in VALUES {
        let plain = code(&format!(r#"{{"type": "object", "properties": {{"a": {value}}}}}"#));
        for annotation in ANNOTATIONS {
            let [value, annotation] =
                [value, annotation].map(|schema| format!(r#"{{"type": "object", "properties": {{"a": {schema}}}}}"#));
            for parts in [[&value, &annotation], [&annotation, &value]] {
                let [first, second] = parts;
                let annotated = code(&format!(r#"{{"allOf": [{first}, {second}]}}"#));
                assert_eq!(annotated, plain, "{annotation} beside {value}");
            }
        }
    }
}

#[test]
fn a_part_that_only_annotates_keeps_the_type_of_the_other_part() {
    // A reference to a whole schema gives the type of that schema.
    for value in &VALUES[1..] {
        let property = |schema: &str| code(&format!(r#"{{"type": "object", "properties": {{"a": {schema}}}}}"#));
        let plain = property(value);
        for annotation in &ANNOTATIONS[..4] {
            for composed in [
                format!(r#"{{"allOf": [{value}, {annotation}]}}"#),
                format!(r#"{{"allOf": [{annotation}, {value}]}}"#),
                format!(r#"{{"allOf": [{{"allOf": [{value}], "description": "Inner."}}], "description": "Outer."}}"#),
                format!(r#"{{"anyOf": [{value}], "allOf": [{annotation}]}}"#),
                format!(r#"{{"oneOf": [{{"allOf": [{value}, {annotation}]}}], "description": "Outer."}}"#),
            ] {
                assert_eq!(property(&composed), plain, "{composed}");
            }
            let items = |schema: &str| property(&format!(r#"{{"type": "array", "items": {schema}}}"#));
            let values = |schema: &str| property(&format!(r#"{{"type": "object", "additionalProperties": {schema}}}"#));
            let composed = format!(r#"{{"allOf": [{value}, {annotation}]}}"#);
            assert_eq!(items(&composed), items(value), "items {composed}");
            assert_eq!(values(&composed), values(value), "values {composed}");
        }
    }
}

#[test]
fn parts_that_restrict_a_property_further_keep_its_type() {
    for (first, second, expected) in [
        (
            r#"{"type": "string", "maxLength": 3}"#,
            r#"{"type": "string", "minLength": 1}"#,
            "Option<String>",
        ),
        (r#"{"type": "string"}"#, r#"{"enum": ["x", "y"]}"#, "Option<ThingA>"),
        (
            r#"{"type": "string"}"#,
            r#"{"format": "date-time"}"#,
            "Option<Timestamp>",
        ),
        (r#"{"type": "integer"}"#, r#"{"minimum": 3}"#, "Option<Integer>"),
        (
            r#"{"type": ["string", "null"]}"#,
            r#"{"type": "string"}"#,
            "Option<String>",
        ),
        (
            r#"{"type": ["integer", "string"]}"#,
            r#"{"type": "string"}"#,
            "Option<String>",
        ),
        (r#"{"$ref": "other.json"}"#, r#"{"required": ["y"]}"#, "Option<Other>"),
        (
            r#"{"items": {"type": "boolean"}, "type": "array"}"#,
            r#"{"maxItems": 2}"#,
            "Option<Vec<bool>>",
        ),
        (r#"{"type": "string"}"#, r#"{"type": "integer"}"#, "Option<Json>"),
    ] {
        for [first, second] in [[first, second], [second, first]] {
            let thing = format!(
                r#"{{"allOf": [{{"properties": {{"a": {first}}}}}, {{"type": "object", "properties": {{"a": {second}}}}}]}}"#
            );
            let code = code(&thing);
            assert!(code.contains(&format!("pub a: {expected},")), "{thing} gives\n{code}");
        }
    }
}

#[test]
fn a_detail_that_is_added_to_an_annotating_part_changes_no_type() {
    let thing = |more: &str| {
        code(&format!(
            r#"{{"properties": {{"a": {{"properties": {{"y": {{"description": "Y."}}{more}}}}}}}, "allOf": [
            {{"type": "object", "properties": {{"a": {{"$ref": "other.json"}}}}}}]}}"#
        ))
    };
    assert!(thing("").contains("pub a: Option<Other>,"));
    assert_eq!(thing(""), thing(r#", "z": {"type": "string"}"#));
}

#[test]
fn the_annotations_of_parts_are_the_documentation_of_the_field() {
    emitted(
        "annotations_of_parts",
        &[
            OTHER,
            (
                "thing.json",
                r#"{
  "allOf": [
    {
      "type": "object",
      "properties": {
        "role": {"enum": ["admin", "view"], "description": "What the member may do."},
        "owner": {"$ref": "other.json"},
        "parent": {"allOf": [{"$ref": "other.json"}, {"description": "The thing around it."}]},
        "names": {"type": "array", "items": {"type": "string"}},
        "former": {"anyOf": [{"allOf": [{"$ref": "other.json"}, {"title": "F", "description": "Who paid."}]}, {"type": "null", "description": "Nobody."}]},
        "pair": {"allOf": [{"type": "string", "maxLength": 3}, {"description": "Two letters."}, {"minLength": 2}]},
        "either": {"oneOf": [{"allOf": [{"$ref": "other.json"}, {"description": "A large one."}]}, {"type": "integer"}]}
      }
    },
    {
      "properties": {
        "role": {"description": "Owners are always `admin`.", "default": "view"},
        "owner": {"description": "Who pays."},
        "names": {"items": {"description": "A nickname."}}
      }
    }
  ]
}"#,
            ),
        ],
        &[],
    );
}

#[test]
fn a_schema_that_only_annotates_another_is_an_alias_with_documentation() {
    let files = [
        OTHER,
        (
            "thing.json",
            r#"{"allOf": [{"$ref": "other.json"}, {"description": "A thing."}]}"#,
        ),
    ];
    let output = accept(&files);
    let types = text(&output, "types.rs");
    let expected = "/// A thing.\n///\n/// The same type as [`Other`].\npub type Thing = Other;";
    assert!(types.contains(expected), "{types}");
}

#[test]
fn a_field_says_what_it_means_in_some_cases() {
    let files = [(
        "transport.json",
        r#"{
  "type": "object",
  "properties": {
    "kind": {"enum": ["rail", "road", "sea"]},
    "number": {"type": "string", "description": "How it is called."},
    "seats": {"type": "integer"}
  },
  "if": {"properties": {"kind": {"const": "rail"}}, "required": ["kind"]},
  "then": {"description": "Trains have a timetable.", "properties": {"number": {"description": "The number of the train.", "maxLength": 4}}},
  "else": {
    "if": {"properties": {"kind": {"enum": ["road", "sea"]}}},
    "then": {"properties": {"number": {"description": "The plate."}}},
    "else": {"properties": {"seats": {"description": "Unknown."}}}
  },
  "allOf": [
    {"if": {"required": ["seats"]}, "then": {"properties": {"seats": {"description": "Those that are free."}}}},
    {"if": {"maxProperties": 1}, "then": {"properties": {"seats": {"description": "Rarely."}}}}
  ]
}"#,
    )];
    let output = accept(&files);
    let types = text(&output, "types.rs");
    for expected in [
        "/// If `kind` is `\"rail\"`: Trains have a timetable.\n///\n/// Schema: `transport.json`.",
        "    /// How it is called.\n    ///\n    /// If `kind` is `\"rail\"`: The number of the train.\n    ///\n    \
         /// Unless `kind` is `\"rail\"`, if `kind` is `\"road\"` or `\"sea\"` or absent: The plate.\n    pub number:",
        "    /// Unless `kind` is `\"rail\"`, unless `kind` is `\"road\"` or `\"sea\"` or absent: Unknown.\n    ///\n    \
         /// If `seats` is present: Those that are free.\n    ///\n    \
         /// In some cases: Rarely.\n    pub seats:",
    ] {
        assert!(types.contains(expected), "{expected}\n{types}");
    }
}
