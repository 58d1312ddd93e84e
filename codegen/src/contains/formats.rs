//! What is known of the strings of a format.

use typewright_core::formats::Format;

/// The lengths that strings of a format can have.
pub(super) fn lengths(format: Format) -> (u64, Option<u64>) {
    match format {
        Format::DateTime => (20, None),
        Format::Date => (10, Some(10)),
        Format::Time => (9, None),
        // A local part of 64 characters, `@`, and a host name.
        Format::Email | Format::IdnEmail => (3, Some(64 + 1 + 253)),
        Format::Hostname => (1, Some(253)),
        Format::Ipv4 => (7, Some(15)),
        Format::Ipv6 => (2, Some(45)),
        Format::Uri | Format::Iri => (2, None),
        Format::Uuid => (36, Some(36)),
        _ => (0, None),
    }
}

/// A pattern that all strings of a format match, and few others.
pub(super) fn shape(format: Format) -> Option<&'static str> {
    match format {
        Format::DateTime => Some(
            r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$",
        ),
        Format::Date => Some(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
        Format::Time => Some(r"^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$"),
        Format::Email | Format::IdnEmail => Some(r"^[\s\S]+@[\s\S]+$"),
        Format::Ipv4 => Some(r"^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])(\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}$"),
        Format::Ipv6 => Some(r"^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$"),
        Format::Uri | Format::Iri => Some(r"^[A-Za-z][A-Za-z0-9+.-]*:"),
        Format::Uuid => Some(r"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"),
        Format::JsonPointer => Some(r"^(/|$)"),
        Format::RelativeJsonPointer => Some(r"^\d+(#$|/|$)"),
        Format::Hostname => Some(r"^[A-Za-z0-9.-]+$"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use typewright_core::formats::Format;
    use typewright_core::pattern::Pattern;

    use super::{lengths, shape};

    #[test]
    fn every_string_of_a_format_has_its_shape_and_length() {
        const TEXTS: [&str; 34] = [
            "2016-06-13T04:00:00.000Z",
            "1963-06-19t08:30:06.283185z",
            "1998-12-31T15:59:60.123-08:00",
            "2024-02-29",
            "0000-12-31",
            "23:59:60Z",
            "00:29:60+00:30",
            "12:00:00.5-23:59",
            "a@b.c",
            "\"a@b \\\" c\"@[IPv6:::1]",
            "a@[127.0.0.1]",
            "é@é.example",
            "0.0.0.0",
            "255.249.199.99",
            "::",
            "1:2:3:4:5:6:7:8",
            "::ffff:127.0.0.1",
            "urn:",
            "a+b-c.1://[::1]:80/?#",
            "http://é",
            "2EB8AA08-AA98-11EA-B4Aa-73B441D16380",
            "",
            "/",
            "/a~0b/é\n",
            "0",
            "0#",
            "120/foo",
            "a",
            "xn--4gbwdl.xn--wgbh1c",
            "a-1.B",
            "^a$",
            "{+a}",
            "//é",
            "\n",
        ];
        for keyword in [
            "date-time",
            "date",
            "time",
            "email",
            "idn-email",
            "hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference",
            "uri-template",
            "uuid",
            "json-pointer",
            "relative-json-pointer",
            "regex",
        ] {
            let format = Format::from_keyword(keyword).expect("a known format");
            for text in TEXTS.into_iter().chain([format.example()]) {
                if !format.is_valid(text) {
                    continue;
                }
                if let Some(shape) = shape(format) {
                    assert!(Pattern::new(shape).is_match(text), "{keyword}: {text:?}");
                }
                let (least, most) = lengths(format);
                let length = text.chars().count() as u64;
                assert!(
                    length >= least && most.is_none_or(|most| length <= most),
                    "{keyword}: {text:?}"
                );
            }
        }
    }
}
