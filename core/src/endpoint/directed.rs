//! Bodies of requests whose schemas have properties that only one direction carries.

use super::JsonTextError;
use crate::check;
use crate::direction::Direction;
use crate::json::to_json;
use crate::schema::Schema;
use crate::wire::{Wire, Written};

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
