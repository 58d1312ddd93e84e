//! Access to the parts of the document. Reports parts of the wrong type.

use super::Reader;
use crate::input::document::{Member, Node, Value, step};
use crate::report::{ErrorId, Place};

impl<'a> Reader<'a> {
    /// Resolves the `$ref` of a part of the document, if it has one. Returns the node and its location.
    pub(super) fn deref(&mut self, node: &'a Node, pointer: String) -> Option<(&'a Node, String)> {
        let (mut node, mut pointer) = (node, pointer);
        let mut seen = Vec::new();
        while let Some(reference) = node.get("$ref") {
            let place = step(&pointer, "$ref");
            if !self.is(reference, "a string", &place) {
                return None;
            }
            let text = reference.as_str().unwrap_or_default();
            let target = text.strip_prefix('#').map(crate::input::uri::decode);
            let found = target.clone().and_then(|target| {
                let found = self.document.pointer(&target)?;
                (!seen.contains(&target)).then_some((found, target))
            });
            let Some((found, target)) = found else {
                let (what, help) = if target.is_some_and(|target| seen.contains(&target)) {
                    (
                        "this `$ref` leads back to itself",
                        "refer to an object without a `$ref`",
                    )
                } else {
                    (
                        "the document has nothing there",
                        "parameters, bodies, responses and paths can be in `components` of the same document",
                    )
                };
                self.error(
                    reference.at,
                    &place,
                    format!("unresolved `$ref` {text:?}: {what}"),
                    help,
                );
                return None;
            };
            seen.push(target.clone());
            (node, pointer) = (found, target);
        }
        Some((node, pointer))
    }

    /// Returns the properties of an optional object.
    pub(super) fn object<'n>(&mut self, owner: &'n Node, name: &str, pointer: &str) -> &'n [Member] {
        match owner.get(name) {
            Some(node) if self.is(node, "an object", &step(pointer, name)) => node.members(),
            _ => &[],
        }
    }

    /// Returns the items of an optional array.
    pub(super) fn list<'n>(&mut self, owner: &'n Node, name: &str, pointer: &str) -> Vec<&'n Node> {
        match owner.get(name) {
            Some(node) if self.is(node, "an array", &step(pointer, name)) => node.items().iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the strings of an optional array.
    pub(super) fn strings(&mut self, owner: &Node, name: &str, pointer: &str) -> Vec<String> {
        let list = self.list(owner, name, pointer);
        let pointer = step(pointer, name);
        let mut strings = Vec::new();
        for (index, item) in list.into_iter().enumerate() {
            if self.is(item, "a string", &step(&pointer, &index.to_string())) {
                strings.extend(item.as_str().map(str::to_owned));
            }
        }
        strings
    }

    /// Returns an optional string.
    pub(super) fn optional_text(&mut self, owner: &Node, name: &str, pointer: &str) -> Option<String> {
        let node = owner.get(name)?;
        self.is(node, "a string", &step(pointer, name));
        node.as_str().map(str::to_owned)
    }

    /// Returns an optional string; empty if absent.
    pub(super) fn text(&mut self, owner: &Node, name: &str, pointer: &str) -> String {
        self.optional_text(owner, name, pointer).unwrap_or_default()
    }

    /// Returns an optional boolean; `false` if absent.
    pub(super) fn flag(&mut self, owner: &Node, name: &str, pointer: &str) -> Option<bool> {
        let node = owner.get(name)?;
        self.is(node, "a boolean", &step(pointer, name));
        match node.value {
            Value::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    /// Whether a part of the document has the expected type. Reports an error if not.
    pub(super) fn is(&mut self, node: &Node, kind: &str, pointer: &str) -> bool {
        let right = node.kind() == kind;
        if !right {
            let message = format!("expected {kind}, found {}", node.kind());
            let help = format!("write {kind}: see the OpenAPI specification, 4.8");
            self.error(node.at, pointer, message, &help);
        }
        right
    }

    pub(super) fn error(&mut self, at: usize, pointer: &str, message: String, help: &str) -> ErrorId {
        self.report.error(&self.place(at, pointer), message, help)
    }

    pub(super) fn warning(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        self.report.warning(&self.place(at, pointer), message, help);
    }

    pub(super) fn note(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        self.report.note(&self.place(at, pointer), message, help);
    }

    fn place<'p>(&self, at: usize, pointer: &'p str) -> Place<'p>
    where
        'a: 'p,
    {
        Place {
            source: self.source,
            at,
            pointer,
        }
    }
}

/// Returns the parent of a JSON Pointer.
pub(super) fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}
