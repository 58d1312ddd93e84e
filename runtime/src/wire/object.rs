//! `object!`: structs.

use serde::Deserialize;
use serde::de::{Error, MapAccess};

use crate::loss;

/// Reads the value of a property, once.
#[inline]
pub fn read<'de, A, T>(map: &mut A, slot: &mut Option<T>, name: &'static str) -> Result<(), A::Error>
where
    A: MapAccess<'de>,
    T: Deserialize<'de>,
{
    if slot.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Reads the value of an optional property; a `null` that the schema does not allow counts as absent.
#[inline]
pub fn read_optional<'de, A, T>(map: &mut A, slot: &mut Option<Option<T>>, name: &'static str) -> Result<(), A::Error>
where
    A: MapAccess<'de>,
    T: Deserialize<'de>,
{
    read(map, slot, name)?;
    if let Some(None) = slot {
        loss::note();
    }
    Ok(())
}

/// Whether two constant names are the same: mostly they are one text in the program.
#[inline]
pub fn same(left: &'static str, right: &'static str) -> bool {
    core::ptr::eq(left, right) || left == right
}

/// The error for a property that stands twice in an object.
#[cold]
pub fn repeated<E: Error>(name: &str) -> E {
    E::custom(format_args!("the property {name:?} stands twice in one object"))
}

/// The error for a required property that is not there.
#[cold]
pub fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}

/// The value of a required property.
#[inline]
pub fn finish<T, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| missing(name))
}

