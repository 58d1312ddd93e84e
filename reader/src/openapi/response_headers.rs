//! The headers of responses.

use typewright_core::endpoint::media_type::is_json;

use super::combined::targets;
use super::kind::Kind;
use super::{Location, Reader, ResponseHeader};
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

/// What the type of a header does not say.
const UNCHECKED: &str = "`required` and the limits of response headers";

/// What to do about it.
const UNCHECKED_HELP: &str =
    "an absent header is no error, and limits of headers are not checked; check them in your code";

/// The keywords of the schema of a header that its type shows, or that say nothing about the value. The `format` of a number
/// is its width.
const READ: [&str; 7] = ["$ref", "description", "example", "examples", "items", "title", "type"];

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
                let own = reader.text(node, "description", pointer);
                let own = target.description.clone().unwrap_or(own);
                let description = reader.with_schema_description(own, node);
                let (is_list, ty) = reader.header_type(node, pointer).unwrap_or_else(|reason| {
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
                    description,
                    deprecated: reader.flag(node, "deprecated", pointer).unwrap_or_default(),
                    is_list,
                    ty,
                }
            });
            headers.push(header);
        }
        headers
    }

    /// Returns the description of a header, followed by that of its schema if it is another one.
    fn with_schema_description(&self, own: String, header: &Node) -> String {
        let schema = header.get("schema").map(|schema| targets(self.root(), schema));
        let mut schemas = schema.into_iter().flatten();
        let described = schemas.find_map(|schema| schema.get("description").and_then(Node::as_str));
        match described.filter(|text| text.trim() != own.trim()) {
            Some(text) if own.is_empty() => text.to_owned(),
            Some(text) => format!("{}\n\n{text}", own.trim_end()),
            None => own,
        }
    }

    /// Returns whether a header is a list, and the type of the header or of its items.
    ///
    /// # Errors
    /// What keeps the schema from having a type of its own.
    fn header_type(&mut self, header: &'a Node, pointer: &str) -> Result<(bool, HeaderType), &'static str> {
        self.omit(header, "required", pointer, UNCHECKED, UNCHECKED_HELP);
        let content = header.get("content").map(Node::members).unwrap_or_default();
        if content.iter().any(|member| is_json(&member.name)) {
            return Ok((false, HeaderType::Json));
        }
        let Some(schema) = header.get("schema") else {
            return Ok((false, HeaderType::String));
        };
        let (schema, location) = self.checked(schema, self.location(&step(pointer, "schema")))?;
        if schema_type(schema) == Some("object") {
            return Err("allows objects");
        }
        if schema_type(schema) != Some("array") {
            return Ok((false, scalar(schema)));
        }
        let Some(items) = schema.get("items") else {
            return Ok((true, HeaderType::String));
        };
        let (items, _) = self.checked(items, location.member("items"))?;
        match schema_type(items) {
            Some("object") => Err("allows arrays of objects"),
            Some("array") => Err("allows arrays of arrays"),
            _ => Ok((true, scalar(items))),
        }
    }

    /// Returns the schema behind the references of a schema. Notes what the type of a header does not say.
    ///
    /// # Errors
    /// Why there is none.
    fn checked(&mut self, schema: &'a Node, location: Location) -> Result<(&'a Node, Location), &'static str> {
        let mut last = (schema, location.clone());
        for (schema, location) in self.schemas_behind(schema, location)? {
            let has_width = matches!(schema_type(schema), Some("integer" | "number"));
            let is_read = |name: &str| READ.contains(&name) || name == "format" && has_width;
            for member in schema.members().iter().filter(|member| !is_read(&member.name)) {
                self.omit_at(member.at, location.member(&member.name), UNCHECKED, UNCHECKED_HELP);
            }
            last = (schema, location);
        }
        Ok(last)
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
        (Some("integer"), Some("int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32")) => {
            HeaderType::Int64
        }
        (Some("integer"), _) => HeaderType::Integer,
        (Some("number"), Some("float" | "double")) => HeaderType::Float64,
        (Some("number"), _) => HeaderType::Number,
        _ => HeaderType::String,
    }
}
