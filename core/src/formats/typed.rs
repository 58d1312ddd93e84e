//! Common implementation of the types for formatted strings.

use std::fmt;

use serde_core::de::{Error, Visitor};

use super::error::Described;
use super::{Format, FormatError};

/// A string with a format, and the result of its check.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Text {
    text: Box<str>,
    is_valid: bool,
}

impl Text {
    /// A string that has the format.
    pub(super) fn valid(text: impl Into<Box<str>>) -> Text {
        Text {
            text: text.into(),
            is_valid: true,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn is_valid(&self) -> bool {
        self.is_valid
    }

    pub(super) fn into_string(self) -> String {
        self.text.into()
    }
}

/// Implements a type `struct $name(Text)` for strings of a format, except for what is specific to the format.
macro_rules! formatted_text {
    ($name:ident, $format:ident) => {
        impl $name {
            const FORMAT: crate::formats::Format = crate::formats::Format::$format;

            /// Returns the string, verbatim.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Whether the string has the format. Only `Deserialize` can create a value that does not.
            ///
            /// A malformed string from a server is preserved. The exact check reports it, so it is never sent.
            pub fn is_valid(&self) -> bool {
                self.0.is_valid()
            }

            /// Converts into the string, verbatim.
            pub fn into_string(self) -> String {
                self.0.into_string()
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::formats::FormatError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::formats::typed::check(Self::FORMAT, text)?;
                Ok(Self(crate::formats::typed::Text::valid(text)))
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
                Ok(Self(crate::formats::typed::Text::valid(text)))
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.into_string()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        /// Writes the string verbatim.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.as_str())
            }
        }

        impl serde_core::Serialize for $name {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        /// Accepts any string; [`is_valid`](Self::is_valid) tells whether it has the format.
        impl<'de> serde_core::Deserialize<'de> for $name {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = crate::formats::typed::TextVisitor(Self::FORMAT);
                Ok(Self(deserializer.deserialize_string(visitor)?))
            }
        }
    };
}
pub(super) use formatted_text;

/// Checks a string before it is converted into a type.
pub(super) fn check(format: Format, text: &str) -> Result<(), FormatError> {
    if format.is_valid(text) {
        Ok(())
    } else {
        Err(FormatError::new(format, text))
    }
}

/// Reads a string of a format from a deserializer.
pub(super) struct TextVisitor(pub(super) Format);

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Described(self.0))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Text, E> {
        Ok(Text {
            is_valid: self.0.is_valid(&text),
            text: text.into(),
        })
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
        let error = "::x".parse::<Ipv6>().unwrap_err();
        assert_eq!(error.to_string(), "expected an ipv6 like `2001:db8::1`, found \"::x\"");
        let error = serde_json::from_str::<Ipv6>("1").unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid type: integer `1`, expected an ipv6 like `2001:db8::1` at line 1 column 1"
        );
    }

    #[test]
    fn malformed_text_is_preserved_when_it_is_read() {
        let json = "\"not an \\u0061ddress\"";
        let address: Ipv6 = serde_json::from_str(json).unwrap();
        assert!(!address.is_valid());
        assert_eq!(address, "not an address");
        assert_eq!(address.addr(), None);
        assert_eq!(serde_json::to_string(&address).unwrap(), "\"not an address\"");
        assert!(serde_json::from_str::<Ipv6>("\"::1\"").unwrap().is_valid());
    }

    #[test]
    fn values_made_in_rust_have_the_format() {
        assert!("::".parse::<Ipv6>().is_ok());
        assert!(Ipv6::try_from(":").is_err());
        assert!(Ipv6::try_from(String::from("x")).is_err());
        assert_eq!(String::from(Ipv6::try_from(String::from("::1")).unwrap()), "::1");
    }
}
