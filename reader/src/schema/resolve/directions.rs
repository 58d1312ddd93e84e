//! Properties that only one direction carries: `readOnly` and `writeOnly` in the schemas of an OpenAPI document.
//!
//! `required` demands a read-only property in responses only, and a write-only one in requests only (OpenAPI 3.0, Schema
//! Object; 3.1 leaves the meaning to the application, so it is the same). A property may be declared in one member of an
//! `allOf` and required in another. Where such a member is a schema of its own, it demands the property in both
//! directions when it stands alone, so the `allOf` gets a copy of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use typewright_core::schema::NULL;

use super::{Resolver, SchemaSet};
use crate::input::by_id::ById;
use crate::input::sources::Sources;
use crate::report::Report;
use crate::schema::keywords::{DirectedRules, Keywords, Notes, SchemaId};

impl Resolver<'_> {
    /// Finds the properties that only one direction carries, and moves them from `required` to rules of that direction.
    pub(super) fn apply_directions(&mut self, sources: &Sources, report: &mut Report) {
        let described = self.described();
        let mut directions = Directions {
            set: &mut self.set,
            tags: HashMap::new(),
            names: HashMap::new(),
            copies: HashMap::new(),
        };
        directions.find_tags(&described);
        if !directions.refuse_both(&described, sources, report) {
            return;
        }
        let changed: Vec<(SchemaId, Keywords)> = described
            .into_iter()
            .filter_map(|id| Some((id, directions.relaxed(id, &Names::default())?)))
            .collect();
        for (id, keywords) in changed {
            self.set.schemas[id].keywords = keywords;
        }
    }

    /// Returns the schemas of the OpenAPI description, and those that they refer to.
    fn described(&self) -> Vec<SchemaId> {
        let own = self
            .set
            .schemas
            .iter()
            .filter(|(_, schema)| self.parts.contains(&schema.file));
        let mut waiting: Vec<SchemaId> = own.map(|(id, _)| id).collect();
        let mut found: BTreeSet<SchemaId> = waiting.iter().copied().collect();
        while let Some(id) = waiting.pop() {
            let children = self.set.keywords(id).children().into_iter();
            waiting.extend(children.map(|(_, child)| child).filter(|child| found.insert(*child)));
        }
        found.into_iter().collect()
    }
}

impl SchemaSet {
    /// Finds the schemas whose values may have properties that only one direction carries.
    pub(super) fn find_directed(&mut self) {
        self.read_only = self.holders(|directed| &directed.read_only);
        self.write_only = self.holders(|directed| &directed.write_only);
    }

    /// Returns the schemas whose values may have properties of a kind, at any depth.
    fn holders(&self, properties: fn(&DirectedRules) -> &[String]) -> ById<SchemaId, bool> {
        let mut users: ById<SchemaId, Vec<SchemaId>> = ById::same(&self.schemas, Vec::new());
        let mut found = ById::same(&self.schemas, false);
        let mut waiting = Vec::new();
        for (id, schema) in self.schemas.iter() {
            for (_, child) in schema.keywords.children() {
                users[child].push(id);
            }
            if !properties(&schema.keywords.object.directed).is_empty() {
                waiting.push(id);
            }
        }
        while let Some(id) = waiting.pop() {
            if !std::mem::replace(&mut found[id], true) {
                waiting.extend(&users[id]);
            }
        }
        found
    }
}

/// The names of properties that only one direction carries.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
struct Names {
    read_only: BTreeSet<String>,
    write_only: BTreeSet<String>,
}

impl Names {
    fn add(&mut self, other: &Self) {
        self.read_only.extend(other.read_only.iter().cloned());
        self.write_only.extend(other.write_only.iter().cloned());
    }

    fn intersection(&self, other: &Self) -> Self {
        let both = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.intersection(other).cloned().collect();
        Self {
            read_only: both(&self.read_only, &other.read_only),
            write_only: both(&self.write_only, &other.write_only),
        }
    }

    fn without(&self, other: &Self) -> Self {
        let rest = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect();
        Self {
            read_only: rest(&self.read_only, &other.read_only),
            write_only: rest(&self.write_only, &other.write_only),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.read_only.contains(name) || self.write_only.contains(name)
    }

    fn is_empty(&self) -> bool {
        self.read_only.is_empty() && self.write_only.is_empty()
    }
}

struct Directions<'s> {
    set: &'s mut SchemaSet,
    /// The properties that select a schema from a union. Both directions carry them, whatever their annotations: without
    /// them, nobody knows what the value is.
    tags: HashMap<SchemaId, BTreeSet<String>>,
    /// Cached results of [`Directions::names`].
    names: HashMap<SchemaId, Names>,
    /// The copies, by original and by the names that were declared around it.
    copies: HashMap<(SchemaId, Names), SchemaId>,
}

