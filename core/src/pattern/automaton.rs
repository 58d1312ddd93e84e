//! A pattern as a deterministic automaton, built step by step, for tools that compare patterns.
//!
//! A lookahead makes the automaton an alternating one: what has been read leads to several claims on what follows, all of
//! which must hold (a match of the pattern, and of each lookahead on the way), and a negative lookahead claims that there
//! is no match.
//!
//! All functions are `#[inline]`, so that bindings, which never compare patterns, do not compile them.

use std::collections::BTreeSet;

use super::Property;
use super::parse::{Assert, Goal};
use super::program::{Nfa, State, automaton};

/// How many claims a step may look at, and how many sets of claims it may lead to.
const MOST_CLAIMS: usize = 20_000;
const MOST_THREADS: usize = 300;

/// The automaton of a pattern. It accepts a string if the pattern matches anywhere in it.
pub struct Automaton(Nfa);

/// What an [`Automaton`] knows after it has read a part of a string.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Progress {
    /// A match has been found, whatever follows.
    Matched,
    /// A match may follow.
    Searching(Search),
}

/// The ways in which a match can follow.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Search {
    /// The states of the pattern that can lead to a match, before the conditions on the present place are applied.
    states: BTreeSet<usize>,
    /// The sets of claims that can lead to a match.
    threads: BTreeSet<Thread>,
    place: Place,
}

impl Search {
    /// Whether no match can follow.
    #[inline]
    pub fn is_lost(&self) -> bool {
        self.states.is_empty() && self.threads.is_empty()
    }
}

/// Claims that hold together.
type Thread = BTreeSet<Claim>;

/// That there is a match from a state on, or that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Claim {
    state: usize,
    holds: bool,
}

/// What has been read before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Place {
    at_start: bool,
    after_word: bool,
}

/// What is read next.
#[derive(Clone, Copy)]
enum Next {
    Char(char),
    End,
    Unknown,
}

/// There is more to look at than a step may.
#[derive(Debug)]
struct TooMany;

impl Automaton {
    /// Builds the automaton of a pattern. `None` if the pattern is not valid.
    #[inline]
    pub fn new(source: &str, properties: &[Property]) -> Option<Self> {
        automaton(source, Goal::Run(properties)).ok().map(Self)
    }

    /// The code points at which the pattern begins or ceases to treat characters alike, in no order.
    #[inline]
    pub fn boundaries(&self) -> Vec<u32> {
        let mut boundaries = Vec::new();
        for state in &self.0.states {
            match state {
                State::Char(c, _) => boundaries.extend([u32::from(*c), u32::from(*c) + 1]),
                State::Class(class, _) => boundaries.extend(self.0.classes[*class].boundaries()),
                State::Assert(Assert::WordBoundary(_), _) => {
                    let words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
                    boundaries.extend(
                        words
                            .iter()
                            .flat_map(|(low, high)| [u32::from(*low), u32::from(*high) + 1]),
                    );
                }
                State::Match | State::Assert(..) | State::Split(..) => {}
            }
        }
        boundaries.sort_unstable();
        boundaries.dedup();
        boundaries
    }

    /// What is known before anything is read.
    #[inline]
    pub fn start(&self) -> Progress {
        let place = Place {
            at_start: true,
            after_word: false,
        };
        self.settle(BTreeSet::new(), BTreeSet::new(), place)
    }

    /// What is known after one character more. `None` if that is too much.
    #[inline]
    pub fn step(&self, progress: &Progress, c: char) -> Option<Progress> {
        let Progress::Searching(search) = progress else {
            return Some(Progress::Matched);
        };
        let mut states = BTreeSet::new();
        let mut threads = BTreeSet::new();
        for thread in self.ways(search, Next::Char(c)).ok()? {
            let Some(thread) = self.read(&thread, c) else { continue };
            let mut claims = thread.iter();
            match (claims.next(), claims.next()) {
                (None, _) => return Some(Progress::Matched),
                (Some(&Claim { state, holds: true }), None) => {
                    states.insert(state);
                }
                (Some(_), _) => {
                    threads.insert(thread);
                }
            }
        }
        threads.retain(|thread| !thread.iter().any(|claim| claim.holds && states.contains(&claim.state)));
        let threads = minimal(threads);
        let place = Place {
            at_start: false,
            after_word: is_word(c),
        };
        (threads.len() <= MOST_THREADS).then(|| self.settle(states, threads, place))
    }

