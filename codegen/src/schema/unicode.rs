//! Properties of Unicode, as patterns name them: `\p{Letter}`.
//!
//! What the standard library cannot tell stands in the generated code as ranges, so that bindings carry no table of what
//! they do not use. `regress`, which comes with typify, knows all names of ECMA-262.

use std::cell::RefCell;
use std::collections::BTreeSet;

use regress::Regex;
use typewright_core::pattern::Pattern;

/// Whether ECMA-262 has a property of this name, like `L`, `Letter` or `Script=Greek`.
pub fn is_property(name: &str) -> bool {
    property(name).is_some()
}

/// The properties that a pattern asks for and the standard library does not tell.
pub fn properties(pattern: &str) -> BTreeSet<String> {
    let names = RefCell::new(BTreeSet::new());
    // What is wrong with the pattern has been said where it was read.
    let _ = Pattern::check(pattern, &|name| {
        names.borrow_mut().insert(name.to_owned());
        true
    });
    names.into_inner()
}

/// The ranges of the characters that have a property, from the first to the last of each.
pub fn ranges(name: &str) -> Vec<(char, char)> {
    let Some(property) = property(name) else {
        return Vec::new();
    };
    let all: String = ('\0'..=char::MAX).collect();
    let found = property.find_iter(&all);
    // There is nothing between the last character before the surrogates and the first behind them.
    let ends = found.filter_map(|found| {
        let mut text = all.get(found.range())?.chars();
        let first = text.next()?;
        Some((first, text.next_back().unwrap_or(first)))
    });
    ends.collect()
}

/// Matches as many characters of the property as there are.
fn property(name: &str) -> Option<Regex> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '=');
    if !name.chars().all(is_word) {
        return None;
    }
    Regex::with_flags(&format!(r"\p{{{name}}}+"), "u").ok()
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
            "Emoji",
            "Cs",
        ] {
            assert!(is_property(name), "{name}");
        }
        for name in ["letter", "", "Foo", "Script=Foo", "L}+|a", "=", "Greek"] {
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
