//! The type of a value to which several schemas apply, such as the parts of an `allOf`. A schema that only annotates the
//! value has no part in it.

use std::collections::HashSet;

use super::{ALL, Builder};
use crate::model::schema_path::SchemaPath;
use crate::model::shape::Shape;
use crate::schema::keywords::{Edge, Keywords, SchemaId};

/// What a schema says about the type of a value, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// The schema accepts every value.
    Nothing,
    /// The JSON types, or nothing that a Rust type shows.
    Types,
    /// The form of strings, the width of numbers, or the parts of the value.
    Form,
    /// The branches of a union.
    Branches,
    /// The allowed values.
    Values,
}

impl Builder<'_> {
    /// Returns the shape of a value to which all of these schemas apply. The shape of each one holds every valid value, so
    /// this is the shape of the one with the most detail. Of several, one with a `type` is preferred: the others refine it, and a
    /// detail that is added to them changes nothing.
    pub(super) fn shape_of_all(&mut self, schemas: &[SchemaId], at: &mut SchemaPath) -> Shape {
        let (first, others) = match schemas {
            [] => return Shape::Json,
            [only] => return self.shape(*only, ALL, at),
            [first, others @ ..] => (*first, others),
        };
        let types = self.types_of_all(schemas);
        if types == 0 {
            // The schemas contradict each other.
            return Shape::Json;
        }
        let mut most = (self.detail(first), first);
        for &other in others {
            let detail = self.detail(other);
            if detail > most.0 {
                most = (detail, other);
            }
        }
        self.shape(most.1, types, at)
    }

    /// Returns the types that all of these schemas allow.
    pub(super) fn types_of_all(&self, schemas: &[SchemaId]) -> u8 {
        schemas.iter().fold(ALL, |types, schema| types & self.types_of(*schema))
    }

    /// Returns what a schema says about the type of a value, and whether it has a `type`.
    fn detail(&self, schema: SchemaId) -> (Detail, bool) {
        let mut target = self.set.deref(schema);
        while let Some(inner) = self.only_wrapped(target, self.types_of(target)) {
            target = self.set.deref(inner);
        }
        if self.accepts_everything(target, &mut HashSet::new()) {
            return (Detail::Nothing, false);
        }
        let parts = self.set.gathered(target);
        let is_typed = parts.iter().any(|part| self.set.keywords(*part).types.is_some());
        let keywords = self.set.keywords(target);
        if keywords.values.is_some() || keywords.constant.is_some() {
            return (Detail::Values, is_typed);
        }
        if !keywords.any_of.is_empty() || !keywords.one_of.is_empty() {
            return (Detail::Branches, is_typed);
        }
        let has_form = |part: SchemaId| {
            let keywords = self.set.keywords(part);
            let mut inside = keywords.children().into_iter();
            keywords.string.pattern.is_some()
                || keywords.string.format.is_some()
                || keywords.number.width.is_some()
                || inside
                    .any(|(edge, part)| edge == Edge::Inside && !self.accepts_everything(part, &mut HashSet::new()))
        };
        let detail = if parts.into_iter().any(has_form) {
            Detail::Form
        } else {
            Detail::Types
        };
        (detail, is_typed)
    }

    /// Whether a schema accepts every value, although it may describe the parts of the value. `seen` has the schemas that
    /// contain it: a recursive schema accepts everything unless one of its other parts does not.
    fn accepts_everything(&self, schema: SchemaId, seen: &mut HashSet<SchemaId>) -> bool {
        let target = self.set.deref(schema);
        let keywords = self.set.keywords(target);
        if keywords.types.is_some() || keywords.never {
            return false;
        }
        if !seen.insert(target) {
            return true;
        }
        let mut rest = keywords.clone();
        rest.array.items = None;
        rest.object.properties.clear();
        rest.object.pattern_properties.clear();
        rest.object.additional_properties = None;
        let unions = [&keywords.any_of, &keywords.one_of];
        rest.asserts_only_branches()
            && unions.iter().all(|union| union.len() <= 1)
            && keywords
                .children()
                .into_iter()
                .all(|(_, part)| self.accepts_everything(part, seen))
    }

    /// Whether a schema has only annotations, in all parts that it composes in place.
    fn only_annotates(&self, schema: SchemaId) -> bool {
        let target = self.set.deref(schema);
        if let Some(&known) = self.annotating.borrow().get(&target) {
            return known;
        }
        let keywords = self.set.keywords(target);
        // Cycles without a step into the value are rejected earlier, so the recursion ends.
        let only_annotates = keywords.asserts_only_branches()
            && keywords.any_of.is_empty()
            && keywords.one_of.is_empty()
            && keywords.all_of.iter().all(|part| self.only_annotates(*part));
        self.annotating.borrow_mut().insert(target, only_annotates);
        only_annotates
    }

    /// Returns the parts of `allOf` that assert something. A part with only a `type` asserts nothing if another part allows
    /// only values of that type.
    pub(super) fn asserting_parts(&self, keywords: &Keywords) -> Vec<SchemaId> {
        let parts = keywords.all_of.iter().copied();
        let mut parts: Vec<SchemaId> = parts.filter(|part| !self.only_annotates(*part)).collect();
        for index in (0..parts.len()).rev() {
            let part = parts.remove(index);
            let is_implied = |types: u8| parts.iter().any(|other| self.types_of(*other) & !types == 0);
            if !self.only_type(part).is_some_and(is_implied) {
                parts.insert(index, part);
            }
        }
        parts
    }

    /// Returns the types of a schema that asserts only its `type`.
    fn only_type(&self, schema: SchemaId) -> Option<u8> {
        let keywords = self.set.keywords(self.set.deref(schema));
        let is_bare = keywords.all_of.is_empty() && keywords.any_of.is_empty() && keywords.one_of.is_empty();
        keywords.types.filter(|_| is_bare && keywords.asserts_only_types())
    }
}
