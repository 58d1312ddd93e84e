//! The errors of a call.

use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header};
use serde_core::Serialize;

use super::Tokens;
use crate::endpoint::{Descriptor, Method, PageError, Requirement, TokenScheme};
use crate::escaped::Escaped;
use crate::json::ReadError;
use crate::schema::Schema;
use crate::violation::Violations;

/// The result of a call: the body of a successful response, or an error.
pub type CallResult<E> = Result<<E as Descriptor>::Response, CallError<<E as Descriptor>::Error>>;

/// The result of a call: a successful response with its status and headers, or an error.
pub type ResponseResult<E> = Result<Response<<E as Descriptor>::Response>, CallError<<E as Descriptor>::Error>>;

/// The error of a call.
///
/// `Debug` and `Display` of an error that a client returns never show the token. [`from_http`](super::from_http) does
/// not know the token, so its errors may show a response that repeats it.
///
/// ```
/// use typewright_runtime::http::{CallError, TransportKind};
///
/// /// Whether the API may have acted although no response arrived.
/// fn is_uncertain<E>(error: &CallError<E>) -> bool {
///     match error {
///         CallError::Transport(lost) => lost.kind() != TransportKind::Connect,
///         _ => false,
///     }
/// }
///
/// /// Whether the API responded with 404, documented or not.
/// fn is_missing<E>(error: &CallError<E>) -> bool {
///     error.status().is_some_and(|status| status == 404)
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The request is invalid; nothing was sent.
    Request(RequestError),
    /// The source of the credentials failed. The request was not sent, or the API rejected it with 401.
    Credentials(CredentialsError),
    /// The transport failed: the request or its response was lost.
    Transport(TransportError),
    /// The API responded with an error that is documented for the action.
    Documented(Box<Documented<E>>),
    /// The API, or a proxy, sent a response that is not documented for the action.
    Undocumented(Box<Undocumented>),
    /// The pages of a list cannot be followed any further.
    Pages(PageError),
}

impl<E> CallError<E> {
    /// The HTTP status of the response, if there is one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request(_) | Self::Credentials(_) | Self::Transport(_) | Self::Pages(_) => None,
            Self::Documented(error) => Some(error.status()),
            Self::Undocumented(answer) => Some(answer.status()),
        }
    }

    /// The body of a documented error.
    pub fn documented(&self) -> Option<&E> {
        match self {
            Self::Documented(error) => Some(error.body()),
            Self::Request(_) | Self::Credentials(_) | Self::Transport(_) | Self::Undocumented(_) | Self::Pages(_) => {
                None
            }
        }
    }
}

impl<E> From<RequestError> for CallError<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl<E> From<PageError> for CallError<E> {
    fn from(error: PageError) -> Self {
        Self::Pages(error)
    }
}

impl<E> From<CredentialsError> for CallError<E> {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(error)
    }
}

impl<E> From<TransportError> for CallError<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E: Serialize> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request was not sent: {error}"),
            Self::Credentials(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Documented(error) => error.fmt(f),
            Self::Undocumented(answer) => answer.fmt(f),
            Self::Pages(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + Serialize> core::error::Error for CallError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Credentials(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Documented(_) => None,
            Self::Undocumented(answer) => answer.reason.source(),
            Self::Pages(error) => Some(error),
        }
    }
}

/// Why a request was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// The request violates its schema. The pointers start with the part: `/body/name`, `/path/id`, `/query/limit`.
    Invalid(Violations),
    /// A path parameter is empty, `.` or `..`, which would change the path.
    Path {
        /// The segment of the path template.
        segment: String,
    },
    /// The value of a header cannot be sent: it has a character that is not allowed in a header, or leading or trailing
    /// white space.
    Header {
        /// The name of the header.
        name: &'static str,
    },
    /// The action requires credentials that the client does not have.
    NoCredentials {
        /// The alternatives, one of which must be met.
        needed: &'static [Requirement],
    },
    /// The token does not have the form that the action requires: it has spaces, or `Basic` is not followed by Base64.
    TokenForm {
        /// The scheme of the action.
        scheme: TokenScheme,
    },
    /// The token has none of the scopes that allow the action.
    MissingScope {
        /// The scopes. One of them suffices; a string with several requires all of these.
        needed: &'static [&'static str],
    },
    /// The link to the next page of a list leads to another host, which would get the credentials.
    ForeignLink {
        /// The scheme and the host that the link names.
        origin: String,
    },
    /// The body cannot be serialized as JSON.
    Body(serde_json::Error),
    /// The content of the body cannot be read, for example because a file does not exist.
    Content(std::io::Error),
    /// The body is from a reader or a stream that was sent before, so it cannot be sent again.
    Consumed,
    /// The request is a webhook or a callback, which the API sends, not a client of it:
    /// [`webhook_to_http`](super::webhook_to_http) creates such a request.
    Webhook,
    /// The request is not a valid HTTP request, for example because its URL is invalid.
    Http(Box<dyn core::error::Error + Send + Sync>),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => violations.fmt(f),
            Self::Path { segment } => write!(
                f,
                "invalid value for {segment}: an empty value, `.` or `..` would change the path"
            ),
            Self::Header { name } => write!(f, "the value of {name} is not a valid header value"),
            Self::NoCredentials { needed } => {
                let needed: Vec<String> = needed.iter().map(Requirement::to_string).collect();
                let needed = needed.join(", or ");
                write!(
                    f,
                    "the client has no credentials for the action, which requires {needed}"
                )
            }
            Self::TokenForm { scheme } => write!(f, "the token is not valid for the {scheme}"),
            Self::MissingScope { needed } => {
                let needed: Vec<String> = needed.iter().map(|scopes| scopes.replace(' ', " with ")).collect();
                let needed = needed.join(", ");
                write!(f, "the token has none of the scopes that allow the action: {needed}")
            }
            Self::ForeignLink { origin } => write!(
                f,
                "the link to the next page leads to another host ({origin}), which would get the credentials"
            ),
            Self::Body(error) => write!(f, "the body cannot be serialized as JSON: {error}"),
            Self::Content(error) => write!(f, "the content of the body cannot be read: {error}"),
            Self::Consumed => f.write_str("the content of the body was sent before, and can be read only once"),
            Self::Webhook => f.write_str("a webhook is sent by the API, not by its clients"),
            Self::Http(error) => write!(f, "invalid HTTP request: {error}"),
        }
    }
}