    /// Whether the pattern matches if the string ends here. `None` if that is too much to find out.
    #[inline]
    pub fn accepts(&self, progress: &Progress) -> Option<bool> {
        let Progress::Searching(search) = progress else {
            return Some(true);
        };
        // Nothing is read anymore.
        let ways = self.ways(search, Next::End).ok()?;
        Some(ways.iter().any(|thread| thread.iter().all(|claim| !claim.holds)))
    }

    /// Adds the state that starts a match here, and finds out whether there is a match already.
    #[inline]
    fn settle(&self, mut states: BTreeSet<usize>, threads: BTreeSet<Thread>, place: Place) -> Progress {
        if place.at_start || !self.0.anchored {
            states.insert(self.0.start);
        }
        let search = Search { states, threads, place };
        let ways = self.ways(&search, Next::Unknown);
        if ways.is_ok_and(|ways| ways.contains(&Thread::new())) {
            Progress::Matched
        } else {
            Progress::Searching(search)
        }
    }

    /// The claims after one character more; `None` if one of them is refuted.
    #[inline]
    fn read(&self, thread: &Thread, c: char) -> Option<Thread> {
        let mut found = Thread::new();
        for claim in thread {
            let follows = match self.0.states[claim.state] {
                State::Char(wanted, follows) => (wanted == c).then_some(follows),
                State::Class(class, follows) => self.0.classes[class].contains(c).then_some(follows),
                State::Match | State::Assert(..) | State::Split(..) => None,
            };
            match follows {
                Some(state) => {
                    found.insert(Claim {
                        state,
                        holds: claim.holds,
                    });
                }
                None if claim.holds => return None,
                None => {}
            }
        }
        Some(found)
    }

    /// The ways to a match from here: sets of claims of states that read.
    #[inline]
    fn ways(&self, search: &Search, next: Next) -> Result<BTreeSet<Thread>, TooMany> {
        let mut walk = Walk {
            nfa: &self.0,
            place: search.place,
            next,
            left: MOST_CLAIMS,
            passed: Vec::new(),
        };
        let mut found = walk.matching(&search.states)?;
        for thread in &search.threads {
            let mut ways = BTreeSet::from([Thread::new()]);
            for claim in thread {
                let more = walk.ways(*claim)?;
                ways = walk.both(&ways, &more)?;
            }
            found.extend(ways);
        }
        Ok(found)
    }
}

/// The way through states that read nothing.
struct Walk<'n> {
    nfa: &'n Nfa,
    place: Place,
    next: Next,
    /// How many claims may still be looked at.
    left: usize,
    /// The lookaheads on the way to the present claim.
    passed: Vec<Claim>,
}

