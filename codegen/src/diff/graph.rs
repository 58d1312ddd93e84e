//! All pairs of schemas that belong together, and how they are reached.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::change::Change;
use super::compare::{Relation, compare, texts};
use super::owners;
use super::owners::Owner;
use super::side::Side;
use super::verdict::Direction;
use crate::contains::judge::{Judge, Version};
use crate::schema::keywords::SchemaId;

/// A use of an owner by an action.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// The index of the owner.
    pub(super) owner: usize,
    pub(super) action: String,
    pub(super) direction: Direction,
}

/// A pair of schemas, neither of which is a reference.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    /// The owner that it was found in.
    pub(super) owner: usize,
    pub(super) changes: Vec<Change>,
    pub(super) edges: Vec<Edge>,
    /// Properties that only one version documents, for objects that are open in the other one.
    pub(super) undocumented_in_old: Vec<String>,
    pub(super) undocumented_in_new: Vec<String>,
    /// Whether the versions require other properties in one direction or both.
    pub(super) demands_other: bool,
}

impl Pair {
    /// The schema in a version.
    pub(super) fn of(&self, version: Version) -> SchemaId {
        match version {
            Version::Old => self.old,
            Version::New => self.new,
        }
    }
}

/// The way from a pair to one of its subschemas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) relation: Relation,
    /// The direction that the values of the subschema go in, if it is not every direction: `readOnly` and `writeOnly`.
    pub(super) only: Option<Direction>,
}

/// A change of a place that refers to a schema, in one version at least.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    /// The owner that the place is in.
    pub(super) owner: usize,
    /// The pair that it refers to.
    pub(super) pair: usize,
    pub(super) change: ReferenceChange,
}

/// What changed at a place that refers to a schema.
#[derive(Debug)]
pub(super) enum ReferenceChange {
    /// What the place refers to, in both versions; `None` if it is described in place.
    Target(Option<String>, Option<String>),
    /// `deprecated` beside the reference, and its new value.
    Deprecated(bool),
    /// The documentation beside the reference.
    Text,
}

/// All pairs.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) pairs: Vec<Pair>,
    /// The pair of each owner.
    pub(super) roots: Vec<usize>,
    /// What changed beside references.
    pub(super) references: Vec<Reference>,
    /// The pairs by their schemas, and whether `null` is allowed beside one of them.
    index: HashMap<(SchemaId, SchemaId, bool), usize>,
}

/// How a pair is reached.
#[derive(Debug, Default, Clone)]
pub(super) struct Reached {
    /// The actions, with the direction of the values.
    pub(super) actions: BTreeMap<String, Direction>,
    pub(super) direction: Option<Direction>,
    /// The uses by which it is reached, and whether only through branches and members of `allOf`.
    pub(super) uses: BTreeMap<usize, bool>,
}

impl Graph {
    /// Compares all owners, and everything in them.
    pub(super) fn of(old: &Side, new: &Side, owners: &[Owner], judge: &mut Judge<'_>) -> Self {
        let mut named = HashMap::new();
        for (index, owner) in owners.iter().enumerate() {
            let pair = (old.run.set.deref(owner.old), new.run.set.deref(owner.new));
            named.entry(pair).or_insert(index);
        }
        let own_names = (owners::names(old), owners::names(new));
        let mut paired = named.clone();
        // The other owners are schemas of actions.
        paired.retain(|pair, owner| own_names.1.get(&pair.1) == Some(&owners[*owner].name));
        let mut walk = Walk {
            sides: (old, new),
            named: &named,
            paired: &paired,
            names: &own_names,
            judge,
            graph: Self::default(),
        };
        for (index, owner) in owners.iter().enumerate() {
            let root = walk.visit(owner.old, owner.new, index, false);
            walk.graph.roots.push(root);
        }
        walk.graph
    }