impl core::error::Error for RequestError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::Body(error) => Some(error),
            Self::Content(error) => Some(error),
            Self::Http(error) => Some(&**error),
            Self::Consumed
            | Self::Webhook
            | Self::Path { .. }
            | Self::Header { .. }
            | Self::NoCredentials { .. }
            | Self::ForeignLink { .. }
            | Self::TokenForm { .. }
            | Self::MissingScope { .. } => None,
        }
    }
}

/// The error of a source of credentials. Calls that waited for the same credentials get clones of it.
#[derive(Debug, Clone)]
pub struct CredentialsError(Arc<dyn core::error::Error + Send + Sync>);

impl CredentialsError {
    /// Creates an error from that of the source. `Display` shows its innermost cause.
    pub fn new(source: impl Into<Box<dyn core::error::Error + Send + Sync>>) -> Self {
        Self(Arc::from(source.into()))
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot obtain credentials: {}", innermost(&*self.0))
    }
}

impl core::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&*self.0)
    }
}

/// The kind of a transport error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection was established; nothing was sent.
    Connect,
    /// The call timed out. Whether the API has acted is not known.
    Timeout,
    /// The connection broke, or the response was not HTTP. Whether the API has acted is not known.
    Broken,
    /// Another error of the HTTP client, such as too many redirects.
    Other,
}

impl TransportKind {
    /// Whether a request with this method may be sent again after such an error: nothing was sent, or the method is
    /// [idempotent](Method::is_idempotent) and there is time left.
    pub const fn may_be_repeated(self, method: Method) -> bool {
        match self {
            Self::Connect => true,
            Self::Broken => method.is_idempotent(),
            Self::Timeout | Self::Other => false,
        }
    }
}

/// A transport error: the request or the response was lost.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportKind,
    source: Box<dyn core::error::Error + Send + Sync>,
}

impl TransportError {
    /// Creates an error from that of an HTTP client. `Display` shows its innermost cause.
    pub fn new(kind: TransportKind, source: impl Into<Box<dyn core::error::Error + Send + Sync>>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// The kind of the error.
    pub fn kind(&self) -> TransportKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportKind::Connect => "cannot connect to the API",
            TransportKind::Timeout => "the request timed out",
            TransportKind::Broken => "the connection to the API was lost",
            TransportKind::Other => "the HTTP client failed",
        })?;
        write!(f, ": {}", innermost(&*self.source))
    }
}

/// The innermost cause of an error.
#[doc(hidden)]
pub fn innermost<'e>(error: &'e (dyn core::error::Error + 'static)) -> &'e (dyn core::error::Error + 'static) {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}

impl core::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// An error that is documented for the action.
pub struct Documented<E> {
    pub(super) description: &'static str,
    pub(super) response: Response<E>,
    /// Whether a body is documented; a placeholder for an undocumented body is not shown.
    pub(super) has_body: bool,
    /// The body repeats the token, so it is not shown.
    pub(super) shows_token: bool,
}

impl<E> Documented<E> {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body.
    pub fn body(&self) -> &E {
        self.response.body()
    }

    /// Converts the error into its body.
    pub fn into_body(self) -> E {
        self.response.into_body()
    }

    /// The documented description of the response.
    pub fn description(&self) -> &'static str {
        self.description
    }
}

/// A string from the server, truncated and escaped for a single line.
struct Short<'t>(&'t str);

