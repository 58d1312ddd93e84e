//! Finds a value that satisfies a goal, or shows that there is none.
//!
//! A goal is taken apart for values of each JSON type, choice by choice (a tableau). What remains of a branch concerns one
//! type only and is solved in a module of its own. Every value found is checked against the whole goal, so a mistake in
//! these modules can cost an answer but cannot make a wrong witness.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use typewright_core::Json;
use typewright_core::pattern::Pattern;
use typewright_core::schema::{Rule, STRING, Schema};

use super::atoms::{Choice, Kind, Part, Step, affirm, deny, not_exactly_one};
use super::branch::Branch;
use super::goal::{Goal, Literal, Name, Outcome, Search, TOO_LARGE, Ways};
use super::values::listed;
use super::{array, number, object, string};

/// How many steps a search may take, and how deep it may go. Real schemas need a few hundred steps.
const MOST_STEPS: u32 = 60_000;
const DEEPEST: usize = 48;
/// How many steps the searches for relations between branches may take together.
const MOST_RELATION_STEPS: u32 = 30_000;

pub(super) struct Solver {
    steps: u32,
    most_steps: u32,
    deadline: Instant,
    depth: usize,
    /// The goals being solved, outermost first.
    open: Vec<Vec<(usize, bool)>>,
    /// The outermost open goal that was taken for empty because it is reached again inside of itself.
    assumed: Option<usize>,
    known: HashMap<Vec<(usize, bool)>, Outcome>,
    /// Whether one schema was shown to contain another, by the goal that shows it.
    implied: HashMap<Vec<(usize, bool)>, bool>,
    /// How many steps that took.
    relation_steps: u32,
    /// Whether the search only serves another one.
    is_short: bool,
    /// The names found, by what they satisfy and the names that are taken.
    names: HashMap<NameKey, Outcome>,
    /// The schemas of patterns for names, by the address of the pattern.
    patterns: HashMap<usize, &'static Schema>,
}

/// The address of each schema, and whether it must hold; the names that are taken.
type NameKey = (Vec<(usize, bool)>, Vec<String>);

static TEXT: Schema = Schema::new(&[Rule::Type(STRING)]);

impl Search for Solver {
    fn solve(&mut self, goal: &Goal) -> Outcome {
        if goal.contradicts_itself() {
            return Outcome::Empty;
        }
        if self.is_exhausted() {
            return Outcome::Unknown(TOO_LARGE);
        }
        if !goal.excluded.is_empty() {
            return self.solve_each_kind(goal);
        }
        let key = goal.key();
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        // A value that satisfies a goal is finite. If it needs a part that satisfies the same goal, that part needs one as
        // well, and so on: so the smallest value does not, and the goal can be taken for empty inside of itself. With values
        // that do not count, it cannot: the part may be one of them.
        if let Some(at) = self.open.iter().position(|open| *open == key) {
            self.assumed = Some(self.assumed.map_or(at, |assumed| assumed.min(at)));
            return Outcome::Empty;
        }
        let own = self.open.len();
        let outer = self.assumed.take();
        self.open.push(key.clone());
        let outcome = self.solve_each_kind(goal);
        self.open.pop();
        // What was found under an assumption about a goal further out holds only inside of that goal.
        let depends_on_outer = self.assumed.is_some_and(|assumed| assumed < own);
        if self.is_final(&outcome) && !depends_on_outer || matches!(outcome, Outcome::Witness(_)) {
            self.known.insert(key, outcome.clone());
        }
        let inner = self.assumed.filter(|_| depends_on_outer);
        self.assumed = match (outer, inner) {
            (Some(outer), Some(inner)) => Some(outer.min(inner)),
            (outer, inner) => outer.or(inner),
        };
        outcome
    }

    fn name(&mut self, name: &Name, taken: &BTreeSet<&str>) -> Outcome {
        let patterns = name.patterns.iter().map(|(pattern, holds)| Literal {
            schema: self.pattern(pattern),
            holds: *holds,
        });
        let mut literals: Vec<Literal> = patterns.collect();
        literals.extend(&name.schemas);
        literals.push(Literal::yes(&TEXT));
        let mut goal = Goal::new(literals);
        let key = (goal.key(), taken.iter().map(|name| (*name).to_owned()).collect());
        if let Some(known) = self.names.get(&key) {
            return known.clone();
        }
        let texts = taken.iter().map(|name| Json::String((*name).to_owned()));
        goal.excluded = texts.collect();
        let outcome = self.solve(&goal);
        if self.is_final(&outcome) {
            self.names.insert(key, outcome.clone());
        }
        outcome
    }

    fn is_exhausted(&mut self) -> bool {
        self.steps += 1;
        self.steps > self.most_steps || self.depth > DEEPEST || Instant::now() > self.deadline
    }
}

impl Solver {
    pub(super) fn new(deadline: Instant) -> Self {
        Self::with_steps(MOST_STEPS, deadline)
    }

