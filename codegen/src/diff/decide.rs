//! Decides what each change means: by containment of the whole schemas that it is in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use typewright_core::schema::Schema;
use typewright_core::{Json, Violation};

use super::change::{Aspect, Change, edited, narrowed};
use super::compare::{Relation, deprecation};
use super::finding::{Finding, Witness};
use super::graph::{Graph, Pair, Reached, Reference, ReferenceChange, Use};
use super::owners::Owner;
use super::properties::Properties;
use super::rules::rule;
use super::sameness::Sameness;
use super::side::Side;
use super::subject::{property, subject};
use super::verdict::{Direction, Verdict};
use super::widened::suspects;
use crate::contains::Answer;
use crate::contains::judge::{Edit, Judge, Version, accepts, first_violation};
use crate::schema::keywords::SchemaId;

/// Decides all changes. `defaults` has the schemas whose default is the matter of another finding.
pub(super) fn decide(
    sides: (&Side, &Side),
    owners: &[Owner],
    uses: &[Use],
    defaults: &HashSet<(SchemaId, SchemaId)>,
    graph: &Graph,
    reached: &[Reached],
    judge: &mut Judge<'_>,
) -> Vec<Finding> {
    let mut decider = Decider {
        sides,
        owners,
        uses,
        graph,
        reached,
        judge,
        wholes: HashMap::new(),
        harmful: HashMap::new(),
        suspects: HashMap::new(),
    };
    let mut findings = Vec::new();
    let mut texts: BTreeMap<usize, usize> = BTreeMap::new();
    for (pair, found) in reached.iter().enumerate() {
        let Pair { old, new, owner, .. } = graph.pairs[pair];
        for change in &graph.pairs[pair].changes {
            match change.rule {
                TEXT => *texts.entry(owner).or_insert(0) += 1,
                "default-changed" if defaults.contains(&(old, new)) => {}
                _ => findings.push(decider.finding(pair, change, found.direction)),
            }
        }
    }
    for reference in &graph.references {
        if reached[reference.pair].direction.is_none() {
            continue;
        }
        match &reference.change {
            ReferenceChange::Target(before, now) => {
                let detail = target_words(before.as_deref(), now.as_deref());
                findings.push(decider.reference("reference-changed", reference, detail));
            }
            ReferenceChange::Deprecated(is_deprecated) => {
                let detail = deprecation(*is_deprecated).to_owned();
                findings.push(decider.reference("schema-deprecated", reference, detail));
            }
            ReferenceChange::Text => *texts.entry(reference.owner).or_insert(0) += 1,
        }
    }
    for (owner, places) in texts {
        findings.push(decider.texts(owner, places));
    }
    for owner in graph.inner_first() {
        findings.extend(decider.unexplained(owner));
    }
    findings
}

/// The rule for documentation: all places of an owner are one finding.
const TEXT: &str = "text-changed";

struct Decider<'a, 'j, 's> {
    sides: (&'a Side, &'a Side),
    owners: &'a [Owner],
    uses: &'a [Use],
    graph: &'a Graph,
    reached: &'a [Reached],
    judge: &'j mut Judge<'s>,
    /// Whether the target accepts everything of the source, for the pairs of owners.
    wholes: HashMap<(usize, Version), Answer>,
    /// The worst verdict of containment at a pair, by the version that is the source.
    harmful: HashMap<(usize, Version), Verdict>,
    /// The pairs whose target may reject something, by the version that is the source.
    suspects: HashMap<Version, HashSet<usize>>,
}

