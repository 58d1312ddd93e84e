//! `object!`: structs.
//!
//! A macro call writes two functions for each struct: one reads its properties, the other visits them. Everything else is
//! here, once for all structs, because a large API has thousands of them and the compiler checks each function.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_core::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde_core::ser::SerializeMap;
use serde_core::{Deserializer, Serializer};

use crate::exact::{Exact, FastCheck};
use crate::json::REPEATED;
use crate::schema::Schema;
use crate::wire::{Hidden, Seed, Wire, Written};
use crate::{Maybe, lossy};

/// A struct, as its properties.
pub trait Object: Sized {
    /// The names of the type and of what it has.
    const NAMES: &'static Names;

    /// The names of the fields whose values `Debug` does not show.
    const HIDDEN: &'static [&'static str] = &[];

    /// Reads the properties up to the end of the object. Returns `None` after an error, which the source keeps.
    fn read<S: Source>(source: &mut S) -> Option<Self>;

    /// Visits the properties in the order of the fields, then all other properties, as long as the visitor returns
    /// `true`.
    fn visit<V: Visit>(&self, visitor: &mut V) -> bool;
}

/// The names of a struct. They are a single constant, since each constant of each type costs the compiler time.
pub struct Names {
    /// The name of the type, for error messages.
    pub name: &'static str,
    /// The names of the properties, in the order of the fields.
    pub properties: &'static [&'static str],
    /// The names of the fields; the last one holds all other properties.
    pub fields: &'static [&'static str],
}

/// The source of the properties of an object. Its methods return `false` or `None` after an error.
pub trait Source {
    /// Returns the position of the next property among `names`; a property with another name has the position
    /// `usize::MAX`. `None` is the end of the object or an error.
    fn next(&mut self, names: &'static [&'static str]) -> Option<usize>;

    /// Reads a required property.
    fn required<T: Wire>(&mut self, slot: &mut Option<T>) -> bool;

    /// Reads an optional property; a `null` that the schema does not allow counts as absent.
    fn optional<T: Wire>(&mut self, slot: &mut Option<T>) -> bool;

    /// Reads an optional property of a type that includes `null`.
    fn any<T: Wire>(&mut self, slot: &mut Option<T>) -> bool;

    /// Reads an optional property that may be `null`.
    fn nullable<T: Wire>(&mut self, slot: &mut Maybe<T>) -> bool;

    /// Reads a property with one allowed value, without an allocation. Any other value is preserved as well.
    fn constant(&mut self, slot: &mut Option<Cow<'static, str>>, constant: &'static str) -> bool;

    /// Reads an optional property with one allowed value; a `null` counts as absent.
    fn optional_constant(&mut self, slot: &mut Option<Cow<'static, str>>, constant: &'static str) -> bool;

    /// Preserves a property that the schema does not name.
    fn extra<T: Wire>(&mut self, extra: &mut BTreeMap<String, T>) -> bool;

    /// Whether the object was read to its end without an error.
    fn is_complete(&self) -> bool;

    /// Reports that a required property is missing, unless there was an error before.
    fn missing<T>(&mut self, name: &'static str) -> Option<T>;
}

/// A visitor of the properties of an object. Its methods return `false` to stop.
pub trait Visit {
    /// Visits a required property.
    fn required<T: FastCheck>(&mut self, name: &'static str, value: &T) -> bool;

    /// Visits an optional property.
    fn optional<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) -> bool;

    /// Visits an optional property of a type that includes `null`.
    #[inline]
    fn any<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) -> bool {
        self.optional(name, value)
    }

    /// Visits an optional property that may be `null`.
    fn nullable<T: FastCheck>(&mut self, name: &'static str, value: &Maybe<T>) -> bool;

    /// Visits a required property with one allowed value.
    #[inline]
    fn constant<T: FastCheck>(&mut self, name: &'static str, value: &T) -> bool {
        self.required(name, value)
    }

    /// Visits an optional property with one allowed value.
    #[inline]
    fn optional_constant<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) -> bool {
        self.optional(name, value)
    }

    /// Visits the properties that the schema does not name.
    fn extra<T: FastCheck>(&mut self, properties: &BTreeMap<String, T>) -> bool;
}

