//! Content that goes to the storage and comes from it, with both clients and a small server.

use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Request, Response};
use losant::endpoint::{FilePart, Source};
use losant::http::{CallError, TransportKind};
use losant::runtime::Exact as _;
use losant::storage::UploadError;
use losant::types::FileUploadPostResponse;
use losant::{Json, Storage, async_read_source, blocking};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

/// What the server has received: the request line, the headers, and the body with its boundary replaced.
#[derive(Debug, Clone)]
struct Received {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(known, value)| (known == name).then_some(value.as_str()))
    }
}

#[derive(Clone, Default)]
struct Server {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = Self {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            received: Arc::default(),
        };
        let app = Router::new().fallback(answer).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        server
    }

    /// The response of an action that creates a file, with a form that leads to a path of this server.
    fn form(&self, path: &str) -> FileUploadPostResponse {
        response(&format!(
            r#"{{"upload":{{"url":"{}{path}","fields":{{"X-Amz-Signature":"a-signature","key":"575e/a \"b\".csv","bucket":"the-bucket","empty":""}}}}}}"#,
            self.url
        ))
    }

    fn take(&self) -> Received {
        let mut received = self.received.lock().expect("no panic");
        assert_eq!(received.len(), 1, "{received:?}");
        received.remove(0)
    }
}