impl Short<'_> {
    /// The maximum length that is shown, in bytes.
    const SHOWN: usize = 500;
}

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.char_indices().map(|(at, _)| at).find(|at| *at >= Self::SHOWN);
        match end.and_then(|end| self.0.get(..end)) {
            Some(start) => write!(f, "{}…", Escaped(start)),
            None => write!(f, "{}", Escaped(self.0)),
        }
    }
}

/// Shows neither the headers nor a body that repeats the token.
impl<E: fmt::Debug> fmt::Debug for Documented<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Documented");
        debug
            .field("status", &self.status())
            .field("description", &self.description);
        if !self.shows_token {
            debug.field("body", self.body());
        }
        debug.finish_non_exhaustive()
    }
}

impl<E: Serialize> fmt::Display for Documented<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the API responded with {} ({})", self.status(), self.description)?;
        if self.shows_token || !self.has_body {
            return Ok(());
        }
        let Ok(text) = serde_json::to_string(self.body()) else {
            return Ok(());
        };
        write!(f, ": {}", Short(&text))
    }
}

/// A response that is not documented for the action: another status, or a body that does not match.
pub struct Undocumented {
    response: Response<Bytes>,
    truncated: bool,
    reason: Reason,
    /// `Content-Type` repeats the token, so it is not shown.
    hides_media_type: bool,
}

/// The reason why a response is undocumented.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The status is not documented for the action.
    Status,
    /// The status is documented with a body that the types of the action do not represent: see
    /// [`Metadata::untyped`](crate::endpoint::Metadata::untyped).
    Untyped,
    /// The body does not match what is documented for the status.
    Body(BodyError),
    /// The response is successful, but not a stream of events, as which it was requested.
    NotEvents,
    /// The body is longer than the limit of the client.
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// The reason why a body does not match its documentation. It shows no part of the body.
#[derive(Debug)]
pub struct BodyError(ReadError);

impl BodyError {
    pub(super) fn new(error: &serde_json::Error, body: &[u8], schema: &'static Schema) -> Self {
        // A byte order mark is skipped, so positions start after it.
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        Self(ReadError::new(error, text, schema))
    }

    /// Returns the JSON Pointer of the invalid value. A property that the schema does not name is shown as `*`.
    pub fn pointer(&self) -> &str {
        self.0.pointer()
    }
}

/// The error for data of an event that does not match its documentation.
#[doc(hidden)]
pub fn event_error(error: &serde_json::Error, data: &str, schema: &'static Schema) -> BodyError {
    BodyError::new(error, data.as_bytes(), schema)
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for BodyError {}

impl Reason {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            Self::Status | Self::Untyped | Self::NotEvents | Self::TooLong { .. } => None,
        }
    }
}

impl Undocumented {
    /// The maximum length of the body that is kept, in bytes: 64 KiB.
    pub const KEPT: usize = 64 * 1024;

    pub(crate) fn new(response: Response<Bytes>, reason: Reason, tokens: &Tokens) -> Self {
        let media_type = response.headers().get(header::CONTENT_TYPE);
        let hides_media_type = media_type.is_some_and(|value| tokens.are_in(value.as_bytes()));
        let truncated = response.body().len() > Self::KEPT || matches!(reason, Reason::TooLong { .. });
        // A copy, so that a long body does not stay in memory because of its first bytes.
        let kept = |body: Bytes| match body.get(..Self::KEPT) {
            Some(start) if body.len() > Self::KEPT => Bytes::copy_from_slice(start),
            _ => body,
        };
        Self {
            response: response.map(kept),
            truncated,
            reason,
            hides_media_type,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The first [`KEPT`](Self::KEPT) bytes of the body, verbatim.
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// Whether the body was longer than [`KEPT`](Self::KEPT).
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// The reason why the response is undocumented.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }
}

/// Shows neither the body nor the headers, which may repeat the request. `Display` shows `Content-Type`, unless it
/// repeats the token.
impl fmt::Debug for Undocumented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undocumented")
            .field("status", &self.status())
            .field("reason", &self.reason)
            .field("body", &format_args!("{} bytes", self.body().len()))
            .field("truncated", &self.truncated)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Undocumented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the API responded with {}, ", self.status())?;
        match &self.reason {
            Reason::Status => f.write_str("which is not documented for this action")?,
            Reason::Untyped => f.write_str("which the types of this action do not represent")?,
            Reason::NotEvents => f.write_str("which is not a stream of events")?,
            Reason::Body(error) => write!(f, "but the body does not match its documentation: {error}")?,
            Reason::TooLong { limit } => write!(f, "but the body is longer than {limit} bytes")?,
        }
        let media_type = self.headers().get(header::CONTENT_TYPE);
        let media_type = media_type.filter(|_| !self.hides_media_type);
        if let Some(media_type) = media_type.and_then(|value| value.to_str().ok()) {
            write!(f, " (Content-Type: {})", Short(media_type))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::RequestError;

    #[test]
    fn scopes_that_are_needed_together_are_told_apart_from_those_that_suffice() {
        let error = RequestError::MissingScope {
            needed: &["all", "read list"],
        };
        assert!(error.to_string().ends_with(": all, read with list"), "{error}");
    }
}
