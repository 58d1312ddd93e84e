//! What of an OpenAPI document reaches the code.

use std::collections::BTreeSet;

use typewright::Output;

use crate::endpoints::DEVICE;
use crate::support::{accept, client, item, members, refuse, text};

#[test]
fn the_curl_command_gives_a_query_parameter_that_is_required() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "servers": [{"url": "https://api.example.com"}],
                "paths": {"/devices": {"get": {
                    "operationId": "device.list",
                    "parameters": [
                        {"name": "sort by", "in": "query", "required": true, "example": "a&b", "schema": {"type": "string"}},
                        {"name": "page", "in": "query", "example": "1", "schema": {"type": "integer"}}
                    ],
                    "responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    assert!(
        code.contains("'https://api.example.com/devices?sort%20by=a%26b'"),
        "{code}"
    );
}

#[test]
fn the_curl_command_writes_lists_as_requests_do() {
    let parameter = |name: &str, place: &str, more: &str| {
        let schema = r#""schema": {"type": "array", "items": {"type": "string"}}"#;
        format!(r#"{{"name": "{name}", "in": "{place}", "required": true, "example": ["a b", "c"], {more} {schema}}}"#)
    };
    let parameters = [
        parameter("ids", "path", ""),
        parameter("tag", "query", ""),
        parameter("not", "query", r#""style": "pipeDelimited","#),
        parameter("X-Tag", "header", ""),
    ];
    let api = format!(
        r#"{{"openapi": "3.1.0", "paths": {{"/devices/{{ids}}": {{"get": {{
            "operationId": "device.list", "parameters": [{}], "responses": {{}}
        }}}}}}}}"#,
        parameters.join(", ")
    );
    let output = accept(&[DEVICE, ("openapi.json", &api)]);
    let code = text(&output, "endpoints/device.rs");
    for part in ["'/devices/a%20b,c?tag=a%20b&tag=c&not=a%20b%7Cc'", "-H 'X-Tag: a b,c'"] {
        assert!(code.contains(part), "{part}:\n{code}");
    }
}

#[test]
fn a_query_in_the_path_is_always_sent() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {
                    "/devices/{id}?rules": {"get": {
                        "operationId": "device.rules",
                        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                        "responses": {}
                    }},
                    "/devices?beta=true": {"get": {
                        "operationId": "device.beta",
                        "parameters": [{"name": "page", "in": "query", "required": true, "schema": {"type": "string"}}],
                        "responses": {}
                    }}
                }
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    for part in [
        "//! * [`Rules`]: GET `/devices/{id}?rules`\n",
        "'/devices/id?rules'",
        "\"/devices/{id}?rules\"",
        "request.path(\"id\", &self.id);",
        "'/devices?beta=true&page=page'",
        "\"/devices?beta=true\"",
        "request.query(\"page\", &self.page);",
    ] {
        assert!(code.contains(part), "{part}:\n{code}");
    }
}

#[test]
fn what_stands_behind_references_is_as_if_it_stood_in_their_place() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r##"{
                "openapi": "3.1.0",
                "paths": {"/devices/{id}": {"$ref": "#/components/pathItems/Device"}},
                "components": {
                    "pathItems": {"Device": {
                        "parameters": [{"$ref": "#/components/parameters/Id"}],
                        "get": {
                            "operationId": "device.get",
                            "responses": {"200": {"$ref": "#/components/responses/Found"}}
                        }
                    }},
                    "parameters": {
                        "Id": {"$ref": "#/components/parameters/Any"},
                        "Any": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}
                    },
                    "responses": {
                        "Found": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}
                    }
                }
            }"##,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    assert_eq!(members(code, "Get"), ["id"]);
    assert!(code.contains("type Response = types::Device;"), "{code}");
}

