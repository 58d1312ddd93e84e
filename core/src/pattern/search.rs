//! Runs a program over a string. An automaton runs over it with all states in parallel. Each state is entered at most once at each position of the
//! string, so the time is linear.
//!
//! Lookaheads are evaluated first, for all positions: the reversed automaton of a lookahead runs from the end of the string
//! to its start and may begin anywhere, so the positions where it arrives are those where a match of the lookahead begins.
//! They are stored as one bit each.

use super::parse::Assert;
use super::program::{Nfa, Program, State};

impl Program {
    pub(super) fn is_match(&self, text: &str) -> bool {
        match self {
            Program::Run { class, min, max } => {
                let count = text
                    .chars()
                    .take_while(|&c| class.contains(c))
                    .try_fold((0, 0), |(count, bytes), c| {
                        // Stops when there are too many characters.
                        (Some(count) != *max).then_some((count + 1, bytes + c.len_utf8()))
                    });
                count.is_some_and(|(count, bytes)| count >= *min && bytes == text.len())
            }
            Program::Nfa(nfa) => is_match(nfa, text),
        }
    }
}

fn is_match(nfa: &Nfa, text: &str) -> bool {
    let mut search = Search {
        nfa,
        text: text.as_bytes(),
        holds: Vec::with_capacity(nfa.looks.len()),
        entered: vec![0; nfa.states.len()],
        pending: Vec::new(),
    };
    for &start in &nfa.looks {
        let bits = search.look(start, text);
        search.holds.push(bits);
    }
    search.find(text)
}

struct Search<'a> {
    nfa: &'a Nfa,
    text: &'a [u8],
    /// For each lookahead evaluated so far, one bit for each position of the string.
    holds: Vec<Vec<u64>>,
    /// The position at which each state was last entered, counted from one.
    entered: Vec<usize>,
    /// States still to be entered; empty between calls.
    pending: Vec<usize>,
}

impl Search<'_> {
    /// Whether there is a match anywhere.
    fn find(&mut self, text: &str) -> bool {
        let (mut now, mut next) = (Vec::new(), Vec::new());
        if self.enter(self.nfa.start, 0, &mut now) {
            return true;
        }
        let mut at = 0;
        for c in text.chars() {
            at += c.len_utf8();
            if self.step(c, at, &now, &mut next) || !self.nfa.anchored && self.enter(self.nfa.start, at, &mut next) {
                return true;
            }
            if self.nfa.anchored && next.is_empty() {
                return false;
            }
            std::mem::swap(&mut now, &mut next);
        }
        false
    }

    /// The positions at which a match of the lookahead begins.
    fn look(&mut self, start: usize, text: &str) -> Vec<u64> {
        let mut bits = vec![0; text.len() / 64 + 1];
        let mut note = |at: usize, found: bool| bits[at / 64] |= u64::from(found) << (at % 64);
        let (mut now, mut next) = (Vec::new(), Vec::new());
        let mut at = text.len();
        note(at, self.enter(start, at, &mut now));
        for c in text.chars().rev() {
            at -= c.len_utf8();
            let arrived = self.step(c, at, &now, &mut next);
            note(at, self.enter(start, at, &mut next) | arrived);
            std::mem::swap(&mut now, &mut next);
        }
        bits
    }

    /// Moves over `c` to the position `at`. Returns whether that completes a match.
    fn step(&mut self, c: char, at: usize, now: &[usize], next: &mut Vec<usize>) -> bool {
        next.clear();
        let mut matched = false;
        for &state in now {
            let (reads, after) = match self.nfa.states[state] {
                State::Char(wanted, after) => (c == wanted, after),
                State::Class(class, after) => (self.nfa.classes[class].contains(c), after),
                State::Match | State::Assert(..) | State::Split(..) => continue,
            };
            if reads {
                matched |= self.enter(after, at, next);
            }
        }
        matched
    }

    /// Enters a state at `at`, and all states that follow without reading a character. States that read one are added to
    /// `list`. Returns whether the match is among them.
    fn enter(&mut self, state: usize, at: usize, list: &mut Vec<usize>) -> bool {
        let mut matched = false;
        let mut following = Some(state);
        while let Some(state) = following.take().or_else(|| self.pending.pop()) {
            let entered = std::mem::replace(&mut self.entered[state], at + 1);
            match self.nfa.states[state] {
                // `entered` is not consulted: it serves the automata of all lookaheads, and this is the only state that
                // they share.
                State::Match => matched = true,
                _ if entered == at + 1 => {}
                State::Char(..) | State::Class(..) => list.push(state),
                State::Split(one, other) => {
                    following = Some(one);
                    self.pending.push(other);
                }
                State::Assert(assert, after) => {
                    following = self.holds_at(assert, at).then_some(after);
                }
            }
        }
        matched
    }

    fn holds_at(&self, assert: Assert, at: usize) -> bool {
        match assert {
            Assert::Start => at == 0,
            Assert::End => at == self.text.len(),
            // Bytes are enough: no byte of a multi-byte character is a word character.
            Assert::WordBoundary(wanted) => {
                let is_word = |at: Option<usize>| {
                    at.and_then(|at| self.text.get(at))
                        .is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
                };
                (is_word(at.checked_sub(1)) != is_word(Some(at))) == wanted
            }
            Assert::Look(look, wanted) => (self.holds[look][at / 64] >> (at % 64) & 1 == 1) == wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::Goal;
    use super::super::program::{Program, compile};
    use super::*;

    /// The positions at which each lookahead of a pattern holds, as strings of bits.
    fn places(source: &str, text: &str) -> Vec<String> {
        let Ok(Program::Nfa(nfa)) = compile(source, Goal::Run(&[])) else {
            return Vec::new();
        };
        let mut search = Search {
            nfa: &nfa,
            text: text.as_bytes(),
            holds: Vec::new(),
            entered: vec![0; nfa.states.len()],
            pending: Vec::new(),
        };
        for &start in &nfa.looks {
            let bits = search.look(start, text);
            search.holds.push(bits);
        }
        let show = |bits: &Vec<u64>| {
            (0..=text.len())
                .map(|at| if bits[at / 64] >> (at % 64) & 1 == 1 { '1' } else { '.' })
                .collect()
        };
        search.holds.iter().map(show).collect()
    }

    #[test]
    fn lookahead_holds_where_its_match_begins() {
        assert_eq!(places("(?=ab)", "abcab"), ["1..1.."]);
        assert_eq!(places("(?=a*b)", "aabca"), ["111..."]);
        assert_eq!(places("(?=)", "ab"), ["111"]);
    }

    #[test]
    fn assertions_in_a_lookahead_are_of_the_place_itself() {
        assert_eq!(places(r"(?=\ba|$)", "aa a"), ["1..11"]);
        assert_eq!(places(r"(?=a\b)", "aa a"), [".1.1."]);
        assert_eq!(places("(?=^a)", "aa"), ["1.."]);
    }

    #[test]
    fn inner_lookahead_is_asked_where_it_stands() {
        assert_eq!(places("(?=a(?!b))", "abaa"), [".1...", "..11."]);
    }

    #[test]
    fn places_are_bytes_between_characters() {
        assert_eq!(places("(?=é)", "aéb"), [".1..."]);
    }

    #[test]
    fn long_texts_keep_all_their_bits() {
        let text = "a".repeat(200);
        assert_eq!(places("(?=a{100})", &text), ["1".repeat(101) + &".".repeat(100)]);
    }
}
