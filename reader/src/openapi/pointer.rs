//! JSON Pointers in extensions.

use super::{Location, Reader};
use crate::input::document::{Node, step};

/// A JSON Pointer in the description, with its own place. Two pointers are equal if they say the same, wherever they are.
#[derive(Debug, Clone)]
pub struct Pointer {
    /// The steps.
    pub steps: Vec<String>,
    /// Where the pointer is written, and its byte offset.
    pub location: (Location, usize),
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        self.steps == other.steps
    }
}

impl Eq for Pointer {}

impl<'a> Reader<'a> {
    /// Reads a field that is a JSON Pointer.
    pub(super) fn field_pointer(&mut self, node: &'a Node, name: &str, pointer: &str) -> Option<Pointer> {
        let text = self.optional_text(node, name, pointer)?;
        let at = node.get(name).map_or(node.at, |node| node.at);
        let pointer = step(pointer, name);
        if !(text.is_empty() || text.starts_with('/')) {
            self.error(
                at,
                &pointer,
                format!("`{name}` must be a JSON Pointer, found {text:?}"),
                "begin it with \"/\", such as \"/data/items\"",
            );
            return None;
        }
        let steps = text.split('/').skip(1).map(typewright_core::json::pointer::unescape);
        Some(Pointer {
            steps: steps.collect(),
            location: (self.location(&pointer), at),
        })
    }
}
