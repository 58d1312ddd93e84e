//! The keywords for any value: `enum` and `const`.

use super::Checker;
use crate::json::Json;
use crate::number::Number;
use crate::schema::{Rule, Value};

impl Checker {
    pub(super) fn check_value(&mut self, rule: &'static Rule, json: &Json) -> bool {
        match rule {
            Rule::Const(value) => equals(value, json) || self.broken("const", text_of(value), json),
            Rule::Strings(texts) => {
                let known = matches!(json, Json::String(text) if texts.contains(&text.as_str()));
                known || {
                    let list: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
                    self.broken("enum", one_of(&list), json)
                }
            }
            Rule::Values(values) => {
                values.iter().any(|value| equals(value, json)) || {
                    let list: Vec<String> = values.iter().map(text_of).collect();
                    self.broken("enum", one_of(&list), json)
                }
            }
            _ => true,
        }
    }
}

fn one_of(list: &[String]) -> String {
    match list {
        [only] => only.clone(),
        _ => format!("one of {}", list.join(", ")),
    }
}

/// Equality of JSON values as draft-07 has it (4.2.3): numbers by value, objects whatever the order.
fn equals(value: &Value, json: &Json) -> bool {
    match (value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(left), Json::Bool(right)) => left == right,
        (Value::Number(left), Json::Number(right)) => Number::from_json_text(left).is_some_and(|left| left == *right),
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

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) => (*text).to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(text_of).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(properties) => {
            let properties: Vec<String> = properties
                .iter()
                .map(|(name, value)| format!("{name:?}:{}", text_of(value)))
                .collect();
            format!("{{{}}}", properties.join(","))
        }
    }
}
