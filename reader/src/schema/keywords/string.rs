//! Keywords for strings (draft-07, 6.3 and 7).

use typewright_core::formats::Format;
use typewright_core::schema::STRING;

use super::Reader;
use super::group::Group;
use super::number::Width;
use crate::input::document::Node;
use crate::openapi::media_types::FOR_STRINGS;

/// The keywords of a schema that apply to strings.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct StringRules {
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `pattern`
    pub pattern: Option<String>,
    /// `format`, if it is validated.
    pub format: Option<Format>,
}

impl Group for StringRules {
    const TYPES: u8 = STRING;
    const VALUES: &'static str = "strings";
    const KEYWORDS: &'static [&'static str] = FOR_STRINGS;

    fn contradictions(&self) -> Vec<[&'static str; 2]> {
        let is_empty = self.min_length.zip(self.max_length).is_some_and(|(min, max)| min > max);
        is_empty.then_some(["minLength", "maxLength"]).into_iter().collect()
    }
}

impl Reader<'_, '_> {
    /// Reads a keyword for strings. Returns whether `name` is one.
    pub(super) fn string_keyword(&mut self, name: &str, value: &Node, pointer: &str) -> bool {
        match name {
            "minLength" => self.keywords.string.min_length = self.count(value, pointer),
            "maxLength" => self.keywords.string.max_length = self.count(value, pointer),
            "pattern" => self.keywords.string.pattern = self.pattern(value, pointer),
            "format" => {
                self.keywords.string.format = self.format(value, pointer);
                self.keywords.notes.password = value.as_str() == Some("password");
                self.keywords.number.width = value.as_str().and_then(Width::of_format);
            }
            _ => return false,
        }
        true
    }
}
