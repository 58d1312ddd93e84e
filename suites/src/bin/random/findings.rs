//! What is found out about a folder.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

use crate::judge::Problem;

/// How a folder fared.
#[derive(Default)]
pub struct Findings {
    pub schemas: usize,
    pub instances: usize,
    /// How many instances are right, as the oracle says.
    pub valid: usize,
    /// How many instances are judged otherwise than by the oracle, or come back changed.
    pub wrong: usize,
    pub seconds: f64,
    /// What the generator refused, or how it failed.
    pub refused: Vec<String>,
    /// How many types hold their values as JSON, as no Rust type is like them.
    pub held_as_json: usize,
    /// What else the generator warned of, and how often.
    pub warnings: BTreeMap<String, usize>,
    /// Errors and warnings of the compiler.
    pub compiler: Vec<String>,
    /// What is wrong with instances, one for each schema and problem.
    pub disagreements: Vec<Disagreement>,
}

impl Findings {
    /// Whether nothing is wrong.
    pub fn is_valid(&self) -> bool {
        self.wrong == 0 && self.refused.is_empty() && self.compiler.is_empty()
    }

    /// Adds those of another folder.
    pub fn add(&mut self, other: Self) {
        self.schemas += other.schemas;
        self.instances += other.instances;
        self.valid += other.valid;
        self.wrong += other.wrong;
        self.seconds += other.seconds;
        self.refused.extend(other.refused);
        self.compiler.extend(other.compiler);
        self.held_as_json += other.held_as_json;
        for (message, times) in other.warnings {
            *self.warnings.entry(message).or_default() += times;
        }
    }
}

/// What is wrong with some instances of a schema, and the shortest of them.
pub struct Disagreement {
    pub file: PathBuf,
    pub schema: String,
    pub problem: Problem,
    pub instance: String,
    pub count: usize,
}

impl Display for Disagreement {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        let (what, more) = &self.problem;
        writeln!(
            formatter,
            "wrong {} ({} instances): {what}",
            self.file.display(),
            self.count
        )?;
        writeln!(formatter, "    schema   {}", self.schema)?;
        writeln!(formatter, "    instance {}", self.instance)?;
        write!(formatter, "    {more}")
    }
}
