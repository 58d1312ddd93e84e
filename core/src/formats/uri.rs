//! URIs of RFC 3986.

use super::ip;
use super::typed::{Text, formatted_text};

/// An absolute URI like `https://example.com/path`, preserved as written.
///
/// ```
/// use typewright_runtime::formats::Uri;
///
/// let uri: Uri = "https://example.com/path?query#fragment".parse()?;
/// assert!(uri.as_str().starts_with("https:"));
/// assert!("/path".parse::<Uri>().is_err());
/// # Ok::<(), typewright_runtime::formats::FormatError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uri(Text);

formatted_text!(Uri, Uri);

pub(super) fn is_valid(text: &str) -> bool {
    split_scheme(text.as_bytes()).is_some_and(is_valid_behind_scheme)
}

pub(super) fn is_valid_reference(text: &str) -> bool {
    if let Some(rest) = split_scheme(text.as_bytes()) {
        return is_valid_behind_scheme(rest);
    }
    // A colon in the first segment would end a scheme.
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && is_valid_behind_scheme(text.as_bytes())
}

/// Returns the part after the scheme and its colon, if there is a scheme.
fn split_scheme(text: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = split_where(text, |byte| !is_in(byte, SCHEME));
    match rest {
        [b':', rest @ ..] if scheme.first().is_some_and(u8::is_ascii_alphabetic) => Some(rest),
        _ => None,
    }
}

/// One pass from part to part: each part ends at the first byte that it cannot contain.
fn is_valid_behind_scheme(text: &[u8]) -> bool {
    let mut rest = text;
    if let [b'/', b'/', behind @ ..] = text {
        let (authority, behind) = split_where(behind, |byte| matches!(byte, b'/' | b'?' | b'#'));
        // Most hosts are plain; only others are parsed.
        let plain = authority.iter().all(|byte| is_in(*byte, COMMON));
        if !plain && !std::str::from_utf8(authority).is_ok_and(is_authority) {
            return false;
        }
        rest = behind;
    }
    rest = skip(rest, PATH);
    if let [b'?', query @ ..] = rest {
        rest = skip(query, QUERY);
    }
    if let [b'#', fragment @ ..] = rest {
        rest = skip(fragment, QUERY);
    }
    rest.is_empty()
}

/// Splits a string at the first byte of a kind.
fn split_where(text: &[u8], ends: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(|byte| ends(*byte)).unwrap_or(text.len()))
}

fn is_authority(text: &str) -> bool {
    let (user, host_and_port) = text.split_once('@').unwrap_or(("", text));
    let (is_host, port) = if let Some(literal) = host_and_port.strip_prefix('[') {
        let Some((address, port)) = literal.split_once(']') else {
            return false;
        };
        (is_ip_literal(address), port)
    } else {
        let end = host_and_port.find(':').unwrap_or(host_and_port.len());
        let (host, port) = host_and_port.split_at(end);
        (consists_of(host, COMMON), port)
    };
    let is_port = match port.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => port.is_empty(),
    };
    is_host && is_port && consists_of(user, USER)
}

fn is_ip_literal(text: &str) -> bool {
    let Some(future) = text.strip_prefix(['v', 'V']) else {
        return ip::is_valid_v6(text);
    };
    future.split_once('.').is_some_and(|(version, address)| {
        !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_hexdigit())
            && !address.is_empty()
            && !address.contains('%')
            && consists_of(address, USER)
    })
}

/// Whether a string contains only escapes and characters of a set.
fn consists_of(text: &str, set: Set) -> bool {
    skip(text.as_bytes(), set).is_empty()
}

/// The rest after the leading escapes and characters of a set.
fn skip(text: &[u8], set: Set) -> &[u8] {
    let mut rest = text;
    loop {
        rest = match rest {
            [byte, behind @ ..] if is_in(*byte, set) => behind,
            [b'%', a, b, behind @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => behind,
            _ => return rest,
        }
    }
}

/// A kind of URI part, as a bit in [`KINDS`].
type Set = u8;

#[inline]
fn is_in(byte: u8, set: Set) -> bool {
    KINDS[usize::from(byte)] & set != 0
}

/// `unreserved` and `sub-delims`: allowed in all parts after the scheme.
const COMMON: Set = 1;
const SCHEME: Set = 2;
const USER: Set = 4;
const PATH: Set = 8;
const QUERY: Set = 16;

/// The kinds of parts in which a character is allowed (RFC 3986, appendix A).
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    mark(
        &mut kinds,
        b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-.",
        !0,
    );
    mark(&mut kinds, b"_~!$&'()*,;=", !SCHEME);
    mark(&mut kinds, b":", USER | PATH | QUERY);
    mark(&mut kinds, b"@/", PATH | QUERY);
    mark(&mut kinds, b"?", QUERY);
    kinds
};

const fn mark(kinds: &mut [u8; 256], characters: &[u8], sets: Set) {
    let mut index = 0;
    while index < characters.len() {
        kinds[characters[index] as usize] = sets;
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_has_a_scheme() {
        for text in [
            "http://foo.bar/?baz=qux#quux",
            "http://foo.com/blah_(wikipedia)_blah#cite-1",
            "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
            "http://223.255.255.254",
            "ldap://[2001:db8::7]/c=GB?objectClass?one",
            "mailto:John.Doe@example.com",
            "a:",
            "tel:+1-816-555-1212",
            "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
            "http://[v1.a:b]:80",
            "http://user@[::1]:/",
            "file:///etc/hosts",
            "http://",
            "h://a:",
            "http://a?b/c?d",
            "http://a#b/?c",
            "a+b-c.1:x//y",
            "http://999.999.999.999/",
        ] {
            assert!(is_valid(text), "{text}");
            assert!(is_valid_reference(text), "{text}");
        }
        for text in [
            "//foo.bar/?baz=qux#quux",
            "/abc",
            "abc",
            "",
            "#a",
            "?a",
            "a/b:c",
            "./a:b",
        ] {
            assert!(!is_valid(text), "{text}");
            assert!(is_valid_reference(text), "{text}");
        }
    }

    #[test]
    fn neither_holds_what_the_grammar_leaves_out() {
        for text in [
            "\\\\WINDOWS\\fileshare",
            "http:// shouldfail.com",
            ":// should fail",
            "bar,baz:foo",
            "1a:b",
            "http://a b",
            "http://a/%2",
            "http://a/%zz",
            "http://a/ä",
            "http://a/<b>",
            "http://a/#b#c",
            "http://[::1",
            "http://[::1]x",
            "http://::1/",
            "http://a:b/",
            "http://a@b@c/",
            "http://[::g]/",
            "http://[fe80::1%25en1]/",
            "http://a/[b]",
            "a:#\\",
            "http://[v.a]/",
            "http://[v1.]/",
            "http://[v1.%41]/",
            "http://a/{b}",
            "http://a/`",
            "http://a/\"",
            "http://a/^",
            "http://a|b/",
            "a\n:b",
            "http://a[b]/",
            ":a",
            "http://[]/",
        ] {
            assert!(!is_valid(text), "{text}");
            assert!(!is_valid_reference(text), "{text}");
        }
    }
}
