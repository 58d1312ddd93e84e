//! Compiles a syntax tree into the program that is run.

use super::class::{Class, Set};
use super::error::{PatternError, PatternErrorKind};
use super::limits::MAX_STATES;
use super::parse::{Assert, Goal, Node, Parsed, parse};

pub(super) enum Program {
    /// `^X{min,max}$`, where `X` matches one character.
    Run {
        class: Class,
        min: usize,
        max: Option<usize>,
    },
    Nfa(Nfa),
}

/// A nondeterministic automaton (Thompson's construction).
pub(super) struct Nfa {
    pub(super) states: Vec<State>,
    pub(super) classes: Vec<Class>,
    /// The first state of each lookahead, inner ones first. These parts of a program are reversed; the only state that they
    /// share is [`State::Match`].
    pub(super) looks: Vec<usize>,
    pub(super) start: usize,
    /// Whether a match can begin only at the start of the string.
    pub(super) anchored: bool,
}

/// A state with its successors.
#[derive(Clone, Copy)]
pub(super) enum State {
    Match,
    Char(char, usize),
    /// Index in [`Nfa::classes`].
    Class(usize, usize),
    Assert(Assert, usize),
    Split(usize, usize),
}

pub(super) fn compile(source: &str, goal: Goal) -> Result<Program, PatternError> {
    let parsed = parse(source, goal)?;
    match run_of(&parsed) {
        Some(run) => Ok(run),
        None => build(parsed, true).map(Program::Nfa),
    }
}

/// The automaton of a pattern, whatever is the plainest way to run it. Its lookaheads are not reversed.
pub(super) fn automaton(source: &str, goal: Goal) -> Result<Nfa, PatternError> {
    build(parse(source, goal)?, false)
}

fn build(mut parsed: Parsed, reversed: bool) -> Result<Nfa, PatternError> {
    trim(&mut parsed.root, Edge::First);
    for node in parsed.looks.iter_mut().chain([&mut parsed.root]) {
        trim(node, Edge::Last);
    }
    // Checked before any repetition is expanded.
    let states = parsed
        .looks
        .iter()
        .map(cost)
        .fold(cost(&parsed.root), usize::saturating_add);
    if states > MAX_STATES {
        return Err(PatternError {
            offset: 0,
            kind: PatternErrorKind::TooManyStates,
        });
    }
    let mut builder = Builder {
        states: vec![State::Match],
        reversed,
    };
    let looks = parsed.looks.iter().map(|look| builder.build(look, 0)).collect();
    builder.reversed = false;
    let start = builder.build(&parsed.root, 0);
    let anchored = is_anchored(&parsed.root);
    Ok(Nfa {
        states: builder.states,
        classes: parsed.classes,
        looks,
        start,
        anchored,
    })
}

/// The pattern as a [`Program::Run`], if it is one.
fn run_of(parsed: &Parsed) -> Option<Program> {
    let Node::Concat(items) = &parsed.root else {
        return None;
    };
    let [Node::Assert(Assert::Start), repeated, Node::Assert(Assert::End)] = &items[..] else {
        return None;
    };
    let (node, min, max) = match repeated {
        Node::Repeat { node, min, max } => (&**node, *min, *max),
        node => (node, 1, Some(1)),
    };
    let class = match node {
        Node::Class(index) => parsed.classes.get(*index)?.clone(),
        Node::Char(c) => {
            let mut set = Set::default();
            set.add_range(u32::from(*c), u32::from(*c));
            Class::new(set, false)
        }
        _ => return None,
    };
    Some(Program::Run { class, min, max })
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    First,
    Last,
}

/// Shortens repetitions at the edges of an unanchored pattern: `.*x{2,9}` is found wherever `x{2}` is. The match begins later
/// or ends earlier, which does not matter here.
fn trim(node: &mut Node, edge: Edge) {
    match node {
        Node::Repeat { min, max, .. } => *max = Some(*min),
        Node::Alternate(branches) => branches.iter_mut().for_each(|branch| trim(branch, edge)),
        Node::Concat(items) => {
            let count = items.len();
            for at in 0..count {
                let item = &mut items[if edge == Edge::First { at } else { count - 1 - at }];
                trim(item, edge);
                // The next item is at the edge only if nothing is left of this one.
                if !matches!(item, Node::Repeat { max: Some(0), .. }) {
                    break;
                }
            }
        }
        Node::Empty | Node::Char(_) | Node::Class(_) | Node::Assert(_) => {}
    }
}

/// An upper bound for the states of a node. Empty nodes count as well, so it also bounds the time to build them.
fn cost(node: &Node) -> usize {
    let sum = |nodes: &[Node]| nodes.iter().map(cost).fold(0, usize::saturating_add);
    match node {
        Node::Empty | Node::Char(_) | Node::Class(_) | Node::Assert(_) => 1,
        Node::Concat(items) => sum(items),
        Node::Alternate(branches) => sum(branches).saturating_add(branches.len()),
        Node::Repeat { node, min, max } => {
            // `Builder::build_repeat` adds a split to some of the copies.
            let copies = max.unwrap_or(*min.max(&1));
            cost(node).saturating_add(1).saturating_mul(copies).max(1)
        }
    }
}

fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Assert(assert) => *assert == Assert::Start,
        Node::Concat(items) => items.first().is_some_and(is_anchored),
        Node::Alternate(branches) => branches.iter().all(is_anchored),
        Node::Repeat { node, min, .. } => *min > 0 && is_anchored(node),
        Node::Empty | Node::Char(_) | Node::Class(_) => false,
    }
}

