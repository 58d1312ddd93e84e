//! What stands beside `null`.

use typewright_core::Json;
use typewright_core::schema::NULL;

use super::combinators::one_union;
use super::{Child, Compared, Comparison, Relation};
use crate::contains::judge::{Version, accepts};
use crate::diff::change::Aspect;
use crate::diff::side::Side;
use crate::schema::keywords::SchemaId;

impl Comparison<'_, '_, '_> {
    /// Compares what stands beside `null`, and whether `null` is allowed.
    pub(super) fn beside_nulls(mut self, old: Option<SchemaId>, new: Option<SchemaId>) -> Compared {
        // `{"type": ["string", "null"]}` says the same as `null` beside `{"type": "string"}`.
        let allows_null_beside = match (old, new) {
            (Some(_), None) => self.allows_null(Version::New),
            (None, Some(_)) => self.allows_null(Version::Old),
            _ => false,
        };
        let aspect = |inner| Some(Aspect::NullBranch(inner));
        match (old, new) {
            _ if allows_null_beside => {}
            (Some(inner), None) => {
                let message = "`null` is no longer allowed".to_owned();
                self.push("null-removed", message, "", aspect(inner), None);
            }
            (None, Some(inner)) => {
                let message = "`null` is allowed now".to_owned();
                self.push("null-added", message, "", None, aspect(inner));
            }
            _ => {}
        }
        // Otherwise the annotations of one version belong to both schemas of the other one.
        if old.is_some() && new.is_some() {
            self.notes();
        }
        self.found.children.push(Child {
            relation: Relation::Branch,
            allows_null_beside,
            ..Child::of(old.unwrap_or(self.ids.0), new.unwrap_or(self.ids.1))
        });
        self.found
    }

    /// Whether a version of the schema accepts `null`.
    pub(super) fn allows_null(&mut self, version: Version) -> bool {
        let schema = match version {
            Version::Old => self.ids.0,
            Version::New => self.ids.1,
        };
        accepts(self.judge.target(version, schema), &Json::Null)
    }
}

/// The schema beside null, if a schema says "this or null" and nothing else.
pub(super) fn beside_null(side: &Side, id: SchemaId) -> Option<SchemaId> {
    let (_, &[a, b]) = one_union(side.run.set.keywords(id))? else {
        return None;
    };
    match [a, b].map(|branch| is_null(side, branch)) {
        [true, false] => Some(b),
        [false, true] => Some(a),
        _ => None,
    }
}

/// Whether a schema allows `null` and nothing else.
pub(super) fn is_null(side: &Side, id: SchemaId) -> bool {
    let set = &side.run.set;
    let keywords = set.keywords(set.deref(id));
    keywords.types == Some(NULL) && keywords.asserts_only_types() && keywords.all_of.is_empty()
}
