//! The base URIs of references: `$id`.

use crate::input::document::Node;
use crate::input::uri;
use crate::schema::keywords::Dialect;

/// Returns the URI declared by a schema. Next to a `$ref`, all keywords are ignored, including the URI.
pub(super) fn own_uri(node: &Node, base: &str, dialect: Dialect) -> Option<String> {
    let own = node.get(dialect.id_keyword()).and_then(Node::as_str)?;
    node.get("$ref").is_none().then(|| uri::resolve(base, own))
}

/// Returns the base URI of a schema's content: its own URI, unless `"$id": "#name"` only declares an anchor.
pub(super) fn base_of(node: &Node, base: &str, dialect: Dialect) -> String {
    match own_uri(node, base, dialect).as_deref().map(uri::split) {
        Some((document, "")) => document.to_owned(),
        Some(_) | None => base.to_owned(),
    }
}

/// Returns the base URI at a location, starting from that of the document. Each schema on the way may declare a URI.
pub(super) fn base_inside(document: &Node, pointer: &str, base: String, dialect: Dialect) -> String {
    let ends = pointer.match_indices('/').skip(1).map(|(end, _)| end);
    let on_the_way = ends.filter_map(|end| document.pointer(&pointer[..end]));
    on_the_way.fold(base, |base, node| base_of(node, &base, dialect))
}
