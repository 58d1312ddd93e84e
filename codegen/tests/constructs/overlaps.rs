//! Branches of `oneOf` that accept the same value.

use typewright::Output;

use crate::support::accept;

fn said(output: &Output) -> Vec<(&str, &str)> {
    let diagnostics = output.diagnostics.iter();
    diagnostics.map(|found| (&*found.pointer, &*found.message)).collect()
}

#[cfg(feature = "contains")]
#[test]
fn a_value_that_two_branches_accept_is_shown() {
    let output = accept(&[(
        "rename.json",
        r#"{"oneOf": [
            {"type": "object", "required": ["to"], "properties": {"to": {"type": "string"}}},
            {"type": "boolean"},
            {"type": "object", "required": ["from"], "properties": {"from": {"enum": ["a", "b"]}}}
        ]}"#,
    )]);
    let [(pointer, message)] = said(&output)[..] else {
        panic!("{:?}", output.diagnostics)
    };
    assert_eq!(pointer, "/oneOf");
    assert_eq!(
        message,
        r#"branches 1 and 3 of `oneOf` overlap: both accept {"from":"a","to":""}, so `oneOf` rejects it"#
    );
}

#[test]
fn objects_without_required_properties_overlap() {
    let output = accept(&[(
        "rename.json",
        r#"{"oneOf": [
            {"type": "object", "properties": {"to": {"type": "string"}}},
            {"type": "object", "properties": {"from": {"type": "string"}}}
        ]}"#,
    )]);
    let found = said(&output);
    assert!(found.len() == 1 && found[0].1.contains("both accept {}"), "{found:?}");
}

#[test]
fn branches_that_exclude_each_other_and_any_of_are_no_overlap() {
    for schema in [
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}"#,
        r#"{"anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]}"#,
        r#"{"oneOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}, "additionalProperties": false},
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}, "additionalProperties": false}
        ]}"#,
    ] {
        assert_eq!(accept(&[("some.json", schema)]).diagnostics, [], "{schema}");
    }
}
