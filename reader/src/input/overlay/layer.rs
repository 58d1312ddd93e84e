//! Applies an overlay to its document.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::MOST;
use super::action::{Action, Change, actions};
use super::merge::{self, Conflict};
use super::query::{self, Target};
use crate::input::document::{DEEPEST, Node, Value, step};
use crate::input::file::Document;
use crate::report::{Layer, Place, Report, Source};

/// Applies the actions of an overlay that have these indexes to their document. `budget` is how many values may be added.
pub(super) fn layer(
    overlay: &Document,
    chosen: &[usize],
    document: &mut Document,
    budget: &mut usize,
    report: &mut Report,
) {
    let (Some(root), Some(mut changed)) = (&overlay.root, document.root.take()) else {
        // Both have been reported as not readable.
        return;
    };
    let layer = Layer::new(overlay.source.clone(), pointers(root, chosen));
    let found = report.position();
    let actions = actions(root, chosen, layer.source(), report);
    let start = document.source.next_layer();
    let is_readable = report.errors_since(found).is_empty();
    if is_readable {
        let mut target = Target::new(&mut changed);
        for action in &actions {
            if apply_action(action, start, &mut target, budget, layer.source(), report).is_break() {
                break;
            }
        }
        if height(&changed) > DEEPEST {
            report.whole_file(
                &layer.source().shown,
                format!("the document is nested deeper than {DEEPEST} levels with this overlay"),
                "move inner schemas to `components`, and refer to them with `$ref`",
            );
        }
    }
    document.root = Some(changed);
    document.source.add_layer(layer);
}

/// Applies an action. Breaks if it adds more than may be added.
fn apply_action(
    action: &Action<'_>,
    start: usize,
    target: &mut Target<'_>,
    budget: &mut usize,
    source: &Source,
    report: &mut Report,
) -> ControlFlow<()> {
    let place = |at: usize, pointer: &str| -> (usize, String) { (at, [&action.pointer, pointer].concat()) };
    let mut error = |(at, pointer): (usize, String), message: String, help: &str| {
        let place = Place {
            source,
            at,
            pointer: &pointer,
        };
        report.error(&place, message, help);
    };
    let at_target = place(action.target.at, "/target");
    let pointers = match target.find(&action.target.text) {
        Ok(pointers) if pointers.is_empty() => {
            error(
                at_target,
                format!("the target {} matches nothing in the document", action.target.text),
                "the document has changed, or the path is misspelled: correct the target, or remove the action",
            );
            return ControlFlow::Continue(());
        }
        Ok(pointers) => pointers,
        Err(message) => {
            error(at_target, message, &query::help());
            return ControlFlow::Continue(());
        }
    };
    let (value, at_value) = match &action.change {
        Change::Remove => {
            if pointers.iter().any(String::is_empty) {
                let message = "this action removes the whole document".to_owned();
                error(at_target, message, "select the part to remove");
                return ControlFlow::Continue(());
            }
            target.remove(&pointers);
            return ControlFlow::Continue(());
        }
        Change::Update(value) => {
            let mut value = (*value).clone();
            shift(&mut value, start);
            (value, place(action.at, "/update"))
        }
        Change::Copy(path) => {
            let at = place(path.at, "/copy");
            match target.find(&path.text) {
                Ok(found) if found.len() == 1 => match target.get(&found[0]) {
                    Some(node) => (node.clone(), at),
                    None => unreachable!("a query returns the places of values"),
                },
                Ok(found) => {
                    let message = format!(
                        "`copy` must select one value, and {} selects {}",
                        path.text,
                        found.len()
                    );
                    error(at, message, "correct the path");
                    return ControlFlow::Continue(());
                }
                Err(message) => {
                    error(at, message, &query::help());
                    return ControlFlow::Continue(());
                }
            }
        }
    };
    *budget = budget.saturating_sub(size(&value).saturating_mul(pointers.len()));
    if *budget == 0 {
        let message = format!("the actions add more than {MOST} values");
        error(at_value, message, "copy smaller parts, or refer to them with `$ref`");
        return ControlFlow::Break(());
    }
    let kinds = pointers
        .iter()
        .filter_map(|pointer| target.get(pointer))
        .map(merge::kind);
    let kinds: BTreeSet<&str> = kinds.collect();
    if kinds.len() > 1 {
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let message = format!("the target selects values of different kinds: {}", kinds.join(", "));
        error(at_target, message, "write an action for each kind (Overlay 1.1, 4.4.3)");
        return ControlFlow::Continue(());
    }
    for pointer in &pointers {
        if let Err(Conflict { at, message }) = target.merge(pointer, &value) {
            let at_value = if at.is_empty() {
                at_value.clone()
            } else {
                place(action.at, &format!("/update{at}"))
            };
            error(at_value, message, "remove the old value first, in an action of its own");
            return ControlFlow::Continue(());
        }
    }
    ControlFlow::Continue(())
}

/// The JSON Pointers of all values of these actions by their byte offsets, and of the names of properties.
fn pointers(root: &Node, chosen: &[usize]) -> Vec<(usize, String)> {
    fn collect(node: &Node, pointer: &str, all: &mut Vec<(usize, String)>) {
        all.push((node.at, pointer.to_owned()));
        for member in node.members() {
            let pointer = step(pointer, &member.name);
            all.push((member.at, pointer.clone()));
            collect(&member.value, &pointer, all);
        }
        for (index, item) in node.items().iter().enumerate() {
            collect(item, &step(pointer, &index.to_string()), all);
        }
    }
    let mut all = Vec::new();
    let actions = root.get("actions").map(Node::items).unwrap_or_default();
    for index in chosen {
        if let Some(action) = actions.get(*index) {
            collect(action, &step("/actions", &index.to_string()), &mut all);
        }
    }
    all
}

/// Moves the places of a value behind the end of the document.
fn shift(node: &mut Node, by: usize) {
    node.at += by;
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Value::Object(members) => {
            for member in members {
                member.at += by;
                shift(&mut member.value, by);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn size(node: &Node) -> usize {
    let members = node.members().iter().map(|member| size(&member.value));
    1 + node.items().iter().map(size).chain(members).sum::<usize>()
}

fn height(node: &Node) -> usize {
    let members = node.members().iter().map(|member| height(&member.value));
    node.items()
        .iter()
        .map(height)
        .chain(members)
        .max()
        .map_or(0, |height| height + 1)
}
