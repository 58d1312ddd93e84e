//! Forms, which only requests have.

use crate::endpoint::form::form_text;
use crate::endpoint::{JsonTextError, Metadata, Parts, Rejection, RequestCheck, Upload};
use crate::exact::FastCheck;
use crate::schema::Schema;
use crate::wire::Wire;

/// Checks the body of a request.
#[inline]
pub fn check<T: Wire>(
    value: &T,
    check: &mut RequestCheck,
    metadata: &Metadata,
    _: &'static str,
    schema: &'static Schema,
) {
    check.form(value, metadata, schema);
}

/// Serializes the body of a request.
///
/// # Errors
/// If a value has no text form.
#[inline]
pub fn encode<T: Wire>(
    value: &T,
    metadata: &Metadata,
    _: &'static str,
    schema: &'static Schema,
) -> Result<Upload, JsonTextError> {
    form_text(value, metadata, schema).map(Upload::from)
}

/// Parses the body of a request.
///
/// # Errors
/// See [`Parts::form`].
#[inline]
pub fn receive<T: FastCheck>(
    parts: &Parts<'_>,
    metadata: &Metadata,
    _: &'static str,
    schema: &'static Schema,
) -> Result<T, Rejection> {
    parts.form(metadata, schema)
}
