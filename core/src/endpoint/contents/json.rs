//! JSON.

use serde_core::Serializer;

use super::json_media_type;
use crate::endpoint::directed::directed_text;
use crate::endpoint::payload::response_text;
use crate::endpoint::{
    JsonTextError, Metadata, Parts, PayloadError, RawBody, Rejection, RequestCheck, Response, Upload,
};
use crate::exact::FastCheck;
use crate::schema::Schema;
use crate::wire::{Wire, Written, from_slice};

/// Parses a response, liberally.
///
/// # Errors
/// If it is not JSON of this type.
#[inline]
pub fn read<T: FastCheck>(
    _: &'static str,
    _: Option<&str>,
    body: &[u8],
    _: &'static Schema,
) -> Result<T, JsonTextError> {
    // A byte order mark is ignored, as RFC 8259, 8.1 allows.
    from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

/// Serializes a response.
///
/// # Errors
/// If it violates its schema.
#[inline]
pub fn write<T: FastCheck>(
    value: &T,
    documented: &Response,
    media_type: &'static str,
    schema: &'static Schema,
) -> Result<RawBody, PayloadError> {
    let text = response_text(documented.direction, value, schema)?;
    Ok(RawBody::new(json_media_type(media_type), text))
}

/// Serializes a value for errors.
///
/// # Errors
/// The errors of the serializer.
#[inline]
pub fn show<T: Wire, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serde_core::Serialize::serialize(&Written(value), serializer)
}

/// Checks the body of a request.
#[inline]
pub fn check<T: FastCheck>(
    value: &T,
    check: &mut RequestCheck,
    _: &Metadata,
    _: &'static str,
    schema: &'static Schema,
) {
    check.part("/body", value, schema);
}

/// Serializes the body of a request.
///
/// # Errors
/// If it cannot be serialized.
#[inline]
pub fn encode<T: Wire>(
    value: &T,
    metadata: &Metadata,
    media_type: &'static str,
    schema: &'static Schema,
) -> Result<Upload, JsonTextError> {
    let text = directed_text(metadata.direction(), value, schema)?;
    Ok(Upload::new(json_media_type(media_type), text))
}

/// Parses the body of a request.
///
/// # Errors
/// See [`Parts::body`].
#[inline]
pub fn receive<T: FastCheck>(
    parts: &Parts<'_>,
    _: &Metadata,
    media_type: &'static str,
    schema: &'static Schema,
) -> Result<T, Rejection> {
    parts.json(media_type, schema)
}