impl Walk<'_> {
    /// The ways to satisfy a claim.
    #[inline]
    fn ways(&mut self, claim: Claim) -> Result<BTreeSet<Thread>, TooMany> {
        if claim.holds {
            self.matching(&BTreeSet::from([claim.state]))
        } else {
            self.failing(claim.state)
        }
    }

    /// The ways to a match from one of these states on.
    #[inline]
    fn matching(&mut self, states: &BTreeSet<usize>) -> Result<BTreeSet<Thread>, TooMany> {
        let mut found = BTreeSet::new();
        for state in self.reading(states, true)? {
            let claim = Claim { state, holds: true };
            match self.nfa.states[state] {
                State::Match => return Ok(BTreeSet::from([Thread::new()])),
                // Passing it again without reading leads nowhere.
                State::Assert(..) if self.passed.contains(&claim) => {}
                State::Assert(Assert::Look(look, wanted), next) => {
                    self.passed.push(claim);
                    let looked = self.ways(Claim {
                        state: self.nfa.looks[look],
                        holds: wanted,
                    })?;
                    let rest = self.ways(Claim {
                        state: next,
                        holds: true,
                    })?;
                    self.passed.pop();
                    found.extend(self.both(&looked, &rest)?);
                }
                State::Char(..) | State::Class(..) | State::Assert(..) | State::Split(..) => {
                    found.insert(Thread::from([claim]));
                }
            }
        }
        Ok(found)
    }

    /// The ways to no match from a state on.
    #[inline]
    fn failing(&mut self, state: usize) -> Result<BTreeSet<Thread>, TooMany> {
        let mut found = BTreeSet::from([Thread::new()]);
        for state in self.reading(&BTreeSet::from([state]), false)? {
            let claim = Claim { state, holds: false };
            let ways = match self.nfa.states[state] {
                State::Match => return Ok(BTreeSet::new()),
                // Passing it again without reading finds no other match.
                State::Assert(..) if self.passed.contains(&claim) => continue,
                State::Assert(Assert::Look(look, wanted), next) => {
                    self.passed.push(claim);
                    let mut ways = self.ways(Claim {
                        state: self.nfa.looks[look],
                        holds: !wanted,
                    })?;
                    ways.extend(self.ways(Claim {
                        state: next,
                        holds: false,
                    })?);
                    self.passed.pop();
                    ways
                }
                State::Char(..) | State::Class(..) | State::Assert(..) | State::Split(..) => {
                    BTreeSet::from([Thread::from([claim])])
                }
            };
            found = self.both(&found, &ways)?;
        }
        Ok(found)
    }

    /// The states that these lead to without reading: those that read, look ahead, or are the end of a match.
    #[inline]
    fn reading(&mut self, states: &BTreeSet<usize>, holds: bool) -> Result<BTreeSet<usize>, TooMany> {
        let mut seen = BTreeSet::new();
        let mut found = BTreeSet::new();
        let mut waiting: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = waiting.pop() {
            if !seen.insert(state) {
                continue;
            }
            match self.nfa.states[state] {
                State::Split(first, second) => waiting.extend([first, second]),
                State::Assert(Assert::Look(..), _) | State::Match | State::Char(..) | State::Class(..) => {
                    found.insert(state);
                }
                State::Assert(assert, next) => {
                    // What is not known proves neither a match nor that there is none.
                    if self.is_met(assert).unwrap_or(!holds) {
                        waiting.push(next);
                    }
                }
            }
        }
        self.left = self.left.checked_sub(seen.len()).ok_or(TooMany)?;
        Ok(found)
    }

    /// Whether a condition on the place is met, if that is known.
    #[inline]
    fn is_met(&self, assert: Assert) -> Option<bool> {
        match (assert, self.next) {
            (Assert::Start, _) => Some(self.place.at_start),
            (Assert::End, Next::Char(_)) => Some(false),
            (Assert::End, Next::End) => Some(true),
            (Assert::WordBoundary(wanted), Next::Char(c)) => Some((self.place.after_word != is_word(c)) == wanted),
            (Assert::WordBoundary(wanted), Next::End) => Some(self.place.after_word == wanted),
            (Assert::End | Assert::WordBoundary(_), Next::Unknown) | (Assert::Look(..), _) => None,
        }
    }

    /// The ways to satisfy both.
    #[inline]
    fn both(&mut self, one: &BTreeSet<Thread>, other: &BTreeSet<Thread>) -> Result<BTreeSet<Thread>, TooMany> {
        self.left = self.left.checked_sub(one.len() * other.len()).ok_or(TooMany)?;
        let pairs = one.iter().flat_map(|a| other.iter().map(move |b| a | b));
        let found = minimal(pairs.collect());
        if found.len() > MOST_THREADS {
            return Err(TooMany);
        }
        Ok(found)
    }
}

/// The sets of claims without those that claim more than another one.
#[inline]
fn minimal(threads: BTreeSet<Thread>) -> BTreeSet<Thread> {
    if threads.len() < 2 || threads.iter().all(|thread| thread.len() == 1) {
        return threads;
    }
    let is_more = |thread: &Thread| threads.iter().any(|other| other != thread && other.is_subset(thread));
    threads.iter().filter(|thread| !is_more(thread)).cloned().collect()
}

