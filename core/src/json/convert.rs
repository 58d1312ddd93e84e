//! Conversions between [`Json`] and other values.
//!
//! Those of `serde_json::Value` are `#[inline]`, so that only crates that use them compile them.

use serde_core::Serialize;
use serde_core::ser::Error as _;

use super::{Json, JsonObject, parse};
use crate::number::{Integer, Number};

/// Typed values may nest [`Json`] values deeper than text that is parsed as [`Json`] alone.
const TYPED_DEPTH: usize = 2 * parse::DEPTH;

/// Converts any serializable value to [`Json`], without loss.
///
/// ```
/// use typewright_runtime::json::to_json;
///
/// assert_eq!(to_json(&vec![Some(1), None])?.to_string(), "[1,null]");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// If the value cannot be represented as JSON (such as a map whose keys are not strings), has a duplicate property, or
/// is nested deeper than 256 levels.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Json, serde_json::Error> {
    from_own_text(&serde_json::to_string(value)?)
}

/// Not generic, so that it is compiled only once.
fn from_own_text(text: &str) -> Result<Json, serde_json::Error> {
    parse::parse(text, TYPED_DEPTH).map_err(serde_json::Error::custom)
}

impl From<serde_json::Value> for Json {
    #[inline]
    fn from(value: serde_json::Value) -> Json {
        use serde_json::Value;
        match value {
            Value::Null => Json::Null,
            Value::Bool(bool) => Json::Bool(bool),
            // The text of a number is always valid, unless it was created by `Number::from_string_unchecked`.
            Value::Number(number) => {
                let number = Number::from_json_text(&number.to_string());
                Json::Number(number.unwrap_or_else(|| Number::from(0)))
            }
            Value::String(string) => Json::String(string),
            Value::Array(array) => Json::Array(array.into_iter().map(Json::from).collect()),
            Value::Object(object) => Json::Object(object.into_iter().collect()),
        }
    }
}

impl Json {
    /// Converts to a value of `serde_json`.
    ///
    /// Unlike the other conversions, this one may lose information: without the feature `arbitrary_precision` of
    /// `serde_json`, numbers become 64-bit integers or the nearest finite `f64`, and without its feature
    /// `preserve_order`, properties are sorted.
    #[inline]
    pub fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Json::Null => Value::Null,
            Json::Bool(bool) => Value::Bool(*bool),
            Json::Number(number) => Value::Number(to_value_number(number)),
            Json::String(string) => Value::String(string.clone()),
            Json::Array(array) => Value::Array(array.iter().map(Json::to_value).collect()),
            Json::Object(object) => {
                let entries = object.iter().map(|(key, value)| (key.to_owned(), value.to_value()));
                Value::Object(entries.collect())
            }
        }
    }
}

#[inline]
fn to_value_number(number: &Number) -> serde_json::Number {
    serde_json::from_str(&number.to_string()).unwrap_or_else(|_| {
        let limit = if number.compare_text("0").is_lt() {
            f64::MIN
        } else {
            f64::MAX
        };
        serde_json::Number::from_f64(limit).unwrap_or_else(|| 0.into())
    })
}

macro_rules! from_values {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Json {
            fn from(value: $type) -> Json {
                Json::$variant(value.into())
            }
        }
    )*};
}
from_values! {
    bool => Bool,
    Number => Number, Integer => Number,
    i8 => Number, i16 => Number, i32 => Number, i64 => Number, i128 => Number, isize => Number,
    u8 => Number, u16 => Number, u32 => Number, u64 => Number, u128 => Number, usize => Number,
    f32 => Number, f64 => Number,
    &str => String, String => String,
    Vec<Json> => Array,
    JsonObject => Object,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::raw;
    use serde_json::json;

    #[test]
    fn a_value_goes_there_and_back() {
        let value = json!({"a": [null, true, 1, -2, 1.5, 1e300, u64::MAX, "x"], "b": {}});
        assert_eq!(Json::from(value.clone()).to_value(), value);
    }

    #[test]
    fn numbers_that_a_value_cannot_hold_become_the_nearest_one() {
        let json = Json::parse("[1E400, -1E400, 1e-400]").unwrap();
        if !raw::has_arbitrary_precision() {
            assert_eq!(json.to_value(), json!([f64::MAX, f64::MIN, 0.0]));
        }
    }

    #[test]
    fn a_typed_value_loses_nothing() {
        let number: Number = "1.00".parse().unwrap();
        let json = to_json(&[(number, "a")]).unwrap();
        assert_eq!(json.to_string(), "[[1.00,\"a\"]]");
        let mut deep = Json::Null;
        for _ in 0..200 {
            deep = Json::Array(vec![deep]);
        }
        assert_eq!(to_json(&deep).unwrap(), deep);
    }
}
