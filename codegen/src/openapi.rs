//! The endpoints of an OpenAPI document (3.0 or 3.1), as data.

use std::collections::BTreeSet;

use losant_runtime::endpoint::{Method, Status};

use crate::document::{Member, Node, Value, step};
use crate::load::{Place, Report, Source};

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
    /// Path and query parameters.
    pub parameters: Vec<Parameter>,
    /// Documented request headers.
    pub headers: Vec<Header>,
    /// The request body.
    pub body: Option<Body>,
    /// The answers, by status.
    pub responses: Vec<Response>,
}

/// A path or query parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The name that the documentation shows.
    pub display_name: Option<String>,
    /// What it is.
    pub description: String,
    /// Whether it stands in the path; else in the query.
    pub in_path: bool,
    /// Whether it must be given.
    pub required: bool,
    /// An example, as plain text.
    pub example: Option<String>,
    /// JSON Pointer of its schema.
    pub schema: String,
    /// Byte offset.
    pub at: usize,
    /// JSON Pointer of the parameter itself.
    pub pointer: String,
}

/// A request header.
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
    /// JSON Pointer of its schema.
    pub schema: String,
    /// The media type.
    pub media_type: String,
    /// Whether it must be there.
    pub required: bool,
    /// A documented example, as JSON text.
    pub example: Option<String>,
}

/// A documented answer.
#[derive(Debug)]
pub struct Response {
    /// When it comes.
    pub status: Status,
    /// What it says.
    pub description: String,
    /// JSON Pointer of the schema of its body.
    pub schema: Option<String>,
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
            server: self.server(node, item),
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

    fn server(&self, node: &Node, item: &Node) -> String {
        [node, item, self.document]
            .into_iter()
            .find_map(|node| node.get("servers").and_then(|servers| items(servers).first().copied()))
            .map(|server| text(server, "url").trim_end_matches('/').to_owned())
            .unwrap_or_default()
    }

    /// The alternatives of `security`: with one scope each, any one scope suffices. And whether a token is needed at all.
    fn scopes(&mut self, node: &Node, pointer: &str) -> (Vec<String>, bool) {
        let (security, pointer) = match (node.get("security"), self.document.get("security")) {
            (Some(security), _) => (security, step(pointer, "security")),
            (None, Some(security)) => (security, "/security".to_owned()),
            (None, None) => return (Vec::new(), false),
        };
        let mut scopes: Vec<String> = Vec::new();
        let mut open = false;
        let mut tokens = 0;
        for (index, alternative) in items(security).into_iter().enumerate() {
            let pointer = step(&pointer, &index.to_string());
            if !self.is_by_token(alternative, &pointer) {
                continue;
            }
            tokens += 1;
            let all: Vec<&Node> = alternative
                .members()
                .iter()
                .flat_map(|scheme| items(&scheme.value))
                .collect();
            match all[..] {
                [] => open = true,
                [one] => scopes.extend(one.as_str().map(str::to_owned)),
                _ => self.error(
                    alternative.at,
                    &pointer,
                    "this asks for several scopes at once, which the bindings cannot say yet".to_owned(),
                    "list each scope that suffices as an alternative of its own",
                ),
            }
        }
        if open {
            // An alternative without a scope lets every token in.
            scopes.clear();
        }
        let free = items(security)
            .iter()
            .any(|alternative| alternative.members().is_empty());
        (scopes, tokens > 0 && !free)
    }

    /// Whether an alternative of `security` is a token in the header `Authorization`. Other ways to say who one is are for
    /// the caller to see to, and a warning says so.
    fn is_by_token(&mut self, alternative: &Node, pointer: &str) -> bool {
        let document = self.document;
        let schemes = document.get("components").and_then(|part| part.get("securitySchemes"));
        let mut by_token = !alternative.members().is_empty();
        for requirement in alternative.members() {
            let scheme = schemes.and_then(|schemes| schemes.get(&requirement.name));
            let kind = scheme.map(|scheme| text(scheme, "type")).unwrap_or_default();
            let name = scheme.map(|scheme| text(scheme, "scheme")).unwrap_or_default();
            let is_token = match kind.as_str() {
                "oauth2" | "openIdConnect" => true,
                "http" => name.eq_ignore_ascii_case("bearer"),
                _ => false,
            };
            if is_token {
                continue;
            }
            by_token = false;
            if !self.other_schemes.insert(requirement.name.clone()) {
                continue;
            }
            let what = match scheme {
                None => format!("the security scheme {:?} is not described", requirement.name),
                Some(_) => format!("the security scheme {:?} is no bearer token", requirement.name),
            };
            let place = Place {
                source: self.source,
                at: alternative.at,
                pointer,
            };
            self.report.warning(
                &place,
                format!("{what}, so the bindings send nothing for it"),
                "describe it under /components/securitySchemes as {\"type\": \"http\", \"scheme\": \"bearer\"}, or add what it \
                 needs in an HTTP client of your own",
            );
        }
        by_token
    }

