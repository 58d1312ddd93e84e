//! Keywords for numbers (draft-07, 6.2).

use std::cmp::Ordering;

use typewright_core::Number;
use typewright_core::schema::{INTEGER, NUMBER};

use super::Reader;
use super::group::Group;
use crate::input::document::{Node, Value};

/// The keywords of a schema that apply to numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct NumberRules {
    /// The keywords that compare numbers, in the order of the schema.
    pub bounds: Vec<(Bound, Number)>,
    /// `format`, if it is a number format.
    pub width: Option<Width>,
}

/// The range of numbers declared by `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    /// `int32`, `int64`, or another one whose numbers fit.
    Int64,
    /// `float` or `double`
    Float64,
}

impl Width {
    /// Returns the width declared by a format.
    pub(super) fn of_format(name: &str) -> Option<Self> {
        match name {
            "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" => Some(Self::Int64),
            "float" | "double" => Some(Self::Float64),
            _ => None,
        }
    }
}

impl NumberRules {
    /// Whether the bounds only allow integers that fit an `i64`.
    pub fn fit_i64(&self) -> bool {
        let (least, most) = (Number::from(i64::MIN), Number::from(i64::MAX));
        let any = |kinds: [Bound; 2], fits: &dyn Fn(&Number) -> bool| {
            self.bounds
                .iter()
                .any(|(bound, number)| kinds.contains(bound) && fits(number))
        };
        any([Bound::Minimum, Bound::ExclusiveMinimum], &|number| *number >= least)
            && any([Bound::Maximum, Bound::ExclusiveMaximum], &|number| *number <= most)
    }
}

/// A keyword that compares numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// `multipleOf`
    MultipleOf,
    /// `minimum`
    Minimum,
    /// `maximum`
    Maximum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
}

impl Bound {
    const ALL: [Self; 5] = [
        Self::MultipleOf,
        Self::Minimum,
        Self::Maximum,
        Self::ExclusiveMinimum,
        Self::ExclusiveMaximum,
    ];

    /// Returns the keyword.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::MultipleOf => "multipleOf",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
        }
    }
}

impl Group for NumberRules {
    const TYPES: u8 = NUMBER | INTEGER;
    const VALUES: &'static str = "numbers";
    const KEYWORDS: &'static [&'static str] = &[
        "multipleOf",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
    ];

    fn contradictions(&self) -> Vec<[&'static str; 2]> {
        let of = |kinds: [Bound; 2]| self.bounds.iter().filter(move |(bound, _)| kinds.contains(bound));
        let mut found = Vec::new();
        for (lower, least) in of([Bound::Minimum, Bound::ExclusiveMinimum]) {
            for (upper, most) in of([Bound::Maximum, Bound::ExclusiveMaximum]) {
                let is_empty = match least.cmp(most) {
                    Ordering::Less => false,
                    Ordering::Equal => *lower == Bound::ExclusiveMinimum || *upper == Bound::ExclusiveMaximum,
                    Ordering::Greater => true,
                };
                found.extend(is_empty.then_some([lower.keyword(), upper.keyword()]));
            }
        }
        found
    }
}

impl Reader<'_, '_> {
    /// Reads a keyword for numbers. Returns whether `name` is one.
    pub(super) fn number_keyword(&mut self, name: &str, value: &Node, pointer: &str) -> bool {
        let Some(bound) = Bound::ALL.into_iter().find(|bound| bound.keyword() == name) else {
            return false;
        };
        let is_flag =
            matches!(value.value, Value::Bool(_)) && matches!(bound, Bound::ExclusiveMinimum | Bound::ExclusiveMaximum);
        // The boolean keywords of draft-04 modify the bound next to them: see `draft_04_bounds`.
        if !(is_flag && self.context.dialect.has_boolean_bounds()) {
            self.bound(bound, is_flag, value, pointer);
        }
        true
    }

    fn bound(&mut self, bound: Bound, is_flag: bool, value: &Node, pointer: &str) {
        if is_flag {
            self.error(
                value.at,
                pointer,
                format!(
                    "`{}` must be a number, found {} (a boolean is draft-04)",
                    bound.keyword(),
                    value.to_json()
                ),
                "move the number of the keyword without \"exclusive\" here, and remove that keyword",
            );
            return;
        }
        let Value::Number(number) = &value.value else {
            self.wrong(value, pointer, "a number");
            return;
        };
        if bound == Bound::MultipleOf && typewright_core::number::Divisor::parse(&number.to_string()).is_none() {
            self.error(
                value.at,
                pointer,
                format!("`multipleOf`: {number} is not supported"),
                "write a number greater than 0 with at most 19 significant digits",
            );
            return;
        }
        self.keywords.number.bounds.push((bound, number.clone()));
    }

    /// Converts the bounds of draft-04: `"minimum": 5, "exclusiveMinimum": true`.
    pub(super) fn draft_04_bounds(&mut self, node: &Node) {
        if !self.context.dialect.has_boolean_bounds() {
            return;
        }
        let exclusive = |name: &str| {
            node.get(name)
                .is_some_and(|value| matches!(value.value, Value::Bool(true)))
        };
        for (bound, _) in &mut self.keywords.number.bounds {
            if *bound == Bound::Minimum && exclusive("exclusiveMinimum") {
                *bound = Bound::ExclusiveMinimum;
            }
            if *bound == Bound::Maximum && exclusive("exclusiveMaximum") {
                *bound = Bound::ExclusiveMaximum;
            }
        }
    }
}
