//! Advanced queries for the rows of a data table.

use core::cmp::Ordering;

use serde_json::{Map, Value};

/// Whether a query selects a row. A column that a row does not have is `null`.
pub fn selects(query: &Value, row: &Value) -> bool {
    let Some(query) = query.as_object() else {
        return false;
    };
    query.iter().all(|(name, condition)| {
        let mut queries = condition.as_array().into_iter().flatten();
        match name.as_str() {
            "$and" => queries.all(|query| selects(query, row)),
            "$or" => queries.any(|query| selects(query, row)),
            "$nor" => !queries.any(|query| selects(query, row)),
            column => matches(condition, row.get(column).unwrap_or(&Value::Null)),
        }
    })
}

/// The order of two values of a column. Values of different types have none.
pub fn order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Null, Value::Null) => Some(Ordering::Equal),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Number(one), Value::Number(other)) => one.as_f64()?.partial_cmp(&other.as_f64()?),
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

fn matches(condition: &Value, value: &Value) -> bool {
    let Some(condition) = condition.as_object() else {
        return order(condition, value) == Some(Ordering::Equal);
    };
    let folded = |value: &Value| fold(condition, value);
    let value = folded(value);
    let operators = condition.iter().filter(|(operator, _)| *operator != "$ci");
    operators.into_iter().all(|(operator, operand)| {
        let operand = folded(operand);
        let text = |holds: fn(&str, &str) -> bool| {
            let both = value.as_str().zip(operand.as_str());
            both.is_some_and(|(value, operand)| holds(value, operand))
        };
        let is_any = || {
            let mut operands = operand.as_array().into_iter().flatten();
            operands.any(|operand| order(&value, operand) == Some(Ordering::Equal))
        };
        let ordered = order(&value, &operand);
        match operator.as_str() {
            "$eq" => ordered == Some(Ordering::Equal),
            "$ne" => ordered != Some(Ordering::Equal),
            "$gt" => ordered == Some(Ordering::Greater),
            "$lt" => ordered == Some(Ordering::Less),
            "$gte" => ordered.is_some_and(Ordering::is_ge),
            "$lte" => ordered.is_some_and(Ordering::is_le),
            "$startsWith" => text(|value, operand| value.starts_with(operand)),
            "$endsWith" => text(|value, operand| value.ends_with(operand)),
            "$contains" => text(|value, operand| value.contains(operand)),
            "$in" => is_any(),
            "$nin" => !is_any(),
            // The check of the request allows no other operator.
            _ => false,
        }
    })
}

/// A value without the differences that a condition ignores.
fn fold(condition: &Map<String, Value>, value: &Value) -> Value {
    match value {
        Value::String(text) if condition.get("$ci") == Some(&Value::Bool(true)) => text.to_lowercase().into(),
        Value::Array(items) => items.iter().map(|item| fold(condition, item)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::selects;

    #[test]
    fn a_query_selects_the_rows_that_meet_all_of_its_conditions() {
        let row = json!({"site": "North", "level": 5, "open": true, "note": null});
        for (query, selected) in [
            (json!({}), true),
            (json!({"level": 5.0, "open": true}), true),
            (json!({"level": 5, "open": false}), false),
            (json!({"level": "5"}), false),
            (json!({"note": null, "other": null}), true),
            (json!({"other": {"$ne": 1}}), true),
            (json!({"level": {"$gt": 4, "$lt": 6}}), true),
            (json!({"level": {"$gte": 5, "$lte": 5}}), true),
            (json!({"level": {"$gt": 5}}), false),
            (json!({"note": {"$lt": 5}}), false),
            (json!({"site": {"$startsWith": "no"}}), false),
            (json!({"site": {"$startsWith": "no", "$ci": true}}), true),
            (json!({"site": {"$endsWith": "th", "$contains": "ort"}}), true),
            (json!({"site": {"$in": ["south", "north"], "$ci": true}}), true),
            (json!({"site": {"$nin": ["North"]}}), false),
            (json!({"$or": [{"level": 1}, {"site": "North"}]}), true),
            (json!({"$and": [{"level": 1}, {"site": "North"}]}), false),
            (json!({"$nor": [{"level": 1}, {"site": "North"}]}), false),
        ] {
            assert_eq!(selects(&query, &row), selected, "{query}");
        }
    }
}
