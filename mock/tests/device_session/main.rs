//! A session of a device with a server whose tokens expire, that is busy, and whose streams break.

mod blocking;
mod losant;

use std::time::{Duration, Instant};

use ::losant::device_session::{CommandError, ConnectError, ReportError, Reporting};
use ::losant::types::DeviceState;
use losant::{APPLICATION, DEVICE, Losant};
use serde_json::json;

fn state(name: &str, value: i64) -> DeviceState {
    DeviceState::new([(name, value)])
}

#[tokio::test]
async fn a_session_knows_its_application_and_shows_no_secret() {
    let losant = Losant::default();
    let builder = losant.start().await;
    assert!(!format!("{builder:?}").contains("the-secret"));
    let session = builder.connect().await.expect("it signs in");
    assert_eq!(session.application_id().as_str(), APPLICATION);
    assert_eq!(session.device_id().as_str(), DEVICE);
    assert!(!format!("{session:?}").contains("head."), "{session:?}");
    let wrong = ::losant::DeviceSession::builder(session.device_id().clone(), "the-access-key", "wrong");
    let error = wrong
        .configure(|client| client.base_url("http://127.0.0.1:9"))
        .connect()
        .await;
    assert!(matches!(error, Err(ConnectError::Login(_))), "{error:?}");
}