#[test]
fn the_variables_of_a_server_have_their_defaults() {
    let server = |servers: &str| {
        let api = format!(
            r#"{{
                "openapi": "3.1.0",
                "servers": [{servers}],
                "paths": {{"/devices": {{"get": {{"operationId": "device.list", "responses": {{}}}}}}}}
            }}"#
        );
        let output = accept(&[DEVICE, ("openapi.json", &api)]);
        let code = text(&output, "endpoints/device.rs");
        let (_, arguments) = code.split_once("Method::Get,").expect("the metadata");
        let server = arguments.split(',').next().unwrap_or_default().trim().to_owned();
        (server, output.diagnostics.len())
    };
    let variables = r#""variables": {"region": {"default": "eu"}, "version": {"default": "v2/"}}"#;
    assert_eq!(
        server(&format!(
            r#"{{"url": "https://{{region}}.example.com/{{version}}", {variables}}}"#
        )),
        (r#""https://eu.example.com/v2""#.to_owned(), 0)
    );
    assert_eq!(server(r#"{"url": "/api/v3/"}"#), (r#""/api/v3""#.to_owned(), 0));
    assert_eq!(server(r#"{"url": "/"}"#), (r#""""#.to_owned(), 0));
    for none in [
        r#"{"url": "https://{region}.example.com"}"#,
        r#"{"url": "https://{region}.example.com", "variables": {"region": {}}}"#,
        r#"{"url": "wss://example.com"}"#,
        r#"{"url": "//example.com"}"#,
        r#"{"url": "https://example.com/?v=2"}"#,
    ] {
        assert_eq!(server(none), (r#""""#.to_owned(), 1), "{none}");
    }
}

/// What is generated for an action with this `security`.
fn secured(security: &str) -> Output {
    let api = format!(
        r#"{{
            "openapi": "3.1.0",
            "components": {{"securitySchemes": {{
                "token": {{"type": "http", "scheme": "Bearer"}},
                "password": {{"type": "http", "scheme": "basic"}},
                "digest": {{"type": "http", "scheme": "digest"}},
                "key": {{"type": "apiKey", "in": "header", "name": "X-Key"}},
                "other": {{"type": "apiKey", "in": "header", "name": "X-Other"}},
                "host": {{"type": "apiKey", "in": "header", "name": "Host"}},
                "inQuery": {{"type": "apiKey", "in": "query", "name": "key"}}
            }}}},
            "paths": {{"/devices": {{"get": {{
                "operationId": "device.list",
                "security": {security},
                "responses": {{}}
            }}}}}}
        }}"#
    );
    accept(&[DEVICE, ("openapi.json", &api)])
}

/// The alternatives of an action with this `security`, with the scopes of each scheme; and the number of diagnostics.
fn alternatives(security: &str) -> (String, usize) {
    let output = secured(security);
    let code: String = text(&output, "endpoints/device.rs").split_whitespace().collect();
    let (_, code) = code.split_once(".security(&[").unwrap_or_default();
    let (code, _) = code.split_once(");}if_http").unwrap_or_default();
    (code.to_owned(), output.diagnostics.len())
}

#[test]
fn scopes_that_are_needed_together_stay_together() {
    let docs = |security: &str| {
        let output = secured(security);
        let code = text(&output, "endpoints/device.rs");
        let (_, docs) = code.split_once("/// `GET /devices`").unwrap_or_default();
        let (docs, _) = docs.split_once("/// ```").unwrap_or_default();
        docs.replace("///", "").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (security, scopes, about) in [
        (
            r#"[{"token": ["read", "list"]}, {"token": ["all"]}]"#,
            r#"TOKEN, &["read list", "all"])"#,
            "Requires an API access token with at least one of the scopes `read` with `list`, `all`.",
        ),
        (
            r#"[{"token": ["read"], "inQuery": []}]"#,
            r#"scopes(&["read"])"#,
            "Requires `token` (an API access token, scopes `read`) together with `inQuery` (an API key (the query \
             parameter `key`)).",
        ),
        (
            r#"[{"token": ["read"]}, {"token": []}]"#,
            "",
            "Requires an API access token with any scope.",
        ),
        (
            r#"[{"token": ["read"]}, {}]"#,
            r#"TOKEN, &["read"])"#,
            "Sends an API access token, if the client has one. It needs at least one of the scopes `read`.",
        ),
        (
            r#"[{"token": []}, {"key": [], "password": []}]"#,
            "",
            "Requires one of: * `token` (an API access token) * `key` (an API key (the header `X-Key`)) together with \
             `password` (a name and a password (`Basic`))",
        ),
        ("[]", "", ""),
    ] {
        let code = text(&secured(security), "endpoints/device.rs").replace(['\n', ' '], "");
        let has_scopes = code.contains("&[\"");
        assert_eq!(has_scopes, !scopes.is_empty(), "{code}");
        assert!(code.contains(&scopes.replace(' ', "")), "{code}");
        assert_eq!(docs(security), about, "{security}");
    }
}

#[test]
fn all_schemes_of_an_alternative_are_required() {
    for (security, schemes, warnings) in [
        (r#"[{"token": []}]"#, vec!["TOKEN"], 0),
        (r#"[{"key": [], "other": []}]"#, vec!["KEY", "OTHER"], 0),
        (
            r#"[{"inQuery": []}, {"password": []}, {}]"#,
            vec!["IN_QUERY", "PASSWORD"],
            0,
        ),
        // Each scheme that is not supported is reported once.
        (
            r#"[{"digest": []}, {"host": []}, {"digest": []}]"#,
            vec!["DIGEST", "HOST"],
            2,
        ),
        (r#"[{"nobody": []}]"#, vec!["NOBODY"], 1),
        // Both are sent in the same header.
        (r#"[{"token": [], "password": []}]"#, vec!["TOKEN", "PASSWORD"], 1),
    ] {
        let (code, found) = alternatives(security);
        let names: Vec<&str> = code
            .split(|c: char| !(c.is_ascii_uppercase() || c == '_'))
            .filter(|name| name.len() > 1)
            .collect();
        assert_eq!((names, found), (schemes, warnings), "{security}");
    }
}

#[test]
fn flows_of_oauth_and_open_id_connect_are_data() {
    let document = r#"{
        "openapi": "3.1.0",
        "components": {"securitySchemes": {
            "login": {"type": "oauth2", "description": "Ask us.", "flows": {
                "clientCredentials": {"tokenUrl": "https://a.example/token", "scopes": {"read": "Reads."}},
                "authorizationCode": {
                    "authorizationUrl": "https://a.example/ask", "tokenUrl": "https://a.example/token",
                    "refreshUrl": "https://a.example/again", "scopes": {}
                }
            }},
            "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example/.well-known"},
            "jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "tls": {"type": "mutualTLS"}
        }},
        "security": [{"login": ["read"], "tls": []}, {"openid": []}, {"jwt": []}],
        "paths": {"/devices": {"get": {"operationId": "device.list", "responses": {}}}}
    }"#;
    let output = accept(&[DEVICE, ("openapi.json", document)]);
    assert_eq!(output.diagnostics.len(), 0, "{:?}", output.diagnostics);
    let code: String = text(&output, "endpoints.rs").split_whitespace().collect();
    for expected in [
        "OAuthFlow::new(OAuthFlowKind::ClientCredentials).token_url(\"https://a.example/token\").scopes(&[(\"read\",\"Reads.\")])",
        ".authorization_url(\"https://a.example/ask\")",
        ".refresh_url(\"https://a.example/again\")",
        ".open_id_connect_url(\"https://a.example/.well-known\")",
        ".bearer_format(\"JWT\")",
        "TokenScheme::Connection",
    ] {
        assert!(code.contains(expected), "{expected}: {code}");
    }
}

#[test]
fn an_answer_to_any_status_is_a_success_too_if_there_is_no_other() {
    let lists = |responses: &str| {
        let any = r#"{"description": "any", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}"#;
        let api = format!(
            r#"{{
                "openapi": "3.1.0",
                "paths": {{"/devices": {{"get": {{
                    "operationId": "device.list",
                    "responses": {{{responses} "default": {any}}}
                }}}}}}
            }}"#
        );
        let output = accept(&[DEVICE, ("openapi.json", &api)]);
        let code = text(&output, "endpoints/device.rs");
        let count = |list: &str| {
            let (_, list) = code.split_once(list).unwrap_or_default();
            let list = list.split([']']).next().unwrap_or_default();
            list.matches("Status::Default").count()
        };
        (count(".successes("), count(".errors("))
    };
    assert_eq!(lists(""), (1, 1));
    assert_eq!(lists(r#""404": {"description": "none"},"#), (1, 1));
    assert_eq!(lists(r#""204": {"description": "done"},"#), (0, 1));
}

#[test]
fn an_operation_without_an_id_is_called_after_its_method_and_path() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {
                    "/": {"get": {"responses": {}}},
                    "/devices/{id}/logs.zip": {
                        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                        "get": {"responses": {}},
                        "put": {"operationId": "device.put", "tags": ["devices"], "responses": {}}
                    },
                    "/devices/id/logs/zip": {"get": {"responses": {}}}
                }
            }"#,
        ),
    ]);
    let notes: Vec<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    assert_eq!(
        notes,
        [
            r#"this operation has no `operationId`: it is named "get" after its method and path"#,
            r#"this operation has no `operationId`: it is named "getDevicesIdLogsZip" after its method and path"#,
            r#"this operation has no `operationId`: it is named "getDevicesIdLogsZip_" after its method and path"#,
        ]
    );
    let code = client(&output, "client");
    for line in [
        "self.get_logs_zip_call(id).send().await",
        "Call::new(&self.client.inner, request::Get::new())",
        "Call::new(&self.client.inner, request::GetLogsZip::new(id))",
        "Call::new(&self.client.inner, request::Put::new(id))",
    ] {
        assert!(code.contains(line), "{line}:\n{code}");
    }
}

#[test]
fn an_answer_that_never_has_a_body_has_no_type() {
    let content = r#""content": {"application/json": {"schema": {"$ref": "device.json"}}}"#;
    let api = format!(
        r#"{{
            "openapi": "3.1.0",
            "paths": {{"/devices": {{
                "head": {{"operationId": "device.check", "responses": {{"200": {{"description": "x", {content}}}}}}},
                "put": {{"operationId": "device.put", "responses": {{"204": {{"description": "x", {content}}}}}}}
            }}}}
        }}"#
    );
    let output = accept(&[DEVICE, ("openapi.json", &api)]);
    let warnings: Vec<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    assert_eq!(
        warnings,
        [
            "`content` has no effect: a response 200 to HEAD never has a body",
            "`content` has no effect: a response 204 to PUT never has a body",
        ]
    );
    let code = text(&output, "endpoints/device.rs");
    assert_eq!(code.matches("type Response = ();").count(), 2, "{code}");
}

#[test]
fn a_parameter_of_the_query_may_be_called_like_one_of_the_path() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices/{id}": {"get": {
                    "operationId": "device.get",
                    "parameters": [
                        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                        {"name": "id", "in": "query", "schema": {"type": "string"}},
                        {"name": "page", "in": "query", "schema": {"type": "string"}}
                    ],
                    "responses": {}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    let code: String = code.split_whitespace().collect();
    for read in [
        r#"id:parts.path("id")?"#,
        r#"id_query:parts.optional_query("id")?"#,
        r#"page:parts.optional_query("page")?"#,
    ] {
        assert!(code.contains(read), "{read}:\n{code}");
    }
}

/// A document of a version, with a schema and an action with a parameter. `bound` is one more rule of a number.
fn versioned(version: &str, bound: &str) -> Output {
    let api = format!(
        r##"{{
            "openapi": "{version}",
            "paths": {{"/things": {{"get": {{
                "operationId": "thing.list",
                "parameters": [{{"name": "q", "in": "query", "schema": {{"type": "string", "nullable": true}}}}],
                "responses": {{"200": {{"description": "x", "content": {{"application/json": {{
                    "schema": {{"$ref": "#/components/schemas/Thing"}}
                }}}}}}}}
            }}}}}},
            "components": {{"schemas": {{"Thing": {{
                "type": "object",
                "externalDocs": {{"url": "https://example.com"}},
                "required": ["text", "kind", "other"],
                "properties": {{
                    "text": {{"type": "string", "nullable": true}},
                    "plain": {{"type": "string", "nullable": false}},
                    "kind": {{"type": "string", "enum": ["a", "b"], "nullable": true}},
                    "other": {{"nullable": true, "allOf": [{{"$ref": "#/components/schemas/Thing"}}]}},
                    "count": {{"type": "integer", "minimum": 0, {bound}}}
                }}
            }}}}}}
        }}"##
    );
    accept(&[("openapi.json", &api)])
}

