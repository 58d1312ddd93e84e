//! Connections that are refused, reset or closed.

use std::time::Duration;

use losant::RetryPolicy;
use losant::http::TransportKind;
use tokio::time::sleep;

use super::answers::{TOKEN_JSON, good, good_kept_alive, head};
use super::caller::{BOTH, SECRET, Setup, get, patch, quick_retries};
use super::outcome::{lost, succeeded};
use super::server::{Place, Server, Step, reply};

/// A client takes a moment to put a connection back among those that can be used again, or to see that it is closed.
async fn settle() {
    sleep(Duration::from_millis(200)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection_is_no_connection() {
    let nobody = Place::reserve();
    for mode in BOTH {
        let client = Setup::default().client(mode, &nobody.url());
        lost(client.send_response(&get()).await, TransportKind::Connect, mode);
        let client = Setup::retrying(quick_retries(2)).client(mode, &nobody.url());
        lost(
            client.send_response(&patch()).await,
            TransportKind::Connect,
            (mode, "after all retries"),
        );
    }
}

/// Nothing was sent, so even a PATCH may be tried again.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection_is_tried_again_whatever_the_method() {
    for mode in BOTH {
        let place = Place::reserve();
        let policy = RetryPolicy::default().first_wait(Duration::from_millis(600));
        let client = Setup::retrying(policy).client(mode, &place.url());
        let late = tokio::spawn(async move {
            sleep(Duration::from_millis(200)).await;
            place.open([reply(good())])
        });
        succeeded(client.send_response(&patch()).await, mode);
        let server = late.await.expect("the server starts");
        assert_eq!(server.requests().len(), 1, "{mode:?}: requests that were sent");
    }
}

/// The handshake fails before anything of the request is sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls_is_no_connection_and_sees_no_token() {
    for mode in BOTH {
        let server = Server::start([vec![Step::Send(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())]]);
        let client = Setup::default().client(mode, &server.url().replace("http:", "https:"));
        let error = lost(client.send_response(&get()).await, TransportKind::Connect, mode);
        assert!(
            !format!("{error} {error:?}").contains(SECRET),
            "{mode:?}: the token is shown: {error:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_in_the_middle_of_the_body_is_a_broken_connection() {
    let start = head(200, "Content-Length: 1000\r\n") + TOKEN_JSON;
    // What is not yet read is lost in a reset, so the client gets time to read it.
    let broken = vec![
        Step::Read,
        Step::Send(start.into_bytes()),
        Step::Pause(Duration::from_millis(100)),
        Step::Reset,
    ];
    for mode in BOTH {
        lost(
            Setup::default().send_response(mode, broken.clone(), &get()).await,
            TransportKind::Broken,
            mode,
        );
        let server = Server::start([broken.clone(), reply(good())]);
        let client = Setup::retrying(quick_retries(1)).client(mode, &server.url());
        succeeded(client.send_response(&get()).await, (mode, "tried again"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_connection_ends_without_an_answer_is_tried_again_if_it_may_be_repeated() {
    for mode in BOTH {
        for end in [vec![Step::Read], vec![Step::Read, Step::Reset]] {
            let server = Server::start([end.clone(), reply(good())]);
            let client = Setup::retrying(quick_retries(2)).client(mode, &server.url());
            succeeded(client.send_response(&get()).await, (mode, "GET"));
            assert_eq!(server.requests().len(), 2, "{mode:?}: a GET should be sent twice");

            let server = Server::start([end, reply(good())]);
            let client = Setup::retrying(quick_retries(2)).client(mode, &server.url());
            lost(
                client.send_response(&patch()).await,
                TransportKind::Broken,
                (mode, "PATCH"),
            );
            assert_eq!(server.requests().len(), 1, "{mode:?}: a PATCH should be sent once");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_used_for_the_next_call() {
    for mode in BOTH {
        let server = Server::start([[reply(good_kept_alive()), reply(good_kept_alive())].concat()]);
        let client = Setup::default().client(mode, &server.url());
        for call in 1..=2 {
            succeeded(client.send_response(&get()).await, (mode, call));
            settle().await;
        }
        assert_eq!(server.connections(), 1, "{mode:?}: connections");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_connection_that_is_closed_between_two_calls_is_replaced() {
    for mode in BOTH {
        let server = Server::start([reply(good_kept_alive())]);
        let client = Setup::default().client(mode, &server.url());
        succeeded(client.send_response(&get()).await, (mode, "first call"));
        settle().await;
        succeeded(client.send_response(&get()).await, (mode, "GET on a new connection"));
        settle().await;
        succeeded(
            client.send_response(&patch()).await,
            (mode, "PATCH on a new connection"),
        );
        assert_eq!(server.connections(), 3, "{mode:?}: connections");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_connection_that_closes_upon_the_second_call_is_replaced_if_the_call_may_be_repeated() {
    for mode in BOTH {
        let closes = [reply(good_kept_alive()), vec![Step::Read]].concat();
        let server = Server::start([closes.clone(), reply(good())]);
        let client = Setup::retrying(quick_retries(1)).client(mode, &server.url());
        succeeded(client.send_response(&get()).await, (mode, "first call"));
        settle().await;
        succeeded(client.send_response(&get()).await, (mode, "second call"));
        assert_eq!(
            server.requests().len(),
            3,
            "{mode:?}: requests of two calls, one of them repeated"
        );

        let server = Server::start([closes, reply(good())]);
        let client = Setup::retrying(quick_retries(1)).client(mode, &server.url());
        succeeded(client.send_response(&get()).await, (mode, "first call"));
        settle().await;
        lost(
            client.send_response(&patch()).await,
            TransportKind::Broken,
            (mode, "PATCH"),
        );
        assert_eq!(server.requests().len(), 2, "{mode:?}: a PATCH should not be repeated");
    }
}
