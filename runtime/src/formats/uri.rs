//! URIs of RFC 3986.

use super::ip;
use super::typed::formatted_text;

/// An absolute URI like `https://example.com/path`, kept as it was written.
///
/// ```
/// use losant_runtime::formats::Uri;
///
/// let uri: Uri = "https://example.com/path?query#fragment".parse()?;
/// assert!(uri.as_str().starts_with("https:"));
/// assert!("/path".parse::<Uri>().is_err());
/// # Ok::<(), losant_runtime::formats::FormatError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uri(Box<str>);

formatted_text!(Uri, Uri);

pub(super) fn is_valid(text: &str) -> bool {
    split_scheme(text).is_some_and(is_valid_behind_scheme)
}

pub(super) fn is_valid_reference(text: &str) -> bool {
    if let Some(rest) = split_scheme(text) {
        return is_valid_behind_scheme(rest);
    }
    // What stands before a colon in the first segment would be a scheme.
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && is_valid_behind_scheme(text)
}

/// What comes behind the scheme and its colon, if there is one.
fn split_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some(rest)
}

fn is_valid_behind_scheme(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let (authority, path) = match text.strip_prefix("//") {
        Some(text) => text.split_at(text.find('/').unwrap_or(text.len())),
        None => ("", text),
    };
    is_authority(authority)
        && consists_of(path, b":@/")
        && consists_of(query, b":@/?")
        && consists_of(fragment, b":@/?")
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
        (consists_of(host, b""), port)
    };
    let is_port = match port.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => port.is_empty(),
    };
    is_host && is_port && consists_of(user, b":")
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
            && consists_of(address, b":")
    })
}

/// Whether there are only the characters that can be in all parts of a URI (`unreserved`,
/// `sub-delims` and escapes), and those given.
fn consists_of(text: &str, more: &[u8]) -> bool {
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return true,
            [b'%', a, b, rest @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => rest,
            [byte, rest @ ..] if is_common(*byte) || more.contains(byte) => rest,
            _ => return false,
        }
    }
}

fn is_common(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
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
