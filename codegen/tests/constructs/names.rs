//! Which places are one type, and what each type is called.

use crate::support::{accept, item, members, text};

const ORDER: (&str, &str) = (
    "order.json",
    r#"{
        "type": "object",
        "properties": {
            "state": {"enum": ["open", "shipped"]},
            "lines": {"type": "array", "items": {"type": "object", "properties": {"state": {"enum": ["ok", "missing"]}}}}
        }
    }"#,
);

/// The types of `order.json`, as they are whatever else there is.
#[track_caller]
fn assert_order(types: &str) {
    assert_eq!(members(types, "Order"), ["state", "lines", "additional_properties"]);
    assert_eq!(members(types, "OrderState"), ["Open", "Shipped", "Unknown"]);
    assert_eq!(members(types, "OrderLine"), ["state", "additional_properties"]);
    assert_eq!(members(types, "OrderLineState"), ["Ok", "Missing", "Unknown"]);
    let order = item(types, "Order");
    assert!(order.contains("pub state: Option<OrderState>,"), "{order}");
    assert!(order.contains("pub lines: Option<Vec<OrderLine>>,"), "{order}");
}

#[test]
fn an_equal_file_changes_no_type_of_another() {
    assert_order(text(&accept(&[ORDER]), "types.rs"));
    let output = accept(&[ORDER, ("invoice.json", ORDER.1)]);
    let types = text(&output, "types.rs");
    assert_order(types);
    assert_eq!(members(types, "Invoice"), ["state", "lines", "additional_properties"]);
    // A value of one property is a value of the other.
    assert!(types.contains("pub type InvoiceState = OrderState;"), "{types}");
}

#[test]
fn a_file_with_other_shapes_under_the_same_names_changes_no_type_of_another() {
    let invoice = r#"{
        "type": "object",
        "properties": {
            "state": {"enum": ["open", "shipped"]},
            "lines": {"type": "array", "items": {"type": "object", "properties": {"state": {"enum": ["late", "lost"]}}}},
            "total": {"type": "integer"}
        }
    }"#;
    let output = accept(&[ORDER, ("invoice.json", invoice)]);
    let types = text(&output, "types.rs");
    assert_order(types);
    assert_eq!(members(types, "InvoiceLineState"), ["Late", "Lost", "Unknown"]);
}

#[test]
fn equal_shapes_of_two_roots_are_shared_only_under_the_same_property() {
    let role = r#"{"enum": ["admin", "view"]}"#;
    let schema = |property: &str| format!(r#"{{"type": "object", "properties": {{"{property}": {role}}}}}"#);
    let output = accept(&[
        ("token.json", &schema("role")),
        ("tokenPatch.json", &schema("role")),
        ("lever.json", &schema("position")),
    ]);
    let types = text(&output, "types.rs");
    assert!(types.contains("pub type TokenPatchRole = TokenRole;"), "{types}");
    assert!(types.contains("pub enum LeverPosition {"), "{types}");
}

#[test]
fn no_property_has_a_type_that_is_named_after_another_property() {
    let inherited =
        r#"{"anyOf": [{"type": "string"}, {"type": "object", "properties": {"workspace": {"const": true}}}]}"#;
    let output = accept(&[(
        "package.json",
        &format!(
            r#"{{"type": "object", "properties": {{
                "version": {inherited},
                "description": {inherited},
                "license": {inherited},
                "target": {{"type": "object", "properties": {{"license": {inherited}}}}}
            }}}}"#
        ),
    )]);
    let types = text(&output, "types.rs");
    let package = item(types, "Package");
    for (property, name) in [
        ("version", "PackageVersion"),
        ("description", "PackageDescription"),
        ("license", "PackageLicense"),
    ] {
        assert!(package.contains(&format!("pub {property}: Option<{name}>,")), "{types}");
    }
    // The values of one property fit the others.
    assert!(
        types.contains("pub type PackageDescription = PackageVersion;"),
        "{types}"
    );
    assert!(types.contains("pub type PackageLicense = PackageVersion;"), "{types}");
    // The same property elsewhere in the root has the same type.
    assert!(
        item(types, "PackageTarget").contains("pub license: Option<PackageLicense>,"),
        "{types}"
    );
}

