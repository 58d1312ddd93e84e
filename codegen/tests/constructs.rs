//! What is emitted for small schemas, one snapshot for each construct.
//!
//! A snapshot shows the schemas first and the code that comes of them below: of `types.rs` and `types/wire.rs` what
//! stands behind the imports, and other files where they are what matters.

mod support;

use std::collections::BTreeSet;

use losant_codegen::{Output, Severity};
use support::{Folder, accept, item, members, text};

/// Generates, and compares the code with the snapshot of this name.
#[track_caller]
fn emitted(name: &str, files: &[(&str, &str)], more: &[&str]) {
    let output = accept(files);
    let schemas = files.iter().map(|(file, schema)| (*file, schema.trim()));
    let code = [&["types.rs", "types/wire.rs"], more].concat();
    let code = code.iter().map(|file| (*file, body(text(&output, file))));
    let shown: Vec<String> = schemas
        .chain(code)
        .map(|(file, text)| format!("== {file}\n{text}"))
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown.join("\n\n")));
}

/// Generates one file, and compares it as a whole with the snapshot of this name.
#[track_caller]
fn emitted_file(name: &str, files: &[(&str, &str)], file: &str) {
    let output = accept(files);
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text(&output, file)));
}

/// What stands behind the header, the documentation of the module and its imports.
fn body(text: &str) -> &str {
    let head = |line: &str| {
        let starts = ["// @generated", "//!", "mod ", "use "];
        line.trim().is_empty() || starts.iter().any(|start| line.starts_with(start))
    };
    let start: usize = text
        .split_inclusive('\n')
        .take_while(|line| head(line))
        .map(str::len)
        .sum();
    text[start..].trim_end()
}

// ---------------------------------------------------------------------------------------------------------------------
// Objects
// ---------------------------------------------------------------------------------------------------------------------

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
    // The version of the generator is part of the header, and a digest that changes with every white space.
    let output = accept(&files);
    let root = text(&output, "mod.rs");
    let lines: Vec<&str> = root.lines().collect();
    assert_eq!(lines[1], concat!("// generator ", env!("CARGO_PKG_VERSION")));
    assert!(
        lines[2].starts_with("// input ") && lines[2].ends_with(" device.json"),
        "{root}"
    );
    let modules = ["", "#[allow(clippy::enum_variant_names)]", "pub mod types;"];
    assert_eq!(lines[3..], modules);
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

// ---------------------------------------------------------------------------------------------------------------------
// Strings
// ---------------------------------------------------------------------------------------------------------------------

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

// ---------------------------------------------------------------------------------------------------------------------
// Arrays
// ---------------------------------------------------------------------------------------------------------------------

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

// ---------------------------------------------------------------------------------------------------------------------
// Choices
// ---------------------------------------------------------------------------------------------------------------------

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

// ---------------------------------------------------------------------------------------------------------------------
// References
// ---------------------------------------------------------------------------------------------------------------------

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

// ---------------------------------------------------------------------------------------------------------------------
// What no Rust type can say
// ---------------------------------------------------------------------------------------------------------------------

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

// ---------------------------------------------------------------------------------------------------------------------
// Endpoints
// ---------------------------------------------------------------------------------------------------------------------

const DEVICE: (&str, &str) = (
    "device.json",
    r#"{"title": "Device", "type": "object", "properties": {"name": {"type": "string"}}}"#,
);
const ERROR: (&str, &str) = (
    "error.json",
    r#"{"title": "Error", "type": "object", "properties": {"message": {"type": "string"}}}"#,
);

#[track_caller]
fn emitted_endpoint(name: &str, api: &str) {
    let output = accept(&[DEVICE, ERROR, ("openapi.json", api)]);
    let code = text(&output, "endpoints/device.rs");
    let shown = format!(
        "== openapi.json\n{}\n\n== endpoints/device.rs\n{}",
        api.trim(),
        code.trim_end()
    );
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

#[test]
fn all_endpoints_have_one_enum_and_the_clients_a_method_for_each() {
    let api = r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/devices": {
      "get": {
        "operationId": "devices.list",
        "summary": "List devices",
        "parameters": [{"name": "page", "in": "query", "required": true, "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "Some", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
      }
    },
    "/orgs/{orgId}/devices/{id}": {
      "parameters": [
        {"name": "orgId", "in": "path", "required": true, "schema": {"type": "string"}},
        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}
      ],
      "get": {"operationId": "device.get", "summary": "One device", "responses": {"204": {"description": "There"}}},
      "put": {
        "operationId": "device.put",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
        "responses": {"204": {"description": "Put"}}
      }
    },
    "/ping": {"get": {"operationId": "client.new", "summary": "Ping", "responses": {"204": {"description": "There"}}}}
  }
}"#;
    let output = accept(&[DEVICE, ERROR, ("openapi.json", api)]);
    let code = text(&output, "endpoints.rs");
    insta::assert_snapshot!("endpoints", code.trim_end());
}