#[tokio::test]
async fn the_latest_values_are_sent_at_most_twice_a_second() {
    let losant = Losant::default();
    let session = losant.start().await.connect().await.expect("it signs in");
    for value in 0..1_000 {
        session.report(state("a", value)).await.expect("there is room");
        session.report(state("b", -value)).await.expect("there is room");
        if value % 100 == 0 {
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }
    session.close().await.expect("all was sent");
    assert!(losant.most_in_a_second() <= 2, "{:?}", losant.seen().arrivals);
    let reports = losant.seen().reports.clone();
    assert!((2..6).contains(&reports.len()), "{reports:?}");
    assert_eq!(reports.last(), Some(&json!({"data": {"a": 999, "b": -999}})));
    assert!(matches!(session.report(state("a", 1)).await, Err(ReportError::Closed)));
}

#[tokio::test]
async fn each_report_is_sent_in_order_and_none_is_lost() {
    let losant = Losant::default();
    losant.seen().statuses = [(429, "1"), (503, "")].into();
    let builder = losant.start().await.reporting(Reporting::Each).capacity(2);
    let session = builder.connect().await.expect("it signs in");
    for value in 0..5 {
        session.report(state("a", value)).await.expect("it waits for room");
    }
    session.flush().await.expect("all was sent");
    assert!(losant.most_in_a_second() <= 2, "{:?}", losant.seen().arrivals);
    let expected: Vec<_> = (0..5).map(|value| json!({"data": {"a": value}})).collect();
    assert_eq!(losant.seen().reports, expected);
}

#[tokio::test]
async fn a_report_that_is_dropped_with_the_session_is_still_sent() {
    let losant = Losant::default();
    let session = losant.start().await.connect().await.expect("it signs in");
    session.report(state("a", 1)).await.expect("there is room");
    drop(session);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(losant.seen().reports, [json!({"data": {"a": 1}})]);
}

#[tokio::test]
async fn a_failed_report_reaches_its_caller_or_the_next_flush() {
    let losant = Losant::default();
    losant.seen().statuses = [(400, ""), (400, "")].into();
    let session = losant.start().await.connect().await.expect("it signs in");
    let report = session.report(state("a", 1)).await.expect("there is room");
    let error = report.sent().await.expect_err("it is refused");
    assert!(matches!(&error, ReportError::Call(call) if call.status().is_some_and(|status| status == 400)));
    session.flush().await.expect("the caller knows");
    session.report(state("a", 2)).await.expect("there is room");
    let error = session.flush().await.expect_err("nobody waited for it");
    assert_eq!(error.count(), 1);
    assert!(error.to_string().contains("400"), "{error}");
    session.flush().await.expect("nothing failed since");
    let invalid = session.report(state("not a name", 1)).await;
    assert!(matches!(invalid, Err(ReportError::Invalid(_))), "{invalid:?}");
    assert_eq!(losant.seen().arrivals.len(), 2);
}

#[tokio::test]
async fn a_session_may_live_in_a_task() {
    let losant = Losant::default();
    let builder = losant.start().await;
    let session = tokio::spawn(async move {
        let session = builder.connect().await?;
        let mut commands = session.commands();
        tokio::select! {
            _ = commands.next() => {}
            report = session.report(state("voltage", 1)) => report?.sent().await?,
        }
        session.flush().await?;
        session.close().await?;
        Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
    });
    session.await.expect("no panic").expect("no error");
    assert_eq!(losant.seen().reports.len(), 1);
}

#[tokio::test]
async fn a_login_is_repeated_while_the_api_is_busy() {
    let losant = Losant::default();
    losant.seen().login_statuses.extend([(503, "1"), (429, "0")]);
    let start = Instant::now();
    losant.start().await.connect().await.expect("it signs in");
    assert_eq!(losant.seen().logins, 3);
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());

    losant.seen().login_statuses.extend([(503, "0"); 3]);
    let error = losant.start().await.connect().await.expect_err("it is busy");
    assert!(error.to_string().contains("503"), "{error}");
    losant.seen().login_statuses.extend([(503, "31"), (500, "")]);
    for status in ["503", "500"] {
        let error = losant.start().await.connect().await.expect_err("not now");
        assert!(error.to_string().contains(status), "{error}");
    }
    assert_eq!(losant.seen().logins, 8, "neither is repeated");
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once_for_all_calls() {
    let losant = Losant::default();
    let session = losant.start().await.connect().await.expect("it signs in");
    losant.seen().revoked = 1;
    let calls = (0..10).map(|_| {
        let session = session.clone();
        tokio::spawn(async move { session.device().send_state(state("a", 1)).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.expect("no panic").expect("it is sent again");
    }
    assert_eq!(losant.seen().logins, 2);
    assert_eq!(losant.seen().reports.len(), 10);
    losant.seen().revoked = usize::MAX;
    let report = session.report(state("a", 2)).await.expect("there is room");
    let error = report.sent().await.expect_err("no token is accepted");
    assert!(matches!(&error, ReportError::Call(call) if call.status().is_some_and(|status| status == 401)));
    assert_eq!(losant.seen().logins, 3, "it is tried once");
}

#[tokio::test]
async fn a_token_is_replaced_before_it_expires_whatever_the_local_clock_says() {
    let losant = Losant::default();
    losant.seen().claims = json!({"iat": 1000, "exp": 1001});
    let session = losant.start().await.connect().await.expect("it signs in");
    session
        .device()
        .send_state(state("a", 1))
        .await
        .expect("it is accepted");
    tokio::time::sleep(Duration::from_millis(950)).await;
    losant.seen().revoked = 1;
    session
        .device()
        .send_state(state("a", 2))
        .await
        .expect("it is accepted");
    assert_eq!(losant.seen().logins, 2);
    assert_eq!(losant.seen().unauthorized, 0);
}

#[tokio::test]
async fn commands_are_received_again_after_the_last_one_when_the_stream_breaks() {
    let losant = Losant::default();
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
    let session = losant.start().await.connect().await.expect("it signs in");
    losant.seen().revoked = 1;
    let mut commands = session.commands();
    for name in ["start", "run"] {
        let command = commands.next().await.expect("a command").expect("it is one");
        assert_eq!(command.name, name);
    }
    assert!(matches!(commands.next().await, Some(Err(CommandError::Data(_)))));
    let command = commands.next().await.expect("a command").expect("it is one");
    assert_eq!(command.name, "stop");
    let end = commands.next().await;
    assert!(
        matches!(&end, Some(Err(CommandError::Refused(error))) if error.status().is_some_and(|status| status == 404))
    );
    assert!(commands.next().await.is_none());
    assert_eq!(losant.seen().resumed, ["", "2", "2", "2", "3"]);
    assert_eq!(losant.seen().logins, 2);
}
