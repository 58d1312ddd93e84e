//! `names.lock`: a name, once given, stays.

use std::collections::BTreeMap;

use serde_json::Value;
use typewright::Severity;

use crate::support::{Folder, client, item, members, text};

/// Generates, and writes the names file as the command line does.
#[track_caller]
fn run(folder: &Folder) -> (String, BTreeMap<String, Value>) {
    let output = folder.generate().unwrap_or_else(|problems| panic!("{problems}"));
    folder.add("names.lock", &output.names);
    let names = serde_json::from_str(&output.names).expect("a names file is JSON");
    (text(&output, "types.rs").to_owned(), names)
}

/// Every name that was given to a place is still the name of that place.
#[track_caller]
fn assert_kept(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) {
    for (place, name) in before {
        assert_eq!(after.get(place), Some(name), "{place}");
    }
}

const ORDER: &str = r#"{
    "type": "object",
    "properties": {
        "state": {"enum": ["open", "shipped"]},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"state": {"enum": ["ok", "missing"]}}}}
    }
}"#;

#[test]
fn the_file_has_a_line_for_each_place() {
    let folder = Folder::with(&[("order.json", ORDER), ("invoice.json", ORDER)]);
    let output = folder.generate().expect("code");
    insta::assert_snapshot!(output.names);
}

#[test]
fn new_files_change_no_name_whatever_they_are_called() {
    let folder = Folder::with(&[("order.json", ORDER)]);
    let (_, before) = run(&folder);
    for (name, schema) in [
        ("invoice.json", ORDER),
        ("a.json", ORDER),
        ("zebra.json", ORDER),
        (
            "orderLineState.json",
            r#"{"type": "object", "properties": {"x": {"type": "string"}}}"#,
        ),
        (
            "other.json",
            r#"{"type": "object", "definitions": {"OrderState": {"enum": ["x", "y"]}}}"#,
        ),
    ] {
        folder.add(name, schema);
        let (types, after) = run(&folder);
        assert_kept(&before, &after);
        assert_eq!(members(&types, "OrderState"), ["Open", "Shipped", "Unknown"], "{name}");
        assert_eq!(
            members(&types, "OrderLineState"),
            ["Ok", "Missing", "Unknown"],
            "{name}"
        );
    }
}

#[test]
fn a_new_schema_whose_name_is_taken_gets_another_and_a_warning() {
    let folder = Folder::with(&[("order.json", ORDER)]);
    run(&folder);
    folder.add(
        "orderState.json",
        r#"{"type": "object", "properties": {"x": {"type": "string"}}}"#,
    );
    let output = folder.generate().expect("code");
    let types = text(&output, "types.rs");
    assert_eq!(members(types, "OrderStateSchema"), ["x", "additional_properties"]);
    let warning = output.diagnostics.iter().find(|one| one.severity == Severity::Warning);
    let warning = warning.expect("a warning");
    assert!(warning.message.contains("OrderStateSchema"), "{warning}");
    assert!(warning.help.contains("names.lock"), "{warning}");
}

#[test]
fn reordered_properties_and_branches_keep_their_names() {
    let shapes = [
        r#""a": {"type": "object", "properties": {"state": {"enum": ["x", "y"]}}}"#,
        r#""b": {"type": "object", "properties": {"state": {"enum": ["u", "v"]}}}"#,
        r#""state": {"enum": ["p", "q"]}"#,
        r#""kind": {"oneOf": [{"title": "One", "type": "object", "properties": {"k": {"enum": ["1", "2"]}}},
            {"title": "Two", "type": "object", "properties": {"k": {"enum": ["3", "4"]}}}]}"#,
    ];
    let schema = |order: &[usize]| {
        let properties: Vec<&str> = order.iter().map(|index| shapes[*index]).collect();
        format!(r#"{{"type": "object", "properties": {{{}}}}}"#, properties.join(", "))
    };
    for start in [[0, 1, 2, 3], [3, 2, 1, 0]] {
        let folder = Folder::with(&[("thing.json", &schema(&start))]);
        let (_, before) = run(&folder);
        for order in [[1, 0, 2, 3], [2, 3, 0, 1], [3, 1, 2, 0], [0, 1, 2, 3]] {
            folder.add("thing.json", schema(&order));
            let (_, after) = run(&folder);
            assert_eq!(before, after, "{order:?}");
        }
    }
}

#[test]
fn a_property_that_is_added_takes_no_name() {
    let folder = Folder::with(&[(
        "thing.json",
        r#"{"type": "object", "properties": {"deep": {"type": "object", "properties": {"state": {"enum": ["a", "b"]}}}}}"#,
    )]);
    let (_, before) = run(&folder);
    folder.add(
        "thing.json",
        r#"{"type": "object", "properties": {
            "state": {"enum": ["c", "d"]},
            "deep": {"type": "object", "properties": {"state": {"enum": ["a", "b"]}}}
        }}"#,
    );
    let (types, after) = run(&folder);
    assert_kept(&before, &after);
    assert_eq!(members(&types, "ThingState"), ["A", "B", "Unknown"]);
}

