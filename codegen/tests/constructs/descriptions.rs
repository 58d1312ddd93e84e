//! Descriptions, defaults and deprecations of parts that have no type of their own.

use crate::support::{accept, item, text};

/// Returns the documentation in front of a line of code.
#[track_caller]
fn docs_of(code: &str, line: &str) -> String {
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let at = lines.iter().position(|other| other.starts_with(line));
    let at = at.unwrap_or_else(|| panic!("there is no line {line:?}:\n{code}"));
    let above = lines[..at].iter().rev();
    let docs = above.take_while(|line| line.starts_with("///") || line.starts_with("#["));
    let mut docs: Vec<&str> = docs.map(|line| line.trim_start_matches("///").trim()).collect();
    docs.reverse();
    docs.join("\n")
}

#[test]
fn parts_without_a_type_are_described_at_their_field() {
    let output = accept(&[(
        "device.json",
        r#"{"type": "object",
            "properties": {
                "ids": {"type": "array", "description": "The ids.", "items": {"type": "string", "description": "An id"}},
                "labels": {"type": "object", "additionalProperties": {"type": "string", "description": "A label."}},
                "by_key": {"type": "object", "patternProperties": {"^k": {"type": "string", "description": "A key."}}},
                "pair": {"type": "array", "items": [
                    {"type": "string", "description": "The name."}, {"type": "integer", "description": "The count."}
                ], "additionalItems": false, "minItems": 2},
                "table": {"type": "array", "items": {"type": "array", "items": {
                    "type": "string", "description": "A cell.", "default": "x"
                }}},
                "maybe": {"anyOf": [{"type": "string", "description": "A text."}, {"type": "null", "description": "None."}]},
                "same": {"type": "array", "description": "An id.", "items": {"type": "string", "description": "An id."}},
                "parts": {"type": "array", "items": {
                    "type": "object", "description": "A part.", "properties": {"a": {"type": "string"}}
                }}
            },
            "patternProperties": {"^x": {"type": "string", "description": "An extension."}},
            "additionalProperties": {"type": "string", "description": "A note."}
        }"#,
    )]);
    let device = item(text(&output, "types.rs"), "Device").to_owned();
    for (field, expected) in [
        ("ids", "The ids.\n\nItems: An id"),
        ("labels", "Values: A label."),
        ("by_key", "Values of properties that match `^k`: A key."),
        ("pair", "2 items.\n\nItem 1: The name.\n\nItem 2: The count."),
        ("table", "Items of items: A cell. Default: `\"x\"`."),
        ("maybe", "A text.\n\n`null`: None."),
        ("same", "An id."),
        ("parts", ""),
        (
            "additional_properties",
            "Additional properties not listed in the schema.\n\nValues of properties that match `^x`: An extension.\n\n\
             Values: A note.",
        ),
    ] {
        let docs = docs_of(&device, &format!("pub {field}: "));
        let docs = docs.replace("At least 2 items.", "2 items.");
        assert_eq!(docs, expected, "{field}:\n{device}");
    }
}

#[test]
fn parts_without_a_type_are_described_at_the_type_that_holds_them() {
    let output = accept(&[
        (
            "names.json",
            r#"{"type": "array", "description": "Some names.", "items": {"type": "string", "description": "A name."}}"#,
        ),
        ("level.json", r#"{"type": "integer", "minimum": 1, "default": 3}"#),
        ("state.json", r#"{"enum": ["on", "off"], "default": "off"}"#),
        (
            "dog.json",
            r#"{"description": "A dog.", "allOf": [
                {"description": "An animal.", "type": "object", "properties": {"name": {"type": "string"}}}
            ]}"#,
        ),
    ]);
    let code = text(&output, "types.rs");
    for (line, expected) in [
        ("pub struct Names(", "Some names.\n\nItems: A name."),
        ("pub struct Level(", "At least 1. Default: `3`."),
        ("pub enum State {", "Default: `\"off\"`."),
        ("pub struct Dog {", "A dog.\n\nAn animal."),
    ] {
        let docs = docs_of(code, line);
        let docs = docs.split("Schema: ").next().unwrap_or_default().trim();
        assert_eq!(docs, expected, "{line}");
    }
}

#[test]
fn a_property_that_several_parts_declare_has_the_annotations_of_all() {
    let output = accept(&[(
        "device.json",
        r#"{"allOf": [
            {"type": "object", "properties": {"name": {"type": "string", "description": "First."}}},
            {"type": "object", "properties": {"name": {
                "type": "string", "description": "Second.", "default": "x", "deprecated": true
            }}}
        ]}"#,
    )]);
    let device = item(text(&output, "types.rs"), "Device").to_owned();
    let docs = docs_of(&device, "pub name: ");
    assert_eq!(
        docs, "First.\n\nSecond.\n\nDefault: `\"x\"`.\n#[deprecated]",
        "{device}"
    );
}

