//! Bodies that are read while they are sent or received, by both clients over real sockets.

#[path = "faults/server.rs"]
#[allow(dead_code)]
mod server;

use std::io::{Cursor, Read};
use std::task::{Context, Poll};
use std::time::Duration;

use losant::endpoint::{Metadata, Method, Outgoing, Parts, RawBody, Rejection, Response, Status};
use losant::http::{CallError, RequestError};
use losant::prelude::*;
use losant::runtime::client::{Client, ClientBuilder, blocking};
use losant::runtime::endpoint::{Chunks, Source, Upload};
use losant::runtime::schema::Schema;
use losant::types::Error;

use server::{Server, Step};

/// An action that sends and receives bytes. The documented API has none such.
#[derive(Clone)]
struct Copy(Source);

impl Descriptor for Copy {
    type Response = RawBody;
    type Error = Error;
    const RESPONSE: &'static Schema = Schema::ANY;
    const ERROR: &'static Schema = Error::SCHEMA;
    const METADATA: &'static Metadata = &Metadata::new("copy", Method::Put, "https://example.com", "/copy")
        .successes(&[Response::new(Status::Code(200), "Bytes").body("RawBody", "*/*")])
        .errors(&[Response::new(Status::Code(404), "Nothing").body("Error", "application/json")]);
}

impl Endpoint for Copy {
    fn write(&self, request: &mut Outgoing) {
        request.raw_body(&Upload::new("a/b", self.0.clone()));
    }

    fn receive(_: &Parts<'_>) -> Result<Self, Rejection> {
        Err(Rejection::UnknownPath)
    }
}

fn asynchronous(server: &Server) -> Client {
    let builder = ClientBuilder::new("test").base_url(server.url());
    builder.body_limit(1000).build().expect("a client")
}

