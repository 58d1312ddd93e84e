//! What a single call does differently from its client.

use std::time::{Duration, Instant};

use losant::http::{RequestError, TransportKind};
use losant::{RetryPolicy, types::ObjectId};
use tokio::task::block_in_place;

use super::answers::good;
use super::caller::{BOTH, Caller, ID, Setup, quick_retries};
use super::outcome::{lost, not_sent, succeeded};
use super::server::{Server, Step, reply};

fn id() -> ObjectId {
    ID.parse().expect("an id")
}

/// Sends a call of either client, after the same changes.
macro_rules! call {
    ($client:expr $(, $option:ident($($argument:expr),*))*) => {
        match $client {
            Caller::Async(client) => client.user_oauth_token(id()).get_call()$(.$option($($argument),*))*.send_response().await,
            Caller::Blocking(client) => {
                block_in_place(|| client.user_oauth_token(id()).get_call()$(.$option($($argument),*))*.send_response())
            }
        }
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_is_sent_and_replaces_one_of_the_client() {
    for mode in BOTH {
        let server = Server::start([reply(good())]);
        let client = Setup::default().client(mode, &server.url());
        let outcome = call!(&client, header("X-Trace", "t1"), header("accept", "text/plain"));
        succeeded(outcome, mode);
        let requests = server.requests();
        assert_eq!(requests[0].header("x-trace"), Some("t1"), "{mode:?}");
        assert_eq!(requests[0].header("accept"), Some("text/plain"), "{mode:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_header_is_not_sent() {
    for mode in BOTH {
        let server = Server::start([reply(good())]);
        let client = Setup::default().client(mode, &server.url());
        let error = not_sent(call!(&client, header("X-Trace", "s3cr3t\r\nX-Other: 1")), mode);
        assert!(matches!(error, RequestError::Http(_)), "{mode:?}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{mode:?}: {error:?}");
        assert_eq!(server.connections(), 0, "{mode:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_has_its_own_timeout_and_its_own_retries() {
    for mode in BOTH {
        let server = Server::start([vec![Step::Read, Step::Hang]]);
        let client = Setup::default().client(mode, &server.url());
        let start = Instant::now();
        let outcome = call!(&client, timeout(Duration::from_millis(300)));
        lost(outcome, TransportKind::Timeout, mode);
        assert!(
            start.elapsed() < Duration::from_secs(6),
            "{mode:?}: {:?}",
            start.elapsed()
        );

        let busy = || reply("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n");
        let server = Server::start([busy(), busy(), reply(good())]);
        let client = Setup::retrying(RetryPolicy::none()).client(mode, &server.url());
        succeeded(call!(&client, retries(quick_retries(2))), mode);
        assert_eq!(server.requests().len(), 3, "{mode:?}");
    }
}
