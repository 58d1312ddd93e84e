//! What changes are called in sentences.

use crate::input::document::Node;

/// A change of a keyword in words.
pub(super) fn changed(keyword: &str, old: Option<String>, new: Option<String>) -> String {
    match (old, new) {
        (None, Some(new)) => format!("`{keyword}` is new: {new}"),
        (Some(old), None) => format!("`{keyword}` {old} was removed"),
        (Some(old), Some(new)) => format!("`{keyword}` was {old} and is {new} now"),
        (None, None) => format!("`{keyword}` changed"),
    }
}

/// What became of a keyword whose values are not shown.
pub(super) fn became(keyword: &str, was: bool, is: bool) -> String {
    match (was, is) {
        (false, true) => format!("{keyword} is new"),
        (true, false) => format!("{keyword} was removed"),
        _ => format!("{keyword} changed"),
    }
}

pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// The first of some values, with a verb: `"a" and "b" are`.
pub(super) fn few(values: &[Node]) -> String {
    let verb = if values.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", list(values))
}

pub(super) fn list(values: &[Node]) -> String {
    const SHOWN: usize = 5;
    let mut words: Vec<String> = values.iter().take(SHOWN).map(Node::to_json).collect();
    if values.len() > SHOWN {
        words.push(format!("{} more", values.len() - SHOWN));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// A set of types in words.
pub(super) fn type_words(types: Option<u8>) -> String {
    types.map_or_else(|| "any type".to_owned(), crate::schema::keywords::type_names)
}
