//! E-mail addresses: `Mailbox` of RFC 5321, and of RFC 6531 with non-ASCII characters.

use super::{hostname, ip};

pub(super) fn is_valid(text: &str) -> bool {
    text.is_ascii() && is_valid_international(text)
}

pub(super) fn is_valid_international(text: &str) -> bool {
    // Only the local part may contain another `@`, in quotes.
    text.rsplit_once('@')
        .is_some_and(|(local, domain)| is_local(local) && is_domain(domain))
}

fn is_local(local: &str) -> bool {
    if local.len() > 64 {
        return false;
    }
    match local.as_bytes() {
        [b'"', quoted @ .., b'"'] => is_quoted(quoted),
        unquoted => unquoted.split(|byte| *byte == b'.').all(is_atom),
    }
}

fn is_atom(atom: &[u8]) -> bool {
    !atom.is_empty()
        && atom
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(byte) || !byte.is_ascii())
}

fn is_quoted(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        let plain = match byte {
            b'"' => return false,
            b'\\' => bytes.next(),
            byte => Some(byte),
        };
        if !matches!(plain, Some(b' '..=b'~' | 0x80..)) {
            return false;
        }
    }
    true
}

fn is_domain(domain: &str) -> bool {
    let Some(literal) = domain.strip_prefix('[') else {
        return hostname::is_valid_international(domain);
    };
    let Some(literal) = literal.strip_suffix(']') else {
        return false;
    };
    match literal.split_at_checked("IPv6:".len()) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => ip::is_valid_v6(address),
        _ => ip::is_valid_v4(literal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_may_be_international() {
        for text in [
            "실례@실례.테스트",
            "用户@例子.广告",
            "\"ä ö\"@example.com",
            "δοκιμή@[IPv6:::1]",
            "joe.bloggs@example.com",
        ] {
            assert!(is_valid_international(text), "{text}");
            assert_eq!(is_valid(text), text.is_ascii(), "{text}");
        }
        for text in [
            "2962",
            "실례@",
            "ä ö@example.com",
            "a@-ä.com",
            "a@ä b.com",
            "a@ä..com",
            "ä.@x",
        ] {
            assert!(!is_valid_international(text), "{text}");
        }
    }

    #[test]
    fn mailboxes_are_valid() {
        for text in [
            "joe.bloggs@example.com",
            "te~st@example.com",
            "~test~@example.com",
            "a@localhost",
            "te.s.t@example.com",
            "user+tag@example.com",
            "\"joe bloggs\"@example.com",
            "\"joe..b@lo\\\"ggs\"@example.com",
            "\"\"@example.com",
            "joe@[127.0.0.1]",
            "joe@[IPv6:::1]",
            "o'neil@example.com",
        ] {
            assert!(is_valid(text), "{text}");
        }
    }

    #[test]
    fn other_text_is_not() {
        for text in [
            "2962",
            "@",
            "a@",
            "@a",
            ".test@example.com",
            "test.@example.com",
            "te..st@example.com",
            "joe bloggs@example.com",
            "joe@example.com, x@example.com",
            "Joe <joe@example.com>",
            "joe@-example.com",
            "joe@exam_ple.com",
            "joe@[127.0.0.300]",
            "joe@[::1]",
            "joe@[",
            "\"@example.com",
            "\"a\"b@example.com",
            "\"a\"\"@example.com",
            "\"\\\"@example.com",
            "a@b@example.com",
            "jöe@example.com",
            "joe@exämple.com",
            "joe@[IPv6:x]",
            "joe@[]",
        ] {
            assert!(!is_valid(text), "{text}");
        }
        assert!(is_valid(&format!("{}@example.com", "a".repeat(64))));
        assert!(!is_valid(&format!("{}@example.com", "a".repeat(65))));
    }
}
