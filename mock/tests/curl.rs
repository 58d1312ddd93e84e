//! The curl commands of the documentation do what it says.

#[path = "support/curl.rs"]
mod curl;
#[path = "support/session.rs"]
mod session;

use std::collections::BTreeSet;

use bytes::Bytes;
use http::Response;
use losant::Json;
use losant::endpoint::{AnyRequest as _, Endpoint, RequestVisitor, route};
use losant::endpoints::Request;
use losant::http::{from_http, receive, respond};
use losant::prelude::*;
use losant::types::{Error, Role, Success, TokenStatus, UserOauthToken};
use losant_mock::Mock;

/// An id that no token has.
const NOBODY: &str = "ffffffffffffffffffffffff";

async fn call(mock: &Mock, method: &str, id: &str) -> (u16, String) {
    let answer = curl::run(curl::command(method, &mock.url(), mock.token(), id)).await;
    (curl::last_status(mock), answer)
}

#[test]
fn every_action_has_a_command() {
    let commands = curl::commands();
    assert_eq!(commands.len(), 3);
    assert!(
        commands.iter().all(|command| command.starts_with("curl ")),
        "{commands:?}"
    );
}

#[tokio::test]
async fn the_get_command_is_answered_with_the_token() {
    let mock = session::mock().await;
    let (status, answer) = call(&mock, "GET", session::id().as_str()).await;
    assert_eq!(status, 200);
    let token = UserOauthToken::from_json_exact(&answer).expect("it is right by the schema");
    assert_eq!(Some(token), mock.get(&session::id()));
}

#[tokio::test]
async fn the_patch_command_changes_the_token_and_is_answered_with_it() {
    let mock = session::mock().await;
    let (status, answer) = call(&mock, "PATCH", session::id().as_str()).await;
    assert_eq!(status, 200);
    let token = UserOauthToken::from_json_exact(&answer).expect("it is right by the schema");
    assert_eq!(token.name.as_deref(), Some("Updated OAuth App Name"));
    assert_eq!(token.description.as_deref(), Some("Updated description"));
    assert_eq!(token.default_role, Some(Role::Edit));
    assert_eq!(token.status, Some(TokenStatus::Inactive));
    assert_eq!(Some(token), mock.get(&session::id()));
}

#[tokio::test]
async fn the_delete_command_deletes_the_token_and_is_answered_with_success() {
    let mock = session::mock().await;
    let (status, answer) = call(&mock, "DELETE", session::id().as_str()).await;
    assert_eq!(status, 200);
    let success = Success::from_json_exact(&answer).expect("it is right by the schema");
    assert_eq!(success.success, Some(true));
    assert!(mock.tokens().is_empty());
}

/// The page of the API has `Content-Type` in each of its commands; ours only where there is a body.
#[tokio::test]
async fn a_content_type_without_a_body_changes_nothing() {
    for (method, status) in [("GET", 200), ("DELETE", 200), ("GET", 404)] {
        let mock = session::mock().await;
        let id = if status == 200 {
            session::id().to_string()
        } else {
            NOBODY.to_owned()
        };
        let (expected, plain) = call(&mock, method, &id).await;
        assert_eq!(expected, status, "{method}");
        let mock = session::mock().await;
        let command = curl::command(method, &mock.url(), mock.token(), &id);
        let page = command.replacen("curl ", "curl -H 'Content-Type: application/json' ", 1);
        assert_eq!(curl::run(page).await, plain, "{method}");
        assert_eq!(curl::last_status(&mock), status, "{method}");
        let exchanges = mock.exchanges();
        assert_eq!(exchanges[0].request().headers()["content-type"], "application/json");
    }
}

#[tokio::test]
async fn every_command_gets_the_documented_404_for_an_unknown_id() {
    let mock = session::mock().await;
    for method in ["DELETE", "GET", "PATCH"] {
        let (status, answer) = call(&mock, method, NOBODY).await;
        assert_eq!(status, 404, "{method}");
        let error = Error::from_json_exact(&answer).expect("it is right by the schema");
        assert_eq!(error.type_.as_deref(), Some("NotFound"), "{method}");
        assert!(
            error.message.is_some_and(|message| message.contains(NOBODY)),
            "{method}"
        );
    }
}

#[tokio::test]
async fn every_command_gets_the_documented_400_for_a_malformed_id() {
    let mock = session::mock().await;
    for method in ["DELETE", "GET", "PATCH"] {
        let (status, answer) = call(&mock, method, "575ec741").await;
        assert_eq!(status, 400, "{method}");
        let error = Error::from_json_exact(&answer).expect("it is right by the schema");
        assert!(
            error.message.is_some_and(|message| message.contains("oauthTokenId")),
            "{method}"
        );
    }
}

/// Parses a response to a request, and writes it again.
struct Parse(Response<Bytes>);

impl RequestVisitor for Parse {
    type Output = Result<Response<Bytes>, String>;

    fn visit<E: Endpoint>(self, _: E) -> Self::Output {
        match from_http::<E>(self.0) {
            Ok(response) => respond::<E>(response.status(), response.body()).map_err(|error| error.to_string()),
            Err(error) => Err(format!("status {:?}", error.status())),
        }
    }
}

#[tokio::test]
async fn the_command_of_every_action_is_answered_with_its_documented_example() {
    let mock = Mock::start().await.expect("there is a port");
    mock.show_examples();
    let mut actions: BTreeSet<&str> = Request::ENDPOINTS.iter().map(|action| action.operation_id).collect();
    for command in curl::all_commands() {
        let local = curl::localised(&command, &mock.url(), mock.token());
        // An upload needs a file; tests run in the folder of their package.
        let answer = curl::run(local.replace("@FILE", "@Cargo.toml")).await;
        let exchange = mock.take_exchanges().pop().expect("a request came in");
        let request: Request = receive(exchange.request()).unwrap_or_else(|error| panic!("{error}\n{command}"));
        let (method, path) = (exchange.request().method(), exchange.request().uri().path());
        let found = route(Request::ENDPOINTS, method.as_str(), path).expect("an action");
        actions.remove(Request::ENDPOINTS[found.index].operation_id);
        let mut response = Response::new(Bytes::from(answer.clone()));
        *response.status_mut() = exchange.status();
        let written = request
            .visit(Parse(response))
            .unwrap_or_else(|error| panic!("{error}\n{command}"));
        assert_eq!(
            Json::parse(&answer),
            Json::parse(&String::from_utf8_lossy(written.body())),
            "{command}"
        );
    }
    assert!(actions.is_empty(), "no command for {actions:?}");
}
