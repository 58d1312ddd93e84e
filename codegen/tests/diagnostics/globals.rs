//! Parameters of every action: `x-global-parameters` with an error.

use typewright::{Generator, Output, Severity};

use crate::support::{Folder, generate, refuse, refuse_folder, text};

const FILE: &str = "endpoints/global_parameters.rs";

fn api(parameters: &str) -> String {
    format!(
        r#"openapi: 3.1.0
servers: [{{url: "https://a.example"}}]
x-global-parameters: [{parameters}]
paths:
  /pets:
    get:
      operationId: pets.list
      responses: {{204: {{description: ''}}}}
components:
  parameters:
    Broken: {{name: broken, in: query, schema: {{type: strng}}}}
"#
    )
}

fn keep_going(files: &[(&str, &str)]) -> Output {
    let folder = Folder::with(files);
    generate(&Generator::new(folder.schemas()).keep_going()).expect("the rest is generated")
}

fn has_file(output: &Output) -> bool {
    output.files.iter().any(|file| file.path == FILE)
}

fn notes(output: &Output) -> Vec<&str> {
    let notes = output.diagnostics.iter().filter(|one| one.severity == Severity::Note);
    notes.map(|note| &*note.message).collect()
}

#[test]
fn a_parameter_of_every_action_with_an_error_is_left_out() {
    const GOOD: &str = "{name: good, in: query, schema: {type: string}}";
    const SPACES: &str = "{name: broken, in: query, style: spaceDelimited, schema: {type: string}}";
    for broken in [SPACES, "{$ref: '#/components/parameters/Broken'}"] {
        let output = keep_going(&[("openapi.yaml", &api(&format!("{broken}, {GOOD}")))]);
        let globals = text(&output, FILE);
        assert!(
            globals.contains("pub good:") && !globals.contains("broken"),
            "{globals}"
        );
        let note = "left out because of this error: the parameter \"broken\" of every action";
        assert_eq!(notes(&output), [note], "{broken}");
        let output = keep_going(&[("openapi.yaml", &api(broken))]);
        assert!(!has_file(&output) && text(&output, "endpoints/pets.rs").contains("struct List"));
    }
}

#[test]
fn a_document_with_an_error_has_no_parameters_of_every_action() {
    let document = api("{name: good, in: query, schema: {type: string}}") + "info: 1\n";
    let output = keep_going(&[("openapi.yaml", &document), ("device.json", r#"{"type": "object"}"#)]);
    assert!(!has_file(&output) && text(&output, "types.rs").contains("struct Device"));
    let note = "left out because of this error: GET /pets, the parameter \"good\" of every action";
    assert_eq!(notes(&output), [note]);
}

#[test]
fn a_name_that_is_recorded_twice_ends_a_run_that_keeps_going() {
    let schema = r#"{"definitions": {"one": {"type": "object"}, "two": {"enum": ["x"]}}}"#;
    let folder = Folder::with(&[("device.json", schema)]);
    let names = folder.generate().expect("code").names;
    folder.add(
        "names.lock",
        names.replace("\"One\"", "\"Same\"").replace("\"Two\"", "\"Same\""),
    );
    let refusal = refuse_folder(&folder);
    assert!(refusal.text.contains("given twice"), "{}", refusal.text);
    assert!(generate(&Generator::new(folder.schemas()).keep_going()).is_err());
}

#[test]
fn two_parameters_of_every_action_with_one_name_are_refused() {
    let refusal = refuse(&[(
        "openapi.yaml",
        &api("{name: X-A, in: header, schema: {type: string}}, {name: x-a, in: header, schema: {type: string}}"),
    )]);
    let message = "the header parameters \"X-A\" and \"x-a\" are the same: header names are case-insensitive";
    assert_eq!(refusal.only().message, message);
    assert_eq!(refusal.only().pointer, "/x-global-parameters/1");
}

#[test]
fn a_required_parameter_of_every_action_needs_a_default_that_clients_send() {
    for schema in [
        "{type: string}",
        "{type: integer, default: 1}",
        "{type: array, items: {type: string}, default: [a]}",
    ] {
        let parameter = format!("{{name: X-Edition, in: header, required: true, schema: {schema}}}");
        let refusal = refuse(&[("openapi.yaml", &api(&parameter))]);
        let message =
            "the parameter \"X-Edition\" of every action is required, and its schema is not a string with a `default`";
        assert_eq!(refusal.only().message, message, "{schema}");
        assert_eq!(refusal.only().pointer, "/x-global-parameters/0", "{schema}");
    }
    for (schema, setter) in [
        ("{type: string, default: '2024'}", ".x_edition(\"2024\")"),
        ("{type: string, enum: ['2024']}", ".x_edition()"),
    ] {
        let parameter = format!("{{name: X-Edition, in: header, required: true, schema: {schema}}}");
        let folder = Folder::with(&[("openapi.yaml", &api(&parameter))]);
        let output = generate(&Generator::new(folder.schemas())).expect("it is generated");
        for client in ["endpoints/client.rs", "endpoints/blocking.rs"] {
            let client = text(&output, client);
            assert!(
                client.contains("default_parameters") && client.contains(setter),
                "{client}"
            );
        }
    }
}

#[test]
fn a_parameter_of_every_action_in_another_file_cannot_be_an_object_either() {
    let refusal = refuse(&[
        ("openapi.yaml", &api("{$ref: 'parts.yaml#/filter'}")),
        (
            "parts.yaml",
            "filter: {name: filter, in: query, schema: {$ref: '#/Filter'}}\nFilter: {type: object}\n",
        ),
    ]);
    let message = "the parameter \"filter\" cannot be one of every action";
    assert_eq!(refusal.only().message, message, "{}", refusal.text);
}
