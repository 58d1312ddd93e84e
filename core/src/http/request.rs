//! Conversion of a typed request to an `http::Request`.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, Cursor, Read};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

use super::token::secret_header;
use super::{BaseUrl, RequestError, Token, Tokens, tokens};
use crate::endpoint::contents::json_media_type;
use crate::endpoint::{self, Endpoint, Metadata, OpenError, Opened, Upload};

/// Converts a request into one that any HTTP client can send.
///
/// `base` is the base URL of the API; `None` selects the documented server. An action with a server of its own keeps the
/// path of that server behind the base URL. The token is sent if the action uses one,
/// marked as sensitive if it is in a header. The body is validated exactly. A body in a file or from a reader is read into
/// memory. For several tokens, see [`to_http_with`].
///
/// The request has no parameters of every action, such as the version of the API: a client adds these, because they are set
/// once for all requests. Add those that the API needs to the headers or the query.
///
/// # Errors
/// [`RequestError`]: the request violates its schema, a parameter would change the path, or the action requires a token
/// or a scope that is missing.
pub fn to_http<E: Endpoint>(
    request: &E,
    base: Option<&BaseUrl>,
    token: Option<&Token>,
) -> Result<Request<Bytes>, RequestError> {
    let tokens = token.cloned().map(Tokens::from).unwrap_or_default();
    to_http_with(request, base, &tokens)
}

/// Like [`to_http`], with tokens for several security schemes. A token for a query stands in the URL, which `Debug` of
/// the returned request shows.
///
/// # Errors
/// See [`to_http`].
pub fn to_http_with<E: Endpoint>(
    request: &E,
    base: Option<&BaseUrl>,
    tokens: &Tokens,
) -> Result<Request<Bytes>, RequestError> {
    Prepared::new(request, base, tokens)?.into_http()
}

/// The parts of a valid request, ready to be sent.
#[doc(hidden)]
pub struct Prepared {
    /// The method.
    pub method: Method,
    /// Base URL, path and query; without a host if the API is documented without a server and there is no base URL.
    pub url: String,
    /// The part of the query that holds tokens; empty if there is none.
    pub secret_query: String,
    /// All headers of the request; those with a token are marked as sensitive.
    pub headers: HeaderMap,
    /// The body, if there is one.
    pub body: Option<PreparedBody>,
}

/// A body that is ready to be sent.
#[doc(hidden)]
pub enum PreparedBody {
    /// Bytes in memory.
    Bytes(Bytes),
    /// Segments that are read while they are sent.
    Segments(Vec<Opened>),
}

impl PreparedBody {
    fn open(body: Upload) -> Result<Self, RequestError> {
        let mut segments = body.open().map_err(|error| match error {
            OpenError::File { path, error } => {
                let message = format!("{}: {error}", path.display());
                RequestError::Content(io::Error::new(error.kind(), message))
            }
            OpenError::Consumed => RequestError::Consumed,
        })?;
        match (segments.len(), segments.pop()) {
            (_, None) => Ok(Self::Bytes(Bytes::new())),
            (1, Some(Opened::Bytes(bytes))) => Ok(Self::Bytes(Bytes::from(bytes))),
            (_, Some(last)) => {
                segments.push(last);
                Ok(Self::Segments(segments))
            }
        }
    }

    /// The number of bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Segments(segments) => segments.iter().map(Opened::length).sum(),
        }
    }
}

/// A reader for the segments of a body.
#[doc(hidden)]
pub struct Segments {
    rest: VecDeque<Box<dyn Read + Send>>,
}

impl Segments {
    /// Creates a reader.
    ///
    /// # Errors
    /// If a segment can only be sent by an async client.
    pub fn new(segments: Vec<Opened>) -> Result<Self, RequestError> {
        let rest = segments.into_iter().map(|segment| match segment {
            Opened::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes)) as Box<dyn Read + Send>),
            Opened::Reader(reader) => Ok(Box::new(reader) as Box<dyn Read + Send>),
            Opened::Chunks(_) => Err(RequestError::Content(io::Error::new(
                io::ErrorKind::Unsupported,
                "a stream can only be sent by an async client",
            ))),
        });
        let rest = rest.collect::<Result<_, _>>()?;
        Ok(Self { rest })
    }
}

impl Read for Segments {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(segment) = self.rest.front_mut() {
            let count = segment.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            self.rest.pop_front();
        }
        Ok(0)
    }
}

impl Prepared {
    /// Validates a request and splits it into its parts.
    ///
    /// # Errors
    /// See [`to_http`].
    pub fn new<E: Endpoint>(request: &E, base: Option<&BaseUrl>, tokens: &Tokens) -> Result<Self, RequestError> {
        if E::METADATA.is_webhook {
            return Err(RequestError::Webhook);
        }
        Self::of(request, base, tokens)
    }

