//! Multipart bodies, which only requests have.

use crate::endpoint::multipart::upload_of;
use crate::endpoint::{JsonTextError, Metadata, MultipartBody, Parts, Rejection, RequestCheck, Upload};
use crate::schema::Schema;

/// Checks the body of a request.
#[inline]
pub fn check<T: MultipartBody>(
    value: &T,
    check: &mut RequestCheck,
    metadata: &'static Metadata,
    _: &'static str,
    _: &'static Schema,
) {
    check.multipart(value, metadata);
}

/// Serializes the body of a request.
///
/// # Errors
/// If a value has no text form.
#[inline]
pub fn encode<T: MultipartBody>(
    value: &T,
    metadata: &'static Metadata,
    _: &'static str,
    _: &'static Schema,
) -> Result<Upload, JsonTextError> {
    upload_of(value, metadata)
}

/// Parses the body of a request.
///
/// # Errors
/// See [`Parts::multipart`].
#[inline]
pub fn receive<T: MultipartBody>(
    parts: &Parts<'_>,
    _: &Metadata,
    _: &'static str,
    _: &'static Schema,
) -> Result<T, Rejection> {
    parts.multipart()
}
