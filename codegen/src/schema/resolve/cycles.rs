//! Schemas that lead to themselves, or through too many others, without a step into the value.

use super::Resolver;
use crate::input::by_id::ById;
use crate::input::load::Sources;
use crate::report::Report;
use crate::schema::keywords::{Edge, SchemaId};

impl Resolver<'_> {
    /// Refuses schemas that lead to themselves without a step into the value: they say nothing, and never end. And those
    /// that lead through so many others that a check could not follow.
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
        // An explicit stack: a chain of references can be as long as the input.
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
                // Leave no schema open: the next search starts clean.
                for (open, _) in stack {
                    state[open] = Visit::Done(0);
                }
                state[id] = Visit::Done(0);
                return found;
            }
        }
        None
    }

    /// The schemas that a schema applies to the same value.
    fn in_place(&self, id: SchemaId) -> Vec<SchemaId> {
        let children = self.set.keywords(id).children().into_iter();
        let in_place = children.filter(|(edge, _)| *edge == Edge::InPlace);
        in_place.map(|(_, child)| child).collect()
    }
}

/// How many schemas may stand between a schema and the last one that it applies to the same value. A check goes that deep
/// for each level of the value.
const LONGEST_CHAIN: u32 = 100;

/// What is wrong with a way that never steps into the value.
#[derive(Clone, Copy)]
enum Bare {
    Cycle,
    Chain,
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    /// With the length of the longest way from here that never steps into the value.
    Done(u32),
}