#[test]
fn another_root_does_not_connect_two_properties() {
    let shape = r#"{"enum": ["on", "off"]}"#;
    let schema = |properties: &[&str]| {
        let properties: Vec<String> = properties.iter().map(|name| format!(r#""{name}": {shape}"#)).collect();
        format!(r#"{{"type": "object", "properties": {{{}}}}}"#, properties.join(", "))
    };
    let output = accept(&[
        ("lamp.json", &schema(&["mode"])),
        ("fan.json", &schema(&["state"])),
        ("heater.json", &schema(&["mode", "state"])),
    ]);
    let types = text(&output, "types.rs");
    assert!(types.contains("pub enum LampMode {"), "{types}");
    assert!(types.contains("pub enum FanState {"), "{types}");
    assert!(types.contains("pub type HeaterMode = LampMode;"), "{types}");
    assert!(types.contains("pub type HeaterState = LampMode;"), "{types}");
}

#[test]
fn two_pins_separate_equal_shapes_and_one_pin_shares_them() {
    let schema = |pin: &str| {
        format!(r#"{{"type": "object", "properties": {{"state": {{"enum": ["on", "off"], "x-rust-name": "{pin}"}}}}}}"#)
    };
    let output = accept(&[
        ("lamp.json", &schema("LampMode")),
        ("heater.json", &schema("HeaterMode")),
        ("fan.json", &schema("HeaterMode")),
    ]);
    let types = text(&output, "types.rs");
    assert_eq!(types.matches("pub enum").count(), 2, "{types}");
    assert!(item(types, "Lamp").contains("Option<LampMode>"), "{types}");
    assert!(item(types, "Heater").contains("Option<HeaterMode>"), "{types}");
    assert!(item(types, "Fan").contains("Option<HeaterMode>"), "{types}");
}

#[test]
fn definitions_are_called_what_they_are_called_used_or_not() {
    let output = accept(&[(
        "a.json",
        r##"{
            "type": "object",
            "properties": {"home": {"$ref": "#/definitions/Address"}},
            "definitions": {
                "Address": {"type": "object", "properties": {"street": {"type": "string"}}},
                "OrderLine": {"type": "object", "properties": {"count": {"type": "integer"}}},
                "Unused": {"enum": ["x"]}
            }
        }"##,
    )]);
    let types = text(&output, "types.rs");
    for wanted in ["pub struct Address {", "pub struct OrderLine {", "pub enum Unused {"] {
        assert!(types.contains(wanted), "there is no `{wanted}`:\n{types}");
    }
}

#[test]
fn definitions_of_one_name_stand_behind_their_roots_if_they_differ() {
    let schema = |property: &str| {
        let address = format!(r#"{{"type": "object", "properties": {{"{property}": {{"type": "string"}}}}}}"#);
        format!(r#"{{"type": "object", "definitions": {{"Address": {address}}}}}"#)
    };
    let output = accept(&[("a.json", &schema("street")), ("b.json", &schema("city"))]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "AAddress"), ["street", "additional_properties"]);
    assert_eq!(members(types, "BAddress"), ["city", "additional_properties"]);
    let output = accept(&[("a.json", &schema("street")), ("b.json", &schema("street"))]);
    let types = text(&output, "types.rs");
    assert_eq!(types.matches("pub struct Address").count(), 1, "{types}");
}

#[test]
fn components_of_equal_shape_are_types_of_their_own() {
    let output = accept(&[(
        "openapi.json",
        r##"{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
            "Cat": {"type": "object", "properties": {"name": {"type": "string", "description": "Of the cat."}}},
            "City": {"type": "object", "properties": {"name": {"type": "string", "description": "Of the city."}}},
            "Sms": {"type": "object", "properties": {"to": {"type": "string"}}, "required": ["to"]},
            "Mail": {"type": "object", "properties": {"to": {"type": "string"}}, "required": ["to"]},
            "Notice": {"oneOf": [{"$ref": "#/components/schemas/Sms"}, {"$ref": "#/components/schemas/Mail"}]}
        }}}"##,
    )]);
    let types = text(&output, "types.rs");
    assert!(item(types, "Cat").contains("Of the cat."), "{types}");
    assert!(item(types, "City").contains("Of the city."), "{types}");
    assert_eq!(members(types, "Notice"), ["Sms", "Mail", "Unknown"]);
}

#[test]
fn an_inline_shape_that_equals_a_component_is_that_component() {
    let pump = r##""type": "object", "properties": {
        "id": {"type": "string"},
        "feeds": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Pump"}]}
    }"##;
    let output = accept(&[(
        "openapi.json",
        &format!(
            r#"{{"openapi": "3.1.0", "paths": {{}}, "components": {{"schemas": {{
                "Pump": {{{pump}}},
                "PumpPage": {{"type": "object", "properties": {{"items": {{"type": "array", "items": {{{pump}}}}}}}}}
            }}}}}}"#
        ),
    )]);
    let types = text(&output, "types.rs");
    assert!(
        item(types, "PumpPage").contains("pub items: Option<Vec<Pump>>"),
        "{types}"
    );
}

