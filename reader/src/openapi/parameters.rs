//! The parameters and the documented headers of an operation.

use std::collections::BTreeSet;

use typewright_core::endpoint::{ParameterStyle, pairs};

use super::kind::Kind;
use super::references::Target;
use super::{Form, Header, Parameter, ParameterIn, Reader, Requirement, Sent};
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

impl Parameter {
    /// Whether it is the header that cookies are sent in.
    pub(super) fn is_cookie_header(&self) -> bool {
        self.place == ParameterIn::Header && self.name.eq_ignore_ascii_case("cookie")
    }

    /// Whether a request can have only one of two parameters. Header names are case-insensitive (RFC 9110, 5.1).
    pub fn is_same(&self, other: &Self) -> bool {
        let has_same_name = match self.place {
            ParameterIn::Header => self.name.eq_ignore_ascii_case(&other.name),
            ParameterIn::Path | ParameterIn::Query | ParameterIn::Cookie => self.name == other.name,
        };
        has_same_name && self.place == other.place
    }
}

impl<'a> Reader<'a> {
    /// Returns the parameters of an operation: path parameters in the order of the path, followed by the others.
    pub(super) fn parameters(
        &mut self,
        path: &str,
        item: &Target<'a>,
        operation: &Target<'a>,
        id: &str,
        security: &[Requirement],
    ) -> Vec<Parameter> {
        let (node, pointer) = (operation.node, &*operation.location.pointer);
        let (mut parameters, faulty) = self.listed(item, operation);
        let schemes: Vec<_> = security.iter().flat_map(|requirement| &requirement.schemes).collect();
        let holds_token = |parameter: &Parameter| schemes.iter().any(|required| required.sent.is_in(parameter));
        for parameter in parameters.extract_if(.., |parameter| holds_token(parameter)) {
            self.note_at(
                parameter.listed_at,
                &parameter.listed,
                format!(
                    "{} {:?} carries a token, so {id} has no parameter for it",
                    parameter.place.as_str(),
                    parameter.name
                ),
                "remove it here: `security` describes it",
            );
        }
        let has_cookies = parameters
            .iter()
            .any(|parameter| parameter.place == ParameterIn::Cookie)
            || schemes.iter().any(|required| matches!(required.sent, Sent::Cookie(_)));
        for header in parameters.extract_if(.., |parameter| has_cookies && parameter.is_cookie_header()) {
            let listed = &header.listed;
            self.within(listed.file, |reader| {
                reader.unsupported(
                    (header.listed_at, &listed.pointer),
                    header.required,
                    format!(
                        "the header {:?} and the cookies of {id} would be the same header",
                        header.name
                    ),
                    "describe each cookie with \"in\": \"cookie\", and remove the header",
                );
            });
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
                self.error_at(
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
                self.error_at(
                    parameter.listed_at,
                    &parameter.listed,
                    format!("the path {path:?} has no parameter {:?}", parameter.name),
                    "add it to the path in braces, or remove it here",
                );
            }
        }
        self.warn_of_adjacent(path, &parameters, operation);
        let order = |parameter: &Parameter| {
            let place = names.iter().position(|name| *name == parameter.name);
            (!in_path(parameter), place)
        };
        parameters.sort_by_key(order);
        parameters
    }

    /// Warns of parameters of the path with nothing between them.
    fn warn_of_adjacent(&mut self, path: &str, parameters: &[Parameter], operation: &Target<'a>) {
        let introduces = |name: &str| {
            let mut parameters = parameters.iter();
            parameters.any(|parameter| {
                let style = match parameter.form {
                    Form::Text { style, .. } => style,
                    Form::Brackets | Form::Json => return false,
                };
                let is_marked = matches!(style, ParameterStyle::Label | ParameterStyle::Matrix);
                parameter.place == ParameterIn::Path && parameter.name == name && is_marked
            })
        };
        let pieces: Vec<&str> = path.split("}{").collect();
        for pair in pieces.windows(2) {
            let [before, after] = pair else { continue };
            let first = before.rsplit('{').next().unwrap_or_default();
            let second = after.split('}').next().unwrap_or_default();
            if introduces(second) {
                continue;
            }
            self.warning(
                operation.node.at,
                &operation.location.pointer,
                format!(
                    "the path {path:?} has nothing between {{{first}}} and {{{second}}}: a server takes the first character for \
                     {first:?}, and a request with a longer value is refused"
                ),
                "put a separator between them, or give the second one the style \"label\" or \"matrix\"",
            );
        }
    }

    /// Returns the parameters listed by a path and its operation.
    fn listed(&mut self, item: &Target<'a>, operation: &Target<'a>) -> (Vec<Parameter>, Faulty) {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut faulty = Faulty::default();
        for owner in [item, operation] {
            let own = self.within(owner.location.file, |reader| reader.own_parameters(owner, &mut faulty));
            // A parameter of the operation overrides the same parameter of the path (OpenAPI 3.1, 4.8.10).
            parameters.retain(|other| !own.iter().any(|parameter| parameter.is_same(other)));
            parameters.extend(own);
        }
        parameters.retain(|parameter| !self.is_global(parameter));
        (parameters, faulty)
    }

    /// Returns the parameters listed by a path, or those listed by an operation.
    fn own_parameters(&mut self, owner: &Target<'a>, faulty: &mut Faulty) -> Vec<Parameter> {
        let (owner, pointer) = (owner.node, &*owner.location.pointer);
        let list = self.list(owner, "parameters", pointer);
        faulty.nameless |= owner.get("parameters").is_some_and(|list| list.kind() != "an array");
        let mut parameters: Vec<Parameter> = Vec::new();
        for (index, entry) in list.into_iter().enumerate() {
            let pointer = step(&step(pointer, "parameters"), &index.to_string());
            let Some(target) = self.deref(entry, &pointer, Kind::Parameter) else {
                faulty.nameless = true;
                continue;
            };
            let listed = (entry.at, self.location(&pointer));
            let parameter = self.within(target.location.file, |reader| reader.parameter(&target, listed));
            let Some(parameter) = parameter else {
                faulty.add(target.node);
                continue;
            };
            self.add_distinct(parameter, &mut parameters);
        }
        parameters
    }

    /// Adds a parameter to those listed before it. Reports a duplicate, which replaces the one before.
    pub(super) fn add_distinct(&mut self, parameter: Parameter, parameters: &mut Vec<Parameter>) {
        if let Some(other) = parameters.iter().find(|other| parameter.is_same(other)) {
            let message = if other.name == parameter.name {
                format!("duplicate parameter {:?}", parameter.name)
            } else {
                format!(
                    "the header parameters {:?} and {:?} are the same: header names are case-insensitive",
                    other.name, parameter.name
                )
            };
            self.error_at(parameter.listed_at, &parameter.listed, message, "keep one of the two");
        }
        parameters.retain(|other| !parameter.is_same(other));
        parameters.push(parameter);
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
                deprecated: self.flag(header, "deprecated", &pointer).unwrap_or_default(),
                default: self.optional_text(header, "default", &pointer),
            });
        }
        headers
    }
}
