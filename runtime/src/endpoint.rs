//! Endpoints as data: what the documentation of an API says about each action.

use core::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_core::Serialize;

use crate::check;
use crate::exact::Certain;
use crate::json::to_json;
use crate::schema::Schema;
use crate::violation::{Violation, Violations};

/// One action of the API: its request as a type, with everything that is documented about it.
///
/// Nothing here sends anything: a request renders its path and query, and its body is a field.
pub trait Endpoint {
    /// What a successful answer holds.
    type Response;

    /// What a documented error answer holds.
    type Error;

    /// The documentation of the action.
    const METADATA: &'static Metadata;

    /// The path with its parameters filled in, each percent-encoded so that it stays in its segment.
    fn path(&self) -> String;

    /// Checks everything that the request holds against its schemas: what is not right must not be sent.
    ///
    /// # Errors
    /// All violations. The pointers start with the name of the part: `/body/name`, `/oauthTokenId`.
    fn validate(&self) -> Result<(), Violations>;

    /// The query string without the `?`; empty if no query parameter is set.
    fn query(&self) -> String {
        String::new()
    }

    /// Server, path and query.
    fn url(&self) -> String {
        let query = self.query();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{}{separator}{query}", Self::METADATA.server, self.path())
    }
}

/// Collects what is wrong with the parts of a request.
#[derive(Debug, Default)]
pub struct RequestCheck {
    violations: Vec<Violation>,
}

impl RequestCheck {
    /// Checks a part against a table.
    pub fn part<T: Certain + Serialize>(&mut self, name: &str, value: &T, schema: &'static Schema) {
        if value.certain(schema) {
            return;
        }
        let found = match to_json(value) {
            Ok(json) => check::violations(schema, &json),
            Err(error) => Err(Violations::unserializable(&error)),
        };
        if let Err(violations) = found {
            let prefix = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            self.violations
                .extend(violations.into_iter().map(|violation| violation.under(&prefix)));
        }
    }

    /// Checks a part if it is there.
    pub fn optional<T: Certain + Serialize>(&mut self, name: &str, value: &Option<T>, schema: &'static Schema) {
        if let Some(value) = value {
            self.part(name, value, schema);
        }
    }

    /// All that was found.
    ///
    /// # Errors
    /// The violations, if there are any.
    pub fn finish(self) -> Result<(), Violations> {
        Violations::new(self.violations)
    }
}

/// Everything that is documented about one action. The parts are those of an OpenAPI operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// `operationId`: unique in the document.
    pub operation_id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The server, without a `/` at the end.
    pub server: &'static str,
    /// The path template, with parameters in braces.
    pub path: &'static str,
    /// One line on what the action does.
    pub summary: &'static str,
    /// The scopes of which a token needs one; empty if any token will do. In the order of the document.
    pub scopes: &'static [&'static str],
    /// The parameters of the path, in its order.
    pub path_parameters: &'static [Parameter],
    /// The parameters of the query.
    pub query_parameters: &'static [Parameter],
    /// The documented request headers.
    pub headers: &'static [Header],
    /// The body of the request, if it has one.
    pub request_body: Option<RequestBody>,
    /// The answers that say that it worked.
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
            scopes: &[],
            path_parameters: &[],
            query_parameters: &[],
            headers: &[],
            request_body: None,
            successes: &[],
            errors: &[],
        }
    }

    /// Whether a token with these scopes may call the action: one of the documented scopes suffices.
    ///
    /// ```
    /// use losant_runtime::endpoint::{Metadata, Method};
    ///
    /// let mut get = Metadata::new("thing.get", Method::Get, "https://example.com", "/thing");
    /// get.scopes = &["all.User", "thing.get"];
    /// assert!(get.allows(["thing.get", "other"]));
    /// assert!(!get.allows(["thing.patch"]));
    /// ```
    pub fn allows<I>(&self, scopes: I) -> bool
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        self.scopes.is_empty() || scopes.into_iter().any(|scope| self.scopes.contains(&scope.as_ref()))
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
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A parameter of a path or a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// The name in the path template or the query.
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
    /// The media type.
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
    /// When it comes.
    pub description: &'static str,
}

/// All but the characters that RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes a value for one segment of a path.
///
/// The segments `.` and `..` would be taken as steps (RFC 3986, 5.2.4), so their dots are encoded.
///
/// ```
/// use losant_runtime::endpoint::path_segment;
///
/// assert_eq!(path_segment("a/b?c"), "a%2Fb%3Fc");
/// assert_eq!(path_segment(".."), "%2E%2E");
/// ```
pub fn path_segment(value: impl AsRef<str>) -> String {
    let value = value.as_ref();
    match value {
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        _ => utf8_percent_encode(value, SEGMENT).to_string(),
    }
}

/// Adds `name=value` to a query string, percent-encoded.
pub fn push_query(query: &mut String, name: &str, value: impl AsRef<str>) {
    let value = value.as_ref();
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, SEGMENT));
    query.push('=');
    query.extend(utf8_percent_encode(value, SEGMENT));
}
