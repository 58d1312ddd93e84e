//! The keywords for numbers: `multipleOf`, `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`.

use core::cmp::Ordering;

use super::Checker;
use crate::json::Json;
use crate::number::Number;
use crate::schema::Rule;

impl Checker {
    pub(super) fn check_number(&mut self, rule: &'static Rule, number: &Number, json: &Json) -> bool {
        if number_holds(rule, number) {
            return true;
        }
        match rule {
            Rule::MultipleOf(divisor) => self.broken("multipleOf", format_args!("a multiple of {divisor}"), json),
            Rule::Minimum(bound) => self.broken("minimum", format_args!("at least {bound}"), json),
            Rule::Maximum(bound) => self.broken("maximum", format_args!("at most {bound}"), json),
            Rule::ExclusiveMinimum(bound) => self.broken("exclusiveMinimum", format_args!("more than {bound}"), json),
            Rule::ExclusiveMaximum(bound) => self.broken("exclusiveMaximum", format_args!("less than {bound}"), json),
            _ => true,
        }
    }
}

/// Whether a number satisfies a keyword for numbers. Other rules do not apply, so they are satisfied.
pub(crate) fn number_holds(rule: &Rule, number: &Number) -> bool {
    match rule {
        Rule::MultipleOf(divisor) => number.is_multiple_of(divisor),
        Rule::Minimum(bound) => number.compare_text(bound) != Ordering::Less,
        Rule::Maximum(bound) => number.compare_text(bound) != Ordering::Greater,
        Rule::ExclusiveMinimum(bound) => number.compare_text(bound) == Ordering::Greater,
        Rule::ExclusiveMaximum(bound) => number.compare_text(bound) == Ordering::Less,
        _ => true,
    }
}