/// What is known of one change in one direction.
enum Decision {
    Harmless,
    /// This value shows that it breaks, and this is what it violates.
    Shown(Json, String),
    Undecided(&'static str),
}

impl Decider<'_, '_, '_> {
    /// The finding of a change. Without a direction, nobody sends the values: a read-only property of a request.
    fn finding(&mut self, pair: usize, change: &Change, direction: Option<Direction>) -> Finding {
        let Pairing { old, new, owner } = self.pairing(pair);
        let rule = rule(change.rule);
        let subject = subject(self.sides.1, new, self.owners[owner].new, &self.owners[owner].name);
        let sameness = Sameness {
            property: property(&subject),
            subject,
            detail: change.message.clone(),
            schemas: self.schemas(old, new, change),
        };
        let mut finding = Finding::new(rule, sameness.message());
        finding.sameness = Some(sameness);
        finding.is_rewording = change.is_rewording;
        finding.direction = direction;
        finding.old = Some(self.sides.0.place(old, &change.old));
        finding.new = Some(self.sides.1.place(new, &change.new));
        finding.actions = self.reached[pair].actions.keys().cloned().collect();
        let directions = [
            (
                Version::Old,
                direction.is_some_and(Direction::is_sent),
                &change.request,
                rule.request,
            ),
            (
                Version::New,
                direction.is_some_and(Direction::is_received),
                &change.response,
                rule.response,
            ),
        ];
        for (source, _, aspect, effect) in directions.into_iter().filter(|(_, applies, ..)| *applies) {
            let decision = match aspect {
                Some(aspect) => self.change(pair, source, aspect),
                None => Decision::Harmless,
            };
            let verdict = match decision {
                Decision::Harmless => Verdict::None,
                Decision::Shown(value, violation) => {
                    let witness = self.witness(owner, source, &value, violation);
                    finding.witness.get_or_insert(witness);
                    Verdict::Breaks
                }
                Decision::Undecided(reason) => {
                    finding.undecided.get_or_insert(reason);
                    Verdict::Undecided
                }
            };
            let known = self.harmful.entry((pair, source)).or_insert(Verdict::None);
            *known = verdict.max(*known);
            // Patterns that cannot be compared may exclude something.
            let wire = match verdict {
                Verdict::Undecided if rule.id == "pattern-changed" => Verdict::May,
                verdict => verdict,
            };
            let is_moved = effect.floor > Verdict::None && self.is_only_moved(pair, source, change);
            let floor = if is_moved { Verdict::None } else { effect.floor };
            finding.wire = finding.wire.max(wire.min(effect.cap).max(floor));
            finding.check = finding.check.max(verdict);
        }
        finding
    }

    /// Whether a property that is gone is described by each schema that the pair is a member of, and no action uses the pair
    /// otherwise.
    fn is_only_moved(&mut self, pair: usize, source: Version, change: &Change) -> bool {
        let Some(Aspect::Property(name)) = change.request.as_ref().or(change.response.as_ref()) else {
            return false;
        };
        if change.rule == "property-added" || !self.is_masked_everywhere(pair, source) {
            return false;
        }
        let around = self.graph.pairs.iter();
        let mut around = around.flat_map(|whole| whole.edges.iter().map(move |edge| (whole, edge)));
        around.all(|(whole, edge)| {
            let is_described = || Properties::of(self.sides.1, whole.new).find(name).is_some();
            edge.to != pair || edge.relation == Relation::Part && is_described()
        })
    }

    /// The finding that something changed at a place that refers to a schema.
    fn reference(&mut self, id: &'static str, reference: &Reference, detail: String) -> Finding {
        let Reference {
            old, new, owner, pair, ..
        } = *reference;
        let (place, name) = (&self.owners[owner].new, &self.owners[owner].name);
        let subject = subject(self.sides.1, new, *place, name);
        let mut address = |version, schema| core::ptr::from_ref(self.judge.target(version, schema)).addr();
        let sameness = Sameness {
            property: property(&subject),
            subject,
            detail,
            schemas: (address(Version::Old, old), address(Version::New, new)),
        };
        let mut finding = Finding::new(rule(id), sameness.message());
        finding.sameness = Some(sameness);
        finding.old = Some(self.sides.0.place(old, ""));
        finding.new = Some(self.sides.1.place(new, ""));
        let own = self.uses.iter().filter(|one| one.owner == owner);
        let own: Vec<String> = own.map(|one| one.action.clone()).collect();
        let reached = &self.reached[pair];
        finding.direction = reached.direction;
        finding.actions = if own.is_empty() {
            reached.actions.keys().cloned().collect()
        } else {
            own
        };
        finding
    }

    /// The schemas that tell whether another change is the same one: the property that came or went, or both versions of
    /// the changed schema.
    fn schemas(&mut self, old: SchemaId, new: SchemaId, change: &Change) -> (usize, usize) {
        let (before, after) = self.sides;
        let inside = |side: &Side, schema: SchemaId, suffix: &str| {
            let schema = &side.run.set.schemas[schema];
            side.run.set.at(schema.file, &format!("{}{suffix}", schema.pointer))
        };
        let (gone, added) = match change.rule {
            "property-added" | "property-required" | "branch-added" => (None, inside(after, new, &change.new)),
            "property-removed" | "required-property-removed" | "branch-removed" => {
                (inside(before, old, &change.old), None)
            }
            _ => (None, None),
        };
        let (gone, added) = match (gone, added) {
            (None, None) => (Some(old), Some(new)),
            found => found,
        };
        let mut address = |version, schema: Option<SchemaId>| {
            schema.map_or(0, |schema| {
                core::ptr::from_ref(self.judge.target(version, schema)).addr()
            })
        };
        (address(Version::Old, gone), address(Version::New, added))
    }

