//! `string_enum!`: open enums of strings.

use core::fmt;

use serde_core::de::{Deserializer, Error, Visitor};

/// Deserializes a string and converts it.
pub fn deserialize_text<'de, D, T>(deserializer: D, name: &'static str, make: impl Fn(&str) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct TextVisitor<F>(&'static str, F);

    impl<T, F: Fn(&str) -> T> Visitor<'_> for TextVisitor<F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a string ({})", self.0)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok((self.1)(text))
        }
    }

    deserializer.deserialize_str(TextVisitor(name, make))
}

/// An open enum of strings: `string_enum! { Name, Unknown; Variant = "value"; | Variant(Type) = &TABLE, …; … }`.
///
/// A variant with a type holds any string that is valid against one of the tables. The fixed values precede it.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    (
        $name:ident, $unknown:ident;
        $($variant:ident = $wire:literal;)*
        $(| $held:ident($type:ty) = $($schema:expr),+;)*
    ) => {
        impl $crate::OpenEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    $(Self::$held(text) => ::core::convert::AsRef::<str>::as_ref(text),)*
                    Self::$unknown(unknown) => unknown.as_str(),
                }
            }

            #[inline]
            fn known(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($wire => return ::core::option::Option::Some(Self::$variant),)*
                    _ => {}
                }
                $(
                    if ($($crate::fast_check::is_valid(text, $schema))||+)
                        && let ::core::result::Result::Ok(text) = <$type as ::core::str::FromStr>::from_str(text)
                    {
                        return ::core::option::Option::Some(Self::$held(text));
                    }
                )*
                ::core::option::Option::None
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str($crate::OpenEnum::as_str(self))
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::wire::deserialize_text(deserializer, stringify!($name), |text| {
                    match $crate::Unknown::new(text) {
                        ::core::result::Result::Ok(unknown) => Self::$unknown(unknown),
                        ::core::result::Result::Err(known) => known,
                    }
                })
            }
        }

        $crate::serde_wire!($name);

        impl $crate::exact::FastCheck for $name {
            #[inline]
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                #[allow(unreachable_patterns)]
                match self {
                    Self::$unknown(_) => false,
                    $(Self::$held(_) => $crate::fast_check::text($crate::OpenEnum::as_str(self), schema),)*
                    _ => {
                        $crate::fast_check::listed(schema, <Self as $crate::Exact>::SCHEMA, <Self as $crate::OpenEnum>::KNOWN.len())
                            || $crate::fast_check::text($crate::OpenEnum::as_str(self), schema)
                    }
                }
            }

            #[inline]
            fn distinct(items: &[Self]) -> bool {
                $crate::fast_check::pairwise(items)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::OpenEnum::as_str(self))
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }
        }

        /// Accepts only the documented values; `Deserialize` also preserves values of a newer server.
        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::UnknownValue> {
                <Self as $crate::OpenEnum>::known(text)
                    .ok_or_else(|| $crate::UnknownValue::of::<Self>(text))
            }
        }
    };
}