async fn answer(State(server): State<Server>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a short body");
    let headers = parts.headers.iter().map(|(name, value)| {
        let value = value.to_str().expect("ASCII").to_owned();
        (name.as_str().to_owned(), value)
    });
    let mut received = Received {
        line: format!("{} {}", parts.method, parts.uri),
        headers: headers.collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let content_type = received.header("content-type").unwrap_or_default();
    if let Some((_, boundary)) = content_type.split_once("boundary=") {
        received.body = received.body.replace(boundary, "BOUNDARY");
    }
    server.received.lock().expect("no panic").push(received);
    let answer = Response::builder();
    let answer = match parts.uri.path() {
        "/stored" => answer.status(204).body(Body::empty()),
        "/created" => answer.status(201).body(Body::from("<PostResponse/>")),
        "/moved" => answer
            .status(302)
            .header("location", "/content?signature=a%2Fb+c")
            .body(Body::empty()),
        "/content" => answer.status(200).body(Body::from("voltage\n22.4\n")),
        _ => answer
            .status(403)
            .header("content-type", "application/xml")
            .body(Body::from("<Error><Code>AccessDenied</Code></Error>")),
    };
    answer.expect("an answer")
}

fn response(json: &str) -> FileUploadPostResponse {
    FileUploadPostResponse::from_json_exact(json).expect("a valid response")
}

/// The body for a file, which follows the fields.
fn expected(head: &str, content: &str) -> String {
    let fields = [
        ("key", "575e/a \"b\".csv"),
        ("bucket", "the-bucket"),
        ("X-Amz-Signature", "a-signature"),
        ("empty", ""),
    ];
    let fields = fields.map(|(name, value)| {
        format!("--BOUNDARY\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    let fields = fields.concat();
    format!(
        "{fields}--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; {head}\r\n\r\n{content}\r\n--BOUNDARY--\r\n"
    )
}

#[tokio::test]
async fn content_is_sent_behind_the_fields_of_the_form_and_without_a_token() {
    let server = Server::start().await;
    let storage = Storage::new().expect("a client");
    let report = FilePart::new("a.csv", "voltage\n").media_type("text/csv");
    storage.upload(&server.form("/stored"), report).await.expect("stored");
    let received = server.take();
    assert_eq!(received.line, "POST /stored");
    assert_eq!(received.header("authorization"), None);
    assert_eq!(received.header("accept-version"), None, "it is a parameter of the API");
    let body = expected("filename=\"a.csv\"\r\nContent-Type: text/csv", "voltage\n");
    assert_eq!(received.body, body);
    let length = received.header("content-length").expect("the length is known");
    assert!(length.parse::<usize>().expect("a number") > body.len(), "{length}");

    // The answer may have a body, and the URL a query.
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let content = std::fs::read_to_string(&file).expect("a file");
    let form = server.form("/created?signature=a%2Fb");
    storage.upload(&form, FilePart::from_path(file)).await.expect("stored");
    let received = server.take();
    assert_eq!(received.line, "POST /created?signature=a%2Fb");
    assert!(received.header("content-length").is_some());
    assert_eq!(
        received.body,
        expected(
            "filename=\"Cargo.toml\"\r\nContent-Type: application/octet-stream",
            &content
        )
    );
}

#[tokio::test]
async fn content_of_unknown_length_is_streamed() {
    let server = Server::start().await;
    let storage = Storage::new().expect("a client");
    let stream = async_read_source(&b"voltage\n"[..], None);
    storage
        .upload(&server.form("/stored"), FilePart::new("a", stream))
        .await
        .expect("stored");
    let received = server.take();
    assert_eq!(received.header("content-length"), None);
    assert_eq!(received.header("transfer-encoding"), Some("chunked"));
    assert_eq!(
        received.body,
        expected("filename=\"a\"\r\nContent-Type: application/octet-stream", "voltage\n")
    );
    let form = server.form("/stored");
    let sized = FilePart::new("a", Source::sized_reader(&b"voltage\n"[..], 8));
    storage.upload(&form, sized).await.expect("stored");
    assert!(server.take().header("content-length").is_some());
    let short = FilePart::new("a", Source::sized_reader(&b"volt"[..], 8));
    let error = storage.upload(&form, short).await;
    assert!(
        matches!(error, Err(UploadError::Call(CallError::Transport(_)))),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_failed_upload_is_a_typed_error() {
    let server = Server::start().await;
    let storage = Storage::new().expect("a client");
    let refused = storage
        .upload(&server.form("/refused"), FilePart::new("a", "x"))
        .await
        .expect_err("it is refused");
    let UploadError::Call(CallError::Undocumented(answer)) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(answer.status(), 403);
    let text = String::from_utf8_lossy(answer.body());
    assert!(text.contains("AccessDenied"), "{text}");
    server.take();

    let part = || FilePart::new("a", "x");
    let none = storage.upload(&response("{}"), part()).await;
    assert!(matches!(none, Err(UploadError::NoForm)), "{none:?}");
    let none = storage.upload(&response(r#"{"upload":{}}"#), part()).await;
    assert!(matches!(none, Err(UploadError::NoForm)), "{none:?}");
    let mut odd = server.form("/stored");
    let fields = odd.upload.as_mut().and_then(|upload| upload.fields.as_mut());
    let fields = fields.expect("it has fields");
    fields.additional_properties.insert("size".to_owned(), Json::from(5));
    let error = storage.upload(&odd, part()).await.expect_err("a number is no text");
    assert_eq!(error.to_string(), r#"the field "size" of the form is not a string"#);

    let nobody = Server {
        url: "http://127.0.0.1:9".to_owned(),
        ..Server::default()
    };
    let error = storage.upload(&nobody.form("/stored"), part()).await;
    assert!(
        matches!(&error, Err(UploadError::Call(CallError::Transport(error))) if error.kind() == TransportKind::Connect),
        "{error:?}"
    );
    let shown = format!("{error:?} {:?}", storage.upload_call(&server.form("/stored"), part()));
    for secret in ["a-signature", &server.url] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(server.received.lock().expect("no panic").is_empty());
}

/// A server that accepts connections, and reads nothing from them.
fn deaf() -> (std::net::TcpListener, FileUploadPostResponse) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/stored", listener.local_addr().expect("an address"));
    (
        listener,
        response(&format!(
            r#"{{"upload":{{"url":"{url}","fields":{{"key":"k","bucket":"b"}}}}}}"#
        )),
    )
}

fn is_silence(error: &UploadError) -> bool {
    matches!(error, UploadError::Call(CallError::Transport(error)) if error.kind() == TransportKind::Timeout)
        && error.to_string().contains("nothing was sent or received")
}

#[tokio::test]
async fn an_upload_that_does_not_move_fails_before_its_timeout() {
    let (_listener, form) = deaf();
    let idle = Duration::from_millis(300);
    let start = Instant::now();
    // More than the system takes in advance, and a short one that is never answered.
    for content in [vec![b'a'; 64 << 20], vec![b'a'; 10]] {
        let storage = Storage::new().expect("a client");
        let call = storage.upload_call(&form, FilePart::new("a", content)).expect("a form");
        let error = call.idle_timeout(idle).send().await.expect_err("nobody reads it");
        assert!(is_silence(&error.into()));
    }
    let reader = FilePart::new("a", Source::reader(std::io::repeat(b'a')));
    let work = tokio::task::spawn_blocking(move || {
        let storage = blocking::Storage::new().expect("a client");
        for file in [reader, FilePart::new("a", vec![b'a'; 10])] {
            let call = storage.upload_call(&form, file).expect("a form");
            let call = call.idle_timeout(idle).timeout(Duration::from_secs(20));
            let error = call.send().expect_err("nobody reads it");
            assert!(is_silence(&error.into()));
        }
    });
    work.await.expect("no panic");
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

/// A reader that returns a line now and then.
struct Slow(u8);

impl std::io::Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Ok(0);
        }
        self.0 -= 1;
        std::thread::sleep(Duration::from_millis(200));
        std::io::Read::read(&mut &b"voltage\n"[..], buffer)
    }
}

#[tokio::test]
async fn an_upload_that_is_slow_but_moves_is_stored() {
    let server = Server::start().await;
    let storage = Storage::new().expect("a client");
    let (mut slow, content) = tokio::io::duplex(64);
    let writer = tokio::spawn(async move {
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(200)).await;
            slow.write_all(b"voltage\n").await.expect("it is read");
        }
    });
    let file = FilePart::new("a", async_read_source(content, None));
    let call = storage.upload_call(&server.form("/stored"), file).expect("a form");
    call.idle_timeout(Duration::from_millis(700))
        .send()
        .await
        .expect("stored");
    writer.await.expect("no panic");
    assert!(server.take().body.contains(&"voltage\n".repeat(5)));
    let form = server.form("/stored");
    let work = tokio::task::spawn_blocking(move || {
        let storage = blocking::Storage::new().expect("a client");
        let file = FilePart::new("a", Source::reader(Slow(5)));
        let call = storage.upload_call(&form, file).expect("a form");
        call.idle_timeout(Duration::from_millis(700)).send().expect("stored");
    });
    work.await.expect("no panic");
    assert!(server.take().body.contains(&"voltage\n".repeat(5)));
    // A large body in memory is taken in parts, and has a length.
    let file = FilePart::new("a", vec![b'a'; 300_000]);
    let call = storage.upload_call(&server.form("/stored"), file).expect("a form");
    call.idle_timeout(Duration::from_secs(5)).send().await.expect("stored");
    let received = server.take();
    assert!(received.header("content-length").is_some());
    assert!(received.body.contains(&"a".repeat(300_000)));
}

#[tokio::test]
async fn content_is_downloaded_as_a_stream_and_without_a_token() {
    let server = Server::start().await;
    let storage = Storage::new().expect("a client");
    let url = format!("{}/content?signature=a%2Fb+c", server.url);
    let mut download = storage.download(url).await.expect("it is there").into_body();
    let mut content = Vec::new();
    while let Some(chunk) = download.chunk().await.expect("it arrives") {
        content.extend_from_slice(&chunk);
    }
    assert_eq!(content, b"voltage\n22.4\n");
    let received = server.take();
    assert_eq!(received.line, "GET /content?signature=a%2Fb+c");
    assert_eq!(received.header("authorization"), None);

    let moved = storage.download(format!("{}/moved", server.url)).await;
    moved.expect("it is at another place");
    server.received.lock().expect("no panic").clear();
    let error = storage.download(format!("{}/refused", server.url)).await;
    let error = error.expect_err("it is refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    for relative in ["no URL", "/files/a?signature=s3cret"] {
        let error = storage.download(relative).await.expect_err("it has no host");
        assert!(matches!(error, CallError::Request(_)), "{error:?}");
        let said = error.to_string();
        assert!(said.ends_with("pass the whole URL, as the API returns it"), "{said}");
        assert!(!format!("{said}{error:?}").contains("s3cret"), "{said}");
    }
}

#[tokio::test]
async fn the_blocking_client_does_the_same() {
    let server = Server::start().await;
    let form = server.form("/stored");
    let url = server.url.clone();
    let work = tokio::task::spawn_blocking(move || {
        let storage = blocking::Storage::new().expect("a client");
        let reader = FilePart::new("a", Source::reader(&b"voltage\n"[..]));
        storage.upload(&form, reader).expect("stored");
        let mut content = String::new();
        let download = storage.download(format!("{url}/content?signature=a%2Fb+c"));
        let mut download = download.expect("it is there").into_body();
        download.read_to_string(&mut content).expect("it arrives");
        let error = storage.download(format!("{url}/refused"));
        assert!(matches!(error, Err(CallError::Undocumented(_))), "{error:?}");
        let none = storage.upload(&response("{}"), FilePart::new("a", "x"));
        assert!(matches!(none, Err(UploadError::NoForm)), "{none:?}");
        content
    });
    assert_eq!(work.await.expect("no panic"), "voltage\n22.4\n");
    let received = server.received.lock().expect("no panic");
    let [upload, download, _] = &received[..] else {
        panic!("{received:?}");
    };
    assert_eq!(upload.header("transfer-encoding"), Some("chunked"));
    assert_eq!(
        upload.body,
        expected("filename=\"a\"\r\nContent-Type: application/octet-stream", "voltage\n")
    );
    for received in [upload, download] {
        assert_eq!(received.header("authorization"), None);
    }
    assert_eq!(download.line, "GET /content?signature=a%2Fb+c");
}
