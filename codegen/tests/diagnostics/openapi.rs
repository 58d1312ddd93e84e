//! Faults of the OpenAPI document.

use typewright::Severity;

use crate::support::{Folder, accept, assert_only, refuse, text};

pub(crate) fn api(operation: &str) -> String {
    format!(
        r#"{{
  "openapi": "3.1.0", "servers": [{{"url": "https://api.example.com"}}],
  "paths": {{
    "/devices/{{id}}": {{
      "get": {operation}
    }}
  }}
}}"#
    )
}

pub(crate) const ID: &str = r#"{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}"#;

#[test]
fn a_response_schema_that_nobody_has_is_refused() {
    let operation = format!(
        r#"{{
        "operationId": "device.get",
        "parameters": [{ID}],
        "responses": {{
          "200": {{"description": "x", "content": {{"application/json": {{
            "schema": {{"$ref": "device.json"}}
          }}}}}}
        }}
      }}"#
    );
    let refusal = refuse(&[("gadget.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        10,
        32,
        "/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref",
    );
    insta::assert_snapshot!(refusal.text, @r#"
    error: unresolved `$ref` "device.json": no file device.json in the folder
      --> schemas/openapi.json:10:32 (/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref)
       |
    10 |             "schema": {"$ref": "device.json"}
       |                                ^^^^^^^^^^^^^
       |
       = help: add the file to the folder, or correct the reference

    1 error; no files were written
    "#);
}

#[test]
fn a_response_schema_that_is_a_file_and_no_component_is_refused_with_the_name_of_the_file() {
    let operation = format!(
        r##"{{
        "operationId": "device.get",
        "parameters": [{ID}],
        "responses": {{
          "200": {{"description": "x", "content": {{"application/json": {{
            "schema": {{"$ref": "#/components/schemas/Device"}}
          }}}}}}
        }}
      }}"##
    );
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        10,
        32,
        "/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref",
    );
    insta::assert_snapshot!(refusal.text, @r##"
    error: unresolved `$ref` "#/components/schemas/Device": openapi.json has nothing at "/components/schemas/Device"
      --> schemas/openapi.json:10:32 (/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref)
       |
    10 |             "schema": {"$ref": "#/components/schemas/Device"}
       |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean the file device.json? Then write "device.json"

    1 error; no files were written
    "##);
}

#[test]
fn a_response_that_nobody_describes_is_refused() {
    let operation = format!(
        r##"{{
        "operationId": "device.get",
        "parameters": [{ID}],
        "responses": {{
          "404": {{"$ref": "#/components/responses/Missing"}}
        }}
      }}"##
    );
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        9,
        27,
        "/paths/~1devices~1{id}/get/responses/404/$ref",
    );
    insta::assert_snapshot!(refusal.text, @r##"
    error: unresolved `$ref` "#/components/responses/Missing": the document has nothing there
     --> schemas/openapi.json:9:27 (/paths/~1devices~1{id}/get/responses/404/$ref)
      |
    9 |           "404": {"$ref": "#/components/responses/Missing"}
      |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: parameters, bodies, responses and paths can be in `components`, or in a file of their own

    1 error; no files were written
    "##);
}

