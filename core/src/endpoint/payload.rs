//! What answers hold, read and written by their status.

use core::fmt;

use super::raw_body::{is_one_of, or_documented};
use super::{JsonTextError, RawBody, Response};
use crate::check;
use crate::exact::FastCheck;
use crate::json::to_json;
use crate::schema::Schema;
use crate::violation::Violations;
use crate::wire::{Written, from_slice};

/// What the documented answers of an action hold: one type, or an enum with a variant for each status.
pub trait Payload: Sized {
    /// Reads the body of a documented answer, liberally; `content_type` is what the answer says of it.
    ///
    /// # Errors
    /// If the body is not what is documented.
    fn read(documented: &Response, content_type: Option<&str>, body: &[u8]) -> Result<Self, JsonTextError>;

    /// Writes the body of a documented answer, checked exactly; `None` if it is documented without one.
    ///
    /// # Errors
    /// [`PayloadError`].
    fn write(&self, documented: &Response, schema: &'static Schema) -> Result<Option<RawBody>, PayloadError>;
}

/// A type of its own is the same for every status.
impl<T: FastCheck> Payload for T {
    fn read(documented: &Response, _: Option<&str>, body: &[u8]) -> Result<Self, JsonTextError> {
        if documented.type_name.is_empty() {
            // Documented without a body: whatever comes is not looked at.
            return from_slice(b"null");
        }
        // A byte order mark is passed over, as RFC 8259, 8.1 allows.
        from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
    }

    fn write(&self, documented: &Response, schema: &'static Schema) -> Result<Option<RawBody>, PayloadError> {
        if documented.type_name.is_empty() {
            return Ok(None);
        }
        if !self.passes_fast_check(schema) {
            let json = to_json(&Written(self)).map_err(PayloadError::Json)?;
            check::violations(schema, &json).map_err(PayloadError::Invalid)?;
        }
        let text = serde_json::to_string(&Written(self)).map_err(PayloadError::Json)?;
        Ok(Some(RawBody::new(documented.media_type, text)))
    }
}

/// A body that is not JSON is taken as it comes.
impl Payload for RawBody {
    fn read(documented: &Response, content_type: Option<&str>, body: &[u8]) -> Result<Self, JsonTextError> {
        let content_type = or_documented(content_type, documented.media_type);
        Ok(Self::new(content_type.to_owned(), body))
    }

    fn write(&self, documented: &Response, _: &'static Schema) -> Result<Option<RawBody>, PayloadError> {
        if is_one_of(self.content_type(), documented.media_type) {
            return Ok(Some(self.clone()));
        }
        Err(PayloadError::MediaType {
            expected: documented.media_type,
            found: self.content_type().to_owned(),
        })
    }
}

/// Why an answer cannot be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum PayloadError {
    /// It belongs to another status.
    Status,
    /// It breaks its schema.
    Invalid(Violations),
    /// It is of another media type than is documented.
    MediaType {
        /// The documented one.
        expected: &'static str,
        /// Its own.
        found: String,
    },
    /// It cannot be written as JSON.
    Json(JsonTextError),
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("this answer belongs to another status"),
            Self::Invalid(violations) => violations.fmt(f),
            Self::MediaType { expected, found } => write!(f, "the body must be {expected}, not {found}"),
            Self::Json(error) => write!(f, "the body cannot be written as JSON: {error}"),
        }
    }
}

impl core::error::Error for PayloadError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Status | Self::MediaType { .. } => None,
            Self::Invalid(error) => Some(error),
            Self::Json(error) => Some(error),
        }
    }
}
