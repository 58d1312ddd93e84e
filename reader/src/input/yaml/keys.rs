//! The keys of a mapping, which are property names.

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle};

use super::anchors::Anchors;
use super::error::problem;
use super::scalar::{is_core_scalar_tag, unexpected_tag};
use crate::input::document::{SyntaxError, repeated};

/// The keys of a mapping so far, with their byte offsets.
pub(super) struct Keys<'t> {
    text: &'t str,
    seen: HashMap<String, usize>,
}

const QUOTE: &str = "put the key in quotes: property names are strings";

impl<'t> Keys<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            seen: HashMap::new(),
        }
    }

    /// Returns the property name for a key. The name of a number, a boolean or a written null is its source text: `200`
    /// is the name "200".
    pub(super) fn name(&mut self, event: Event<'_>, at: usize, anchors: &Anchors) -> Result<String, SyntaxError> {
        let name = match event {
            Event::Scalar(_, _, _, Some(tag)) if !is_core_scalar_tag(&tag) => {
                let (message, help) = unexpected_tag(&tag, "a key");
                return Err(problem(at, message, help));
            }
            // The parser gives a key that is not there as `~`.
            Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "~" && !self.is_at("~", at) => {
                return Err(problem(
                    at,
                    "this key is empty, which is null in YAML".to_owned(),
                    QUOTE,
                ));
            }
            Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<" => {
                return Err(problem(
                    at,
                    "merge keys (`<<`) are not supported: they are not part of YAML 1.2".to_owned(),
                    "write the properties out, or use `allOf` or `$ref`; the name \"<<\" needs quotes",
                ));
            }
            Event::Scalar(text, ..) => text.into_owned(),
            Event::Alias(anchor) => match anchors.string(anchor) {
                Some(text) => text.to_owned(),
                None => {
                    let message = "this key is an alias of something that is not a string".to_owned();
                    return Err(problem(at, message, "write the key out"));
                }
            },
            Event::MappingStart(..) => {
                return Err(problem(
                    at,
                    "expected a string as the key, found a mapping".to_owned(),
                    QUOTE,
                ));
            }
            _ => {
                let message = "expected a string as the key, found a sequence".to_owned();
                return Err(problem(at, message, QUOTE));
            }
        };
        if let Some(first) = self.seen.insert(name.clone(), at) {
            return Err(repeated(&name, self.text, first, at));
        }
        Ok(name)
    }

    fn is_at(&self, text: &str, at: usize) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with(text))
    }
}
