//! The documentation of an action as constant data.

use core::fmt;

use super::table::Table;
use super::{Callback, Discriminator, Encoding, Link, Parameter, ParameterPlace, Part, Requirement, Server};
use crate::direction::Direction;
use crate::schema::Schema;

/// The documentation of one action. Its parts are those of an OpenAPI operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// `operationId`: unique in the document.
    pub operation_id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The server, without a trailing `/`.
    pub server: &'static str,
    /// The servers of the action alone; empty if those of the API count.
    pub servers: &'static [Server],
    /// The path template, with parameters in braces. It may end with a query, which is always sent and distinguishes the
    /// action from others with the same path.
    pub path: &'static str,
    /// A one-line summary of what the action does.
    pub summary: &'static str,
    /// Whether the action is deprecated.
    pub deprecated: bool,
    /// The alternatives of credentials, of which the request needs one; empty if the action takes none.
    pub security: &'static [Requirement],
    /// The parameters, in the order of the document.
    pub parameters: &'static [Parameter],
    /// Documented request headers that are not parameters, such as `Authorization`.
    pub headers: &'static [Header],
    /// The body of the request, if it has one.
    pub request_body: Option<RequestBody>,
    /// The successful responses. If no success is documented, a response for any status counts as both a success and an
    /// error.
    pub successes: &'static [Response],
    /// The error responses.
    pub errors: &'static [Response],
    /// Documented responses that neither the type of the result nor the type of the error represents: they were documented
    /// after these types were generated, with a body of another type. A client returns them as
    /// `CallError::Undocumented`.
    pub untyped: &'static [Response],
    /// Whether the API sends the request, to a server of its user: the action is a webhook or a callback. Its server and
    /// its path are empty.
    pub is_webhook: bool,
    /// What tells a webhook apart from the others.
    pub discriminators: &'static [Discriminator],
    /// The requests that the API sends because of this action.
    pub callbacks: &'static [Callback],
}

impl Metadata {
    /// Creates metadata with an id, a method, a server and a path; all else is empty.
    pub const fn new(operation_id: &'static str, method: Method, server: &'static str, path: &'static str) -> Self {
        Self {
            operation_id,
            method,
            server,
            servers: &[],
            path,
            summary: "",
            deprecated: false,
            security: &[],
            parameters: &[],
            headers: &[],
            request_body: None,
            successes: &[],
            errors: &[],
            untyped: &[],
            is_webhook: false,
            discriminators: &[],
            callbacks: &[],
        }
    }