#[test]
fn an_endpoint_with_query_parameters_renders_them() {
    emitted_endpoint(
        "endpoint_query",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com/"}],
  "paths": {
    "/devices": {
      "get": {
        "operationId": "device.list",
        "summary": "List devices",
        "parameters": [
          {"name": "perPage", "in": "query", "description": "How many.", "schema": {"type": "integer"}},
          {"name": "sort", "in": "query", "description": "By what.", "schema": {"enum": ["name", "age"]}},
          {"name": "since", "in": "query", "description": "From when.", "schema": {"type": "string", "format": "date-time"}}
        ],
        "responses": {
          "200": {"description": "Some devices", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "device.json"}}}}}
        }
      }
    }
  }
}"#,
    );
}

#[test]
fn answers_of_different_types_are_an_enum_by_status() {
    emitted_endpoint(
        "endpoint_answers",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/devices": {
      "post": {
        "operationId": "device.post",
        "summary": "Add a device",
        "responses": {
          "201": {"description": "It is there", "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
          "202": {"description": "It will be there"},
          "4XX": {"description": "It will not", "content": {"application/json": {"schema": {"$ref": "error.json"}}}}
        }
      }
    }
  }
}"#,
    );
}

#[test]
fn an_endpoint_without_a_body_has_a_path_only() {
    emitted_endpoint(
        "endpoint_without_body",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
  "paths": {
    "/devices/{deviceId}": {
      "parameters": [
        {
          "name": "deviceId", "in": "path", "required": true,
          "description": "The device.", "example": "575ec8687ae143cd83dc4a97",
          "schema": {"type": "string", "pattern": "^[A-Fa-f\\d]{24}$"}
        }
      ],
      "delete": {
        "operationId": "device.delete",
        "summary": "Remove a device",
        "description": "It is gone for good.",
        "security": [{"token": ["device.*"]}, {"token": ["device.delete"]}],
        "responses": {
          "204": {"description": "It is gone"},
          "404": {"description": "There is none", "content": {"application/json": {"schema": {"$ref": "error.json"}}}}
        }
      }
    }
  }
}"#,
    );
}

#[test]
fn an_endpoint_with_a_body_takes_it() {
    emitted_endpoint(
        "endpoint_body",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/devices": {
      "post": {
        "operationId": "device.post",
        "summary": "Make a device",
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "device.json"}, "example": {"name": "it's mine"}}}
        },
        "responses": {
          "201": {"description": "It is made", "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
          "default": {"description": "It went wrong", "content": {"application/json": {"schema": {"$ref": "error.json"}}}}
        }
      }
    }
  }
}"#,
    );
}

// ---------------------------------------------------------------------------------------------------------------------
// What has to hold for all of them
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_choice_between_files_is_named_after_the_files() {
    let output = accept(&[
        (
            "pet.json",
            r#"{"oneOf": [{"$ref": "cat.json"}, {"$ref": "bigDog.json"}]}"#,
        ),
        (
            "cat.json",
            r#"{"type": "object", "properties": {"lives": {"type": "integer"}}, "required": ["lives"]}"#,
        ),
        (
            "bigDog.json",
            r#"{"type": "object", "properties": {"tricks": {"type": "integer"}}, "required": ["tricks"]}"#,
        ),
    ]);
    assert_eq!(members(text(&output, "types.rs"), "Pet"), ["Cat", "BigDog", "Unknown"]);
}

#[test]
fn variants_of_one_kind_are_told_apart_by_what_they_hold() {
    let output = accept(&[
        (
            "moment.json",
            r#"{"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}"#,
        ),
        (
            "answer.json",
            r#"{"anyOf": [
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}
            ]}"#,
        ),
    ]);
    let types = text(&output, "types.rs");
    for name in ["Moment", "Answer"] {
        let variants = members(types, name);
        // Nothing about them is in lower case, and neither is the plain one.
        assert!(
            !variants.iter().any(|variant| variant.ends_with("Lower")),
            "{name}: {variants:?}"
        );
    }
}

