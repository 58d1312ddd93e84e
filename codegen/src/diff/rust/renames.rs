//! Types that are called differently although their schema is where it was.

use std::collections::BTreeMap;

use super::attach::key;
use crate::diff::finding::Finding;
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

/// Finds the types whose name is gone, and whose place has a type with a new name. A file or a component that is called
/// differently has another place.
pub(super) fn find(old: &Side, new: &Side, findings: &[Finding]) -> Renames {
    let (before, after) = (&old.items, &new.items);
    let moved = findings.iter().filter(|finding| finding.rule.id == "type-renamed");
    let moved = moved.filter_map(|finding| Some((key(finding.old.as_ref()?), key(finding.new.as_ref()?))));
    let moved: Vec<(String, String)> = moved.collect();
    let mut renames = Renames::default();
    for (place, name) in &old.names {
        let now = moved.iter().find_map(|(from, to)| {
            let inside = place.strip_prefix(from)?;
            (inside.is_empty() || inside.starts_with('/')).then(|| format!("{to}{inside}"))
        });
        let Some(other) = new.names.get(now.as_ref().unwrap_or(place)) else {
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
        replace_words(text, |word| self.by_old.get(word).map(|rename| rename.new.as_str()))
    }
}

/// A text in which some words are replaced.
pub(super) fn replace_words<'n>(text: &str, new: impl Fn(&str) -> Option<&'n str>) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        replaced.push_str(new(word).unwrap_or(word));
        let next = behind.find(is_part).unwrap_or(behind.len());
        let (signs, behind) = behind.split_at(next);
        replaced.push_str(signs);
        rest = behind;
    }
    replaced
}
