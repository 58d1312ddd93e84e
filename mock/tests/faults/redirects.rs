//! Redirects to another host: the token must not go there.

use std::time::Duration;

use losant::http::Reason;

use super::answers::{answer, good};
use super::caller::{BOTH, SECRET, Setup, get, patch};
use super::outcome::{succeeded, undocumented};
use super::server::{Server, reply};

fn to(status: u16, location: &str) -> Vec<u8> {
    answer(status, &format!("Location: {location}\r\n"), "over there")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    for mode in BOTH {
        for status in [301, 302, 303, 307, 308] {
            let other = Server::start([reply(good())]);
            let location = format!("{}/elsewhere", other.url());
            let server = Server::start([reply(to(status, &location))]);
            let client = Setup::default().client(mode, &server.url());
            for found in [
                undocumented(client.send_response(&get()).await, (mode, status, "GET")),
                undocumented(client.send_response(&patch()).await, (mode, status, "PATCH")),
            ] {
                assert!(
                    matches!(found.reason(), Reason::Status),
                    "{mode:?}, {status}: the reason should be the status, is {:?}",
                    found.reason()
                );
                assert_eq!(found.status().as_u16(), status, "{mode:?}: status");
                assert_eq!(
                    found.headers()["location"],
                    location.as_str(),
                    "{mode:?}: where it would go"
                );
                assert_eq!(found.body(), "over there", "{mode:?}: body");
            }
            assert_eq!(
                other.connections(),
                0,
                "{mode:?}, {status}: nobody should ask the other host"
            );
            assert_eq!(server.requests().len(), 2, "{mode:?}, {status}: requests");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_the_same_host_is_not_followed_either() {
    for mode in BOTH {
        let server = Server::start([reply(to(302, "/elsewhere")), reply(good())]);
        let client = Setup::default().client(mode, &server.url());
        undocumented(client.send_response(&get()).await, mode);
        assert_eq!(server.requests().len(), 1, "{mode:?}: requests");
    }
}

/// The clients of `reqwest` follow redirects if they are not told otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_follows_redirects_does_not_give_the_token_to_another_host() {
    for mode in BOTH {
        for status in [301, 302, 303, 307, 308] {
            let other = Server::start([reply(good())]);
            let server = Server::start([reply(to(status, &format!("{}/elsewhere", other.url())))]);
            let client = Setup::default().client_on_brought(mode, &server.url(), Duration::from_secs(10));
            succeeded(client.send_response(&get()).await, (mode, status));
            let asked = server.only_request();
            let bearer = format!("Bearer {SECRET}");
            assert_eq!(
                asked.header("authorization"),
                Some(bearer.as_str()),
                "{mode:?}: the API gets the token"
            );
            let followed = other.only_request();
            assert_eq!(followed.path(), "/elsewhere", "{mode:?}, {status}: followed to");
            assert_eq!(
                followed.header("authorization"),
                None,
                "{mode:?}, {status}: no token for the other host"
            );
            assert!(
                !followed.text.contains(SECRET),
                "{mode:?}, {status}: the token leaked: {}",
                followed.text
            );
        }
    }
}
