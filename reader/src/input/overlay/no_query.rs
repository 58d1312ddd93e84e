//! Stands in for the queries where the feature `overlay` is off: every overlay is refused.

use super::merge::{self, Conflict};
use crate::input::document::Node;

pub(super) fn help() -> String {
    "enable the feature `overlay` of typewright where build.rs uses it".to_owned()
}

pub(super) struct Target<'d> {
    document: &'d mut Node,
}

impl<'d> Target<'d> {
    pub(super) fn new(document: &'d mut Node) -> Self {
        Self { document }
    }

    pub(super) fn find(&self, _expression: &str) -> Result<Vec<String>, String> {
        Err("overlays need the feature `overlay` of typewright".to_owned())
    }

    pub(super) fn get(&self, pointer: &str) -> Option<&Node> {
        self.document.pointer(pointer)
    }

    pub(super) fn remove(&mut self, _pointers: &[String]) {}

    pub(super) fn merge(&mut self, pointer: &str, value: &Node) -> Result<(), Conflict> {
        match self.document.pointer_mut(pointer) {
            Some(node) => merge::into_target(node, value),
            None => Ok(()),
        }
    }
}
