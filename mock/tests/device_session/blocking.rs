//! The same with the blocking client.

use std::thread;
use std::time::{Duration, Instant};

use ::losant::device_session::{CommandError, ConnectError, ReportError, Reporting};
use serde_json::json;
use tokio::runtime::Runtime;

use super::losant::{APPLICATION, DEVICE, Losant};
use super::state;

/// A runtime for the server. The session is not in it.
fn runtime() -> Runtime {
    Runtime::new().expect("a runtime")
}

#[test]
fn a_session_knows_its_application_and_shows_no_secret() {
    let (losant, runtime) = (Losant::default(), runtime());
    let builder = losant.start_in(&runtime);
    assert!(!format!("{builder:?}").contains("the-secret"));
    let session = builder.connect().expect("it signs in");
    assert_eq!(session.application_id().as_str(), APPLICATION);
    assert_eq!(session.device_id().as_str(), DEVICE);
    assert!(!format!("{session:?}").contains("head."), "{session:?}");
    let wrong = ::losant::blocking::DeviceSession::builder(session.device_id().clone(), "the-access-key", "wrong");
    let error = wrong
        .configure(|client| client.base_url("http://127.0.0.1:9"))
        .connect();
    assert!(matches!(error, Err(ConnectError::Login(_))), "{error:?}");
}

#[test]
fn the_latest_values_are_sent_at_most_twice_a_second() {
    let (losant, runtime) = (Losant::default(), runtime());
    let session = losant.start_in(&runtime).connect().expect("it signs in");
    for value in 0..1_000 {
        session.report(state("a", value)).expect("there is room");
        session.report(state("b", -value)).expect("there is room");
        if value % 100 == 0 {
            thread::sleep(Duration::from_millis(150));
        }
    }
    session.close().expect("all was sent");
    assert!(losant.most_in_a_second() <= 2, "{:?}", losant.seen().arrivals);
    let reports = losant.seen().reports.clone();
    assert!((2..6).contains(&reports.len()), "{reports:?}");
    assert_eq!(reports.last(), Some(&json!({"data": {"a": 999, "b": -999}})));
    assert!(matches!(session.report(state("a", 1)), Err(ReportError::Closed)));
}

#[test]
fn each_report_is_sent_in_order_and_none_is_lost() {
    let (losant, runtime) = (Losant::default(), runtime());
    losant.seen().statuses = [(429, "1"), (503, "")].into();
    let builder = losant.start_in(&runtime).reporting(Reporting::Each).capacity(2);
    let session = builder.connect().expect("it signs in");
    for value in 0..5 {
        session.report(state("a", value)).expect("it waits for room");
    }
    session.flush().expect("all was sent");
    assert!(losant.most_in_a_second() <= 2, "{:?}", losant.seen().arrivals);
    let expected: Vec<_> = (0..5).map(|value| json!({"data": {"a": value}})).collect();
    assert_eq!(losant.seen().reports, expected);
}

#[test]
fn a_report_that_waits_for_room_is_refused_when_the_session_is_closed() {
    let (losant, runtime) = (Losant::default(), runtime());
    losant.seen().statuses = [(429, "2")].into();
    let builder = losant.start_in(&runtime).reporting(Reporting::Each).capacity(1);
    let session = builder.connect().expect("it signs in");
    let first = session.report(state("a", 1)).expect("there is room");
    // The first one is taken before the second one has room.
    let second = session.report(state("a", 2)).expect("it waits for room");
    let waiting = {
        let session = session.clone();
        thread::spawn(move || session.report(state("a", 3)).map(drop))
    };
    thread::sleep(Duration::from_millis(200));
    session.close().expect("all that was accepted is sent");
    assert!(matches!(waiting.join().expect("no panic"), Err(ReportError::Closed)));
    for report in [first, second] {
        report.sent().expect("it was accepted");
    }
    assert_eq!(losant.seen().reports.len(), 2);
}

#[test]
fn a_report_that_is_dropped_with_the_session_is_still_sent() {
    let (losant, runtime) = (Losant::default(), runtime());
    let session = losant.start_in(&runtime).connect().expect("it signs in");
    session.report(state("a", 1)).expect("there is room");
    drop(session);
    thread::sleep(Duration::from_millis(300));
    assert_eq!(losant.seen().reports, [json!({"data": {"a": 1}})]);
}

