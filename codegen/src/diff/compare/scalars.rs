//! Strings, numbers and `format`.

use typewright_core::schema::{INTEGER, NUMBER, STRING};

use super::Comparison;
use super::words::{changed, quoted};
use crate::diff::change::Aspect;
use crate::diff::side::Side;
use crate::input::document::Node;
use crate::schema::keywords::{Bound, Keywords, SchemaId};

impl Comparison<'_, '_, '_> {
    pub(super) fn strings(&mut self) {
        if !self.both_allow(STRING) {
            return;
        }
        let (old, new) = (&self.old.string, &self.new.string);
        self.least("minLength", old.min_length, new.min_length);
        self.most("maxLength", old.max_length, new.max_length);
        let (before, after) = (old.pattern.as_deref(), new.pattern.as_deref());
        if before != after {
            let message = changed("pattern", before.map(quoted), after.map(quoted));
            let aspect = |wanted: bool| wanted.then_some(Aspect::Pattern);
            self.push(
                "pattern-changed",
                message,
                "/pattern",
                aspect(after.is_some()),
                aspect(before.is_some()),
            );
        }
    }

    /// `format`, which also decides the type of a number.
    pub(super) fn format(&mut self) {
        if !self.both_allow(STRING | NUMBER | INTEGER) {
            return;
        }
        let (old, new) = (&self.old.string, &self.new.string);
        let name = |side: &Side, id: SchemaId| {
            let format = side.node(id).and_then(|node| node.get("format")).and_then(Node::as_str);
            format.map(quoted)
        };
        let (before, after) = (name(self.sides.0, self.ids.0), name(self.sides.1, self.ids.1));
        if before != after || old.format != new.format {
            let message = changed("format", before, after);
            let aspect = |wanted: bool| wanted.then_some(Aspect::Format);
            self.push(
                "format-changed",
                message,
                "/format",
                aspect(new.format.is_some()),
                aspect(old.format.is_some()),
            );
        }
    }

    pub(super) fn numbers(&mut self) {
        if !self.both_allow(NUMBER | INTEGER) {
            return;
        }
        let find = |keywords: &Keywords, bound: Bound| {
            let mut bounds = keywords.number.bounds.iter();
            bounds
                .find(|(other, _)| *other == bound)
                .map(|(_, number)| number.clone())
        };
        for bound in [
            Bound::MultipleOf,
            Bound::Minimum,
            Bound::Maximum,
            Bound::ExclusiveMinimum,
            Bound::ExclusiveMaximum,
        ] {
            let (before, after) = (find(self.old, bound), find(self.new, bound));
            if before == after {
                continue;
            }
            let is_tighter = match (&before, &after, bound) {
                (_, _, Bound::MultipleOf) => None,
                (None, _, _) => Some(true),
                (_, None, _) => Some(false),
                (Some(before), Some(after), Bound::Minimum | Bound::ExclusiveMinimum) => Some(after > before),
                (Some(before), Some(after), Bound::Maximum | Bound::ExclusiveMaximum) => Some(after < before),
            };
            let rule = match is_tighter {
                None => "multiple-of-changed",
                Some(true) => "limit-tightened",
                Some(false) => "limit-loosened",
            };
            let shown = |number: Option<typewright_core::Number>| number.map(|number| number.to_string());
            let aspect = |wanted: bool| wanted.then_some(Aspect::Bound(bound));
            let message = changed(bound.keyword(), shown(before), shown(after));
            let suffix = format!("/{}", bound.keyword());
            self.push(
                rule,
                message,
                &suffix,
                aspect(is_tighter != Some(false)),
                aspect(is_tighter != Some(true)),
            );
        }
    }
}
