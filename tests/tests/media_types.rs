//! Bodies with several media types: `bodies/openapi.yaml`.

use bodies::endpoints::Request as AnyRequest;
use bodies::endpoints::greetings::{CheckGreeting, GetGreeting, PutGreeting, PutGreetingResponseContent as Signature};
use bodies::endpoints::reports::{
    CreateReport, CreateReportContent, GetReport, GetReportResponseContent, PatchReport, PatchReportContent,
    PatchReportResponse, PatchReportResponseContent,
};
use bodies::types::{PatchReportBodyItem, Problem, Report};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use typewright_runtime::Integer;
use typewright_runtime::endpoint::{Endpoint, RawBody};
use typewright_runtime::http::{CallError, ResponseResult, from_http, receive, respond, to_http};

#[allow(dead_code, missing_docs)]
mod bodies {
    include!(concat!(env!("OUT_DIR"), "/bodies/mod.rs"));
}

fn report() -> Report {
    Report::new([1, 2])
}

/// The `Accept`, the `Content-Type` and the body of a request.
fn sent<E: Endpoint>(request: &E) -> (String, String, String) {
    let http = to_http(request, None, None).unwrap_or_else(|error| panic!("{error}"));
    let header = |name: &str| {
        let value = http
            .headers()
            .get(name)
            .map(|value| value.to_str().expect("ASCII").to_owned());
        value.unwrap_or_default()
    };
    let body = String::from_utf8_lossy(http.body()).into_owned();
    (header("accept"), header("content-type"), body)
}

fn answered<E: Endpoint>(status: u16, content_type: Option<&str>, body: &'static [u8]) -> ResponseResult<E> {
    let mut response = Response::builder().status(status);
    if let Some(content_type) = content_type {
        response = response.header("content-type", content_type);
    }
    from_http::<E>(response.body(Bytes::from_static(body)).expect("a response"))
}

#[test]
fn each_media_type_of_a_body_is_sent_and_received() {
    let created = |content: CreateReportContent| CreateReport::new(content);
    for (content, content_type, text) in [
        (
            CreateReportContent::Json(report()),
            "application/json",
            r#"{"rows":[1,2]}"#,
        ),
        (
            CreateReportContent::Form(report()),
            "application/x-www-form-urlencoded",
            "rows%5B0%5D=1&rows%5B1%5D=2",
        ),
        (
            CreateReportContent::Text("ü".to_owned()),
            "text/plain; charset=utf-8",
            "ü",
        ),
        (
            CreateReportContent::Image(RawBody::new("image/png", "x").into()),
            "image/png",
            "x",
        ),
    ] {
        let request = created(content);
        let found = sent(&request);
        assert_eq!((&*found.1, &*found.2), (content_type, text));
        let http = to_http(&request, None, None).expect("a valid request");
        let Ok(AnyRequest::ReportsCreateReport(received)) = receive(&http) else {
            panic!("{request:?}")
        };
        assert_eq!(received, request);
    }
    assert_eq!(
        CreateReport::new(report()),
        created(CreateReportContent::Json(report())),
        "the first one converts"
    );
}

