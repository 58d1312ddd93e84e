//! Webhooks and callbacks: what the API sends.

use typewright::Severity;

use crate::support::{Folder, accept, refuse, text};

/// A document with these webhooks.
fn document(field: &str, webhooks: &str) -> String {
    format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "a", "version": "1"}}, "paths": {{}}, "{field}": {{{webhooks}}}}}"#
    )
}

/// A webhook with these parameters and this schema of its body.
fn webhook(name: &str, parameters: &str, schema: &str) -> String {
    let body = format!(r#"{{"required": true, "content": {{"application/json": {{"schema": {schema}}}}}}}"#);
    format!(r#""{name}": {{"post": {{"parameters": [{parameters}], "requestBody": {body}, "responses": {{}}}}}}"#)
}

#[test]
fn webhooks_of_openapi_3_0_are_in_an_extension() {
    let webhook = webhook("pet-made", "", r#"{"type": "object"}"#);
    let output = accept(&[("openapi.json", &document("x-webhooks", &webhook))]);
    let code = text(&output, "webhooks.rs");
    for part in ["pub struct PetMade {", "pub enum Webhook {", "PetMade(PetMade);"] {
        assert!(code.contains(part), "{part}:\n{code}");
    }
    let paths: Vec<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    assert!(!paths.contains(&"endpoints.rs"), "{paths:?}");
    assert!(text(&output, "mod.rs").contains("pub mod webhooks;"));
}

#[test]
fn webhooks_are_told_apart_by_a_header() {
    let header = |values: &str| {
        format!(
            r#"{{"name": "X-Event", "in": "header", "required": true, "schema": {{"type": "string", "enum": [{values}]}}}}"#
        )
    };
    let webhooks = [
        webhook("opened", &header(r#""opened", "reopened""#), "{}"),
        webhook("closed", &header(r#""closed""#).replace("X-Event", "x-event"), "{}"),
    ];
    let output = accept(&[("openapi.json", &document("webhooks", &webhooks.join(", ")))]);
    let code = text(&output, "webhooks.rs");
    for part in [
        r#"Discriminator::header("X-Event", &["opened", "reopened"])"#,
        r#"Discriminator::header("x-event", &["closed"])"#,
        "pub enum Webhook {",
    ] {
        assert!(code.contains(part), "{part}:\n{code}");
    }
}

#[test]
fn webhooks_are_told_apart_by_a_property_of_every_branch() {
    let event = |kind: &str| {
        format!(
            r#"{{"type": "object", "required": ["kind"], "properties": {{"kind": {{"type": "string", "enum": ["{kind}"]}}}}}}"#
        )
    };
    let union = format!(r#"{{"oneOf": [{}, {{"allOf": [{}]}}]}}"#, event("a"), event("b"));
    let webhooks = [webhook("first", "", &union), webhook("second", "", &event("c"))];
    let output = accept(&[("openapi.json", &document("webhooks", &webhooks.join(", ")))]);
    let code = text(&output, "webhooks.rs");
    assert!(
        code.contains(r#"Discriminator::property("kind", &["a", "b"])"#),
        "{code}"
    );
    assert!(code.contains("pub enum Webhook {"), "{code}");
}

#[test]
fn webhooks_that_could_be_mistaken_have_no_enum() {
    let event = r#"{"type": "object", "properties": {"kind": {"type": "string", "enum": ["a"]}}}"#;
    let webhooks = [
        webhook("first", "", event),
        webhook("second", "", &event.replace("\"a\"", "\"b\"")),
    ];
    let output = accept(&[("openapi.json", &document("webhooks", &webhooks.join(", ")))]);
    assert!(!text(&output, "webhooks.rs").contains("pub enum Webhook"));
    let note = output
        .diagnostics
        .iter()
        .find(|found| found.message.starts_with("there is no enum of all webhooks"));
    let note = note.expect("it says why there is no enum");
    assert_eq!(
        (note.severity, &*note.pointer),
        (Severity::Note, "/webhooks/second/post")
    );
}

#[test]
fn a_webhook_keeps_its_name_when_another_one_could_take_it() {
    let folder = Folder::with(&[("openapi.json", &document("webhooks", &webhook("pet_made", "", "{}")))]);
    let output = folder.generate().expect("it is valid");
    folder.add("names.lock", &output.names);
    let webhooks = [webhook("petMade", "", "{}"), webhook("pet_made", "", "{}")];
    folder.add("openapi.json", document("webhooks", &webhooks.join(", ")));
    let output = folder.generate().expect("it is valid");
    let code = text(&output, "webhooks.rs");
    assert!(code.contains("* [`PetMade`]: POST `pet_made`"), "{code}");
}

#[test]
fn a_webhook_that_is_added_takes_no_variant_away() {
    let event = |kind: &str| {
        format!(r#"{{"type": "object", "required": ["kind"], "properties": {{"kind": {{"const": "{kind}"}}}}}}"#)
    };
    let (a, b) = (webhook("a", "", &event("a")), webhook("b", "", &event("b")));
    let folder = Folder::with(&[("openapi.json", &document("webhooks", &b))]);
    let output = folder.generate().expect("it is valid");
    folder.add("names.lock", &output.names);
    let webhooks = [webhook("any", "", "{}"), a, b];
    folder.add("openapi.json", document("webhooks", &webhooks.join(", ")));
    let output = folder.generate().expect("it is valid");
    let code = text(&output, "webhooks.rs");
    let (_, list) = code.split_once("any_webhook! { Webhook;").expect("there is an enum");
    assert_eq!(list.trim(), "B(B);\n    A(A);\n}", "{code}");
    let warning = output.diagnostics.iter().find(|found| {
        found
            .message
            .starts_with("the webhook \"any\" has no variant in the enum of all webhooks")
    });
    let warning = warning.expect("it says that the webhook has no variant");
    assert_eq!(
        (warning.severity, &*warning.pointer),
        (Severity::Warning, "/webhooks/any/post")
    );
}

#[test]
fn a_webhook_has_no_parameters_in_its_path() {
    let parameter = r#"{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}"#;
    let refusal = refuse(&[("openapi.json", &document("webhooks", &webhook("made", parameter, "{}")))]);
    let only = refusal.only();
    assert_eq!(only.pointer, "/webhooks/made/post/parameters/0");
}

#[test]
fn webhooks_that_refer_to_one_operation_are_all_generated() {
    for id in ["", r#""operationId": "told", "#] {
        let item = format!(r#"{{"post": {{{id}"responses": {{}}}}}}"#);
        let hook = r##"{"$ref": "#/components/pathItems/Hook"}"##;
        let document = format!(
            r#"{{"openapi": "3.1.0", "webhooks": {{"created": {hook}, "x-deleted": {hook}}}, "components": {{"pathItems": {{"Hook": {item}}}}}}}"#
        );
        let output = accept(&[("openapi.json", &document)]);
        let code = text(&output, "webhooks.rs");
        for part in ["pub struct Created ", "pub struct XDeleted "] {
            assert!(code.contains(part), "{part}:\n{code}");
        }
    }
}

#[test]
fn an_error_in_a_callback_that_actions_share_is_reported_once() {
    let callback = r##"{"done": {"$ref": "#/components/callbacks/Done"}}"##;
    let action = |path: &str| format!(r#""{path}": {{"get": {{"callbacks": {callback}, "responses": {{}}}}}}"#);
    let done = r#"{"{$request.query.url}": {"post": {"operationId": "done", "parameters": 1, "responses": {}}}}"#;
    let document = format!(
        r#"{{"openapi": "3.1.0", "paths": {{{}, {}}}, "components": {{"callbacks": {{"Done": {done}}}}}}}"#,
        action("/a"),
        action("/b")
    );
    let failure = refuse(&[("openapi.json", &document)]);
    let errors = failure
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    assert_eq!(errors.count(), 1);
}

#[test]
fn webhooks_whose_schemas_combine_the_same_ones_often_are_read_in_time() {
    let mut schemas: Vec<String> = (0..24)
        .map(|level| {
            let next = format!(r##"{{"$ref": "#/components/schemas/S{}"}}"##, level + 1);
            format!(r#""S{level}": {{"allOf": [{next}, {next}, {next}]}}"#)
        })
        .collect();
    schemas.push(
        r#""S24": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "made"}}}"#.to_owned(),
    );
    let made = webhook("made", "", r##"{"$ref": "#/components/schemas/S0"}"##);
    let document = format!(
        r#"{{"openapi": "3.1.0", "webhooks": {{{made}}}, "components": {{"schemas": {{{}}}}}}}"#,
        schemas.join(", ")
    );
    let code = text(&accept(&[("openapi.json", &document)]), "webhooks.rs").to_owned();
    assert!(code.contains(r#"Discriminator::property("kind", &["made"])"#), "{code}");
}
