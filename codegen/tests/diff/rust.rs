//! The Rust verdict.

use typewright::diff::{Report, Semver, Verdict};

use super::actions::documents;
use super::{compare, compare_file, only, summary};
use crate::support::Folder;

/// What changes of the Rust API, of all findings.
fn rust_changes(report: &Report) -> Vec<&String> {
    let findings = report.findings.iter();
    findings.flat_map(|finding| &finding.rust_changes).collect()
}

#[test]
fn a_field_that_becomes_nullable_has_another_type() {
    let schema =
        |ty: &str| format!(r#"{{"type":"object","properties":{{"name":{{"type":{ty}}}}},"required":["name"]}}"#);
    let report = compare_file(&schema(r#""string""#), &schema(r#"["string","null"]"#));
    let finding = only(&report, "null-added");
    assert_eq!(finding.rust, Verdict::Breaks);
    assert_eq!(
        finding.rust_changes[0],
        "field `name` of `types::Item` is now `Option<String>`, was `String`"
    );
    assert_eq!(report.semver, Semver::Major);
}

#[test]
fn a_new_optional_property_breaks_no_code() {
    let report = compare_file(
        r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}"#,
    );
    let finding = only(&report, "property-added");
    assert_eq!(finding.rust, Verdict::None);
    assert!(
        finding.rust_changes.iter().any(|change| change.contains("field `b`")),
        "{:?}",
        finding.rust_changes
    );
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    assert_eq!(report.semver, Semver::Minor);
}

#[test]
fn a_new_required_property_changes_the_constructor() {
    let report = compare_file(
        r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}"#,
        r#"{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a","b"]}"#,
    );
    let finding = only(&report, "property-required");
    assert_eq!(finding.rust, Verdict::Breaks);
    assert!(
        finding
            .rust_changes
            .iter()
            .any(|change| change.contains("method `new`")),
        "{:?}",
        finding.rust_changes
    );
}

#[test]
fn an_enum_value_that_is_gone_is_a_variant_that_is_gone() {
    let schema = |values: &str| format!(r#"{{"type":"object","properties":{{"state":{{"enum":{values}}}}}}}"#);
    let report = compare_file(&schema(r#"["on","off","dim"]"#), &schema(r#"["on","dim"]"#));
    let finding = only(&report, "enum-value-removed");
    assert_eq!(finding.rust, Verdict::Breaks);
    assert!(
        finding
            .rust_changes
            .iter()
            .any(|change| change.contains("variant `Off`")),
        "{:?}",
        finding.rust_changes
    );
}

#[test]
fn a_pinned_name_that_changes_renames_a_type() {
    let schema = |name: &str| {
        format!(r#"{{"type":"object","properties":{{"state":{{"enum":["on","off"],"x-rust-name":"{name}"}}}}}}"#)
    };
    let report = compare_file(&schema("Power"), &schema("Switch"));
    let finding = only(&report, "type-renamed");
    assert_eq!((finding.wire, finding.rust), (Verdict::None, Verdict::Breaks));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
}

#[test]
fn a_renamed_file_is_a_renamed_type() {
    let text = r#"{"type":"object","properties":{"a":{"type":"string"}}}"#;
    let report = compare(
        &Folder::with(&[("item.json", text)]),
        &Folder::with(&[("thing.json", text)]),
    );
    let finding = only(&report, "type-renamed");
    assert_eq!((finding.wire, finding.rust), (Verdict::None, Verdict::Breaks));
}

#[test]
fn a_removed_schema_is_a_removed_type() {
    let (a, b) = (
        r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        r#"{"type":"object","properties":{"b":{"type":"integer"}}}"#,
    );
    let report = compare(
        &Folder::with(&[("a.json", a), ("b.json", b)]),
        &Folder::with(&[("a.json", a)]),
    );
    let finding = only(&report, "schema-removed");
    assert_eq!(finding.rust, Verdict::Breaks);
    assert_eq!(finding.rust_changes, ["`types::B` was removed"]);
}

#[test]
fn a_type_that_becomes_another_name_of_an_equal_type_breaks_no_code() {
    let owner = r#"{"type":"object","properties":{"state":{"enum":["on","off"]}}}"#;
    let report = compare(
        &Folder::with(&[("lamp.json", owner)]),
        &Folder::with(&[("lamp.json", owner), ("door.json", owner)]),
    );
    let rust = report.findings.iter().map(|finding| finding.rust).max();
    assert_eq!(rust, Some(Verdict::None), "{:#?}", summary(&report));
}

#[test]
fn a_type_in_a_webhook_that_is_called_differently_has_a_place() {
    let document = |name: &str| {
        let part = format!(r#"{{"type":"object","x-rust-name":"{name}","properties":{{"b":{{"type":"string"}}}}}}"#);
        let body = format!(r#"{{"type":"object","properties":{{"a":{part}}}}}"#);
        format!(
            r#""webhooks":{{"made":{{"post":{{"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{body}}}}}}},
            "responses":{{"200":{{"description":"."}}}}}}}}}}"#
        )
    };
    let report = documents(&document("Made"), &document("Done"));
    let finding = only(&report, "type-renamed");
    for place in [&finding.old, &finding.new] {
        let pointer = place.as_ref().map(|place| place.pointer.as_str());
        assert_eq!(pointer, Some("/webhooks/made/post"));
    }
}

#[test]
fn a_variant_of_an_error_belongs_to_the_response_that_is_new() {
    let document = |more: &str| {
        format!(
            r#""paths":{{"/a":{{"get":{{"operationId":"a.get","tags":["a"],"responses":{{"200":{{"description":"."}},
            "404":{{"description":".","content":{{"application/json":{{"schema":{{"type":"object","title":"Gone","properties":{{"a":{{"type":"string"}}}}}}}}}}}},
            "410":{{"description":".","content":{{"application/json":{{"schema":{{"type":"integer"}}}}}}}}{more}}}}}}}}}"#
        )
    };
    let conflict = r#","409":{"description":".","content":{"application/json":{"schema":{"type":"boolean"}}}}"#;
    let report = documents(&document(""), &document(conflict));
    let finding = only(&report, "error-added");
    let change = "variant `Status409` of `endpoints::a::GetError` is new";
    assert!(
        finding.rust_changes.iter().any(|found| found == change),
        "{:#?}",
        report.findings
    );
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
}

