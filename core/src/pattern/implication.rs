//! Whether one pattern is part of another, for tools that compare patterns.
//!
//! A pattern is searched for anywhere in a string, so `^ab{2,5}c$` matches nothing in which `b{2}c` is not found, however
//! many states their automata have.

use super::Property;
use super::parse::{Assert, Goal, Node, Parsed, parse};

/// Whether everything that `one` matches is matched by `other`, because each alternative of `one` contains one of `other`.
/// If this returns false, it may be so all the same, for another reason.
#[inline]
pub fn implies(one: (&str, &[Property]), other: (&str, &[Property])) -> bool {
    let parsed = |(source, properties)| parse(source, Goal::Run(properties)).ok();
    let (Some(one), Some(other)) = (parsed(one), parsed(other)) else {
        return false;
    };
    let pair = Pair {
        one: &one,
        other: &other,
    };
    let wanted = alternatives(&other.root);
    alternatives(&one.root)
        .iter()
        .all(|items| wanted.iter().any(|wanted| pair.has_part(items, wanted)))
}

struct Pair<'p> {
    one: &'p Parsed,
    other: &'p Parsed,
}

impl Pair<'_> {
    /// Whether some consecutive items are those that are wanted. At the edges, a repetition is found in a longer one.
    #[inline]
    fn has_part(&self, items: &[Repeated<'_>], wanted: &[Repeated<'_>]) -> bool {
        let is_needed = |item: &Repeated<'_>| item.min > 0;
        let first = wanted.iter().position(is_needed);
        let last = wanted.iter().rposition(is_needed);
        let (Some(first), Some(last)) = (first, last) else {
            // Nothing is found everywhere.
            return true;
        };
        let wanted = &wanted[first..=last];
        items.windows(wanted.len()).any(|items| {
            items.iter().zip(wanted).enumerate().all(|(at, (item, wanted))| {
                let is_edge = at == 0 || at + 1 == items.len();
                let fits = if is_edge {
                    item.min >= wanted.min
                } else {
                    item.min == wanted.min && item.max == wanted.max
                };
                fits && self.is_same(item.node, wanted.node)
            })
        })
    }

    #[inline]
    fn is_same(&self, one: &Node, other: &Node) -> bool {
        match (one, other) {
            (Node::Empty, Node::Empty) => true,
            (Node::Char(one), Node::Char(other)) => one == other,
            (Node::Class(one), Node::Class(other)) => {
                let classes = self.one.classes.get(*one).zip(self.other.classes.get(*other));
                classes.is_some_and(|(one, other)| one.is_same(other))
            }
            (Node::Assert(Assert::Look(one, holds)), Node::Assert(Assert::Look(other, also_holds))) => {
                let looks = self.one.looks.get(*one).zip(self.other.looks.get(*other));
                holds == also_holds && looks.is_some_and(|(one, other)| self.is_same(one, other))
            }
            (Node::Assert(one), Node::Assert(other)) => one == other,
            (Node::Concat(one), Node::Concat(other)) | (Node::Alternate(one), Node::Alternate(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| self.is_same(one, other))
            }
            (
                Node::Repeat { node, min, max },
                Node::Repeat {
                    node: other,
                    min: least,
                    max: most,
                },
            ) => min == least && max == most && self.is_same(node, other),
            (
                Node::Empty
                | Node::Char(_)
                | Node::Class(_)
                | Node::Assert(_)
                | Node::Concat(_)
                | Node::Alternate(_)
                | Node::Repeat { .. },
                _,
            ) => false,
        }
    }
}

/// A node, and how often it stands there.
struct Repeated<'n> {
    node: &'n Node,
    min: usize,
    max: Option<usize>,
}

/// The items of each alternative of a pattern.
#[inline]
fn alternatives(root: &Node) -> Vec<Vec<Repeated<'_>>> {
    let branches = match root {
        Node::Alternate(branches) => &branches[..],
        node => core::slice::from_ref(node),
    };
    let items = |branch| {
        let mut items = Vec::new();
        flatten(branch, &mut items);
        items
    };
    branches.iter().map(items).collect()
}

/// Adds what a node consists of, without the groups around it.
#[inline]
fn flatten<'n>(node: &'n Node, items: &mut Vec<Repeated<'n>>) {
    match node {
        Node::Empty => {}
        Node::Concat(nodes) => nodes.iter().for_each(|node| flatten(node, items)),
        Node::Repeat { node, min, max } => items.push(Repeated {
            node,
            min: *min,
            max: *max,
        }),
        Node::Char(_) | Node::Class(_) | Node::Assert(_) | Node::Alternate(_) => items.push(Repeated {
            node,
            min: 1,
            max: Some(1),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::implies;

    #[test]
    fn a_pattern_implies_its_parts() {
        for (one, other) in [
            (r"^arn:[a-z]+:[\w/]{1,512}\*$", r"arn:[a-z]+:[\w/]{1,512}\*"),
            (r"^(\p{Alphabetic}{2,5}b)$", r"^\p{Alphabetic}{2}"),
            ("^(a|b)c", "(?:a|b)c"),
            ("a{3,}bc{2}", "a{2}bc{1,9}"),
            ("a{3}", "a"),
            ("^(?=.*[0-9])(?!x)ab$", "(?!x)ab"),
            ("^(a)$", ".*a.*"),
            ("x", "y?"),
            ("ab|ac", "a"),
            ("^b$", "a|b"),
            (r"\ba\b", r"a\b"),
        ] {
            assert!(implies((one, &[]), (other, &[])), "{one} {other}");
        }
    }

    #[test]
    fn a_pattern_does_not_imply_what_is_no_part_of_it() {
        for (one, other) in [
            ("ab", "^ab"),
            ("ab", "ba"),
            ("ab|c", "ab"),
            ("a{2}", "a{3}"),
            ("xa{2,3}y", "xa{2,4}y"),
            ("(ab)*", "ab"),
            ("[ab]c", "[ac]c"),
            (r"\p{Alphabetic}", r"\p{Lowercase}"),
            ("(?=a)b", "(?!a)b"),
            (r"\x41", "41"),
            ("(", "("),
        ] {
            assert!(!implies((one, &[]), (other, &[])), "{one} {other}");
        }
    }

    #[test]
    fn random_patterns_that_imply_others_match_no_more() {
        let mut random = fastrand::Rng::with_seed(3);
        let parts = [
            "a", "b", "[ab]", ".", "^", "$", r"\b", "(?=a)", "(?!b)", "(?:a|b)", "(?:ab)", "*", "?", "{2}", "{1,2}",
            "|",
        ];
        let mut found = 0;
        for _ in 0..20_000 {
            let chosen: Vec<&str> = (0..random.usize(1..6))
                .map(|_| parts[random.usize(..parts.len())])
                .collect();
            let from = random.usize(..chosen.len());
            let to = random.usize(from..=chosen.len());
            let (one, other) = (chosen.concat(), chosen[from..to].concat());
            if !implies((&one, &[]), (&other, &[])) {
                continue;
            }
            found += 1;
            let leaked = |source: String| Pattern::new(source.leak());
            let (one, other) = (leaked(one), leaked(other));
            for _ in 0..12 {
                let text: String = (0..random.usize(..6))
                    .map(|_| ['a', 'b', ' ', 'é'][random.usize(..4)])
                    .collect();
                assert!(
                    !one.is_match(&text) || other.is_match(&text),
                    "{} {} {text:?}",
                    one.source(),
                    other.source()
                );
            }
        }
        assert!(found > 1000, "{found}");
    }
}
