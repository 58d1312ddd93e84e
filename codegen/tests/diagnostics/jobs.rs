//! `x-wait`: what does not fit the actions is refused at its place.

use crate::support::refuse;

/// A description whose action has this `x-wait`.
fn api(wait: &str) -> String {
    format!(
        r#"openapi: 3.1.0
servers: [{{url: "https://a.example"}}]
paths:
  /exports:
    post:
      operationId: export
      x-wait: {wait}
      responses:
        202: {{description: Started, content: {{application/json: {{schema: {{type: object, properties: {{id: {{type: string}}, more: {{type: object}}}}}}}}}}}}
  /jobs/{{id}}:
    get:
      operationId: getJob
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      responses:
        200: {{description: It, content: {{application/json: {{schema: {{type: object, properties: {{state: {{type: string}}}}}}}}}}}}
  /none:
    get:
      operationId: none
      responses: {{200: {{description: Nothing}}}}
"#
    )
}

#[test]
fn a_description_that_does_not_fit_is_refused_at_its_place() {
    for (wait, place, message) in [
        (
            "{poll: getJob, parameters: {id: /id}, state: /state}",
            "",
            "needs the field `done`",
        ),
        (
            "{poll: getJob, parameters: {id: /id}, state: /state, done: [ok], fail: [x]}",
            "/fail",
            "has no field \"fail\"",
        ),
        (
            "{poll: job, parameters: {id: /id}, state: /state, done: [ok]}",
            "",
            "there is no action \"job\"",
        ),
        (
            "{poll: getJob, parameters: {id: /id, key: /id}, state: /state, done: [ok]}",
            "/parameters/key",
            "no parameter \"key\"",
        ),
        (
            "{poll: getJob, parameters: {id: /job}, state: /state, done: [ok]}",
            "/parameters/id",
            "has no property \"job\"",
        ),
        (
            "{poll: getJob, parameters: {id: /more}, state: /state, done: [ok]}",
            "/parameters/id",
            "expected a string, a number",
        ),
        (
            "{poll: getJob, parameters: {id: id}, state: /state, done: [ok]}",
            "/parameters/id",
            "must be a JSON Pointer",
        ),
        (
            "{poll: getJob, state: /state, done: [ok]}",
            "",
            "nothing says which \"id\" getJob is called with",
        ),
        (
            "{poll: getJob, parameters: {id: /id}, state: /status, done: [ok]}",
            "/state",
            "has no property \"status\"",
        ),
        (
            "{poll: none, state: /state, done: [ok]}",
            "",
            "cannot tell the state of a job",
        ),
    ] {
        let text = api(wait);
        let refusal = refuse(&[("openapi.yaml", &text)]);
        let errors = refusal
            .diagnostics
            .iter()
            .map(|error| (error.pointer.as_str(), error.message.contains(message)));
        let pointer = format!("/paths/~1exports/post/x-wait{place}");
        assert_eq!(
            errors.collect::<Vec<_>>(),
            [(pointer.as_str(), true)],
            "{wait}: {}",
            refusal.text
        );
    }
}

#[test]
fn a_job_whose_state_has_several_media_types_is_refused_at_its_place() {
    let json = "{schema: {type: object, properties: {state: {type: string}}}}";
    let document = api("{poll: getJob, parameters: {id: /id}, state: /state, done: [ok]}").replace(
        &format!("description: It, content: {{application/json: {json}}}"),
        &format!("description: It, content: {{application/json: {json}, application/xml: {{}}}}"),
    );
    assert!(document.contains("application/xml"));
    let refusal = refuse(&[("openapi.yaml", &document)]);
    let errors = refusal.diagnostics.iter().map(|error| error.pointer.as_str());
    assert!(errors.eq(["/paths/~1exports/post/x-wait"]), "{}", refusal.text);
}
