//! An `http::Response` as the typed answer.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::{CallError, Documented, Exchanged, Reason, Undocumented};
use crate::endpoint::{self, Endpoint, Payload};

/// Reads an answer: a documented success gives its type, a documented error [`CallError::Documented`], anything else
/// [`CallError::Undocumented`].
///
/// Bodies are parsed liberally: what a newer server sends is no error. What `Content-Type` says does not matter; what
/// the body is does.
///
/// # Errors
/// As above; never [`CallError::NotSent`] or [`CallError::Transport`].
pub fn from_http<E: Endpoint>(response: Response<Bytes>) -> Exchanged<E> {
    let status = response.status();
    let Some(documented) = E::METADATA.response(status.as_u16()) else {
        return Err(undocumented(response, Reason::Status));
    };
    let is_success = E::METADATA.successes.contains(documented) && !is_failure(status);
    if is_success {
        match parse::<E::Response>(documented, response.body()) {
            Ok(value) => Ok(response.map(|_| value)),
            Err(error) => Err(undocumented(response, Reason::Body(error))),
        }
    } else {
        match parse::<E::Error>(documented, response.body()) {
            Ok(value) => Err(CallError::Documented(Box::new(Documented {
                description: documented.description,
                response: response.map(|_| value),
            }))),
            Err(error) => Err(undocumented(response, Reason::Body(error))),
        }
    }
}

/// `default` is documented once and stands for successes and failures alike.
fn is_failure(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

fn parse<T: Payload>(documented: &endpoint::Response, body: &[u8]) -> Result<T, serde_json::Error> {
    if documented.type_name.is_empty() {
        // Documented without a body: whatever comes is not looked at.
        return serde_json::from_slice(b"null");
    }
    // RFC 8259, 8.1: a byte order mark may be ignored.
    serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

/// An answer that is not documented, as an error.
pub(crate) fn undocumented<E>(response: Response<Bytes>, reason: Reason) -> CallError<E> {
    CallError::Undocumented(Box::new(Undocumented::new(response, reason)))
}
