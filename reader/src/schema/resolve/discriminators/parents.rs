//! Parents: schemas with a `discriminator` that others compose with `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use typewright_core::schema::{NULL, OBJECT};

use super::Discriminators;
use crate::report::Report;
use crate::schema::keywords::{Keywords, SchemaId};

/// A reference in an `allOf`.
struct Composition {
    /// The schema with the `allOf`.
    by: SchemaId,
    reference: SchemaId,
    /// The schema that is composed.
    of: SchemaId,
}

impl Discriminators<'_> {
    /// Turns each parent into a union of its children. Returns all unions with a discriminator.
    pub(super) fn build_parents(&mut self, discriminated: &BTreeSet<SchemaId>, report: &mut Report) -> Vec<SchemaId> {
        let compositions = self.compositions(discriminated);
        let mut children: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        for composition in &compositions {
            if self.named.contains_key(&composition.by) {
                children.entry(composition.of).or_default().push(composition.by);
            }
        }
        let mut unions = Vec::new();
        let mut members: BTreeMap<SchemaId, BTreeSet<SchemaId>> = BTreeMap::new();
        for &parent in discriminated {
            let keywords = self.set.keywords(parent);
            if !keywords.one_of.is_empty() || !keywords.any_of.is_empty() {
                unions.push(parent);
                continue;
            }
            let mut found = descendants(parent, &children);
            found.extend(self.mapped(parent).into_iter().map(|(_, target)| target));
            let is_mapped = found.remove(&parent);
            if found.is_empty() && !is_mapped {
                let message = "`discriminator` has no effect: no schema composes this one with `allOf`";
                let help = "list the schemas that it selects in a `oneOf`, or remove it";
                self.warn_idle(parent, message, help, report);
                continue;
            }
            unions.push(parent);
            members.insert(parent, found);
        }
        let composed: BTreeSet<SchemaId> = compositions.iter().map(|composition| composition.of).collect();
        for &parent in &unions {
            if members.contains_key(&parent) || composed.contains(&parent) {
                let base = self.base(parent);
                self.bases.insert(parent, base);
            }
        }
        for composition in &compositions {
            if let Some(&base) = self.bases.get(&composition.of)
                && let Some(reference) = &mut self.set.schemas[composition.reference].keywords.reference
            {
                reference.target = Some(base);
            }
        }
        for (&parent, members) in &members {
            let members = members
                .iter()
                .map(|member| self.bases.get(member).copied().unwrap_or(*member));
            let mut members: Vec<SchemaId> = members.collect();
            if self.is_concrete(parent, &members) {
                members.extend(self.bases.get(&parent));
            }
            self.unite(parent, &members);
        }
        for parent in self
            .bases
            .keys()
            .copied()
            .filter(|parent| !members.contains_key(parent))
            .collect::<Vec<_>>()
        {
            let keywords = &mut self.set.schemas[parent].keywords;
            *keywords = Keywords {
                one_of: std::mem::take(&mut keywords.one_of),
                any_of: std::mem::take(&mut keywords.any_of),
                notes: keywords.notes.clone(),
                ..Keywords::default()
            };
        }
        unions
    }

    /// Returns the places where a schema composes another one.
    ///
    /// An `allOf` with a single reference and nothing else stands for its target. It composes a parent only if it is a
    /// named schema, and then only if the parent has no mapping that leaves it out. A union that lists its branches is
    /// composed only by these.
    fn compositions(&self, discriminated: &BTreeSet<SchemaId>) -> Vec<Composition> {
        let mut compositions = Vec::new();
        for by in self.set.schemas.ids() {
            let keywords = self.set.keywords(by);
            let adds = keywords.all_of.len() > 1
                || !keywords.asserts_only_types()
                || !keywords.one_of.is_empty()
                || !keywords.any_of.is_empty();
            let mut waiting = keywords.all_of.clone();
            while let Some(reference) = waiting.pop() {
                if self.set.keywords(reference).reference.is_none() {
                    waiting.extend(&self.set.keywords(reference).all_of);
                    continue;
                }
                let of = self.end(reference);
                let is_alias = discriminated.contains(&of) && self.is_alias(by, of, adds);
                if !is_alias && of != by {
                    compositions.push(Composition { by, reference, of });
                }
            }
        }
        compositions
    }

    /// Whether a schema that composes a parent stands for any of its children.
    fn is_alias(&self, by: SchemaId, parent: SchemaId, adds: bool) -> bool {
        let keywords = self.set.keywords(parent);
        let mut branches = keywords.one_of.iter().chain(&keywords.any_of).peekable();
        if branches.peek().is_some() {
            return !branches.any(|branch| self.end(*branch) == by);
        }
        let mapped = self.mapped(parent);
        let is_left_out = !mapped.is_empty() && !mapped.iter().any(|(_, target)| *target == by);
        !adds && (!self.named.contains_key(&by) || is_left_out)
    }

    /// Returns the entries of the mapping of a discriminator, with the targets of their references.
    pub(super) fn mapped(&self, union: SchemaId) -> Vec<(String, SchemaId)> {
        let discriminator = self.set.keywords(union).notes.discriminator.as_ref();
        let mapping = discriminator
            .into_iter()
            .flat_map(|discriminator| &discriminator.mapping);
        mapping.map(|(tag, schema)| (tag.clone(), self.end(*schema))).collect()
    }

    /// Adds a schema with what a parent says itself.
    fn base(&mut self, parent: SchemaId) -> SchemaId {
        let origin = &self.set.schemas[parent];
        let mut base = origin.copy();
        // The path of a type's name: `AnimalBase`.
        base.pointer = format!("{}/discriminator/properties/base", origin.pointer);
        base.keywords = Keywords {
            one_of: Vec::new(),
            any_of: Vec::new(),
            ..origin.keywords.clone()
        };
        base.keywords.notes.discriminator = None;
        base.keywords.notes.rust_name = None;
        base.keywords.types = base.keywords.types.map(|types| types & !NULL);
        let inside = base.keywords.children();
        let base = self.set.schemas.push(base);
        self.set
            .copies
            .extend(inside.into_iter().map(|(_, child)| (base, child)));
        if let Some(name) = self.named.get(&parent) {
            self.named.insert(base, name.clone());
        }
        base
    }

    /// Whether a parent also stands for itself: if its mapping says so, if its property has a listed value that no child
    /// has, or if it is itself a child.
    fn is_concrete(&self, parent: SchemaId, members: &[SchemaId]) -> bool {
        let Some(property) = self.property(parent) else {
            return false;
        };
        let Some(&base) = self.bases.get(&parent) else {
            return false;
        };
        let mapped = self.mapped(parent);
        let is_child = self.gathered(base).len() > 1
            && self.bases.iter().any(|(other, other_base)| {
                *other != parent && self.property(*other) == Some(property) && self.gathered(base).contains(other_base)
            });
        let listed = self.pinned(base, property).unwrap_or_default();
        let is_left = |value: &String| {
            !mapped.iter().any(|(tag, _)| tag == value)
                && !members.iter().any(|member| {
                    self.named.get(member) == Some(value)
                        || (self.pinned(*member, property)).is_some_and(|own| own != listed && own.contains(value))
                })
        };
        is_child || mapped.iter().any(|(_, target)| *target == parent) || listed.iter().any(is_left)
    }

    /// Returns the names of the properties that a parent declares.
    fn declared(&self, parent: SchemaId) -> Vec<String> {
        let base = self.bases.get(&parent).map(|base| self.gathered(*base));
        let parts = base.into_iter().flatten();
        let properties = parts.flat_map(|part| &self.set.keywords(part).object.properties);
        properties.map(|(name, _)| name.clone()).collect()
    }

    /// Turns a parent into a union.
    fn unite(&mut self, parent: SchemaId, members: &[SchemaId]) {
        let keywords = self.set.keywords(parent);
        let is_nullable = keywords
            .types
            .is_some_and(|types| types & NULL != 0 && types & OBJECT != 0);
        let mut notes = keywords.notes.clone();
        notes.common = self.declared(parent);
        let mut one_of = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let branch = self.reference_to(parent, *member, index);
            // The path of a base is not what the branch is called.
            let title = match self.bases.iter().find(|(_, base)| *base == member) {
                Some((of, _)) if *of == parent => Some("Base".to_owned()),
                Some((of, _)) => self.named.get(of).cloned(),
                None => None,
            };
            self.set.schemas[branch].keywords.notes.title = title;
            one_of.push(branch);
        }
        if is_nullable {
            one_of.push(self.null_of(parent));
        }
        self.set.schemas[parent].keywords = Keywords {
            one_of,
            notes,
            ..Keywords::default()
        };
    }
}

/// Returns the children of a schema, their children, and so on.
fn descendants(parent: SchemaId, children: &BTreeMap<SchemaId, Vec<SchemaId>>) -> BTreeSet<SchemaId> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![parent];
    while let Some(next) = waiting.pop() {
        let next = children.get(&next).into_iter().flatten().copied();
        waiting.extend(next.filter(|child| found.insert(*child)));
    }
    found
}
