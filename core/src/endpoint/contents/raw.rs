//! Bytes.

use serde_core::{Serialize as _, Serializer};

use crate::endpoint::media_type::{is_one_of, or_documented};
use crate::endpoint::{
    JsonTextError, Metadata, Parts, PayloadError, RawBody, Rejection, RequestCheck, Response, Upload,
};
use crate::schema::Schema;

/// Returns a response as it was received.
///
/// # Errors
/// None; other kinds of bodies have some.
#[inline]
pub fn read(
    media_type: &'static str,
    content_type: Option<&str>,
    body: &[u8],
    _: &'static Schema,
) -> Result<RawBody, JsonTextError> {
    Ok(RawBody::new(or_documented(content_type, media_type).to_owned(), body))
}

/// Returns the response as it is sent.
///
/// # Errors
/// If it has another media type.
#[inline]
pub fn write(
    value: &RawBody,
    _: &Response,
    media_type: &'static str,
    _: &'static Schema,
) -> Result<RawBody, PayloadError> {
    if is_one_of(value.content_type(), media_type) {
        return Ok(value.clone());
    }
    Err(PayloadError::MediaType {
        expected: media_type,
        found: value.content_type().to_owned(),
    })
}

/// Serializes a body for errors.
///
/// # Errors
/// The errors of the serializer.
#[inline]
pub fn show<S: Serializer>(value: &RawBody, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// Checks the body of a request.
#[inline]
pub fn check(value: &Upload, check: &mut RequestCheck, _: &Metadata, media_type: &'static str, _: &'static Schema) {
    check.raw_body(value, media_type);
}

/// Returns the body of a request as it is sent.
///
/// # Errors
/// None; other kinds of bodies have some.
#[inline]
pub fn encode(value: &Upload, _: &Metadata, _: &'static str, _: &'static Schema) -> Result<Upload, JsonTextError> {
    Ok(value.clone())
}

/// Returns the body of a request as it was received.
///
/// # Errors
/// See [`Parts::raw_body`].
#[inline]
pub fn receive(
    parts: &Parts<'_>,
    _: &Metadata,
    media_type: &'static str,
    _: &'static Schema,
) -> Result<Upload, Rejection> {
    parts.raw_body_of(media_type)
}
