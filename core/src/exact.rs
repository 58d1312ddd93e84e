//! [`Exact`]: exact parsing and validation, implemented by every generated type.

use core::fmt;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use crate::check;
use crate::direction::Direction;
use crate::json::{Json, JsonError, ReadError, to_json};
use crate::lossy;
use crate::schema::Schema;
use crate::violation::Violations;
use crate::wire::{self, Wire, Written};

/// A type with a schema: it can be validated, and parsed exactly.
///
/// Plain `Deserialize` is liberal, so that a newer server does not break a client. The methods of this trait are exact:
/// they enforce every keyword of the documented schema and report every violation with its JSON Pointer.
pub trait Exact: FastCheck + Serialize + DeserializeOwned {
    /// The documented schema, as a constraint table.
    const SCHEMA: &'static Schema;

    /// Validates the value against its schema.
    ///
    /// # Errors
    /// All [`Violations`], each with its JSON Pointer.
    fn validate(&self) -> Result<(), Violations> {
        self.validate_in(Direction::Any)
    }

    /// Validates the value as a part of a request or of a response. There, properties are required that
    /// [`validate`](Self::validate) does not require, because only one direction carries them: write-only properties in
    /// a request, read-only ones in a response.
    ///
    /// # Errors
    /// All [`Violations`], each with its JSON Pointer.
    fn validate_in(&self, direction: Direction) -> Result<(), Violations> {
        if self.passes_fast_check(Self::SCHEMA) {
            return Ok(());
        }
        let json = to_json(&Written(self)).map_err(|error| Violations::unserializable(&error))?;
        check::violations_in(direction, Self::SCHEMA, &json)
    }

    /// Validates the value and returns it. Completes a chain of setters.
    ///
    /// # Errors
    /// All [`Violations`], each with its JSON Pointer.
    fn build(self) -> Result<Self, Violations> {
        self.validate()?;
        Ok(self)
    }

    /// Removes the properties that closed objects do not allow, at any depth. A newer server may send such properties,
    /// but a request must not contain them. In a union, the branch is used that is valid without them.
    ///
    /// If the value is invalid for another reason, some of these properties may remain. Everything else is preserved.
    #[must_use]
    fn without_unknown(self) -> Self {
        if self.passes_fast_check(Self::SCHEMA) {
            return self;
        }
        // `validate` reports a value that cannot be serialized as JSON.
        let Ok(mut json) = to_json(&self) else {
            return self;
        };
        check::prune(Self::SCHEMA, &mut json);
        serde_json::from_str(&json.to_string()).unwrap_or(self)
    }

    /// Parses JSON text exactly: a violation of the schema is an error, and a valid value is preserved without loss.
    ///
    /// # Errors
    /// [`ExactError::Syntax`] if the text is not JSON, repeats a key, or is nested deeper than 128 levels; otherwise
    /// [`ExactError::Violations`] with all violations.
    fn from_json_exact(text: &str) -> Result<Self, ExactError> {
        parse_exact(text, Direction::Any, Self::SCHEMA)
    }

    /// Like [`from_json_exact`](Self::from_json_exact), for a part of a request or of a response. See
    /// [`validate_in`](Self::validate_in).
    ///
    /// # Errors
    /// As [`from_json_exact`](Self::from_json_exact).
    fn from_json_exact_in(text: &str, direction: Direction) -> Result<Self, ExactError> {
        parse_exact(text, direction, Self::SCHEMA)
    }
}

/// Parses JSON text exactly, with the given table.
///
/// # Errors
/// As [`Exact::from_json_exact`].
pub(crate) fn parse_exact<T: FastCheck>(
    text: &str,
    direction: Direction,
    schema: &'static Schema,
) -> Result<T, ExactError> {
    let watch = lossy::Watch::start();
    let parsed = match wire::from_str::<T>(text) {
        Ok(value) if !watch.was_noted() && value.passes_fast_check(schema) => return Ok(value),
        other => other,
    };
    let json = Json::parse(text).map_err(ExactError::Syntax)?;
    check::violations_in(direction, schema, &json).map_err(ExactError::Violations)?;
    parsed.map_err(|error| ExactError::Carrier(ReadError::new(&error, text.as_bytes(), schema)))
}

/// Fast validation of the typed value.
///
/// The fast check may fail for a valid value, which the full check then decides. It never passes for an invalid value,
/// nor for one that is invalid in a [`Direction`].
pub trait FastCheck: Wire {
    /// Whether the value is valid against the table, as far as this can be decided without its JSON form.
    fn passes_fast_check(&self, schema: &'static Schema) -> bool;

    /// Whether the items are all different, as far as this can be decided quickly.
    fn distinct(items: &[Self]) -> bool {
        items.len() < 2
    }
}

/// The error of exact parsing.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExactError {
    /// The text is not JSON.
    Syntax(JsonError),
    /// The JSON violates the schema.
    Violations(Violations),
    /// The JSON is valid, but the Rust type rejected it.
    Carrier(ReadError),
}

impl ExactError {
    /// The violations, if the text is JSON that violates the schema.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Violations(violations) => Some(violations),
            Self::Syntax(_) | Self::Carrier(_) => None,
        }
    }

    /// Prefixes the pointers, for a value that is a part of a request.
    #[cfg(feature = "http")]
    pub(crate) fn under(self, prefix: &str) -> Self {
        match self {
            Self::Syntax(error) => Self::Syntax(error.under(prefix)),
            Self::Violations(violations) => Self::Violations(violations.under(prefix)),
            Self::Carrier(error) => Self::Carrier(error.under(prefix)),
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

    /// A boolean that reads `null` as `false`, and parses a value of its own type exactly during deserialization.
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
