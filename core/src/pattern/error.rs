//! Why a pattern is rejected.

use std::fmt;

use super::limits::{MAX_LOOKAHEADS, MAX_STATES};

/// A pattern that [`Pattern`](super::Pattern) cannot run exactly as ECMA-262 defines it.
///
/// `Display` says what was found and what to write instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatternError {
    /// Byte offset in the source; zero for the pattern as a whole.
    pub offset: usize,
    /// What is rejected.
    pub kind: PatternErrorKind,
}

/// What makes a pattern unsupported or invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternErrorKind {
    /// A quantifier with nothing to repeat.
    NothingToRepeat,
    /// `{,n}`: literal text in Annex B, a quantifier in other dialects.
    CountWithoutMinimum,
    /// `{2,1}`.
    CountOutOfOrder,
    /// An unclosed `(`.
    UnclosedGroup,
    /// An unmatched `)`.
    UnopenedGroup,
    /// An unclosed `[`.
    UnclosedClass,
    /// `[b-a]`.
    RangeOutOfOrder,
    /// `(?…` that ECMA-262 does not define, or that changes flags.
    UnknownGroup,
    /// `(?<…` without a valid name.
    BadGroupName,
    /// Two groups with the same name.
    DuplicateGroupName,
    /// A backslash before a letter or digit that it gives no meaning.
    UnknownEscape(char),
    /// `\x` or `\u` without the digits of a code point.
    BadHexEscape,
    /// The pattern ends with a backslash.
    TrailingBackslash,
    /// A back reference, `\1` or `\k<name>`, which cannot be matched in linear time.
    Backreference,
    /// A lookbehind, `(?<=…)` or `(?<!…)`.
    Lookbehind,
    /// `\p{…}` with a property that does not exist, or that was not passed with the pattern.
    UnknownProperty,
    /// Groups nested too deeply.
    TooDeep,
    /// Too many lookaheads.
    TooManyLookaheads,
    /// Too many states, after counted repetitions are expanded.
    TooManyStates,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use PatternErrorKind as Kind;
        write!(f, "at byte {} of the pattern: ", self.offset)?;
        f.write_str(match self.kind {
            Kind::NothingToRepeat => "there is nothing to repeat before this quantifier; escape it with `\\` to match it as text",
            Kind::CountWithoutMinimum => "a count needs its minimum; write `{0,n}`, or `\\{` to match a brace",
            Kind::CountOutOfOrder => "the minimum of this count is above its maximum; swap them",
            Kind::UnclosedGroup => "this group is never closed; add `)`, or write `\\(` to match a parenthesis",
            Kind::UnopenedGroup => "this `)` closes no group; remove it, or write `\\)` to match a parenthesis",
            Kind::UnclosedClass => "this class is never closed; add `]`, or write `\\[` to match a bracket",
            Kind::RangeOutOfOrder => "this range runs backwards; swap its ends, or write `\\-` to match a hyphen",
            Kind::UnknownGroup => "ECMA-262 has no such group here, and flags can not be set; write `(?:…)` and spell both cases out",
            Kind::BadGroupName => "a group's name is letters, digits, `_` and `$`, closed by `>`; rename it, or write `(?:…)`",
            Kind::DuplicateGroupName => "another group has this name; rename it, or write `(?:…)`",
            Kind::UnknownEscape(c) => {
                return write!(f, "`\\{c}` means nothing in ECMA-262 here; write what it stands for, or `{c}` to match that");
            }
            Kind::BadHexEscape => "this escape names no code point; write `\\xHH`, `\\uHHHH` or `\\u{H…}`",
            Kind::TrailingBackslash => "nothing follows this backslash; write `\\\\` to match one",
            Kind::Backreference => "references to a group are not supported, as they take more than linear time; repeat what the group says",
            Kind::Lookbehind => "lookbehind is not supported; match what stands before as part of the pattern",
            Kind::UnknownProperty => {
                "Unicode has no such property; write its name as ECMA-262 has it, like `\\p{L}`, `\\p{Letter}` or `\\p{Script=Greek}`"
            }
            Kind::TooDeep => "groups are nested too deeply here; flatten them",
            Kind::TooManyLookaheads => return write!(f, "there are more than {MAX_LOOKAHEADS} lookaheads; join some of them"),
            Kind::TooManyStates => {
                return write!(
                    f,
                    "it takes more than {MAX_STATES} states with its counted repeats written out; lower the counts, \
                     or say them with `minLength` and `maxLength`"
                );
            }
        })
    }
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::PatternErrorKind::*;

    #[test]
    fn refusals_tell_what_and_where() {
        let deep = "(".repeat(300);
        let looks = "(?=a)".repeat(65);
        for (source, offset, kind) in [
            ("*", 0, NothingToRepeat),
            ("é{2}+", 5, NothingToRepeat),
            ("^*", 1, NothingToRepeat),
            (r"\b+", 2, NothingToRepeat),
            ("{2}", 0, NothingToRepeat),
            ("a{2}{3}", 4, NothingToRepeat),
            ("a{,3}", 1, CountWithoutMinimum),
            ("a{2,1}", 1, CountOutOfOrder),
            ("a(b", 1, UnclosedGroup),
            ("a)b", 1, UnopenedGroup),
            ("a[b", 1, UnclosedClass),
            ("[a-", 0, UnclosedClass),
            ("[xb-a]", 2, RangeOutOfOrder),
            ("a(?i)b", 1, UnknownGroup),
            ("(?P<a>b)", 0, UnknownGroup),
            ("(?<a b>c)", 0, BadGroupName),
            ("(?<1>c)", 0, BadGroupName),
            ("(?<a>c)(?<a>d)", 7, DuplicateGroupName),
            (r"a\Z", 1, UnknownEscape('Z')),
            (r"[\B]", 1, UnknownEscape('B')),
            (r"\07", 0, UnknownEscape('0')),
            (r"\c1", 0, UnknownEscape('c')),
            (r"a\x4", 1, BadHexEscape),
            (r"\u{110000}", 0, BadHexEscape),
            (r"\u{}", 0, BadHexEscape),
            (r"\u+041", 0, BadHexEscape),
            (r"a\", 1, TrailingBackslash),
            (r"(a)\1", 3, Backreference),
            (r"(?<a>b)\k<a>", 7, Backreference),
            ("(?<=a)b", 0, Lookbehind),
            ("(?<!a)b", 0, Lookbehind),
            (r"a\p{L}", 1, UnknownProperty),
            (r"\pL", 0, UnknownProperty),
            (&deep, 250, TooDeep),
            (&looks, 320, TooManyLookaheads),
            ("^(?:a{1000}){1000}$", 0, TooManyStates),
            ("^(?:(?:){99999}){99999}$", 0, TooManyStates),
            ("^((((x{9999}){9999}){9999}){9999}){9999}b", 0, TooManyStates),
            ("^a{99999999999999999999999}b", 0, TooManyStates),
        ] {
            let error = Pattern::check(source, &|_| false)
                .err()
                .map(|error| (error.offset, error.kind));
            assert_eq!(error, Some((offset, kind)), "{source}");
        }
    }

    #[test]
    fn message_says_what_to_write_instead() {
        let message = Pattern::check(r"^\Afoo", &|_| false).map_err(|error| error.to_string());
        assert_eq!(
            message,
            Err(r"at byte 1 of the pattern: `\A` means nothing in ECMA-262 here; write what it stands for, or `A` to match that".to_owned())
        );
    }
}