fn blocking(url: String) -> blocking::Client {
    let builder = ClientBuilder::new("test").base_url(url);
    builder.body_limit(1000).build().expect("a client")
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

fn answer(parts: &[&[u8]], last: Step) -> Vec<Step> {
    let parts = parts.iter().map(|part| Step::Send(part.to_vec()));
    [Step::Read].into_iter().chain(parts).chain([last]).collect()
}

/// Chunks that are ready one after the other.
struct Ready(Vec<&'static str>);

impl Chunks for Ready {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<std::io::Result<Vec<u8>>>> {
        Poll::Ready((!self.0.is_empty()).then(|| Ok(self.0.remove(0).into())))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_with_a_known_length_announces_it() {
    let file = std::env::temp_dir().join(format!("typewright-streams-{}", std::process::id()));
    std::fs::write(&file, "content").expect("it can be written");
    let sources: [fn(&std::path::Path) -> Source; 3] = [
        |file| Source::path(file),
        |_| Source::sized_reader(Cursor::new("content"), 7),
        |_| Source::from("content"),
    ];
    for source in sources {
        let server = Server::start(vec![answer(&[OK.as_bytes()], Step::Pause(Duration::ZERO)); 2]);
        asynchronous(&server)
            .send(&Copy(source(&file)))
            .await
            .expect("it is sent");
        let (url, request) = (server.url(), Copy(source(&file)));
        let sent = tokio::task::spawn_blocking(move || blocking(url).send(&request)).await;
        sent.expect("no panic").expect("it is sent");
        for request in server.requests() {
            assert_eq!(request.header("content-length"), Some("7"));
            assert!(request.text.ends_with("\r\n\r\ncontent"), "{}", request.text);
        }
    }
    let chunks = Source::chunks(Ready(vec!["con", "", "tent"]), Some(7));
    let server = Server::start(vec![answer(&[OK.as_bytes()], Step::Pause(Duration::ZERO))]);
    asynchronous(&server)
        .send(&Copy(chunks.clone()))
        .await
        .expect("it is sent");
    assert!(server.requests()[0].text.ends_with("\r\n\r\ncontent"));
    let again = asynchronous(&server).send(&Copy(chunks)).await;
    assert!(matches!(again, Err(CallError::Request(RequestError::Consumed))));
    std::fs::remove_file(&file).expect("it is there");
    let missing = asynchronous(&server).send(&Copy(Source::path(&file))).await;
    assert!(matches!(missing, Err(CallError::Request(RequestError::Content(_)))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_response_is_read_while_it_arrives() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: a/b\r\nconnection: close\r\n\r\n";
    let body = vec![7_u8; 3_000_000];
    let server = Server::start(vec![answer(&[head, &body], Step::Pause(Duration::ZERO)); 2]);
    let response = asynchronous(&server).download(&Copy(Source::from(""))).await;
    let mut response = response.expect("a success");
    assert_eq!(response.headers()["content-type"], "a/b");
    let mut length = 0;
    while let Some(chunk) = response.body_mut().chunk().await.expect("it arrives") {
        length += chunk.len();
    }
    assert_eq!(length, body.len());
    let url = server.url();
    let read = tokio::task::spawn_blocking(move || {
        let response = blocking(url).download(&Copy(Source::from(""))).expect("a success");
        let mut bytes = Vec::new();
        response.into_body().read_to_end(&mut bytes).map(|_| bytes)
    });
    assert_eq!(read.await.expect("no panic").expect("it arrives"), body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_or_silent_body_is_an_error_and_an_error_is_typed() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf";
    let error = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 32\r\n\r\n\
                  {\"type\":\"None\",\"message\":\"Nope\"} ";
    for (script, is_typed) in [
        (answer(&[head], Step::Reset), false),
        (answer(&[head], Step::Hang), false),
        (answer(&[error], Step::Pause(Duration::ZERO)), true),
    ] {
        let server = Server::start(vec![script; 2]);
        let url = server.url();
        let read = tokio::task::spawn_blocking(move || match blocking(url).download(&Copy(Source::from(""))) {
            Ok(response) => {
                let mut body = response.into_body().idle_timeout(Duration::from_millis(200));
                body.read_to_end(&mut Vec::new()).is_ok()
            }
            Err(error) => error.documented().is_some(),
        });
        assert_eq!(read.await.expect("no panic"), is_typed);
        match asynchronous(&server).download(&Copy(Source::from(""))).await {
            Ok(response) => {
                let mut body = response.into_body().idle_timeout(Duration::from_millis(200));
                let last = loop {
                    match body.chunk().await {
                        Ok(Some(_)) => {}
                        last => break last,
                    }
                };
                assert!(last.is_err() && !is_typed);
                assert!(matches!(body.chunk().await, Ok(None)), "it has ended");
            }
            Err(error) => assert!(is_typed && error.documented().is_some(), "{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_saved_completely_or_not_at_all() {
    let folder = std::env::temp_dir().join(format!("typewright-downloads-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("it can be created");
    let path = folder.join("a.bin");
    let whole: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: a/b\r\ncontent-length: 3\r\nconnection: close\r\n\r\nnew";
    let cut: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: a/b\r\ncontent-length: 9\r\nconnection: close\r\n\r\nnew";
    for (body, expected) in [(whole, "new"), (cut, "old")] {
        for is_blocking in [false, true] {
            std::fs::write(&path, "old").expect("it can be written");
            let server = Server::start(vec![answer(&[body], Step::Pause(Duration::ZERO))]);
            let (url, to) = (server.url(), path.clone());
            let saved = if is_blocking {
                let saved = tokio::task::spawn_blocking(move || {
                    let response = blocking(url).download(&Copy(Source::from(""))).expect("a success");
                    response.into_body().save(to)
                });
                saved.await.expect("no panic")
            } else {
                let response = asynchronous(&server).download(&Copy(Source::from(""))).await;
                response.expect("a success").into_body().save(to).await
            };
            assert_eq!(saved.ok(), (expected == "new").then_some(3));
            assert_eq!(std::fs::read_to_string(&path).expect("it is there"), expected);
            assert_eq!(
                std::fs::read_dir(&folder).expect("a folder").count(),
                1,
                "no other file"
            );
        }
    }
    std::fs::remove_dir_all(&folder).expect("it is there");
}
