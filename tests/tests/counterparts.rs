//! Servers written in Python, as counterparts of the clients: one parses forms as Stripe does, one streams a completion.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use bodies::endpoints::completions::Complete;
use bodies::endpoints::customers::CreateCustomer;
use bodies::types::{Address, CompleteBody, Customer};
use typewright_runtime::client::{Client, ClientBuilder, blocking};

#[allow(dead_code, missing_docs)]
mod bodies {
    include!(concat!(env!("OUT_DIR"), "/bodies/mod.rs"));
}

/// Answers a form with 201 if it has the values that the argument lists as JSON, by the path of each in brackets.
const FORMS: &str = r#"
import http.server, json, sys, urllib.parse

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        assert self.headers["content-type"] == "application/x-www-form-urlencoded"
        body = self.rfile.read(int(self.headers["content-length"])).decode("ascii")
        found = {}
        for name, value in urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=True):
            place, *steps = [step.rstrip("]") for step in name.split("[")]
            at = found
            for step in steps:
                at, place = at.setdefault(place, {}), step
            at.setdefault(place, []).append(value)
        self.send_response(201 if found == json.loads(sys.argv[1]) else 400)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"#;

/// Streams a completion in chunks that end within events and characters.
const STREAM: &str = r#"
import http.server, json

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        assert json.loads(self.rfile.read(int(self.headers["content-length"]))) == {"stream": True}
        assert self.headers["accept"] == "text/event-stream"
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        chunks = [{"choices": [{"index": 0, "delta": {"content": word}}]} for word in ["Gr\u00fc", "ezi", "!"]]
        events = [json.dumps(chunk, ensure_ascii=False) for chunk in chunks] + ["[DONE]"]
        text = ": keep-alive\r\n\r\n" + "".join(f"data: {event}\r\n\r\n" for event in events)
        text = text.encode()
        for at in range(0, len(text), 7):
            part = text[at:at + 7]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"#;

/// A server, which ends with the test.
struct Server {
    python: Child,
    url: String,
}

impl Server {
    fn start(program: &str, argument: &str) -> Self {
        let mut python = Command::new("python3")
            .args(["-c", program, argument])
            .stdout(Stdio::piped())
            .spawn()
            .expect("this test needs python3");
        let output = python.stdout.take().expect("it is piped");
        let mut port = String::new();
        BufReader::new(output).read_line(&mut port).expect("it prints its port");
        let url = format!("http://127.0.0.1:{}/v1", port.trim());
        Self { python, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.python.kill().expect("it runs");
        self.python.wait().expect("it ends");
    }
}

#[test]
#[ignore = "needs python3"]
fn a_form_is_read_by_python_as_it_was_written() {
    let expected = r#"{
        "name": ["Zo\u00eb & co"], "active": ["true"], "balance": ["-1.50"], "tags": ["a", "b c"],
        "address": {"city": ["Z\u00fcrich"], "floor": ["3"]},
        "items": {"0": {"price": ["5"], "labels": {"0": ["x"], "1": ["y+z"]}}, "1": {"price": ["6"]}}
    }"#;
    let server = Server::start(FORMS, expected);
    let client: blocking::Client = ClientBuilder::new("test")
        .base_url(&*server.url)
        .build()
        .expect("a client");
    let json = r#"{"price": 5, "labels": ["x", "y+z"]}, {"price": 6}"#;
    let mut customer: Customer =
        serde_json::from_str(&format!(r#"{{"name": "n", "balance": -1.50, "items": [{json}]}}"#)).expect("a customer");
    customer = customer.active(true).tags(["a".to_owned(), "b c".to_owned()]);
    customer = customer.address(Address::new().city("Zürich").floor(3));
    customer.name = "Zoë & co".to_owned();
    client
        .send(&CreateCustomer::new(customer.clone()))
        .expect("it arrives as it was written");
    customer.name = "another".to_owned();
    let error = client
        .send(&CreateCustomer::new(customer))
        .expect_err("the name differs");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
}

#[test]
#[ignore = "needs python3"]
fn a_stream_of_python_is_received_as_typed_events() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(receive_stream());
}

async fn receive_stream() {
    let server = Server::start(STREAM, "");
    let client: Client = ClientBuilder::new("test")
        .base_url(&*server.url)
        .build()
        .expect("a client");
    let mut events = client
        .events(&Complete::new(CompleteBody::new()))
        .await
        .expect("a stream");
    let mut words = Vec::new();
    while let Some(event) = events.next().await {
        let chunk = event.expect("it is documented").data;
        words.extend(chunk.choices.into_iter().filter_map(|choice| choice.delta.content));
    }
    assert_eq!(words, ["Grü", "ezi", "!"]);
}
