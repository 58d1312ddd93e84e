//! The endpoints of an OpenAPI document (3.0 or 3.1), as data.

mod content;
mod nodes;
mod parameters;
mod security;
mod servers;

use std::collections::BTreeSet;

use losant_runtime::endpoint::{ListStyle, Method, Status};

use crate::document::{Node, step};
use crate::load::{Report, Source};
use nodes::{is_true, items, text};

/// What the document says.
#[derive(Debug, Default)]
pub struct Api {
    /// In the order of the document.
    pub operations: Vec<Operation>,
    /// The places of schemas, with a name for those that give a type.
    pub schemas: Vec<(String, Option<String>)>,
    /// What each tag is about.
    pub tags: Vec<(String, String)>,
}

/// One action.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`
    pub id: String,
    /// Its tag: the resource.
    pub tag: String,
    /// The method.
    pub method: Method,
    /// The server, without a `/` at the end.
    pub server: String,
    /// The path template.
    pub path: String,
    /// `summary`
    pub summary: String,
    /// `description`
    pub description: String,
    /// Scopes of which one suffices.
    pub scopes: Vec<String>,
    /// Whether a token is needed at all.
    pub authenticated: bool,
    /// Parameters: those of the path in its order, then the others.
    pub parameters: Vec<Parameter>,
    /// Documented request headers.
    pub headers: Vec<Header>,
    /// The request body.
    pub body: Option<Body>,
    /// The answers, by status.
    pub responses: Vec<Response>,
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
    /// JSON Pointer of its schema.
    pub schema: String,
    /// How its value is written.
    pub form: Form,
    /// Byte offset.
    pub at: usize,
    /// JSON Pointer of the parameter itself.
    pub pointer: String,
}

/// Where a parameter stands (OpenAPI 3.1, 4.8.12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
pub fn read(source: &Source, report: &mut Report) -> Api {
    let Some(document) = &source.document else {
        return Api::default();
    };
    let mut reader = Reader {
        source,
        document,
        report,
        api: Api::default(),
        ids: BTreeSet::new(),
        other_schemes: BTreeSet::new(),
        knows_no_address: false,
    };
    reader.read();
    reader.api
}

struct Reader<'a> {
    source: &'a Source,
    document: &'a Node,
    report: &'a mut Report,
    api: Api,
    /// Every `operationId` so far.
    ids: BTreeSet<String>,
    /// The security schemes that are no bearer token, each reported once.
    other_schemes: BTreeSet<String>,
    /// Whether it was said that there is no server.
    knows_no_address: bool,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        let version = text(self.document, "openapi");
        if !(version.starts_with("3.0") || version.starts_with("3.1")) {
            let (at, pointer, found) = match self.document.get("openapi") {
                Some(value) => (value.at, "/openapi", format!("its `openapi` is {}", value.to_json())),
                None => (self.document.at, "", "it has no `openapi`".to_owned()),
            };
            self.error(
                at,
                pointer,
                format!("this is not an OpenAPI 3 document: {found}"),
                "write \"openapi\": \"3.1.0\"",
            );
            return;
        }
        let document = self.document;
        self.object(document, "components", "");
        if let Some(components) = document.get("components") {
            for member in self.object(components, "schemas", "/components") {
                let pointer = step("/components/schemas", &member.name);
                self.api.schemas.push((pointer, Some(member.name.clone())));
            }
        }
        for tag in self.list(document, "tags", "") {
            self.api.tags.push((text(tag, "name"), text(tag, "description")));
        }
        for path in self.object(document, "paths", "") {
            let pointer = step("/paths", &path.name);
            self.is(&path.value, "an object", &pointer);
            for member in path.value.members() {
                if let Some((name, method)) = METHODS.iter().find(|(name, _)| *name == member.name) {
                    let pointer = step(&pointer, name);
                    self.operation(&path.name, &path.value, *method, &member.value, &pointer);
                }
            }
        }
    }

    fn operation(&mut self, path: &str, item: &'a Node, method: Method, node: &'a Node, pointer: &str) {
        let id = text(node, "operationId");
        if id.is_empty() {
            self.error(
                node.at,
                pointer,
                "this operation has no `operationId`, so its type has no name".to_owned(),
                "give it one that is unique in the document, such as \"device.get\"",
            );
            return;
        }
        if !self.ids.insert(id.clone()) {
            self.error(
                node.get("operationId").map_or(node.at, |id| id.at),
                &step(pointer, "operationId"),
                format!("another operation has the `operationId` {id:?} too"),
                "give each operation one that is unique in the document: its type is named after it",
            );
            return;
        }
        let tag = self
            .list(node, "tags", pointer)
            .first()
            .and_then(|tag| tag.as_str())
            .map_or_else(|| id.split('.').next().unwrap_or_default().to_owned(), str::to_owned);
        let (scopes, authenticated) = self.scopes(node, pointer);
        let operation = Operation {
            tag,
            method,
            server: self.server(node, item, pointer),
            path: path.to_owned(),
            summary: text(node, "summary"),
            description: text(node, "description"),
            scopes,
            authenticated,
            parameters: self.parameters(path, item, node, pointer, &id),
            headers: headers(node),
            body: self.body(node, pointer, &id),
            responses: self.responses(node, pointer, &id),
            id,
        };
        self.api.operations.push(operation);
    }
}

/// The documented headers: OpenAPI has no place for `Authorization` among the parameters, so an extension holds it.
fn headers(node: &Node) -> Vec<Header> {
    node.get("x-request-headers")
        .map(items)
        .unwrap_or_default()
        .into_iter()
        .map(|header| Header {
            name: text(header, "name"),
            description: text(header, "description"),
            required: header.get("required").is_some_and(is_true),
            default: header.get("default").and_then(Node::as_str).map(str::to_owned),
        })
        .collect()
}
