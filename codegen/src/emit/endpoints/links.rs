//! The links of responses to actions, for the documentation.

use super::Endpoints;
use crate::emit::docs;
use crate::openapi::{Link, Operation, Response};

impl Endpoints<'_> {
    /// Returns the links of a response, each with the path of its action in the module of the operation. A link to an
    /// action that was excluded is left out.
    pub(super) fn links_of<'o>(
        &'o self,
        operation: &Operation,
        response: &'o Response,
    ) -> impl Iterator<Item = (&'o Link, String)> {
        // The module of webhooks is beside the one of endpoints.
        let endpoints = if operation.incoming.is_some() {
            "super::endpoints"
        } else {
            "super"
        };
        response.links.iter().filter_map(move |link| {
            let (module, name) = self.targets.get(&link.operation_id)?;
            Some((link, format!("{endpoints}::{module}::{name}")))
        })
    }

    /// Returns the documentation of the links of an action.
    pub(super) fn link_docs(&self, operation: &Operation) -> Vec<String> {
        let mut items = Vec::new();
        for response in &operation.responses {
            for (link, path) in self.links_of(operation, response) {
                let values = link
                    .parameters
                    .iter()
                    .map(|(name, value)| format!("{} is {}", docs::code(name), docs::code(value)));
                let body = link
                    .request_body
                    .iter()
                    .map(|body| format!("the body is {}", docs::code(body)));
                let values: Vec<String> = values.chain(body).collect();
                let about = format!("[`{}`]({path}) after {}", link.name, response.status);
                items.push(docs::item(&about, &link.description, &values.join(", ")));
            }
        }
        if items.is_empty() {
            return Vec::new();
        }
        vec!["# Links".to_owned(), items.join("\n")]
    }
}