#[test]
fn a_schema_of_openapi_3_0_may_be_nullable() {
    let output = versioned("3.0.3", r#""exclusiveMinimum": true"#);
    assert_eq!(output.diagnostics, [], "all of it is OpenAPI 3.0");
    let thing = item(text(&output, "types.rs"), "Thing");
    for field in [
        "text: Option<String>",
        "plain: Option<String>",
        "kind: Option<ThingKind>",
        "other: Option<Box<Thing>>",
        "count: Option<Integer>",
    ] {
        assert!(thing.contains(&format!("pub {field},")), "{field}:\n{thing}");
    }
    let wire = text(&output, "types/wire.rs");
    for line in [
        "required text",
        "optional plain",
        "required kind",
        "required other",
        "optional count",
    ] {
        assert!(wire.contains(&format!(" {line}")), "{line}:\n{wire}");
    }
    assert!(text(&output, "types/schema.rs").contains("exclusive_minimum"));
    let list = item(text(&output, "endpoints/thing.rs"), "List");
    assert!(list.contains("pub q: Option<String>"), "{list}");
}

#[test]
fn what_later_versions_of_openapi_have_no_more_is_reported() {
    let output = versioned("3.1.0", r#""exclusiveMaximum": 9"#);
    let found: BTreeSet<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    assert_eq!(
        found,
        BTreeSet::from([r#"unknown keyword "nullable": it is not enforced"#])
    );
}

#[test]
fn an_endpoint_gives_clippy_nothing_to_say() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices": {"get": {
                    "operationId": "device.list",
                    "parameters": [{"name": "sort", "in": "query", "description": "x", "schema": {"type": "string"}}],
                    "responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    assert!(
        !code.contains(", &value)"),
        "`value` is a reference already (needless_borrows_for_generic_args):\n{code}"
    );
    assert!(
        code.contains("Default"),
        "`new` takes nothing, so there is a default (new_without_default):\n{code}"
    );
}

#[test]
fn a_parameter_that_is_called_like_a_method_keeps_its_name() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices/{path}": {"get": {
                    "operationId": "device.get",
                    "parameters": [
                        {"name": "path", "in": "path", "required": true, "schema": {"type": "string"}},
                        {"name": "query", "in": "query", "schema": {"type": "string"}},
                        {"name": "clone", "in": "query", "schema": {"type": "string"}}
                    ],
                    "responses": {"200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}}
                }}}
            }"#,
        ),
    ]);
    // As with keywords: the name, and an underscore behind it.
    assert_eq!(
        members(text(&output, "endpoints/device.rs"), "Get"),
        ["path_", "query_", "clone_"]
    );
}

