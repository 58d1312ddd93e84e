//! Reads YAML 1.2 as the JSON document that it stands for.
//!
//! The parser gives events with positions. Plain scalars are resolved by the core schema (YAML 1.2.2, 10.3), so a date
//! and `no` are strings. What JSON cannot represent is an error.

mod anchors;
mod error;
mod keys;
mod scalar;

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag, YamlVersion};

use self::anchors::Anchors;
use self::error::{not_yaml, problem};
use self::keys::Keys;
use super::document::{DEEPEST, Member, Node, SyntaxError, Value, too_deep};

/// How far the parser looks for the `:` behind a key. YAML says 1,024 characters; JSON has no limit.
const LONGEST_KEY: usize = 1 << 16;

/// Parses a YAML document.
///
/// # Errors
/// If the input is not valid YAML 1.2, holds several documents, has no JSON equivalent, repeats a property name, is
/// nested deeper than [`DEEPEST`], or stands for much more than it holds.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    let options = granit_parser::options! {
        // The depth is checked here. The parser must see one level more, and look ahead.
        flow_nesting_limit: DEEPEST * 2,
        block_nesting_limit: DEEPEST * 2,
        simple_key_max_lookahead: LONGEST_KEY,
        emit_comments: false,
    };
    let mut reader = Reader {
        events: Parser::new_from_str_with_options(text, options),
        text,
        anchors: Anchors::default(),
    };
    reader.document()
}

struct Reader<'t> {
    events: Parser<'t, StrInput<'t>>,
    text: &'t str,
    anchors: Anchors,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<Node, SyntaxError> {
        let (root, start) = loop {
            let (event, at) = self.next()?;
            match event {
                Event::StreamStart => {}
                Event::DocumentStart(_, version) => break (self.root(version, at)?, at),
                _ => return Err(super::document::empty()),
            }
        };
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(root),
                (Event::DocumentStart(..), at) => {
                    let first = crate::report::position(self.text, start).0;
                    return Err(problem(
                        at,
                        format!("this file holds several YAML documents: the first one starts in line {first}"),
                        "write each document into a file of its own, and remove the `---` between them",
                    ));
                }
                _ => {}
            }
        }
    }

    fn root(&mut self, version: Option<YamlVersion>, at: usize) -> Result<Node, SyntaxError> {
        if let Some(version) = version.filter(|version| (version.major, version.minor) != (1, 2)) {
            return Err(problem(
                at,
                format!(
                    "expected YAML 1.2, found a document of version {}.{}",
                    version.major, version.minor
                ),
                "remove the directive `%YAML`, and quote nothing for it: in YAML 1.2, dates, yes, no, on and off are strings",
            ));
        }
        let (event, at) = self.next()?;
        self.value(event, at, 0)
    }

    /// Returns the next event and its byte offset.
    fn next(&mut self) -> Result<(Event<'t>, usize), SyntaxError> {
        match self.events.next_event() {
            Some(Ok((event, span))) => Ok((event, start(span))),
            Some(Err(error)) => Err(not_yaml(&error, self.text)),
            None => Err(problem(
                self.text.len(),
                "this is not YAML: the file ends too early".to_owned(),
                "close what is open",
            )),
        }
    }

    fn value(&mut self, event: Event<'t>, at: usize, depth: usize) -> Result<Node, SyntaxError> {
        if depth > DEEPEST {
            return Err(too_deep(at));
        }
        let (anchor, value) = match event {
            Event::Alias(anchor) => return self.anchors.copy(anchor, at, depth),
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_deref();
                let value = scalar::value(&text, style == ScalarStyle::Plain, tag)
                    .map_err(|(message, help)| problem(at, message, help))?;
                (anchor, value)
            }
            Event::SequenceStart(_, anchor, tag) => {
                expect_tag(tag.as_deref(), "seq", "a sequence", at)?;
                self.anchors.open(anchor);
                (anchor, Value::Array(self.items(depth)?))
            }
            Event::MappingStart(_, anchor, tag) => {
                expect_tag(tag.as_deref(), "map", "a mapping", at)?;
                self.anchors.open(anchor);
                (anchor, Value::Object(self.members(depth)?))
            }
            _ => {
                return Err(problem(
                    at,
                    "this is not YAML: expected a value".to_owned(),
                    "write a value here",
                ));
            }
        };
        let node = Node { at, value };
        self.anchors.close(anchor, &node, at)?;
        Ok(node)
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Node>, SyntaxError> {
        let mut items = Vec::new();
        loop {
            let step = items.len().to_string();
            match self.next().map_err(|error| error.inside(&step))? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, at) => {
                    let item = self.value(event, at, depth + 1);
                    items.push(item.map_err(|error| error.inside(&step))?);
                }
            }
        }
    }

    fn members(&mut self, depth: usize) -> Result<Vec<Member>, SyntaxError> {
        let mut keys = Keys::new(self.text);
        let mut members = Vec::new();
        loop {
            let (event, at) = match self.next()? {
                (Event::MappingEnd, _) => return Ok(members),
                next => next,
            };
            let name = keys.name(event, at, &self.anchors)?;
            let value = self.next().and_then(|(event, at)| self.value(event, at, depth + 1));
            let value = value.map_err(|error| error.inside(&name))?;
            members.push(Member { name, at, value });
        }
    }
}

/// Rejects a tag of a collection other than the one that it has anyway.
fn expect_tag(tag: Option<&Tag>, own: &str, kind: &str, at: usize) -> Result<(), SyntaxError> {
    match tag {
        Some(tag) if !is_non_specific(tag) && !tag.is_yaml_core_schema_tag(own) => {
            let (message, help) = scalar::unexpected_tag(tag, kind);
            Err(problem(at, message, help))
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a tag is `!`, which says that the value is no more than it looks like.
fn is_non_specific(tag: &Tag) -> bool {
    tag.original() == "!"
}

fn start(span: Span) -> usize {
    span.byte_range().map_or(0, |range| range.start)
}

#[cfg(test)]
mod tests;
