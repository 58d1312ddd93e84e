//! The error for a string that does not have the expected format.

use std::fmt;

use super::Format;

/// The maximum length of the string that is shown.
const SHOWN: usize = 40;

/// The error for a string that does not have the expected format.
///
/// ```
/// use typewright_runtime::formats::{Format, Timestamp};
///
/// let error = "yesterday".parse::<Timestamp>().unwrap_err();
/// assert_eq!(error.expected(), Format::DateTime);
/// assert_eq!(
///     error.to_string(),
///     "expected a date-time like `2016-06-13T04:00:00.000Z`, found \"yesterday\""
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    expected: Format,
    text: Box<str>,
}

impl FormatError {
    pub(super) fn new(expected: Format, text: &str) -> FormatError {
        let text = match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.to_owned(),
        };
        FormatError {
            expected,
            text: text.into(),
        }
    }

    /// Returns the expected format.
    pub fn expected(&self) -> Format {
        self.expected
    }

    /// Returns the string, or its start followed by `…` if it is long.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {:?}", Described(self.expected), self.text)
    }
}

impl std::error::Error for FormatError {}

/// A format with its article and an example.
pub(super) struct Described(pub(super) Format);

impl fmt::Display for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let article = match self.0 {
            Format::Email | Format::Ipv4 | Format::Ipv6 => "an",
            _ => "a",
        };
        write!(f, "{article} {} like `{}`", self.0.keyword(), self.0.example())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_characters() {
        let error = FormatError::new(Format::Ipv4, &"ä".repeat(100));
        assert_eq!(error.text(), format!("{}…", "ä".repeat(SHOWN)));
        assert!(
            error
                .to_string()
                .starts_with("expected an ipv4 like `192.168.0.1`, found \"ää")
        );
        assert_eq!(
            FormatError::new(Format::Ipv4, &"ä".repeat(SHOWN)).text(),
            "ä".repeat(SHOWN)
        );
    }
}
