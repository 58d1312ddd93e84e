//! Events of the async client.

use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Response, StatusCode};
use tokio::time::sleep;
use typewright_core::endpoint::{Endpoint, EventEndpoint};
use typewright_core::http::{CallError, Reason, Tokens, TransportError};

use super::{Event, EventError, EventOptions, Feed, Head, head};
use crate::client::Client;
use crate::client::arriving::Arriving;
use crate::client::attempt::{SendError, transport, unexpected};
use crate::client::options::Options;
use crate::client::watch;

/// A stream of events: it implements [`Stream`](futures_core::Stream), and has the method [`next`](Self::next).
pub struct Events<T> {
    feed: Feed<T>,
    /// Sends the request again; `None` if it must not be repeated.
    reopen: Option<Reopen>,
    state: State,
}

type Reopen = Box<dyn Fn(HeaderMap) -> Opening + Send>;

type Opening = Pin<Box<dyn Future<Output = Result<reqwest::Response, SendError>> + Send>>;

enum State {
    Connected(Arriving),
    Waiting(Pin<Box<dyn Future<Output = Progress> + Send>>),
    Ended,
}

/// What was received.
enum Progress {
    Chunk(Arriving, Bytes),
    Connected(reqwest::Response),
    End,
    Lost(TransportError),
    Refused(EventError),
}

impl Client {
    /// Sends a request and returns the events of the response.
    ///
    /// # Errors
    /// See [`send`](Self::send). A successful response that is not a stream of events is undocumented.
    pub async fn events<E: EventEndpoint + Clone + Send + Sync + 'static>(
        &self,
        request: &E,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.events_with(request, EventOptions::new()).await
    }

    /// Like [`events`](Self::events), with options.
    ///
    /// # Errors
    /// See [`events`](Self::events).
    pub async fn events_with<E: EventEndpoint + Clone + Send + Sync + 'static>(
        &self,
        request: &E,
        options: EventOptions,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.open(request, options, &Options::default()).await
    }

    pub(in crate::client) async fn open<E: EventEndpoint + Clone + Send + Sync + 'static>(
        &self,
        request: &E,
        options: EventOptions,
        call: &Options,
    ) -> Result<Events<E::Event>, CallError<E::Error>> {
        let limit = self.settings.body_limit;
        let feed = Feed::new::<E>(options, limit);
        let idle = feed.options.idle_timeout;
        let opened = self.connect(request, call, idle, &feed.headers()).await?;
        let state = match head(opened.response.status(), opened.response.headers()) {
            Head::Events => State::Connected(Arriving::new(opened.response, idle)),
            Head::End => State::Ended,
            Head::Other => {
                let response = whole(opened.response, idle, limit).await?;
                return Err(unexpected::<E>(response, limit, Reason::NotEvents, &opened.tokens));
            }
        };
        let may_continue = E::METADATA.method.is_idempotent() && opened.is_repeatable;
        let reopen = may_continue.then(|| self.reopen(request, call, idle));
        Ok(Events { feed, reopen, state })
    }

    /// Returns how to send the request again, with the credentials that are current then.
    fn reopen<E: EventEndpoint + Clone + Send + Sync + 'static>(
        &self,
        request: &E,
        call: &Options,
        idle: Duration,
    ) -> Reopen {
        let parts = Arc::new((self.clone(), request.clone(), call.clone()));
        Box::new(move |headers| {
            let parts = Arc::clone(&parts);
            Box::pin(async move {
                let (client, request, call) = &*parts;
                let opened = client.connect(request, call, idle, &headers).await?;
                Ok(opened.response)
            })
        })
    }
}

/// A response whose body has not been read.
pub(in crate::client) struct Connected {
    pub(in crate::client) response: reqwest::Response,
    pub(in crate::client) tokens: Arc<Tokens>,
    /// Whether the body of the request can be sent again.
    is_repeatable: bool,
}

