//! Answers with a status that is documented, and with one that is not.

use std::error::Error;
use std::fmt::Write;

use losant::http::{CallError, Reason};

use super::answers::{ERROR_JSON, answer, good, head, json};
use super::caller::{BOTH, ID, SECRET, Setup, get, patch};
use super::outcome::{documented, succeeded, undocumented};
use super::server::reply;

const HEADERS: &str = "Content-Type: text/plain\r\nX-Many: one\r\nX-Many: two\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_is_not_documented_brings_status_headers_and_body() {
    for mode in BOTH {
        for status in [
            201, 202, 206, 300, 302, 401, 403, 405, 418, 429, 500, 502, 503, 504, 599, 999,
        ] {
            let script = reply(answer(status, HEADERS, "Whatever it says"));
            let found = undocumented(
                Setup::default().send_response(mode, script, &get()).await,
                (mode, status),
            );
            assert!(
                matches!(found.reason(), Reason::Status),
                "{mode:?}, {status}: the reason should be the status, is {:?}",
                found.reason()
            );
            assert_eq!(found.status().as_u16(), status, "{mode:?}: status");
            assert_eq!(found.body(), "Whatever it says", "{mode:?}, {status}: body");
            let many: Vec<_> = found.headers().get_all("x-many").iter().collect();
            assert_eq!(many, ["one", "two"], "{mode:?}, {status}: both headers of one name");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_has_no_body_brings_none() {
    for mode in BOTH {
        for status in [204, 304] {
            let outcome = Setup::default()
                .send_response(mode, reply(head(status, "X-Many: one\r\n")), &get())
                .await;
            let found = undocumented(outcome, (mode, status));
            assert_eq!(found.status().as_u16(), status, "{mode:?}: status");
            assert_eq!(found.headers()["x-many"], "one", "{mode:?}, {status}: header");
            assert!(
                found.body().is_empty(),
                "{mode:?}, {status}: should have no body, has {:?}",
                found.body()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_documented_error_brings_what_the_api_says() {
    for mode in BOTH {
        for (status, description) in [
            (400, "Error if malformed request"),
            (404, "Error if OAuth token was not found"),
        ] {
            let bytes = answer(status, HEADERS, ERROR_JSON);
            for outcome in [
                Setup::default().send_response(mode, reply(bytes.clone()), &get()).await,
                Setup::default().send_response(mode, reply(bytes), &patch()).await,
            ] {
                let error = documented(outcome, (mode, status));
                assert_eq!(error.status().as_u16(), status, "{mode:?}: status");
                assert_eq!(error.description(), description, "{mode:?}: description");
                assert_eq!(error.headers().get_all("x-many").iter().count(), 2, "{mode:?}: headers");
                let body = error.body();
                assert_eq!(body.type_.as_deref(), Some("NotFound"), "{mode:?}: type");
                assert_eq!(
                    body.message.as_deref(),
                    Some("OAuth token was not found"),
                    "{mode:?}: message"
                );
                let again = serde_json::to_string(body).expect("it can be written");
                assert_eq!(again, ERROR_JSON, "{mode:?}: nothing of the error is lost");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn informational_answers_are_passed_over() {
    let before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n";
    for mode in BOTH {
        let right = [before.as_bytes(), &good()].concat();
        let response = succeeded(Setup::default().send_response(mode, reply(right), &get()).await, mode);
        assert!(
            response.headers().get("link").is_none(),
            "{mode:?}: headers are those of the last answer"
        );
        let wrong = [before.as_bytes(), &json(404, ERROR_JSON)].concat();
        documented(Setup::default().send_response(mode, reply(wrong), &get()).await, mode);
    }
}

/// Some servers repeat the request in their error pages.
#[tokio::test(flavor = "multi_thread")]
async fn an_error_shows_neither_the_token_nor_the_parameters_though_the_answer_repeats_them() {
    let echo = format!("GET /me/oauth-tokens/{ID}, Authorization: Bearer {SECRET}");
    let headers = format!("X-Echo: {SECRET}\r\n");
    for mode in BOTH {
        for bytes in [
            answer(200, &headers, &echo),
            answer(500, &headers, &echo),
            head(200, "Content-Length: 999\r\n").into_bytes(),
            echo.clone().into_bytes(),
        ] {
            let outcome = Setup::default().send_response(mode, reply(bytes), &get()).await;
            let shown = everything_shown(&outcome.expect_err("the answer is not right"));
            assert!(!shown.contains(SECRET), "{mode:?}: the token is shown: {shown}");
            assert!(!shown.contains(ID), "{mode:?}: the parameter is shown: {shown}");
        }
    }
}

fn everything_shown(error: &CallError<losant::types::Error>) -> String {
    let mut shown = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(deeper) = cause {
        write!(shown, " {deeper} {deeper:?}").expect("a string takes everything");
        cause = deeper.source();
    }
    shown
}