#[test]
fn each_media_type_of_a_body_is_checked() {
    let pointers = |content: CreateReportContent| {
        let error = CreateReport::new(content).validate().expect_err("it is invalid");
        error
            .iter()
            .map(|found| format!("{} {}", found.pointer(), found.keyword()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        pointers(CreateReportContent::Text("123456".to_owned())),
        ["/body maxLength"]
    );
    assert_eq!(
        pointers(CreateReportContent::Image(RawBody::text("x").into())),
        ["/body contentMediaType"]
    );
    assert_eq!(
        pointers(CreateReportContent::Form(Report::new(Vec::<Integer>::new()))),
        ["/body/rows encoding"]
    );
}

#[test]
fn a_server_rejects_other_media_types() {
    let received = |content_type: &str, body: &'static str| {
        let request = Request::post("/v1/reports")
            .header("content-type", content_type)
            .body(body);
        let rejection = receive::<AnyRequest>(&request.expect("a request")).err();
        rejection.map(|rejection| (rejection.status(), rejection.to_string()))
    };
    assert_eq!(received("application/json", r#"{"rows":[]}"#), None);
    let (status, message) = received("application/xml", "<a/>").expect("it is not documented");
    assert_eq!(status, 415);
    assert_eq!(
        message,
        "unsupported media type: expected application/json, application/x-www-form-urlencoded, text/plain, image/*, found \
         application/xml"
    );
    let (status, message) = received("text/plain", "123456").expect("it is too long");
    assert_eq!(status, 400);
    assert!(
        message.starts_with("invalid body: /body: expected at most 5 characters"),
        "{message}"
    );
    assert_eq!(
        received("text/plain; charset=iso-8859-1", "a").map(|(status, _)| status),
        Some(400)
    );
}

#[test]
fn an_optional_body_may_be_any_of_its_media_types() {
    for (request, content_type) in [
        (PatchReport::new(), ""),
        (
            PatchReport::new().body(PatchReportContent::MergePatch(report())),
            "application/merge-patch+json",
        ),
        (
            PatchReport::new().body(PatchReportContent::JsonPatch(vec![
                PatchReportBodyItem::new().op("add"),
            ])),
            "application/json-patch+json",
        ),
    ] {
        assert_eq!(sent(&request).1, content_type);
        let http = to_http(&request, None, None).expect("a valid request");
        let Ok(AnyRequest::ReportsPatchReport(received)) = receive(&http) else {
            panic!("{request:?}")
        };
        assert_eq!(received, request);
    }
}

#[test]
fn the_caller_chooses_the_media_type_of_the_response() {
    let all = "application/json, text/csv, application/xml, application/problem+json";
    assert_eq!(sent(&GetReport::new()).0, all);
    let csv = GetReport::new().accept("text/csv");
    assert_eq!(sent(&csv).0, "text/csv");
    for request in [GetReport::new(), csv] {
        let http = to_http(&request, None, None).expect("a valid request");
        let Ok(AnyRequest::ReportsGetReport(received)) = receive(&http) else {
            panic!("{request:?}")
        };
        assert_eq!(received, request);
    }
    let error = GetReport::new()
        .accept("text/html")
        .validate()
        .expect_err("it is not documented");
    assert_eq!(
        error.to_string(),
        "/header/Accept: expected one of application/json, text/csv, application/xml (enum), found \"text/html\""
    );
}

#[test]
fn a_response_has_the_type_of_its_content_type() {
    use GetReportResponseContent::{Csv, Json, Xml};
    for (content_type, body, expected) in [
        (
            Some("application/json; charset=utf-8"),
            &br#"{"rows":[1,2]}"#[..],
            Json(report()),
        ),
        (None, br#"{"rows":[1,2]}"#, Json(report())),
        (Some("application/hal+json"), br#"{"rows":[1,2]}"#, Json(report())),
        (Some("TEXT/CSV"), b"1,2", Csv("1,2".to_owned())),
        (
            Some("application/xml"),
            b"<a/>",
            Xml(RawBody::new("application/xml", "<a/>")),
        ),
    ] {
        let response = answered::<GetReport>(200, content_type, body);
        assert_eq!(
            response.expect("a documented response").into_body(),
            expected,
            "{content_type:?}"
        );
    }
    for (content_type, body) in [
        ("text/html", &b"<html>"[..]),
        ("text/csv", b"\xff"),
        ("text/csv; charset=latin1", b"a"),
    ] {
        let Err(CallError::Undocumented(found)) = answered::<GetReport>(200, Some(content_type), body) else {
            panic!("{content_type}")
        };
        assert_eq!(&found.body()[..], body, "{content_type}");
    }
}

#[test]
fn a_response_of_any_media_type_with_a_schema_is_json() {
    for content_type in [None, Some("application/json"), Some("application/hal+json")] {
        let response = answered::<CreateReport>(201, content_type, br#"{"rows":[1,2]}"#);
        assert_eq!(response.expect("a documented response").into_body(), report());
    }
    assert_eq!(sent(&CreateReport::new(report())).0, "*/*");
    let response = respond::<CreateReport>(StatusCode::CREATED, &report()).expect("a valid response");
    assert_eq!(response.headers()["content-type"], "application/json");
}

#[test]
fn json_under_several_names_has_one_type_and_other_statuses_may_have_several_media_types() {
    let response = answered::<PatchReport>(200, Some("text/json"), br#"{"rows":[1,2]}"#);
    assert_eq!(
        response.expect("documented").into_body(),
        PatchReportResponse::Status200(report())
    );
    let response = answered::<PatchReport>(202, Some("text/plain"), b"later");
    let text = PatchReportResponseContent::Text("later".to_owned());
    assert_eq!(
        response.expect("documented").into_body(),
        PatchReportResponse::Status202(text)
    );
    let response = answered::<PatchReport>(202, Some("application/json"), br#"{"title":"later"}"#);
    let json = PatchReportResponseContent::Json(Problem::new().title("later"));
    assert_eq!(
        response.expect("documented").into_body(),
        PatchReportResponse::Status202(json)
    );
}

#[test]
fn a_server_responds_with_the_media_type_of_the_variant() {
    use GetReportResponseContent::{Csv, Json, Xml};
    for (content, content_type) in [
        (Json(report()), "application/json"),
        (Csv("1,2".to_owned()), "text/csv; charset=utf-8"),
        (Xml(RawBody::new("application/xml", "<a/>")), "application/xml"),
    ] {
        let response = respond::<GetReport>(StatusCode::OK, &content).expect("a valid response");
        assert_eq!(response.headers()["content-type"], content_type);
        assert_eq!(
            from_http::<GetReport>(response).expect("documented").into_body(),
            content
        );
    }
    assert!(
        respond::<GetReport>(StatusCode::OK, &Csv(String::new())).is_err(),
        "it is too short"
    );
    assert!(
        respond::<GetReport>(StatusCode::OK, &Xml(RawBody::text("x"))).is_err(),
        "it is no XML"
    );
}

#[test]
fn a_body_that_is_only_text_is_a_string() {
    let request = PutGreeting::new("Grüezi");
    let (accept, content_type, text) = sent(&request);
    assert_eq!(accept, "application/x-www-form-urlencoded");
    assert_eq!((&*content_type, &*text), ("text/plain; charset=utf-8", "Grüezi"));
    let http = to_http(&request, None, None).expect("a valid request");
    assert!(matches!(receive(&http), Ok(AnyRequest::GreetingsPutGreeting(received)) if received == request));
    let error = PutGreeting::new("Good morning").validate().expect_err("it is too long");
    assert!(
        error.to_string().starts_with("/body: expected at most 10 characters"),
        "{error}"
    );

    for request in [
        CheckGreeting::new(),
        CheckGreeting::new().body(""),
        CheckGreeting::new().body("Hello"),
    ] {
        let http = to_http(&request, None, None).expect("a valid request");
        assert!(matches!(receive(&http), Ok(AnyRequest::GreetingsCheckGreeting(received)) if received == request));
    }
    let latin = Request::put("/v1/greeting").header("content-type", "text/plain; charset=iso-8859-1");
    let rejection = receive::<AnyRequest>(&latin.body("Hello").expect("a request")).expect_err("it is not UTF-8");
    assert_eq!(rejection.to_string(), "invalid UTF-8 in the body");
}

#[test]
fn a_response_that_is_only_text_is_a_string() {
    let html = answered::<GetGreeting>(200, Some("text/html; charset=utf-8"), b"<b>\"</b>");
    assert_eq!(html.expect("it is text").into_body(), "<b>\"</b>");
    match answered::<GetGreeting>(404, Some("text/plain"), b"not here") {
        Err(CallError::Documented(error)) => assert_eq!(error.body(), "not here"),
        other => panic!("{other:?}"),
    }
    let latin = answered::<GetGreeting>(200, Some("text/html; charset=iso-8859-1"), b"\xfc");
    assert!(matches!(latin, Err(CallError::Undocumented(answer)) if &answer.body()[..] == b"\xfc"));
    let response = respond::<GetGreeting>(StatusCode::OK, &"Grüezi".to_owned()).expect("a valid response");
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(&response.body()[..], "Grüezi".as_bytes());
    let long = respond::<GetGreeting>(StatusCode::OK, &"Good morning".to_owned());
    assert!(long.is_err(), "it is too long");
}

#[test]
fn a_response_that_is_a_form_is_typed() {
    let form = b"signature=5&valid=true&days=30&scopes=a&scopes=b%26&more=x";
    let answer = answered::<PutGreeting>(200, Some("application/x-www-form-urlencoded; charset=utf-8"), form);
    let Signature::Form(signature) = answer.expect("a form").into_body();
    assert_eq!(
        (&*signature.signature, signature.valid, signature.days),
        ("5", true, Some(30))
    );
    assert_eq!(signature.scopes, Some(vec!["a".to_owned(), "b&".to_owned()]));
    let response = respond::<PutGreeting>(StatusCode::OK, &Signature::Form(signature)).expect("a valid response");
    assert_eq!(response.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(&response.body()[..], form);
    let broken = answered::<PutGreeting>(200, Some("application/x-www-form-urlencoded"), b"valid=true");
    assert!(
        matches!(broken, Err(CallError::Undocumented(_))),
        "the signature is missing"
    );
}
