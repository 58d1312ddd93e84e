//! Several credentials on one client: `credentials/openapi.yaml`, as a framework writes it, with both clients and a small server.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use credentials::endpoints::{Security, blocking, client};
use credentials::types::LoginBody;
use typewright_runtime::http::{CallError, RequestError};

#[path = "support/head.rs"]
mod head;
#[allow(dead_code, missing_docs, clippy::struct_field_names)]
mod credentials {
    include!(concat!(env!("OUT_DIR"), "/credentials/mod.rs"));
}

/// Starts a server that refuses requests without the credentials of their path. Returns its address and what it receives.
fn server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sent, received) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let head = head::read(&mut stream);
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            let mut form = vec![0; length.unwrap_or_default()];
            stream.read_exact(&mut form).expect("a body");
            let has = |line: &str| head.lines().any(|own| own == line);
            let (key, token, cookie) = (
                has("x-key: k1"),
                has("authorization: Bearer t1"),
                has("cookie: session=s1"),
            );
            let target = head.split(" HTTP").next().unwrap_or_default();
            let body = match target {
                "POST /token" if form == b"username=ada&password=x" => r#"{"access_token":"t1","token_type":"bearer"}"#,
                "GET /items/" if token && !key => r#"["a"]"#,
                "DELETE /items/1" if token && key => "{}",
                "PUT /items/1" if token != key => "{}",
                "GET /session" if cookie && !token => r#""s1""#,
                _ => "",
            };
            let status = if body.is_empty() { 401 } else { 200 };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
            );
            // The client and the test may be gone.
            let _ = stream.write_all((head + body).as_bytes());
            let _ = sent.send(format!("{target} {status}"));
        }
    });
    (url, received)
}

const CALLS: [&str; 4] = [
    "GET /items/ 200",
    "DELETE /items/1 200",
    "PUT /items/1 200",
    "GET /session 200",
];

#[test]
fn an_action_is_sent_with_its_own_credentials_of_several() {
    let (url, received) = server();
    let anonymous = blocking::Client::builder().base_url(url.as_str()).build();
    let token = anonymous.expect("a client").token().login(LoginBody::new("ada", "x"));
    let token = token.expect("a token").access_token;
    assert_eq!(received.recv().as_deref(), Ok("POST /token 200"));
    let client = blocking::Client::builder()
        .base_url(url.as_str())
        .credential(Security::OAUTH2_PASSWORD_BEARER, token.as_str())
        .credential(Security::API_KEY_HEADER, "k1")
        .credential(Security::API_KEY_COOKIE, "s1")
        .build()
        .expect("a client");
    assert_eq!(client.items().list_items().expect("the items"), ["a"]);
    client.items().delete_item(1).expect("both are sent");
    client.items().replace_item(1).expect("one of them is sent");
    assert_eq!(client.session().session().expect("the cookie"), "s1");
    let targets: Vec<String> = received.try_iter().collect();
    assert_eq!(targets, CALLS);

    let client = client::Client::builder()
        .base_url(url.as_str())
        .credential(Security::OAUTH2_PASSWORD_BEARER, token)
        .credential(Security::API_KEY_HEADER, "k1")
        .credential(Security::API_KEY_COOKIE, "s1")
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        assert_eq!(client.items().list_items().await.expect("the items"), ["a"]);
        client.items().delete_item(1).await.expect("both are sent");
        client.items().replace_item(1).await.expect("one of them is sent");
        assert_eq!(client.session().session().await.expect("the cookie"), "s1");
    });
    let targets: Vec<String> = received.try_iter().collect();
    assert_eq!(targets, CALLS);
}

#[test]
fn an_action_that_needs_two_credentials_is_not_sent_with_one() {
    let (url, received) = server();
    let client = blocking::Client::builder()
        .base_url(url)
        .credential(Security::API_KEY_HEADER, "k1")
        .build()
        .expect("a client");
    let refused = client.items().delete_item(1);
    assert!(
        matches!(refused, Err(CallError::Request(RequestError::NoCredentials { .. }))),
        "{refused:?}"
    );
    assert_eq!(received.try_iter().count(), 0, "nothing is sent");
}
