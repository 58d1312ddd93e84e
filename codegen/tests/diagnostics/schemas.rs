//! Documents that are no schemas.

use typewright::Severity;

use crate::support::{accept, assert_only, refuse, text};

#[test]
fn a_type_that_does_not_exist_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        r#"{
  "type": "object",
  "properties": {
    "name": {"type": "strng"}
  }
}"#,
    )]);
    assert_only(&refusal, "schemas/device.json", 4, 22, "/properties/name/type");
    insta::assert_snapshot!(refusal.text, @r#"
    error: unknown type "strng"
     --> schemas/device.json:4:22 (/properties/name/type)
      |
    4 |     "name": {"type": "strng"}
      |                      ^^^^^^^
      |
      = help: use one of null, boolean, integer, number, string, array, object

    1 error; no files were written
    "#);
}

#[test]
fn properties_that_are_an_array_are_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"type\": \"object\",\n  \"properties\": []\n}")]);
    assert_only(&refusal, "schemas/device.json", 3, 17, "/properties");
    insta::assert_snapshot!(refusal.text, @r#"
    error: `properties` must be an object with a schema for each name, found an empty array
     --> schemas/device.json:3:17 (/properties)
      |
    3 |   "properties": []
      |                 ^^
      |
      = help: write an object with a schema for each name, or remove the keyword

    1 error; no files were written
    "#);
}

#[test]
fn a_string_where_a_schema_belongs_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"properties\": {\n    \"a/b\": \"string\"\n  }\n}")]);
    assert_only(&refusal, "schemas/device.json", 3, 12, "/properties/a~1b");
    insta::assert_snapshot!(refusal.text, @r#"
    error: a schema must be an object or a boolean, found a string
     --> schemas/device.json:3:12 (/properties/a~1b)
      |
    3 |     "a/b": "string"
      |            ^^^^^^^^
      |
      = help: write an object of keywords, true or false

    1 error; no files were written
    "#);
}

#[test]
fn a_file_that_holds_a_string_is_refused() {
    let refusal = refuse(&[("device.json", "\n  \"string\"\n")]);
    assert_only(&refusal, "schemas/device.json", 2, 3, "");
    insta::assert_snapshot!(refusal.text, @r#"
    error: a schema must be an object or a boolean, found a string
     --> schemas/device.json:2:3
      |
    2 |   "string"
      |   ^^^^^^^^
      |
      = help: write a JSON Schema (draft-07), or move the file out of the folder

    1 error; no files were written
    "#);
}

#[test]
fn an_any_of_that_holds_an_array_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"anyOf\": [\n    {\"type\": \"null\"},\n    [{\"type\": \"string\"}]\n  ]\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 4, 5, "/anyOf/1");
    insta::assert_snapshot!(refusal.text, @r#"
    error: a schema must be an object or a boolean, found an array
     --> schemas/device.json:4:5 (/anyOf/1)
      |
    4 |     [{"type": "string"}]
      |     ^^^^^^^^^^^^^^^^^^^^
      |
      = help: write an object of keywords, true or false

    1 error; no files were written
    "#);
}

#[test]
fn an_any_of_that_is_no_list_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"anyOf\": {\"type\": \"string\"}\n}")]);
    assert_only(&refusal, "schemas/device.json", 2, 12, "/anyOf");
    insta::assert_snapshot!(refusal.text, @r#"
    error: `anyOf` must be a non-empty array of schemas, found an object
     --> schemas/device.json:2:12 (/anyOf)
      |
    2 |   "anyOf": {"type": "string"}
      |            ^^^^^^^^^^^^^^^^^^
      |
      = help: write a non-empty array of schemas, or remove the keyword

    1 error; no files were written
    "#);
}

#[test]
fn a_count_below_zero_is_refused_and_shown() {
    let refusal = refuse(&[("device.json", "{\n  \"type\": \"string\",\n  \"minLength\": -1\n}")]);
    assert_only(&refusal, "schemas/device.json", 3, 16, "/minLength");
    // "… and this is a number" would not tell what is wrong with it.
    assert!(refusal.only().message.contains("-1"), "{}", refusal.text);
}

#[test]
fn a_title_or_description_that_is_no_string_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"title\": 5,\n  \"description\": [\"x\"]\n}")]);
    assert_eq!(
        refusal.places(),
        [
            ("schemas/device.json", 2, 12, "/title"),
            ("schemas/device.json", 3, 18, "/description"),
        ],
        "{}",
        refusal.text
    );
}

