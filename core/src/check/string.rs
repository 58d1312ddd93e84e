//! The keywords for strings: `minLength`, `maxLength`, `pattern`, `format`.

use super::{Checker, Counted};
use crate::json::Json;
use crate::schema::Rule;

impl Checker {
    pub(super) fn check_string(&mut self, rule: &'static Rule, text: &str, json: &Json) -> bool {
        if string_holds(rule, text) {
            return true;
        }
        match rule {
            Rule::MinLength(least) => self.broken(
                "minLength",
                format_args!("at least {}", Counted(*least, "character", "characters")),
                json,
            ),
            Rule::MaxLength(most) => self.broken(
                "maxLength",
                format_args!("at most {}", Counted(*most, "character", "characters")),
                json,
            ),
            Rule::Pattern(pattern) => self.broken("pattern", pattern.source(), json),
            Rule::Format(format) => self.broken("format", format.keyword(), json),
            Rule::Predicate(predicate) => self.broken(predicate.keyword, "another content", json),
            _ => true,
        }
    }
}

/// Whether a string satisfies a keyword for strings. Other rules do not apply, so they are satisfied.
pub(super) fn string_holds(rule: &Rule, text: &str) -> bool {
    match rule {
        Rule::MinLength(least) => at_least(text, *least),
        Rule::MaxLength(most) => at_most(text, *most),
        Rule::Pattern(pattern) => pattern.is_match(text),
        Rule::Format(format) => format.is_valid(text),
        Rule::Predicate(predicate) => predicate.is_valid(text),
        _ => true,
    }
}

/// A code point has one to four bytes, so the length in bytes usually decides.
#[inline]
pub(crate) fn at_least(text: &str, least: u64) -> bool {
    let bytes = text.len() as u64;
    bytes >= least && (bytes / 4 >= least || code_points(text) >= least)
}

#[inline]
pub(crate) fn at_most(text: &str, most: u64) -> bool {
    let bytes = text.len() as u64;
    bytes <= most || (bytes / 4 <= most && code_points(text) <= most)
}

/// A separate function, so that its setup costs nothing for strings whose characters need no counting.
#[inline(never)]
fn code_points(text: &str) -> u64 {
    if text.is_ascii() {
        text.len() as u64
    } else {
        text.chars().count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{at_least, at_most};

    #[test]
    fn lengths_count_code_points_and_not_bytes() {
        assert!(at_most("ééé", 3) && !at_most("éééé", 3));
        assert!(at_least("💩💩", 2) && !at_least("💩", 2));
        assert!(at_most("", 0) && at_least("", 0) && !at_least("", 1));
    }
}