    /// Sets the summary.
    #[must_use]
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    /// Marks the action as deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Sets the servers of the action alone.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// The path of the server, without a trailing `/`. A server may be a path only, for an API at the address of its
    /// document.
    pub fn server_path(&self) -> &'static str {
        let server = self.server.split_once("://").map_or(self.server, |(_, rest)| rest);
        server.find('/').map_or("", |at| &server[at..])
    }

    /// Sets the alternatives of credentials.
    #[must_use]
    pub const fn security(mut self, security: &'static [Requirement]) -> Self {
        self.security = security;
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// The parameters in one place, in the order of the document.
    pub fn parameters_in(&self, place: ParameterPlace) -> impl Iterator<Item = &'static Parameter> + use<> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }

    /// Sets the documented request headers that are not parameters.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [Header]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the request body.
    #[must_use]
    pub const fn request_body(mut self, request_body: RequestBody) -> Self {
        self.request_body = Some(request_body);
        self
    }

    /// Sets the successful responses.
    #[must_use]
    pub const fn successes(mut self, successes: &'static [Response]) -> Self {
        self.successes = successes;
        self
    }

    /// Sets the error responses.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [Response]) -> Self {
        self.errors = errors;
        self
    }

    /// Sets the responses that the types of the action do not represent.
    #[must_use]
    pub const fn untyped(mut self, untyped: &'static [Response]) -> Self {
        self.untyped = untyped;
        self
    }

    /// Marks the action as a webhook or a callback, which the API sends.
    #[must_use]
    pub const fn webhook(mut self) -> Self {
        self.is_webhook = true;
        self
    }

    /// Sets what tells a webhook apart from the others.
    #[must_use]
    pub const fn discriminators(mut self, discriminators: &'static [Discriminator]) -> Self {
        self.discriminators = discriminators;
        self
    }

    /// Sets the requests that the API sends because of this action.
    #[must_use]
    pub const fn callbacks(mut self, callbacks: &'static [Callback]) -> Self {
        self.callbacks = callbacks;
        self
    }

    /// The direction in which the request travels.
    #[cfg(feature = "http")]
    #[inline]
    pub(crate) const fn direction(&self) -> Direction {
        if self.is_webhook {
            Direction::Response
        } else {
            Direction::Request
        }
    }

    /// Whether the action cannot be called without credentials.
    pub const fn requires_credentials(&self) -> bool {
        let mut rest = self.security;
        while let [first, others @ ..] = rest {
            if first.schemes().is_empty() {
                return false;
            }
            rest = others;
        }
        !self.security.is_empty()
    }

    /// The scopes of the action, if it takes one security scheme: the token needs one of them. Empty if every token is
    /// allowed, or if there are several schemes.
    pub fn scopes(&self) -> &'static [&'static str] {
        let mut schemes = self.security.iter().flat_map(Requirement::schemes);
        match (schemes.next(), schemes.next()) {
            (Some(only), None) => only.scopes,
            _ => &[],
        }
    }

    /// Whether a token with these scopes may call the action: it has one of the scopes of a security scheme, or all of
    /// those that are required together.
    ///
    /// ```
    /// use typewright_runtime::endpoint::{Metadata, Method, Requirement, SecurityScheme, TokenScheme};
    ///
    /// const TOKEN: SecurityScheme = SecurityScheme::new("token", TokenScheme::Bearer);
    /// const READ: &[Requirement] = &[Requirement::one(&TOKEN, &["all", "read:thing read:user"])];
    /// let get = Metadata::new("thing.get", Method::Get, "https://example.com", "/thing").security(READ);
    /// assert!(get.allows(["all", "other"]));
    /// assert!(get.allows(["read:user", "read:thing"]) && !get.allows(["read:thing"]));
    /// ```
    pub fn allows<I>(&self, scopes: I) -> bool
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let held: Vec<I::Item> = scopes.into_iter().collect();
        let allows = |requirement: &Requirement| {
            let mut schemes = requirement.schemes().iter();
            schemes.all(|required| required.allows(held.iter().map(AsRef::as_ref)))
        };
        self.security.is_empty() || self.security.iter().any(allows)
    }

    /// The documented media types of successful responses.
    pub fn accepted(&self) -> impl Iterator<Item = &'static str> {
        let lists = self.successes.iter().map(|response| response.media_type);
        let media_types = lists.flat_map(|list| list.split(',')).map(str::trim);
        media_types.filter(|media_type| !media_type.is_empty())
    }

    /// The documented response for an HTTP status: by its code, else by its class (`4XX`), else the default.
    pub fn response(&self, code: u16) -> Option<&'static Response> {
        let all = || self.successes.iter().chain(self.errors).chain(self.untyped);
        let with = |status: Status| all().find(|response| response.status == status);
        with(Status::Code(code))
            .or_else(|| with(Status::Class(code / 100)))
            .or_else(|| with(Status::Default))
    }
}

/// An HTTP method that OpenAPI supports.
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
    /// The method as a request line has it.
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

    /// Whether the method is idempotent (RFC 9110, 9.2.2), so that a request may be repeated.
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

/// A documented request header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The name of the header.
    pub name: &'static str,
    /// Whether the header is required.
    pub required: bool,
    /// Whether the header is deprecated.
    pub deprecated: bool,
    /// The description.
    pub description: &'static str,
    /// The value that applies without the header.
    pub default: Option<&'static str>,
}

impl Header {
    /// Creates an optional header with a name.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            required: false,
            deprecated: false,
            description: "",
            default: None,
        }
    }

    /// Makes the header required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Marks the header as deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Sets the description.
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Sets the value that applies without the header.
    #[must_use]
    pub const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// The body of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestBody {
    /// The name of the Rust type.
    pub type_name: &'static str,
    /// The title of its schema.
    pub title: &'static str,
    /// The schema file.
    pub schema: &'static str,
    /// The media type. A body that is not JSON may have several: `image/png, image/*`.
    pub media_type: &'static str,
    /// Whether the action requires a body.
    pub required: bool,
    /// A documented example, as JSON text.
    pub example: Option<&'static str>,
    /// The fields of a form whose serialization is not the default.
    pub encoding: &'static [Encoding],
    /// The parts of a multipart body.
    pub parts: &'static [Part],
    /// The table of its schema.
    pub(super) table: Table,
    /// Whether it has properties that are not sent, because only the other direction carries them.
    pub(super) is_directed: bool,
}

