//! `object!`: structs.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_core::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde_core::ser::SerializeMap;
use serde_core::{Deserializer, Serializer};

use crate::exact::FastCheck;
use crate::json::REPEATED;
use crate::schema::Schema;
use crate::wire::{Seed, Wire, Written};
use crate::{Maybe, lossy};

/// A struct, described for its deserializer.
pub trait Object: Sized {
    /// One value for each property.
    type Key;

    /// The name of the type, for error messages.
    const NAME: &'static str;

    /// Returns the property with a name.
    fn key(name: &str) -> Option<Self::Key>;

    /// Deserializes the properties up to the end of the object.
    ///
    /// # Errors
    /// The errors of the deserializer, and errors for missing or duplicate properties.
    fn read<'de, A: MapAccess<'de>>(input: Input<A>) -> Result<Self, A::Error>;
}

/// Deserializes an object.
///
/// # Errors
/// See [`Object::read`].
pub fn deserialize_object<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object ({})", T::NAME)
        }

        #[inline]
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(Input {
                map,
                unknown: String::new(),
            })
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The properties of an object during deserialization.
pub struct Input<A> {
    map: A,
    /// The last property name that the schema does not name; other names need no allocation.
    unknown: String,
}

impl<'de, A: MapAccess<'de>> Input<A> {
    /// Returns the next property: the outer `None` is the end of the object, the inner `None` a property that the
    /// schema does not name.
    #[inline]
    #[allow(clippy::option_option)]
    pub fn key<T: Object>(&mut self) -> Result<Option<Option<T::Key>>, A::Error> {
        self.map.next_key_seed(KeySeed::<T>(&mut self.unknown, PhantomData))
    }

    /// Deserializes the value of a property. A duplicate is an error.
    #[inline]
    pub fn read<T: Wire>(&mut self, slot: &mut Option<T>, name: &'static str) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(A::Error::duplicate_field(name));
        }
        *slot = Some(self.map.next_value_seed(Seed::new())?);
        Ok(())
    }

    /// Deserializes the value of an optional property; a `null` that the schema does not allow counts as absent.
    #[inline]
    pub fn read_optional<T: Wire>(&mut self, slot: &mut Option<Option<T>>, name: &'static str) -> Result<(), A::Error> {
        self.read(slot, name)?;
        if let Some(None) = slot {
            lossy::note();
        }
        Ok(())
    }

    /// Deserializes a property with one allowed value, without an allocation. Any other value is preserved as well.
    #[inline]
    pub fn read_constant(
        &mut self,
        slot: &mut Option<Cow<'static, str>>,
        name: &'static str,
        constant: &'static str,
    ) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(A::Error::duplicate_field(name));
        }
        *slot = Some(self.map.next_value_seed(ConstantSeed(constant))?);
        Ok(())
    }

    /// Deserializes an optional property with one allowed value; a `null` counts as absent.
    #[inline]
    pub fn read_optional_constant(
        &mut self,
        slot: &mut Option<Option<Cow<'static, str>>>,
        name: &'static str,
        constant: &'static str,
    ) -> Result<(), A::Error> {
        let mut text: Option<Option<String>> = None;
        self.read_optional(&mut text, name)?;
        if slot.is_some() {
            return Err(A::Error::duplicate_field(name));
        }
        *slot = text.map(|text| text.map(|text| known_or_owned(text, constant)));
        Ok(())
    }

    /// Preserves a property that the schema does not name.
    pub fn keep_unknown<T: Wire>(&mut self, extra: &mut BTreeMap<String, T>) -> Result<(), A::Error> {
        let name = core::mem::take(&mut self.unknown);
        if extra.contains_key(&name) {
            return Err(A::Error::custom(REPEATED));
        }
        extra.insert(name, self.map.next_value_seed(Seed::new())?);
        Ok(())
    }
}

/// Deserializes a string that usually has this value.
struct ConstantSeed(&'static str);

impl<'de> DeserializeSeed<'de> for ConstantSeed {
    type Value = Cow<'static, str>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for ConstantSeed {
    type Value = Cow<'static, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(if text == self.0 {
            Cow::Borrowed(self.0)
        } else {
            Cow::Owned(text.to_owned())
        })
    }
}

