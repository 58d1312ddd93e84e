//! Values that are like another one, for arrays of many distinct items.

use std::iter;

use typewright_core::json::JsonObject;
use typewright_core::{Json, Number};

/// How many variants of a value there are at most.
const MOST: u16 = 4_096;

/// Values like this one, of which many may satisfy what it satisfies.
pub(super) fn variants(value: &Json) -> Box<dyn Iterator<Item = Json> + '_> {
    match value {
        Json::Null | Json::Bool(_) => Box::new(iter::empty()),
        Json::Number(_) => Box::new((0..MOST).map(|count| Json::Number(Number::from(count)))),
        Json::String(text) => Box::new(texts(text).map(Json::String)),
        Json::Array(items) => Box::new(items.iter().enumerate().flat_map(move |(at, item)| {
            variants(item).map(move |variant| {
                let mut items = items.clone();
                items[at] = variant;
                Json::Array(items)
            })
        })),
        Json::Object(object) => Box::new(object.iter().flat_map(move |(name, member)| {
            variants(member).map(move |variant| {
                let mut object: JsonObject = object.clone();
                object.insert(name, variant);
                Json::Object(object)
            })
        })),
    }
}

/// A text with other digits at its end, then with more of them, then with some at its start.
fn texts(text: &str) -> impl Iterator<Item = String> + '_ {
    let place = |digits: usize| text.char_indices().rev().nth(digits - 1).map(|(at, _)| &text[..at]);
    let replaced = [3, 2, 1].into_iter().find_map(|digits| Some((place(digits)?, digits)));
    let replaced = replaced.into_iter().flat_map(|(start, digits)| {
        let most = 16_u16.pow(u32::try_from(digits).unwrap_or(1));
        (0..most).map(move |count| format!("{start}{count:0digits$x}"))
    });
    let longer = (0..MOST).map(move |count| format!("{text}{count:03x}"));
    let before = (0..MOST).map(move |count| format!("{count:03x}{text}"));
    replaced.chain(longer).chain(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_many_variants_of_a_text_of_the_same_length_and_of_other_lengths() {
        let found: Vec<String> = texts("aaaé").collect();
        assert_eq!(found[0], "a000");
        assert!(found.iter().filter(|text| text.chars().count() == 4).count() >= 4_000);
        assert!(texts("").next().is_some());
    }

    #[test]
    fn a_member_of_an_object_varies() {
        let value = Json::Object([("id".to_owned(), Json::String("x".to_owned()))].into_iter().collect());
        let found = variants(&value).nth(3);
        assert_eq!(found.map(|found| found.to_string()), Some(r#"{"id":"3"}"#.to_owned()));
    }
}
