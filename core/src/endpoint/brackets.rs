//! Values with their path in brackets: the style `deepObject`.

use super::push_query;
use crate::json::Json;

/// Writes each scalar in a value with its path in brackets.
#[inline]
pub(super) fn brackets(text: &mut String, name: &str, value: &Json) -> Option<()> {
    match value {
        Json::Object(object) => {
            for (key, value) in object {
                brackets(text, &format!("{name}[{key}]"), value)?;
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                brackets(text, &format!("{name}[{index}]"), item)?;
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => push_query(text, name, scalar(value)?),
    }
    Some(())
}

/// The text of a value; JSON if it is an object or an array.
#[inline]
pub(super) fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Null => None,
        Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => Some(value.to_string()),
    }
}
