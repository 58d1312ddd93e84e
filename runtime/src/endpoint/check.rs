//! The check of a request before it is sent.

use serde_core::Serialize;

use crate::check;
use crate::exact::Certain;
use crate::json::to_json;
use crate::schema::Schema;
use crate::violation::{Violation, Violations};

/// Collects what is wrong with the parts of a request.
#[derive(Debug, Default)]
pub struct RequestCheck {
    violations: Vec<Violation>,
}

impl RequestCheck {
    /// Checks a part against a table.
    pub fn part<T: Certain + Serialize>(&mut self, name: &str, value: &T, schema: &'static Schema) {
        if value.certain(schema) {
            return;
        }
        let found = match to_json(value) {
            Ok(json) => check::violations(schema, &json),
            Err(error) => Err(Violations::unserializable(&error)),
        };
        if let Err(violations) = found {
            let prefix = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            self.violations
                .extend(violations.into_iter().map(|violation| violation.under(&prefix)));
        }
    }

    /// Checks a part if it is there.
    pub fn optional<T: Certain + Serialize>(&mut self, name: &str, value: &Option<T>, schema: &'static Schema) {
        if let Some(value) = value {
            self.part(name, value, schema);
        }
    }

    /// All that was found.
    ///
    /// # Errors
    /// The violations, if there are any.
    pub fn finish(self) -> Result<(), Violations> {
        Violations::new(self.violations)
    }
}
