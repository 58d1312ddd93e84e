//! Values that two schemas of a run accept.

use std::time::{Duration, Instant};

use typewright_core::Json;

use super::goal::{Goal, Literal, Outcome, Search};
use super::solver::Solver;
use super::tables::{Shorthands, Tables};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The number of steps of a search. It is counted instead of timed, so that a run on the same schemas finds the same.
const MOST_STEPS: u32 = 3_000;

/// Finds values that two schemas accept.
pub(crate) struct Overlaps<'s> {
    set: &'s SchemaSet,
    tables: Tables,
}

impl<'s> Overlaps<'s> {
    pub(crate) fn new(set: &'s SchemaSet) -> Self {
        Self {
            set,
            tables: Tables::new(Shorthands::Ecma),
        }
    }

    /// Returns a value that two schemas accept, if a short search finds one.
    pub(crate) fn find(&mut self, one: SchemaId, other: SchemaId) -> Option<Json> {
        const LIMIT: Duration = Duration::from_secs(10);
        let literals = [one, other].map(|id| Literal::yes(self.tables.table(self.set, id)));
        let mut solver = Solver::with_steps(MOST_STEPS, Instant::now() + LIMIT);
        match solver.solve(&Goal::new(literals)) {
            Outcome::Witness(value) => Some(value),
            Outcome::Empty | Outcome::Unknown(_) => None,
        }
    }
}
