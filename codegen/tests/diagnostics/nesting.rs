//! Schemas nested too deep, and schemas with thousands of members.

use crate::support::{accept, assert_only, refuse};

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
fn schemas_with_thousands_of_members_take_no_more_than_seconds() {
    let many = |count: usize, each: &dyn Fn(usize) -> String| (0..count).map(each).collect::<Vec<_>>().join(",");
    for (what, schema) in [
        (
            "values",
            format!(r#"{{"enum": [{}]}}"#, many(20_000, &|n| format!("\"v{n}\""))),
        ),
        (
            "values that look alike",
            format!(r#"{{"enum": [{}]}}"#, many(20_000, &|n| format!("\"\\u{n:04x}\""))),
        ),
        (
            "properties",
            format!(r#"{{"properties": {{{}}}}}"#, many(5000, &|n| format!("\"p{n}\":{{}}"))),
        ),
        (
            "branches that differ",
            format!(
                r#"{{"oneOf": [{}]}}"#,
                many(2000, &|n| format!(
                    r#"{{"type":"object","properties":{{"k":{{"const":"c{n}"}}}}}}"#
                ))
            ),
        ),
        (
            "branches that look alike",
            format!(
                r#"{{"anyOf": [{}]}}"#,
                many(2000, &|n| format!(
                    r#"{{"type":"object","properties":{{"k":{{"minLength":{n}}}}}}}"#
                ))
            ),
        ),
        (
            "patterns",
            format!(
                r#"{{"patternProperties": {{{}}}}}"#,
                many(5000, &|n| format!("\"^p{n} \":{{}}"))
            ),
        ),
        (
            "warnings",
            format!(
                r#"{{"properties": {{{}}}}}"#,
                many(5000, &|n| format!("\"p{n}\":{{\"odd\":1}}"))
            ),
        ),
        (
            "references",
            format!(
                r##"{{"$ref": "#/definitions/d0", "definitions": {{{}, "d30000": {{}}}}}}"##,
                many(30_000, &|n| format!(
                    "\"d{n}\":{{\"$ref\":\"#/definitions/d{}\"}}",
                    n + 1
                ))
            ),
        ),
    ] {
        let start = std::time::Instant::now();
        accept(&[("device.json", &schema)]);
        // Far more than it takes, and far less than if each of them were compared with all others.
        assert!(start.elapsed().as_secs() < 60, "{what} take {:?}", start.elapsed());
    }
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
