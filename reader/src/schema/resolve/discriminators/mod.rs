//! `discriminator`: the unions that a property decides.
//!
//! The branches of such a union are those of its `oneOf` or `anyOf`. A schema with a `discriminator` but without
//! branches is a parent: the schemas that compose it with `allOf` are its children. A reference to a parent stands for
//! any of its children, so the parent becomes a union of these, and what it says itself moves to a base, which the
//! children compose instead.

mod parents;
mod tags;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use typewright_core::schema::NULL;

use super::{Resolver, SchemaSet};
use crate::input::document::step;
use crate::input::sources::Sources;
use crate::report::{Place, Report};
use crate::schema::keywords::{Reference, SchemaId};

impl Resolver<'_> {
    /// Finds the branches of each union with a `discriminator`, and the values that select them.
    pub(super) fn apply_discriminators(&mut self, sources: &Sources, report: &mut Report) {
        let set = &self.set;
        let schemas = set.schemas.iter();
        let discriminated: BTreeSet<SchemaId> = schemas
            .filter(|(_, schema)| schema.keywords.notes.discriminator.is_some() && schema.fault.is_none())
            .map(|(id, _)| id)
            .collect();
        if discriminated.is_empty() {
            return;
        }
        let mut discriminators = Discriminators {
            named: named(set),
            set: &mut self.set,
            sources,
            bases: BTreeMap::new(),
            tags: HashMap::new(),
        };
        let unions = discriminators.build_parents(&discriminated, report);
        discriminators.find_tags(&unions, report);
    }
}

/// Returns the schemas with a name in the description, with their names.
fn named(set: &SchemaSet) -> BTreeMap<SchemaId, String> {
    let is_named = |pointer: &str| match pointer.strip_prefix("/components/schemas/") {
        Some(name) => !name.contains('/'),
        None => pointer.is_empty(),
    };
    set.roots
        .iter()
        .filter(|root| is_named(&set.schemas[root.schema].pointer))
        .map(|root| (root.schema, root.name.clone()))
        .collect()
}

struct Discriminators<'s> {
    set: &'s mut SchemaSet,
    sources: &'s Sources,
    /// The names of components and of files, which select a branch without a mapping.
    named: BTreeMap<SchemaId, String>,
    /// The schemas that hold what a parent says itself, by parent.
    bases: BTreeMap<SchemaId, SchemaId>,
    /// The values that select each union among other unions by the same property. A union that is being read has none.
    tags: HashMap<SchemaId, Vec<String>>,
}

impl Discriminators<'_> {
    /// Returns the target of a chain of references.
    fn end(&self, id: SchemaId) -> SchemaId {
        let mut seen = HashSet::new();
        let mut end = id;
        while seen.insert(end)
            && let Some(target) = self.set.keywords(end).reference.as_ref().and_then(|found| found.target)
        {
            end = target;
        }
        end
    }

    /// Returns a schema together with all schemas that it composes.
    fn gathered(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut parts = Vec::new();
        let mut waiting = vec![id];
        while let Some(next) = waiting.pop() {
            let next = self.end(next);
            if !parts.contains(&next) {
                parts.push(next);
                waiting.extend(self.set.keywords(next).all_of.iter().rev());
            }
        }
        parts
    }

    fn is_null(&self, id: SchemaId) -> bool {
        self.set.keywords(self.end(id)).types == Some(NULL)
    }

    /// Adds a reference from a union to one of its branches.
    fn reference_to(&mut self, union: SchemaId, target: SchemaId, index: usize) -> SchemaId {
        let origin = &self.set.schemas[union];
        let pointer = format!("{}/discriminator/oneOf/{index}", origin.pointer);
        let mut schema = origin.copy();
        schema.keywords.reference = Some(Reference {
            text: self.set.schemas[target].pointer.clone(),
            at: schema.at,
            pointer: pointer.clone(),
            target: Some(target),
        });
        schema.pointer = pointer;
        self.set.schemas.push(schema)
    }

    /// Adds the branch of a union for `null`.
    fn null_of(&mut self, union: SchemaId) -> SchemaId {
        let mut null = self.set.schemas[union].copy();
        null.pointer = format!("{}/discriminator/null", null.pointer);
        null.keywords.types = Some(NULL);
        self.set.schemas.push(null)
    }

    /// Reports an error at a schema, and excludes a union because of it.
    fn refuse(&mut self, union: SchemaId, at: SchemaId, message: String, help: &str, report: &mut Report) {
        let error = report.error(&self.set.place(at, self.sources), message, help);
        self.set.schemas[union].fault.get_or_insert(error);
    }

    /// Warns that a discriminator selects nothing.
    fn warn_idle(&self, union: SchemaId, message: &str, help: &str, report: &mut Report) {
        let schema = &self.set.schemas[union];
        let place = Place {
            source: &self.sources.files[schema.file],
            at: schema.at,
            pointer: &step(&schema.pointer, "discriminator"),
        };
        report.warning(&place, message.to_owned(), help);
    }
}
