//! Schemas that differ little from another one.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// A schema with one or two other keywords somewhere in it.
pub fn mutant(rng: &mut Rng, document: &Value) -> Value {
    let mut mutant = document.clone();
    for _ in 0..rng.usize(1..3) {
        let mut places = Vec::new();
        collect(&mutant, String::new(), &mut places);
        if places.is_empty() {
            break;
        }
        let place = &places[rng.usize(..places.len())];
        if let Some(Value::Object(schema)) = mutant.pointer_mut(place) {
            change(rng, schema);
        }
    }
    mutant
}

/// The places of all schemas that are objects.
fn collect(schema: &Value, place: String, places: &mut Vec<String>) {
    const NAMED: [&str; 4] = ["properties", "patternProperties", "definitions", "dependencies"];
    const VALUES: [&str; 4] = ["enum", "const", "default", "examples"];
    let Value::Object(keywords) = schema else { return };
    for (keyword, value) in keywords {
        let at = format!("{place}/{keyword}");
        match value {
            _ if VALUES.contains(&keyword.as_str()) => {}
            Value::Object(named) if NAMED.contains(&keyword.as_str()) => {
                for (name, part) in named {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    collect(part, format!("{at}/{name}"), places);
                }
            }
            Value::Array(list) => {
                for (index, part) in list.iter().enumerate() {
                    collect(part, format!("{at}/{index}"), places);
                }
            }
            part => collect(part, at, places),
        }
    }
    // What is beside a reference does not count.
    if !keywords.contains_key("$ref") {
        places.push(place);
    }
}

/// Changes one keyword of a schema.
fn change(rng: &mut Rng, schema: &mut Map<String, Value>) {
    let keywords: Vec<String> = schema.keys().filter(|name| *name != "definitions").cloned().collect();
    if keywords.is_empty() || rng.u8(..5) == 0 {
        let (keyword, value) = added(rng);
        schema.insert(keyword.to_owned(), value);
        return;
    }
    let keyword = &keywords[rng.usize(..keywords.len())];
    let is_limit = keyword.starts_with("min") || keyword.starts_with("max") || keyword.starts_with("exclusive");
    match schema.get_mut(keyword) {
        Some(Value::Number(limit)) if is_limit && rng.bool() => {
            let step = if rng.bool() { 1 } else { -1 };
            if let Some(moved) = limit.as_i64().and_then(|limit| limit.checked_add(step))
                && (moved >= 0 || keyword.ends_with("imum"))
            {
                schema.insert(keyword.clone(), json!(moved));
            }
        }
        Some(Value::Array(list)) if list.len() > 1 && rng.bool() => {
            list.remove(rng.usize(..list.len()));
        }
        Some(Value::Object(properties)) if keyword == "properties" && !properties.is_empty() && rng.bool() => {
            let all: Vec<String> = properties.keys().cloned().collect();
            properties.remove(&all[rng.usize(..all.len())]);
        }
        Some(other) if keyword == "additionalProperties" || keyword == "additionalItems" => {
            *other = json!(!matches!(other, Value::Bool(true)));
        }
        Some(Value::Object(part))
            if !matches!(keyword.as_str(), "properties" | "patternProperties" | "dependencies") =>
        {
            change(rng, part);
        }
        _ => {
            schema.remove(keyword);
        }
    }
}

fn added(rng: &mut Rng) -> (&'static str, Value) {
    let all = [
        ("minLength", json!(1)),
        ("maxLength", json!(2)),
        ("pattern", json!("^[a-c]*$")),
        ("minimum", json!(0)),
        ("exclusiveMaximum", json!(3)),
        ("maxItems", json!(1)),
        ("items", json!({ "type": ["string", "integer"] })),
        ("minProperties", json!(1)),
        ("required", json!(["a"])),
        ("propertyNames", json!({ "maxLength": 2 })),
        ("additionalProperties", json!({ "type": "integer" })),
        (
            "type",
            json!(["null", "boolean", "string", "object", "array", "number"]),
        ),
        ("not", json!({ "type": "null" })),
    ];
    all[rng.usize(..all.len())].clone()
}
