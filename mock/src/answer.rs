//! Answers, documented ones and those for which an API has no documentation.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use losant::endpoint::{Descriptor, Endpoint, Metadata, Rejection};
use losant::endpoints::user_oauth_token::{Delete, Get, Patch};
use losant::http::{RespondError, respond, respond_error};
use losant::types::Error;

/// The answer that it worked.
pub fn success<E: Endpoint>(body: &E::Response) -> Response<Bytes> {
    respond::<E>(StatusCode::OK, body).unwrap_or_else(|error| broken(&error))
}

/// The answer that it did not: as documented, if it is documented for the action.
pub fn failure(action: Option<&Metadata>, status: StatusCode, error: &Error) -> Response<Bytes> {
    let documented = action.filter(|action| action.response(status.as_u16()).is_some());
    match documented.and_then(writer) {
        Some(write) => write(status, error).unwrap_or_else(|error| broken(&error)),
        None => undocumented(status, error),
    }
}

/// The answer to what was turned down.
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

/// The answer to a request with a token that is not the right one.
pub fn unauthorized() -> Response<Bytes> {
    let status = StatusCode::UNAUTHORIZED;
    let mut answer = undocumented(status, &problem(status, "the API access token is not valid".to_owned()));
    let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
    answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    answer
}

/// An error with a type that goes with the status.
pub fn problem(status: StatusCode, message: String) -> Error {
    let kind = match status {
        StatusCode::BAD_REQUEST => "Validation",
        StatusCode::UNAUTHORIZED => "Unauthorized",
        StatusCode::NOT_FOUND => "NotFound",
        StatusCode::METHOD_NOT_ALLOWED => "MethodNotAllowed",
        StatusCode::PAYLOAD_TOO_LARGE => "PayloadTooLarge",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "UnsupportedMediaType",
        _ => "Internal",
    };
    Error::new().type_(kind).message(message)
}

/// An answer that no documentation knows, in the form of those that it does.
pub fn undocumented(status: StatusCode, error: &Error) -> Response<Bytes> {
    let text = serde_json::to_string(error).unwrap_or_default();
    let mut answer = Response::new(Bytes::from(text));
    *answer.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    answer.headers_mut().insert(CONTENT_TYPE, json);
    answer
}

/// What the mock itself got wrong, such as a stored token that breaks its schema.
fn broken(error: &RespondError) -> Response<Bytes> {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    undocumented(
        status,
        &problem(status, format!("the mock has no right answer: {error}")),
    )
}

type Writer = fn(StatusCode, &Error) -> Result<Response<Bytes>, RespondError>;

/// What writes the documented errors of an action.
fn writer(action: &Metadata) -> Option<Writer> {
    let writers: [(&Metadata, Writer); 3] = [
        (Delete::METADATA, respond_error::<Delete>),
        (Get::METADATA, respond_error::<Get>),
        (Patch::METADATA, respond_error::<Patch>),
    ];
    let found = writers
        .into_iter()
        .find(|(known, _)| known.operation_id == action.operation_id);
    found.map(|(_, writer)| writer)
}
