//! Names inline types after their owner and the property that holds them.

use std::collections::{BTreeMap, HashMap};

use super::Namer;
use crate::model::identifier::{numbered, pascal};
use crate::model::owners::OwnerId;
use crate::model::shape::{Kind, Shape};

impl Namer<'_> {
    pub(super) fn name_inline(&mut self) {
        let mut owners: BTreeMap<OwnerId, Vec<usize>> = BTreeMap::new();
        for (unit, named) in self.units.iter().enumerate() {
            if named.name.is_none() {
                owners.entry(named.place.path.owner).or_default().push(unit);
            }
        }
        for (owner, units) in owners {
            self.name_in(owner, &units);
        }
    }

    /// Names the inline types of an owner, with as few words of their paths as are needed to distinguish them.
    fn name_in(&mut self, owner: OwnerId, units: &[usize]) {
        let prefix = self.owner_name(owner);
        for explicit in [false, true] {
            let paths = units.iter().map(|unit| self.units[*unit].place.path.words(explicit));
            let paths: HashMap<usize, Vec<(String, bool)>> = units.iter().copied().zip(paths).collect();
            let longest = paths.values().map(Vec::len).max().unwrap_or_default();
            for count in 1..=longest {
                let mut wanted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
                for unit in units.iter().filter(|unit| self.units[**unit].name.is_none()) {
                    let name = candidate(&prefix, &paths[unit], count);
                    wanted.entry(name).or_default().push(*unit);
                }
                for (name, contenders) in wanted {
                    if let [only] = contenders[..]
                        && !self.taken.contains_key(&name)
                    {
                        self.give(only, name);
                    }
                }
            }
        }
        for &unit in units {
            if self.units[unit].name.is_none() {
                let base = candidate(&prefix, &self.units[unit].place.path.words(false), usize::MAX);
                let name = self.told_apart(&base, unit);
                self.give(unit, name);
            }
        }
    }

    /// Returns a name for a type whose path is not distinctive: first derived from its kind, then numbered.
    pub(super) fn told_apart(&self, base: &str, unit: usize) -> String {
        let kind = self.kind_word(unit);
        let candidates = [format!("{base}{kind}"), format!("{base}Inline{kind}")];
        let free = candidates.into_iter().find(|name| !self.taken.contains_key(name));
        free.unwrap_or_else(|| {
            let base = format!("{base}{kind}");
            numbered(&base, |name| self.taken.contains_key(name), &mut HashMap::new())
        })
    }

    fn kind_word(&self, unit: usize) -> &'static str {
        match &self.shapes.definitions[self.units[unit].id].kind {
            Kind::Struct(..) => "Object",
            Kind::Strings(..) | Kind::Integers(_) => "Value",
            Kind::Text => "String",
            Kind::Choice(_) => "Choice",
            Kind::Wrapper(shape) if self.shapes.is_text(shape) => "String",
            Kind::Wrapper(Shape::List(_) | Shape::Tuple(_)) => "Array",
            Kind::Wrapper(Shape::Map(_)) => "Map",
            Kind::Wrapper(_) | Kind::Checked(_) | Kind::Open => "Json",
        }
    }
}

/// Returns the name made of the last `count` words of a path. Generic words at the end, such as "object", are included
/// but not counted.
pub(super) fn candidate(prefix: &str, words: &[(String, bool)], count: usize) -> String {
    let kinds = words.iter().rev().take_while(|(_, is_kind)| *is_kind).count();
    let start = words.len().saturating_sub(count.saturating_add(kinds));
    let words: String = words[start..].iter().map(|(word, _)| pascal(word)).collect();
    pascal(&format!("{prefix}{words}"))
}
