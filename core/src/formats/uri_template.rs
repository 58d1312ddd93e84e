//! URI templates: RFC 6570, of any level.

use super::iri;

pub(super) fn is_valid(text: &str) -> bool {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = match c {
            '{' => behind_expression(rest),
            '%' => behind_escape(rest),
            c if is_literal(c) => rest.get(c.len_utf8()..),
            _ => None,
        };
        let Some(behind) = behind else { return false };
        rest = behind;
    }
    true
}

/// A literal character. Erratum 6937 adds the apostrophe.
fn is_literal(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_graphic() && !"\"%<>\\^`{|}".contains(c)
    } else {
        iri::is_beyond_uris(c) || iri::is_private(c)
    }
}

/// Returns the rest after the escape at the start, like `%20`.
fn behind_escape(text: &str) -> Option<&str> {
    let (digits, behind) = text.strip_prefix('%')?.split_at_checked(2)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(behind)
}

/// Returns the rest after the expression at the start, like `{?page,perPage}`.
fn behind_expression(text: &str) -> Option<&str> {
    let (expression, behind) = text.strip_prefix('{')?.split_once('}')?;
    // Includes the operators that are reserved for extensions.
    let variables = expression.strip_prefix(|c| "+#./;?&=,!@|".contains(c));
    let variables = variables.unwrap_or(expression);
    variables.split(',').all(is_variable).then_some(behind)
}

/// A variable name with an optional modifier: `:3` or `*`.
fn is_variable(text: &str) -> bool {
    let name = match text.split_once(':') {
        Some((name, length)) => {
            let digits = length.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || !(1..=4).contains(&length.len()) || length.starts_with('0') {
                return false;
            }
            name
        }
        None => text.strip_suffix('*').unwrap_or(text),
    };
    name.split('.').all(is_name)
}

fn is_name(text: &str) -> bool {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = match c {
            '%' => behind_escape(rest),
            c if c.is_ascii_alphanumeric() || c == '_' => rest.get(1..),
            _ => None,
        };
        let Some(behind) = behind else { return false };
        rest = behind;
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_text_with_expressions() {
        for text in [
            "",
            "dictionary",
            "http://example.com/dictionary/{term:1}/{term}",
            "{+path,x}/here{#hello*}{.dom*}{/var:1,var}{;x,y,empty}{?x.y,%41_1}&fixed=yes{&x}",
            "{=reserved}{|too}",
            "/it's/é/%20/😀",
            "{var:9999}",
        ] {
            assert!(is_valid(text), "{text}");
        }
    }

    #[test]
    fn other_text_is_not() {
        for text in [
            "http://example.com/dictionary/{term:1}/{term",
            "{",
            "}",
            "{}",
            "{+}",
            "{a,}",
            "{a b}",
            "{a{b}}",
            "{a:}",
            "{a:0}",
            "{a:10000}",
            "{a:x}",
            "{a:1*}",
            "{a**}",
            "{.a..b}",
            "{a.}",
            "{ä}",
            "{a%2}",
            "{$a}",
            "a b",
            "%2",
            "%zz",
            "a<b",
            "a\\b",
            "a|b",
            "a\u{7f}",
            "\u{ffff}",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
