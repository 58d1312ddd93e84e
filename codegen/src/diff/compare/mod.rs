//! The differences of two schemas, keyword by keyword. Differences of their subschemas are left to these.

mod arrays;
mod combinators;
mod limits;
mod notes;
mod null;
mod objects;
mod rewording;
mod scalars;
mod values;
mod words;

use crate::contains::judge::{Judge, Version};
use crate::diff::change::{Aspect, Change};
use crate::diff::side::Side;
use crate::schema::keywords::{Keywords, SchemaId};
use combinators::one_union;
pub(super) use notes::{deprecation, texts};
use null::beside_null;
use rewording::counts;

/// What a comparison of two schemas gives.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) changes: Vec<Change>,
    pub(super) children: Vec<Child>,
    /// Properties that only one version documents, for objects that are open in the other one.
    pub(super) undocumented_in_old: Vec<String>,
    pub(super) undocumented_in_new: Vec<String>,
    /// Whether the versions require other properties in one direction or both.
    pub(super) demands_other: bool,
}

/// Two subschemas that belong together.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    pub(super) relation: Relation,
    /// Whether `null` is allowed in both versions, beside one of the subschemas and by the other one itself.
    pub(super) allows_null_beside: bool,
}

/// What a subschema decides of the values that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// Whether they are valid.
    All,
    /// Other subschemas may accept what it rejects: a branch of `anyOf` or `oneOf`.
    Branch,
    /// Other subschemas may reject what it accepts: a member of `allOf`.
    Part,
}

impl Child {
    fn of(old: SchemaId, new: SchemaId) -> Self {
        Self {
            old,
            new,
            relation: Relation::All,
            allows_null_beside: false,
        }
    }
}

/// Compares two schemas, neither of which is a reference.
pub(super) fn compare(old: &Side, new: &Side, pair: (SchemaId, SchemaId), judge: &mut Judge<'_>) -> Compared {
    let (before, after) = (old.run.set.keywords(pair.0), new.run.set.keywords(pair.1));
    let (old_inner, new_inner) = (beside_null(old, pair.0), beside_null(new, pair.1));
    let mut comparison = Comparison {
        sides: (old, new),
        ids: pair,
        old: before,
        new: after,
        judge,
        found: Compared::default(),
    };
    // A type that lists `null` is compared with what stands beside `null`.
    let is_listed = match (old_inner, new_inner) {
        (Some(_), None) => counts(after) == [0; 3],
        (None, Some(_)) => counts(before) == [0; 3],
        _ => false,
    };
    if !is_listed && comparison.is_only_reworded() {
        comparison.rewording();
        comparison.notes();
        return comparison.found;
    }
    let are_unions = one_union(before).is_some() && one_union(after).is_some();
    // Two unions are compared branch by branch, even if one of them has a single branch beside `null`.
    if old_inner.is_some() && new_inner.is_some() || (old_inner.is_some() || new_inner.is_some()) && !are_unions {
        return comparison.beside_nulls(old_inner, new_inner);
    }
    if comparison.is_one_branch() {
        comparison.notes();
        return comparison.found;
    }
    comparison.types();
    comparison.values();
    comparison.strings();
    comparison.format();
    comparison.numbers();
    comparison.arrays();
    comparison.objects();
    comparison.combinators();
    comparison.notes();
    comparison.found
}

struct Comparison<'a, 'j, 's> {
    sides: (&'a Side, &'a Side),
    ids: (SchemaId, SchemaId),
    old: &'a Keywords,
    new: &'a Keywords,
    judge: &'j mut Judge<'s>,
    found: Compared,
}

impl Comparison<'_, '_, '_> {
    /// Whether both versions allow values of some types; keywords for other types have no effect in one of them.
    fn both_allow(&self, types: u8) -> bool {
        let allows = |keywords: &Keywords| keywords.types.is_none_or(|allowed| allowed & types != 0);
        allows(self.old) && allows(self.new)
    }

    /// Whether two schemas say the same.
    fn are_equal(&mut self, old: SchemaId, new: SchemaId) -> bool {
        let old = self.judge.target(Version::Old, old);
        core::ptr::eq(old, self.judge.target(Version::New, new))
    }

    fn child(&mut self, old: SchemaId, new: SchemaId) {
        self.found.children.push(Child::of(old, new));
    }

    fn swap(&mut self, rule: &'static str, message: String, suffix: &str, names: &'static [&'static str]) {
        self.push(
            rule,
            message,
            suffix,
            Some(Aspect::Swap(names)),
            Some(Aspect::Swap(names)),
        );
    }

    fn push(
        &mut self,
        rule: &'static str,
        message: String,
        suffix: &str,
        request: Option<Aspect>,
        response: Option<Aspect>,
    ) {
        self.push_at(rule, message, (suffix, suffix), request, response);
    }

    fn push_at(
        &mut self,
        rule: &'static str,
        message: String,
        (old, new): (&str, &str),
        request: Option<Aspect>,
        response: Option<Aspect>,
    ) {
        self.found.changes.push(Change {
            rule,
            message,
            old: old.to_owned(),
            new: new.to_owned(),
            request,
            response,
            is_rewording: false,
        });
    }
}
