//! Content that is passed as bytes, and what its schema says without an effect.

use typewright_core::endpoint::media_type::essence;

use super::combined::{fields, targets};
use super::content::few;
use super::forms::is_form;
use super::kind::Kind;
use super::{Content, Reader};
use crate::input::document::{Member, Node, step};

/// Content that is passed as bytes.
#[derive(Debug, Clone)]
pub struct Raw {
    /// The media types.
    pub media_types: Vec<String>,
    /// The descriptions of the schemas.
    pub description: String,
}

/// The keywords that do not restrict a value themselves: annotations, names, and those that hold schemas of the same value.
/// `properties` are fields. Any other keyword restricts it, so that one that is added later needs no place here.
const UNRESTRICTING: [&str; 24] = [
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "allOf",
    "anyOf",
    "contentMediaType",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "oneOf",
    "properties",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

impl<'a> Reader<'a> {
    /// Reads content that is passed as bytes. `list` is the pointer of the media types.
    pub(super) fn raw(&mut self, members: &[&'a Member], list: &str) -> Content {
        let mut descriptions: Vec<&str> = Vec::new();
        for member in members {
            let (media, pointer) = (&member.value, step(list, &member.name));
            if !self.is(media, "an object", &pointer) {
                continue;
            }
            self.expect_fields(media, &pointer, Kind::MediaType);
            self.ignore_extensions(media, &pointer);
            let Some(schema) = media.get("schema") else { continue };
            if !self.untyped_fields(member, schema, &pointer) {
                self.unchecked_keywords(member, schema, &pointer);
            }
            let mut described = targets(self.root(), schema).into_iter();
            let description = described.find_map(|schema| schema.get("description").and_then(Node::as_str));
            descriptions.extend(description.filter(|text| !descriptions.contains(text)));
        }
        Content::Raw(Raw {
            media_types: members.iter().map(|member| member.name.clone()).collect(),
            description: descriptions.join("\n\n"),
        })
    }

    /// Warns if the schema has fields, because they get no type. Returns whether it has some.
    fn untyped_fields(&mut self, member: &Member, schema: &Node, pointer: &str) -> bool {
        let names = fields(self.root(), schema);
        if names.is_empty() {
            return false;
        }
        let essence = essence(&member.name).to_ascii_lowercase();
        let help = if is_form(&essence) {
            "build the body with `RawBody::form`, which takes names and values"
        } else {
            "parse the body in your code, or describe it as \"application/json\" too if the API supports that"
        };
        self.warning(
            member.at,
            pointer,
            format!(
                "the fields of this {essence} body ({}) have no types and are not validated: the body is passed as raw bytes",
                few(&names)
            ),
            help,
        );
        true
    }

    /// Warns of the keywords that restrict the value, because bytes are not checked.
    fn unchecked_keywords(&mut self, member: &Member, schema: &Node, pointer: &str) {
        let mut keywords: Vec<String> = Vec::new();
        let schemas = targets(self.root(), schema).into_iter();
        for keyword in schemas.flat_map(Node::members).filter(|keyword| restricts(keyword)) {
            let shown = format!("`{}`", keyword.name);
            if !keywords.contains(&shown) {
                keywords.push(shown);
            }
        }
        if keywords.is_empty() {
            return;
        }
        let verb = if keywords.len() == 1 { "has" } else { "have" };
        self.warning(
            member.at,
            pointer,
            format!(
                "{} {verb} no effect on this {} body: it is passed as raw bytes, which are not validated",
                keywords.join(", "),
                essence(&member.name).to_ascii_lowercase()
            ),
            "check the content in your code",
        );
    }
}

/// Whether a keyword excludes a value of the media type. That the content is a string, bytes or an object says nothing.
fn restricts(keyword: &Member) -> bool {
    let text = keyword.value.as_str();
    match &*keyword.name {
        "type" => match text {
            Some(name) => !matches!(name, "string" | "object"),
            None => true,
        },
        "format" => !matches!(text, Some("binary" | "byte" | "base64")),
        name => !UNRESTRICTING.contains(&name) && !name.starts_with("x-"),
    }
}
