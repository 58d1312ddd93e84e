//! What is documented about an action, as constants.

use core::fmt;

/// Everything that is documented about one action. The parts are those of an OpenAPI operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// `operationId`: unique in the document.
    pub operation_id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The server, without a `/` at the end.
    pub server: &'static str,
    /// The path template, with parameters in braces. A query that stands behind it is sent always, and tells the action from
    /// others with the same path.
    pub path: &'static str,
    /// One line on what the action does.
    pub summary: &'static str,
    /// Whether the action is called with a token.
    pub token: TokenUse,
    /// How the token is sent.
    pub token_scheme: TokenScheme,
    /// The scopes of which the token needs one; empty if any token will do. In the order of the document. Several that are
    /// needed together are one text, with spaces between them as OAuth writes them (RFC 6749, 3.3).
    pub scopes: &'static [&'static str],
    /// The parameters of the path, in its order.
    pub path_parameters: &'static [Parameter],
    /// The parameters of the query.
    pub query_parameters: &'static [Parameter],
    /// The parameters that are headers.
    pub header_parameters: &'static [Parameter],
    /// Documented request headers that are no parameters, such as `Authorization`.
    pub headers: &'static [Header],
    /// The body of the request, if it has one.
    pub request_body: Option<RequestBody>,
    /// The answers that say that it worked. An answer to any status is among both, if nothing else says that it worked.
    pub successes: &'static [Response],
    /// The answers that say that it did not.
    pub errors: &'static [Response],
}

impl Metadata {
    /// The metadata of an action of which nothing but id, method, server and path is known.
    pub const fn new(operation_id: &'static str, method: Method, server: &'static str, path: &'static str) -> Self {
        Self {
            operation_id,
            method,
            server,
            path,
            summary: "",
            token: TokenUse::Never,
            token_scheme: TokenScheme::Bearer,
            scopes: &[],
            path_parameters: &[],
            query_parameters: &[],
            header_parameters: &[],
            headers: &[],
            request_body: None,
            successes: &[],
            errors: &[],
        }
    }

    /// Whether a token with these scopes may call the action: one of the documented scopes suffices, or all of those that
    /// are documented together.
    ///
    /// ```
    /// use typewright_runtime::endpoint::{Metadata, Method};
    ///
    /// let mut get = Metadata::new("thing.get", Method::Get, "https://example.com", "/thing");
    /// get.scopes = &["all.User", "thing.get"];
    /// assert!(get.allows(["thing.get", "other"]));
    /// assert!(!get.allows(["thing.patch"]));
    ///
    /// get.scopes = &["read:thing read:user"];
    /// assert!(get.allows(["read:user", "read:thing"]) && !get.allows(["read:thing"]));
    /// ```
    pub fn allows<I>(&self, scopes: I) -> bool
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        if self.scopes.is_empty() {
            return true;
        }
        let held: Vec<I::Item> = scopes.into_iter().collect();
        let holds = |wanted: &str| held.iter().any(|scope| scope.as_ref() == wanted);
        self.scopes.iter().any(|together| together.split(' ').all(holds))
    }

    /// The documented answer with this HTTP status: by its code, else by its class (`4XX`), else the default.
    pub fn response(&self, code: u16) -> Option<&'static Response> {
        let all = || self.successes.iter().chain(self.errors);
        let with = |status: Status| all().find(|response| response.status == status);
        with(Status::Code(code))
            .or_else(|| with(Status::Class(code / 100)))
            .or_else(|| with(Status::Default))
    }
}

/// Whether an action is called with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenUse {
    /// A token is not sent.
    Never,
    /// A token is sent if there is one. The action can do without, or with something else in its place.
    Optional,
    /// The action needs a token.
    Required,
}

/// How the token of an action is sent: its security scheme (OpenAPI 3.1, 4.8.27).
///
/// It shows itself as the header that it asks for:
///
/// ```
/// use typewright_runtime::endpoint::TokenScheme;
///
/// assert_eq!(TokenScheme::Bearer.to_string(), "Authorization: Bearer …");
/// assert_eq!(TokenScheme::Header("X-Api-Key").to_string(), "X-Api-Key: …");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenScheme {
    /// `Authorization: Bearer …` (RFC 6750): `http` with `bearer`, `oauth2` and `openIdConnect`.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617): `http` with `basic`. The token is the name, a colon and the password, in Base64.
    Basic,
    /// As it is, in a header of this name: `apiKey` with `header`.
    Header(&'static str),
}

impl TokenScheme {
    /// The name of the header.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Bearer | Self::Basic => "Authorization",
            Self::Header(name) => name,
        }
    }

    /// What stands before the token in the header, with the space behind it.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer ",
            Self::Basic => "Basic ",
            Self::Header(_) => "",
        }
    }
}

impl fmt::Display for TokenScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}…", self.header(), self.prefix())
    }
}

/// An HTTP method that OpenAPI has a place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
}

impl Method {
    /// The method as it stands in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// Whether a request made twice leaves the API as if it was made once (RFC 9110, 9.2.2), so that it may be repeated.
    ///
    /// ```
    /// use typewright_runtime::endpoint::Method;
    ///
    /// assert!(Method::Delete.is_idempotent());
    /// assert!(!Method::Patch.is_idempotent());
    /// ```
    pub const fn is_idempotent(self) -> bool {
        match self {
            Self::Get | Self::Head | Self::Put | Self::Delete | Self::Options | Self::Trace => true,
            Self::Post | Self::Patch => false,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A parameter of a path, a query or the headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// The name in the path template, the query or the headers.
    pub name: &'static str,
    /// The name that the documentation shows, if it is another one.
    pub display_name: Option<&'static str>,
    /// What it is.
    pub description: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// An example value.
    pub example: Option<&'static str>,
    /// The regular expression (ECMA-262) that a value matches, if one is documented.
    pub pattern: Option<&'static str>,
}

/// A documented request header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The name of the header.
    pub name: &'static str,
    /// Whether it must be sent.
    pub required: bool,
    /// What it says.
    pub description: &'static str,
    /// What it is if it is not sent.
    pub default: Option<&'static str>,
}

/// The body of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestBody {
    /// The name of the Rust type.
    pub type_name: &'static str,
    /// The title of its schema.
    pub title: &'static str,
    /// The schema file.
    pub schema: &'static str,
    /// The media type. A body that is not JSON may have several, as in `image/png, image/*`.
    pub media_type: &'static str,
    /// Whether the action needs a body.
    pub required: bool,
    /// A documented example, as JSON text.
    pub example: Option<&'static str>,
}

/// The HTTP statuses that an answer is documented for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// One status, such as 404.
    Code(u16),
    /// A class of statuses, such as 4 for `4XX`.
    Class(u16),
    /// All statuses that are not documented otherwise.
    Default,
}

/// A documented answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: Status,
    /// The name of the Rust type of its body; empty if it has none.
    pub type_name: &'static str,
    /// The title of the schema of its body.
    pub title: &'static str,
    /// The schema file of its body.
    pub schema: &'static str,
    /// The media type of its body; several are separated by commas. Empty if it has none.
    pub media_type: &'static str,
    /// When it comes.
    pub description: &'static str,
}
