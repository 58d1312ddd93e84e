//! Types that are called differently although their schema is where it was.

use std::collections::BTreeMap;

use crate::diff::side::Side;

/// Old names and new names of types, with a place of each.
#[derive(Debug, Default)]
pub(super) struct Renames {
    pub(super) by_old: BTreeMap<String, Rename>,
}

/// A renamed type.
#[derive(Debug)]
pub(super) struct Rename {
    pub(super) new: String,
    /// The place in the names file.
    pub(super) place: String,
}

/// Finds the types whose name is gone, and whose place has a type with a new name.
pub(super) fn find(old: &Side, new: &Side) -> Renames {
    let (before, after) = (&old.items, &new.items);
    let mut renames = Renames::default();
    for (place, name) in &old.names {
        let Some(other) = new.names.get(place) else {
            continue;
        };
        let path = |name: &str| format!("types::{name}");
        let is_gone = before.by_path.contains_key(&path(name)) && !after.by_path.contains_key(&path(name));
        let is_new = after.by_path.contains_key(&path(other)) && !before.by_path.contains_key(&path(other));
        if is_gone && is_new {
            renames.by_old.entry(name.to_owned()).or_insert(Rename {
                new: other.to_owned(),
                place: place.clone(),
            });
        }
    }
    renames
}

impl Renames {
    /// A text of the old version, with the new names.
    pub(super) fn apply(&self, text: &str) -> String {
        if self.by_old.is_empty() {
            return text.to_owned();
        }
        let mut renamed = String::new();
        let mut word = String::new();
        for c in text.chars().chain(['\0']) {
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            match self.by_old.get(&word) {
                Some(rename) => renamed.push_str(&rename.new),
                None => renamed.push_str(&word),
            }
            word.clear();
            if c != '\0' {
                renamed.push(c);
            }
        }
        renamed
    }
}
