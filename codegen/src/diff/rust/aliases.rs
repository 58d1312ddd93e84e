//! Which type each name stands for: two names of one type can take each other's place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::items::Items;
use super::renames::{Renames, replace_words};

/// The aliases of types in the new version.
pub(super) struct Aliases {
    /// The type that each alias stands for.
    targets: HashMap<String, String>,
    /// The types that were several types in the old version.
    merged: BTreeSet<String>,
}

impl Aliases {
    /// Reads the aliases of the new version.
    pub(super) fn of(before: &Items, after: &Items, renames: &Renames) -> Self {
        let direct = |items: &Items| -> HashMap<String, String> {
            let types = items.by_path.iter();
            let aliases = types.filter_map(|(path, item)| {
                let target = item.alias_of()?;
                Some((path.strip_prefix(TYPES)?.to_owned(), target.to_owned()))
            });
            aliases.collect()
        };
        let links = direct(after);
        let targets = links.keys().map(|name| (name.clone(), end(&links, name)));
        let mut aliases = Self {
            targets: targets.collect(),
            merged: BTreeSet::new(),
        };
        let mut sources: BTreeMap<String, usize> = BTreeMap::new();
        for (path, item) in &before.by_path {
            let current = renames.apply(path);
            if item.alias_of().is_none()
                && after.by_path.contains_key(&current)
                && let Some(name) = current.strip_prefix(TYPES)
            {
                *sources.entry(aliases.apply(name)).or_default() += 1;
            }
        }
        let merged = sources.into_iter().filter(|(_, count)| *count > 1);
        aliases.merged = merged.map(|(name, _)| name).collect();
        aliases
    }

    /// A text with the types that names stand for.
    pub(super) fn apply(&self, text: &str) -> String {
        if self.targets.is_empty() {
            return text.to_owned();
        }
        replace_words(text, |word| self.targets.get(word).map(String::as_str))
    }

    /// Whether the type that a name stands for was several types before.
    pub(super) fn is_merged(&self, name: &str) -> bool {
        self.merged.contains(&self.apply(name))
    }
}

const TYPES: &str = "types::";

/// The end of a chain of aliases.
fn end(links: &HashMap<String, String>, name: &str) -> String {
    let mut seen = BTreeSet::new();
    let mut name = name;
    while let Some(next) = links.get(name)
        && seen.insert(name)
    {
        name = next;
    }
    name.to_owned()
}
