//! Strings: lengths and patterns as one automaton, formats and contents by examples.

use std::borrow::Cow;
use std::collections::BTreeSet;

use typewright_core::Json;
use typewright_core::formats::Format;
use typewright_core::pattern::automaton::Automaton;
use typewright_core::pattern::implication::implies;
use typewright_core::pattern::{Pattern, Property};
use typewright_core::schema::{Predicate, Rule};

use super::atoms::Part;
use super::automata::search;
use super::formats::{lengths, shape};
use super::goal::{NONE_FOUND, Outcome, Ways};
use super::lookahead;

/// How many excluded strings are told apart from all others.
const MOST_EXCLUDED: usize = 40;
/// In how many ways patterns with lookaheads may not match.
const MOST_ALTERNATIVES: usize = 64;

/// What a string must satisfy.
#[derive(Default, Clone)]
pub(super) struct Wanted {
    pub(super) shortest: u64,
    pub(super) longest: Option<u64>,
    pub(super) patterns: Vec<(&'static Pattern, bool)>,
    pub(super) formats: Vec<(Format, bool)>,
    /// By address: there is one predicate for each keyword with its value.
    pub(super) predicates: Vec<(&'static Predicate, bool)>,
}

impl Wanted {
    fn read(parts: &[Part]) -> Option<Self> {
        let mut wanted = Self::default();
        for part in parts {
            let Part::Rule { rule, holds, .. } = part else { continue };
            match (rule, holds) {
                (Rule::MinLength(least), true) => wanted.shortest = wanted.shortest.max(*least),
                (Rule::MaxLength(most), true) => wanted.at_most(*most),
                (Rule::MinLength(least), false) => wanted.at_most(least.checked_sub(1)?),
                (Rule::MaxLength(most), false) => wanted.shortest = wanted.shortest.max(most.saturating_add(1)),
                (Rule::Pattern(pattern), holds) => wanted.patterns.push((pattern, *holds)),
                (Rule::Format(format), holds) => {
                    wanted.formats.push((*format, *holds));
                    if *holds {
                        let (least, most) = lengths(*format);
                        wanted.shortest = wanted.shortest.max(least);
                        if let Some(most) = most {
                            wanted.at_most(most);
                        }
                    }
                }
                (Rule::Predicate(predicate), holds) => wanted.predicates.push((predicate, *holds)),
                _ => {}
            }
        }
        Some(wanted)
    }

    fn at_most(&mut self, most: u64) {
        self.longest = Some(self.longest.map_or(most, |known| known.min(most)));
    }

    fn is_satisfied_by(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        length >= self.shortest
            && self.longest.is_none_or(|longest| length <= longest)
            && self
                .patterns
                .iter()
                .all(|(pattern, holds)| pattern.is_match(text) == *holds)
            && self
                .formats
                .iter()
                .all(|(format, holds)| format.is_valid(text) == *holds)
            && self
                .predicates
                .iter()
                .all(|(predicate, holds)| predicate.is_valid(text) == *holds)
    }

    /// Whether a pattern, a format or a predicate must hold and must not hold.
    fn contradicts_itself(&self) -> bool {
        has_opposites(&self.patterns, |one, other| is_implied(one, other))
            || has_opposites(&self.formats, |one, other| one == other)
            || has_opposites(&self.predicates, |one, other| core::ptr::eq(*one, *other))
    }

    /// Whether only lengths and patterns decide.
    fn is_regular(&self) -> bool {
        self.formats.is_empty() && self.predicates.is_empty()
    }
}

/// Whether a string that matches one pattern is known to match another.
fn is_implied(one: &Pattern, other: &Pattern) -> bool {
    one.source() == other.source() || implies((one.source(), one.properties()), (other.source(), other.properties()))
}

/// Whether something must hold that implies what must not hold.
fn has_opposites<T>(list: &[(T, bool)], implies: impl Fn(&T, &T) -> bool) -> bool {
    let mut held = list.iter().filter(|(_, holds)| *holds);
    held.any(|(one, _)| list.iter().any(|(other, holds)| !holds && implies(one, other)))
}

/// Finds a string.
pub(super) fn solve(parts: &[Part], excluded: &[Json]) -> Outcome {
    let Some(wanted) = Wanted::read(parts) else {
        return Outcome::Empty;
    };
    find(&wanted, &excluded.iter().filter_map(Json::as_str).collect())
}

/// Finds a string that is not excluded.
pub(super) fn find(wanted: &Wanted, excluded: &BTreeSet<&str>) -> Outcome {
    if wanted.longest.is_some_and(|longest| longest < wanted.shortest) {
        return Outcome::Empty;
    }
    if wanted.contradicts_itself() {
        return Outcome::Empty;
    }
    let fits = |text: &str| wanted.is_satisfied_by(text) && !excluded.contains(text);
    if let Some(text) = examples(wanted).into_iter().find(|text| fits(text)) {
        return Outcome::Witness(Json::String(text));
    }
    let none = BTreeSet::new();
    let told_apart = if excluded.len() > MOST_EXCLUDED {
        &none
    } else {
        excluded
    };
    let formats = wanted.formats.iter().filter(|(_, holds)| *holds);
    let shapes: Vec<Expression<'_>> = formats
        .filter_map(|(format, _)| Some((Cow::Borrowed(shape(*format)?), &[][..], true)))
        .collect();
    let mut ways = Ways::default();
    for expressions in alternatives(wanted) {
        // What has no automaton is left out: if there is no string without it, there is none with it.
        let all = expressions.iter().chain(&shapes);
        let automata =
            all.filter_map(|(source, properties, holds)| Some((Automaton::new(source, properties)?, *holds)));
        let automata: Vec<(Automaton, bool)> = automata.collect();
        // A long string is only needed where a pattern asks for one; without patterns, any character will do.
        let outcome = if automata.is_empty() {
            plain(wanted, &fits)
        } else {
            search((wanted.shortest, wanted.longest), &automata, told_apart, &fits)
        };
        if let Some(value) = ways.add(outcome) {
            return Outcome::Witness(value);
        }
    }
    ways.finish()
}

/// A pattern, the properties that it names, and whether it must match.
type Expression<'w> = (Cow<'w, str>, &'static [Property], bool);

/// The patterns, without lookaheads where that is possible. One of the lists must hold: a pattern with lookaheads does not
/// match if one of its parts does not.
fn alternatives(wanted: &Wanted) -> Vec<Vec<Expression<'static>>> {
    let mut alternatives: Vec<Vec<Expression<'static>>> = vec![Vec::new()];
    for (pattern, holds) in &wanted.patterns {
        let properties = pattern.properties();
        let all_hold: Vec<Vec<Expression<'static>>> = match (lookahead::parts(pattern.source()), *holds) {
            (None, holds) => vec![vec![(Cow::Borrowed(pattern.source()), properties, holds)]],
            (Some(parts), true) => {
                let parts = parts.into_iter();
                vec![parts.map(|(part, sign)| (Cow::Owned(part), properties, sign)).collect()]
            }
            (Some(parts), false) => {
                let parts = parts.into_iter();
                parts
                    .map(|(part, sign)| vec![(Cow::Owned(part), properties, !sign)])
                    .collect()
            }
        };
        // Without a pattern, there are more strings than there should be.
        if alternatives.len() * all_hold.len() > MOST_ALTERNATIVES {
            continue;
        }
        let with = |one: &Vec<Expression<'static>>| {
            let one = one.clone();
            all_hold.clone().into_iter().map(move |more| {
                let mut all = one.clone();
                all.extend(more);
                all
            })
        };
        alternatives = alternatives.iter().flat_map(with).collect();
    }
    alternatives
}

