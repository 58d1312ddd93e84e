//! [`Tuple`]: an array of a fixed length.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

use serde_core::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde_core::ser::{Serialize, SerializeSeq, Serializer};

use crate::exact::FastCheck;
use crate::json::Json;
use crate::schema::{ARRAY, Rule, Schema};
use crate::wire::{Seed, Wire, Written};

/// An array of a fixed length whose items have different types: a Rust tuple, and the items that a newer server adds.
///
/// It dereferences to the tuple, and is created from one:
///
/// ```
/// use typewright_runtime::Tuple;
///
/// let mut port: Tuple<(String, i64)> = ("https", 443).into();
/// assert_eq!(port.1, 443);
/// port.1 = 8443;
/// assert_eq!(serde_json::to_string(&port)?, r#"["https",8443]"#);
///
/// let newer = r#"["https",443,"tcp"]"#;
/// let port: Tuple<(String, i64)> = serde_json::from_str(newer)?;
/// assert_eq!(port.0, "https");
/// assert_eq!(serde_json::to_string(&port)?, newer);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Items that the schema does not allow are preserved, so that nothing is lost. `validate` reports them, and
/// `without_unknown` drops them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Tuple<T> {
    items: T,
    unknown_items: Vec<Json>,
}

impl<T> Tuple<T> {
    /// Creates an array from its items.
    pub fn new(items: T) -> Self {
        Self {
            items,
            unknown_items: Vec::new(),
        }
    }

    /// The items after those that the schema allows.
    pub fn unknown_items(&self) -> &[Json] {
        &self.unknown_items
    }

    /// Returns the tuple, without unknown items.
    pub fn into_inner(self) -> T {
        self.items
    }
}

impl<T> Deref for Tuple<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.items
    }
}

impl<T> DerefMut for Tuple<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.items
    }
}

/// A tuple with unknown items equals no plain tuple.
impl<T: PartialEq> PartialEq<T> for Tuple<T> {
    fn eq(&self, other: &T) -> bool {
        self.unknown_items.is_empty() && self.items == *other
    }
}

impl<T: Items> Wire for Tuple<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TupleVisitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: Items> Visitor<'de> for TupleVisitor<T> {
            type Value = Tuple<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an array of length {}", T::LENGTH)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Tuple<T>, A::Error> {
                let items = T::read(&mut array)?;
                let mut unknown_items = Vec::new();
                while let Some(item) = array.next_element_seed(Seed::new())? {
                    unknown_items.push(item);
                }
                Ok(Tuple { items, unknown_items })
            }
        }

        deserializer.deserialize_seq(TupleVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(Some(T::LENGTH + self.unknown_items.len()))?;
        self.items.write(&mut array)?;
        for item in &self.unknown_items {
            array.serialize_element(&Written(item))?;
        }
        array.end()
    }
}

impl<'de, T: Items> Deserialize<'de> for Tuple<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

impl<T: Items> Serialize for Tuple<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer)
    }
}

impl<T: Items> FastCheck for Tuple<T> {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        let length = T::LENGTH as u64;
        // Without a rule for the items, any item is valid that can be serialized.
        let is_about_items = |rule: &Rule| matches!(rule, Rule::Tuple(_) | Rule::Ref(_));
        self.unknown_items.is_empty()
            && (schema.0.iter().any(is_about_items) || self.items.pass_fast_check(&ANY))
            && schema.0.iter().all(|rule| match rule {
                Rule::Type(types) => types & ARRAY != 0,
                Rule::Ref(target) => self.passes_fast_check(target),
                Rule::Tuple(each) => each.len() >= T::LENGTH && self.items.pass_fast_check(each),
                // There are no additional items.
                Rule::AdditionalItems(_) => true,
                Rule::MinItems(least) => length >= *least,
                Rule::MaxItems(most) => length <= *most,
                _ => false,
            })
    }
}

/// The number of items of the longest tuple for which the standard library implements traits such as `Debug`.
const MOST: usize = 12;

/// The schemas that accept every item.
static ANY: [Schema; MOST] = [const { Schema::new(&[]) }; MOST];

/// A tuple of values that make up generated types. Implemented for tuples of 1 to 12 items.
pub trait Items: Sized + fmt::Debug {
    /// The number of items.
    const LENGTH: usize;

    /// Deserializes the items of an array.
    ///
    /// # Errors
    /// The errors of the deserializer, and an error if there are too few items.
    fn read<'de, A: SeqAccess<'de>>(array: &mut A) -> Result<Self, A::Error>;

    /// Serializes the items into an array.
    ///
    /// # Errors
    /// The errors of the serializer.
    fn write<S: SerializeSeq>(&self, array: &mut S) -> Result<(), S::Error>;