/// Whether `\w` matches a character.
#[inline]
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::Automaton;

    #[test]
    fn it_accepts_what_the_pattern_matches() {
        let patterns = [
            "",
            "a",
            "^a",
            "a$",
            "^a$",
            "^$",
            "^(a|b)*c$",
            "x{2,3}",
            "^x{2,3}$",
            ".",
            "^.$",
            "^[^a-c]+$",
            "(^a|b$)",
            "^a|^b",
            r"\d+-\d+",
            r"^\w*$",
            "^(?:ab)+$",
            "^(?=a)",
            "^(?!a)",
            "(?=.*b)a",
            "(?!ab)a",
            "a(?!b)",
            "a(?=b)",
            "a(?!.)",
            "^(?=.*a)(?=.*b)(?!.*c).{2,3}$",
            "^(?!a$|ab$)[a-c]+$",
            "^(?:(?!ba).)*$",
            "(?=(?!b)a*$)",
            "^(?!(?=a)ab)",
            "^(?!(?!a))",
            "^(?:(?=a)*|b)+$",
            "(?:(?=(?:(?!a*b)a)*b)a)*c",
            r"\ba",
            r"a\b",
            r"\Ba",
            r"^\b|\b$",
            r"(?!\b)b",
            r"\b(?!a)\w+\b$",
        ];
        let texts = [
            "", "a", "b", "ab", "abab", "xx", "xxxx", "1-2", "c", "aac", "é", "\n", "b\n", "ba", "abc", "a b", "é b",
            "aab", "bb", "cab", "b-a",
        ];
        for source in patterns {
            let automaton = Automaton::new(source, &[]).expect("it is valid");
            let pattern = Pattern::new(source);
            for text in texts {
                assert_eq!(
                    accepts(&automaton, text),
                    Some(pattern.is_match(text)),
                    "{source:?} {text:?}"
                );
            }
        }
    }

    #[test]
    fn a_pattern_that_is_not_valid_has_no_automaton() {
        assert!(Automaton::new("(", &[]).is_none());
        assert!(Automaton::new(r"(a)\1", &[]).is_none());
    }

    #[test]
    fn random_patterns_accept_what_they_match() {
        let mut random = fastrand::Rng::with_seed(11);
        let parts = [
            "a", "b", "[ab]", ".", "^", "$", r"\b", r"\B", "(?=", "(?!", "(?:", ")", ")*", ")?", "){2}", "|", "a*",
            "b?", " ",
        ];
        let mut tried = 0;
        for _ in 0..6000 {
            let source: String = (0..random.usize(1..10))
                .map(|_| parts[random.usize(..parts.len())])
                .collect();
            let Some(automaton) = Automaton::new(&source, &[]) else {
                continue;
            };
            tried += 1;
            let pattern = Pattern::new(Box::leak(source.clone().into_boxed_str()));
            for _ in 0..12 {
                let text: String = (0..random.usize(..6))
                    .map(|_| ['a', 'b', ' ', 'é'][random.usize(..4)])
                    .collect();
                assert_eq!(
                    accepts(&automaton, &text),
                    Some(pattern.is_match(&text)),
                    "{source:?} {text:?}"
                );
            }
        }
        assert!(tried > 1000, "{tried}");
    }

    #[test]
    fn claims_are_limited() {
        let source = "^(?:(?:(?=.*a.*b)|(?!.*b.*a))?.?){40}c";
        let automaton = Automaton::new(source, &[]).expect("it is valid");
        let pattern = Pattern::new(source);
        for text in ["", "ab", "ba", "abababab"] {
            let found = accepts(&automaton, text);
            assert!(found.is_none_or(|found| found == pattern.is_match(text)), "{text:?}");
        }
    }

    fn accepts(automaton: &Automaton, text: &str) -> Option<bool> {
        let mut progress = automaton.start();
        for c in text.chars() {
            progress = automaton.step(&progress, c)?;
        }
        automaton.accepts(&progress)
    }
}
