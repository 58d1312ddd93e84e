//! `integer_enum!`: open enums of integers.

/// An open enum of integers: `integer_enum! { Name, Unknown; Variant = 1; … }`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($name:ident, $unknown:ident; $($variant:ident = $value:literal;)*) => {
        impl $crate::OpenIntegerEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            #[inline]
            fn to_integer(&self) -> $crate::Integer {
                let known: i64 = match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(unknown) => return ::core::clone::Clone::clone(unknown.as_integer()),
                };
                $crate::Integer::from(known)
            }

            #[inline]
            fn known(value: i64) -> ::core::option::Option<Self> {
                match value {
                    $($value => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::wire::serde::Serialize::serialize(&$crate::OpenIntegerEnum::to_integer(self), serializer)
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                <$crate::Integer as $crate::wire::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        $crate::serde_wire!($name);

        impl $crate::exact::FastCheck for $name {
            #[inline]
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                if let Self::$unknown(_) = self {
                    return false;
                }
                let known = <Self as $crate::OpenIntegerEnum>::KNOWN.len();
                $crate::fast_check::listed_integers(schema, <Self as $crate::Exact>::SCHEMA, known)
                    || $crate::exact::FastCheck::passes_fast_check(
                        &$crate::OpenIntegerEnum::to_integer(self),
                        schema,
                    )
            }

            #[inline]
            fn distinct(items: &[Self]) -> bool {
                $crate::fast_check::pairwise(items)
            }
        }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                Self::from($crate::Integer::from(value))
            }
        }

        impl ::core::convert::From<$crate::Integer> for $name {
            #[inline]
            fn from(value: $crate::Integer) -> Self {
                match $crate::UnknownInteger::new(value) {
                    ::core::result::Result::Ok(unknown) => Self::$unknown(unknown),
                    ::core::result::Result::Err(known) => known,
                }
            }
        }

        impl ::core::convert::From<$name> for $crate::Integer {
            #[inline]
            fn from(value: $name) -> Self {
                $crate::OpenIntegerEnum::to_integer(&value)
            }
        }

        /// Fails for an unknown value that does not fit.
        impl ::core::convert::TryFrom<$name> for i64 {
            type Error = $crate::number::NumberError;

            #[inline]
            fn try_from(value: $name) -> ::core::result::Result<Self, Self::Error> {
                <Self as ::core::convert::TryFrom<$crate::Integer>>::try_from($crate::Integer::from(value))
            }
        }

        /// The order of the integers.
        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                let [value, other] = [self, other].map($crate::OpenIntegerEnum::to_integer);
                ::core::cmp::Ord::cmp(&value, &other)
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::OpenIntegerEnum::to_integer(self), f)
            }
        }

        /// Accepts only the documented values; `Deserialize` also preserves values of a newer server.
        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::UnknownValue> {
                <$crate::Integer as ::core::str::FromStr>::from_str(text)
                    .ok()
                    .and_then(|value| value.as_i64())
                    .and_then(<Self as $crate::OpenIntegerEnum>::known)
                    .ok_or_else(|| $crate::UnknownValue::of_integers::<Self>(text))
            }
        }
    };
}