impl Client {
    /// Sends a request whose response is read while it arrives.
    pub(in crate::client) async fn connect<E: Endpoint + Sync>(
        &self,
        request: &E,
        call: &Options,
        idle: Duration,
        headers: &HeaderMap,
    ) -> Result<Connected, SendError> {
        let mut tokens = self.tokens(request).await?;
        let mut is_rejected = false;
        loop {
            let mut sent = self.prepare(request, call, &tokens)?;
            sent.headers_mut().extend(headers.clone());
            // A stream may stay open for longer than any request takes.
            *sent.timeout_mut() = Some(FOREVER);
            let is_repeatable = sent.body().is_none_or(|body| body.as_bytes().is_some());
            let response = within(call.timeout.unwrap_or(idle), self.http.execute(sent)).await?;
            if response.status() == StatusCode::UNAUTHORIZED && !is_rejected && is_repeatable {
                is_rejected = true;
                if let Some(others) = self.settings.keyring.others(E::METADATA, &tokens).await? {
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

/// Longer than any stream is open.
const FOREVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// Reads a body that is not a stream of events.
pub(in crate::client) async fn whole(
    mut response: reqwest::Response,
    idle: Duration,
    limit: usize,
) -> Result<Response<Bytes>, TransportError> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = response.status();
    *answer.headers_mut() = core::mem::take(response.headers_mut());
    let mut body = Vec::new();
    let mut rest = Arriving::new(response, idle);
    while let Some((more, chunk)) = rest.next().await? {
        rest = more;
        body.extend_from_slice(&chunk);
        if body.len() > limit {
            break;
        }
    }
    Ok(answer.map(|_| Bytes::from(body)))
}

/// Waits for a part of the response, but no longer than the stream may be silent.
pub(in crate::client) async fn within<T>(
    idle: Duration,
    part: impl Future<Output = reqwest::Result<T>>,
) -> Result<T, TransportError> {
    watch::within(Some(idle), async { part.await.map_err(transport) }).await
}

impl<T> Events<T> {
    /// Waits for the next event; `None` if the stream has ended.
    pub async fn next(&mut self) -> Option<Result<Event<T>, EventError>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The last `id` of the events that were returned; empty if there was none. A later stream can continue after it
    /// ([`EventOptions::last_event_id`]).
    pub fn last_event_id(&self) -> &str {
        &self.feed.taken_id
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, EventError>>> {
        loop {
            if let Some(item) = self.feed.take() {
                return Poll::Ready(Some(item));
            }
            if self.feed.has_ended {
                self.state = State::Ended;
            }
            let received = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Waiting(waiting) => ready!(waiting.as_mut().poll(context)),
                State::Connected(_) => {
                    if let State::Connected(body) = core::mem::replace(&mut self.state, State::Ended) {
                        self.state = State::Waiting(Box::pin(async {
                            match body.next().await {
                                Ok(Some((body, bytes))) => Progress::Chunk(body, bytes),
                                Ok(None) => Progress::End,
                                Err(error) => Progress::Lost(error),
                            }
                        }));
                    }
                    continue;
                }
            };
            self.state = State::Ended;
            match received {
                Progress::Chunk(body, bytes) => {
                    self.state = State::Connected(body);
                    self.feed.push(&bytes);
                }
                Progress::Connected(response) => match head(response.status(), response.headers()) {
                    Head::Events => {
                        self.state = State::Connected(Arriving::new(response, self.feed.options.idle_timeout));
                    }
                    Head::End => {}
                    Head::Other => return Poll::Ready(Some(Err(EventError::Refused(response.status())))),
                },
                Progress::Refused(error) => return Poll::Ready(Some(Err(error))),
                Progress::End => self.reconnect(),
                Progress::Lost(error) => {
                    self.reconnect();
                    if matches!(self.state, State::Ended) {
                        return Poll::Ready(Some(Err(EventError::Transport(error))));
                    }
                }
            }
        }
    }

    /// Makes a new connection, if the stream may be continued.
    fn reconnect(&mut self) {
        let Some((opening, wait)) = self.reopen.as_ref().and_then(|reopen| {
            let wait = self.feed.reconnect()?;
            Some((reopen(self.feed.headers()), wait))
        }) else {
            return;
        };
        tracing::debug!(?wait, "continuing a stream of events");
        self.state = State::Waiting(Box::pin(async move {
            sleep(wait).await;
            match opening.await {
                Ok(response) => Progress::Connected(response),
                Err(SendError::Transport(error)) => Progress::Lost(error),
                Err(SendError::Request(error)) => Progress::Refused(EventError::Request(error)),
                Err(SendError::Credentials(error)) => Progress::Refused(EventError::Credentials(error)),
            }
        }));
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, EventError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
