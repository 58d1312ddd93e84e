//! Endpoints as data: the documentation of each action of an API.
//!
//! * [`Endpoint`]: a request with its documentation ([`Metadata`]), its response and its error.
//! * [`AnyRequest`]: all requests of an API as one type, for servers; [`Rejection`] is why a request is rejected.

// What only some APIs need, such as forms and multipart bodies, is `#[inline]` down to its private functions: bindings that
// do not use it do not compile it.

use std::borrow::Cow;

use serde_core::Serialize;

use crate::schema::Schema;
use crate::violation::Violations;

mod check;
#[doc(hidden)]
pub mod contents;
mod directed;
mod events;
mod form;
mod globals;
mod incoming;
mod limits;
mod link;
#[doc(hidden)]
pub mod media_type;
mod metadata;
mod multipart;
mod pages;
mod path;
mod payload;
mod raw_body;
mod rejection;
mod response_header;
mod routing;
mod security;
mod server;
mod source;
mod text_form;
mod upload;
mod wait;
mod webhook;

pub use check::RequestCheck;
#[doc(hidden)]
pub use contents::text::{optional_text_body, text_body};
#[doc(hidden)]
pub use contents::{body_contents, optional_body_contents};
#[doc(hidden)]
pub use directed::{optional_request_text, optional_webhook_text, request_text, webhook_text};
pub use events::EventEndpoint;
#[doc(hidden)]
pub use events::{event_json, event_text};
pub use form::{Encoding, FieldForm};
#[doc(hidden)]
pub use form::{form_body, optional_form_body};
pub use globals::Globals;
pub use incoming::{Parts, Values, pairs};
pub use limits::Limits;
pub use link::Link;
pub use metadata::{Header, Metadata, Method, Parameter, RequestBody, Response, Status};
#[doc(hidden)]
pub use multipart::{Fields, ReceivedParts, closed, multipart_body, optional_multipart_body};
pub use multipart::{FilePart, MultipartBody, MultipartError, Part, PartForm, multipart_with_boundary};
pub use pages::{NextPage, PageError, PageValue, PagedEndpoint, Pager, Pagination};
#[doc(hidden)]
pub use pages::{position_text, position_value};
pub use path::{path_segment, push_query};
pub use payload::{Payload, PayloadError};
pub use raw_body::RawBody;
pub use rejection::Rejection;
pub use response_header::{HeaderSource, HeaderText, ResponseHeader};
pub use routing::{AnyRequest, Route, route};
pub use security::{OAuthFlow, OAuthFlowKind, RequiredScheme, Requirement, SecurityScheme, TokenScheme};
pub use server::{InvalidServerVariable, Server, ServerVariable};
pub use source::{Chunks, Source};
#[doc(hidden)]
pub use source::{Exactly, OpenChunks, OpenError, Opened};
pub use text_form::{
    ListStyle, ParameterStyle, TextForm, cookie_text, header_value, path_value, push_cookie_value, push_query_value,
};
pub use upload::Upload;
pub use wait::{JobStates, UnknownJob, WaitEndpoint};
#[cfg(feature = "http")]
pub(crate) use webhook::select_webhook;
pub use webhook::{Callback, Discriminator, DiscriminatorPlace, Webhook};

/// An action of the API: its request as a type, with its documentation.
///
/// An endpoint does not send anything. A request renders its path and query, and its body is a field.
pub trait Endpoint: Sized {
    /// The body of a successful response: `()` if there is none, an enum if it depends on the status.
    type Response: Payload;

    /// The body of a documented error.
    type Error: Payload;

    /// The schema of a successful response.
    const RESPONSE: &'static Schema;

    /// The schema of a documented error.
    const ERROR: &'static Schema;

    /// The documentation of the action.
    const METADATA: &'static Metadata;

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

/// Returns the value of `Accept` for responses of these media types. Each may be a comma-separated list, or empty for a
/// response without a body.
#[doc(hidden)]
pub fn accept<'m>(media_types: impl Iterator<Item = &'m str> + Clone) -> Cow<'m, str> {
    const JSON: &str = "application/json";
    let media_types = media_types.filter(|list| !list.is_empty());
    if media_types.clone().all(|list| list == JSON) {
        return Cow::Borrowed(JSON);
    }
    let mut distinct: Vec<&str> = Vec::new();
    for list in media_types {
        if !distinct.contains(&list) {
            distinct.push(list);
        }
    }
    Cow::Owned(distinct.join(", "))
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
