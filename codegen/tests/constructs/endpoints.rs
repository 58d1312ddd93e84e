//! Endpoints and the clients.

use crate::support::{accept, client, item, text};

pub(crate) const DEVICE: (&str, &str) = (
    "device.json",
    r#"{"title": "Device", "type": "object", "properties": {"name": {"type": "string"}}}"#,
);
const ERROR: (&str, &str) = (
    "error.json",
    r#"{"title": "Error", "type": "object", "properties": {"message": {"type": "string"}}}"#,
);

#[track_caller]
fn emitted_endpoint(name: &str, api: &str) {
    let output = accept(&[DEVICE, ERROR, ("openapi.json", api)]);
    let code = text(&output, "endpoints/device.rs");
    let shown = format!(
        "== openapi.json\n{}\n\n== endpoints/device.rs\n{}",
        api.trim(),
        code.trim_end()
    );
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

#[test]
fn all_endpoints_have_one_enum_and_the_clients_a_method_for_each() {
    let api = r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/devices": {
      "get": {
        "operationId": "devices.list",
        "summary": "List devices",
        "parameters": [
          {"name": "page", "in": "query", "required": true, "schema": {"type": "integer"}},
          {"name": "sort", "in": "query", "description": "By what.", "schema": {"type": "string", "maxLength": 9}}
        ],
        "responses": {"200": {"description": "Some", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
      }
    },
    "/orgs/{orgId}/devices/{id}": {
      "parameters": [
        {"name": "orgId", "in": "path", "required": true, "schema": {"type": "string"}},
        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}
      ],
      "get": {"operationId": "device.get", "summary": "One device", "responses": {"204": {"description": "There"}}},
      "put": {
        "operationId": "device.put",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
        "responses": {"204": {"description": "Put"}}
      }
    },
    "/ping": {"get": {"operationId": "client.new", "summary": "Ping", "responses": {"204": {"description": "There"}}}}
  }
}"#;
    let output = accept(&[DEVICE, ERROR, ("openapi.json", api)]);
    insta::assert_snapshot!("endpoints", text(&output, "endpoints.rs").trim_end());
    insta::assert_snapshot!("client", client(&output, "client").trim_end());
    let blocking = client(&output, "blocking");
    assert!(
        !blocking.contains("async fn") && !blocking.contains(".await"),
        "{blocking}"
    );
}

#[test]
fn an_endpoint_with_query_parameters_renders_them() {
    emitted_endpoint(
        "endpoint_query",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com/"}],
  "paths": {
    "/devices": {
      "get": {
        "operationId": "device.list",
        "summary": "List devices",
        "parameters": [
          {"name": "perPage", "in": "query", "description": "How many.", "schema": {"type": "integer"}},
          {"name": "sort", "in": "query", "description": "By what.", "schema": {"enum": ["name", "age"]}},
          {"name": "since", "in": "query", "description": "From when.", "schema": {"type": "string", "format": "date-time"}}
        ],
        "responses": {
          "200": {"description": "Some devices", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "device.json"}}}}}
        }
      }
    }
  }
}"#,
    );
}

#[test]
fn a_parameter_that_is_a_list_or_of_several_types_has_its_form() {
    let api = r#"{
  "openapi": "3.1.0",
  "paths": {"/devices/{ids}": {"get": {
    "operationId": "device.find",
    "parameters": [
      {"name": "ids", "in": "path", "required": true, "schema": {"type": "array", "items": {"type": "integer"}}},
      {"name": "at", "in": "query", "required": true, "schema": {"type": ["integer", "string"]}},
      {"name": "tag", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}},
      {"name": "X-Tag", "in": "header", "schema": {"type": "array", "items": {"type": "string"}}}
    ],
    "responses": {}
  }}}
}"#;
    let output = accept(&[DEVICE, ("openapi.json", api)]);
    let code = text(&output, "endpoints/device.rs");
    let (_, functions) = code.split_once("const PARAMETERS").expect("it has parameters");
    insta::assert_snapshot!(
        "endpoint_parameter_forms",
        format!("const PARAMETERS{}", functions.trim_end())
    );
}

