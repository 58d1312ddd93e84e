//! Discriminators that cannot work.

use crate::support::{accept, refuse};

fn document(schemas: &str) -> String {
    format!(
        r#"{{"openapi": "3.0.3", "paths": {{}}, "components": {{"schemas": {{
            "Dog": {{"type": "object", "properties": {{"kind": {{"type": "string"}}}}}},
            "Cat": {{"type": "object", "properties": {{"kind": {{"type": "string"}}}}}},
            {schemas}
        }}}}}}"#
    )
}

/// Asserts that the only error is at this place, and says this.
#[track_caller]
fn refused(schemas: &str, pointer: &str, message: &str) {
    let refusal = refuse(&[("openapi.json", &document(schemas))]);
    let only = refusal.only();
    assert_eq!(
        only.pointer,
        format!("/components/schemas/{pointer}"),
        "{}",
        refusal.text
    );
    assert!(only.message.contains(message), "{}", refusal.text);
}

fn union(branches: &str, discriminator: &str) -> String {
    let branches = branches.replace("Dog", r##"{"$ref": "#/components/schemas/Dog"}"##);
    format!(r#""Pet": {{"oneOf": [{branches}], "discriminator": {discriminator}}}"#)
}

const KIND: &str = r#"{"propertyName": "kind"}"#;

#[test]
fn a_branch_without_the_property_is_refused() {
    let branches = r#"Dog, {"type": "object", "properties": {"name": {}}}"#;
    refused(&union(branches, KIND), "Pet/oneOf/1", r#"it has no property "kind""#);
}

#[test]
fn a_branch_that_is_no_object_is_refused() {
    refused(
        &union(r#"Dog, {"type": "string"}"#, KIND),
        "Pet/oneOf/1",
        "it is not an object",
    );
}

#[test]
fn an_inline_branch_has_no_name() {
    let inline = |kind: &str| format!(r#"Dog, {{"type": "object", "properties": {{"kind": {kind}}}}}"#);
    refused(
        &union(&inline(r#"{"type": "string"}"#), KIND),
        "Pet/oneOf/1",
        "so it has no name",
    );
    let listed = union(&inline(r#"{"enum": ["a", "b"]}"#), KIND);
    accept(&[("openapi.json", &document(&listed))]);
}

#[test]
fn a_mapping_to_nothing_is_refused() {
    let mapping = r#"{"propertyName": "kind", "mapping": {"dog": "Dog", "cow": "Cow"}}"#;
    refused(
        &union("Dog", mapping),
        "Pet/discriminator/mapping/cow",
        "/components/schemas/Cow",
    );
}

#[test]
fn a_mapping_to_a_schema_outside_of_the_union_is_refused() {
    let mapping = r#"{"propertyName": "kind", "mapping": {"cat": "Cat"}}"#;
    refused(
        &union("Dog", mapping),
        "Pet/discriminator/mapping/cat",
        r#"`mapping` of "cat" selects a schema that is no branch"#,
    );
}

#[test]
fn a_branch_that_is_no_object_but_mapped_is_selected_by_its_type() {
    let list = r#""List": {"type": "array", "items": {}}"#;
    let mapping = r#"{"propertyName": "kind", "mapping": {"array": "List", "dog": "Dog"}}"#;
    let schemas = format!(
        "{list}, {}",
        union(r##"{"$ref": "#/components/schemas/List"}, Dog"##, mapping)
    );
    let output = accept(&[("openapi.json", &document(&schemas))]);
    let [warning] = &output.diagnostics[..] else {
        panic!("{:?}", output.diagnostics)
    };
    assert!(
        warning.message.contains("so its JSON type selects it"),
        "{}",
        warning.message
    );
}

#[test]
fn a_value_of_two_branches_selects_neither() {
    let message = |name: &str, more: &str| {
        format!(r#""{name}": {{"type": "object", "properties": {{"kind": {{"const": "message"}}, "{more}": {{}}}}}}"#)
    };
    let both = r##"{"$ref": "#/components/schemas/Sent"}, {"$ref": "#/components/schemas/Received"}"##;
    let schemas = format!(
        "{}, {}, {}",
        message("Sent", "to"),
        message("Received", "from"),
        union(both, KIND)
    );
    let document = document(&schemas).replace("3.0.3", "3.1.0");
    let output = accept(&[("openapi.json", &document)]);
    let warnings: Vec<&str> = output.diagnostics.iter().map(|found| &*found.message).collect();
    // The second one is that the branches of the `oneOf` overlap.
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings[0].contains("selects Sent alone"), "{warnings:?}");
}

#[test]
fn a_value_that_the_branch_does_not_allow_is_refused() {
    let cow = r#""Cow": {"type": "object", "properties": {"kind": {"enum": ["cow", "bull"]}}}"#;
    let union = |discriminator: &str| {
        format!(
            r##"{cow}, "Pet": {{"oneOf": [{{"$ref": "#/components/schemas/Cow"}}], "discriminator": {discriminator}}}"##
        )
    };
    refused(
        &union(r#"{"propertyName": "kind", "mapping": {"ox": "Cow"}}"#),
        "Pet/discriminator/mapping/ox",
        r#"it allows "cow", "bull""#,
    );
    accept(&[("openapi.json", &document(&union(KIND)))]);
}

#[test]
fn a_discriminator_needs_the_name_of_its_property() {
    refused(&union("Dog", "{}"), "Pet/discriminator", "needs a `propertyName`");
    refused(&union("Dog", r#""kind""#), "Pet/discriminator", "must be an object");
}

#[test]
fn a_broken_union_does_not_exclude_the_children_of_its_parent() {
    let schemas = r##""Pet": {
        "type": "object", "properties": {"kind": {"type": "string"}},
        "discriminator": {"propertyName": "kind", "mapping": {"x": "Nothing"}}
    }, "Cow": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"milk": {}}}]}"##;
    let folder = crate::support::Folder::with(&[("openapi.json", &document(schemas))]);
    let output = crate::support::generate(&typewright::Generator::new(folder.schemas()).keep_going());
    let output = output.expect("the rest is generated");
    let types = crate::support::text(&output, "types.rs");
    assert!(types.contains("pub struct Cow {"), "{types}");
    assert!(!types.contains("pub enum Pet {"), "{types}");
}

#[test]
fn a_parent_without_children_is_no_union() {
    let schemas = r#""Pet": {
        "type": "object", "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}
    }"#;
    let output = accept(&[("openapi.json", &document(schemas))]);
    let [warning] = &output.diagnostics[..] else {
        panic!("{:?}", output.diagnostics)
    };
    assert_eq!(warning.pointer, "/components/schemas/Pet/discriminator");
    assert!(
        warning.message.contains("no schema composes this one"),
        "{}",
        warning.message
    );
}
