//! Streams of events (`text/event-stream`).

#[cfg(feature = "client")]
pub(super) mod asynchronous;
#[cfg(feature = "blocking")]
pub(super) mod blocking;
#[cfg(feature = "blocking")]
pub(super) mod body;
mod decoder;

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use typewright_core::endpoint::media_type::essence;
use typewright_core::endpoint::{EventEndpoint, JsonTextError};
use typewright_core::http::{BodyError, CredentialsError, RequestError, TransportError, event_error};
use typewright_core::schema::Schema;

#[cfg(feature = "client")]
pub use asynchronous::Events;
use decoder::{Decoded, Decoder};

/// The media type of a stream of events.
const EVENT_STREAM: &str = "text/event-stream";

/// An event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The field `data`.
    pub data: T,
    /// The field `event`; `message` if the event has none.
    pub event: String,
    /// The last field `id` of the stream so far, if there was one.
    pub id: Option<String>,
    /// The last field `retry` of the stream so far: how long to wait before a new connection.
    pub retry: Option<Duration>,
}

/// How a stream of events is received.
///
/// ```
/// use std::time::Duration;
///
/// use typewright_runtime::client::EventOptions;
///
/// let options = EventOptions::new().idle_timeout(Duration::from_secs(20)).reconnects(0);
/// ```
#[derive(Debug, Clone)]
pub struct EventOptions {
    idle_timeout: Duration,
    reconnects: usize,
    max_delay: Duration,
    last_event_id: String,
}

impl Default for EventOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl EventOptions {
    /// Creates the default options.
    pub const fn new() -> Self {
        Self {
            idle_timeout: Duration::from_secs(60),
            reconnects: 5,
            max_delay: Duration::from_secs(5 * 60),
            last_event_id: String::new(),
        }
    }

    /// Sets how long the stream may be silent. Comments count as a sign of life. It takes the place of the timeout of the
    /// client, because a stream may stay open forever. Default: 60 seconds.
    ///
    /// The blocking client limits only the silence of an open stream so. For the response to begin, it waits as long as its
    /// client of `reqwest` does: 30 seconds, unless you pass one with another timeout.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sets how often in a row a connection is made again without receiving an event. Default: 5.
    ///
    /// A stream that ends or breaks is continued with `Last-Event-ID` if its events have an `id` and the method is
    /// idempotent. Otherwise it just ends.
    #[must_use]
    pub const fn reconnects(mut self, reconnects: usize) -> Self {
        self.reconnects = reconnects;
        self
    }

    /// Sets how long to wait before a new connection at most, whatever the server asks for with `retry`. Default: 5 minutes.
    #[must_use]
    pub const fn max_reconnect_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Continues a stream after the event with this `id`.
    #[must_use]
    pub fn last_event_id(mut self, id: impl Into<String>) -> Self {
        self.last_event_id = id.into();
        self
    }
}

/// The error of an item of a stream of events. After [`Data`](Self::Data) the stream goes on; every other error is its last
/// item.
#[non_exhaustive]
pub enum EventError {
    /// The data does not match its documentation.
    Data {
        /// The event with its data as text.
        event: Box<Event<String>>,
        /// What does not match.
        error: BodyError,
    },
    /// The connection broke or was silent for too long, and could not be made again.
    Transport(TransportError),
    /// A new connection was refused.
    Refused(StatusCode),
    /// The request for a new connection could not be sent.
    Request(RequestError),
    /// The source of the credentials failed when a new connection was to be made.
    Credentials(CredentialsError),
    /// An event is longer than the limit for bodies of the client.
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// Does not show the data.
impl fmt::Debug for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data { error, .. } => f.debug_struct("Data").field("error", error).finish_non_exhaustive(),
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::Refused(status) => f.debug_tuple("Refused").field(status).finish(),
            Self::Request(error) => f.debug_tuple("Request").field(error).finish(),
            Self::Credentials(error) => f.debug_tuple("Credentials").field(error).finish(),
            Self::TooLong { limit } => f.debug_struct("TooLong").field("limit", limit).finish(),
        }
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data { error, .. } => write!(f, "the data of an event does not match its documentation: {error}"),
            Self::Transport(error) => error.fmt(f),
            Self::Refused(status) => write!(f, "the API refused to continue the stream of events with {status}"),
            Self::Request(error) => write!(f, "the stream of events cannot be continued: {error}"),
            Self::Credentials(error) => error.fmt(f),
            Self::TooLong { limit } => write!(f, "an event is longer than {limit} bytes"),
        }
    }
}

