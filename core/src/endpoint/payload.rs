//! Response bodies, parsed and serialized according to the status.

use core::fmt;

use serde_core::{Serialize as _, Serializer, ser};

use super::contents::{self, json_media_type};
use super::media_type::{is_one_of, is_text, or_documented};
use super::{JsonTextError, RawBody, Response};
use crate::check;
use crate::direction::Direction;
use crate::exact::FastCheck;
use crate::json::{Json, to_json};
use crate::schema::Schema;
use crate::violation::Violations;
use crate::wire::{Written, from_slice};

/// The body of the documented responses of an action: one type, or an enum with a variant for each status.
pub trait Payload: Sized {
    /// Parses the body of a documented response, liberally. `content_type` is the header of the response.
    ///
    /// # Errors
    /// If the body does not match its documentation.
    fn read(documented: &Response, content_type: Option<&str>, body: &[u8]) -> Result<Self, JsonTextError>;

    /// Serializes the body of a documented response, validated exactly; `None` if the response is documented without a
    /// body.
    ///
    /// # Errors
    /// [`PayloadError`].
    fn write(&self, documented: &Response, schema: &'static Schema) -> Result<Option<RawBody>, PayloadError>;

    /// Serializes the body as errors show it: JSON, or the text of a body that is not JSON.
    ///
    /// # Errors
    /// The errors of the serializer.
    fn show<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A type that does not depend on the status.
impl<T: FastCheck> Payload for T {
    #[inline]
    fn read(documented: &Response, content_type: Option<&str>, body: &[u8]) -> Result<Self, JsonTextError> {
        if is_text(documented.media_type) {
            let text = contents::text::read(documented.media_type, content_type, body, Schema::ANY)?;
            return from_slice(Json::String(text).to_string().as_bytes());
        }
        if documented.type_name.is_empty() {
            // Documented without a body: a received body is ignored.
            return from_slice(b"null");
        }
        // A byte order mark is ignored, as RFC 8259, 8.1 allows.
        from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
    }

    #[inline]
    fn write(&self, documented: &Response, schema: &'static Schema) -> Result<Option<RawBody>, PayloadError> {
        if documented.type_name.is_empty() {
            return Ok(None);
        }
        if is_text(documented.media_type) {
            return match to_json(&Written(self)).map_err(PayloadError::Json)? {
                Json::String(text) => contents::text::write(&text, documented, documented.media_type, schema).map(Some),
                _ => Err(PayloadError::Json(<JsonTextError as ser::Error>::custom(
                    "the text is no string",
                ))),
            };
        }
        let text = response_text(documented.direction, self, schema)?;
        Ok(Some(RawBody::new(json_media_type(documented.media_type), text)))
    }

    #[inline]
    fn show<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written(self).serialize(serializer)
    }
}

/// Serializes a response without the properties that are not sent in its direction.
#[inline]
pub(super) fn response_text<T: FastCheck>(
    direction: Direction,
    value: &T,
    schema: &'static Schema,
) -> Result<String, PayloadError> {
    if !value.passes_fast_check(schema) {
        let mut json = to_json(&Written(value)).map_err(PayloadError::Json)?;
        let is_stripped = check::strip(direction, schema, &mut json);
        check::violations_in(direction, schema, &json).map_err(PayloadError::Invalid)?;
        if is_stripped {
            return Ok(json.to_string());
        }
    }
    serde_json::to_string(&Written(value)).map_err(PayloadError::Json)
}

/// A body that is not JSON is preserved as bytes.
impl Payload for RawBody {
    #[inline]
    fn read(documented: &Response, content_type: Option<&str>, body: &[u8]) -> Result<Self, JsonTextError> {
        let content_type = or_documented(content_type, documented.media_type);
        Ok(Self::new(content_type.to_owned(), body))
    }

    #[inline]
    fn write(&self, documented: &Response, _: &'static Schema) -> Result<Option<RawBody>, PayloadError> {
        if is_one_of(self.content_type(), documented.media_type) {
            return Ok(Some(self.clone()));
        }
        Err(PayloadError::MediaType {
            expected: documented.media_type,
            found: self.content_type().to_owned(),
        })
    }

    #[inline]
    fn show<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

/// The error of serializing a response.
#[derive(Debug)]
#[non_exhaustive]
pub enum PayloadError {
    /// The body belongs to another status.
    Status,
    /// The body violates its schema.
    Invalid(Violations),
    /// The body has another media type than the documented one.
    MediaType {
        /// The documented media type.
        expected: &'static str,
        /// The media type of the body.
        found: String,
    },
    /// The body cannot be serialized as JSON.
    Json(JsonTextError),
}

impl fmt::Display for PayloadError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("the response belongs to another status"),
            Self::Invalid(violations) => violations.fmt(f),
            Self::MediaType { expected, found } => {
                write!(f, "unsupported media type: expected {expected}, found {found}")
            }
            Self::Json(error) => write!(f, "the body cannot be serialized as JSON: {error}"),
        }
    }
}

impl core::error::Error for PayloadError {
    #[inline]
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Status | Self::MediaType { .. } => None,
            Self::Invalid(error) => Some(error),
            Self::Json(error) => Some(error),
        }
    }
}
