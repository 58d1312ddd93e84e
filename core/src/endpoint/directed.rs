//! Bodies of requests whose schemas have read-only properties.

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
    request_json(body, schema).map(Some)
}

/// Serializes a value without its read-only properties.
#[inline]
pub(super) fn request_json<T: Wire>(value: &T, schema: &'static Schema) -> Result<String, JsonTextError> {
    let mut json = to_json(&Written(value))?;
    check::strip(Direction::Request, schema, &mut json);
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
