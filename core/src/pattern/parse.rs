//! Parses the source of a pattern into a syntax tree.

use std::collections::HashSet;

use super::Property;
use super::class::{Class, Set};
use super::error::{PatternError, PatternErrorKind as Kind};
use super::limits::MAX_LOOKAHEADS;

/// The maximum nesting of groups; parsing and compiling recurse as deep.
const MAX_DEPTH: usize = 250;

/// A pattern as a tree. There are no capture groups in it.
pub(super) enum Node {
    Empty,
    Char(char),
    /// Index in [`Parsed::classes`].
    Class(usize),
    Assert(Assert),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: usize,
        max: Option<usize>,
    },
}

/// A zero-width assertion.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Assert {
    Start,
    End,
    /// `\b`, or `\B` if false.
    WordBoundary(bool),
    /// The index in [`Parsed::looks`], and whether it must match here.
    Look(usize, bool),
}

pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) classes: Vec<Class>,
    /// The patterns of the lookaheads, inner ones first.
    pub(super) looks: Vec<Node>,
}

/// What a pattern is parsed for.
#[derive(Clone, Copy)]
pub(super) enum Goal<'a> {
    /// To run it, with these properties besides those that the standard library provides.
    Run(&'a [Property]),
    /// To check that it can be run, with the properties for which this returns true.
    Check(&'a dyn Fn(&str) -> bool),
    /// To check that it is a valid pattern of ECMA-262.
    Syntax,
}

impl Goal<'_> {
    /// The set that `\p{name}` matches; only [`Goal::Run`] uses its contents.
    fn property(self, name: &str) -> Option<Set> {
        Set::property(name).or_else(|| match self {
            Goal::Run(properties) => properties
                .iter()
                .find(|property| property.name == name)
                .map(|property| Set::of_pairs(property.ranges)),
            Goal::Check(is_known) => is_known(name).then(Set::default),
            Goal::Syntax => {
                let is_word = |text: &str| {
                    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                };
                let (name, value) = name.split_once('=').unwrap_or((name, name));
                (is_word(name) && is_word(value)).then(Set::default)
            }
        })
    }
}

pub(super) fn parse(source: &str, goal: Goal) -> Result<Parsed, PatternError> {
    let mut parser = Parser {
        source,
        rest: source,
        goal,
        depth: 0,
        groups: 0,
        names: HashSet::new(),
        references: Vec::new(),
        classes: Vec::new(),
        looks: Vec::new(),
    };
    let root = parser.alternatives()?;
    // Only an unmatched `)` ends the alternatives early.
    if !parser.rest.is_empty() {
        return fail(parser.offset(), Kind::UnopenedGroup);
    }
    // A group may be referenced before its definition.
    for (group, offset) in &parser.references {
        let is_there = match group {
            Group::Number(number) => (1..=parser.groups).contains(number),
            Group::Name(name) => parser.names.contains(name),
        };
        if !is_there {
            return fail(*offset, Kind::Backreference);
        }
    }
    Ok(Parsed {
        root,
        classes: parser.classes,
        looks: parser.looks,
    })
}

struct Parser<'a> {
    source: &'a str,
    rest: &'a str,
    goal: Goal<'a>,
    depth: usize,
    /// The number of groups so far.
    groups: usize,
    names: HashSet<&'a str>,
    /// The referenced groups, each with the position of the reference.
    references: Vec<(Group<'a>, usize)>,
    classes: Vec<Class>,
    looks: Vec<Node>,
}

/// The target of a back reference.
enum Group<'a> {
    Number(usize),
    Name(&'a str),
}

/// A member of a class: a code point, which may be an end of a range, or a set.
enum Member {
    Point(u32),
    Set(Set),
}

type Result<T, E = PatternError> = std::result::Result<T, E>;

fn fail<T>(offset: usize, kind: Kind) -> Result<T> {
    Err(PatternError { offset, kind })
}

impl<'a> Parser<'a> {
    /// Whether to build the tree. A check needs none, and its input may be long.
    fn builds(&self) -> bool {
        !matches!(self.goal, Goal::Syntax)
    }

    /// Rejects a valid pattern that cannot be run.
    fn cannot_run(&self, offset: usize, kind: Kind) -> Result<()> {
        if self.builds() { fail(offset, kind) } else { Ok(()) }
    }

    fn alternatives(&mut self) -> Result<Node> {
        let first = self.sequence()?;
        if !self.rest.starts_with('|') {
            return Ok(first);
        }
        let mut branches = vec![first];
        while self.eat("|") {
            let branch = self.sequence()?;
            if self.builds() {
                branches.push(branch);
            }
        }
        Ok(Node::Alternate(branches))
    }