#[test]
fn a_branch_shows_its_default_its_limits_and_that_it_is_deprecated() {
    let output = accept(&[
        (
            "value.json",
            r#"{"oneOf": [
                {"type": "string", "default": "x", "maxLength": 3},
                {"type": "integer", "description": "A count.", "deprecated": true},
                {"type": "array", "items": {"type": "string", "description": "A name."}}
            ]}"#,
        ),
        (
            "state.json",
            r#"{"oneOf": [{"const": "on"}, {"const": "off", "description": "Use on instead.", "deprecated": true}]}"#,
        ),
    ]);
    let code = text(&output, "types.rs");
    let (value, state) = (item(code, "Value").to_owned(), item(code, "State").to_owned());
    for (code, line, expected) in [
        (&value, "String(", "At most 3 characters. Default: `\"x\"`."),
        (&value, "Integer(", "A count.\n#[deprecated]"),
        (&value, "Array(", "Items: A name."),
        (&state, "On,", "`on`"),
        (
            &state,
            "Off,",
            "`off`\n\nUse on instead.\n#[deprecated(note = \"Use on instead.\")]",
        ),
    ] {
        assert_eq!(docs_of(code, line), expected, "{line}\n{code}");
    }
}

/// An API with bodies that have no type of their own.
const BODIES: &str = r#"{
    "openapi": "3.1.0",
    "paths": {"/notes": {"post": {
        "operationId": "notes.post",
        "parameters": [
            {"name": "ids", "in": "query", "description": "The ids.", "schema": {
                "type": "array", "description": "At least one.", "items": {"type": "string", "description": "An id."}
            }}
        ],
        "requestBody": {"required": true, "description": "The note.", "content": {"text/plain": {
            "schema": {"type": "string", "description": "A text.", "maxLength": 9}, "example": "Hello"
        }}},
        "responses": {
            "200": {"description": "Done.", "content": {"application/json": {
                "schema": {"type": "array", "description": "The ids.", "items": {"type": "string", "description": "An id."}}
            }}},
            "400": {"description": "Bad.", "headers": {"X-Reason": {"schema": {"type": "string", "description": "Why."}}},
                "content": {"text/plain": {"schema": {"enum": ["a", "b"], "description": "A reason."}}}},
            "404": {"description": "Missing.", "content": {"application/xml": {"schema": {"description": "A page."}}}}
        }
    }}, "/files": {"post": {
        "operationId": "notes.upload",
        "requestBody": {"required": true, "content": {
            "application/xml": {"schema": {"type": "string", "description": "A page."}, "example": "<a/>"}
        }},
        "responses": {"204": {"description": "Done."}}
    }}, "/forms": {"post": {
        "operationId": "notes.submit",
        "requestBody": {"required": true, "content": {
            "multipart/form-data": {"schema": {"type": "object", "description": "The form.", "properties": {
                "tags": {"type": "array", "items": {"type": "string", "description": "A tag."}}
            }}}
        }},
        "responses": {"200": {"description": "Done.", "content": {
            "application/json": {"schema": {"type": "string", "description": "An id."}},
            "application/pdf": {"schema": {"type": "string", "format": "binary", "description": "A page."}}
        }}}
    }}}
}"#;

#[test]
fn a_body_without_a_type_is_described_where_it_is_used() {
    let output = accept(&[("openapi.json", BODIES)]);
    let code = text(&output, "endpoints/notes.rs");
    for (line, expected) in [
        ("pub ids: ", "The ids.\n\nAt least one.\n\nItems: An id."),
        ("pub body: String", "The note.\n\nA text. At most 9 characters."),
        ("pub body: ::typewright_runtime::endpoint::Upload", "A page."),
        ("Status404(", "Missing.\n\nA page."),
        ("pub x_reason: ", "Why."),
        ("pub tags: ", "Items: A tag."),
        ("Json(", "`application/json`\n\nAn id."),
        ("Pdf(", "`application/pdf`\n\nA page."),
    ] {
        assert_eq!(docs_of(code, line), expected, "{line}\n{code}");
    }
    for part in [
        "| 200 | `Vec<String>` | Done. The ids. Items: An id. |",
        "| 400 | `String` | Bad. A reason. One of `\"a\"`, `\"b\"`. |",
        "--data-binary 'Hello'",
        "--data-binary '<a/>'",
        "/// The form.\n",
    ] {
        assert!(code.contains(part), "{part}\n{code}");
    }
}