#[test]
fn answers_of_different_types_are_an_enum_by_status() {
    emitted_endpoint(
        "endpoint_answers",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/devices": {
      "post": {
        "operationId": "device.post",
        "summary": "Add a device",
        "responses": {
          "201": {"description": "It is there", "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
          "202": {"description": "It will be there"},
          "4XX": {"description": "It will not", "content": {"application/json": {"schema": {"$ref": "error.json"}}}}
        }
      }
    }
  }
}"#,
    );
}

#[test]
fn an_endpoint_without_a_body_has_a_path_only() {
    emitted_endpoint(
        "endpoint_without_body",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
  "paths": {
    "/devices/{deviceId}": {
      "parameters": [
        {
          "name": "deviceId", "in": "path", "required": true,
          "description": "The device.", "example": "575ec8687ae143cd83dc4a97",
          "schema": {"type": "string", "pattern": "^[A-Fa-f\\d]{24}$"}
        }
      ],
      "delete": {
        "operationId": "device.delete",
        "summary": "Remove a device",
        "description": "It is gone for good.",
        "security": [{"token": ["device.*"]}, {"token": ["device.delete"]}],
        "responses": {
          "204": {"description": "It is gone"},
          "404": {"description": "There is none", "content": {"application/json": {"schema": {"$ref": "error.json"}}}}
        }
      }
    }
  }
}"#,
    );
}

#[test]
fn an_endpoint_with_a_body_takes_it() {
    emitted_endpoint(
        "endpoint_body",
        r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/devices": {
      "post": {
        "operationId": "device.post",
        "summary": "Make a device",
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "device.json"}, "example": {"name": "it's mine"}}}
        },
        "responses": {
          "201": {"description": "It is made", "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
          "default": {"description": "It went wrong", "content": {"application/json": {"schema": {"$ref": "error.json"}}}}
        }
      }
    }
  }
}"#,
    );
}

const DEPRECATED: &str = r#"{
    "openapi": "3.1.0",
    "servers": [{"url": "https://api.example.com"}],
    "paths": {"/things": {
        "get": {"operationId": "thing.list", "deprecated": true, "description": "**Deprecated**: Use `thing.find` instead.",
            "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
            "responses": {"204": {"description": "ok"}}},
        "post": {"operationId": "thing.add",
            "parameters": [
                {"name": "old", "in": "query", "deprecated": true, "schema": {"type": "string"}},
                {"name": "new", "in": "query", "schema": {"type": "string"}}
            ],
            "x-request-headers": [{"name": "X-Old", "deprecated": true}],
            "responses": {"204": {"description": "ok"}}}
    }}
}"#;

#[test]
fn a_deprecated_action_is_deprecated_in_the_request_and_in_the_clients() {
    let output = accept(&[("openapi.json", DEPRECATED)]);
    let attribute = "#[deprecated(note = \"Use thing.find instead.\")]";
    let things = text(&output, "endpoints/thing.rs");
    assert!(item(things, "List").contains(attribute), "{things}");
    assert!(
        !item(things, "Add").lines().any(|line| line.starts_with("#[deprecated")),
        "{things}"
    );
    for name in ["client", "blocking"] {
        // One method sends the action, the other prepares it.
        let code = client(&output, name);
        assert_eq!(code.matches(attribute).count(), 2, "{code}");
    }
    assert!(things.contains(".deprecated()"), "the metadata says nothing:\n{things}");
    assert!(
        text(&output, "mod.rs").contains("deprecated"),
        "{}",
        text(&output, "mod.rs")
    );
}

#[test]
fn a_deprecated_parameter_is_deprecated_with_its_setters() {
    let output = accept(&[("openapi.json", DEPRECATED)]);
    let things = text(&output, "endpoints/thing.rs");
    for member in ["pub old:", "pub fn old(", "pub fn maybe_old("] {
        let (before, _) = things.split_once(member).expect(member);
        let line = before.trim_end().lines().last().unwrap_or_default();
        assert_eq!(line.trim(), "#[deprecated]", "{member} in\n{things}");
    }
    assert_eq!(things.matches("#[deprecated]").count(), 3, "{things}");
    for line in [
        "* `old` (query, optional, deprecated)",
        "* `X-Old` (header, optional, deprecated)",
    ] {
        assert!(things.contains(line), "there is no {line:?} in\n{things}");
    }
}

