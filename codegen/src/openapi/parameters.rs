//! The parameters and the documented headers of an operation.

use std::collections::BTreeSet;

use typewright_core::endpoint::pairs;

use super::nodes::parent;
use super::{Header, Parameter, ParameterIn, Reader, Scheme};
use crate::input::document::{Node, step};

/// Invalid path parameters. They were reported, so follow-up errors are suppressed.
#[derive(Default)]
struct Faulty {
    names: BTreeSet<String>,
    /// Whether the name of any of them is unknown.
    nameless: bool,
}

impl Faulty {
    fn add(&mut self, parameter: &Node) {
        let said = |name: &str| parameter.get(name).and_then(Node::as_str);
        match said("name") {
            _ if matches!(said("in"), Some("query" | "header" | "cookie")) => {}
            Some(name) if !name.is_empty() => {
                self.names.insert(name.to_owned());
            }
            Some(_) | None => self.nameless = true,
        }
    }

    fn may_hold(&self, name: &str) -> bool {
        self.nameless || self.names.contains(name)
    }
}

impl<'a> Reader<'a> {
    /// Returns the parameters of an operation: path parameters in the order of the path, followed by the others.
    pub(super) fn parameters(
        &mut self,
        path: &str,
        item: &'a Node,
        node: &'a Node,
        pointer: &str,
        id: &str,
        scheme: &Scheme,
    ) -> Vec<Parameter> {
        let (mut parameters, faulty) = self.listed(item, node, pointer);
        let holds_token = |parameter: &Parameter| parameter.place == ParameterIn::Header && scheme.has(&parameter.name);
        for parameter in parameters.extract_if(.., |parameter| holds_token(parameter)) {
            self.note(
                parameter.listed_at,
                &parameter.listed,
                format!(
                    "header {:?} carries the token, so {id} has no parameter for it",
                    parameter.name
                ),
                "remove it here: `security` describes it",
            );
        }
        let names: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        let in_path = |parameter: &Parameter| parameter.place == ParameterIn::Path;
        for name in &names {
            let is_described = parameters
                .iter()
                .any(|parameter| in_path(parameter) && parameter.name == *name);
            if !is_described && !faulty.may_hold(name) {
                self.error(
                    node.at,
                    pointer,
                    format!("path parameter {name:?} of {id} is not described"),
                    "add it to `parameters` with \"in\": \"path\"",
                );
            }
        }
        let (_, query) = path.split_once('?').unwrap_or((path, ""));
        let fixed: Vec<String> = pairs(query).map(|(name, _)| name).collect();
        for parameter in &parameters {
            if parameter.place == ParameterIn::Query && fixed.contains(&parameter.name) {
                self.error(
                    parameter.listed_at,
                    &parameter.listed,
                    format!(
                        "the path {path:?} says what {:?} is, so it would be sent twice",
                        parameter.name
                    ),
                    "remove it here, or from the query of the path",
                );
            }
            if in_path(parameter) && !names.contains(&parameter.name.as_str()) {
                self.error(
                    parameter.listed_at,
                    &parameter.listed,
                    format!("the path {path:?} has no parameter {:?}", parameter.name),
                    "add it to the path in braces, or remove it here",
                );
            }
        }
        let order = |parameter: &Parameter| {
            let place = names.iter().position(|name| *name == parameter.name);
            (!in_path(parameter), place)
        };
        parameters.sort_by_key(order);
        parameters
    }

    /// Returns the parameters listed by a path and its operation.
    fn listed(&mut self, item: &'a Node, node: &'a Node, pointer: &str) -> (Vec<Parameter>, Faulty) {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut faulty = Faulty::default();
        for (owner, owner_pointer) in [(item, parent(pointer)), (node, pointer)] {
            let list = self.list(owner, "parameters", owner_pointer);
            faulty.nameless |= owner.get("parameters").is_some_and(|list| list.kind() != "an array");
            let mut own: BTreeSet<(String, ParameterIn)> = BTreeSet::new();
            for (index, parameter) in list.into_iter().enumerate() {
                let pointer = step(&step(owner_pointer, "parameters"), &index.to_string());
                let listed = (parameter.at, pointer.clone());
                let Some((node, pointer)) = self.deref(parameter, pointer) else {
                    faulty.nameless = true;
                    continue;
                };
                let Some(parameter) = self.parameter(node, &pointer, listed) else {
                    faulty.add(node);
                    continue;
                };
                if !own.insert((parameter.name.clone(), parameter.place)) {
                    self.error(
                        parameter.listed_at,
                        &parameter.listed,
                        format!("duplicate parameter {:?}", parameter.name),
                        "keep one of the two",
                    );
                }
                // A parameter of the operation overrides the same parameter of the path (OpenAPI 3.1, 4.8.10).
                parameters.retain(|other| other.name != parameter.name || other.place != parameter.place);
                parameters.push(parameter);
            }
        }
        (parameters, faulty)
    }

    /// Returns the documented headers. OpenAPI does not allow `Authorization` as a parameter, so an extension holds it.
    pub(super) fn headers(&mut self, node: &Node, pointer: &str) -> Vec<Header> {
        let list = self.list(node, "x-request-headers", pointer);
        let pointer = step(pointer, "x-request-headers");
        let mut headers = Vec::new();
        for (index, header) in list.into_iter().enumerate() {
            let pointer = step(&pointer, &index.to_string());
            self.is(header, "an object", &pointer);
            let name = self.text(header, "name", &pointer);
            if name.is_empty() {
                self.error(
                    header.at,
                    &pointer,
                    "this header has no `name`".to_owned(),
                    "give it the name that requests write",
                );
            }
            headers.push(Header {
                name,
                description: self.text(header, "description", &pointer),
                required: self.flag(header, "required", &pointer).unwrap_or_default(),
                default: self.optional_text(header, "default", &pointer),
            });
        }
        headers
    }
}