#[test]
fn parameters_have_their_description_limits_and_default_as_documentation() {
    let output = accept(&[
        DEVICE,
        (
            "openapi.json",
            r#"{
                "openapi": "3.1.0",
                "paths": {"/devices": {"get": {
                    "operationId": "device.list",
                    "parameters": [
                        {"name": "page", "in": "query", "description": "The page", "schema": {"type": "integer", "minimum": 1, "default": 1}},
                        {"name": "plain", "in": "query", "schema": {"type": "boolean"}}
                    ],
                    "responses": {}
                }}}
            }"#,
        ),
    ]);
    let code = text(&output, "endpoints/device.rs");
    for line in code.lines() {
        assert_eq!(line, line.trim_end(), "white space at the end of {line:?}");
    }
    // Of the field and of its setter; a parameter of which nothing is known has no documentation.
    assert_eq!(
        code.matches("    /// The page. At least 1. Default: `1`.\n").count(),
        2,
        "{code}"
    );
    assert!(code.contains(">,\n    pub plain: Option<bool>,"), "{code}");
}

#[test]
fn generated_code_holds_no_line_that_is_wider_than_the_projects_own() {
    let output = accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"a": {"type": "string", "format": "uuid"}, "b": {"type": "number"}, "c": {"type": "integer"}, "d": {"type": "string", "format": "date"}, "e": {"type": "string", "format": "uri"}, "f": {"type": "string", "format": "ipv4"}, "g": {"type": "string", "format": "ipv6"}, "h": {"type": "string", "format": "date-time"}, "i": {"enum": ["x", null]}, "j": {"type": "object"}}}"#,
    )]);
    assert_not_too_wide(&output);
    let scopes: Vec<String> = (0..40)
        .map(|number| format!(r#"{{"token": ["device{number}.*"]}}"#))
        .collect();
    let api = format!(
        r#"{{
  "openapi": "3.1.0",
  "components": {{"securitySchemes": {{"token": {{"type": "http", "scheme": "bearer"}}}}}},
  "security": [{}],
  "paths": {{"/devices/{{id}}": {{"patch": {{
    "operationId": "device.patch",
    "parameters": [
      {{"name": "id", "in": "path", "required": true, "description": "{LONG}", "schema": {{"type": "string"}}}},
      {{"name": "all", "in": "query", "description": "{LONG}", "schema": {{"type": "boolean"}}}}
    ],
    "requestBody": {{"content": {{"application/json": {{"schema": {{"$ref": "device.json"}}}}}}}},
    "responses": {{
      "200": {{"description": "x", "content": {{"application/json": {{"schema": {{"$ref": "device.json"}}}}}}}},
      "404": {{"description": "y"}}
    }}
  }}}}}}
}}"#,
        scopes.join(", ")
    );
    let mut output = accept(&[("device.json", r#"{"type": "object"}"#), ("openapi.json", &api)]);
    // A text of the document is one literal, however long.
    for file in &mut output.files {
        file.text = file.text.replace(LONG, "");
    }
    assert_not_too_wide(&output);
}

const LONG: &str = "The device that is meant, by the name that it was given when it was registered, or by the number that it \
                    has been known by ever since.";

#[track_caller]
fn assert_not_too_wide(output: &typewright::Output) {
    for file in &output.files {
        for line in file.text.lines() {
            let width = line.chars().count();
            assert!(width <= 120, "{}: {width} characters: {line}", file.path);
        }
    }
}

/// The code of a document with one schema that has one property.
fn property(version: &str, schema: &str) -> [String; 3] {
    let api = format!(
        r#"{{"openapi": "{version}", "paths": {{}}, "components": {{"schemas": {{"Thing": {{
            "type": "object", "properties": {{"value": {schema}}}
        }}}}}}}}"#
    );
    let output = accept(&[("openapi.json", &api)]);
    ["types.rs", "types/wire.rs", "types/schema.rs"].map(|file| text(&output, file).to_owned())
}

