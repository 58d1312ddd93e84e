//! Writes lists of imports.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::condition::Condition;
use crate::emit::format::{WIDTH, filled};

/// Items of a module, by the condition on which they are imported.
pub(super) struct Groups<'n>(BTreeMap<&'n Condition, BTreeSet<&'n str>>);

/// Groups items by their conditions.
pub(super) fn grouped<'n>(items: impl Iterator<Item = (&'n str, &'n Condition)>) -> Groups<'n> {
    let mut groups: BTreeMap<&Condition, BTreeSet<&str>> = BTreeMap::new();
    for (name, condition) in items {
        groups.entry(condition).or_default().insert(name);
    }
    Groups(groups)
}

/// Returns the condition of each item: those of all its users together.
pub(super) fn joined<'n>(uses: impl Iterator<Item = (&'n str, &'n Condition)>) -> BTreeMap<&'n str, Condition> {
    let mut items: BTreeMap<&str, Condition> = BTreeMap::new();
    for (name, condition) in uses {
        items.entry(name).or_insert_with(Condition::never).add(condition);
    }
    items
}

impl Groups<'_> {
    /// Returns a `use` for each group, inside of a module with a condition.
    pub(super) fn lists(&self, prefix: &str, outer: &Condition) -> Vec<String> {
        let lists = self.0.iter().map(|(condition, names)| {
            let condition = condition.inside(outer).line("");
            condition + &list(prefix, names.iter().copied())
        });
        lists.collect()
    }
}

/// Returns a `use` of several items of a module, as rustfmt would write it. `names` are sorted.
fn list<'n>(prefix: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if let [only] = names[..] {
        return format!("{prefix}::{only};");
    }
    let line = format!("{prefix}::{{{}}};", names.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    format!("{prefix}::{{\n{}\n}};", filled(&names, "    "))
}
