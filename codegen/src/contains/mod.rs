//! Does one schema accept everything that another accepts?
//!
//! `B` contains `A` if no value satisfies `A` and not `B`. The search for such a value either finds one, which is the
//! witness, or takes the two schemas apart until no way remains, which is the proof.

mod array;
mod atoms;
mod documents;
mod goal;
mod number;
mod object;
mod pool;
mod solver;
mod string;
mod tables;
mod values;

use std::time::{Duration, Instant};

use typewright_core::Json;
use typewright_core::schema::Schema;

pub use documents::{Containment, Table};
use goal::{Goal, Literal, Outcome};
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
/// Schemas can be nested deeply, and the search goes as deep, so it has a stack of its own.
fn contains(a: &'static Schema, b: &'static Schema, limit: Duration) -> Answer {
    const STACK: usize = 256 * 1024 * 1024;
    let answer = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, || search(a, b, limit));
        thread.ok().and_then(|thread| thread.join().ok())
    });
    answer.unwrap_or(Answer::Undecided {
        reason: "the search could not be run",
    })
}

fn search(a: &'static Schema, b: &'static Schema, limit: Duration) -> Answer {
    let goal = Goal::new([Literal::yes(a), Literal::no(b)]);
    let deadline = Instant::now() + limit;
    match Solver::new(deadline).solve(&goal) {
        Outcome::Empty => Answer::Yes,
        Outcome::Witness(witness) => Answer::No { witness },
        Outcome::Unknown(reason) => match pool::values([a, b])
            .into_iter()
            .find(|value| goal.is_satisfied_by(value))
        {
            Some(witness) => Answer::No { witness },
            None => Answer::Undecided { reason },
        },
    }
}
