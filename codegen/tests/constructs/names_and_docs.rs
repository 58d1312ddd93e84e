//! Names and documentation of types, whatever their construct.

use typewright::Severity;

use crate::support::{Folder, accept, item, members, text};

#[test]
fn a_choice_between_files_is_named_after_the_files() {
    let output = accept(&[
        (
            "pet.json",
            r#"{"oneOf": [{"$ref": "cat.json"}, {"$ref": "bigDog.json"}]}"#,
        ),
        (
            "cat.json",
            r#"{"type": "object", "properties": {"lives": {"type": "integer"}}, "required": ["lives"]}"#,
        ),
        (
            "bigDog.json",
            r#"{"type": "object", "properties": {"tricks": {"type": "integer"}}, "required": ["tricks"]}"#,
        ),
    ]);
    assert_eq!(members(text(&output, "types.rs"), "Pet"), ["Cat", "BigDog", "Unknown"]);
}

#[test]
fn variants_of_one_kind_are_told_apart_by_what_they_hold() {
    let output = accept(&[
        (
            "moment.json",
            r#"{"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}"#,
        ),
        (
            "answer.json",
            r#"{"anyOf": [
                {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}
            ]}"#,
        ),
    ]);
    let types = text(&output, "types.rs");
    for name in ["Moment", "Answer"] {
        let variants = members(types, name);
        // Nothing about them is in lower case, and neither is the plain one.
        assert!(
            !variants.iter().any(|variant| variant.ends_with("Lower")),
            "{name}: {variants:?}"
        );
    }
}

#[test]
fn a_type_is_documented_as_a_schema_only_if_it_is_one() {
    let output = accept(&[(
        "order.json",
        r#"{"type": ["string", "null"], "enum": ["asc", "desc", null]}"#,
    )]);
    let types = text(&output, "types.rs");
    assert_eq!(types.matches("Schema: `order.json`").count(), 1, "{types}");
    assert!(item(types, "Order").contains("Schema: `order.json`"), "{types}");
}

#[test]
fn the_description_of_a_constant_is_that_of_its_variant() {
    let output = accept(&[(
        "state.json",
        r#"{"oneOf": [{"const": "on", "description": "It runs."}, {"const": "off", "description": "It rests."}]}"#,
    )]);
    let state = item(text(&output, "types.rs"), "State").to_owned();
    assert!(state.contains("It runs.") && state.contains("It rests."), "{state}");
}

#[test]
fn a_value_with_a_backtick_is_shown_as_it_is() {
    let output = accept(&[("state.json", r#"{"enum": ["a`b", "c"]}"#)]);
    let state = item(text(&output, "types.rs"), "State").to_owned();
    assert!(state.contains("/// ``a`b``"), "{state}");
}

#[test]
fn a_property_without_a_description_has_no_documentation() {
    let output = accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"maxLength": 3, "type": "string"}}}"#,
    )]);
    let device = item(text(&output, "types.rs"), "Device").to_owned();
    assert!(
        device.contains("struct Device {\n    pub a: Option<String>,\n    /// At most 3 characters.\n    pub b"),
        "{device}"
    );
}

