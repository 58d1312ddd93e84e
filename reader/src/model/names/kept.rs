//! Reuses the names assigned by earlier runs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Namer, Unit};
use crate::input::names_file::{Content, Entry, NAMES};
use crate::model::normalise::RootType;
use crate::model::places::place;
use crate::model::schema_path::SchemaPath;
use crate::model::shape::{Identity, Use};
use crate::report::{Place, Report};

impl Unit<'_> {
    /// Whether this is the type of a named schema, and not a type inside of it.
    fn has_own_name(&self) -> bool {
        matches!(self.identity, Identity::Owner(_)) && self.suffix.is_empty()
    }
}

impl Namer<'_> {
    /// Assigns to each type the name recorded in the names file for one of its locations.
    pub(super) fn keep_names(&mut self, report: &mut Report) {
        let mut claims: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for unit in 0..self.units.len() {
            if matches!(self.units[unit].identity, Identity::Pinned(_) | Identity::Universal) {
                continue;
            }
            if let Some(entry) = self.entry(unit) {
                claims.entry(entry.name.clone()).or_default().push(unit);
            }
        }
        for (name, mut units) in claims {
            // If a schema has changed and no longer shares a type, the named schema keeps the shared name.
            units.sort_by_key(|unit| !self.units[*unit].has_own_name());
            let [first, others @ ..] = &units[..] else { continue };
            for other in others {
                if self.units[*other].has_own_name() {
                    self.refuse_conflict(*first, *other, &name, report);
                }
            }
            self.give(*first, name);
        }
    }

    /// Rejects a name that is recorded for two named schemas.
    fn refuse_conflict(&self, first: usize, other: usize, name: &str, report: &mut Report) {
        let (Some(source), Some(entry)) = (&self.sources.names.source, self.entry(other)) else {
            return;
        };
        let here = Place {
            source,
            at: entry.at,
            pointer: "",
        };
        let other = self.describe(&self.units[first].place);
        report.error(
            &here,
            format!("the name {name} is given twice, here and to {other}"),
            "give each of them its own name",
        );
    }

    /// Returns the entry of a unit in the names file.
    fn entry(&self, unit: usize) -> Option<&Entry> {
        let unit = &self.units[unit];
        if self.sources.names.entries.is_empty() {
            return None;
        }
        let main = std::iter::once(&unit.place);
        main.chain(unit.uses).find_map(|used| self.entry_at(used, &unit.suffix))
    }

    fn entry_at(&self, used: &Use, suffix: &str) -> Option<&Entry> {
        self.sources.names.entries.get(&self.key(used, suffix))
    }

    /// Returns the key of a location in the names file.
    pub(super) fn key(&self, used: &Use, suffix: &str) -> String {
        place(&used.path, self.owners, self.sources) + suffix
    }

    /// Returns the recorded name of a schema that is only a reference, if the name is free.
    pub(super) fn kept_alias(&self, root: &RootType) -> Option<String> {
        let used = Use {
            path: SchemaPath {
                owner: root.owner,
                steps: Vec::new(),
            },
            schema: root.schema,
        };
        let entry = self.entry_at(&used, "")?;
        (!self.taken.contains_key(&entry.name)).then(|| entry.name.clone())
    }

    /// Returns the name of a new schema, or a longer name if the names file assigns it to another location.
    pub(super) fn free_beside_kept(&self, root: &RootType, name: String, report: &mut Report) -> String {
        if !self.taken.contains_key(&name) {
            return name;
        }
        let is_kept = |unit: &&Unit<'_>| unit.name.as_ref() == Some(&name) && !unit.has_own_name();
        let Some(unit) = self.units.iter().find(is_kept) else {
            return name;
        };
        let longer = format!("{name}Schema");
        report.warning(
            &self.set.place(root.schema, self.sources),
            format!(
                "the type of this schema is called {longer}, because {NAMES} gives {name} to {}",
                self.describe(&unit.place)
            ),
            format!("to call it {name}, give the other place a new name in {NAMES}"),
        );
        longer
    }

    /// Returns the names of this run by location, for the names file.
    pub(super) fn names_file(&self) -> Content {
        let mut file = Content {
            branches: self.shapes.branches.clone(),
            ..Content::default()
        };
        for unit in &self.units {
            let (Some(name), false) = (&unit.name, unit.identity == Identity::Universal) else {
                continue;
            };
            let canonical = &self.units[unit.id.index()].name;
            let text = match canonical {
                Some(canonical) if unit.is_root_alias || unit.id.alias().is_some() => format!("{name} = {canonical}"),
                Some(_) | None => name.clone(),
            };
            let main = std::iter::once(&unit.place);
            for used in main.chain(unit.uses) {
                let key = self.key(used, &unit.suffix);
                file.types.entry(key).or_insert_with(|| text.clone());
            }
        }
        if self.is_partial() {
            self.keep_excluded(&mut file);
        }
        file
    }

    /// Whether a part of the input is excluded because of an error.
    pub(super) fn is_partial(&self) -> bool {
        let is_partial = !self.set.excluded_roots.is_empty() || !self.sources.unread.is_empty();
        is_partial || self.sources.files.items().iter().any(|source| source.fault.is_some())
    }

    /// Preserves the names of types that cannot be generated until the errors are fixed.
    fn keep_excluded(&self, file: &mut Content) {
        let given: BTreeSet<String> = self.units.iter().filter_map(|unit| unit.name.clone()).collect();
        for (place, entry) in &self.sources.names.entries {
            if !given.contains(&entry.name) {
                file.types.entry(place.clone()).or_insert_with(|| entry.name.clone());
            }
        }
        for (place, branches) in &self.sources.names.branches {
            file.branches.entry(place.clone()).or_insert_with(|| branches.clone());
        }
    }
}
