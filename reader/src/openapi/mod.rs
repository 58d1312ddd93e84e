//! The second stage: reads the endpoints of an OpenAPI document (3.0 or 3.1) as data.

mod combined;
mod content;
mod dialect;
mod events;
mod exclusions;
pub mod external_docs;
mod feature;
mod forms;
mod globals;
mod ignored;
mod kind;
mod links;
pub mod media_types;
mod multipart;
mod naming;
mod nodes;
pub mod pagination;
mod parameter;
mod parameters;
mod part;
mod paths;
pub mod pointer;
mod raw;
mod recognise;
mod references;
mod response_headers;
mod security;
mod servers;
pub mod wait;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};

use typewright_core::Json;
use typewright_core::endpoint::{FieldForm, Method, OAuthFlowKind, ParameterStyle, Status};

use crate::input::document::{Node, step};
use crate::input::overlay;
use crate::input::sources::{FileId, Sources};
use crate::report::{ErrorId, Report};
pub use dialect::is_draft_07;
pub use events::EventStream;
pub use feature::{FULL, Feature, folded};
use ignored::Ignored;
use kind::Kind;
pub use multipart::{Multipart, Part};
use part::part;
pub use raw::Raw;
use recognise::version_place;
pub use response_headers::HeaderType;
#[cfg(feature = "contains")]
pub use security::FLOWS;

/// A place in one of the files that an OpenAPI description consists of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// JSON Pointer in the file.
    pub pointer: String,
}

impl Location {
    /// Returns the location of a member.
    pub fn member(&self, name: &str) -> Self {
        Self {
            file: self.file,
            pointer: step(&self.pointer, name),
        }
    }
}

/// The content of the document.
#[derive(Debug, Default)]
pub struct Api {
    /// The actions, in the order of the document.
    pub operations: Vec<Operation>,
    /// The webhooks and the callbacks, which the API sends.
    pub incoming: Vec<Operation>,
    /// The schemas among the components, with their names.
    pub components: Vec<(Location, Option<String>)>,
    /// Schemas that are only used by excluded parts. They are read in order to report all errors.
    pub excluded: Vec<Location>,
    /// The files that the description consists of. They are not schemas themselves.
    pub parts: BTreeSet<FileId>,
    /// The error that makes the whole document unreadable, if any.
    pub unreadable: Option<ErrorId>,
    /// The title with the version, and the description.
    pub about: [String; 2],
    /// The parameters of every action, as those of an action of their own.
    pub globals: Option<Operation>,
    /// The servers of the document.
    pub servers: Vec<Server>,
    /// The address of the first one, without a trailing `/`; empty if the client must be given the base URL.
    pub address: String,
    /// The security schemes, in the order of the document.
    pub security_schemes: Vec<SecurityScheme>,
    /// The descriptions of pages that apply to all actions that they fit.
    pub pagination: Vec<pagination::Pagination>,
    /// What the actions are called.
    names: naming::ActionNames,
    /// The tags that the document describes.
    pub tags: Vec<Tag>,
}

impl Api {
    /// Returns the actions and what the API sends.
    pub fn requests(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().chain(&self.incoming)
    }

    /// Returns all schemas that are types or are used by an action, each with a name if it is a type.
    pub fn schemas(&self) -> impl Iterator<Item = &(Location, Option<String>)> {
        let operations = self.requests().chain(&self.globals);
        let used = operations.flat_map(|operation| &operation.schemas);
        self.components.iter().chain(used)
    }
}

/// A tag, which names a resource.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// The description.
    pub description: String,
    /// The Cargo feature that the resource is behind.
    pub feature: Option<Feature>,
    /// Where the tag is described.
    pub location: Location,
}

/// An action.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where the operation is.
    pub location: Location,
    /// Byte offset of the operation.
    pub at: usize,
    /// The schemas used, each with a name if it is a type.
    pub schemas: Vec<(Location, Option<String>)>,
    /// The `operationId`, or a generated id.
    pub id: String,
    /// The words for the action among those with its tag, if they are not derived from the id.
    pub words: Option<String>,
    /// The tag, which names the resource.
    pub tag: String,
    /// The method.
    pub method: Method,
    /// The server, without a trailing `/`.
    pub server: String,
    /// The servers of the operation or its path; empty if those of the document count.
    pub servers: Vec<Server>,
    /// The path template, without a query.
    pub path: String,
    /// The fixed query of the path template; empty if there is none.
    pub query: String,
    /// `summary`
    pub summary: String,
    /// `description`
    pub description: String,
    /// `deprecated`
    pub deprecated: bool,
    /// The alternatives of credentials, of which the request needs one; empty if the action takes none.
    pub security: Vec<Requirement>,
    /// The parameters: path parameters in the order of the path, followed by the others.
    pub parameters: Vec<Parameter>,
    /// Documented request headers.
    pub headers: Vec<Header>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses, by status.
    pub responses: Vec<Response>,
    /// The descriptions of pages, of which the first that fits the response applies.
    pub pagination: Vec<pagination::Pagination>,
    /// How the end of the job is awaited, if the action may start one.
    pub wait: Option<wait::Wait>,
    /// The requests that the API sends because of the action.
    pub callbacks: Vec<Callback>,
    /// What the request is, if the API sends it.
    pub incoming: Option<Incoming>,
}

