//! [`Wire`]: serialization and deserialization of the values that make up generated types.

use core::fmt;
use core::marker::PhantomData;
use std::collections::BTreeMap;

use serde_core::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_core::ser::{Error as _, SerializeMap, SerializeSeq, Serializer};
use serde_core::{Deserialize, Serialize};

use crate::formats::{Date, Ipv4, Ipv6, Timestamp, Uri, Uuid};
use crate::json::{Json, JsonObject, REPEATED};
use crate::lossy;
use crate::number::{Integer, Number};

/// A value as defined by JSON Schema.
///
/// It differs from serde where serde is too strict or too lax: `1.0` and `1e2` are integers, NaN is not written as
/// `null`, and duplicate keys in a map are an error.
///
/// The default methods are those of serde.
pub trait Wire: Serialize + DeserializeOwned + fmt::Debug {
    /// Deserializes a value.
    ///
    /// # Errors
    /// The errors of the deserializer.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// Serializes a value.
    ///
    /// # Errors
    /// The errors of the serializer, and an error for a number that JSON cannot represent.
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

/// Serializes a value by [`Wire`].
#[derive(Debug)]
pub struct Written<'v, T>(pub &'v T);

impl<T: Wire> Serialize for Written<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Deserializes a value by [`Wire`].
#[derive(Debug)]
pub struct Seed<T>(PhantomData<fn() -> T>);

impl<T> Seed<T> {
    #[inline]
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Wire> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Deserializes a complete JSON text.
///
/// # Errors
/// The errors of `serde_json`.
#[inline]
pub fn from_str<T: Wire>(text: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = T::read(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Deserializes a complete JSON text that may not be UTF-8.
///
/// # Errors
/// The errors of `serde_json`.
#[inline]
pub fn from_slice<T: Wire>(text: &[u8]) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = T::read(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Implements [`Wire`] by the serde implementations of a type: `serde_wire! { Name, … }`.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_wire {
    ($($name:ty),* $(,)?) => {
        $(impl $crate::wire::Wire for $name {})*
    };
}

serde_wire! {
    (), bool, String, std::borrow::Cow<'static, str>, Number, Integer, Json, JsonObject, Timestamp, Date, Uuid, Ipv4, Ipv6, Uri,
}

impl Wire for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let integer = Integer::deserialize(deserializer)?;
        let out_of_range = || D::Error::invalid_value(Unexpected::Other("number"), &"an integer of 64 bits");
        integer.as_i64().ok_or_else(out_of_range)
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }
}

/// Rounds to the nearest float. If that changes the number, the exact check validates the text.
impl Wire for f64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?;
        let out_of_range = || D::Error::invalid_value(Unexpected::Other("number"), &"a finite float of 64 bits");
        let float = number.as_f64().ok_or_else(out_of_range)?;
        if number != float {
            lossy::note();
        }
        Ok(float)
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_finite() {
            serializer.serialize_f64(*self)
        } else {
            Err(S::Error::custom("JSON has no number for NaN and infinities"))
        }
    }
}

impl<T: Wire> Wire for Box<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Box::new)
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }
}

/// `None` is JSON `null`.
impl<T: Wire> Wire for Option<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OptionVisitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: Wire> Visitor<'de> for OptionVisitor<T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("null or a value")
            }

            #[inline]
            fn visit_unit<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            #[inline]
            fn visit_none<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            #[inline]
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
                T::read(deserializer).map(Some)
            }
        }

        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Written(value)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct VecVisitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: Wire> Visitor<'de> for VecVisitor<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
                let mut read = Vec::new();
                while let Some(item) = items.next_element_seed(Seed::new())? {
                    read.push(item);
                }
                Ok(read)
            }
        }

        deserializer.deserialize_seq(VecVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(self.len()))?;
        for item in self {
            items.serialize_element(&Written(item))?;
        }
        items.end()
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MapVisitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: Wire> Visitor<'de> for MapVisitor<T> {
            type Value = BTreeMap<String, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut read = BTreeMap::new();
                while let Some(name) = entries.next_key::<String>()? {
                    if read.contains_key(&name) {
                        return Err(A::Error::custom(REPEATED));
                    }
                    read.insert(name, entries.next_value_seed(Seed::new())?);
                }
                Ok(read)
            }
        }

        deserializer.deserialize_map(MapVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self {
            entries.serialize_entry(name, &Written(value))?;
        }
        entries.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Wire, Written, from_str};

    fn write<T: Wire>(value: &T) -> Option<String> {
        serde_json::to_string(&Written(value)).ok()
    }

    #[test]
    fn an_integer_may_be_written_with_a_point_or_an_exponent() {
        for (text, int) in [("1.0", 1), ("1e2", 100), ("-0", 0), ("-9223372036854775808", i64::MIN)] {
            let read: i64 = from_str(text).expect("it is an integer");
            assert_eq!((read, write(&read)), (int, Some(int.to_string())), "{text}");
        }
        for text in ["9223372036854775808", "1e400", "1.5", "\"1\"", "null"] {
            assert!(from_str::<i64>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_float_is_the_nearest_one() {
        for (text, float, written) in [
            ("1", 1.0, "1.0"),
            ("0.30000000000000001", 0.3, "0.3"),
            ("1e-400", 0.0, "0.0"),
            ("12.50", 12.5, "12.5"),
            ("1e300", 1e300, "1e+300"),
        ] {
            let read: f64 = from_str(text).expect("it is a number");
            assert_eq!((read, write(&read).as_deref()), (float, Some(written)), "{text}");
        }
        assert!(from_str::<f64>("1E400").is_err());
    }

    #[test]
    fn no_float_is_written_as_null() {
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(write(&float), None);
            assert_eq!(write(&Some(float)), None);
            assert_eq!(write(&vec![Box::new(float)]), None);
            assert_eq!(write(&BTreeMap::from([(String::new(), float)])), None);
        }
        assert_eq!(write(&None::<f64>).as_deref(), Some("null"));
    }

    #[test]
    fn collections_read_their_items_the_same_way() {
        let read: BTreeMap<String, Vec<Option<Box<i64>>>> = from_str(r#"{"a": [1.0, null, 1e1]}"#).expect("it fits");
        assert_eq!(write(&read).as_deref(), Some(r#"{"a":[1,null,10]}"#));
        assert!(from_str::<BTreeMap<String, bool>>(r#"{"a": true, "a": true}"#).is_err());
    }
}