    fn sequence(&mut self) -> Result<Node> {
        let mut items = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            // A quantifier after these is left to `term`, which rejects it: there is nothing to repeat.
            let unrepeatable = ["^", "$", r"\b", r"\B"]
                .iter()
                .any(|assertion| self.rest.starts_with(assertion));
            let mut term = self.term()?;
            if !unrepeatable {
                term = self.repeated(term)?;
            }
            if self.builds() {
                items.push(term);
            }
        }
        Ok(match items.len() {
            0 | 1 => items.pop().unwrap_or(Node::Empty),
            _ => Node::Concat(items),
        })
    }

    fn term(&mut self) -> Result<Node> {
        let start = self.offset();
        if self.braces()?.is_some() {
            return fail(start, Kind::NothingToRepeat);
        }
        Ok(match self.bump() {
            None => Node::Empty,
            Some('^') => Node::Assert(Assert::Start),
            Some('$') => Node::Assert(Assert::End),
            Some('*' | '+' | '?') => return fail(start, Kind::NothingToRepeat),
            Some('(') => self.group(start)?,
            Some('[') => self.class(start)?,
            Some('.') => self.class_node(Set::dot(), false),
            Some('\\') => self.escape(start)?,
            Some(c) => Node::Char(c),
        })
    }

    fn repeated(&mut self, node: Node) -> Result<Node> {
        let start = self.offset();
        let (min, max) = if self.eat("*") {
            (0, None)
        } else if self.eat("+") {
            (1, None)
        } else if self.eat("?") {
            (0, Some(1))
        } else if let Some((min, max, rest)) = self.braces()? {
            self.rest = rest;
            (min, max)
        } else {
            return Ok(node);
        };
        if max.is_some_and(|max| max < min) {
            return fail(start, Kind::CountOutOfOrder);
        }
        // Laziness decides which match is found, not whether there is one.
        self.eat("?");
        Ok(Node::Repeat {
            node: Box::new(node),
            min,
            max,
        })
    }

    /// The bounds of `{n}`, `{n,}` or `{n,m}` if one follows, and the rest of the pattern.
    fn braces(&self) -> Result<Option<(usize, Option<usize>, &'a str)>> {
        let Some(rest) = self.rest.strip_prefix('{') else {
            return Ok(None);
        };
        let (min, rest) = number(rest);
        let (max, rest) = match rest.strip_prefix(',') {
            Some(rest) => number(rest),
            None => (min, rest),
        };
        match (min, rest.strip_prefix('}')) {
            (Some(min), Some(rest)) => Ok(Some((min, max, rest))),
            (None, Some(_)) if !self.rest.starts_with("{}") => fail(self.offset(), Kind::CountWithoutMinimum),
            _ => Ok(None),
        }
    }

    /// Parses what follows a `(`, including its `)`.
    fn group(&mut self, start: usize) -> Result<Node> {
        if self.depth == MAX_DEPTH {
            return fail(start, Kind::TooDeep);
        }
        let look = if self.eat("?=") {
            Some(true)
        } else if self.eat("?!") {
            Some(false)
        } else {
            self.group_head(start)?;
            None
        };
        self.depth += 1;
        let inner = self.alternatives()?;
        self.depth -= 1;
        if !self.eat(")") {
            return fail(start, Kind::UnclosedGroup);
        }
        let (Some(wanted), true) = (look, self.builds()) else {
            return Ok(inner);
        };
        if self.looks.len() == MAX_LOOKAHEADS {
            return fail(start, Kind::TooManyLookaheads);
        }
        self.looks.push(inner);
        Ok(Node::Assert(Assert::Look(self.looks.len() - 1, wanted)))
    }

    /// Parses the start of a group that is not a lookahead: nothing, `?:` or a name.
    fn group_head(&mut self, start: usize) -> Result<()> {
        if self.eat("?:") {
            return Ok(());
        }
        if self.eat("?<=") || self.eat("?<!") {
            return self.cannot_run(start, Kind::Lookbehind);
        }
        self.groups += 1;
        if !self.rest.starts_with('?') {
            return Ok(());
        }
        if !self.eat("?<") {
            return fail(start, Kind::UnknownGroup);
        }
        let is_start = |c: char| c.is_alphabetic() || c == '_' || c == '$';
        let Some((name, rest)) = self.rest.split_once('>') else {
            return fail(start, Kind::BadGroupName);
        };
        if !name.starts_with(is_start) || !name.chars().all(|c| is_start(c) || c.is_numeric()) {
            return fail(start, Kind::BadGroupName);
        }
        if !self.names.insert(name) {
            return fail(start, Kind::DuplicateGroupName);
        }
        self.rest = rest;
        Ok(())
    }

    /// Parses what follows a `[`, including its `]`.
    fn class(&mut self, start: usize) -> Result<Node> {
        let negated = self.eat("^");
        let mut set = Set::default();
        while !self.eat("]") {
            let at = self.offset();
            let low = self.member(start)?;
            if !self.rest.starts_with('-') || self.rest.starts_with("-]") {
                low.add_to(&mut set);
                continue;
            }
            self.eat("-");
            match (low, self.member(start)?) {
                (Member::Point(low), Member::Point(high)) if low <= high => set.add_range(low, high),
                (Member::Point(_), Member::Point(_)) => return fail(at, Kind::RangeOutOfOrder),
                // Annex B: next to a set, as in `[\w-.]`, the hyphen is literal.
                (low, high) => {
                    low.add_to(&mut set);
                    Member::Point(u32::from('-')).add_to(&mut set);
                    high.add_to(&mut set);
                }
            }
        }
        Ok(self.class_node(set, negated))
    }

    fn member(&mut self, class_start: usize) -> Result<Member> {
        let start = self.offset();
        match self.bump() {
            None => fail(class_start, Kind::UnclosedClass),
            Some('\\') if self.eat("b") => Ok(Member::Point(8)),
            Some('\\') => Ok(match self.set_escape(start)? {
                Some(set) => Member::Set(set),
                None => Member::Point(self.point_escape(start)?),
            }),
            Some(c) => Ok(Member::Point(u32::from(c))),
        }
    }

    /// Parses what follows a backslash outside of classes.
    fn escape(&mut self, start: usize) -> Result<Node> {
        if self.eat("b") {
            return Ok(Node::Assert(Assert::WordBoundary(true)));
        }
        if self.eat("B") {
            return Ok(Node::Assert(Assert::WordBoundary(false)));
        }
        if self
            .rest
            .starts_with(['1', '2', '3', '4', '5', '6', '7', '8', '9', 'k'])
        {
            self.cannot_run(start, Kind::Backreference)?;
            return self.reference(start);
        }
        if let Some(set) = self.set_escape(start)? {
            return Ok(self.class_node(set, false));
        }
        let code = self.point_escape(start)?;
        Ok(match char::from_u32(code) {
            Some(c) => Node::Char(c),
            // A lone surrogate, which no string in Rust contains.
            None => self.class_node(Set::default(), false),
        })
    }

    /// Parses a number, or `k<name>`, after the backslash.
    fn reference(&mut self, start: usize) -> Result<Node> {
        let group = if self.eat("k<") {
            let Some((name, rest)) = self.rest.split_once('>') else {
                return fail(start, Kind::BadGroupName);
            };
            self.rest = rest;
            Group::Name(name)
        } else {
            let (number, rest) = number(self.rest);
            self.rest = rest;
            // Without a number, it is a bare `\k`, which names no group.
            Group::Number(number.unwrap_or_default())
        };
        self.references.push((group, start));
        Ok(Node::Empty)
    }

    /// Parses `d D w W s S`, `p{…}` or `P{…}` after the backslash.
    fn set_escape(&mut self, start: usize) -> Result<Option<Set>> {
        let mut chars = self.rest.chars();
        let Some(letter) = chars.next() else {
            return Ok(None);
        };
        let set = if matches!(letter, 'p' | 'P') {
            let name = chars.as_str().strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let Some((set, rest)) = name.and_then(|(name, rest)| Some((self.goal.property(name)?, rest))) else {
                return fail(start, Kind::UnknownProperty);
            };
            self.rest = rest;
            if letter == 'P' { set.inverted() } else { set }
        } else {
            let Some(set) = Set::shorthand(letter) else {
                return Ok(None);
            };
            self.rest = chars.as_str();
            set
        };
        Ok(Some(set))
    }

    /// Parses any other escape after the backslash: a code point.
    fn point_escape(&mut self, start: usize) -> Result<u32> {
        let Some(c) = self.bump() else {
            return fail(start, Kind::TrailingBackslash);
        };
        let next = self.rest.chars().next().unwrap_or(' ');
        match c {
            't' => Ok(0x9),
            'n' => Ok(0xa),
            'v' => Ok(0xb),
            'f' => Ok(0xc),
            'r' => Ok(0xd),
            '0' if !next.is_ascii_digit() => Ok(0),
            'c' if next.is_ascii_alphabetic() => {
                self.bump();
                Ok(u32::from(next) % 32)
            }
            'x' | 'u' => {
                let code = if c == 'x' { self.hex(2) } else { self.unicode_escape() };
                code.map_or_else(|| fail(start, Kind::BadHexEscape), Ok)
            }
            c if c.is_ascii_alphanumeric() => fail(start, Kind::UnknownEscape(c)),
            c => Ok(u32::from(c)),
        }
    }

    /// Parses what follows `\u`: `HHHH`, a surrogate pair, or `{H…}`.
    fn unicode_escape(&mut self) -> Option<u32> {
        if self.eat("{") {
            let (digits, rest) = self.rest.split_once('}')?;
            self.rest = rest;
            return hex_value(digits).filter(|&code| code <= 0x10_ffff);
        }
        let high = self.hex(4)?;
        let before = self.rest;
        if (0xd800..0xdc00).contains(&high) && self.eat(r"\u") {
            if let Some(low @ 0xdc00..0xe000) = self.hex(4) {
                return Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            }
            self.rest = before;
        }
        Some(high)
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(digits)?;
        let value = hex_value(digits)?;
        self.rest = rest;
        Some(value)
    }

    fn class_node(&mut self, set: Set, negated: bool) -> Node {
        if !self.builds() {
            return Node::Empty;
        }
        self.classes.push(Class::new(set, negated));
        Node::Class(self.classes.len() - 1)
    }

    fn offset(&self) -> usize {
        self.source.len() - self.rest.len()
    }

    fn bump(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn eat(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

impl Member {
    fn add_to(self, set: &mut Set) {
        match self {
            Member::Point(code) => set.add_range(code, code),
            Member::Set(other) => set.add(other),
        }
    }
}

/// The decimal number at the start, if there is one, and the rest. An overflow saturates: no string is that long.
fn number(text: &str) -> (Option<usize>, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let value = (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX));
    (value, rest)
}

fn hex_value(digits: &str) -> Option<u32> {
    let all_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in compact notation.
    fn show(node: &Node) -> String {
        let list = |nodes: &[Node], between: &str| nodes.iter().map(show).collect::<Vec<_>>().join(between);
        match node {
            Node::Empty => "ε".to_owned(),
            Node::Char(c) => c.to_string(),
            Node::Class(index) => format!("#{index}"),
            Node::Assert(Assert::Start) => "^".to_owned(),
            Node::Assert(Assert::End) => "$".to_owned(),
            Node::Assert(Assert::WordBoundary(wanted)) => if *wanted { "b" } else { "B" }.to_owned(),
            Node::Assert(Assert::Look(index, wanted)) => {
                format!("{}{index}", if *wanted { '=' } else { '!' })
            }
            Node::Concat(nodes) => format!("({})", list(nodes, " ")),
            Node::Alternate(nodes) => format!("({})", list(nodes, "|")),
            Node::Repeat { node, min, max } => format!(
                "{}{{{min},{}}}",
                show(node),
                max.map_or(String::new(), |max| max.to_string())
            ),
        }
    }

    fn tree(source: &str) -> String {
        match parse(source, Goal::Run(&[])) {
            Ok(parsed) => show(&parsed.root),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn precedence_is_that_of_the_grammar() {
        assert_eq!(tree("ab*|(?:c|d)+|"), "((a b{0,})|(c|d){1,}|ε)");
    }

    #[test]
    fn lazy_quantifiers_are_the_same() {
        assert_eq!(tree("a*?b+?c??d{2}?e{3,}?f{4,5}?"), tree("a*b+c?d{2}e{3,}f{4,5}"));
        assert_eq!(tree("a{2}"), "a{2,2}");
    }

    #[test]
    fn braces_that_count_nothing_are_text() {
        assert_eq!(tree("a{b}{"), "(a { b } {)");
        assert_eq!(tree("a{1"), "(a { 1)");
        assert_eq!(tree("a{1,x}"), "(a { 1 , x })");
        assert_eq!(tree("{}]"), "({ } ])");
    }

    #[test]
    fn inner_lookaheads_come_first() {
        let looks =
            parse("(?=a(?!b))(?=c)", Goal::Run(&[])).map(|parsed| parsed.looks.iter().map(show).collect::<Vec<_>>());
        assert_eq!(
            looks.ok(),
            Some(vec!["b".to_owned(), "(a !0)".to_owned(), "c".to_owned()])
        );
    }

    #[test]
    fn group_may_hold_what_could_not_be_repeated_bare() {
        assert_eq!(tree(r"(^)*(?=a)?"), "(^{0,} =0{0,1})");
    }

    #[test]
    fn named_groups_are_groups() {
        assert_eq!(tree("(?<année_1>a)(?<$>b)"), "(a b)");
    }

    #[test]
    fn hyphen_by_a_set_is_a_hyphen() {
        let parsed = parse(r"[\d-.]", Goal::Run(&[]));
        let found = parsed.map(|parsed| parsed.classes.iter().map(Class::only_ascii).collect::<Vec<_>>());
        assert_eq!(found.ok(), Some(vec![Some(0x3ff << b'0' | 1 << b'-' | 1 << b'.')]));
    }

    #[test]
    fn leading_zeros_of_a_code_point_are_free() {
        assert_eq!(tree(r"\u{000000000061}\u{0}"), "(a \0)");
    }
}
