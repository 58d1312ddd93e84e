//! Strings: lengths and patterns as one automaton, formats and contents by examples.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use typewright_core::Json;
use typewright_core::formats::Format;
use typewright_core::pattern::automaton::{Automaton, Progress};
use typewright_core::pattern::{Pattern, Property};
use typewright_core::schema::{Predicate, Rule};

use super::atoms::Part;
use super::formats::{lengths, shape};
use super::goal::{Outcome, Ways};
use super::lookahead;

/// How many states of all patterns together are looked at, each with a length.
const MOST_STATES: usize = 6_000;
/// How many excluded strings are told apart from all others.
const MOST_EXCLUDED: usize = 40;
/// How many strings are tried where formats decide.
const MOST_TRIED: usize = 40;
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

    /// Whether a format or a predicate must hold and must not hold.
    fn contradicts_itself(&self) -> bool {
        let opposite = |(format, holds): &(Format, bool)| self.formats.contains(&(*format, !holds));
        let is_opposite = |(one, holds): &(&'static Predicate, bool),
                           (other, other_holds): &(&'static Predicate, bool)| {
            core::ptr::eq(*one, *other) && holds != other_holds
        };
        self.formats.iter().any(opposite)
            || self
                .predicates
                .iter()
                .any(|one| self.predicates.iter().any(|other| is_opposite(one, other)))
    }

    /// Whether only lengths and patterns decide.
    fn is_regular(&self) -> bool {
        self.formats.is_empty() && self.predicates.is_empty()
    }
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
            search(wanted, &automata, told_apart, &fits)
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
    const LONGEST: u64 = 1_000_000;
    if wanted.shortest > LONGEST {
        return Outcome::Unknown("a string is too long to try");
    }
    let letters = ['a', 'b', '0', ' ', 'é'];
    let longest = wanted
        .longest
        .unwrap_or(u64::MAX)
        .min(wanted.shortest.saturating_add(60));
    for length in wanted.shortest..=longest {
        for letter in letters {
            let text = letter.to_string().repeat(usize::try_from(length).unwrap_or(usize::MAX));
            if fits(&text) {
                return Outcome::Witness(Json::String(text));
            }
        }
    }
    if wanted.longest == Some(0) {
        return Outcome::Empty;
    }
    Outcome::Unknown("no string was found, although there may be one")
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
    texts
}

/// Walks through all strings that the patterns and the excluded strings tell apart, the shortest first.
fn search(
    wanted: &Wanted,
    automata: &[(Automaton, bool)],
    excluded: &BTreeSet<&str>,
    fits: &dyn Fn(&str) -> bool,
) -> Outcome {
    let alphabet = alphabet(automata, excluded);
    // What an excluded string begins with is told apart from what leads to the same states.
    let begun_with = |text: &str, c: char| {
        if excluded.is_empty() {
            return None;
        }
        let longer = format!("{text}{c}");
        let next = excluded.range(longer.as_str()..).next()?;
        next.starts_with(&longer).then_some(longer)
    };
    let starts: Vec<Progress> = automata.iter().map(|(automaton, _)| automaton.start()).collect();
    let mut seen: HashSet<(Vec<Progress>, u64, Option<String>)> = HashSet::new();
    let mut tried = 0;
    let mut waiting = VecDeque::from([(starts, String::new(), 0u64)]);
    let mut is_complete = true;
    while let Some((states, text, length)) = waiting.pop_front() {
        let accepted = automata.iter().zip(&states);
        let accepted = accepted
            .into_iter()
            .all(|((automaton, holds), state)| automaton.accepts(state) == *holds);
        if accepted && length >= wanted.shortest && wanted.longest.is_none_or(|longest| length <= longest) {
            if fits(&text) {
                return Outcome::Witness(Json::String(text));
            }
            // It is refused by a format or a pattern without an automaton: others that take the same way may not be.
            if !excluded.contains(text.as_str()) {
                is_complete = false;
                tried += 1;
                if tried > MOST_TRIED {
                    break;
                }
                seen.clear();
            }
        }
        if wanted.longest == Some(length) {
            continue;
        }
        let is_lost = automata.iter().zip(&states).any(|((_, holds), state)| match state {
            Progress::Matched => !holds,
            Progress::Searching { states, .. } => states.is_empty() && *holds,
        });
        if is_lost {
            continue;
        }
        let mut next: BTreeMap<(Vec<Progress>, Option<String>), char> = BTreeMap::new();
        for &c in &alphabet {
            let begun = begun_with(&text, c);
            let stepped = automata
                .iter()
                .zip(&states)
                .map(|((automaton, _), state)| automaton.step(state, c));
            next.entry((stepped.collect(), begun)).or_insert(c);
        }
        for ((states, begun), c) in next {
            // The shortest string on a way comes first: a longer one can become nothing that the shorter one cannot, once it is
            // long enough.
            let length = length + 1;
            if seen.insert((states.clone(), length.min(wanted.shortest), begun)) {
                if seen.len() > MOST_STATES {
                    return Outcome::Unknown("the patterns have too many states");
                }
                let mut text = text.clone();
                text.push(c);
                waiting.push_back((states, text, length));
            }
        }
    }
    if is_complete {
        Outcome::Empty
    } else {
        Outcome::Unknown("no string was found, although there may be one")
    }
}

/// One character of each set that all patterns and excluded strings treat alike, plain ones where possible.
fn alphabet(automata: &[(Automaton, bool)], excluded: &BTreeSet<&str>) -> Vec<char> {
    let mut boundaries: Vec<u32> = automata
        .iter()
        .flat_map(|(automaton, _)| automaton.boundaries())
        .collect();
    let letters = excluded.iter().flat_map(|text| text.chars()).map(u32::from);
    boundaries.extend(letters.flat_map(|letter| [letter, letter + 1]));
    boundaries.push(0);
    boundaries.sort_unstable();
    boundaries.dedup();
    let ends = boundaries.iter().skip(1).copied().chain([u32::from(char::MAX) + 1]);
    let mut letters = Vec::new();
    for (low, end) in boundaries.iter().copied().zip(ends) {
        let plain = ['a', 'A', '0', 'x', '-', '_', ' ']
            .into_iter()
            .find(|c| (low..end).contains(&u32::from(*c)));
        // A range may begin with half of a surrogate pair, which no string in Rust holds.
        let first = || (low..end).find_map(char::from_u32);
        letters.extend(plain.or_else(first));
    }
    // The first one that leads somewhere is in the witness.
    letters.sort_by_key(|c| match c {
        _ if c.is_ascii_alphanumeric() => 0,
        _ if c.is_ascii_graphic() => 1,
        _ if c.is_alphanumeric() => 2,
        ' ' | '\n' => 3,
        _ => 4,
    });
    letters
}
