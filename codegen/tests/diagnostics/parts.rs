//! `$ref`s between the parts of an OpenAPI description, and fields that are ignored.

use typewright::{Diagnostic, Severity};

use crate::support::{Folder, accept, members, refuse, text};

const HEAD: &str = "openapi: 3.1.0\nservers: [{url: https://a.example}]\n";

/// A description with one operation that has these lines.
fn api(operation: &str) -> String {
    let lines = operation.lines().map(|line| format!("      {line}\n"));
    format!(
        "{HEAD}paths:\n  /pets:\n    get:\n      operationId: pets.get\n{}",
        lines.collect::<String>()
    )
}

fn generated(files: &[(&str, &str)]) -> (String, Vec<Diagnostic>) {
    let output = accept(files);
    (text(&output, "endpoints/pets.rs").to_owned(), output.diagnostics)
}

#[track_caller]
fn message<'d>(diagnostics: &'d [Diagnostic], severity: Severity, start: &str) -> &'d Diagnostic {
    let found = diagnostics
        .iter()
        .find(|found| found.severity == severity && found.message.starts_with(start));
    found.unwrap_or_else(|| panic!("no {severity:?} {start:?} in {diagnostics:#?}"))
}

#[test]
fn a_description_may_consist_of_several_files() {
    let (code, diagnostics) = generated(&[
        (
            "openapi.yaml",
            &format!(
                "{HEAD}paths:\n  /pets: {{$ref: paths/pets.yaml}}\n  /pets/{{id}}:\n    parameters: [{{$ref: 'parts.json#/id'}}]\n    \
                 get: {{$ref: 'paths/pet.yaml#/one'}}\n"
            ),
        ),
        (
            "paths/pets.yaml",
            "get:\n  operationId: pets.list\n  responses:\n    200:\n      description: All\n      content:\n        \
             application/json:\n          schema: {type: array, items: {$ref: ../schemas/Pet.yaml}}\n",
        ),
        (
            "paths/pet.yaml",
            "one:\n  operationId: pets.get\n  responses:\n    200: {$ref: '../parts.json#/found'}\n",
        ),
        (
            "parts.json",
            r#"{
              "id": {"name": "id", "in": "path", "required": true, "schema": {"$ref": "schemas/all.yaml#/Id"}},
              "found": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "schemas/Pet.yaml"}}}}
            }"#,
        ),
        (
            "schemas/Pet.yaml",
            "type: object\nproperties:\n  id: {$ref: 'all.yaml#/Id'}\n  kin: {$ref: '#'}\n",
        ),
        ("schemas/all.yaml", "Id: {type: string, enum: [a, b]}\n"),
    ]);
    assert_eq!(diagnostics, []);
    assert!(
        code.contains("pub struct List") && code.contains("pub struct Get"),
        "{code}"
    );
    assert!(code.contains("types::Pet") && code.contains("types::Id"), "{code}");
}

