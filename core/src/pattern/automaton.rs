//! A pattern as a deterministic automaton, built step by step, for tools that compare patterns.
//!
//! All functions are `#[inline]`, so that bindings, which never compare patterns, do not compile them.

use std::collections::BTreeSet;

use super::Property;
use super::parse::{Assert, Goal};
use super::program::{Nfa, State, automaton};

/// The automaton of a pattern. It accepts a string if the pattern matches anywhere in it.
pub struct Automaton(Nfa);

/// What an [`Automaton`] knows after it has read a part of a string.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Progress {
    /// A match has been found, whatever follows.
    Matched,
    /// The states of the pattern that can still lead to a match.
    Searching {
        /// By their index, before the conditions on the present place are applied.
        states: BTreeSet<usize>,
        /// Whether nothing has been read yet.
        at_start: bool,
    },
}

impl Automaton {
    /// Builds the automaton of a pattern. `None` if the pattern is not valid, or contains a lookahead or a word
    /// boundary, which depend on more than the characters read so far.
    #[inline]
    pub fn new(source: &str, properties: &[Property]) -> Option<Self> {
        let nfa = automaton(source, Goal::Run(properties)).ok()?;
        let depends_on_context = nfa
            .states
            .iter()
            .any(|state| matches!(state, State::Assert(Assert::WordBoundary(_) | Assert::Look(..), _)));
        (!depends_on_context).then_some(Self(nfa))
    }

    /// The code points at which the pattern begins or ceases to treat characters alike, in no order.
    #[inline]
    pub fn boundaries(&self) -> Vec<u32> {
        let mut boundaries = Vec::new();
        for state in &self.0.states {
            match state {
                State::Char(c, _) => boundaries.extend([u32::from(*c), u32::from(*c) + 1]),
                State::Class(class, _) => boundaries.extend(self.0.classes[*class].boundaries()),
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
        self.settle(BTreeSet::new(), true)
    }

    /// What is known after one character more.
    #[inline]
    pub fn step(&self, progress: &Progress, c: char) -> Progress {
        let Progress::Searching { states, at_start } = progress else {
            return Progress::Matched;
        };
        let mut next = BTreeSet::new();
        for state in self.closure(states, *at_start, false) {
            match self.0.states[state] {
                State::Char(wanted, follows) if wanted == c => {
                    next.insert(follows);
                }
                State::Class(class, follows) if self.0.classes[class].contains(c) => {
                    next.insert(follows);
                }
                State::Match | State::Char(..) | State::Class(..) | State::Assert(..) | State::Split(..) => {}
            }
        }
        self.settle(next, false)
    }

    /// Whether the pattern matches if the string ends here.
    #[inline]
    pub fn accepts(&self, progress: &Progress) -> bool {
        match progress {
            Progress::Matched => true,
            Progress::Searching { states, at_start } => self.reaches_match(states, *at_start, true),
        }
    }

    /// Adds the state that starts a match here, and finds out whether there is a match already.
    #[inline]
    fn settle(&self, mut states: BTreeSet<usize>, at_start: bool) -> Progress {
        if at_start || !self.0.anchored {
            states.insert(self.0.start);
        }
        if self.reaches_match(&states, at_start, false) {
            Progress::Matched
        } else {
            Progress::Searching { states, at_start }
        }
    }

    #[inline]
    fn reaches_match(&self, states: &BTreeSet<usize>, at_start: bool, at_end: bool) -> bool {
        let closure = self.closure(states, at_start, at_end);
        closure
            .into_iter()
            .any(|state| matches!(self.0.states[state], State::Match))
    }

    /// All states that these lead to without reading.
    #[inline]
    fn closure(&self, states: &BTreeSet<usize>, at_start: bool, at_end: bool) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = waiting.pop() {
            if !found.insert(state) {
                continue;
            }
            match self.0.states[state] {
                State::Split(first, second) => waiting.extend([first, second]),
                State::Assert(Assert::Start, next) if at_start => waiting.push(next),
                State::Assert(Assert::End, next) if at_end => waiting.push(next),
                State::Match | State::Char(..) | State::Class(..) | State::Assert(..) => {}
            }
        }
        found
    }
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
        ];
        let texts = [
            "", "a", "b", "ab", "abab", "xx", "xxxx", "1-2", "c", "aac", "é", "\n", "b\n", "ba",
        ];
        for source in patterns {
            let automaton = Automaton::new(source, &[]).expect("it has no lookahead");
            let pattern = Pattern::new(source);
            for text in texts {
                let mut progress = automaton.start();
                for c in text.chars() {
                    progress = automaton.step(&progress, c);
                }
                assert_eq!(
                    automaton.accepts(&progress),
                    pattern.is_match(text),
                    "{source:?} {text:?}"
                );
            }
        }
    }

    #[test]
    fn what_depends_on_the_context_has_no_automaton() {
        assert!(Automaton::new(r"\bword", &[]).is_none());
        assert!(Automaton::new("^(?!x)", &[]).is_none());
        assert!(Automaton::new("(", &[]).is_none());
    }
}
