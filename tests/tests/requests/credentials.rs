//! Credentials by security scheme.

use http::header::{AUTHORIZATION, COOKIE};
use typewright_runtime::endpoint::{Endpoint, Rejection};
use typewright_runtime::http::{RequestError, Token, Tokens};

use crate::api::endpoints::Security;
use crate::api::endpoints::credentials::{Both, Digest, DigestOrKey, Either, InCookie, InQuery, Optional};
use crate::{received, sent};

fn token(text: &str) -> Token {
    Token::new(text).expect("it is a token")
}

fn missing<E: Endpoint>(request: &E, tokens: &Tokens) -> String {
    let error = sent(request, tokens).expect_err("credentials are missing");
    assert!(matches!(error, RequestError::NoCredentials { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn all_keys_of_an_alternative_are_sent() {
    let one = Tokens::new().with(Security::KEY, token("a"));
    assert!(missing(&Both::new(), &one).ends_with("requires `key` with `sign`"));
    assert!(missing(&Both::new(), &Tokens::from(token("a"))).ends_with("requires `key` with `sign`"));
    let both = one.with(Security::SIGN, token("b"));
    let request = sent(&Both::new(), &both).expect("it has both");
    let headers = ["x-key", "x-sign"].map(|name| &request.headers()[name]);
    assert_eq!(headers, ["a", "b"]);
    assert!(request.headers().values().filter(|value| value.is_sensitive()).count() == 2);
    assert_eq!(received(request).expect("both are there"), Both::new().into());
}

#[test]
fn a_key_in_the_query_is_beside_the_parameters() {
    let tokens = Tokens::new().with("inQuery", token("a&b/c"));
    let request = InQuery::new().limit(5);
    let http = sent(&request, &tokens).expect("it has the key");
    assert_eq!(
        http.uri(),
        "https://api.example/v1/credentials/query?limit=5&key=a%26b%2Fc"
    );
    assert_eq!(received(http).expect("the key is there"), request.into());
    // A token without a scheme is never written into a URL.
    missing(&InQuery::new(), &Tokens::from(token("a")));
}

#[test]
fn a_key_in_a_cookie_is_beside_the_parameters() {
    let tokens = Tokens::new().with(Security::IN_COOKIE, token("s3cr3t"));
    let request = InCookie::new()
        .theme("dark; path=/ \u{e4}")
        .sizes(vec![1.into(), 2.into()]);
    let http = sent(&request, &tokens).expect("it has the key");
    let cookies = &http.headers()[COOKIE];
    assert_eq!(cookies, "theme=dark%3B%20path%3D%2F%20%C3%A4; sizes=1,2; sid=s3cr3t");
    assert!(cookies.is_sensitive() && !format!("{http:?}").contains("s3cr3t"));
    assert_eq!(received(http).expect("the key is there"), request.into());
    let broken = Tokens::new().with(Security::IN_COOKIE, token("a;b"));
    assert!(matches!(
        sent(&InCookie::new(), &broken),
        Err(RequestError::TokenForm { .. })
    ));
}

#[test]
fn the_first_alternative_that_the_client_can_meet_is_used() {
    let basic = Token::basic("name", "password").expect("it is a name and a password");
    let header = |tokens: &Tokens| {
        let request = sent(&Either::new(), tokens).expect("one suffices");
        let header = request.headers()[AUTHORIZATION].to_str().unwrap_or_default().to_owned();
        assert!(received(request).is_ok());
        header
    };
    let bearer = Tokens::new().with(Security::BEARER, token("t"));
    assert_eq!(header(&bearer), "Bearer t");
    assert_eq!(header(&Tokens::from(token("t"))), "Bearer t");
    assert_eq!(
        header(&bearer.with(Security::BASIC, basic)),
        "Basic bmFtZTpwYXNzd29yZA=="
    );
    assert!(missing(&Either::new(), &Tokens::new()).ends_with("requires `basic`, or `bearer`"));
}

#[test]
fn optional_credentials_are_sent_if_there_are_any() {
    let without = sent(&Optional::new(), &Tokens::new()).expect("it needs none");
    assert!(!without.headers().contains_key(AUTHORIZATION));
    let with = sent(&Optional::new(), &Tokens::from(token("t"))).expect("it takes one");
    assert_eq!(with.headers()[AUTHORIZATION], "Bearer t");
}

#[test]
fn an_action_with_digest_authentication_is_not_sent() {
    let all = Tokens::from(token("t")).with("digest", token("d"));
    assert!(missing(&Digest::new(), &all).ends_with("`digest` (digest authentication, which is not supported)"));
    let key = Tokens::new().with(Security::KEY, token("k"));
    let request = sent(&DigestOrKey::new(), &key).expect("the key suffices");
    assert_eq!(request.headers()["x-key"], "k");
}

#[test]
fn a_server_rejects_requests_without_credentials_and_names_their_places() {
    for (path, places) in [
        ("both", "header `X-Key: …` and the header `X-Sign: …`"),
        ("query?key=", "query parameter `key`"),
        ("cookie", "cookie `sid`"),
        (
            "either",
            "header `Authorization: Basic …`, or the header `Authorization: Bearer …`",
        ),
    ] {
        let request = http::Request::get(format!("/v1/credentials/{path}")).body(bytes::Bytes::new());
        let rejection = received(request.expect("a request")).expect_err("credentials are missing");
        assert!(matches!(rejection, Rejection::MissingCredentials { .. }) && rejection.status() == 401);
        let message = rejection.to_string();
        assert!(message.ends_with(&format!("requires the {places}")), "{message}");
    }
}
