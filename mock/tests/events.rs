//! Streams of events, received by both clients over real sockets.

#[path = "faults/server.rs"]
#[allow(dead_code)]
mod server;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use losant::Json;
use losant::endpoint::{JsonTextError, Metadata, Method, Outgoing, Parts, Rejection, Response, Status};
use losant::http::{CallError, InvalidToken, Reason, Token, Tokens};
use losant::prelude::*;
use losant::runtime::client::{Client, ClientBuilder, Credentials, EventOptions, Needed, blocking};
use losant::runtime::endpoint::{EventEndpoint, RequiredScheme, Requirement, SecurityScheme, TokenScheme, event_json};
use losant::runtime::schema::Schema;
use losant::types::{Error, Success};

use server::{Server, Step};

/// The credentials of the action; it may be called without them, too.
static SECURITY: [Requirement; 2] = [
    Requirement::new(&[]),
    Requirement::new(&[RequiredScheme::new(&SecurityScheme::new("token", TokenScheme::Bearer))]),
];

/// An action that responds with events. The documented API has none such.
#[derive(Clone)]
struct Watch;

impl Descriptor for Watch {
    type Response = Success;
    type Error = Error;
    const RESPONSE: &'static Schema = Success::SCHEMA;
    const ERROR: &'static Schema = Error::SCHEMA;
    const METADATA: &'static Metadata = &Metadata::new("events.watch", Method::Get, "https://example.com", "/events")
        .security(&SECURITY)
        .successes(&[Response::new(Status::Code(200), "Events").body("Success", "application/json")])
        .errors(&[Response::new(Status::Code(404), "Nothing").body("Error", "application/json")]);
}

impl Endpoint for Watch {
    fn write(&self, _: &mut Outgoing) {}

    fn receive(_: &Parts<'_>) -> Result<Self, Rejection> {
        Err(Rejection::UnknownPath)
    }
}

impl EventEndpoint for Watch {
    type Event = Success;
    const EVENT: &'static Schema = Success::SCHEMA;
    const DONE: Option<&'static str> = Some("[DONE]");