fn known_or_owned(text: String, constant: &'static str) -> Cow<'static, str> {
    if text == constant {
        Cow::Borrowed(constant)
    } else {
        Cow::Owned(text)
    }
}

/// Looks up a name among the properties of a struct, and keeps an unknown name.
struct KeySeed<'s, T>(&'s mut String, PhantomData<T>);

impl<'de, T: Object> DeserializeSeed<'de> for KeySeed<'_, T> {
    type Value = Option<T::Key>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for KeySeed<'_, T> {
    type Value = Option<T::Key>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let key = T::key(name);
        if key.is_none() {
            name.clone_into(self.0);
        }
        Ok(key)
    }
}

/// Serializes the properties of an object.
pub struct Writer<M: SerializeMap>(M);

impl<M: SerializeMap> Writer<M> {
    /// Starts an object.
    #[inline]
    pub fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(serializer: S) -> Result<Self, M::Error> {
        serializer.serialize_map(None).map(Self)
    }

    /// Writes a required property.
    #[inline]
    pub fn required<T: Wire>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &Written(value))
    }

    /// Writes an optional property.
    #[inline]
    pub fn optional<T: Wire>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.required(name, value),
            None => Ok(()),
        }
    }

    /// Writes an optional property of a type that includes `null`.
    #[inline]
    pub fn any<T: Wire>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        self.optional(name, value)
    }

    /// Writes an optional property that may be `null`.
    #[inline]
    pub fn nullable<T: Wire>(&mut self, name: &'static str, value: &Maybe<T>) -> Result<(), M::Error> {
        match value {
            Maybe::Absent => Ok(()),
            Maybe::Null => self.required(name, &()),
            Maybe::Value(value) => self.required(name, value),
        }
    }

    /// Writes the properties that the schema does not name.
    #[inline]
    pub fn extra<T: Wire>(&mut self, properties: &BTreeMap<String, T>) -> Result<(), M::Error> {
        properties
            .iter()
            .try_for_each(|(name, value)| self.0.serialize_entry(name, &Written(value)))
    }

    /// Ends the object.
    #[inline]
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
    }
}

/// Checks the properties against a table, one after the other.
///
/// The table must list them in the order of the fields; otherwise the fast check fails.
pub struct Properties(core::slice::Iter<'static, (&'static str, Schema)>);

impl Properties {
    /// Starts with the properties of the table of a type, if the table has no other rules for objects.
    #[inline]
    pub fn of(schema: &'static Schema, own: &'static Schema) -> Option<Self> {
        if !schema.is(own) {
            return None;
        }
        own.plain_properties().map(|properties| Self(properties.iter()))
    }

    #[inline]
    fn next(&mut self, name: &'static str) -> Option<&'static Schema> {
        let (listed, schema) = self.0.next()?;
        // Usually both names are the same `static` string.
        (core::ptr::eq(*listed, name) || *listed == name).then_some(schema)
    }

    /// Checks a required property.
    #[inline]
    pub fn required<T: FastCheck>(&mut self, name: &'static str, value: &T) -> bool {
        self.next(name).is_some_and(|schema| value.passes_fast_check(schema))
    }

    /// Checks an optional property.
    #[inline]
    pub fn optional<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) -> bool {
        let schema = self.next(name);
        match (value, schema) {
            (Some(value), Some(schema)) => value.passes_fast_check(schema),
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }

    /// Checks an optional property of a type that includes `null`.
    #[inline]
    pub fn any<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) -> bool {
        self.optional(name, value)
    }

    /// Checks an optional property that may be `null`.
    #[inline]
    pub fn nullable<T: FastCheck>(&mut self, name: &'static str, value: &Maybe<T>) -> bool {
        match (value, self.next(name)) {
            (_, None) => false,
            (Maybe::Absent, Some(_)) => true,
            (Maybe::Null, Some(schema)) => ().passes_fast_check(schema),
            (Maybe::Value(value), Some(schema)) => value.passes_fast_check(schema),
        }
    }

    /// Whether all properties of the table were checked.
    #[inline]
    pub fn is_done(&self) -> bool {
        self.0.as_slice().is_empty()
    }
}

/// The error for a missing required property.
#[cold]
pub fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}

/// Returns the value of a required property.
#[inline]
pub fn finish<T, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| missing(name))
}