    /// The finding that documentation changed in some places of an owner.
    fn texts(&self, owner: usize, places: usize) -> Finding {
        let Owner { old, new, name } = &self.owners[owner];
        let places = match places {
            1 => "1 place".to_owned(),
            places => format!("{places} places"),
        };
        let mut finding = Finding::new(rule(TEXT), format!("the documentation of `{name}` changed in {places}"));
        finding.old = Some(self.sides.0.place(*old, ""));
        finding.new = Some(self.sides.1.place(*new, ""));
        finding
    }

    fn pairing(&self, pair: usize) -> Pairing {
        let pair = &self.graph.pairs[pair];
        Pairing {
            old: pair.old,
            new: pair.new,
            owner: pair.owner,
        }
    }

    fn change(&mut self, pair: usize, source: Version, aspect: &Aspect) -> Decision {
        let Pairing { old, new, owner } = self.pairing(pair);
        if let Answer::Yes = self.whole(owner, source) {
            return Decision::Harmless;
        }
        if self.is_masked_everywhere(pair, source) {
            return Decision::Harmless;
        }
        let root = match source {
            Version::Old => self.owners[owner].old,
            Version::New => self.owners[owner].new,
        };
        let (at, target) = match source {
            Version::Old => (old, new),
            Version::New => (new, old),
        };
        let (side, other) = match source {
            Version::Old => self.sides,
            Version::New => (self.sides.1, self.sides.0),
        };
        let keywords = side.run.set.keywords(at);
        let inner = match aspect {
            Aspect::NullBranch(inner) => Some(side.run.set.keywords(side.run.set.deref(*inner))),
            _ => None,
        };
        let narrowed = narrowed(aspect, keywords);
        let edited = edited(aspect, keywords, other.run.set.keywords(target), inner);
        let without = match (&edited, aspect) {
            (Some(edited), _) => self.judge.source_with(source, root, at, &Edit::Keywords(edited)),
            (None, Aspect::Swap(names)) => self.judge.source_with(source, root, at, &Edit::Swap(target, names)),
            (None, Aspect::Described(name, schema)) => {
                let edit = Edit::Property(name, *schema);
                self.judge.source_with(source, root, at, &edit)
            }
            (None, aspect) => unreachable!("{aspect:?} has no keywords of its own"),
        };
        let with = match &narrowed {
            Some(narrowed) => self.judge.source_with(source, root, at, &Edit::Keywords(narrowed)),
            None => self.judge.source(source, root),
        };
        match self.judge.contains(with, without) {
            Answer::Yes => Decision::Harmless,
            Answer::Undecided { reason } => Decision::Undecided(reason),
            Answer::No { witness } if self.is_confirmed(owner, source, &witness) => {
                self.shown(owner, source, without, witness)
            }
            Answer::No { .. } => self.together(owner, source, with, without),
        }
    }

    /// What is known of a change that excludes some values on its own: whether the target as a whole rejects one of them.
    fn together(&mut self, owner: usize, source: Version, with: &'static Schema, without: &'static Schema) -> Decision {
        let (own, other) = self.roots(owner, source);
        let [reserved, unreserved] = self.judge.accepting(source, own);
        let rejecting = self.judge.target(source.other(), other);
        match self.judge.refute(&[with, reserved, unreserved], &[without, rejecting]) {
            Answer::Yes => Decision::Harmless,
            Answer::No { witness } => self.shown(owner, source, without, witness),
            Answer::Undecided { reason } => Decision::Undecided(reason),
        }
    }

    /// The decision that a value shows the break. `without` rejects it for the reason in question; the target may say more
    /// of it.
    fn shown(&mut self, owner: usize, source: Version, without: &'static Schema, witness: Json) -> Decision {
        let reason = first_violation(without, &witness);
        let known = self.violation(owner, source, &witness);
        let message = match (reason, known) {
            (Some(reason), Some(known)) if !is_said_by(&reason, &known) => reason.to_string(),
            (_, Some(known)) => known.to_string(),
            (reason, None) => reason.map(|reason| reason.to_string()).unwrap_or_default(),
        };
        Decision::Shown(witness, message)
    }

    /// Whether one version accepts a value that the other one rejects.
    fn is_confirmed(&mut self, owner: usize, source: Version, value: &Json) -> bool {
        let (own, other) = self.roots(owner, source);
        let rejecting = self.judge.target(source.other(), other);
        self.judge.accepts(source, own, value) && !accepts(rejecting, value)
    }

