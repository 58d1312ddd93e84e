//! Bodies and their media types: what is reported, and what their description means.

use typewright::{Output, Severity};

use crate::support::{accept, assert_scales, refuse, text};

const HEAD: &str = "openapi: 3.1.0\nservers: [{url: https://a.example}]\n";

/// A description whose action sends this content, and has this content in its response.
fn api(sent: &str, returned: &str) -> String {
    format!(
        "{HEAD}paths:\n  /pets:\n    post:\n      operationId: pets.send\n      requestBody: {{required: true, content: \
         {{{sent}}}}}\n      responses:\n        200: {{description: '', content: {{{returned}}}}}\n"
    )
}

fn sent(content: &str) -> Output {
    accept(&[("openapi.yaml", &api(content, ""))])
}

#[track_caller]
fn assert_says(output: &Output, expected: &str) {
    let text = text(output, "endpoints/pets.rs");
    assert!(text.contains(expected), "no {expected:?} in:\n{text}");
}

#[test]
fn a_required_part_is_required_wherever_its_property_is_described() {
    let output = sent(
        "multipart/form-data: {schema: {type: object, required: [file], anyOf: [{properties: {file: {type: string, format: \
         binary}, note: {type: string}}, required: [note]}]}}",
    );
    let code = text(&output, "endpoints/pets.rs");
    assert!(code.contains("pub note: Option<"), "{code}");
    assert!(
        code.contains("pub file: ") && !code.contains("pub file: Option<"),
        "{code}"
    );
}

#[test]
fn a_reference_to_an_anchor_does_not_lead_to_the_root_of_the_file() {
    let document = api(
        "multipart/form-data: {schema: {type: object, properties: {own: {type: string}}, allOf: [{$ref: '#pet'}]}}",
        "",
    ) + "properties: {root: {type: string}}\ncomponents: {schemas: {Pet: {$id: '#pet', type: object}}}\n";
    let output = accept(&[("openapi.yaml", &document)]);
    let code = text(&output, "endpoints/pets.rs");
    assert!(code.contains("pub own:") && !code.contains("pub root:"), "{code}");
}

#[test]
fn a_header_of_a_part_whose_flag_is_no_boolean_is_refused() {
    let refusal = refuse(&[(
        "openapi.yaml",
        &api(
            "multipart/form-data: {schema: {type: object, properties: {a: {type: string, format: binary}}}, encoding: {a: \
             {headers: {X-A: {required: 'true', schema: {type: string}}}}}}",
            "",
        ),
    )]);
    assert_eq!(refusal.only().message, "expected a boolean, found a string");
    let place = "/paths/~1pets/post/requestBody/content/multipart~1form-data/encoding/a/headers/X-A/required";
    assert_eq!(refusal.only().pointer, place);
}

#[test]
fn an_extension_for_streams_of_events_is_ignored_elsewhere_with_a_note() {
    let stream = "text/event-stream: {x-event-stream: {done: end}}";
    let said = |returned: &str| {
        let output = accept(&[("openapi.yaml", &api("application/json: {}", returned))]);
        let notes = output
            .diagnostics
            .into_iter()
            .filter(|one| one.severity == Severity::Note);
        notes.map(|note| note.message).collect::<Vec<String>>()
    };
    assert_eq!(said(stream), [""; 0]);
    assert_eq!(
        said("application/json: {x-event-stream: {done: end}}"),
        ["extensions are ignored: `x-event-stream` (1)"]
    );
}

#[test]
fn only_text_that_is_utf_8_is_a_string() {
    let json = "application/json: {schema: {type: integer}}";
    for (media_type, expected) in [
        ("text/csv", true),
        ("text/csv; charset=UTF-8", true),
        ("text/csv; charset=iso-8859-1", false),
        ("Text/Event-Stream", false),
    ] {
        let output = sent(&format!("{json}, {media_type:?}: {{schema: {{type: string}}}}"));
        let code = text(&output, "endpoints/pets.rs");
        assert_eq!(code.contains("RawBody"), !expected, "{media_type}:\n{code}");
    }
}

