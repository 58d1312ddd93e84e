//! Responses, documented ones and those for which an API has no documentation.

use core::fmt::{Display, Write as _};

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use losant::Exact as _;
use losant::endpoint::{Endpoint, Metadata, Rejection};
use losant::http::respond;
use losant::types::Error;

use crate::examples::{EVENT_STREAM, Example};

/// The number of events in a stream whose events are examples.
const EVENTS: usize = 3;

/// The response that the action was successful.
pub fn success<E: Endpoint>(status: StatusCode, body: &E::Response) -> Response<Bytes> {
    respond::<E>(status, body).unwrap_or_else(|error| broken(&error))
}

/// The response with a documented example.
pub fn documented(status: StatusCode, example: Option<&Example>) -> Response<Bytes> {
    match example {
        None => with_body(status, None, Bytes::new()),
        Some(Example { media_type, value }) if media_type == EVENT_STREAM => {
            let event = value.to_string();
            events((1..=EVENTS).map(|id| (id, event.as_str())))
        }
        Some(Example { media_type, value }) => with_body(status, Some(media_type), value.to_string().into()),
    }
}

/// The response with a stream of events that ends. The client reconnects soon.
pub fn events<'e>(events: impl IntoIterator<Item = (usize, &'e str)>) -> Response<Bytes> {
    let mut text = "retry: 200\n\n".to_owned();
    for (id, event) in events {
        // Writing to a string never fails.
        let _ = write!(text, "id: {id}\ndata: {event}\n\n");
    }
    with_body(StatusCode::OK, Some(EVENT_STREAM), text.into())
}

/// The response that the action failed. A documented one is checked.
pub fn failure(action: Option<&Metadata>, status: StatusCode, error: &Error) -> Response<Bytes> {
    let is_documented = action.is_some_and(|action| action.response(status.as_u16()).is_some());
    match error.validate() {
        Err(violations) if is_documented => broken(&violations),
        _ => undocumented(status, error),
    }
}

/// The response to a request that was rejected.
pub fn rejected(action: Option<&Metadata>, rejection: &Rejection) -> Response<Bytes> {
    let status = StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut answer = failure(action, status, &problem(status, rejection.to_string()));
    if let Rejection::WrongMethod { allowed } = rejection {
        let allowed: Vec<&str> = allowed.iter().map(|method| method.as_str()).collect();
        if let Ok(allowed) = HeaderValue::from_str(&allowed.join(", ")) {
            answer.headers_mut().insert(ALLOW, allowed);
        }
    }
    if status == StatusCode::UNAUTHORIZED {
        // RFC 9110, 15.5.2: a 401 says how to authenticate.
        answer
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    answer
}

/// The response to a request with a token that is not the right one.
pub fn unauthorized() -> Response<Bytes> {
    let status = StatusCode::UNAUTHORIZED;
    let mut answer = undocumented(status, &problem(status, "the API access token is not valid".to_owned()));
    let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
    answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    answer
}

/// The response to a request with a token that has none of the scopes of the action.
pub fn forbidden(action: &Metadata) -> Response<Bytes> {
    let status = StatusCode::FORBIDDEN;
    let message = format!("the API access token has none of the scopes of {}", action.operation_id);
    undocumented(status, &problem(status, message))
}

/// An error with a type that goes with the status.
pub fn problem(status: StatusCode, message: String) -> Error {
    let kind = match status {
        StatusCode::BAD_REQUEST => "Validation",
        StatusCode::UNAUTHORIZED => "Unauthorized",
        StatusCode::FORBIDDEN => "Forbidden",
        StatusCode::NOT_FOUND => "NotFound",
        StatusCode::METHOD_NOT_ALLOWED => "MethodNotAllowed",
        StatusCode::PAYLOAD_TOO_LARGE => "PayloadTooLarge",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "UnsupportedMediaType",
        StatusCode::NOT_IMPLEMENTED => "NotImplemented",
        _ => "Internal",
    };
    Error::new().type_(kind).message(message)
}

/// An error, in the form of those that are documented.
pub fn undocumented(status: StatusCode, error: &Error) -> Response<Bytes> {
    let text = serde_json::to_string(error).unwrap_or_default();
    with_body(status, Some("application/json"), text.into())
}

/// The response to a fault of the mock itself, such as a stored device that violates its schema.
pub fn broken(error: &dyn Display) -> Response<Bytes> {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    undocumented(
        status,
        &problem(status, format!("the mock has no valid response: {error}")),
    )
}

fn with_body(status: StatusCode, media_type: Option<&str>, body: Bytes) -> Response<Bytes> {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    if let Some(Ok(media_type)) = media_type.map(HeaderValue::from_str) {
        answer.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    answer
}
