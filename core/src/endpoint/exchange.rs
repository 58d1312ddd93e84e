//! Requests, as they are written and read.

use std::borrow::Cow;

use serde_core::Serialize;

use super::{Descriptor, Parts, Payload, Rejection, Upload};
use crate::violation::Violations;

/// An action whose requests and responses can be written and read.
///
/// An endpoint does not send anything. A request renders its path and query, and its body is a field.
pub trait Endpoint: Descriptor<Response: Payload, Error: Payload> {
    /// The path with its parameters filled in, each percent-encoded so that it stays in its segment.
    fn path(&self) -> String;

    /// Checks all parts of the request against their schemas. An invalid request is not sent.
    ///
    /// # Errors
    /// All violations. The pointers start with the part: `/body/name`, `/path/id`, `/query/limit`,
    /// `/header/ETag`, `/cookie/session`.
    fn validate(&self) -> Result<(), Violations>;

    /// The query string without the `?`: that of the path template, and the query parameters that are set. It may be
    /// empty.
    fn query(&self) -> String {
        String::new()
    }

    /// The headers that are parameters of the action, those that are set.
    fn headers(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The cookies that are parameters of the action, those that are set, percent-encoded.
    fn cookies(&self) -> Vec<(Cow<'static, str>, String)> {
        Vec::new()
    }

    /// Server, path and query.
    fn url(&self) -> String {
        let query = self.query();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{}{separator}{query}", Self::METADATA.server, self.path())
    }

    /// The media type that the response should have, if the caller has chosen one of those that are documented.
    fn accept(&self) -> Option<&'static str> {
        None
    }

    /// The body as JSON text, if there is one.
    ///
    /// # Errors
    /// If the body cannot be serialized as JSON.
    fn body_json(&self) -> Result<Option<String>, JsonTextError> {
        Ok(None)
    }

    /// The body with its media type, if there is one and it is not JSON.
    ///
    /// # Errors
    /// If a field of a form or a part of a multipart body has no text form.
    fn body_raw(&self) -> Result<Option<Upload>, JsonTextError> {
        Ok(None)
    }

    /// Parses a received request, for servers: parameters and body are parsed exactly.
    ///
    /// # Errors
    /// [`Rejection::Parameter`], [`Rejection::Repeated`], [`Rejection::MediaType`], [`Rejection::Encoding`] or
    /// [`Rejection::Body`]: for the first invalid part.
    fn receive(parts: &Parts<'_>) -> Result<Self, Rejection>;
}

/// The reason why a value cannot be serialized as JSON.
pub type JsonTextError = serde_json::Error;

/// Serializes a parameter that is documented as JSON; for generated code.
///
/// [`Endpoint::validate`] reports a value that cannot be serialized as JSON, so its empty string is never sent.
#[doc(hidden)]
pub fn json_parameter<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Serializes a header that is documented as JSON; for generated code. A header has only printable ASCII, so other
/// characters are escaped.
#[doc(hidden)]
pub fn json_header<T: Serialize>(value: &T) -> String {
    let json = json_parameter(value);
    if json.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return json;
    }
    let escaped = json.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte @ b' '..=b'~') => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    });
    escaped.collect()
}

/// Serializes the body of a request as JSON text; for generated code.
#[doc(hidden)]
pub fn json_text<T: Serialize>(body: &T) -> Result<Option<String>, JsonTextError> {
    serde_json::to_string(body).map(Some)
}
