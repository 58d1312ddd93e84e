//! Answers that are no HTTP.

use losant::http::TransportKind;

use super::answers::{TOKEN_JSON, answer, good, head};
use super::caller::{BOTH, Setup, get, quick_retries};
use super::outcome::{lost, succeeded};
use super::server::{Server, Step, reply};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_a_broken_connection() {
    let body = TOKEN_JSON;
    let cases = [
        (
            "text",
            "Hello! This is not the server you are looking for.\r\n\r\n".to_owned(),
        ),
        ("another protocol", "SSH-2.0-OpenSSH_9.6\r\n".to_owned()),
        ("bytes", "\0\u{1}\u{2}\u{7f}".to_owned()),
        ("status line only", "HTTP/1.1 200 OK\r\n".to_owned()),
        ("half a status line", "HTTP/1.1 20".to_owned()),
        (
            "headers without their end",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n".to_owned(),
        ),
        ("a status that is no number", format!("HTTP/1.1 abc OK\r\n\r\n{body}")),
        ("an unknown version", format!("HTTP/7.7 200 OK\r\n\r\n{body}")),
        (
            "a header without a name",
            format!("HTTP/1.1 200 OK\r\n: value\r\n\r\n{body}"),
        ),
        (
            "a header without a colon",
            format!("HTTP/1.1 200 OK\r\nvalue\r\n\r\n{body}"),
        ),
        (
            "a length that is no number",
            head(200, "Content-Length: abc\r\n") + body,
        ),
        ("a negative length", head(200, "Content-Length: -1\r\n") + body),
        (
            "two different lengths",
            head(200, "Content-Length: 1\r\nContent-Length: 2\r\n") + body,
        ),
        (
            "a chunk size that is no number",
            head(200, "Transfer-Encoding: chunked\r\n") + "xyz\r\n" + body,
        ),
        (
            "a chunk size beyond all",
            head(200, "Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n" + body,
        ),
        (
            "thousands of headers",
            head(200, &"X-Bomb: boom\r\n".repeat(5000)) + body,
        ),
        (
            "a header of megabytes",
            head(200, &format!("X-Bomb: {}\r\n", "x".repeat(3_000_000))) + body,
        ),
    ];
    for mode in BOTH {
        for (case, text) in &cases {
            let outcome = Setup::default().send_response(mode, reply(text.clone()), &get()).await;
            lost(outcome, TransportKind::Broken, (mode, case));
        }
    }
}

/// As `docs/errors-and-retries.md` has it.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_may_have_a_hundred_headers_and_400_kib_of_them() {
    let headers = |count: usize| {
        // Two are there in any case.
        answer(200, &"X-More: x\r\n".repeat(count - 2), TOKEN_JSON)
    };
    for mode in BOTH {
        let outcome = Setup::default().send_response(mode, reply(headers(100)), &get()).await;
        succeeded(outcome, (mode, "100 headers"));
        let outcome = Setup::default().send_response(mode, reply(headers(101)), &get()).await;
        lost(outcome, TransportKind::Broken, (mode, "101 headers"));
        let long = answer(200, &format!("X-Long: {}\r\n", "x".repeat(400_000)), TOKEN_JSON);
        let outcome = Setup::default().send_response(mode, reply(long), &get()).await;
        succeeded(outcome, (mode, "a long header"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_was_answered_with_no_http_is_tried_again_if_it_may_be_repeated() {
    for mode in BOTH {
        let server = Server::start([reply("garbage\r\n\r\n"), reply(good())]);
        let client = Setup::retrying(quick_retries(1)).client(mode, &server.url());
        succeeded(client.send_response(&get()).await, mode);
        assert_eq!(server.requests().len(), 2, "{mode:?}: requests");
    }
}

/// It belongs to no request, so it must not be taken for the answer to the next one.
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_after_the_answer_is_not_taken_for_the_next_one() {
    let stray = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}".to_vec();
    let kept_alive = super::answers::good_kept_alive();
    for mode in BOTH {
        let both = vec![
            Step::Read,
            Step::Send([kept_alive.clone(), stray.clone()].concat()),
            Step::Hang,
        ];
        let server = Server::start([both, reply(good())]);
        let client = Setup::retrying(quick_retries(1)).client(mode, &server.url());
        succeeded(client.send_response(&get()).await, (mode, "first call"));
        succeeded(client.send_response(&get()).await, (mode, "second call"));
        assert_eq!(
            server.connections(),
            2,
            "{mode:?}: a connection that is out of step should not be used again"
        );
    }
}