/// A callback of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// Its name.
    pub name: String,
    /// The URL, with runtime expressions.
    pub url: String,
    /// Where its operation is.
    pub location: Location,
}

/// A request that the API sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// What describes it.
    pub kind: IncomingKind,
    /// What the document calls it.
    pub name: String,
    /// Identifies it among those of the same kind: the name, with its method or its URL if there are several.
    pub key: String,
    /// The words from which it is named.
    pub word: String,
    /// The URL of a callback, with runtime expressions.
    pub url: String,
}

/// What describes a request that the API sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncomingKind {
    /// A webhook of the document.
    Webhook,
    /// A callback of an action.
    Callback,
}

impl IncomingKind {
    /// Both kinds.
    pub const BOTH: [Self; 2] = [Self::Webhook, Self::Callback];

    /// Returns the name of one.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Callback => "callback",
        }
    }

    /// Returns the name of the section of the document, and of the module of their types.
    pub fn section(self) -> &'static str {
        match self {
            Self::Webhook => "webhooks",
            Self::Callback => "callbacks",
        }
    }
}

impl Operation {
    /// Returns what diagnostics call it: its method and its path, or that it is a webhook.
    pub fn shown(&self) -> String {
        match &self.incoming {
            Some(incoming) => format!("the {} {:?}", incoming.kind.noun(), incoming.key),
            None => format!("{} {}", self.method, self.template()),
        }
    }

    /// Returns the path template as written in the document.
    pub fn template(&self) -> String {
        let separator = if self.query.is_empty() { "" } else { "?" };
        [&self.path, separator, &self.query].concat()
    }

    /// Whether the action cannot be called without credentials.
    pub fn requires_credentials(&self) -> bool {
        !self.security.is_empty() && self.security.iter().all(|requirement| !requirement.schemes.is_empty())
    }

    /// Returns the security scheme of the action, if it has exactly one.
    pub fn only_scheme(&self) -> Option<&RequiredScheme> {
        let mut schemes = self.security.iter().flat_map(|requirement| &requirement.schemes);
        schemes.next().filter(|_| schemes.next().is_none())
    }
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The URL with its variables in braces, without a trailing `/`.
    pub url: String,
    /// The description.
    pub description: String,
    /// The variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable in the URL of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// The value that is used if no other is given.
    pub default: String,
    /// The allowed values; empty if every value is allowed.
    pub values: Vec<String>,
    /// The description.
    pub description: String,
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name.
    pub name: String,
    /// The description.
    pub description: String,
    /// How its token is sent.
    pub sent: Sent,
    /// The flows of `oauth2`.
    pub flows: Vec<OAuthFlow>,
    /// The URL of `openIdConnect`.
    pub open_id_connect_url: Option<String>,
    /// The format of a bearer token.
    pub bearer_format: Option<String>,
}

/// A flow of OAuth 2. URLs that it does not have are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthFlow {
    /// The kind.
    pub kind: OAuthFlowKind,
    /// `authorizationUrl`
    pub authorization_url: String,
    /// `tokenUrl`
    pub token_url: String,
    /// `refreshUrl`
    pub refresh_url: String,
    /// The scopes with their descriptions.
    pub scopes: Vec<(String, String)>,
}

/// Security schemes that are required together; without schemes, no credentials are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The schemes.
    pub schemes: Vec<RequiredScheme>,
}

/// A security scheme that an action requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredScheme {
    /// The name of the scheme.
    pub scheme: String,
    /// How its token is sent.
    pub sent: Sent,
    /// Alternative scopes: any one of them is sufficient. Scopes that are required together are a single string,
    /// separated by spaces.
    pub scopes: Vec<String>,
}

