//! Finds equivalent schemas: equivalent inline schemas share a type.

use std::collections::{HashMap, HashSet};

use crate::input::by_id::ById;
use crate::schema::keywords::{Keywords, Notes, SchemaId};
use crate::schema::resolve::SchemaSet;

/// The id of a set of equivalent schemas: they accept the same values with the same keywords. Annotations and order are
/// ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EquivalenceId(usize);

/// The equivalence of every schema.
#[derive(Debug)]
pub struct Equivalence {
    of: ById<SchemaId, EquivalenceId>,
    /// For a recursive schema, the equivalence of its content if it is written out instead of referenced.
    unrolled: HashMap<SchemaId, EquivalenceId>,
    /// Recursive schemas. Each is equivalent only to itself.
    pub recursive: HashSet<SchemaId>,
}

impl Equivalence {
    /// Returns the equivalence of a schema.
    pub fn of(&self, id: SchemaId) -> EquivalenceId {
        self.of[id]
    }

    /// Returns the equivalence of a schema's content, even if the schema is recursive.
    pub fn unrolled(&self, id: SchemaId) -> EquivalenceId {
        self.unrolled.get(&id).copied().unwrap_or_else(|| self.of(id))
    }
}

/// Finds the equivalence of each schema.
pub fn equivalence(set: &SchemaSet) -> Equivalence {
    let mut search = Search {
        set,
        state: ById::same(&set.schemas, State::New),
        recursive: HashSet::new(),
    };
    for id in set.schemas.ids().filter(|id| set.cause(*id).is_none()) {
        search.visit(id);
    }
    let mut partition = Partition {
        set,
        recursive: &search.recursive,
        known: HashMap::new(),
        of: ById::same(&set.schemas, None),
    };
    let of = set.schemas.map(|(id, _)| partition.of(id));
    let recursive = search.recursive.iter();
    let unrolled = recursive.map(|id| (*id, partition.by_keywords(*id))).collect();
    Equivalence {
        of,
        unrolled,
        recursive: search.recursive,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Finds recursive schemas.
struct Search<'a> {
    set: &'a SchemaSet,
    state: ById<SchemaId, State>,
    recursive: HashSet<SchemaId>,
}

impl Search<'_> {
    fn visit(&mut self, id: SchemaId) {
        match self.state[id] {
            State::Done => {}
            State::Open => {
                self.recursive.insert(self.set.deref(id));
            }
            State::New => {
                self.state[id] = State::Open;
                for (_, child) in self.set.keywords(id).children() {
                    self.visit(child);
                }
                self.state[id] = State::Done;
            }
        }
    }
}

/// The key that equivalent schemas have in common.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// A recursive or excluded schema, which is equivalent only to itself.
    Alone(SchemaId),
    /// The keywords in a canonical order, with subschemas replaced by their equivalence.
    Keywords(Box<Keywords<EquivalenceId>>),
}

struct Partition<'a> {
    set: &'a SchemaSet,
    recursive: &'a HashSet<SchemaId>,
    known: HashMap<Key, EquivalenceId>,
    of: ById<SchemaId, Option<EquivalenceId>>,
}

impl Partition<'_> {
    fn of(&mut self, id: SchemaId) -> EquivalenceId {
        if let Some(known) = self.of[id] {
            return known;
        }
        let target = self.set.deref(id);
        // An excluded schema has no type, and its references may be cyclic.
        let found = if self.recursive.contains(&target) || self.set.cause(target).is_some() {
            self.intern(Key::Alone(target))
        } else if target != id {
            self.of(target)
        } else {
            self.by_keywords(id)
        };
        self.of[id] = Some(found);
        found
    }

    fn by_keywords(&mut self, id: SchemaId) -> EquivalenceId {
        let set = self.set;
        let keywords = set.keywords(id).map(&mut |_, child| self.of(child));
        self.intern(Key::Keywords(Box::new(in_one_order(keywords))))
    }

    fn intern(&mut self, key: Key) -> EquivalenceId {
        let next = EquivalenceId(self.known.len());
        *self.known.entry(key).or_insert(next)
    }
}

/// Removes annotations, and sorts keywords whose order is irrelevant.
fn in_one_order(mut keywords: Keywords<EquivalenceId>) -> Keywords<EquivalenceId> {
    // The names of values become the names of variants, and are in the order of the values.
    keywords.notes = Notes {
        value_names: keywords.notes.value_names,
        ..Notes::default()
    };
    if let Some(values) = &mut keywords.values
        && keywords.notes.value_names.is_empty()
    {
        values.sort_by_cached_key(crate::input::document::Node::to_json);
    }
    keywords.number.bounds.sort();
    let object = &mut keywords.object;
    object.required.sort();
    object.required.dedup();
    let directed = &mut object.directed;
    for names in [
        &mut directed.read_only,
        &mut directed.write_only,
        &mut directed.required_in_request,
        &mut directed.required_in_response,
    ] {
        names.sort();
    }
    object.properties.sort();
    object.pattern_properties.sort();
    object.schema_with.sort();
    object.required_with.sort();
    keywords
}
