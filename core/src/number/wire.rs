//! Serde implementations for numbers.

use std::fmt;

use serde_core::de::{self, Deserialize, Deserializer, MapAccess, Unexpected, Visitor};
use serde_core::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Integer, Number, Repr};
use crate::json::raw;

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        raw::deserialize(
            deserializer,
            NumberVisitor {
                expected: "a number",
                plain: false,
            },
        )
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Integer, D::Error> {
        let visitor = NumberVisitor {
            expected: "an integer",
            plain: false,
        };
        let number = raw::deserialize(deserializer, visitor)?;
        Integer::try_from(number).map_err(de::Error::custom)
    }
}

struct NumberVisitor {
    expected: &'static str,
    /// Whether the format passes the value itself, so that a map is a map.
    plain: bool,
}

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_i64<E: de::Error>(self, int: i64) -> Result<Number, E> {
        Ok(Number::from(int))
    }

    fn visit_u64<E: de::Error>(self, int: u64) -> Result<Number, E> {
        Ok(Number::from(int))
    }

    fn visit_i128<E: de::Error>(self, int: i128) -> Result<Number, E> {
        int.to_string().parse().map_err(E::custom)
    }

    fn visit_u128<E: de::Error>(self, int: u128) -> Result<Number, E> {
        int.to_string().parse().map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, float: f64) -> Result<Number, E> {
        let number = Number::from(float);
        if number.is_valid() {
            Ok(number)
        } else {
            Err(E::invalid_value(
                Unexpected::Other("a float that JSON does not have"),
                &self,
            ))
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Number, D::Error> {
        inner.deserialize_any(NumberVisitor { plain: true, ..self })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        let number = match map.next_key_seed(raw::Key { plain: self.plain })? {
            Some(raw::FirstKey::RawText | raw::FirstKey::NumberText) => {
                map.next_value_seed(raw::Text(number_in_text))?
            }
            _ => Err(Unexpected::Map),
        };
        number.map_err(|found| de::Error::invalid_type(found, &self))
    }
}

/// Parses a number. If the JSON text is something else, the error names its kind.
fn number_in_text(text: &str) -> Result<Number, Unexpected<'static>> {
    Number::from_json_text(text).ok_or(match text.as_bytes().first() {
        Some(b'"') => Unexpected::Other("string"),
        Some(b'{') => Unexpected::Map,
        Some(b'[') => Unexpected::Seq,
        Some(b't') => Unexpected::Bool(true),
        Some(b'f') => Unexpected::Bool(false),
        Some(b'n') => Unexpected::Unit,
        _ => Unexpected::Other("something else"),
    })
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Int(int) => serializer.serialize_i64(*int),
            Repr::Float(float) => serializer.serialize_f64(*float),
            Repr::Text(text) => {
                if let Ok(int) = text.parse() {
                    return serializer.serialize_u64(int);
                }
                let raw: &RawValue = serde_json::from_str(text).map_err(S::Error::custom)?;
                raw.serialize(serializer)
            }
            Repr::NotFinite(kind) => Err(S::Error::custom(format_args!("JSON has no number for {}", kind.text()))),
        }
    }
}

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_number().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message<T: for<'de> Deserialize<'de> + fmt::Debug>(text: &str) -> String {
        serde_json::from_str::<T>(text).unwrap_err().to_string()
    }

    #[test]
    fn the_text_survives_serde_json() {
        for text in ["1", "-0", "1.0", "1E400", "0.10", "18446744073709551615", "1e-7", "0.1"] {
            for number in [
                serde_json::from_str::<Number>(text).unwrap(),
                serde_json::from_slice(text.as_bytes()).unwrap(),
                serde_json::from_reader(text.as_bytes()).unwrap(),
            ] {
                assert_eq!(serde_json::to_string(&number).unwrap(), text);
            }
        }
    }

    #[test]
    fn numbers_are_read_from_a_value_as_the_value_has_them() {
        let number: Number = serde_json::from_value(serde_json::json!(1.5)).unwrap();
        assert_eq!(number, 1.5);
        let value = serde_json::to_value(Number::from(u64::MAX)).unwrap();
        assert_eq!(value, serde_json::json!(u64::MAX));
    }

    #[test]
    fn anything_but_a_number_is_refused() {
        assert_eq!(message::<Number>("\"1\""), "invalid type: string, expected a number");
        assert!(message::<Number>("{}").starts_with("invalid type: map, expected a number"));
        assert!(message::<Number>("null").starts_with("invalid type: null, expected a number"));
        assert!(message::<Integer>("[1]").starts_with("invalid type: sequence, expected an int"));
        assert!(message::<Number>("1.").starts_with("invalid number"));
    }

    #[test]
    fn an_integer_refuses_a_fraction() {
        assert!(message::<Integer>("1.5").starts_with("not an integer: it has a fraction"));
        assert_eq!(serde_json::from_str::<Integer>("1.0").unwrap(), 1);
    }

    #[test]
    fn a_map_that_looks_like_raw_text_is_no_number() {
        for key in ["$serde_json::private::RawValue", "$serde_json::private::Number", "x"] {
            let text = format!("{{\"{key}\":\"1\"}}");
            assert!(serde_json::from_str::<Number>(&text).is_err(), "{key}");
        }
    }
}