#[test]
fn a_path_parameter_that_is_not_described_is_refused() {
    let refusal = refuse(&[
        ("device.json", "{}"),
        (
            "openapi.json",
            &api(r#"{"operationId": "device.get", "responses": {}}"#),
        ),
    ]);
    assert_only(&refusal, "schemas/openapi.json", 5, 14, "/paths/~1devices~1{id}/get");
    insta::assert_snapshot!(refusal.text, @r#"
    error: path parameter "id" of device.get is not described
     --> schemas/openapi.json:5:14 (/paths/~1devices~1{id}/get)
      |
    5 |       "get": {"operationId": "device.get", "responses": {}}
      |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: add it to `parameters` with "in": "path"

    1 error; no files were written
    "#);
}

#[test]
fn a_path_parameter_that_is_described_wrongly_is_reported_once() {
    const GET: &str = "/paths/~1devices~1{id}/get";
    let document = |parameters: &str| {
        api(&format!(
            r#"{{"operationId": "device.get", "parameters": {parameters}, "responses": {{}}}}"#
        ))
        .replace(
            "\"paths\"",
            r#""components": {"parameters": {"Id": {"name": "id", "in": "path", "required": true}}}, "paths""#,
        )
    };
    let of_get = |rest: &str| format!("{GET}/parameters{rest}");
    for (parameters, pointer) in [
        (
            r##"[{"$ref": "#/components/parameters/Id"}]"##,
            "/components/parameters/Id".to_owned(),
        ),
        (r##"[{"$ref": "#/components/parameters/none"}]"##, of_get("/0/$ref")),
        (r#"[{"name": "id", "in": "path"}]"#, of_get("/0")),
        (r#"[{"name": "id", "in": "pth", "schema": {}}]"#, of_get("/0")),
        (r#"[{"in": "path", "schema": {}}]"#, of_get("/0")),
        (r#"["id"]"#, of_get("/0")),
        (r#"{"id": {}}"#, of_get("")),
    ] {
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &document(parameters))]);
        assert_eq!(refusal.only().pointer, pointer, "{}", refusal.text);
    }
    // One that stands elsewhere is no parameter of the path, be it right or not.
    let refusal = refuse(&[
        ("device.json", "{}"),
        ("openapi.json", &document(r#"[{"name": "id", "in": "query"}]"#)),
    ]);
    assert_eq!(refusal.diagnostics.len(), 2, "{}", refusal.text);
}

#[test]
fn a_parameter_that_has_no_text_form_is_refused_at_the_parameter() {
    let operation = format!(
        r#"{{
        "operationId": "device.get",
        "parameters": [
          {ID},
          {{"name": "filter", "in": "query", "required": true, "schema": {{"type": ["string", "object"]}}}}
        ],
        "responses": {{}}
      }}"#
    );
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        9,
        11,
        "/paths/~1devices~1{id}/get/parameters/1",
    );
}

#[test]
fn a_parameter_that_may_hold_what_has_no_text_is_refused() {
    for schema in [
        "{}",
        "true",
        r#"{"type": "object", "required": ["a"], "properties": {"a": {"type": "object"}}}"#,
        r#"{"type": "object", "additionalProperties": {"type": "object"}}"#,
        r#"{"type": ["string", "object"]}"#,
        r#"{"oneOf": [{"type": "string"}, {"type": "object"}]}"#,
        r#"{"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "object"}}]}"#,
        r#"{"enum": ["a", ["b"]]}"#,
        r#"{"type": "array", "items": {"type": "array", "items": {"type": "string"}}}"#,
        r#"{"type": "array", "items": {"oneOf": [{"type": "string"}, {"type": "object"}]}}"#,
        r#"{"oneOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "object"}]}"#,
    ] {
        for place in ["query", "header"] {
            let parameter = format!(r#"{{"name": "x", "in": "{place}", "required": true, "schema": {schema}}}"#);
            let errors: Vec<String> = said(&with_parameter(&parameter))
                .into_iter()
                .filter(|(severity, _)| *severity == Severity::Error)
                .map(|(_, message)| message)
                .collect();
            assert_eq!(
                errors,
                ["the parameter \"x\" of device.get has no single text form"],
                "{place}: {schema}"
            );
        }
    }
}

#[test]
fn two_operations_with_one_id_are_refused() {
    let refusal = refuse(&[
        ("device.json", "{}"),
        (
            "openapi.json",
            r#"{
  "openapi": "3.1.0", "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/a": {"get": {"operationId": "device.get", "responses": {}}},
    "/b": {"get": {"operationId": "device.get", "responses": {}}}
  }
}"#,
        ),
    ]);
    let only = refusal.only();
    assert_eq!((&*only.file, only.line), ("schemas/openapi.json", 5));
    assert!(only.pointer.starts_with("/paths/~1b/get"), "{}", refusal.text);
}

#[test]
fn an_openapi_document_whose_parts_have_the_wrong_type_is_refused() {
    for (document, line, column, pointer) in [
        ("{\n  \"openapi\": \"3.1.0\",\n  \"paths\": []\n}", 3, 12, "/paths"),
        (
            "{\n  \"openapi\": \"3.1.0\", \"servers\": [{\"url\": \"https://api.example.com\"}],\n  \"paths\": {\"/a\": {\"get\": {\"operationId\": \"a\", \"responses\": \"none\"}}}\n}",
            3,
            61,
            "/paths/~1a/get/responses",
        ),
    ] {
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", document)]);
        assert_only(&refusal, "schemas/openapi.json", line, column, pointer);
    }
}

/// The severity and the text of what is said of a document.
pub(crate) fn said(document: &str) -> Vec<(Severity, String)> {
    let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", document)]);
    let diagnostics = match folder.generate() {
        Ok(output) => output.diagnostics,
        Err(diagnostics) => diagnostics.0,
    };
    let said = diagnostics.into_iter();
    said.map(|diagnostic| (diagnostic.severity, diagnostic.message))
        .collect()
}

/// A document with one action that takes a parameter.
fn with_parameter(parameter: &str) -> String {
    api(&format!(
        r#"{{"operationId": "device.get", "parameters": [{ID}, {parameter}], "responses": {{"204": {{"description": "x"}}}}}}"#
    ))
}

#[test]
fn a_parameter_that_the_client_cannot_send_is_refused_or_left_out() {
    let what = "the HTTP client sets the header \"Host\" itself";
    let parameter = r#"{"name": "Host", "in": "header", "schema": {"type": "string"}}"#;
    let warning = format!("{what}: the bindings do not send it");
    assert_eq!(said(&with_parameter(parameter)), [(Severity::Warning, warning)]);
    let parameter = parameter.replace("\"schema\"", "\"required\": true, \"schema\"");
    assert_eq!(said(&with_parameter(&parameter)), [(Severity::Error, what.to_owned())]);
}

#[test]
fn an_optional_parameter_that_is_not_supported_is_left_out_with_a_warning() {
    for (parameter, message) in [
        (
            r#"{"name": "x", "in": "query", "content": {"text/csv": {"schema": {}}}}"#,
            "parameter \"x\": its media type is not supported: the parameter is left out",
        ),
        (
            r#"{"name": "x", "in": "query", "style": "label", "schema": {"type": "string"}}"#,
            "parameter \"x\": OpenAPI has no style \"label\" in \"query\": the parameter is left out",
        ),
        (
            r#"{"name": "x", "in": "header", "schema": {"type": "array", "items": {"type": "array"}}}"#,
            "the parameter \"x\" of device.get has no single text form: the parameter is left out",
        ),
    ] {
        assert_eq!(
            said(&with_parameter(parameter)),
            [(Severity::Warning, message.to_owned())],
            "{parameter}"
        );
    }
}

#[test]
fn values_that_a_parameter_never_sends_are_reported() {
    for (parameter, message) in [
        (
            r#"{"name": "x", "in": "query", "schema": {"type": "object", "properties": {"a": {"type": "object"}, "b": {}}}}"#,
            "OpenAPI does not say how these properties of the parameter \"x\" of device.get are written: `a`; a request with \
             one of them is refused",
        ),
        (
            r#"{"name": "x", "in": "query", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}, {"name": "a", "in": "query", "schema": {"type": "string"}}"#,
            "other parameters of device.get have the names of these properties of the parameter \"x\": `a`; a request with \
             one of them is refused",
        ),
        (
            r#"{"name": "x", "in": "query", "allowEmptyValue": true, "schema": {"type": "integer"}}"#,
            "the parameter \"x\" of device.get has `allowEmptyValue`, but its type has no empty value",
        ),
        (
            r#"{"name": "x", "in": "header", "allowEmptyValue": true, "schema": {"type": "string"}}"#,
            "`allowEmptyValue` flags outside of the query are ignored (1 place)",
        ),
        (
            r#"{"name": "x", "in": "query", "style": "deepObject", "allowReserved": true, "schema": {"type": "object"}}"#,
            "`allowReserved` flags of parameters in brackets are ignored (1 place)",
        ),
    ] {
        let expected = [(Severity::Warning, message.to_owned())];
        assert_eq!(said(&with_parameter(parameter)), expected, "{parameter}");
    }
}

#[test]
fn parameters_of_a_path_with_nothing_between_them_are_reported() {
    let document = |style: &str| {
        format!(
            r#"{{"openapi": "3.1.0", "servers": [{{"url": "https://api.example.com"}}], "paths": {{"/a/{{x}}{{y}}": {{"get": {{"operationId": "a",
            "parameters": [{{"name": "x", "in": "path", "required": true, "schema": {{"type": "string"}}}},
            {{"name": "y", "in": "path", "required": true, "style": "{style}", "schema": {{"type": "string"}}}}],
            "responses": {{"204": {{"description": ""}}}}}}}}}}}}"#
        )
    };
    let message = "the path \"/a/{x}{y}\" has nothing between {x} and {y}: a server takes the first character for \"x\", and a \
                   request with a longer value is refused";
    assert_eq!(said(&document("simple")), [(Severity::Warning, message.to_owned())]);
    assert_eq!(said(&document("label")), []);
}

