//! Requests, as they are written and read.

use std::borrow::Cow;

use super::outgoing::Wanted;
use super::{Descriptor, Outgoing, Parts, Payload, Rejection, Upload};
use crate::violation::Violations;

/// An action whose requests and responses can be written and read.
///
/// An endpoint does not send anything. A request renders its path and query, and its body is a field.
pub trait Endpoint: Descriptor<Response: Payload, Error: Payload> {
    /// Passes the parameters and the body to a request that is sent.
    fn write(&self, request: &mut Outgoing);

    /// The path with its parameters filled in, each percent-encoded so that it stays in its segment.
    fn path(&self) -> String {
        Outgoing::of(Self::METADATA, Wanted::Path, &|request| self.write(request)).path
    }

    /// Checks all parts of the request against their schemas. An invalid request is not sent.
    ///
    /// # Errors
    /// All violations. The pointers start with the part: `/body/name`, `/path/id`, `/query/limit`,
    /// `/header/ETag`, `/cookie/session`.
    fn validate(&self) -> Result<(), Violations> {
        Outgoing::of(Self::METADATA, Wanted::Check, &|request| self.write(request)).checked()
    }

    /// The query string without the `?`: that of the path template, and the query parameters that are set. It may be
    /// empty.
    fn query(&self) -> String {
        Outgoing::of(Self::METADATA, Wanted::Query, &|request| self.write(request)).query
    }

    /// The headers that are parameters of the action, those that are set.
    fn headers(&self) -> Vec<(&'static str, String)> {
        Outgoing::of(Self::METADATA, Wanted::Headers, &|request| self.write(request)).headers
    }

    /// The cookies that are parameters of the action, those that are set, percent-encoded.
    fn cookies(&self) -> Vec<(Cow<'static, str>, String)> {
        Outgoing::of(Self::METADATA, Wanted::Cookies, &|request| self.write(request)).cookies
    }

    /// Server, path and query.
    fn url(&self) -> String {
        let query = self.query();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{}{separator}{query}", Self::METADATA.server, self.path())
    }

    /// The media type that the response should have, if the caller has chosen one of those that are documented.
    fn accept(&self) -> Option<&'static str> {
        Outgoing::of(Self::METADATA, Wanted::Accept, &|request| self.write(request)).accept
    }

    /// The body as JSON text, if there is one.
    ///
    /// # Errors
    /// If the body cannot be serialized as JSON.
    fn body_json(&self) -> Result<Option<String>, JsonTextError> {
        Outgoing::of(Self::METADATA, Wanted::Json, &|request| self.write(request)).json
    }

    /// The body with its media type, if there is one and it is not JSON.
    ///
    /// # Errors
    /// If a field of a form or a part of a multipart body has no text form.
    fn body_raw(&self) -> Result<Option<Upload>, JsonTextError> {
        Outgoing::of(Self::METADATA, Wanted::Raw, &|request| self.write(request)).raw
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
