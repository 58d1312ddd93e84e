//! Conversion of an `http::Response` to the typed response.

use bytes::Bytes;
use http::Response;
use http::header::CONTENT_TYPE;

use super::error::BodyError;
use super::{CallError, Documented, Reason, ResponseResult, Tokens, Undocumented};
use crate::endpoint::{Endpoint, JsonTextError, Payload};

/// Parses a response. A documented success returns its type, a documented error [`CallError::Documented`], any other
/// response [`CallError::Undocumented`].
///
/// Bodies are parsed liberally, so a newer server causes no error. The body is parsed regardless of its `Content-Type`.
///
/// An error shows a documented body verbatim, even if it repeats a token, which is not known here.
///
/// # Errors
/// See above; never [`CallError::Request`] or [`CallError::Transport`].
pub fn from_http<E: Endpoint>(response: Response<Bytes>) -> ResponseResult<E> {
    read::<E>(response, &Tokens::new())
}

/// Like [`from_http`], but no error shows a body that repeats a token.
///
/// # Errors
/// See [`from_http`].
#[doc(hidden)]
pub fn read<E: Endpoint>(response: Response<Bytes>, tokens: &Tokens) -> ResponseResult<E> {
    let status = response.status();
    let Some(documented) = E::METADATA.response(status.as_u16()) else {
        return Err(undocumented(response, Reason::Status, tokens));
    };
    if E::METADATA.untyped.contains(documented) {
        return Err(undocumented(response, Reason::Untyped, tokens));
    }
    let shows_token = |body: &[u8]| tokens.are_in(body);
    let misfit = |response: Response<Bytes>, error: &JsonTextError, schema| {
        let error = BodyError::new(error, response.body(), schema);
        undocumented(response, Reason::Body(error), tokens)
    };
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    // `default` may be documented for both successes and errors.
    let is_success = status.is_success() && E::METADATA.successes.contains(documented);
    if is_success {
        match E::Response::read(documented, content_type, response.body()) {
            Ok(value) => Ok(response.map(|_| value)),
            Err(error) => Err(misfit(response, &error, E::RESPONSE)),
        }
    } else {
        match E::Error::read(documented, content_type, response.body()) {
            Ok(value) => Err(CallError::Documented(Box::new(Documented {
                description: documented.description,
                has_body: !documented.type_name.is_empty(),
                shows_token: shows_token(response.body()),
                response: response.map(|_| value),
            }))),
            Err(error) => Err(misfit(response, &error, E::ERROR)),
        }
    }
}

/// The error for an undocumented response. It does not show a token.
#[doc(hidden)]
pub fn undocumented<E>(response: Response<Bytes>, reason: Reason, tokens: &Tokens) -> CallError<E> {
    CallError::Undocumented(Box::new(Undocumented::new(response, reason, tokens)))
}