#[test]
fn a_parameter_that_is_written_in_an_unknown_way_is_refused() {
    for (parameter, message) in [
        (
            r#"{"name": "x", "in": "query", "style": "deepObject", "required": true, "schema": {"type": "string"}}"#,
            "the parameter \"x\" of device.get has the style \"deepObject\", which is for objects",
        ),
        (
            r#"{"name": "x", "in": "query", "x-style": "braces", "schema": {"type": "string"}}"#,
            "parameter \"x\": invalid `x-style` \"braces\"",
        ),
        (
            r#"{"name": "x", "in": "query", "required": true, "content": {"text/csv": {"schema": {}}}}"#,
            "parameter \"x\": its media type is not supported",
        ),
        (
            r#"{"name": "a b", "in": "header", "schema": {"type": "string"}}"#,
            "invalid header name \"a b\"",
        ),
        (
            r#"{"name": "x", "in": "body", "schema": {}}"#,
            "parameter \"x\": invalid `in` \"body\" (expected path, query, header or cookie)",
        ),
        (
            r#"{"name": "x", "in": "header", "required": true, "schema": {"type": "array", "items": {"type": "array"}}}"#,
            "the parameter \"x\" of device.get has no single text form",
        ),
    ] {
        assert_eq!(
            said(&with_parameter(parameter)),
            [(Severity::Error, message.to_owned())],
            "{parameter}"
        );
    }
}

#[test]
fn a_cookie_header_beside_cookies_is_left_out_or_refused() {
    let header = |required: bool| {
        format!(r#"{{"name": "cookie", "in": "header", "required": {required}, "schema": {{"type": "string"}}}}"#)
    };
    let cookie = r#"{"name": "session", "in": "cookie", "schema": {"type": "string"}}"#;
    let api = |parameters: &str, more: &str| {
        format!(
            r#"{{"openapi": "3.1.0", {more}
                "components": {{"securitySchemes": {{"key": {{"type": "apiKey", "in": "cookie", "name": "key"}}}}}},
                "paths": {{"/devices": {{"get": {{
                    "operationId": "device.get", "parameters": [{parameters}], "responses": {{"204": {{"description": "x"}}}}
                }}}}}}}}"#
        )
    };
    let said = |parameters: &str, more: &str| {
        let folder = Folder::with(&[("openapi.json", &api(parameters, more))]);
        let found = match folder.generate() {
            Ok(output) => output.diagnostics,
            Err(diagnostics) => diagnostics.0,
        };
        found
            .into_iter()
            .map(|found| (found.severity, found.message))
            .collect::<Vec<_>>()
    };
    let same = "the header \"cookie\" and the cookies of device.get would be the same header";
    let key = r#""security": [{"key": []}],"#;
    for (parameters, more) in [(format!("{}, {cookie}", header(false)), ""), (header(false), key)] {
        let left_out = format!("{same}: the parameter is left out");
        assert_eq!(said(&parameters, more), [(Severity::Warning, left_out)], "{parameters}");
    }
    let refused = (Severity::Error, same.to_owned());
    assert_eq!(said(&format!("{}, {cookie}", header(true)), ""), [refused]);
    assert_eq!(said(&header(true), ""), [], "the header alone");
    let global = format!(r#""x-global-parameters": [{}],"#, header(false));
    let said = said(cookie, &global);
    let message = "the header \"cookie\" of every action would replace the cookies of an action";
    assert_eq!(said, [(Severity::Error, message.to_owned())]);
}