/// How a token is sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sent {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// In the header with this name.
    Header(String),
    /// As the query parameter with this name.
    Query(String),
    /// As the cookie with this name.
    Cookie(String),
    /// As a certificate of the connection.
    Connection,
    /// In another way.
    Unsupported(String),
}

impl Sent {
    /// Whether a parameter is the place of the token, which is not `Authorization`.
    fn is_in(&self, parameter: &Parameter) -> bool {
        match self {
            Self::Header(name) => parameter.place == ParameterIn::Header && name.eq_ignore_ascii_case(&parameter.name),
            Self::Query(name) => parameter.place == ParameterIn::Query && *name == parameter.name,
            Self::Cookie(name) => parameter.place == ParameterIn::Cookie && *name == parameter.name,
            Self::Bearer | Self::Basic | Self::Connection | Self::Unsupported(_) => false,
        }
    }
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The name shown in the documentation.
    pub display_name: Option<String>,
    /// The description.
    pub description: String,
    /// Whether the parameter is deprecated.
    pub deprecated: bool,
    /// The location.
    pub place: ParameterIn,
    /// Whether the parameter is required.
    pub required: bool,
    /// An example, as a plain string.
    pub example: Option<String>,
    /// The example, if it is an array.
    pub example_list: Option<Json>,
    /// Where its schema is.
    pub schema: Location,
    /// How the value is serialized.
    pub form: Form,
    /// Byte offset of `style`, if present.
    pub style_at: Option<usize>,
    /// Byte offset of the parameter.
    pub at: usize,
    /// Where the parameter is.
    pub location: Location,
    /// Byte offset of the entry in the list of parameters, which may be a `$ref`.
    pub listed_at: usize,
    /// Where that entry is.
    pub listed: Location,
}

/// The location of a parameter (OpenAPI 3.1, 4.8.12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterIn {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
    /// The cookies.
    Cookie,
}

impl ParameterIn {
    /// Returns the value of `in` in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How the value of a parameter is serialized (OpenAPI 3.1, 4.8.12.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As a string in a style.
    Text {
        /// The style.
        style: ParameterStyle,
        /// Whether each item or property is serialized on its own.
        explode: bool,
        /// Whether reserved characters are not percent-encoded.
        allow_reserved: bool,
        /// Whether an empty string is allowed, even if the schema does not allow it.
        allow_empty: bool,
    },
    /// With the path to each value in brackets.
    Brackets,
    /// As JSON.
    Json,
}

/// A documented request header that is not a parameter.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// The description.
    pub description: String,
    /// Whether the header is required.
    pub required: bool,
    /// Whether the header is deprecated.
    pub deprecated: bool,
    /// The value that applies if the header is absent.
    pub default: Option<String>,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// The description.
    pub description: String,
    /// The content.
    pub content: Content,
    /// Whether the body is required.
    pub required: bool,
    /// A documented example, as JSON.
    pub example: Option<String>,
}

/// The content of a body.
#[derive(Debug, Clone)]
pub enum Content {
    /// JSON.
    Json {
        /// The media type.
        media_type: String,
        /// Where the schema is, if there is one.
        schema: Option<Location>,
    },
    /// A form.
    Form {
        /// The media type.
        media_type: String,
        /// Where the schema is.
        schema: Location,
        /// The fields whose serialization is not the default.
        encoding: Vec<(String, FieldForm)>,
    },
    /// A multipart body with a struct for its parts.
    Multipart(Multipart),
    /// Text.
    Text {
        /// The media type.
        media_type: String,
        /// Where the schema is, if there is one.
        schema: Option<Location>,
    },
    /// Any other content, with its media types.
    Raw(Raw),
    /// Content of several media types.
    Several(Several),
}

/// Content of several media types, which has an enum with a variant for each.
#[derive(Debug, Clone)]
pub struct Several {
    /// The name of the enum; empty until the action has a name.
    pub name: String,
    /// The name of each variant, which is empty until then, and its content.
    pub forms: Vec<(String, Content)>,
    /// Where `content` is, and its byte offset.
    pub location: (Location, usize),
}

impl Content {
    /// Returns the media types, separated by commas.
    pub fn media_type(&self) -> String {
        match self {
            Self::Json { media_type, .. } | Self::Form { media_type, .. } | Self::Text { media_type, .. } => {
                media_type.clone()
            }
            Self::Multipart(multipart) => multipart.media_type.clone(),
            Self::Raw(raw) => raw.media_types.join(", "),
            Self::Several(several) => {
                let media_types = several.forms.iter().map(|(_, content)| content.media_type());
                media_types.collect::<Vec<String>>().join(", ")
            }
        }
    }

