//! What a schema says only in some cases: the descriptions in `then` and `else`.

use crate::emit::docs;
use crate::schema::keywords::{Keywords, SchemaId};
use crate::schema::resolve::SchemaSet;

/// How many values of a property are listed.
const VALUES: usize = 4;

/// Returns a paragraph for each description of a property that applies only in some cases.
pub fn of_property(schema: SchemaId, wire: &str, set: &SchemaSet) -> Vec<String> {
    let cases = cases(schema, set).into_iter();
    let described = cases.flat_map(|case| {
        let properties = &set.keywords(case.schema).object.properties;
        let own = properties.iter().filter(|(name, _)| name == wire);
        let texts = own.filter_map(|(_, schema)| set.keywords(*schema).notes.description.as_deref());
        texts
            .map(|text| docs::labelled(&case.label, text, ""))
            .collect::<Vec<String>>()
    });
    described.collect()
}

/// Returns a paragraph for each description of a whole value that applies only in some cases.
pub fn of_value(schema: SchemaId, set: &SchemaSet) -> Vec<String> {
    let cases = cases(schema, set).into_iter();
    let described = cases.filter_map(|case| {
        let text = set.keywords(case.schema).notes.description.as_deref()?;
        Some(docs::labelled(&case.label, text, ""))
    });
    described.collect()
}

/// A schema that applies only in some cases.
struct Case {
    /// When it applies, in words.
    label: String,
    schema: SchemaId,
}

fn cases(schema: SchemaId, set: &SchemaSet) -> Vec<Case> {
    let mut cases = Vec::new();
    collect(schema, "", set, &mut cases);
    cases
}

/// Adds the cases of a value. `outer` says when the schema itself applies.
fn collect(schema: SchemaId, outer: &str, set: &SchemaSet, cases: &mut Vec<Case>) {
    for part in set.gathered(schema) {
        let Some(condition) = &set.keywords(part).condition else {
            continue;
        };
        let words = condition_in_words(condition.when, set);
        for (word, branch) in [("If", condition.then), ("Unless", condition.otherwise)] {
            let Some(branch) = branch else { continue };
            let when = match &words {
                Some(words) => format!("{word} {words}"),
                None => "In some cases".to_owned(),
            };
            let label = if outer.is_empty() {
                when
            } else {
                format!("{outer}, {}", docs::lower_first(&when))
            };
            collect(branch, &label, set, cases);
            for schema in set.gathered(branch) {
                let label = label.clone();
                cases.push(Case { label, schema });
            }
        }
    }
}

/// Returns an `if` in words, if it is about the values of properties and nothing else.
fn condition_in_words(schema: SchemaId, set: &SchemaSet) -> Option<String> {
    let keywords = set.keywords(set.deref(schema));
    let object = &keywords.object;
    let mut rest = Keywords {
        types: None,
        ..keywords.clone()
    };
    rest.object.properties.clear();
    rest.object.required.clear();
    if !rest.accepts_everything() {
        return None;
    }
    let mut words = Vec::new();
    for (name, property) in &object.properties {
        let values = values_in_words(set.keywords(set.deref(*property)))?;
        let absent = if object.required.contains(name) {
            ""
        } else {
            " or absent"
        };
        words.push(format!("{} is {values}{absent}", docs::code(name)));
    }
    let present = object.required.iter();
    let present = present.filter(|name| object.properties.iter().all(|(known, _)| known != *name));
    words.extend(present.map(|name| format!("{} is present", docs::code(name))));
    (!words.is_empty()).then(|| words.join(" and "))
}

/// Returns the values that a schema lists, if it asserts nothing else.
fn values_in_words(keywords: &Keywords) -> Option<String> {
    let rest = Keywords {
        types: None,
        values: None,
        constant: None,
        ..keywords.clone()
    };
    let values = match (&keywords.values, &keywords.constant) {
        (Some(values), None) => values.iter().collect(),
        (None, Some(constant)) => vec![constant],
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let values: Vec<String> = values.into_iter().map(|value| docs::code(&value.to_json())).collect();
    let is_bare = rest.accepts_everything();
    match &values[..] {
        [only] if is_bare => Some(only.clone()),
        [several @ .., last] if is_bare && values.len() <= VALUES => Some(format!("{} or {last}", several.join(", "))),
        [..] => None,
    }
}