    /// A search that ends after some steps, found or not.
    pub(super) fn with_steps(most_steps: u32, deadline: Instant) -> Self {
        Self {
            steps: 0,
            most_steps,
            deadline,
            depth: 0,
            open: Vec::new(),
            assumed: None,
            known: HashMap::new(),
            implied: HashMap::new(),
            relation_steps: 0,
            is_short: false,
            names: HashMap::new(),
            patterns: HashMap::new(),
        }
    }

    /// The schema of a pattern. It is kept for as long as the tables are.
    fn pattern(&mut self, pattern: &'static Pattern) -> &'static Schema {
        let address = core::ptr::from_ref(pattern).addr();
        self.patterns.entry(address).or_insert_with(|| {
            let rules = Box::leak(Box::new([Rule::Pattern(pattern)]));
            Box::leak(Box::new(Schema::new(rules)))
        })
    }

    fn solve_each_kind(&mut self, goal: &Goal) -> Outcome {
        self.depth += 1;
        let mut ways = Ways::default();
        for kind in Kind::ALL {
            let outcome = self.branch(goal, kind, Branch::default(), goal.literals.clone(), Vec::new());
            if let Some(value) = ways.add(outcome) {
                self.depth -= 1;
                return Outcome::Witness(value);
            }
        }
        self.depth -= 1;
        ways.finish()
    }

    /// Takes literals apart until only parts for one type and choices remain, and then tries the choices.
    fn branch(
        &mut self,
        goal: &Goal,
        kind: Kind,
        mut branch: Branch,
        mut waiting: Vec<Literal>,
        mut choices: Vec<Choice>,
    ) -> Outcome {
        if self.is_exhausted() {
            return Outcome::Unknown(TOO_LARGE);
        }
        loop {
            while let Some(literal) = waiting.pop() {
                let literal = literal.target();
                match branch.note(literal) {
                    Some(true) => {}
                    Some(false) => continue,
                    None => return Outcome::Empty,
                }
                let step = if literal.holds {
                    affirm(literal.schema, kind)
                } else {
                    deny(literal.schema, kind)
                };
                match step {
                    Step::Impossible => return Outcome::Empty,
                    Step::All(parts, more) => {
                        choices.extend(more);
                        if !branch.add(&mut waiting, parts) {
                            return Outcome::Empty;
                        }
                    }
                }
            }
            if !branch.count(&mut waiting, &mut choices) {
                return Outcome::Empty;
            }
            if waiting.is_empty() {
                break;
            }
        }
        if !branch.narrow(&mut choices) {
            return Outcome::Empty;
        }
        if let Some(values) = listed(&branch.parts).or_else(|| kind.values()) {
            let found = values.into_iter().find(|value| goal.is_satisfied_by(value));
            return found.map_or(Outcome::Empty, Outcome::Witness);
        }
        if let Some(alternatives) = self.next_choice(&mut branch, kind, &mut choices) {
            let mut ways = Ways::default();
            for way in alternatives {
                let mut branch = branch.clone();
                let mut waiting = Vec::new();
                if !self.learn(&way, kind, &branch, &choices, &mut waiting) {
                    continue;
                }
                if !branch.add(&mut waiting, way) {
                    continue;
                }
                let rest = choices.iter().map(|choice| Choice {
                    ways: choice.ways.clone(),
                    denied: choice.denied,
                });
                let outcome = self.branch(goal, kind, branch, waiting, rest.collect());
                if let Some(value) = ways.add(outcome) {
                    return Outcome::Witness(value);
                }
            }
            return ways.finish();
        }
        match self.leaf(kind, &branch.parts, &goal.excluded) {
            Outcome::Witness(value) if !goal.is_satisfied_by(&value) => {
                Outcome::Unknown("no value was found that could be confirmed")
            }
            outcome => outcome,
        }
    }

    /// Whether an outcome may be kept: a short search may end where a longer one goes on.
    fn is_final(&self, outcome: &Outcome) -> bool {
        !(self.is_short && matches!(outcome, Outcome::Unknown(_)))
    }

    /// Adds what follows from a way for the branches of other unions: one branch may contain another. `false` if the way
    /// leads to no value.
    fn learn(
        &mut self,
        way: &[Part],
        kind: Kind,
        branch: &Branch,
        choices: &[Choice],
        waiting: &mut Vec<Literal>,
    ) -> bool {
        if !matches!(kind, Kind::Array | Kind::Object) {
            return true;
        }
        let literals = way.iter().filter_map(|part| match part {
            Part::Schema(literal) => Some(literal.target()),
            _ => None,
        });
        let (chosen, refused): (Vec<Literal>, Vec<Literal>) = literals.partition(|literal| literal.holds);
        for chosen in &chosen {
            let mut denied = choices.iter().filter_map(|choice| choice.denied);
            if denied.any(|denied| self.implies(chosen.schema, denied)) {
                return false;
            }
        }
        if chosen.is_empty() {
            return true;
        }
        for part in &branch.parts {
            let Part::NotExactlyOne(others) = part else { continue };
            for other in others.iter().filter(|other| branch.holds(other).is_none()) {
                if chosen.iter().any(|chosen| self.implies(chosen.schema, other)) {
                    waiting.push(Literal::yes(other));
                } else if refused.iter().any(|refused| self.implies(other, refused.schema)) {
                    waiting.push(Literal::no(other));
                }
            }
        }
        true
    }

    /// Whether a short search shows that one schema contains another.
    fn implies(&mut self, one: &'static Schema, other: &'static Schema) -> bool {
        const STEPS: u32 = 500;
        let goal = Goal::new([Literal::yes(one), Literal::no(other)]);
        let key = goal.key();
        if let Some(implied) = self.implied.get(&key) {
            return *implied;
        }
        if self.is_short || self.relation_steps > MOST_RELATION_STEPS {
            return false;
        }
        // Nothing is assumed of it: it concerns the same value as what is open, and not a part of it.
        let open = core::mem::take(&mut self.open);
        let assumed = self.assumed.take();
        let steps = self.steps;
        let implied = self.is_soon_empty(STEPS, |solver| solver.solve(&goal));
        self.relation_steps += self.steps - steps;
        self.steps = steps;
        (self.open, self.assumed) = (open, assumed);
        self.implied.insert(key, implied);
        implied
    }

    /// Whether a search that only serves another one shows within some steps that there is no value.
    fn is_soon_empty(&mut self, most: u32, search: impl FnOnce(&mut Self) -> Outcome) -> bool {
        let (most_steps, is_short) = (self.most_steps, self.is_short);
        self.most_steps = most_steps.min(self.steps.saturating_add(most));
        self.is_short = true;
        let outcome = search(self);
        (self.most_steps, self.is_short) = (most_steps, is_short);
        matches!(outcome, Outcome::Empty)
    }

    /// The ways of the choice with the fewest. A schema that must not hold and cannot hold anyway is no choice.
    fn next_choice(&mut self, branch: &mut Branch, kind: Kind, choices: &mut Vec<Choice>) -> Option<Vec<Vec<Part>>> {
        const FEW: usize = 2;
        if choices.iter().filter(|choice| choice.denied.is_some()).count() > FEW {
            choices.retain(|choice| {
                let Some(denied) = choice.denied else { return true };
                !self.excludes(branch, kind, denied)
            });
        }
        let fewest = (0..choices.len()).min_by_key(|index| choices[*index].ways.len());
        if let Some(fewest) = fewest {
            return Some(choices.swap_remove(fewest).ways);
        }
        let at = branch
            .parts
            .iter()
            .position(|part| matches!(part, Part::NotExactlyOne(_)))?;
        let Part::NotExactlyOne(branches) = branch.parts.swap_remove(at) else {
            return None;
        };
        // Pairs are many, and of branches with a tag only one can hold: what cannot hold is left out first.
        let possible: Vec<_> = branches
            .iter()
            .filter(|schema| !self.excludes(branch, kind, schema))
            .collect();
        Some(not_exactly_one(&possible))
    }

    /// Whether no value of this type satisfies both the branch and a schema.
    fn excludes(&mut self, branch: &Branch, kind: Kind, schema: &'static Schema) -> bool {
        const STEPS: u32 = 1_000;
        // The parts are all that is certain of the branch; what it still has to choose from is left aside.
        let goal = Goal::new([Literal::yes(schema)]);
        let mut with = Branch::default();
        let is_plain = |part: &&Part| !matches!(part, Part::Schema(_) | Part::NotExactlyOne(_));
        with.parts = branch.parts.iter().filter(is_plain).copied().collect();
        self.is_soon_empty(STEPS, |solver| {
            solver.branch(&goal, kind, with, goal.literals.clone(), Vec::new())
        })
    }

    fn leaf(&mut self, kind: Kind, parts: &[Part], excluded: &[Json]) -> Outcome {
        match kind {
            Kind::Null | Kind::Boolean => unreachable!("each of their values is tried before"),
            Kind::Number => number::solve(parts, &all_excluded(parts, excluded)),
            Kind::String => string::solve(parts, &all_excluded(parts, excluded)),
            Kind::Array => array::solve(self, parts, &all_excluded(parts, excluded)),
            Kind::Object => object::solve(self, parts, &all_excluded(parts, excluded)),
        }
    }
}

/// The values that do not count: those of the goal, and those that a denied `const` or `enum` lists.
fn all_excluded(parts: &[Part], excluded: &[Json]) -> Vec<Json> {
    let mut all = excluded.to_vec();
    for part in parts {
        if let Part::Rule { rule, holds: false, .. } = part
            && let Rule::Const(_) | Rule::Strings(_) | Rule::Values(_) = rule
        {
            all.extend(super::values::values_of(rule));
        }
    }
    all
}
