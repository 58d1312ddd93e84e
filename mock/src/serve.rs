//! What stands between a socket and the answer.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use bytes::Bytes;
use http::{Response, StatusCode};

use crate::answer::{problem, undocumented};
use crate::exchange::Exchange;
use crate::losant::Losant;

/// The longest body of a request that is read, in bytes: 1 MiB. The longest one that is right is far shorter.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Reads a request, answers it, and keeps both.
pub async fn serve(State(losant): State<Arc<Losant>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let (request, answer) = match to_bytes(body, BODY_LIMIT).await {
        Ok(body) => {
            let request = http::Request::from_parts(parts, body);
            let answer = losant.answer(&request);
            (request, answer)
        }
        // Or the connection broke; then nobody is there to read this.
        Err(_) => (http::Request::from_parts(parts, Bytes::new()), too_large()),
    };
    losant.exchanges().push(Exchange::new(request, answer.clone()));
    answer.map(Body::from)
}

fn too_large() -> Response<Bytes> {
    let status = StatusCode::PAYLOAD_TOO_LARGE;
    let message = format!("the body is longer than {BODY_LIMIT} bytes");
    undocumented(status, &problem(status, message))
}
