//! JSON values under serde.

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
        raw::deserialize(deserializer, JsonVisitor { plain: false })
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

struct JsonVisitor {
    /// Whether a format showed the value itself, so that a map is a map.
    plain: bool,
}

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Json, D::Error> {
        inner.deserialize_any(JsonVisitor { plain: true })
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Json, D::Error> {
        Json::deserialize(inner)
    }

    fn visit_bool<E: de::Error>(self, bool: bool) -> Result<Json, E> {
        Ok(Json::Bool(bool))
    }

    fn visit_i64<E: de::Error>(self, int: i64) -> Result<Json, E> {
        Ok(Json::from(int))
    }

    fn visit_u64<E: de::Error>(self, int: u64) -> Result<Json, E> {
        Ok(Json::from(int))
    }

    fn visit_i128<E: de::Error>(self, int: i128) -> Result<Json, E> {
        int.to_string().parse().map(Json::Number).map_err(E::custom)
    }

    fn visit_u128<E: de::Error>(self, int: u128) -> Result<Json, E> {
        int.to_string().parse().map(Json::Number).map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, float: f64) -> Result<Json, E> {
        let number = Number::from(float);
        if number.is_valid() {
            Ok(Json::Number(number))
        } else {
            Err(E::invalid_value(
                de::Unexpected::Other("a float that JSON does not have"),
                &self,
            ))
        }
    }

    fn visit_str<E: de::Error>(self, string: &str) -> Result<Json, E> {
        Ok(Json::from(string))
    }

    fn visit_string<E: de::Error>(self, string: String) -> Result<Json, E> {
        Ok(Json::String(string))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(value) = seq.next_element()? {
            array.push(value);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut object = JsonObject::new();
        let mut next = match map.next_key_seed(raw::Key { plain: self.plain })? {
            None => None,
            Some(raw::FirstKey::Other(key)) => Some(key),
            Some(raw::FirstKey::RawText) => {
                return map
                    .next_value_seed(raw::Text(Json::parse))?
                    .map_err(|error| nested(&error));
            }
            Some(raw::FirstKey::NumberText) => {
                let number = map.next_value_seed(raw::Text(str::parse::<Number>))?;
                return number.map(Json::Number).map_err(de::Error::custom);
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
        Ok(Json::Object(object))
    }
}

/// Leaves out line and column, which count from the start of this value, and which `serde_json`
/// would take for those in the whole text. The pointer is text of the value, which no message shows.
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