    /// Like [`new`](Self::new), for webhooks, too.
    pub(super) fn of<E: Endpoint>(request: &E, base: Option<&BaseUrl>, tokens: &Tokens) -> Result<Self, RequestError> {
        let metadata = E::METADATA;
        request.validate().map_err(RequestError::Invalid)?;
        let path = request.path();
        if let Some(segment) = astray(metadata, &path) {
            return Err(RequestError::Path { segment });
        }
        // The base URL replaces the server of the API. An action with a server of its own keeps the path of it.
        let (server, server_path) = match base {
            Some(base) if metadata.servers.is_empty() => (base.as_str(), ""),
            Some(base) => (base.as_str(), metadata.server_path()),
            None => (metadata.server, ""),
        };
        let mut query = request.query();
        let mut headers = HeaderMap::with_capacity(4);
        headers.insert(ACCEPT, request.accept().map_or_else(|| accept(metadata), header_value)?);
        for (name, value) in request.headers() {
            let header = parameter_header(name, &value).ok_or(RequestError::Header { name })?;
            headers.insert(header.0, header.1);
        }
        let cookies = request.cookies().into_iter();
        let mut cookies: Vec<String> = cookies.map(|(name, value)| format!("{name}={value}")).collect();
        let tokens = tokens.select(metadata)?;
        let own_query = query.len();
        for token in tokens {
            tokens::attach(token, &mut headers, &mut query, &mut cookies)?;
        }
        let secret_query = query
            .get(own_query..)
            .unwrap_or_default()
            .trim_start_matches('&')
            .to_owned();
        if !cookies.is_empty() {
            // A token can be the header itself.
            if let Some(own) = headers.get(COOKIE).and_then(|own| own.to_str().ok()) {
                cookies.insert(0, own.to_owned());
            }
            let cookies = secret_header(&cookies.join("; ")).map_err(|error| RequestError::Http(error.into()))?;
            headers.insert(COOKIE, cookies);
        }
        let separator = if query.is_empty() { "" } else { "?" };
        let url = [server, server_path, &path, separator, &query].concat();
        let raw = request.body_raw().map_err(RequestError::Body)?;
        let (body, content_type) = match raw {
            Some(raw) => {
                let content_type = header_value(raw.content_type())?;
                (Some(PreparedBody::open(raw)?), content_type)
            }
            None => {
                let json = request.body_json().map_err(RequestError::Body)?;
                let json = json.map(|json| PreparedBody::Bytes(Bytes::from(json)));
                let media_type = metadata
                    .request_body
                    .map_or("application/json", |body| json_media_type(body.media_type));
                (json, header_value(media_type)?)
            }
        };
        if body.is_some() {
            headers.insert(CONTENT_TYPE, content_type);
        }
        let length = body.as_ref().map_or(Some(0), PreparedBody::length);
        if length == Some(0) && announces_body(metadata.method) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(Self {
            method: method(metadata.method),
            url,
            secret_query,
            headers,
            body,
        })
    }

    /// Converts the parts into a request. A body in a file or from a reader is read into memory.
    pub(super) fn into_http(self) -> Result<Request<Bytes>, RequestError> {
        let body = match self.body {
            None => Bytes::new(),
            Some(PreparedBody::Bytes(bytes)) => bytes,
            Some(PreparedBody::Segments(segments)) => {
                let mut bytes = Vec::new();
                Segments::new(segments)?
                    .read_to_end(&mut bytes)
                    .map_err(RequestError::Content)?;
                Bytes::from(bytes)
            }
        };
        let mut http = Request::new(body);
        *http.method_mut() = self.method;
        *http.uri_mut() = Uri::try_from(self.url).map_err(|error| RequestError::Http(error.into()))?;
        *http.headers_mut() = self.headers;
        Ok(http)
    }
}

/// The media types of the documented responses of the action.
fn accept(metadata: &Metadata) -> Result<HeaderValue, RequestError> {
    let answers = metadata.successes.iter().chain(metadata.errors).chain(metadata.untyped);
    match endpoint::accept(answers.map(|answer| answer.media_type)) {
        Cow::Borrowed(known) => Ok(HeaderValue::from_static(known)),
        Cow::Owned(joined) => header_value(&joined),
    }
}

fn header_value(text: &str) -> Result<HeaderValue, RequestError> {
    HeaderValue::from_str(text).map_err(|error| RequestError::Http(error.into()))
}

/// A parameter as a header. Surrounding white space would be lost in transit (RFC 9110, 5.5), so it is rejected.
#[doc(hidden)]
pub fn parameter_header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let is_kept = value.trim_matches([' ', '\t']) == value;
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    let value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
    is_kept.then_some((name, value))
}

/// Methods whose requests send `Content-Length: 0` if they have no body (RFC 9110, 8.6).
fn announces_body(method: endpoint::Method) -> bool {
    use endpoint::Method::{Delete, Get, Head, Options, Patch, Post, Put, Trace};
    match method {
        Post | Put | Patch => true,
        Get | Head | Delete | Options | Trace => false,
    }
}

fn method(method: endpoint::Method) -> Method {
    match method {
        endpoint::Method::Get => Method::GET,
        endpoint::Method::Put => Method::PUT,
        endpoint::Method::Post => Method::POST,
        endpoint::Method::Delete => Method::DELETE,
        endpoint::Method::Options => Method::OPTIONS,
        endpoint::Method::Head => Method::HEAD,
        endpoint::Method::Patch => Method::PATCH,
        endpoint::Method::Trace => Method::TRACE,
    }
}

/// The first segment that would change the path: an empty segment, or `.` and `..`, which clients resolve even if they
/// are percent-encoded (WHATWG URL, "double-dot URL path segment").
fn astray(metadata: &Metadata, path: &str) -> Option<String> {
    let template = metadata.path.split('?').next().unwrap_or_default().split('/');
    let strays = |(template, segment): (&str, &str)| {
        template.contains('{') && matches!(segment, "" | "." | ".." | "%2E" | "%2E%2E" | ".%2E" | "%2E.")
    };
    template
        .zip(path.split('/'))
        .find(|pair| strays(*pair))
        .map(|(template, _)| template.to_owned())
}
