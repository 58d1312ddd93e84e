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
use crate::client::attempt::{transport, unexpected};
use crate::client::blocking::{Client, broken_body};
use crate::client::options::Options;

/// A stream of events, as an iterator.
pub struct Events<T> {
    feed: Feed<T>,
    http: reqwest::blocking::Client,
    /// The request to send again.
    request: Option<reqwest::blocking::Request>,
    body: Option<Body>,
}

impl Client {
    /// Sends a request and returns the events of the response.
    ///
    /// # Errors
    /// See [`send`](Self::send). A successful response that is not a stream of events is undocumented.
    pub fn events<E: EventEndpoint>(&self, request: &E) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.events_with(request, EventOptions::new())
    }

    /// Like [`events`](Self::events), with options.
    ///
    /// # Errors
    /// See [`events`](Self::events).
    pub fn events_with<E: EventEndpoint>(
        &self,
        request: &E,
        options: EventOptions,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.open(request, options, &Options::default())
    }

    pub(in crate::client) fn open<E: EventEndpoint>(
        &self,
        request: &E,
        options: EventOptions,
        call: &Options,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        let limit = self.settings.body_limit;
        let feed = Feed::new::<E>(options, limit);
        let (response, again, tokens) = self.connect(request, call, |headers| feed.set_headers(headers))?;
        let body = match head(response.status(), response.headers()) {
            Head::Events => Some(Body::start(response)?),
            Head::End => None,
            Head::Other => {
                let response = whole(response, limit)?;
                return Err(unexpected::<E>(response, limit, Reason::NotEvents, &tokens));
            }
        };
        Ok(Events {
            feed,
            http: self.http.clone(),
            request: again,
            body,
        })
    }
}

/// A response, the request to send again, and the tokens.
type Connected = (
    reqwest::blocking::Response,
    Option<reqwest::blocking::Request>,
    Arc<Tokens>,
);

impl Client {
    /// Sends a request whose response is read while it arrives.
    pub(in crate::client) fn connect<E: Endpoint>(
        &self,
        request: &E,
        call: &Options,
        set_headers: impl Fn(&mut HeaderMap),
    ) -> Result<Connected, CallError<E::Error>> {
        let mut tokens = self.tokens(request)?;
        let mut is_rejected = false;
        loop {
            let mut sent = self.prepare(request, call, &tokens)?;
            set_headers(sent.headers_mut());
            // It would limit the whole stream. Instead, the timeout of `reqwest` limits the wait for the response.
            *sent.timeout_mut() = None;
            let again = sent.try_clone();
            let response = self.http.execute(sent).map_err(transport).map_err(CallError::from)?;
            if response.status() == StatusCode::UNAUTHORIZED && !is_rejected && again.is_some() {
                is_rejected = true;
                if let Some(others) = self.settings.keyring.blocking_others(E::METADATA, &tokens)? {
                    tokens = others;
                    continue;
                }
            }
            return Ok((response, again, tokens));
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
            let request = self.request.as_ref().and_then(reqwest::blocking::Request::try_clone);
            let Some((mut request, wait)) = request.and_then(|request| Some((request, self.feed.reconnect()?))) else {
                self.feed.has_ended = true;
                return lost.map_or(Ok(()), |error| Err(EventError::Transport(error)));
            };
            tracing::debug!(?wait, "continuing a stream of events");
            std::thread::sleep(wait);
            self.feed.set_headers(request.headers_mut());
            *request.timeout_mut() = None;
            let response = match self.http.execute(request) {
                Ok(response) => response,
                Err(error) => {
                    lost = Some(transport(error));
                    continue;
                }
            };
            match head(response.status(), response.headers()) {
                Head::Events => match Body::start(response) {
                    Ok(body) => self.body = Some(body),
                    Err(error) => {
                        self.feed.has_ended = true;
                        return Err(EventError::Transport(error));
                    }
                },
                Head::End => self.feed.has_ended = true,
                Head::Other => {
                    self.feed.has_ended = true;
                    return Err(EventError::Refused(response.status()));
                }
            }
            return Ok(());
        }
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
