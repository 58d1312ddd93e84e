//! Credentials and servers of generated clients: what they send to a server on this machine.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use typewright_runtime::client::{Credentials, Needed, blocking};
use typewright_runtime::http::{CallError, InvalidToken, RequestError, Token, Tokens};

use crate::api::endpoints::blocking::Client as BlockingClient;
use crate::api::endpoints::client::Client;
use crate::api::endpoints::{Security, Servers};
use crate::head;

/// A server that responds with 204 if the head of a request has `Bearer` and the accepted token, otherwise with 401.
pub(super) struct Server {
    port: u16,
    accepted: Arc<Mutex<String>>,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn start(accepted: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (accepted, heads) = (
            Arc::new(Mutex::new(accepted.to_owned())),
            Arc::new(Mutex::new(Vec::new())),
        );
        let (wanted, seen) = (Arc::clone(&accepted), Arc::clone(&heads));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (wanted, seen) = (Arc::clone(&wanted), Arc::clone(&seen));
                thread::spawn(move || {
                    let head = head::read(&mut stream);
                    let lines = head.lines().filter_map(|line| line.split_once(": "));
                    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
                    let length = lengths.find_map(|(_, length)| length.parse().ok()).unwrap_or(0);
                    let mut body = Vec::new();
                    let _ = (&stream).take(length).read_to_end(&mut body);
                    let wanted = format!("Bearer {}\r\n", locked(&wanted));
                    let needs = head.contains("/credentials/either") || head.contains("/credentials/optional");
                    let status = if !needs || head.contains(&wanted) { 204 } else { 401 };
                    locked(&seen).push(head);
                    // The client may be gone.
                    let _ = stream.write_all(format!("HTTP/1.1 {status} X\r\nconnection: close\r\n\r\n").as_bytes());
                });
            }
        });
        Self { port, accepted, heads }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    pub(super) fn heads(&self) -> Vec<String> {
        std::mem::take(&mut *locked(&self.heads))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A source that counts how often it is asked, and fails when it has no tokens left.
#[derive(Clone)]
struct Source {
    tokens: Arc<Mutex<Vec<Token>>>,
    asked: Arc<AtomicUsize>,
    rejected: Arc<AtomicUsize>,
}

impl Source {
    fn of<const N: usize>(mut tokens: [Token; N]) -> Self {
        tokens.reverse();
        Self {
            tokens: Arc::new(Mutex::new(tokens.to_vec())),
            asked: Arc::default(),
            rejected: Arc::default(),
        }
    }

    fn next(&self, needed: Needed) -> Result<Tokens, String> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.rejected.fetch_add(usize::from(needed.rejected), Ordering::SeqCst);
        let schemes: Vec<&str> = needed.schemes().iter().map(|scheme| scheme.name).collect();
        assert!(schemes.contains(&"bearer"), "{schemes:?}");
        let token = locked(&self.tokens).pop().ok_or("the login is closed")?;
        Ok(Tokens::new().with(Security::BEARER, token))
    }

    fn asked(&self) -> (usize, usize) {
        (self.asked.load(Ordering::SeqCst), self.rejected.load(Ordering::SeqCst))
    }
}

impl Credentials for Source {
    type Error = String;

    async fn tokens(&self, needed: Needed) -> Result<Tokens, String> {
        // Other calls come meanwhile.
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.next(needed)
    }
}

impl blocking::Credentials for Source {
    type Error = String;

    fn tokens(&self, needed: Needed) -> Result<Tokens, String> {
        thread::sleep(Duration::from_millis(50));
        self.next(needed)
    }
}

fn token(text: &str) -> Token {
    Token::new(text).expect("a token")
}

fn client(server: &Server, source: &Source) -> Client {
    let builder = Client::builder().credentials(source.clone()).base_url(&*server.url());
    builder.build().expect("a client")
}

fn blocking_client(server: &Server, source: &Source) -> BlockingClient {
    let builder = BlockingClient::builder()
        .credentials(source.clone())
        .base_url(&*server.url());
    builder.build().expect("a client")
}

pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

/// Fifty calls at the same time; the number of those that succeed.
fn fifty_calls(client: &Client) -> usize {
    run(async {
        let mut calls = Vec::new();
        for _ in 0..50 {
            let client = client.clone();
            calls.push(tokio::task::spawn(async move {
                client.credentials().either().await.is_ok()
            }));
        }
        let mut successes = 0;
        for call in calls {
            successes += usize::from(call.await.expect("it does not panic"));
        }
        successes
    })
}

fn fifty_blocking_calls(client: &BlockingClient) -> usize {
    thread::scope(|scope| {
        let calls: Vec<_> = (0..50)
            .map(|_| scope.spawn(|| client.credentials().either().is_ok()))
            .collect();
        let results = calls.into_iter().map(|call| call.join().expect("it does not panic"));
        results.filter(|success| *success).count()
    })
}

#[test]
fn concurrent_calls_with_a_rejected_token_cause_one_refresh() {
    let server = Server::start("second");
    let source = Source::of([token("first"), token("second")]);
    assert_eq!(fifty_calls(&client(&server, &source)), 50);
    assert_eq!(source.asked(), (2, 1));
    let source = Source::of([token("first"), token("second")]);
    assert_eq!(fifty_blocking_calls(&blocking_client(&server, &source)), 50);
    assert_eq!(source.asked(), (2, 1));
}