    /// Returns where the schema is, if the body is typed and has one.
    pub fn schema(&self) -> Option<&Location> {
        match self {
            Self::Json { schema, .. } | Self::Text { schema, .. } => schema.as_ref(),
            Self::Form { schema, .. } => Some(schema),
            Self::Multipart(_) | Self::Raw(_) | Self::Several(_) => None,
        }
    }
}

/// A documented response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status for which it is returned.
    pub status: Status,
    /// The description.
    pub description: String,
    /// The content of the body, if any.
    pub content: Option<Content>,
    /// The documented headers.
    pub headers: Vec<ResponseHeader>,
    /// The events of the body, if it may be a stream of events.
    pub events: Option<EventStream>,
    /// The actions that can be called with values of the response.
    pub links: Vec<Link>,
}

/// A link of a response to an action.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// The `operationId` of the action.
    pub operation_id: String,
    /// The place of the action, if the document names that instead.
    pub operation_ref: Option<String>,
    /// The parameters of the action, each with a runtime expression or a constant.
    pub parameters: Vec<(String, String)>,
    /// The body of the action.
    pub request_body: Option<String>,
    /// The description.
    pub description: String,
    /// Byte offset of the link.
    pub at: usize,
    /// Where the link is.
    pub location: Location,
}

/// A documented header of a response.
#[derive(Debug, Clone)]
pub struct ResponseHeader {
    /// Its name.
    pub name: String,
    /// The description.
    pub description: String,
    /// Whether the header is deprecated.
    pub deprecated: bool,
    /// Whether the header is a list.
    pub is_list: bool,
    /// The type of the header, or of the items of the list.
    pub ty: HeaderType,
}

/// The operations of a path, each with its method.
pub const METHODS: [(&str, Method); 8] = [
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
];

/// Finds the OpenAPI document among the files, applies the overlays to it, and reads it.
pub fn read(sources: &mut Sources, report: &mut Report) -> Api {
    sources.openapi = recognise::find(sources, report);
    overlay::apply(sources, report);
    match sources.openapi {
        Some(file) => document(file, sources, report),
        None => Api::default(),
    }
}

fn document(file: FileId, sources: &Sources, report: &mut Report) -> Api {
    let start = report.position();
    let source = &sources.files[file];
    let Some(document) = &source.root else {
        return Api {
            unreadable: source.fault,
            ..Api::default()
        };
    };
    let version = document.get("openapi").and_then(Node::as_str).unwrap_or_default();
    let mut reader = Reader {
        sources,
        main: file,
        file,
        document,
        is_31: version.starts_with("3.1"),
        report,
        api: Api::default(),
        schemas: Vec::new(),
        ids: BTreeSet::new(),
        incoming: BTreeSet::new(),
        routes: BTreeMap::new(),
        unsupported_schemes: BTreeSet::new(),
        ignored: Ignored::default(),
    };
    reader.read(version);
    let mut api = reader.api;
    let mut errors = report.errors_since(start).into_iter();
    let is_whole = |error: &ErrorId| {
        let (file, pointer) = report.get(*error).in_document();
        file == source.shown && part(pointer).is_empty()
    };
    if let Some(error) = errors.find(is_whole) {
        api.exclude_all(error, sources, report);
    }
    api
}

/// The method, the server, the path without parameter names, and the fixed query.
type Route = (&'static str, String, String, Vec<(String, String)>);

struct Reader<'a> {
    sources: &'a Sources,
    /// The OpenAPI document.
    main: FileId,
    /// The file that is being read.
    file: FileId,
    /// The root of the OpenAPI document.
    document: &'a Node,
    /// Whether the document is one of OpenAPI 3.1.
    is_31: bool,
    report: &'a mut Report,
    api: Api,
    /// The schemas of the current operation.
    schemas: Vec<(Location, Option<String>)>,
    /// All values of `operationId` so far.
    ids: BTreeSet<String>,
    /// The operations of webhooks and callbacks that were read, also those with errors.
    incoming: BTreeSet<Location>,
    /// The first action for each route.
    routes: BTreeMap<Route, String>,
    /// The security schemes that are not supported. Each is reported once.
    unsupported_schemes: BTreeSet<String>,
    ignored: Ignored,
}

