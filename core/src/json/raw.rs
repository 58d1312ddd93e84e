//! Access to the text of a JSON value in `Deserialize`.
//!
//! `serde_json` passes the raw text of a value only to its own `RawValue`: that type requests a newtype struct with a
//! private name, and receives a map with one entry, from that name to the text. This module obtains the name from
//! `RawValue` and makes the same request, with its own visitors. Unlike `RawValue`, these also support the plain values
//! that all other formats pass.

use std::fmt;

use serde_core::de::{self, Deserialize, DeserializeSeed, Deserializer, Visitor};
use serde_core::forward_to_deserialize_any;
use serde_json::value::RawValue;

/// Requests the raw text of the value.
///
/// The deserializer calls `visit_map`, where the first [`Key`] is [`FirstKey::RawText`] and the value a [`Text`].
/// Formats without raw text call `visit_newtype_struct`.
pub(crate) fn deserialize<'de, D, V>(deserializer: D, visitor: V) -> Result<V::Value, D::Error>
where
    D: Deserializer<'de>,
    V: Visitor<'de>,
{
    deserializer.deserialize_newtype_struct(token(), visitor)
}

/// Deserializes the first key of a map.
pub(crate) struct Key {
    /// Whether this cannot be raw text, since the value itself was requested.
    pub(crate) plain: bool,
}

/// The meaning of a map, as its first key shows.
pub(crate) enum FirstKey {
    /// The value is the requested JSON text.
    RawText,
    /// The value is the text of a number (`serde_json` with its feature `arbitrary_precision`).
    NumberText,
    /// The map is an ordinary map with this first key.
    Other(String),
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = FirstKey;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FirstKey, D::Error> {
        deserializer.deserialize_str(Text(|key: &str| match key {
            text if !self.plain && text == token() => FirstKey::RawText,
            NUMBER_TOKEN if has_arbitrary_precision() => FirstKey::NumberText,
            _ => FirstKey::Other(key.to_owned()),
        }))
    }
}

/// Deserializes a string and passes it on, without a copy.
pub(crate) struct Text<F>(pub(crate) F);

impl<'de, T, F: FnOnce(&str) -> T> DeserializeSeed<'de> for Text<F> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }
}

/// The name that `serde_json` uses for numbers if `arbitrary_precision` is enabled.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

/// Whether a crate in the build enables that feature; without it the token has no special meaning.
pub(super) fn has_arbitrary_precision() -> bool {
    serde_json::from_str::<serde_json::Number>("1.00").is_ok_and(|one| one.to_string() == "1.00")
}

/// The name that `RawValue` requests.
fn token() -> &'static str {
    match <&RawValue>::deserialize(Probe) {
        Err(Name(name)) => name,
        Ok(_) => "",
    }
}

/// A deserializer that only captures the requested name.
struct Probe;

#[derive(Debug)]
struct Name(&'static str);

impl<'de> Deserializer<'de> for Probe {
    type Error = Name;

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, _visitor: V) -> Result<V::Value, Name> {
        Err(Name(name))
    }

    // If a later `RawValue` requests something else, there is no name, and all formats pass plain values.
    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Name> {
        Err(Name(""))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl de::Error for Name {
    fn custom<T: fmt::Display>(_message: T) -> Name {
        Name("")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Name {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_value_tells_its_name() {
        assert!(token().contains("RawValue"), "{:?}", token());
    }

    #[test]
    fn serde_json_answers_with_the_text_as_written() {
        struct Raw;

        impl<'de> Visitor<'de> for Raw {
            type Value = String;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("raw text")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
                let key = map.next_key_seed(Key { plain: false })?;
                assert!(matches!(key, Some(FirstKey::RawText)));
                map.next_value_seed(Text(str::to_owned))
            }
        }

        let text = "{\"a\": [1.00, 1E400]}";
        let raw = deserialize(&mut serde_json::Deserializer::from_str(text), Raw).unwrap();
        assert_eq!(raw, text);
    }
}
