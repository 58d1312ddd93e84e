//! The values that `const` and `enum` list.

use typewright_core::json::JsonObject;
use typewright_core::schema::{Rule, Value};
use typewright_core::{Json, Number};

use super::atoms::Part;

/// The values that a branch is restricted to, if it has a `const` or `enum`.
pub(super) fn listed(parts: &[Part]) -> Option<Vec<Json>> {
    parts.iter().find_map(|part| match part {
        Part::Rule { rule, holds: true, .. } if is_list(rule) => Some(values_of(rule)),
        _ => None,
    })
}

fn is_list(rule: &Rule) -> bool {
    matches!(rule, Rule::Const(_) | Rule::Strings(_) | Rule::Values(_))
}

/// The values that a rule lists; none if it is another rule.
pub(super) fn values_of(rule: &Rule) -> Vec<Json> {
    match rule {
        Rule::Const(value) => vec![json(value)],
        Rule::Strings(texts) => texts.iter().map(|text| Json::String((*text).to_owned())).collect(),
        Rule::Values(values) => values.iter().map(json).collect(),
        _ => Vec::new(),
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(text) => match Number::from_json_text(text) {
            Some(number) => Json::Number(number),
            None => unreachable!("{text:?} was written from a number"),
        },
        Value::Text(text) => Json::String((*text).to_owned()),
        Value::Array(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(members) => {
            let mut object = JsonObject::new();
            for (name, value) in *members {
                object.insert(*name, json(value));
            }
            Json::Object(object)
        }
    }
}
