//! Regular expressions as JSON Schema defines them: the syntax and semantics of ECMA-262 in Unicode mode, as an unanchored
//! search, in time linear in the length of the string.
//!
//! A pattern is run in the simplest of three ways:
//!
//! | pattern | what runs | where |
//! | --- | --- | --- |
//! | `^[class]{n,m}$`, an ASCII class | a length check and a byte loop, prepared in the `const` | `run` |
//! | `^X{n,m}$`, any one class or `.` | a loop over the characters | `program` |
//! | everything else | an automaton, all of its states at once | `parse`, `program`, `search` |
//!
//! # Syntax
//! Alternation, all kinds of groups, all quantifiers, classes, `.`, `\d \D \w \W \s \S \b \B ^ $`, character escapes,
//! `(?=…)` and `(?!…)`, and `\p{…}` with any property. A property that the standard library does not provide is passed with
//! the pattern, as a [`Property`]. The meaning of a pattern is that of Unicode mode. Syntax that Unicode mode does not allow
//! is read as in Annex B of ECMA-262 where that is unambiguous: `\-`, `\_` and other escaped punctuation, a lone `{`, `}`
//! or `]`, `[\w-.]`, a repeated lookahead. Everything else is rejected.
//!
//! [`PatternErrorKind`] lists everything that is rejected.

#[doc(hidden)]
pub mod automaton;
mod class;
mod error;
#[doc(hidden)]
pub mod implication;
mod limits;
mod parse;
mod program;
mod run;
mod search;

use std::fmt;
use std::sync::OnceLock;

pub use error::{PatternError, PatternErrorKind};
pub use run::ClassRun;

use parse::Goal;
use program::Program;

/// A compiled pattern, for use in a `static`.
///
/// The common form `^[class]{n,m}$` is compiled in a `const` context; any other pattern is compiled once, at its first use.
///
/// ```
/// use typewright_runtime::pattern::Pattern;
///
/// static OBJECT_ID: Pattern = Pattern::new(r"^[A-Fa-f\d]{24}$");
/// assert!(OBJECT_ID.is_match("575ecf887ae143cd83dc4aa2"));
/// assert!(!OBJECT_ID.is_match("575ecf887ae143cd83dc4aa2\n"));
/// ```
pub struct Pattern {
    source: &'static str,
    properties: &'static [Property],
    run: Option<Run>,
    program: OnceLock<Option<Program>>,
}

/// A Unicode property that a pattern uses as `\p{…}`.
///
/// The standard library provides only a few, and a table of all would be large, so a pattern brings the ones it needs.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// The name between the braces, such as `L`, `Letter` or `Script=Greek`.
    pub name: &'static str,
    /// The first and the last character of each range, one after the other: `AZaz` is `[A-Za-z]`.
    pub ranges: &'static str,
}

/// One run of a class: the length is checked first, then each byte.
struct Run {
    class: ClassRun,
    table: [bool; 256],
}

impl Run {
    #[inline(never)]
    fn is_match(&self, text: &str) -> bool {
        let length = text.len();
        length >= self.class.min
            && self.class.max.is_none_or(|max| length <= max)
            && text
                .bytes()
                .fold(true, |good, byte| good & self.table[usize::from(byte)])
    }
}

impl Pattern {
    /// Creates a pattern from its source. Never fails: see [`Pattern::check`].
    pub const fn new(source: &'static str) -> Pattern {
        Pattern::with_properties(source, &[])
    }

    /// Creates a pattern that uses properties which the standard library does not provide.
    ///
    /// ```
    /// use typewright_runtime::pattern::{Pattern, Property};
    ///
    /// const GREEK: Property = Property { name: "Script=Greek", ranges: "\u{370}\u{373}αω" }; // and more
    /// static WORD: Pattern = Pattern::with_properties(r"^\p{Script=Greek}+$", &[GREEK]);
    /// assert!(WORD.is_match("λογος"));
    /// assert!(!WORD.is_match("logos"));
    /// ```
    pub const fn with_properties(source: &'static str, properties: &'static [Property]) -> Pattern {
        Pattern {
            source,
            properties,
            run: match ClassRun::recognise(source) {
                Some(class) => Some(Run {
                    table: class.table(),
                    class,
                }),
                None => None,
            },
            program: OnceLock::new(),
        }
    }

