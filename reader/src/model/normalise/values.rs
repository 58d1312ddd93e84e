//! Reads the documented values of enums.

use std::collections::BTreeSet;

use typewright_core::schema::{NUMBER, STRING};

use super::Builder;
use crate::input::document::{Node, Value};
use crate::model::schema_path::{SchemaPath, Step};
use crate::model::shape::EnumValue;
use crate::schema::keywords::{Keywords, SchemaId};

impl Builder<'_> {
    /// Returns the strings in the `enum` or `const` of a schema.
    pub(super) fn literal_strings(&self, id: SchemaId) -> Option<Vec<EnumValue<String>>> {
        let literals = literals(self.set.keywords(id))?;
        let strings = literals.into_iter().filter_map(|literal| match &literal.value.value {
            Value::String(text) => Some(literal.of(text.clone())),
            _ => None,
        });
        Some(distinct(strings))
    }

    /// Returns the values of an enum of integers: those in `enum` or `const`, or in the branches of `oneOf` or `anyOf`
    /// if each of these lists its values.
    ///
    /// A branch with a single value is not an enum. The values of its neighbours decide what it becomes.
    pub(super) fn integer_values(&self, id: SchemaId, mask: u8, at: &SchemaPath) -> Option<Vec<EnumValue<i64>>> {
        let values = match self.literal_integers(id, mask) {
            Some(values) => values?,
            None => self.integers_of_branches(id, mask)?,
        };
        let is_branch = matches!(at.steps.last(), Some(Step::Variant(_)));
        (values.len() > 1 || values.len() == 1 && !is_branch).then_some(values)
    }

    /// Returns the integers in the `enum` or `const` of a schema. The inner `None` means that a number does not fit an
    /// `i64`.
    #[allow(clippy::option_option)]
    fn literal_integers(&self, id: SchemaId, mask: u8) -> Option<Option<Vec<EnumValue<i64>>>> {
        let literals = literals(self.set.keywords(id))?;
        let integers = literals.into_iter().filter_map(|literal| match &literal.value.value {
            Value::Number(number) if number.is_integer() || mask & NUMBER != 0 => {
                Some(number.as_i64().map(|value| literal.of(value)))
            }
            _ => None,
        });
        Some(integers.collect::<Option<Vec<_>>>().map(distinct))
    }

    fn integers_of_branches(&self, id: SchemaId, mask: u8) -> Option<Vec<EnumValue<i64>>> {
        let keywords = self.set.keywords(id);
        if keywords.any_of.is_empty() == keywords.one_of.is_empty() {
            return None;
        }
        let mut all = Vec::new();
        for branch in self.branches(id).0 {
            if self.types_of(branch) & mask == 0 {
                continue;
            }
            let mut values = self.literal_integers(self.set.deref(branch), mask)??;
            self.annotate(&mut values, branch, true);
            all.extend(values);
        }
        Some(distinct(all))
    }

    /// Returns the strings in the branches of `oneOf` or `anyOf`, and the branches that do not list their strings.
    pub(super) fn strings_of_branches(&self, id: SchemaId) -> (Vec<EnumValue<String>>, Vec<SchemaId>) {
        let mut all = Vec::new();
        let mut others = Vec::new();
        for branch in self.branches(id).0 {
            if self.types_of(branch) & STRING == 0 {
                continue;
            }
            match self.literal_strings(self.set.deref(branch)) {
                Some(mut values) => {
                    self.annotate(&mut values, branch, false);
                    all.extend(values);
                }
                None => others.push(branch),
            }
        }
        (distinct(all), others)
    }

    /// Adds the annotations of a branch to its only value. The title can name the value.
    fn annotate<V>(&self, values: &mut [EnumValue<V>], branch: SchemaId, title_names: bool) {
        let [only] = values else { return };
        let notes = [branch, self.set.deref(branch)].map(|id| &self.set.keywords(id).notes);
        let title = || notes.iter().find_map(|notes| notes.title.clone());
        let description = || notes.iter().find_map(|notes| notes.description.clone());
        only.name = only.name.take().or_else(|| title().filter(|_| title_names));
        only.description = only
            .description
            .take()
            .or_else(description)
            .or_else(|| title().filter(|_| !title_names));
        only.deprecated |= notes.iter().any(|notes| notes.deprecated);
    }
}

/// A value with its annotations.
struct Literal<'a> {
    value: &'a Node,
    name: Option<&'a String>,
    description: Option<&'a String>,
}

impl Literal<'_> {
    fn of<V>(&self, value: V) -> EnumValue<V> {
        EnumValue {
            value,
            name: self.name.cloned(),
            description: self.description.cloned(),
            deprecated: false,
        }
    }
}

/// Returns the values of `enum` or `const`.
fn literals(keywords: &Keywords) -> Option<Vec<Literal<'_>>> {
    let values: Vec<&Node> = match (&keywords.values, &keywords.constant) {
        (Some(values), _) => values.iter().collect(),
        (None, Some(constant)) => vec![constant],
        (None, None) => return None,
    };
    let names = texts(&keywords.notes.value_names, &values);
    let descriptions = texts(&keywords.notes.value_descriptions, &values);
    let literals = values.into_iter().zip(names).zip(descriptions);
    let literals = literals.map(|((value, name), description)| Literal {
        value,
        name,
        description,
    });
    Some(literals.collect())
}

/// Returns the text for each value. If there are fewer texts than values, `null` has none.
fn texts<'t>(texts: &'t [String], values: &[&Node]) -> Vec<Option<&'t String>> {
    let is_complete = texts.len() == values.len();
    let mut texts = texts.iter();
    let each = values.iter().map(|value| match value.value {
        Value::Null if !is_complete => None,
        _ => texts.next(),
    });
    each.collect()
}

/// Removes repeated values.
fn distinct<V: Clone + Ord>(values: impl IntoIterator<Item = EnumValue<V>>) -> Vec<EnumValue<V>> {
    let mut seen = BTreeSet::new();
    let values = values.into_iter();
    values.filter(|value| seen.insert(value.value.clone())).collect()
}
