//! The endpoints of an OpenAPI document (3.0 or 3.1), as data.

mod content;
mod exclusions;
mod nodes;
mod parameter;
mod parameters;
mod part;
mod paths;
mod security;
mod servers;

use std::collections::{BTreeMap, BTreeSet};

use typewright_core::Json;
use typewright_core::endpoint::{ListStyle, Method, Status, TokenUse};

use crate::input::document::{Node, step};
use crate::input::load::Document;
use crate::report::{ErrorId, Report};
use part::part;

/// What the document says.
#[derive(Debug, Default)]
pub struct Api {
    /// In the order of the document.
    pub operations: Vec<Operation>,
    /// The components that are schemas: their JSON Pointers and names.
    pub components: Vec<(String, Option<String>)>,
    /// JSON Pointers of schemas that only what is left out uses. They are read to find all errors.
    pub excluded: Vec<String>,
    /// The error that makes the whole document unreadable, if there is one.
    pub unreadable: Option<ErrorId>,
    /// What each tag is about.
    pub tags: Vec<(String, String)>,
}

impl Api {
    /// The schemas that give a type or that an action uses: their JSON Pointers, with a name for those that give a type.
    pub fn schemas(&self) -> impl Iterator<Item = &(String, Option<String>)> {
        let used = self.operations.iter().flat_map(|operation| &operation.schemas);
        self.components.iter().chain(used)
    }
}

/// One action.
#[derive(Debug)]
pub struct Operation {
    /// JSON Pointer of the operation.
    pub pointer: String,
    /// The places of the schemas that it uses, with a name for those that give a type.
    pub schemas: Vec<(String, Option<String>)>,
    /// `operationId`, or what stands for it.
    pub id: String,
    /// Its tag: the resource.
    pub tag: String,
    /// The method.
    pub method: Method,
    /// The server, without a `/` at the end.
    pub server: String,
    /// The path template, without the query that may stand behind it.
    pub path: String,
    /// That query, which is sent always; empty if there is none.
    pub query: String,
    /// `summary`
    pub summary: String,
    /// `description`
    pub description: String,
    /// Scopes of which one suffices; several that are needed together are one text, with spaces between them.
    pub scopes: Vec<String>,
    /// Whether a token is sent at all.
    pub token: TokenUse,
    /// How it is sent.
    pub scheme: Scheme,
    /// Parameters: those of the path in its order, then the others.
    pub parameters: Vec<Parameter>,
    /// Documented request headers.
    pub headers: Vec<Header>,
    /// The request body.
    pub body: Option<Body>,
    /// The answers, by status.
    pub responses: Vec<Response>,
}

impl Operation {
    /// The path template as the document has it.
    pub fn template(&self) -> String {
        let separator = if self.query.is_empty() { "" } else { "?" };
        [&self.path, separator, &self.query].concat()
    }
}

/// How a token is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// In a header of this name.
    Header(String),
}

impl Scheme {
    /// Whether another one is the same: names of headers have no case.
    fn is(&self, other: &Self) -> bool {
        match other {
            Self::Bearer | Self::Basic => self == other,
            Self::Header(name) => self.has(name),
        }
    }

    /// Whether it is sent in a header of its own, and in this one.
    fn has(&self, header: &str) -> bool {
        match self {
            Self::Bearer | Self::Basic => false,
            Self::Header(name) => name.eq_ignore_ascii_case(header),
        }
    }
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The name that the documentation shows.
    pub display_name: Option<String>,
    /// What it is.
    pub description: String,
    /// Where it stands.
    pub place: ParameterIn,
    /// Whether it must be given.
    pub required: bool,
    /// An example, as plain text.
    pub example: Option<String>,
    /// The example, if it is a list.
    pub example_list: Option<Json>,
    /// JSON Pointer of its schema.
    pub schema: String,
    /// How its value is written.
    pub form: Form,
    /// Byte offset of its `style`, if it has one.
    pub style_at: Option<usize>,
    /// Byte offset.
    pub at: usize,
    /// JSON Pointer of the parameter itself.
    pub pointer: String,
    /// Byte offset of the item of the list that has it, which may be a `$ref` to it.
    pub listed_at: usize,
    /// JSON Pointer of that item.
    pub listed: String,
}