    fn parameters(&mut self, path: &str, item: &'a Node, node: &'a Node, pointer: &str, id: &str) -> Vec<Parameter> {
        let item_pointer = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut parameters: Vec<Parameter> = Vec::new();
        for (owner, owner_pointer) in [(item, item_pointer), (node, pointer)] {
            let list = self.list(owner, "parameters", owner_pointer);
            for (index, parameter) in list.into_iter().enumerate() {
                let pointer = step(&step(owner_pointer, "parameters"), &index.to_string());
                let Some((parameter, pointer)) = self.deref(parameter, pointer) else {
                    continue;
                };
                if let Some(parameter) = self.parameter(parameter, &pointer) {
                    // An operation's own parameter takes the place of the path's (OpenAPI 3.1, 4.8.10).
                    parameters.retain(|other| other.name != parameter.name || other.in_path != parameter.in_path);
                    parameters.push(parameter);
                }
            }
        }
        let names: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        for name in &names {
            if !parameters
                .iter()
                .any(|parameter| parameter.in_path && parameter.name == *name)
            {
                self.error(
                    node.at,
                    pointer,
                    format!("the path parameter {name:?} of {id} is not described"),
                    "add it to `parameters` with \"in\": \"path\"",
                );
            }
        }
        for parameter in &parameters {
            if parameter.in_path && !names.contains(&parameter.name.as_str()) {
                let message = format!("the path {path:?} has no parameter {:?}", parameter.name);
                let place = Place {
                    source: self.source,
                    at: parameter.at,
                    pointer: &parameter.pointer,
                };
                self.report
                    .error(&place, message, "add it to the path in braces, or remove it here");
            }
        }
        let order = |parameter: &Parameter| {
            let place = names.iter().position(|name| *name == parameter.name);
            (!parameter.in_path, place)
        };
        parameters.sort_by_key(order);
        parameters
    }

    fn parameter(&mut self, node: &Node, pointer: &str) -> Option<Parameter> {
        let name = text(node, "name");
        let in_path = match text(node, "in").as_str() {
            "path" => true,
            "query" => false,
            // OpenAPI 3.1, 4.8.12.1: these three are described elsewhere.
            "header" if ["accept", "authorization", "content-type"].contains(&name.to_lowercase().as_str()) => {
                return None;
            }
            other => {
                self.error(
                    node.at,
                    pointer,
                    format!("the parameter {name:?} stands in {other:?}, which the bindings cannot send"),
                    "parameters can stand in \"path\" and \"query\"",
                );
                return None;
            }
        };
        let Some(_) = node.get("schema") else {
            self.error(
                node.at,
                pointer,
                format!("the parameter {name:?} has no `schema`"),
                "say what its values are",
            );
            return None;
        };
        let schema = step(pointer, "schema");
        self.api.schemas.push((schema.clone(), None));
        let example = node.get("example").map(|example| match example.as_str() {
            Some(text) => text.to_owned(),
            None => example.to_json(),
        });
        Some(Parameter {
            display_name: node.get("x-display-name").and_then(Node::as_str).map(str::to_owned),
            description: text(node, "description"),
            in_path,
            required: in_path || node.get("required").is_some_and(is_true),
            example,
            schema,
            at: node.at,
            pointer: pointer.to_owned(),
            name,
        })
    }

    fn body(&mut self, node: &'a Node, pointer: &str, id: &str) -> Option<Body> {
        let (body, pointer) = self.deref(node.get("requestBody")?, step(pointer, "requestBody"))?;
        self.is(body, "an object", &pointer);
        let (media_type, media, pointer) = self.json_content(body, &pointer)?;
        media.get("schema")?;
        let schema = step(&pointer, "schema");
        self.wanted(media.get("schema")?, &schema, &format!("{id} request"));
        Some(Body {
            schema,
            media_type,
            required: body.get("required").is_some_and(is_true),
            example: example(media),
        })
    }

    fn responses(&mut self, node: &'a Node, pointer: &str, id: &str) -> Vec<Response> {
        let mut responses = Vec::new();
        let list = self.object(node, "responses", pointer);
        let pointer = step(pointer, "responses");
        for member in list {
            let pointer = step(&pointer, &member.name);
            let Some(status) = status(&member.name) else {
                self.error(
                    member.at,
                    &pointer,
                    format!("{:?} is no HTTP status", member.name),
                    "write a code (\"404\"), a class (\"4XX\") or \"default\"",
                );
                continue;
            };
            let Some((response, pointer)) = self.deref(&member.value, pointer) else {
                continue;
            };
            self.is(response, "an object", &pointer);
            let schema = self.json_content(response, &pointer).and_then(|(_, media, pointer)| {
                let schema = step(&pointer, "schema");
                self.wanted(media.get("schema")?, &schema, &format!("{id} response {}", member.name));
                Some(schema)
            });
            responses.push(Response {
                status,
                description: text(response, "description"),
                schema,
            });
        }
        responses
    }

