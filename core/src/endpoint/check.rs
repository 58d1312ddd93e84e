//! The check of a request before it is sent.

use serde_core::Serialize;

use super::RawBody;
use super::raw_body::is_one_of;
use crate::check;
use crate::exact::Certain;
use crate::json::to_json;
use crate::schema::Schema;
use crate::violation::{Violation, Violations};

/// Collects what is wrong with the parts of a request.
#[derive(Debug, Default)]
pub struct RequestCheck {
    violations: Vec<Violation>,
    omitted: usize,
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
            self.omitted += violations.omitted();
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

    /// Checks whether a body that is not JSON is of a documented media type.
    pub fn raw_body(&mut self, body: &RawBody, media_type: &str) {
        let found = body.content_type();
        if !is_one_of(found, media_type) {
            let found = serde_json::Value::from(found).to_string();
            let limit = media_type.to_owned();
            self.violations
                .push(Violation::new("/body", "contentMediaType", limit, found));
        }
    }

    /// Checks it if it is there.
    pub fn optional_raw_body(&mut self, body: Option<&RawBody>, media_type: &str) {
        if let Some(body) = body {
            self.raw_body(body, media_type);
        }
    }

    /// All that was found.
    ///
    /// # Errors
    /// The violations, if there are any.
    pub fn finish(self) -> Result<(), Violations> {
        Violations::new(self.violations, self.omitted)
    }
}
