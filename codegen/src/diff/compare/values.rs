//! `type`, `enum` and `const`.

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::Comparison;
use super::words::{few, list, type_words};
use crate::diff::change::{Aspect, allowed};
use crate::input::document::{Node, Value};
use crate::schema::keywords::Keywords;

impl Comparison<'_, '_, '_> {
    pub(super) fn types(&mut self) {
        let (old, new) = (self.old.types, self.new.types);
        let (before, after) = (old.unwrap_or(ALL), new.unwrap_or(ALL));
        if self.old.never != self.new.never {
            let (rule, message) = if self.new.never {
                ("type-narrowed", "no value is allowed anymore")
            } else {
                ("type-widened", "values are allowed")
            };
            self.push(rule, message.to_owned(), "", Some(Aspect::Type), Some(Aspect::Type));
            return;
        }
        let (removed, added) = (before & !after, after & !before);
        match (removed, added) {
            (0, 0) => {}
            (NULL, 0) => self.push(
                "null-removed",
                "`null` is no longer allowed".to_owned(),
                "/type",
                Some(Aspect::Null),
                None,
            ),
            (0, NULL) => self.push(
                "null-added",
                "`null` is allowed now".to_owned(),
                "/type",
                None,
                Some(Aspect::Null),
            ),
            (_, 0) => {
                let message = format!("the type was {} and is {} now", type_words(old), type_words(new));
                self.push("type-narrowed", message, "/type", Some(Aspect::Type), None);
            }
            (0, _) => {
                let message = format!("the type was {} and is {} now", type_words(old), type_words(new));
                self.push("type-widened", message, "/type", None, Some(Aspect::Type));
            }
            (_, _) => {
                let message = format!("the type was {} and is {} now", type_words(old), type_words(new));
                self.push("type-changed", message, "/type", Some(Aspect::Type), Some(Aspect::Type));
            }
        }
    }

    pub(super) fn values(&mut self) {
        let (before, after) = (self.old, self.new);
        let (old, new) = (allowed(before), allowed(after));
        let keyword = |keywords: &Keywords| if keywords.values.is_some() { "/enum" } else { "/const" };
        let places = (keyword(before), keyword(after));
        let mut push = |rule, message, request: bool, response: bool| {
            let aspect = |wanted: bool| wanted.then_some(Aspect::Values);
            self.push_at(rule, message, places, aspect(request), aspect(response));
        };
        match (old, new) {
            (None, None) => {}
            (None, Some(new)) => push("enum-added", format!("only {} allowed now", few(&new)), true, false),
            (Some(old), None) => push(
                "enum-dropped",
                format!("not only {} allowed anymore", few(&old)),
                false,
                true,
            ),
            (Some(old), Some(new)) => {
                // A null that comes and goes with the type is reported there.
                let is_null = |value: &&Node| matches!(value.value, Value::Null);
                let typed = before.types != after.types;
                let counts = |value: &&Node| !(typed && is_null(value));
                let removed: Vec<Node> = old
                    .iter()
                    .filter(|value| !new.contains(value))
                    .filter(counts)
                    .cloned()
                    .collect();
                let added: Vec<Node> = new
                    .iter()
                    .filter(|value| !old.contains(value))
                    .filter(counts)
                    .cloned()
                    .collect();
                if before.constant.is_some() && after.constant.is_some() && !removed.is_empty() {
                    let message = format!("the only allowed value was {} and is {} now", list(&old), list(&new));
                    push("const-changed", message, true, true);
                    return;
                }
                if !removed.is_empty() {
                    push(
                        "enum-value-removed",
                        format!("{} no longer allowed", few(&removed)),
                        true,
                        false,
                    );
                }
                if !added.is_empty() {
                    push("enum-value-added", format!("{} allowed now", few(&added)), false, true);
                }
            }
        }
    }
}

/// All types.
const ALL: u8 = NULL | BOOLEAN | INTEGER | NUMBER | STRING | ARRAY | OBJECT;
