//! Access to the parts of the document. Reports parts of the wrong type.

use super::external_docs::see_also;
use super::{Location, Reader};
use crate::input::document::{Member, Node, Value, step};
use crate::input::sources::FileId;
use crate::report::{ErrorId, Place};

impl<'a> Reader<'a> {
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

    /// Returns the description of a part, with a link to its `externalDocs`.
    pub(super) fn described(&mut self, owner: &Node, pointer: &str) -> String {
        let description = self.text(owner, "description", pointer);
        match self.external_documentation(owner, pointer) {
            Some(link) if description.is_empty() => link,
            Some(link) => format!("{}\n\n{link}", description.trim_end()),
            None => description,
        }
    }

    /// Returns a link to the `externalDocs` of a part.
    pub(super) fn external_documentation(&mut self, owner: &Node, pointer: &str) -> Option<String> {
        let node = owner.get("externalDocs")?;
        let pointer = step(pointer, "externalDocs");
        if !self.is(node, "an object", &pointer) {
            return None;
        }
        for name in ["description", "url"] {
            self.optional_text(node, name, &pointer);
        }
        see_also(node)
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

    /// Reports an error in any of the files.
    pub(super) fn error_at(&mut self, at: usize, location: &Location, message: String, help: &str) -> ErrorId {
        self.report.error(&self.place_at(at, location), message, help)
    }

    /// Reports a note in any of the files.
    pub(super) fn note_at(&mut self, at: usize, location: &Location, message: String, help: &str) {
        self.report.note(&self.place_at(at, location), message, help);
    }

    /// Returns a location in the current file.
    pub(super) fn location(&self, pointer: &str) -> Location {
        Location {
            file: self.file,
            pointer: pointer.to_owned(),
        }
    }

    /// Returns the root of the current file.
    pub(super) fn root(&self) -> &'a Node {
        self.sources.files[self.file].root.as_ref().unwrap_or(self.document)
    }

    /// Reads a part that may be in another file than the current one.
    pub(super) fn within<R>(&mut self, file: FileId, read: impl FnOnce(&mut Self) -> R) -> R {
        let outer = std::mem::replace(&mut self.file, file);
        let result = read(self);
        self.file = outer;
        result
    }

    pub(super) fn place_at<'p>(&self, at: usize, location: &'p Location) -> Place<'p>
    where
        'a: 'p,
    {
        Place {
            source: &self.sources.files[location.file],
            at,
            pointer: &location.pointer,
        }
    }

    fn place<'p>(&self, at: usize, pointer: &'p str) -> Place<'p>
    where
        'a: 'p,
    {
        Place {
            source: &self.sources.files[self.file],
            at,
            pointer,
        }
    }
}