#[test]
fn every_value_of_an_enum_is_shown() {
    let output = accept(&[("odd.json", r#"{"enum": ["", " ", "\n", "\u0000", "\u202e"]}"#)]);
    let odd = item(text(&output, "types.rs"), "Odd").to_owned();
    let docs: Vec<&str> = odd.lines().filter(|line| line.starts_with("    ///")).collect();
    for (index, line) in docs.iter().enumerate() {
        assert!(!docs[..index].contains(line), "two values look the same:\n{odd}");
    }
}

#[test]
fn lines_of_documentation_keep_to_their_width() {
    let output = accept(&[
        ("negative.json", r#"{"not": {"type": "string"}}"#),
        (
            "limited.json",
            &format!(r#"{{"type": "string", "pattern": "^{}$"}}"#, "word{1,3} ".repeat(12)),
        ),
    ]);
    for line in text(&output, "types.rs").lines().filter(|line| line.starts_with("///")) {
        assert!(
            line.chars().count() <= 100 || !line.contains(' '),
            "{} characters: {line}",
            line.chars().count()
        );
    }
}

#[test]
fn the_reason_for_holding_json_is_the_true_one() {
    let output = accept(&[
        ("origin.json", r#"{"const": {"x": 0, "y": 0}}"#),
        ("negative.json", r#"{"not": {"type": "string"}}"#),
    ]);
    let types = text(&output, "types.rs");
    let (origin, negative) = (item(types, "Origin"), item(types, "Negative"));
    assert!(!origin.contains("of different types"), "there is one value:\n{origin}");
    assert!(
        negative.contains("not"),
        "`not` is the reason, and is not named:\n{negative}"
    );
}

#[test]
fn a_file_beside_is_meant_where_its_id_counts_for_nothing() {
    // In the wild, a whole file is a reference into itself, with an `$id` that draft-07 ignores there.
    let output = accept(&[
        (
            "device.schema.json",
            r##"{
                "$id": "http://example.com/schemas/device",
                "$ref": "#/definitions/device",
                "definitions": {"device": {"type": "object", "properties": {
                    "place": {"$ref": "place#/definitions/place"},
                    "owner": {"$ref": "http://example.com/schemas/owner"}
                }}}
            }"##,
        ),
        (
            "owner.schema.json",
            r##"{
                "$id": "http://example.com/schemas/owner",
                "$ref": "#/definitions/owner",
                "definitions": {"owner": {"type": "integer"}}
            }"##,
        ),
        (
            "place.schema.json",
            r##"{
                "$id": "http://example.com/schemas/place",
                "$ref": "#/definitions/place",
                "definitions": {"place": {"type": "object", "properties": {"room": {"type": "string"}}}}
            }"##,
        ),
    ]);
    let types = text(&output, "types.rs");
    for field in ["pub place: Option<Place>", "pub owner: Option<Integer>"] {
        assert!(types.contains(field), "there is no `{field}`:\n{types}");
    }
}

#[test]
fn a_file_beside_is_meant_by_its_name_where_no_document_has_the_uri() {
    let output = accept(&[
        (
            "device.json",
            r#"{
                "$id": "http://example.com/v1/device.json",
                "type": "object",
                "properties": {"place": {"$ref": "place.snapshot.json#/definitions/place"}}
            }"#,
        ),
        (
            "place.snapshot.json",
            r#"{"$id": "http://example.com/v1/place.json", "definitions": {"place": {"type": "boolean"}}}"#,
        ),
    ]);
    let types = text(&output, "types.rs");
    assert!(types.contains("pub place: Option<bool>"), "{types}");
}

#[test]
fn a_file_that_says_more_than_what_it_refers_to_has_a_type_of_its_own() {
    for more in [
        r#"{"minProperties": 1, "anyOf": [{"$ref": "device.json"}]}"#,
        r#"{"required": ["place"], "oneOf": [{"$ref": "device.json"}, {"type": "object", "not": {}}]}"#,
        r#"{"not": {"required": ["place"]}, "allOf": [{"anyOf": [{"$ref": "device.json"}]}]}"#,
    ] {
        let output = accept(&[
            (
                "device.json",
                r#"{"type": "object", "properties": {"id": {"type": "string"}}}"#,
            ),
            ("more.json", more),
        ]);
        let types = text(&output, "types.rs");
        assert!(!types.contains("pub type More"), "{more} says more:\n{types}");
    }
    let output = accept(&[
        ("device.json", r#"{"type": "object", "properties": {"id": {}}}"#),
        ("same.json", r#"{"allOf": [{"anyOf": [{"$ref": "device.json"}]}]}"#),
    ]);
    assert!(text(&output, "types.rs").contains("pub type Same = Device;"));
}

#[test]
fn no_character_makes_two_schemas_one() {
    for (one, other) in [
        (r#"{"required": ["a\u0000b"]}"#, r#"{"required": ["a", "b"]}"#),
        (
            r#"{"dependencies": {"a": ["b\u0000c"]}}"#,
            r#"{"dependencies": {"a": ["b", "c"]}}"#,
        ),
        (
            r#"{"pattern": "x\u0002uniqueItems="}"#,
            r#"{"pattern": "x", "uniqueItems": true}"#,
        ),
        (r#"{"enum": ["a\u0000\"b\""]}"#, r#"{"enum": ["a", "b"]}"#),
    ] {
        let output = accept(&[("one.json", one), ("other.json", other)]);
        let types = text(&output, "types.rs");
        assert!(
            !types.contains("pub type"),
            "{one} and {other} are taken for one:\n{types}"
        );
    }
}

#[test]
fn a_file_that_is_added_renames_nothing_in_the_others() {
    const TAG: (&str, &str) = (
        "tag.json",
        r#"{
            "type": "object",
            "properties": {
                "place": {"type": "object", "properties": {"page": {"type": "integer"}}},
                "state": {"enum": ["on", "off"]}
            }
        }"#,
    );
    let alone = accept(&[TAG]);
    assert_eq!(
        members(text(&alone, "types.rs"), "TagPlace"),
        ["page", "additional_properties"]
    );
    // Whether its name comes before or behind that of the file that it refers to.
    for name in ["device.json", "zebra.json"] {
        let output = accept(&[
            TAG,
            (
                name,
                r#"{"type": "object", "properties": {"tag": {"$ref": "tag.json"}}}"#,
            ),
        ]);
        let types = text(&output, "types.rs");
        for wanted in ["pub struct TagPlace {", "pub enum TagState {"] {
            assert!(types.contains(wanted), "there is no `{wanted}` beside {name}:\n{types}");
        }
    }
}

#[test]
fn a_list_of_types_with_limits_is_named_after_its_property() {
    let property = |limits: &str| {
        let schema =
            format!(r#"{{"type": "object", "properties": {{"value": {{"type": ["string", "integer"]{limits}}}}}}}"#);
        accept(&[("setting.json", &schema)])
    };
    // What it is called must not make readers think that any text and any number will do.
    let output = property(r#", "maxLength": 5, "minimum": 0"#);
    assert_eq!(
        members(text(&output, "types.rs"), "SettingValue"),
        ["String", "Integer", "Unknown"]
    );
}

#[test]
fn a_list_of_types_is_not_renamed_by_another_file() {
    const SETTING: (&str, &str) = (
        "setting.json",
        r#"{"type": "object", "properties": {"value": {"type": ["string", "integer"]}}}"#,
    );
    let field = |files: &[(&str, &str)]| {
        let output = accept(files);
        let setting = item(text(&output, "types.rs"), "Setting").to_owned();
        let line = setting.lines().find(|line| line.contains("pub value"));
        line.expect("the field").to_owned()
    };
    let alone = field(&[SETTING]);
    for name in ["alpha.json", "zulu.json"] {
        let other = r#"{"type": "object", "properties": {"other": {"type": ["string", "number"]}}}"#;
        assert_eq!(field(&[SETTING, (name, other)]), alone, "beside {name}");
    }
}

#[test]
fn what_is_held_as_json_is_reported() {
    let folder = Folder::with(&[("negative.json", "{\n  \"not\": {\"type\": \"string\"}\n}")]);
    let output = folder.generate().unwrap();
    let [only] = &output.diagnostics[..] else {
        panic!("there should be one note, and there are {:?}", output.diagnostics);
    };
    assert_ne!(only.severity, Severity::Error);
    assert!(
        only.file.ends_with("negative.json") && only.line > 0 && !only.help.is_empty(),
        "{only}"
    );
}

#[test]
fn every_variant_is_checked_by_its_own_table() {
    let output = accept(&[(
        "device.json",
        r#"{
            "type": "object",
            "properties": {
                "a-b": {"oneOf": [{"type": "string", "minLength": 5}, {"type": "integer"}]},
                "a_b": {"oneOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]}
            }
        }"#,
    )]);
    let (wire, schema) = (text(&output, "types/wire.rs"), text(&output, "types/schema.rs"));
    let tables: Vec<&str> = wire
        .lines()
        .filter_map(|line| line.trim().strip_prefix("String(String) = kind::STRING, &schema::"))
        .map(|rest| {
            let name = rest.trim_end_matches(';');
            let start = schema
                .find(&format!("static {name}:"))
                .expect("the table of the variant");
            schema[start..].split(";\n").next().unwrap_or_default()
        })
        .collect();
    let [first, second] = tables[..] else {
        panic!("there should be two choices with a string:\n{wire}");
    };
    assert!(
        first.contains("min_length(5)"),
        "the text of \"a-b\" is checked by:\n{first}"
    );
    assert!(
        second.contains("max_length(2)"),
        "the text of \"a_b\" is checked by:\n{second}"
    );
}

#[test]
fn branches_that_look_alike_are_one_variant_that_is_called_after_what_they_have_in_common() {
    let output = accept(&[(
        "contact.json",
        r##"{
            "type": "object",
            "properties": {
                "by": {"anyOf": [
                    {"title": "Email", "type": "string", "minLength": 3},
                    {"title": "Phone", "type": "string", "maxLength": 20},
                    {"type": "integer"}
                ]},
                "at": {"anyOf": [
                    {"title": "Home", "$ref": "#/definitions/address"},
                    {"$ref": "#/definitions/place"},
                    {"type": "integer"}
                ]}
            },
            "definitions": {
                "address": {"type": "object", "properties": {"street": {"type": "string"}}},
                "place": {"type": "object", "properties": {"street": {"type": "string"}}}
            }
        }"##,
    )]);
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "ContactBy"), ["String", "Integer", "Unknown"]);
    // Definitions are types of their own, even if they are equal.
    assert_eq!(members(types, "ContactAt"), ["Home", "Place", "Integer", "Unknown"]);
}

#[test]
fn deprecated_types_and_properties_are_deprecated() {
    let output = accept(&[(
        "device.json",
        r#"{
            "type": "object",
            "deprecated": true,
            "description": "A device. Use a machine instead.",
            "properties": {
                "old": {"type": "string", "deprecated": true},
                "new": {"type": "string"}
            }
        }"#,
    )]);
    let types = text(&output, "types.rs");
    let device = item(types, "Device");
    assert!(
        device.contains("#[deprecated(note = \"Use a machine instead.\")]"),
        "{device}"
    );
    for member in ["pub old:", "pub fn old(", "pub fn maybe_old("] {
        let (before, _) = types.split_once(member).expect(member);
        let attributes: Vec<&str> = before.lines().rev().take(3).map(str::trim).collect();
        assert!(attributes.contains(&"#[deprecated]"), "{member} in\n{types}");
    }
    assert_eq!(types.matches("#[deprecated]").count(), 3, "{types}");
}
