//! What a value has to satisfy.

use std::collections::BTreeSet;

use typewright_core::Json;
use typewright_core::check::is_valid;
use typewright_core::pattern::Pattern;
use typewright_core::schema::Schema;

/// A schema that a value must satisfy, or must not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Literal {
    pub(super) schema: &'static Schema,
    pub(super) holds: bool,
}

impl Literal {
    pub(super) fn yes(schema: &'static Schema) -> Self {
        Self { schema, holds: true }
    }

    pub(super) fn no(schema: &'static Schema) -> Self {
        Self { schema, holds: false }
    }

    /// The same literal, without references in between.
    pub(super) fn target(self) -> Self {
        Self {
            schema: self.schema.target(),
            ..self
        }
    }

    /// Schemas are compared by address: equal ones share a table.
    pub(super) fn key(self) -> (usize, bool) {
        (core::ptr::from_ref(self.schema).addr(), self.holds)
    }

    pub(super) fn is_satisfied_by(self, value: &Json) -> bool {
        is_valid(self.schema, value) == self.holds
    }
}

/// A conjunction: what one value has to satisfy.
#[derive(Debug, Clone, Default)]
pub(super) struct Goal {
    pub(super) literals: Vec<Literal>,
    /// Values that do not count.
    pub(super) excluded: Vec<Json>,
}

impl Goal {
    pub(super) fn new(literals: impl IntoIterator<Item = Literal>) -> Self {
        let mut goal = Self::default();
        for literal in literals {
            goal.add(literal);
        }
        goal
    }

    pub(super) fn add(&mut self, literal: Literal) {
        let literal = literal.target();
        if !self.literals.iter().any(|known| known.key() == literal.key()) {
            self.literals.push(literal);
        }
    }

    /// Whether it asks for a schema and its opposite.
    pub(super) fn contradicts_itself(&self) -> bool {
        self.literals.iter().any(|one| {
            let opposite = (one.key().0, !one.holds);
            one.holds && self.literals.iter().any(|other| other.key() == opposite)
        })
    }

    /// What identifies the goal, whatever the order of its literals.
    pub(super) fn key(&self) -> Vec<(usize, bool)> {
        let mut key: Vec<_> = self.literals.iter().map(|literal| literal.key()).collect();
        key.sort_unstable();
        key
    }

    pub(super) fn is_satisfied_by(&self, value: &Json) -> bool {
        !self.excluded.contains(value) && self.literals.iter().all(|literal| literal.is_satisfied_by(value))
    }
}

/// What the name of a property has to satisfy.
pub(super) struct Name {
    pub(super) schemas: Vec<Literal>,
    /// Each with whether it must match.
    pub(super) patterns: Vec<(&'static Pattern, bool)>,
}

/// What is known of the values that satisfy a goal.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// There is none.
    Empty,
    /// This is one; it has been checked.
    Witness(Json),
    /// Neither could be shown, for this reason.
    Unknown(&'static str),
}

/// Why a search ends without an answer.
pub(super) const TOO_LARGE: &str = "the search was stopped because it grew too large";
/// Why a search for a string ends so.
pub(super) const NONE_FOUND: &str = "no string was found, although there may be one";

/// Finds values for goals of any type: what arrays and objects ask for their items and properties.
pub(super) trait Search {
    /// Finds a value for a goal, or shows that there is none.
    fn solve(&mut self, goal: &Goal) -> Outcome;

    /// Finds a name for a property that is not taken.
    fn name(&mut self, wanted: &Name, taken: &BTreeSet<&str>) -> Outcome;

    /// Counts a step; whether there have been too many, or no time is left.
    fn is_exhausted(&mut self) -> bool;
}

/// Several ways to reach a goal, of which one suffices.
#[derive(Debug, Default)]
pub(super) struct Ways {
    unknown: Option<&'static str>,
}

impl Ways {
    /// Notes the outcome of one way. A witness ends the search.
    pub(super) fn add(&mut self, outcome: Outcome) -> Option<Json> {
        match outcome {
            Outcome::Empty => None,
            Outcome::Witness(value) => Some(value),
            Outcome::Unknown(reason) => {
                self.unknown.get_or_insert(reason);
                None
            }
        }
    }

    /// The outcome if no way led to a witness.
    pub(super) fn finish(self) -> Outcome {
        self.unknown.map_or(Outcome::Empty, Outcome::Unknown)
    }
}

/// The outcome of the first way that leads to a witness, or what is known of all of them.
pub(super) fn any_way<W>(
    solver: &mut dyn Search,
    all: impl IntoIterator<Item = W>,
    mut follow: impl FnMut(&mut dyn Search, W) -> Outcome,
) -> Outcome {
    let mut ways = Ways::default();
    for way in all {
        if solver.is_exhausted() {
            return Outcome::Unknown(TOO_LARGE);
        }
        let outcome = follow(solver, way);
        if let Some(value) = ways.add(outcome) {
            return Outcome::Witness(value);
        }
    }
    ways.finish()
}
