//! Names that collide, or that Rust does not allow.

use typewright::Severity;

use crate::support::{accept, assert_only, members, refuse, text};

#[test]
fn two_files_that_give_one_type_name_are_refused() {
    let refusal = refuse(&[
        ("user-token.json", r#"{"type": "object"}"#),
        ("userToken.json", "\n {\"type\": \"string\"}"),
    ]);
    assert_only(&refusal, "schemas/userToken.json", 2, 2, "");
    insta::assert_snapshot!(refusal.text, @r#"
    error: the type of this schema would be called UserToken, as is that of user-token.json
     --> schemas/userToken.json:2:2
      |
    2 |  {"type": "string"}
      |  ^^^^^^^^^^^^^^^^^^
      |
      = help: rename one of the two

    1 error; no files were written
    "#);
}

#[test]
fn every_file_with_a_taken_name_is_reported() {
    let refusal = refuse(&[("a-b.json", "{}"), ("aB.json", "{}"), ("a_b.json", "{}")]);
    assert_eq!(
        refusal.places(),
        [("schemas/aB.json", 1, 1, ""), ("schemas/a_b.json", 1, 1, "")],
        "{}",
        refusal.text
    );
}

#[test]
fn two_files_whose_type_names_differ_are_generated() {
    let output = accept(&[
        ("a-b.json", r#"{"type": "string"}"#),
        ("ab.json", r#"{"type": "integer"}"#),
    ]);
    assert!(text(&output, "types.rs").contains("pub struct AB(pub String);"));
    assert!(text(&output, "types.rs").contains("pub struct Ab(pub Integer);"));
}

#[test]
fn a_component_that_is_called_like_a_file_is_refused() {
    let refusal = refuse(&[
        ("device.json", r#"{"type": "object"}"#),
        (
            "openapi.json",
            r#"{
  "openapi": "3.1.0",
  "components": {
    "schemas": {
      "Device": {"type": "string"}
    }
  },
  "paths": {}
}"#,
        ),
    ]);
    assert_only(&refusal, "schemas/openapi.json", 5, 17, "/components/schemas/Device");
    insta::assert_snapshot!(refusal.text, @r#"
    error: the type of this schema would be called Device, as is that of device.json
     --> schemas/openapi.json:5:17 (/components/schemas/Device)
      |
    5 |       "Device": {"type": "string"}
      |                 ^^^^^^^^^^^^^^^^^^
      |
      = help: rename one of the two

    1 error; no files were written
    "#);
}

#[test]
fn a_component_that_refers_to_the_file_of_its_name_is_the_type_of_that_file() {
    let output = accept(&[
        (
            "device.json",
            r#"{"type": "object", "properties": {"id": {"type": "string"}}}"#,
        ),
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "components": {"schemas": {"Device": {"$ref": "device.json"}, "Gadget": {"$ref": "device.json"}}},
                "paths": {}
            }"#,
        ),
    ]);
    let types = text(&output, "types.rs");
    assert_eq!(types.matches("pub struct").count(), 1, "{types}");
    assert_eq!(types.matches("pub type").count(), 1, "{types}");
    assert!(
        types.contains("pub struct Device {") && types.contains("pub type Gadget = Device;"),
        "{types}"
    );
}

#[test]
fn components_whose_names_differ_in_case_or_punctuation_spell_these_out() {
    let component =
        |property: &str| format!(r#"{{"type": "object", "properties": {{"{property}": {{"type": "string"}}}}}}"#);
    let api = format!(
        r#"{{"openapi": "3.1.0", "paths": {{}}, "components": {{"schemas": {{
            "user-token": {}, "userToken": {}, "UserToken": {}, "USER_TOKEN": {}
        }}}}}}"#,
        component("a"),
        component("b"),
        component("c"),
        component("d")
    );
    let output = accept(&[("openapi.json", &api)]);
    let types = text(&output, "types.rs");
    for (name, property) in [
        ("UserToken", "c"),
        ("UserTokenMixed", "b"),
        ("UserDashToken", "a"),
        ("UserUnderscoreToken", "d"),
    ] {
        assert_eq!(members(types, name), [property, "additional_properties"], "{name}");
    }
}

#[test]
fn a_pinned_name_that_is_none_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"properties\": {\n    \"state\": {\"enum\": [\"on\"], \"x-rust-name\": \"on off\"}\n  }\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 46, "/properties/state/x-rust-name");
    insta::assert_snapshot!(refusal.text, @r#"
    error: `x-rust-name` must be the name of a Rust type, found "on off"
     --> schemas/device.json:3:46 (/properties/state/x-rust-name)
      |
    3 |     "state": {"enum": ["on"], "x-rust-name": "on off"}
      |                                              ^^^^^^^^
      |
      = help: write a name in PascalCase, such as "OrgRole"

    1 error; no files were written
    "#);
}

