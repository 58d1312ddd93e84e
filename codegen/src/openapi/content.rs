//! Bodies of requests and answers: `content` and its media types.

use losant_runtime::endpoint::Status;

use super::nodes::{is_true, text};
use super::{Body, Content, Reader, Response};
use crate::document::{Node, step};
use crate::load::Place;

impl<'a> Reader<'a> {
    pub(super) fn body(&mut self, node: &'a Node, pointer: &str, id: &str) -> Option<Body> {
        let (body, pointer) = self.deref(node.get("requestBody")?, step(pointer, "requestBody"))?;
        self.is(body, "an object", &pointer);
        let (content, media) = self.content(body, &pointer, &format!("{id} request"))?;
        Some(Body {
            example: match content {
                Content::Json { .. } => example(media),
                Content::Raw(_) => None,
            },
            content,
            required: body.get("required").is_some_and(is_true),
        })
    }

    pub(super) fn responses(&mut self, node: &'a Node, pointer: &str, id: &str) -> Vec<Response> {
        let mut responses = Vec::new();
        let list = self.object(node, "responses", pointer);
        let pointer = step(pointer, "responses");
        for member in list {
            let pointer = step(&pointer, &member.name);
            // Extensions stand among the statuses.
            if member.name.starts_with("x-") {
                continue;
            }
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
            let content = self.content(response, &pointer, &format!("{id} response {}", member.name));
            responses.push(Response {
                status,
                description: text(response, "description"),
                content: content.map(|(content, _)| content),
            });
        }
        responses
    }

    /// What a body is, and where that is described: its JSON form if it has one. A schema that is written in place gives
    /// a type of that name.
    fn content(&mut self, body: &'a Node, pointer: &str, name: &str) -> Option<(Content, &'a Node)> {
        let members = self.object(body, "content", pointer);
        let first = members.first()?;
        let pointer = step(pointer, "content");
        let Some((media_type, media, pointer)) = body.get("content").and_then(|content| json(content, &pointer)) else {
            let media_types: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
            if let Some(member) = members.iter().find(|member| !is_media_type(&member.name)) {
                let place = Place {
                    source: self.source,
                    at: member.at,
                    pointer: &step(&pointer, &member.name),
                };
                let message = format!("{:?} is no media type", member.name);
                self.report
                    .error(&place, message, "write one such as \"application/json\"");
            }
            return Some((Content::Raw(media_types), &first.value));
        };
        let schema = media.get("schema").map(|schema| {
            let pointer = step(&pointer, "schema");
            let name = schema.get("$ref").is_none().then(|| name.to_owned());
            self.api.schemas.push((pointer.clone(), name));
            pointer
        });
        Some((Content::Json { media_type, schema }, media))
    }
}

/// The JSON form among the media types of a body: its media type, what is said of it, and where.
pub(super) fn json<'n>(content: &'n Node, pointer: &str) -> Option<(String, &'n Node, String)> {
    let member = content.members().iter().find(|member| {
        let media_type = member.name.split(';').next().unwrap_or_default().trim();
        is_media_type(&member.name) && (media_type == "application/json" || media_type.ends_with("+json"))
    })?;
    Some((member.name.clone(), &member.value, step(pointer, &member.name)))
}

/// Whether a text can stand in `Content-Type` or `Accept`.
fn is_media_type(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    let essence = text.split(';').next().unwrap_or_default().trim();
    let has_parts = essence
        .split_once('/')
        .is_some_and(|(kind, part)| is_part(kind) && is_part(part));
    has_parts && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
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
