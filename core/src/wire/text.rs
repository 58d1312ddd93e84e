//! `text!`: newtypes for strings.

/// A newtype over a string: `text! { Name }`. The struct holds one `String`.
#[doc(hidden)]
#[macro_export]
macro_rules! text {
    ($name:ident) => {
        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                <::std::string::String as $crate::wire::serde::Deserialize>::deserialize(deserializer).map(Self)
            }
        }

        $crate::serde_wire!($name);

        impl $crate::exact::FastCheck for $name {
            #[inline]
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                $crate::fast_check::text(&self.0, schema)
            }

            #[inline]
            fn distinct(items: &[Self]) -> bool {
                $crate::fast_check::pairwise(items)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::Violations;

            #[inline]
            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, Self::Error> {
                $crate::Exact::build(Self(text))
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::Violations;

            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, Self::Error> {
                $crate::Exact::build(Self(::std::string::String::from(text)))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::Violations;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }
    };
}