#[test]
fn limits_of_a_body_of_bytes_are_said_to_have_no_effect() {
    let said = |content: &str, is_request: bool| {
        let (body, response) = if is_request { (content, "") } else { ("", content) };
        let document = format!(
            r#"{{"openapi": "3.1.0",
                "components": {{"schemas": {{"Page": {{"type": "string", "pattern": "^<", "maxLength": 9}}}}}},
                "paths": {{"/pages": {{"post": {{
                    "operationId": "pages.post",
                    "requestBody": {{"content": {{"application/json": {{}}{body}}}}},
                    "responses": {{"200": {{"description": "x", "content": {{"application/json": {{}}{response}}}}}}}
            }}}}}}}}"#
        );
        let folder = Folder::with(&[("openapi.json", &document)]);
        let output = folder.generate().expect("nothing is wrong");
        output
            .diagnostics
            .iter()
            .map(|found| found.message.clone())
            .collect::<Vec<String>>()
    };
    for (media_type, schema, expected) in [
        (
            "application/xml",
            r##"{"$ref": "#/components/schemas/Page"}"##,
            "`pattern`, `maxLength` have",
        ),
        (
            "application/octet-stream",
            r#"{"format": "binary", "maxLength": 9}"#,
            "`maxLength` has",
        ),
        ("application/pdf", r#"{"type": "string", "enum": ["a"]}"#, "`enum` has"),
        (
            "image/svg+xml",
            r#"{"type": "string", "format": "uuid"}"#,
            "`format` has",
        ),
        (
            "text/plain",
            r#"{"type": "integer", "minimum": 1}"#,
            "`type`, `minimum` have",
        ),
        (
            "text/plain; charset=iso-8859-1",
            r#"{"type": "string", "minLength": 1}"#,
            "`minLength` has",
        ),
        (
            "application/zip",
            r#"{"type": "array", "items": {}}"#,
            "`type`, `items` have",
        ),
        (
            "application/zip",
            r#"{"propertyNames": {"maxLength": 3}, "title": "Zip", "x-rust-name": "Zip"}"#,
            "`propertyNames` has",
        ),
    ] {
        for is_request in [true, false] {
            let said = said(&format!(r#", "{media_type}": {{"schema": {schema}}}"#), is_request);
            let essence = media_type.split(';').next().expect("an essence");
            let expected = format!(
                "{expected} no effect on this {essence} body: it is passed as raw bytes, which are not validated"
            );
            assert_eq!(said, [expected], "{media_type}: {schema}");
        }
    }
    for (media_type, schema) in [
        ("application/pdf", r#"{"type": "string", "format": "binary"}"#),
        ("image/png", "{}"),
        ("text/plain", r#"{"type": ["string", "null"], "maxLength": 9}"#),
        ("text/plain", r#"{"enum": ["a", "b"]}"#),
        ("text/csv", r#"{"const": "a"}"#),
    ] {
        let said = said(&format!(r#", "{media_type}": {{"schema": {schema}}}"#), true);
        assert_eq!(said, Vec::<String>::new(), "{media_type}: {schema}");
    }
}

#[test]
fn fields_of_a_body_that_is_not_json_are_said_to_have_no_types() {
    let said = |content: &str| {
        let document = format!(
            r##"{{
  "openapi": "3.1.0",
  "components": {{"schemas": {{"Login": {{"allOf": [
    {{"type": "object", "properties": {{"user": {{"type": "string"}}, "password": {{"type": "string"}}}}}},
    {{"type": "object", "properties": {{"scope": {{"type": "string"}}, "client": {{"type": "string"}}}}}},
    {{"$ref": "#/components/schemas/Login/allOf/0"}}, {{"$ref": "#/components/schemas/Login/allOf/0"}}
  ]}}}}}},
  "paths": {{"/login": {{"post": {{
    "operationId": "device.login",
    "requestBody": {{"content": {{{content}}}}},
    "responses": {{"204": {{"description": "x"}}}}
  }}}}}}
}}"##
        );
        let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", &document)]);
        let output = folder.generate().expect("nothing is wrong");
        let said = output.diagnostics.iter().map(ToString::to_string);
        folder.redact(&said.collect::<Vec<String>>().join("\n"))
    };
    let login = r##"{"schema": {"$ref": "#/components/schemas/Login"}}"##;
    insta::assert_snapshot!(said(&format!(r#""multipart/mixed": {login}"#)), @r##"
    warning: the fields of this multipart/mixed body ("user", "password", "scope", …) have no types and are not validated: the body is passed as raw bytes
      --> schemas/openapi.json:10:33 (/paths/~1login/post/requestBody/content/multipart~1mixed)
       |
    10 |     "requestBody": {"content": {"multipart/mixed": {"schema": {"$ref": "#/components/schemas/Login"}}}},
       |                                 ^^^^^^^^^^^^^^^^^
       |
       = help: parse the body in your code, or describe it as "application/json" too if the API supports that
    "##);
    assert!(
        said(r#""application/xml": {"schema": {"$ref": "device.json"}}"#).contains("(\"device.json\") have no types")
    );
    for silent in [
        r#""multipart/form-data": {"schema": {"type": "object"}}"#.to_owned(),
        format!(r#""multipart/form-data": {login}"#),
        r#""text/plain": {"schema": {"type": "string"}}"#.to_owned(),
    ] {
        assert_eq!(said(&silent), "", "{silent}");
    }
    let beside_json = format!(r#""application/x-www-form-urlencoded": {login}, "application/json": {login}"#);
    assert_eq!(said(&beside_json), "", "each of them has a variant");
}

#[test]
fn what_is_not_checked_of_a_multipart_body_is_reported() {
    let said = |schema: &str, encoding: &str| {
        let document = api(&format!(
            r#"{{"operationId": "device.put", "parameters": [{ID}], "requestBody": {{"content": {{"multipart/form-data": {{
                "schema": {{"type": "object", "properties": {{"a": {{"type": "string"}}, "l": {{"type": "array", "items":
                {{"type": "string"}}}}, "f": {{"type": "string",
                "format": "binary", "maxLength": 5}}}} {schema}}},
                "encoding": {{{encoding}}}
            }}}}}}, "responses": {{"204": {{"description": "x"}}}}}}"#
        ));
        let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", &document)]);
        let diagnostics = match folder.generate() {
            Ok(output) => output.diagnostics,
            Err(diagnostics) => diagnostics.0,
        };
        let mut said = diagnostics.iter().map(|diagnostic| diagnostic.message.clone());
        said.find(|message| !message.starts_with("limits of strings"))
            .unwrap_or_default()
    };
    for (schema, encoding, expected) in [
        ("", "", ""),
        (
            r#", "minProperties": 1"#,
            "",
            "limits for the parts of a multipart body as a whole are ignored (1 place)",
        ),
        (
            r#", "additionalProperties": {"type": "string"}"#,
            "",
            "limits for the parts of a multipart body as a whole are ignored (1 place)",
        ),
        (
            r#", "anyOf": [{"required": ["a"]}, {"required": ["f"]}]"#,
            "",
            "combinations of schemas for a multipart body, other than `allOf`, are ignored (1 place)",
        ),
        (
            "",
            r#""b": {}"#,
            "encodings of parts that the schema of the body does not list are ignored (1 place)",
        ),
        (
            "",
            r#""a": {"style": "form"}"#,
            "`style`, `explode` and `allowReserved` of parts of multipart bodies are ignored (1 place)",
        ),
        (
            "",
            r#""l": {"headers": {"X-A": {"schema": {"type": "string"}}}}"#,
            "headers of parts that occur several times and are no files are ignored (1 place)",
        ),
        ("", r#""a": {"headers": {"X-A": {"schema": {"type": "string"}}}}"#, ""),
        ("", r#""f": {"contentType": "image"}"#, "invalid media type \"image\""),
        ("", r#""f": {"contentType": "image/png, image/*"}"#, ""),
    ] {
        assert_eq!(said(schema, encoding), expected, "{schema} {encoding}");
    }
}

#[test]
fn an_encoding_without_effect_or_support_is_reported() {
    let said = |media_type: &str, encoding: &str| {
        let document = api(&format!(
            r#"{{"operationId": "device.put", "parameters": [{ID}], "requestBody": {{"content": {{"{media_type}": {{
                "schema": {{"type": "object", "properties": {{
                    "a": {{"type": "string"}}, "o": {{"type": "object", "properties": {{"x": {{"type": "string"}}}}}}
                }}}},
                "encoding": {{{encoding}}}
            }}}}}}, "responses": {{"204": {{"description": "x"}}}}}}"#
        ));
        let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", &document)]);
        let output = folder.generate().expect("nothing is wrong");
        output
            .diagnostics
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<String>>()
            .join("\n")
    };
    let form = "application/x-www-form-urlencoded";
    for (encoding, expected) in [
        (
            r#""b": {"style": "form"}"#,
            "encodings of fields that the schema of the body does not list are ignored",
        ),
        (
            r#""a": {"allowReserved": true}"#,
            "`allowReserved` flags of form fields are ignored",
        ),
        (
            r#""a": {"headers": {"X-A": {"schema": {}}}}"#,
            "headers of form fields are ignored",
        ),
        (r#""a": {"stile": "form"}"#, "unknown fields are ignored"),
        (
            r#""a": {"contentType": "application/xml"}"#,
            "the encoding of the field \"a\" is not supported (a value as \"application/xml\")",
        ),
        (
            r#""a": {"style": "matrix"}"#,
            "the encoding of the field \"a\" is not supported (the style \"matrix\")",
        ),
        (
            r#""o": {"style": "form"}"#,
            "the encoding of the field \"o\" is not supported (an object in the style \"form\"",
        ),
    ] {
        let said = said(form, encoding);
        assert!(said.contains(expected), "{encoding}: {said}");
    }
    for silent in [
        r#""o": {"style": "deepObject", "explode": true}, "a": {"style": "form"}"#,
        r#""o": {"contentType": "application/json"}, "a": {"contentType": "text/plain"}"#,
    ] {
        assert_eq!(said(form, silent), "", "{silent}");
    }
    let said = said("application/json", r#""a": {"style": "form"}"#);
    assert!(
        said.contains("encodings of bodies that are not forms are ignored"),
        "{said}"
    );
}

#[test]
fn a_token_is_sent_where_a_key_is_needed_besides() {
    let document = api(
        r#"{"operationId": "device.get", "parameters": [ID], "security": [{"login": ["a", "b"], "key": []}],
        "responses": {"204": {"description": "x"}}}"#,
    )
    .replace("[ID]", &format!("[{ID}]"))
    .replace(
        "\"paths\"",
        r#""components": {"securitySchemes": {
            "login": {"type": "oauth2"}, "key": {"type": "apiKey", "in": "header", "name": "X-Key"}
        }}, "paths""#,
    );
    let output = accept(&[("device.json", "{}"), ("openapi.json", &document)]);
    let messages: Vec<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    assert_eq!(messages, [""; 0]);
    let code = text(&output, "endpoints/device.rs");
    assert!(
        code.contains("RequiredScheme::new(&super::Security::LOGIN).scopes(&[\"a b\"])"),
        "{code}"
    );
    assert!(code.contains("Security::KEY"), "{code}");
    assert!(code.contains("an API access token, scopes `a` with `b`"), "{code}");
}