#[test]
fn an_equal_property_that_is_added_renames_nothing_and_becomes_an_alias() {
    let address = r#"{"type": "object", "properties": {"city": {"type": "string"}}}"#;
    let schema = |properties: &[&str]| {
        let properties: Vec<String> = properties
            .iter()
            .map(|name| format!(r#""{name}": {address}"#))
            .collect();
        format!(r#"{{"type": "object", "properties": {{{}}}}}"#, properties.join(", "))
    };
    let folder = Folder::with(&[("order.json", &schema(&["shipping"]))]);
    let (_, before) = run(&folder);
    folder.add("order.json", schema(&["billing", "shipping"]));
    let (types, after) = run(&folder);
    assert_kept(&before, &after);
    assert!(types.contains("pub type OrderBilling = OrderShipping;"), "{types}");
    folder.add("order.json", schema(&["a", "billing", "shipping"]));
    let (types, last) = run(&folder);
    assert_kept(&after, &last);
    assert!(types.contains("pub type OrderA = OrderShipping;"), "{types}");
}

#[test]
fn shapes_that_become_equal_stay_apart() {
    let folder = |second: &str| {
        format!(
            r#"{{"type": "object", "properties": {{
                "a": {{"type": "object", "properties": {{"x": {{"type": "string"}}}}}},
                "b": {{"type": "object", "properties": {{"{second}": {{"type": "string"}}}}}}
            }}}}"#
        )
    };
    let schemas = Folder::with(&[("thing.json", &folder("y"))]);
    let (_, before) = run(&schemas);
    schemas.add("thing.json", folder("x"));
    let (types, after) = run(&schemas);
    assert_eq!(before, after);
    assert!(item(&types, "Thing").contains("pub b: Option<ThingB>"), "{types}");
}

#[test]
fn a_maintainer_may_edit_a_name_and_what_is_gone_is_removed() {
    let folder = Folder::with(&[("order.json", ORDER), ("gone.json", ORDER)]);
    let (_, mut names) = run(&folder);
    names.insert("order.json#/properties/lines/items".to_owned(), "Position".into());
    folder.add("names.lock", serde_json::to_string(&names).expect("JSON"));
    std::fs::remove_file(folder.schemas().join("gone.json")).expect("it was there");
    let (types, after) = run(&folder);
    assert!(item(&types, "Order").contains("Vec<Position>"), "{types}");
    assert!(after.keys().all(|place| !place.starts_with("gone.json")), "{after:?}");
}

