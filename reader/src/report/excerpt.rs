//! The part of a source line that a diagnostic is about.

use typewright_core::escaped::Escaped;

use super::source::value_end;

/// The part of a source line that a diagnostic is about, ready to be shown: control characters are escaped, and a long
/// line is cut to what is around the token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Excerpt {
    /// The text of the line.
    pub text: String,
    /// The byte of `text` at which the token starts.
    pub start: usize,
    /// The byte of `text` behind the token.
    pub end: usize,
}

/// How many characters before the token are shown, at most.
const BEFORE: usize = 50;
/// How many characters are shown in all, at most.
const ALL: usize = 110;

impl Excerpt {
    /// The excerpt for the token at a byte offset of a text.
    pub(super) fn of(source: &str, at: usize) -> Option<Self> {
        let (before, rest) = source.split_at_checked(at)?;
        let (token, after) = rest.split_at_checked(value_end(source, at) - at)?;
        // Of a value with several lines, its bracket is marked.
        let (token, after) = if token.contains('\n') {
            rest.split_at_checked(1)?
        } else {
            (token, after)
        };
        let (before, is_cut_before) = last_of_line(before, BEFORE);
        let left = ALL.saturating_sub(before.chars().count());
        let (token, is_cut_inside) = first_of_line(token, left);
        let left = left.saturating_sub(token.chars().count());
        let (after, is_cut_after) = if is_cut_inside {
            ("", true)
        } else {
            first_of_line(after, left)
        };
        let mut text = String::from(if is_cut_before { "..." } else { "" });
        text.push_str(&shown(before));
        let start = text.len();
        text.push_str(&shown(token));
        let end = text.len();
        text.push_str(&shown(after));
        text.push_str(if is_cut_after { "..." } else { "" });
        Some(Self { text, start, end })
    }
}

/// The end of a text, from the start of its last line, and whether characters of the line were cut. Looks at no more than
/// it returns: a line may have megabytes, and a file thousands of diagnostics.
fn last_of_line(text: &str, most: usize) -> (&str, bool) {
    let mut start = text.len();
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        if c == '\n' {
            return (&text[start..], false);
        }
        if count == most {
            return (&text[start..], true);
        }
        start = at;
    }
    (&text[start..], false)
}

/// The start of a text, to the end of its first line, and whether characters of the line were cut.
fn first_of_line(text: &str, most: usize) -> (&str, bool) {
    for (count, (at, c)) in text.char_indices().enumerate() {
        if c == '\n' || text[at..].starts_with("\r\n") {
            return (&text[..at], false);
        }
        if count == most {
            return (&text[..at], true);
        }
    }
    (text, false)
}

fn shown(text: &str) -> String {
    Escaped(&text.replace('\t', "    ")).to_string()
}

#[cfg(test)]
mod tests {
    use super::{ALL, Excerpt};

    #[track_caller]
    fn excerpt(source: &str, token: &str) -> (String, String) {
        let at = source.find(token).expect("the token is there");
        let Excerpt { text, start, end } = Excerpt::of(source, at).expect("an excerpt");
        (text.clone(), text[start..end].to_owned())
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let found = excerpt("{\n  \"type\": \"objct\", \"x\": 1\r\n}", "\"objct");
        assert_eq!(
            found,
            ("  \"type\": \"objct\", \"x\": 1".to_owned(), "\"objct\"".to_owned())
        );
    }

    #[test]
    fn a_line_of_megabytes_is_cut_around_the_token() {
        let source = format!(
            "{{{}\"type\":\"objct\"{}}}",
            "\"a\":1,".repeat(200_000),
            ",\"b\":2".repeat(200_000)
        );
        let (text, token) = excerpt(&source, "\"objct");
        assert_eq!(token, "\"objct\"");
        assert!(text.starts_with("...") && text.ends_with("..."), "{text}");
        assert_eq!(text.chars().count(), ALL + 6, "{text}");
    }

    #[test]
    fn a_long_token_is_cut() {
        let source = format!("[\"{}\", 1]", "x".repeat(1_000_000));
        let (text, token) = excerpt(&source, "\"");
        assert!(text.ends_with("xxx...") && token.ends_with("xxx"), "{text}");
        assert_eq!(text.chars().count(), ALL + 3, "{text}");
    }

    #[test]
    fn what_would_change_the_terminal_is_escaped() {
        let (text, token) = excerpt("{\t\"a\u{1b}[31m\u{202e}\": 1}", "\"a");
        assert_eq!(text, "{    \"a\\u{1b}[31m\\u{202e}\": 1}");
        assert_eq!(token, "\"a\\u{1b}[31m\\u{202e}\"");
    }

    #[test]
    fn the_end_of_a_file_has_an_excerpt_too() {
        let source = "{\"a\": 1";
        let found = Excerpt::of(source, source.len()).expect("an excerpt");
        assert_eq!((found.start, found.end), (7, 7));
        assert!(Excerpt::of(source, 8).is_none());
    }
}
