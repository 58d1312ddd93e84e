//! Strings that several automata accept or refuse together.
//!
//! The states of all automata together are the states of one; what is read leads from one to another. The strings of each
//! length are a layer: the states that they lead to, each with one string. As soon as the strings are long enough, a state is
//! looked at once: what may follow a longer string may follow the first one as well. Only where a format decides, the
//! longer strings count. Layers depend on the one before alone, so they repeat as soon as one is equal to an earlier one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use typewright_core::Json;
use typewright_core::pattern::automaton::{Automaton, Progress};

use super::goal::{NONE_FOUND, Outcome};

/// How many states of all automata together are looked at.
const MOST_STATES: usize = 6_000;
/// How many states all layers together have.
const MOST_STEPS: usize = 500_000;
/// How many strings are tried where formats decide.
const MOST_TRIED: usize = 40;

/// Finds a string whose length is in a range, which each automaton accepts or refuses as wanted, and which is not excluded.
/// `fits` has the last word: it may refuse more, but accepts nothing else.
pub(super) fn search(
    lengths: (u64, Option<u64>),
    automata: &[(Automaton, bool)],
    excluded: &BTreeSet<&str>,
    fits: &dyn Fn(&str) -> bool,
) -> Outcome {
    let mut states = States::new(automata, excluded);
    match walk(&mut states, lengths, fits, Visits::Once) {
        Outcome::Unknown(NONE_FOUND) => walk(&mut states, lengths, fits, Visits::Many),
        outcome => outcome,
    }
}

/// How often a state is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Visits {
    /// Once, after the first string that is long enough.
    Once,
    /// After one string of each length.
    Many,
}

/// Goes from layer to layer until a string is found or no other state follows.
fn walk(
    states: &mut States<'_>,
    (shortest, longest): (u64, Option<u64>),
    fits: &dyn Fn(&str) -> bool,
    visits: Visits,
) -> Outcome {
    let mut layers = vec![vec![Step {
        state: 0,
        from: 0,
        letter: '\0',
    }]];
    let mut seen: HashSet<Vec<usize>> = HashSet::new();
    let mut visited: HashSet<usize> = HashSet::new();
    let (mut steps, mut tried) = (1, 0);
    let mut is_complete = true;
    let mut length = 0;
    loop {
        let layer = layers.last().map_or(&[][..], Vec::as_slice);
        if length >= shortest {
            let mut reached: Vec<usize> = layer.iter().map(|step| step.state).collect();
            reached.sort_unstable();
            if layer.is_empty() || !seen.insert(reached) {
                break;
            }
            for (at, step) in layer.iter().enumerate() {
                match states.accepts(step.state) {
                    None => return Outcome::Unknown(TOO_MANY),
                    Some(false) => continue,
                    Some(true) => {}
                }
                let text = text(&layers, at);
                if fits(&text) {
                    return Outcome::Witness(Json::String(text));
                }
                // It is refused by a format or a pattern without an automaton: others that take the same way may not be.
                if !states.excluded.contains(text.as_str()) {
                    is_complete = false;
                    tried += 1;
                    if tried > MOST_TRIED {
                        return Outcome::Unknown(NONE_FOUND);
                    }
                }
            }
        }
        if layer.is_empty() || longest.is_some_and(|longest| length >= longest) {
            break;
        }
        let mut next: BTreeMap<usize, Step> = BTreeMap::new();
        for (from, step) in layer.iter().enumerate() {
            let Some(follows) = states.follows(step.state) else {
                return Outcome::Unknown(TOO_MANY);
            };
            for &(state, letter) in follows {
                next.entry(state).or_insert(Step { state, from, letter });
            }
        }
        if visits == Visits::Once && length >= shortest {
            next.retain(|state, _| visited.insert(*state));
        }
        steps += next.len();
        if steps > MOST_STEPS {
            return Outcome::Unknown(TOO_MANY);
        }
        layers.push(next.into_values().collect());
        length += 1;
    }
    if is_complete {
        Outcome::Empty
    } else {
        Outcome::Unknown(NONE_FOUND)
    }
}

const TOO_MANY: &str = "the patterns have too many states";

/// A state of a layer, with the letter that leads to it from one of the layer before.
struct Step {
    state: usize,
    from: usize,
    letter: char,
}

/// The string that leads to a state of the last layer.
fn text(layers: &[Vec<Step>], mut at: usize) -> String {
    let mut letters = Vec::with_capacity(layers.len());
    for layer in layers.iter().skip(1).rev() {
        letters.push(layer[at].letter);
        at = layer[at].from;
    }
    letters.iter().rev().collect()
}

/// What is known after a string, and the string itself as long as an excluded string begins with it.
type Known = (Vec<Progress>, Option<String>);

/// The states of all automata together, as far as they have been reached.
struct States<'a> {
    automata: &'a [(Automaton, bool)],
    excluded: &'a BTreeSet<&'a str>,
    alphabet: Vec<char>,
    index: HashMap<Known, usize>,
    known: Vec<Known>,
    /// The states that follow, with a letter that leads there.
    next: Vec<Option<Vec<(usize, char)>>>,
}