    /// The roots of an owner: that of the source, and that of the target.
    fn roots(&self, owner: usize, source: Version) -> (SchemaId, SchemaId) {
        let Owner { old, new, .. } = self.owners[owner];
        match source {
            Version::Old => (old, new),
            Version::New => (new, old),
        }
    }

    /// Whether the target accepts everything of the source, for an owner as a whole.
    fn whole(&mut self, owner: usize, source: Version) -> Answer {
        if let Some(known) = self.wholes.get(&(owner, source)) {
            return known.clone();
        }
        let (graph, sides) = (self.graph, self.sides);
        let judge = &mut *self.judge;
        let suspects = self
            .suspects
            .entry(source)
            .or_insert_with(|| suspects(graph, sides, source, judge));
        let answer = if suspects.contains(&graph.roots[owner]) {
            let (own, other) = self.roots(owner, source);
            let own = self.judge.source(source, own);
            let other = self.judge.target(source.other(), other);
            self.judge.contains(own, other)
        } else {
            Answer::Yes
        };
        self.wholes.insert((owner, source), answer.clone());
        answer
    }

    /// Whether each action that uses a pair does so beside branches that accept what it rejects, or beside other members of
    /// `allOf` that reject what it accepts.
    fn is_masked_everywhere(&mut self, pair: usize, source: Version) -> bool {
        let uses: Vec<(usize, bool)> = self.reached[pair]
            .uses
            .iter()
            .map(|(index, masked)| (*index, *masked))
            .collect();
        let goes = |one: &Use| match source {
            Version::Old => one.direction.is_sent(),
            Version::New => one.direction.is_received(),
        };
        let uses: Vec<(usize, bool)> = uses.into_iter().filter(|(index, _)| goes(&self.uses[*index])).collect();
        !uses.is_empty()
            && uses.into_iter().all(|(index, is_masked)| {
                is_masked && matches!(self.whole(self.uses[index].owner, source), Answer::Yes)
            })
    }

    fn witness(&self, owner: usize, source: Version, value: &Json, violation: String) -> Witness {
        let Owner { old, new, .. } = self.owners[owner];
        Witness {
            value: value.to_string(),
            is_accepted_by_old: source == Version::Old,
            violation,
            schemas: (self.sides.0.place(old, ""), self.sides.1.place(new, "")),
        }
    }

    /// What the target says of a value that it rejects.
    fn violation(&mut self, owner: usize, source: Version, value: &Json) -> Option<Violation> {
        let (_, other) = self.roots(owner, source);
        let rejecting = self.judge.target(source.other(), other);
        first_violation(rejecting, value)
    }

    /// A finding for an owner that breaks although none of the changes in it does.
    fn unexplained(&mut self, owner: usize) -> Option<Finding> {
        let root = self.graph.roots[owner];
        // A second owner with the same schemas has nothing of its own.
        if self.graph.pairs[root].owner != owner {
            return None;
        }
        let direction = self.reached[root].direction?;
        let below = self.graph.below(root);
        let pairs = || below.iter().map(|pair| &self.graph.pairs[*pair]);
        if pairs().all(|pair| pair.changes.is_empty()) {
            return None;
        }
        let has_branches = pairs().any(|pair| pair.edges.iter().any(|edge| edge.relation == Relation::Branch));
        let mut finding: Option<Finding> = None;
        let Owner { old, new, .. } = self.owners[owner];
        let mut place = (old, new);
        for (source, applies) in [
            (Version::Old, direction.is_sent()),
            (Version::New, direction.is_received()),
        ] {
            let aspect = |change: &Change| match source {
                Version::Old => change.request.is_some(),
                Version::New => change.response.is_some(),
            };
            let has_aspects = pairs().any(|pair| pair.changes.iter().any(aspect));
            if !applies || !(has_aspects || has_branches) {
                continue;
            }
            if below.iter().any(|pair| self.is_harmful(*pair, source)) || self.is_masked_everywhere(root, source) {
                continue;
            }
            let answer = self.whole(owner, source);
            if finding.is_none() {
                let innermost = self.innermost(&below, source).map(|pair| &self.graph.pairs[pair]);
                place = innermost.map_or((old, new), |pair| (pair.old, pair.new));
            }
            let name = &self.owners[owner].name;
            let name = subject(self.sides.1, place.1, new, name);
            let verdict = match answer {
                Answer::No { witness } if self.is_confirmed(owner, source, &witness) => {
                    let violation = self.violation(owner, source, &witness);
                    let keyword = violation.as_ref().map_or("", Violation::keyword);
                    let message = violation.as_ref().map(ToString::to_string).unwrap_or_default();
                    let found = self.witness(owner, source, &witness, message);
                    let finding = finding.get_or_insert_with(|| generic(&name, keyword, source));
                    finding.witness.get_or_insert(found);
                    Verdict::Breaks
                }
                Answer::Undecided { reason } => {
                    let (rule, message) = if has_aspects {
                        let message = "its changes are harmless one by one, but it is unknown what they mean together";
                        (rule("schema-changed"), message)
                    } else {
                        let message = "it is unknown whether the same values match exactly one branch of `oneOf`";
                        (rule("branches-overlap"), message)
                    };
                    let finding = finding.get_or_insert_with(|| Finding::new(rule, format!("`{name}`: {message}")));
                    finding.undecided.get_or_insert(reason);
                    Verdict::Undecided
                }
                Answer::Yes | Answer::No { .. } => continue,
            };
            // What is found here explains what is around it.
            self.harmful.insert((root, source), verdict);
            if let Some(finding) = &mut finding {
                finding.wire = finding.wire.max(verdict);
                finding.check = finding.check.max(verdict);
            }
        }
        let mut finding = finding?;
        finding.direction = Some(direction);
        finding.old = Some(self.sides.0.place(place.0, ""));
        finding.new = Some(self.sides.1.place(place.1, ""));
        finding.actions = self.reached[root].actions.keys().cloned().collect();
        Some(finding)
    }

