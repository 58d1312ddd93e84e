//! An API that uses more of OpenAPI than that of Losant: parameters and bodies of every kind, as they are sent and as they
//! arrive, and what schemas of OpenAPI 3.1 have beyond draft-07.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{Request, Response, StatusCode};
use losant::{Exact as _, Violations};
use typewright_runtime::Json;
use typewright_runtime::endpoint::{Descriptor, Endpoint, ParameterPlace, PayloadError, RawBody, Rejection};
use typewright_runtime::http::{
    CallError, RequestError, RespondError, Token, from_http, receive, respond, respond_error, to_http,
};

use reports::endpoints::Request as AnyRequest;
use reports::endpoints::report::{Download, Find, Note, Replace, Upload};
use reports::types::{Notes, Pair, ShortLabel};

#[path = "reports/parameters.rs"]
mod parameters;
#[path = "reports/tokens.rs"]
mod tokens;

/// The endpoints of `tests/schemas/`, as `build.rs` made them.
#[allow(clippy::pedantic, dead_code)]
mod reports {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

fn sent<E: Endpoint>(request: &E) -> Request<Bytes> {
    let token = Token::new("s3cr3t").expect("it is a token");
    to_http(request, None, Some(&token)).expect("the request is right")
}

fn refused<E: Endpoint>(request: &E) -> RequestError {
    let token = Token::new("s3cr3t").expect("it is a token");
    to_http(request, None, Some(&token)).expect_err("the request is not right")
}

#[track_caller]
fn assert_arrives<E: Endpoint + Clone + Into<AnyRequest>>(request: &E) {
    let came: AnyRequest = receive(&sent(request)).expect("what is sent is right");
    assert_eq!(came, request.clone().into());
}

fn came(request: http::request::Builder, body: &'static str) -> Result<AnyRequest, Rejection> {
    let request = request.header(AUTHORIZATION, "Bearer s3cr3t");
    receive(
        &request
            .body(Bytes::from_static(body.as_bytes()))
            .expect("it is a request"),
    )
}

fn numbers(numbers: &[i32]) -> Vec<losant::Integer> {
    numbers.iter().map(|&number| number.into()).collect()
}

#[test]
fn lists_json_and_names_that_stand_in_two_places_are_sent_as_documented() {
    let filter = r#"{"id":"a&b"}"#;
    let find = Find::new(numbers(&[1, 2]))
        .tag(vec!["a b".to_owned(), "c,d".to_owned()])
        .filter(serde_json::from_str::<Notes>(filter).expect("they are notes"))
        .id_query("q")
        .id_header(7);
    assert_eq!(
        find.url(),
        "https://eu.example.com/v2/reports?tag=a%20b&tag=c%2Cd&page=1,2&filter=%7B%22id%22%3A%22a%26b%22%7D&id=q"
    );
    assert_eq!(sent(&find).headers()["id"], "7");
    assert_arrives(&find);
    assert_arrives(&Find::new(numbers(&[])));
}

#[test]
fn every_item_of_a_list_is_checked_before_it_is_sent() {
    let find = Find::new(numbers(&[1, 2, 3, 4])).tag(vec![String::new()]);
    let RequestError::Invalid(violations) = refused(&find) else {
        panic!("the lists break their schemas");
    };
    let places: Vec<&str> = violations.iter().map(losant::Violation::pointer).collect();
    assert_eq!(places, ["/query/tag/0", "/query/page"]);
}

#[test]
fn a_list_that_comes_in_is_parsed_exactly() {
    let find = |query: &str| came(Request::get(format!("/v2/reports?{query}")), "");
    let expected = Find::new(numbers(&[1])).tag(vec!["a b".to_owned(), "+".to_owned()]);
    assert_eq!(
        find("page=1&tag=a+b&other=x&tag=%2B").expect("it is right"),
        AnyRequest::ReportFind(expected)
    );
    for query in [
        "page=x",
        "page=1,2,3,4",
        "page=%5B1%5D",
        "page=1&tag=",
        "page=1&filter=%7B",
        "tag=a",
    ] {
        let Err(rejection @ Rejection::Parameter { .. }) = find(query) else {
            panic!("{query} is not right");
        };
        assert_eq!(rejection.status(), 400);
    }
    assert!(matches!(
        find("page=1&tag=%FF"),
        Err(Rejection::Encoding { part: "query" })
    ));
    assert!(matches!(
        came(Request::get("/v2/reports?page=1").header("id", "x"), ""),
        Err(Rejection::Parameter {
            name: "id",
            error: Some(_)
        })
    ));
}

#[test]
fn a_parameter_that_is_no_list_is_there_once_or_turned_down() {
    let find = |query: &str| came(Request::get(format!("/v2/reports?{query}")), "");
    for (query, repeated) in [
        ("page=1&id=a&id=b", "id"),
        ("page=1&id=a&%69d=a", "id"),
        ("page=1&filter=%7B%7D&filter=%7B%7D", "filter"),
    ] {
        let Err(rejection @ Rejection::Repeated { name }) = find(query) else {
            panic!("{query} does not say which one is meant");
        };
        assert_eq!((rejection.status(), name), (400, repeated), "{query}");
        assert_eq!(rejection.to_string(), format!("the parameter {repeated} is repeated"));
    }
    let twice = Request::get("/v2/reports?page=1").header("id", "1").header("ID", "1");
    assert!(matches!(came(twice, ""), Err(Rejection::Repeated { name: "id" })));
}

#[test]
fn headers_are_sent_and_arrive() {
    let upload = Upload::new("a/b", "7f", RawBody::new("application/pdf", "%PDF")).x_note("über");
    let http = sent(&upload);
    assert_eq!(http.headers()["x-trace"], "7f");
    assert_eq!(http.headers()["x-note"].as_bytes(), "über".as_bytes());
    assert_eq!(http.headers()[AUTHORIZATION], "Bearer s3cr3t");
    assert_arrives(&upload);
    assert_eq!(Upload::METADATA.parameters_in(ParameterPlace::Header).count(), 2);
}

#[test]
fn what_a_header_cannot_hold_is_not_sent() {
    for note in ["a\r\nX-Evil: 1", "a\n", "\0", " a", "a\t"] {
        let upload = Upload::new("a", "7f", RawBody::new("application/pdf", "x")).x_note(note);
        let error = refused(&upload);
        assert!(
            matches!(error, RequestError::Header { name: "X-Note" }),
            "{note:?}: {error}"
        );
    }
    assert!(matches!(
        refused(&Upload::new("a", "12345", RawBody::new("application/pdf", "x"))),
        RequestError::Invalid(_)
    ));
}

#[test]
fn a_header_that_is_missing_or_no_text_is_turned_down() {
    let upload = || Request::put("/v2/reports/a/file").header(CONTENT_TYPE, "application/pdf");
    assert!(matches!(
        came(upload(), "%PDF"),
        Err(Rejection::Parameter {
            name: "X-Trace",
            error: None
        })
    ));
    assert!(matches!(
        came(upload().header("x-trace", &b"\xff"[..]), "%PDF"),
        Err(Rejection::Encoding { part: "headers" })
    ));
}

#[test]
fn a_body_that_is_not_json_is_sent_as_it_is() {
    let form = RawBody::new("multipart/form-data; boundary=x", &b"--x--\r\n\xff"[..]);
    let upload = Upload::new("a", "7f", form.clone());
    let http = sent(&upload);
    assert_eq!(http.headers()[CONTENT_TYPE], "multipart/form-data; boundary=x");
    assert_eq!(http.body(), form.bytes());
    assert_arrives(&upload);
    assert_arrives(&Note::new("a"));
    assert_arrives(&Note::new("a").body(RawBody::text("Grüße")));
}

#[test]
fn a_body_of_no_bytes_announces_that() {
    let http = sent(&Upload::new("a", "7f", RawBody::new("application/pdf", "")));
    assert_eq!(http.headers()[CONTENT_TYPE], "application/pdf");
    assert_eq!(http.headers()[CONTENT_LENGTH], "0");
}

#[test]
fn a_body_of_another_media_type_is_refused_on_both_sides() {
    let Err(violations) = Upload::new("a", "7f", RawBody::text("x")).validate() else {
        panic!("the media type is not documented");
    };
    assert_eq!(
        Violations::to_string(&violations),
        r#"/body: expected application/pdf, multipart/form-data (contentMediaType), found "text/plain; charset=utf-8""#
    );
    let range = Upload::new("a", "7f", RawBody::new("application/*", "x")).validate();
    assert_eq!(
        range.expect_err("it says nothing of the body").to_string(),
        r#"/body: expected one media type of application/pdf, multipart/form-data (contentMediaType), found "application/*""#
    );
    let upload = Request::put("/v2/reports/a/file").header("x-trace", "7f");
    let Err(rejection @ Rejection::MediaType { .. }) = came(upload.header(CONTENT_TYPE, "image/png"), "x") else {
        panic!("the media type is not documented");
    };
    assert_eq!(rejection.status(), 415);
}

#[test]
fn json_without_a_schema_is_any_json() {
    let replace = Replace::new("a", Json::parse(r#"{"a":[1.0,null]}"#).expect("it is JSON"));
    let http = sent(&replace);
    assert_eq!(http.headers()[CONTENT_TYPE], "application/merge-patch+json");
    assert_eq!(http.body(), r#"{"a":[1.0,null]}"#);
    assert_arrives(&replace);

    let found = Response::new(Bytes::from_static(b"[1, 2]"));
    let found = from_http::<Find>(found).expect("it is documented");
    assert_eq!(found.body().to_string(), "[1,2]");
}

#[test]
fn an_answer_that_is_not_json_is_kept_as_it_came() {
    assert_eq!(
        sent(&Download::new("a")).headers()[ACCEPT],
        "application/pdf, image/*, text/plain"
    );
    let answer = |status: u16, content_type: &str, body: &'static [u8]| {
        let answer = Response::builder().status(status).header(CONTENT_TYPE, content_type);
        from_http::<Download>(answer.body(Bytes::from_static(body)).expect("it is an answer"))
    };
    let image = answer(200, "image/png", b"\x89PNG").expect("it is documented");
    assert_eq!(image.body(), &RawBody::new("image/png", &b"\x89PNG"[..]));
    let Err(CallError::Documented(error)) = answer(404, "text/plain", b"no such report") else {
        panic!("404 is documented");
    };
    assert_eq!(error.body(), "no such report");
    assert_eq!(
        error.to_string(),
        r#"the API responded with 404 Not Found (There is none): "no such report""#
    );
}

#[test]
fn a_server_answers_with_a_documented_media_type_only() {
    let image = RawBody::new("image/png", &b"\x89PNG"[..]);
    let made = respond::<Download>(StatusCode::OK, &image).expect("it is documented");
    assert_eq!(made.headers()[CONTENT_TYPE], "image/png");
    assert_eq!(made.body(), image.bytes());
    let text = RawBody::text("x");
    let Err(RespondError::Body(error @ PayloadError::MediaType { .. })) = respond::<Download>(StatusCode::OK, &text)
    else {
        panic!("text is not documented");
    };
    assert_eq!(
        error.to_string(),
        "unsupported media type: expected application/pdf, image/*, found text/plain; charset=utf-8"
    );
    assert!(respond_error::<Download>(StatusCode::NOT_FOUND, &"x".to_owned()).is_ok());
    // It is documented so, but a body is of one type.
    let range = RawBody::new("image/*", &b"\x89PNG"[..]);
    assert!(respond::<Download>(StatusCode::OK, &range).is_err());
}

#[test]
fn scopes_may_be_needed_together() {
    assert_eq!(Find::METADATA.scopes(), ["read:report read:user", "all"]);
    assert!(Find::METADATA.allows(["read:user", "read:report"]) && Find::METADATA.allows(["all"]));
    assert!(!Find::METADATA.allows(["read:report"]));
    assert!(Find::METADATA.requires_credentials());
    assert_eq!(Download::METADATA.security, []);
}

#[test]
fn what_stands_beside_a_reference_counts_in_openapi_3_1() {
    assert!(ShortLabel::from_json_exact(r#""abc""#).is_ok());
    let too_long = ShortLabel::from_json_exact(r#""abcd""#).expect_err("it is too long");
    assert_eq!(
        too_long.to_string(),
        r#"the value: expected at most 3 characters (maxLength), found "abcd""#
    );
    assert!(
        ShortLabel::from_json_exact(r#""""#).is_err(),
        "what is referred to counts too"
    );
}

#[test]
fn the_keywords_of_openapi_3_1_are_enforced() {
    for (text, is_valid) in [
        (r#"["a", 1, true, false]"#, true),
        (r#"["a"]"#, true),
        (r"[1]", false),
        (r#"["a", "b"]"#, false),
        (r#"["a", 1, 2]"#, false),
        (r#"{"a": 1, "b": 2}"#, true),
        (r#"{"a": 1}"#, false),
        (r#"{"b": 1, "c": 1}"#, false),
    ] {
        assert_eq!(Pair::from_json_exact(text).is_ok(), is_valid, "{text}");
    }
}
