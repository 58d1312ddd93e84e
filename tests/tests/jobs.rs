//! Jobs that an action starts: `lists/openapi.yaml`, awaited by both clients.

use std::io::Write as _;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use jobs::endpoints::{blocking, client};
use typewright_runtime::client::{Finished, WaitError, WaitOptions};

#[path = "support/head.rs"]
mod head;
#[allow(dead_code, missing_docs)]
mod jobs {
    include!(concat!(env!("OUT_DIR"), "/lists/mod.rs"));
}

/// A server that sends these responses, one for each request, and the last one again and again.
fn serve(responses: &[(u16, &'static str)]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let responses = responses.to_vec();
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for (index, stream) in listener.incoming().enumerate() {
            let Ok(mut stream) = stream else { return };
            let head = head::read(&mut stream);
            let is_poll = head.starts_with("GET /rooms/a/jobs/7?key=secret ");
            assert_eq!(is_poll, index > 0, "{head}");
            let (status, body) = responses[index.min(responses.len() - 1)];
            let head = match status {
                429 => "retry-after: 40\r\nconnection: close",
                _ => "content-type: application/json\r\nconnection: close",
            };
            let length = body.len();
            // The client may be gone.
            let _ = write!(
                stream,
                "HTTP/1.1 {status} X\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}"
            );
        }
    });
    url
}

const QUICK: WaitOptions = WaitOptions::new()
    .timeout(Duration::from_millis(800))
    .first_interval(Duration::from_millis(10))
    .longest_interval(Duration::from_millis(50));

/// The end of the job, with both clients.
fn ends(responses: &[(u16, &'static str)]) -> [String; 2] {
    let client = client::Client::builder()
        .credential("key", "secret")
        .base_url(serve(responses));
    let client = client.build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let export = client.jobs("a").export_call().wait_with(QUICK);
    let asynchronous = shown(runtime.expect("a runtime").block_on(export));
    let client = blocking::Client::builder()
        .credential("key", "secret")
        .base_url(serve(responses));
    let client = client.build().expect("a client");
    [asynchronous, shown(client.jobs("a").export_call().wait_with(QUICK))]
}

fn shown(end: typewright_runtime::client::WaitResult<jobs::endpoints::jobs::Export>) -> String {
    match end {
        Ok(Finished::AtOnce(_)) => "at once".to_owned(),
        Ok(Finished::Job(job)) => format!("{} {:?}", job.state, job.count.map(|count| count.to_string())),
        Err(WaitError::Failed(job)) => format!("failed: {}", job.state),
        Err(WaitError::Timeout(last)) => format!("timeout: {}", last.is_some()),
        Err(error) => format!("error: {error}"),
        Ok(other) => format!("{other:?}"),
    }
}

const STARTED: (u16, &str) = (202, r#"{"job": {"id": "7"}}"#);
const QUEUED: (u16, &str) = (200, r#"{"state": "queued"}"#);

#[test]
fn a_job_is_awaited_until_it_has_ended() {
    let done = (200, r#"{"state": "completed", "count": 3}"#);
    assert_eq!(ends(&[STARTED, QUEUED, QUEUED, done]), ["completed Some(\"3\")"; 2]);
    let failed = (200, r#"{"state": "errored"}"#);
    assert_eq!(ends(&[STARTED, failed]), ["failed: errored"; 2]);
}

#[test]
fn a_result_at_once_needs_no_wait() {
    assert_eq!(ends(&[(200, r#"{"data": []}"#)]), ["at once"; 2]);
}

#[test]
fn a_job_that_does_not_end_is_given_up() {
    let start = Instant::now();
    assert_eq!(ends(&[STARTED, QUEUED]), ["timeout: true"; 2]);
    let waited = start.elapsed();
    assert!(waited >= Duration::from_millis(1600), "{waited:?}");
}

#[test]
fn a_response_without_a_job_and_a_state_that_cannot_be_read_are_errors() {
    for body in [r#"{"job": {}}"#, r#"{"job": {"id": "seven"}}"#] {
        assert_eq!(
            ends(&[(202, body)]),
            ["error: the response does not say which job has been started"; 2]
        );
    }
    for end in ends(&[STARTED, (500, "{}")]) {
        assert!(
            end.starts_with("error: the state of the job is not known: the API responded with 500"),
            "{end}"
        );
    }
}

#[test]
fn a_state_that_cannot_be_read_for_a_while_does_not_end_the_wait() {
    let done = (200, r#"{"state": "completed"}"#);
    let (broken, proxy) = ((500, "{}"), (502, "bad gateway"));
    assert_eq!(
        ends(&[STARTED, broken, proxy, broken, QUEUED, broken, broken, done]),
        ["completed None"; 2]
    );
    for end in ends(&[STARTED, broken, proxy, broken, broken, done]) {
        assert!(end.contains("responded with 500"), "{end}");
    }
    for end in ends(&[STARTED, (404, "{}"), done]) {
        assert!(end.contains("responded with 404"), "{end}");
    }
    // The API asks for more time than there is.
    assert_eq!(ends(&[STARTED, (429, "{}")]), ["timeout: false"; 2]);
}
