//! The headers of responses.

use typewright_core::endpoint::media_type::is_json;

use super::kind::Kind;
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
        let schema = self.referred(schema).ok_or(ELSEWHERE)?;
        match schema_type(schema) {
            Some("array") => match schema.get("items") {
                Some(items) => Ok((true, scalar(self.referred(items).ok_or(ELSEWHERE)?))),
                None => Ok((true, HeaderType::String)),
            },
            Some("object") => Err("allows objects"),
            _ => Ok((false, scalar(schema))),
        }
    }

    /// Returns the target of a reference to a schema of the same file, or the schema itself.
    fn referred(&self, schema: &'a Node) -> Option<&'a Node> {
        match schema.get("$ref").and_then(Node::as_str) {
            Some(reference) => self.root().pointer(reference.strip_prefix('#')?),
            None => Some(schema),
        }
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
