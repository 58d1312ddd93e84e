//! `allOf`, `anyOf`, `oneOf`, `not` and `if`.

use super::null::is_null;
use super::words::{became, quoted, type_words};
use super::{Child, Comparison, Relation};
use crate::contains::judge::Version;
use crate::diff::branches::{Aligned, align, align_all};
use crate::diff::change::Aspect;
use crate::diff::side::Side;
use crate::schema::keywords::{Keywords, SchemaId, Tagged};

impl Comparison<'_, '_, '_> {
    pub(super) fn combinators(&mut self) {
        let (old, new) = (self.old, self.new);
        let switched = old.any_of.is_empty() != old.one_of.is_empty()
            && old.any_of.is_empty() != new.any_of.is_empty()
            && old.one_of.is_empty() != new.one_of.is_empty();
        if switched {
            let before = if old.any_of.is_empty() { "oneOf" } else { "anyOf" };
            let after = if new.any_of.is_empty() { "oneOf" } else { "anyOf" };
            let message = format!("`{before}` became `{after}`");
            let aspect = Some(Aspect::Swap(&["anyOf", "oneOf"]));
            let places = (format!("/{before}"), format!("/{after}"));
            self.push_at(
                "combinator-changed",
                message,
                (&places.0, &places.1),
                aspect.clone(),
                aspect,
            );
        } else {
            self.branches("anyOf", &old.any_of, &new.any_of, &["anyOf"]);
            self.branches("oneOf", &old.one_of, &new.one_of, &["oneOf"]);
        }
        self.all_of();
        self.whole("not-changed", old.not, new.not, "not");
        let conditions = match (&old.condition, &new.condition) {
            (None, None) => false,
            (Some(a), Some(b)) => [
                (Some(a.when), Some(b.when)),
                (a.then, b.then),
                (a.otherwise, b.otherwise),
            ]
            .into_iter()
            .any(|pair| match pair {
                (None, None) => false,
                (Some(a), Some(b)) => !self.are_equal(a, b),
                _ => true,
            }),
            _ => true,
        };
        if conditions {
            let message = match (&old.condition, &new.condition) {
                (Some(_), Some(_)) => "`if`, `then` or `else` changed".to_owned(),
                (before, after) => became("the condition `if`", before.is_some(), after.is_some()),
            };
            self.swap("condition-changed", message, "/if", &["if"]);
        }
    }

    /// Whether one version is a branch of the other one, which allows more.
    pub(super) fn is_one_branch(&mut self) -> bool {
        let has_branches = |keywords: &Keywords| !(keywords.any_of.is_empty() && keywords.one_of.is_empty());
        let is_plain = (!has_branches(self.old), !has_branches(self.new));
        let (old, new) = self.ids;
        let found = match (one_union(self.old), one_union(self.new)) {
            (_, Some((keyword, branches)))
                if is_plain.0 || branches.iter().any(|branch| self.are_equal(old, *branch)) =>
            {
                Some((keyword, &[old][..], branches))
            }
            (Some((keyword, branches)), _)
                if is_plain.1 || branches.iter().any(|branch| self.are_equal(*branch, new)) =>
            {
                Some((keyword, branches, &[new][..]))
            }
            _ => None,
        };
        let Some((keyword, before, after)) = found else {
            return false;
        };
        let sides = self.sides;
        let aligned = align((sides.0, before), (sides.1, after), |a, b| self.are_equal(a, b));
        if aligned.both.is_empty() {
            return false;
        }
        self.aligned(&aligned, keyword, (before, after));
        true
    }

    fn branches(&mut self, keyword: &'static str, old: &[SchemaId], new: &[SchemaId], names: &'static [&'static str]) {
        let suffix = format!("/{keyword}");
        match (old.is_empty(), new.is_empty()) {
            (true, true) => return,
            (true, false) => {
                let message = format!("values must match `{keyword}` now");
                return self.push("combinator-changed", message, &suffix, Some(Aspect::Swap(names)), None);
            }
            (false, true) => {
                let message = format!("values need not match `{keyword}` anymore");
                return self.push("combinator-changed", message, &suffix, None, Some(Aspect::Swap(names)));
            }
            (false, false) => {}
        }
        let sides = self.sides;
        let aligned = align((sides.0, old), (sides.1, new), |a, b| self.are_equal(a, b));
        self.discriminator(&aligned.both, &suffix);
        self.aligned(&aligned, keyword, (old, new));
    }

    /// Compares the branches that belong together, and reports the others.
    fn aligned(&mut self, aligned: &Aligned, keyword: &str, (old, new): (&[SchemaId], &[SchemaId])) {
        let sides = self.sides;
        let suffix = format!("/{keyword}");
        for (a, b) in &aligned.both {
            self.found.children.push(Child {
                relation: Relation::Branch,
                ..Child::of(*a, *b)
            });
        }
        // A single schema has no place of its own among branches.
        let place = |list: &[SchemaId], id: SchemaId, index: Option<usize>| match index {
            _ if list == [id] => String::new(),
            Some(index) => format!("{suffix}/{index}"),
            None => suffix.clone(),
        };
        let (root_old, root_new) = self.ids;
        let removed = old.iter().enumerate();
        for (index, &branch) in removed.filter(|(_, branch)| aligned.only_old.contains(branch)) {
            let at = (place(old, root_old, Some(index)), place(new, root_new, None));
            let aspect = Some(Aspect::Branch(branch));
            // One `null` more, or one less, is a branch like any other.
            if is_null(sides.0, branch) && !self.allows_null(Version::New) {
                let message = "`null` is no longer allowed".to_owned();
                self.push_at("null-removed", message, (&at.0, &at.1), aspect, None);
                continue;
            }
            let message = format!("{} was removed from `{keyword}`", branch_words(sides.0, branch));
            self.push_at("branch-removed", message, (&at.0, &at.1), aspect, None);
        }
        // What has one branch beside `null` is no enum that would preserve a value of another one.
        let is_single = old.iter().filter(|branch| !is_null(sides.0, **branch)).count() == 1;
        let rule = if is_single { "type-widened" } else { "branch-added" };
        let added = new.iter().enumerate();
        for (index, &branch) in added.filter(|(_, branch)| aligned.only_new.contains(branch)) {
            let at = (place(old, root_old, None), place(new, root_new, Some(index)));
            let aspect = Some(Aspect::Branch(branch));
            if is_null(sides.1, branch) && !self.allows_null(Version::Old) {
                let message = "`null` is allowed now".to_owned();
                self.push_at("null-added", message, (&at.0, &at.1), None, aspect);
                continue;
            }
            let message = format!("{} was added to `{keyword}`", branch_words(sides.1, branch));
            self.push_at(rule, message, (&at.0, &at.1), None, aspect);
        }
    }

    /// Compares which values of a property select the branches that both versions have.
    fn discriminator(&mut self, branches: &[(SchemaId, SchemaId)], suffix: &str) {
        let message = match (&self.old.tagged, &self.new.tagged) {
            (None, None) => return,
            (Some(before), Some(after)) if before.property != after.property => format!(
                "the property of the `discriminator` was `{}` and is `{}` now",
                before.property, after.property
            ),
            (Some(before), Some(after)) => {
                let of = |tagged: &Tagged, branch: SchemaId| {
                    let values = tagged.branches.iter().filter(|(_, selected)| *selected == branch);
                    let mut values: Vec<String> = values.map(|(value, _)| quoted(value)).collect();
                    values.sort();
                    values.join(", ")
                };
                let mut values = branches.iter().map(|(a, b)| (b, of(before, *a), of(after, *b)));
                let Some((branch, before, after)) = values.find(|(_, before, after)| before != after) else {
                    return;
                };
                let branch = branch_words(self.sides.1, *branch);
                format!("{branch} was selected by {before} and is selected by {after} now")
            }
            (before, after) => became("`discriminator`", before.is_some(), after.is_some()),
        };
        self.swap("combinator-changed", message, suffix, &["anyOf", "oneOf"]);
    }

    fn all_of(&mut self) {
        let sides = self.sides;
        let (old, new) = (&self.old.all_of, &self.new.all_of);
        let aligned = align_all((sides.0, old), (sides.1, new), |a, b| self.are_equal(a, b));
        for (a, b) in &aligned.both {
            self.found.children.push(Child {
                relation: Relation::Part,
                ..Child::of(*a, *b)
            });
        }
        let aspect = |list: &[SchemaId]| (!list.is_empty()).then_some(Aspect::Swap(&["allOf"]));
        let (gone, added) = (aligned.only_old.len(), aligned.only_new.len());
        let message = match (gone, added) {
            (0, 0) => return,
            (0, added) => format!("{} added to `allOf`", schemas_were(added)),
            (gone, 0) => format!("{} removed from `allOf`", schemas_were(gone)),
            (gone, added) => format!("{} removed from `allOf`, and {added} added", schemas_were(gone)),
        };
        let (request, response) = (aspect(&aligned.only_new), aspect(&aligned.only_old));
        self.push("all-of-changed", message, "/allOf", request, response);
    }

    /// Compares subschemas as a whole, because a narrower one may widen the schema.
    pub(super) fn whole(
        &mut self,
        rule: &'static str,
        old: Option<SchemaId>,
        new: Option<SchemaId>,
        keyword: &'static str,
    ) {
        let is_same = match (old, new) {
            (None, None) => true,
            (Some(a), Some(b)) => self.are_equal(a, b),
            _ => false,
        };
        if is_same {
            return;
        }
        let names: &'static [&'static str] = match keyword {
            "contains" => &["contains"],
            "propertyNames" => &["propertyNames"],
            _ => &["not"],
        };
        let message = became(&format!("`{keyword}`"), old.is_some(), new.is_some());
        self.swap(rule, message, &format!("/{keyword}"), names);
    }
}

/// What a branch is called in a sentence.
fn branch_words(side: &Side, branch: SchemaId) -> String {
    let set = &side.run.set;
    let target = set.deref(branch);
    let keywords = set.keywords(target);
    if let Some(title) = &keywords.notes.title {
        return format!("the branch \"{title}\"");
    }
    if let Some(reference) = &set.keywords(branch).reference {
        return format!("the branch \"{}\"", reference.text);
    }
    match keywords.types {
        Some(types) => format!("a branch of type {}", type_words(Some(types))),
        None => "a branch".to_owned(),
    }
}

/// The branches of a schema that is nothing but a union, with their keyword.
pub(super) fn one_union(keywords: &Keywords) -> Option<(&'static str, &[SchemaId])> {
    if !keywords.all_of.is_empty() || !keywords.asserts_only_branches() {
        return None;
    }
    match (&keywords.any_of[..], &keywords.one_of[..]) {
        (branches @ [_, ..], []) => Some(("anyOf", branches)),
        ([], branches @ [_, ..]) => Some(("oneOf", branches)),
        _ => None,
    }
}

fn schemas_were(count: usize) -> String {
    match count {
        1 => "a schema was".to_owned(),
        count => format!("{count} schemas were"),
    }
}