#[test]
fn a_failed_report_reaches_its_caller_or_the_next_flush() {
    let (losant, runtime) = (Losant::default(), runtime());
    losant.seen().statuses = [(400, ""), (400, "")].into();
    let session = losant.start_in(&runtime).connect().expect("it signs in");
    let report = session.report(state("a", 1)).expect("there is room");
    let error = report.sent().expect_err("it is refused");
    assert!(matches!(&error, ReportError::Call(call) if call.status().is_some_and(|status| status == 400)));
    session.flush().expect("the caller knows");
    session.report(state("a", 2)).expect("there is room");
    let error = session.flush().expect_err("nobody waited for it");
    assert_eq!(error.count(), 1);
    assert!(error.to_string().contains("400"), "{error}");
    session.flush().expect("nothing failed since");
    let invalid = session.report(state("not a name", 1));
    assert!(matches!(invalid, Err(ReportError::Invalid(_))), "{invalid:?}");
    assert_eq!(losant.seen().arrivals.len(), 2);
}

#[test]
fn a_login_is_repeated_while_the_api_is_busy() {
    let (losant, runtime) = (Losant::default(), runtime());
    losant.seen().login_statuses.extend([(503, "1"), (429, "0")]);
    let start = Instant::now();
    losant.start_in(&runtime).connect().expect("it signs in");
    assert_eq!(losant.seen().logins, 3);
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    losant.seen().login_statuses.extend([(503, "31"), (500, "")]);
    for status in ["503", "500"] {
        let error = losant.start_in(&runtime).connect().expect_err("not now");
        assert!(error.to_string().contains(status), "{error}");
    }
    assert_eq!(losant.seen().logins, 5, "neither is repeated");
}

#[test]
fn a_rejected_token_is_replaced_once_for_all_calls() {
    let (losant, runtime) = (Losant::default(), runtime());
    let session = losant.start_in(&runtime).connect().expect("it signs in");
    losant.seen().revoked = 1;
    thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| session.device().send_state(state("a", 1)).expect("it is sent again"));
        }
    });
    assert_eq!(losant.seen().logins, 2);
    assert_eq!(losant.seen().reports.len(), 10);
    losant.seen().revoked = usize::MAX;
    let report = session.report(state("a", 2)).expect("there is room");
    let error = report.sent().expect_err("no token is accepted");
    assert!(matches!(&error, ReportError::Call(call) if call.status().is_some_and(|status| status == 401)));
    assert_eq!(losant.seen().logins, 3, "it is tried once");
}

#[test]
fn a_token_is_replaced_before_it_expires_whatever_the_local_clock_says() {
    let (losant, runtime) = (Losant::default(), runtime());
    losant.seen().claims = json!({"iat": 1000, "exp": 1001});
    let session = losant.start_in(&runtime).connect().expect("it signs in");
    session.device().send_state(state("a", 1)).expect("it is accepted");
    thread::sleep(Duration::from_millis(950));
    losant.seen().revoked = 1;
    session.device().send_state(state("a", 2)).expect("it is accepted");
    assert_eq!(losant.seen().logins, 2);
    assert_eq!(losant.seen().unauthorized, 0);
}

#[test]
fn commands_are_received_again_after_the_last_one_when_the_stream_breaks() {
    let (losant, runtime) = (Losant::default(), runtime());
    losant.seen().streams = [
        (
            200,
            "id: 1\ndata: {\"name\": \"start\", \"payload\": [1]}\n\nid: 2\ndata: {\"name\": \"run\"}\n\n: ping\n\n",
        ),
        (503, ""),
        (200, ""),
        (200, "data: {\"name\": 5}\n\nid: 3\ndata: {\"name\": \"stop\"}\n\n"),
        (404, ""),
    ]
    .into();
    let session = losant.start_in(&runtime).connect().expect("it signs in");
    losant.seen().revoked = 1;
    let mut commands = session.commands();
    for name in ["start", "run"] {
        let command = commands.next().expect("a command").expect("it is one");
        assert_eq!(command.name, name);
    }
    assert!(matches!(commands.next(), Some(Err(CommandError::Data(_)))));
    let command = commands.next().expect("a command").expect("it is one");
    assert_eq!(command.name, "stop");
    let end = commands.next();
    assert!(
        matches!(&end, Some(Err(CommandError::Refused(error))) if error.status().is_some_and(|status| status == 404))
    );
    assert!(commands.next().is_none());
    assert_eq!(losant.seen().resumed, ["", "2", "2", "2", "3"]);
    assert_eq!(losant.seen().logins, 2);
}
