//! Pairs of schemas that are wider in every part, so that no search has to decide that nothing of the source is rejected.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use typewright_core::schema::{INTEGER, NUMBER, OBJECT};

use super::change::{Aspect, Change, allowed};
use super::compare::Relation;
use super::graph::{Graph, Pair};
use super::side::Side;
use crate::contains::Answer;
use crate::contains::judge::{Judge, Version};
use crate::input::document::Node;
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The pairs whose target may reject a value of the source. The target of any other pair accepts all of them: none of its
/// keywords is stricter, and neither are those below it.
pub(super) fn suspects(
    graph: &Graph,
    (old, new): (&Side, &Side),
    source: Version,
    judge: &mut Judge<'_>,
) -> HashSet<usize> {
    let target = match source {
        Version::Old => new,
        Version::New => old,
    };
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); graph.pairs.len()];
    for (index, pair) in graph.pairs.iter().enumerate() {
        for edge in &pair.edges {
            above[edge.to].push(index);
        }
    }
    // What is `readOnly` is demanded in one direction only, wherever it is required.
    let has_changed = |pair: &Pair| pair.demands_other || pair.changes.iter().any(says_other);
    let changed = (0..graph.pairs.len()).filter(|index| has_changed(&graph.pairs[*index]));
    let changed = spread(changed.collect(), &above, &HashSet::new());
    let mut suspects = Vec::new();
    let mut proved = HashSet::new();
    for (index, pair) in graph.pairs.iter().enumerate() {
        let is_wider = pair.changes.iter().all(|change| is_harmless(pair, change, source));
        if is_wider && keeps_branches(pair, &changed, target, source) {
            continue;
        }
        let tables = (
            judge.source(source, pair.of(source)),
            judge.target(source.other(), pair.of(source.other())),
        );
        match judge.contains(tables.0, tables.1) {
            Answer::Yes => {
                proved.insert(index);
            }
            Answer::No { .. } | Answer::Undecided { .. } => suspects.push(index),
        }
    }
    spread(suspects, &above, &proved)
}

/// Some pairs, and those above them, up to what is proved.
fn spread(mut waiting: Vec<usize>, above: &[Vec<usize>], proved: &HashSet<usize>) -> HashSet<usize> {
    let mut found: HashSet<usize> = waiting.iter().copied().collect();
    while let Some(index) = waiting.pop() {
        for owner in &above[index] {
            if !proved.contains(owner) && found.insert(*owner) {
                waiting.push(*owner);
            }
        }
    }
    found
}

/// Whether a change is about values.
fn says_other(change: &Change) -> bool {
    !matches!(change.rule, "default-changed" | "schema-deprecated" | "text-changed")
}

/// Whether the target rejects nothing because of a change.
fn is_harmless(pair: &Pair, change: &Change, source: Version) -> bool {
    let (aspect, undocumented) = match source {
        Version::Old => (&change.request, &pair.undocumented_in_new),
        Version::New => (&change.response, &pair.undocumented_in_old),
    };
    match aspect {
        _ if change.rule == "access-changed" => false,
        None => true,
        // An open object accepts what it does not describe.
        Some(Aspect::Property(name)) => undocumented.contains(name),
        Some(_) => false,
    }
}

/// Whether a value of exactly one branch stays one of exactly one branch, as far as the branches themselves are wider.
fn keeps_branches(pair: &Pair, changed: &HashSet<usize>, target: &Side, source: Version) -> bool {
    let set = &target.run.set;
    let branches = &set.keywords(pair.of(source.other())).one_of;
    let has_changed = || {
        pair.edges
            .iter()
            .any(|edge| edge.relation == Relation::Branch && changed.contains(&edge.to))
    };
    // The branch that only the target has may match a value of another one, whatever rule names it.
    let of_target = |change: &Change| match source {
        Version::Old => matches!(change.response, Some(Aspect::Branch(_))),
        Version::New => matches!(change.request, Some(Aspect::Branch(_))),
    };
    let is_other = || pair.changes.iter().any(of_target);
    if branches.is_empty() || !(has_changed() || is_other()) {
        return true;
    }
    let marks: Vec<Marks<'_>> = branches.iter().map(|branch| Marks::of(set, *branch)).collect();
    let mut pairs = marks.iter().enumerate();
    pairs.all(|(index, a)| marks[index + 1..].iter().all(|b| a.excludes(b)))
}

/// What every value of a schema has.
struct Marks<'s> {
    types: u8,
    /// The values that a required property may have.
    tags: BTreeMap<&'s str, Vec<Node>>,
}

impl<'s> Marks<'s> {
    fn of(set: &'s SchemaSet, schema: SchemaId) -> Self {
        let mut marks = Self {
            types: u8::MAX,
            tags: BTreeMap::new(),
        };
        let mut seen = BTreeSet::new();
        let mut waiting = vec![schema];
        // The members of `allOf` hold together.
        while let Some(schema) = waiting.pop() {
            let schema = set.deref(schema);
            if !seen.insert(schema) {
                continue;
            }
            let keywords = set.keywords(schema);
            if let Some(types) = keywords.types {
                let integers = if types & NUMBER == 0 { 0 } else { INTEGER };
                marks.types &= types | integers;
            }
            for (name, property) in &keywords.object.properties {
                if let Some(values) = allowed(set.keywords(set.deref(*property))) {
                    marks.tags.insert(name, values);
                }
            }
            waiting.extend(&keywords.all_of);
        }
        let required: HashSet<&str> = seen
            .iter()
            .flat_map(|schema| &set.keywords(*schema).object.required)
            .map(String::as_str)
            .collect();
        marks.tags.retain(|name, _| required.contains(*name));
        marks
    }

    /// Whether no value has the marks of both.
    fn excludes(&self, other: &Self) -> bool {
        let types = self.types & other.types;
        let differ = |(name, values): (&&str, &Vec<Node>)| {
            let others = other.tags.get(*name);
            others.is_some_and(|others| values.iter().all(|value| !others.contains(value)))
        };
        types == 0 || types & !OBJECT == 0 && self.tags.iter().any(differ)
    }
}
