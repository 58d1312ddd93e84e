//! Lossless representation of any JSON value.

mod convert;
mod error;
mod object;
mod parse;
#[doc(hidden)]
pub mod pointer;
pub(crate) mod raw;
mod read_error;
pub(crate) mod scan;
mod wire;

use std::fmt;
use std::str::FromStr;

pub use convert::to_json;
pub use error::JsonError;
pub use object::{JsonObject, Properties};
pub(crate) use parse::DEPTH;
pub(crate) use read_error::REPEATED;
pub use read_error::ReadError;
pub(crate) use wire::{Reading, deserialize_as};

use crate::number::Number;

/// Any JSON value, with numbers as written and properties in their order.
///
/// Values are equal as defined by JSON Schema: `1` equals `1.0`, and the order of properties does not matter.
///
/// ```
/// use typewright_runtime::json::Json;
///
/// let json = Json::parse(r#"{"b": 1.0, "a": [true, null]}"#)?;
/// assert_eq!(json.to_string(), r#"{"b":1.0,"a":[true,null]}"#);
/// assert_eq!(json.get("a").and_then(Json::as_array).map(Vec::len), Some(2));
/// assert_eq!(json, Json::parse(r#"{"a": [true, null], "b": 1}"#)?);
/// # Ok::<(), typewright_runtime::json::JsonError>(())
/// ```
///
/// # Serde
///
/// `serde_json` also reads and writes this type without loss, at any place in other types, and rejects the same input
/// as [`Json::parse`]. Other formats may lose information of a [`Number`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(JsonObject),
}

impl Json {
    /// Parses a complete JSON text, strictly.
    ///
    /// # Errors
    ///
    /// If the text is not JSON as defined by RFC 8259, or if parsers interpret it differently: a duplicate property, an
    /// unpaired surrogate in a string, or more than 128 levels of nesting.
    pub fn parse(text: &str) -> Result<Json, JsonError> {
        parse::parse(text, parse::DEPTH)
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// Returns the boolean, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(bool) => Some(*bool),
            _ => None,
        }
    }

    /// Returns the number, if this is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Json::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(string) => Some(string),
            _ => None,
        }
    }

    /// Returns the items, if this is an array.
    pub fn as_array(&self) -> Option<&Vec<Json>> {
        match self {
            Json::Array(array) => Some(array),
            _ => None,
        }
    }

    /// Returns the object, if this is one.
    pub fn as_object(&self) -> Option<&JsonObject> {
        match self {
            Json::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Returns the value of a property, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_object()?.get(key)
    }
}

/// Writes JSON text: compact, or in several lines for `{:#}`.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() {
            serde_json::to_string_pretty(self)
        } else {
            serde_json::to_string(self)
        };
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Json {
    type Err = JsonError;

    fn from_str(text: &str) -> Result<Json, JsonError> {
        Json::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn equality_is_that_of_json_schema() {
        let a = Json::parse(r#"{"a":[1,2.50],"b":{"x":null,"y":""}}"#).unwrap();
        let b = Json::parse(r#"{"b":{"y":"","x":null},"a":[1.0,25e-1]}"#).unwrap();
        assert_eq!(a, b);
        assert_eq!(HashSet::from([a, b]).len(), 1);
        for (a, b) in [
            ("1", "true"),
            ("[1,2]", "[2,1]"),
            ("null", "0"),
            ("{}", "[]"),
            ("\"1\"", "1"),
        ] {
            assert_ne!(Json::parse(a).unwrap(), Json::parse(b).unwrap());
        }
    }

    #[test]
    fn accessors_see_only_their_own_kind() {
        let json = Json::parse("{\"a\":[\"x\",1,false,null]}").unwrap();
        let array = json.get("a").and_then(Json::as_array).unwrap();
        assert_eq!(array[0].as_str(), Some("x"));
        assert_eq!(array[1].as_number().and_then(Number::as_i64), Some(1));
        assert_eq!(array[2].as_bool(), Some(false));
        assert!(array[3].is_null());
        assert_eq!(array[1].as_str(), None);
        assert_eq!(json.get("b"), None);
        assert_eq!(array[0].get("a"), None);
    }

    #[test]
    fn the_long_form_has_lines() {
        assert_eq!(format!("{:#}", Json::parse("[1]").unwrap()), "[\n  1\n]");
    }
}