/// A struct: `object! { Name, closed; required field: (Type) = "wireName"; … }`.
///
/// A line is `presence field: kind = "name";`. The presence is `required`, `optional` (an `Option`), `nullable` (a
/// [`Maybe`](crate::Maybe)) or `any` (an `Option` of a type that takes `null` itself). The kind is `(T)`, `[T]` for a
/// `Vec<T>` or `{T}` for a map. Behind the name stands the field and, after `as`, its setter if that is called
/// otherwise. The struct is `closed`, or `open field: Type`, which keeps the properties that the schema does not name.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $name:ident, $mode:ident $($extra:ident: $extra_type:ty)?;
        $($presence:ident $field:ident $(as $setter:ident)? $(or $clear:ident)?: $kind:tt = $wire:literal;)*
    ) => {
        const _: () = {
            use $crate::wire::serde::{Deserialize, Deserializer, Serialize, Serializer};
            use $crate::wire::serde::de::{DeserializeSeed, MapAccess, Visitor};
            use $crate::wire::serde::ser::SerializeMap;

            #[allow(non_camel_case_types)]
            enum Key {
                $($field,)*
                __Unknown,
            }

            /// Where the name of an unknown property goes: the known ones need no memory.
            struct KeySeed<'s>(&'s mut ::std::string::String);

            impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
                type Value = Key;
                #[inline]
                fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> ::core::result::Result<Key, D::Error> {
                    deserializer.deserialize_identifier(self)
                }
            }

            impl Visitor<'_> for KeySeed<'_> {
                type Value = Key;
                fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str("a property name")
                }
                #[inline]
                fn visit_str<E>(self, name: &str) -> ::core::result::Result<Key, E> {
                    ::core::result::Result::Ok(match name {
                        $($wire => Key::$field,)*
                        _ => {
                            name.clone_into(self.0);
                            Key::__Unknown
                        }
                    })
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    struct ObjectVisitor;
                    impl<'de> Visitor<'de> for ObjectVisitor {
                        type Value = $name;
                        fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                            f.write_str(concat!("an object (", stringify!($name), ")"))
                        }
                        #[inline]
                        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> ::core::result::Result<$name, A::Error> {
                            $(let mut $field = ::core::option::Option::None;)*
                            $(let mut $extra = <$extra_type as ::core::default::Default>::default();)?
                            let mut name = ::std::string::String::new();
                            while let ::core::option::Option::Some(key) = map.next_key_seed(KeySeed(&mut name))? {
                                match key {
                                    $(Key::$field => $crate::object!(@read $presence map $field $wire),)*
                                    Key::__Unknown => $crate::object!(@unknown map name $($extra)?),
                                }
                            }
                            ::core::result::Result::Ok($name {
                                $($field: $crate::object!(@finish $presence $field $wire),)*
                                $($extra,)?
                            })
                        }
                    }
                    deserializer.deserialize_map(ObjectVisitor)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    #[allow(unused_mut)]
                    let mut map = serializer.serialize_map(::core::option::Option::None)?;
                    $($crate::object!(@write $presence map self.$field, $wire);)*
                    $(for (name, value) in self.$extra.iter() {
                        map.serialize_entry(name, value)?;
                    })?
                    map.end()
                }
            }

            impl $crate::exact::Certain for $name {
                fn certain(&self, schema: &'static $crate::schema::Schema) -> bool {
                    let own = <Self as $crate::Exact>::SCHEMA;
                    $(if !self.$extra.is_empty() {
                        return false;
                    })?
                    if !schema.is(own) {
                        return false;
                    }
                    let ::core::option::Option::Some(properties) = own.plain_properties() else {
                        return false;
                    };
                    #[allow(unused_mut)]
                    let mut properties = properties.iter();
                    // The table lists the properties in the order of the fields; another order is "not certain".
                    $(
                        let ::core::option::Option::Some((name, schema)) = properties.next() else {
                            return false;
                        };
                        if !$crate::wire::same(name, $wire)
                            || !$crate::object!(@certain $presence self.$field, schema)
                        {
                            return false;
                        }
                    )*
                    properties.next().is_none()
                }
            }
        };

        impl $name {
            $crate::object!(@new $name [] [] [$($extra)?] $($presence $field: $kind;)*);
            $($crate::object!(@setter $presence $field [$($setter)?] [$($clear)?] $kind);)*
        }
    };

    (@unknown $map:ident $name:ident) => {{
        $crate::loss::note();
        let _ = $map.next_value::<$crate::wire::serde::de::IgnoredAny>()?;
    }};
    (@unknown $map:ident $name:ident $extra:ident) => {{
        let key = ::core::mem::take(&mut $name);
        let value = $map.next_value()?;
        if $extra.contains_key(&key) {
            return ::core::result::Result::Err($crate::wire::repeated(&key));
        }
        $extra.insert(key, value);
    }};

    (@read optional $map:ident $field:ident $wire:literal) => {
        $crate::wire::read_optional(&mut $map, &mut $field, $wire)?
    };
    (@read nullable $map:ident $field:ident $wire:literal) => {
        $crate::wire::read(&mut $map, &mut $field, $wire)?
    };
    (@read $presence:ident $map:ident $field:ident $wire:literal) => {
        $crate::wire::read(&mut $map, &mut $field, $wire)?
    };

    (@finish required $field:ident $wire:literal) => { $crate::wire::finish($field, $wire)? };
    (@finish optional $field:ident $wire:literal) => { $field.flatten() };
    (@finish any $field:ident $wire:literal) => { $field };
    (@finish nullable $field:ident $wire:literal) => {
        match $field {
            ::core::option::Option::None => $crate::Maybe::Absent,
            ::core::option::Option::Some(::core::option::Option::None) => $crate::Maybe::Null,
            ::core::option::Option::Some(::core::option::Option::Some(value)) => $crate::Maybe::Value(value),
        }
    };

    (@write required $map:ident $self:ident.$field:ident, $wire:literal) => {
        $map.serialize_entry($wire, &$self.$field)?
    };
    (@write nullable $map:ident $self:ident.$field:ident, $wire:literal) => {
        match &$self.$field {
            $crate::Maybe::Absent => {}
            $crate::Maybe::Null => $map.serialize_entry($wire, &())?,
            $crate::Maybe::Value(value) => $map.serialize_entry($wire, value)?,
        }
    };
    (@write $presence:ident $map:ident $self:ident.$field:ident, $wire:literal) => {
        if let ::core::option::Option::Some(value) = &$self.$field {
            $map.serialize_entry($wire, value)?;
        }
    };

    (@certain required $self:ident.$field:ident, $schema:ident) => {
        $crate::exact::Certain::certain(&$self.$field, $schema)
    };
    (@certain nullable $self:ident.$field:ident, $schema:ident) => {
        match &$self.$field {
            $crate::Maybe::Absent => true,
            $crate::Maybe::Null => $crate::exact::Certain::certain(&(), $schema),
            $crate::Maybe::Value(value) => $crate::exact::Certain::certain(value, $schema),
        }
    };
    (@certain $presence:ident $self:ident.$field:ident, $schema:ident) => {
        match &$self.$field {
            ::core::option::Option::Some(value) => $crate::exact::Certain::certain(value, $schema),
            ::core::option::Option::None => true,
        }
    };

    // `new`: the required properties are its arguments, everything else is absent.
    (@new $name:ident [$($argument:tt)*] [$($value:tt)*] $extra:tt required $field:ident: ($type:ty); $($rest:tt)*) => {
        $crate::object!(@new $name
            [$($argument)* $field: impl ::core::convert::Into<$type>,]
            [$($value)* $field: ::core::convert::Into::into($field),] $extra $($rest)*);
    };
    (@new $name:ident [$($argument:tt)*] [$($value:tt)*] $extra:tt required $field:ident: [$type:ty]; $($rest:tt)*) => {
        $crate::object!(@new $name
            [$($argument)* $field: impl ::core::iter::IntoIterator<Item = $type>,]
            [$($value)* $field: ::core::iter::Iterator::collect(::core::iter::IntoIterator::into_iter($field)),]
            $extra $($rest)*);
    };
    (@new $name:ident [$($argument:tt)*] [$($value:tt)*] $extra:tt required $field:ident: {$type:ty}; $($rest:tt)*) => {
        $crate::object!(@new $name
            [$($argument)* $field: impl ::core::iter::IntoIterator<Item = (::std::string::String, $type)>,]
            [$($value)* $field: ::core::iter::Iterator::collect(::core::iter::IntoIterator::into_iter($field)),]
            $extra $($rest)*);
    };
    (@new $name:ident $arguments:tt [$($value:tt)*] $extra:tt $presence:ident $field:ident: $kind:tt; $($rest:tt)*) => {
        $crate::object!(@new $name $arguments
            [$($value)* $field: ::core::default::Default::default(),] $extra $($rest)*);
    };
    (@new $name:ident [$($argument:tt)*] [$($value:tt)*] [$($extra:ident)?]) => {
        #[doc = concat!("A `", stringify!($name), "` with its required properties; the others are absent until they are set.")]
        #[allow(clippy::new_without_default, clippy::too_many_arguments)]
        #[must_use]
        pub fn new($($argument)*) -> Self {
            Self { $($value)* $($extra: ::core::default::Default::default(),)? }
        }
    };

    (@setter required $field:ident $setter:tt $clear:tt $kind:tt) => {};
    (@setter nullable $field:ident [] [$clear:ident] $kind:tt) => {
        $crate::object!(@setter_fn nullable $field $field $kind);
        $crate::object!(@clear $field $clear);
    };
    (@setter nullable $field:ident [$setter:ident] [$clear:ident] $kind:tt) => {
        $crate::object!(@setter_fn nullable $field $setter $kind);
        $crate::object!(@clear $field $clear);
    };
    (@setter $presence:ident $field:ident [] [] $kind:tt) => {
        $crate::object!(@setter_fn optional $field $field $kind);
    };
    (@setter $presence:ident $field:ident [$setter:ident] [] $kind:tt) => {
        $crate::object!(@setter_fn optional $field $setter $kind);
    };
    (@clear $field:ident $clear:ident) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ") to `null`.")]
        #[must_use]
        pub fn $clear(mut self) -> Self {
            self.$field = $crate::Maybe::Null;
            self
        }
    };
    (@setter_fn $presence:ident $field:ident $setter:ident ($type:ty)) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $setter(mut self, value: impl ::core::convert::Into<$type>) -> Self {
            self.$field = $crate::object!(@present $presence ::core::convert::Into::into(value));
            self
        }
    };
    (@setter_fn $presence:ident $field:ident $setter:ident [$type:ty]) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $setter(mut self, items: impl ::core::iter::IntoIterator<Item = $type>) -> Self {
            self.$field = $crate::object!(@present $presence
                ::core::iter::Iterator::collect(::core::iter::IntoIterator::into_iter(items)));
            self
        }
    };
    (@setter_fn $presence:ident $field:ident $setter:ident {$type:ty}) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $setter(
            mut self,
            entries: impl ::core::iter::IntoIterator<Item = (::std::string::String, $type)>,
        ) -> Self {
            self.$field = $crate::object!(@present $presence
                ::core::iter::Iterator::collect(::core::iter::IntoIterator::into_iter(entries)));
            self
        }
    };
    (@present optional $value:expr) => { ::core::option::Option::Some($value) };
    (@present nullable $value:expr) => { $crate::Maybe::Value($value) };
}