#[test]
fn null_stands_beside_all_that_a_nullable_schema_says() {
    for rest in [
        r#""anyOf": [{"type": "string"}]"#,
        r#""anyOf": [{"type": "string"}, {"type": "integer"}]"#,
        r#""anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]"#,
        r#""type": "object", "anyOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]"#,
        r#""type": "object", "properties": {"a": {"type": "string"}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]"#,
        r#""oneOf": [{"type": "string", "maxLength": 3}, {"type": "integer"}, {"type": "boolean"}]"#,
        r#""allOf": [{"type": "string"}, {"maxLength": 3}]"#,
        r#""type": "string", "not": {"maxLength": 3}"#,
        r#""anyOf": [{"nullable": true, "anyOf": [{"type": "string"}, {"type": "integer"}]}, {"type": "boolean"}]"#,
    ] {
        let nullable = property("3.0.3", &format!(r#"{{"nullable": true, {rest}}}"#));
        let rest = rest.replace(
            r#"{"nullable": true, "anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
            r#"{"anyOf": [{"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"type": "null"}]}"#,
        );
        let spelled = property("3.1.0", &format!(r#"{{"anyOf": [{{{rest}}}, {{"type": "null"}}]}}"#));
        for (nullable, spelled) in nullable.iter().zip(&spelled) {
            assert_eq!(nullable, spelled, "{rest}");
        }
    }
}

#[test]
fn what_is_wrong_in_a_nullable_schema_is_reported_once() {
    let found = refuse(&[(
        "openapi.json",
        r#"{"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"Thing": {
            "nullable": true, "oneOf": [{"type": "strng"}, {"type": "integer"}]
        }}}}"#,
    )]);
    assert_eq!(found.only().pointer, "/components/schemas/Thing/oneOf/0/type");
}

