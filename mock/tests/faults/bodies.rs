//! Bodies that are shorter than announced or longer than the client takes.

use losant::http::{Reason, TransportKind, Undocumented};

use super::answers::{TOKEN_JSON, answer, chunked, head, json, token_of_length};
use super::caller::{BOTH, Setup, get};
use super::outcome::{lost, succeeded, undocumented, unfit_body};
use super::server::{Step, reply};

fn limited(limit: usize) -> Setup {
    Setup {
        body_limit: Some(limit),
        ..Setup::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_shorter_than_its_content_length_is_a_broken_connection() {
    let length = TOKEN_JSON.len() + 1;
    for mode in BOTH {
        for status in [200, 404, 500] {
            let head = head(status, &format!("Content-Length: {length}\r\n"));
            let outcome = Setup::default()
                .send_response(mode, reply(head + TOKEN_JSON), &get())
                .await;
            lost(outcome, TransportKind::Broken, (mode, status));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn chunks_without_their_end_are_a_broken_connection() {
    let whole = chunked(200, TOKEN_JSON, 10);
    for mode in BOTH {
        let outcome = Setup::default()
            .send_response(mode, reply(&whole[..whole.len() - 5]), &get())
            .await;
        lost(outcome, TransportKind::Broken, mode);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_longer_than_the_limit_is_not_taken() {
    let body = token_of_length(1001);
    for mode in BOTH {
        for (case, bytes) in [
            ("Content-Length", json(200, &body)),
            ("chunked", chunked(200, &body, 100)),
            ("documented error", json(404, &body)),
            ("undocumented status", json(500, &body)),
        ] {
            let outcome = limited(1000).send_response(mode, reply(bytes), &get()).await;
            let answer = undocumented(outcome, (mode, case));
            assert!(
                matches!(answer.reason(), Reason::TooLong { limit: 1000 }),
                "{mode:?}, {case}: should be too long for 1000 bytes, is {:?}",
                answer.reason()
            );
            assert!(
                answer.is_truncated(),
                "{mode:?}, {case}: should say that it is not all of the body"
            );
            assert!(
                body.as_bytes().starts_with(answer.body()) && !answer.body().is_empty(),
                "{mode:?}, {case}: should keep the beginning of the body"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_as_long_as_the_limit_is_taken() {
    let body = token_of_length(1000);
    for mode in BOTH {
        for bytes in [json(200, &body), chunked(200, &body, 100)] {
            succeeded(limited(1000).send_response(mode, reply(bytes), &get()).await, mode);
        }
    }
}

/// The end of these bodies never comes, and the time-out is far.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_not_read_beyond_the_limit() {
    let part = "x".repeat(200_000);
    let endless = [
        head(200, "Content-Length: 99999999999\r\n") + &part,
        head(200, "Transfer-Encoding: chunked\r\n") + "ffffffff\r\n" + &part,
        head(200, "") + &part,
    ];
    for mode in BOTH {
        for text in &endless {
            let script = vec![Step::Read, Step::Send(text.clone().into_bytes()), Step::Hang];
            let answer = undocumented(limited(100_000).send_response(mode, script, &get()).await, mode);
            assert!(
                matches!(answer.reason(), Reason::TooLong { limit: 100_000 }),
                "{mode:?}: should be too long for 100000 bytes, is {:?}",
                answer.reason()
            );
            assert_eq!(answer.body().len(), Undocumented::KEPT, "{mode:?}: kept bytes");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_long_body_the_beginning_is_kept() {
    let body: String = (0..20_000)
        .flat_map(|number| [number.to_string(), " ".to_owned()])
        .collect();
    assert!(body.len() > Undocumented::KEPT);
    for mode in BOTH {
        for status in [200, 404, 500] {
            let outcome = Setup::default()
                .send_response(mode, reply(answer(status, "", &body)), &get())
                .await;
            let answer = undocumented(outcome, (mode, status));
            let is_valid = match answer.reason() {
                Reason::Status => status == 500,
                Reason::Body(_) => status != 500,
                _ => false,
            };
            assert!(
                is_valid,
                "{mode:?}, {status}: the reason should not be {:?}",
                answer.reason()
            );
            assert!(answer.is_truncated(), "{mode:?}, {status}: should be truncated");
            assert!(
                answer.body() == &body.as_bytes()[..Undocumented::KEPT],
                "{mode:?}, {status}: should keep the first {} bytes, keeps {}",
                Undocumented::KEPT,
                answer.body().len()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_truncated_if_it_is_one_byte_longer_than_what_is_kept() {
    for mode in BOTH {
        for (length, is_truncated) in [(Undocumented::KEPT, false), (Undocumented::KEPT + 1, true)] {
            let script = reply(answer(200, "", "x".repeat(length)));
            let answer = unfit_body(Setup::default().send_response(mode, script, &get()).await, mode);
            assert_eq!(
                answer.is_truncated(),
                is_truncated,
                "{mode:?}: truncated, of {length} bytes"
            );
            assert_eq!(
                answer.body().len(),
                Undocumented::KEPT,
                "{mode:?}: kept of {length} bytes"
            );
        }
    }
}