    /// Whether a change of a pair breaks something in a direction, also if no action uses it in this direction: a schema that
    /// no action uses may hold one that clients only send.
    fn is_harmful(&mut self, pair: usize, source: Version) -> bool {
        if let Some(known) = self.harmful.get(&(pair, source)) {
            return *known != Verdict::None;
        }
        let graph = self.graph;
        let mut verdict = Verdict::None;
        for change in &graph.pairs[pair].changes {
            let aspect = match source {
                Version::Old => &change.request,
                Version::New => &change.response,
            };
            verdict = verdict.max(match aspect.as_ref().map(|aspect| self.change(pair, source, aspect)) {
                None | Some(Decision::Harmless) => Verdict::None,
                Some(Decision::Shown(..)) => Verdict::Breaks,
                Some(Decision::Undecided(_)) => Verdict::Undecided,
            });
        }
        self.harmful.insert((pair, source), verdict);
        verdict != Verdict::None
    }

    /// The innermost of some pairs whose target may reject a value of the source, if there is only one.
    fn innermost(&self, pairs: &BTreeSet<usize>, source: Version) -> Option<usize> {
        let suspects = self.suspects.get(&source)?;
        let is_innermost = |pair: &&usize| {
            let below = &self.graph.pairs[**pair].edges;
            suspects.contains(*pair) && !below.iter().any(|edge| suspects.contains(&edge.to))
        };
        let mut found = pairs.iter().filter(is_innermost);
        match (found.next(), found.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    }
}

/// The finding that several changes break something together.
fn generic(name: &str, violated: &str, source: Version) -> Finding {
    if violated == "oneOf" {
        return Finding::new(
            rule("branches-overlap"),
            format!("`{name}`: other values match exactly one branch of `oneOf`"),
        );
    }
    let message = match source {
        Version::Old => format!("`{name}` rejects values that it accepted before"),
        Version::New => format!("`{name}` accepts values that it rejected before"),
    };
    Finding::new(rule("schema-changed"), message)
}

/// Whether the target as a whole violates a value for the reason in question.
fn is_said_by(reason: &Violation, known: &Violation) -> bool {
    if reason.keyword() == known.keyword() {
        return true;
    }
    match (reason.keyword(), known.keyword()) {
        ("enum", "const") => true,
        // What is left of the branches, without the one in question, is not what the target says there.
        ("anyOf" | "oneOf", _) => reason.pointer() == known.pointer(),
        _ => false,
    }
}

/// What a place refers to now, and what it referred to before.
fn target_words(before: Option<&str>, now: Option<&str>) -> String {
    match (before, now) {
        (Some(before), Some(now)) => format!("it refers to `{now}` now, and referred to `{before}` before"),
        (None, Some(now)) => format!("it refers to `{now}` now, and was described in place before"),
        (Some(before), None) => format!("it is described in place now, and referred to `{before}` before"),
        (None, None) => unreachable!("a reference without a name has no other one"),
    }
}

/// A pair, and the owner that it is in.
struct Pairing {
    old: SchemaId,
    new: SchemaId,
    owner: usize,
}
