//! Escapes strings from values and schemas, so that they are safe in a line of a log.

use core::fmt::{self, Write as _};

/// Escapes control characters, line breaks and characters that change the direction of text, as Rust writes them.
#[derive(Debug)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if is_hidden(c) {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_bidirectional_control(c)
}

/// Whether a character changes the direction of text. rustc rejects these characters in comments.
pub fn is_bidirectional_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn a_text_cannot_begin_a_line() {
        let text = "a\nb\u{1b}[31m\u{85}\u{2028}\u{202e} é 日本";
        assert_eq!(
            Escaped(text).to_string(),
            "a\\nb\\u{1b}[31m\\u{85}\\u{2028}\\u{202e} é 日本"
        );
    }
}