/// Deserializes an object.
///
/// # Errors
/// The errors of the deserializer, and errors for missing or duplicate properties.
pub fn deserialize_object<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object ({})", T::NAMES.name)
        }

        #[inline]
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            let mut input = Input {
                map,
                property: Property::default(),
                nulls: Vec::new(),
                error: None,
            };
            let read = T::read(&mut input);
            // Without a value there is an error: it is the only reason for stopping early.
            read.ok_or_else(|| {
                input
                    .error
                    .unwrap_or_else(|| A::Error::custom("the object is incomplete"))
            })
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The properties of an object during deserialization.
struct Input<A, E> {
    map: A,
    property: Property,
    /// The optional properties whose value was `null`.
    nulls: Vec<&'static str>,
    error: Option<E>,
}

/// The property that is being read.
#[derive(Default)]
struct Property {
    name: &'static str,
    /// The position where the search for the next name starts: most objects are in the order of the schema.
    next: usize,
    /// The name of a property that the schema does not name; other names need no allocation.
    unknown: String,
}

impl<'de, A: MapAccess<'de>> Input<A, A::Error> {
    /// Reads a value, unless the property is there twice.
    #[inline]
    fn value<T: Wire>(&mut self, is_first: bool) -> Option<T> {
        if !is_first {
            self.error = Some(A::Error::duplicate_field(self.property.name));
            return None;
        }
        self.kept(|map| map.next_value_seed(Seed::new()))
    }

