//! Bodies of requests and responses: `content` and its media types.

use std::borrow::Cow;

use typewright_core::endpoint::media_type::{is_json, is_media_type};
use typewright_core::endpoint::{Method, Status};

use super::kind::Kind;
use super::references::Target;
use super::{Body, Reader, Response};
use crate::input::document::{Node, step};

impl<'a> Reader<'a> {
    pub(super) fn body(&mut self, node: &'a Node, pointer: &str, id: &str) -> Option<Body> {
        let body = node.get("requestBody")?;
        let target = self.deref(body, &step(pointer, "requestBody"), Kind::RequestBody)?;
        self.within(target.location.file, |reader| {
            reader.resolved_body(target.node, &target.location.pointer, target.description, id)
        })
    }

    /// Reads a request body. A reference may override its description.
    fn resolved_body(&mut self, body: &'a Node, pointer: &str, description: Option<String>, id: &str) -> Option<Body> {
        if self.is(body, "an object", pointer) {
            self.expect_fields(body, pointer, Kind::RequestBody);
            self.ignore_extensions(body, pointer);
        }
        let description = description.unwrap_or_else(|| self.text(body, "description", pointer));
        let required = self.flag(body, "required", pointer).unwrap_or_default();
        let words = format!("{id} body");
        let Some((content, example)) = self.content(body, pointer, &words, true) else {
            self.error(
                body.at,
                pointer,
                "this request body has no media type".to_owned(),
                "add one to `content`, such as \"application/json\"",
            );
            return None;
        };
        Some(Body {
            description,
            content,
            required,
            example,
        })
    }

    pub(super) fn responses(&mut self, node: &'a Node, method: Method, pointer: &str, id: &str) -> Vec<Response> {
        let mut responses = Vec::new();
        let list = self.object(node, "responses", pointer);
        let pointer = step(pointer, "responses");
        for member in list {
            let pointer = step(&pointer, &member.name);
            // `x-` extensions may occur among the statuses.
            if member.name.starts_with("x-") {
                continue;
            }
            let Some(status) = Status::parse(&member.name) else {
                self.error(
                    member.at,
                    &pointer,
                    format!("invalid HTTP status {:?}", member.name),
                    "write a code (\"404\"), a class (\"4XX\") or \"default\"",
                );
                continue;
            };
            if let Some(target) = self.deref(&member.value, &pointer, Kind::Response) {
                let words = format!("{id} {}", response_words(status));
                let response = self.within(target.location.file, |reader| {
                    reader.response(&target, (status, &member.name), method, &words)
                });
                responses.push(response);
            }
        }
        responses
    }

    /// Reads a response. `words` become the name of its body, if it is written inline.
    fn response(&mut self, target: &Target<'a>, status: (Status, &str), method: Method, words: &str) -> Response {
        let (response, pointer) = (target.node, &*target.location.pointer);
        let (status, name) = status;
        if self.is(response, "an object", pointer) {
            self.expect_fields(response, pointer, Kind::Response);
            self.ignore_extensions(response, pointer);
        }
        let description = match &target.description {
            Some(description) => description.clone(),
            None => self.text(response, "description", pointer),
        };
        let headers = self.response_headers(response, pointer);
        let links = self.links(response, pointer);
        let content = self.content(response, pointer, words, false);
        if content.is_some() && has_no_body(method, status) {
            self.warning(
                response.get("content").map_or(response.at, |content| content.at),
                &step(pointer, "content"),
                format!("`content` has no effect: a response {name} to {method} never has a body"),
                "remove the `content`, or correct the status",
            );
        }
        let content = content.filter(|_| !has_no_body(method, status));
        let events = content
            .as_ref()
            .and_then(|_| self.event_stream(response, pointer, words));
        Response {
            status,
            description,
            content: content.map(|(content, _)| content),
            headers,
            events,
            links,
        }
    }