#[test]
fn a_type_is_documented_as_a_schema_only_if_it_is_one() {
    let output = accept(&[(
        "order.json",
        r#"{"type": ["string", "null"], "enum": ["asc", "desc", null]}"#,
    )]);
    let types = text(&output, "types.rs");
    assert_eq!(types.matches("Schema: `order.json`").count(), 1, "{types}");
    assert!(item(types, "Order").contains("Schema: `order.json`"), "{types}");
}

#[test]
fn the_description_of_a_constant_is_that_of_its_variant() {
    let output = accept(&[(
        "state.json",
        r#"{"oneOf": [{"const": "on", "description": "It runs."}, {"const": "off", "description": "It rests."}]}"#,
    )]);
    let state = item(text(&output, "types.rs"), "State").to_owned();
    assert!(state.contains("It runs.") && state.contains("It rests."), "{state}");
}

#[test]
fn a_property_with_a_backtick_is_shown_as_it_is() {
    let output = accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"a`b": {"type": "string"}}}"#,
    )]);
    let device = item(text(&output, "types.rs"), "Device").to_owned();
    assert!(device.contains("/// The property ``a`b``."), "{device}");
}

#[test]
fn every_value_of_an_enum_is_shown() {
    let output = accept(&[("odd.json", r#"{"enum": ["", " ", "\n", "\u0000", "\u202e"]}"#)]);
    let odd = item(text(&output, "types.rs"), "Odd").to_owned();
    let docs: Vec<&str> = odd.lines().filter(|line| line.starts_with("    ///")).collect();
    for (index, line) in docs.iter().enumerate() {
        assert!(!docs[..index].contains(line), "two values look the same:\n{odd}");
    }
}

#[test]
fn lines_of_documentation_keep_to_their_width() {
    let output = accept(&[
        ("negative.json", r#"{"not": {"type": "string"}}"#),
        (
            "limited.json",
            &format!(r#"{{"type": "string", "pattern": "^{}$"}}"#, "[a-z]{1,3} ".repeat(12)),
        ),
    ]);
    for line in text(&output, "types.rs").lines().filter(|line| line.starts_with("///")) {
        assert!(
            line.chars().count() <= 100 || !line.contains(' '),
            "{} characters: {line}",
            line.chars().count()
        );
    }
}

#[test]
fn the_reason_for_holding_json_is_the_true_one() {
    let output = accept(&[
        ("origin.json", r#"{"const": {"x": 0, "y": 0}}"#),
        ("negative.json", r#"{"not": {"type": "string"}}"#),
    ]);
    let types = text(&output, "types.rs");
    let (origin, negative) = (item(types, "Origin"), item(types, "Negative"));
    assert!(!origin.contains("of different types"), "there is one value:\n{origin}");
    assert!(
        negative.contains("not"),
        "`not` is the reason, and is not named:\n{negative}"
    );
}

#[test]
fn a_file_beside_is_meant_where_its_id_counts_for_nothing() {
    // In the wild, a whole file is a reference into itself, with an `$id` that draft-07 ignores there.
    let output = accept(&[
        (
            "device.schema.json",
            r##"{
                "$id": "http://example.com/schemas/device",
                "$ref": "#/definitions/device",
                "definitions": {"device": {"type": "object", "properties": {
                    "place": {"$ref": "place#/definitions/place"},
                    "owner": {"$ref": "http://example.com/schemas/owner"}
                }}}
            }"##,
        ),
        (
            "owner.schema.json",
            r##"{
                "$id": "http://example.com/schemas/owner",
                "$ref": "#/definitions/owner",
                "definitions": {"owner": {"type": "integer"}}
            }"##,
        ),
        (
            "place.schema.json",
            r##"{
                "$id": "http://example.com/schemas/place",
                "$ref": "#/definitions/place",
                "definitions": {"place": {"type": "object", "properties": {"room": {"type": "string"}}}}
            }"##,
        ),
    ]);
    let types = text(&output, "types.rs");
    for field in ["pub place: Option<PlaceSchema>", "pub owner: Option<Integer>"] {
        assert!(types.contains(field), "there is no `{field}`:\n{types}");
    }
}

#[test]
fn a_file_beside_is_meant_by_its_name_where_no_document_has_the_uri() {
    let output = accept(&[
        (
            "device.json",
            r#"{
                "$id": "http://example.com/v1/device.json",
                "type": "object",
                "properties": {"place": {"$ref": "place.snapshot.json#/definitions/place"}}
            }"#,
        ),
        (
            "place.snapshot.json",
            r#"{"$id": "http://example.com/v1/place.json", "definitions": {"place": {"type": "boolean"}}}"#,
        ),
    ]);
    let types = text(&output, "types.rs");
    assert!(types.contains("pub place: Option<bool>"), "{types}");
}

#[test]
fn a_file_that_says_more_than_what_it_refers_to_has_a_type_of_its_own() {
    for more in [
        r#"{"minProperties": 1, "anyOf": [{"$ref": "device.json"}]}"#,
        r#"{"required": ["place"], "oneOf": [{"$ref": "device.json"}, {"type": "object", "not": {}}]}"#,
        r#"{"not": {"required": ["place"]}, "allOf": [{"anyOf": [{"$ref": "device.json"}]}]}"#,
    ] {
        let output = accept(&[
            (
                "device.json",
                r#"{"type": "object", "properties": {"id": {"type": "string"}}}"#,
            ),
            ("more.json", more),
        ]);
        let types = text(&output, "types.rs");
        assert!(!types.contains("pub type More"), "{more} says more:\n{types}");
    }
    let output = accept(&[
        ("device.json", r#"{"type": "object", "properties": {"id": {}}}"#),
        ("same.json", r#"{"allOf": [{"anyOf": [{"$ref": "device.json"}]}]}"#),
    ]);
    assert!(text(&output, "types.rs").contains("pub type Same = Device;"));
}

#[test]
fn no_character_makes_two_schemas_one() {
    for (one, other) in [
        (r#"{"required": ["a\u0000b"]}"#, r#"{"required": ["a", "b"]}"#),
        (
            r#"{"dependencies": {"a": ["b\u0000c"]}}"#,
            r#"{"dependencies": {"a": ["b", "c"]}}"#,
        ),
        (
            r#"{"pattern": "x\u0002uniqueItems="}"#,
            r#"{"pattern": "x", "uniqueItems": true}"#,
        ),
        (r#"{"enum": ["a\u0000\"b\""]}"#, r#"{"enum": ["a", "b"]}"#),
    ] {
        let output = accept(&[("one.json", one), ("other.json", other)]);
        let types = text(&output, "types.rs");
        assert!(
            !types.contains("pub type"),
            "{one} and {other} are taken for one:\n{types}"
        );
    }
}

#[test]
fn a_file_that_is_added_renames_nothing_in_the_others() {
    const TAG: (&str, &str) = (
        "tag.json",
        r#"{
            "type": "object",
            "properties": {
                "place": {"type": "object", "properties": {"page": {"type": "integer"}}},
                "state": {"enum": ["on", "off"]}
            }
        }"#,
    );
    let alone = accept(&[TAG]);
    assert_eq!(
        members(text(&alone, "types.rs"), "TagPlace"),
        ["page", "additional_properties"]
    );
    // Whether its name comes before or behind that of the file that it refers to.
    for name in ["device.json", "zebra.json"] {
        let output = accept(&[
            TAG,
            (
                name,
                r#"{"type": "object", "properties": {"tag": {"$ref": "tag.json"}}}"#,
            ),
        ]);
        let types = text(&output, "types.rs");
        for wanted in ["pub struct TagPlace {", "pub enum TagState {"] {
            assert!(types.contains(wanted), "there is no `{wanted}` beside {name}:\n{types}");
        }
    }
}

#[test]
fn a_list_of_types_with_limits_is_named_after_its_property() {
    let property = |limits: &str| {
        let schema =
            format!(r#"{{"type": "object", "properties": {{"value": {{"type": ["string", "integer"]{limits}}}}}}}"#);
        accept(&[("setting.json", &schema)])
    };
    // What it is called must not make readers think that any text and any number will do.
    let output = property(r#", "maxLength": 5, "minimum": 0"#);
    assert_eq!(
        members(text(&output, "types.rs"), "SettingValue"),
        ["Text", "Integer", "Unknown"]
    );
}

#[test]
fn a_list_of_types_is_not_renamed_by_another_file() {
    const SETTING: (&str, &str) = (
        "setting.json",
        r#"{"type": "object", "properties": {"value": {"type": ["string", "integer"]}}}"#,
    );
    let field = |files: &[(&str, &str)]| {
        let output = accept(files);
        let setting = item(text(&output, "types.rs"), "Setting").to_owned();
        let line = setting.lines().find(|line| line.contains("pub value"));
        line.expect("the field").to_owned()
    };
    let alone = field(&[SETTING]);
    for name in ["alpha.json", "zulu.json"] {
        let other = r#"{"type": "object", "properties": {"other": {"type": ["string", "number"]}}}"#;
        assert_eq!(field(&[SETTING, (name, other)]), alone, "beside {name}");
    }
}

#[test]
fn what_is_held_as_json_is_reported() {
    let folder = Folder::with(&[("negative.json", "{\n  \"not\": {\"type\": \"string\"}\n}")]);
    let output = folder.generate().unwrap();
    let [only] = &output.diagnostics[..] else {
        panic!("there should be one note, and there are {:?}", output.diagnostics);
    };
    assert_ne!(only.severity, Severity::Error);
    assert!(
        only.file.ends_with("negative.json") && only.line > 0 && !only.help.is_empty(),
        "{only}"
    );
}

#[test]
fn every_variant_is_checked_by_its_own_table() {
    let output = accept(&[(
        "device.json",
        r#"{
            "type": "object",
            "properties": {
                "a-b": {"oneOf": [{"type": "string", "minLength": 5}, {"type": "integer"}]},
                "a_b": {"oneOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]}
            }
        }"#,
    )]);
    let (wire, schema) = (text(&output, "types/wire.rs"), text(&output, "types/schema.rs"));
    let tables: Vec<&str> = wire
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Text(String) = kind::STRING, &schema::"))
        .map(|rest| {
            let name = rest.trim_end_matches(';');
            let start = schema
                .find(&format!("static {name}:"))
                .expect("the table of the variant");
            schema[start..].split(";\n").next().unwrap_or_default()
        })
        .collect();
    let [first, second] = tables[..] else {
        panic!("there should be two choices with a text:\n{wire}");
    };
    assert!(
        first.contains("MinLength(5)"),
        "the text of \"a-b\" is checked by:\n{first}"
    );
    assert!(
        second.contains("MaxLength(2)"),
        "the text of \"a_b\" is checked by:\n{second}"
    );
}

#[test]
fn the_curl_command_gives_a_query_parameter_that_is_required() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "servers": [{"url": "https://api.example.com"}],
                "paths": {"/devices": {"get": {
                    "operationId": "device.list",
                    "parameters": [
                        {"name": "sort by", "in": "query", "required": true, "example": "a&b", "schema": {"type": "string"}},
                        {"name": "page", "in": "query", "example": "1", "schema": {"type": "integer"}}
                    ],
                    "responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    assert!(
        code.contains("'https://api.example.com/devices?sort%20by=a%26b'"),
        "{code}"
    );
}

#[test]
fn what_stands_behind_references_is_as_if_it_stood_in_their_place() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r##"{
                "openapi": "3.1.0",
                "paths": {"/devices/{id}": {"$ref": "#/components/pathItems/Device"}},
                "components": {
                    "pathItems": {"Device": {
                        "parameters": [{"$ref": "#/components/parameters/Id"}],
                        "get": {
                            "operationId": "device.get",
                            "responses": {"200": {"$ref": "#/components/responses/Found"}}
                        }
                    }},
                    "parameters": {
                        "Id": {"$ref": "#/components/parameters/Any"},
                        "Any": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}
                    },
                    "responses": {
                        "Found": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}
                    }
                }
            }"##,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    assert_eq!(members(code, "Get"), ["id"]);
    assert!(code.contains("type Response = types::Device;"), "{code}");
}

#[test]
fn the_variables_of_a_server_have_their_defaults() {
    let server = |servers: &str| {
        let api = format!(
            r#"{{
                "openapi": "3.1.0",
                "servers": [{servers}],
                "paths": {{"/devices": {{"get": {{"operationId": "device.list", "responses": {{}}}}}}}}
            }}"#
        );
        let output = accept(&[DEVICE, ("openapi.json", &api)]);
        let code = text(&output, "endpoints/device.rs");
        let line = code.lines().find(|line| line.trim().starts_with("server: "));
        let server = line.expect("the metadata has one").trim().to_owned();
        (server, output.diagnostics.len())
    };
    let variables = r#""variables": {"region": {"default": "eu"}, "version": {"default": "v2/"}}"#;
    assert_eq!(
        server(&format!(
            r#"{{"url": "https://{{region}}.example.com/{{version}}", {variables}}}"#
        )),
        (r#"server: "https://eu.example.com/v2","#.to_owned(), 0)
    );
    assert_eq!(
        server(r#"{"url": "/api/v3/"}"#),
        (r#"server: "/api/v3","#.to_owned(), 0)
    );
    assert_eq!(server(r#"{"url": "/"}"#), (r#"server: "","#.to_owned(), 0));
    for none in [
        r#"{"url": "https://{region}.example.com"}"#,
        r#"{"url": "https://{region}.example.com", "variables": {"region": {}}}"#,
        r#"{"url": "wss://example.com"}"#,
        r#"{"url": "//example.com"}"#,
        r#"{"url": "https://example.com/?v=2"}"#,
    ] {
        assert_eq!(server(none), (r#"server: "","#.to_owned(), 1), "{none}");
    }
}

#[test]
fn scopes_that_are_needed_together_stay_together() {
    let security = |security: &str| {
        let api = format!(
            r#"{{
                "openapi": "3.1.0",
                "components": {{"securitySchemes": {{
                    "token": {{"type": "oauth2"}},
                    "key": {{"type": "apiKey", "in": "header", "name": "X-Key"}}
                }}}},
                "paths": {{"/devices": {{"get": {{
                    "operationId": "device.list",
                    "security": {security},
                    "responses": {{}}
                }}}}}}
            }}"#
        );
        let output = accept(&[DEVICE, ("openapi.json", &api)]);
        let code = text(&output, "endpoints/device.rs");
        let line = |start: &str| {
            let line = code.lines().map(str::trim).find(|line| line.starts_with(start));
            line.unwrap_or_default().to_owned()
        };
        [
            line("token:"),
            line("scopes:"),
            line("/// The API access token needs") + &line("/// An API access token is sent"),
        ]
    };
    assert_eq!(
        security(r#"[{"token": ["read", "list"]}, {"token": ["all"]}]"#),
        [
            "token: TokenUse::Required,",
            r#"scopes: &["read list", "all"],"#,
            "/// The API access token needs at least one of the scopes `read` with `list`, `all`."
        ]
    );
    // A key beside the token does not make the token needless.
    assert_eq!(
        security(r#"[{"token": ["read"], "key": []}]"#),
        [
            "token: TokenUse::Required,",
            r#"scopes: &["read"],"#,
            "/// The API access token needs at least one of the scopes `read`."
        ]
    );
    assert_eq!(
        security(r#"[{"token": ["read"]}, {"token": []}]"#),
        ["token: TokenUse::Required,", "scopes: &[],", ""]
    );
    for other in [r#"{"key": []}"#, "{}"] {
        assert_eq!(
            security(&format!(r#"[{{"token": ["read"]}}, {other}]"#)),
            [
                "token: TokenUse::Optional,",
                r#"scopes: &["read"],"#,
                "/// An API access token is sent if there is one. It needs at least one of the scopes `read`."
            ]
        );
    }
    assert_eq!(
        security(r#"[{"key": []}]"#),
        ["token: TokenUse::Never,", "scopes: &[],", ""]
    );
}

#[test]
fn an_answer_to_any_status_is_a_success_too_if_there_is_no_other() {
    let lists = |responses: &str| {
        let any = r#"{"description": "any", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}"#;
        let api = format!(
            r#"{{
                "openapi": "3.1.0",
                "paths": {{"/devices": {{"get": {{
                    "operationId": "device.list",
                    "responses": {{{responses} "default": {any}}}
                }}}}}}
            }}"#
        );
        let output = accept(&[DEVICE, ("openapi.json", &api)]);
        let code = text(&output, "endpoints/device.rs");
        let (_, lists) = code.split_once("successes: &[").expect("the metadata");
        let (successes, errors) = lists.split_once("errors: &[").expect("the metadata");
        let count = |list: &str| list.matches("Status::Default").count();
        (count(successes), count(errors.split("};").next().unwrap_or_default()))
    };
    assert_eq!(lists(""), (1, 1));
    assert_eq!(lists(r#""404": {"description": "none"},"#), (1, 1));
    assert_eq!(lists(r#""204": {"description": "done"},"#), (0, 1));
}

#[test]
fn an_operation_without_an_id_is_called_after_its_method_and_path() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {
                    "/": {"get": {"responses": {}}},
                    "/devices/{id}/logs.zip": {
                        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                        "get": {"responses": {}},
                        "put": {"operationId": "device.put", "tags": ["devices"], "responses": {}}
                    },
                    "/devices/id/logs/zip": {"get": {"responses": {}}}
                }
            }"#,
        ),
    ]);
    let notes: Vec<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    assert_eq!(
        notes,
        [
            r#"this operation has no `operationId`, so it is called "get" after its method and path"#,
            r#"this operation has no `operationId`, so it is called "getDevicesIdLogsZip" after its method and path"#,
            r#"this operation has no `operationId`, so it is called "getDevicesIdLogsZip_" after its method and path"#,
        ]
    );
    let code = text(&output, "endpoints.rs");
    for line in [
        "get: root::Get, () ();",
        "get_devices_id_logs_zip: devices::GetDevicesIdLogsZip, () (id: String);",
        "put: devices::Put, () (id: String);",
    ] {
        assert!(code.contains(line), "{line}:\n{code}");
    }
}

#[test]
fn an_answer_that_never_has_a_body_has_no_type() {
    let content = r#""content": {"application/json": {"schema": {"$ref": "device.json"}}}"#;
    let api = format!(
        r#"{{
            "openapi": "3.1.0",
            "paths": {{"/devices": {{
                "head": {{"operationId": "device.check", "responses": {{"200": {{"description": "x", {content}}}}}}},
                "put": {{"operationId": "device.put", "responses": {{"204": {{"description": "x", {content}}}}}}}
            }}}}
        }}"#
    );
    let output = accept(&[DEVICE, ("openapi.json", &api)]);
    let warnings: Vec<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    assert_eq!(
        warnings,
        [
            "an answer 200 to HEAD never has a body, so none is read",
            "an answer 204 to PUT never has a body, so none is read",
        ]
    );
    let code = text(&output, "endpoints/device.rs");
    assert_eq!(code.matches("type Response = ();").count(), 2, "{code}");
}

#[test]
fn a_parameter_of_the_query_may_be_called_like_one_of_the_path() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices/{id}": {"get": {
                    "operationId": "device.get",
                    "parameters": [
                        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                        {"name": "id", "in": "query", "schema": {"type": "string"}},
                        {"name": "page", "in": "query", "schema": {"type": "string"}}
                    ],
                    "responses": {}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    let code: String = code.split_whitespace().collect();
    for read in [
        r#"id:parts.path().text("id","#,
        r#"id_query:parts.query().optional_text("id","#,
        r#"page:parts.query().optional_text("page","#,
    ] {
        assert!(code.contains(read), "{read}:\n{code}");
    }
}

/// A document of a version, with a schema and an action with a parameter. `bound` is one more rule of a number.
fn versioned(version: &str, bound: &str) -> Output {
    let api = format!(
        r##"{{
            "openapi": "{version}",
            "paths": {{"/things": {{"get": {{
                "operationId": "thing.list",
                "parameters": [{{"name": "q", "in": "query", "schema": {{"type": "string", "nullable": true}}}}],
                "responses": {{"200": {{"description": "x", "content": {{"application/json": {{
                    "schema": {{"$ref": "#/components/schemas/Thing"}}
                }}}}}}}}
            }}}}}},
            "components": {{"schemas": {{"Thing": {{
                "type": "object",
                "discriminator": {{"propertyName": "text"}},
                "externalDocs": {{"url": "https://example.com"}},
                "xml": {{"name": "thing"}},
                "required": ["text", "kind", "other"],
                "properties": {{
                    "text": {{"type": "string", "nullable": true}},
                    "plain": {{"type": "string", "nullable": false}},
                    "kind": {{"type": "string", "enum": ["a", "b"], "nullable": true}},
                    "other": {{"nullable": true, "allOf": [{{"$ref": "#/components/schemas/Thing"}}]}},
                    "count": {{"type": "integer", "minimum": 0, {bound}}}
                }}
            }}}}}}
        }}"##
    );
    accept(&[("openapi.json", &api)])
}

#[test]
fn a_schema_of_openapi_3_0_may_be_nullable() {
    let output = versioned("3.0.3", r#""exclusiveMinimum": true"#);
    assert_eq!(output.diagnostics, [], "all of it is OpenAPI 3.0");
    let thing = item(text(&output, "types.rs"), "Thing");
    for field in [
        "text: Option<String>",
        "plain: Option<String>",
        "kind: Option<Kind>",
        "other: Option<Box<Thing>>",
        "count: Option<Integer>",
    ] {
        assert!(thing.contains(&format!("pub {field},")), "{field}:\n{thing}");
    }
    let wire = text(&output, "types/wire.rs");
    for line in [
        "required text",
        "optional plain",
        "required kind",
        "required other",
        "optional count",
    ] {
        assert!(wire.contains(&format!("    {line}")), "{line}:\n{wire}");
    }
    assert!(text(&output, "types/schema.rs").contains("ExclusiveMinimum"));
    let list = item(text(&output, "endpoints/thing.rs"), "List");
    assert!(list.contains("pub q: Option<String>"), "{list}");
}

#[test]
fn what_later_versions_of_openapi_have_no_more_is_reported() {
    let output = versioned("3.1.0", r#""exclusiveMaximum": 9"#);
    let found: BTreeSet<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    assert_eq!(
        found,
        BTreeSet::from([r#"the keyword "nullable" is not known; it is not enforced"#])
    );
}

#[test]
fn an_endpoint_gives_clippy_nothing_to_say() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices": {"get": {
                    "operationId": "device.list",
                    "parameters": [{"name": "sort", "in": "query", "description": "x", "schema": {"type": "string"}}],
                    "responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    assert!(
        !code.contains(", &value)"),
        "`value` is a reference already (needless_borrows_for_generic_args):\n{code}"
    );
    assert!(
        code.contains("Default"),
        "`new` takes nothing, so there is a default (new_without_default):\n{code}"
    );
}

#[test]
fn a_parameter_that_is_called_like_a_method_keeps_its_name() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices/{path}": {"get": {
                    "operationId": "device.get",
                    "parameters": [
                        {"name": "path", "in": "path", "required": true, "schema": {"type": "string"}},
                        {"name": "query", "in": "query", "schema": {"type": "string"}},
                        {"name": "clone", "in": "query", "schema": {"type": "string"}}
                    ],
                    "responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
                }}}
            }"#,
        ),
    ]);
    // As with keywords: the name, and an underscore behind it.
    assert_eq!(
        members(text(&output, "endpoints/device.rs"), "Get"),
        ["path_", "query_", "clone_"]
    );
}

