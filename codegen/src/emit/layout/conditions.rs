//! Finds when each type is compiled.

use std::collections::BTreeSet;

use super::divide::Module;
use super::{Piece, by_table};
use crate::emit::condition::Condition;
use crate::emit::endpoints::Resource;
use crate::model::names::Names;
use crate::model::shape::DefinitionId;

/// Finds the condition of each piece: it is compiled if a resource that uses it is. A type that no resource uses is compiled
/// if the resource that it belongs to is, and with all resources if it belongs to none; the names file records that, so that an
/// action that is added later does not take it away from those who have it. `reached` has the resources that use each piece.
pub(super) fn find(pieces: &mut [Piece], reached: &[BTreeSet<usize>], resources: &[&Resource], names: &Names) {
    let of_resource = |index: &usize| &resources[*index].condition;
    let conditions = reached
        .iter()
        .map(|used| Condition::union(used.iter().map(of_resource)));
    let mut conditions: Vec<Condition> = conditions.collect();
    let uses = uses(pieces);
    let features = || resources.iter().flat_map(|resource| resource.condition.features());
    for index in (0..pieces.len()).filter(|index| pieces[*index].is_definition()) {
        let definition = DefinitionId::new(index);
        let recorded = names
            .features_of(definition)
            .map(|text| Condition::read(text, features()));
        let own = reached[index].is_empty().then(|| of_home(&pieces[index], resources));
        let kept: Vec<Condition> = recorded.into_iter().chain(own).collect();
        let kept = Condition::union(&kept);
        if kept == Condition::never() {
            continue;
        }
        names.keep_features(definition, &kept.text());
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            if conditions[index].add(&kept) {
                open.extend(&uses[index]);
            }
        }
    }
    for index in (0..pieces.len()).filter(|index| pieces[*index].is_alias()) {
        let mut target = index;
        while pieces[target].is_alias()
            && let Some(next) = uses[target].first()
        {
            target = *next;
        }
        conditions[index] = conditions[target].clone();
    }
    for (index, condition) in conditions.iter().enumerate() {
        let is_covered = uses[index].iter().all(|other| conditions[*other].covers(condition));
        assert!(
            is_covered && *condition != Condition::never(),
            "the condition of {} does not fit those of what it uses",
            pieces[index].name
        );
    }
    for (piece, condition) in pieces.iter_mut().zip(conditions) {
        piece.condition = condition;
    }
}

/// Finds what is left of the condition of each piece inside of its module.
pub(super) fn inside_of_modules(pieces: &mut [Piece], modules: &[Module]) {
    for module in modules {
        let of_module = Condition::union(module.pieces.iter().map(|index| &pieces[*index].condition));
        for index in &module.pieces {
            let piece = &mut pieces[*index];
            piece.narrower = piece.condition.inside(&of_module);
        }
    }
}

/// Returns the condition of the resource that a piece belongs to.
fn of_home(piece: &Piece, resources: &[&Resource]) -> Condition {
    let home = piece.home.resource.as_ref();
    let mut home = resources.iter().filter(|resource| Some(&resource.module) == home);
    home.next()
        .map_or(Condition::Full, |resource| resource.condition.clone())
}

/// Returns what each piece names.
fn uses(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let by_table = by_table(pieces);
    let uses = pieces.iter().map(|piece| {
        let tables = piece.tables().filter_map(|table| by_table.get(table.as_str()));
        piece.named.iter().chain(tables).copied().collect()
    });
    uses.collect()
}
