//! The reasons why a schema is represented as raw JSON.

use crate::schema::keywords::Keywords;
use typewright_core::schema::INTEGER;

/// Returns why the values of a schema have no Rust type.
pub(super) fn why_json(keywords: &Keywords, mask: u8) -> &'static str {
    let several_types = (mask & !INTEGER).count_ones() > 1;
    if keywords.values.is_some() || keywords.constant.is_some() {
        return if several_types {
            "its values are of different types"
        } else {
            "it allows only the values that it lists"
        };
    }
    if keywords.not.is_some() {
        return "`not` says only what a value is not";
    }
    if keywords.condition.is_some() {
        return "`if` lets its rules depend on the value";
    }
    "it allows values of several types without listing them"
}