    #[inline]
    fn kept<T>(&mut self, read: impl FnOnce(&mut A) -> Result<T, A::Error>) -> Option<T> {
        match read(&mut self.map) {
            Ok(value) => Some(value),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    fn was_null(&self) -> bool {
        self.nulls.contains(&self.property.name)
    }

    /// Records a `null` that the value does not preserve.
    #[cold]
    fn note_null(&mut self) {
        lossy::note();
        self.nulls.push(self.property.name);
    }
}

impl<'de, A: MapAccess<'de>> Source for Input<A, A::Error> {
    #[inline]
    fn next(&mut self, names: &'static [&'static str]) -> Option<usize> {
        match self.map.next_key_seed(KeySeed(&mut self.property, names)) {
            Ok(found) => found,
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    #[inline]
    fn required<T: Wire>(&mut self, slot: &mut Option<T>) -> bool {
        let value = self.value(slot.is_none());
        let is_read = value.is_some();
        *slot = value;
        is_read
    }

    #[inline]
    fn optional<T: Wire>(&mut self, slot: &mut Option<T>) -> bool {
        match self.value(slot.is_none() && !self.was_null()) {
            Some(Some(value)) => *slot = Some(value),
            Some(None) => self.note_null(),
            None => return false,
        }
        true
    }

    #[inline]
    fn any<T: Wire>(&mut self, slot: &mut Option<T>) -> bool {
        self.required(slot)
    }

    #[inline]
    fn nullable<T: Wire>(&mut self, slot: &mut Maybe<T>) -> bool {
        *slot = match self.value(matches!(slot, Maybe::Absent)) {
            Some(Some(value)) => Maybe::Value(value),
            Some(None) => Maybe::Null,
            None => return false,
        };
        true
    }

    #[inline]
    fn constant(&mut self, slot: &mut Option<Cow<'static, str>>, constant: &'static str) -> bool {
        if slot.is_some() {
            self.error = Some(A::Error::duplicate_field(self.property.name));
            return false;
        }
        *slot = self.kept(|map| map.next_value_seed(ConstantSeed(constant)));
        slot.is_some()
    }

    #[inline]
    fn optional_constant(&mut self, slot: &mut Option<Cow<'static, str>>, constant: &'static str) -> bool {
        let mut text: Option<String> = None;
        let is_first = slot.is_none();
        if !is_first {
            self.error = Some(A::Error::duplicate_field(self.property.name));
            return false;
        }
        let is_read = self.optional(&mut text);
        *slot = text.map(|text| known_or_owned(text, constant));
        is_read
    }

    fn extra<T: Wire>(&mut self, extra: &mut BTreeMap<String, T>) -> bool {
        let name = core::mem::take(&mut self.property.unknown);
        if extra.contains_key(&name) {
            self.error = Some(A::Error::custom(REPEATED));
            return false;
        }
        match self.value(true) {
            Some(value) => {
                extra.insert(name, value);
                true
            }
            None => false,
        }
    }

    #[inline]
    fn is_complete(&self) -> bool {
        self.error.is_none()
    }

    #[cold]
    fn missing<T>(&mut self, name: &'static str) -> Option<T> {
        if self.error.is_none() {
            self.error = Some(A::Error::missing_field(name));
        }
        None
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
struct KeySeed<'s>(&'s mut Property, &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let Self(property, names) = self;
        let (before, after) = names.split_at_checked(property.next).unwrap_or((names, &[]));
        let position = |names: &[&str]| names.iter().position(|known| *known == name);
        let found = position(after).map(|position| before.len() + position);
        let Some(found) = found.or_else(|| position(before)) else {
            name.clone_into(&mut property.unknown);
            return Ok(usize::MAX);
        };
        property.name = names.get(found).copied().unwrap_or_default();
        property.next = found + 1;
        Ok(found)
    }
}

/// Serializes an object.
///
/// # Errors
/// The errors of the serializer.
#[inline]
pub fn serialize_object<T: Object, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer {
        map: serializer.serialize_map(None)?,
        error: None,
    };
    value.visit(&mut writer);
    match writer.error {
        Some(error) => Err(error),
        None => writer.map.end(),
    }
}

/// Serializes the properties of an object.
struct Writer<M, E> {
    map: M,
    error: Option<E>,
}

impl<M: SerializeMap> Writer<M, M::Error> {
    #[inline]
    fn write<T: Wire>(&mut self, name: &str, value: &T) -> bool {
        match self.map.serialize_entry(name, &Written(value)) {
            Ok(()) => true,
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }
}

impl<M: SerializeMap> Visit for Writer<M, M::Error> {
    #[inline]
    fn required<T: FastCheck>(&mut self, name: &'static str, value: &T) -> bool {
        self.write(name, value)
    }

    #[inline]
    fn optional<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) -> bool {
        match value {
            Some(value) => self.write(name, value),
            None => true,
        }
    }

    #[inline]
    fn nullable<T: FastCheck>(&mut self, name: &'static str, value: &Maybe<T>) -> bool {
        match value {
            Maybe::Absent => true,
            Maybe::Null => self.write(name, &()),
            Maybe::Value(value) => self.write(name, value),
        }
    }

    #[inline]
    fn extra<T: FastCheck>(&mut self, properties: &BTreeMap<String, T>) -> bool {
        properties.iter().all(|(name, value)| self.write(name, value))
    }
}

/// Runs the fast check of an object: all properties against the table of its type, if the table has no other rules for
/// objects. It lists the properties in the order of the fields; otherwise the fast check fails.
#[inline]
pub fn check_object<T: Object + Exact>(value: &T, schema: &'static Schema) -> bool {
    let own = T::SCHEMA;
    if !schema.is(own) {
        return false;
    }
    match own.plain_properties() {
        Some(properties) => value.visit(&mut Checker(properties.iter())),
        None => false,
    }
}

/// Checks the properties against a table, one after the other.
struct Checker(core::slice::Iter<'static, (&'static str, Schema)>);

impl Checker {
    #[inline]
    fn next(&mut self, name: &'static str) -> Option<&'static Schema> {
        let (listed, schema) = self.0.next()?;
        // Usually both names are the same `static` string.
        (core::ptr::eq(*listed, name) || *listed == name).then_some(schema)
    }
}

impl Visit for Checker {
    #[inline]
    fn required<T: FastCheck>(&mut self, name: &'static str, value: &T) -> bool {
        self.next(name).is_some_and(|schema| value.passes_fast_check(schema))
    }

