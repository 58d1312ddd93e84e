//! A server that gives one answer after the other.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Request, Response};
use losant::Client;
use tokio::net::TcpListener;

/// The answers to come: method and path, then status, media type and body.
pub type Answer = (&'static str, u16, &'static str, &'static str);

pub const JSON: &str = "application/json";
pub const EVENTS: &str = "text/event-stream";

#[derive(Clone)]
pub struct Server {
    pub url: String,
    state: Arc<Mutex<(VecDeque<Answer>, Vec<String>)>>,
}

impl Server {
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = Self {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            state: Arc::new(Mutex::new((answers.into_iter().collect(), Vec::new()))),
        };
        let app = Router::new().fallback(answer).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        server
    }

    pub fn client(&self) -> Client {
        let builder = Client::builder().token("a-token").base_url(self.url.as_str());
        builder.build().expect("a client")
    }

    /// The bodies of the requests; where there is none, the query.
    pub fn requests(&self) -> Vec<String> {
        self.state.lock().expect("no panic").1.clone()
    }
}

async fn answer(State(server): State<Server>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a short body");
    let body = String::from_utf8_lossy(&body).into_owned();
    let line = format!("{} {}", parts.method, parts.uri.path());
    let mut state = server.state.lock().expect("no panic");
    let sent = if body.is_empty() {
        parts.uri.query().unwrap_or_default().to_owned()
    } else {
        body
    };
    let due = state.0.front().copied().filter(|(expected, ..)| *expected == line);
    if due.is_some() {
        state.0.pop_front();
    }
    let (_, status, media_type, body) = due.unwrap_or(("", 404, JSON, r#"{"type":"NotFound"}"#));
    state.1.push(sent);
    let answer = Response::builder().status(status).header("content-type", media_type);
    answer.body(Body::from(body)).expect("an answer")
}