    /// How each pair is reached. What no action uses goes in both directions.
    pub(super) fn reached(&self, uses: &[Use]) -> Vec<Reached> {
        let mut reached = vec![Reached::default(); self.pairs.len()];
        for (index, one) in uses.iter().enumerate() {
            // Once without, and once with branches and members of `allOf` on the way.
            for through_branches in [false, true] {
                self.walk(
                    one,
                    |pair, direction| {
                        let found = &mut reached[pair];
                        found.uses.entry(index).or_insert(through_branches);
                        let known = found.actions.entry(one.action.clone()).or_insert(direction);
                        *known = known.and(direction);
                        found.direction = Some(found.direction.map_or(direction, |known| known.and(direction)));
                    },
                    through_branches,
                );
            }
        }
        // An owner that no action uses is a type of its own.
        let unused: Vec<usize> = self
            .roots
            .iter()
            .copied()
            .filter(|root| reached[*root].direction.is_none())
            .collect();
        let mut waiting: Vec<(usize, Direction)> = unused.into_iter().map(|root| (root, Direction::Both)).collect();
        let mut seen: BTreeSet<(usize, Direction)> = waiting.iter().copied().collect();
        while let Some((pair, direction)) = waiting.pop() {
            if !reached[pair].uses.is_empty() {
                continue;
            }
            let known = reached[pair].direction;
            reached[pair].direction = Some(known.map_or(direction, |known| known.and(direction)));
            for edge in &self.pairs[pair].edges {
                if let Some(direction) = through(direction, edge.only)
                    && seen.insert((edge.to, direction))
                {
                    waiting.push((edge.to, direction));
                }
            }
        }
        reached
    }

    fn walk(&self, one: &Use, mut visit: impl FnMut(usize, Direction), through_branches: bool) {
        let mut waiting = vec![(self.roots[one.owner], one.direction)];
        let mut seen: BTreeSet<(usize, Direction)> = waiting.iter().copied().collect();
        while let Some((pair, direction)) = waiting.pop() {
            visit(pair, direction);
            for edge in &self.pairs[pair].edges {
                if edge.relation != Relation::All && !through_branches {
                    continue;
                }
                if let Some(direction) = through(direction, edge.only)
                    && seen.insert((edge.to, direction))
                {
                    waiting.push((edge.to, direction));
                }
            }
        }
    }

    /// The owners, each behind those that it uses, except around a cycle.
    pub(super) fn inner_first(&self) -> Vec<usize> {
        let mut finished: HashMap<usize, usize> = HashMap::new();
        let mut seen = BTreeSet::new();
        for root in &self.roots {
            let mut waiting = vec![(*root, false)];
            while let Some((pair, is_left)) = waiting.pop() {
                if is_left {
                    let count = finished.len();
                    finished.entry(pair).or_insert(count);
                } else if seen.insert(pair) {
                    waiting.push((pair, true));
                    waiting.extend(self.pairs[pair].edges.iter().map(|edge| (edge.to, false)));
                }
            }
        }
        let mut owners: Vec<usize> = (0..self.roots.len()).collect();
        owners.sort_by_key(|owner| finished.get(&self.roots[*owner]).copied());
        owners
    }

    /// All pairs below a pair, and the pair itself.
    pub(super) fn below(&self, pair: usize) -> BTreeSet<usize> {
        let mut seen = BTreeSet::from([pair]);
        let mut waiting = vec![pair];
        while let Some(pair) = waiting.pop() {
            for edge in &self.pairs[pair].edges {
                if seen.insert(edge.to) {
                    waiting.push(edge.to);
                }
            }
        }
        seen
    }
}

/// The direction of a subschema's values; `None` if it has none in this direction.
fn through(direction: Direction, only: Option<Direction>) -> Option<Direction> {
    match (direction, only) {
        (direction, None) => Some(direction),
        (Direction::Both, Some(only)) => Some(only),
        (direction, Some(only)) => (direction == only).then_some(direction),
    }
}

struct Walk<'a, 'j, 's> {
    sides: (&'a Side, &'a Side),
    /// The owners by their schemas.
    named: &'a HashMap<(SchemaId, SchemaId), usize>,
    /// The owners with a name of their own.
    paired: &'a HashMap<(SchemaId, SchemaId), usize>,
    /// The names of schemas, in both versions.
    names: &'a (HashMap<SchemaId, String>, HashMap<SchemaId, String>),
    judge: &'j mut Judge<'s>,
    graph: Graph,
}