    /// The source of the pattern.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// The properties that came with it.
    #[doc(hidden)]
    pub fn properties(&self) -> &'static [Property] {
        self.properties
    }

    /// Whether the pattern matches anywhere in a string.
    ///
    /// A pattern that [`Pattern::check`] rejects matches nothing. Generators call `check` and never emit such a pattern.
    #[inline]
    pub fn is_match(&self, text: &str) -> bool {
        if let Some(run) = &self.run {
            return run.is_match(text);
        }
        self.is_match_of_program(text)
    }

    fn is_match_of_program(&self, text: &str) -> bool {
        let program = self
            .program
            .get_or_init(|| program::compile(self.source, Goal::Run(self.properties)).ok());
        program.as_ref().is_some_and(|program| program.is_match(text))
    }

    /// Checks that [`Pattern::is_match`] runs the pattern exactly as ECMA-262 defines it. `has_property` says whether a
    /// property that the standard library does not provide will be passed to [`Pattern::with_properties`].
    ///
    /// # Errors
    /// Says what is not supported, where it is, and what to write instead.
    pub fn check(source: &str, has_property: &dyn Fn(&str) -> bool) -> Result<(), PatternError> {
        program::compile(source, Goal::Check(has_property)).map(drop)
    }
}

/// Whether this is a regular expression of ECMA-262, including those that cannot be run in linear time. Groups nested more
/// than 250 deep are rejected.
pub(crate) fn is_valid(source: &str) -> bool {
    parse::parse(source, Goal::Syntax).is_ok()
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

/// The alphabet of an identifier-like pattern: `Some` if the pattern is anchored at both ends and repeats one class of ASCII
/// characters without white space.
///
/// Unlike [`ClassRun::recognise`], it accepts any spelling, such as `^(?:[\x30-9]{8})$`.
pub fn alphabet(source: &str) -> Option<ClassRun> {
    const WHITE_SPACE: u128 = 0x1_0000_3e00; // \t \n \v \f \r and the space
    match program::compile(source, Goal::Run(&[])).ok()? {
        Program::Run { class, min, max } => {
            let ascii = class.only_ascii()?;
            (ascii != 0 && ascii & WHITE_SPACE == 0).then_some(ClassRun { ascii, min, max })
        }
        Program::Nfa(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OBJECT_ID: &str = r"^[A-Fa-f\d]{24}$";

    /// Runs the pattern in every way that supports it, and asserts that the results agree.
    fn is_match(source: &'static str, text: &str) -> bool {
        let pattern = Pattern::new(source);
        let general = program::compile(source, Goal::Run(&[])).map(|program| program.is_match(text));
        assert_eq!(general.as_ref().err(), None, "{source}");
        let found = pattern.is_match(text);
        assert_eq!(general, Ok(found), "the fast form of {source} on {text:?}");
        found
    }

    #[test]
    fn object_id_needs_exactly_its_digits() {
        assert!(is_match(OBJECT_ID, "575ecf887ae143cd83dc4aa2"));
        for text in [
            "",
            "575ecf887ae143cd83dc4aa",
            "575ecf887ae143cd83dc4aa2f",
            "575ecf887ae143cd83dc4aag",
            "575ecf887ae143cd83dc4aa2\n",
            "٥٧٥ecf887ae143cd83dc4",
        ] {
            assert!(!is_match(OBJECT_ID, text), "{text:?}");
        }
    }

    #[test]
    fn match_may_stand_anywhere() {
        assert!(is_match("es", "expression"));
        assert!(!is_match("^es", "expression"));
        assert!(is_match("", ""));
    }

    #[test]
    fn anchors_are_of_the_text_and_not_of_lines() {
        assert!(!is_match("^b", "a\nb"));
        assert!(!is_match("a$", "a\n"));
        assert!(!is_match("a$", "a\nb"));
    }

    #[test]
    fn shorthand_classes_are_ascii_except_white_space() {
        assert!(!is_match(r"\d", "٣"));
        assert!(!is_match(r"\w", "é"));
        assert!(is_match(r"^\W$", "é"));
        for space in ["\u{feff}", "\u{a0}", "\u{2003}", "\u{2028}", "\u{b}"] {
            assert!(is_match(r"^\s$", space), "{space:?}");
            assert!(!is_match(r"\S", space), "{space:?}");
        }
        assert!(!is_match(r"\s", "\u{200b}\u{180e}\u{85}"));
    }

    #[test]
    fn dot_is_a_code_point_but_no_line_terminator() {
        assert!(is_match("^.$", "😀"));
        assert!(is_match("^.{2}$", "é😀"));
        for end in ["\n", "\r", "\u{2028}", "\u{2029}"] {
            assert!(!is_match(".", end), "{end:?}");
        }
        assert!(is_match("^.$", "\u{85}"));
    }

    #[test]
    fn templates_in_braces_are_found() {
        assert!(is_match(".*{{.+}}.*", "a {{b}} c"));
        assert!(!is_match(".*{{.+}}.*", "a {{}} c"));
        assert!(is_match("^{}]$", "{}]"));
    }

    #[test]
    fn word_boundaries_are_ascii() {
        assert!(is_match(r"\bfoo\b", "a foo."));
        assert!(!is_match(r"\bfoo\b", "afoo"));
        assert!(is_match(r"\bfoo\b", "éfooé"));
        assert!(is_match(r"o\B", "foo"));
        assert!(!is_match(r"\B$", "foo"));
        assert!(is_match(r"^\B$", ""));
    }

    #[test]
    fn escapes_name_code_points() {
        assert!(is_match(r"^\x41\u0042\u{43}\u{00044}$", "ABCD"));
        assert!(is_match(r"^\uD83D\uDE00$", "😀"));
        assert!(is_match(r"^[\uD83D\uDE00-\uD83D\uDE02]$", "😁"));
        assert!(is_match(r"^\t\n\v\f\r\0\cJ$", "\t\n\u{b}\u{c}\r\0\n"));
        assert!(is_match(r"^[\b]\/\-\_\.$", "\u{8}/-_."));
    }

    #[test]
    fn lone_surrogate_is_in_no_text() {
        assert!(!is_match(r"\uD83D", "😀"));
        assert!(!is_match(r"\u{D83D}\u{DE00}", "😀"));
        assert!(is_match(r"^[^\uD800-\uDFFF]$", "😀"));
    }

    #[test]
    fn empty_class_is_nothing_and_its_complement_everything() {
        assert!(!is_match("[]", "a"));
        assert!(is_match("^[]*$", ""));
        assert!(is_match("^[^]$", "\n"));
    }

    #[test]
    fn properties_follow_unicode() {
        assert!(is_match(r"^\p{Alphabetic}+$", "Straße"));
        assert!(!is_match(r"^\p{Alpha}+$", "1"));
        assert!(is_match(r"^[^\P{Lowercase}x]$", "ß"));
        assert!(!is_match(r"^[^\P{Lowercase}x]$", "x"));
        assert!(is_match(r"^[\p{gc=N}_]+$", "½_Ⅷ"));
        assert!(!is_match(r"\P{Any}", "a"));
    }

    #[test]
    fn properties_are_brought_along() {
        const LETTER: Property = Property {
            name: "Letter",
            ranges: "AZazéé",
        };
        let is_match = |source, text| Pattern::with_properties(source, &[LETTER]).is_match(text);
        assert!(is_match(r"^\p{Letter}+$", "éa"));
        assert!(!is_match(r"^\p{Letter}+$", "è"));
        assert!(is_match(r"^[\p{Letter}-]+$", "a-é"));
        assert!(is_match(r"^[^\P{Letter}a]$", "é"));
        assert!(!is_match(r"^[^\P{Letter}a]$", "a"));
        assert!(is_match(r"^\P{Letter}$", "1"));
        assert!(!is_match(r"\p{L}", "a"));
        assert!(Pattern::check(r"\p{L}\p{Alphabetic}", &|name| name == "L").is_ok());
        assert!(Pattern::check(r"\p{L}\p{M}", &|name| name == "L").is_err());
    }

    #[test]
    fn pattern_may_be_valid_and_not_be_run() {
        for source in [
            "",
            r"(?<a>.)\k<a>\1",
            r"\1(a)",
            "(?<=a)b(?<!c)d",
            r"[\p{L}\P{Script=Greek}]",
            &"(?=a)".repeat(100),
            "(?:a{9999}){9999}",
            r"^\S(|(.|\n)*\S)$",
        ] {
            assert!(is_valid(source), "{source}");
        }
        for source in [
            "^(abc]",
            r"^\S(|(.|\n)*\S)\Z",
            r"\1",
            r"(?:a)\1",
            r"(?<a>.)\k<b>",
            r"(?<a>.)\k<a",
            r"(a)\k",
            r"(a)\2",
            r"\p{}",
            r"\p{L=}",
            r"\pL",
            r"\p{a b}",
            r"\a",
            "(?<=a",
            "a**",
            "[b-a]",
        ] {
            assert!(!is_valid(source), "{source}");
        }
    }

    #[test]
    fn lookaheads_hold_where_they_stand() {
        let password = r"^(?=.*\d)(?=.*[a-z])(?!.*\s).{4,8}$";
        assert!(is_match(password, "abc1"));
        for text in ["abcd", "1234", "ab 1", "ab1", "abcdefgh1"] {
            assert!(!is_match(password, text), "{text:?}");
        }
        assert!(is_match("^(?:(?!ab).)*$", "ba"));
        assert!(!is_match("^(?:(?!ab).)*$", "bab"));
        assert!(is_match("a(?=b(?!c))", "abc abd"));
        assert!(!is_match("a(?=b(?!c))", "abc"));
        assert!(is_match(r"(?=^a\b)(?=a$)", "a"));
    }

    #[test]
    fn empty_loops_end() {
        assert!(is_match("^(a*)*$", "aaa"));
        assert!(!is_match("^(?:a*|b*)*$", "aac"));
        assert!(is_match("^(?:(?:)*)+(?=)*$", ""));
    }

    #[test]
    fn hostile_patterns_take_linear_time() {
        let text = "a".repeat(20_000) + "!";
        for source in [
            "^(a+)+$",
            "^(a|a)*$",
            "(a+a+)+b",
            "^(?=(a+)+b)",
            "(?:(?=(?:(?!a*b)a)*b)a)*c",
        ] {
            assert!(!is_match(source, &text), "{source}");
        }
    }

    #[test]
    fn refused_pattern_matches_nothing() {
        assert!(Pattern::check(r"(a)\1", &|_| true).is_err());
        assert!(!Pattern::new(r"(a)\1").is_match("aa"));
    }

    #[test]
    fn debug_shows_the_source_alone() {
        assert_eq!(format!("{:?}", Pattern::new("a")), r#"Pattern("a")"#);
    }

    #[test]
    fn alphabet_is_told_in_any_spelling() {
        let digits: u128 = 0x3ff << b'0';
        let run = |min, max| {
            Some(ClassRun {
                ascii: digits,
                min,
                max,
            })
        };
        assert_eq!(alphabet(r"^\d+$"), run(1, None));
        assert_eq!(alphabet(r"^(?:[\x30-9]{8})$"), run(8, Some(8)));
        assert_eq!(alphabet(r"^[^\0-\/:-\u{10FFFF}]{2,}$"), run(2, None));
        assert_eq!(alphabet(OBJECT_ID), ClassRun::recognise(OBJECT_ID));
    }

    #[test]
    fn alphabet_is_for_identifiers_only() {
        for source in [
            r"\d+$",
            r"^\d+",
            r"^[\d ]+$",
            r"^[\d\s]+$",
            "^[a-zé]+$",
            "^.+$",
            "^[]*$",
            "^a+b$",
            "(",
        ] {
            assert_eq!(alphabet(source), None, "{source}");
        }
    }
}