#[test]
fn a_parameter_in_a_style_that_cannot_be_written_is_refused() {
    let parameter = |place: &str, style: &str| {
        let (first, name) = match place {
            "path" => (String::new(), "id"),
            _ => (format!("{ID},"), "sort"),
        };
        format!(
            r#"{{
        "operationId": "device.get",
        "parameters": [
          {first}
          {{"name": "{name}", "in": "{place}", "required": true, "style": "{style}", "schema": {{"type": "string"}}}}
        ],
        "responses": {{}}
      }}"#
        )
    };
    for (place, style) in [
        ("path", "form"),
        ("query", "matrix"),
        ("query", "deepObject"),
        ("query", "pipeDelimited"),
        ("query", "spaceDelimited"),
    ] {
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&parameter(place, style)))]);
        let only = refusal.only();
        assert!(only.pointer.ends_with("/style"), "{only}");
        assert!(only.message.contains(&format!("{style:?}")), "{only}");
    }
    for (place, style) in [
        ("path", "simple"),
        ("path", "label"),
        ("path", "matrix"),
        ("query", "form"),
    ] {
        let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", &api(&parameter(place, style)))]);
        folder.generate().expect("it is how the bindings write it");
    }
}

#[test]
fn a_path_that_cannot_be_sent_as_it_is_written_is_refused() {
    for (path, message) in [
        ("devices", "does not begin with a slash"),
        ("/devices?id={id}", "has a parameter in its query"),
        ("/devices?", "has a query with a part without a name"),
        ("/devices?a&&b", "has a query with a part without a name"),
        ("/devices?a b", "has a query with an invalid character"),
        ("/de vices?a", "contains an invalid character"),
        ("/devices#all", "has a fragment, which is never sent"),
        ("/devices/{id", "has an unmatched brace"),
        ("/devices/{}", "has an unmatched brace"),
        ("/devices/id}", "contains an invalid character"),
        ("/all devices", "contains an invalid character"),
        ("/ger\u{e4}te", "contains an invalid character"),
        (
            "/devices/../all",
            "has a segment of dots, which clients resolve as a relative path",
        ),
        (
            "/devices/%2E%2e",
            "has a segment of dots, which clients resolve as a relative path",
        ),
    ] {
        let document =
            format!(r#"{{"openapi": "3.1.0", "paths": {{"{path}": {{"get": {{"operationId": "device.get"}}}}}}}}"#);
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &document)]);
        let only = refusal.only();
        assert_eq!(only.message, format!("the path {path:?} {message}"));
        assert!(only.pointer.starts_with("/paths/"), "{only}");
    }
    let path = "/~a/@me/{org}.{kind}/x:y/%20!$&'()*+,;=/.../.{id}";
    let parameters = ["org", "kind", "id"].map(|name| ID.replace("\"id\"", &format!("\"{name}\"")));
    let document = format!(
        r#"{{"openapi": "3.1.0", "paths": {{
            "x-note": {{"get": {{}}}},
            "{path}": {{"get": {{"operationId": "device.get", "parameters": [{}], "responses": {{"x-note": 1}}}}}}
        }}}}"#,
        parameters.join(", ")
    );
    let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", &document)]);
    folder.generate().expect("a path may be as odd as that");
}

