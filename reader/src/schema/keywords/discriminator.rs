//! `discriminator` of OpenAPI: a property of an object that selects one of several schemas.

use super::{Reader, SchemaId};
use crate::input::document::{Member, Node, Value, step};

/// A `discriminator` as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Discriminator {
    /// `propertyName`
    pub property: String,
    /// `mapping`: the values of the property, each with a reference to a schema.
    pub mapping: Vec<(String, SchemaId)>,
}

/// A union whose branches are selected by the value of a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tagged<S = SchemaId> {
    /// The property.
    pub property: String,
    /// The values of the property, each with its branch. A branch may have several values.
    pub branches: Vec<(String, S)>,
}

impl<S: Copy> Tagged<S> {
    /// Replaces each branch.
    pub(super) fn map<T>(&self, replace: &mut impl FnMut(&S) -> T) -> Tagged<T> {
        let branches = self.branches.iter();
        Tagged {
            property: self.property.clone(),
            branches: branches.map(|(tag, branch)| (tag.clone(), replace(branch))).collect(),
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn discriminator(&mut self, value: &Node) {
        let pointer = step(&self.context.pointer, "discriminator");
        if !matches!(value.value, Value::Object(_)) {
            self.wrong(value, &pointer, "an object");
            return;
        }
        let Some(property) = value.get("propertyName").and_then(Node::as_str) else {
            self.error(
                value.at,
                &pointer,
                "`discriminator` needs a `propertyName`".to_owned(),
                "write the name of the property that selects the schema",
            );
            return;
        };
        let pointer = step(&pointer, "mapping");
        let mut mapping = Vec::new();
        if let Some(node) = value.get("mapping") {
            if !matches!(node.value, Value::Object(_)) {
                self.wrong(node, &pointer, "an object");
            }
            for member in node.members() {
                let pointer = step(&pointer, &member.name);
                match member.value.as_str() {
                    Some(text) => {
                        let reference = reference(&member.value, text);
                        let schema = (self.register)(&reference, pointer, None, self.report);
                        mapping.push((member.name.clone(), schema));
                    }
                    None => self.wrong(&member.value, &pointer, "a string"),
                }
            }
        }
        self.keywords.notes.discriminator = Some(Discriminator {
            property: property.to_owned(),
            mapping,
        });
    }
}

/// Returns a reference to the target of a mapping: the name of a schema of the document, or a URI.
fn reference(node: &Node, text: &str) -> Node {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_file = [".json", ".yaml", ".yml"].iter().any(|end| text.ends_with(end));
    let target = if !is_file && !text.is_empty() && text.chars().all(is_name) {
        format!("#/components/schemas/{text}")
    } else {
        text.to_owned()
    };
    let value = Node {
        at: node.at,
        value: Value::String(target),
    };
    Node {
        at: node.at,
        value: Value::Object(vec![Member {
            name: "$ref".to_owned(),
            at: node.at,
            value,
        }]),
    }
}