    fn event(data: &str) -> Result<Success, JsonTextError> {
        event_json(data)
    }
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nconnection: close\r\n\r\n";

fn script(parts: &[&str]) -> Vec<Step> {
    let parts = parts.iter().map(|part| Step::Send(part.as_bytes().to_vec()));
    [Step::Read].into_iter().chain(parts).collect()
}

fn events(text: &str) -> Vec<Step> {
    script(&[HEAD, text])
}

/// What a client receives: the data and id of each event, errors, and why there is no stream.
async fn received(server: &Server, options: EventOptions) -> [Vec<String>; 2] {
    let client: Client = ClientBuilder::new("test")
        .base_url(server.url())
        .build()
        .expect("a client");
    let mut asynchronous = Vec::new();
    match client.events_with(&Watch, options.clone()).await {
        Ok(mut stream) => {
            while let Some(item) = stream.next().await {
                asynchronous.push(shown(item));
            }
        }
        Err(error) => asynchronous.push(refused(error)),
    }
    let url = server.url();
    let blocking = tokio::task::spawn_blocking(move || {
        let client: blocking::Client = ClientBuilder::new("test").base_url(url).build().expect("a client");
        match client.events_with(&Watch, options) {
            Ok(stream) => stream.map(shown).collect(),
            Err(error) => vec![refused(error)],
        }
    });
    [asynchronous, blocking.await.expect("it does not panic")]
}

fn shown(item: Result<losant::runtime::client::Event<Success>, losant::runtime::client::EventError>) -> String {
    match item {
        Ok(event) => {
            let data: Json = serde_json::from_str(&serde_json::to_string(&event.data).expect("JSON")).expect("JSON");
            format!("{} {data} {}", event.event, event.id.unwrap_or_default())
        }
        Err(error) => format!("error: {error}"),
    }
}

fn refused(error: CallError<Error>) -> String {
    match error {
        CallError::Undocumented(error) if matches!(error.reason(), Reason::NotEvents) => "not events".to_owned(),
        error => format!("call: {error}"),
    }
}

#[track_caller]
fn assert_both(found: &[Vec<String>; 2], wanted: &[&str]) {
    for found in found {
        assert_eq!(found, wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_typed_and_end_with_the_documented_data() {
    let server = Server::start([events(
        ": hello\n\ndata: {\"success\": true}\nid: 1\n\nevent: other\ndata: {\"success\":\ndata: false}\n\ndata: [DONE]\n\ndata: {}\n\n",
    )]);
    let found = received(&server, EventOptions::new()).await;
    assert_both(
        &found,
        &[r#"message {"success":true} 1"#, r#"other {"success":false} 1"#],
    );
    for request in server.requests() {
        assert_eq!(request.header("accept"), Some("text/event-stream"));
        assert_eq!(request.header("last-event-id"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunk_per_byte_gives_the_same_events() {
    let text = "data: {\"success\": true}\r\n\r\ndata: {\"success\": false}\r\rdata: [DONE]\n\n";
    let bytes: Vec<String> = text.chars().map(|c| format!("1\r\n{c}\r\n")).collect();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut parts = vec![head];
    parts.extend(bytes.iter().map(String::as_str));
    let found = received(&Server::start([script(&parts)]), EventOptions::new()).await;
    assert_both(
        &found,
        &[r#"message {"success":true} "#, r#"message {"success":false} "#],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn data_that_does_not_match_is_an_error_and_the_stream_goes_on() {
    let server = Server::start([events(
        "data: {\"success\": \"secret\"}\n\ndata: {\"success\": true}\n\n",
    )]);
    for found in received(&server, EventOptions::new()).await {
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("error: the data of an event"), "{found:?}");
        assert!(!found[0].contains("secret"), "{found:?}");
        assert_eq!(found[1], r#"message {"success":true} "#);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_cut_in_an_event_continues_after_the_last_id() {
    let cut = || {
        let mut cut = events("retry: 1\nid: a\ndata: {\"success\": true}\n\nid: b\ndata: {\"succ");
        cut.push(Step::Reset);
        cut
    };
    let rest = || events("id: b\ndata: {\"success\": false}\n\ndata: [DONE]\n\n");
    // Each of the two clients makes two connections.
    let server = Server::start([cut(), rest(), cut(), rest()]);
    let found = received(&server, EventOptions::new()).await;
    assert_both(
        &found,
        &[r#"message {"success":true} a"#, r#"message {"success":false} b"#],
    );
    let ids: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|request| request.header("last-event-id").map(str::to_owned))
        .collect();
    assert_eq!(ids, [None, Some("a".to_owned()), None, Some("a".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_without_ids_is_not_repeated() {
    let mut cut = events("data: {\"success\": true}\n\n");
    cut.push(Step::Pause(Duration::from_millis(100)));
    cut.push(Step::Reset);
    let server = Server::start([cut]);
    for found in received(&server, EventOptions::new()).await {
        assert_eq!(found[0], r#"message {"success":true} "#);
        assert!(
            found[1].starts_with("error: the connection to the API was lost"),
            "{found:?}"
        );
        assert_eq!(found.len(), 2);
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_without_events_end_the_stream() {
    let server = Server::start([events("retry: 1\nid: a\ndata: {\"success\": true}\n\n"), events("")]);
    let client: Client = ClientBuilder::new("test")
        .base_url(server.url())
        .build()
        .expect("a client");
    let mut stream = client
        .events_with(&Watch, EventOptions::new().reconnects(3))
        .await
        .expect("a stream");
    assert!(stream.next().await.is_some_and(|event| event.is_ok()));
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
    assert_eq!(server.connections(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_ends_a_stream_and_comments_keep_it_open() {
    let comment = || [Step::Pause(Duration::from_millis(25)), Step::Send(b":\n\n".to_vec())];
    let mut steps = script(&[HEAD]);
    steps.extend(std::iter::repeat_with(comment).take(36).flatten());
    steps.push(Step::Send(b"data: {\"success\": true}\n\n".to_vec()));
    steps.push(Step::Hang);
    let server = Server::start([steps]);
    let start = Instant::now();
    let options = EventOptions::new().idle_timeout(Duration::from_millis(600));
    for found in received(&server, options).await {
        assert_eq!(found[0], r#"message {"success":true} "#);
        assert!(found[1].starts_with("error: the request timed out"), "{found:?}");
        assert_eq!(found.len(), 2);
    }
    // Longer than the time-out, because of the comments.
    assert!(start.elapsed() > Duration::from_secs(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_without_end_is_refused() {
    let mut steps = script(&[HEAD, "data: "]);
    steps.extend((0..300).map(|_| Step::Send(vec![b'x'; 64 * 1024])));
    let found = received(&Server::start([steps]), EventOptions::new()).await;
    assert_both(&found, &["error: an event is longer than 16777216 bytes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_that_is_no_stream_is_an_error_of_the_call() {
    let json = |status: &str, body: &str| {
        let length = body.len();
        script(&[&format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )])
    };
    let server = Server::start([json("200 OK", r#"{"success": true}"#)]);
    assert_both(&received(&server, EventOptions::new()).await, &["not events"]);
    let server = Server::start([json("404 Not Found", r#"{"type": "NotFound", "message": "none"}"#)]);
    for found in received(&server, EventOptions::new()).await {
        assert!(found[0].starts_with("call: the API responded with 404"), "{found:?}");
    }
    let server = Server::start([script(&["HTTP/1.1 204 No Content\r\n\r\n"])]);
    assert_both(&received(&server, EventOptions::new()).await, &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_events_arrive_complete() {
    const COUNT: usize = 20_000;
    let text = "data: {\"success\": true}\n\n".repeat(COUNT);
    let found = received(&Server::start([events(&text)]), EventOptions::new()).await;
    assert_eq!(found.map(|found| found.len()), [COUNT, COUNT]);
}

/// A source that has another token each time.
#[derive(Default)]
struct Counter(AtomicUsize);

impl Counter {
    fn next(&self) -> Result<Tokens, InvalidToken> {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Tokens::from(Token::new(format!("t{count}"))?))
    }
}

impl Credentials for Counter {
    type Error = InvalidToken;

    async fn tokens(&self, _: Needed) -> Result<Tokens, InvalidToken> {
        self.next()
    }
}

impl blocking::Credentials for Counter {
    type Error = InvalidToken;

    fn tokens(&self, _: Needed) -> Result<Tokens, InvalidToken> {
        self.next()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_continues_with_new_credentials() {
    let first = || events("retry: 1\nid: a\ndata: {\"success\": true}\n\n");
    let rejected = || script(&["HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"]);
    let rest = || events("id: b\ndata: {\"success\": false}\n\ndata: [DONE]\n\n");
    let server = Server::start([first(), rejected(), rest(), first(), rejected(), rest()]);

    let builder = ClientBuilder::<Client>::new("test").base_url(server.url());
    let client = builder.credentials(Counter::default()).build().expect("a client");
    let mut stream = client.events(&Watch).await.expect("a stream");
    let mut count = 0;
    while let Some(event) = stream.next().await {
        event.expect("an event");
        count += 1;
    }
    assert_eq!(count, 2);

    let url = server.url();
    let blocking = tokio::task::spawn_blocking(move || {
        let builder = ClientBuilder::<blocking::Client>::new("test").base_url(url);
        let client = builder.credentials(Counter::default()).build().expect("a client");
        client.events(&Watch).expect("a stream").flatten().count()
    });
    assert_eq!(blocking.await.expect("it does not panic"), 2);

    let requests = server.requests();
    let tokens: Vec<_> = requests
        .iter()
        .filter_map(|request| request.header("authorization"))
        .collect();
    let expected = ["Bearer t0", "Bearer t0", "Bearer t1"];
    assert_eq!(tokens, [expected, expected].concat());
    assert!(
        requests
            .iter()
            .skip(1)
            .step_by(3)
            .all(|request| request.header("last-event-id") == Some("a"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_cannot_delay_a_new_connection_for_longer_than_the_limit() {
    let server = Server::start([
        events("retry: 99999999999\nid: a\ndata: {\"success\": true}\n\n"),
        events("data: {\"success\": false}\n\ndata: [DONE]\n\n"),
    ]);
    let start = Instant::now();
    let options = EventOptions::new().max_reconnect_delay(Duration::from_millis(20));
    let client = ClientBuilder::<Client>::new("test")
        .base_url(server.url())
        .build()
        .expect("a client");
    let mut stream = client.events_with(&Watch, options).await.expect("a stream");
    while let Some(event) = stream.next().await {
        event.expect("an event");
    }
    assert_eq!(server.connections(), 2);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn endless_comments_leave_the_caller_in_control() {
    let mut steps = script(&[HEAD]);
    steps.extend(std::iter::repeat_with(|| Step::Send(b":\n\n: comment\n".repeat(50_000))).take(64));
    steps.push(Step::Hang);
    let server = Server::start([steps]);
    let client = ClientBuilder::<Client>::new("test")
        .base_url(server.url())
        .build()
        .expect("a client");
    let mut stream = client.events(&Watch).await.expect("a stream");
    let start = Instant::now();
    let waited = tokio::time::timeout(Duration::from_millis(100), stream.next()).await;
    assert!(waited.is_err(), "there is no event");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}