impl Directions<'_> {
    /// Finds the properties that select a schema from a union.
    fn find_tags(&mut self, described: &[SchemaId]) {
        for &id in described {
            let Some(tagged) = &self.set.keywords(id).tagged else {
                continue;
            };
            let mut seen = HashSet::new();
            let mut waiting: Vec<SchemaId> = tagged.branches.iter().map(|(_, branch)| *branch).collect();
            while let Some(next) = waiting.pop() {
                if !seen.insert(next) {
                    continue;
                }
                self.tags.entry(next).or_default().insert(tagged.property.clone());
                let keywords = self.set.keywords(next);
                let target = keywords.reference.as_ref().and_then(|reference| reference.target);
                waiting.extend(target);
                waiting.extend(&keywords.all_of);
            }
        }
    }

    /// Returns the direction that carries a property, if only one of them does.
    fn mark(&self, owner: SchemaId, name: &str, property: SchemaId) -> Option<Mark> {
        if self.tags.get(&owner).is_some_and(|tags| tags.contains(name)) {
            return None;
        }
        let marks = [Mark::ReadOnly, Mark::WriteOnly];
        marks
            .into_iter()
            .find(|mark| self.is_marked(property, *mark, &mut HashSet::new()))
    }

    /// Reports properties that neither direction would carry. Returns whether any schema has a directed property.
    fn refuse_both(&mut self, described: &[SchemaId], sources: &Sources, report: &mut Report) -> bool {
        let mut has_any = false;
        for &id in described {
            let properties = self.set.keywords(id).object.properties.clone();
            for (name, property) in properties {
                let marks =
                    [Mark::ReadOnly, Mark::WriteOnly].map(|mark| self.is_marked(property, mark, &mut HashSet::new()));
                has_any |= marks[0] || marks[1];
                if marks == [true, true] {
                    let error = report.error(
                        &self.set.place(property, sources),
                        format!(
                            "the property {name:?} is both `readOnly` and `writeOnly`: neither requests nor responses \
                             would carry it"
                        ),
                        "remove one of the two keywords",
                    );
                    self.set.schemas[property].fault.get_or_insert(error);
                }
            }
        }
        has_any
    }

    /// Whether a property has an annotation: its own, that of a schema that it refers to or composes, or that of all
    /// schemas that it chooses from, other than `null`.
    fn is_marked(&self, id: SchemaId, mark: Mark, seen: &mut HashSet<SchemaId>) -> bool {
        if !seen.insert(id) {
            return false;
        }
        let keywords = self.set.keywords(id);
        if mark.is_on(&keywords.notes) {
            return true;
        }
        if let Some(reference) = &keywords.reference {
            return reference
                .target
                .is_some_and(|target| self.is_marked(target, mark, seen));
        }
        let branches: Vec<SchemaId> = keywords.any_of.iter().chain(&keywords.one_of).copied().collect();
        let branches = self.without_null(&branches);
        keywords.all_of.iter().any(|part| self.is_marked(*part, mark, seen))
            || (!branches.is_empty() && branches.iter().all(|branch| self.is_marked(*branch, mark, seen)))
    }

    /// Returns the branches other than `null`.
    fn without_null(&self, branches: &[SchemaId]) -> Vec<SchemaId> {
        let is_null = |branch: &SchemaId| self.set.keywords(*branch).types == Some(NULL);
        branches.iter().copied().filter(|branch| !is_null(branch)).collect()
    }

    /// Returns the directed properties that a schema declares for its own value, directly or through other schemas.
    fn names(&mut self, id: SchemaId) -> Names {
        if let Some(known) = self.names.get(&id) {
            return known.clone();
        }
        // A cycle adds nothing.
        self.names.insert(id, Names::default());
        let keywords = self.set.keywords(id).clone();
        let mut names = Names::default();
        if let Some(reference) = &keywords.reference {
            if let Some(target) = reference.target {
                names = self.names(target);
            }
        } else {
            for (name, property) in &keywords.object.properties {
                match self.mark(id, name, *property) {
                    Some(Mark::ReadOnly) => names.read_only.insert(name.clone()),
                    Some(Mark::WriteOnly) => names.write_only.insert(name.clone()),
                    None => false,
                };
            }
            for part in &keywords.all_of {
                let part = self.names(*part);
                names.add(&part);
            }
            for branches in [&keywords.any_of, &keywords.one_of] {
                let branches = self.without_null(branches);
                let common: Vec<Names> = branches.into_iter().map(|branch| self.names(branch)).collect();
                if let Some(common) = common.into_iter().reduce(|one, other| one.intersection(&other)) {
                    names.add(&common);
                }
            }
        }
        self.names.insert(id, names.clone());
        names
    }

    /// Returns the keywords of a schema with its demands moved to the directions that they apply to, if that changes
    /// anything. `around` are the properties that the schemas around it declare for the same value.
    fn relaxed(&mut self, id: SchemaId, around: &Names) -> Option<Keywords> {
        let mut names = self.names(id);
        names.add(around);
        if names.is_empty() {
            return None;
        }
        let mut keywords = self.set.keywords(id).clone();
        if let Some(reference) = &mut keywords.reference {
            reference.target = Some(self.copy(reference.target?, &names)?);
            return Some(keywords);
        }
        let mut directed = DirectedRules::default();
        keywords.object.required.retain(|name| {
            let demands = if names.read_only.contains(name) {
                &mut directed.required_in_response
            } else if names.write_only.contains(name) {
                &mut directed.required_in_request
            } else {
                return true;
            };
            demands.push(name.clone());
            false
        });
        for (name, property) in &keywords.object.properties {
            match self.mark(id, name, *property) {
                Some(Mark::ReadOnly) => directed.read_only.push(name.clone()),
                Some(Mark::WriteOnly) => directed.write_only.push(name.clone()),
                None => {}
            }
        }
        keywords.object.directed = directed;
        for part in applied(&mut keywords) {
            if let Some(copy) = self.copy(*part, &names) {
                *part = copy;
            }
        }
        Some(keywords)
    }

    /// Returns a copy of a schema for a place where other schemas declare directed properties for the same value, if the
    /// schema demands any of them.
    fn copy(&mut self, id: SchemaId, around: &Names) -> Option<SchemaId> {
        if !self.demands(id, around, &mut HashSet::new()) {
            return None;
        }
        let key = (id, around.clone());
        if let Some(known) = self.copies.get(&key) {
            return Some(*known);
        }
        let original = &self.set.schemas[id];
        let mut copy = original.copy();
        copy.keywords = original.keywords.clone();
        copy.fault = original.fault;
        let copy = self.set.schemas.push(copy);
        self.copies.insert(key, copy);
        self.set.copies.push((copy, id));
        if let Some(keywords) = self.relaxed(id, around) {
            self.set.schemas[copy].keywords = keywords;
        }
        Some(copy)
    }

    /// Whether a schema demands a property that is not known to be directed without the schemas around it.
    fn demands(&mut self, id: SchemaId, around: &Names, seen: &mut HashSet<SchemaId>) -> bool {
        if !seen.insert(id) {
            return false;
        }
        // What the schema itself declares, it also knows without the schemas around it.
        let around = around.without(&self.names(id));
        if around.is_empty() {
            return false;
        }
        let mut keywords = self.set.keywords(id).clone();
        if let Some(reference) = &keywords.reference {
            return reference
                .target
                .is_some_and(|target| self.demands(target, &around, seen));
        }
        keywords.object.required.iter().any(|name| around.has(name))
            || applied(&mut keywords).any(|part| self.demands(*part, &around, seen))
    }
}

/// The schemas that a schema applies to its own value, other than `not` and `if`: a demand that is dropped there would
/// make the schema stricter.
fn applied(keywords: &mut Keywords) -> impl Iterator<Item = &mut SchemaId> {
    let condition = keywords.condition.as_mut();
    let condition = condition
        .into_iter()
        .flat_map(|condition| [&mut condition.then, &mut condition.otherwise].into_iter().flatten());
    keywords
        .all_of
        .iter_mut()
        .chain(&mut keywords.any_of)
        .chain(&mut keywords.one_of)
        .chain(
            keywords
                .tagged
                .iter_mut()
                .flat_map(|tagged| tagged.branches.iter_mut().map(|(_, branch)| branch)),
        )
        .chain(condition)
        .chain(keywords.object.schema_with.iter_mut().map(|(_, schema)| schema))
}

/// An annotation of a property that only one direction carries.
#[derive(Clone, Copy)]
enum Mark {
    ReadOnly,
    WriteOnly,
}

impl Mark {
    fn is_on(self, notes: &Notes) -> bool {
        match self {
            Self::ReadOnly => notes.read_only,
            Self::WriteOnly => notes.write_only,
        }
    }
}