/// Where a parameter stands (OpenAPI 3.1, 4.8.12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterIn {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// Among the headers.
    Header,
}

impl ParameterIn {
    /// The word that the document has for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// How the value of a parameter is written (OpenAPI 3.1, 4.8.12.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As text, a list in this style.
    Text(ListStyle),
    /// As JSON.
    Json,
}

/// A documented request header that is no parameter.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it must be sent.
    pub required: bool,
    /// What holds without it.
    pub default: Option<String>,
}

/// A request body.
#[derive(Debug)]
pub struct Body {
    /// What it is.
    pub content: Content,
    /// Whether it must be there.
    pub required: bool,
    /// A documented example, as JSON text.
    pub example: Option<String>,
}

/// What a body is.
#[derive(Debug, Clone)]
pub enum Content {
    /// JSON.
    Json {
        /// The media type.
        media_type: String,
        /// JSON Pointer of its schema, if there is one.
        schema: Option<String>,
    },
    /// Anything else, with its media types.
    Raw(Vec<String>),
}

impl Content {
    /// The media types, separated by commas.
    pub fn media_type(&self) -> String {
        match self {
            Self::Json { media_type, .. } => media_type.clone(),
            Self::Raw(media_types) => media_types.join(", "),
        }
    }
}

/// A documented answer.
#[derive(Debug)]
pub struct Response {
    /// When it comes.
    pub status: Status,
    /// What it says.
    pub description: String,
    /// What its body is, if it has one.
    pub content: Option<Content>,
}

/// The names of the operations of a path.
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

/// Reads the document.
pub fn read(source: &Document, report: &mut Report) -> Api {
    let start = report.position();
    let Some(document) = &source.root else {
        return Api {
            unreadable: source.fault,
            ..Api::default()
        };
    };
    let mut reader = Reader {
        source,
        document,
        report,
        api: Api::default(),
        schemas: Vec::new(),
        ids: BTreeSet::new(),
        routes: BTreeMap::new(),
        other_schemes: BTreeSet::new(),
    };
    reader.read();
    let mut api = reader.api;
    let mut errors = report.errors_since(start).into_iter();
    if let Some(error) = errors.find(|error| part(&report.get(*error).pointer).is_empty()) {
        api.exclude_all(error, report);
    }
    api
}

/// Method, server, path without the names of its parameters, and what its query always holds.
type Route = (&'static str, String, String, Vec<(String, String)>);

struct Reader<'a> {
    source: &'a Document,
    document: &'a Node,
    report: &'a mut Report,
    api: Api,
    /// The schemas of the operation that is being read.
    schemas: Vec<(String, Option<String>)>,
    /// Every `operationId` so far.
    ids: BTreeSet<String>,
    /// The first action for each kind of request.
    routes: BTreeMap<Route, String>,
    /// The security schemes that nothing is sent for, and whether another one stands for it; each reported once.
    other_schemes: BTreeSet<(String, bool)>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let document = self.document;
        let version = document.get("openapi").and_then(Node::as_str).unwrap_or_default();
        if !(version.starts_with("3.0") || version.starts_with("3.1")) {
            let (at, pointer, found) = match document.get("openapi") {
                Some(value) => (value.at, "/openapi", format!("\"openapi\": {}", value.to_json())),
                None => (document.at, "", "no `openapi`".to_owned()),
            };
            let error = self.error(
                at,
                pointer,
                format!("expected an OpenAPI 3.0 or 3.1 document, found {found}"),
                "write \"openapi\": \"3.1.0\"",
            );
            self.api.unreadable = Some(error);
            return;
        }
        self.object(document, "components", "");
        if let Some(components) = document.get("components") {
            for member in self.object(components, "schemas", "/components") {
                let pointer = step("/components/schemas", &member.name);
                self.api.components.push((pointer, Some(member.name.clone())));
            }
            self.object(components, "securitySchemes", "/components");
        }
        for (index, tag) in self.list(document, "tags", "").into_iter().enumerate() {
            let pointer = step("/tags", &index.to_string());
            self.is(tag, "an object", &pointer);
            let about = (
                self.text(tag, "name", &pointer),
                self.text(tag, "description", &pointer),
            );
            self.api.tags.push(about);
        }
        self.paths();
        self.warn_of_several_schemes();
    }
}
