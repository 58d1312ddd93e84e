//! The schemas that a schema combines, before they are read.

use std::collections::BTreeSet;

use super::references::is_pointer;
use crate::input::document::Node;
use crate::input::uri::decode;

/// Returns the field names of a schema as in the document; or the reference if the schema is in another file.
pub(super) fn fields<'n>(document: &'n Node, schema: &'n Node) -> Vec<&'n str> {
    let mut names = Vec::new();
    let mut known = BTreeSet::new();
    for schema in targets(document, schema) {
        names.extend(schema.get("$ref").and_then(Node::as_str));
        let properties = schema.get("properties").into_iter().flat_map(Node::members);
        let properties = properties.map(|property| &*property.name);
        names.extend(properties.filter(|name| known.insert(*name)));
    }
    names
}

/// Returns a schema and those that it combines, behind their references. One with a `$ref` is in another file, or at an
/// anchor.
pub(super) fn targets<'n>(document: &'n Node, schema: &'n Node) -> Vec<&'n Node> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        if let Some(reference) = schema.get("$ref").and_then(Node::as_str) {
            let pointer = reference
                .strip_prefix('#')
                .filter(|pointer| is_pointer(&decode(pointer)));
            match pointer {
                Some(pointer) if seen.insert(pointer) => waiting.extend(document.pointer(&decode(pointer))),
                Some(_) => {}
                None => found.push(schema),
            }
            continue;
        }
        found.push(schema);
        let lists = ["allOf", "anyOf", "oneOf"]
            .into_iter()
            .filter_map(|name| schema.get(name));
        let parts: Vec<&Node> = lists.flat_map(Node::items).collect();
        waiting.extend(parts.into_iter().rev());
    }
    found
}