impl<'a> Reader<'a> {
    fn read(&mut self, version: &str) {
        let document = self.document;
        if !(version.starts_with("3.0") || version.starts_with("3.1")) {
            self.refuse_version(version);
            return;
        }
        self.collections();
        self.object(document, "components", "");
        if let Some(components) = document.get("components") {
            for member in self.object(components, "schemas", "/components") {
                let pointer = step("/components/schemas", &member.name);
                let location = self.location(&pointer);
                self.api.components.push((location, Some(member.name.clone())));
            }
            for member in self.object(components, "securitySchemes", "/components") {
                let pointer = step("/components/securitySchemes", &member.name);
                if let Some(target) = self.deref(&member.value, &pointer, Kind::SecurityScheme) {
                    self.within(target.location.file, |reader| {
                        reader.security_scheme(&member.name, &target);
                    });
                }
            }
            self.ignore_extensions(components, "/components");
        }
        self.info(document);
        for (index, tag) in self.list(document, "tags", "").into_iter().enumerate() {
            let pointer = step("/tags", &index.to_string());
            if self.is(tag, "an object", &pointer) && tag.get("name").is_none() {
                let message = "this tag has no effect: it has no `name`".to_owned();
                self.warning(
                    tag.at,
                    &pointer,
                    message,
                    "add the name that the `tags` of actions have",
                );
            }
            self.ignore_extensions_but(tag, &pointer, &[feature::EXTENSION]);
            let tag = Tag {
                name: self.text(tag, "name", &pointer),
                description: self.described(tag, &pointer),
                feature: self.feature(tag, &pointer),
                location: self.location(&pointer),
            };
            self.api.tags.push(tag);
        }
        self.api.names = naming::ActionNames::of(document);
        let (servers, address) = self.servers(document, "");
        self.api.servers = servers;
        self.api.address = address.unwrap_or_default();
        self.default_pagination();
        self.global_parameters();
        self.paths();
        self.webhooks();
        self.warn_of_unused_features();
        self.resolve_links();
        self.ignored_fields();
        self.report_ignored();
    }

    /// Rejects a document of a version that is not supported.
    fn refuse_version(&mut self, version: &str) {
        let document = self.document;
        let said = |name: &str| document.get(name).map(|value| format!("`{name}: {}`", value.to_json()));
        let found = said("openapi").or_else(|| said("swagger"));
        let help = match document.get("openapi") {
            _ if version.starts_with("3.") => "write \"3.1.0\" if the document uses nothing that is newer",
            Some(version) if version.as_str().is_none() => "write the version as a string, such as \"3.1.0\"",
            None if document.get("swagger").is_some() => {
                "convert the document to OpenAPI 3, for example with the converter of Swagger (`swagger2openapi`)"
            }
            Some(_) | None => "write \"openapi\": \"3.1.0\"",
        };
        let error = self.report.error(
            &version_place(&self.sources.files[self.main]),
            format!(
                "expected an OpenAPI 3.0 or 3.1 document, found {}",
                found.as_deref().unwrap_or("no `openapi`")
            ),
            help,
        );
        self.api.unreadable = Some(error);
    }

    /// Reads what the document says of the API as a whole.
    fn info(&mut self, document: &'a Node) {
        let Some(info) = document.get("info").filter(|info| self.is(info, "an object", "/info")) else {
            return;
        };
        let title = [self.text(info, "title", "/info"), self.text(info, "version", "/info")];
        self.api.about = [title.join(" ").trim().to_owned(), self.description_of_info(info)];
        self.ignore_extensions(info, "/info");
    }

    /// Returns the description of the API, with its terms, its contact and its license.
    fn description_of_info(&mut self, info: &'a Node) -> String {
        let mut parts = vec![
            self.text(info, "summary", "/info"),
            self.text(info, "description", "/info"),
        ];
        let terms = self.text(info, "termsOfService", "/info");
        if !terms.is_empty() {
            parts.push(format!("Terms of service: {terms}"));
        }
        for (field, label) in [("contact", "Contact"), ("license", "License")] {
            let pointer = step("/info", field);
            let Some(node) = info.get(field).filter(|node| self.is(node, "an object", &pointer)) else {
                continue;
            };
            let said = ["name", "identifier", "email", "url"].map(|name| self.text(node, name, &pointer));
            let mut said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
            // The name of a license often is its identifier.
            said.dedup();
            if !said.is_empty() {
                parts.push(format!("{label}: {}", said.join(", ")));
            }
        }
        parts.extend(self.external_documentation(self.document, ""));
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    /// Notes the fields of the document that are not used.
    fn ignored_fields(&mut self) {
        let document: &'a Node = self.document;
        self.ignored_dialect();
        let read = [globals::EXTENSION, pagination::EXTENSION, webhooks::FIELDS[1]];
        self.ignore_extensions_but(document, "", &read);
    }
}
