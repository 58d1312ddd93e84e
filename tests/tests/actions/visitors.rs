//! What is done with a request of any type.

use bytes::Bytes;
use http::Response;
use losant::Json;
use losant::blocking::Client;
use losant::endpoint::{Endpoint, RequestVisitor};
use losant::http::{CallError, ResponseResult, from_http, respond, respond_error};

/// Sends the request. The response is parsed to its type, and written again from that.
pub struct Send<'c>(pub &'c Client);

impl RequestVisitor for Send<'_> {
    type Output = Result<Response<Bytes>, String>;

    fn visit<E: Endpoint>(self, request: E) -> Self::Output {
        written::<E>(self.0.send_response(&request))
    }
}

/// Parses a response to the request, and writes it again.
pub struct Parse(pub Response<Bytes>);

impl RequestVisitor for Parse {
    type Output = Result<Response<Bytes>, String>;

    fn visit<E: Endpoint>(self, _: E) -> Self::Output {
        written::<E>(from_http::<E>(self.0))
    }
}

/// Writes the JSON body of the request.
pub struct Body;

impl RequestVisitor for Body {
    type Output = Option<String>;

    fn visit<E: Endpoint>(self, request: E) -> Self::Output {
        request.body_json().expect("a valid body")
    }
}

fn written<E: Endpoint>(outcome: ResponseResult<E>) -> Result<Response<Bytes>, String> {
    let response = match outcome {
        Ok(response) => respond::<E>(response.status(), response.body()),
        Err(CallError::Documented(error)) => respond_error::<E>(error.status(), error.body()),
        Err(CallError::Request(error)) => return Err(error.to_string()),
        Err(CallError::Undocumented(response)) => return Err(response.to_string()),
        Err(other) => return Err(format!("a call without a response, status {:?}", other.status())),
    };
    response.map_err(|error| error.to_string())
}

/// The body of a response: JSON as a value, anything else as text.
pub fn body_of(response: &Response<Bytes>) -> Result<Json, String> {
    let text = String::from_utf8_lossy(response.body());
    Json::parse(&text).map_err(|_| text.into_owned())
}
