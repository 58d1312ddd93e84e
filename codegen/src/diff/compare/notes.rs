//! Annotations.

use super::Comparison;
use super::words::changed;
use crate::diff::side::Side;
use crate::input::document::Node;
use crate::schema::keywords::SchemaId;

impl Comparison<'_, '_, '_> {
    /// Annotations.
    pub(super) fn notes(&mut self) {
        let (old, new) = (&self.old.notes, &self.new.notes);
        if old.default != new.default {
            let message = changed("default", old.default.clone(), new.default.clone());
            self.push("default-changed", message, "/default", None, None);
        }
        for (keyword, before, after) in [
            ("readOnly", old.read_only, new.read_only),
            ("writeOnly", old.write_only, new.write_only),
        ] {
            if before != after {
                let word = |is: bool| is.then(|| "true".to_owned());
                let message = changed(keyword, word(before), word(after));
                self.push("access-changed", message, &format!("/{keyword}"), None, None);
            }
        }
        if old.deprecated != new.deprecated {
            let message = deprecation(new.deprecated).to_owned();
            self.push("schema-deprecated", message, "/deprecated", None, None);
        }
        if texts(self.sides.0, self.ids.0) != texts(self.sides.1, self.ids.1) {
            let message = "documentation changed".to_owned();
            self.push("text-changed", message, "/description", None, None);
        }
    }
}

/// What became of a place that is deprecated, or was.
pub(in crate::diff) fn deprecation(is_deprecated: bool) -> &'static str {
    if is_deprecated {
        "it is deprecated now"
    } else {
        "it is no longer deprecated"
    }
}

/// The documentation of a schema.
pub(in crate::diff) fn texts(side: &Side, id: SchemaId) -> [Option<Node>; 5] {
    let node = side.node(id);
    ["title", "description", "examples", "example", "$comment"]
        .map(|name| node.and_then(|node| node.get(name)).cloned())
}