    #[inline]
    fn optional<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) -> bool {
        let schema = self.next(name);
        match (value, schema) {
            (Some(value), Some(schema)) => value.passes_fast_check(schema),
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }

    #[inline]
    fn nullable<T: FastCheck>(&mut self, name: &'static str, value: &Maybe<T>) -> bool {
        match (value, self.next(name)) {
            (_, None) => false,
            (Maybe::Absent, Some(_)) => true,
            (Maybe::Null, Some(schema)) => ().passes_fast_check(schema),
            (Maybe::Value(value), Some(schema)) => value.passes_fast_check(schema),
        }
    }

    /// Other properties are left to the full check; all properties of the table must have been checked.
    #[inline]
    fn extra<T: FastCheck>(&mut self, properties: &BTreeMap<String, T>) -> bool {
        properties.is_empty() && self.0.as_slice().is_empty()
    }
}

/// Formats an object as `#[derive(Debug)]` does, without the values of hidden fields.
///
/// # Errors
/// The errors of the formatter.
pub fn debug_object<T: Object>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut debug = DebugFields {
        output: f.debug_struct(T::NAMES.name),
        names: T::NAMES.fields.iter(),
        hidden: T::HIDDEN,
    };
    value.visit(&mut debug);
    debug.output.finish()
}

struct DebugFields<'f, 'b> {
    output: fmt::DebugStruct<'f, 'b>,
    names: core::slice::Iter<'static, &'static str>,
    hidden: &'static [&'static str],
}

impl DebugFields<'_, '_> {
    /// Formats the next field: its value, or what is shown of a hidden one.
    fn field(&mut self, value: &dyn fmt::Debug, of_hidden: &dyn fmt::Debug) -> bool {
        self.names.next().is_some_and(|name| {
            let is_hidden = self.hidden.contains(name);
            self.output.field(name, if is_hidden { of_hidden } else { value });
            true
        })
    }
}

impl Visit for DebugFields<'_, '_> {
    fn required<T: FastCheck>(&mut self, _: &'static str, value: &T) -> bool {
        self.field(value, &Hidden)
    }

    fn optional<T: FastCheck>(&mut self, _: &'static str, value: &Option<T>) -> bool {
        self.field(value, &value.as_ref().map(|_| Hidden))
    }

    fn nullable<T: FastCheck>(&mut self, _: &'static str, value: &Maybe<T>) -> bool {
        let of_hidden = match value {
            Maybe::Absent => Maybe::Absent,
            Maybe::Null => Maybe::Null,
            Maybe::Value(_) => Maybe::Value(Hidden),
        };
        self.field(value, &of_hidden)
    }

    fn extra<T: FastCheck>(&mut self, properties: &BTreeMap<String, T>) -> bool {
        self.field(properties, &Hidden)
    }
}

