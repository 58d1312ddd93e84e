//! What answers hold, read and written by their status.

use core::fmt;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use super::{JsonTextError, Response};
use crate::check;
use crate::exact::Certain;
use crate::json::to_json;
use crate::schema::Schema;
use crate::violation::Violations;

/// What the documented answers of an action hold: one type, or an enum with a variant for each status.
pub trait Payload: Sized {
    /// Reads the body of a documented answer, liberally.
    ///
    /// # Errors
    /// If the body is not what is documented.
    fn read(documented: &Response, body: &[u8]) -> Result<Self, JsonTextError>;

    /// Writes the body of a documented answer, checked exactly; `None` if it is documented without one.
    ///
    /// # Errors
    /// [`Unwritable`].
    fn write(&self, documented: &Response, schema: &'static Schema) -> Result<Option<String>, Unwritable>;
}

/// A type of its own is the same for every status.
impl<T: Certain + Serialize + DeserializeOwned> Payload for T {
    fn read(documented: &Response, body: &[u8]) -> Result<Self, JsonTextError> {
        if documented.type_name.is_empty() {
            // Documented without a body: whatever comes is not looked at.
            return serde_json::from_slice(b"null");
        }
        read_body(body)
    }

    fn write(&self, documented: &Response, schema: &'static Schema) -> Result<Option<String>, Unwritable> {
        if documented.type_name.is_empty() {
            return Ok(None);
        }
        write_body(self, schema)
    }
}

/// Reads a body. A byte order mark is passed over, as RFC 8259, 8.1 allows.
///
/// # Errors
/// If it is no JSON, or not what the type takes.
#[doc(hidden)]
pub fn read_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, JsonTextError> {
    serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

/// Writes a body that is right by its schema.
///
/// # Errors
/// [`Unwritable::Invalid`] or [`Unwritable::Json`].
#[doc(hidden)]
pub fn write_body<T: Certain + Serialize>(body: &T, schema: &'static Schema) -> Result<Option<String>, Unwritable> {
    if !body.certain(schema) {
        let json = to_json(body).map_err(Unwritable::Json)?;
        check::violations(schema, &json).map_err(Unwritable::Invalid)?;
    }
    serde_json::to_string(body).map(Some).map_err(Unwritable::Json)
}

/// Why an answer cannot be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unwritable {
    /// It belongs to another status.
    Status,
    /// It breaks its schema.
    Invalid(Violations),
    /// It cannot be written as JSON.
    Json(JsonTextError),
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("this answer belongs to another status"),
            Self::Invalid(violations) => violations.fmt(f),
            Self::Json(error) => write!(f, "the body cannot be written as JSON: {error}"),
        }
    }
}

impl core::error::Error for Unwritable {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Status => None,
            Self::Invalid(error) => Some(error),
            Self::Json(error) => Some(error),
        }
    }
}
