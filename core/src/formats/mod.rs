//! The formats of JSON Schema draft-07 that are checked: as checks of strings, and as types.
//!
//! A value of such a type that is created in Rust has the format. A value from `Deserialize` preserves any string, and
//! knows whether it has the format.

mod date;
mod date_time;
mod email;
mod error;
mod hostname;
mod ip;
mod iri;
mod json_pointer;
mod time;
mod timestamp;
mod typed;
mod uri;
mod uri_template;
mod uuid;

pub use date::Date;
pub use error::FormatError;
pub use ip::{Ipv4, Ipv6};
pub use timestamp::{Timestamp, TimestampError};
pub use uri::Uri;
pub use uuid::Uuid;

use crate::pattern;

/// A format that strings can be checked against.
///
/// ```
/// use typewright_runtime::formats::Format;
///
/// let format = Format::from_keyword("ipv4").expect("a known format");
/// assert!(format.is_valid("192.168.0.1"));
/// assert!(!format.is_valid("192.168.0.256"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// `date-time` of RFC 3339, like `2016-06-13T04:00:00.000Z`.
    DateTime,
    /// `date` (`full-date` of RFC 3339), like `2016-06-13`.
    Date,
    /// `time` (`full-time` of RFC 3339), like `04:00:00.000Z`.
    Time,
    /// `email` (`Mailbox` of RFC 5321), like `user@example.com`.
    Email,
    /// `idn-email` (`Mailbox` of RFC 6531), like `user@例え.jp`. The characters of an internationalized domain are not
    /// looked up in the tables of Unicode.
    IdnEmail,
    /// `hostname` (RFC 1123), like `api.example.com`. The characters of an internationalized label (`xn--…`) are
    /// decoded, but not looked up in the tables of Unicode.
    Hostname,
    /// `ipv4`, like `192.168.0.1`.
    Ipv4,
    /// `ipv6`, like `2001:db8::1`.
    Ipv6,
    /// `uri` of RFC 3986, like `https://example.com/path`.
    Uri,
    /// `uri-reference` of RFC 3986, like `/path#fragment`.
    UriReference,
    /// `iri` of RFC 3987, like `https://例え.jp/`.
    Iri,
    /// `iri-reference` of RFC 3987, like `/引き割り#é`.
    IriReference,
    /// `uri-template` of RFC 6570, like `/items/{itemId}{?page}`.
    UriTemplate,
    /// `uuid` of RFC 4122, like `123e4567-e89b-12d3-a456-426614174000`. It is not part of draft-07, but often used with
    /// it.
    Uuid,
    /// `json-pointer` of RFC 6901, like `/items/0`.
    JsonPointer,
    /// `relative-json-pointer`, like `1/items/0`.
    RelativeJsonPointer,
    /// `regex` of ECMA-262, like `^[a-z]+$`, in the syntax that [`pattern`] supports. Constructs that cannot be matched
    /// in linear time are valid as well.
    Regex,
}

impl Format {
    /// Returns the format with this name in a schema.
    pub fn from_keyword(keyword: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.keyword() == keyword)
    }

    /// Returns the name of the format in a schema.
    pub fn keyword(self) -> &'static str {
        self.names().0
    }

    /// Returns an example string of this format.
    pub fn example(self) -> &'static str {
        self.names().1
    }

    /// Whether a string has this format.
    pub fn is_valid(self, text: &str) -> bool {
        match self {
            Format::DateTime => date_time::is_valid(text),
            Format::Date => date::is_valid(text),
            Format::Time => time::is_valid(text),
            Format::Email => email::is_valid(text),
            Format::IdnEmail => email::is_valid_international(text),
            Format::Hostname => hostname::is_valid(text),
            Format::Ipv4 => ip::is_valid_v4(text),
            Format::Ipv6 => ip::is_valid_v6(text),
            Format::Uri => uri::is_valid(text),
            Format::UriReference => uri::is_valid_reference(text),
            Format::Iri => iri::is_valid(text),
            Format::IriReference => iri::is_valid_reference(text),
            Format::UriTemplate => uri_template::is_valid(text),
            Format::Uuid => uuid::is_valid(text),
            Format::JsonPointer => json_pointer::is_valid(text),
            Format::RelativeJsonPointer => json_pointer::is_valid_relative(text),
            Format::Regex => pattern::is_valid(text),
        }
    }

    const ALL: [Format; 17] = [
        Format::DateTime,
        Format::Date,
        Format::Time,
        Format::Email,
        Format::IdnEmail,
        Format::Hostname,
        Format::Ipv4,
        Format::Ipv6,
        Format::Uri,
        Format::UriReference,
        Format::Iri,
        Format::IriReference,
        Format::UriTemplate,
        Format::Uuid,
        Format::JsonPointer,
        Format::RelativeJsonPointer,
        Format::Regex,
    ];

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Format::DateTime => ("date-time", "2016-06-13T04:00:00.000Z"),
            Format::Date => ("date", "2016-06-13"),
            Format::Time => ("time", "04:00:00.000Z"),
            Format::Email => ("email", "user@example.com"),
            Format::IdnEmail => ("idn-email", "user@例え.jp"),
            Format::Hostname => ("hostname", "api.example.com"),
            Format::Ipv4 => ("ipv4", "192.168.0.1"),
            Format::Ipv6 => ("ipv6", "2001:db8::1"),
            Format::Uri => ("uri", "https://example.com/path"),
            Format::UriReference => ("uri-reference", "/path#fragment"),
            Format::Iri => ("iri", "https://例え.jp/"),
            Format::IriReference => ("iri-reference", "/引き割り#é"),
            Format::UriTemplate => ("uri-template", "/items/{itemId}{?page}"),
            Format::Uuid => ("uuid", "123e4567-e89b-12d3-a456-426614174000"),
            Format::JsonPointer => ("json-pointer", "/items/0"),
            Format::RelativeJsonPointer => ("relative-json-pointer", "1/items/0"),
            Format::Regex => ("regex", "^[a-z]+$"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_keyword() {
        for format in Format::ALL {
            assert_eq!(Format::from_keyword(format.keyword()), Some(format));
        }
        for keyword in ["idn-hostname", "url", "Date", "", "date_time", "int64"] {
            assert_eq!(Format::from_keyword(keyword), None);
        }
    }

    #[test]
    fn every_example_has_its_format() {
        for format in Format::ALL {
            assert!(format.is_valid(format.example()), "{format:?}");
        }
    }

    #[test]
    fn only_references_pointers_templates_and_patterns_can_be_empty() {
        use Format::{IriReference, JsonPointer, Regex, UriReference, UriTemplate};
        for format in Format::ALL {
            let may_be_empty = matches!(format, UriReference | IriReference | UriTemplate | JsonPointer | Regex);
            assert_eq!(format.is_valid(""), may_be_empty, "{format:?}");
        }
    }
}
