//! A Losant for one device, with tokens that expire, errors on demand, and streams that break.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode};
use losant::device_session::DeviceSessionBuilder;
use losant::types::ObjectId;
use losant::{Client, DeviceSession, blocking};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub const APPLICATION: &str = "575ec8687ae143cd83dc4a97";
pub const DEVICE: &str = "575ecf887ae143cd83dc4aa2";

/// What the server does and has seen.
#[derive(Default)]
pub struct Seen {
    /// The claims of the tokens that are made.
    pub claims: Value,
    pub logins: usize,
    /// The statuses of the next answers to logins, with the value of `Retry-After`; afterwards they succeed.
    pub login_statuses: VecDeque<(u16, &'static str)>,
    /// How many of the first tokens are not accepted anymore.
    pub revoked: usize,
    pub unauthorized: usize,
    /// The statuses of the next answers to reports, with the value of `Retry-After`; afterwards they succeed.
    pub statuses: VecDeque<(u16, &'static str)>,
    /// When each report arrived, whatever the answer was.
    pub arrivals: Vec<Instant>,
    /// The reports that were accepted.
    pub reports: Vec<Value>,
    /// The next answers to requests for commands; afterwards there are none.
    pub streams: VecDeque<(u16, &'static str)>,
    /// The header `Last-Event-ID` of each request for commands.
    pub resumed: Vec<String>,
}

#[derive(Clone, Default)]
pub struct Losant(Arc<Mutex<Seen>>);

impl Losant {
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().expect("no test has panicked with it")
    }

    /// Starts the server, and prepares a session of the async client.
    pub async fn start(&self) -> DeviceSessionBuilder<Client> {
        let url = self.serve().await;
        DeviceSession::builder(device(), "the-access-key", "the-secret")
            .configure(move |client| client.base_url(url.as_str()).timeout(Duration::from_secs(5)))
    }

    /// Starts the server in a runtime, and prepares a session of the blocking client.
    pub fn start_in(&self, runtime: &Runtime) -> DeviceSessionBuilder<blocking::Client> {
        let url = runtime.block_on(self.serve());
        blocking::DeviceSession::builder(device(), "the-access-key", "the-secret")
            .configure(move |client| client.base_url(url.as_str()).timeout(Duration::from_secs(5)))
    }

    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let app = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        url
    }

    /// The highest number of reports within a second.
    pub fn most_in_a_second(&self) -> usize {
        let arrivals = &self.seen().arrivals;
        let within = |first: &Instant| {
            let end = *first + Duration::from_secs(1);
            arrivals.iter().filter(|at| *at >= first && **at < end).count()
        };
        arrivals.iter().map(within).max().unwrap_or_default()
    }
}

fn device() -> ObjectId {
    DEVICE.parse().expect("an ID")
}

async fn answer(State(losant): State<Losant>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.expect("a short body");
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let device = format!("/applications/{APPLICATION}/devices/{DEVICE}");
    match (parts.method, parts.uri.path()) {
        (Method::POST, "/auth/device") => losant.login(&body),
        _ if !losant.is_authorized(&parts.headers) => json_answer(401, "", &json!({"type": "Unauthorized"})),
        (Method::POST, path) if path == format!("{device}/state") => losant.report(body),
        (Method::GET, path) if path == format!("{device}/commandStream") => losant.commands(&parts.headers),
        _ => json_answer(404, "", &json!({"type": "NotFound"})),
    }
}

impl Losant {
    fn login(&self, body: &Value) -> Response<Body> {
        let mut seen = self.seen();
        seen.logins += 1;
        if let Some((status, retry_after)) = seen.login_statuses.pop_front() {
            return json_answer(status, retry_after, &json!({"type": "Busy"}));
        }
        if body != &json!({"deviceId": DEVICE, "key": "the-access-key", "secret": "the-secret"}) {
            return json_answer(401, "", &json!({"type": "Unauthorized", "message": "wrong secret"}));
        }
        let claims = base64_url(&seen.claims.to_string());
        let token = format!("head.{claims}.{}", seen.logins);
        let device = json!({
            "applicationId": APPLICATION, "deviceId": DEVICE, "deviceClass": "standalone", "token": token,
        });
        json_answer(200, "", &device)
    }

    fn is_authorized(&self, headers: &HeaderMap) -> bool {
        let mut seen = self.seen();
        let token = headers.get("authorization").and_then(|value| value.to_str().ok());
        let number = token.and_then(|token| token.rsplit('.').next()?.parse().ok());
        let is_authorized = number.is_some_and(|number: usize| number > seen.revoked);
        seen.unauthorized += usize::from(!is_authorized);
        is_authorized
    }

    fn report(&self, body: Value) -> Response<Body> {
        let mut seen = self.seen();
        seen.arrivals.push(Instant::now());
        match seen.statuses.pop_front() {
            Some((status, retry_after)) => json_answer(status, retry_after, &json!({"type": "Busy"})),
            None => {
                seen.reports.push(body);
                json_answer(200, "", &json!({"success": true}))
            }
        }
    }

    fn commands(&self, headers: &HeaderMap) -> Response<Body> {
        let mut seen = self.seen();
        let id = headers.get("last-event-id").and_then(|value| value.to_str().ok());
        seen.resumed.push(id.unwrap_or_default().to_owned());
        let (status, events) = seen.streams.pop_front().unwrap_or((404, ""));
        if status != 200 {
            return json_answer(status, "", &json!({"type": "NotFound"}));
        }
        let mut answer = Response::new(Body::from(events));
        let media_type = "text/event-stream".parse().expect("a header");
        answer.headers_mut().insert("content-type", media_type);
        answer
    }
}

fn json_answer(status: u16, retry_after: &str, body: &Value) -> Response<Body> {
    let mut answer = Response::builder()
        .status(StatusCode::from_u16(status).expect("a status"))
        .header("content-type", "application/json");
    if !retry_after.is_empty() {
        answer = answer.header("retry-after", retry_after);
    }
    answer.body(Body::from(body.to_string())).expect("an answer")
}

/// Base64 with the alphabet for URLs, without padding.
fn base64_url(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = text
        .bytes()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let digits = bits.chunks(6).map(|digit| {
        let index = (0..6).fold(0, |index, bit| index << 1 | digit.get(bit).copied().unwrap_or(0));
        char::from(DIGITS[usize::from(index)])
    });
    digits.collect()
}
