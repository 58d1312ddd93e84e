//! From a request to its answer, without a socket.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response, StatusCode};
use losant::endpoint::{AnyRequest, Metadata, route};
use losant::http::receive;
use losant::types::Error;

use crate::actions::perform;
use crate::answer::{failure, rejected, unauthorized};
use crate::exchange::Exchange;
use crate::store::Store;

/// All that the server knows. It has no `Debug`, which would show the token.
pub struct Losant {
    token: &'static str,
    store: Mutex<Store>,
    failures: Mutex<VecDeque<(StatusCode, Error)>>,
    exchanges: Mutex<Vec<Exchange>>,
}

impl Losant {
    /// One that takes this API access token and knows nothing else.
    pub fn new(token: &'static str) -> Self {
        Self {
            token,
            store: Mutex::default(),
            failures: Mutex::default(),
            exchanges: Mutex::default(),
        }
    }

    /// The tokens that there are.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }

    /// The answers to give instead of the right ones, the next one first.
    pub fn failures(&self) -> MutexGuard<'_, VecDeque<(StatusCode, Error)>> {
        lock(&self.failures)
    }

    /// What has come in and gone out.
    pub fn exchanges(&self) -> MutexGuard<'_, Vec<Exchange>> {
        lock(&self.exchanges)
    }

    /// Answers a request.
    pub fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let action = action(request);
        let received = receive(request);
        match received {
            // Where there is no action, there is nothing to protect.
            Err(rejection) if action.is_none() => rejected(None, &rejection),
            // Who may not ask is not told what is wrong with the question.
            Ok(_) | Err(_) if has_bearer(request.headers()) && !self.knows(request.headers()) => unauthorized(),
            Err(rejection) => rejected(action, &rejection),
            Ok(typed) => match self.failures().pop_front() {
                Some((status, error)) => failure(action, status, &error),
                None => perform(&mut self.store(), typed),
            },
        }
    }

    /// Whether the request brings the token of this server.
    fn knows(&self, headers: &HeaderMap) -> bool {
        bearer(headers) == Some(self.token)
    }
}

/// The action that a request is for.
fn action(request: &Request<Bytes>) -> Option<&'static Metadata> {
    let endpoints = losant::endpoints::Request::ENDPOINTS;
    let found = route(endpoints, request.method().as_str(), request.uri().path()).ok()?;
    endpoints.get(found.index).copied()
}

fn has_bearer(headers: &HeaderMap) -> bool {
    bearer(headers).is_some()
}

/// What stands behind `Bearer`, which is the same in any case (RFC 9110, 11.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// A panic in a test must not hide what the server knows.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