#[test]
fn a_body_of_any_media_type_with_encoded_bytes_is_not_json() {
    for schema in [
        "{type: string, format: byte}",
        "{type: string, contentEncoding: base64}",
    ] {
        let output = accept(&[(
            "openapi.yaml",
            &api("application/json: {}", &format!("'*/*': {{schema: {schema}}}")),
        )]);
        assert_says(&output, "RawBody");
    }
    let output = accept(&[(
        "openapi.yaml",
        &api("application/json: {}", "'*/*': {schema: {type: string}}"),
    )]);
    let code = text(&output, "endpoints/pets.rs");
    assert!(!code.contains("RawBody"), "{code}");
}

#[test]
fn schemas_may_be_those_of_draft_07_and_examples_of_responses_are_for_readers() {
    let messages = |dialect: &str, examples: &str| {
        let body = |examples: &str| format!("application/json: {{schema: {{type: object}}, examples: {{{examples}}}}}");
        let document = api(&body(examples), &body("a: {value: {}}, b: {value: {}}"));
        let output = accept(&[("openapi.yaml", &format!("jsonSchemaDialect: {dialect}\n{document}"))]);
        let messages = output.diagnostics.iter().map(|diagnostic| diagnostic.message.clone());
        messages.collect::<Vec<String>>()
    };
    let draft = "http://json-schema.org/draft-07/schema#";
    assert_eq!(messages(draft, "a: {value: {}}"), [""; 0]);
    assert_eq!(
        messages(draft, "a: {value: {}}, b: {value: {}}"),
        ["examples other than the first of a parameter or a request body are ignored (1 place)"]
    );
    assert_eq!(
        messages("https://json-schema.org/draft/2020-12/schema", "a: {value: {}}"),
        ["`jsonSchemaDialect`s other than that of OpenAPI and draft-07 are ignored (1 place)"]
    );
    assert_eq!(
        messages("https://example.com/not-draft-07", "a: {value: {}}"),
        ["`jsonSchemaDialect`s other than that of OpenAPI and draft-07 are ignored (1 place)"]
    );
}

#[test]
fn external_documentation_that_says_nothing_is_reported() {
    for nothing in ["nonsense", "{}", "{url: 5}"] {
        let output = sent(&format!(
            "application/json: {{schema: {{type: object, externalDocs: {nothing}}}}}"
        ));
        let messages: Vec<&str> = output.diagnostics.iter().map(|found| &*found.message).collect();
        assert_eq!(
            messages,
            ["`externalDocs` has no effect: expected an object with a string `url`"]
        );
        assert!(output.files.iter().all(|file| !file.text.contains("See also")));
    }
}

#[test]
fn the_time_for_parts_and_media_types_does_not_grow_with_their_square() {
    // The action has an error, so only the description is read.
    let read = |content: &str| {
        let document = api(content, "").replace("operationId", "security: 1\n      operationId");
        refuse(&[("openapi.yaml", &document)]);
    };
    let list = |count: usize, each: &dyn Fn(usize) -> String| (0..count).map(each).collect::<Vec<String>>().join(", ");
    assert_scales("required parts", 8000, |count| {
        let properties = list(count, &|n| format!("part{n}: {{type: string}}"));
        let required = list(count, &|n| format!("part{n}"));
        let encodings = list(count, &|n| format!("part{n}: {{contentType: text/plain}}"));
        read(&format!(
            "multipart/form-data: {{schema: {{properties: {{{properties}}}, required: [{required}]}}, encoding: \
             {{{encodings}}}}}"
        ));
    });
    assert_scales("media types", 2000, |count| {
        let values = list(count, &|n| n.to_string());
        let others = list(count, &|n| format!("image/x{n}: {{}}"));
        read(&format!("application/json: {{schema: {{enum: [{values}]}}}}, {others}"));
    });
}
