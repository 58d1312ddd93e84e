//! What a schema asserts, told from its keywords.

use crate::schema::keywords::Keywords;
use typewright_core::schema::INTEGER;

/// Whether a schema accepts everything.
pub(super) fn says_nothing(keywords: &Keywords) -> bool {
    asserts_nothing_else(keywords)
        && keywords.all_of.is_empty()
        && keywords.any_of.is_empty()
        && keywords.one_of.is_empty()
}

/// Whether a schema says nothing but its `allOf`, `anyOf` and `oneOf`.
pub(super) fn asserts_nothing_else(keywords: &Keywords) -> bool {
    keywords.types.is_none() && asserts_only_types(keywords)
}

/// Whether a schema says nothing but its `type`, `allOf`, `anyOf` and `oneOf`.
pub fn asserts_only_types(keywords: &Keywords) -> bool {
    // Written out, so that a keyword added to the struct is not forgotten here.
    let Keywords {
        never,
        reference,
        types: _,
        values,
        constant,
        min_length,
        max_length,
        pattern,
        format,
        bounds,
        items,
        tuple,
        additional_items: _, // means nothing without a tuple
        contains,
        min_items,
        max_items,
        unique_items,
        required,
        properties,
        pattern_properties,
        additional_properties,
        closed,
        property_names,
        min_properties,
        max_properties,
        required_with,
        schema_with,
        all_of: _,
        any_of: _,
        one_of: _,
        not,
        condition,
        notes: _,
    } = keywords;
    !never
        && reference.is_none()
        && values.is_none()
        && constant.is_none()
        && min_length.is_none()
        && max_length.is_none()
        && pattern.is_none()
        && format.is_none()
        && bounds.is_empty()
        && items.is_none()
        && tuple.is_none()
        && contains.is_none()
        && min_items.is_none()
        && max_items.is_none()
        && !unique_items
        && required.is_empty()
        && properties.is_empty()
        && pattern_properties.is_empty()
        && additional_properties.is_none()
        && !closed
        && property_names.is_none()
        && min_properties.is_none()
        && max_properties.is_none()
        && required_with.is_empty()
        && schema_with.is_empty()
        && not.is_none()
        && condition.is_none()
}

/// Why no Rust type carries the values of a schema.
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