#[test]
fn limits_and_defaults_of_parameters_are_documented_like_those_of_properties() {
    let schemas = [
        (
            r#"{"type": "integer", "minimum": 1, "maximum": 100, "default": 20}"#,
            "At least 1, at most 100. Default: `20`.",
        ),
        (
            r#"{"type": "string", "maxLength": 3, "pattern": "a"}"#,
            "At most 3 characters, matches `a`.",
        ),
        (r#"{"type": "string", "format": "email"}"#, "Format: `email`."),
        (r#"{"enum": ["asc", "desc"], "default": "asc"}"#, "Default: `\"asc\"`."),
        (r#"{"type": "number", "enum": [0.5, 1.5]}"#, "One of `0.5`, `1.5`."),
    ];
    for (schema, expected) in schemas {
        let api = format!(
            r#"{{
                "openapi": "3.1.0",
                "servers": [{{"url": "https://api.example.com"}}],
                "components": {{"schemas": {{"Thing": {{"type": "object", "properties": {{"size": {schema}}}}}}}}},
                "paths": {{"/things": {{"get": {{"operationId": "thing.list",
                    "parameters": [{{"name": "size", "in": "query", "description": "The size", "schema": {schema}}}],
                    "responses": {{"204": {{"description": "ok"}}}}}}}}}}
            }}"#
        );
        let output = accept(&[("openapi.json", &api)]);
        let (types, things) = (text(&output, "types.rs"), text(&output, "endpoints/thing.rs"));
        assert!(
            types.contains(&format!("/// {expected}\n    pub size:")),
            "{schema}:\n{types}"
        );
        assert!(
            things.contains(&format!("/// The size. {expected}\n    pub size:")),
            "{schema}:\n{things}"
        );
        let listed = format!("/// * `size` (query, optional): The size. {expected}\n");
        assert!(things.contains(&listed), "{schema}:\n{things}");
    }
}

#[test]
fn tables_say_which_values_errors_do_not_show() {
    let output = accept(&[(
        "openapi.json",
        r##"{"openapi": "3.1.0",
            "components": {"schemas": {
                "Secret": {"type": "string", "format": "password", "pattern": "^[a-z]+$"},
                "Name": {"type": "string", "pattern": "^[a-z]+$"},
                "Login": {"type": "object", "properties": {
                    "password": {"type": "string", "format": "password"},
                    "secret": {"$ref": "#/components/schemas/Secret"},
                    "name": {"$ref": "#/components/schemas/Name"},
                    "key": {"type": "string", "writeOnly": true},
                    "alias": {"$ref": "#/components/schemas/Name", "writeOnly": true}
                }}
            }},
            "paths": {"/login/{pin}": {"post": {
                "operationId": "login.post",
                "parameters": [{"name": "pin", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Secret"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Login"}}}},
                "responses": {"204": {"description": "x"}}
            }}}}"##,
    )]);
    let tables: String = text(&output, "types/schema.rs").split_whitespace().collect();
    for part in [
        "NAME:Schema=Schema::new(&[string(),pattern(",
        "SECRET:Schema=Schema::new(&[password(),ref_to(&NAME)]);",
        "(\"password\",Schema::new(&[password(),string()]))",
        "(\"secret\",Schema::new(&[password(),ref_to(&NAME)]))",
        "(\"name\",Schema::new(&to::NAME))",
        "(\"key\",Schema::new(&[hidden(),string()]))",
        "(\"alias\",Schema::new(&[hidden(),ref_to(&NAME)]))",
        "LOGIN_POST_PIN:Schema=Schema::new(&[password(),string(),pattern(",
    ] {
        assert!(tables.contains(part), "{part}\n{tables}");
    }
}
