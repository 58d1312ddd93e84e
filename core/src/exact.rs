//! [`Exact`]: what every generated type can do beyond serde.

use core::fmt;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use crate::check;
use crate::json::{Json, JsonError, ReadError, to_json};
use crate::lossy;
use crate::schema::Schema;
use crate::violation::Violations;
use crate::wire::{self, Wire, Written};

/// A type with its schema: it can check itself, and be parsed exactly.
///
/// Plain `Deserialize` is liberal, so that a newer server is no reason to fail. The methods here are exact: they
/// enforce every keyword of the documented schema and report all that is wrong, each with its place.
pub trait Exact: FastCheck + Serialize + DeserializeOwned {
    /// The documented schema as a constraint table.
    const SCHEMA: &'static Schema;

    /// Checks the value against its schema.
    ///
    /// # Errors
    /// All [`Violations`], each with its JSON Pointer.
    fn validate(&self) -> Result<(), Violations> {
        if self.passes_fast_check(Self::SCHEMA) {
            return Ok(());
        }
        let json = to_json(&Written(self)).map_err(|error| Violations::unserializable(&error))?;
        check::violations(Self::SCHEMA, &json)
    }

    /// The end of a chain of setters: the value, if it is right by its schema.
    ///
    /// # Errors
    /// All [`Violations`], each with its JSON Pointer.
    fn build(self) -> Result<Self, Violations> {
        self.validate()?;
        Ok(self)
    }

    /// Drops the properties that closed objects do not allow, at any depth: what a newer server sent and a request must
    /// not send back. In a union, the branch decides that is valid without them.
    ///
    /// A value that is not valid for another reason may keep some. Everything else stays as it is.
    #[must_use]
    fn without_unknown(self) -> Self {
        if self.passes_fast_check(Self::SCHEMA) {
            return self;
        }
        // What cannot be written as JSON, `validate` reports.
        let Ok(mut json) = to_json(&self) else {
            return self;
        };
        check::prune(Self::SCHEMA, &mut json);
        serde_json::from_str(&json.to_string()).unwrap_or(self)
    }

    /// Parses JSON text exactly: what breaks the schema is refused, what is right is carried without loss.
    ///
    /// # Errors
    /// [`ExactError::Syntax`] if the text is no JSON (or repeats a key, or is nested deeper than 128), else
    /// [`ExactError::Violations`] with everything that is wrong.
    fn from_json_exact(text: &str) -> Result<Self, ExactError> {
        parse_exact(text, Self::SCHEMA)
    }
}

/// Parses JSON text exactly by a table.
///
/// # Errors
/// As [`Exact::from_json_exact`].
pub(crate) fn parse_exact<T: FastCheck>(text: &str, schema: &'static Schema) -> Result<T, ExactError> {
    let watch = lossy::Watch::start();
    let parsed = match wire::from_str::<T>(text) {
        Ok(value) if !watch.was_noted() && value.passes_fast_check(schema) => return Ok(value),
        other => other,
    };
    let json = Json::parse(text).map_err(ExactError::Syntax)?;
    check::violations(schema, &json).map_err(ExactError::Violations)?;
    parsed.map_err(|error| ExactError::Carrier(ReadError::new(&error, text.as_bytes(), schema)))
}

/// The quick half of the exact check, on the typed value.
///
/// It may fail for a valid value, which the full check then decides, but it never passes for an invalid one.
pub trait FastCheck: Wire {
    /// Whether the value is valid by the table, as far as can be told without its JSON form.
    fn passes_fast_check(&self, schema: &'static Schema) -> bool;

    /// Whether no two of these are equal, as far as can be told quickly.
    fn distinct(items: &[Self]) -> bool {
        items.len() < 2
    }
}

/// Why a text could not be parsed exactly.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExactError {
    /// The text is not JSON.
    Syntax(JsonError),
    /// The JSON breaks the schema.
    Violations(Violations),
    /// The JSON is valid, but the Rust type refused it.
    Carrier(ReadError),
}

impl ExactError {
    /// The violations, if the text was JSON that breaks the schema.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Violations(violations) => Some(violations),
            Self::Syntax(_) | Self::Carrier(_) => None,
        }
    }
}

impl fmt::Display for ExactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(f),
            Self::Violations(violations) => violations.fmt(f),
            Self::Carrier(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ExactError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Syntax(error) => Some(error),
            Self::Violations(violations) => Some(violations),
            Self::Carrier(error) => Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Exact, ExactError, FastCheck};
    use crate::lossy;
    use crate::schema::{BOOLEAN, Rule, Schema};

    static FLAG: Schema = Schema(&[Rule::Type(BOOLEAN)]);

    /// A flag that reads `null` as `false`, and parses a value of its own type exactly while it is read.
    #[derive(Debug, PartialEq)]
    struct Flag(bool);

    impl<'de> Deserialize<'de> for Flag {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let flag = Option::<bool>::deserialize(deserializer)?;
            if flag.is_none() {
                lossy::note();
                assert_eq!(Self::from_json_exact("true").ok(), Some(Self(true)));
            }
            Ok(Self(flag == Some(true)))
        }
    }

    impl Serialize for Flag {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(serializer)
        }
    }

    crate::serde_wire!(Flag);

    impl FastCheck for Flag {
        fn passes_fast_check(&self, schema: &'static Schema) -> bool {
            self.0.passes_fast_check(schema)
        }
    }

    impl Exact for Flag {
        const SCHEMA: &'static Schema = &FLAG;
    }

    #[test]
    fn an_exact_parse_inside_of_another_keeps_its_note_of_loss() {
        assert_eq!(Flag::from_json_exact("false").ok(), Some(Flag(false)));
        let error = Flag::from_json_exact("null").expect_err("null is no flag");
        assert!(matches!(error, ExactError::Violations(_)), "{error}");
    }
}
