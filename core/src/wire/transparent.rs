//! `transparent!`: newtypes.

use crate::exact::{Exact, ExactError};
use crate::json::Json;

/// Parses a string without the quotation marks of JSON, exactly.
///
/// # Errors
/// See [`Exact::from_json_exact`].
pub fn exact_text<T: Exact>(text: &str) -> Result<T, ExactError> {
    T::from_json_exact(&Json::String(text.to_owned()).to_string())
}

/// A newtype with the JSON representation of its content: `transparent! { Name(Type) }`, and for strings `transparent!
/// { Name(Type), text }`.
#[doc(hidden)]
#[macro_export]
macro_rules! transparent {
    ($name:ident($inner:ty), text) => {
        $crate::transparent!($name($inner));

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                ::core::convert::AsRef::<str>::as_ref(&self.0)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::ExactError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::wire::exact_text(text)
            }
        }
    };
    ($name:ident($inner:ty)) => {
        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::wire::Wire::write(&self.0, serializer)
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                <$inner as $crate::wire::Wire>::read(deserializer).map(Self)
            }
        }

        $crate::serde_wire!($name);

        impl $crate::exact::FastCheck for $name {
            #[inline]
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                $crate::exact::FastCheck::passes_fast_check(&self.0, schema)
            }
        }

        impl ::core::convert::From<$inner> for $name {
            #[inline]
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl ::core::convert::From<$name> for $inner {
            #[inline]
            fn from(outer: $name) -> Self {
                outer.0
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $inner;

            #[inline]
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl ::core::ops::DerefMut for $name {
            #[inline]
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }
    };
}

/// The constraint table of a type: `exact!(Name = TABLE)`.
#[doc(hidden)]
#[macro_export]
macro_rules! exact {
    ($name:ident = $table:ident) => {
        impl $crate::Exact for $name {
            const SCHEMA: &'static $crate::schema::Schema = &schema::$table;
        }

        $crate::json_schema!($name);
    };
}

/// A conversion from a tuple into a newtype around a [`Tuple`](crate::Tuple): `from_items!(Name(A, B))`.
#[doc(hidden)]
#[macro_export]
macro_rules! from_items {
    ($name:ident($($item:ty),+)) => {
        impl ::core::convert::From<($($item,)+)> for $name {
            #[inline]
            fn from(items: ($($item,)+)) -> Self {
                Self($crate::Tuple::new(items))
            }
        }
    };
}

/// Conversions of literals into the variant that holds a string or a number: `from_literals!(Name::Variant: i32, f64)`.
#[doc(hidden)]
#[macro_export]
macro_rules! from_literals {
    ($name:ident::$variant:ident: $($literal:ty),+) => {
        $(
            impl ::core::convert::From<$literal> for $name {
                #[inline]
                fn from(literal: $literal) -> Self {
                    Self::$variant(literal.into())
                }
            }
        )+
    };
}

/// A conversion into the variant that holds a type: `from!(Name::Variant(Type))`, or in a box:
/// `from!(Name::Variant(Type), boxed)`.
#[doc(hidden)]
#[macro_export]
macro_rules! from {
    ($name:ident::$variant:ident($inner:ty), boxed) => {
        $crate::from!($name::$variant(::std::boxed::Box<$inner>));

        impl ::core::convert::From<$inner> for $name {
            #[inline]
            fn from(inner: $inner) -> Self {
                Self::$variant(::std::boxed::Box::new(inner))
            }
        }
    };
    ($name:ident::$variant:ident($inner:ty)) => {
        impl ::core::convert::From<$inner> for $name {
            #[inline]
            fn from(inner: $inner) -> Self {
                Self::$variant(inner)
            }
        }
    };
}