#[test]
fn every_parameter_and_every_item_is_documented() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices": {"get": {
                    "operationId": "device.list",
                    "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
                    "responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    for line in code.lines() {
        assert_eq!(line, line.trim_end(), "white space at the end of {line:?}");
    }
    let mut previous = "";
    for line in code.lines() {
        if line.starts_with("    pub ") && !line.contains(" fn ") {
            assert!(
                previous.trim().starts_with("///"),
                "{line:?} has no documentation:\n{code}"
            );
        }
        previous = line;
    }
}

#[test]
fn generated_code_holds_no_line_that_is_wider_than_the_projects_own() {
    let output = accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"a": {"type": "string", "format": "uuid"}, "b": {"type": "number"}, "c": {"type": "integer"}, "d": {"type": "string", "format": "date"}, "e": {"type": "string", "format": "uri"}, "f": {"type": "string", "format": "ipv4"}, "g": {"type": "string", "format": "ipv6"}, "h": {"type": "string", "format": "date-time"}, "i": {"enum": ["x", null]}, "j": {"type": "object"}}}"#,
    )]);
    assert_not_too_wide(&output);
    let scopes: Vec<String> = (0..40)
        .map(|number| format!(r#"{{"token": ["device{number}.*"]}}"#))
        .collect();
    let api = format!(
        r#"{{
  "openapi": "3.1.0",
  "components": {{"securitySchemes": {{"token": {{"type": "http", "scheme": "bearer"}}}}}},
  "security": [{}],
  "paths": {{"/devices/{{id}}": {{"patch": {{
    "operationId": "device.patch",
    "parameters": [
      {{"name": "id", "in": "path", "required": true, "description": "{LONG}", "schema": {{"type": "string"}}}},
      {{"name": "all", "in": "query", "description": "{LONG}", "schema": {{"type": "boolean"}}}}
    ],
    "requestBody": {{"content": {{"application/json": {{"schema": {{"$ref": "device.json"}}}}}}}},
    "responses": {{
      "200": {{"description": "x", "content": {{"application/json": {{"schema": {{"$ref": "device.json"}}}}}}}},
      "404": {{"description": "y"}}
    }}
  }}}}}}
}}"#,
        scopes.join(", ")
    );
    let mut output = accept(&[("device.json", r#"{"type": "object"}"#), ("openapi.json", &api)]);
    // A text of the document is one literal, however long.
    for file in &mut output.files {
        file.text = file.text.replace(LONG, "");
    }
    assert_not_too_wide(&output);
}

const LONG: &str = "The device that is meant, by the name that it was given when it was registered, or by the number that it \
                    has been known by ever since.";

#[track_caller]
fn assert_not_too_wide(output: &losant_codegen::Output) {
    for file in &output.files {
        for line in file.text.lines() {
            let width = line.chars().count();
            assert!(width <= 120, "{}: {width} characters: {line}", file.path);
        }
    }
}
