//! What a foreign client gets that does not do as the documentation says.

#[path = "support/raw.rs"]
mod raw;
#[path = "support/session.rs"]
mod session;

use losant::prelude::*;
use losant::types::{UserOauthToken, UserOauthTokenPatch};
use losant_mock::{BODY_LIMIT, Mock};

use raw::{Answer, send};

const PATH: &str = "/me/oauth-tokens/575ec7417ae143cd83dc4a95";
const JSON: &str = "Content-Type: application/json";

fn bearer(mock: &Mock) -> String {
    format!("Authorization: Bearer {}", mock.token())
}

async fn get(mock: &Mock, path: &str) -> Answer {
    send(mock, &format!("GET {path}"), &[&bearer(mock)], b"").await
}

async fn patch(mock: &Mock, media_type: &str, body: &str) -> Answer {
    send(
        mock,
        &format!("PATCH {PATH}"),
        &[&bearer(mock), media_type],
        body.as_bytes(),
    )
    .await
}

#[tokio::test]
async fn a_right_request_gets_its_answer() {
    let mock = session::mock().await;
    let answer = get(&mock, PATH).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/json"))
    );
    let token = UserOauthToken::from_json_exact(&answer.body).expect("it is right by the schema");
    assert_eq!(Some(token), mock.get(&session::id()));
    let answer = patch(
        &mock,
        "Content-Type: application/json; charset=utf-8",
        r#"{"name":"New"}"#,
    )
    .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn an_id_is_the_same_in_upper_and_lower_case() {
    let mock = session::mock().await;
    assert_eq!(
        get(
            &mock,
            &PATH.replace("575ec7417ae143cd83dc4a95", "575EC7417AE143CD83DC4A95")
        )
        .await
        .status,
        200
    );
}

#[tokio::test]
async fn an_unknown_path_gets_404() {
    let mock = session::mock().await;
    let other = format!("{PATH}/roles");
    let slash = format!("{PATH}/");
    for path in [
        "/",
        "/my",
        "/my/oauth-tokens",
        "/me/oauth-tokens/",
        other.as_str(),
        slash.as_str(),
        "//me",
    ] {
        let answer = get(&mock, path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.message(), "the API has no action with this path", "{path}");
    }
}

#[tokio::test]
async fn a_wrong_method_gets_405_and_the_right_ones() {
    let mock = session::mock().await;
    for method in ["PUT", "POST", "OPTIONS", "HEAD", "BREW", "get"] {
        let answer = send(&mock, &format!("{method} {PATH}"), &[&bearer(&mock)], b"").await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("DELETE, GET, PATCH")),
            "{method}"
        );
    }
    assert!(mock.get(&session::id()).is_some());
}

#[tokio::test]
async fn a_missing_or_wrong_token_gets_401() {
    let mock = session::mock().await;
    let none = send(&mock, &format!("GET {PATH}"), &[], b"").await;
    assert_eq!((none.status, none.header("www-authenticate")), (401, Some("Bearer")));
    let longer = format!("{}x", bearer(&mock));
    let basic = bearer(&mock).replace("Bearer", "Basic");
    for wrong in [
        "Authorization: Bearer other",
        "Authorization: Bearer",
        "Authorization: x",
        &longer,
        &basic,
    ] {
        for method in ["DELETE", "GET", "PATCH"] {
            let answer = send(&mock, &format!("{method} {PATH}"), &[wrong, JSON], b"{}").await;
            assert_eq!(answer.status, 401, "{method} {wrong}");
            assert!(!answer.body.contains(mock.token()));
        }
    }
    assert!(mock.get(&session::id()).is_some());
}

#[tokio::test]
async fn who_has_no_right_token_is_not_told_what_else_is_wrong() {
    let mock = session::mock().await;
    for headers in [
        &["Authorization: Bearer other", "Content-Type: text/plain"][..],
        &["Content-Type: text/plain"][..],
    ] {
        let answer = send(&mock, "PATCH /me/oauth-tokens/malformed", headers, b"{\"name\":1}").await;
        assert_eq!(answer.status, 401);
    }
}

#[tokio::test]
async fn the_scheme_of_the_token_is_the_same_in_any_case() {
    let mock = session::mock().await;
    let header = bearer(&mock).replace("Bearer", "bEARER");
    assert_eq!(send(&mock, &format!("GET {PATH}"), &[&header], b"").await.status, 200);
}

#[tokio::test]
async fn a_malformed_id_gets_400() {
    let mock = session::mock().await;
    for id in [
        "575ec741",
        "575ec7417ae143cd83dc4a9g",
        "575ec7417ae143cd83dc4a95a",
        "%2e%2e",
        "a%2Fb",
        "%00",
    ] {
        let answer = get(&mock, &format!("/me/oauth-tokens/{id}")).await;
        assert_eq!(answer.status, 400, "{id}");
        assert!(answer.message().contains("oauthTokenId"), "{id}: {}", answer.message());
    }
    let answer = get(&mock, "/me/oauth-tokens/%FF").await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "invalid UTF-8 in the path")
    );
}

