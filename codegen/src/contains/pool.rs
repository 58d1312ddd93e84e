//! Values worth trying where a search ends without an answer: those that the schemas mention, and a few of each type.

use std::collections::HashSet;

use typewright_core::json::JsonObject;
use typewright_core::schema::{Rule, Schema};
use typewright_core::{Json, Number};

use super::values::values_of;

/// How many values are collected from schemas.
const MOST: usize = 500;

/// The values, the simplest first.
pub(super) fn values(schemas: impl IntoIterator<Item = &'static Schema>) -> Vec<Json> {
    let mut values = vec![Json::Null, Json::Bool(false), Json::Bool(true)];
    values.extend([0, 1, -1, 2, 1000].map(|number| Json::Number(Number::from(number))));
    values.extend(
        ["0.5", "-1.5", "1e300"]
            .iter()
            .filter_map(|text| Number::from_json_text(text))
            .map(Json::Number),
    );
    values.extend(["", "a", "foo", "1", " "].map(|text| Json::String(text.to_owned())));
    values.push(Json::Array(Vec::new()));
    values.push(Json::Object(JsonObject::new()));
    let mut seen = HashSet::new();
    for schema in schemas {
        collect(schema, &mut values, &mut seen);
    }
    let singles: Vec<Json> = values.iter().take(40).cloned().collect();
    values.extend(singles.iter().map(|value| Json::Array(vec![value.clone()])));
    values.extend(
        singles
            .iter()
            .map(|value| Json::Array(vec![value.clone(), value.clone()])),
    );
    values
}

fn collect(schema: &'static Schema, values: &mut Vec<Json>, seen: &mut HashSet<usize>) {
    let schema = schema.target();
    if values.len() > MOST || !seen.insert(core::ptr::from_ref(schema).addr()) {
        return;
    }
    for rule in schema.rules() {
        values.extend(values_of(rule));
        if let Rule::Format(format) = rule {
            values.push(Json::String(format.example().to_owned()));
        }
        for inner in rule.schemas() {
            collect(inner, values, seen);
        }
    }
}
