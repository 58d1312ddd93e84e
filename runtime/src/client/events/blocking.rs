//! Events of the blocking client.

use core::fmt;
use std::io::Read as _;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use typewright_core::endpoint::{Endpoint, EventEndpoint};
use typewright_core::http::{CallError, Reason, Tokens, TransportError};

use super::body::{Body, Part};
use super::{Event, EventError, EventOptions, Feed, Head, head};
use crate::client::attempt::{SendError, transport, unexpected};
use crate::client::blocking::{Client, broken_body};
use crate::client::options::Options;

/// A stream of events, as an iterator.
pub struct Events<T> {
    feed: Feed<T>,
    /// Sends the request again; `None` if it must not be repeated.
    reopen: Option<Reopen>,
    body: Option<Body>,
}

type Reopen = Box<dyn Fn(&HeaderMap) -> Result<reqwest::blocking::Response, SendError> + Send>;

impl Client {
    /// Sends a request and returns the events of the response.
    ///
    /// # Errors
    /// See [`send`](Self::send). A successful response that is not a stream of events is undocumented.
    pub fn events<E: EventEndpoint + Clone + Send + 'static>(
        &self,
        request: &E,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.events_with(request, EventOptions::new())
    }

    /// Like [`events`](Self::events), with options.
    ///
    /// # Errors
    /// See [`events`](Self::events).
    pub fn events_with<E: EventEndpoint + Clone + Send + 'static>(
        &self,
        request: &E,
        options: EventOptions,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.open(request, options, &Options::default())
    }

    pub(in crate::client) fn open<E: EventEndpoint + Clone + Send + 'static>(
        &self,
        request: &E,
        options: EventOptions,
        call: &Options,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        let limit = self.settings.body_limit;
        let feed = Feed::new::<E>(options, limit);
        let opened = self.connect(request, call, &feed.headers())?;
        let body = match head(opened.response.status(), opened.response.headers()) {
            Head::Events => Some(Body::start(opened.response)?),
            Head::End => None,
            Head::Other => {
                let response = whole(opened.response, limit)?;
                return Err(unexpected::<E>(response, limit, Reason::NotEvents, &opened.tokens));
            }
        };
        let may_continue = E::METADATA.method.is_idempotent() && opened.is_repeatable;
        let reopen = may_continue.then(|| self.reopen(request, call));
        Ok(Events { feed, reopen, body })
    }

    /// Returns how to send the request again, with the credentials that are current then.
    fn reopen<E: EventEndpoint + Clone + Send + 'static>(&self, request: &E, call: &Options) -> Reopen {
        let (client, request, call) = (self.clone(), request.clone(), call.clone());
        Box::new(move |headers| {
            let opened = client.connect(&request, &call, headers)?;
            Ok(opened.response)
        })
    }
}

/// A response whose body has not been read.
pub(in crate::client) struct Connected {
    pub(in crate::client) response: reqwest::blocking::Response,
    pub(in crate::client) tokens: Arc<Tokens>,
    /// Whether the body of the request can be sent again.
    is_repeatable: bool,
}

impl Client {
    /// Sends a request whose response is read while it arrives.
    pub(in crate::client) fn connect<E: Endpoint>(
        &self,
        request: &E,
        call: &Options,
        headers: &HeaderMap,
    ) -> Result<Connected, SendError> {
        let mut tokens = self.tokens(request)?;
        let mut is_rejected = false;
        loop {
            let mut sent = self.prepare(request, call, &tokens)?.request;
            sent.headers_mut().extend(headers.clone());
            // It would limit the whole stream. Instead, the timeout of `reqwest` limits the wait for the response.
            *sent.timeout_mut() = None;
            let is_repeatable = sent.body().is_none_or(|body| body.as_bytes().is_some());
            let response = self.http.execute(sent).map_err(transport)?;
            if response.status() == StatusCode::UNAUTHORIZED && !is_rejected && is_repeatable {
                is_rejected = true;
                if let Some(others) = self.settings.keyring.blocking_others(E::METADATA, &tokens)? {
                    tokens = others;
                    continue;
                }
            }
            return Ok(Connected {
                response,
                tokens,
                is_repeatable,
            });
        }
    }
}

/// Reads a body that is not a stream.
pub(in crate::client) fn whole(
    mut response: reqwest::blocking::Response,
    limit: usize,
) -> Result<Response<Bytes>, TransportError> {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = response.status();
    *answer.headers_mut() = core::mem::take(response.headers_mut());
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = response.take(most).read_to_end(answer.body_mut());
    read.map_err(broken_body)?;
    Ok(answer.map(Bytes::from))
}

impl<T> Events<T> {
    /// The last `id` of the events that were returned; empty if there was none. A later stream can continue after it
    /// ([`EventOptions::last_event_id`]).
    pub fn last_event_id(&self) -> &str {
        &self.feed.taken_id
    }

    /// Receives a part of the response.
    fn receive(&mut self) -> Result<(), EventError> {
        let Some(body) = &self.body else {
            self.feed.has_ended = true;
            return Ok(());
        };
        match body.receive(self.feed.options.idle_timeout) {
            Part::Chunk(chunk) => {
                self.feed.push(&chunk);
                Ok(())
            }
            Part::End => self.reconnect(None),
            Part::Lost(error) => self.reconnect(Some(error)),
        }
    }

    /// Makes a new connection, if the stream may be continued.
    fn reconnect(&mut self, mut lost: Option<TransportError>) -> Result<(), EventError> {
        self.body = None;
        loop {
            let Some((reopen, wait)) = self
                .reopen
                .as_ref()
                .and_then(|reopen| Some((reopen, self.feed.reconnect()?)))
            else {
                self.feed.has_ended = true;
                return lost.map_or(Ok(()), |error| Err(EventError::Transport(error)));
            };
            tracing::debug!(?wait, "continuing a stream of events");
            std::thread::sleep(wait);
            let response = match reopen(&self.feed.headers()) {
                Ok(response) => response,
                Err(SendError::Transport(error)) => {
                    lost = Some(error);
                    continue;
                }
                Err(SendError::Request(error)) => return self.end(EventError::Request(error)),
                Err(SendError::Credentials(error)) => return self.end(EventError::Credentials(error)),
            };
            match head(response.status(), response.headers()) {
                Head::Events => match Body::start(response) {
                    Ok(body) => self.body = Some(body),
                    Err(error) => return self.end(EventError::Transport(error)),
                },
                Head::End => self.feed.has_ended = true,
                Head::Other => return self.end(EventError::Refused(response.status())),
            }
            return Ok(());
        }
    }

    fn end(&mut self, error: EventError) -> Result<(), EventError> {
        self.feed.has_ended = true;
        Err(error)
    }
}

impl<T> Iterator for Events<T> {
    type Item = Result<Event<T>, EventError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.feed.take() {
                return Some(item);
            }
            if self.feed.has_ended {
                self.body = None;
                return None;
            }
            if let Err(error) = self.receive() {
                return Some(Err(error));
            }
        }
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
