//! A request with its answer, as they went over the wire.

use core::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderName, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use losant::Json;

/// A request that came in, and the answer that it got.
///
/// `Display` shows both for a person to read. No form shows what stands in `Authorization`; only
/// [`request`](Self::request) has it.
#[derive(Debug, Clone)]
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

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        for line in pretty(body).lines() {
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

/// JSON with its properties in their order, or what else there is.
fn pretty(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let json = Json::parse(&text)
        .ok()
        .and_then(|json| serde_json::to_string_pretty(&json).ok());
    json.unwrap_or_else(|| text.into_owned())
}
