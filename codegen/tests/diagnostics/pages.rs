//! `x-pagination`: what does not fit the action is refused at its place.

use typewright::Severity;

use crate::support::{accept, refuse, text};

/// A description whose action has this `x-pagination`.
fn api(pagination: &str) -> String {
    format!(
        r#"openapi: 3.1.0
servers: [{{url: "https://a.example"}}]
paths:
  /pets:
    get:
      operationId: pets.list
      parameters:
        - {{name: page, in: query, schema: {{type: integer}}}}
        - {{name: tags, in: query, schema: {{type: array, items: {{type: string}}}}}}
      x-pagination: {pagination}
      responses:
        200:
          description: Some
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {{type: array, items: {{type: string}}}}
                  next: {{type: string}}
                  other: {{type: object, properties: {{count: {{type: integer}}}}}}
"#
    )
}

#[track_caller]
fn assert_refused(pagination: &str, place: &str, message: &str) {
    let text = api(pagination);
    let errors = refuse(&[("openapi.yaml", &text)]);
    let errors: Vec<_> = errors
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .collect();
    let [error] = errors[..] else {
        panic!("expected one error, found {errors:#?}");
    };
    assert!(error.message.contains(message), "{error}");
    let pointer = format!("/paths/~1pets/get/x-pagination{place}");
    assert!(error.to_string().contains(&pointer), "{error}");
}

#[test]
fn a_description_that_does_not_fit_is_refused_at_its_place() {
    for (pagination, place, message) in [
        (
            "{}",
            "",
            "exactly one of page, offset, cursor, nextLink, linkHeader, found none",
        ),
        ("{page: page, offset: page}", "", "found page and offset"),
        ("[1]", "", "expected an object"),
        (
            "{page: site, first: 1, items: /data}",
            "/page",
            "has no parameter \"site\"",
        ),
        ("{page: 3, first: 1, items: /data}", "/page", "expected a string"),
        (
            "{page: page, first: one, items: /data}",
            "/first",
            "expected an integer, found \"one\"",
        ),
        (
            "{page: page, items: /data}",
            "",
            "number of the first page is not known",
        ),
        ("{page: page, first: 1}", "", "expected the array of the items"),
        (
            "{page: page, first: 1, items: data}",
            "/items",
            "must be a JSON Pointer",
        ),
        (
            "{page: page, first: 1, items: /date}",
            "/items",
            "has no property \"date\", only \"data\", \"next\"",
        ),
        (
            "{page: page, first: 1, items: /next}",
            "/items",
            "expected the array of the items, found `String`",
        ),
        (
            "{page: page, first: 1, items: /data/0}",
            "/items",
            "\"0\" is not a property",
        ),
        (
            "{page: page, first: 1, items: /data, total: /other}",
            "/total",
            "expected a string, a number or a boolean",
        ),
        (
            "{page: page, first: 1, items: /data, totals: /other}",
            "/totals",
            "has no field \"totals\"",
        ),
        (
            "{offset: page, items: /data, pages: /other/count}",
            "/pages",
            "has no field \"pages\"",
        ),
        ("{offset: tags, items: /data}", "", "cannot select a page"),
        (
            "{cursor: page, items: /data}",
            "",
            "exactly one of nextCursor, lastItem",
        ),
        (
            "{cursor: page, items: /data, lastItem: /id}",
            "/lastItem",
            "\"id\" is not a property",
        ),
        ("{nextLink: next, items: /data}", "/nextLink", "must be a JSON Pointer"),
    ] {
        assert_refused(pagination, place, message);
    }
}

#[test]
fn one_description_applies_to_all_actions_that_it_fits() {
    let path = |name: &str, rest: &str| {
        let schema = format!("{{type: object, properties: {{{name}: {{type: array, items: {{type: string}}}}}}}}");
        format!(
            "  /{name}:\n    get:\n      operationId: {name}.get\n      parameters: [{{name: page, in: query, schema: \
             {{type: integer, default: 1}}}}]\n{rest}      responses: {{200: {{description: Some, content: \
             {{application/json: {{schema: {schema}}}}}}}}}\n"
        )
    };
    let text_of = |defaults: &str| {
        format!(
            "openapi: 3.1.0\nservers: [{{url: https://a.example}}]\nx-pagination: {defaults}\npaths:\n{}{}{}{}",
            path("pets", ""),
            path("cats", ""),
            path("dogs", ""),
            path("birds", "      x-pagination: false\n"),
        )
    };
    let output = accept(&[(
        "openapi.yaml",
        &text_of("[{page: page, items: /pets}, {page: page, items: /cats}, {page: page, items: /birds}]"),
    )]);
    let [warning] = &output.diagnostics[..] else {
        panic!("expected one warning, found {:#?}", output.diagnostics);
    };
    assert_eq!(
        (warning.message.as_str(), warning.pointer.as_str()),
        ("this description of pages fits no action", "/x-pagination/2")
    );
    let is_paged = |name: &str| text(&output, &format!("endpoints/{name}.rs")).contains("impl PagedEndpoint for Get");
    assert_eq!(
        ["pets", "cats", "dogs", "birds"].map(is_paged),
        [true, true, false, false]
    );
}
