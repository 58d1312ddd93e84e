//! Jobs, which end after a while.

use std::collections::BTreeMap;

/// How often the state of a job is asked for until it has ended.
const POLLS: usize = 2;

/// The jobs that have been started, with the number of times that their state was asked for.
#[derive(Debug, Default)]
pub struct Jobs(BTreeMap<String, usize>);

impl Jobs {
    /// Starts a job, and returns its ID.
    pub fn start(&mut self) -> String {
        let id = format!("{:024x}", 0x575e_0000_u64 + self.0.len() as u64);
        self.0.insert(id.clone(), 0);
        id
    }

    /// Returns the state of a job; `None` if it was not started here.
    pub fn state(&mut self, id: &str) -> Option<&'static str> {
        let polls = self.0.get_mut(id)?;
        *polls += 1;
        Some(if *polls < POLLS { "inProgress" } else { "completed" })
    }
}
