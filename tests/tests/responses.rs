//! What a description says of responses beside their bodies: their headers.

use http::{Response, StatusCode};
use responses::endpoints::items::{List, ListHeaders};
use typewright_runtime::endpoint::ResponseHeader;
use typewright_runtime::http::{CallError, from_http};
use typewright_runtime::{Integer, Json};

#[allow(dead_code, missing_docs)]
mod responses {
    include!(concat!(env!("OUT_DIR"), "/responses/mod.rs"));
}

#[test]
fn documented_headers_are_typed() {
    let response = Response::builder()
        .header("x-total", "12")
        .header("X-Tags", "a, b")
        .header("X-Tags", "c")
        .header("X-Partial", "true")
        .header("X-Page", r#"{"next": 2}"#)
        .body(bytes::Bytes::from_static(b"[]"))
        .expect("a response");
    let response = from_http::<List>(response).expect("a documented response");
    let headers = ListHeaders::read(response.headers());
    assert_eq!(headers.x_total, ResponseHeader::Value(12));
    assert_eq!(headers.x_tags.value().map(Vec::len), Some(3));
    assert_eq!(headers.x_partial.into_value(), Some(true));
    assert_eq!(
        headers.x_page.value(),
        Some(&Json::parse(r#"{"next": 2}"#).expect("JSON"))
    );
    assert_eq!(headers.retry_after, ResponseHeader::Absent);
}

#[test]
fn a_malformed_header_is_preserved_and_does_not_fail_the_call() {
    let response = Response::builder()
        .header("X-Total", "many")
        .body(bytes::Bytes::from_static(b"[]"));
    let response = from_http::<List>(response.expect("a response")).expect("a documented response");
    assert_eq!(ListHeaders::read(response.headers()).x_total.malformed(), Some("many"));
}

#[test]
fn the_headers_of_a_documented_error_are_typed_too() {
    let response = Response::builder()
        .status(StatusCode::TOO_MANY_REQUESTS)
        .header("Retry-After", "30")
        .body(bytes::Bytes::new());
    match from_http::<List>(response.expect("a response")) {
        Err(CallError::Documented(error)) => {
            let headers = ListHeaders::read(error.headers());
            assert_eq!(headers.retry_after.value(), Some(&Integer::from(30)));
        }
        other => panic!("expected a documented error, found {other:?}"),
    }
}