impl RequestBody {
    /// Creates an optional body with the name of its Rust type and its media type.
    pub const fn new(type_name: &'static str, media_type: &'static str) -> Self {
        Self {
            type_name,
            title: "",
            schema: "",
            media_type,
            required: false,
            example: None,
            encoding: &[],
            parts: &[],
            table: Table(Schema::ANY),
            is_directed: false,
        }
    }

    /// Sets the title of the schema.
    #[must_use]
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// Sets the schema file.
    #[must_use]
    pub const fn schema(mut self, schema: &'static str) -> Self {
        self.schema = schema;
        self
    }

    /// Makes the body required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets a documented example, as JSON text.
    #[must_use]
    pub const fn example(mut self, example: &'static str) -> Self {
        self.example = Some(example);
        self
    }

    /// Sets the serialization of the fields of a form.
    #[must_use]
    pub const fn encoding(mut self, encoding: &'static [Encoding]) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets the parts of a multipart body.
    #[must_use]
    pub const fn parts(mut self, parts: &'static [Part]) -> Self {
        self.parts = parts;
        self
    }

    /// Sets the table that a JSON body or a form is checked against. Without it, every value is valid.
    #[must_use]
    pub const fn table(mut self, table: &'static Schema) -> Self {
        self.table = Table(table);
        self
    }

    /// Notes that the schema has properties that are not sent, because only the other direction carries them.
    #[must_use]
    pub const fn directed(mut self) -> Self {
        self.is_directed = true;
        self
    }
}

/// The HTTP statuses that a response is documented for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// One status, such as 404.
    Code(u16),
    /// A class of statuses, such as 4 for `4XX`.
    Class(u16),
    /// All other statuses.
    Default,
}

impl Status {
    /// Parses the statuses of a response in an OpenAPI document: `404`, `4XX` or `default`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            b"default" => Some(Self::Default),
            [class @ b'1'..=b'5', b'X', b'X'] => Some(Self::Class(u16::from(class - b'0'))),
            [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => text.parse().ok().map(Self::Code),
            _ => None,
        }
    }
}

/// Shows the statuses as in an OpenAPI document.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A documented response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: Status,
    /// The name of the Rust type of the body; empty without a body.
    pub type_name: &'static str,
    /// The title of the schema of the body.
    pub title: &'static str,
    /// The schema file of the body.
    pub schema: &'static str,
    /// The media type of the body, or several separated by commas; empty without a body.
    pub media_type: &'static str,
    /// The description.
    pub description: &'static str,
    /// The direction in which the response travels: [`Direction::Request`] for the response to a webhook, which the API
    /// receives.
    pub direction: Direction,
    /// The actions that can be called with values of the response.
    pub links: &'static [Link],
}

impl Response {
    /// Creates a response for one status, without a body.
    pub const fn code(code: u16, description: &'static str) -> Self {
        Self::new(Status::Code(code), description)
    }

    /// Creates a response without a body.
    pub const fn new(status: Status, description: &'static str) -> Self {
        Self {
            status,
            type_name: "",
            title: "",
            schema: "",
            media_type: "",
            description,
            direction: Direction::Response,
            links: &[],
        }
    }

    /// Sets the actions that can be called with values of the response.
    #[must_use]
    pub const fn links(mut self, links: &'static [Link]) -> Self {
        self.links = links;
        self
    }

    /// Marks the response as one to a webhook, which the API receives.
    #[must_use]
    pub const fn to_webhook(mut self) -> Self {
        self.direction = Direction::Request;
        self
    }

    /// Sets the Rust type of the body and its media type.
    #[must_use]
    pub const fn body(mut self, type_name: &'static str, media_type: &'static str) -> Self {
        self.type_name = type_name;
        self.media_type = media_type;
        self
    }

    /// Sets the Rust type of a JSON body, and the title and the file of its schema.
    #[must_use]
    pub const fn json(self, type_name: &'static str, title: &'static str, schema: &'static str) -> Self {
        self.body(type_name, "application/json").title(title).schema(schema)
    }

    /// Sets the title of the schema of the body.
    #[must_use]
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// Sets the schema file of the body.
    #[must_use]
    pub const fn schema(mut self, schema: &'static str) -> Self {
        self.schema = schema;
        self
    }
}
