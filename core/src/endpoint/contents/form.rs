//! Forms.

use serde_core::{Serializer, de};

use crate::check;
use crate::endpoint::form::{self, form_text};
use crate::endpoint::{
    JsonTextError, Metadata, Parts, PayloadError, RawBody, Rejection, RequestCheck, Response, Upload,
};
use crate::exact::FastCheck;
use crate::json::to_json;
use crate::schema::Schema;
use crate::violation::Violations;
use crate::wire::{Wire, Written, from_slice};

/// Parses a response, liberally. The schema decides which of its values are strings. Responses have no documented encoding.
///
/// # Errors
/// If it is not a form of this type.
#[inline]
pub fn read<T: FastCheck>(
    _: &'static str,
    _: Option<&str>,
    body: &[u8],
    schema: &'static Schema,
) -> Result<T, JsonTextError> {
    let invalid = <JsonTextError as de::Error>::custom;
    let text = core::str::from_utf8(body).map_err(|_| invalid("the form is not UTF-8"))?;
    let json = form::read(text, &[], schema).map_err(<JsonTextError as de::Error>::custom)?;
    from_slice(json.to_string().as_bytes())
}

/// Serializes a response.
///
/// # Errors
/// If it violates its schema, or a value has no text form.
#[inline]
pub fn write<T: FastCheck>(
    value: &T,
    documented: &Response,
    media_type: &'static str,
    schema: &'static Schema,
) -> Result<RawBody, PayloadError> {
    let mut json = to_json(&Written(value)).map_err(PayloadError::Json)?;
    check::strip(documented.direction, schema, &mut json);
    check::violations_in(documented.direction, schema, &json).map_err(PayloadError::Invalid)?;
    let violation = match form::arrives(&json, &[], schema) {
        Ok(()) => match form::write(&json, &[], schema) {
            Ok(text) => return Ok(RawBody::new(media_type, text)),
            Err(violation) => violation,
        },
        Err(violation) => violation,
    };
    Err(PayloadError::Invalid(Violations::one(violation)))
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
    _: &Metadata,
    _: &'static str,
    schema: &'static Schema,
) -> Result<T, Rejection> {
    parts.form_of(schema)
}