struct Builder {
    states: Vec<State>,
    reversed: bool,
}

impl Builder {
    /// Adds the states of a node that is followed by `next`, and returns the first of them.
    fn build(&mut self, node: &Node, next: usize) -> usize {
        match node {
            Node::Empty => next,
            Node::Char(c) => self.push(State::Char(*c, next)),
            Node::Class(class) => self.push(State::Class(*class, next)),
            Node::Assert(assert) => self.push(State::Assert(*assert, next)),
            Node::Concat(items) if self.reversed => items.iter().fold(next, |next, item| self.build(item, next)),
            Node::Concat(items) => items.iter().rfold(next, |next, item| self.build(item, next)),
            Node::Alternate(branches) => {
                let mut first = None;
                for branch in branches {
                    let entry = self.build(branch, next);
                    first = Some(first.map_or(entry, |first| self.push(State::Split(first, entry))));
                }
                first.unwrap_or(next)
            }
            Node::Repeat { node, min, max } => self.build_repeat(node, *min, *max, next),
        }
    }

    fn build_repeat(&mut self, node: &Node, min: usize, max: Option<usize>, next: usize) -> usize {
        let mut entry = next;
        let mut required = min;
        match max {
            // Each optional copy leads straight to the end, so that few states are active at a time.
            Some(max) => {
                for _ in min..max {
                    let body = self.build(node, entry);
                    entry = self.push(State::Split(body, next));
                }
            }
            None => {
                let split = self.push(State::Split(next, next));
                let body = self.build(node, split);
                self.states[split] = State::Split(body, next);
                // The loop itself is the last required copy: a separate one would double nested loops at each level.
                entry = if min == 0 { split } else { body };
                required = min.saturating_sub(1);
            }
        }
        for _ in 0..required {
            entry = self.build(node, entry);
        }
        entry
    }

    fn push(&mut self, state: State) -> usize {
        self.states.push(state);
        self.states.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nfa(source: &str) -> Option<Nfa> {
        match compile(source, Goal::Run(&[])) {
            Ok(Program::Nfa(nfa)) => Some(nfa),
            _ => None,
        }
    }

    fn states(source: &str) -> Option<usize> {
        nfa(source).map(|nfa| nfa.states.len())
    }

    #[test]
    fn long_runs_need_no_states() {
        for (source, fits) in [
            ("^.{0,100000}$", true),
            ("^[^/]{2,}$", true),
            ("^é{3}$", false),
            ("^.$", false),
        ] {
            let program = compile(source, Goal::Run(&[]));
            assert!(matches!(program, Ok(Program::Run { .. })), "{source}");
            let text = "x".repeat(100_000);
            assert_eq!(
                program.map(|program| program.is_match(&text)).ok(),
                Some(fits),
                "{source}"
            );
        }
    }

    #[test]
    fn run_counts_characters() {
        let found = |text: &str| compile("^.{2,3}$", Goal::Run(&[])).is_ok_and(|program| program.is_match(text));
        assert_eq!(
            ["é", "éé", "😀😀😀", "éééé", "éé\n"].map(found),
            [false, true, true, false, false]
        );
    }

    #[test]
    fn nested_loops_do_not_double() {
        let source = format!("^{}a{}$", "(?:".repeat(100), ")+".repeat(100));
        assert!(states(&source).is_some_and(|states| states < 110));
    }

    #[test]
    fn deepest_pattern_fits_a_small_stack() {
        let source = format!("^{}a{}b", "(?=x|y(?:".repeat(60), ")*z)".repeat(60))
            + &format!("{}a{}", "(?:x|y".repeat(250), "z)+".repeat(250));
        let thread = std::thread::Builder::new().stack_size(1 << 20);
        let found = thread.spawn(move || states(&source).is_some());
        assert!(found.is_ok_and(|found| found.join().is_ok_and(|found| found)));
    }

    #[test]
    fn cost_is_never_below_what_is_built() {
        for source in [
            "",
            "a|b|",
            "^(?:a|bc{2,4}|(?:d{3,})?)*$",
            "^(?:(?:a{0}b*)+){5,9}$",
            r"x(?=a{4}|\b)(?!c)y",
        ] {
            let bound = parse(source, Goal::Run(&[]))
                .map(|parsed| parsed.looks.iter().map(cost).sum::<usize>() + cost(&parsed.root))
                .ok();
            assert!(
                states(source)
                    .zip(bound)
                    .is_some_and(|(states, bound)| states <= bound + 1),
                "{source}"
            );
        }
    }

    #[test]
    fn edges_of_a_search_are_trimmed() {
        assert_eq!(states(".*.{0,9999}ab{2,9999}"), states("ab{2}"));
        assert_eq!(states("(?:a*b|c+)d"), states("(?:b|c)d"));
        assert_eq!(states("(?=a.*)b"), states("(?=a)b"));
        assert_ne!(states("(?=.*a)b"), states("(?=a)b"));
        assert_ne!(states("^a*b+$"), states("^ab$"));
    }

    #[test]
    fn anchored_only_if_every_way_is() {
        for (source, anchored) in [
            ("^a|^b", true),
            ("(?:^a)+b", true),
            ("^a|b", false),
            ("(?:^a)?b", false),
            ("a^", false),
        ] {
            assert_eq!(nfa(source).map(|nfa| nfa.anchored), Some(anchored), "{source}");
        }
    }
}
