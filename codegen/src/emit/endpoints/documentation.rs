//! The documentation of an action.

use typewright_core::endpoint::{Status, TokenUse};

use super::Endpoints;
use super::curl::curl;
use crate::emit::docs;
use crate::openapi::{Operation, Parameter, Scheme};

impl Endpoints<'_> {
    pub(super) fn docs(&self, operation: &Operation) -> Vec<String> {
        let mut docs = Vec::new();
        let summary = docs::sentence(&operation.summary);
        docs.push(if summary.is_empty() {
            format!("The action {}.", docs::code(&operation.id))
        } else {
            summary
        });
        let template = operation.template();
        docs.push(docs::code(&format!(
            "{} {}{template}",
            operation.method, operation.server
        )));
        docs.push(docs::prose(&operation.description));
        if operation.token != TokenUse::Never {
            docs.push("# Authentication".to_owned());
            docs.push(docs::wrap(&authentication(operation)));
        }
        if !operation.parameters.is_empty() || !operation.headers.is_empty() || operation.body.is_some() {
            docs.push("# Request".to_owned());
            docs.push(self.request_docs(operation));
        }
        if !operation.responses.is_empty() {
            docs.push("# Answers".to_owned());
            docs.push(self.answer_docs(operation));
        }
        docs.push("# With curl".to_owned());
        docs.push(format!("```sh\n{}\n```", curl(operation)));
        docs
    }

    fn request_docs(&self, operation: &Operation) -> String {
        let mut lines = Vec::new();
        for parameter in &operation.parameters {
            let place = parameter.place.as_str();
            let shown = parameter.display_name.as_ref().unwrap_or(&parameter.name);
            let example = parameter
                .example
                .as_ref()
                .map(|example| format!(" Example: {}.", docs::code(example)));
            lines.push(format!(
                "* {} ({place}{}): {}{}",
                docs::code(shown),
                if parameter.required { "" } else { ", optional" },
                described(parameter).replace('\n', " "),
                example.unwrap_or_default(),
            ));
        }
        for header in &operation.headers {
            lines.push(format!(
                "* {} (header{}): {}",
                docs::code(&header.name),
                if header.required { "" } else { ", optional" },
                inline(&header.description),
            ));
        }
        if let Some(body) = &operation.body {
            lines.push(format!(
                "* body{}: {} as {}",
                if body.required { "" } else { " (optional)" },
                self.content_link(&body.content),
                docs::code(&body.content.media_type()),
            ));
        }
        // What is wrapped belongs to its item if it stands behind the bullet.
        let items = lines.iter().map(|line| docs::wrap(line).replace('\n', "\n  "));
        items.collect::<Vec<String>>().join("\n")
    }

    fn answer_docs(&self, operation: &Operation) -> String {
        let mut lines = vec!["| status | type | when |".to_owned(), "| --- | --- | --- |".to_owned()];
        for response in &operation.responses {
            let status = match response.status {
                Status::Code(code) => code.to_string(),
                Status::Class(class) => format!("{class}XX"),
                Status::Default => "any other".to_owned(),
            };
            let link = match &response.content {
                None => "no body".to_owned(),
                Some(content) => self.content_link(content),
            };
            let when = inline(&response.description).replace('|', "\\|");
            lines.push(format!("| {status} | {link} | {when} |"));
        }
        lines.join("\n")
    }
}

/// What a parameter is, if the document says it; else its name.
pub(super) fn described(parameter: &Parameter) -> String {
    if parameter.description.trim().is_empty() {
        return format!("The parameter {}.", docs::code(&parameter.name));
    }
    docs::prose(&parameter.description)
}

/// Prose for a list or a table: on one line.
pub(super) fn inline(text: &str) -> String {
    docs::prose(text).replace('\n', " ")
}

/// What is said about the token of an action.
fn authentication(operation: &Operation) -> String {
    let together = |scopes: &String| scopes.split(' ').map(docs::code).collect::<Vec<_>>().join(" with ");
    let scopes: Vec<String> = operation.scopes.iter().map(together).collect();
    let scopes = scopes.join(", ");
    let what = match &operation.scheme {
        Scheme::Bearer => "API access token".to_owned(),
        Scheme::Basic => "API access token (a name, a colon and a password, in Base64, as `Basic`)".to_owned(),
        Scheme::Header(name) => format!("API key (the header {})", docs::code(name)),
    };
    match (operation.token, &*scopes) {
        (TokenUse::Required, "") if operation.scheme == Scheme::Bearer => {
            format!("An {what} is needed; any scope will do.")
        }
        (TokenUse::Required, "") => format!("An {what} is needed."),
        (TokenUse::Required, scopes) => format!("The {what} needs at least one of the scopes {scopes}."),
        (TokenUse::Optional | TokenUse::Never, "") => format!("An {what} is sent if there is one."),
        (TokenUse::Optional | TokenUse::Never, scopes) => {
            format!("An {what} is sent if there is one. It needs at least one of the scopes {scopes}.")
        }
    }
}
