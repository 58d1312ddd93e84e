//! Scans JSON text without building values: looks up a property of an object, and measures the nesting.
//!
//! The text must be well formed, as it is if it comes from a parser. For other text the result is unspecified, but
//! nothing panics.

use std::borrow::Cow;

/// The result of looking up a property.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'t> {
    /// The property is a string.
    String(Cow<'t, str>),
    /// The property is not a string.
    Other,
    /// The object does not have the property.
    Missing,
}

/// Looks up a property at the top level of an object. Among duplicates, the first is found.
pub(crate) fn property<'t>(object: &'t str, name: &str) -> Found<'t> {
    let mut scanner = Scanner { text: object, at: 0 };
    scanner.find(name).unwrap_or(Found::Missing)
}

/// Whether a text may be nested deeper than `most`.
pub(crate) fn is_deeper(text: &str, most: usize) -> bool {
    // Opening brackets differ in one bit, so one comparison counts both. A text with few of them cannot be nested
    // deeply.
    let brackets = text.bytes().filter(|byte| byte | 0x20 == b'{').count();
    brackets > most && depth(text) > most
}

fn depth(text: &str) -> usize {
    let mut scanner = Scanner { text, at: 0 };
    let (mut depth, mut deepest) = (0_usize, 0);
    while let Some(byte) = scanner.peek() {
        match byte {
            b'"' => {
                if scanner.string().is_none() {
                    break;
                }
                continue;
            }
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        scanner.at += 1;
    }
    deepest
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

/// A string in the text, without its quotation marks.
struct Quoted<'t> {
    text: &'t str,
    has_escapes: bool,
}

impl<'t> Scanner<'t> {
    fn find(&mut self, name: &str) -> Option<Found<'t>> {
        loop {
            // Skips the opening brace or the comma before the property.
            self.blanks();
            self.at += 1;
            self.blanks();
            if self.peek()? != b'"' {
                return None;
            }
            let key = self.string()?;
            self.blanks();
            self.at += 1;
            self.blanks();
            if key.is(name) {
                return Some(match self.peek()? {
                    b'"' => Found::String(self.string()?.decode()?),
                    _ => Found::Other,
                });
            }
            self.skip_value()?;
            self.blanks();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Skips a string.
    fn string(&mut self) -> Option<Quoted<'t>> {
        self.at += 1;
        let start = self.at;
        let mut has_escapes = false;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    has_escapes = true;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
        let text = self.text.get(start..self.at)?;
        self.at += 1;
        Some(Quoted { text, has_escapes })
    }

    /// Skips a value.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    if depth == 0 {
                        return Some(());
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                // The end of the enclosing object, directly after a number or a literal.
                b'}' | b']' | b',' if depth == 0 => return Some(()),
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return Some(());
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}

impl<'t> Quoted<'t> {
    fn is(&self, name: &str) -> bool {
        if self.has_escapes {
            self.unescaped().is_some_and(|text| text == name)
        } else {
            self.text == name
        }
    }

    fn decode(&self) -> Option<Cow<'t, str>> {
        if self.has_escapes {
            self.unescaped().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(self.text))
        }
    }

    fn unescaped(&self) -> Option<String> {
        serde_json::from_str(&format!("\"{}\"", self.text)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Found<'_> {
        Found::String(Cow::Borrowed(text))
    }

    #[test]
    fn a_property_is_found_at_the_top_level_only() {
        for text in [
            r#"{"type":"a"}"#,
            r#" { "x" : 1 , "type" : "a" , "y" : 2 }"#,
            r#"{"x":{"type":"b"},"y":["}","type",{"type":"c"}],"z":"\"type\"","type":"a"}"#,
            r#"{"n":null,"t":true,"d":-1.5e3,"type":"a","type":"b"}"#,
            r#"{"ty\u0070e":"\u0061"}"#,
        ] {
            assert_eq!(property(text, "type"), string("a"), "{text}");
        }
        assert_eq!(property(r#"{"a\"b":"\n"}"#, "a\"b"), string("\n"));
    }

    #[test]
    fn a_missing_property_differs_from_one_that_is_no_string() {
        for text in ["{}", "{ }", r#"{"x":{"type":"a"}}"#, r#"{"types":"a","x":"type"}"#] {
            assert_eq!(property(text, "type"), Found::Missing, "{text}");
        }
        for text in [r#"{"type":1}"#, r#"{"type":{"type":"a"}}"#, r#"{"type":null}"#] {
            assert_eq!(property(text, "type"), Found::Other, "{text}");
        }
    }

    #[test]
    fn broken_text_never_panics() {
        let text = r#"{"x\u00e4":[{"type":"\ud800"},1],"type":"\ud83d\ude00"}"#;
        for end in 0..=text.len() {
            if let Some(start) = text.get(..end) {
                property(start, "type");
                is_deeper(start, 0);
            }
        }
        for text in [
            "",
            "\"",
            "[]",
            "1",
            "\\",
            "{\"type\"",
            "{\"type\":\"\\ud800\"}",
            "}{",
            "{{{",
        ] {
            property(text, "type");
        }
    }

    #[test]
    fn brackets_in_strings_nest_nothing() {
        assert!(!is_deeper(r#"["[[[","{\"{{",[]]"#, 2));
        assert!(is_deeper("[{\"a\":[]}]", 2));
        assert!(!is_deeper("[{\"a\":[]}]", 3));
        assert!(!is_deeper("[[],[],[],[]]", 2));
    }
}
