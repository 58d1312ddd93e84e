//! The limits of a value in words: what its type does not show.

use super::{code, join};
use crate::model::shape::Constant;
use crate::schema::keywords::{Bound, Keywords};

/// Returns the limits of a value as a sentence.
pub fn limits(keywords: &Keywords) -> String {
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
    let mut sentence = limits.join(", ");
    if let Some(first) = sentence.get(..1) {
        let first = first.to_uppercase();
        sentence.replace_range(..1, &first);
        sentence.push('.');
    }
    for (holds, word) in [
        (keywords.notes.read_only, "Read-only."),
        (keywords.notes.write_only, "Write-only."),
    ] {
        if holds {
            join(&mut sentence, word);
        }
    }
    if let Some(default) = &keywords.notes.default {
        join(&mut sentence, &format!("Default: {}.", code(default)));
    }
    sentence
}

/// Returns the documentation of a property that has a single allowed value.
pub fn limits_of_constant(constant: &Constant) -> String {
    let value = match constant {
        Constant::String(text) => format!("\"{text}\""),
        Constant::Bool(flag) => flag.to_string(),
        Constant::Integer(number) => number.to_string(),
    };
    format!("Always {}.", code(&value))
}
