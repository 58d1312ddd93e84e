//! Servers that are too slow.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use losant::http::TransportKind;

use super::answers::{TOKEN_JSON, good, head};
use super::caller::{BOTH, Mode, Setup, get, quick_retries};
use super::outcome::{lost, succeeded};
use super::server::{Server, Step, reply};

const TIMEOUT: Duration = Duration::from_millis(400);

/// A call to a server with this script times out, in time, and is not made again although the policy would allow it.
async fn times_out(mode: Mode, script: Vec<Step>) {
    let server = Server::start([script]);
    let setup = Setup {
        timeout: TIMEOUT,
        ..Setup::retrying(quick_retries(3))
    };
    let client = setup.client(mode, &server.url());
    let start = Instant::now();
    lost(client.send_response(&get()).await, TransportKind::Timeout, mode);
    let took = start.elapsed();
    assert!(took >= TIMEOUT, "{mode:?}: timed out too early, after {took:?}");
    assert!(took < TIMEOUT * 15, "{mode:?}: timed out too late, after {took:?}");
    assert_eq!(
        server.connections(),
        1,
        "{mode:?}: a time-out should not be tried again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_does_not_come_is_a_time_out_and_not_tried_again() {
    for mode in BOTH {
        times_out(mode, vec![Step::Read, Step::Hang]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_line_that_stalls_is_a_time_out() {
    for mode in BOTH {
        times_out(
            mode,
            vec![Step::Read, Step::Send(b"HTTP/1.1 200 O".to_vec()), Step::Hang],
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stalls_after_the_headers_is_a_time_out() {
    for mode in BOTH {
        let head = head(200, "Content-Length: 1000\r\n").into_bytes();
        times_out(mode, vec![Step::Read, Step::Send(head.clone()), Step::Hang]).await;
        let some = [head, TOKEN_JSON.into()].concat();
        times_out(mode, vec![Step::Read, Step::Send(some), Step::Hang]).await;
    }
}

/// Each byte comes soon after the one before, so that only a limit for the whole attempt ends it.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_drips_is_a_time_out() {
    let drip = [Step::Pause(TIMEOUT / 4), Step::Send(b" ".to_vec())];
    let mut script = reply(head(200, "Content-Length: 1000\r\n"));
    script.extend(drip.iter().cycle().take(200).cloned());
    for mode in BOTH {
        times_out(mode, script.clone()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_brought_keeps_its_own_time_out() {
    let long = Duration::from_secs(10);
    for (mode, own, of_builder) in [
        (Mode::Async, TIMEOUT, long),
        (Mode::Blocking, TIMEOUT, long),
        (Mode::Async, long, TIMEOUT),
        (Mode::Blocking, long, TIMEOUT),
    ] {
        let server = Server::start([vec![Step::Read, Step::Pause(TIMEOUT * 2), Step::Send(good())]]);
        let setup = Setup {
            timeout: of_builder,
            ..Setup::default()
        };
        let outcome = setup
            .client_on_brought(mode, &server.url(), own)
            .send_response(&get())
            .await;
        if own == TIMEOUT {
            lost(outcome, TransportKind::Timeout, (mode, own));
        } else {
            succeeded(outcome, (mode, own));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_slow_but_in_time_is_read() {
    let (start, end) = (good()[..50].to_vec(), good()[50..].to_vec());
    let pause = Step::Pause(Duration::from_millis(100));
    for mode in BOTH {
        let script = vec![
            Step::Read,
            pause.clone(),
            Step::Send(start.clone()),
            pause.clone(),
            Step::Send(end.clone()),
        ];
        succeeded(Setup::default().send_response(mode, script, &get()).await, mode);
    }
}

/// Sends informational responses without end, from a thread of its own.
fn flood() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || informational_responses(stream));
        }
    });
    url
}

fn informational_responses(mut stream: std::net::TcpStream) {
    let many = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000);
    // What comes before the request is not a response.
    let begun = stream.read(&mut [0; 4096]).is_ok_and(|length| length > 0);
    let start = Instant::now();
    // The client closes the connection.
    while begun && start.elapsed() < TIMEOUT * 20 && stream.write_all(many.as_bytes()).is_ok() {}
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_informational_responses_are_a_time_out() {
    for mode in BOTH {
        let setup = Setup {
            timeout: TIMEOUT,
            ..Setup::retrying(quick_retries(3))
        };
        let client = setup.client(mode, &flood());
        let start = Instant::now();
        lost(client.send_response(&get()).await, TransportKind::Timeout, mode);
        let took = start.elapsed();
        assert!(took < TIMEOUT * 15, "{mode:?}: timed out too late, after {took:?}");
    }
}