/// Values of the same type would be exchanged without an error.
#[test]
fn arguments_in_another_order_are_a_break() {
    let schema =
        |required: &str| format!(r#"{{"type":"object","properties":{{{required}}},"required":["first","last"]}}"#);
    let report = compare_file(
        &schema(r#""first":{"type":"string"},"last":{"type":"string"}"#),
        &schema(r#""last":{"type":"string"},"first":{"type":"string"}"#),
    );
    let finding = only(&report, "rust-changed");
    assert_eq!(finding.rust, Verdict::Breaks);
    assert_eq!(
        finding.rust_changes,
        ["method `new` of `types::Item` takes its arguments as (last, first) now, took (first, last)"]
    );
}

/// The macros of the runtime implement traits that the generated files do not show.
#[test]
fn traits_that_are_gone_are_a_break() {
    let union = |number: &str| format!(r#"{{"oneOf":[{{"type":"{number}"}},{{"type":"array"}}]}}"#);
    let report = compare_file(&union("number"), &union("integer"));
    let changes = rust_changes(&report);
    assert!(
        changes
            .iter()
            .any(|change| change.contains("no longer implements `From<f64>`")),
        "{changes:?}"
    );
    let id = r#"{"type":"string","pattern":"^[0-9a-f]{24}$","minLength":24}"#;
    let report = compare_file(id, r#"{"type":"array","items":{},"minItems":2}"#);
    let changes = rust_changes(&report);
    assert!(
        changes
            .iter()
            .any(|change| change.contains("no longer implements `Display`")),
        "{changes:?}"
    );
}

/// A type without required properties has a default; its fields belong to their properties all the same.
#[test]
fn a_field_of_a_type_with_a_default_belongs_to_the_change_of_its_property() {
    let schema = |pattern: &str| {
        format!(r#"{{"type":"object","properties":{{"shortName":{{"type":"string","pattern":"{pattern}"}}}}}}"#)
    };
    let report = compare_file(&schema("^[A-Fa-f0-9]{24}$"), &schema("^[a-z]*$"));
    let finding = only(&report, "pattern-changed");
    assert_eq!(finding.rust, Verdict::Breaks, "{:#?}", summary(&report));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
}

#[test]
fn a_value_that_becomes_secret_is_still_debug() {
    let document = |format: &str| {
        Folder::with(&[(
            "openapi.json",
            &format!(
                r#"{{"openapi": "3.1.0", "info": {{"title": "x", "version": "1"}}, "paths": {{"/items": {{"get": {{
                "operationId": "item.get", "tags": ["item"],
                "parameters": [{{"name": "key", "in": "query", "schema": {{"type": "string"{format}}}}}],
                "responses": {{"204": {{"description": "."}}}}}}}}}},
                "components": {{"schemas": {{"Text": {{"type": "string"{format}}}, "Either": {{"oneOf": [{{"type": "integer"}},
                {{"type": "string"{format}}}]}}}}}}}}"#
            ),
        )])
    };
    let report = compare(&document(""), &document(r#", "format": "password""#));
    let lost = rust_changes(&report);
    assert!(lost.is_empty(), "{lost:#?}");
}
