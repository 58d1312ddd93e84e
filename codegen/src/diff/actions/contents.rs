//! What bodies and responses have beside their schemas: the encoding of forms, headers, and events.

use super::{Document, Pair, response_of};
use crate::diff::verdict::Verdict;
use crate::input::document::Node;
use crate::openapi::{Content, HeaderType, Location, Operation, Response, ResponseHeader};
use typewright_core::endpoint::FieldForm;

impl Pair<'_, '_> {
    /// Compares how the fields of a form are written.
    pub(super) fn encoding(&mut self, media_type: &str, (before, after): (&Location, &Location)) {
        let forms = (form(self.old.0, media_type), form(self.new.0, media_type));
        let is_same = match forms {
            (Some(before), Some(after)) => sorted(before) == sorted(after),
            // Other bodies with parts are compared as they are documented.
            _ => encoding(self.old.1, before) == encoding(self.new.1, after),
        };
        if !is_same {
            let message = format!(
                "the fields of the {media_type} body of `{}` are written in another way",
                self.new.0.id
            );
            self.push_at("encoding-changed", message, Some(before), Some(after));
        }
    }

    /// Compares the headers and the events of a response.
    pub(super) fn response_parts(&mut self, status: &str) {
        let of = |operation: &'_ Operation| {
            let mut responses = operation.responses.iter();
            responses
                .find(|response| response.status.to_string() == status)
                .cloned()
        };
        let (Some(before), Some(after)) = (of(self.old.0), of(self.new.0)) else {
            return;
        };
        self.events(status, &before, &after);
        self.headers(status, &before, &after);
    }

    fn events(&mut self, status: &str, before: &Response, after: &Response) {
        let (Some(before), Some(after)) = (&before.events, &after.events) else {
            return;
        };
        if before.done == after.done {
            return;
        }
        let word = |done: &Option<String>| {
            done.as_ref()
                .map_or_else(|| "nothing".to_owned(), |done| format!("{done:?}"))
        };
        let message = format!(
            "the events of the response {status} of `{}` ended with {} and end with {} now",
            self.new.0.id,
            word(&before.done),
            word(&after.done)
        );
        let places = (response_at(self.old, status), response_at(self.new, status));
        self.push_at("event-stream-changed", message, places.0.as_ref(), places.1.as_ref());
    }

    fn headers(&mut self, status: &str, before: &Response, after: &Response) {
        let find = |headers: &[ResponseHeader], name: &str| {
            let mut headers = headers.iter();
            headers.find(|header| header.name.eq_ignore_ascii_case(name)).cloned()
        };
        let id = self.new.0.id.clone();
        let (old_at, new_at) = (response_at(self.old, status), response_at(self.new, status));
        let at = |response: &Option<Location>, name: &str| Some(response.as_ref()?.member("headers").member(name));
        for header in &before.headers {
            let name = &header.name;
            let place = at(&old_at, name);
            let is_required = is_required(self.old.1, place.as_ref());
            let Some(other) = find(&after.headers, name) else {
                let wire = if is_required { Verdict::Breaks } else { Verdict::May };
                let message = format!("the response {status} of `{id}` no longer has the header `{name}`");
                self.push_with(
                    "response-header-removed",
                    message,
                    (place.as_ref(), new_at.as_ref()),
                    wire,
                );
                continue;
            };
            let new_place = at(&new_at, &other.name);
            let places = (place.as_ref(), new_place.as_ref());
            if is_required && !self::is_required(self.new.1, places.1) {
                let message = format!("the response {status} of `{id}` may lack the header `{name}`");
                self.push_with("response-header-removed", message, places, Verdict::Breaks);
            }
            if (header.ty, header.is_list) != (other.ty, other.is_list) {
                let is_narrower = header.is_list == other.is_list && is_narrower(other.ty, header.ty);
                let wire = if is_narrower { Verdict::None } else { Verdict::Breaks };
                let message = format!(
                    "the header `{name}` of the response {status} of `{id}` was {} and is {} now",
                    words(header),
                    words(&other)
                );
                self.push_with("response-header-changed", message, places, wire);
            }
        }
        for header in &after.headers {
            let name = &header.name;
            if find(&before.headers, name).is_none() {
                let message = format!("the response {status} of `{id}` has the header `{name}` now");
                let place = at(&new_at, name);
                self.push_at("response-header-added", message, old_at.as_ref(), place.as_ref());
            }
        }
    }
}

/// The serialization of the fields of a form, where it is not the default.
fn form<'a>(operation: &'a Operation, media_type: &str) -> Option<&'a [(String, FieldForm)]> {
    fn of<'a>(content: &'a Content, wanted: &str) -> Option<&'a [(String, FieldForm)]> {
        match content {
            Content::Form {
                media_type, encoding, ..
            } if super::essence(media_type) == wanted => Some(encoding),
            Content::Several(several) => several.forms.iter().find_map(|(_, content)| of(content, wanted)),
            _ => None,
        }
    }
    of(&operation.body.as_ref()?.content, media_type)
}

fn sorted<T: Clone>(list: &[(String, T)]) -> Vec<(String, T)> {
    let mut list = list.to_vec();
    list.sort_by(|(a, _), (b, _)| a.cmp(b));
    list
}

/// `encoding` beside a schema.
fn encoding<'a>(document: Document<'a>, schema: &Location) -> Option<&'a Node> {
    let pointer = schema.pointer.strip_suffix("/schema")?;
    let media = Location {
        file: schema.file,
        pointer: pointer.to_owned(),
    };
    document.node(&media)?.get("encoding")
}

/// Where a response is.
fn response_at(side: (&Operation, Document<'_>), status: &str) -> Option<Location> {
    response_of(side, status).map(|(_, location)| location)
}

/// Whether a header of a response is required.
fn is_required(document: Document<'_>, header: Option<&Location>) -> bool {
    let found = header.and_then(|header| {
        let (headers, _) = header.pointer.rsplit_once('/')?;
        let headers = Location {
            file: header.file,
            pointer: headers.to_owned(),
        };
        let member = document
            .node(&headers)?
            .members()
            .iter()
            .find(|member| headers.member(&member.name) == *header)?;
        document.get(&headers, &member.name)
    });
    found.is_some_and(|(node, _)| super::is_true(node.get("required")))
}

/// Whether every header of a type is one of another type.
fn is_narrower(new: HeaderType, old: HeaderType) -> bool {
    use HeaderType::{Float64, Int64, Integer, Json, Number, String};
    match old {
        String => new != Json,
        Number => matches!(new, Float64 | Integer | Int64),
        Integer => new == Int64,
        _ => false,
    }
}

fn words(header: &ResponseHeader) -> String {
    let ty = match header.ty {
        HeaderType::String => "a string",
        HeaderType::Bool => "a boolean",
        HeaderType::Int64 => "an integer of 64 bits",
        HeaderType::Integer => "an integer",
        HeaderType::Float64 => "a number of double precision",
        HeaderType::Number => "a number",
        HeaderType::Json => "JSON",
    };
    if header.is_list {
        format!("a list, each item {ty}")
    } else {
        ty.to_owned()
    }
}
