//! Does one schema accept everything that another accepts?
//!
//! `B` contains `A` if no value satisfies `A` and not `B`. The search for such a value either finds one, which is the
//! witness, or takes the two schemas apart until no way remains, which is the proof.

mod array;
mod atoms;
mod automata;
mod branch;
mod content;
mod documents;
mod formats;
mod goal;
pub(crate) mod judge;
mod lookahead;
mod number;
mod object;
mod overlaps;
mod pool;
mod solver;
mod string;
mod tables;
mod values;
mod variants;

use std::time::{Duration, Instant};

use typewright_core::Json;
use typewright_core::schema::{Rule, Schema};

use crate::report::fault;
pub use documents::{Containment, Table};
pub(crate) use overlaps::Overlaps;

use goal::{Goal, Literal, Outcome, Search};
use solver::Solver;

/// Whether a schema accepts everything that another accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not: this value is accepted by the first schema and rejected by the second one.
    No {
        /// The value, confirmed by the exact check of both schemas.
        witness: Json,
    },
    /// Neither a proof nor a witness was found.
    Undecided {
        /// What stands in the way.
        reason: &'static str,
    },
}

/// Decides whether `b` accepts everything that `a` accepts, within a time.
///
/// # Panics
/// On an internal fault of the search.
fn contains(a: &'static Schema, b: &'static Schema, limit: Duration) -> Answer {
    with_stack(|| search(a, b, limit))
}

/// Runs a search on a thread with a large stack.
fn with_stack(search: impl FnOnce() -> Answer + Send) -> Answer {
    match fault::catch_with_stack(search) {
        Ok(Ok(answer)) => answer,
        Ok(Err(fault)) => panic!("{fault}"),
        Err(_) => Answer::Undecided {
            reason: "no thread could be started for the search",
        },
    }
}

fn search(a: &'static Schema, b: &'static Schema, limit: Duration) -> Answer {
    refute(&[a], &[b], limit)
}

/// Looks for a value that some schemas accept and others reject: the witness that the former do not imply one of the latter.
fn refute(accepting: &[&'static Schema], rejecting: &[&'static Schema], limit: Duration) -> Answer {
    let holds = accepting.iter().map(|schema| Literal::yes(schema));
    let goal = Goal::new(holds.chain(rejecting.iter().map(|schema| Literal::no(schema))));
    let deadline = Instant::now() + limit;
    match Solver::new(deadline).solve(&goal) {
        Outcome::Empty => Answer::Yes,
        Outcome::Witness(witness) => Answer::No { witness },
        Outcome::Unknown(reason) => {
            let mut mentioned = pool::values(accepting.iter().chain(rejecting).copied()).into_iter();
            let found = mentioned
                .find(|value| goal.is_satisfied_by(value))
                .or_else(|| branch_by_branch(&goal, accepting, deadline));
            found.map_or(Answer::Undecided { reason }, |witness| Answer::No { witness })
        }
    }
}

/// Looks for a witness in each branch of the accepting schemas for a while: a search that has grown too large may not have got
/// beyond the first one.
fn branch_by_branch(goal: &Goal, accepting: &[&'static Schema], deadline: Instant) -> Option<Json> {
    const STEPS: u32 = 20_000;
    let rules = accepting.iter().flat_map(|schema| schema.target().rules());
    let branches = rules.filter_map(|rule| match rule {
        Rule::AnyOf(branches) | Rule::OneOf(branches) => Some(*branches),
        _ => None,
    });
    branches.flatten().find_map(|branch| {
        let mut one = goal.clone();
        one.add(Literal::yes(branch));
        match Solver::with_steps(STEPS, deadline).solve(&one) {
            Outcome::Witness(witness) => Some(witness),
            Outcome::Empty | Outcome::Unknown(_) => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::with_stack;
    use crate::report::fault;

    #[test]
    fn a_fault_of_the_search_is_not_an_answer() {
        let fault = fault::catch(|| with_stack(|| panic!("no rule"))).expect_err("the search panics");
        assert!(fault.contains("no rule"), "{fault}");
    }
}