#[test]
fn an_annotation_of_the_wrong_type_is_refused() {
    for (keyword, value) in [
        ("$id", "5"),
        ("$schema", "5"),
        ("readOnly", "\"yes\""),
        ("writeOnly", "1"),
    ] {
        let refusal = refuse(&[("device.json", &format!("{{\n  \"{keyword}\": {value}\n}}"))]);
        assert_only(
            &refusal,
            "schemas/device.json",
            2,
            7 + keyword.len(),
            &format!("/{keyword}"),
        );
    }
}

/// Draft-07 does not know the keyword, so a text there is not wrong.
#[test]
fn a_reason_for_a_deprecation_is_a_warning() {
    let output = accept(&[(
        "device.json",
        "{\n  \"type\": \"string\", \"deprecated\": \"since v2\"\n}",
    )]);
    let warnings: Vec<(Severity, usize, usize, &str)> = output
        .diagnostics
        .iter()
        .map(|one| (one.severity, one.line, one.column, &*one.pointer))
        .collect();
    assert_eq!(warnings, [(Severity::Warning, 2, 35, "/deprecated")]);
}

#[test]
fn what_is_wrong_in_a_list_is_said_of_its_keyword() {
    for (schema, said) in [
        (
            r#"{"required": ["a", 5]}"#,
            "`required` must hold a property name, found 5",
        ),
        (
            r#"{"type": ["string", 5]}"#,
            "`type` must hold the name of a type, found 5",
        ),
        (
            r#"{"dependencies": {"1": ["a", 5]}}"#,
            "`dependencies` must hold a property name, found 5",
        ),
        (
            r#"{"anyOf": []}"#,
            "`anyOf` must be a non-empty array of schemas, found an empty array",
        ),
    ] {
        let refusal = refuse(&[("device.json", schema)]);
        assert_eq!(refusal.only().message, said, "{}", refusal.text);
    }
}

#[test]
fn a_pattern_that_cannot_be_enforced_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"type\": \"string\",\n  \"pattern\": \"(a)\\\\1\"\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 14, "/pattern");
    insta::assert_snapshot!(refusal.text, @r#"
    error: pattern "(a)\\1" is not supported: at byte 3 of the pattern: references to a group are not supported, as they take more than linear time; repeat what the group says
     --> schemas/device.json:3:14 (/pattern)
      |
    3 |   "pattern": "(a)\\1"
      |              ^^^^^^^^
      |
      = help: write it as an ECMA-262 regular expression without back references and look-behind

    1 error; no files were written
    "#);
}

#[test]
fn what_is_not_enforced_is_a_warning() {
    let output = accept(&[(
        "page.json",
        r#"{
  "type": "string",
  "contentMediaType": "text/html",
  "contentEncoding": "base64",
  "format": "idn-hostname"
}"#,
    )]);
    let said: Vec<_> = output
        .diagnostics
        .iter()
        .map(|said| (said.severity, said.line, said.pointer.as_str()))
        .collect();
    let wanted = [(3, "/contentMediaType"), (4, "/contentEncoding"), (5, "/format")];
    assert_eq!(said, wanted.map(|(line, pointer)| (Severity::Warning, line, pointer)));
}

#[test]
fn a_keyword_of_a_later_draft_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"type\": \"object\",\n  \"unevaluatedProperties\": false\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 3, "/unevaluatedProperties");
    insta::assert_snapshot!(refusal.text, @r#"
    error: `unevaluatedProperties` is not supported: it is a keyword of a later draft than draft-07
     --> schemas/device.json:3:3 (/unevaluatedProperties)
      |
    3 |   "unevaluatedProperties": false
      |   ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: use the keywords of draft-07

    1 error; no files were written
    "#);
}

#[test]
fn a_draft_that_is_not_known_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 2, 14, "/$schema");
    insta::assert_snapshot!(refusal.text, @r#"
    error: unknown draft "https://json-schema.org/draft/2020-12/schema"
     --> schemas/device.json:2:14 (/$schema)
      |
    2 |   "$schema": "https://json-schema.org/draft/2020-12/schema"
      |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write the schema in draft-07: "http://json-schema.org/draft-07/schema#"

    1 error; no files were written
    "#);
}

#[test]
fn a_keyword_that_is_not_known_is_reported_and_generated() {
    for (written, meant) in [
        ("propertis", "properties"),
        ("Required", "required"),
        ("minLenght", "minLength"),
        ("tpye", "type"),
    ] {
        let output = accept(&[("device.json", &format!("{{\n  \"{written}\": {{}}\n}}"))]);
        let [only] = &output.diagnostics[..] else {
            panic!("{:?}", output.diagnostics);
        };
        assert_eq!(only.severity, Severity::Warning);
        assert_eq!((only.line, only.column), (2, 3));
        assert_eq!(only.pointer, format!("/{written}"));
        assert!(only.help.contains(&format!("{meant:?}")), "{only}");
    }
}

