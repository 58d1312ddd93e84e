//! Builds string types: enums of values, newtypes of identifiers, and typed formats.

use typewright_core::formats::Format;
use typewright_core::pattern;
use typewright_core::schema::STRING;

use super::Builder;
use crate::model::schema_path::SchemaPath;
use crate::model::shape::{Kind, Shape};
use crate::schema::keywords::SchemaId;

impl Builder<'_> {
    pub(super) fn plain_string(&self, id: SchemaId) -> Option<Shape> {
        let keywords = self.set.keywords(id);
        if self.literal_strings(id).is_some() || !keywords.any_of.is_empty() || !keywords.one_of.is_empty() {
            return None;
        }
        if keywords.string.pattern.as_deref().is_some_and(is_identifier_like) {
            return None;
        }
        let formatted = keywords.string.format.and_then(|format| match format {
            Format::DateTime => Some("Timestamp"),
            Format::Date => Some("Date"),
            Format::Uuid => Some("Uuid"),
            Format::Ipv4 => Some("Ipv4"),
            Format::Ipv6 => Some("Ipv6"),
            Format::Uri => Some("Uri"),
            _ => None,
        });
        Some(formatted.map_or(Shape::String, Shape::Formatted))
    }

    pub(super) fn string_kind(&mut self, id: SchemaId, at: &mut SchemaPath) -> Kind {
        if let Some(texts) = self.literal_strings(id) {
            return Kind::Strings(texts, Vec::new());
        }
        let keywords = self.set.keywords(id);
        if keywords.any_of.is_empty() && keywords.one_of.is_empty() {
            return Kind::Text;
        }
        let (texts, others) = self.strings_of_branches(id);
        let holding: Vec<(SchemaId, u8)> = others.into_iter().map(|branch| (branch, STRING)).collect();
        let held = self.variants(&holding, at);
        match (&texts[..], &held[..]) {
            ([], [only]) => Kind::Wrapper(only.shape.clone()),
            _ => Kind::Strings(texts, held),
        }
    }
}

/// Whether a pattern describes an identifier: a single run of ASCII characters without white space, anchored at both
/// ends.
pub(super) fn is_identifier_like(source: &str) -> bool {
    pattern::alphabet(source).is_some()
}

/// Whether a pattern matches exactly a MongoDB `ObjectId`: 24 hexadecimal digits, in any notation.
pub fn is_object_id(source: &str) -> bool {
    pattern::alphabet(source) == pattern::alphabet("^[0-9A-Fa-f]{24}$") && pattern::alphabet(source).is_some()
}
