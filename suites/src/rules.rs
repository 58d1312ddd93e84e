//! What several schemas say about one value, read together: for instances that are made to be right.

use fastrand::Rng;
use serde_json::Value;

/// How many schemas may say something about one value.
const MOST: usize = 200;

/// A schema in a folder: references in it are relative to its file, which is told by `F`.
#[derive(Clone, Copy)]
pub struct Rules<'a, F> {
    /// The file that it stands in.
    pub file: F,
    /// The schema itself.
    pub schema: &'a Value,
}

/// All schemas that apply, references followed and one branch taken wherever there is a choice; `None` if the schema
/// `false` is one of them, if a reference leads nowhere, or if there are too many.
pub fn expand<'a, F: Copy>(
    rng: &mut Rng,
    rules: &[Rules<'a, F>],
    resolve: impl Fn(Rules<'a, F>, &str) -> Option<Rules<'a, F>>,
) -> Option<Vec<Rules<'a, F>>> {
    let mut all = Vec::new();
    let mut waiting = rules.to_vec();
    while let Some(rules) = waiting.pop() {
        let inside = |schema| Rules { schema, ..rules };
        let Value::Object(keywords) = rules.schema else {
            if rules.schema == &Value::Bool(false) {
                return None;
            }
            continue;
        };
        if let Some(Value::String(reference)) = keywords.get("$ref") {
            waiting.push(resolve(rules, reference)?);
            continue;
        }
        if all.len() >= MOST {
            return None;
        }
        all.push(rules);
        waiting.extend(list(rules, "allOf"));
        for keyword in ["anyOf", "oneOf"] {
            let branches: Vec<Rules<'a, F>> = list(rules, keyword).collect();
            if !branches.is_empty() {
                waiting.push(branches[rng.usize(..branches.len())]);
            }
        }
        if let Some(condition) = keywords.get("if") {
            let branch = if rng.bool() {
                waiting.push(inside(condition));
                keywords.get("then")
            } else {
                keywords.get("else")
            };
            waiting.extend(branch.map(inside));
        }
    }
    Some(all)
}

/// The values of a keyword in all the schemas that have it.
pub fn keywords<'a, F>(rules: &[Rules<'a, F>], keyword: &str) -> impl Iterator<Item = &'a Value> {
    rules.iter().filter_map(move |rules| rules.schema.get(keyword))
}

/// The schemas that a keyword holds.
pub fn schemas<'a, F: Copy>(rules: &[Rules<'a, F>], keyword: &str) -> impl Iterator<Item = Rules<'a, F>> {
    rules.iter().filter_map(move |rules| {
        let schema = rules.schema.get(keyword)?;
        Some(Rules { schema, ..*rules })
    })
}

/// The schemas in the list that a keyword holds.
pub fn list<'a, F: Copy>(rules: Rules<'a, F>, keyword: &str) -> impl Iterator<Item = Rules<'a, F>> {
    let list = rules.schema.get(keyword).and_then(Value::as_array);
    list.into_iter().flatten().map(move |schema| Rules { schema, ..rules })
}

/// The narrowest limits that two keywords draw.
pub fn limits<F>(rules: &[Rules<'_, F>], least: &str, most: &str) -> (usize, usize) {
    // A limit may be written with a fraction of zero. All are small.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let count = |value: &Value| value.as_f64().map(|count| count as usize);
    let least = keywords(rules, least).filter_map(count).max().unwrap_or(0);
    let most = keywords(rules, most).filter_map(count).min().unwrap_or(usize::MAX);
    (least, most.max(least))
}

/// What is said about an item.
pub fn item_rules<'a, F: Copy>(rules: &[Rules<'a, F>], index: usize) -> Vec<Rules<'a, F>> {
    let each = rules.iter().filter_map(|rules| {
        let schema = match rules.schema.get("items")? {
            Value::Array(tuple) => tuple.get(index).or_else(|| rules.schema.get("additionalItems"))?,
            schema => schema,
        };
        Some(Rules { schema, ..*rules })
    });
    each.collect()
}

/// What is said about a property; `matches` tells whether a pattern is found in a name.
pub fn member_rules<'a, F: Copy>(
    rules: &[Rules<'a, F>],
    name: &str,
    matches: impl Fn(&str, &str) -> bool,
) -> Vec<Rules<'a, F>> {
    let mut found = Vec::new();
    for own in rules {
        let before = found.len();
        let declared = own.schema.get("properties").and_then(|properties| properties.get(name));
        let by_pattern = own.schema.get("patternProperties").and_then(Value::as_object);
        let by_pattern = by_pattern.into_iter().flatten();
        let by_pattern = by_pattern.filter(|(pattern, _)| matches(pattern, name));
        let all = declared.into_iter().chain(by_pattern.map(|(_, schema)| schema));
        found.extend(all.map(|schema| Rules { schema, ..*own }));
        if found.len() == before {
            found.extend(schemas(&[*own], "additionalProperties"));
        }
    }
    found
}

/// Whether a schema has keywords for the values of a type.
pub fn says_of<F>(rules: &[Rules<'_, F>], kind: &str) -> bool {
    let names: &[&str] = match kind {
        "string" => &["minLength", "maxLength", "pattern", "format"],
        "number" => &[
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
        ],
        "array" => &["items", "contains", "minItems", "maxItems", "uniqueItems"],
        "object" => &[
            "properties",
            "required",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependencies",
        ],
        _ => &[],
    };
    names.iter().any(|name| keywords(rules, name).next().is_some())
}

/// The types that all of the schemas allow; a whole number is a number.
pub fn types<F>(rules: &[Rules<'_, F>]) -> Vec<&'static str> {
    let all = ["null", "boolean", "integer", "number", "string", "array", "object"];
    all.into_iter()
        .filter(|kind| {
            keywords(rules, "type").all(|types| {
                let allows = |name: &Value| name == kind || (*kind == "integer" && name == "number");
                allows(types) || types.as_array().is_some_and(|types| types.iter().any(allows))
            })
        })
        .collect()
}

/// Whether a value has one of the types that all of the schemas allow.
pub fn has_type<F>(value: &Value, rules: &[Rules<'_, F>]) -> bool {
    types(rules).into_iter().any(|kind| match value {
        Value::Null => kind == "null",
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) => {
            kind == "number" || (kind == "integer" && number.as_f64().is_some_and(|number| number.fract() == 0.0))
        }
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
    })
}

/// The values that `enum` and `const` leave; `None` if there is no such keyword.
pub fn literals<'a, F>(rules: &[Rules<'a, F>]) -> Option<Vec<&'a Value>> {
    let lists: Vec<&Vec<Value>> = keywords(rules, "enum").filter_map(Value::as_array).collect();
    let mut values: Vec<&Value> = match (keywords(rules, "const").next(), lists.first()) {
        (Some(constant), _) => vec![constant],
        (None, Some(list)) => list.iter().collect(),
        (None, None) => return None,
    };
    values.retain(|value| lists.iter().all(|list| list.contains(value)));
    Some(values)
}