fn plain(wanted: &Wanted, fits: &dyn Fn(&str) -> bool) -> Outcome {
    const LONGEST: u64 = 4_000_000;
    const MOST_LETTERS: u64 = 8_000_000;
    if wanted.shortest > LONGEST {
        return Outcome::Unknown("a string is too long to try");
    }
    let letters = ['a', 'b', '0', ' ', 'é'];
    let longest = wanted
        .longest
        .unwrap_or(u64::MAX)
        .min(wanted.shortest.saturating_add(60));
    let mut tried = 0;
    for length in wanted.shortest..=longest {
        for letter in letters {
            tried += length;
            if tried > MOST_LETTERS {
                return Outcome::Unknown(NONE_FOUND);
            }
            let text = letter.to_string().repeat(usize::try_from(length).unwrap_or(usize::MAX));
            if fits(&text) {
                return Outcome::Witness(Json::String(text));
            }
        }
    }
    if wanted.longest == Some(0) {
        return Outcome::Empty;
    }
    Outcome::Unknown(NONE_FOUND)
}

/// Strings that formats and patterns often accept.
fn examples(wanted: &Wanted) -> Vec<String> {
    if wanted.is_regular() {
        return Vec::new();
    }
    let mut texts: Vec<String> = wanted
        .formats
        .iter()
        .map(|(format, _)| format.example().to_owned())
        .collect();
    let more = [
        "",
        "a",
        "A",
        "1",
        "12",
        "abc",
        "-",
        " ",
        "http://a",
        "https://example.org/a?b=c#d",
        "urn:a:b",
        "a@b.c",
        "a@b",
        "a.b",
        "a.example",
        "1.2.3.4",
        "::1",
        "::",
        "fe80::1",
        "2000-01-01",
        "2024-02-29",
        "00:00:00Z",
        "23:59:60Z",
        "12:00:00+01:00",
        "2000-01-01T00:00:00Z",
        "1999-12-31T23:59:59.5-08:00",
        "/",
        "/a",
        "/a~0b",
        "0",
        "0#",
        "1/a",
        "a{b}",
        "{a}",
        "{+a}",
        "^a$",
        "[a",
        "é",
        "é@é",
        "http://é",
        "a b",
        "00000000-0000-0000-0000-000000000000",
        "e30=",
        "{}",
        "AA==",
        "%",
    ];
    texts.extend(more.into_iter().map(str::to_owned));
    texts.extend(stretched(wanted.shortest));
    texts
}

