//! What is known of a value on one branch of a search.

use typewright_core::schema::Schema;

use super::atoms::{Choice, Part};
use super::goal::Literal;

/// What a branch has been taken apart into so far.
#[derive(Default, Clone)]
pub(super) struct Branch {
    /// The schemas that must hold or must not, by address.
    literals: Vec<(usize, bool)>,
    pub(super) parts: Vec<Part>,
}

impl Branch {
    /// Whether a schema must hold, as far as that is known.
    pub(super) fn holds(&self, schema: &'static Schema) -> Option<bool> {
        let (address, _) = Literal::yes(schema).target().key();
        let at = self.literals.binary_search_by_key(&address, |(known, _)| *known).ok()?;
        Some(self.literals[at].1)
    }

    /// Notes a literal. Whether it is new, or `None` if it contradicts what is known.
    pub(super) fn note(&mut self, literal: Literal) -> Option<bool> {
        let (address, holds) = literal.key();
        match self.literals.binary_search_by_key(&address, |(known, _)| *known) {
            Ok(at) => (self.literals[at].1 == holds).then_some(false),
            Err(at) => {
                self.literals.insert(at, (address, holds));
                Some(true)
            }
        }
    }

    /// Whether it asks for a part already, or for its opposite.
    fn asks(&self, part: &Part) -> Option<bool> {
        match part {
            Part::Schema(literal) => Some(self.holds(literal.schema)? == literal.holds),
            Part::Property(name, present) => self.parts.iter().find_map(|known| match known {
                Part::Property(other, is) if other == name => Some(is == present),
                _ => None,
            }),
            Part::Integer(is) => self.parts.iter().find_map(|known| match known {
                Part::Integer(other) => Some(other == is),
                _ => None,
            }),
            Part::NotExactlyOne(_)
            | Part::Rule { .. }
            | Part::WrongProperty(..)
            | Part::WrongMatch(..)
            | Part::WrongItem(..) => None,
        }
    }

    /// Leaves out the choices that are made already, and the ways that contradict what is known. Whether each choice has a way
    /// left.
    pub(super) fn narrow(&self, choices: &mut Vec<Choice>) -> bool {
        choices.retain(|choice| {
            let is_taken = |way: &Vec<Part>| way.iter().all(|part| self.asks(part) == Some(true));
            !choice.ways.iter().any(is_taken)
        });
        for choice in &mut *choices {
            let is_open = |way: &Vec<Part>| way.iter().all(|part| self.asks(part) != Some(false));
            choice.ways.retain(is_open);
        }
        choices.iter().all(|choice| !choice.ways.is_empty())
    }

    /// Takes what is known of their branches from the schemas of which not exactly one may hold. `false` if exactly one
    /// does.
    pub(super) fn count(&mut self, waiting: &mut Vec<Literal>, choices: &mut Vec<Choice>) -> bool {
        let mut left = Vec::with_capacity(self.parts.len());
        for part in core::mem::take(&mut self.parts) {
            let Part::NotExactlyOne(branches) = part else {
                left.push(part);
                continue;
            };
            let all = branches.iter();
            let holding = all.clone().filter(|schema| self.holds(schema) == Some(true)).count();
            let open: Vec<&'static Schema> = all.filter(|schema| self.holds(schema).is_none()).collect();
            match (holding, &open[..]) {
                (0, []) | (2.., _) => {}
                (0, [one]) => waiting.push(Literal::no(one)),
                (0, _) => left.push(part),
                (1, []) => return false,
                (1, open) => choices.push(Choice {
                    ways: open.iter().map(|one| vec![Part::Schema(Literal::yes(one))]).collect(),
                    denied: None,
                }),
            }
        }
        self.parts = left;
        true
    }

    /// Adds parts; `false` if they contradict what is known.
    pub(super) fn add(&mut self, waiting: &mut Vec<Literal>, parts: Vec<Part>) -> bool {
        for part in parts {
            match part {
                Part::Schema(literal) => waiting.push(literal),
                Part::Property(..) | Part::Integer(_) => match self.asks(&part) {
                    Some(true) => {}
                    Some(false) => return false,
                    None => self.parts.push(part),
                },
                Part::NotExactlyOne(_)
                | Part::Rule { .. }
                | Part::WrongProperty(..)
                | Part::WrongMatch(..)
                | Part::WrongItem(..) => self.parts.push(part),
            }
        }
        true
    }
}
