//! The documentation of an action.

use typewright_core::endpoint::Status;

use super::authentication::authentication;
use super::curl::curl;
use super::parameters::Field;
use super::{Endpoints, servers};
use crate::emit::docs;
use crate::emit::parts::parts;
use crate::emit::types::described_by_type;
use crate::model::shape::{Constant, Shape};
use crate::openapi::{Body, Content, Location, Operation, Parameter, Response};

impl Endpoints<'_> {
    pub(super) fn docs(&self, operation: &Operation, fields: &[Field<'_>], headers: Option<&str>) -> Vec<String> {
        let mut docs = vec![docs::sentence(&operation.summary)];
        docs.push(match &operation.incoming {
            Some(incoming) if incoming.url.is_empty() => docs::code(operation.method.as_str()),
            Some(incoming) => docs::code(&format!("{} {}", operation.method, incoming.url)),
            None => docs::code(&format!(
                "{} {}{}",
                operation.method,
                operation.server,
                operation.template()
            )),
        });
        docs.push(docs::prose(&operation.description));
        if !operation.servers.is_empty() {
            docs.push("# Servers".to_owned());
            docs.extend(operation.servers.iter().flat_map(servers::about));
        }
        if !operation.security.is_empty() {
            docs.push(authentication(operation));
        }
        if !operation.parameters.is_empty() || !operation.headers.is_empty() || operation.body.is_some() {
            docs.push("# Request".to_owned());
            docs.push(self.request_docs(operation, fields));
        }
        if !operation.responses.is_empty() {
            docs.push("# Responses".to_owned());
            docs.push(self.answer_docs(operation));
        }
        docs.extend(headers.map(|headers| {
            docs::wrap(&format!(
                "[`{headers}`] has the headers of a response: `{headers}::read(response.headers())`."
            ))
        }));
        docs.extend(self.link_docs(operation));
        docs.extend(self.callback_docs(operation));
        if operation.incoming.is_some() {
            return docs;
        }
        let (successes, errors) = (self.answers(operation, true), self.answers(operation, false));
        let responses = [successes.typed, errors.typed, successes.untyped, errors.untyped].concat();
        let constant = |parameter: &Parameter| self.constant(parameter).map(Constant::text);
        let globals = self.default_globals();
        docs.push(format!(
            "```sh\n{}\n```",
            curl(operation, &responses, &constant, &globals)
        ));
        docs
    }

    /// Returns the documentation of a method that sends the action: its description, its authentication, and its
    /// errors.
    pub(super) fn method_docs(&self, operation: &Operation) -> Vec<String> {
        let summary = docs::sentence(&operation.summary);
        let mut docs = vec![if summary.is_empty() {
            docs::code(&format!("{} {}", operation.method, operation.template()))
        } else {
            summary
        }];
        docs.push(docs::prose(&operation.description));
        if !operation.security.is_empty() {
            docs.push(authentication(operation));
        }
        docs.push("# Errors".to_owned());
        let errors = self.answers(operation, false).typed.into_iter();
        let documented: Vec<String> = errors.map(|response| self.error_item(response)).collect();
        docs.push(if documented.is_empty() {
            docs::wrap(
                "[`CallError`] if the request is invalid, the transport fails, or the response is not documented.",
            )
        } else {
            docs::wrap(
                "[`CallError`] if the request is invalid, the transport fails, the response is not documented, or:",
            )
        });
        docs.push(documented.join("\n"));
        docs
    }

    /// Returns a documented error as a list item.
    fn error_item(&self, response: &Response) -> String {
        let status = status(response.status);
        match &response.content {
            Some(content) if response.description.is_empty() => {
                docs::item(&status, "", &docs::code(&self.content_names(content).0))
            }
            Some(_) | None => docs::item(&status, &response.description, ""),
        }
    }

    /// Whether a parameter or its schema is deprecated.
    pub(super) fn is_deprecated(&self, parameter: &Parameter) -> bool {
        let schema = self.schema_id(&parameter.schema);
        parameter.deprecated || self.set.keywords(schema).notes.deprecated
    }

    /// Returns the description of a parameter with its limits, its default, and the descriptions of its parts without a
    /// type; empty if it has none of them.
    pub(super) fn described(&self, parameter: &Parameter, shape: &Shape) -> String {
        let text = self.text_of(parameter);
        let shown = [&*text, &parameter.description];
        let parts = parts(self.schema_id(&parameter.schema), shape, &shown, self.set, self.scope);
        let described = docs::with_limits(&text, &self.limits(parameter, shape));
        docs::paragraphs([described].into_iter().chain(parts))
    }

    /// Returns the description of a parameter and that of its schema in place, if it is another one.
    pub(super) fn text_of(&self, parameter: &Parameter) -> String {
        let notes = &self.set.keywords(self.schema_id(&parameter.schema)).notes;
        beside(&parameter.description, notes.description.as_deref().unwrap_or_default())
    }

    /// Returns the description of a body, followed by what its content is.
    pub(super) fn body_text(&self, body: &Body) -> String {
        beside(&body.description, &self.content_text(&body.content))
    }

    /// Returns the description of a response, followed by what its content and its events are.
    pub(super) fn response_text(&self, response: &Response) -> String {
        let content = response.content.as_ref();
        let content = content.map_or_else(String::new, |content| self.content_text(content));
        let events = response.events.as_ref().and_then(|events| events.schema.as_ref());
        let events = events.map_or_else(String::new, |schema| self.schema_text(schema, false));
        beside(&beside(&response.description, &content), &events)
    }

    /// Returns what the type of a body does not show, as Markdown: its description, its limits, and those of its parts without
    /// a type. The variants of a body with several media types show that themselves.
    pub(super) fn content_text(&self, content: &Content) -> String {
        match content {
            Content::Json { schema, .. } => schema
                .as_ref()
                .map_or_else(String::new, |schema| self.schema_text(schema, false)),
            Content::Form { schema, .. } => self.schema_text(schema, false),
            Content::Text { schema, .. } => schema
                .as_ref()
                .map_or_else(String::new, |schema| self.schema_text(schema, true)),
            Content::Raw(raw) => docs::prose(&raw.description),
            Content::Multipart(_) | Content::Several(_) => String::new(),
        }
    }

    /// Returns what the type of a schema does not show. A text is a `String`, whatever its schema is.
    fn schema_text(&self, place: &Location, is_text: bool) -> String {
        let schema = self.schema_id(place);
        let shape = match self.shape_of(place) {
            _ if is_text => &Shape::String,
            shape => shape,
        };
        let (own, target) = (self.set.keywords(schema), self.set.keywords(self.set.deref(schema)));
        let is_root = !is_text && self.named(place).is_some();
        let is_named = is_root || matches!(shape.core(), Shape::Named(_));
        let of_target = target.notes.description.as_deref().filter(|_| !is_named);
        let described = own.notes.description.as_deref().or(of_target);
        let described = described.filter(|text| !described_by_type(shape, text, self.set, self.scope));
        let shown: Vec<&str> = described.into_iter().collect();
        let limits = if is_named {
            docs::default_of(own)
        } else {
            docs::limits_of_place(schema, shape, self.set)
        };
        let described = docs::with_limits(described.unwrap_or_default(), &limits);
        // The type of a root documents its parts.
        let parts = if is_root {
            Vec::new()
        } else {
            parts(schema, shape, &shown, self.set, self.scope)
        };
        docs::paragraphs([described].into_iter().chain(parts))
    }

    fn limits(&self, parameter: &Parameter, shape: &Shape) -> String {
        let schema = self.schema_id(&parameter.schema);
        docs::limits_of_place(schema, shape, self.set)
    }

    fn request_docs(&self, operation: &Operation, fields: &[Field<'_>]) -> String {
        let mut items = Vec::new();
        for field in fields {
            let parameter = field.parameter;
            let place = parameter.place.as_str();
            let shown = parameter.display_name.as_ref().unwrap_or(&parameter.name);
            let optional = if parameter.required { "" } else { ", optional" };
            let deprecated = if self.is_deprecated(parameter) {
                ", deprecated"
            } else {
                ""
            };
            let about = format!("{} ({place}{optional}{deprecated})", docs::code(shown));
            let example = parameter.example.as_ref();
            let example = example.map(|example| format!("Example: {}.", docs::code(example)));
            let mut limits = self.limits(parameter, &field.shape);
            docs::join(&mut limits, &example.unwrap_or_default());
            items.push(docs::item(&about, &self.text_of(parameter), &limits));
        }
        for header in &operation.headers {
            let optional = if header.required { "" } else { ", optional" };
            let deprecated = if header.deprecated { ", deprecated" } else { "" };
            let about = format!("{} (header{optional}{deprecated})", docs::code(&header.name));
            let default = header.default.as_ref();
            let default = default.map(|default| format!("Default: {}.", docs::code(default)));
            items.push(docs::item(&about, &header.description, &default.unwrap_or_default()));
        }
        if let Some(body) = &operation.body {
            let optional = if body.required { "" } else { ", optional" };
            let link = self.body_link(&body.content);
            let media_type = docs::code(&body.content.media_type());
            let about = format!("body ({link} as {media_type}{optional})");
            items.push(docs::item(&about, &self.body_text(body), ""));
        }
        items.join("\n")
    }

    fn answer_docs(&self, operation: &Operation) -> String {
        let mut lines = vec![
            "| Status | Type | Description |".to_owned(),
            "| --- | --- | --- |".to_owned(),
        ];
        let untyped = [true, false].map(|success| self.answers(operation, success).untyped);
        let is_untyped = |response: &Response| untyped.iter().flatten().any(|other| other.status == response.status);
        for response in &operation.responses {
            let status = status(response.status);
            let link = match &response.content {
                None => "no body".to_owned(),
                Some(content) if is_untyped(response) => {
                    format!("{}, as `CallError::Undocumented`", self.content_link(content))
                }
                Some(content) => match &response.events {
                    Some(events) if matches!(content, Content::Raw(_)) => self.event_link(events),
                    Some(events) => format!("{} or {}", self.content_link(content), self.event_link(events)),
                    None => self.content_link(content),
                },
            };
            let when = docs::cell(&self.response_text(response));
            lines.push(format!("| {status} | {link} | {when} |"));
        }
        lines.join("\n")
    }
}

/// Returns a description and another one, unless both are the same.
fn beside(description: &str, other: &str) -> String {
    let is_same = description.trim() == other.trim() || docs::prose(description) == docs::prose(other);
    let other = if is_same { "" } else { other };
    docs::paragraphs([description.to_owned(), other.to_owned()])
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "any other".to_owned(),
    }
}