impl<'a> States<'a> {
    fn new(automata: &'a [(Automaton, bool)], excluded: &'a BTreeSet<&'a str>) -> Self {
        let begun = (!excluded.is_empty()).then(String::new);
        let start: Known = (automata.iter().map(|(automaton, _)| automaton.start()).collect(), begun);
        Self {
            automata,
            excluded,
            alphabet: alphabet(automata, excluded),
            index: HashMap::from([(start.clone(), 0)]),
            known: vec![start],
            next: vec![None],
        }
    }

    /// Whether each automaton accepts or refuses a string as wanted. `None` if that is too much to find out.
    fn accepts(&self, state: usize) -> Option<bool> {
        for ((automaton, holds), progress) in self.automata.iter().zip(&self.known[state].0) {
            if automaton.accepts(progress)? != *holds {
                return Some(false);
            }
        }
        Some(true)
    }

    /// The states that follow one. `None` if there are too many.
    fn follows(&mut self, state: usize) -> Option<&[(usize, char)]> {
        if self.next[state].is_none() {
            let found = self.find(state)?;
            self.next[state] = Some(found);
        }
        self.next[state].as_deref()
    }

    fn find(&mut self, state: usize) -> Option<Vec<(usize, char)>> {
        let mut found: BTreeMap<usize, char> = BTreeMap::new();
        for at in 0..self.alphabet.len() {
            let c = self.alphabet[at];
            let (progress, begun) = &self.known[state];
            let stepped = self.automata.iter().zip(progress);
            let stepped: Option<Vec<Progress>> = stepped
                .map(|((automaton, _), state)| automaton.step(state, c))
                .collect();
            let stepped = stepped?;
            if self.is_lost(&stepped) {
                continue;
            }
            let begun = begun.as_ref().and_then(|begun| self.begun(begun, c));
            let next = self.add((stepped, begun))?;
            found.entry(next).or_insert(c);
        }
        Some(found.into_iter().collect())
    }

    /// Whether an automaton will never accept or refuse as wanted.
    fn is_lost(&self, progress: &[Progress]) -> bool {
        self.automata
            .iter()
            .zip(progress)
            .any(|((_, holds), progress)| match progress {
                Progress::Matched => !holds,
                Progress::Searching(search) => *holds && search.is_lost(),
            })
    }

    /// What an excluded string begins with is told apart from what leads to the same states.
    fn begun(&self, begun: &str, c: char) -> Option<String> {
        let longer = format!("{begun}{c}");
        let next = self.excluded.range(longer.as_str()..).next()?;
        next.starts_with(&longer).then_some(longer)
    }

    fn add(&mut self, known: Known) -> Option<usize> {
        if let Some(state) = self.index.get(&known) {
            return Some(*state);
        }
        let state = self.known.len();
        if state >= MOST_STATES {
            return None;
        }
        self.index.insert(known.clone(), state);
        self.known.push(known);
        self.next.push(None);
        Some(state)
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
        let plain = PLAIN.into_iter().find(|c| (low..end).contains(&u32::from(*c)));
        // A range may begin with half of a surrogate pair, which no string in Rust holds.
        let first = || (low..end).find_map(char::from_u32);
        letters.extend(plain.or_else(first));
    }
    let rank = |c: &char| PLAIN.iter().position(|plain| plain == c).unwrap_or(PLAIN.len());
    letters.sort_by_key(|c| (c.is_control(), rank(c)));
    letters
}

/// The characters that are taken where others would do as well.
const PLAIN: [char; 7] = ['a', 'A', '0', 'x', '-', '_', ' '];

#[cfg(test)]
mod tests {
    use typewright_core::pattern::Pattern;

    use super::*;

    #[test]
    fn a_state_that_strings_of_many_lengths_lead_to_is_looked_at_once() {
        // The colons may stand in thousands of places.
        let resource = |partition: &str| {
            format!("^arn:{partition}:[a-z]{{0,62}}:[a-z]{{0,63}}:[a-z]{{0,63}}:[a-z][a-z:/]{{0,1023}}$")
        };
        let (one, all) = (resource("aws"), resource("aws(-(cn|us-gov))?"));
        let none = BTreeSet::new();
        let find = |accepting: &str, rejecting: &str| {
            let automaton = |source: &str| Automaton::new(source, &[]).expect("it is valid");
            let automata = [(automaton(accepting), true), (automaton(rejecting), false)];
            let [accepting, rejecting] = [accepting, rejecting].map(|source| Pattern::new(source.to_owned().leak()));
            let fits = |text: &str| accepting.is_match(text) && !rejecting.is_match(text);
            search((0, None), &automata, &none, &fits)
        };
        assert!(matches!(find(&one, &all), Outcome::Empty));
        let Outcome::Witness(witness) = find(&all, &one) else {
            panic!("there is a witness");
        };
        assert_eq!(witness.as_str(), Some("arn:aws-cn::::a"));
    }

    #[test]
    fn where_something_else_decides_longer_strings_count() {
        let automaton = Automaton::new("^(a|bc*)$", &[]).expect("it is valid");
        let outcome = search((1, None), &[(automaton, true)], &BTreeSet::new(), &|text| text == "bc");
        let Outcome::Witness(witness) = outcome else {
            panic!("there is a witness");
        };
        assert_eq!(witness.as_str(), Some("bc"));
    }
}
