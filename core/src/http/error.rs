//! Why a call did not bring what it should.

use core::fmt;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header};
use serde_core::Serialize;

use super::Token;
use crate::endpoint::{Endpoint, Method, TokenScheme};
use crate::escaped::Escaped;
use crate::json::ReadError;
use crate::schema::Schema;
use crate::violation::Violations;

/// What a call brings: the body of a successful answer, or why there is none.
pub type CallResult<E> = Result<<E as Endpoint>::Response, CallError<<E as Endpoint>::Error>>;

/// What a call brings, with status and headers.
pub type ResponseResult<E> = Result<Response<<E as Endpoint>::Response>, CallError<<E as Endpoint>::Error>>;

/// Why a call did not bring a successful answer.
///
/// No form of one that a client gives shows its token. [`from_http`](super::from_http) knows no token: what an answer
/// repeats of it, such an error may show.
///
/// ```
/// use typewright_runtime::http::{CallError, TransportKind};
///
/// /// Whether the API may have acted although there was no answer.
/// fn is_uncertain<E>(error: &CallError<E>) -> bool {
///     match error {
///         CallError::Transport(lost) => lost.kind() != TransportKind::Connect,
///         _ => false,
///     }
/// }
///
/// /// Whether the API says, as it is documented or not, that there is no such thing.
/// fn is_missing<E>(error: &CallError<E>) -> bool {
///     error.status().is_some_and(|status| status == 404)
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The request was not right; nothing was sent.
    Request(RequestError),
    /// The request or its answer was lost on the way.
    Transport(TransportError),
    /// The API answered with an error that is documented for the action.
    Documented(Box<Documented<E>>),
    /// The API, or something between here and there, answered with what is not documented for the action.
    Undocumented(Box<Undocumented>),
}

impl<E> CallError<E> {
    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request(_) | Self::Transport(_) => None,
            Self::Documented(error) => Some(error.status()),
            Self::Undocumented(answer) => Some(answer.status()),
        }
    }

    /// The documented error that the API answered with.
    pub fn documented(&self) -> Option<&E> {
        match self {
            Self::Documented(error) => Some(error.body()),
            Self::Request(_) | Self::Transport(_) | Self::Undocumented(_) => None,
        }
    }
}

impl<E> From<RequestError> for CallError<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
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
            Self::Transport(error) => error.fmt(f),
            Self::Documented(error) => error.fmt(f),
            Self::Undocumented(answer) => answer.fmt(f),
        }
    }
}

impl<E: fmt::Debug + Serialize> core::error::Error for CallError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Documented(_) => None,
            Self::Undocumented(answer) => answer.reason.source(),
        }
    }
}

/// Why a request was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// It breaks its schema. The pointers start with the part: `/body/name`, `/oauthTokenId`.
    Invalid(Violations),
    /// A parameter is empty, `.` or `..`, and would leave its place in the path.
    Path {
        /// The segment of the path template.
        segment: String,
    },
    /// The value of a header cannot be sent as it is: it holds a character that a header may not have, or white space at
    /// one of its ends.
    Header {
        /// The name of the header.
        name: &'static str,
    },
    /// The action needs a token, and there is none.
    NoToken,
    /// The token does not have the form that the action takes: it holds spaces, or behind `Basic` is no Base64.
    TokenForm {
        /// How the action takes it.
        scheme: TokenScheme,
    },
    /// The token has none of the scopes of which the action needs one.
    MissingScope {
        /// The scopes; any of them suffices, or all that stand in one text.
        needed: &'static [&'static str],
    },
    /// The body cannot be written as JSON.
    Body(serde_json::Error),
    /// The request is no HTTP request, such as one with an address that is no URL.
    Http(Box<dyn core::error::Error + Send + Sync>),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => violations.fmt(f),
            Self::Path { segment } => write!(f, "the value of {segment} would leave its place in the path"),
            Self::Header { name } => write!(f, "the value of {name} cannot be sent as a header"),
            Self::NoToken => f.write_str("the action needs an API access token, and there is none"),
            Self::TokenForm { scheme } => write!(f, "the token does not have the form that `{scheme}` takes"),
            Self::MissingScope { needed } => {
                let needed: Vec<String> = needed.iter().map(|scopes| scopes.replace(' ', " with ")).collect();
                let needed = needed.join(", ");
                write!(
                    f,
                    "the token has none of the scopes of which the action needs one: {needed}"
                )
            }
            Self::Body(error) => write!(f, "the body cannot be written as JSON: {error}"),
            Self::Http(error) => write!(f, "this is no HTTP request: {error}"),
        }
    }
}

