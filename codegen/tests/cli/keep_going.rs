//! `--keep-going`.

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::support::{Folder, tree};
use crate::{API, BAD, DEVICE, GADGET, GOOD, assert_code, messages, run, stderr, stdout};

/// What the notes say that was left out because of errors elsewhere.
fn affected(output: &Output) -> Vec<String> {
    let notes = messages(output)
        .into_iter()
        .filter(|message| message["severity"] == "note");
    let texts = notes.filter_map(|note| Some(note["message"].as_str()?.to_owned()));
    let affected = texts.filter_map(|text| Some(text.strip_prefix("left out because of this error: ")?.to_owned()));
    affected.collect()
}

/// The files with errors.
fn files_with_errors(output: &Output) -> Vec<Value> {
    let errors = messages(output)
        .into_iter()
        .filter(|message| message["severity"] == "error");
    errors.map(|error| error["file"].clone()).collect()
}

/// One part of each message.
fn told(output: &Output, part: &str) -> Vec<Value> {
    messages(output).iter().map(|message| message[part].clone()).collect()
}

#[test]
fn keep_going_leaves_out_what_is_broken_and_writes_the_rest() {
    let folder = Folder::with(&[
        ("broken.json", BAD),
        ("worse.json", "{"),
        ("device.json", DEVICE),
        ("gadget.json", GADGET),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "");
    let messages = messages(&output);
    let files: Vec<&str> = messages.iter().filter_map(|message| message["file"].as_str()).collect();
    assert_eq!(files, ["schemas/broken.json", "schemas/worse.json"]);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct Device {") && types.contains("pub struct Gadget {"),
        "{types}"
    );
    assert!(!types.contains("Broken"), "{types}");
}

#[test]
fn keep_going_leaves_out_what_needs_the_broken_file_and_says_so() {
    let folder = Folder::with(&[
        ("broken.json", BAD),
        (
            "holder.json",
            r#"{"type": "object", "properties": {"x": {"$ref": "broken.json"}}}"#,
        ),
        (
            "outer.json",
            r#"{"type": "object", "properties": {"x": {"$ref": "holder.json"}}}"#,
        ),
        ("device.json", DEVICE),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(files_with_errors(&output), ["schemas/broken.json"]);
    assert_eq!(affected(&output), ["schema holder.json, schema outer.json"]);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct Device {") && !types.contains("Holder"),
        "{types}"
    );
}

#[test]
fn keep_going_keeps_the_endpoints_that_are_right() {
    let api = API.replace(
        "\"/device\": {",
        r#""/broken": {"get": {"operationId": "broken.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "broken.json"}}}}
        }}},
        "/device": {"#,
    );
    let folder = Folder::with(&[("broken.json", BAD), ("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(files_with_errors(&output), ["schemas/broken.json"]);
    assert_eq!(affected(&output), ["GET /broken"]);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/device.rs"), "{:?}", written.keys());
}

#[test]
fn keep_going_leaves_a_broken_component_out_and_keeps_the_others() {
    let api = API.replace(
        "\"paths\": {",
        r##""components": {"schemas": {
            "Broken": {"type": "objct"},
            "Holder": {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Broken"}}},
            "Fine": {"type": "object", "properties": {"x": {"type": "string"}}}
        }},
        "paths": {"##,
    );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let place = "/components/schemas/Broken/type";
    assert_eq!(told(&output, "pointer"), [place, place]);
    assert_eq!(affected(&output), ["schema Holder"]);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/device.rs"), "{:?}", written.keys());
    let types = &written["types.rs"];
    assert!(
        types.contains("pub struct Fine {") && types.contains("pub struct Device {"),
        "{types}"
    );
    assert!(!types.contains("Broken") && !types.contains("Holder"), "{types}");
}

#[test]
fn keep_going_keeps_what_refers_to_the_right_parts_of_what_is_left_out() {
    let api = API.replace(
        "\"/device\": {",
        r##""/broken": {"get": {"operationId": "broken.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema": {"type": "object", "properties": {
                "right": {"type": "object", "properties": {"size": {"$ref": "#/components/schemas/Size"}}},
                "wrong": {"type": "objct"}
            }}}}},
            "404": {"description": "Not here."}
        }}},
        "/right": {"get": {"operationId": "right.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema":
                {"$ref": "#/paths/~1broken/get/responses/200/content/application~1json/schema/properties/right"}
            }}},
            "404": {"$ref": "#/paths/~1broken/get/responses/404"}
        }}},
        "/wrong": {"get": {"operationId": "wrong.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema":
                {"$ref": "#/paths/~1broken/get/responses/200/content/application~1json/schema/properties/wrong"}
            }}}
        }}},
        "/device": {"##,
    );
    let api = api.replacen(
        "\"paths\"",
        r#""components": {"schemas": {"Size": {"type": "integer"}}}, "paths""#,
        1,
    );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let errors: Vec<Value> = messages(&output)
        .into_iter()
        .filter(|message| message["severity"] == "error")
        .map(|message| message["pointer"].clone())
        .collect();
    let schema = "responses/200/content/application~1json/schema";
    assert_eq!(errors, [format!("/paths/~1broken/get/{schema}/properties/wrong/type")]);
    assert_eq!(affected(&output), ["GET /wrong"]);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/right.rs"), "{:?}", written.keys());
    assert!(
        written["endpoints/right.rs"].contains("404"),
        "{}",
        written["endpoints/right.rs"]
    );
    assert!(
        written["types.rs"].contains("pub size: Option<"),
        "{}",
        written["types.rs"]
    );
    for left_out in ["endpoints/broken.rs", "endpoints/wrong.rs"] {
        assert!(!written.contains_key(left_out), "{left_out}");
    }
}