#[test]
fn concurrent_calls_with_an_expired_token_cause_one_refresh_and_do_not_send_it() {
    let server = Server::start("second");
    let tokens = || {
        [
            token("first").expires_in(Duration::ZERO),
            token("second").expires_in(Duration::from_secs(60)),
        ]
    };
    let source = Source::of(tokens());
    let client = client(&server, &source);
    // The first token is used for the call that has asked for it.
    let _ = run(client.credentials().optional());
    server.heads();
    assert_eq!(fifty_calls(&client), 50);
    assert!(server.heads().iter().all(|head| head.contains("Bearer second")));
    let source = Source::of(tokens());
    let client = blocking_client(&server, &source);
    let _ = client.credentials().optional();
    server.heads();
    assert_eq!(fifty_blocking_calls(&client), 50);
    assert!(server.heads().iter().all(|head| head.contains("Bearer second")));
}

#[test]
fn a_body_is_sent_again_with_other_credentials_also_if_it_is_watched() {
    let server = Server::start("second");
    let (body, idle) = (vec!["a".to_owned()], Duration::from_secs(60));
    let source = Source::of([token("first"), token("second")]);
    let call = client(&server, &source);
    run(call.credentials().send_call(body.clone()).idle_timeout(idle).send()).expect("it is sent again");
    let source = Source::of([token("first"), token("second")]);
    let call = blocking_client(&server, &source);
    let sent = call.credentials().send_call(body).idle_timeout(idle).send();
    sent.expect("it is sent again");
    assert_eq!(server.heads().len(), 4);
}

#[test]
fn a_second_401_is_returned() {
    let server = Server::start("third");
    let source = Source::of([token("first"), token("second"), token("third")]);
    let call = client(&server, &source);
    let error = run(call.credentials().either()).expect_err("two tokens are rejected");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!((source.asked(), server.heads().len()), ((2, 1), 2));
    run(call.credentials().either()).expect("the third one is accepted");
    // A source that has no other token is not a reason to send the call again.
    let source = Source::of([token("first"), token("first")]);
    let error = blocking_client(&server, &source).credentials().either();
    server.heads();
    assert_eq!(
        error
            .expect_err("it is rejected")
            .status()
            .map(|status| status.as_u16()),
        Some(401)
    );
    assert_eq!(source.asked(), (2, 1));
}

#[test]
fn an_error_of_the_source_is_the_error_of_all_calls_that_wait_for_it() {
    let server = Server::start("none");
    let source = Source::of([]);
    assert_eq!(fifty_calls(&client(&server, &source)), 0);
    assert_eq!((source.asked(), server.heads().len()), ((1, 0), 0));
    let error = run(client(&server, &source).credentials().either()).expect_err("the source fails");
    assert!(matches!(error, CallError::Credentials(_)));
    assert_eq!(error.to_string(), "cannot obtain credentials: the login is closed");
    assert_eq!(error.status(), None);
}

#[test]
fn a_source_is_not_asked_for_what_needs_no_credentials_or_is_invalid() {
    let server = Server::start("a");
    let source = Source::of([token("a")]);
    let client = client(&server, &source);
    run(client.servers().shared()).expect("it takes no credentials");
    let error = run(client.templates().file("a.b", "c")).expect_err("it would be read as another");
    assert!(matches!(error, CallError::Request(RequestError::Invalid(_))));
    assert_eq!(source.asked(), (0, 0));
}

#[test]
fn tokens_that_do_not_change_are_used_beside_a_source_and_without_one() -> Result<(), InvalidToken> {
    let server = Server::start("fixed");
    let source = Source::of([token("fixed")]);
    let client = Client::builder()
        .credential(Security::BEARER, "expired")
        .credential(Security::IN_QUERY, Token::key("k y")?)
        .credentials(source.clone())
        .base_url(&*server.url())
        .build()
        .expect("a client");
    run(client.credentials().in_query()).expect("it is accepted");
    assert!(server.heads()[0].starts_with("GET /v1/credentials/query?key=k%20y HTTP/1.1"));
    assert_eq!(source.asked(), (0, 0));
    run(client.credentials().either()).expect("it is accepted with the token of the source");
    assert_eq!(source.asked(), (1, 1));
    let client = BlockingClient::builder()
        .credential(Security::BEARER, "fixed")
        .base_url(&*server.url())
        .build()
        .expect("a client");
    client.credentials().either().expect("it is accepted");
    assert!(matches!(
        client.credentials().both(),
        Err(CallError::Request(RequestError::NoCredentials { .. }))
    ));
    Ok(())
}

#[test]
fn a_selected_server_is_called() {
    let server = Server::start("none");
    let port = server.port.to_string();
    let local = Servers::ALL[2];
    let client = Client::builder()
        .server(&local, &[("port", &*port)])
        .build()
        .expect("a client");
    run(client.servers().shared()).expect("it is there");
    let client = BlockingClient::builder()
        .server(&local, &[("port", &*port), ("version", "v2")])
        .build()
        .expect("a client");
    client.servers().shared().expect("it is there");
    let targets: Vec<String> = server
        .heads()
        .iter()
        .map(|head| head.split(' ').nth(1).unwrap_or_default().to_owned())
        .collect();
    assert_eq!(targets, ["/v1/servers/shared", "/v2/servers/shared"]);
    let unknown = Client::builder().server(&local, &[("region", "eu")]).build();
    assert!(
        unknown
            .expect_err("it has no such variable")
            .to_string()
            .contains("region")
    );
}

#[test]
fn a_token_that_the_server_revokes_is_replaced() {
    let server = Server::start("first");
    let source = Source::of([token("first"), token("second")]);
    let client = blocking_client(&server, &source);
    client.credentials().either().expect("it is accepted");
    *locked(&server.accepted) = "second".to_owned();
    client.credentials().either().expect("it is accepted after a refresh");
    assert_eq!(source.asked(), (2, 1));
}
