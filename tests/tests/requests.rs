//! What `requests/openapi.json` says about requests: credentials, parameters and servers, as code that is compiled and
//! run. Requests are converted to `http` types, and received by the server side.

use bytes::Bytes;
use http::Request;
use typewright_runtime::endpoint::{Endpoint, Rejection};
use typewright_runtime::http::{RequestError, Tokens, receive, to_http_with};

mod requests {
    mod brackets;
    mod credentials;
    mod globals;
    mod servers;
    mod sources;
    mod templates;
}

#[path = "support/head.rs"]
mod head;

#[allow(clippy::implicit_clone, dead_code, missing_docs)]
mod api {
    include!(concat!(env!("OUT_DIR"), "/requests/mod.rs"));
}

/// Sends a request with these tokens.
fn sent<E: Endpoint>(request: &E, tokens: &Tokens) -> Result<Request<Bytes>, RequestError> {
    to_http_with(request, None, tokens)
}

/// Receives a request as the server side does. Clients connect to the host, so the server sees only path and query.
fn received(request: Request<Bytes>) -> Result<api::endpoints::Request, Rejection> {
    let (mut parts, body) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    parts.uri = target.parse().expect("a path");
    receive(&Request::from_parts(parts, body))
}