#[test]
fn keep_going_keeps_what_refers_to_the_right_definitions_of_a_file_that_is_left_out() {
    let folder = Folder::with(&[
        (
            "common.json",
            r##"{"$id": "https://example.com/common.json", "definitions": {
                "name": {"type": "string"},
                "size": {"$id": "https://example.com/parts/size.json", "properties": {"name": {"$ref": "../common.json#/definitions/name"}}},
                "wrong": {"type": "strng"},
                "through": {"$ref": "#/definitions/wrong"}
            }}"##,
        ),
        (
            "right.json",
            r#"{"type": "object", "properties": {"name": {"$ref": "common.json#/definitions/name"}}}"#,
        ),
        (
            "byUrl.json",
            r#"{"type": "object", "properties": {
                "name": {"$ref": "https://example.com/common.json#/definitions/size/properties/name"}
            }}"#,
        ),
        (
            "faulty.json",
            r#"{"type": "object", "properties": {"name": {"$ref": "common.json#/definitions/through"}}}"#,
        ),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(
        files_with_errors(&output),
        ["schemas/common.json"],
        "{}",
        stderr(&output)
    );
    assert_eq!(affected(&output), ["schema faulty.json"]);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct ByUrl {") && types.contains("pub struct Right {"),
        "{types}"
    );
    assert!(!types.contains("Faulty") && !types.contains("Common"), "{types}");
}

#[test]
fn keep_going_keeps_other_actions_with_a_parameter_that_one_cannot_have() {
    let api = API
        .replace(
            "\"/device\": {",
            r##""/right/{id}": {"get": {
                "operationId": "right.get",
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "responses": {"204": {"description": "x"}}
            }},
            "/wrong": {"get": {
                "operationId": "wrong.get",
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "responses": {"204": {"description": "x"}}
            }},
            "/device": {"##,
        )
        .replacen(
            "\"paths\"",
            r#""components": {"parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}}},
            "paths""#,
            1,
        );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let pointers = told(&output, "pointer");
    assert_eq!(pointers, ["/paths/~1wrong/get/parameters/0"]);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/right.rs"), "{:?}", written.keys());
    assert!(!written.contains_key("endpoints/wrong.rs"), "{:?}", written.keys());
}

#[test]
fn keep_going_gives_the_name_of_what_is_left_out_to_nothing_else() {
    let api = API
        .replace(
            "\"/device\": {",
            r#""/other": {"post": {
                "operationId": "other.get",
                "requestBody": {"content": {"application/json": {"schema": {
                    "type": "object", "properties": {"a": {"type": "string"}}
                }}}},
                "responses": {"204": {"description": "x"}}
            }},
            "/device": {"#,
        )
        .replacen(
            "\"paths\"",
            r#""components": {"schemas": {
                "OtherGetBody": {"type": "strng"},
                "fooBar": {"type": "strng"},
                "foo-bar": {"type": "object", "properties": {"b": {"type": "string"}}}
            }},
            "paths""#,
            1,
        );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    assert_code(&run(&folder, "generate --keep-going"), 0);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    for name in ["OtherGetBodyObject", "FooDashBar"] {
        assert!(types.contains(&format!("pub struct {name} {{")), "{name}: {types}");
    }
}

