//! Links of responses: actions that can be called with values of a response.

use super::kind::Kind;
use super::references::Target;
use super::{Link, Operation, Reader};
use crate::input::document::{Node, step};

/// The fields of a link.
const FIELDS: [&str; 7] = [
    "$ref",
    "operationId",
    "operationRef",
    "parameters",
    "requestBody",
    "description",
    "server",
];

impl<'a> Reader<'a> {
    /// Reads the links of a response. [`resolve_links`](Self::resolve_links) finds their actions.
    pub(super) fn links(&mut self, response: &'a Node, pointer: &str) -> Vec<Link> {
        let mut links = Vec::new();
        for member in self.object(response, "links", pointer) {
            let pointer = step(&step(pointer, "links"), &member.name);
            if let Some(target) = self.deref(&member.value, &pointer, Kind::Link) {
                let file = target.location.file;
                links.extend(self.within(file, |reader| reader.link(&member.name, &target)));
            }
        }
        links
    }

    fn link(&mut self, name: &str, target: &Target<'a>) -> Option<Link> {
        let (node, pointer) = (target.node, &*target.location.pointer);
        if !self.is(node, "an object", pointer) {
            return None;
        }
        self.ignore_extensions(node, pointer);
        for member in node.members() {
            if !FIELDS.contains(&&*member.name) && !member.name.starts_with("x-") {
                let help = "correct the spelling; a field of your own begins with `x-`";
                self.ignore(member.at, &step(pointer, &member.name), "unknown fields", help);
            }
        }
        let help = "call the action at its own server, or set `base_url` of the client";
        self.ignore_field(node, "server", pointer, "servers of links", help);
        let parameters = self.object(node, "parameters", pointer).iter();
        let parameters = parameters.map(|member| (member.name.clone(), value(&member.value)));
        let parameters = parameters.collect();
        let description = match &target.description {
            Some(description) => description.clone(),
            None => self.text(node, "description", pointer),
        };
        Some(Link {
            name: name.to_owned(),
            operation_id: self.text(node, "operationId", pointer),
            operation_ref: self.optional_text(node, "operationRef", pointer),
            parameters,
            request_body: node.get("requestBody").map(value),
            description,
            at: node.at,
            location: target.location.clone(),
        })
    }

    /// Finds the actions of all links, also of webhooks and callbacks. A link to an action that is not there is left out
    /// with a warning.
    pub(super) fn resolve_links(&mut self) {
        let mut incoming = std::mem::take(&mut self.api.incoming);
        for response in incoming.iter_mut().flat_map(|operation| &mut operation.responses) {
            response.links = self.resolved_links(std::mem::take(&mut response.links));
        }
        self.api.incoming = incoming;
        // A link may lead to any of these, so they stay where they are.
        for index in 0..self.api.operations.len() {
            for response in 0..self.api.operations[index].responses.len() {
                let links = std::mem::take(&mut self.api.operations[index].responses[response].links);
                self.api.operations[index].responses[response].links = self.resolved_links(links);
            }
        }
    }

    fn resolved_links(&mut self, links: Vec<Link>) -> Vec<Link> {
        links.into_iter().filter_map(|link| self.resolved(link)).collect()
    }

    fn resolved(&mut self, mut link: Link) -> Option<Link> {
        let found = match &link.operation_ref {
            Some(reference) => {
                let location = self.locate(link.location.file, reference).ok();
                let mut operations = self.api.operations.iter();
                operations.find(|operation| Some(&operation.location) == location.as_ref())
            }
            None => self
                .api
                .operations
                .iter()
                .find(|operation| operation.id == link.operation_id),
        };
        let Some(operation) = found else {
            let wanted = match &link.operation_ref {
                Some(reference) => format!("at {reference:?}"),
                None => format!("with the `operationId` {:?}", link.operation_id),
            };
            let message = format!("the link {:?} is left out: there is no action {wanted}", link.name);
            let help =
                "correct it; `operationId` names an action, and `operationRef` is the place of one in this document";
            self.warn_of_link(&link, message, help);
            return None;
        };
        link.operation_id.clone_from(&operation.id);
        let (known, unknown): (Vec<_>, Vec<_>) = std::mem::take(&mut link.parameters)
            .into_iter()
            .partition(|(name, _)| has_parameter(operation, name));
        link.parameters = known;
        for (name, _) in unknown {
            let message = format!(
                "the parameter {name:?} of the link {:?} is left out: `{}` has no such parameter",
                link.name, link.operation_id
            );
            let help = "write the name of a parameter of the action, such as \"id\", or with its place: \"path.id\"";
            self.warn_of_link(&link, message, help);
        }
        Some(link)
    }

    fn warn_of_link(&mut self, link: &Link, message: String, help: &str) {
        let place = self.place_at(link.at, &link.location);
        self.report.warning(&place, message, help);
    }
}

/// Whether an action has a parameter with this name, which may begin with its place.
fn has_parameter(operation: &Operation, name: &str) -> bool {
    operation.parameters.iter().any(|parameter| {
        let qualified = name
            .strip_prefix(parameter.place.as_str())
            .and_then(|rest| rest.strip_prefix('.'));
        name == parameter.name || qualified == Some(&*parameter.name)
    })
}

/// Returns a runtime expression, or a constant as text.
fn value(node: &Node) -> String {
    node.as_str().map_or_else(|| node.to_json(), str::to_owned)
}
