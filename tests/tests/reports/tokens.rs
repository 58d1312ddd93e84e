//! How tokens are sent, by the security scheme of the action.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request};
use typewright_runtime::endpoint::{Descriptor, Endpoint, ParameterPlace, Rejection, TokenScheme};
use typewright_runtime::http::{RequestError, Token, receive, to_http};

use crate::reports::endpoints::report::{Find, Keyed, Lock, Unlock};
use crate::reports::endpoints::{Request as AnyRequest, Security};

fn key(text: &str) -> Token {
    Token::key(text).expect("it is a key")
}

fn headers<E: Endpoint>(request: &E, token: &Token) -> HeaderMap {
    let sent = to_http(request, None, Some(token)).expect("it is right");
    sent.headers().clone()
}

#[test]
fn a_key_stands_in_its_header_and_is_not_shown() {
    assert_eq!(Security::KEY.sent, TokenScheme::Header("X-Report-Key"));
    assert!(Keyed::METADATA.requires_credentials());
    for text in ["s3cr3t", "Key k=s3cr3t"] {
        let headers = headers(&Keyed::new(), &key(text));
        assert_eq!(headers["x-report-key"], text);
        assert!(headers["x-report-key"].is_sensitive() && !headers.contains_key(AUTHORIZATION));
        assert!(!format!("{headers:?}").contains("s3cr3t"));
    }
    assert!(matches!(
        to_http(&Keyed::new(), None, None),
        Err(RequestError::NoCredentials { .. })
    ));
    let mut headers = Keyed::METADATA.parameters_in(ParameterPlace::Header);
    assert_eq!(headers.next(), None, "the token stands there");
}

#[test]
fn a_name_and_a_password_are_sent_as_basic() {
    assert_eq!(Security::PASSWORD.sent, TokenScheme::Basic);
    assert!(!Lock::METADATA.requires_credentials());
    assert_eq!(
        headers(&Lock::new(), &key("bmFtZTpwYXNz"))[AUTHORIZATION],
        "Basic bmFtZTpwYXNz"
    );
    assert!(to_http(&Lock::new(), None, None).is_ok());
}

#[test]
fn a_key_with_spaces_is_not_sent_behind_another_word() {
    let key = key("Key k=s3cr3t");
    for (error, said) in [
        (
            to_http(&Find::new(Vec::new()), None, Some(&key)),
            "the token is not valid for the header `Authorization: Bearer …`",
        ),
        (
            to_http(&Unlock::new(), None, Some(&key)),
            "the token is not valid for the header `Authorization: Basic …`",
        ),
    ] {
        let error = error.expect_err("it cannot be sent");
        assert!(matches!(error, RequestError::TokenForm { .. }));
        assert_eq!(error.to_string(), said);
    }
    let sent = to_http(&Lock::new(), None, Some(&key)).expect("it does without a token");
    assert!(!sent.headers().contains_key(AUTHORIZATION));
}

#[test]
fn a_request_without_its_key_is_turned_down() {
    let came = |name: &str, value: &str| {
        let request = Request::get("/v2/reports/keyed").header(name, value);
        receive::<AnyRequest>(&request.body(Bytes::new()).expect("it is a request"))
    };
    assert_eq!(
        came("X-Report-Key", "s3cr3t").expect("it is right"),
        Keyed::new().into()
    );
    for (name, value) in [("authorization", "Bearer s3cr3t"), ("x-report-key", " ")] {
        let Err(rejection @ Rejection::MissingCredentials { .. }) = came(name, value) else {
            panic!("{name}: the key is not there");
        };
        assert_eq!(rejection.status(), 401);
        assert_eq!(
            rejection.to_string(),
            "report.keyed requires the header `X-Report-Key: …`"
        );
    }
}
