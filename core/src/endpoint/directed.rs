//! Bodies of requests whose schemas have properties that only one direction carries.

use super::JsonTextError;
use crate::check;
use crate::direction::Direction;
use crate::json::to_json;
use crate::schema::Schema;
use crate::wire::{Wire, Written};

/// Serializes the body of a request as JSON text, without its read-only properties; for generated code.
///
/// # Errors
/// If the body cannot be serialized as JSON.
pub fn request_text<T: Wire>(body: &T, schema: &'static Schema) -> Result<Option<String>, JsonTextError> {
    directed_text(Direction::Request, body, schema).map(Some)
}

/// Serializes a body as JSON text, without the properties that are not sent in a direction.
///
/// # Errors
/// If the body cannot be serialized as JSON.
pub(super) fn directed_text<T: Wire>(
    direction: Direction,
    body: &T,
    schema: &'static Schema,
) -> Result<String, JsonTextError> {
    let mut json = to_json(&Written(body))?;
    check::strip(direction, schema, &mut json);
    Ok(json.to_string())
}

/// Like [`request_text`], for an optional body.
///
/// # Errors
/// See [`request_text`].
pub fn optional_request_text<T: Wire>(
    body: &Option<T>,
    schema: &'static Schema,
) -> Result<Option<String>, JsonTextError> {
    match body {
        Some(body) => request_text(body, schema),
        None => Ok(None),
    }
}

/// Like [`request_text`], for the body of a webhook, which has no write-only properties.
///
/// # Errors
/// See [`request_text`].
#[inline]
pub fn webhook_text<T: Wire>(body: &T, schema: &'static Schema) -> Result<Option<String>, JsonTextError> {
    directed_text(Direction::Response, body, schema).map(Some)
}

/// Like [`webhook_text`], for an optional body.
///
/// # Errors
/// See [`request_text`].
#[inline]
pub fn optional_webhook_text<T: Wire>(
    body: &Option<T>,
    schema: &'static Schema,
) -> Result<Option<String>, JsonTextError> {
    match body {
        Some(body) => webhook_text(body, schema),
        None => Ok(None),
    }
}
