//! The curl commands of the documentation.

use crate::endpoints::DEVICE;
use crate::support::{accept, text};

/// Compares the commands of the actions of a document with the snapshot of this name.
#[track_caller]
fn assert_commands(name: &str, paths: &str) {
    let api = format!(
        r#"{{
            "openapi": "3.1.0",
            "servers": [{{"url": "https://api.example.com"}}],
            "components": {{"securitySchemes": {{"token": {{"type": "http", "scheme": "bearer"}}}}}},
            "paths": {{{paths}}}
        }}"#
    );
    let output = accept(&[DEVICE, ("openapi.json", &api)]);
    let code = text(&output, "endpoints/device.rs");
    let blocks = code.split("/// ```sh\n").skip(1);
    let commands = blocks.filter_map(|block| block.split("/// ```\n").next());
    let shown: Vec<String> = commands.map(|command| command.replace("/// ", "")).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown.join("\n")));
}

#[test]
fn a_head_command_does_not_wait_for_a_body() {
    assert_commands(
        "curl_head",
        r#""/devices": {"head": {"operationId": "device.head", "responses": {"200": {"description": "x"}}}}"#,
    );
}

#[test]
fn a_command_accepts_what_the_answers_are() {
    assert_commands(
        "curl_accept",
        r#""/devices/image": {"get": {"operationId": "device.image", "responses": {
                "200": {"description": "x", "content": {"image/png": {}, "image/jpeg": {}}},
                "404": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
                "410": {"description": "x"},
                "default": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}
            }}}"#,
    );
}

#[test]
fn a_command_sends_one_media_type_and_no_body_that_nobody_has_documented() {
    let action = |name: &str, content: &str| {
        format!(
            r#""/{name}": {{"put": {{
                "operationId": "device.{name}",
                "requestBody": {{"content": {{{content}}}}},
                "responses": {{"204": {{"description": "x"}}}}
            }}}}"#
        )
    };
    let actions = [
        action("json", r#""application/json": {"schema": {"$ref": "device.json"}}"#),
        action("several", r#""application/pdf": {}, "multipart/form-data": {}"#),
        action("image", r#""image/*": {}"#),
        action("anything", r#""*/*": {}"#),
    ];
    assert_commands("curl_bodies", &actions.join(","));
}

#[test]
fn a_command_sends_the_parameters_of_every_action_that_clients_send() {
    let version =
        |schema: &str| format!(r#"{{"name": "Accept-Version", "in": "header", "required": true, "schema": {schema}}}"#);
    let api = format!(
        r#"{{
            "openapi": "3.1.0",
            "x-global-parameters": [
                {}, {{"name": "trace", "in": "header", "schema": {{"type": "string", "default": "x"}}}},
                {{"name": "format", "in": "query", "required": true, "schema": {{"const": "a b"}}}}
            ],
            "paths": {{
                "/devices": {{"get": {{"operationId": "device.list", "responses": {{}}}}}},
                "/states": {{"get": {{"operationId": "device.state", "parameters": [{}], "responses": {{}}}}}}
            }}
        }}"#,
        version(r#"{"type": "string", "default": "^1.2.3"}"#),
        version(r#"{"type": "string"}"#).replace("Accept-Version", "accept-version"),
    );
    let output = accept(&[("openapi.json", &api)]);
    let code = text(&output, "endpoints/device.rs");
    let commands: Vec<&str> = code
        .split("/// ```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("/// ```\n").next())
        .collect();
    let [list, state] = commands[..] else {
        panic!("two commands:\n{code}")
    };
    for part in ["-H 'Accept-Version: ^1.2.3'", "'/devices?format=a%20b'"] {
        assert!(list.contains(part), "{part}\n{list}");
    }
    assert!(!list.contains("trace"), "clients do not send it: {list}");
    assert!(
        state.contains("-H 'accept-version: accept-version'") && !state.contains("1.2.3"),
        "{state}"
    );
}
