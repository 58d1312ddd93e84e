//! Equal changes of equal schemas: a shape that a document repeats inline changes in all places at once.

use std::collections::HashMap;

use super::finding::{Elsewhere, Finding};
use super::verdict::{Direction, Verdict};

/// What two findings must have in common to be one.
type Key = (
    &'static str,
    String,
    String,
    (usize, usize),
    Option<Direction>,
    [Verdict; 2],
);

/// Merges the findings that are the same change of the same schema under the same property. The first place stays the
/// place of the finding.
pub(super) fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    let mut known: HashMap<Key, usize> = HashMap::new();
    for finding in findings {
        let Some(sameness) = &finding.sameness else {
            merged.push(finding);
            continue;
        };
        let key = (
            finding.rule.id,
            sameness.detail.clone(),
            sameness.property.clone(),
            sameness.schemas,
            finding.direction,
            [finding.wire, finding.check],
        );
        match known.get(&key) {
            Some(index) => add(&mut merged[*index], finding),
            None => {
                known.insert(key, merged.len());
                merged.push(finding);
            }
        }
    }
    merged
}

fn add(finding: &mut Finding, other: Finding) {
    finding.elsewhere.push(Elsewhere {
        subject: other.sameness.map(|sameness| sameness.subject).unwrap_or_default(),
        old: other.old,
        new: other.new,
    });
    finding.rust = finding.rust.max(other.rust);
    finding.rust_changes.extend(other.rust_changes);
    let known = &mut finding.actions;
    known.extend(other.actions);
    known.sort();
    known.dedup();
    if finding.witness.is_none() {
        finding.witness = other.witness;
    }
}
