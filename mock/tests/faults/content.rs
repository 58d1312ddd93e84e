//! Bodies that are all there, but not what is documented, and those that are in spite of how they look.

use losant::types::UserOauthToken;

use super::answers::{TOKEN_JSON, answer, chunked, head};
use super::caller::{BOTH, Setup, get};
use super::outcome::{succeeded, unfit_body};
use super::server::reply;

const LATIN_1: &[u8] = b"{\"name\":\"M\xfcller\"}";
const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00";

/// Every case as status, headers and body.
fn unfit() -> Vec<(u16, &'static str, Vec<u8>)> {
    let utf_16 = "{}".encode_utf16().flat_map(u16::to_le_bytes);
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf_16).collect();
    let json = "Content-Type: application/json\r\n";
    vec![
        (
            200,
            "Content-Type: text/html\r\n",
            b"<!DOCTYPE html><title>Login</title>".to_vec(),
        ),
        (404, "Content-Type: text/html\r\n", b"<h1>Not Found</h1>".to_vec()),
        (
            200,
            "Content-Type: application/json; charset=iso-8859-1\r\n",
            LATIN_1.to_vec(),
        ),
        (200, "Content-Type: application/json; charset=utf-16\r\n", utf_16),
        (
            200,
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            GZIP.to_vec(),
        ),
        (200, json, Vec::new()),
        (404, json, Vec::new()),
        (200, json, b" ".to_vec()),
        (200, json, b"\xef\xbb\xbf".to_vec()),
        (200, json, b"\xef\xbb\xbf\xef\xbb\xbf{}".to_vec()),
        (200, json, b"[]".to_vec()),
        (404, json, b"[]".to_vec()),
        (200, json, b"null".to_vec()),
        (400, json, b"\"no\"".to_vec()),
        (200, json, b"{\"name\":7}".to_vec()),
        (404, json, b"{\"message\":[]}".to_vec()),
        (200, json, b"{\"name\":\"x\"".to_vec()),
        (200, json, b"{}{}".to_vec()),
        (200, json, b"{\"name\":\"\xff\"}".to_vec()),
        (200, json, b"{\"name\":\"\\ud800\"}".to_vec()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_not_the_documented_json_is_given_back_as_it_came() {
    for mode in BOTH {
        for (status, headers, body) in unfit() {
            let case = (mode, status, headers, String::from_utf8_lossy(&body));
            let headers = format!("X-Request-Id: 42\r\n{headers}");
            let outcome = Setup::default()
                .send_response(mode, reply(answer(status, &headers, &body)), &get())
                .await;
            let found = unfit_body(outcome, &case);
            assert_eq!(found.status().as_u16(), status, "{case:?}: status");
            assert!(
                found.body() == &body,
                "{case:?}: the body should be as it came, is {:?}",
                found.body()
            );
            assert!(!found.is_truncated(), "{case:?}: all of the body should be there");
            for line in headers.lines() {
                let (name, value) = line.split_once(": ").expect("it is a header");
                let kept = found.headers().get(name).and_then(|kept| kept.to_str().ok());
                assert_eq!(kept, Some(value), "{case:?}: header {name}");
            }
        }
    }
}

/// A parser that calls itself for each level would run out of stack, which no test survives.
#[tokio::test(flavor = "multi_thread")]
async fn json_that_is_nested_without_end_is_turned_down() {
    let deep = format!(r#"{{"new":{}"#, "[".repeat(1_000_000));
    for mode in BOTH {
        let outcome = Setup::default()
            .send_response(mode, reply(answer(200, "", &deep)), &get())
            .await;
        unfit_body(outcome, mode);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn good_json_is_read_however_it_comes() {
    let expected: UserOauthToken = serde_json::from_str(TOKEN_JSON).expect("it is a token");
    let trailers = head(200, "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n")
        + &format!(
            "{:X};name=value\r\n{TOKEN_JSON}\r\n0\r\nX-Sum: 7\r\n\r\n",
            TOKEN_JSON.len()
        );
    let cases: [(&str, Vec<u8>); 9] = [
        ("chunk by chunk", chunked(200, TOKEN_JSON, 7)),
        ("byte by byte", chunked(200, TOKEN_JSON, 1)),
        ("with chunk extensions and trailers", trailers.into_bytes()),
        ("until the connection closes", (head(200, "") + TOKEN_JSON).into_bytes()),
        (
            "as HTTP/1.0",
            format!("HTTP/1.0 200 OK\r\n\r\n{TOKEN_JSON}").into_bytes(),
        ),
        (
            "without a reason",
            format!("HTTP/1.1 200\r\nConnection: close\r\n\r\n{TOKEN_JSON}").into_bytes(),
        ),
        (
            "with a byte order mark",
            answer(200, "", format!("\u{feff}{TOKEN_JSON}")),
        ),
        (
            "with another media type",
            answer(200, "Content-Type: text/x-unknown\r\n", TOKEN_JSON),
        ),
        (
            "with a header that is no text",
            answer(200, "Content-Type: \u{e9}\r\n", TOKEN_JSON),
        ),
    ];
    for mode in BOTH {
        for (case, bytes) in &cases {
            let outcome = Setup::default().send_response(mode, reply(bytes.clone()), &get()).await;
            assert_eq!(succeeded(outcome, (mode, case)).body(), &expected, "{mode:?}, {case}");
        }
    }
}
