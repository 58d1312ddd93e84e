//! The media types of a body: `content`.

use std::collections::BTreeSet;

use typewright_core::endpoint::media_type::{essence, is_json, is_range, is_utf8};

use super::combined::{fields, targets};
use super::content::is_header_value;
use super::events::is_event_stream;
use super::forms::is_form;
use super::kind::Kind;
use super::multipart::is_multipart;
use super::raw::Raw;
use super::{Content, Reader, Several};
use crate::input::document::{Member, Node, step};

/// The help for media types that add nothing.
const SAME: &str = "nothing needs to be done: the first one is sent, and a response of each of them is read";

/// The keywords that apply only to strings. They are here, because this stage precedes the one that reads schemas.
pub const FOR_STRINGS: &[&str] = &["minLength", "maxLength", "pattern", "format"];

impl<'a> Reader<'a> {
    /// Returns the content of a body, and a documented example as JSON. An inline schema becomes a type with the given
    /// name.
    pub(super) fn content(
        &mut self,
        body: &'a Node,
        pointer: &str,
        name: &str,
        is_request: bool,
    ) -> Option<(Content, Option<String>)> {
        let members = self.object(body, "content", pointer);
        let list = step(pointer, "content");
        if members.is_empty() {
            return None;
        }
        if let Some(member) = members.iter().find(|member| !is_header_value(&member.name)) {
            self.error(
                member.at,
                &step(&list, &member.name),
                format!("invalid media type {:?}", member.name),
                "write one such as \"application/json\"",
            );
        }
        let mut members = self.distinct(members, &list);
        let is_stream = |member: &&Member| !is_request && is_event_stream(&member.name);
        if !members.iter().all(is_stream) {
            // The events of a response are read apart from its other content.
            members.retain(|member| !is_stream(member));
        }
        let is_typed = |member: &&Member| {
            let schema = member.value.get("schema");
            let has_parts = || schema.is_some_and(|schema| !fields(self.root(), schema).is_empty());
            let is_form = is_form(&member.name) && (is_request || has_parts());
            let is_multipart = is_request && is_multipart(&member.name) && has_parts();
            self.is_json_form(member) || is_form || is_multipart || self.is_text_form(member, true)
        };
        let Some(first) = members.iter().copied().find(is_typed) else {
            return Some(self.raw_body(&members, &list, is_request));
        };
        let mut json = members.iter().copied().filter(|member| self.is_json_form(member));
        let plain = json
            .clone()
            .find(|member| essence(&member.name).eq_ignore_ascii_case("application/json"));
        let json = plain.or_else(|| json.next());
        let mut forms = Vec::new();
        for member in &members {
            // JSON has the name of the body; other content has that of its media type, so that JSON can be added.
            let own = match word(&member.name) {
                word if word == "form" => format!("{} form", name.strip_suffix(" body").unwrap_or(name)),
                word => format!("{name} {word}"),
            };
            let is_body = json.is_some_and(|json| core::ptr::eq(json, *member));
            let name = if is_body { name } else { &own };
            let content = self.form_of(member, &list, name, is_request, members.len() > 1);
            forms.push((String::new(), content));
        }
        if is_request {
            self.omit_other_examples(&members, first, &list);
        }
        let example = self.example(&first.value, &step(&list, &first.name));
        // The fields of a form have types of their own, so a response needs to know that it is one.
        let is_form_of_response = !is_request && matches!(forms[..], [(_, Content::Form { .. })]);
        if forms.len() == 1 && !is_form_of_response {
            return forms.pop().map(|(_, content)| (content, example));
        }
        let at = body.get("content").map_or(body.at, |content| content.at);
        let several = Several {
            name: String::new(),
            forms,
            location: (self.location(&list), at),
        };
        Some((Content::Several(several), example))
    }

