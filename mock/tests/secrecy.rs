//! The API access token is in no log line and in no form of a value that can be shown.

#[path = "secrecy/log.rs"]
mod log;
#[path = "support/session.rs"]
mod session;

use core::fmt::{Debug, Write};
use std::error::Error;

use losant::endpoint::{Descriptor, TokenScheme};
use losant::endpoints::user_oauth_token::{Get, Patch};
use losant::http::{CallError, RequestError, Token, TransportKind, to_http};
use losant::types::{ObjectId, UserOauthTokenPatch};
use losant::{Client, RetryPolicy, blocking};
use losant_mock::Mock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use log::Log;

/// Everything that was shown, to be searched at the end.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn debug(&mut self, value: &impl Debug) {
        write!(self.0, "{value:?}\n{value:#?}\n").expect("it is text");
    }

    fn error(&mut self, error: &(dyn Error + 'static)) {
        let mut cause = Some(error);
        while let Some(error) = cause {
            write!(self.0, "{error}\n{error:#}\n{error:?}\n{error:#?}\n").expect("it is text");
            cause = error.source();
        }
    }
}

/// The token in all the forms in which it could stand in a text.
fn forms(token: &str) -> Vec<String> {
    let bytes = token.as_bytes();
    // Part of it is too much too.
    let (start, end) = token.split_at(token.len() / 2);
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let hex = hex.concat();
    vec![
        start.to_owned(),
        end.to_owned(),
        numbers.join(", "),
        numbers.join(",\n    "),
        hex.to_uppercase(),
        hex,
    ]
}

fn assert_secret(text: &str, token: &str) {
    for form in forms(token) {
        let line = text.lines().find(|line| line.contains(&form));
        assert!(line.is_none() && !text.contains(&form), "the token is shown: {line:?}");
    }
}

/// A session with all kinds of failures.
async fn session(mock: &Mock, shown: &mut Shown) {
    let builder = Client::builder()
        .token(mock.token())
        .base_url(mock.url())
        .retries(RetryPolicy::none());
    shown.debug(&builder);
    let client = builder.build().expect("it is a client");
    shown.debug(&client);
    let token = client.user_oauth_token(session::id());
    shown.debug(&token);

    // What works.
    shown.debug(&client.send_response(&Get::new(session::id())).await.expect("it works"));
    shown.debug(
        &token
            .patch(UserOauthTokenPatch::new().name("New"))
            .await
            .expect("it works"),
    );
    shown.debug(&token.delete().await.expect("it works"));

    // A documented error, and one that is not.
    let error = token.get().await.expect_err("it is gone");
    assert!(matches!(error, CallError::Documented(_)));
    shown.error(&error);
    mock.fail_next(500.try_into().expect("it is a status"), losant::types::Error::new());
    let error = token.get().await.expect_err("the mock was told to");
    assert!(matches!(error, CallError::Undocumented(_)));
    shown.error(&error);

    // What is not sent.
    let malformed: ObjectId = serde_json::from_value("../x".into()).expect("reading is liberal");
    let error = client
        .user_oauth_token(malformed)
        .get()
        .await
        .expect_err("the id is none");
    assert!(matches!(error, CallError::Request(RequestError::Invalid(_))));
    shown.error(&error);
    let narrow = Token::new(mock.token())
        .expect("it is a token")
        .with_scopes(["all.Device"]);
    let client = Client::builder()
        .token(narrow)
        .base_url(mock.url())
        .build()
        .expect("it is a client");
    shown.debug(&client);
    let error = client
        .user_oauth_token(session::id())
        .get()
        .await
        .expect_err("the scope is missing");
    assert!(matches!(error, CallError::Request(RequestError::MissingScope { .. })));
    shown.error(&error);
}

/// What goes wrong where nobody listens, and where everybody hangs up.
async fn on_the_way(mock: &Mock, shown: &mut Shown) {
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let refused = format!("http://{}", nobody.local_addr().expect("it has an address"));
    drop(nobody);
    let rude = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let broken = format!("http://{}", rude.local_addr().expect("it has an address"));
    tokio::spawn(async move { while rude.accept().await.is_ok() {} });
    for (url, kind) in [(refused, TransportKind::Connect), (broken, TransportKind::Broken)] {
        // With a retry, which is a log line of its own.
        let retries = RetryPolicy::default()
            .retries(1)
            .first_wait(core::time::Duration::from_millis(1));
        let builder = Client::builder().token(mock.token()).base_url(url).retries(retries);
        let client = builder.build().expect("it is a client");
        let error = client
            .user_oauth_token(session::id())
            .get()
            .await
            .expect_err("there is no server");
        assert!(
            matches!(&error, CallError::Transport(error) if error.kind() == kind),
            "{error}"
        );
        shown.error(&error);
    }
}

