//! The client that blocks.

use core::time::Duration;
use std::io::{self, Read};

use http::{Method, Response};
use reqwest::redirect::Policy;

use super::attempt::{Received, finish, record, span, transport};
use super::builder::{HttpOptions, Settings, Transport};
use crate::endpoint::Endpoint;
use crate::http::{Called, Exchanged, NotSent, TransportError, TransportKind, to_http};

/// Sends requests and reads their answers. Cheap to clone; clones share their connections.
///
/// Not for use inside of an async runtime, which it would block.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::blocking::Client,
    /// How long one attempt may take; `None` leaves that to a client that was brought.
    timeout: Option<Duration>,
    settings: Settings,
}

impl Transport for Client {
    type Http = reqwest::blocking::Client;

    fn assemble(
        http: Option<reqwest::blocking::Client>,
        options: HttpOptions,
        settings: Settings,
    ) -> Result<Self, reqwest::Error> {
        let timeout = http.is_none().then_some(options.timeout);
        let http = match http {
            Some(http) => http,
            None => reqwest::blocking::Client::builder()
                .connect_timeout(options.connect_timeout)
                .user_agent(options.user_agent)
                .redirect(Policy::none())
                .build()?,
        };
        Ok(Self {
            http,
            timeout,
            settings,
        })
    }
}

impl Client {
    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// [`CallError`](crate::http::CallError), which tells what was not right and where.
    pub fn send<E: Endpoint>(&self, request: &E) -> Called<E> {
        self.exchange(request).map(Response::into_body)
    }

    /// As [`send`](Self::send), with the status and the headers of the answer.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn exchange<E: Endpoint>(&self, request: &E) -> Exchanged<E> {
        let settings = &self.settings;
        let request = to_http(request, settings.base_url.as_ref(), settings.token.as_ref())?;
        let mut request = reqwest::blocking::Request::try_from(request).map_err(|error| NotSent::Http(error.into()))?;
        // An empty body would be announced as one, `Content-Length: 0`, which says nothing with GET or DELETE (RFC 9110,
        // 8.6) and which some servers and proxies turn down.
        let is_empty = request
            .body()
            .and_then(reqwest::blocking::Body::as_bytes)
            .is_some_and(<[u8]>::is_empty);
        if is_empty && !matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
            *request.body_mut() = None;
        }
        // Only a request can be told how long it may take in all: a client that blocks starts anew with each read of the
        // body, and one that drips would never end.
        if self.timeout.is_some() {
            *request.timeout_mut() = self.timeout;
        }
        let span = span::<E>();
        let outcome = span.in_scope(|| self.attempts::<E>(request, &span));
        finish::<E>(outcome, settings.token.as_ref())
    }

    fn attempts<E: Endpoint>(
        &self,
        request: reqwest::blocking::Request,
        span: &tracing::Span,
    ) -> Result<Received, TransportError> {
        let mut retries = self.settings.retries.start(E::METADATA.method);
        loop {
            // The body is in memory, so there always is a copy.
            let Some(copy) = request.try_clone() else {
                return self.attempt(request);
            };
            let outcome = self.attempt(copy);
            let wait = retries.wait(&outcome);
            record(span, &outcome, &retries);
            match wait {
                Some(wait) => {
                    tracing::debug!(?wait, "trying again");
                    std::thread::sleep(wait);
                }
                None => return outcome,
            }
        }
    }

    fn attempt(&self, request: reqwest::blocking::Request) -> Result<Received, TransportError> {
        let limit = self.settings.body_limit;
        let mut response = self.http.execute(request).map_err(transport)?;
        let mut answer = Response::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = core::mem::take(response.headers_mut());
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        response
            .take(most)
            .read_to_end(answer.body_mut())
            .map_err(broken_body)?;
        Ok(Received::new(answer, limit))
    }
}

/// Why a body could not be read: `reqwest` hides its own error inside of one of the standard library.
fn broken_body(error: io::Error) -> TransportError {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => transport(error),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => TransportError::new(TransportKind::Timeout, error),
        Err(error) => TransportError::new(TransportKind::Broken, error),
    }
}
