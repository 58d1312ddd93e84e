//! `readOnly` and `writeOnly`: what only one direction carries is optional in Rust.

use crate::support::{accept, item, text};

fn document(version: &str, schemas: &str) -> String {
    let content = r##""content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bug"}}}"##;
    format!(
        r#"{{"openapi": "{version}", "paths": {{"/bugs": {{"post": {{
            "operationId": "bug.post",
            "requestBody": {{"required": true, {content}}},
            "responses": {{"200": {{"description": "x", {content}}}}}
        }}}}}}, "components": {{"schemas": {{{schemas}}}}}}}"#
    )
}

#[test]
fn a_required_property_of_one_direction_is_optional_in_rust() {
    let bug = r#""Bug": {
        "type": "object",
        "properties": {"id": {"type": "integer", "readOnly": true}, "key": {"type": "string", "writeOnly": true}},
        "required": ["id", "key"]
    }"#;
    for version in ["3.0.3", "3.1.0"] {
        let output = accept(&[("openapi.json", &document(version, bug))]);
        let types = text(&output, "types.rs");
        assert!(types.contains("pub id: Option<Integer>"), "{types}");
        assert!(types.contains("pub key: Option<String>"), "{types}");
        let table = text(&output, "types/schema.rs");
        for rule in [
            r#"required_in_request(&["key"])"#,
            r#"required_in_response(&["id"])"#,
            r#"read_only(&["id"])"#,
            r#"write_only(&["key"])"#,
        ] {
            assert!(table.contains(rule), "{rule}:\n{table}");
        }
        let endpoint = text(&output, "endpoints/bug.rs");
        assert!(endpoint.contains(".directed()"), "{endpoint}");
    }
}

#[test]
fn an_annotation_beside_a_reference_counts_in_3_1_and_is_ignored_with_a_warning_in_3_0() {
    let bug = r##""Id": {"type": "string"}, "Bug": {
        "type": "object",
        "properties": {"id": {"$ref": "#/components/schemas/Id", "readOnly": true}},
        "required": ["id"]
    }"##;
    let output = accept(&[("openapi.json", &document("3.1.0", bug))]);
    assert!(item(text(&output, "types.rs"), "Bug").contains("pub id: Option<"));
    let output = accept(&[("openapi.json", &document("3.0.3", bug))]);
    assert!(!item(text(&output, "types.rs"), "Bug").contains("pub id: Option<"));
    let [warning] = &output.diagnostics[..] else {
        panic!("{:?}", output.diagnostics)
    };
    assert_eq!(warning.pointer, "/components/schemas/Bug/properties/id/readOnly");
    assert!(
        warning.message.contains("no effect beside `$ref`"),
        "{}",
        warning.message
    );
}

#[test]
fn a_body_without_read_only_properties_is_written_as_before() {
    let bug = r#""Bug": {
        "type": "object",
        "properties": {"key": {"type": "string", "writeOnly": true}},
        "required": ["key"]
    }"#;
    let output = accept(&[("openapi.json", &document("3.0.3", bug))]);
    let endpoint = text(&output, "endpoints/bug.rs");
    assert!(!endpoint.contains(".directed()"), "{endpoint}");
}

#[test]
fn without_an_openapi_document_a_schema_has_no_direction() {
    let bug = r#"{
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": true}},
        "required": ["id"]
    }"#;
    let output = accept(&[("bug.json", bug)]);
    assert!(item(text(&output, "types.rs"), "Bug").contains("pub id: String"));
    assert!(text(&output, "types/schema.rs").contains(r#"required(&["id"])"#));
}

#[test]
fn a_file_that_the_document_refers_to_has_directions_and_others_have_none() {
    let file = r#"{
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": true}},
        "required": ["id"]
    }"#;
    let document = document("3.1.0", r#""Bug": {"$ref": "used.json"}"#);
    let output = accept(&[("openapi.json", &document), ("used.json", file), ("other.json", file)]);
    let types = text(&output, "types.rs");
    assert!(item(types, "Used").contains("pub id: Option<String>"), "{types}");
    assert!(item(types, "Other").contains("pub id: String"), "{types}");
}