#[test]
fn a_parameter_that_the_path_gives_a_value_is_refused() {
    let document = r#"{
  "openapi": "3.1.0",
  "paths": {"/devices?sort%20by=name": {"get": {
    "operationId": "device.list",
    "parameters": [
      {"name": "sort by", "in": "query", "schema": {"type": "string"}}
    ]
  }}}
}"#;
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", document)]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        6,
        7,
        "/paths/~1devices?sort%20by=name/get/parameters/0",
    );
}

#[test]
fn a_scope_with_a_space_is_refused() {
    let document = r#"{
  "openapi": "3.1.0",
  "components": {"securitySchemes": {"token": {"type": "oauth2"}}},
  "security": [{"token": ["read list"]}],
  "paths": {"/devices": {"get": {"operationId": "device.list"}}}
}"#;
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", document)]);
    assert_only(&refusal, "schemas/openapi.json", 4, 16, "/security/0");
}

/// A document with one operation that is right but for what these parts say: those of the document, of its path, and of
/// the operation.
fn faulty_api(document: &str, path: &str, operation: &str) -> String {
    format!(
        r#"{{
  "openapi": "3.1.0", {document}
  "components": {{"securitySchemes": {{"token": {{"type": "http", "scheme": "bearer"}}}}}},
  "paths": {{
    "/devices": {{ {path}
      "get": {{ {operation} "operationId": "device.get", "responses": {{"204": {{"description": "x"}}}} }}
    }}
  }}
}}"#
    )
}