#[test]
fn keep_going_keeps_a_file_that_collides_only_with_one_that_is_left_out() {
    let folder = Folder::with(&[("foo-bar.json", BAD), ("foo_bar.json", DEVICE)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(messages(&output).len(), 1);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(types.contains("pub struct FooBar {"), "{types}");
}

#[test]
fn keep_going_takes_nothing_else_for_a_schema_in_what_is_left_out() {
    let id = r#"{"type": "strng", "definitions": {"d": {"$id": "http://example.com/d.json", "type": "string"}}}"#;
    let folder = Folder::with(&[
        ("a.json", r#"{"$ref": "http://example.com/d.json"}"#),
        ("b.json", id),
        ("device.json", DEVICE),
    ]);
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("d.json"), r#"{"type": "integer"}"#).unwrap();
    let output = run(
        &folder,
        "generate --keep-going --map-url http://example.com=elsewhere --message-format json",
    );
    assert_code(&output, 0);
    assert_eq!(files_with_errors(&output), ["schemas/b.json"]);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(types.contains("pub struct A(pub String)"), "{types}");
}

#[test]
fn keep_going_takes_nothing_out_of_a_document_of_an_unknown_version() {
    let folder = Folder::with(&[
        ("a.json", r#"{"$ref": "openapi.json#/components/schemas/D"}"#),
        ("device.json", DEVICE),
        (
            "openapi.json",
            r#"{"swagger": "2.0", "components": {"schemas": {"D": {"type": "string"}}}}"#,
        ),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(files_with_errors(&output), ["schemas/openapi.json"]);
    assert_eq!(affected(&output), ["schema a.json"]);
}

#[test]
fn keep_going_leaves_a_path_out_whose_own_parameters_are_broken() {
    let api = API.replace(
        "\"/device\": {",
        r#""/broken/{id}": {
            "parameters": [{"name": "id", "in": "cookie"}],
            "get": {"operationId": "broken.get", "responses": {"204": {"description": "x"}}}
        },
        "/device": {"#,
    );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going");
    assert_code(&output, 0);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/device.rs"), "{:?}", written.keys());
    assert!(!written.contains_key("endpoints/broken.rs"), "{:?}", written.keys());
}

#[test]
fn keep_going_leaves_out_what_needs_a_broken_document_from_elsewhere() {
    let holder = r#"{"type": "object", "properties": {"x": {"$ref": "https://example.com/broken.json"}}}"#;
    let folder = Folder::with(&[("device.json", DEVICE), ("holder.json", holder)]);
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("broken.json"), BAD).unwrap();
    let output = run(
        &folder,
        "generate --keep-going --map-url https://example.com=elsewhere --message-format json",
    );
    assert_code(&output, 0);
    assert_eq!(files_with_errors(&output), ["elsewhere/broken.json"]);
    assert_eq!(affected(&output), ["schema holder.json"]);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct Device {") && !types.contains("Holder"),
        "{types}"
    );
}

#[test]
fn keep_going_names_what_depends_on_an_error_in_one_line() {
    let holders: Vec<String> = (1..=7).map(|number| format!("holder{number}.json")).collect();
    let holder = r#"{"type": "object", "properties": {"x": {"$ref": "broken.json"}}}"#;
    let mut files = vec![("broken.json", BAD), ("device.json", DEVICE)];
    files.extend(holders.iter().map(|name| (name.as_str(), holder)));
    let output = run(&Folder::with(&files), "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(
        affected(&output),
        ["schema holder1.json, schema holder2.json, schema holder3.json, schema holder4.json and 3 more"]
    );
}

#[test]
fn keep_going_leaves_out_one_of_two_files_that_collide_and_what_needs_it() {
    let folder = Folder::with(&[
        ("a-b.json", DEVICE),
        ("a_b.json", GADGET),
        ("device.json", DEVICE),
        (
            "holder.json",
            r#"{"type": "object", "properties": {"x": {"$ref": "a_b.json"}}}"#,
        ),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(files_with_errors(&output), ["schemas/a_b.json"]);
    assert_eq!(affected(&output), ["schema holder.json"]);
}

#[test]
fn keep_going_leaves_out_an_action_with_a_parameter_that_no_text_can_hold() {
    let object = r#"{"name": "filter", "in": "query", "required": true, "schema": {"type": "array", "items": {"type": "object"}}}"#;
    let api = API.replace(
        "\"/device\": {",
        &format!(
            r#""/broken": {{"get": {{
                "operationId": "broken.get", "parameters": [{object}], "responses": {{"204": {{"description": "x"}}}}
            }}}},
            "/device": {{"#
        ),
    );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(files_with_errors(&output), ["schemas/openapi.json"]);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/device.rs"), "{:?}", written.keys());
    assert!(!written.contains_key("endpoints/broken.rs"), "{:?}", written.keys());
}

#[test]
fn keep_going_with_nothing_left_is_2_and_writes_nothing() {
    let folder = Folder::with(&[("broken.json", BAD), ("worse.json", "{")]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 2);
    assert_eq!(messages(&output).len(), 2);
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn keep_going_with_nothing_wrong_changes_nothing() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let output = run(&folder, "generate --check --keep-going");
    assert_code(&output, 0);
    assert_eq!(stderr(&output), "");
}