#[test]
fn a_single_file_brings_the_files_that_it_refers_to() {
    let folder = Folder::with(&[
        (
            "api.yaml",
            &api("responses:\n  200: {$ref: 'common/all.yaml#/components/responses/Ok'}"),
        ),
        (
            "common/all.yaml",
            "components:\n  responses:\n    Ok:\n      description: It.\n      content: {application/json: {schema: {$ref: \
             '#/components/schemas/Pet'}}}\n  schemas:\n    Pet: {type: object, properties: {age: {$ref: ../age.json}}}\n",
        ),
        ("age.json", r#"{"type": "integer", "minimum": 0}"#),
        ("unrelated.json", r#"{"type": "object"}"#),
    ]);
    let output = typewright::Generator::new(folder.schemas().join("api.yaml")).generate();
    let output = output.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let types = text(&output, "types.rs");
    assert!(members(types, "Pet").contains(&"age".to_owned()));
    assert!(!types.contains("Unrelated"), "{types}");
}

#[test]
fn an_error_in_another_file_has_its_place_there() {
    let refusal = refuse(&[
        (
            "openapi.yaml",
            &api("parameters: [{$ref: parts/id.yaml}]\nresponses: {}"),
        ),
        ("parts/id.yaml", "name: id\nin: query\nschema:\n  type: strng\n"),
    ]);
    assert_eq!(refusal.places(), [("schemas/parts/id.yaml", 4, 9, "/schema/type")]);
    let refusal = refuse(&[
        (
            "openapi.yaml",
            &api("parameters: [{$ref: parts/id.yaml}]\nresponses: {}"),
        ),
        ("parts/id.yaml", "name: id\nin: body\nschema: {}\n"),
    ]);
    assert_eq!(refusal.places(), [("schemas/parts/id.yaml", 1, 1, "")]);
    let refusal = refuse(&[
        (
            "openapi.yaml",
            &api("parameters: [{$ref: parts/id.yaml}]\nresponses: {}"),
        ),
        ("parts/id.yaml", "name: [\n"),
    ]);
    let files: Vec<&str> = refusal.places().into_iter().map(|place| place.0).collect();
    assert_eq!(files, ["schemas/openapi.yaml", "schemas/parts/id.yaml"]);
}

#[test]
fn an_unresolved_reference_is_refused_at_every_position() {
    for (operation, pointer) in [
        ("summary: It.\n$ref: '#/x'", "/$ref"),
        ("parameters: [{$ref: '#/x'}]", "/parameters/0/$ref"),
        ("requestBody: {$ref: '#/x'}", "/requestBody/$ref"),
        ("responses: {200: {$ref: '#/x'}}", "/responses/200/$ref"),
        (
            "responses: {200: {description: '', headers: {a: {$ref: '#/x'}}}}",
            "/responses/200/headers/a/$ref",
        ),
        (
            "responses: {200: {description: '', links: {a: {$ref: '#/x'}}}}",
            "/responses/200/links/a/$ref",
        ),
        ("callbacks: {a: {$ref: '#/x'}}", "/callbacks/a/$ref"),
        (
            "requestBody: {content: {application/json: {examples: {a: {$ref: '#/x'}}}}}",
            "/requestBody/content/application~1json/examples/a/$ref",
        ),
    ] {
        let document = api(operation).replace("      operationId: pets.get\n      summary", "      summary");
        let refusal = refuse(&[("openapi.yaml", &document)]);
        let only = message(&refusal.diagnostics, Severity::Error, "");
        assert_eq!(only.pointer, format!("/paths/~1pets/get{pointer}"), "{}", refusal.text);
        assert_eq!(
            only.message,
            "unresolved `$ref` \"#/x\": the document has nothing there"
        );
    }
    let document = api("responses: {}") + "components:\n  securitySchemes:\n    key: {$ref: '#/x'}\n";
    let refusal = refuse(&[("openapi.yaml", &document)]);
    assert_eq!(refusal.only().pointer, "/components/securitySchemes/key/$ref");
    let document = format!("{HEAD}paths:\n  /pets: {{$ref: missing.yaml}}\n");
    let refusal = refuse(&[("openapi.yaml", &document), ("device.json", "{}")]);
    assert_eq!(
        refusal.only().message,
        "unresolved `$ref` \"missing.yaml\": there is no file missing.yaml"
    );
}

#[test]
fn a_reference_to_another_kind_is_refused() {
    let components =
        "components:\n  schemas:\n    Pet: {type: object}\n  parameters:\n    id: {name: id, in: query, schema: {}}\n";
    for (operation, expected) in [
        (
            "responses: {200: {$ref: '#/components/schemas/Pet'}}",
            "expected a response, found a schema",
        ),
        (
            "responses: {200: {$ref: '#/components/parameters/id'}}",
            "expected a response, found a parameter",
        ),
        (
            "requestBody: {$ref: '#/components/schemas/Pet'}",
            "expected a request body, found a schema",
        ),
        (
            "parameters: [{$ref: '#/components/schemas/Pet'}]",
            "expected a parameter, found a schema",
        ),
    ] {
        let refusal = refuse(&[("openapi.yaml", &(api(operation) + components))]);
        assert!(refusal.only().message.contains(expected), "{}", refusal.text);
    }
    // A file says nothing about its kind, but a schema has other fields than a response.
    let refusal = refuse(&[
        ("openapi.yaml", &api("responses: {200: {$ref: pet.yaml}}")),
        ("pet.yaml", "type: object\n"),
    ]);
    assert_eq!(refusal.places(), [("schemas/pet.yaml", 1, 1, "/type")]);
    assert!(
        refusal
            .text
            .contains("expected a response, found `type`, which belongs to a schema")
    );
    let refusal = refuse(&[(
        "openapi.yaml",
        &api("responses: {200: {description: '', schema: {type: string}}}"),
    )]);
    assert_eq!(refusal.only().pointer, "/paths/~1pets/get/responses/200/schema");
}

#[test]
fn fields_beside_the_reference_of_an_operation_are_refused() {
    let document = api("$ref: '#/components/x-operations/get'")
        + "components: {x-operations: {get: {operationId: pets.find, responses: {}}}}\n";
    let refusal = refuse(&[("openapi.yaml", &document)]);
    assert_eq!(
        message(&refusal.diagnostics, Severity::Error, "").pointer,
        "/paths/~1pets/get/operationId"
    );
    assert_eq!(
        message(&refusal.diagnostics, Severity::Error, "").message,
        "`operationId` has no effect beside the `$ref` of this operation"
    );
    let (code, _) = generated(&[("openapi.yaml", &document.replace("      operationId: pets.get\n", ""))]);
    assert!(code.contains("pub struct Find"), "{code}");
}

#[test]
fn references_in_a_circle_are_refused() {
    let document = api("responses: {200: {$ref: '#/components/responses/a'}}")
        + "components:\n  responses:\n    a: {$ref: '#/components/responses/b'}\n    b: {$ref: '#/components/responses/a'}\n";
    let refusal = refuse(&[("openapi.yaml", &document)]);
    assert_eq!(refusal.only().message, "this `$ref` leads back to itself");
}

#[test]
fn a_description_beside_a_reference_overrides_since_3_1() {
    let document = api("responses: {200: {$ref: '#/components/responses/Ok', description: Found here., x-a: 1}}")
        + "components:\n  responses:\n    Ok: {description: Found.}\n";
    let (code, _) = generated(&[("openapi.yaml", &document)]);
    assert!(code.contains("Found here."), "{code}");
    let (code, diagnostics) = generated(&[("openapi.yaml", &document.replace("3.1.0", "3.0.3"))]);
    assert!(!code.contains("Found here."), "{code}");
    let warning = message(
        &diagnostics,
        Severity::Warning,
        "fields beside a `$ref` are ignored (1 place)",
    );
    assert_eq!(warning.pointer, "/paths/~1pets/get/responses/200/description");
}

#[test]
fn what_is_ignored_is_reported_once_for_each_kind() {
    let document = api(
        "x-cost: 5\nx-team: a\nsumary: typo\nresponses:\n  200:\n    description: ''\n    \
         headers: {a: {schema: {type: string}}}\n    links: {b: {operationId: pets.get, server: {url: /a}}}\n  404:\n    description: ''\n    headers: {a: \
         {schema: {type: string}}}\n    x-team: b",
    ) + "webhooks:\n  made: {post: {tags: [a], security: [{}]}}\nexternalDocs: {url: https://a.example}\n";
    let (_, diagnostics) = generated(&[("openapi.yaml", &document)]);
    for (start, pointer) in [
        (
            "servers of links are ignored (1 place)",
            "/paths/~1pets/get/responses/200/links/b/server",
        ),
        ("unknown fields are ignored (1 place)", "/paths/~1pets/get/sumary"),
        (
            "`tags` of webhooks and callbacks are ignored (1 place)",
            "/webhooks/made/post/tags",
        ),
        (
            "`security` of webhooks and callbacks are ignored (1 place)",
            "/webhooks/made/post/security",
        ),
    ] {
        assert_eq!(message(&diagnostics, Severity::Warning, start).pointer, pointer);
    }
    let note = message(
        &diagnostics,
        Severity::Note,
        "extensions are ignored: `x-cost` (1), `x-team` (2)",
    );
    assert_eq!(note.pointer, "/paths/~1pets/get/x-cost");
}

#[test]
fn a_link_to_what_is_not_there_is_left_out_with_a_warning() {
    let link = |link: &str| {
        api(&format!(
            "responses: {{200: {{description: '', links: {{next: {link}}}}}}}"
        ))
    };
    for (text, start) in [
        (
            "{operationId: pets.put}",
            "the link \"next\" is left out: there is no action with the `operationId` \"pets.put\"",
        ),
        (
            "{operationRef: '#/paths/~1pets/put'}",
            "the link \"next\" is left out: there is no action at \"#/paths/~1pets/put\"",
        ),
        (
            "{operationId: pets.get, parameters: {id: $response.body}}",
            "the parameter \"id\" of the link \"next\" is left out: `pets.get` has no such parameter",
        ),
    ] {
        let (_, diagnostics) = generated(&[("openapi.yaml", &link(text))]);
        let warning = message(&diagnostics, Severity::Warning, start);
        assert_eq!(warning.pointer, "/paths/~1pets/get/responses/200/links/next");
        let webhook = format!(
            "webhooks: {{sold: {{post: {{responses: {{200: {{description: '', links: {{next: {text}}}}}}}}}}}}}\n"
        );
        let document = api("responses: {200: {description: ''}}") + &webhook;
        let (_, diagnostics) = generated(&[("openapi.yaml", &document)]);
        let warning = message(&diagnostics, Severity::Warning, start);
        assert_eq!(warning.pointer, "/webhooks/sold/post/responses/200/links/next");
    }
}

#[test]
fn what_a_schema_says_of_xml_is_reported() {
    let document = api("responses: {200: {description: ''}}")
        + "components: {schemas: {Pet: {type: object, xml: {name: pet}, externalDocs: {url: https://a.example}}}}\n";
    let (_, diagnostics) = generated(&[("openapi.yaml", &document)]);
    let warning = message(&diagnostics, Severity::Warning, "`xml` is ignored");
    assert_eq!(warning.pointer, "/components/schemas/Pet/xml");
}

#[test]
fn a_response_header_that_is_no_scalar_or_list_is_text_with_a_warning() {
    for (schema, reason) in [
        ("{type: object}", "allows objects"),
        ("{$ref: 'none.json'}", "has a `$ref` to a file that is not there"),
        (
            "{type: array, items: {$ref: 'none.json'}}",
            "has a `$ref` to a file that is not there",
        ),
        ("{$ref: '#/components/none'}", "has a `$ref` to nothing"),
        ("{$ref: '#anchor'}", "has a `$ref` that is not a JSON Pointer"),
        (
            "{$ref: '#/components/x-schemas/Own'}",
            "has a `$ref` that leads back to itself",
        ),
        ("{type: array, items: {type: object}}", "allows arrays of objects"),
        ("{type: array, items: {type: array}}", "allows arrays of arrays"),
    ] {
        let document = api(&format!(
            "responses: {{200: {{description: '', headers: {{X-Left: {{schema: {schema}}}}}}}}}"
        )) + "components: {x-schemas: {Own: {$ref: '#/components/x-schemas/Own'}}}\n";
        let (code, diagnostics) = generated(&[("openapi.yaml", &document)]);
        let start = format!("the header \"X-Left\" is read as text, because its schema {reason}");
        let warning = message(&diagnostics, Severity::Warning, &start);
        assert_eq!(warning.pointer, "/paths/~1pets/get/responses/200/headers/X-Left");
        assert!(code.contains("x_left: ResponseHeader<String>"), "{code}");
    }
}

#[test]
fn a_response_header_has_the_type_behind_its_references() {
    let document = api(
        "responses: {200: {description: '', headers: {X-Left: {schema: {$ref: '#/components/schemas/Rows%20left'}}}}}",
    ) + "components:\n  schemas:\n    Rows left: {$ref: 'openapi.yaml#/components/schemas/Count'}\n    Count: {type: integer, \
           format: int32}\n";
    let (code, diagnostics) = generated(&[("openapi.yaml", &document)]);
    assert_eq!(diagnostics, []);
    assert!(code.contains("x_left: ResponseHeader<i64>"), "{code}");
}

#[test]
fn a_response_header_has_the_type_of_a_schema_in_another_file_whose_limits_are_reported() {
    let document =
        api("responses: {200: {description: '', headers: {X-Ids: {schema: {type: array, items: {$ref: 'id.json'}}}}}}");
    let id = r#"{"type": "integer", "format": "int32", "minimum": 1}"#;
    let (code, diagnostics) = generated(&[("openapi.yaml", &document), ("id.json", id)]);
    assert!(code.contains("x_ids: ResponseHeader<Vec<i64>>"), "{code}");
    let note = message(
        &diagnostics,
        Severity::Note,
        "`required` and the limits of response headers",
    );
    assert_eq!(note.pointer, "/minimum");
}

#[test]
fn media_types_and_flags_of_parameters_that_are_ignored_are_reported() {
    let document = api(
        "parameters: [{name: q, in: header, allowReserved: true, allowEmptyValue: true, schema: {type: string}}]\nresponses:\n  200:\n    \
         description: ''\n    content: {application/json: {schema: {type: object}, shema: {}}, text/json: {schema: {type: object}}}",
    );
    let (_, diagnostics) = generated(&[("openapi.yaml", &document)]);
    for (start, pointer) in [
        (
            "media types of a body that are JSON with the same schema",
            "/paths/~1pets/get/responses/200/content/text~1json",
        ),
        (
            "unknown fields are ignored",
            "/paths/~1pets/get/responses/200/content/application~1json/shema",
        ),
        (
            "`allowReserved` flags outside of the query are ignored",
            "/paths/~1pets/get/parameters/0/allowReserved",
        ),
        (
            "`allowEmptyValue` flags outside of the query are ignored",
            "/paths/~1pets/get/parameters/0/allowEmptyValue",
        ),
    ] {
        assert_eq!(message(&diagnostics, Severity::Warning, start).pointer, pointer);
    }
}

#[test]
fn the_title_and_the_description_of_the_api_are_documentation() {
    let document = api("responses: {}") + "info: {title: Pets, version: '2', description: Everything about pets.}\n";
    let output = accept(&[("openapi.yaml", &document)]);
    let code = text(&output, "endpoints.rs");
    assert!(
        code.contains("//! Generated from `Pets 2`.\n//!\n//! Everything about pets.\n"),
        "{code}"
    );
}

#[test]
fn header_parameters_that_differ_in_case_are_refused() {
    let header = |name: &str| format!("{{name: {name}, in: header, schema: {{type: string}}}}");
    let both = format!("parameters: [{}, {}]", header("X-Id"), header("x-id"));
    let refusal = refuse(&[("openapi.yaml", &api(&both))]);
    assert_eq!(refusal.only().pointer, "/paths/~1pets/get/parameters/1");
    let message = "the header parameters \"X-Id\" and \"x-id\" are the same: header names are case-insensitive";
    assert_eq!(refusal.only().message, message);
    // The parameter of an operation overrides that of its path.
    let document = api(&format!("parameters: [{}]", header("x-id")));
    let document = document.replace(
        "    get:\n",
        &format!("    parameters: [{}]\n    get:\n", header("X-Id")),
    );
    let (code, _) = generated(&[("openapi.yaml", &document)]);
    assert!(code.contains("\"x-id\"") && !code.contains("\"X-Id\""), "{code}");
}

#[test]
fn external_documentation_is_linked_where_it_belongs() {
    let document = api("tags: [pets]\ndescription: All.\nexternalDocs: {url: 'https://a.example/get'}\nresponses: {}")
        + "tags: [{name: pets, externalDocs: {url: 'https://a.example/pets', description: About pets}}]\n\
           externalDocs: {url: 'https://a.example'}\n\
           info: {title: Pets, version: '1'}\n";
    let output = accept(&[("openapi.yaml", &document)]);
    assert_eq!(output.diagnostics, []);
    for (file, link) in [
        ("endpoints.rs", "//! See also: <https://a.example>"),
        (
            "endpoints/pets.rs",
            "//! See also: About pets (<https://a.example/pets>)",
        ),
        ("endpoints/pets.rs", "/// See also: <https://a.example/get>"),
    ] {
        let code = text(&output, file);
        assert!(code.contains(link), "{link}:\n{code}");
    }
}