impl core::error::Error for RequestError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::Body(error) => Some(error),
            Self::Http(error) => Some(&**error),
            Self::Path { .. }
            | Self::Header { .. }
            | Self::NoToken
            | Self::TokenForm { .. }
            | Self::MissingScope { .. } => None,
        }
    }
}

/// What happened on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportKind {
    /// There was no connection: nothing was sent.
    Connect,
    /// It took too long. Whether the API has acted is not known.
    Timeout,
    /// The connection broke, or what came over it was no HTTP. Whether the API has acted is not known.
    Broken,
    /// The HTTP client gave up for a reason of its own, such as too many redirects or an address that it may not call.
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

/// A request or an answer that was lost on the way.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportKind,
    source: Box<dyn core::error::Error + Send + Sync>,
}

impl TransportError {
    /// An error of an HTTP client. Its innermost cause is shown as it is.
    pub fn new(kind: TransportKind, source: impl Into<Box<dyn core::error::Error + Send + Sync>>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// What happened.
    pub fn kind(&self) -> TransportKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportKind::Connect => "no connection to the API",
            TransportKind::Timeout => "the API did not answer in time",
            TransportKind::Broken => "the connection to the API broke",
            TransportKind::Other => "the HTTP client gave up",
        })?;
        write!(f, ": {}", innermost(&*self.source))
    }
}

/// The innermost cause of an error, which is the one that tells.
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
    /// Whether a body is documented; what stands for one that is not says nothing.
    pub(super) has_body: bool,
    /// The body repeats the token, so it is not shown.
    pub(super) shows_token: bool,
}

impl<E> Documented<E> {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// What the API says.
    pub fn body(&self) -> &E {
        self.response.body()
    }

    /// What the API says, to keep.
    pub fn into_body(self) -> E {
        self.response.into_body()
    }

    /// When the answer comes, as it is documented.
    pub fn description(&self) -> &'static str {
        self.description
    }
}

/// A text from the server, as much of it as an error shows, on one line.
struct Short<'t>(&'t str);

impl Short<'_> {
    /// The longest text that is shown, in bytes.
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

/// Shows no headers, and no body that repeats the token.
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
        write!(f, "the API answered {} ({})", self.status(), self.description)?;
        if self.shows_token || !self.has_body {
            return Ok(());
        }
        let Ok(text) = serde_json::to_string(self.body()) else {
            return Ok(());
        };
        write!(f, ": {}", Short(&text))
    }
}

/// An answer that is not documented for the action: another status, or a body that does not fit.
pub struct Undocumented {
    response: Response<Bytes>,
    truncated: bool,
    reason: Reason,
    /// `Content-Type` repeats the token, so it is not shown.
    hides_media_type: bool,
}

/// Why an answer counts as undocumented.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The status is not documented for the action.
    Status,
    /// The body is not what is documented for the status.
    Body(BodyError),
    /// The body is longer than the client takes.
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// Why a body is not what is documented. It shows no text of the body.
#[derive(Debug)]
pub struct BodyError(ReadError);

impl BodyError {
    pub(super) fn new(error: &serde_json::Error, body: &[u8], schema: &'static Schema) -> Self {
        // Places count from behind a byte order mark, which is passed over.
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        Self(ReadError::new(error, text, schema))
    }

    /// Where in the body, as a JSON Pointer; a property that the schema does not name is a `*`.
    pub fn pointer(&self) -> &str {
        self.0.pointer()
    }
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
            Self::Status | Self::TooLong { .. } => None,
        }
    }
}

impl Undocumented {
    /// How much of the body is kept, in bytes: 64 KiB.
    pub const KEPT: usize = 64 * 1024;

    pub(crate) fn new(response: Response<Bytes>, reason: Reason, token: Option<&Token>) -> Self {
        let media_type = response.headers().get(header::CONTENT_TYPE);
        let hides_media_type = media_type.is_some_and(|value| token.is_some_and(|token| token.is_in(value.as_bytes())));
        let truncated = response.body().len() > Self::KEPT || matches!(reason, Reason::TooLong { .. });
        // A copy, so that a long body is not held in memory for its beginning.
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

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body as it came, its first [`KEPT`](Self::KEPT) bytes.
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// Whether the body was longer than what is kept of it.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Why it counts as undocumented.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }
}

/// Shows neither the body nor the headers, which may repeat what was sent. `Display` shows `Content-Type`, unless that
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
        write!(f, "the API answered {}, ", self.status())?;
        match &self.reason {
            Reason::Status => f.write_str("which is not documented for this action")?,
            Reason::Body(error) => write!(f, "but the body is not what is documented: {error}")?,
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
