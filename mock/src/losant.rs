//! From a request to its answer, without a socket.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response, StatusCode};
use losant::endpoint::{AnyRequest, Metadata, Rejection, route};
use losant::http::receive;
use losant::types::Error;

use crate::actions::{first_success, perform};
use crate::answer::{documented, failure, forbidden, rejected, unauthorized};
use crate::examples::example;
use crate::exchange::Exchange;
use crate::store::{Store, Verdict};

/// All that the server knows. It has no `Debug`, which would show the token.
pub struct Losant {
    store: Mutex<Store>,
    examples_only: AtomicBool,
    next: Mutex<VecDeque<Next>>,
    exchanges: Mutex<Vec<Exchange>>,
}

/// A response that is given whatever a request asks for.
pub enum Next {
    /// This error.
    Failure(StatusCode, Error),
    /// The documented example of this status.
    Example(StatusCode),
}

impl Losant {
    /// One that takes this API access token and knows nothing else.
    pub fn new(token: &str) -> Self {
        Self {
            store: Mutex::new(Store::new(token)),
            examples_only: AtomicBool::new(false),
            next: Mutex::default(),
            exchanges: Mutex::default(),
        }
    }

    /// What is stored.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }

    /// The answers to give instead of the right ones, the next one first.
    pub fn next(&self) -> MutexGuard<'_, VecDeque<Next>> {
        lock(&self.next)
    }

    /// Answers with the documented examples from now on.
    pub fn show_examples(&self) {
        self.examples_only.store(true, Ordering::Relaxed);
    }

    /// What has come in and gone out.
    pub fn exchanges(&self) -> MutexGuard<'_, Vec<Exchange>> {
        lock(&self.exchanges)
    }

    /// Answers a request.
    pub fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let received = receive(request);
        let Some(action) = action(request) else {
            // Where there is no action, there is nothing to protect.
            return match received {
                Err(rejection) => rejected(None, &rejection),
                Ok(_) => rejected(None, &Rejection::UnknownPath),
            };
        };
        // Who may not ask is not told what is wrong with the question.
        match self.verdict(action, request.headers()) {
            Verdict::Allowed => {}
            Verdict::Unknown => return unauthorized(),
            Verdict::Forbidden => return forbidden(action),
        }
        let typed = match received {
            Ok(typed) => typed,
            Err(rejection) => return rejected(Some(action), &rejection),
        };
        let of = |status: StatusCode| documented(status, example(action.operation_id, status.as_u16()));
        match self.next().pop_front() {
            Some(Next::Failure(status, error)) => failure(Some(action), status, &error),
            Some(Next::Example(status)) => of(status),
            None if self.examples_only.load(Ordering::Relaxed) => of(first_success(action)),
            None => perform(&mut self.store(), action, request.headers(), typed),
        }
    }

    /// Whether the token of the request allows the action. A request without one is rejected when it is received.
    fn verdict(&self, action: &Metadata, headers: &HeaderMap) -> Verdict {
        match bearer(headers) {
            Some(token) if action.requires_credentials() => self.store().access.verdict(token, action),
            _ => Verdict::Allowed,
        }
    }
}

/// The action that a request is for.
fn action(request: &Request<Bytes>) -> Option<&'static Metadata> {
    let endpoints = losant::endpoints::Request::ENDPOINTS;
    let found = route(endpoints, request.method().as_str(), request.uri().path()).ok()?;
    endpoints.get(found.index).copied()
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
