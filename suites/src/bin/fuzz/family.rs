//! A few random schemas that look alike, with values, and what the oracle says of each.

use fastrand::Rng;
use jsonschema::Validator;
use serde_json::Value;
use typewright_suites::Failure;

use crate::mutate::mutant;
use typewright_suites::random::breakages::broken;
use typewright_suites::random::folder::Folder;
use typewright_suites::random::instances::{Maker, Patterns};
use typewright_suites::random::schemas::document;
use typewright_suites::random::words::Numbers;

/// How many values are made of each schema, and as many that are broken in one place.
const VALUES: usize = 25;

/// Schemas that look alike, with values.
pub struct Family {
    pub schemas: Vec<Folder>,
    pub oracles: Vec<Validator>,
    pub values: Vec<Value>,
    /// Which values each schema accepts.
    pub accepts: Vec<Vec<bool>>,
}

impl Family {
    /// The family that a seed makes: a schema, two changes of it, a change of the first of these, and an unrelated schema.
    ///
    /// # Errors
    /// If the oracle cannot read one of them.
    pub fn new(seed: u64, patterns: &Patterns) -> Result<Self, Failure> {
        let mut rng = Rng::with_seed(seed);
        let numbers = if rng.u8(..3) == 0 {
            Numbers::Wide
        } else {
            Numbers::Small
        };
        let first = document(&mut rng, numbers);
        let second = mutant(&mut rng, &first);
        let third = mutant(&mut rng, &first);
        let fourth = mutant(&mut rng, &second);
        let other = document(&mut rng, numbers);
        let schemas: Vec<Folder> = [first, second, third, fourth, other].map(Folder::of).into();
        let oracles: Result<Vec<Validator>, Failure> = schemas.iter().map(|schema| schema.oracle(0)).collect();
        let oracles = oracles?;
        let mut values = Vec::new();
        for schema in &schemas {
            let Some(root) = schema.root(0) else { continue };
            let mut maker = Maker::new(schema, patterns, numbers, seed);
            for _ in 0..VALUES {
                if let Some(value) = maker.instance(root) {
                    values.push(broken(&mut maker, &value));
                    values.push(value);
                }
            }
        }
        let accepts = oracles
            .iter()
            .map(|oracle| values.iter().map(|value| oracle.is_valid(value)).collect())
            .collect();
        Ok(Self {
            schemas,
            oracles,
            values,
            accepts,
        })
    }

    /// A value that one schema accepts and another one rejects.
    pub fn counterexample(&self, a: usize, b: usize) -> Option<&Value> {
        let at = (0..self.values.len()).find(|at| self.accepts[a][*at] && !self.accepts[b][*at])?;
        self.values.get(at)
    }
}