/// What a server says that repeats what it was sent.
async fn echoed(token: &str, shown: &mut Shown) {
    let escaped: Vec<String> = token.bytes().map(|byte| format!("\\u{byte:04X}")).collect();
    let escaped = escaped.concat();
    let answers = [
        ("404 Not Found", format!(r#"{{"message":"{escaped}"}}"#)),
        ("200 OK", format!(r#"{{"{escaped}":1,"{escaped}":2}}"#)),
        (
            "404 Not Found",
            format!(r#"{{"type":"NotFound","message":"Bearer {token}"}}"#),
        ),
        ("404 Not Found", format!(r#""Bearer {token}""#)),
        ("200 OK", format!(r#"{{"status":["{token}"]}}"#)),
        ("200 OK", format!(r#"{{"{token}":1,"{token}":2}}"#)),
        ("500 Internal Server Error", format!("<p>{token}</p>")),
    ];
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let builder = Client::builder().token(token).base_url(url);
    let client = builder.retries(RetryPolicy::none()).build().expect("it is a client");
    for (status, body) in answers {
        let call = async { client.user_oauth_token(session::id()).get().await };
        let serve = async {
            let (mut stream, _) = listener.accept().await.expect("it is called");
            let mut request = [0; 4096];
            let read = stream.read(&mut request).await.expect("it is asked");
            assert!(read > 0, "there is a request");
            let echo = format!("X-Echo: {token}\r\nContent-Type: text/{token}\r\n");
            let head = format!("HTTP/1.1 {status}\r\n{echo}Connection: close\r\n");
            let answer = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).await.expect("it listens");
        };
        let (called, ()) = tokio::join!(call, serve);
        shown.error(&called.expect_err("this is no good answer"));
    }
}

/// The same, blocking, and more briefly.
fn blocking_session(token: &str, url: String, shown: &mut Shown) {
    let builder = blocking::Client::builder()
        .token(token)
        .base_url(url)
        .retries(RetryPolicy::none());
    shown.debug(&builder);
    let client = builder.build().expect("it is a client");
    shown.debug(&client);
    let error = client.user_oauth_token(session::id()).get().expect_err("it is gone");
    assert!(matches!(error, CallError::Documented(_)));
    shown.error(&error);
}

/// Tokens, requests and what is wrong with them.
fn values(secret: &str, shown: &mut Shown) {
    let token = Token::new(secret).expect("it is a token");
    shown.debug(&token);
    shown.debug(&token.header(TokenScheme::Bearer));
    let patch = Patch::new(session::id(), UserOauthTokenPatch::new().name("New"));
    shown.debug(&patch);
    shown.debug(&to_http(&patch, None, Some(&token)).expect("it is right"));
    shown.debug(&<Patch as Descriptor>::METADATA);
    let broken = format!("{secret}\r\nX-Other: 1");
    shown.error(&Token::new(&broken).expect_err("it is no token"));
    let builder = Client::builder().token(broken);
    shown.debug(&builder);
    shown.error(&builder.build().expect_err("it is no token"));
    // A token that was put in the wrong place.
    let builder = Client::builder().base_url(format!("https://user:{secret}@example.com"));
    shown.debug(&builder);
    shown.error(&builder.build().expect_err("it is no base URL"));
}

#[tokio::test]
async fn the_token_is_never_shown() {
    let log = Log::collect();
    let mock = session::mock().await;
    let mut shown = Shown::default();

    session(&mock, &mut shown).await;
    on_the_way(&mock, &mut shown).await;
    echoed(mock.token(), &mut shown).await;
    let (token, url) = (mock.token(), mock.url());
    let blocking = move || {
        let mut shown = Shown::default();
        blocking_session(token, url, &mut shown);
        shown
    };
    shown.0 += &tokio::task::spawn_blocking(blocking).await.expect("it ran").0;
    values(mock.token(), &mut shown);
    shown.debug(&mock);
    shown.debug(&mock.exchanges());
    mock.exchanges()
        .iter()
        .for_each(|send_response| shown.0 += &send_response.to_string());

    assert_secret(&shown.0, mock.token());
    let lines = log.text();
    // It would be easy to find nothing in an empty log.
    for expected in [
        "http_call",
        "userOauthToken.get",
        "trying again",
        "typewright_runtime",
        "hyper_util",
        "reqwest",
    ] {
        assert!(lines.contains(expected), "{expected} is not in the log:\n{lines}");
    }
    assert_secret(&lines, mock.token());
}

#[test]
fn a_token_that_is_shown_would_be_found() {
    let text = format!("{:?}", "secret-token".as_bytes());
    for text in [&text, "… Bearer secret-token …", "7365637265742D746F6B656E"] {
        assert!(forms("secret-token").iter().any(|form| text.contains(form)), "{text}");
    }
}