#[test]
fn a_part_of_an_openapi_document_that_is_not_understood_is_refused() {
    const OPERATION: &str = "/paths/~1devices/get";
    for (operation, pointer) in [
        (r#""security": {"token": ["a"]},"#, "/security"),
        (r#""security": ["token"],"#, "/security/0"),
        (r#""security": [{"token": "a"}],"#, "/security/0/token"),
        (r#""security": [{"token": [5]}],"#, "/security/0/token/0"),
        (r#""summary": 5,"#, "/summary"),
        (r#""description": ["x"],"#, "/description"),
        (r#""tags": "x","#, "/tags"),
        (r#""tags": [5],"#, "/tags/0"),
        (r#""servers": "x","#, "/servers"),
        (r#""servers": [{}],"#, "/servers/0"),
        (r#""x-request-headers": {"name": "X"},"#, "/x-request-headers"),
        (r#""x-request-headers": [{"required": true}],"#, "/x-request-headers/0"),
        (
            r#""x-request-headers": [{"name": "X", "required": "yes"}],"#,
            "/x-request-headers/0/required",
        ),
        (r#""parameters": [5],"#, "/parameters/0"),
        (
            r#""parameters": [{"in": "query", "schema": {"type": "string"}}],"#,
            "/parameters/0",
        ),
        (
            r#""parameters": [{"name": "q", "in": "query", "required": "yes", "schema": {"type": "string"}}],"#,
            "/parameters/0/required",
        ),
        (
            r#""parameters": [{"name": "q", "in": "query", "required": true, "style": "matrix", "schema": {"type": "string"}}],"#,
            "/parameters/0/style",
        ),
        (
            r#""parameters": [{
                "name": "q", "in": "query", "style": "pipeDelimited", "explode": true, "schema": {"type": "array"}
            }],"#,
            "/parameters/0/style",
        ),
        (
            r#""parameters": [{"name": "q", "in": "query", "style": 5, "schema": {"type": "string"}}],"#,
            "/parameters/0/style",
        ),
        (
            r#""parameters": [
                {"name": "q", "in": "query", "schema": {"type": "string"}},
                {"name": "q", "in": "query", "schema": {"type": "integer"}}
            ],"#,
            "/parameters/1",
        ),
        (
            r#""requestBody": {"required": "yes", "content": {"text/plain": {}}},"#,
            "/requestBody/required",
        ),
        (r#""requestBody": {"required": true},"#, "/requestBody"),
        (
            r#""requestBody": {"content": {"json": {}}},"#,
            "/requestBody/content/json",
        ),
        (
            r#""requestBody": {"content": {"application/json": 5}},"#,
            "/requestBody/content/application~1json",
        ),
    ] {
        let api = faulty_api("", "", operation);
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api)]);
        assert_eq!(
            refusal.only().pointer,
            format!("{OPERATION}{pointer}"),
            "{}",
            refusal.text
        );
    }
    for (document, path, pointer) in [
        (r#""tags": [5],"#, "", "/tags/0"),
        (r#""tags": [{"name": 5}],"#, "", "/tags/0/name"),
        ("", r#""GET": {},"#, "/paths/~1devices/GET"),
        ("", r#""put": 5,"#, "/paths/~1devices/put"),
    ] {
        let api = faulty_api(document, path, "");
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api)]);
        assert_eq!(refusal.only().pointer, pointer, "{}", refusal.text);
    }
}

#[test]
fn a_status_that_is_none_is_refused() {
    for status in ["+200", "0200", "600", "99", "2xx", "XXX", ""] {
        let api = faulty_api("", "", "").replace("204", status);
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api)]);
        assert!(
            refusal.only().message.contains("invalid HTTP status"),
            "{}",
            refusal.text
        );
    }
}

#[test]
fn what_a_reference_leads_to_may_be_a_reference() {
    let api = |last: &str| {
        format!(
            r##"{{
  "openapi": "3.1.0",
  "paths": {{"/devices": {{"$ref": "#/components/pathItems/devices"}}}},
  "components": {{
    "pathItems": {{"devices": {{"get": {{
      "operationId": "device.get",
      "responses": {{"200": {{"$ref": "#/components/responses/first"}}}}
    }}}}}},
    "responses": {{
      "first": {{"$ref": "#/components/responses/second"}},
      "second": {last}
    }}
  }}
}}"##
        )
    };
    let found =
        api(r#"{"description": "It is there", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}"#);
    let output = accept(&[("device.json", r#"{"type": "boolean"}"#), ("openapi.json", &found)]);
    let endpoint = text(&output, "endpoints/device.rs");
    assert!(endpoint.contains("type Response = bool;"), "{endpoint}");
    assert!(endpoint.contains("It is there"), "{endpoint}");
    let circle = api(r##"{"$ref": "#/components/responses/first"}"##);
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &circle)]);
    assert!(
        refusal.only().message.contains("leads back to itself"),
        "{}",
        refusal.text
    );
}

#[test]
fn a_document_of_another_openapi_version_is_refused() {
    let refusal = refuse(&[
        ("device.json", "{}"),
        ("openapi.json", "{\n  \"openapi\": \"2.0\",\n  \"paths\": {}\n}"),
    ]);
    assert_only(&refusal, "schemas/openapi.json", 2, 14, "/openapi");
}

#[test]
fn what_stands_beside_the_reference_of_a_path_is_refused() {
    let api = r##"{
  "openapi": "3.1.0",
  "paths": {"/devices": {
    "$ref": "#/components/pathItems/Devices", "summary": "x", "x-note": 1,
    "get": {"operationId": "device.get", "responses": {"204": {"description": "x"}}}
  }},
  "components": {"pathItems": {"Devices": {
    "post": {"operationId": "device.add", "responses": {"204": {"description": "x"}}}
  }}}
}"##;
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", api)]);
    assert_only(&refusal, "schemas/openapi.json", 5, 5, "/paths/~1devices/get");
}

/// What is warned of where these paths have these operations, with these security schemes.
fn warned(paths: &str, schemes: &str) -> Vec<String> {
    let api =
        format!(r#"{{"openapi": "3.1.0", "paths": {{{paths}}}, "components": {{"securitySchemes": {{{schemes}}}}}}}"#);
    let output = accept(&[("device.json", "{}"), ("openapi.json", &api)]);
    let warnings = output
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Warning);
    warnings.map(|one| one.message.clone()).collect()
}

#[test]
fn actions_that_the_same_requests_fit_are_a_warning() {
    let action = |path: &str, id: &str| {
        let parameter = r#"{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}"#;
        let parameter = if path.contains('{') { parameter } else { "" };
        format!(r#""{path}": {{"get": {{"operationId": "{id}", "parameters": [{parameter}], "responses": {{}}}}}}"#)
    };
    let both = |first: &str, second: &str| {
        let second = action(second, "device.second").replace("\"id\"", "\"key\"");
        warned(&format!("{}, {second}", action(first, "device.first")), "")
    };
    let said = "device.second and device.first match the same requests: a server selects device.first";
    assert_eq!(both("/devices/{id}", "/devices/{key}"), [said]);
    assert_eq!(both("/devices?a&b=1", "/devices?b=1&a="), [said]);
    for (first, second) in [
        ("/devices/{id}", "/device/{key}"),
        ("/devices/{id}", "/devices/{key}.json"),
        ("/devices/{id}", "/devices/all"),
        ("/devices?a", "/devices?b"),
    ] {
        assert_eq!(both(first, second), [""; 0], "{first} {second}");
    }
}

#[test]
fn a_scheme_that_is_not_supported_is_reported_once() {
    let action = |path: &str, security: &str| {
        format!(r#""/{path}": {{"get": {{"operationId": "{path}", "security": [{security}], "responses": {{}}}}}}"#)
    };
    let paths = format!(
        "{}, {}",
        action("a", r#"{"key": [], "digest": []}, {"bearer": []}"#),
        action("b", r#"{"key": [], "bearer": []}, {"digest": []}"#)
    );
    let schemes = r##"
        "bearer": {"$ref": "#/components/securitySchemes/login"},
        "login": {"type": "http", "scheme": "bearer"},
        "digest": {"type": "http", "scheme": "digest"},
        "key": {"type": "apiKey", "in": "cookie", "name": "sid"}
    "##;
    assert_eq!(
        warned(&paths, schemes),
        [
            "the security scheme \"digest\" is not supported (digest): the client does not send an action that requires it"
        ]
    );
}

#[test]
fn a_parameter_that_cannot_be_one_of_every_action_is_refused() {
    for parameter in [
        r#"{"name": "x", "in": "path", "required": true, "schema": {"type": "string"}}"#,
        r#"{"name": "x", "in": "cookie", "schema": {"type": "string"}}"#,
        r#"{"name": "x", "in": "query", "style": "deepObject", "schema": {"type": "object"}}"#,
        r#"{"name": "x", "in": "query", "schema": {"type": "object"}}"#,
    ] {
        let document = format!(
            r#"{{"openapi": "3.1.0", "servers": [{{"url": "https://api.example.com"}}], "x-global-parameters": [{parameter}],
            "paths": {{"/a": {{"get": {{"operationId": "a", "responses": {{"204": {{"description": ""}}}}}}}}}}}}"#
        );
        let message = "the parameter \"x\" cannot be one of every action";
        assert_eq!(said(&document), [(Severity::Error, message.to_owned())], "{parameter}");
    }
}

#[test]
fn a_tag_without_a_name_is_reported() {
    let operation = format!(
        r#"{{"operationId": "device.get", "parameters": [{ID}], "responses": {{"200": {{"description": "x"}}}}}}"#
    );
    let document = api(&operation).replace(
        r#""paths""#,
        r#""tags": [{"description": "Of nothing."}, {"name": "devices"}], "paths""#,
    );
    let output = accept(&[("openapi.json", &document)]);
    let found: Vec<_> = output
        .diagnostics
        .iter()
        .filter(|found| found.pointer == "/tags/0")
        .collect();
    assert!(
        matches!(&found[..], [only] if only.severity == Severity::Warning && only.message == "this tag has no effect: it has no `name`"),
        "{found:?}"
    );
}