    /// Returns the first documented example of a body.
    pub(super) fn example(&mut self, media: &'a Node, pointer: &str) -> Option<String> {
        if let Some(example) = media.get("example") {
            return Some(example.to_json());
        }
        let pointer = step(pointer, "examples");
        let first = media.get("examples")?.members().first()?;
        let target = self.deref(&first.value, &step(&pointer, &first.name), Kind::Example)?;
        target.node.get("value").map(Node::to_json)
    }
}

/// Formats the first few names, and whether there are more.
pub(super) fn few(names: &[&str]) -> String {
    const MOST: usize = 3;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("{name:?}")).collect();
    let more = if names.len() > MOST { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// Returns the JSON entry among the media types of a body: its node, and its location.
pub(super) fn json<'n>(content: &'n Node, pointer: &str) -> Option<(&'n Node, String)> {
    let member = content.members().iter().find(|member| is_json(&member.name))?;
    Some((&member.value, step(pointer, &member.name)))
}

/// Whether a string is a media type that can be the value of `Content-Type` or `Accept`.
pub(super) fn is_header_value(text: &str) -> bool {
    is_media_type(text) && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// Whether a response never has a body, regardless of the documentation (RFC 9110, 6.4.1).
fn has_no_body(method: Method, status: Status) -> bool {
    method == Method::Head || matches!(status, Status::Code(100..=199 | 204 | 304) | Status::Class(1))
}

/// Returns the suffix of the name of a response body, which follows the name of the action.
fn response_words(status: Status) -> Cow<'static, str> {
    Cow::Borrowed(match status {
        Status::Code(200) => "response",
        Status::Code(201) => "created",
        Status::Code(202) => "accepted",
        Status::Code(203) => "non authoritative",
        Status::Code(204) => "no content",
        Status::Code(206) => "partial content",
        Status::Code(207) => "multi status",
        Status::Code(300) => "multiple choices",
        Status::Code(301) => "moved permanently",
        Status::Code(302) => "found",
        Status::Code(303) => "see other",
        Status::Code(304) => "not modified",
        Status::Code(307) => "temporary redirect",
        Status::Code(308) => "permanent redirect",
        Status::Code(400) => "bad request",
        Status::Code(401) => "unauthorized",
        Status::Code(402) => "payment required",
        Status::Code(403) => "forbidden",
        Status::Code(404) => "not found",
        Status::Code(405) => "method not allowed",
        Status::Code(406) => "not acceptable",
        Status::Code(408) => "timeout",
        Status::Code(409) => "conflict",
        Status::Code(410) => "gone",
        Status::Code(411) => "length required",
        Status::Code(412) => "precondition failed",
        Status::Code(413) => "content too large",
        Status::Code(415) => "unsupported media type",
        Status::Code(416) => "range not satisfiable",
        Status::Code(417) => "expectation failed",
        Status::Code(421) => "misdirected request",
        Status::Code(422) => "unprocessable content",
        Status::Code(423) => "locked",
        Status::Code(424) => "failed dependency",
        Status::Code(425) => "too early",
        Status::Code(426) => "upgrade required",
        Status::Code(428) => "precondition required",
        Status::Code(429) => "too many requests",
        Status::Code(431) => "header fields too large",
        Status::Code(451) => "unavailable for legal reasons",
        Status::Code(500) => "internal server error",
        Status::Code(501) => "not implemented",
        Status::Code(502) => "bad gateway",
        Status::Code(503) => "service unavailable",
        Status::Code(504) => "gateway timeout",
        Status::Code(507) => "insufficient storage",
        Status::Class(1) => "informational",
        Status::Class(2) => "success",
        Status::Class(3) => "redirection",
        Status::Class(4) => "client error",
        Status::Class(5) => "server error",
        Status::Default => "default response",
        Status::Code(code) => return Cow::Owned(format!("response {code}")),
        Status::Class(class) => return Cow::Owned(format!("response {class}xx")),
    })
}
