//! Text: `text/plain`, `text/csv` and the like.

use serde_core::{Serializer, de};

use crate::direction::Direction;
use crate::endpoint::media_type::{is_range, is_utf8};
use crate::endpoint::{
    JsonTextError, Metadata, Parts, PayloadError, RawBody, Rejection, RequestCheck, Response, Upload,
};
use crate::json::Json;
use crate::schema::Schema;
use crate::violation::Violations;
use crate::{check, fast_check};

/// Parses a response. Text in another charset than UTF-8 is not decoded.
///
/// # Errors
/// If the text is not UTF-8, or declares another charset.
#[inline]
pub fn read(
    _: &'static str,
    content_type: Option<&str>,
    body: &[u8],
    _: &'static Schema,
) -> Result<String, JsonTextError> {
    let invalid = <JsonTextError as de::Error>::custom;
    if !content_type.is_none_or(is_utf8) {
        return Err(invalid("the charset of the text is not UTF-8"));
    }
    let text = core::str::from_utf8(body).map_err(|_| invalid("the text is not UTF-8"))?;
    Ok(text.to_owned())
}

/// Serializes a response.
///
/// # Errors
/// If it violates its schema.
#[inline]
pub fn write(
    value: &str,
    documented: &Response,
    media_type: &'static str,
    schema: &'static Schema,
) -> Result<RawBody, PayloadError> {
    text_violations(value, documented.direction, schema).map_err(PayloadError::Invalid)?;
    Ok(body(value, media_type))
}

/// Checks a text against its schema.
#[inline]
pub(in crate::endpoint) fn text_violations(
    text: &str,
    direction: Direction,
    schema: &'static Schema,
) -> Result<(), Violations> {
    if fast_check::text(text, schema) {
        return Ok(());
    }
    check::violations_in(direction, schema, &Json::from(text))
}

/// Serializes a text for errors.
///
/// # Errors
/// The errors of the serializer.
#[inline]
pub fn show<S: Serializer>(value: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value)
}

/// Checks the body of a request.
#[inline]
pub fn check(value: &String, check: &mut RequestCheck, _: &Metadata, _: &'static str, schema: &'static Schema) {
    check.part("/body", value, schema);
}

/// Serializes the body of a request.
///
/// # Errors
/// None; other kinds of bodies have some.
#[inline]
pub fn encode(
    value: &str,
    _: &Metadata,
    media_type: &'static str,
    _: &'static Schema,
) -> Result<Upload, JsonTextError> {
    Ok(body(value, media_type).into())
}

/// Parses the body of a request.
///
/// # Errors
/// [`Rejection`] if it is not UTF-8 or violates its schema.
#[inline]
pub fn receive(
    parts: &Parts<'_>,
    _: &Metadata,
    media_type: &'static str,
    schema: &'static Schema,
) -> Result<String, Rejection> {
    parts.text_of(media_type, schema)
}

/// The body, with its charset: without one, text is ASCII to some receivers.
#[inline]
pub(in crate::endpoint) fn body(text: &str, media_type: &'static str) -> RawBody {
    if is_range(media_type) {
        return RawBody::text(text);
    }
    if media_type.to_ascii_lowercase().contains("charset=") {
        return RawBody::new(media_type, text);
    }
    RawBody::new(format!("{media_type}; charset=utf-8"), text)
}

#[cfg(test)]
mod tests {
    use super::{Schema, read};

    #[test]
    fn text_in_another_charset_is_not_decoded() {
        let read = |content_type: &str, body: &[u8]| read("text/plain", Some(content_type), body, Schema::ANY).ok();
        for utf8 in [
            "text/plain",
            "text/plain; charset=UTF-8",
            "text/plain;charset=\"utf-8\"",
        ] {
            assert_eq!(read(utf8, "ü".as_bytes()).as_deref(), Some("ü"), "{utf8}");
        }
        assert_eq!(read("text/plain; charset=iso-8859-1", b"\xfc"), None);
        assert_eq!(read("text/plain; charset=iso-8859-1", b"a"), None);
        assert_eq!(read("text/plain", b"\xfc"), None);
    }
}