impl core::error::Error for EventError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Data { error, .. } => Some(error),
            Self::Transport(error) => Some(error),
            Self::Request(error) => Some(error),
            Self::Credentials(error) => Some(error),
            Self::Refused(_) | Self::TooLong { .. } => None,
        }
    }
}

/// What both clients do with what they receive.
struct Feed<T> {
    decoder: Decoder,
    read: fn(&str) -> Result<T, JsonTextError>,
    schema: &'static Schema,
    done: Option<&'static str>,
    options: EventOptions,
    /// How many connections in a row brought no event.
    failures: usize,
    limit: usize,
    has_ended: bool,
    /// Whether what follows the events that were received exceeds the limit.
    too_long: bool,
    /// The `id` of the last event that was taken.
    taken_id: Arc<str>,
}

impl<T> Feed<T> {
    /// How long to wait before a new connection if the stream does not say.
    const WAIT: Duration = Duration::from_secs(3);

    fn new<E: EventEndpoint<Event = T>>(options: EventOptions, limit: usize) -> Self {
        Self {
            decoder: Decoder::new(limit, &options.last_event_id),
            taken_id: Arc::from(&*options.last_event_id),
            too_long: false,
            read: E::event,
            schema: E::EVENT,
            done: E::DONE,
            options,
            failures: 0,
            limit,
            has_ended: false,
        }
    }

    /// Returns the next event that has been received.
    fn take(&mut self) -> Option<Result<Event<T>, EventError>> {
        if self.has_ended {
            return None;
        }
        let Some(Decoded { event, data, id }) = self.decoder.ready.pop_front() else {
            self.has_ended = self.too_long;
            let error = EventError::TooLong { limit: self.limit };
            return self.too_long.then_some(Err(error));
        };
        self.failures = 0;
        self.taken_id = Arc::clone(&id);
        if self.done == Some(&*data) {
            self.has_ended = true;
            return None;
        }
        let id = Some(id).filter(|id| !id.is_empty());
        let (id, retry) = (id.map(|id| id.to_string()), self.decoder.retry);
        Some(match (self.read)(&data) {
            Ok(data) => Ok(Event { data, event, id, retry }),
            Err(error) => {
                let error = event_error(&error, &data, self.schema);
                let event = Box::new(Event { data, event, id, retry });
                Err(EventError::Data { event, error })
            }
        })
    }

    /// Takes a chunk. If a part of it is too long, [`take`](Self::take) returns the error after the events before it.
    fn push(&mut self, chunk: &[u8]) {
        self.too_long |= self.decoder.push(chunk).is_err();
    }

    /// Returns how long to wait before a new connection; `None` if the stream ends.
    fn reconnect(&mut self) -> Option<Duration> {
        if self.decoder.last_id().is_empty() || self.failures >= self.options.reconnects {
            self.has_ended = true;
            return None;
        }
        self.failures += 1;
        self.decoder.restart();
        let wait = self.decoder.retry.unwrap_or(Self::WAIT);
        Some(wait.min(self.options.max_delay))
    }

    /// The headers of a request for the stream.
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(3);
        headers.insert(header::ACCEPT, HeaderValue::from_static(EVENT_STREAM));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // An `id` that is no header value cannot be sent; the stream then begins anew.
        let id = Some(self.decoder.last_id()).filter(|id| !id.is_empty());
        if let Some(id) = id.and_then(|id| HeaderValue::from_bytes(id.as_bytes()).ok()) {
            headers.insert("last-event-id", id);
        }
        headers
    }
}

/// What the head of a response says of the stream.
enum Head {
    Events,
    /// There are no more events.
    End,
    Other,
}

fn head(status: StatusCode, headers: &HeaderMap) -> Head {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_events = media_type.is_some_and(|value| essence(value).eq_ignore_ascii_case(EVENT_STREAM));
    match status {
        StatusCode::NO_CONTENT => Head::End,
        status if status.is_success() && is_events => Head::Events,
        _ => Head::Other,
    }
}
