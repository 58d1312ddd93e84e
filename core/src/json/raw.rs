//! Getting at the text of a JSON value from inside `Deserialize`.
//!
//! `serde_json` hands out the raw text of a value to its own `RawValue` only: that type asks for
//! a newtype struct of a private name, and is answered with a map of one entry, from that same
//! name to the text. Here we learn the name from `RawValue` itself and ask just like it, with
//! visitors of our own. Unlike `RawValue`, they also understand the plain answers that all other
//! formats give.

use std::fmt;

use serde_core::de::{self, Deserialize, DeserializeSeed, Deserializer, Visitor};
use serde_core::forward_to_deserialize_any;
use serde_json::value::RawValue;

/// Asks for the raw text of the value.
///
/// The visitor is answered with `visit_map` where the first [`Key`] is [`FirstKey::RawText`] and
/// the value a [`Text`], or, by formats without raw text, with `visit_newtype_struct`.
pub(crate) fn deserialize<'de, D, V>(deserializer: D, visitor: V) -> Result<V::Value, D::Error>
where
    D: Deserializer<'de>,
    V: Visitor<'de>,
{
    deserializer.deserialize_newtype_struct(token(), visitor)
}

/// Reads the first key of a map.
pub(crate) struct Key {
    /// Whether this cannot be raw text, since the value itself has been asked for.
    pub(crate) plain: bool,
}

/// What the first key says that the map is.
pub(crate) enum FirstKey {
    /// Its value is the JSON text that was asked for.
    RawText,
    /// Its value is the text of a number (`serde_json` with its feature `arbitrary_precision`).
    NumberText,
    /// It is a map, and this its first key.
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

/// Reads a string and passes it on, without keeping it.
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

/// How `serde_json` shows a number to other types where `arbitrary_precision` is on.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

/// Whether some crate in the build has turned that feature on; without it the token means nothing.
pub(super) fn has_arbitrary_precision() -> bool {
    serde_json::from_str::<serde_json::Number>("1.00").is_ok_and(|one| one.to_string() == "1.00")
}

/// The name that `RawValue` asks for.
fn token() -> &'static str {
    match <&RawValue>::deserialize(Probe) {
        Err(Name(name)) => name,
        Ok(_) => "",
    }
}

/// A deserializer that answers with nothing but the name that it was asked for.
struct Probe;

#[derive(Debug)]
struct Name(&'static str);

impl<'de> Deserializer<'de> for Probe {
    type Error = Name;

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, _visitor: V) -> Result<V::Value, Name> {
        Err(Name(name))
    }

    // Should RawValue ever ask for something else, there is no name, and all formats give their
    // plain answers.
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
