//! Conversions for servers: received requests and sent responses.

use core::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::uri::PathAndQuery;
use http::{HeaderValue, Request, Response, StatusCode};

use super::tokens::is_met;
use crate::endpoint::{
    AnyRequest, Endpoint, Limits, Metadata, ParameterPlace, Parts, Payload, PayloadError, Rejection, route,
};
use crate::schema::Schema;

/// Parses a received request. Path, method, credentials, parameters and body are checked in this order.
///
/// Only the presence of the credentials is checked. The server verifies them itself.
///
/// # Errors
/// The [`Rejection`], which has the HTTP status of the error response.
pub fn receive<R: AnyRequest>(request: &Request<impl AsRef<[u8]>>) -> Result<R, Rejection> {
    receive_with(request, Limits::new())
}

/// Like [`receive`], with limits.
///
/// # Errors
/// See [`receive`].
pub fn receive_with<R: AnyRequest>(request: &Request<impl AsRef<[u8]>>, limits: Limits) -> Result<R, Rejection> {
    let target = request.uri().path_and_query().map_or("", PathAndQuery::as_str);
    let found = route(R::ENDPOINTS, request.method().as_str(), target)?;
    let endpoint = R::ENDPOINTS.get(found.index).ok_or(Rejection::UnknownPath)?;
    let query = request.uri().query().unwrap_or_default();
    let is_met = |requirement| is_met(requirement, request.headers(), query);
    if endpoint.requires_credentials() && !endpoint.security.iter().any(is_met) {
        return Err(Rejection::MissingCredentials { endpoint });
    }
    let parts = parts(request, endpoint, found.parameters)?.with_limits(limits);
    R::receive(found.index, &parts)
}

/// Returns the parts of a received request that an action documents.
pub(super) fn parts<'r>(
    request: &'r Request<impl AsRef<[u8]>>,
    endpoint: &'static Metadata,
    path: Vec<(&'static str, &'r str)>,
) -> Result<Parts<'r>, Rejection> {
    let media_type = match request.headers().get(CONTENT_TYPE).map(HeaderValue::to_str) {
        None => None,
        Some(Ok(text)) => Some(text),
        Some(Err(_)) => Some("a value that is not text"),
    };
    let body = request.body().as_ref();
    let mut headers = Vec::new();
    for parameter in endpoint.parameters_in(ParameterPlace::Header) {
        for value in request.headers().get_all(parameter.name) {
            let value = core::str::from_utf8(value.as_bytes()).map_err(|_| Rejection::Encoding { part: "headers" })?;
            headers.push((parameter.name, value));
        }
    }
    let mut cookies = Vec::new();
    if endpoint.parameters_in(ParameterPlace::Cookie).next().is_some() {
        for line in request.headers().get_all(COOKIE) {
            cookies.push(core::str::from_utf8(line.as_bytes()).map_err(|_| Rejection::Encoding { part: "cookies" })?);
        }
    }
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    Ok(Parts::new(endpoint, path, request.uri().query(), media_type, body)
        .with_headers(headers)
        .with_cookies(cookies)
        .with_accept(accept))
}

/// Creates an `http::Response` from a successful response, validated exactly.
///
/// # Errors
/// [`RespondError`] if the status is not documented as a success of the action, or the body violates its schema.
pub fn respond<E: Endpoint>(status: StatusCode, body: &E::Response) -> Result<Response<Bytes>, RespondError> {
    answer(E::METADATA, status, true, body, E::RESPONSE)
}

/// Creates an `http::Response` from a documented error, validated exactly.
///
/// # Errors
/// [`RespondError`] if the status is not documented as an error of the action, or the body violates its schema.
pub fn respond_error<E: Endpoint>(status: StatusCode, body: &E::Error) -> Result<Response<Bytes>, RespondError> {
    answer(E::METADATA, status, false, body, E::ERROR)
}

fn answer<T: Payload>(
    endpoint: &'static Metadata,
    status: StatusCode,
    success: bool,
    body: &T,
    schema: &'static Schema,
) -> Result<Response<Bytes>, RespondError> {
    let documented = endpoint.response(status.as_u16());
    let documented = documented.filter(|documented| !endpoint.untyped.contains(documented));
    // `default` may be documented for both; then the status decides.
    let is_success = |documented| status.is_success() && endpoint.successes.contains(documented);
    let Some(documented) = documented.filter(|documented| is_success(documented) == success) else {
        return Err(RespondError::Status { endpoint, status });
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    if let Some(body) = body.write(documented, schema).map_err(RespondError::Body)? {
        let content_type = HeaderValue::from_str(body.content_type()).map_err(|_| RespondError::ContentType)?;
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        *response.body_mut() = Bytes::from(body.into_bytes());
    }
    Ok(response)
}

/// The error of creating a response.
#[derive(Debug)]
#[non_exhaustive]
pub enum RespondError {
    /// The status is not documented for the action, or not as a success or an error as required.
    Status {
        /// The action.
        endpoint: &'static Metadata,
        /// The status.
        status: StatusCode,
    },
    /// The body violates its schema, or belongs to another status.
    Body(PayloadError),
    /// The media type of the body is not a valid header value.
    ContentType,
}

impl fmt::Display for RespondError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { endpoint, status } => {
                write!(
                    f,
                    "{} does not document status {status} for this kind of response",
                    endpoint.operation_id
                )
            }
            Self::Body(error) => error.fmt(f),
            Self::ContentType => f.write_str("the media type of the body is not a valid header value"),
        }
    }
}

impl core::error::Error for RespondError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Status { .. } | Self::ContentType => None,
            Self::Body(error) => Some(error),
        }
    }
}
