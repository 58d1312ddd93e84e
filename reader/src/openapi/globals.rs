//! Parameters that belong to every action: `x-global-parameters`.

use std::mem::take;

use typewright_core::endpoint::Method;

use super::forms::is_object;
use super::kind::Kind;
use super::{Operation, Parameter, ParameterIn, Reader};
use crate::input::document::{Node, step};

/// The extension.
pub(super) const EXTENSION: &str = "x-global-parameters";

impl<'a> Reader<'a> {
    /// Reads the parameters of every action. They are described like those of an action.
    pub(super) fn global_parameters(&mut self) {
        let document = self.document;
        let start = self.report.position();
        self.schemas.clear();
        let mut parameters: Vec<Parameter> = Vec::new();
        for (index, entry) in self.list(document, EXTENSION, "").into_iter().enumerate() {
            let pointer = step(&step("", EXTENSION), &index.to_string());
            if let Some(parameter) = self.global_parameter(entry, &pointer) {
                self.add_distinct(parameter, &mut parameters);
            }
        }
        let schemas = take(&mut self.schemas);
        if parameters.is_empty() || !self.report.errors_since(start).is_empty() {
            return;
        }
        self.api.globals = Some(Operation {
            location: self.location(&step("", EXTENSION)),
            at: document.get(EXTENSION).map_or(document.at, |list| list.at),
            schemas,
            id: EXTENSION.to_owned(),
            words: None,
            tag: String::new(),
            method: Method::Get,
            server: String::new(),
            servers: Vec::new(),
            path: String::new(),
            query: String::new(),
            summary: String::new(),
            description: String::new(),
            deprecated: false,
            security: Vec::new(),
            parameters,
            headers: Vec::new(),
            body: None,
            responses: Vec::new(),
            pagination: Vec::new(),
            wait: None,
            callbacks: Vec::new(),
            incoming: None,
        });
    }

    fn global_parameter(&mut self, entry: &'a Node, pointer: &str) -> Option<Parameter> {
        let target = self.deref(entry, pointer, Kind::Parameter)?;
        let listed = (entry.at, self.location(pointer));
        let (parameter, has_object) = self.within(target.location.file, |reader| {
            let schema = target.node.get("schema");
            let has_object = schema.is_some_and(|schema| is_object(reader.root(), schema));
            Some((reader.parameter(&target, listed)?, has_object))
        })?;
        let is_placed = matches!(parameter.place, ParameterIn::Query | ParameterIn::Header);
        let is_object = parameter.place == ParameterIn::Query && has_object;
        if !is_placed || is_object {
            self.error(
                entry.at,
                pointer,
                format!("the parameter {:?} cannot be one of every action", parameter.name),
                "it must be in \"query\" or \"header\", and not an object with several names in the query",
            );
            return None;
        }
        if parameter.is_cookie_header() {
            self.error(
                entry.at,
                pointer,
                format!(
                    "the header {:?} of every action would replace the cookies of an action",
                    parameter.name
                ),
                "describe the cookies as parameters of the actions, with \"in\": \"cookie\"",
            );
            return None;
        }
        Some(parameter)
    }

    /// Whether a parameter of an action is one of every action.
    pub(super) fn is_global(&self, parameter: &Parameter) -> bool {
        let mut globals = self.api.globals.iter().flat_map(|globals| &globals.parameters);
        globals.any(|global| global.location == parameter.location)
    }
}
