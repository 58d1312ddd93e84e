//! `x-rust-name`: names that a maintainer assigns to types.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Namer;
use crate::model::shape::Identity;
use crate::report::{Place, Report};
use crate::schema::equivalence::EquivalenceId;
use crate::schema::keywords::SchemaId;

impl Namer<'_> {
    pub(super) fn name_pinned(&mut self, report: &mut Report) {
        let mut pinned: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (unit, named) in self.units.iter().enumerate() {
            if let Identity::Pinned(name) = &named.identity {
                pinned.entry(name.clone()).or_default().push(unit);
            }
        }
        for (name, units) in pinned {
            let Some((first, others)) = units.split_first() else {
                continue;
            };
            let place = &self.units[*first].place;
            if let Some(owner) = self.taken.get(&name) {
                self.at_pin(place.schema, |place| {
                    report.error(
                        place,
                        format!("the name {name} is taken by {owner}"),
                        "choose another `x-rust-name`; different shapes are different types",
                    );
                });
                continue;
            }
            for other in others {
                let here = self.units[*other].place.schema;
                self.at_pin(here, |here| {
                    report.error(
                        here,
                        format!(
                            "`x-rust-name` {name} has another shape here than in {}",
                            self.line_of(place.schema)
                        ),
                        "give the two shapes two names, or make them equal",
                    );
                });
            }
            self.give(*first, name);
        }
    }

    /// Reports pins that have no effect.
    pub(super) fn report_idle_pins(&self, report: &mut Report) {
        let mut given: HashSet<(SchemaId, &str)> = HashSet::new();
        let mut by_equivalence: HashMap<EquivalenceId, Vec<&str>> = HashMap::new();
        for unit in &self.units {
            let name = unit.name.as_deref();
            if let Identity::Pinned(pin) = &unit.identity {
                given.extend(unit.uses.iter().map(|place| (place.schema, pin.as_str())));
            }
            let equivalence = self.shapes.definitions[unit.id].equivalence;
            by_equivalence.entry(equivalence).or_default().extend(name);
        }
        for (id, schema) in self.set.schemas.iter() {
            let Some((pin, _)) = &schema.keywords.notes.rust_name else {
                continue;
            };
            if self.set.cause(id).is_some() {
                continue;
            }
            let named = by_equivalence
                .get(&self.equivalence.of(id))
                .or_else(|| by_equivalence.get(&self.equivalence.unrolled(id)));
            let root = self.shapes.roots.iter().find(|root| root.schema == id);
            let own = root.and_then(|root| self.owner_names.get(&root.owner));
            let (message, help) = match (own, named) {
                _ if given.contains(&(id, pin.as_str())) => continue,
                (Some(name), _) if name == pin => continue,
                (Some(name), _) => (
                    format!("`x-rust-name` has no effect here: the type of this schema is called {name}, not {pin}"),
                    "rename the file, component or definition, or remove the `x-rust-name`",
                ),
                (None, Some(known)) if known.contains(&pin.as_str()) => continue,
                (None, _) => (
                    format!("`x-rust-name` has no effect: this schema gives no type that could be called {pin}"),
                    "remove the `x-rust-name`, or put it where a type is described",
                ),
            };
            self.at_pin(id, |place| report.warning(place, message, help));
        }
    }

    /// Passes the location of a schema's `x-rust-name` to a closure.
    fn at_pin(&self, schema: SchemaId, say: impl FnOnce(&Place<'_>)) {
        let schema = &self.set.schemas[schema];
        let pointer = format!("{}/x-rust-name", schema.pointer);
        let at = schema
            .keywords
            .notes
            .rust_name
            .as_ref()
            .map_or(schema.at, |(_, at)| *at);
        say(&Place {
            source: &self.sources.files[schema.file],
            at,
            pointer: &pointer,
        });
    }

    /// Describes the location of a schema in a sentence.
    fn line_of(&self, schema: SchemaId) -> String {
        let place = self.set.place(schema, self.sources);
        let (source, at, added) = place.source.resolve(place.at);
        let (line, _) = source.position(at);
        let pointer = added.unwrap_or(place.pointer);
        let pointer = if pointer.is_empty() { "/" } else { pointer };
        format!("{}:{line} ({pointer})", source.shown)
    }
}
