//! The Rust verdict: the public API of the generated code of both versions, compared item by item.

mod aliases;
mod attach;
mod changes;
pub(super) mod items;
mod renames;

use super::finding::Finding;
use super::side::Side;

/// Adds the changes of the Rust API to the findings that cause them. The others become findings of their own.
pub(super) fn add(old: &Side, new: &Side, findings: &mut Vec<Finding>) {
    let renames = renames::find(old, new);
    let changes = changes::find(&old.items, &new.items, &renames);
    attach::attach(old, new, &renames, changes, findings);
}