impl Walk<'_, '_, '_> {
    fn visit(&mut self, old: SchemaId, new: SchemaId, owner: usize, allows_null_beside: bool) -> usize {
        let sides = self.sides;
        let ids = (sides.0.run.set.deref(old), sides.1.run.set.deref(new));
        let pair = self.pair(ids, owner, allows_null_beside);
        if ids == (old, new) {
            return pair;
        }
        let are_references = ids.0 != old && ids.1 != new;
        let targets = (
            target_name(sides.0, &self.names.0, ids.0),
            target_name(sides.1, &self.names.1, ids.1),
        );
        // Several places may be called differently and refer to the same.
        let has_same_name = targets.0.is_some() && targets.0 == targets.1;
        let is_same = (has_same_name || self.paired.contains_key(&ids)) && are_references;
        let mut push = |change| {
            self.graph.references.push(Reference {
                old,
                new,
                owner,
                pair,
                change,
            });
        };
        if !is_same && targets != (None, None) {
            push(ReferenceChange::Target(targets.0, targets.1));
        } else if are_references && texts(sides.0, old) != texts(sides.1, new) {
            push(ReferenceChange::Text);
        }
        let is_deprecated = |side: &Side, id: SchemaId| side.run.set.keywords(id).notes.deprecated;
        let (before, after) = (is_deprecated(sides.0, old), is_deprecated(sides.1, new));
        if are_references && before != after {
            push(ReferenceChange::Deprecated(after));
        }
        pair
    }

    fn pair(&mut self, ids: (SchemaId, SchemaId), owner: usize, allows_null_beside: bool) -> usize {
        let sides = self.sides;
        let key = (ids.0, ids.1, allows_null_beside);
        if let Some(known) = self.graph.index.get(&key) {
            return *known;
        }
        let owner = self.named.get(&ids).copied().unwrap_or(owner);
        let pair = self.graph.pairs.len();
        self.graph.index.insert(key, pair);
        self.graph.pairs.push(Pair {
            old: ids.0,
            new: ids.1,
            owner,
            changes: Vec::new(),
            edges: Vec::new(),
            undocumented_in_old: Vec::new(),
            undocumented_in_new: Vec::new(),
            demands_other: false,
        });
        let mut compared = compare(sides.0, sides.1, ids, self.judge);
        if allows_null_beside {
            let is_null = |change: &Change| matches!(change.rule, "null-added" | "null-removed");
            compared.changes.retain(|change| !is_null(change));
        }
        let (in_old, in_new) = (compared.undocumented_in_old, compared.undocumented_in_new);
        self.judge.reserve(Version::Old, ids.0, in_old.iter().cloned());
        self.judge.reserve(Version::New, ids.1, in_new.iter().cloned());
        self.graph.pairs[pair].undocumented_in_old = in_old;
        self.graph.pairs[pair].undocumented_in_new = in_new;
        self.graph.pairs[pair].demands_other = compared.demands_other;
        let mut edges = Vec::new();
        for child in compared.children {
            let only = only(sides.0, child.old).filter(|only| Some(*only) == self::only(sides.1, child.new));
            edges.push(Edge {
                to: self.visit(child.old, child.new, owner, child.allows_null_beside),
                relation: child.relation,
                only,
            });
        }
        self.graph.pairs[pair].changes = compared.changes;
        self.graph.pairs[pair].edges = edges;
        pair
    }
}

/// The only direction that the values of a schema go in.
fn only(side: &Side, schema: SchemaId) -> Option<Direction> {
    let set = &side.run.set;
    let notes = [schema, set.deref(schema)].map(|id| &set.keywords(id).notes);
    let read_only = notes.iter().any(|notes| notes.read_only);
    let write_only = notes.iter().any(|notes| notes.write_only);
    match (read_only, write_only) {
        (true, false) => Some(Direction::Response),
        (false, true) => Some(Direction::Request),
        _ => None,
    }
}

/// The name of what a reference leads to. A copy for one place is called what the schema itself is.
fn target_name(side: &Side, names: &HashMap<SchemaId, String>, target: SchemaId) -> Option<String> {
    let set = &side.run.set;
    let schema = &set.schemas[target];
    let original = || set.at(schema.file, &schema.pointer);
    names.get(&target).or_else(|| names.get(&original()?)).cloned()
}
