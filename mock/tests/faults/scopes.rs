//! Calls that are not made: those without a token, or with one that lacks the scope.

use losant::endpoint::Descriptor;
use losant::endpoints::user_oauth_token::Patch;
use losant::http::{RequestError, Token};
use losant::types::UserOauthTokenPatch;

use super::answers::good;
use super::caller::{BOTH, SECRET, Setup, get, patch};
use super::outcome::{not_sent, succeeded};
use super::server::{Server, reply};

fn scoped(scopes: &[&str]) -> Setup {
    let token = Token::new(SECRET).expect("it is a token");
    Setup {
        token: Some(token.with_scopes(scopes.iter().copied())),
        ..Setup::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_scope_nothing_is_sent_and_the_error_names_what_is_needed() {
    for mode in BOTH {
        for scopes in [&[][..], &["all.User.read", "userOauthToken.get"]] {
            let server = Server::start([reply(good())]);
            let client = scoped(scopes).client(mode, &server.url());
            let outcome = client.send_response(&patch()).await;
            let text = outcome
                .as_ref()
                .map_err(ToString::to_string)
                .expect_err("it is not sent");
            match not_sent(outcome, mode) {
                RequestError::MissingScope { needed } => {
                    assert_eq!(needed, Patch::METADATA.scopes(), "{mode:?}: needed");
                }
                other => panic!("{mode:?}: should lack a scope, is {other:?}"),
            }
            for scope in ["all.User", "only.User", "userOauthToken.*", "userOauthToken.patch"] {
                assert!(text.contains(scope), "{mode:?}: should name {scope}: {text}");
            }
            assert!(!text.contains(SECRET), "{mode:?}: the token is shown: {text}");
            assert_eq!(server.connections(), 0, "{mode:?}: nothing should be sent");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_one_of_the_scopes_it_is_sent() {
    for mode in BOTH {
        let server = Server::start([reply(good())]);
        let client = scoped(&["other", "userOauthToken.patch"]).client(mode, &server.url());
        succeeded(client.send_response(&patch()).await, mode);
        assert_eq!(server.requests().len(), 1, "{mode:?}: requests");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_which_the_scopes_are_not_known_is_sent() {
    for mode in BOTH {
        succeeded(
            Setup::default().send_response(mode, reply(good()), &patch()).await,
            mode,
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_nothing_is_sent() {
    for mode in BOTH {
        let server = Server::start([reply(good())]);
        let setup = Setup {
            token: None,
            ..Setup::default()
        };
        let outcome = setup.client(mode, &server.url()).send_response(&get()).await;
        let why = not_sent(outcome, mode);
        assert!(
            matches!(why, RequestError::NoCredentials { .. }),
            "{mode:?}: should lack a token, is {why:?}"
        );
        assert_eq!(server.connections(), 0, "{mode:?}: nothing should be sent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_breaks_its_schema_is_not_sent() {
    for mode in BOTH {
        let server = Server::start([reply(good())]);
        let client = Setup::default().client(mode, &server.url());
        let request = Patch::new(get().oauth_token_id, UserOauthTokenPatch::new().name(""));
        match not_sent(client.send_response(&request).await, mode) {
            RequestError::Invalid(violations) => {
                let pointers: Vec<_> = violations
                    .iter()
                    .map(|violation| violation.pointer().to_owned())
                    .collect();
                assert_eq!(pointers, ["/body/name"], "{mode:?}: what is wrong");
            }
            other => panic!("{mode:?}: should break its schema, is {other:?}"),
        }
        assert_eq!(server.connections(), 0, "{mode:?}: nothing should be sent");
    }
}