#[test]
fn a_property_may_be_called_like_a_kind_of_step() {
    for property in ["value", "text", "list", "map", "item", "number", "object"] {
        let schema = format!(
            r#"{{"type": "object", "properties": {{"{property}": {{"type": "object", "properties": {{"x": {{"type": "string"}}}}}}}}}}"#
        );
        let output = accept(&[("a.json", &schema), ("b.json", &schema)]);
        let types = text(&output, "types.rs");
        let name = format!("{}{}", property[..1].to_uppercase(), &property[1..]);
        assert!(types.contains(&format!("pub struct A{name} {{")), "{types}");
        assert!(types.contains(&format!("pub type B{name} = A{name};")), "{types}");
    }
}

#[test]
fn a_title_that_is_the_word_for_a_kind_names_its_variant() {
    let output = accept(&[(
        "message.json",
        r##"{
            "oneOf": [{"title": "text", "$ref": "#/definitions/Plain"}, {"type": "integer"}],
            "definitions": {"Plain": {"enum": ["a"]}}
        }"##,
    )]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "Message"), ["Text", "Integer", "Unknown"]);
}

#[test]
fn an_unrelated_file_moves_no_box() {
    let first = r#"{"type": "object", "properties": {"b": {"$ref": "b.json"}, "name": {"type": "string"}}}"#;
    let second = r#"{"type": "object", "properties": {"a": {"$ref": "a.json"}}}"#;
    let alone = accept(&[("a.json", first), ("b.json", second)]);
    let fields = |types: &str| [item(types, "A").trim().to_owned(), item(types, "B").trim().to_owned()];
    let before = fields(text(&alone, "types.rs"));
    for name in ["0.json", "z.json"] {
        let output = accept(&[
            ("a.json", first),
            ("b.json", second),
            (
                name,
                r#"{"type": "object", "properties": {"second": {"$ref": "b.json"}}}"#,
            ),
        ]);
        assert_eq!(fields(text(&output, "types.rs")), before, "beside {name}");
    }
}

#[test]
fn branches_are_called_after_the_schema_that_only_they_add_or_the_property_that_only_they_require() {
    let output = accept(&[(
        "rule.json",
        r##"{
            "type": "object",
            "properties": {
                "detail": {"oneOf": [
                    {"allOf": [{"$ref": "#/definitions/Creation"}, {"$ref": "#/definitions/Info"}]},
                    {"allOf": [{"$ref": "#/definitions/Update"}, {"$ref": "#/definitions/Info"}]}
                ]}
            },
            "definitions": {
                "Creation": {"type": "object", "properties": {"a": {"type": "string"}}},
                "Update": {"type": "object", "properties": {"b": {"type": "string"}}},
                "Info": {"type": "object", "properties": {"id": {"type": "integer"}}}
            }
        }"##,
    )]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "RuleDetail"), ["Creation", "Update", "Unknown"]);
    assert!(types.contains("pub struct RuleCreation {"), "{types}");
}

/// A type that is named after its content is the same one in any notation: otherwise the second one would be named after
/// the first place that uses it, and a new schema could take that name away.
#[test]
fn types_named_after_their_content_are_one_in_any_notation_and_beside_null() {
    let link = r#"{"type": "object", "properties": {
        "targetId": {"type": "string", "pattern": "^[0-9a-fA-F]{24}$"},
        "sourceId": {"type": ["string", "null"], "pattern": "^[A-Fa-f\\d]{24}$"},
        "value": {"type": ["string", "number"]}
    }}"#;
    let order = r#"{"type": "object", "properties": {
        "id": {"type": "string", "pattern": "^[a-f\\dA-F]{24}$"},
        "value": {"type": ["number", "string", "null"]}
    }, "required": ["value"]}"#;
    let output = accept(&[("link.json", link), ("anOrder.json", order)]);
    let types = text(&output, "types.rs");
    let (link, order) = (item(types, "Link"), item(types, "AnOrder"));
    assert!(link.contains("pub target_id: Option<ObjectId>,"), "{link}");
    assert!(link.contains("pub source_id: Maybe<ObjectId>,"), "{link}");
    assert!(link.contains("pub value: Option<StringOrNumber>,"), "{link}");
    assert!(order.contains("pub id: Option<ObjectId>,"), "{order}");
    assert!(order.contains("pub value: Option<StringOrNumber>,"), "{order}");
}
