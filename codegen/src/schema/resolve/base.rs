//! What the references in a schema are relative to: `$id`.

use crate::input::document::Node;
use crate::input::uri;
use crate::schema::keywords::Dialect;

/// The URI that a schema gives itself, if it does. Beside a `$ref` every keyword is ignored, this one too.
pub(super) fn own_uri(node: &Node, base: &str, dialect: Dialect) -> Option<String> {
    let own = node.get(dialect.id_keyword()).and_then(Node::as_str)?;
    node.get("$ref").is_none().then(|| uri::resolve(base, own))
}

/// The URI that what is in a schema is relative to: its own, unless `"$id": "#name"` only names a place in the document.
pub(super) fn base_of(node: &Node, base: &str, dialect: Dialect) -> String {
    match own_uri(node, base, dialect).as_deref().map(uri::split) {
        Some((document, "")) => document.to_owned(),
        Some(_) | None => base.to_owned(),
    }
}

/// The base of what stands at a place, from that of the document: each schema on the way may have a URI of its own.
pub(super) fn base_inside(document: &Node, pointer: &str, base: String, dialect: Dialect) -> String {
    let ends = pointer.match_indices('/').skip(1).map(|(end, _)| end);
    let on_the_way = ends.filter_map(|end| document.pointer(&pointer[..end]));
    on_the_way.fold(base, |base, node| base_of(node, &base, dialect))
}