    /// Returns content that is passed as bytes, and the example of a request. The events of a response are read apart
    /// from it.
    fn raw_body(&mut self, members: &[&'a Member], list: &str, is_request: bool) -> (Content, Option<String>) {
        let is_stream = |member: &&&Member| !is_request && is_event_stream(&member.name);
        if members.iter().all(|member| is_stream(&member)) {
            let raw = Raw {
                media_types: members.iter().map(|member| member.name.clone()).collect(),
                description: String::new(),
            };
            return (Content::Raw(raw), None);
        }
        let content = self.raw(members, list);
        let Some(first) = members.first().filter(|_| is_request) else {
            return (content, None);
        };
        self.omit_other_examples(members, first, list);
        let example = self.example(&first.value, &step(list, &first.name));
        (content, example)
    }

    /// Notes the examples of a request that the documentation does not show: all but the first of this media type.
    fn omit_other_examples(&mut self, members: &[&'a Member], first: &Member, list: &str) {
        for member in members {
            let names: &[&str] = if core::ptr::eq(first, *member) {
                &["examples"]
            } else {
                &["example", "examples"]
            };
            self.omit_examples(&member.value, names, &step(list, &member.name));
        }
    }

    /// Returns the media types that differ in more than their parameters or their name for JSON.
    fn distinct(&mut self, members: &'a [Member], list: &str) -> Vec<&'a Member> {
        let mut distinct: Vec<&Member> = Vec::new();
        let mut essences = BTreeSet::new();
        let schema = |member: &Member| member.value.get("schema").map(Node::to_json);
        let json = members.iter().find(|member| self.is_json_form(member));
        let json_schema = json.and_then(schema);
        for member in members {
            let essence = essence(&member.name).to_ascii_lowercase();
            let is_text = essence == "text/plain";
            let is_other = !json.is_some_and(|json| core::ptr::eq(json, member));
            let is_compared = is_other && json_schema.is_some() && (is_text || self.is_json_form(member));
            let has_same_schema = is_compared && schema(member) == json_schema;
            if essences.contains(&essence) {
                let what = "media types of a body that differ only in their parameters";
                self.ignore(member.at, &step(list, &member.name), what, SAME);
            } else if has_same_schema && self.is_json_form(member) {
                let what = "media types of a body that are JSON with the same schema as the first";
                self.ignore(member.at, &step(list, &member.name), what, SAME);
            } else if has_same_schema && is_text && !self.is_string(&member.value) {
                // ASP.NET lists this for every value.
                let what = "\"text/plain\" media types of a body that is no text, beside JSON with the same schema";
                let help = "the body is sent and requested as JSON; remove the media type if the API never uses it";
                self.ignore(member.at, &step(list, &member.name), what, help);
            } else {
                distinct.push(member);
                essences.insert(essence);
            }
        }
        distinct
    }

    /// Returns the content of one media type. Text without a schema is a string only beside other content.
    fn form_of(
        &mut self,
        member: &'a Member,
        list: &str,
        name: &str,
        is_request: bool,
        is_one_of_several: bool,
    ) -> Content {
        let (media, pointer) = (&member.value, step(list, &member.name));
        let media_type = member.name.clone();
        if self.is_json_form(member) {
            if self.is(media, "an object", &pointer) {
                self.expect_fields(media, &pointer, Kind::MediaType);
                self.ignore_extensions(media, &pointer);
            }
            self.ignore_field(
                media,
                "encoding",
                &pointer,
                "encodings of bodies that are not forms",
                "remove them: only forms and multipart bodies have encodings",
            );
            let schema = self.schema_of(media, &pointer, name);
            return Content::Json { media_type, schema };
        }
        if is_form(&media_type)
            && let Some(form) = self.form_content(member, list, name, is_request)
        {
            return form;
        }
        if is_request
            && is_multipart(&media_type)
            && let Some(multipart) = self.multipart_content(member, list)
        {
            return multipart;
        }
        if self.is_text_form(member, !is_one_of_several) {
            if self.is(media, "an object", &pointer) {
                self.expect_fields(media, &pointer, Kind::MediaType);
                self.ignore_extensions(media, &pointer);
            }
            let schema = self.schema_of(media, &pointer, name);
            return Content::Text { media_type, schema };
        }
        self.raw(&[member], list)
    }

    fn schema_of(&mut self, media: &'a Node, pointer: &str, name: &str) -> Option<super::Location> {
        media.get("schema").map(|schema| {
            let location = self.location(&step(pointer, "schema"));
            let name = schema.get("$ref").is_none().then(|| name.to_owned());
            self.schemas.push((location.clone(), name));
            location
        })
    }

    /// Whether content is JSON: by its media type, or because it has a schema that is not for bytes.
    fn is_json_form(&self, member: &Member) -> bool {
        if is_json(&member.name) {
            return true;
        }
        let essence = essence(&member.name);
        let is_any = essence == "*/*" || essence.eq_ignore_ascii_case("application/*");
        let schema = member.value.get("schema");
        is_any && schema.is_some_and(|schema| !targets(self.root(), schema).into_iter().any(is_binary))
    }

    /// Whether content is text: by its media type, and because it has a schema for a string, or none.
    fn is_text_form(&self, member: &Member, needs_schema: bool) -> bool {
        let (name, media) = (&member.name, &member.value);
        let is_text = essence(name).to_ascii_lowercase().starts_with("text/") && !is_range(name) && !is_json(name);
        // A string is sent as UTF-8, and a stream of events is not a string.
        let is_text = is_text && is_utf8(name) && !is_event_stream(name);
        is_text && self.is_string(media) && (!needs_schema || media.get("schema").is_some())
    }

    /// Whether a schema describes a string, or there is none.
    fn is_string(&self, media: &Node) -> bool {
        let Some(schema) = media.get("schema") else { return true };
        let targets = targets(self.root(), schema);
        targets.iter().any(|schema| is_string(schema)) && !targets.into_iter().any(is_binary)
    }
}

/// Whether a schema describes a string: by its type, or else by its values or by keywords for strings.
fn is_string(schema: &Node) -> bool {
    let is_text = |value: &Node| value.as_str().is_some();
    match (schema.get("type"), schema.get("enum"), schema.get("const")) {
        (Some(types), ..) => {
            types.as_str() == Some("string") || types.items().iter().any(|name| name.as_str() == Some("string"))
        }
        (None, Some(values), _) => values.items().iter().any(is_text),
        (None, None, Some(value)) => is_text(value),
        (None, None, None) => FOR_STRINGS.iter().any(|keyword| schema.get(keyword).is_some()),
    }
}

/// Whether a schema describes bytes (OpenAPI 3.0 with `format`, 3.1 with `contentMediaType` or `contentEncoding`).
fn is_binary(schema: &Node) -> bool {
    let has_format = |format: &str| schema.get("format").and_then(Node::as_str) == Some(format);
    let is_content = ["contentMediaType", "contentEncoding"].map(|keyword| schema.get(keyword).is_some());
    has_format("binary") || has_format("byte") || is_content.contains(&true) || is_empty(schema)
}

/// Whether a schema says nothing, as OpenAPI 3.1 describes bytes.
fn is_empty(schema: &Node) -> bool {
    schema.kind() == "an object" && schema.members().is_empty()
}

/// The words for a media type: its last part, without what only says that it is JSON.
pub fn word(media_type: &str) -> String {
    let essence = essence(media_type).to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    match (kind, subtype) {
        ("application", "json") => "json".to_owned(),
        ("application", "x-www-form-urlencoded") => "form".to_owned(),
        ("multipart", "form-data") => "multipart".to_owned(),
        ("text", "plain") => "text".to_owned(),
        ("application", "octet-stream") => "bytes".to_owned(),
        ("*", _) => "any".to_owned(),
        (kind, _) if is_range(&essence) => kind.to_owned(),
        (_, subtype) => {
            let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
            subtype.strip_suffix("+json").unwrap_or(subtype).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::word;
    use crate::model::identifier::pascal;

    #[test]
    fn variants_are_named_after_their_media_types() {
        for (media_type, expected) in [
            ("application/json; charset=utf-8", "Json"),
            ("application/x-www-form-urlencoded", "Form"),
            ("application/merge-patch+json", "MergePatch"),
            ("application/vnd.github.v3+json", "VndGithubV3"),
            ("text/plain", "Text"),
            ("text/csv", "Csv"),
            ("application/xml", "Xml"),
            ("application/octet-stream", "Bytes"),
            ("image/*", "Image"),
            ("*/*", "Any"),
        ] {
            assert_eq!(pascal(&word(media_type)), expected, "{media_type}");
        }
    }
}
