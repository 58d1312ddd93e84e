//! The keywords that combine schemas: `allOf`, `anyOf`, `oneOf`, `not`, `if`.

use super::Checker;
use crate::json::Json;
use crate::schema::Rule;

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
            Rule::Tagged(property, branches) => self.check_tagged(property, branches, json),
            Rule::Not(schema) => {
                !self.holds_strictly(schema, json) || self.broken("not", "a value that does not match", json)
            }
            Rule::If(condition, then, otherwise) => {
                let branch = if self.holds_strictly(condition, json) {
                    then
                } else {
                    otherwise
                };
                self.apply(branch, json)
            }
            _ => true,
        }
    }
}