#[test]
fn a_file_with_errors_keeps_its_names() {
    let folder = Folder::with(&[("order.json", ORDER), ("other.json", r#"{"type": "string"}"#)]);
    let (_, before) = run(&folder);
    folder.add("order.json", ORDER.replace("\"array\"", "\"arry\""));
    let output = crate::support::generate(&typewright::Generator::new(folder.schemas()).keep_going()).expect("code");
    folder.add("names.lock", &output.names);
    folder.add("order.json", ORDER);
    let (_, after) = run(&folder);
    assert_eq!(before, after);
}

#[test]
fn the_types_of_a_nullable_object_keep_their_names_apart() {
    let thing = r#"{"type": ["object", "null"], "properties": {"next": {"$ref": "thing.json"}}}"#;
    let folder = Folder::with(&[("thing.json", thing)]);
    let (_, before) = run(&folder);
    assert_eq!(before["thing.json#"], "Thing");
    assert_eq!(before["thing.json#(inner)"], "ThingObject");
    let (_, again) = run(&folder);
    assert_eq!(before, again);
    // A schema that would have this name is called differently.
    folder.add("thingObject.json", ORDER);
    let (types, after) = run(&folder);
    assert_kept(&before, &after);
    assert_eq!(members(&types, "ThingObject"), ["next", "additional_properties"]);
}

#[test]
fn branches_without_a_title_or_a_type_keep_their_names() {
    let thing = r#"{"type": "object", "properties": {"value": {"anyOf": [{"minLength": 3}, {"minimum": 3}]}}}"#;
    let folder = Folder::with(&[("thing.json", thing)]);
    let (types, names) = run(&folder);
    let again = run(&folder);
    assert_eq!((types, names), again);
}

/// The variants of `u.json`, each with its type, in alphabetical order.
fn variants(types: &str) -> Vec<String> {
    let lines = item(types, "U").lines().map(str::trim);
    let lines = lines.filter(|line| line.starts_with(char::is_uppercase) && !line.starts_with("Unknown"));
    let mut names: Vec<String> = lines.map(|line| line.trim_end_matches(',').to_owned()).collect();
    names.sort();
    names
}

/// An object schema with these properties.
fn object(properties: &[&str]) -> Value {
    let properties: serde_json::Map<String, Value> = properties
        .iter()
        .map(|name| ((*name).to_owned(), serde_json::json!({"type": "string"})))
        .collect();
    serde_json::json!({"type": "object", "properties": properties})
}

fn union(branches: &[&[&str]]) -> String {
    let branches: Vec<Value> = branches.iter().map(|properties| object(properties)).collect();
    serde_json::json!({"anyOf": branches}).to_string()
}

/// A part of so many texts, and a struct that holds it.
fn holder(part: usize) -> [(&'static str, String); 2] {
    let texts: serde_json::Map<String, Value> = (0..part)
        .map(|number| (format!("text{number:02}"), serde_json::json!({"type": "string"})))
        .collect();
    [
        (
            "part.json",
            serde_json::json!({"type": "object", "properties": texts}).to_string(),
        ),
        (
            "whole.json",
            r#"{"type": "object", "properties": {"part": {"$ref": "part.json"}}}"#.to_owned(),
        ),
    ]
}

#[test]
fn a_type_that_grows_or_shrinks_is_boxed_as_before() {
    for (before, after, field) in [(10, 40, "part: Option<Part>"), (40, 10, "part: Option<Box<Part>>")] {
        let folder = Folder::with(&[]);
        for size in [before, after, after] {
            for (file, schema) in holder(size) {
                folder.add(file, &schema);
            }
            let (types, _) = run(&folder);
            assert!(types.contains(field), "{before} to {size}:\n{types}");
        }
    }
}

#[test]
fn branches_keep_their_names_while_they_grow_and_move() {
    let folder = Folder::with(&[("u.json", &union(&[&["a"], &["b"]]))]);
    let (types, before) = run(&folder);
    assert_eq!(variants(&types), ["A(Ua)", "B(Ub)"]);
    for grown in [
        &[&["a"][..], &["b", "a"]][..],
        &[&["b", "a"], &["a"]],
        &[&["new"], &["b", "a", "c"], &["a", "x"]],
        &[&["b", "c"], &["a", "x", "y", "z"], &["new", "b"]],
    ] {
        folder.add("u.json", union(grown));
        let (types, after) = run(&folder);
        for place in ["u.json#", "u.json#/oneOf/a", "u.json#/oneOf/b"] {
            assert_eq!(after.get(place), before.get(place), "{place} of {grown:?}");
        }
        for variant in ["A(Ua)", "B(Ub)"] {
            assert!(
                variants(&types).contains(&variant.to_owned()),
                "{grown:?} gives {:?}",
                variants(&types)
            );
        }
        assert!(item(&types, "Ub").contains("pub b:"), "{grown:?} swaps the branches");
    }
}

#[test]
fn a_branch_keeps_the_name_of_its_variant_beside_one_with_the_same_type() {
    let short = r#"{"title": "Short", "type": "string", "maxLength": 5}"#;
    let long = r#"{"title": "Long", "type": "string", "minLength": 9}"#;
    let number = r#"{"type": "integer"}"#;
    let folder = Folder::with(&[("u.json", &format!(r#"{{"oneOf": [{short}, {number}]}}"#))]);
    let (types, _) = run(&folder);
    let before = variants(&types);
    folder.add("u.json", format!(r#"{{"oneOf": [{long}, {short}, {number}]}}"#));
    for _ in 0..2 {
        let (types, _) = run(&folder);
        assert_eq!(variants(&types), before);
    }
}

#[test]
fn a_title_that_is_added_to_the_target_of_a_branch_renames_no_variant() {
    let schema = |title: &str| {
        format!(
            r##"{{"oneOf": [{{"$ref": "#/definitions/Cat"}}, {{"$ref": "#/definitions/Dog"}}],
            "definitions": {{"Cat": {{{title} "type": "object", "properties": {{"a": true}}}},
                             "Dog": {{"type": "object", "properties": {{"b": true}}}}}}}}"##
        )
    };
    let folder = Folder::with(&[("u.json", &schema(""))]);
    let (types, _) = run(&folder);
    folder.add("u.json", schema(r#""title": "A cat","#));
    assert_eq!(variants(&run(&folder).0), variants(&types));
}

#[test]
fn values_and_properties_keep_their_names_beside_plainer_ones() {
    let schema = |values: &[&str], properties: &[&str]| {
        let mut schema = object(properties);
        schema["properties"]["state"] = serde_json::json!({"enum": values});
        schema.to_string()
    };
    let folder = Folder::with(&[("order.json", &schema(&["OPEN", "a_b", "x"], &["foo_bar", "clear_text"]))]);
    let (types, _) = run(&folder);
    let fields = members(&types, "Order");
    let values = members(&types, "OrderState");
    folder.add(
        "order.json",
        schema(
            &["open", "a-b", "unknown", "aB", "OPEN", "x", "a_b"],
            &["fooBar", "text", "foo_bar", "additionalProperties", "clear_text"],
        ),
    );
    for _ in 0..2 {
        let (types, _) = run(&folder);
        for field in &fields {
            assert!(
                item(&types, "Order").contains(field.as_str()),
                "{field} is gone: {types}"
            );
        }
        let grown = members(&types, "OrderState");
        assert!(
            values.iter().all(|value| grown.contains(value)),
            "{values:?} became {grown:?}"
        );
        let wire = run_file(&folder, "types/wire.rs");
        for line in [
            "Open = \"OPEN\"",
            "AB = \"a_b\"",
            "foo_bar = \"foo_bar\"",
            "clear_text = \"clear_text\"",
        ] {
            assert!(wire.contains(line), "{line} is gone: {wire}");
        }
    }
}

#[test]
fn branches_with_the_same_label_keep_their_names_on_every_run() {
    let branch = |values: &str| format!(r#"{{"type": ["string", "integer"], "enum": [{values}]}}"#);
    let branches = [
        branch(r#""a", 1"#),
        branch(r#""b", 2"#),
        r#"{"type": "boolean"}"#.to_owned(),
    ];
    let folder = Folder::with(&[("u.json", &format!(r#"{{"oneOf": [{}]}}"#, branches.join(", ")))]);
    let (types, names) = run(&folder);
    assert_eq!(run(&folder), (types, names));
}

#[test]
fn reordered_branches_with_the_same_label_keep_their_names() {
    let scalars = |values: &str| format!(r#"{{"type": ["string", "integer"], "enum": [{values}]}}"#);
    let list = |items: &str| format!(r#"{{"type": "array", "items": {{"type": "{items}"}}}}"#);
    for [first, second] in [
        [scalars(r#""a", 1"#), scalars(r#""b", 2"#)],
        [list("string"), list("boolean")],
    ] {
        let schema = |[a, b]: [&str; 2]| format!(r#"{{"oneOf": [{a}, {b}, {{"type": "boolean"}}]}}"#);
        let folder = Folder::with(&[("u.json", &schema([&first, &second]))]);
        let (types, _) = run(&folder);
        let before = variants(&types);
        assert_eq!(before.len(), 3, "{types}");
        folder.add("u.json", schema([&second, &first]));
        for _ in 0..2 {
            assert_eq!(variants(&run(&folder).0), before, "{first}");
        }
    }
}

#[test]
fn plain_types_keep_what_the_names_file_says_of_the_exact_types() {
    let schema = r#"{"type": "object", "properties": {
        "foo_bar": {"enum": ["OPEN", "x"]}, "v": {"oneOf": [{"type": "string"}, {"enum": [1, 2]}]}
    }}"#;
    let parameter = r#"{"name": "sort_by", "in": "query", "schema": {"type": "string"}}"#;
    let api = API.replace("PATHS", &action("/a", "pet.get_all", "pet-shop", parameter));
    let folder = Folder::with(&[("order.json", schema), ("openapi.json", &api)]);
    let (_, before) = run(&folder);
    let output = crate::support::generate(&typewright::Generator::new(folder.schemas()).plain_types());
    let names: BTreeMap<String, Value> =
        serde_json::from_str(&output.expect("code").names).expect("a names file is JSON");
    assert_eq!(names, before);
}

/// Generates, and returns one file.
fn run_file(folder: &Folder, file: &str) -> String {
    let output = folder.generate().unwrap_or_else(|problems| panic!("{problems}"));
    text(&output, file).to_owned()
}

fn run_client(folder: &Folder) -> String {
    let output = folder.generate().unwrap_or_else(|problems| panic!("{problems}"));
    client(&output, "client")
}

const API: &str = r#"{
    "openapi": "3.0.3", "info": {"title": "A", "version": "1"},
    "paths": {PATHS}
}"#;

fn action(path: &str, id: &str, tag: &str, parameters: &str) -> String {
    format!(
        r#""{path}": {{"get": {{"operationId": "{id}", "tags": ["{tag}"], "parameters": [{parameters}],
        "responses": {{"204": {{"description": "Done"}}}}}}}}"#
    )
}

#[test]
fn actions_tags_and_parameters_keep_their_names_beside_plainer_ones() {
    let parameter =
        |name: &str, place: &str| format!(r#"{{"name": "{name}", "in": "{place}", "schema": {{"type": "string"}}}}"#);
    let api = |actions: &[String]| API.replace("PATHS", &actions.join(","));
    let old = |more: &str| {
        [
            action(
                "/a",
                "pet.get_all",
                "pet-shop",
                &format!("{more}{}", parameter("sort_by", "query")),
            ),
            action("/b", "pet.get", "pet-shop", ""),
        ]
    };
    let folder = Folder::with(&[("openapi.json", &api(&old("")))]);
    run(&folder);
    let before = run_file(&folder, "endpoints/pet.rs");
    assert!(
        before.contains("pub struct GetAll") && before.contains("pub sort_by:"),
        "{before}"
    );
    let more = format!("{},{},", parameter("sortBy", "query"), parameter("sort_by", "header"));
    let new = [
        action("/c", "pet.getAll", "pet-shop", ""),
        action("/d", "shop.get", "pet-shop", ""),
        action("/e", "pet.getCall", "pet-shop", ""),
        action("/f", "other.get", "pet", ""),
    ];
    folder.add("openapi.json", api(&[&new[..], &old(&more)].concat()));
    for _ in 0..2 {
        run(&folder);
        let after = run_file(&folder, "endpoints/pet.rs");
        let path = |name: &str| {
            let start = after.find(&format!("impl Descriptor for {name} ")).expect(name);
            after[start..].chars().take(600).collect::<String>()
        };
        assert!(path("GetAll").contains("\"/a\""), "{after}");
        assert!(path("Get").contains("\"/b\""), "{after}");
        let client = run_client(&folder);
        let start = client.find("fn get_call(").expect("a method that returns a call");
        let method: String = client[start..].chars().take(200).collect();
        assert!(method.contains("-> Call<"), "{method}");
        let fields = item(&after, "GetAll");
        assert!(fields.contains("pub sort_by:"), "{fields}");
    }
}

/// An action with these responses: each is a status and the type of its JSON body.
fn answered(path: &str, responses: &[(&str, &str)]) -> String {
    let responses = responses.iter().map(|(status, ty)| match *ty {
        "" => format!(r#""{status}": {{"description": "Empty"}}"#),
        ty => format!(
            r##""{status}": {{"description": "Some", "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/{ty}"}}}}}}}}"##
        ),
    });
    let responses: Vec<String> = responses.collect();
    format!(
        r#""{path}": {{"get": {{"operationId": "thing.get", "tags": ["thing"], "responses": {{{}}}}}}}"#,
        responses.join(", ")
    )
}

fn answering(responses: &[(&str, &str)]) -> String {
    let object =
        |property: &str| format!(r#"{{"type": "object", "properties": {{"{property}": {{"type": "string"}}}}}}"#);
    let components = ["A", "B", "C"].map(|name| format!(r#""{name}": {}"#, object(&name.to_lowercase())));
    format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "A", "version": "1"}}, "paths": {{{}}},
        "components": {{"schemas": {{{}}}}}}}"#,
        answered("/a", responses),
        components.join(", ")
    )
}

/// The result and the error of `thing.get`.
fn answers(folder: &Folder) -> [String; 2] {
    let file = run_file(folder, "endpoints/thing.rs");
    ["Response", "Error"].map(|name| {
        let (_, rest) = file.split_once(&format!("    type {name} = ")).expect("an endpoint");
        rest.split_once(';').expect("a type").0.to_owned()
    })
}

#[test]
fn responses_that_are_added_do_not_change_the_types_of_an_action() {
    for (before, added, types) in [
        (
            &[("200", "A"), ("404", "B")][..],
            &[("201", "B"), ("409", "C")][..],
            ["types::A", "types::B"],
        ),
        (&[("204", "")], &[("200", "A"), ("404", "B")], ["()", "()"]),
        (
            &[("default", "A")],
            &[("200", "B"), ("404", "C")],
            ["types::A", "types::A"],
        ),
        (
            &[("200", "A"), ("201", "B"), ("404", "A"), ("409", "B")],
            &[("202", "C"), ("418", "C")],
            ["GetResponse", "GetError"],
        ),
    ] {
        let folder = Folder::with(&[("openapi.json", &answering(before))]);
        run(&folder);
        assert_eq!(answers(&folder), types, "{before:?}");
        for grown in [[added, before].concat(), [before, added].concat()] {
            folder.add("openapi.json", answering(&grown));
            for _ in 0..2 {
                run(&folder);
                assert_eq!(answers(&folder), types, "{grown:?}");
            }
        }
    }
}

#[test]
fn a_response_that_the_types_do_not_represent_is_documented_and_reported() {
    let folder = Folder::with(&[("openapi.json", &answering(&[("200", "A")]))]);
    run(&folder);
    folder.add("openapi.json", answering(&[("200", "A"), ("202", "B")]));
    let output = folder.generate().expect("code");
    let warning = output.diagnostics.iter().find(|one| one.severity == Severity::Warning);
    let warning = warning.expect("a warning");
    assert!(warning.message.contains("the response 202 of `thing.get`"), "{warning}");
    assert!(warning.help.contains("openapi.json#thing.get/action"), "{warning}");
    let file = text(&output, "endpoints/thing.rs");
    assert!(file.contains(".untyped("), "{file}");
    assert!(
        file.contains("| 202 | [`B`](types::B), as `CallError::Undocumented` | Some |"),
        "{file}"
    );
    // A maintainer may decide to break the users of the action.
    let mut names: BTreeMap<String, Value> = serde_json::from_str(&output.names).expect("JSON");
    names.get_mut("openapi.json#thing.get/action").expect("a decision")["answer"] = "GetResponse".into();
    folder.add("names.lock", serde_json::to_string(&names).expect("JSON"));
    assert_eq!(answers(&folder)[0], "GetResponse");
}

/// A document with an action whose body and response have media types.
fn media_types(body: &[&str], response: &[&str]) -> String {
    let content = |media_types: &[&str]| {
        let each = media_types.iter().map(|media_type| {
            format!(
                r#""{media_type}": {{"schema": {{"type": "object", "properties": {{"a": {{"type": "string"}}}}}}}}"#
            )
        });
        each.collect::<Vec<String>>().join(", ")
    };
    let action = format!(
        r#""/thing": {{"post": {{"operationId": "thing.send", "tags": ["thing"],
            "requestBody": {{"required": true, "content": {{{}}}}},
            "responses": {{"200": {{"description": "x", "content": {{{}}}}}}}
        }}}}"#,
        content(body),
        content(response)
    );
    API.replace("PATHS", &action)
}

#[test]
fn a_decision_that_is_no_name_is_made_again() {
    let document = media_types(&["application/json", "text/csv"], &["application/json", "text/csv"]);
    let folder = Folder::with(&[("openapi.json", &document)]);
    run(&folder);
    let before = run_file(&folder, "endpoints/thing.rs");
    let names = folder.generate().expect("code").names;
    let names: BTreeMap<String, Value> = serde_json::from_str(&names).expect("JSON");
    let decisions = names["openapi.json#thing.send/action"].as_object().expect("decisions");
    for bad in ["", "two words", " Padded", "r#fn", "fn", "a-b"] {
        for key in decisions.keys() {
            let mut names = names.clone();
            names.get_mut("openapi.json#thing.send/action").expect("decisions")[key] = bad.into();
            folder.add("names.lock", serde_json::to_string(&names).expect("JSON"));
            assert_eq!(run_file(&folder, "endpoints/thing.rs"), before, "{key}: {bad:?}");
        }
    }
}

#[test]
fn items_of_several_actions_have_names_of_their_own() {
    let both = |id: &str, path: &str, body: &str, response: &str| {
        let content = |kinds: &str| match kinds {
            "" => String::new(),
            _ => r#""application/json": {"schema": {}}, "text/csv": {}"#.to_owned(),
        };
        format!(
            r#""{path}": {{"post": {{"operationId": "{id}", "tags": ["thing"], "requestBody": {{"content": {{{}}}}},
                "responses": {{"200": {{"description": "x", "content": {{{}}}}}}}}}}}"#,
            if body.is_empty() {
                r#""application/json": {"schema": {}}"#.to_owned()
            } else {
                content(body)
            },
            content(response)
        )
    };
    let paths = [both("get", "/a", "", "both"), both("getResponse", "/b", "both", "")];
    let folder = Folder::with(&[("openapi.json", &API.replace("PATHS", &paths.join(", ")))]);
    let file = run_file(&folder, "endpoints/thing.rs");
    let enums: Vec<&str> = file.lines().filter(|line| line.starts_with("pub enum ")).collect();
    assert_eq!(
        enums,
        ["pub enum GetResponseContent {", "pub enum GetResponseContent_ {"]
    );
}

#[test]
fn media_types_that_are_added_do_not_change_the_types_of_an_action() {
    const JSON: &str = "application/json";
    const FORM: &str = "application/x-www-form-urlencoded";
    const XML: &str = "application/xml";
    for (before, added, body, response) in [
        (
            &[JSON][..],
            &[FORM, XML][..],
            "types::ThingSendBody",
            "types::ThingSendResponse",
        ),
        (&[FORM], &[JSON, XML], "types::ThingSendForm", "SendResponseContent"),
        (&[XML], &[JSON], "Upload", "RawBody"),
        (&[JSON, XML], &[FORM, "text/csv"], "SendContent", "SendResponseContent"),
    ] {
        let folder = Folder::with(&[("openapi.json", &media_types(before, before))]);
        let types = |file: String| {
            let after = |start: &str| {
                let rest = file.split_once(start).expect("the item").1;
                rest.split(['>', ';', ',']).next().unwrap_or_default().trim().to_owned()
            };
            [after("pub body: "), after("type Response = ")]
                .map(|ty| ty.rsplit("endpoint::").next().unwrap_or_default().to_owned())
        };
        run(&folder);
        assert_eq!(
            types(run_file(&folder, "endpoints/thing.rs")),
            [body, response],
            "{before:?}"
        );
        for grown in [[added, before].concat(), [before, added].concat()] {
            folder.add("openapi.json", media_types(&grown, &grown));
            for _ in 0..2 {
                run(&folder);
                let found = types(run_file(&folder, "endpoints/thing.rs"));
                assert_eq!(found, [body, response], "{grown:?}");
            }
        }
    }
}

#[test]
fn a_status_that_is_added_beside_several_media_types_does_not_change_the_types() {
    let response = |status: &str, media_types: &[&str]| {
        let each = media_types.iter().map(|media_type| {
            let schema = format!(r#"{{"type": "object", "properties": {{"of{status}": {{"type": "string"}}}}}}"#);
            format!(r#""{media_type}": {{"schema": {schema}}}"#)
        });
        let content = each.collect::<Vec<String>>().join(", ");
        format!(r#""{status}": {{"description": "x", "content": {{{content}}}}}"#)
    };
    let document = |responses: &[String]| {
        let responses = responses.join(", ");
        let action = format!(
            r#""/thing": {{"get": {{"operationId": "thing.get", "tags": ["thing"], "responses": {{{responses}}}}}}}"#
        );
        API.replace("PATHS", &action)
    };
    let several = ["application/json", "application/xml"];
    let before = [response("200", &several), response("404", &several)];
    let folder = Folder::with(&[("openapi.json", &document(&before))]);
    // The types of the result and of the error, and the code of their enums.
    let types = |file: &str| {
        let items = file.split("\n\n").filter(|item| {
            let is_enum = item.contains("pub enum GetResponseContent") || item.contains("pub enum GetErrorContent");
            is_enum || item.contains("type Response = ")
        });
        items
            .map(|item| item.split("const METADATA").next().unwrap_or_default().to_owned())
            .collect::<Vec<String>>()
    };
    run(&folder);
    let expected = types(&run_file(&folder, "endpoints/thing.rs"));
    assert_eq!(expected.len(), 3, "{expected:?}");
    for (status, media_types) in [
        ("201", &several[..]),
        ("202", &[]),
        ("203", &several[..1]),
        ("409", &several[..]),
        ("410", &several[1..]),
        ("5XX", &several[..1]),
        ("default", &several[..]),
    ] {
        for grown in [
            [&before[..], &[response(status, media_types)]].concat(),
            [&[response(status, media_types)], &before[..]].concat(),
        ] {
            folder.add("openapi.json", document(&grown));
            run(&folder);
            assert_eq!(types(&run_file(&folder, "endpoints/thing.rs")), expected, "{status}");
            folder.add("openapi.json", document(&before));
            run(&folder);
        }
    }
}

#[test]
fn a_media_type_that_the_type_of_a_body_does_not_represent_is_reported() {
    let folder = Folder::with(&[("openapi.json", &media_types(&["application/json"], &[]))]);
    run(&folder);
    folder.add("openapi.json", media_types(&["application/json", "text/csv"], &[]));
    let output = folder.generate().expect("code");
    let warnings: Vec<String> = output.diagnostics.iter().map(ToString::to_string).collect();
    let warnings = warnings.join("\n");
    assert!(
        warnings.contains(
            "the type of this body of `thing.send` stays that of application/json, because it was generated before text/csv \
             was documented"
        ),
        "{warnings}"
    );
    // A maintainer may decide to break the users of the action.
    let mut names: BTreeMap<String, Value> = serde_json::from_str(&output.names).expect("JSON");
    names.get_mut("openapi.json#thing.send/action").expect("a decision")["body"] = "SendContent".into();
    folder.add("names.lock", serde_json::to_string(&names).expect("JSON"));
    assert!(run_file(&folder, "endpoints/thing.rs").contains("pub body: SendContent"));
}

#[test]
fn an_action_without_the_shared_parameters_does_not_change_the_handle() {
    let id = r#"{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}"#;
    let old = [
        action("/pets/{id}", "pet.get", "pet", id),
        action("/pets/{id}/x", "pet.getX", "pet", id),
    ];
    let new = [
        action("/pets", "pet.all", "pet", ""),
        action("/a", "petUnscoped.get", "petUnscoped", ""),
    ];
    let folder = Folder::with(&[("openapi.json", &API.replace("PATHS", &old.join(",")))]);
    run(&folder);
    let before = run_client(&folder);
    assert!(
        before.contains("pub fn pet(&self, id: impl Into<String>) -> Pet<'_>"),
        "{before}"
    );
    folder.add(
        "openapi.json",
        API.replace("PATHS", &[&new[..1], &old[..]].concat().join(",")),
    );
    let check = |after: &str| {
        assert!(
            after.contains("pub fn pet(&self, id: impl Into<String>) -> Pet<'_>"),
            "{after}"
        );
        assert!(
            after.contains("pub fn pet_unscoped(&self) -> PetUnscoped<'_>"),
            "{after}"
        );
        let (_, unscoped) = after.split_once("impl<'c> PetUnscoped<'c>").expect("a second handle");
        assert!(unscoped.contains("pub async fn all(&self)"), "{after}");
    };
    run(&folder);
    check(&run_client(&folder));
    folder.add(
        "openapi.json",
        API.replace("PATHS", &[&new[..], &old[..]].concat().join(",")),
    );
    for _ in 0..2 {
        run(&folder);
        check(&run_client(&folder));
    }
    // Without the shared parameters in any action, there is nothing to keep.
    folder.add("openapi.json", API.replace("PATHS", &new[0]));
    let after = run_client(&folder);
    assert!(after.contains("pub fn pet(&self) -> Pet<'_>"), "{after}");
}

#[test]
fn a_handle_without_parameters_stays_without_parameters() {
    let id = r#"{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}"#;
    let get = action("/pets/{id}", "pet.get", "pet", id);
    let all = action("/pets", "pet.all", "pet", "");
    let folder = Folder::with(&[("openapi.json", &API.replace("PATHS", &[get.clone(), all].join(",")))]);
    run(&folder);
    folder.add("openapi.json", API.replace("PATHS", &get));
    let after = run_client(&folder);
    assert!(after.contains("pub fn pet(&self) -> Pet<'_>"), "{after}");
}

#[test]
fn a_parameter_that_is_added_does_not_take_the_name_of_a_setter() {
    let parameter = |name: &str| format!(r#"{{"name": "{name}", "in": "query", "schema": {{"type": "string"}}}}"#);
    let part = |name: &str| format!(r#""{name}": {{"type": "string"}}"#);
    let api = |parameters: &[&str], global: &[&str], parts: &[&str]| {
        let list = |names: &[&str]| {
            names
                .iter()
                .map(|name| parameter(name))
                .collect::<Vec<String>>()
                .join(",")
        };
        let parts: Vec<String> = parts.iter().map(|name| part(name)).collect();
        format!(
            r#"{{"openapi": "3.1.0", "x-global-parameters": [{}], "paths": {{"/a": {{"post": {{
                "operationId": "a.post", "parameters": [{}],
                "requestBody": {{"content": {{"multipart/form-data": {{"schema": {{"properties": {{{}}}}}}}}}}},
                "responses": {{"200": {{"description": "x", "content": {{"application/json": {{}}, "application/pdf": {{}}}}}}}}
            }}}}}}}}"#,
            list(global),
            list(parameters),
            parts.join(",")
        )
    };
    let folder = Folder::with(&[("openapi.json", &api(&["x"], &["g"], &["p"]))]);
    run(&folder);
    let new = ["maybe_x", "x", "maybe_body", "accept"];
    folder.add("openapi.json", api(&new, &["maybe_g", "g"], &["maybe_p", "p"]));
    for _ in 0..2 {
        let code = run_file(&folder, "endpoints/a.rs") + &run_file(&folder, "endpoints/global_parameters.rs");
        let code: String = code.split_whitespace().collect::<Vec<&str>>().join(" ");
        for part in [
            "pub fn maybe_x(self, value: Option<impl Into<String>>) -> Self { Self { x: ",
            "pub fn maybe_body(self, value: Option<impl Into<PostMultipart>>) -> Self { Self { body: ",
            "pub fn accept(self, media_type: &'static str) -> Self",
            "pub fn maybe_p(self, value: Option<impl Into<String>>) -> Self { Self { p: ",
            "pub fn maybe_g(self, value: Option<impl Into<String>>) -> Self { Self { g: ",
            "request.optional_query(\"maybe_x\", &self.maybe_underscore_x);",
        ] {
            assert!(code.contains(part), "{part}\n{code}");
        }
        run(&folder);
    }
    let fresh = Folder::with(&[("openapi.json", &api(&new, &["maybe_g", "g"], &["maybe_p", "p"]))]);
    run(&fresh);
    let code = run_file(&fresh, "endpoints/a.rs");
    assert!(
        code.contains("request.optional_query(\"maybe_x\", &self.maybe_x);"),
        "{code}"
    );
    fresh.add("openapi.json", api(&["x", "maybe_x"], &[], &["p"]));
    let code = run_file(&fresh, "endpoints/a.rs");
    assert!(
        code.contains("request.optional_query(\"maybe_x\", &self.maybe_x);"),
        "{code}"
    );
}

#[test]
fn handles_and_variants_of_requests_keep_their_names() {
    let old = [action("/a", "a.getB", "a", ""), action("/b", "a1.get", "a1", "")];
    let new = [
        action("/c", "aGet.b", "aGet", ""),
        action("/d", "a_1.get", "a_1", ""),
        action("/e", "a-1.get", "a-1", ""),
    ];
    let folder = Folder::with(&[("openapi.json", &API.replace("PATHS", &old.join(",")))]);
    run(&folder);
    let lines = ["    AGetB(a::GetB);", "    A1Get(a1::Get);"];
    let check = |folder: &Folder| {
        let wire = run_file(folder, "endpoints.rs");
        for line in lines {
            assert!(wire.contains(line), "{line} is gone: {wire}");
        }
        let client = run_client(folder);
        assert!(client.contains("pub fn a1(&self) -> A1<'_>"), "{client}");
    };
    check(&folder);
    folder.add(
        "openapi.json",
        API.replace("PATHS", &[&new[..], &old[..]].concat().join(",")),
    );
    for _ in 0..2 {
        run(&folder);
        check(&folder);
    }
}

#[test]
fn a_media_type_that_is_added_does_not_change_a_method_that_returns_events() {
    let api = |more: &str| {
        API.replace(
            "PATHS",
            &format!(
                r#""/a": {{"get": {{"operationId": "log.watch", "tags": ["log"], "responses": {{"200": {{
                "description": "Events", "content": {{"text/event-stream": {{"schema": {{"type": "string"}}}}{more}}}}}}}}}}}"#
            ),
        )
    };
    let folder = Folder::with(&[("openapi.json", &api(""))]);
    run(&folder);
    folder.add("openapi.json", api(r#", "application/json": {}"#));
    for _ in 0..2 {
        run(&folder);
        let client = run_client(&folder);
        let (_, method) = client.split_once("pub async fn watch(").expect("a method");
        let end = method.find('{').expect("a body");
        assert!(method[..end].contains("client::Events<String>"), "{client}");
    }
}

#[test]
fn a_part_that_is_added_does_not_rename_what_adds_headers_to_a_value() {
    let api = |more: &str| {
        API.replace(
            "PATHS",
            &format!(
                r#""/a": {{"post": {{"operationId": "pet.add", "tags": ["pet"], "requestBody": {{"content": {{"multipart/form-data": {{
                "schema": {{"type": "object", "properties": {{"caption": {{"type": "string"}}{more}}}}},
                "encoding": {{"caption": {{"headers": {{"X-Language": {{"schema": {{"type": "string"}}}}}}}}}}}}}}}},
                "responses": {{"204": {{"description": "Added"}}}}}}}}"#
            ),
        )
    };
    let folder = Folder::with(&[("openapi.json", &api(""))]);
    run(&folder);
    let added = r#", "caption_header": {"type": "string"}, "captionHeaders": {"type": "string"}"#;
    folder.add("openapi.json", api(added));
    for _ in 0..2 {
        run(&folder);
        let code = run_file(&folder, "endpoints/pet.rs");
        for kept in [
            "pub caption_headers: Vec<(String, String)>",
            "pub fn caption_header(mut self, name: impl Into<String>",
        ] {
            assert!(code.contains(kept), "{kept} is gone: {code}");
        }
    }
}
