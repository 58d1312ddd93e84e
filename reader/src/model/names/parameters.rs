//! Names types in the parameters of actions: after the parameter alone if no other type wants that name.

use std::collections::{BTreeMap, BTreeSet};

use super::Namer;
use crate::model::identifier::pascal;
use crate::model::owners::{OwnerKind, Parameter};

impl Namer<'_> {
    pub(super) fn name_parameters(&mut self) {
        let is_open = |unit: &usize| {
            let unit = &self.units[*unit];
            unit.name.is_none() && matches!(self.owners[unit.place.path.owner].kind, OwnerKind::Parameter(_))
        };
        let units: Vec<usize> = (0..self.units.len()).filter(is_open).collect();
        let candidates: Vec<Vec<String>> = units.iter().map(|unit| self.parameter_names(*unit)).collect();
        let most = candidates.iter().map(Vec::len).max().unwrap_or_default();
        for level in 0..most {
            let mut wanted: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
            for (unit, names) in units.iter().zip(&candidates) {
                let name = names.get(level).filter(|_| self.units[*unit].name.is_none());
                if let Some(name) = name {
                    wanted.entry(name).or_default().push(*unit);
                }
            }
            for (name, contenders) in wanted {
                if let [only] = contenders[..]
                    && !self.taken.contains_key(name)
                {
                    self.give(only, name.clone());
                }
            }
        }
        for (unit, names) in units.iter().zip(&candidates) {
            if self.units[*unit].name.is_none()
                && let Some(base) = names.first()
            {
                let name = if self.taken.contains_key(base) {
                    self.told_apart(names.last().unwrap_or(base), *unit)
                } else {
                    base.clone()
                };
                self.give(*unit, name);
            }
        }
    }

    /// Returns the candidate names for the type of a parameter, shortest first.
    fn parameter_names(&self, unit: usize) -> Vec<String> {
        let unit = &self.units[unit];
        let words = unit.place.path.words(false);
        let words: String = words.iter().map(|(word, _)| pascal(word)).collect();
        let mut keys = BTreeSet::new();
        let mut actions: BTreeSet<&(String, String)> = BTreeSet::new();
        for place in unit.uses {
            let owner = &self.owners[place.path.owner];
            if let OwnerKind::Parameter(Parameter { actions: own, .. }) = &owner.kind {
                actions.extend(own);
                keys.insert(&owner.word);
            }
        }
        let tags: BTreeSet<&String> = actions.iter().map(|(_, tag)| tag).collect();
        let mut names = vec![pascal(&words)];
        let mut add = |prefix: &str| names.push(pascal(&format!("{}{words}", pascal(prefix))));
        if let (Some(key), 1) = (keys.first(), keys.len())
            && !key.is_empty()
        {
            add(key);
        }
        if let (Some(tag), 1) = (tags.first(), tags.len()) {
            add(tag);
        }
        if let (Some((action, _)), 1) = (actions.first().copied(), actions.len()) {
            add(action);
        }
        names
    }
}
