//! A request with its answer, as they went over the wire.

use core::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderName, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use losant::Json;

/// A request that came in, and the answer that it got.
///
/// `Display` shows both for a person to read, the alternate form (`{:#}`) in one line. No form shows what stands in
/// `Authorization`, or a token, a secret or a password in a body; only [`request`](Self::request) and [`answer`](Self::answer)
/// have them.
#[derive(Clone)]
pub struct Exchange {
    request: Request<Bytes>,
    answer: Response<Bytes>,
}

impl Exchange {
    pub(crate) fn new(mut request: Request<Bytes>, answer: Response<Bytes>) -> Self {
        // `Debug` of a header map leaves out what is marked.
        for (name, value) in request.headers_mut() {
            if name == AUTHORIZATION {
                value.set_sensitive(true);
            }
        }
        // Extensions are about the connection.
        request.extensions_mut().clear();
        Self { request, answer }
    }

    /// The request: method, path, headers, body.
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// The answer: status, headers, body.
    pub fn answer(&self) -> &Response<Bytes> {
        &self.answer
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.answer.status()
    }
}

/// The headers that are worth a line.
const SHOWN: [HeaderName; 5] = [ACCEPT, AUTHORIZATION, CONTENT_TYPE, ALLOW, WWW_AUTHENTICATE];

/// How much of a body stands in one line.
const SHOWN_CHARACTERS: usize = 100;

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exchange({self:#})")
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            let (method, uri) = (self.request.method(), self.request.uri());
            let body = readable(self.answer.body(), Json::to_string);
            let body = body.split_whitespace().collect::<Vec<&str>>().join(" ");
            let body: String = body.chars().take(SHOWN_CHARACTERS).collect();
            return write!(f, "{method} {uri} → {}  {body}", self.answer.status());
        }
        writeln!(f, "> {} {}", self.request.method(), self.request.uri())?;
        write_message(f, '>', self.request.headers(), self.request.body())?;
        writeln!(f, "< {}", self.answer.status())?;
        write_message(f, '<', self.answer.headers(), self.answer.body())
    }
}

fn write_message(f: &mut fmt::Formatter<'_>, side: char, headers: &HeaderMap, body: &[u8]) -> fmt::Result {
    for name in &SHOWN {
        for value in headers.get_all(name) {
            writeln!(f, "{side} {name}: {}", shown(name, value))?;
        }
    }
    if !body.is_empty() {
        writeln!(f, "{side}")?;
        let pretty = |json: &Json| serde_json::to_string_pretty(json).unwrap_or_else(|_| json.to_string());
        for line in readable(body, pretty).lines() {
            writeln!(f, "{side} {line}")?;
        }
    }
    Ok(())
}

fn shown(name: &HeaderName, value: &HeaderValue) -> String {
    match value.to_str() {
        // The scheme may be shown, what stands behind it never.
        Ok(_) if name == AUTHORIZATION => "Bearer …".to_owned(),
        Ok(text) => text.to_owned(),
        Err(_) => "…".to_owned(),
    }
}

/// JSON with its properties in their order and without secrets, or what else there is.
fn readable(body: &[u8], write: impl Fn(&Json) -> String) -> String {
    let text = String::from_utf8_lossy(body);
    match Json::parse(&text) {
        Ok(mut json) => {
            hide_secrets(&mut json);
            write(&json)
        }
        Err(_) => text.into_owned(),
    }
}

/// The ends of the names of properties that are secret.
const SECRET: [&str; 3] = ["token", "secret", "password"];

fn hide_secrets(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(hide_secrets),
        Json::Object(properties) => {
            for (name, value) in properties.iter_mut() {
                let name = name.to_ascii_lowercase();
                if matches!(value, Json::String(_)) && SECRET.iter().any(|end| name.ends_with(end)) {
                    *value = Json::String("…".to_owned());
                }
                hide_secrets(value);
            }
        }
        _ => {}
    }
}
