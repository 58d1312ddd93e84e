//! Lists in pages, and jobs: `x-pagination` and `x-wait`.

use std::collections::BTreeSet;

use super::{Document, Pair};
use crate::diff::finding::Finding;
use crate::diff::rules::rule;
use crate::diff::verdict::Verdict;
use crate::openapi::Operation;
use crate::openapi::pagination::{PageKind, Pagination};
use crate::openapi::pointer::Pointer;
use crate::openapi::wait::Wait;

impl Pair<'_, '_> {
    /// Compares how an action says that its response is a page.
    pub(super) fn pagination(&mut self) {
        let (before, after) = (own(&self.old.0.pagination), own(&self.new.0.pagination));
        if let Some((change, wire)) = change(said(&before), said(&after)) {
            let message = format!("`x-pagination` of `{}` {change}", self.new.0.id);
            let place = |list: &[&Pagination]| list.first().map(|one| one.location.0.clone());
            let (old, new) = (place(&before), place(&after));
            self.push_with("pagination-changed", message, (old.as_ref(), new.as_ref()), wire);
        }
    }

    /// Compares how the end of the job of an action is awaited.
    pub(super) fn wait(&mut self) {
        let (before, after) = (&self.old.0.wait, &self.new.0.wait);
        if let Some((change, wire)) = change(before.as_ref().map(awaited), after.as_ref().map(awaited)) {
            let message = format!("`x-wait` of `{}` {change}", self.new.0.id);
            let place = |wait: &Option<Wait>| wait.as_ref().map(|wait| wait.location.0.clone());
            let (old, new) = (place(before), place(after));
            self.push_with("wait-changed", message, (old.as_ref(), new.as_ref()), wire);
        }
    }
}

/// Compares the descriptions of pages that apply to all actions that they fit.
pub(super) fn defaults(before: Document<'_>, after: Document<'_>) -> Option<Finding> {
    let [old, new] = [before, after].map(|document| document.side.run.api.pagination.iter().collect::<Vec<_>>());
    let (change, wire) = change(said(&old), said(&new))?;
    let mut finding = Finding::new(
        rule("pagination-changed"),
        format!("`x-pagination` of the document {change}"),
    );
    finding.wire = wire;
    let place = |document: Document<'_>| {
        let first = document.side.run.api.pagination.first();
        document.place(&first.map_or_else(|| document.root(), |one| one.location.0.clone()))
    };
    (finding.old, finding.new) = (Some(place(before)), Some(place(after)));
    let has_default = |operation: &&Operation| operation.pagination.iter().any(|one| one.is_default);
    let operations = [before, after].map(|document| &document.side.run.api.operations);
    let affected = operations.into_iter().flatten().filter(has_default);
    let affected: BTreeSet<&String> = affected.map(|operation| &operation.id).collect();
    finding.actions = affected.into_iter().cloned().collect();
    Some(finding)
}

/// What is said of a change, and what it means on the wire.
fn change<T: PartialEq>(before: Option<T>, after: Option<T>) -> Option<(&'static str, Verdict)> {
    match (before, after) {
        (None, Some(_)) => Some(("is new", Verdict::None)),
        (Some(_), None) => Some(("was removed", Verdict::May)),
        (before, after) => (before != after).then_some(("changed", Verdict::May)),
    }
}

/// The descriptions that an action has itself.
fn own(pagination: &[Pagination]) -> Vec<&Pagination> {
    pagination.iter().filter(|one| !one.is_default).collect()
}

/// What descriptions of pages say, wherever they are.
type Said<'a> = (&'a PageKind, &'a Pointer, [&'a Option<Pointer>; 3]);

fn said<'a>(list: &[&'a Pagination]) -> Option<Vec<Said<'a>>> {
    let said = list
        .iter()
        .map(|one| (&one.kind, &one.items, [&one.total, &one.pages, &one.more]));
    (!list.is_empty()).then(|| said.collect())
}

/// What the description of a job says, wherever it is.
type Awaited<'a> = (&'a str, &'a [(String, Pointer)], &'a Pointer, [&'a [String]; 2]);

fn awaited(wait: &Wait) -> Awaited<'_> {
    (&wait.poll, &wait.parameters, &wait.state, [&wait.done, &wait.failed])
}
