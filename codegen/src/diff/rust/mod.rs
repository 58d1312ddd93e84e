//! The Rust verdict: the public API of the generated code of both versions, compared item by item.

mod aliases;
mod attach;
mod changes;
pub(super) mod items;
mod renames;

use std::collections::BTreeMap;

use super::finding::Finding;
use super::side::Side;

/// Adds the changes of the Rust API to the findings that cause them. The others become findings of their own. `actions`
/// has the new `operationId` of each action that has one, by the old one.
pub(super) fn add(old: &Side, new: &Side, actions: &BTreeMap<String, String>, findings: &mut Vec<Finding>) {
    let renames = renames::find(old, new, findings);
    let changes = changes::find(&old.items, &new.items, &renames);
    attach::attach((old, new), &renames, actions, changes, findings);
}
