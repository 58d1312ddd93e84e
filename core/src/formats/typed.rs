//! What the types for formatted text have in common.

use std::fmt;

use serde_core::de::{Error, Visitor};

use super::error::Described;
use super::{Format, FormatError};

/// Gives a type `struct $name(Box<str>)` for text of a format everything but the ways in which it
/// differs from others.
macro_rules! formatted_text {
    ($name:ident, $format:ident) => {
        impl $name {
            const FORMAT: crate::formats::Format = crate::formats::Format::$format;

            /// The text as it came.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as it came.
            pub fn into_string(self) -> String {
                self.0.into()
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::formats::FormatError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::formats::typed::check(Self::FORMAT, text)?;
                Ok(Self(text.into()))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::formats::FormatError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::formats::FormatError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                crate::formats::typed::check(Self::FORMAT, &text)?;
                Ok(Self(text.into()))
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.into_string()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                *self.0 == *other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                *self.0 == **other
            }
        }

        /// Writes the text as it came.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.0)
            }
        }

        impl serde_core::Serialize for $name {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde_core::Deserialize<'de> for $name {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = crate::formats::typed::TextVisitor(Self::FORMAT);
                Ok(Self(deserializer.deserialize_string(visitor)?))
            }
        }
    };
}
pub(super) use formatted_text;

/// Checks text on its way into a type.
pub(super) fn check(format: Format, text: &str) -> Result<(), FormatError> {
    if format.is_valid(text) {
        Ok(())
    } else {
        Err(FormatError::new(format, text))
    }
}

/// Takes text of a format out of a deserializer.
pub(super) struct TextVisitor(pub(super) Format);

impl Visitor<'_> for TextVisitor {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Described(self.0))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Box<str>, E> {
        check(self.0, text).map_err(E::custom)?;
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Box<str>, E> {
        check(self.0, &text).map_err(E::custom)?;
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::{Ipv6, Uuid};

    #[test]
    fn text_keeps_its_spelling_through_serde() {
        let json = "\"2EB8AA08-aa98-11ea-B4AA-73B441D16380\"";
        let uuid: Uuid = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&uuid).unwrap(), json);
        assert_eq!(uuid, "2EB8AA08-aa98-11ea-B4AA-73B441D16380");
        assert_eq!(format!("{uuid:?}"), format!("Uuid({json})"));
    }

    #[test]
    fn the_error_says_what_was_expected() {
        let error = serde_json::from_str::<Ipv6>("\"::x\"").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected an ipv6 like `2001:db8::1`, found \"::x\" at line 1 column 5"
        );
        let error = serde_json::from_str::<Ipv6>("1").unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid type: integer `1`, expected an ipv6 like `2001:db8::1` at line 1 column 1"
        );
    }

    #[test]
    fn all_ways_in_are_checked() {
        assert!("::".parse::<Ipv6>().is_ok());
        assert!(Ipv6::try_from(":").is_err());
        assert!(Ipv6::try_from(String::from("x")).is_err());
        assert_eq!(String::from(Ipv6::try_from(String::from("::1")).unwrap()), "::1");
    }
}