#[test]
fn what_two_schemas_of_a_document_call_the_same_is_told_apart_by_their_names() {
    let output = accept(&[(
        "openapi.json",
        r#"{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
            "Opened": {"type": "object", "properties": {"action": {"type": "string", "enum": ["opened", "reopened"]}}},
            "Closed": {"type": "object", "properties": {"action": {"type": "string", "enum": ["closed", "locked"]}}},
            "Sorted": {"type": "object", "properties": {"order": {"type": "string", "enum": ["up", "down"]}}},
            "Names": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
        }}}"#,
    )]);
    let types = text(&output, "types.rs");
    for item in [
        "pub enum OpenedAction {",
        "pub enum ClosedAction {",
        "pub enum SortedOrder {",
        "pub struct NamesItem {",
    ] {
        assert!(types.contains(item), "{item}:\n{types}");
    }
}

#[test]
fn a_body_that_is_described_in_place_gives_way_to_a_schema_with_its_name() {
    let generated = |properties: &str| {
        accept(&[(
            "openapi.json",
            &format!(
                r##"{{"openapi": "3.1.0", "paths": {{"/channels": {{"post": {{
                    "operationId": "channel.create",
                    "requestBody": {{"required": true, "content": {{"application/json": {{"schema":
                        {{"type": "object", "properties": {{{properties}}}}}
                    }}}}}},
                    "responses": {{"200": {{"description": "x", "content": {{"application/json": {{"schema":
                        {{"$ref": "#/components/schemas/ChannelCreateBody"}}
                    }}}}}}}}
                }}}}}}, "components": {{"schemas": {{"ChannelCreateBody":
                    {{"type": "object", "properties": {{"id": {{"type": "string"}}}}}}
                }}}}}}"##
            ),
        )])
    };
    let other = generated(r#""name": {"type": "string"}"#);
    let create = item(text(&other, "endpoints/channel.rs"), "Create");
    assert!(create.contains("pub body: types::ChannelCreateBodyObject,"), "{create}");
    assert!(text(&other, "endpoints/channel.rs").contains("type Response = types::ChannelCreateBody;"));

    let same = generated(r#""id": {"type": "string"}"#);
    let create = item(text(&same, "endpoints/channel.rs"), "Create");
    assert!(create.contains("pub body: types::ChannelCreateBody,"), "{create}");
}

#[test]
fn a_stream_of_events_is_a_method_that_returns_typed_events() {
    let output = accept(&[(
        "openapi.json",
        r##"{
            "openapi": "3.1.0",
            "servers": [{"url": "https://api.example.com"}],
            "paths": {
                "/chat": {"post": {
                    "operationId": "chat.create",
                    "responses": {"200": {"description": "An answer", "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}},
                        "text/event-stream": {
                            "schema": {"$ref": "#/components/schemas/Chunk"}, "x-event-stream": {"done": "[DONE]"}
                        }
                    }}}
                }},
                "/log": {"get": {
                    "operationId": "log.watch",
                    "responses": {"200": {"description": "Events", "content": {"text/event-stream": {}}}}
                }}
            },
            "components": {"schemas": {
                "Answer": {"type": "object", "properties": {"a": {"type": "string"}}},
                "Chunk": {"type": "object", "properties": {"c": {"type": "string"}}}
            }}
        }"##,
    )]);
    let warned = output
        .diagnostics
        .iter()
        .any(|one| one.severity == typewright::Severity::Warning);
    assert!(!warned, "{:?}", output.diagnostics);
    let chat = text(&output, "endpoints/chat.rs");
    let (_, events) = chat.split_once("impl EventEndpoint for Create ").expect("events");
    assert!(events.contains("type Event = types::Chunk;"), "{events}");
    assert!(events.contains("&types::schema::CHUNK;"), "{events}");
    assert!(
        events.contains("Some(\"[DONE]\")") && events.contains("event_json(data)"),
        "{events}"
    );
    let code = client(&output, "client");
    let result = |method: &str| {
        let (_, rest) = code.split_once(&format!("pub async fn {method}(")).expect("a method");
        let (signature, _) = rest.split_once(" {").expect("a body");
        signature.split_once("-> ").expect("a result").1.to_owned()
    };
    assert_eq!(result("create"), "Result<types::Answer, CallError<()>>");
    assert!(
        result("create_events").contains("client::Events<types::Chunk>"),
        "{code}"
    );
    assert!(result("watch").contains("client::Events<String>"), "{code}");
    let blocking = client(&output, "blocking");
    assert!(
        blocking.contains("client::blocking::Events<types::Chunk>"),
        "{blocking}"
    );
}

