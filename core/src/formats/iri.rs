//! IRIs of RFC 3987: URIs that may contain non-ASCII characters.

use super::uri;

pub(super) fn is_valid(text: &str) -> bool {
    to_uri(text).is_some_and(|text| uri::is_valid(&text))
}

pub(super) fn is_valid_reference(text: &str) -> bool {
    to_uri(text).is_some_and(|text| uri::is_valid_reference(&text))
}

/// Whether a character is in `ucschar` of RFC 3987, which IRIs allow in addition to the characters of URIs.
pub(super) fn is_beyond_uris(c: char) -> bool {
    let code = u32::from(c);
    match code {
        0xa0..=0xd7ff | 0xf900..=0xfdcf | 0xfdf0..=0xffef => true,
        // All planes except the last two, without the noncharacters at their ends; plane 14 starts with tags.
        0x1_0000..=0xd_ffff | 0xe_1000..=0xe_ffff => code & 0xffff < 0xfffe,
        _ => false,
    }
}

/// Whether a character is in `iprivate` of RFC 3987, which is allowed in queries.
pub(super) fn is_private(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0xe000..=0xf8ff | 0xf_0000..=0x10_ffff) && code & 0xffff < 0xfffe
}

/// Converts an IRI to a URI: every non-ASCII character is percent-encoded (RFC 3987, section 3.1), so it is valid where
/// an escape is. Returns `None` for a character that an IRI does not allow in that place.
fn to_uri(text: &str) -> Option<String> {
    let (mut uri, mut part) = (String::with_capacity(text.len()), ' ');
    for c in text.chars() {
        if c.is_ascii() {
            if c == '#' || c == '?' && part == ' ' {
                part = c;
            }
            uri.push(c);
        } else if is_beyond_uris(c) || part == '?' && is_private(c) {
            uri.push_str("%AA");
        } else {
            return None;
        }
    }
    Some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_beyond_ascii_stand_where_escapes_may() {
        for text in [
            "http://ƒøø.ßår/?∂éœ=πîx#πîüx",
            "http://例え.テスト/引き割り.html",
            "http://user:пароль@x/",
            "mailto:jösé@example.com",
            "http://a/?\u{e000}\u{10fffd}",
            "urn:😀",
            "http://foo.bar/?baz=qux#quux",
        ] {
            assert!(is_valid(text), "{text}");
            assert!(is_valid_reference(text), "{text}");
        }
        for text in ["/âππ", "âππ", "#ƒräg", "", "//ƒøø.ßår/?∂éœ=πîx#πîüx"] {
            assert!(!is_valid(text), "{text}");
            assert!(is_valid_reference(text), "{text}");
        }
    }

    #[test]
    fn and_nowhere_else() {
        for text in [
            "ä:b",
            "http://[v1.ä]/",
            "http://[::ä]/",
            "http://a:8ä/",
            "http://2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "http://a/\u{e000}",
            "http://a/#\u{e000}",
            "http://a/?b#\u{f0000}",
            "http://a/\u{fdd0}",
            "http://a/\u{ffff}",
            "http://a/\u{1fffe}",
            "http://a/\u{e0001}",
            "http://a/\u{85}",
            "\\\\WINDOWS\\filëßåré",
            "#ƒrägmênt\\",
            "http://a/ b",
            "http://a/%é",
            "http://a/?\u{10ffff}",
        ] {
            assert!(!is_valid(text), "{text}");
            assert!(!is_valid_reference(text), "{text}");
        }
    }
}
