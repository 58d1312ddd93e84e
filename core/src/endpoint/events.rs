//! Actions that respond with a stream of events.

use super::{Endpoint, JsonTextError};
use crate::exact::FastCheck;
use crate::schema::Schema;
use crate::wire::from_str;

/// An action whose successful response is documented as `text/event-stream`.
pub trait EventEndpoint: Endpoint {
    /// The data of an event: `String`, or a type that is parsed from JSON.
    type Event;

    /// The schema of the data.
    const EVENT: &'static Schema;

    /// The data that ends the stream, such as `[DONE]`.
    const DONE: Option<&'static str>;

    /// Parses the data of an event, liberally.
    ///
    /// # Errors
    /// If the data does not match its documentation.
    fn event(data: &str) -> Result<Self::Event, JsonTextError>;
}

/// Parses the data of an event that is a string in a schema; for generated code.
#[doc(hidden)]
#[inline]
pub fn event_text<T: FastCheck>(data: &str) -> Result<T, JsonTextError> {
    event_json(&serde_json::to_string(data)?)
}

/// Parses the data of an event from JSON; for generated code.
#[doc(hidden)]
#[inline]
pub fn event_json<T: FastCheck>(data: &str) -> Result<T, JsonTextError> {
    from_str(data)
}