#[test]
fn an_unknown_field_of_an_event_stream_is_refused() {
    let refusal = refuse(&[(
        "openapi.json",
        r#"{"openapi": "3.1.0", "paths": {"/log": {"get": {"responses": {"200": {"description": "Events", "content": {
            "text/event-stream": {"x-event-stream": {"end": "x"}}
        }}}}}}}"#,
    )]);
    assert!(
        refusal.text.contains("unknown field \"end\" of `x-event-stream`"),
        "{}",
        refusal.text
    );
}

#[test]
fn links_are_data_and_documentation() {
    let output = accept(&[(
        "openapi.json",
        r##"{
            "openapi": "3.1.0",
            "paths": {
                "/pets": {"post": {"operationId": "pet.post", "responses": {"201": {"description": "x", "links": {
                    "made": {"operationId": "pet.get", "parameters": {"path.id": "$response.body#/id"}, "description": "The pet."},
                    "again": {"operationRef": "#/paths/~1pets/post", "requestBody": {"name": "Rex"}}
                }}}}},
                "/pets/{id}": {"get": {"operationId": "pet.get",
                    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                    "responses": {"200": {"description": "x"}}}}
            }
        }"##,
    )]);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let code = text(&output, "endpoints/pet.rs");
    let plain = code.replace(['\n', ' '], "");
    for part in [
        r#"Link::new("made","pet.get").parameters(&[("path.id","$response.body#/id")])"#,
        r#"Link::new("again","pet.post").request_body("{\"name\":\"Rex\"}")"#,
    ] {
        assert!(plain.contains(part), "{part}:\n{code}");
    }
    assert!(
        code.contains("/// * [`made`](super::pet::Get) after 201: The pet. `path.id` is `$response.body#/id`"),
        "{code}"
    );
}

