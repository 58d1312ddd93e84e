//! Cycles and long chains of schemas that apply to the same value.

use super::Resolver;
use crate::input::by_id::ById;
use crate::input::sources::Sources;
use crate::report::Report;
use crate::schema::keywords::{Edge, SchemaId};

impl Resolver<'_> {
    /// Rejects schemas that apply themselves to the same value. They assert nothing and would never terminate. Also
    /// rejects chains that are too long for the check.
    pub(super) fn refuse_bare_cycles(&mut self, sources: &Sources, report: &mut Report) {
        let mut state = ById::same(&self.set.schemas, Visit::New);
        for id in self.set.schemas.ids() {
            if let Some((culprit, found)) = self.find_cycle(id, &mut state) {
                let place = self.set.place(culprit, sources);
                let (message, help) = match found {
                    Bare::Cycle => (
                        "`$ref` cycle: this schema only refers to itself".to_owned(),
                        "refer to a schema with a `type`, or remove the `$ref`",
                    ),
                    Bare::Chain => (
                        format!("this schema applies a chain of more than {LONGEST_CHAIN} schemas to the same value"),
                        "merge the schemas of the chain (`allOf`, `anyOf`, `oneOf`, `not`, `if`)",
                    ),
                };
                let error = report.error(&place, message, help);
                self.set.schemas[culprit].fault.get_or_insert(error);
            }
        }
    }

    fn find_cycle(&self, start: SchemaId, state: &mut ById<SchemaId, Visit>) -> Option<(SchemaId, Bare)> {
        // An explicit stack avoids an overflow: a chain of references can be as long as the input.
        let mut stack = vec![(start, false)];
        while let Some((id, done)) = stack.pop() {
            let found = if done {
                let next = self.in_place(id);
                let own = u32::from(self.set.keywords(id).reference.is_none());
                let below = next.into_iter().map(|next| match state[next] {
                    Visit::Done(height) => height,
                    Visit::New | Visit::Open => 0,
                });
                let height = own + below.max().unwrap_or_default();
                state[id] = Visit::Done(height);
                (height > LONGEST_CHAIN).then_some((id, Bare::Chain))
            } else {
                match state[id] {
                    Visit::Done(_) => None,
                    Visit::Open => Some((id, Bare::Cycle)),
                    Visit::New => {
                        state[id] = Visit::Open;
                        stack.push((id, true));
                        let next = self.in_place(id);
                        let open = next.iter().any(|next| state[*next] == Visit::Open);
                        stack.extend(next.into_iter().map(|next| (next, false)));
                        open.then_some((id, Bare::Cycle))
                    }
                }
            };
            if found.is_some() {
                // Marks all open schemas as done, so that the next search starts clean.
                for (open, _) in stack {
                    state[open] = Visit::Done(0);
                }
                state[id] = Visit::Done(0);
                return found;
            }
        }
        None
    }

    /// Returns the schemas that a schema applies to the same value.
    fn in_place(&self, id: SchemaId) -> Vec<SchemaId> {
        let children = self.set.keywords(id).children().into_iter();
        let in_place = children.filter(|(edge, _)| *edge == Edge::InPlace);
        in_place.map(|(_, child)| child).collect()
    }
}

/// The maximum length of a chain of schemas that apply to the same value. A check recurses this deep for each level of
/// the value.
const LONGEST_CHAIN: u32 = 100;

/// Why a chain of schemas is rejected.
#[derive(Clone, Copy)]
enum Bare {
    Cycle,
    Chain,
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    /// Visited, with the length of the longest chain from the schema.
    Done(u32),
}
