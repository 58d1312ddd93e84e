//! What a caller puts into a path or a token stays where it belongs.

#[path = "support/listener.rs"]
mod listener;

use losant::endpoint::{Metadata, Method, Outgoing, Parts, Rejection, Response, Status, route};
use losant::http::{CallError, RequestError};
use losant::prelude::*;
use losant::runtime::schema::Schema;
use losant::types::{Error, ObjectId, Success};
use losant::{BuildError, Client};

use listener::Listener;

/// Ids that mean something else in a URL, a header or a file system.
fn hostile() -> Vec<String> {
    let texts = [
        "a/b",
        "/",
        "//",
        "/etc/passwd",
        "a/../b",
        "../x",
        "..%2f",
        "./",
        "...",
        ".a",
        "a.",
        ". .",
        "..;",
        "\\..\\",
        "?",
        "a?b=c",
        "#",
        "a#b",
        "%",
        "%2",
        "%2e%2e",
        "%2E",
        "%2F",
        "%252F",
        "%00",
        "+",
        "a+b",
        "&a=b",
        ";a=b",
        "@",
        "user@host",
        ":",
        "http://example.com/",
        "//example.com",
        "a b",
        " ",
        "  a  ",
        "\t",
        "\n",
        "a\r\nX-Other: 1",
        "\r\n\r\nGET / HTTP/1.1",
        "\0",
        "\u{7f}",
        "\u{80}",
        "ä",
        "日本語",
        "🦀",
        "e\u{301}",
        "\u{202e}abc",
        "\u{feff}",
        "\u{2028}",
        "\u{ff0e}\u{ff0e}",
        "\u{2025}",
        "{id}",
        "{",
        "}",
        "<>\"'`",
        "|^[]",
        "~",
        "*",
        "$(id)",
        "-",
        "_",
    ];
    let ascii = (0..=127_u8)
        .map(|byte| char::from(byte).to_string())
        .filter(|text| text != ".");
    let within = (0..=127_u8).map(|byte| format!("a{}b", char::from(byte)));
    texts
        .into_iter()
        .map(str::to_owned)
        .chain(ascii)
        .chain(within)
        .collect()
}

/// What would be another path, however it is encoded.
const STEPS: [&str; 3] = ["", ".", ".."];

/// An action with a path parameter that takes any text. The documented API has none such.
struct ReadNote {
    id: String,
}

impl Descriptor for ReadNote {
    type Response = Success;
    type Error = Error;
    const RESPONSE: &'static Schema = Success::SCHEMA;
    const ERROR: &'static Schema = Error::SCHEMA;
    const METADATA: &'static Metadata =
        &Metadata::new("note.read", Method::Get, "https://example.com", "/notes/{id}/raw").successes(&[Response::new(
            Status::Code(200),
            "The note.",
        )
        .body("Success", "application/json")
        .title("Success")
        .schema("success.json")]);
}

impl Endpoint for ReadNote {
    fn write(&self, request: &mut Outgoing) {
        request.path("id", &self.id);
    }

    fn receive(_: &Parts<'_>) -> Result<Self, Rejection> {
        Err(Rejection::UnknownPath)
    }
}

fn client(listener: &Listener) -> Client {
    Client::builder()
        .token("token")
        .base_url(listener.url())
        .build()
        .expect("it is a client")
}

/// Percent-decoding, written out so that nothing under test is used to judge it.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let digits = core::str::from_utf8(&tail[..2]).expect("they are digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("they are digits"));
            rest = &tail[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).expect("it is text")
}

#[tokio::test]
async fn an_id_that_breaks_its_pattern_is_refused_before_anything_is_sent() {
    let mut listener = Listener::start("200 OK", "{}").await;
    let client = client(&listener);
    for text in hostile().iter().map(String::as_str).chain(STEPS) {
        assert!(text.parse::<ObjectId>().is_err(), "{text:?}");
        // A server may have sent it: then it is an `ObjectId`, and still none that can be asked for.
        let id: ObjectId = serde_json::from_value(text.into()).expect("reading is liberal");
        let error = client.user_oauth_token(id).get().await.expect_err("the id is none");
        assert!(
            matches!(error, CallError::Request(RequestError::Invalid(_))),
            "{text:?}: {error}"
        );
    }
    // The first request that arrives is one that is right: nothing came before it.
    let id: ObjectId = "575ec7417ae143cd83dc4a95".parse().expect("it is an id");
    client.user_oauth_token(id).get().await.expect("it works");
    assert_eq!(
        listener.next().await.line,
        "GET /me/oauth-tokens/575ec7417ae143cd83dc4a95 HTTP/1.1"
    );
}

#[tokio::test]
async fn any_text_arrives_as_it_is_in_one_segment() {
    let mut listener = Listener::start("200 OK", r#"{"success":true}"#).await;
    let client = client(&listener);
    for id in hostile() {
        client
            .send(&ReadNote { id: id.clone() })
            .await
            .unwrap_or_else(|error| panic!("{id:?}: {error}"));
        let captured = listener.next().await;
        let parts: Vec<&str> = captured.line.split(' ').collect();
        let ["GET", path, "HTTP/1.1"] = parts[..] else {
            panic!("{id:?} broke the request line: {:?}", captured.line);
        };
        let segments: Vec<&str> = path.split('/').collect();
        let ["", "notes", segment, "raw"] = segments[..] else {
            panic!("{id:?} left its segment: {path}");
        };
        assert!(!segment.contains(['?', '#']), "{id:?}: {path}");
        assert_eq!(decode(segment), id);
        let route = route(&[ReadNote::METADATA], "GET", path).expect("the server finds the action");
        assert_eq!(route.parameters, [("id", segment)]);
        let names: Vec<&str> = captured.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert!(!names.contains(&"x-other"), "{names:?}");
    }
}

#[tokio::test]
async fn what_would_be_another_path_is_refused_before_anything_is_sent() {
    let mut listener = Listener::start("200 OK", r#"{"success":true}"#).await;
    let client = client(&listener);
    for id in STEPS {
        let error = client
            .send(&ReadNote { id: id.to_owned() })
            .await
            .expect_err("it would be another path");
        assert!(
            matches!(&error, CallError::Request(RequestError::Path { segment }) if segment == "{id}"),
            "{id:?}: {error}"
        );
    }
    client
        .send(&ReadNote { id: "right".to_owned() })
        .await
        .expect("it works");
    assert_eq!(listener.next().await.line, "GET /notes/right/raw HTTP/1.1");
}

#[tokio::test]
async fn a_token_that_would_be_more_than_a_header_is_refused_when_the_client_is_built() {
    for token in ["a\r\nX-Other: 1", "a\n", "\ra", "a\0", "a b", "", "ä", "a\u{7f}"] {
        let error = Client::builder().token(token).build().expect_err("it is no token");
        assert!(matches!(error, BuildError::Token(_)), "{token:?}: {error}");
        let error = losant::blocking::Client::builder()
            .token(token)
            .build()
            .expect_err("it is no token");
        assert!(matches!(error, BuildError::Token(_)), "{token:?}: {error}");
    }
}
