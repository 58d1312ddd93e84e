//! Schemas nested too deep, and schemas with thousands of members.

use crate::support::{accept, assert_only, assert_scales, refuse};

pub(crate) fn nested(open: &str, close: &str, levels: usize) -> String {
    format!("{}{{}}{}", open.repeat(levels), close.repeat(levels))
}

#[test]
fn schemas_nested_1000_deep_are_refused() {
    let refusal = refuse(&[("device.json", &nested("{\"properties\":{\"x\":\n", "}}", 1000))]);
    let pointer = format!("{}/properties", "/properties/x".repeat(30));
    assert_only(&refusal, "schemas/device.json", 31, 15, &pointer);
    assert!(
        refusal.only().message.contains("deeper than 60 levels"),
        "{}",
        refusal.text
    );
    assert!(refusal.only().help.contains("definitions"), "{}", refusal.text);
}

#[test]
fn nothing_nested_1000_deep_overflows_the_stack() {
    for (open, close) in [
        ("{\"items\":", "}"),
        ("{\"not\":", "}"),
        ("{\"allOf\":[", "]}"),
        ("{\"oneOf\":[{\"type\":\"null\"},", "]}"),
        ("{\"if\":", "}"),
        ("{\"additionalProperties\":", "}"),
        ("{\"definitions\":{\"d\":", "}}"),
        ("{\"default\":", "}"),
        ("{\"enum\":[", "]}"),
        ("{\"x-note\":", "}"),
    ] {
        let refusal = refuse(&[("device.json", &nested(open, close, 1000))]);
        assert!(
            refusal.only().message.contains("nested deeper"),
            "{open}: {}",
            refusal.text
        );
        assert_eq!(refusal.only().line, 1);
        assert!(
            refusal.only().column > 1,
            "the place is that of the whole file: {}",
            refusal.text
        );
    }
}

#[test]
fn text_that_is_nested_without_end_is_refused() {
    for open in ["[", "{\"not\":", "{\"a\":["] {
        let refusal = refuse(&[("device.json", &open.repeat(100_000))]);
        let only = refusal.only();
        assert_eq!((&*only.file, only.line, &*only.pointer), ("schemas/device.json", 1, ""));
    }
}