/// A struct: `object! { Name, additional_properties; required a = "a"; optional b = "wireName"; … }`.
///
/// A line is `presence field = "name";`. The presence is `required`, `optional` (an `Option`), `nullable` (a
/// [`Maybe`](crate::Maybe)) or `any` (an `Option` of a type that includes `null`). It is followed by `is "value"` for a
/// property with one allowed string. The field in the first line holds all other properties.
///
/// No rule is recursive over the lines: the compiler limits the recursion of macros, and a struct may be long.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $name:ident, $extra:ident;
        $($presence:ident $field:ident = $wire:literal $(is $constant:literal)?;)*
    ) => {
        #[allow(deprecated)]
        const _: () = {
            // Items in a macro are not hygienic, so none may have the name of a generated type.
            use $crate::wire::serde::{
                Deserialize as __Deserialize, Deserializer as __Deserializer, Serialize as __Serialize,
                Serializer as __Serializer,
            };

            #[allow(non_camel_case_types)]
            pub enum __Key {
                $($field,)*
            }

            impl $crate::wire::Object for $name {
                type Key = __Key;
                const NAME: &'static str = stringify!($name);
                #[inline]
                fn key(name: &str) -> ::core::option::Option<__Key> {
                    match name {
                        $($wire => ::core::option::Option::Some(__Key::$field),)*
                        _ => ::core::option::Option::None,
                    }
                }
                #[inline]
                fn read<'de, __A: $crate::wire::serde::de::MapAccess<'de>>(
                    mut input: $crate::wire::Input<__A>,
                ) -> ::core::result::Result<Self, __A::Error> {
                    $(let mut $field = ::core::option::Option::None;)*
                    let mut $extra = ::std::collections::BTreeMap::new();
                    while let ::core::option::Option::Some(key) = input.key::<Self>()? {
                        (match key {
                            ::core::option::Option::Some(key) => match key {
                                $(__Key::$field => $crate::object!(@read $presence input $field $wire $($constant)?),)*
                            },
                            ::core::option::Option::None => input.keep_unknown(&mut $extra),
                        })?;
                    }
                    ::core::result::Result::Ok(Self {
                        $($field: $crate::object!(@finish $presence $field $wire),)*
                        $extra,
                    })
                }
            }

            impl<'de> __Deserialize<'de> for $name {
                fn deserialize<__D: __Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                    $crate::wire::deserialize_object(deserializer)
                }
            }

            impl __Serialize for $name {
                fn serialize<__S: __Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                    let mut writer = $crate::wire::Writer::new(serializer)?;
                    // A `?` for each field would take longer to compile than this form.
                    $(if let ::core::result::Result::Err(error) = writer.$presence($wire, &self.$field) {
                        return ::core::result::Result::Err(error);
                    })*
                    writer.extra(&self.$extra)?;
                    writer.end()
                }
            }

            $crate::serde_wire!($name);

            impl $crate::exact::FastCheck for $name {
                fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                    let own = <Self as $crate::Exact>::SCHEMA;
                    if !self.$extra.is_empty() {
                        return false;
                    }
                    let ::core::option::Option::Some(mut properties) = $crate::wire::Properties::of(schema, own) else {
                        return false;
                    };
                    $(properties.$presence($wire, &self.$field) &&)* properties.is_done()
                }
            }
        };
    };

    (@read optional $input:ident $field:ident $wire:literal $constant:literal) => {
        $input.read_optional_constant(&mut $field, $wire, $constant)
    };
    (@read $presence:ident $input:ident $field:ident $wire:literal $constant:literal) => {
        $input.read_constant(&mut $field, $wire, $constant)
    };
    (@read optional $input:ident $field:ident $wire:literal) => { $input.read_optional(&mut $field, $wire) };
    (@read $presence:ident $input:ident $field:ident $wire:literal) => { $input.read(&mut $field, $wire) };

    (@finish required $field:ident $wire:literal) => { $crate::wire::finish($field, $wire)? };
    (@finish optional $field:ident $wire:literal) => { ::core::option::Option::flatten($field) };
    (@finish any $field:ident $wire:literal) => { $field };
    (@finish nullable $field:ident $wire:literal) => {
        match $field {
            ::core::option::Option::None => $crate::Maybe::Absent,
            ::core::option::Option::Some(::core::option::Option::None) => $crate::Maybe::Null,
            ::core::option::Option::Some(::core::option::Option::Some(value)) => $crate::Maybe::Value(value),
        }
    };
}