/// Strings of some formats that are just long enough.
fn stretched(shortest: u64) -> Vec<String> {
    const LONGEST: usize = 100_000;
    const FRAMES: [(&str, char, &str); 7] = [
        ("http://a/", 'a', ""),
        ("/", 'a', ""),
        ("", 'a', "@b.c"),
        ("2000-01-01T00:00:00.", '0', "Z"),
        ("00:00:00.", '0', "Z"),
        ("\"", 'a', "\""),
        ("", 'A', ""),
    ];
    let mut texts = Vec::new();
    let Some(shortest) = usize::try_from(shortest).ok().filter(|shortest| *shortest <= LONGEST) else {
        return texts;
    };
    for (start, letter, end) in FRAMES {
        let frame = start.len() + end.len();
        // Base64 comes in groups of four.
        for length in shortest..shortest + 4 {
            if let Some(letters) = length.checked_sub(frame).filter(|letters| *letters > 0) {
                texts.push(format!("{start}{}{end}", letter.to_string().repeat(letters)));
            }
        }
    }
    let name = host_name(shortest);
    let mailbox = shortest
        .checked_sub(2)
        .map(|rest| (rest.div_ceil(2).min(64), rest))
        .map(|(local, rest)| format!("{}@{}", "a".repeat(local), host_name(rest + 1 - local)));
    texts.extend(mailbox);
    texts.push(name);
    texts
}

/// A host name of some length, in labels of at most 63 letters.
fn host_name(length: usize) -> String {
    let letter = |at: usize| if at % 64 == 63 && at + 1 < length { '.' } else { 'a' };
    (0..length).map(letter).collect()
}
