//! Conditions for tags.

use crate::types::{TagMatchChoice, TagMatchTagKey, TagTextMatchChoice, TagsQueryChoice};

/// Devices and the like that have a tag with this key and value.
pub fn tag(key: impl Into<String>, value: impl Into<String>) -> TagsQueryChoice {
    let text = |text: String| TagTextMatchChoice::String(text);
    let tag = TagMatchTagKey::new()
        .tag_key(text(key.into()))
        .tag_value(text(value.into()));
    TagsQueryChoice::TagMatch(TagMatchChoice::TagKey(tag))
}

/// Devices and the like that have a tag with this key.
pub fn tag_key(key: impl Into<String>) -> TagsQueryChoice {
    let tag = TagMatchTagKey::new().tag_key(TagTextMatchChoice::String(key.into()));
    TagsQueryChoice::TagMatch(TagMatchChoice::TagKey(tag))
}
