//! Requests and answers as `http` types, with no client and no server in sight.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{Method as HttpMethod, Request, Response as HttpResponse, StatusCode};
use typewright_runtime::endpoint::{
    Descriptor, Endpoint, Metadata, Method, Outgoing, Parameter, Parts, Rejection, RequestBody, RequiredScheme,
    Requirement, Response, SecurityScheme, Status, TokenScheme,
};
use typewright_runtime::http::{
    BaseUrl, CallError, Reason, RequestError, RespondError, Token, Undocumented, from_http, receive, respond,
    respond_error, to_http,
};
use typewright_runtime::schema::Schema;
use typewright_runtime::schema::rules::{max_length, min_length, string};
use typewright_runtime::{answers, any_request};

/// Renames a thing of any id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Rename {
    id: String,
    body: String,
}

static TEXT: Schema = Schema::new(&[string()]);
static NAME: Schema = Schema::new(&[string(), min_length(1), max_length(5)]);

const BEARER: SecurityScheme = SecurityScheme::new("token", TokenScheme::Bearer);

const ANSWER: Response = Response::new(Status::Code(200), "done").body("String", "application/json");

impl Descriptor for Rename {
    type Response = RenameResponse;
    type Error = RenameError;
    const RESPONSE: &'static Schema = &TEXT;
    const ERROR: &'static Schema = &Schema::new(&[]);
    const PARAMETERS: &'static [Parameter] = &[Parameter::path("id", &TEXT)];
    const METADATA: &'static Metadata = &Metadata::new(
        "thing.rename",
        Method::Put,
        "https://api.example.com/v1",
        "/things/{id}/name",
    )
    .security(&[Requirement::new(&[
        RequiredScheme::new(&BEARER).scopes(&["thing.*", "thing.rename"])
    ])])
    .parameters(Self::PARAMETERS)
    .request_body(RequestBody::new("String", "application/json").required().table(&NAME))
    .successes(&[ANSWER, Response::new(Status::Code(202), "done")])
    .errors(&[
        Response::new(Status::Class(4), "refused").body("String", "application/json"),
        Response::new(Status::Code(410), "for good"),
    ]);
}

impl Endpoint for Rename {
    fn write(&self, request: &mut Outgoing) {
        request.path("id", &self.id);
        request.body(&self.body);
    }