    /// Whether each item passes the fast check of the table at its position.
    fn pass_fast_check(&self, schemas: &'static [Schema]) -> bool;
}

/// An item of a tuple. It has every [`FastCheck`] type, but none of its many supertraits: the implementations for long tuples
/// would take the compiler a tenth of the time that it needs for this crate.
pub trait Item: Sized + fmt::Debug {
    /// Deserializes the next item of an array.
    ///
    /// # Errors
    /// The errors of the deserializer, and that the array ends before this item.
    fn read_item<'de, A: SeqAccess<'de>>(array: &mut A, index: usize, length: usize) -> Result<Self, A::Error>;

    /// Serializes the item into an array.
    ///
    /// # Errors
    /// The errors of the serializer.
    fn write_item<S: SerializeSeq>(&self, array: &mut S) -> Result<(), S::Error>;

    /// Whether the item passes the fast check of the table at an index.
    fn passes(&self, schemas: &'static [Schema], index: usize) -> bool;
}

impl<T: FastCheck> Item for T {
    fn read_item<'de, A: SeqAccess<'de>>(array: &mut A, index: usize, length: usize) -> Result<Self, A::Error> {
        match array.next_element_seed(Seed::new())? {
            Some(item) => Ok(item),
            None => {
                let expected = format!("an array of length {length}");
                Err(A::Error::invalid_length(index, &&*expected))
            }
        }
    }

    fn write_item<S: SerializeSeq>(&self, array: &mut S) -> Result<(), S::Error> {
        array.serialize_element(&Written(self))
    }

    fn passes(&self, schemas: &'static [Schema], index: usize) -> bool {
        schemas.get(index).is_some_and(|schema| self.passes_fast_check(schema))
    }
}

macro_rules! tuples {
    ($($length:literal: $($item:ident $from:ident $index:tt),+;)*) => {$(
        impl<$($item: Item),+> Items for ($($item,)+) {
            const LENGTH: usize = $length;

            fn read<'de, __A: SeqAccess<'de>>(array: &mut __A) -> Result<Self, __A::Error> {
                Ok(($(Item::read_item(array, $index, $length)?,)+))
            }

            fn write<__S: SerializeSeq>(&self, array: &mut __S) -> Result<(), __S::Error> {
                $(self.$index.write_item(array)?;)+
                Ok(())
            }

            fn pass_fast_check(&self, schemas: &'static [Schema]) -> bool {
                $(self.$index.passes(schemas, $index))&&+
            }
        }

        impl<$($item, $from: Into<$item>),+> From<($($from,)+)> for Tuple<($($item,)+)> {
            fn from(items: ($($from,)+)) -> Self {
                Self::new(($(items.$index.into(),)+))
            }
        }
    )*};
}

tuples! {
    1: A A2 0;
    2: A A2 0, B B2 1;
    3: A A2 0, B B2 1, C C2 2;
    4: A A2 0, B B2 1, C C2 2, D D2 3;
    5: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4;
    6: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5;
    7: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6;
    8: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7;
    9: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8;
    10: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8, J J2 9;
    11: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8, J J2 9, K K2 10;
    12: A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8, J J2 9, K K2 10, L L2 11;
}

#[cfg(test)]
mod tests {
    use super::Tuple;
    use crate::exact::FastCheck;
    use crate::schema::Schema;
    use crate::schema::rules::{additional_items, array, integer, min_items, never, string, tuple};

    type Pair = Tuple<(String, i64)>;

    static PAIR: Schema = Schema::new(&[
        array(),
        min_items(2),
        additional_items(&Schema::new(&[never()])),
        tuple(&[Schema::new(&[string()]), Schema::new(&[integer()])]),
    ]);

    fn read(text: &str) -> Result<Pair, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn additional_items_are_preserved_and_reported() {
        for (text, is_valid) in [(r#"["a",1]"#, true), (r#"["a",1,null,{"b":1.50}]"#, false)] {
            let pair = read(text).expect("it has two items");
            assert_eq!(serde_json::to_string(&pair).expect("JSON"), text);
            assert_eq!(pair.passes_fast_check(&PAIR), is_valid, "{text}");
            assert_eq!(pair == ("a".to_owned(), 1), is_valid, "{text}");
        }
    }

    #[test]
    fn a_missing_item_and_an_item_of_another_type_are_errors() {
        for (text, message) in [
            ("[]", "invalid length 0, expected an array of length 2"),
            (r#"["a"]"#, "invalid length 1, expected an array of length 2"),
            (r#"[1,"a"]"#, "invalid type: integer `1`, expected a string"),
            ("{}", "invalid type: map, expected an array of length 2"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_float_that_json_does_not_have_never_passes() {
        static ARRAY: Schema = Schema::new(&[array()]);
        let pair: Tuple<(f64, f64)> = (1.0, f64::NAN).into();
        assert!(!pair.passes_fast_check(&ARRAY));
        assert!(serde_json::to_string(&pair).is_err());
    }
}
