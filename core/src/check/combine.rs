//! The keywords that combine schemas: `allOf`, `anyOf`, `oneOf`, `not`, `if`.

use super::{Checker, types_of};
use crate::json::Json;
use crate::schema::{Rule, STRING, Schema};

impl Checker {
    pub(super) fn check_combination(&mut self, rule: &'static Rule, json: &Json) -> bool {
        match rule {
            Rule::AllOf(all) => {
                let mut good = true;
                for schema in *all {
                    good &= self.apply(schema, json);
                }
                good
            }
            Rule::AnyOf(any) => any.iter().any(|schema| self.holds(schema, json)) || self.explain("anyOf", any, json),
            Rule::OneOf(one) => {
                let held = one.iter().filter(|schema| self.holds(schema, json)).count();
                match held {
                    1 => true,
                    0 => self.explain("oneOf", one, json),
                    _ => {
                        let limit = format_args!("exactly one of {} schemas, not {held}", one.len());
                        self.broken("oneOf", limit, json)
                    }
                }
            }
            Rule::Not(schema) => !self.holds(schema, json) || self.broken("not", "a value that does not match", json),
            Rule::If(condition, then, otherwise) => {
                let branch = if self.holds(condition, json) { then } else { otherwise };
                self.apply(branch, json)
            }
            _ => true,
        }
    }

    /// Says why no branch matches. If the value's type leaves only one branch, its own violations tell more than
    /// "none of these".
    fn explain(&mut self, keyword: &'static str, branches: &'static [Schema], json: &Json) -> bool {
        if self.report.is_none() {
            return false;
        }
        let types = types_of(json);
        let mut meant = branches.iter().filter(|branch| accepts_type(branch, types, 8));
        match (meant.next(), meant.next()) {
            (Some(branch), None) => self.apply(branch, json),
            _ => {
                let limit = format_args!("a match with one of {} schemas", branches.len());
                self.broken(keyword, limit, json)
            }
        }
    }
}

/// Whether a table's `type` lets a value of these types through; `depth` bounds the chain of references.
fn accepts_type(schema: &Schema, types: u8, depth: u8) -> bool {
    schema.0.iter().all(|rule| match rule {
        Rule::Never => false,
        Rule::Type(allowed) => allowed & types != 0,
        Rule::Ref(target) if depth > 0 => accepts_type(target, types, depth - 1),
        Rule::Strings(_) => types & STRING != 0,
        _ => true,
    })
}
