//! Access to the parts of the document, with an error for what is of the wrong kind.

use super::Reader;
use crate::document::{Member, Node, Value, step};
use crate::load::Place;

impl<'a> Reader<'a> {
    /// A part of the document, behind its `$ref` if it has one, and that of what it leads to.
    pub(super) fn deref(&mut self, node: &'a Node, pointer: String) -> Option<(&'a Node, String)> {
        let (mut node, mut pointer) = (node, pointer);
        let mut seen = Vec::new();
        while let Some(reference) = node.get("$ref") {
            let text = reference.as_str().unwrap_or_default();
            let place = step(&pointer, "$ref");
            let target = text.strip_prefix('#').map(crate::uri::decode);
            let found = target.clone().and_then(|target| {
                let found = self.document.pointer(&target)?;
                (!seen.contains(&target)).then_some((found, target))
            });
            let Some((found, target)) = found else {
                let is_left_out = target.as_ref().is_some_and(|target| self.source.has_left_out(target));
                let (what, help) = if is_left_out {
                    ("that has errors of its own", "mend that first")
                } else if target.is_some_and(|target| seen.contains(&target)) {
                    ("that leads back to itself", "let it lead to what is meant")
                } else {
                    (
                        "the document has nothing there",
                        "parameters, bodies and responses can be in `components` of the same document",
                    )
                };
                self.error(reference.at, &place, format!("`$ref` to {text:?}: {what}"), help);
                return None;
            };
            seen.push(target.clone());
            (node, pointer) = (found, target);
        }
        Some((node, pointer))
    }

    /// The properties of an object that a part of the document may hold.
    pub(super) fn object<'n>(&mut self, owner: &'n Node, name: &str, pointer: &str) -> &'n [Member] {
        match owner.get(name) {
            Some(node) if self.is(node, "an object", &step(pointer, name)) => node.members(),
            _ => &[],
        }
    }

    /// The items of a list that a part of the document may hold.
    pub(super) fn list<'n>(&mut self, owner: &'n Node, name: &str, pointer: &str) -> Vec<&'n Node> {
        match owner.get(name) {
            Some(node) if self.is(node, "an array", &step(pointer, name)) => items(node),
            _ => Vec::new(),
        }
    }

    /// Whether a part of the document is of the kind that belongs there; if not, that is an error.
    pub(super) fn is(&mut self, node: &Node, kind: &str, pointer: &str) -> bool {
        let right = node.kind() == kind;
        if !right {
            let message = format!("{kind} belongs here, and this is {}", node.kind());
            self.error(node.at, pointer, message, "see the OpenAPI specification, 4.8");
        }
        right
    }

    /// The items of a list.
    pub(super) fn items_of<'n>(&mut self, node: &'n Node, pointer: &str) -> Vec<&'n Node> {
        self.is(node, "an array", pointer);
        items(node)
    }

    pub(super) fn error(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.source,
            at,
            pointer,
        };
        self.report.error(&place, message, help);
    }
}

pub(super) fn text(node: &Node, name: &str) -> String {
    node.get(name).and_then(Node::as_str).unwrap_or_default().to_owned()
}

pub(super) fn items(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

pub(super) fn is_true(node: &Node) -> bool {
    matches!(node.value, Value::Bool(true))
}