#[test]
fn links_of_webhooks_and_callbacks_lead_to_actions() {
    let links =
        r##""responses": {"200": {"description": "x", "links": {"again": {"operationRef": "#/paths/~1pets/post"}}}}"##;
    let output = accept(&[(
        "openapi.json",
        &r#"{
            "openapi": "3.1.0",
            "paths": {"/pets": {"post": {
                "operationId": "pet.post", "responses": {},
                "callbacks": {"made": {"{$request.query.url}": {"post": {LINKS}}}}
            }}},
            "webhooks": {"sold": {"post": {LINKS}}}
        }"#
        .replace("LINKS", links),
    )]);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    for file in ["webhooks.rs", "callbacks.rs"] {
        let code = text(&output, file);
        assert!(
            code.contains("/// * [`again`](super::endpoints::pet::Post) after 200\n"),
            "{code}"
        );
        assert!(
            code.contains(r#"&[::typewright_runtime::endpoint::Link::new("again", "pet.post")]"#),
            "{code}"
        );
    }
}

#[test]
fn external_documentation_of_a_schema_is_linked() {
    let output = accept(&[(
        "openapi.json",
        r#"{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"Pet": {
            "type": "object",
            "externalDocs": {"url": "https://example.com/pets", "description": "All about pets"},
            "description": "A pet."
        }}}}"#,
    )]);
    let code = text(&output, "types.rs");
    assert!(
        code.contains("/// A pet.\n///\n/// See also: All about pets (<https://example.com/pets>)\n"),
        "{code}"
    );
}