#[test]
fn a_pinned_name_that_is_taken_is_refused() {
    let refusal = refuse(&[
        (
            "device.json",
            "{\n  \"type\": \"object\",\n  \"properties\": {\n    \"state\": {\"enum\": [\"on\", \"off\"], \"x-rust-name\": \"State\"}\n  }\n}",
        ),
        ("state.json", r#"{"type": "object"}"#),
    ]);
    assert_only(&refusal, "schemas/device.json", 4, 53, "/properties/state/x-rust-name");
    insta::assert_snapshot!(refusal.text, @r#"
    error: the name State is taken by state.json
     --> schemas/device.json:4:53 (/properties/state/x-rust-name)
      |
    4 | ...  "state": {"enum": ["on", "off"], "x-rust-name": "State"}
      |                                                      ^^^^^^^
      |
      = help: choose another `x-rust-name`; different shapes are different types

    1 error; no files were written
    "#);
}

#[test]
fn the_pinned_name_of_an_object_or_something_else_is_that_of_the_whole() {
    for type_ in ["", r#""type": ["object", "string"],"#] {
        let kind = format!(r#"{{{type_} "properties": {{"z": {{"type": "string"}}}}, "x-rust-name": "Kay"}}"#);
        let schema = format!(r#"{{"type": "object", "properties": {{"k": {kind}}}}}"#);
        let output = accept(&[("device.json", &schema)]);
        assert!(text(&output, "types.rs").contains("pub enum Kay {"), "{schema}");
    }
}

#[test]
fn a_pinned_name_that_names_nothing_is_a_warning() {
    for (schema, pointer, said) in [
        (
            r#"{"type": "object", "properties": {"x": {"type": "string", "x-rust-name": "Name"}}}"#,
            "/properties/x/x-rust-name",
            "`x-rust-name` has no effect: this schema gives no type that could be called Name",
        ),
        (
            r#"{"type": "object", "x-rust-name": "Gadget"}"#,
            "/x-rust-name",
            "`x-rust-name` has no effect here: the type of this schema is called Device, not Gadget",
        ),
    ] {
        let output = accept(&[("device.json", schema)]);
        let warnings = output
            .diagnostics
            .iter()
            .filter(|said| said.severity == Severity::Warning);
        let warnings: Vec<(&str, &str)> = warnings.map(|said| (&*said.pointer, &*said.message)).collect();
        assert_eq!(warnings, [(pointer, said)]);
    }
}

#[test]
fn enum_values_that_collide_as_rust_names_get_distinct_names() {
    let output = accept(&[("order.json", r#"{"enum": ["asc", "ASC", "", "a-sc"]}"#)]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Order").join(" "), @"Asc AscUpper Empty ASc Unknown");
}

#[test]
fn names_of_enum_values_depend_on_no_order_and_on_no_newcomer() {
    let variants = |values: &str| {
        let output = accept(&[("order.json", &format!("{{\"enum\": [{values}]}}"))]);
        let wire = text(&output, "types/wire.rs").to_owned();
        let lines = wire.lines().filter(|line| line.contains(" = \""));
        lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let mut one_way = variants(r#""asc", "ASC", """#);
    let mut other_way = variants(r#""", "ASC", "asc""#);
    let more = variants(r#""~asc", "asc", "as-c", "ASC", "aSC", """#);
    assert!(
        one_way.iter().all(|line| more.contains(line)),
        "{one_way:?} became {more:?}"
    );
    one_way.sort();
    other_way.sort();
    assert_eq!(one_way, other_way);
}

#[test]
fn the_plainest_of_several_names_keeps_the_plain_identifier() {
    for names in [["type", "Type"], ["Type", "type"], ["TYPE", "type"], ["t-ype", "tYpe"]] {
        let output = accept(&[("device.json", &properties(&names))]);
        let wire = text(&output, "types/wire.rs");
        for name in names {
            let plain = if name == "tYpe" { "t_ype" } else { "type_" };
            let has_it = wire.contains(&format!("optional {plain} = \"{name}\";"));
            assert_eq!(has_it, ["type", "tYpe"].contains(&name), "{name:?} in:\n{wire}");
        }
    }
}

#[test]
fn a_property_may_be_called_like_a_rust_keyword() {
    let output = accept(&[(
        "device.json",
        &properties(&["type", "self", "crate", "async", "fn", "gen", "box"]),
    )]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Device").join(" "), @"async_ box_ crate_ fn_ gen_ self_ type_ additional_properties");
}

#[test]
fn a_property_may_have_a_name_that_is_no_identifier() {
    let names = [
        "", "2fa", "a-b", "a_b", "aB", "$ref2", "é", "日本", "🙂", "'", "\u{202e}", "\n", "{}",
    ];
    let output = accept(&[("device.json", &properties(&names))]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Device").join(" "), @"empty ua ref2 apostrophe _2fa a_dash_b a_b a_underscore_b brace_brace_end é u202e 日本 u1f642 additional_properties");
}

#[test]
fn a_property_may_be_called_like_a_generated_helper() {
    let names = [
        "new",
        "build",
        "validate",
        "additional_properties",
        "from_json_exact",
        "clone",
        "default",
        "KNOWN",
    ];
    let output = accept(&[("device.json", &properties(&names))]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Device").join(" "), @"known additional_properties build clone default from_json_exact new validate additional_properties_");
}

#[test]
fn a_file_may_have_a_name_that_is_no_identifier() {
    for (name, wanted) in [
        ("2fa.json", "_2fa"),
        ("1.json", "_1"),
        ("self.json", "Self_"),
        ("-.json", "Dash"),
        ("日本.json", "日本"),
        ("🙂.json", "U1f642"),
        ("a b.json", "AB"),
    ] {
        let output = accept(&[(name, r#"{"type": "object", "properties": {"x": {"type": "string"}}}"#)]);
        assert_eq!(
            members(text(&output, "types.rs"), wanted),
            ["x", "additional_properties"],
            "{name}"
        );
    }
}

#[test]
fn a_newtype_called_like_a_field_does_not_rename_the_field() {
    let person = ("person.json", &*properties(&["氏名"]));
    let output = accept(&[person, ("氏名.json", r#"{"type": "string", "minLength": 1}"#)]);
    assert_eq!(
        members(text(&output, "types.rs"), "Person"),
        members(text(&accept(&[person]), "types.rs"), "Person")
    );
}

/// A schema with these properties, all of them strings.
pub(crate) fn properties(names: &[&str]) -> String {
    let properties: serde_json::Map<String, serde_json::Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), serde_json::json!({"type": "string"})))
        .collect();
    serde_json::json!({"type": "object", "properties": properties}).to_string()
}

#[test]
fn a_property_that_is_always_null_is_generated() {
    accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"gone": {"type": "null"}}}"#,
    )]);
    accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"gone": {"const": null}}}"#,
    )]);
    accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"gone": {"items": {"type": "null"}, "type": "array"}}}"#,
    )]);
}

#[test]
fn one_pin_on_two_shapes_is_refused_with_both_places() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"properties\": {\n    \"a\": {\"enum\": [\"on\", \"off\"], \"x-rust-name\": \"State\"},\n    \"b\": {\"enum\": [\"of\", \"f\"], \"x-rust-name\": \"State\"}\n  }\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 4, 47, "/properties/b/x-rust-name");
    insta::assert_snapshot!(refusal.text, @r#"
    error: `x-rust-name` State has another shape here than in schemas/device.json:3 (/properties/a)
     --> schemas/device.json:4:47 (/properties/b/x-rust-name)
      |
    4 |     "b": {"enum": ["of", "f"], "x-rust-name": "State"}
      |                                               ^^^^^^^
      |
      = help: give the two shapes two names, or make them equal

    1 error; no files were written
    "#);
}

#[test]
fn a_file_of_definitions_alone_is_noted() {
    let output = accept(&[(
        "all.json",
        r#"{"definitions": {"Pod": {"type": "object", "properties": {"name": {"type": "string"}}}}}"#,
    )]);
    let notes: Vec<&str> = output.diagnostics.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(
        notes,
        ["this file gives no type of its own: it holds only definitions, and each of them is a type"]
    );
    assert!(!text(&output, "types.rs").contains("pub struct All"));
}

#[test]
fn a_names_file_that_is_broken_is_refused_with_its_place() {
    for (text, line, column) in [
        ("{\n  \"a.json#\": \"A\",\n}", 3, 1),
        ("{\n  \"a.json#\": \"not a name\"\n}", 2, 14),
        ("{\n  \"a.json#\": 1\n}", 2, 14),
        ("[]", 1, 1),
        ("{\n  \"a.json#\": \"A\",\n  \"b.json#\": \"A\"\n}", 3, 14),
    ] {
        let refusal = refuse(&[("a.json", "{}"), ("b.json", "{}"), ("names.lock", text)]);
        let only = refusal.only();
        assert_eq!(
            (&*only.file, only.line),
            ("schemas/names.lock", line),
            "{}",
            refusal.text
        );
        assert_eq!(only.column, column, "{}", refusal.text);
    }
}
