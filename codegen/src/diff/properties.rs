//! The properties that a schema describes and requires, with those that `allOf` adds.

use std::collections::BTreeSet;

use super::side::Side;
use crate::schema::keywords::{Keywords, SchemaId};

/// The properties of a schema.
pub(super) struct Properties<'a> {
    own: &'a Keywords,
    /// The schema itself, and the members of its `allOf`, and of theirs.
    all: Vec<&'a Keywords>,
}

impl<'a> Properties<'a> {
    pub(super) fn of(side: &'a Side, own: &'a Keywords) -> Self {
        let set = &side.run.set;
        let mut all = vec![own];
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<SchemaId> = own.all_of.clone();
        while let Some(member) = waiting.pop() {
            let member = set.deref(member);
            if seen.insert(member) {
                let keywords = set.keywords(member);
                waiting.extend(&keywords.all_of);
                all.push(keywords);
            }
        }
        Self { own, all }
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
