//! The exact check: a JSON value against a constraint table, every keyword, all violations.
//!
//! One file for the keywords of each JSON type. [`is_valid`] stops at the first violation; [`violations`] collects
//! them all. Both take time linear in the value: a table that is reached twice for one value is judged once.

mod array;
mod combine;
mod number;
mod object;
mod string;
mod value;

pub(crate) use number::number_holds;
pub(crate) use string::{at_least, at_most};

use std::collections::{HashMap, HashSet};

use crate::json::Json;
use crate::schema::{self, Rule, Schema};
use crate::violation::{Violation, Violations};

/// Whether a value is right by a table.
pub fn is_valid(schema: &'static Schema, json: &Json) -> bool {
    Checker::default().holds(schema, json)
}

/// All that is wrong with a value by a table.
///
/// # Errors
/// The violations, if there are any.
pub fn violations(schema: &'static Schema, json: &Json) -> Result<(), Violations> {
    let mut checker = Checker {
        report: Some(Vec::new()),
        ..Checker::default()
    };
    checker.check(schema, json);
    Violations::new(checker.report.unwrap_or_default())
}

/// The walk over a value. With a report it goes on after a violation, without one it stops.
#[derive(Default)]
struct Checker {
    report: Option<Vec<Violation>>,
    pointer: String,
    /// What was found for a (table, value) pair, by address: keeps nested `oneOf`s from multiplying.
    judged: HashMap<(usize, usize), bool>,
    /// The pairs whose violations are in the report already.
    reported: HashSet<(usize, usize)>,
}

/// A table and a value, by address: both stay where they are during a check.
fn pair(schema: &'static Schema, json: &Json) -> (usize, usize) {
    (core::ptr::from_ref(schema).addr(), core::ptr::from_ref(json).addr())
}

impl Checker {
    /// Checks every rule; in the reporting mode all of them, else up to the first that is broken.
    fn check(&mut self, schema: &'static Schema, json: &Json) -> bool {
        let mut good = true;
        for rule in schema.0 {
            good &= self.check_rule(schema, rule, json);
            if !good && self.report.is_none() {
                return false;
            }
        }
        good
    }

    /// Judges without reporting, as the combining keywords need it, and remembers the answer.
    fn holds(&mut self, schema: &'static Schema, json: &Json) -> bool {
        let key = pair(schema, json);
        if let Some(&known) = self.judged.get(&key) {
            return known;
        }
        let report = self.report.take();
        let good = self.check(schema, json);
        self.report = report;
        self.judged.insert(key, good);
        good
    }

    /// Checks another table on the same value. Several ways can lead to one table, so each pair is walked only once:
    /// otherwise a recursive schema could make the work double with every level of the value.
    fn apply(&mut self, schema: &'static Schema, json: &Json) -> bool {
        if self.report.is_some() && self.reported.insert(pair(schema, json)) {
            self.check(schema, json)
        } else {
            self.holds(schema, json)
        }
    }

    fn check_rule(&mut self, schema: &'static Schema, rule: &'static Rule, json: &Json) -> bool {
        match rule {
            Rule::Never => self.broken("false", "no value at all", json),
            Rule::Ref(target) => self.apply(target, json),
            Rule::Type(types) => self.check_type(*types, json),
            Rule::Const(_) | Rule::Strings(_) | Rule::Values(_) => self.check_value(rule, json),
            Rule::MinLength(_) | Rule::MaxLength(_) | Rule::Pattern(_) | Rule::Format(_) => match json {
                Json::String(text) => self.check_string(rule, text, json),
                _ => true,
            },
            Rule::MultipleOf(_)
            | Rule::Minimum(_)
            | Rule::Maximum(_)
            | Rule::ExclusiveMinimum(_)
            | Rule::ExclusiveMaximum(_) => match json {
                Json::Number(number) => self.check_number(rule, number, json),
                _ => true,
            },
            Rule::Items(_)
            | Rule::Tuple(_)
            | Rule::AdditionalItems(_)
            | Rule::Contains(_)
            | Rule::MinItems(_)
            | Rule::MaxItems(_)
            | Rule::UniqueItems => match json {
                Json::Array(items) => self.check_array(schema, rule, items, json),
                _ => true,
            },
            Rule::Required(_)
            | Rule::Properties(_)
            | Rule::PatternProperties(_)
            | Rule::AdditionalProperties(_)
            | Rule::Closed
            | Rule::PropertyNames(_)
            | Rule::MinProperties(_)
            | Rule::MaxProperties(_)
            | Rule::RequiredWith(_)
            | Rule::SchemaWith(_) => match json {
                Json::Object(object) => self.check_object(schema, rule, object, json),
                _ => true,
            },
            Rule::AllOf(_) | Rule::AnyOf(_) | Rule::OneOf(_) | Rule::Not(_) | Rule::If(..) => {
                self.check_combination(rule, json)
            }
        }
    }

    fn check_type(&mut self, types: u8, json: &Json) -> bool {
        types & types_of(json) != 0 || self.broken("type", schema::type_names(types), json)
    }

    /// Checks a part of the value: `step` is its property name or index.
    fn check_at(&mut self, step: &str, schema: &'static Schema, json: &Json) -> bool {
        if self.report.is_none() {
            return self.check(schema, json);
        }
        let length = self.pointer.len();
        self.descend(step);
        let good = self.check(schema, json);
        self.pointer.truncate(length);
        good
    }

    /// Notes a violation at the current place; always `false`, so that a check can end with it.
    fn broken(&mut self, keyword: &'static str, limit: impl Into<String>, found: &Json) -> bool {
        if let Some(report) = &mut self.report {
            report.push(Violation::new(&self.pointer, keyword, limit.into(), excerpt(found)));
        }
        false
    }

    /// Notes a violation of a property that should not be there.
    fn broken_at(&mut self, step: &str, keyword: &'static str, limit: String, found: &Json) -> bool {
        if self.report.is_some() {
            let length = self.pointer.len();
            self.descend(step);
            self.broken(keyword, limit, found);
            self.pointer.truncate(length);
        }
        false
    }

    fn descend(&mut self, step: &str) {
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    }
}

/// The set of types that a value has: a whole number is an integer and a number.
pub(crate) fn types_of(json: &Json) -> u8 {
    match json {
        Json::Null => schema::NULL,
        Json::Bool(_) => schema::BOOLEAN,
        Json::Number(number) if number.is_integer() => schema::INTEGER | schema::NUMBER,
        Json::Number(_) => schema::NUMBER,
        Json::String(_) => schema::STRING,
        Json::Array(_) => schema::ARRAY,
        Json::Object(_) => schema::OBJECT,
    }
}

/// A value as an error message shows it: whole if it is short, else what it is and how long.
fn excerpt(json: &Json) -> String {
    const LONGEST: usize = 60;
    match json {
        Json::Array(items) if items.len() > 3 => format!("an array of {} items", items.len()),
        Json::Object(object) if object.len() > 3 => {
            format!("an object of {} properties", object.len())
        }
        Json::String(text) if text.chars().count() > LONGEST => {
            let start: String = text.chars().take(LONGEST).collect();
            format!("{}… ({} characters)", Json::String(start), text.chars().count())
        }
        other => {
            let text = other.to_string();
            if text.chars().count() > 2 * LONGEST {
                let start: String = text.chars().take(LONGEST).collect();
                format!("{start}…")
            } else {
                text
            }
        }
    }
}

/// `1 item`, `2 items`.
fn counted(count: u64, noun: &str, plural: &str) -> String {
    format!("{count} {}", if count == 1 { noun } else { plural })
}
