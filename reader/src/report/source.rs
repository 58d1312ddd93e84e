//! Source files, and places in them.

use std::cell::OnceCell;
use std::collections::HashMap;

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name in its folder, as it stands in the header of what is emitted: `device.json`.
    pub name: String,
    /// The path as messages show it.
    pub shown: String,
    /// The text.
    pub text: String,
    /// The fingerprint of the file.
    pub digest: String,
    positions: OnceCell<Positions>,
    /// What was added to the document, in the order of the byte offsets.
    layers: Vec<(usize, Layer)>,
}

/// A file whose values were added to a document. Their byte offsets count on behind the end of the document.
#[derive(Debug, Clone)]
pub struct Layer {
    source: Source,
    /// The JSON Pointers of its values, by byte offset.
    pointers: HashMap<usize, String>,
}

impl Layer {
    /// A file, and the JSON Pointers of its values by their byte offsets.
    #[cfg(feature = "overlay")]
    pub fn new(source: Source, pointers: impl IntoIterator<Item = (usize, String)>) -> Self {
        Self {
            source,
            pointers: pointers.into_iter().collect(),
        }
    }

    /// The file.
    #[cfg(feature = "overlay")]
    pub fn source(&self) -> &Source {
        &self.source
    }
}

impl Source {
    /// A file with this text.
    pub fn new(name: String, shown: String, text: String, digest: String) -> Self {
        Self {
            name,
            shown,
            text,
            digest,
            positions: OnceCell::new(),
            layers: Vec::new(),
        }
    }

    /// The byte offset at which the values of the next layer begin.
    #[cfg(feature = "overlay")]
    pub fn next_layer(&self) -> usize {
        let last = self.layers.last();
        // An offset at the end of a text belongs to the text.
        last.map_or(self.text.len(), |(start, layer)| start + layer.source.text.len()) + 1
    }

    /// Adds a layer, whose values begin at [`Source::next_layer`].
    #[cfg(feature = "overlay")]
    pub fn add_layer(&mut self, layer: Layer) {
        self.layers.push((self.next_layer(), layer));
    }

    /// The files whose values were added.
    #[cfg(feature = "contains")]
    pub fn layers_mut(&mut self) -> impl Iterator<Item = &mut Source> {
        self.layers.iter_mut().map(|(_, layer)| &mut layer.source)
    }

    /// The file that the value at a byte offset was read from, its byte offset there, and its JSON Pointer if the value
    /// was added.
    pub fn resolve(&self, at: usize) -> (&Source, usize, Option<&str>) {
        match self.layers.iter().rev().find(|(start, _)| *start <= at) {
            Some((start, layer)) => {
                let at = at - start;
                let pointer = layer.pointers.get(&at).map(String::as_str);
                (&layer.source, at, Some(pointer.unwrap_or_default()))
            }
            None => (self, at, None),
        }
    }

    /// Line and column (in characters), both from 1, of a byte offset.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let positions = self.positions.get_or_init(|| Positions::of(&self.text));
        positions.position(&self.text, at)
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The file.
    pub source: &'a Source,
    /// Byte offset.
    pub at: usize,
    /// JSON Pointer.
    pub pointer: &'a str,
}

/// Line and column (in characters), both from 1, of a byte offset.
pub fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(start..).map_or(0, |rest| rest.chars().count()) + 1;
    (line, column)
}

/// The end of the value at a byte offset: of a string, a number, a word, or an object or array with its brackets. A string
/// or word does not end behind its line.
pub fn value_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let length = match rest.chars().next() {
        None | Some('\n' | '\r') => 0,
        Some('"') => string_length(rest),
        Some('\'') => quoted_length(rest),
        Some('{' | '[') => bracketed_length(rest),
        Some(first) if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some(first) => first.len_utf8(),
    };
    at + length
}

/// The length of the string that a text starts with. One that does not end ends with its line.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return at,
            '"' if !is_escaped => return at + 1,
            c => is_escaped = c == '\\' && !is_escaped,
        }
    }
    text.len()
}

/// The length of the YAML string in single quotes that a text starts with, in which two quotes stand for one.
fn quoted_length(text: &str) -> usize {
    let line = text.find(['\n', '\r']).unwrap_or(text.len());
    let mut quotes = text.match_indices('\'').skip(1).map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return line.min(at + 1);
        }
    }
    line
}

/// The length of the object or array that a text starts with. One that does not end, or is too long to be looked through
/// for each of many diagnostics, is only its bracket.
fn bracketed_length(text: &str) -> usize {
    const LONGEST: usize = 64 * 1024;
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at).filter(|_| at < LONGEST) {
        match byte {
            b'"' => {
                at += string_length(&text[at..]);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
    1
}

fn is_word(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"')
}

/// The places of a text: [`position`], without counting from the start for each of many.
#[derive(Debug, Clone)]
pub struct Positions {
    /// Byte offset, line and column of a character, every few hundred bytes.
    marks: Vec<(usize, usize, usize)>,
}

impl Positions {
    /// Counts once.
    pub fn of(text: &str) -> Self {
        const APART: usize = 512;
        let mut marks = vec![(0, 1, 1)];
        let (mut line, mut column, mut next) = (1, 1, APART);
        for (at, c) in text.char_indices() {
            if at >= next {
                marks.push((at, line, column));
                next = at + APART;
            }
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        Self { marks }
    }

    /// Line and column of a byte offset in that text.
    pub fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let mark = self
            .marks
            .partition_point(|(start, _, _)| *start <= at)
            .saturating_sub(1);
        let (start, mut line, mut column) = self.marks[mark];
        for c in text.get(start..at).unwrap_or_default().chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::{Positions, position, value_end};

    #[test]
    fn a_value_is_a_string_a_word_or_what_its_brackets_enclose() {
        for (text, token) in [
            ("\"a\\\"b\\\\\": 1", "\"a\\\"b\\\\\""),
            ("\"open\n\"", "\"open"),
            ("-1.5e3, 2", "-1.5e3"),
            ("true}", "true"),
            ("{\"a\": 1}, 2", "{\"a\": 1}"),
            ("[{\"a\": \"]\"},\n 2] }", "[{\"a\": \"]\"},\n 2]"),
            ("{\"open\": [", "{"),
            ("é日 x", "é日"),
            ("'it''s a': 1", "'it''s a'"),
            ("'open\n'", "'open"),
            ("\nx", ""),
            ("", ""),
        ] {
            assert_eq!(&text[..value_end(text, 0)], token, "{text:?}");
        }
    }

    #[test]
    fn positions_are_those_that_counting_gives() {
        let text = "é\n{ \"long\": 1 }\n".repeat(100) + &"x".repeat(2000);
        let positions = Positions::of(&text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(positions.position(&text, at), position(&text, at), "{at}");
        }
    }
}
