//! Unions with a `discriminator`, and parents that become unions of their children.

use typewright::Output;

use crate::support::{accept, item, members, text};

fn generated(schemas: &[&str]) -> Output {
    let document = format!(
        r#"{{"openapi": "3.0.3", "paths": {{}}, "components": {{"schemas": {{{}}}}}}}"#,
        schemas.join(", ")
    );
    let output = accept(&[("openapi.json", &document)]);
    assert_eq!(output.diagnostics, []);
    output
}

/// A parent with the property `kind`, which selects its children.
fn parent(name: &str, mapping: &str, more: &str) -> String {
    format!(
        r#""{name}": {{"type": "object", "required": ["kind"], "properties": {{"kind": {{"type": "string"}}}},
            "discriminator": {{"propertyName": "kind" {mapping}}} {more}}}"#
    )
}

/// A child that composes a parent.
fn child(name: &str, parent: &str, property: &str) -> String {
    format!(
        r##""{name}": {{"allOf": [
            {{"$ref": "#/components/schemas/{parent}"}},
            {{"type": "object", "properties": {{"{property}": {{"type": "boolean"}}}}}}
        ]}}"##
    )
}

#[test]
fn a_parent_is_an_enum_of_its_children_and_they_have_its_fields() {
    let output = generated(&[
        &parent("Pet", "", ""),
        &child("Cat", "Pet", "purrs"),
        &child("Dog", "Pet", "barks"),
    ]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "Pet"), ["Cat", "Dog", "Unknown"]);
    assert_eq!(members(types, "Cat"), ["kind", "purrs", "additional_properties"]);
    assert!(types.contains("kind: Cow::Borrowed(\"Cat\")"), "{types}");
    assert!(
        !types.contains("Base"),
        "a parent that only stands for its children has no struct:\n{types}"
    );
}

#[test]
fn the_enum_of_a_parent_reads_the_properties_of_all_children() {
    let more = r#", "description": "x""#;
    let pet = parent("Pet", "", more).replace(
        r#""kind": {"type": "string"}"#,
        r#""kind": {"type": "string"}, "age": {"type": "boolean", "description": "Whether it is old."}"#,
    );
    let output = generated(&[&pet, &child("Cat", "Pet", "purrs"), &child("Dog", "Pet", "barks")]);
    let types = text(&output, "types.rs");
    for method in [
        "pub fn kind(&self) -> Option<&str> {",
        "pub fn age(&self) -> Option<&bool> {",
        "Self::Cat(value) => value.age.as_ref(),",
    ] {
        assert!(types.contains(method), "{method}:\n{types}");
    }
    assert!(!types.contains("pub fn purrs(&self)"), "{types}");
}

#[test]
fn a_parent_that_is_mapped_to_itself_also_stands_for_itself() {
    let mapping = r##", "mapping": {"pet": "#/components/schemas/Pet", "cat": "Cat"}"##;
    let output = generated(&[&parent("Pet", mapping, ""), &child("Cat", "Pet", "purrs")]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "Pet"), ["Cat", "Base", "Unknown"]);
    assert_eq!(members(types, "PetBase"), ["kind", "additional_properties"]);
    let wire = text(&output, "types/wire.rs");
    assert!(wire.contains(r#""pet" = Base;"#), "{wire}");
}

#[test]
fn a_parent_may_list_its_children_itself() {
    let branches = r##", "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]"##;
    let output = generated(&[
        &parent("Pet", "", branches),
        &child("Cat", "Pet", "purrs"),
        &child("Dog", "Pet", "barks"),
        &child("Cow", "Pet", "moos"),
    ]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "Pet"), ["Cat", "Dog", "Unknown"]);
    assert_eq!(members(types, "Cat"), ["kind", "purrs", "additional_properties"]);
}

#[test]
fn a_child_that_requires_a_read_only_property_of_its_parent_is_one_type() {
    let pet = parent("Pet", "", "").replace(
        r#""kind": {"type": "string"}"#,
        r#""kind": {"type": "string"}, "id": {"type": "string", "readOnly": true}"#,
    );
    let cat = child("Cat", "Pet", "purrs").replace(r#""type": "object","#, r#""type": "object", "required": ["id"],"#);
    let output = generated(&[&pet, &cat, &child("Dog", "Pet", "barks")]);
    let types = text(&output, "types.rs");
    assert!(types.contains("Cat(Cat)"), "{types}");
    assert!(!types.contains("CatObject"), "{types}");
    assert!(text(&output, "types/schema.rs").contains(r#"required_in_response(&["id"])"#));
}

#[test]
fn a_union_with_a_nullable_branch_is_nullable() {
    let output = generated(&[
        r#""Cat": {"type": "object", "nullable": true, "properties": {"kind": {"type": "string"}}}"#,
        r##""Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "kind"}}"##,
    ]);
    let tables = text(&output, "types/schema.rs").split_whitespace().collect::<String>();
    assert!(
        tables.contains("any_of(&[Schema::NULL,Schema::new(&[tagged("),
        "{tables}"
    );
}

#[test]
fn a_child_may_be_a_parent() {
    let output = generated(&[
        &parent("Animal", "", ""),
        r##""Pet": {"allOf": [{"$ref": "#/components/schemas/Animal"}], "discriminator": {"propertyName": "kind"}}"##,
        &child("Cat", "Pet", "purrs"),
        &child("Wolf", "Animal", "howls"),
    ]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "Animal"), ["Pet", "Cat", "Wolf", "Unknown"]);
    assert_eq!(members(types, "Pet"), ["Cat", "Base", "Unknown"]);
}

#[test]
fn unions_that_select_a_schema_by_other_values_leave_its_tag_to_the_caller() {
    let branch = r##"{"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "kind", "mapping": {"VALUE": "Cat"}}}"##;
    let output = generated(&[
        r#""Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}"#,
        &format!(r#""One": {}"#, branch.replace("VALUE", "cat")),
        &format!(r#""Other": {}"#, branch.replace("VALUE", "tom")),
    ]);
    assert!(item(text(&output, "types.rs"), "Cat").contains("pub kind: String"));
}

#[test]
fn a_reference_in_an_all_of_without_more_stands_for_all_children() {
    let output = generated(&[
        &parent("Pet", "", ""),
        &child("Cat", "Pet", "purrs"),
        r##""Owner": {"type": "object", "properties": {
            "pet": {"allOf": [{"$ref": "#/components/schemas/Pet"}], "description": "The pet."}
        }}"##,
    ]);
    let owner = item(text(&output, "types.rs"), "Owner");
    assert!(owner.contains("pub pet: Option<Pet>"), "{owner}");
}
