//! Serde implementations for JSON values.

use std::fmt;

use serde_core::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, Serializer};

use super::{Json, JsonError, JsonObject, REPEATED, raw};
use crate::number::Number;

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(bool) => serializer.serialize_bool(*bool),
            Json::Number(number) => number.serialize(serializer),
            Json::String(string) => serializer.serialize_str(string),
            Json::Array(array) => array.serialize(serializer),
            Json::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for JsonObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        deserialize_as(deserializer, Itself)
    }
}

/// Builds a result from a JSON value: from its text if the format supports that, otherwise from the value.
pub(crate) trait Reading: Sized {
    /// The result.
    type Value;

    /// Builds the result from the text of the value.
    fn text(self, text: &str) -> Result<Self::Value, JsonError>;

    /// Builds the result from the value.
    fn json(self, json: Json) -> Self::Value;
}

/// Reads a value from its text if the format supports that.
pub(crate) fn deserialize_as<'de, D, R>(deserializer: D, reading: R) -> Result<R::Value, D::Error>
where
    D: Deserializer<'de>,
    R: Reading,
{
    let visitor = JsonVisitor { reading, plain: false };
    raw::deserialize(deserializer, visitor)
}

/// Builds a [`Json`].
struct Itself;

impl Reading for Itself {
    type Value = Json;

    fn text(self, text: &str) -> Result<Json, JsonError> {
        Json::parse(text)
    }

    fn json(self, json: Json) -> Json {
        json
    }
}

impl<'de> Deserialize<'de> for JsonObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<JsonObject, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::Object(object) => Ok(object),
            _ => Err(de::Error::custom("expected a JSON object")),
        }
    }
}

struct JsonVisitor<R> {
    reading: R,
    /// Whether the format passes the value itself, so that a map is a map.
    plain: bool,
}

impl<'de, R: Reading> Visitor<'de> for JsonVisitor<R> {
    type Value = R::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<R::Value, D::Error> {
        inner.deserialize_any(JsonVisitor {
            reading: self.reading,
            plain: true,
        })
    }

    fn visit_unit<E: de::Error>(self) -> Result<R::Value, E> {
        Ok(self.reading.json(Json::Null))
    }

    fn visit_none<E: de::Error>(self) -> Result<R::Value, E> {
        Ok(self.reading.json(Json::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<R::Value, D::Error> {
        deserialize_as(inner, self.reading)
    }

    fn visit_bool<E: de::Error>(self, bool: bool) -> Result<R::Value, E> {
        Ok(self.reading.json(Json::Bool(bool)))
    }

    fn visit_i64<E: de::Error>(self, int: i64) -> Result<R::Value, E> {
        Ok(self.reading.json(Json::from(int)))
    }

    fn visit_u64<E: de::Error>(self, int: u64) -> Result<R::Value, E> {
        Ok(self.reading.json(Json::from(int)))
    }

    fn visit_i128<E: de::Error>(self, int: i128) -> Result<R::Value, E> {
        let number = int.to_string().parse().map_err(E::custom)?;
        Ok(self.reading.json(Json::Number(number)))
    }

    fn visit_u128<E: de::Error>(self, int: u128) -> Result<R::Value, E> {
        let number = int.to_string().parse().map_err(E::custom)?;
        Ok(self.reading.json(Json::Number(number)))
    }

    fn visit_f64<E: de::Error>(self, float: f64) -> Result<R::Value, E> {
        let number = Number::from(float);
        if number.is_valid() {
            Ok(self.reading.json(Json::Number(number)))
        } else {
            Err(E::invalid_value(
                de::Unexpected::Other("a float that JSON does not have"),
                &self,
            ))
        }
    }

    fn visit_str<E: de::Error>(self, string: &str) -> Result<R::Value, E> {
        Ok(self.reading.json(Json::from(string)))
    }

    fn visit_string<E: de::Error>(self, string: String) -> Result<R::Value, E> {
        Ok(self.reading.json(Json::String(string)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<R::Value, A::Error> {
        let mut array = Vec::new();
        while let Some(value) = seq.next_element()? {
            array.push(value);
        }
        Ok(self.reading.json(Json::Array(array)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R::Value, A::Error> {
        let mut object = JsonObject::new();
        let mut next = match map.next_key_seed(raw::Key { plain: self.plain })? {
            None => None,
            Some(raw::FirstKey::Other(key)) => Some(key),
            Some(raw::FirstKey::RawText) => {
                let reading = self.reading;
                return map
                    .next_value_seed(raw::Text(|text: &str| reading.text(text)))?
                    .map_err(|error| nested(&error));
            }
            Some(raw::FirstKey::NumberText) => {
                let number = map.next_value_seed(raw::Text(str::parse::<Number>))?;
                return match number {
                    Ok(number) => Ok(self.reading.json(Json::Number(number))),
                    Err(error) => Err(de::Error::custom(error)),
                };
            }
        };
        while let Some(key) = next {
            if object.contains_key(&key) {
                return Err(de::Error::custom(REPEATED));
            }
            let value: Json = map.next_value()?;
            object.insert(key, value);
            next = map.next_key()?;
        }
        Ok(self.reading.json(Json::Object(object)))
    }
}

/// Omits line and column, which are relative to the start of this value, and which `serde_json` would take for
/// positions in the whole text. The pointer is omitted too, since it repeats text of the value.
fn nested<E: de::Error>(error: &JsonError) -> E {
    E::custom(error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"z":[1.0,1E400,-0,null,true,"\u0000😀"],"a":{"":0.10}}"#;

    #[test]
    fn the_text_survives_serde_json() {
        for json in [
            serde_json::from_str::<Json>(TEXT).unwrap(),
            serde_json::from_slice(TEXT.as_bytes()).unwrap(),
            serde_json::from_reader(TEXT.as_bytes()).unwrap(),
        ] {
            assert_eq!(serde_json::to_string(&json).unwrap(), TEXT);
        }
    }

    #[test]
    fn a_value_is_read_as_it_is() {
        let value = serde_json::json!({"a": [1, 1.5, null, {"b": "c"}]});
        let json: Json = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(json.to_value(), value);
        assert_eq!(serde_json::to_value(&json).unwrap(), value);
    }

    #[test]
    fn a_duplicate_key_is_refused_inside_other_values_too() {
        let text = "{\"x\":\n {\"a\":{\"b\":1,\"b\":2}}}";
        let error = serde_json::from_str::<std::collections::BTreeMap<String, Json>>(text);
        assert_eq!(
            error.unwrap_err().to_string(),
            "a property is there twice in one object at line 2 column 21"
        );
    }

    #[test]
    fn a_map_that_looks_like_raw_text_stays_a_map() {
        for key in ["$serde_json::private::RawValue", "$serde_json::private::Number"] {
            let text = format!("{{\"{key}\":\"1\"}}");
            let json: Json = serde_json::from_str(&text).unwrap();
            assert_eq!(json.to_string(), text);
        }
    }

    #[test]
    fn an_object_is_asked_for_by_type() {
        assert!(serde_json::from_str::<JsonObject>("{\"a\":1}").is_ok());
        let error = serde_json::from_str::<JsonObject>("[]").unwrap_err().to_string();
        assert!(error.starts_with("expected a JSON object"), "{error}");
    }
}