    /// Notes a schema that an endpoint needs; one that is written in place gives a type of its own.
    fn wanted(&mut self, schema: &Node, pointer: &str, name: &str) {
        let name = schema.get("$ref").is_none().then(|| name.to_owned());
        self.api.schemas.push((pointer.to_owned(), name));
    }

    /// The JSON form among the media types of a body.
    fn json_content<'n>(&mut self, body: &'n Node, pointer: &str) -> Option<(String, &'n Node, String)> {
        let content = self.object(body, "content", pointer);
        let pointer = step(pointer, "content");
        let json = content.iter().find(|member| {
            let media_type = member.name.split(';').next().unwrap_or_default().trim();
            media_type == "application/json" || media_type.ends_with("+json")
        });
        match json {
            Some(member) => Some((member.name.clone(), &member.value, step(&pointer, &member.name))),
            None => {
                if let Some(first) = content.first() {
                    let place = Place {
                        source: self.source,
                        at: first.at,
                        pointer: &pointer,
                    };
                    self.report.warning(
                        &place,
                        format!("{:?} has no typed form; its body is not typed", first.name),
                        "describe the body as application/json, if it is JSON",
                    );
                }
                None
            }
        }
    }

    /// A part of the document, behind its `$ref` if it has one.
    fn deref(&mut self, node: &'a Node, pointer: String) -> Option<(&'a Node, String)> {
        let Some(reference) = node.get("$ref") else {
            return Some((node, pointer));
        };
        let text = reference.as_str().unwrap_or_default();
        let target = text.strip_prefix('#').map(crate::uri::decode);
        let found = target
            .clone()
            .and_then(|pointer| self.document.pointer(&pointer).map(|node| (node, pointer)));
        if found.is_none() {
            let is_left_out = target.is_some_and(|pointer| self.source.has_left_out(&pointer));
            let (what, help) = if is_left_out {
                ("that has errors of its own", "mend that first")
            } else {
                (
                    "the document has nothing there",
                    "parameters, bodies and responses can be in `components` of the same document",
                )
            };
            let message = format!("`$ref` to {text:?}: {what}");
            self.error(reference.at, &step(&pointer, "$ref"), message, help);
        }
        found
    }

    /// The properties of an object that a part of the document may hold.
    fn object<'n>(&mut self, owner: &'n Node, name: &str, pointer: &str) -> &'n [Member] {
        match owner.get(name) {
            Some(node) if self.is(node, "an object", &step(pointer, name)) => node.members(),
            _ => &[],
        }
    }

    /// The items of a list that a part of the document may hold.
    fn list<'n>(&mut self, owner: &'n Node, name: &str, pointer: &str) -> Vec<&'n Node> {
        match owner.get(name) {
            Some(node) if self.is(node, "an array", &step(pointer, name)) => items(node),
            _ => Vec::new(),
        }
    }

    /// Whether a part of the document is of the kind that belongs there; if not, that is an error.
    fn is(&mut self, node: &Node, kind: &str, pointer: &str) -> bool {
        let right = node.kind() == kind;
        if !right {
            let message = format!("{kind} belongs here, and this is {}", node.kind());
            self.error(node.at, pointer, message, "see the OpenAPI specification, 4.8");
        }
        right
    }

    fn error(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.source,
            at,
            pointer,
        };
        self.report.error(&place, message, help);
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

fn status(name: &str) -> Option<Status> {
    if name == "default" {
        return Some(Status::Default);
    }
    let class = name.strip_suffix("XX").and_then(|class| class.parse::<u16>().ok());
    if let Some(class) = class {
        return (1..=5).contains(&class).then_some(Status::Class(class));
    }
    let code = name.parse::<u16>().ok()?;
    (100..=599).contains(&code).then_some(Status::Code(code))
}

fn example(media: &Node) -> Option<String> {
    let first = media.get("examples").and_then(|examples| examples.members().first());
    media
        .get("example")
        .or_else(|| first.and_then(|example| example.value.get("value")))
        .map(Node::to_json)
}

fn text(node: &Node, name: &str) -> String {
    node.get(name).and_then(Node::as_str).unwrap_or_default().to_owned()
}

fn items(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

fn is_true(node: &Node) -> bool {
    matches!(node.value, Value::Bool(true))
}
