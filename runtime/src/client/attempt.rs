//! One attempt of a call and its outcome, shared by both clients.

use std::sync::Arc;

use bytes::Bytes;
use http::{Response, StatusCode};
use reqwest::Url;
use tracing::Span;
use tracing::field::Empty;
use typewright_core::endpoint::{Endpoint, Metadata};
use typewright_core::http::{
    CallError, CredentialsError, Reason, RequestError, ResponseResult, Tokens, TransportError, TransportKind, read,
    undocumented,
};

/// A response with its body, as it was received.
pub(super) struct Received {
    pub(super) response: Response<Bytes>,
    /// The limit, if the body exceeds it and was not read completely.
    pub(super) too_long: Option<usize>,
}

/// The outcome of a call, and the tokens with which it was sent.
pub(super) type Outcome = (Result<Received, TransportError>, Arc<Tokens>);

impl Received {
    pub(super) fn new(response: Response<Bytes>, limit: usize) -> Self {
        let too_long = (response.body().len() > limit).then_some(limit);
        Self { response, too_long }
    }
}

/// Why there is no response.
#[derive(Debug)]
pub(super) enum SendError {
    Request(RequestError),
    Credentials(CredentialsError),
    Transport(TransportError),
}

impl From<RequestError> for SendError {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<CredentialsError> for SendError {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(error)
    }
}

impl From<TransportError> for SendError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E> From<SendError> for CallError<E> {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Request(error) => Self::Request(error),
            SendError::Credentials(error) => Self::Credentials(error),
            SendError::Transport(error) => Self::Transport(error),
        }
    }
}

/// The tracing span of a call. It names the action and never contains the token.
pub(super) fn span<E: Endpoint>() -> Span {
    tracing::info_span!(
        "http_call",
        operation = E::METADATA.operation_id,
        http.request.method = E::METADATA.method.as_str(),
        url.template = E::METADATA.path,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
    )
}

/// Records the outcome of an attempt in the span, and how many retries there were so far.
pub(super) fn record(span: &Span, outcome: &Result<Received, TransportError>, retries: usize) {
    if let Ok(received) = outcome {
        span.record("http.response.status_code", received.response.status().as_u16());
    }
    if retries > 0 {
        span.record("http.request.resend_count", retries);
    }
}

/// Whether the API has rejected the credentials of a request.
pub(super) fn is_unauthorized(outcome: &Result<Received, TransportError>) -> bool {
    outcome
        .as_ref()
        .is_ok_and(|received| received.response.status() == StatusCode::UNAUTHORIZED)
}

/// The URL of a request as a `reqwest` URL. A request without a path template has its URL from the caller.
pub(super) fn address(metadata: &Metadata, url: &str) -> Result<Url, RequestError> {
    let is_given = metadata.path.is_empty();
    let error = match Url::parse(url) {
        Ok(url) if is_given && !matches!(url.scheme(), "http" | "https") => {
            format!("the scheme of the URL is {:?}, expected \"https\"", url.scheme())
        }
        Ok(url) => return Ok(url),
        Err(error) if is_given => format!("the URL is invalid ({error}): pass the whole URL, as the API returns it"),
        Err(_) if url.is_empty() || url.starts_with('/') => {
            "the API is documented without a server: give the client its base URL".to_owned()
        }
        Err(error) => return Err(RequestError::Http(error.into())),
    };
    Err(RequestError::Http(error.into()))
}

/// The result of a call.
pub(super) fn finish<E: Endpoint>(outcome: Result<Received, TransportError>, tokens: &Tokens) -> ResponseResult<E> {
    let received = outcome?;
    match received.too_long {
        Some(limit) => Err(undocumented(received.response, Reason::TooLong { limit }, tokens)),
        None => read::<E>(received.response, tokens),
    }
}

/// Returns the error of a response that is not what the call is for: the documented one, or that it is undocumented.
pub(super) fn unexpected<E: Endpoint>(
    response: Response<Bytes>,
    limit: usize,
    reason: Reason,
    tokens: &Tokens,
) -> CallError<E::Error> {
    let copy = response.clone();
    match finish::<E>(Ok(Received::new(response, limit)), tokens) {
        Err(error) => error,
        Ok(_) => undocumented(copy, reason, tokens),
    }
}

/// Wraps an error of `reqwest` without its URL, which contains the parameters of the request.
pub(super) fn transport(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportKind::Connect
    } else if error.is_timeout() {
        TransportKind::Timeout
    } else if error.is_redirect() || error.is_builder() {
        TransportKind::Other
    } else {
        TransportKind::Broken
    };
    TransportError::new(kind, error.without_url())
}

#[cfg(test)]
mod tests {
    use typewright_core::endpoint::{Metadata, Method};

    use super::address;

    #[test]
    fn an_api_without_a_server_needs_a_base_url() {
        let metadata = Metadata::new("get", Method::Get, "", "/things");
        for url in ["/things", "/api/v2/things?x=1"] {
            let error = address(&metadata, url).expect_err("nobody knows where that is");
            let error = error.to_string();
            assert!(error.ends_with("give the client its base URL"), "{error}");
        }
        assert_eq!(
            address(&metadata, "https://example.com/a%2Fb")
                .map(String::from)
                .ok()
                .as_deref(),
            Some("https://example.com/a%2Fb")
        );
    }

    #[test]
    fn a_url_from_the_caller_must_be_whole() {
        let metadata = Metadata::new("download", Method::Get, "", "");
        for url in ["", "/files/a", "files/a", "//example.com/a"] {
            let error = address(&metadata, url).expect_err("it has no host").to_string();
            assert_eq!(
                error,
                "invalid HTTP request: the URL is invalid (relative URL without a base): pass the whole URL, as the API returns it"
            );
        }
        let error = address(&metadata, "file:///a")
            .expect_err("nothing is sent to a file")
            .to_string();
        assert_eq!(
            error,
            "invalid HTTP request: the scheme of the URL is \"file\", expected \"https\""
        );
        assert!(address(&metadata, "https://example.com/a?b=c").is_ok());
    }
}
