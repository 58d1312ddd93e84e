//! What tells the webhooks of an API apart: required headers, and required properties of JSON bodies, that have a few
//! documented values.

use std::collections::BTreeMap;

use super::Endpoints;
use crate::openapi::{Content, Operation, ParameterIn};
use crate::schema::keywords::SchemaId;

/// The values of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Discriminator {
    pub(super) place: Place,
    pub(super) values: Vec<String>,
}

/// A place that has a value in each request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The header with this name.
    Header(String),
    /// The property of the body with this name.
    Property(String),
}

impl Place {
    /// Whether both are the same. Header names are case-insensitive (RFC 9110, 5.1).
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Header(a), Self::Header(b)) => a.eq_ignore_ascii_case(b),
            (a, b) => a == b,
        }
    }
}

/// Whether no request fits both: a place that both have has no value in common.
pub(super) fn are_distinct(a: &[Discriminator], b: &[Discriminator]) -> bool {
    a.iter().any(|a| {
        let mut same = b.iter().filter(|b| b.place.is_same(&a.place));
        same.any(|b| !a.values.iter().any(|value| b.values.contains(value)))
    })
}

/// How deep combined schemas are followed, so that a cycle ends.
const DEEPEST: usize = 20;

impl Endpoints<'_> {
    /// Returns the places that have one of a few values in each request of a webhook.
    pub(super) fn discriminators(&self, operation: &Operation) -> Vec<Discriminator> {
        let headers = operation.parameters.iter().filter_map(|parameter| {
            let is_header = parameter.place == ParameterIn::Header && parameter.required;
            if !is_header {
                return None;
            }
            Some(Discriminator {
                place: Place::Header(parameter.name.clone()),
                values: self.strings(self.schema_id(&parameter.schema), DEEPEST)?,
            })
        });
        let mut found: Vec<Discriminator> = headers.collect();
        let body = operation.body.as_ref().filter(|body| body.required);
        if let Some(Content::Json {
            schema: Some(schema), ..
        }) = body.map(|body| &body.content)
        {
            let properties = self.required_strings(self.schema_id(schema), DEEPEST).into_iter();
            found.extend(properties.map(|(name, values)| Discriminator {
                place: Place::Property(name),
                values,
            }));
        }
        found
    }

    /// Returns the strings that a schema allows, if it allows nothing else.
    fn strings(&self, schema: SchemaId, depth: usize) -> Option<Vec<String>> {
        let depth = depth.checked_sub(1)?;
        let keywords = self.set.keywords(self.set.deref(schema));
        let own = match (&keywords.constant, &keywords.values) {
            (Some(constant), _) => Some(std::slice::from_ref(constant)),
            (None, values) => values.as_deref(),
        };
        if let Some(own) = own {
            return own.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        }
        keywords.all_of.iter().find_map(|part| self.strings(*part, depth))
    }

    /// Returns the required properties that allow only strings, which are listed.
    fn required_strings(&self, schema: SchemaId, depth: usize) -> BTreeMap<String, Vec<String>> {
        let Some(depth) = depth.checked_sub(1) else {
            return BTreeMap::new();
        };
        let keywords = self.set.keywords(self.set.deref(schema));
        let object = &keywords.object;
        // The API sends the body, so what only responses carry is there, too.
        let is_required =
            |name: &String| object.required.contains(name) || object.directed.required_in_response.contains(name);
        let own = object.properties.iter().filter(|(name, _)| is_required(name));
        let own = own.filter_map(|(name, schema)| Some((name.clone(), self.strings(*schema, depth)?)));
        let mut found: BTreeMap<String, Vec<String>> = own.collect();
        for part in &keywords.all_of {
            for (name, values) in self.required_strings(*part, depth) {
                found.entry(name).or_insert(values);
            }
        }
        for branches in [&keywords.one_of, &keywords.any_of] {
            let branches = branches.iter().map(|branch| self.required_strings(*branch, depth));
            // A property that every branch has allows the values of all of them.
            let common = branches.reduce(|mut common, branch| {
                common.retain(|name, _| branch.contains_key(name));
                for (name, values) in branch {
                    if let Some(known) = common.get_mut(&name) {
                        known.extend(values);
                    }
                }
                common
            });
            for (name, values) in common.into_iter().flatten() {
                found.entry(name).or_insert(values);
            }
        }
        found
    }
}
