//! The headers of responses.

use typewright_core::endpoint::media_type::is_json;

use super::kind::Kind;
use super::references::{LONGEST_CHAIN, is_pointer};
use super::{Reader, ResponseHeader};
use crate::input::document::{Node, step};

/// The type of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderType {
    /// A string, or anything without a type of its own.
    String,
    /// A boolean.
    Bool,
    /// An integer whose width is known.
    Int64,
    /// Any other integer.
    Integer,
    /// A number of double precision.
    Float64,
    /// Any other number.
    Number,
    /// JSON.
    Json,
}

/// Why the target of a reference has no type.
const ELSEWHERE: &str = "is not in this document";

/// The same, for a reference to an anchor.
const ANCHOR: &str = "has a `$ref` that is not a JSON Pointer";

/// The same, for a cycle of references.
const CYCLE: &str = "has a `$ref` that leads back to itself";

impl<'a> Reader<'a> {
    /// Reads the headers of a response.
    pub(super) fn response_headers(&mut self, response: &'a Node, pointer: &str) -> Vec<ResponseHeader> {
        let mut headers: Vec<ResponseHeader> = Vec::new();
        let pointer_of_all = step(pointer, "headers");
        for member in self.object(response, "headers", pointer) {
            let pointer = step(&pointer_of_all, &member.name);
            let Some(target) = self.deref(&member.value, &pointer, Kind::Header) else {
                continue;
            };
            // The type of the content is described elsewhere (OpenAPI 3.1, 4.8.17.1).
            if member.name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if let Some(first) = headers
                .iter()
                .find(|known| known.name.eq_ignore_ascii_case(&member.name))
            {
                let message = format!(
                    "header {:?} is documented twice: as {:?} before",
                    member.name, first.name
                );
                self.error(
                    member.at,
                    &pointer,
                    message,
                    "remove one of the two: their names differ only in case",
                );
                continue;
            }
            let header = self.within(target.location.file, |reader| {
                let (node, pointer) = (target.node, &*target.location.pointer);
                reader.is(node, "an object", pointer);
                reader.ignore_extensions(node, pointer);
                reader.unchecked_header(node, pointer);
                let description = reader.text(node, "description", pointer);
                let (is_list, ty) = reader.header_type(node).unwrap_or_else(|reason| {
                    reader.warning(
                        node.at,
                        pointer,
                        format!(
                            "the header {:?} is read as text, because its schema {reason}",
                            member.name
                        ),
                        "describe it with a schema of a string, a number, a boolean, or a list of these",
                    );
                    (false, HeaderType::String)
                });
                ResponseHeader {
                    name: member.name.clone(),
                    description: target.description.clone().unwrap_or(description),
                    deprecated: reader.flag(node, "deprecated", pointer).unwrap_or_default(),
                    is_list,
                    ty,
                }
            });
            headers.push(header);
        }
        headers
    }

    /// Notes what the type of a header does not say.
    fn unchecked_header(&mut self, node: &'a Node, pointer: &str) {
        const READ: [&str; 5] = ["$ref", "description", "format", "items", "type"];
        let help = "an absent header is no error, and limits of headers are not checked; check them in your code";
        let what = "`required` and the limits of response headers";
        self.omit(node, "required", pointer, what, help);
        if let Some(schema) = node.get("schema") {
            let pointer = step(pointer, "schema");
            let unread = schema.members().iter().map(|member| member.name.as_str());
            let unread = unread.filter(|name| !READ.contains(name) && !["example", "examples"].contains(name));
            for name in unread.collect::<Vec<_>>() {
                self.omit(schema, name, &pointer, what, help);
            }
        }
    }

    /// Returns whether a header is a list, and the type of the header or of its items.
    ///
    /// # Errors
    /// What keeps the schema from having a type of its own.
    fn header_type(&self, header: &'a Node) -> Result<(bool, HeaderType), &'static str> {
        let content = header.get("content").map(Node::members).unwrap_or_default();
        if content.iter().any(|member| is_json(&member.name)) {
            return Ok((false, HeaderType::Json));
        }
        let Some(schema) = header.get("schema") else {
            return Ok((false, HeaderType::String));
        };
        let schema = self.referred(schema)?;
        match schema_type(schema) {
            Some("array") => {
                let items = schema.get("items").map(|items| self.referred(items)).transpose()?;
                match items.and_then(schema_type) {
                    Some("object") => Err("allows arrays of objects"),
                    Some("array") => Err("allows arrays of arrays"),
                    _ => Ok((true, items.map_or(HeaderType::String, scalar))),
                }
            }
            Some("object") => Err("allows objects"),
            _ => Ok((false, scalar(schema))),
        }
    }

    /// Returns the schema behind references within the same file.
    ///
    /// # Errors
    /// Why there is none.
    fn referred(&self, schema: &'a Node) -> Result<&'a Node, &'static str> {
        let mut schema = schema;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = schema.get("$ref").and_then(Node::as_str) else {
                return Ok(schema);
            };
            let location = self.locate(self.file, reference).map_err(|_| ELSEWHERE)?;
            if location.file != self.file {
                return Err(ELSEWHERE);
            }
            if !is_pointer(&location.pointer) {
                return Err(ANCHOR);
            }
            schema = self.node_at(&location).ok_or(ELSEWHERE)?;
        }
        Err(CYCLE)
    }
}

/// Returns the type that a schema has beside `null`, if it has only one.
fn schema_type(schema: &Node) -> Option<&str> {
    let ty = schema.get("type")?;
    let types = ty.items().iter().chain([ty]).filter_map(Node::as_str);
    let mut types = types.filter(|name| *name != "null");
    types.next().filter(|_| types.next().is_none())
}

fn scalar(schema: &Node) -> HeaderType {
    let format = schema.get("format").and_then(Node::as_str);
    match (schema_type(schema), format) {
        (Some("boolean"), _) => HeaderType::Bool,
        (Some("integer"), Some("int32" | "int64")) => HeaderType::Int64,
        (Some("integer"), _) => HeaderType::Integer,
        (Some("number"), Some("float" | "double")) => HeaderType::Float64,
        (Some("number"), _) => HeaderType::Number,
        _ => HeaderType::String,
    }
}
