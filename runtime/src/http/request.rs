//! A typed request as an `http::Request`.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};

use super::{BaseUrl, NotSent, Token};
use crate::endpoint::{self, Endpoint, Metadata};

/// Turns a request into one that any HTTP client can send.
///
/// The base is where the API is; `None` is the documented server. The token is sent if the action needs one,
/// marked as sensitive. The body has passed the exact check.
///
/// # Errors
/// [`NotSent`]: the request breaks its schema, a parameter would leave its segment of the path, the action needs a token
/// or a scope that there is not.
pub fn to_http<E: Endpoint>(
    request: &E,
    base: Option<&BaseUrl>,
    token: Option<&Token>,
) -> Result<Request<Bytes>, NotSent> {
    let metadata = E::METADATA;
    request.validate().map_err(NotSent::Invalid)?;
    let path = request.path();
    if let Some(segment) = astray(metadata, &path) {
        return Err(NotSent::Path { segment });
    }
    let server = base.map_or(metadata.server, BaseUrl::as_str);
    let query = request.query();
    let separator = if query.is_empty() { "" } else { "?" };
    let url = [server, &path, separator, &query].concat();
    let mut builder = Request::builder()
        .method(method(metadata.method))
        .uri(url)
        .header(ACCEPT, HeaderValue::from_static("application/json"));
    if metadata.needs_token {
        let token = token.ok_or(NotSent::NoToken)?;
        if !token.allows(metadata) {
            return Err(NotSent::MissingScope {
                needed: metadata.scopes,
            });
        }
        builder = builder.header(AUTHORIZATION, token.header());
    }
    let body = match request.body_json().map_err(NotSent::Body)? {
        Some(text) => {
            let media_type = metadata.request_body.map_or("application/json", |body| body.media_type);
            builder = builder.header(CONTENT_TYPE, media_type);
            Bytes::from(text)
        }
        None => {
            if announces_body(metadata.method) {
                builder = builder.header(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            Bytes::new()
        }
    };
    builder.body(body).map_err(|error| NotSent::Http(error.into()))
}

/// Methods whose requests say so if they have no body (RFC 9110, 8.6).
fn announces_body(method: endpoint::Method) -> bool {
    use endpoint::Method::{Delete, Get, Head, Options, Patch, Post, Put, Trace};
    match method {
        Post | Put | Patch => true,
        Get | Head | Delete | Options | Trace => false,
    }
}

fn method(method: endpoint::Method) -> Method {
    match method {
        endpoint::Method::Get => Method::GET,
        endpoint::Method::Put => Method::PUT,
        endpoint::Method::Post => Method::POST,
        endpoint::Method::Delete => Method::DELETE,
        endpoint::Method::Options => Method::OPTIONS,
        endpoint::Method::Head => Method::HEAD,
        endpoint::Method::Patch => Method::PATCH,
        endpoint::Method::Trace => Method::TRACE,
    }
}

/// The segment of a path that does not stay where it is: an empty one would be another path, and clients take `.` and
/// `..` as steps even if they are percent-encoded (WHATWG URL, "double-dot URL path segment").
fn astray(metadata: &Metadata, path: &str) -> Option<String> {
    let template = metadata.path.split('/');
    let strays = |(template, segment): (&str, &str)| {
        let dots = segment.replace("%2E", ".");
        template.contains('{') && (segment.is_empty() || dots == "." || dots == "..")
    };
    template
        .zip(path.split('/'))
        .find(|pair| strays(*pair))
        .map(|(template, _)| template.to_owned())
}