/// What is warned of in a schema, as pointers.
fn warned(schema: &str) -> Vec<(String, String)> {
    let output = accept(&[("device.json", schema)]);
    let warnings = output
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Warning);
    warnings.map(|one| (one.pointer.clone(), one.message.clone())).collect()
}

#[test]
fn keywords_that_contradict_each_other_are_a_warning() {
    for (schema, pointer, said) in [
        (
            r#"{"minLength": 3, "maxLength": 2}"#,
            "/minLength",
            "`minLength` and `maxLength`",
        ),
        (
            r#"{"minItems": 3, "maxItems": 2}"#,
            "/minItems",
            "`minItems` and `maxItems`",
        ),
        (
            r#"{"minProperties": 1, "maxProperties": 0}"#,
            "/minProperties",
            "`minProperties` and `maxProperties`",
        ),
        (
            r#"{"minimum": 1.5, "maximum": 1.25}"#,
            "/minimum",
            "`minimum` and `maximum`",
        ),
        (
            r#"{"exclusiveMinimum": 1, "maximum": 1.0}"#,
            "/exclusiveMinimum",
            "`exclusiveMinimum` and `maximum`",
        ),
        (
            r#"{"minimum": 1, "exclusiveMaximum": 1}"#,
            "/minimum",
            "`minimum` and `exclusiveMaximum`",
        ),
        (r#"{"type": "string", "enum": ["a", 1]}"#, "/enum/1", "never matches"),
        (r#"{"type": "integer", "const": 1.5}"#, "/const", "never matches"),
        (
            r#"{"type": "integer", "default": "1"}"#,
            "/default",
            "`default` holds a string, which `type` does not allow",
        ),
        (
            r#"{"type": ["integer", "null"], "examples": [null, 1.0, true]}"#,
            "/examples/2",
            "`examples` holds a boolean, which `type` does not allow",
        ),
        (
            r#"{"type": "object", "required": ["x"], "additionalProperties": false}"#,
            "/required",
            "\"x\" is required",
        ),
    ] {
        match &warned(schema)[..] {
            [(found, message)] if found == pointer && message.contains(said) => {}
            other => panic!("{schema}: {other:?}"),
        }
    }
}

#[test]
fn keywords_that_only_look_as_if_they_contradict_each_other_are_none() {
    for schema in [
        r#"{"minLength": 2, "maxLength": 2}"#,
        r#"{"minimum": 1, "maximum": 1.0}"#,
        r#"{"exclusiveMinimum": 1, "maximum": 1.1}"#,
        r#"{"type": "number", "enum": [1, 1.5], "default": 2}"#,
        r#"{"enum": ["a", 1], "default": null}"#,
        r#"{"required": ["x"], "patternProperties": {"^x": true}, "additionalProperties": false}"#,
        r#"{"required": ["x"], "properties": {"x": true}, "additionalProperties": false}"#,
        r#"{"type": ["string", "integer"], "maxLength": 3, "maximum": 3}"#,
    ] {
        assert_eq!(warned(schema), [], "{schema}");
    }
}

#[test]
fn a_keyword_about_values_of_another_type_is_a_warning_and_no_limit() {
    for (type_, keyword, value) in [
        ("integer", "maxLength", "3"),
        ("boolean", "pattern", "\"^a\""),
        ("integer", "format", "\"date-time\""),
        ("string", "minimum", "3"),
        ("string", "exclusiveMaximum", "3"),
        ("object", "items", "{\"type\": \"string\"}"),
        ("string", "uniqueItems", "true"),
        ("array", "required", "[\"x\"]"),
        ("string", "properties", "{\"x\": true}"),
        ("string", "additionalProperties", "false"),
        ("null", "maxProperties", "3"),
    ] {
        let schema = format!(r#"{{"type": "{type_}", "{keyword}": {value}}}"#);
        let pointer = format!("/{keyword}");
        match &warned(&schema)[..] {
            [(found, message)] if *found == pointer && message.contains("has no effect") => {}
            other => panic!("{schema}: {other:?}"),
        }
        let limited = accept(&[("device.json", &schema)]);
        let plain = accept(&[("device.json", &format!(r#"{{"type": "{type_}"}}"#))]);
        for file in ["types.rs", "types/schema.rs"] {
            assert_eq!(text(&limited, file), text(&plain, file), "{schema}");
        }
    }
}

#[test]
fn a_boolean_bound_of_draft_04_is_refused_with_the_way_to_write_it_now() {
    let refusal = refuse(&[("device.json", r#"{"minimum": 3, "exclusiveMinimum": true}"#)]);
    assert_only(&refusal, "schemas/device.json", 1, 36, "/exclusiveMinimum");
    let only = refusal.only();
    assert!(
        only.message.contains("draft-04") && only.help.contains("number"),
        "{}",
        refusal.text
    );
}