    fn receive(parts: &Parts<'_>) -> Result<Self, Rejection> {
        Ok(Self {
            id: parts.path("id")?,
            body: parts.body()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum RenameResponse {
    Status200(String),
    Status202,
}

answers! { RenameResponse;
    Status200(String) = Status::Code(200), &TEXT;
    | Status202 = Status::Code(202),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum RenameError {
    Status4xx(String),
    Status410,
}

answers! { RenameError;
    Status4xx(String) = Status::Class(4), &NAME;
    | Status410 = Status::Code(410),
}

#[derive(Debug, PartialEq, Eq)]
enum AnyOfThem {
    ThingRename(Rename),
}

any_request! { AnyOfThem;
    ThingRename(Rename);
}

fn rename(id: &str, body: &str) -> Rename {
    Rename {
        id: id.to_owned(),
        body: body.to_owned(),
    }
}

fn token() -> Token {
    Token::new("s3cr3t").expect("it is a token")
}

fn sent(request: &Rename, base: Option<&BaseUrl>) -> Result<Request<Bytes>, RequestError> {
    to_http(request, base, Some(&token()))
}

fn answer(status: u16, body: &'static [u8]) -> HttpResponse<Bytes> {
    let response = HttpResponse::builder().status(status).header("x-request-id", "7");
    response.body(Bytes::from_static(body)).expect("it is an answer")
}

#[test]
fn a_request_has_method_address_headers_and_body() {
    let request = sent(&rename("a/b?c", "new"), None).expect("it is right");
    assert_eq!(request.method(), HttpMethod::PUT);
    assert_eq!(request.uri(), "https://api.example.com/v1/things/a%2Fb%3Fc/name");
    assert_eq!(request.headers()[ACCEPT], "application/json");
    assert_eq!(request.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(request.headers()[AUTHORIZATION], "Bearer s3cr3t");
    assert!(request.headers()[AUTHORIZATION].is_sensitive());
    assert_eq!(request.headers().len(), 3);
    assert_eq!(request.body(), &Bytes::from_static(b"\"new\""));
}

#[test]
fn the_address_can_be_another_one() {
    let base: BaseUrl = "http://127.0.0.1:8080/proxy/".parse().expect("it is an address");
    let request = sent(&rename("x", "new"), Some(&base)).expect("it is right");
    assert_eq!(request.uri(), "http://127.0.0.1:8080/proxy/things/x/name");
}

#[test]
fn what_breaks_its_schema_becomes_no_request() {
    let Err(RequestError::Invalid(violations)) = sent(&rename("x", ""), None) else {
        panic!("an empty name must be refused");
    };
    assert_eq!(
        violations.to_string(),
        "/body: expected at least 1 character (minLength), found \"\""
    );
}

#[test]
fn a_parameter_stays_in_its_segment() {
    for id in ["", ".", ".."] {
        assert!(
            matches!(sent(&rename(id, "new"), None), Err(RequestError::Path { .. })),
            "{id:?}"
        );
    }
    for id in ["...", "%2E%2E", "../x", "a#b", "ä ö", "\u{0}\r\n", "\\", ";", "a%2Fb"] {
        let request = sent(&rename(id, "new"), None).expect("it is right");
        assert_eq!(request.uri().path().split('/').count(), 5, "{id:?}");
        let came: AnyOfThem = receive(&request).expect("it arrives");
        assert_eq!(came, AnyOfThem::ThingRename(rename(id, "new")));
    }
}

#[test]
fn a_token_without_the_scope_sends_nothing() {
    let request = rename("x", "new");
    assert!(matches!(
        to_http(&request, None, None),
        Err(RequestError::NoCredentials { .. })
    ));
    let other = token().with_scopes(["thing.get"]);
    let Err(error @ RequestError::MissingScope { .. }) = to_http(&request, None, Some(&other)) else {
        panic!("the scope is missing");
    };
    assert_eq!(
        error.to_string(),
        "the token has none of the scopes that allow the action: thing.*, thing.rename"
    );
    assert!(to_http(&request, None, Some(&token().with_scopes(["thing.rename"]))).is_ok());
}

#[test]
fn each_documented_status_gives_its_type() {
    let good = from_http::<Rename>(answer(200, b"\"new\"")).expect("it is documented");
    assert_eq!(good.body(), &RenameResponse::Status200("new".to_owned()));
    assert_eq!(good.headers()["x-request-id"], "7");
    let empty = from_http::<Rename>(answer(202, b"")).expect("it is documented");
    assert_eq!(empty.body(), &RenameResponse::Status202);
    let Err(CallError::Documented(error)) = from_http::<Rename>(answer(404, b"\"gone\"")) else {
        panic!("404 is documented");
    };
    assert_eq!(error.status().as_u16(), 404);
    assert_eq!(error.body(), &RenameError::Status4xx("gone".to_owned()));
    assert_eq!(
        error.to_string(),
        "the API responded with 404 Not Found (refused): \"gone\""
    );
}

#[test]
fn an_error_that_is_documented_without_a_body_shows_none() {
    for body in [&b""[..], b"\"whatever\""] {
        let Err(CallError::Documented(error)) = from_http::<Rename>(answer(410, body)) else {
            panic!("410 is documented");
        };
        assert_eq!(error.body(), &RenameError::Status410);
        assert_eq!(error.to_string(), "the API responded with 410 Gone (for good)");
    }
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let good = from_http::<Rename>(answer(200, b"\xef\xbb\xbf\"new\"")).expect("it is JSON");
    assert_eq!(good.body(), &RenameResponse::Status200("new".to_owned()));
}

#[test]
fn what_is_not_documented_is_kept_as_it_came() {
    for (status, body) in [
        (201, &b"\"new\""[..]),
        (302, b""),
        (500, b"<html>"),
        (200, b"<html>"),
        (404, b"\xff"),
    ] {
        let Err(CallError::Undocumented(found)) = from_http::<Rename>(answer(status, body)) else {
            panic!("{status} with this body is not documented");
        };
        assert_eq!(found.status().as_u16(), status);
        assert_eq!(&found.body()[..], body);
        assert_eq!(found.headers()["x-request-id"], "7");
        assert!(!found.is_truncated());
        assert_eq!(matches!(found.reason(), Reason::Status), ![200, 404].contains(&status));
    }
}

#[test]
fn no_error_shows_text_of_a_body_that_does_not_fit() {
    let said = |body: &'static str| {
        let Err(error) = from_http::<Rename>(answer(200, body.as_bytes())) else {
            panic!("{body} is no string");
        };
        for shown in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
            assert!(!shown.contains("98765") && !shown.contains("s3cr3t"), "{shown}");
        }
        error.to_string()
    };
    assert_eq!(
        said(r#"{"said": "s3cr3t"}"#),
        "the API responded with 200 OK, but the body does not match its documentation: invalid type: map, expected a string at line \
         1 column 0"
    );
    assert_eq!(
        said("987654321"),
        "the API responded with 200 OK, but the body does not match its documentation: invalid type: integer, expected a string at \
         line 1 column 9"
    );
    for body in [
        "-98765.4321",
        "[98765]",
        "s3cr3t",
        "\"s3cr3t\" s3cr3t",
        "\"s3cr3t\\x\"",
        "{\"s3cr3t\": 1, \"s3cr3t\": 2}",
        "\u{feff}98765",
    ] {
        said(body);
    }
}

#[test]
fn a_long_undocumented_body_is_kept_up_to_the_limit() {
    let long = HttpResponse::new(Bytes::from(vec![b'x'; Undocumented::KEPT + 1]));
    let Err(CallError::Undocumented(found)) = from_http::<Rename>(long) else {
        panic!("it is no JSON");
    };
    assert_eq!(found.body().len(), Undocumented::KEPT);
    assert!(found.is_truncated());
}

fn incoming(method: &str, uri: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<AnyOfThem, Rejection> {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    receive(&request.body(Bytes::copy_from_slice(body)).expect("it is a request"))
}

const TOKEN: (&str, &str) = ("authorization", "bearer t");
const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

#[test]
fn a_request_that_comes_in_becomes_the_typed_one() {
    let came = incoming("PUT", "/v1/things/a%20b/name?unknown=1", &[TOKEN, JSON], b"\"new\"");
    assert_eq!(came.expect("it is right"), AnyOfThem::ThingRename(rename("a b", "new")));
}

#[test]
fn each_fault_of_a_request_has_its_own_rejection() {
    let path = "/v1/things/x/name";
    let status = |found: Result<AnyOfThem, Rejection>| found.expect_err("it is not right").status();
    let found = incoming("PUT", "/v1/things/x", &[TOKEN], b"");
    assert!(matches!(found, Err(Rejection::UnknownPath)));
    let found = incoming("GET", path, &[TOKEN], b"");
    assert!(matches!(&found, Err(Rejection::WrongMethod { allowed }) if allowed == &[Method::Put]));
    for headers in [
        &[][..],
        &[("authorization", "Basic x")],
        &[("authorization", "Bearer ")],
    ] {
        let found = incoming("PUT", path, headers, b"\"new\"");
        assert!(
            matches!(found, Err(Rejection::MissingCredentials { .. })),
            "{headers:?}"
        );
    }
    let found = incoming("PUT", path, &[TOKEN, ("content-type", "text/plain")], b"\"new\"");
    assert_eq!(status(found), 415);
    let found = incoming("PUT", path, &[TOKEN, JSON], b"\xff");
    assert!(matches!(found, Err(Rejection::Encoding { part: "body" })));
    let found = incoming("PUT", path, &[TOKEN, JSON], b"\"longer\"").expect_err("it is too long");
    assert_eq!(found.status(), 400);
    assert_eq!(
        found.violations().map(|violations| violations.as_slice().len()),
        Some(1)
    );
    assert_eq!(status(incoming("PUT", path, &[TOKEN, JSON], b"{")), 400);
}

#[test]
fn a_parameter_that_a_path_has_twice_holds_the_same_in_both_places() {
    let id = |second| {
        let parts = Parts::new(Rename::METADATA, vec![("id", "a"), ("id", second)], None, None, b"");
        parts.path::<String>("id")
    };
    assert_eq!(id("a").expect("they are equal"), "a");
    assert!(matches!(id("b"), Err(Rejection::Repeated { name: "id" })));
}

#[test]
fn an_answer_is_documented_and_right_or_not_made() {
    let good = RenameResponse::Status200("new".to_owned());
    let made = respond::<Rename>(StatusCode::OK, &good).expect("it is documented");
    assert_eq!(made.body(), &Bytes::from_static(b"\"new\""));
    assert_eq!(made.headers()[CONTENT_TYPE], "application/json");
    let made = respond::<Rename>(StatusCode::ACCEPTED, &RenameResponse::Status202).expect("it is documented");
    assert!(made.body().is_empty() && made.headers().is_empty());
    assert!(matches!(
        respond::<Rename>(StatusCode::ACCEPTED, &good),
        Err(RespondError::Body(_))
    ));
    assert!(matches!(
        respond::<Rename>(StatusCode::CREATED, &good),
        Err(RespondError::Status { .. })
    ));

    let gone = RenameError::Status4xx("gone".to_owned());
    let made = respond_error::<Rename>(StatusCode::NOT_FOUND, &gone).expect("it is documented");
    assert_eq!(made.body(), &Bytes::from_static(b"\"gone\""));
    assert!(matches!(
        respond_error::<Rename>(StatusCode::OK, &gone),
        Err(RespondError::Status { .. })
    ));
    let long = RenameError::Status4xx("too long".to_owned());
    assert!(matches!(
        respond_error::<Rename>(StatusCode::NOT_FOUND, &long),
        Err(RespondError::Body(_))
    ));
}

/// Documented for the default status only.
#[derive(Debug)]
struct Ask;

const ANY_ANSWER: Response = Response::new(Status::Default, "done").body("String", "application/json");

impl Descriptor for Ask {
    type Response = String;
    type Error = String;
    const RESPONSE: &'static Schema = &TEXT;
    const ERROR: &'static Schema = &TEXT;
    const METADATA: &'static Metadata = &Metadata::new("thing.ask", Method::Get, "https://api.example.com", "/things")
        .security(&[
            Requirement::new(&[]),
            Requirement::new(&[RequiredScheme::new(&BEARER).scopes(&["thing.ask"])]),
        ])
        .successes(&[ANY_ANSWER])
        .errors(&[ANY_ANSWER]);
}

impl Endpoint for Ask {
    fn write(&self, _: &mut Outgoing) {}

    fn receive(_: &Parts<'_>) -> Result<Self, Rejection> {
        Ok(Self)
    }
}

#[test]
fn what_is_documented_for_any_status_is_a_success_if_the_status_is_one() {
    for status in [200, 201, 299] {
        let good = from_http::<Ask>(answer(status, b"\"yes\"")).expect("it worked");
        assert_eq!(good.body(), "yes", "{status}");
    }
    for status in [302, 404, 500] {
        let Err(CallError::Documented(error)) = from_http::<Ask>(answer(status, b"\"no\"")) else {
            panic!("{status} is no success");
        };
        assert_eq!(error.body(), "no", "{status}");
    }
    let text = "text".to_owned();
    assert!(respond::<Ask>(StatusCode::CREATED, &text).is_ok());
    assert!(respond_error::<Ask>(StatusCode::NOT_FOUND, &text).is_ok());
    assert!(respond::<Ask>(StatusCode::NOT_FOUND, &text).is_err());
    assert!(respond_error::<Ask>(StatusCode::CREATED, &text).is_err());
}

#[test]
fn a_token_that_an_action_can_do_without_is_sent_if_there_is_one() {
    let without = to_http(&Ask, None, None).expect("it needs none");
    assert!(!without.headers().contains_key(AUTHORIZATION));
    let with = to_http(&Ask, None, Some(&token().with_scopes(["other"]))).expect("no scope is needed");
    assert_eq!(with.headers()[AUTHORIZATION], "Bearer s3cr3t");
}

#[test]
fn an_error_is_short_whatever_the_server_says_of_its_answer() {
    let long = "x".repeat(100_000);
    let answer = HttpResponse::builder().status(502).header(CONTENT_TYPE, &long);
    let error = from_http::<Rename>(answer.body(Bytes::new()).expect("it is an answer")).expect_err("it is no success");
    assert!(error.to_string().len() < 700, "{} bytes", error.to_string().len());
}
