//! The keywords for any value: `enum` and `const`.

use core::fmt;

use super::nearest::{Weight, lists_values};
use super::{Checker, Purpose};
use crate::json::Json;
use crate::schema::{Rule, Value};

impl Checker {
    pub(super) fn check_value(&mut self, rule: &'static Rule, json: &Json) -> bool {
        let good = match rule {
            Rule::Const(value) => equals(value, json) || self.broken("const", value, json),
            Rule::Strings(texts) => {
                let known = matches!(json, Json::String(text) if texts.contains(&text.as_str()));
                known || self.broken("enum", OneOf(texts, |text, f| write!(f, "{text:?}")), json)
            }
            Rule::Values(values) => {
                values.iter().any(|value| equals(value, json))
                    || self.broken("enum", OneOf(values, |value, f| write!(f, "{value}")), json)
            }
            _ => true,
        };
        if self.purpose == Purpose::Weight && lists_values(rule) {
            self.weigh_list(good);
            if !good && is_constant(rule) {
                self.weight.add(Weight::OF_CONSTANT);
            }
        }
        good
    }
}

/// Whether a rule allows exactly one value.
fn is_constant(rule: &Rule) -> bool {
    matches!(rule, Rule::Const(_) | Rule::Strings([_]) | Rule::Values([_]))
}

/// Describes the allowed values. The second part shows how to write one of them.
struct OneOf<T: 'static>(&'static [T], fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result);

impl<T> fmt::Display for OneOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = if self.0.len() == 1 { "" } else { "one of " };
        for value in self.0 {
            f.write_str(before)?;
            (self.1)(value, f)?;
            before = ", ";
        }
        Ok(())
    }
}

/// Equality of JSON values (draft-07, 4.2.3): numbers are compared by value, objects regardless of order.
fn equals(value: &Value, json: &Json) -> bool {
    match (value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(left), Json::Bool(right)) => left == right,
        (Value::Number(left), Json::Number(right)) => right.compare_text(left).is_eq(),
        (Value::Text(left), Json::String(right)) => left == right,
        (Value::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equals(left, right))
        }
        (Value::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, left)| right.get(name).is_some_and(|right| equals(left, right)))
        }
        _ => false,
    }
}

/// JSON as shown in a message.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(flag) => flag.fmt(f),
            Value::Number(text) => f.write_str(text),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index > 0 { "," } else { "" })?;
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Value::Object(properties) => {
                f.write_str("{")?;
                for (index, (name, value)) in properties.iter().enumerate() {
                    write!(f, "{}{name:?}:{value}", if index > 0 { "," } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}