#[tokio::test]
async fn a_body_that_breaks_its_schema_gets_400_with_the_place() {
    let mock = session::mock().await;
    for (body, place) in [
        (r#"{"name":""}"#, "/name"),
        (r#"{"name":1}"#, "/name"),
        (r#"{"defaultRole":"fromTheFuture"}"#, "/defaultRole"),
        (
            r#"{"orgRoles":[{"orgId":"sandbox","role":"view"},{"orgId":"x","role":"view"}]}"#,
            "/orgRoles/1/orgId",
        ),
        (r#"{"orgRoles":[{"role":"view"}]}"#, "/orgRoles/0"),
        (r#"{"fromTheFuture":"x"}"#, "fromTheFuture"),
    ] {
        let answer = patch(&mock, JSON, body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.message().contains(place), "{body}: {}", answer.message());
    }
    assert_eq!(mock.get(&session::id()), losant_mock::sample().ok());
}

#[tokio::test]
async fn a_body_that_is_no_json_gets_400() {
    let mock = session::mock().await;
    for body in ["{", "null", "[]", r#"{"name":"a","name":"b"}"#, "name=New", " "] {
        assert_eq!(patch(&mock, JSON, body).await.status, 400, "{body}");
    }
    assert_eq!(
        send(&mock, &format!("PATCH {PATH}"), &[&bearer(&mock), JSON], b"")
            .await
            .status,
        400
    );
    let answer = send(
        &mock,
        &format!("PATCH {PATH}"),
        &[&bearer(&mock), JSON],
        b"{\"name\":\"\xff\"}",
    )
    .await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "invalid UTF-8 in the body")
    );
}

#[tokio::test]
async fn a_wrong_media_type_gets_415() {
    let mock = session::mock().await;
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let answer = patch(&mock, &format!("Content-Type: {media_type}"), r#"{"name":"New"}"#).await;
        assert_eq!(answer.status, 415, "{media_type}");
        assert!(answer.message().contains("application/json"), "{}", answer.message());
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_gets_413() {
    let mock = session::mock().await;
    let body = " ".repeat(BODY_LIMIT + 1);
    assert_eq!(patch(&mock, JSON, &body).await.status, 413);
    let right = format!("{}{}", " ".repeat(BODY_LIMIT - 2), "{}");
    assert_eq!(patch(&mock, JSON, &right).await.status, 200);
}

#[tokio::test]
async fn an_empty_list_is_kept_apart_from_an_absent_one() {
    let mock = session::mock().await;
    let before = mock.get(&session::id()).expect("it is there");
    assert_eq!(patch(&mock, JSON, "{}").await.status, 200);
    assert_eq!(mock.get(&session::id()), Some(before.clone()));
    assert_eq!(patch(&mock, JSON, r#"{"orgRoles":[]}"#).await.status, 200);
    let after = mock.get(&session::id()).expect("it is there");
    assert_eq!(after.org_roles, Some(vec![]));
    assert_eq!((after.name, after.status), (before.name, before.status));
}

#[tokio::test]
async fn what_went_over_the_wire_is_kept_and_shown_without_the_token() {
    let mock = session::mock().await;
    patch(&mock, JSON, r#"{"name":"New"}"#).await;
    let exchanges = mock.take_exchanges();
    assert_eq!((exchanges.len(), mock.exchanges().len()), (1, 0));
    let request = exchanges[0].request();
    assert_eq!((request.method().as_str(), request.uri().path()), ("PATCH", PATH));
    assert_eq!(request.headers()["authorization"], format!("Bearer {}", mock.token()));
    let body: UserOauthTokenPatch = serde_json::from_slice(request.body()).expect("it is a patch");
    assert_eq!(body.name.as_deref(), Some("New"));
    let shown = exchanges[0].to_string();
    let start = "> PATCH /me/oauth-tokens/575ec7417ae143cd83dc4a95\n> authorization: Bearer …\n\
                 > content-type: application/json\n>\n> {\n>   \"name\": \"New\"\n> }\n< 200 OK\n";
    assert!(shown.starts_with(start), "{shown}");
    assert!(!format!("{shown} {exchanges:?} {exchanges:#?} {mock:?}").contains(mock.token()));
}

#[tokio::test]
async fn a_mock_that_is_dropped_stops() {
    let mock = session::mock().await;
    let address = mock.address();
    drop(mock);
    // The task has to get its turn to close the port.
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(core::time::Duration::from_millis(20)).await;
    }
    panic!("{address} still takes connections");
}
