//! The error of parsing JSON text.

use std::fmt;

use super::pointer;

/// The error for text that is not JSON, or that parsers interpret differently.
///
/// ```
/// use typewright_runtime::json::Json;
///
/// let error = Json::parse("{\"a\": [1,\n 01]}").unwrap_err();
/// assert_eq!((error.line(), error.column()), (2, 2));
/// assert_eq!(error.pointer(), "/a/1");
/// assert_eq!(error.to_string(), "not a number as JSON writes it at line 2 column 2");
/// ```
///
/// Neither `Display` nor `Debug` shows any part of the text, including the property names in the pointer.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonError {
    message: &'static str,
    line: usize,
    column: usize,
    pointer: String,
}

impl JsonError {
    /// Creates an error at a byte of the text, in the value with the given path (innermost step first).
    pub(super) fn new(message: &'static str, text: &str, offset: usize, path: &[String]) -> JsonError {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let in_line = before.get(line_start..).unwrap_or_default();
        JsonError {
            message,
            line: before.matches('\n').count() + 1,
            column: in_line.chars().count() + 1,
            pointer: path.iter().rev().map(|key| pointer_token(key)).collect(),
        }
    }

    /// Prefixes the pointer, for a value that is nested in another one.
    #[cfg(feature = "http")]
    pub(crate) fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }

    /// Returns the message, without the place.
    pub fn message(&self) -> &str {
        self.message
    }

    /// Returns the line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the character in the line, from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns the JSON Pointer of the value that contains the error; the empty string is the whole text.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

pub(super) fn pointer_token(key: &str) -> String {
    let mut pointer = String::new();
    pointer::push(&mut pointer, key);
    pointer
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)
    }
}

impl fmt::Debug for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonError")
            .field("message", &self.message)
            .field("line", &self.line)
            .field("column", &self.column)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for JsonError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_counts_characters() {
        let error = JsonError::new("wrong", "[1,\r\n\"äö\" x]", 12, &[]);
        assert_eq!((error.line(), error.column()), (2, 6));
    }

    #[test]
    fn the_pointer_is_escaped() {
        let error = JsonError::new("wrong", "", 0, &["~/".into(), "0".into()]);
        assert_eq!(error.pointer(), "/0/~0~1");
    }
}
