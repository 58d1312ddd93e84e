//! Unicode properties in patterns, such as `\p{Letter}`.
//!
//! Generated code contains the ranges of the properties it uses, unless the standard library provides them. The ranges
//! come from `unicode.txt`. So a build script compiles no crate with Unicode tables, which patterns rarely need.

use std::cell::RefCell;
use std::collections::BTreeSet;

use typewright_core::pattern::Pattern;

/// One line for each property: its kind, its names, and its ranges.
const TABLE: &str = include_str!("unicode.txt");

/// Whether ECMA-262 defines a property with this name, such as `L`, `Letter` or `Script=Greek`.
pub fn is_property(name: &str) -> bool {
    property(name).is_some()
}

/// Returns the properties that a pattern uses and that the standard library does not provide.
pub fn properties(pattern: &str) -> BTreeSet<String> {
    let names = RefCell::new(BTreeSet::new());
    // An invalid pattern was reported when it was read.
    let _ = Pattern::check(pattern, &|name| {
        names.borrow_mut().insert(name.to_owned());
        true
    });
    names.into_inner()
}

/// Returns the ranges of characters that have a property, each as its first and last character.
pub fn ranges(name: &str) -> Vec<(char, char)> {
    let ranges = property(name).unwrap_or_default().split_whitespace();
    let mut end = 0;
    let decoded = ranges.filter_map(|range| {
        let (distance, length) = range.split_once('.').unwrap_or((range, "1"));
        let first = end + u32::from_str_radix(distance, 36).ok()?;
        end = first + u32::from_str_radix(length, 36).ok()?;
        Some((character(first)?, character(end - 1)?))
    });
    decoded.collect()
}

/// Returns the ranges of a property in the encoding of the table.
fn property(name: &str) -> Option<&'static str> {
    match name.split_once('=') {
        Some(("General_Category" | "gc", value)) => line("gc", value),
        Some(("Script" | "sc", value)) => line("sc", value),
        Some(("Script_Extensions" | "scx", value)) => line("scx", value),
        Some(_) => None,
        None => line("gc", name).or_else(|| line("binary", name)),
    }
}

fn line(kind: &str, name: &str) -> Option<&'static str> {
    TABLE.lines().find_map(|line| {
        let rest = line.strip_prefix(kind)?.strip_prefix(' ')?;
        let (names, ranges) = rest.split_once(' ').unwrap_or((rest, ""));
        names.split('|').any(|known| known == name).then_some(ranges)
    })
}

/// Returns the character with a number. Surrogates are not counted.
fn character(number: u32) -> Option<char> {
    char::from_u32(if number < 0xd800 { number } else { number + 0x800 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_have_the_names_of_ecma_262() {
        for name in [
            "L",
            "Letter",
            "digit",
            "gc=Lu",
            "Script=Greek",
            "sc=Grek",
            "scx=Grek",
            "General_Category=Letter",
            "punct",
            "AHex",
            "Emoji",
            "Cs",
        ] {
            assert!(is_property(name), "{name}");
        }
        for name in [
            "letter",
            "",
            "Foo",
            "Script=Foo",
            "L}+|a",
            "=",
            "Greek",
            "gc=Greek",
            "sc=Lu",
            "gc=Emoji",
            "gc",
            "A|B",
            "Letter|L",
            "#",
        ] {
            assert!(!is_property(name), "{name}");
        }
    }

    #[test]
    fn ranges_hold_what_has_the_property() {
        let digits = ranges("Nd");
        assert!(digits.starts_with(&[('0', '9'), ('\u{660}', '\u{669}')]));
        assert_eq!(ranges("ASCII"), [('\0', '\x7f')]);
        assert_eq!(ranges("Any"), [('\0', char::MAX)]);
        assert_eq!(ranges("Cs"), []);
        assert_eq!(ranges("Zl"), [('\u{2028}', '\u{2028}')]);
        assert_eq!(ranges("Co").last(), Some(&('\u{100000}', '\u{10fffd}')));
    }

    #[test]
    fn every_property_of_the_table_can_be_read() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let (kind, names) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            for name in names.split('|') {
                let name = match kind {
                    "binary" => name.to_owned(),
                    kind => format!("{kind}={name}"),
                };
                assert_eq!(ranges(&name).len(), words.clone().count(), "{name}");
            }
        }
    }

    #[test]
    fn only_what_the_standard_library_cannot_tell_is_needed() {
        let needed = |pattern| properties(pattern).into_iter().collect::<Vec<_>>();
        assert_eq!(
            needed(r"^\p{L}[\P{Script=Greek}\p{Alphabetic}]\p{L}$"),
            ["L", "Script=Greek"]
        );
        assert_eq!(needed(r"\\p{L}"), [""; 0]);
    }
}
