//! The limits of a value in words: what its type does not show.

use super::{code, join};
use crate::model::shape::{Constant, Shape};
use crate::schema::keywords::{Bound, Keywords, SchemaId};
use crate::schema::resolve::SchemaSet;

/// How many allowed values are listed.
const VALUES: usize = 12;

/// Returns the limits, annotations and default of a schema as sentences.
pub fn limits(keywords: &Keywords) -> String {
    let mut sentence = rules(keywords);
    join(&mut sentence, &annotations(&[keywords]));
    sentence
}

/// Returns what the type of a property or a parameter does not show: its limits, its annotations and its default.
pub fn limits_of_place(schema: SchemaId, shape: &Shape, set: &SchemaSet) -> String {
    limits_of_places(&[schema], shape, set)
}

/// Like [`limits_of_place`], for a property with several schemas.
pub fn limits_of_places(schemas: &[SchemaId], shape: &Shape, set: &SchemaSet) -> String {
    let mut sentences: Vec<String> = Vec::new();
    let targets = schemas.iter().flat_map(|schema| set.in_place(set.deref(*schema)));
    for target in targets.map(|schema| set.keywords(schema)) {
        let mut rules = match shape.core() {
            // The documentation of a named type already contains its limits.
            Shape::Named(_) => String::new(),
            _ => rules(target),
        };
        if let (Shape::String, Some(format)) = (shape.core(), target.string.format) {
            join(&mut rules, &format!("Format: {}.", code(format.keyword())));
        }
        if !sentences.contains(&rules) {
            sentences.push(rules);
        }
    }
    let keywords = schemas.iter().flat_map(|schema| [*schema, set.deref(*schema)]);
    let keywords: Vec<&Keywords> = keywords.map(|schema| set.keywords(schema)).collect();
    sentences.push(annotations(&keywords));
    let mut limits = String::new();
    for sentence in sentences {
        join(&mut limits, &sentence);
    }
    limits
}

/// Returns the default of a schema as a sentence; empty if it has none.
pub fn default_of(keywords: &Keywords) -> String {
    let default = keywords.notes.default.as_ref();
    default.map_or_else(String::new, |default| format!("Default: {}.", code(default)))
}

fn rules(keywords: &Keywords) -> String {
    let mut limits: Vec<String> = Vec::new();
    let mut range = |least: Option<u64>, most: Option<u64>, one: &str, many: &str| {
        let noun = |count: u64| if count == 1 { one } else { many };
        match (least.filter(|least| *least > 0), most) {
            (Some(least), Some(most)) if least == most => limits.push(format!("{least} {}", noun(least))),
            (Some(least), Some(most)) => limits.push(format!("{least} to {most} {many}")),
            (Some(least), None) => limits.push(format!("at least {least} {}", noun(least))),
            (None, Some(most)) => limits.push(format!("at most {most} {}", noun(most))),
            (None, None) => {}
        }
    };
    range(
        keywords.string.min_length,
        keywords.string.max_length,
        "character",
        "characters",
    );
    range(keywords.array.min_items, keywords.array.max_items, "item", "items");
    range(
        keywords.object.min_properties,
        keywords.object.max_properties,
        "property",
        "properties",
    );
    if keywords.array.unique_items {
        limits.push("unique items".to_owned());
    }
    for (bound, number) in &keywords.number.bounds {
        limits.push(match bound {
            Bound::MultipleOf => format!("a multiple of {number}"),
            Bound::Minimum => format!("at least {number}"),
            Bound::Maximum => format!("at most {number}"),
            Bound::ExclusiveMinimum => format!("more than {number}"),
            Bound::ExclusiveMaximum => format!("less than {number}"),
        });
    }
    if let Some(pattern) = &keywords.string.pattern {
        limits.push(format!("matches {}", code(pattern)));
    }
    let values = keywords.values.iter().flatten().chain(&keywords.constant);
    let mut values: Vec<String> = values.map(|value| code(&value.to_json())).collect();
    match values.len() {
        0 => {}
        1 => limits.push(format!("always {}", values.concat())),
        count => {
            values.truncate(VALUES);
            let more = if count > VALUES { ", …" } else { "" };
            limits.push(format!("one of {}{more}", values.join(", ")));
        }
    }
    let mut sentence = limits.join(", ");
    if let Some(first) = sentence.get(..1) {
        let first = first.to_uppercase();
        sentence.replace_range(..1, &first);
        sentence.push('.');
    }
    sentence
}

/// Returns the annotations of a place. The first schema with a default decides.
fn annotations(schemas: &[&Keywords]) -> String {
    let mut sentence = String::new();
    let notes = || schemas.iter().map(|keywords| &keywords.notes);
    for (holds, word) in [
        (notes().any(|notes| notes.read_only), "Read-only."),
        (notes().any(|notes| notes.write_only), "Write-only."),
    ] {
        if holds {
            join(&mut sentence, word);
        }
    }
    if let Some(default) = notes().find_map(|notes| notes.default.as_ref()) {
        join(&mut sentence, &format!("Default: {}.", code(default)));
    }
    sentence
}

/// Returns the documentation of a property that has a single allowed value.
pub fn limits_of_constant(constant: &Constant) -> String {
    format!("Always {}.", code(&constant.to_string()))
}
