//! What tells the webhooks of an API apart: required headers, and required properties of JSON bodies, that have a few
//! documented values.

use std::collections::BTreeMap;

use super::Endpoints;
use crate::openapi::{Content, Operation, ParameterIn};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

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

/// The strings of schemas, each found once: schemas may combine the same ones in many ways.
struct Strings<'a> {
    set: &'a SchemaSet,
    allowed: BTreeMap<SchemaId, Option<Vec<String>>>,
    required: BTreeMap<SchemaId, BTreeMap<String, Vec<String>>>,
}

impl Endpoints<'_> {
    /// Returns the places that have one of a few values in each request of a webhook.
    pub(super) fn discriminators(&self, operation: &Operation) -> Vec<Discriminator> {
        let mut strings = Strings {
            set: self.set,
            allowed: BTreeMap::new(),
            required: BTreeMap::new(),
        };
        let mut found = Vec::new();
        for parameter in &operation.parameters {
            if parameter.place == ParameterIn::Header
                && parameter.required
                && let Some(values) = strings.allowed(self.schema_id(&parameter.schema))
            {
                found.push(Discriminator {
                    place: Place::Header(parameter.name.clone()),
                    values,
                });
            }
        }
        let body = operation.body.as_ref().filter(|body| body.required);
        if let Some(Content::Json {
            schema: Some(schema), ..
        }) = body.map(|body| &body.content)
        {
            let properties = strings.required(self.schema_id(schema)).into_iter();
            found.extend(properties.map(|(name, values)| Discriminator {
                place: Place::Property(name),
                values,
            }));
        }
        found
    }
}

impl Strings<'_> {
    /// Returns the strings that a schema allows, if it allows nothing else.
    fn allowed(&mut self, schema: SchemaId) -> Option<Vec<String>> {
        let schema = self.set.deref(schema);
        if let Some(known) = self.allowed.get(&schema) {
            return known.clone();
        }
        let keywords = self.set.keywords(schema);
        let own = match (&keywords.constant, &keywords.values) {
            (Some(constant), _) => Some(std::slice::from_ref(constant)),
            (None, values) => values.as_deref(),
        };
        let found = match own {
            Some(own) => own.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
            None => keywords.all_of.iter().find_map(|part| self.allowed(*part)),
        };
        self.allowed.insert(schema, found.clone());
        found
    }

    /// Returns the required properties that allow only strings, which are listed.
    fn required(&mut self, schema: SchemaId) -> BTreeMap<String, Vec<String>> {
        let schema = self.set.deref(schema);
        if let Some(known) = self.required.get(&schema) {
            return known.clone();
        }
        let keywords = self.set.keywords(schema);
        let object = &keywords.object;
        // The API sends the body, so what only responses carry is there, too.
        let is_required =
            |name: &String| object.required.contains(name) || object.directed.required_in_response.contains(name);
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, schema) in object.properties.iter().filter(|(name, _)| is_required(name)) {
            if let Some(values) = self.allowed(*schema) {
                found.insert(name.clone(), values);
            }
        }
        for part in &keywords.all_of {
            for (name, values) in self.required(*part) {
                found.entry(name).or_insert(values);
            }
        }
        for branches in [&keywords.one_of, &keywords.any_of] {
            let branches = branches.iter().map(|branch| self.required(*branch));
            for (name, values) in branches.reduce(common).into_iter().flatten() {
                found.entry(name).or_insert(values);
            }
        }
        self.required.insert(schema, found.clone());
        found
    }
}

/// Returns the properties that two branches have. They allow the values of both.
fn common(
    mut one: BTreeMap<String, Vec<String>>,
    other: BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, Vec<String>> {
    one.retain(|name, _| other.contains_key(name));
    for (name, values) in other {
        if let Some(known) = one.get_mut(&name) {
            let more: Vec<String> = values.into_iter().filter(|value| !known.contains(value)).collect();
            known.extend(more);
        }
    }
    one
}
