//! When a call is tried again, seen from the server.

use std::time::{Duration, Instant};

use losant::RetryPolicy;
use losant::endpoints::user_oauth_token::Delete;

use super::answers::{answer, good, json, unavailable};
use super::caller::{BOTH, Mode, Setup, get, patch, quick_retries};
use super::outcome::{succeeded, undocumented};
use super::server::{Server, reply};

/// A wait that is longer than what servers ask for here.
const OWN_WAIT: Duration = Duration::from_secs(6);

/// A policy that would wait longer of its own accord: what is tried again sooner follows `Retry-After`.
fn obedient() -> RetryPolicy {
    RetryPolicy::default()
        .first_wait(OWN_WAIT)
        .longest_wait(Duration::from_secs(3600))
}

fn gaps(server: &Server) -> Vec<Duration> {
    let requests = server.requests();
    requests.windows(2).map(|pair| pair[1].came - pair[0].came).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_get_is_tried_again_when_the_server_says() {
    for mode in BOTH {
        for (status, wait) in [(503, 0), (503, 1), (429, 0), (429, 1)] {
            let busy = answer(status, &format!("Retry-After: {wait}\r\n"), "not now");
            let server = Server::start([reply(busy), reply(good())]);
            let client = Setup::retrying(obedient()).client(mode, &server.url());
            succeeded(client.send_response(&get()).await, (mode, status, wait));
            let gaps = gaps(&server);
            assert_eq!(gaps.len(), 1, "{mode:?}, {status}: should be tried again once");
            let least = Duration::from_secs(wait);
            assert!(
                gaps[0] >= least && gaps[0] < OWN_WAIT,
                "{mode:?}, {status}: should wait {least:?}, waited {:?}",
                gaps[0]
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_may_be_a_date() {
    for mode in BOTH {
        let past = unavailable("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n");
        let server = Server::start([reply(past), reply(good())]);
        let client = Setup::retrying(obedient()).client(mode, &server.url());
        succeeded(client.send_response(&get()).await, mode);
        let gaps = gaps(&server);
        assert!(
            gaps[0] < OWN_WAIT,
            "{mode:?}: a date in the past is now, but it waited {:?}",
            gaps[0]
        );

        let future = unavailable("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n");
        given_back_at_once(mode, Setup::retrying(obedient()), future).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_is_too_long_gives_the_answer_back_at_once() {
    for mode in BOTH {
        let long = unavailable("Retry-After: 31\r\n");
        given_back_at_once(mode, Setup::retrying(RetryPolicy::default()), long).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_retries_a_call_is_made_once() {
    for mode in BOTH {
        let now = unavailable("Retry-After: 0\r\n");
        given_back_at_once(mode, Setup::retrying(RetryPolicy::none()), now).await;
    }
}

async fn given_back_at_once(mode: Mode, setup: Setup, bytes: Vec<u8>) {
    let server = Server::start([reply(bytes), reply(good())]);
    let client = setup.client(mode, &server.url());
    let start = Instant::now();
    let found = undocumented(client.send_response(&get()).await, mode);
    assert_eq!(found.status(), 503, "{mode:?}: status");
    assert!(
        found.headers().contains_key("retry-after"),
        "{mode:?}: the caller should see how long to wait"
    );
    assert_eq!(server.requests().len(), 1, "{mode:?}: requests");
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(5),
        "{mode:?}: should be given back at once, took {took:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_answer_is_given_back_after_a_bounded_number_of_attempts() {
    for mode in BOTH {
        for retries in [0, 1, 4] {
            let server = Server::start([reply(unavailable(""))]);
            let client = Setup::retrying(quick_retries(retries)).client(mode, &server.url());
            let found = undocumented(client.send_response(&get()).await, (mode, retries));
            assert_eq!(found.status(), 503, "{mode:?}: status");
            assert_eq!(
                server.requests().len(),
                1 + retries,
                "{mode:?}: one attempt and {retries} retries"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_retry_is_the_same_request() {
    for mode in BOTH {
        let server = Server::start([reply(unavailable(""))]);
        let client = Setup::retrying(quick_retries(2)).client(mode, &server.url());
        undocumented(client.send_response(&get()).await, mode);
        let requests = server.requests();
        for request in &requests {
            assert_eq!(request.text, requests[0].text, "{mode:?}: every attempt sends the same");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delete_is_tried_again_and_a_patch_is_not() {
    let busy = || unavailable("Retry-After: 0\r\n");
    for mode in BOTH {
        let server = Server::start([reply(busy()), reply(json(200, r#"{"success":true}"#))]);
        let client = Setup::retrying(obedient()).client(mode, &server.url());
        let delete = Delete::new(get().oauth_token_id);
        let response = succeeded(client.send_response(&delete).await, (mode, "DELETE"));
        assert_eq!(response.body().success, Some(true), "{mode:?}: body");

        let server = Server::start([reply(busy()), reply(good())]);
        let client = Setup::retrying(obedient()).client(mode, &server.url());
        undocumented(client.send_response(&patch()).await, (mode, "PATCH"));
        assert_eq!(server.requests().len(), 1, "{mode:?}: a PATCH should be sent once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_failures_are_not_tried_again() {
    for mode in BOTH {
        for status in [400, 404, 408, 500, 502, 504] {
            let server = Server::start([reply(answer(status, "Retry-After: 0\r\n", "{}"))]);
            let client = Setup::retrying(quick_retries(2)).client(mode, &server.url());
            client.send_response(&get()).await.expect_err("it is no success");
            assert_eq!(server.requests().len(), 1, "{mode:?}, {status}: requests");
        }
    }
}

/// With jitter, a wait may be up to twice as long as it should be. Without its limit, the last one would take more than
/// three seconds.
#[tokio::test(flavor = "multi_thread")]
async fn the_waits_double_up_to_the_longest() {
    let policy = RetryPolicy::default()
        .retries(7)
        .first_wait(Duration::from_millis(50))
        .longest_wait(Duration::from_millis(200));
    for mode in BOTH {
        let server = Server::start([reply(unavailable(""))]);
        let client = Setup::retrying(policy.clone()).client(mode, &server.url());
        undocumented(client.send_response(&get()).await, mode);
        let gaps = gaps(&server);
        assert_eq!(gaps.len(), 7, "{mode:?}: retries");
        for (gap, least) in gaps.iter().zip([50, 100, 200, 200, 200, 200, 200]) {
            assert!(
                gap.as_millis() >= least,
                "{mode:?}: should wait {least} ms at least: {gaps:?}"
            );
        }
        let last = gaps[6];
        assert!(
            last < Duration::from_secs(3),
            "{mode:?}: should not wait much longer than 200 ms: {gaps:?}"
        );
    }
}

/// Answers come in the order of the script: what is given back is what came last.
#[tokio::test(flavor = "multi_thread")]
async fn different_failures_share_one_count() {
    for mode in BOTH {
        let server = Server::start([
            reply(unavailable("")),
            reply(""),
            reply(answer(429, "", "")),
            reply(good()),
        ]);
        let client = Setup::retrying(quick_retries(2)).client(mode, &server.url());
        let found = undocumented(client.send_response(&get()).await, mode);
        assert_eq!(found.status(), 429, "{mode:?}: the last answer");
        assert_eq!(server.requests().len(), 3, "{mode:?}: requests");
    }
}