#[test]
fn the_time_for_thousands_of_members_does_not_grow_with_their_square() {
    type Each = fn(usize) -> String;
    let cases: [(&str, usize, &str, Each, &str); 6] = [
        ("values", 8000, r#"{"enum": ["#, |n| format!("\"v{n}\""), "]}"),
        (
            "values that look alike",
            8000,
            r#"{"enum": ["#,
            |n| format!("\"\\u{n:04x}\""),
            "]}",
        ),
        (
            "properties",
            2000,
            r#"{"properties": {"#,
            |n| format!("\"p{n}\":{{}}"),
            "}}",
        ),
        (
            "branches that differ",
            800,
            r#"{"oneOf": ["#,
            |n| format!(r#"{{"type":"object","properties":{{"k":{{"const":"c{n}"}}}}}}"#),
            "]}",
        ),
        (
            "branches that look alike",
            800,
            r#"{"anyOf": ["#,
            |n| format!(r#"{{"type":"object","properties":{{"k":{{"minLength":{n}}}}}}}"#),
            "]}",
        ),
        (
            "patterns",
            2000,
            r#"{"patternProperties": {"#,
            |n| format!("\"^p{n} \":{{}}"),
            "}}",
        ),
    ];
    for (what, count, start, each, end) in cases {
        assert_scales(what, count, |count| {
            let members: Vec<String> = (0..count).map(each).collect();
            accept(&[("device.json", &format!("{start}{}{end}", members.join(",")))]);
        });
    }
    assert_scales("warnings", 2000, |count| {
        let properties: Vec<String> = (0..count).map(|n| format!("\"p{n}\":{{\"odd\":1}}")).collect();
        accept(&[(
            "device.json",
            &format!(r#"{{"properties": {{{}}}}}"#, properties.join(",")),
        )]);
    });
    assert_scales("parts that annotate", 800, |count| {
        let properties = |schema: fn(usize) -> String| {
            let properties: Vec<String> = (0..count).map(|n| format!("\"p{n}\":{}", schema(n))).collect();
            format!(r#"{{"properties": {{{}}}}}"#, properties.join(","))
        };
        let shape =
            |n| format!(r#"{{"type":"object","properties":{{"a":{{"type":"string","description":"Of {n}."}}}}}}"#);
        let note = |n| format!(r#"{{"properties":{{"a":{{"description":"More of {n}."}}}}}}"#);
        let schema = format!(r#"{{"allOf": [{}, {}]}}"#, properties(shape), properties(note));
        accept(&[("device.json", &schema)]);
    });
    assert_scales("references", 8000, |count| {
        let definitions = (0..count).map(|n| format!("\"d{n}\":{{\"$ref\":\"#/definitions/d{}\"}}", n + 1));
        let definitions: Vec<String> = definitions.collect();
        let definitions = definitions.join(",");
        let schema = format!(r##"{{"$ref": "#/definitions/d0", "definitions": {{{definitions}, "d{count}": {{}}}}}}"##);
        accept(&[("device.json", &schema)]);
    });
}

#[test]
fn schemas_nested_as_deep_as_allowed_are_generated() {
    for (open, close) in [
        ("{\"items\":", "}"),
        ("{\"not\":", "}"),
        ("{\"additionalProperties\":", "}"),
    ] {
        accept(&[("device.json", &nested(open, close, 60))]);
    }
    accept(&[("device.json", &nested("{\"properties\":{\"x\":", "}}", 30))]);
    accept(&[("device.json", &nested("{\"allOf\":[", "]}", 30))]);
}

/// A file with a definition for each level, which holds that of the next level.
pub(crate) fn levels(count: usize, hold: fn(&str) -> String) -> String {
    let levels: Vec<String> = (0..count)
        .map(|level| {
            let next = format!(r##"{{"$ref": "#/definitions/l{}"}}"##, level + 1);
            format!(r#""l{level}": {}"#, hold(&next))
        })
        .chain([format!(r#""l{count}": {}"#, hold("true"))])
        .collect();
    format!(
        "{{\"$ref\": \"#/definitions/l0\", \"definitions\": {{\n{}\n}}}}",
        levels.join(",\n")
    )
}

/// Objects of which each has the next one as a property.
pub(crate) fn as_property(next: &str) -> String {
    format!(r#"{{"type": "object", "properties": {{"x": {next}}}}}"#)
}

#[test]
fn types_nested_too_deep_for_rustc_are_refused() {
    let refusal = refuse(&[("device.json", &levels(1000, as_property))]);
    assert_only(&refusal, "schemas/device.json", 2, 7, "/definitions/l0");
    insta::assert_snapshot!(refusal.text, @r##"
    error: types::L0 nests types more than 118 deep, which rustc does not compile
     --> schemas/device.json:2:7 (/definitions/l0)
      |
    2 | "l0": {"type": "object", "properties": {"x": {"$ref": "#/definitions/l1"}}},
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `true` for one of the schemas on the way: its values are then represented as raw JSON

    1 error; no files were written
    "##);
    let hold: [fn(&str) -> String; 3] = [
        |next| format!(r#"{{"type": "array", "items": {next}}}"#),
        |next| format!(r#"{{"type": "object", "additionalProperties": {next}}}"#),
        |next| format!(r#"{{"type": "object", "properties": {{"x": {{"oneOf": [{{"type": "string"}}, {next}]}}}}}}"#),
    ];
    for hold in hold {
        let refusal = refuse(&[("device.json", &levels(1000, hold))]);
        assert!(
            refusal.only().message.contains("more than 118 deep"),
            "{}",
            refusal.text
        );
    }
}