/// A struct: `object! { Name, additional_properties; 0 required a = "a"; 1 optional b = "wireName"; … }`.
///
/// A line is `index presence field = "name";`, where the lines are numbered from zero. The presence is `required`,
/// `optional` (an `Option`), `nullable` (a [`Maybe`](crate::Maybe)) or `any` (an `Option` of a type that includes
/// `null`); with one allowed string it is `constant` or `optional_constant`, and the line ends with `is "value"`. The field
/// in the first line holds all other properties.
///
/// `default` before the name says that an empty object is the default of the type: it is filled in place, which costs the
/// compiler less than a variable for each field. The first line may list the fields whose values `Debug` does not show:
/// `object! { Name, additional_properties, hides b; … }`.
///
/// No rule is recursive over the lines: the compiler limits the recursion of macros, and a struct may be long.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        default $name:ident, $extra:ident $(, hides $($hidden:ident)+)?;
        $($index:literal $presence:ident $field:ident = $wire:literal $(is $constant:literal)?;)*
    ) => {
        #[allow(deprecated)]
        impl $crate::wire::Object for $name {
            $crate::object!(@names $name $extra $($field $wire)*);
            $(const HIDDEN: &'static [&'static str] = &[$(stringify!($hidden)),+];)?

            #[inline]
            fn read<__S: $crate::wire::Source>(source: &mut __S) -> ::core::option::Option<Self> {
                let mut object: Self = ::core::default::Default::default();
                while let ::core::option::Option::Some(index) = source.next(Self::NAMES.properties) {
                    if !match index {
                        $($index => source.$presence(&mut object.$field $(, $constant)?),)*
                        _ => source.extra(&mut object.$extra),
                    } {
                        return ::core::option::Option::None;
                    }
                }
                if source.is_complete() { ::core::option::Option::Some(object) } else { ::core::option::Option::None }
            }

            $crate::object!(@visit $extra $($presence $field $wire)*);
        }

        $crate::object!(@traits $name);
    };

    (
        $name:ident, $extra:ident $(, hides $($hidden:ident)+)?;
        $($index:literal $presence:ident $field:ident = $wire:literal $(is $constant:literal)?;)*
    ) => {
        #[allow(deprecated)]
        impl $crate::wire::Object for $name {
            $crate::object!(@names $name $extra $($field $wire)*);
            $(const HIDDEN: &'static [&'static str] = &[$(stringify!($hidden)),+];)?

            #[inline]
            fn read<__S: $crate::wire::Source>(source: &mut __S) -> ::core::option::Option<Self> {
                $(let mut $field = $crate::object!(@absent $presence);)*
                let mut $extra = ::std::collections::BTreeMap::new();
                while let ::core::option::Option::Some(index) = source.next(Self::NAMES.properties) {
                    if !match index {
                        $($index => source.$presence(&mut $field $(, $constant)?),)*
                        _ => source.extra(&mut $extra),
                    } {
                        return ::core::option::Option::None;
                    }
                }
                $($crate::object!(@required $presence source $field $wire);)*
                if !source.is_complete() {
                    return ::core::option::Option::None;
                }
                ::core::option::Option::Some(Self { $($field,)* $extra })
            }

            $crate::object!(@visit $extra $($presence $field $wire)*);
        }

        $crate::object!(@traits $name);
    };

    (@names $name:ident $extra:ident $($field:ident $wire:literal)*) => {
        const NAMES: &'static $crate::wire::Names = &$crate::wire::Names {
            name: stringify!($name),
            properties: &[$($wire),*],
            fields: &[$(stringify!($field),)* stringify!($extra)],
        };
    };

    (@visit $extra:ident $($presence:ident $field:ident $wire:literal)*) => {
        #[inline]
        fn visit<__V: $crate::wire::Visit>(&self, visitor: &mut __V) -> bool {
            $(visitor.$presence($wire, &self.$field) &&)* visitor.extra(&self.$extra)
        }
    };

    (@traits $name:ident) => {
        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::wire::deserialize_object(deserializer)
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::wire::serialize_object(self, serializer)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::wire::debug_object(self, f)
            }
        }

        $crate::serde_wire!($name);

        impl $crate::exact::FastCheck for $name {
            #[inline]
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                $crate::wire::check_object(self, schema)
            }
        }
    };

    (@absent nullable) => { $crate::Maybe::Absent };
    (@absent $presence:ident) => { ::core::option::Option::None };

    (@required required $source:ident $field:ident $wire:literal) => {
        $crate::object!(@required constant $source $field $wire);
    };
    (@required constant $source:ident $field:ident $wire:literal) => {
        let ::core::option::Option::Some($field) = $field else {
            return $source.missing($wire);
        };
    };
    (@required $presence:ident $source:ident $field:ident $wire:literal) => {};
}
