//! The Rust verdict: the public API of the generated code of both versions, compared item by item.

mod attach;
mod changes;
mod items;
mod renames;

use super::finding::Finding;
use super::side::Side;

/// Adds the changes of the Rust API to the findings that cause them. The others become findings of their own.
pub(super) fn add(old: &Side, new: &Side, findings: &mut Vec<Finding>) {
    let before = items::of(&old.run.generated.files);
    let after = items::of(&new.run.generated.files);
    let renames = renames::find(old, new, &before, &after);
    let changes = changes::find(&before, &after, &renames);
    attach::attach((old, &before), (new, &after), &renames, changes, findings);
}
