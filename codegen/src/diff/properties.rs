//! The properties that a schema describes and requires, with those that `allOf` adds and those of the schemas around it.

use std::collections::BTreeSet;

use super::side::Side;
use crate::schema::keywords::{Keywords, SchemaId};
use crate::schema::resolve::SchemaSet;

/// The properties of a schema.
pub(super) struct Properties<'a> {
    own: &'a Keywords,
    /// The schema itself, and the members of its `allOf`, and of theirs.
    all: Vec<&'a Keywords>,
    /// The schemas that it is an inline part of, and the members of their `allOf`: the same objects must satisfy them.
    around: Vec<&'a Keywords>,
}

impl<'a> Properties<'a> {
    pub(super) fn of(side: &'a Side, schema: SchemaId) -> Self {
        let set = &side.run.set;
        let mut seen = BTreeSet::new();
        let all = with_members(set, schema, &mut seen);
        let mut around = Vec::new();
        let mut part = schema;
        while let Some(whole) = whole(set, part) {
            around.extend(with_members(set, whole, &mut seen));
            part = whole;
        }
        Self {
            own: set.keywords(schema),
            all,
            around,
        }
    }

    /// The properties that the schema itself describes.
    pub(super) fn described(&self) -> &'a [(String, SchemaId)] {
        &self.own.object.properties
    }

    /// The schema of a property.
    pub(super) fn find(&self, name: &str) -> Option<SchemaId> {
        let mut properties = self.all.iter().flat_map(|keywords| &keywords.object.properties);
        properties.find(|(other, _)| other == name).map(|(_, id)| *id)
    }

    /// Whether a schema around this one describes a property.
    pub(super) fn is_around(&self, name: &str) -> bool {
        let mut properties = self.around.iter().flat_map(|keywords| &keywords.object.properties);
        properties.any(|(other, _)| other == name)
    }

    /// The properties that the schema itself requires, in one direction at least.
    pub(super) fn required(&self) -> impl Iterator<Item = &'a String> + use<'a> {
        let object = &self.own.object;
        let directed = &object.directed;
        let one_way = directed
            .required_in_request
            .iter()
            .chain(&directed.required_in_response);
        object.required.iter().chain(one_way)
    }

    pub(super) fn requires(&self, name: &String) -> bool {
        self.in_request(name) || self.in_response(name)
    }

    pub(super) fn in_request(&self, name: &String) -> bool {
        self.all.iter().any(|keywords| {
            let object = &keywords.object;
            object.required.contains(name) || object.directed.required_in_request.contains(name)
        })
    }

    pub(super) fn in_response(&self, name: &String) -> bool {
        self.all.iter().any(|keywords| {
            let object = &keywords.object;
            object.required.contains(name) || object.directed.required_in_response.contains(name)
        })
    }
}

/// A schema, and the members of its `allOf`, and of theirs.
fn with_members<'a>(set: &'a SchemaSet, schema: SchemaId, seen: &mut BTreeSet<SchemaId>) -> Vec<&'a Keywords> {
    let mut found = Vec::new();
    let mut waiting = vec![schema];
    while let Some(member) = waiting.pop() {
        let member = set.deref(member);
        if seen.insert(member) {
            let keywords = set.keywords(member);
            waiting.extend(&keywords.all_of);
            found.push(keywords);
        }
    }
    found
}

/// The schema that an inline schema is a part of, for the same values: `…` of `…/allOf/0` or `…/then`.
fn whole(set: &SchemaSet, part: SchemaId) -> Option<SchemaId> {
    let schema = &set.schemas[part];
    let (around, last) = schema.pointer.rsplit_once('/')?;
    let pointer = match last {
        "then" | "else" => around,
        _ => {
            let (around, keyword) = around.rsplit_once('/')?;
            matches!(keyword, "allOf" | "anyOf" | "oneOf").then_some(around)?
        }
    };
    set.at(schema.file, pointer)
}
