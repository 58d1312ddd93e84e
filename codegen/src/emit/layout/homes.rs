//! Finds the resource that owns each type.

use std::collections::{BTreeMap, BTreeSet};

use super::{Piece, by_table};
use crate::emit::endpoints::Resource;
use crate::model::Model;
use crate::model::identifier::snake;
use crate::model::owners::OwnerId;
use crate::model::shape::{Identity, Use};
use crate::schema::SchemaSet;

/// Where a type belongs.
#[derive(Debug, Default, Clone)]
pub(super) struct Home {
    /// The module of the resource, or none if the type belongs to several.
    pub resource: Option<String>,
    /// The path to the type: the first word of the name of the first type of the same owner, the whole name, and the steps
    /// from there.
    pub path: Vec<String>,
}

/// The types that stay together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    /// The inline types of a schema.
    Owner(OwnerId),
    /// A type alone, or a table.
    Piece(usize),
}

/// Finds the place of each type.
///
/// A type that the actions of a single resource use belongs to it. A type of several resources belongs to the one that its
/// name begins with; so does a type that no action uses. Inline types belong to their owner.
///
/// Returns the resources whose actions use each piece.
pub(super) fn find(
    pieces: &mut [Piece],
    resources: &[&Resource],
    model: &Model,
    set: &SchemaSet,
) -> Vec<BTreeSet<usize>> {
    let reached = reached(pieces, resources);
    let mut places = places(pieces, model, set);
    place_parts(pieces, &mut places);
    let mut units: BTreeMap<Unit, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for (index, (unit, _)) in places.iter().enumerate() {
        let (_, resources) = units.entry(unit.clone()).or_insert((index, BTreeSet::new()));
        resources.extend(&reached[index]);
    }
    let homes = units.into_iter().map(|(unit, (first, used))| {
        let name = pieces[first].name.clone();
        let resource = match used.first() {
            Some(&only) if used.len() == 1 => Some(resources[only].module.clone()),
            Some(_) => named_after(&name, used.iter().map(|&resource| resources[resource])),
            None => named_after(&name, resources.iter().copied()),
        };
        (unit, (resource, name))
    });
    let homes: BTreeMap<Unit, (Option<String>, String)> = homes.collect();
    for (piece, (unit, steps)) in pieces.iter_mut().zip(places) {
        let (resource, name) = &homes[&unit];
        let module = snake(name);
        // The name of a type may begin with a digit, that of a module with an underscore then.
        let word = module.split('_').find(|word| !word.is_empty()).unwrap_or(&module);
        piece.home = Home {
            resource: resource.clone(),
            path: [word.to_owned(), name.clone()].into_iter().chain(steps).collect(),
        };
    }
    reached
}

/// Returns the resources whose actions use each piece.
fn reached(pieces: &[Piece], resources: &[&Resource]) -> Vec<BTreeSet<usize>> {
    let by_table = by_table(pieces);
    let types = pieces.iter().enumerate().filter(|(_, piece)| piece.items.is_some());
    let by_name: BTreeMap<&str, usize> = types.map(|(index, piece)| (piece.name.as_str(), index)).collect();
    let mut reached = vec![BTreeSet::new(); pieces.len()];
    for (resource, used) in resources.iter().map(|resource| &resource.types).enumerate() {
        let used = used.iter().map(|path| match path.strip_prefix("schema::") {
            Some(table) => by_table.get(table),
            None => by_name.get(path.as_str()),
        });
        let mut open: Vec<usize> = used.flatten().copied().collect();
        while let Some(index) = open.pop() {
            if reached[index].insert(resource) {
                open.extend(&pieces[index].named);
                open.extend(pieces[index].tables().filter_map(|table| by_table.get(table.as_str())));
            }
        }
    }
    reached
}

/// Returns the unit of each piece, and the steps to it.
fn places(pieces: &[Piece], model: &Model, set: &SchemaSet) -> Vec<(Unit, Vec<String>)> {
    let shapes = &model.shapes;
    let main = |uses: &[Use]| {
        let main = uses.iter().min_by_key(|place| place.path.steps.len());
        let words = main.map(|place| place.path.words(true)).unwrap_or_default();
        words.into_iter().map(|(word, _)| word).collect()
    };
    let of_uses = |index: usize, identity: &Identity, uses: &[Use]| match identity {
        Identity::Owner(owner) | Identity::Inline(owner) => (Unit::Owner(*owner), main(uses)),
        Identity::Pinned(_) | Identity::Universal => (Unit::Piece(index), Vec::new()),
    };
    let mut places: Vec<(Unit, Vec<String>)> = Vec::new();
    for definition in &shapes.definitions {
        places.push(of_uses(places.len(), &definition.identity, &definition.uses));
    }
    for alias in &shapes.aliases {
        places.push(of_uses(places.len(), &alias.identity, &alias.uses));
    }
    // The schemas that are only references.
    for alias in model.names.aliases.iter().skip(shapes.aliases.len()) {
        let (owner, _) = model.owners.locate(set, alias.schema);
        places.push((Unit::Owner(owner), Vec::new()));
    }
    places.extend((places.len()..pieces.len()).map(|index| (Unit::Piece(index), Vec::new())));
    places
}

/// Puts each table without a type beside the first type that names it.
fn place_parts(pieces: &[Piece], places: &mut [(Unit, Vec<String>)]) {
    let by_table = by_table(pieces);
    let is_part = |index: usize| pieces[index].items.is_none();
    let mut known = BTreeSet::new();
    for index in (0..pieces.len()).filter(|index| !is_part(*index)) {
        let mut open = vec![index];
        while let Some(inner) = open.pop() {
            let parts = pieces[inner].tables().filter_map(|table| by_table.get(table.as_str()));
            for &part in parts.filter(|part| is_part(**part)) {
                if known.insert(part) {
                    places[part] = places[index].clone();
                    open.push(part);
                }
            }
        }
    }
}

/// Returns the module of the resource that a name begins with: `device` for `DeviceTag`, if there is no `device_tag`.
fn named_after<'r>(name: &str, resources: impl Iterator<Item = &'r Resource>) -> Option<String> {
    let name = snake(name);
    let words: Vec<&str> = name.split('_').collect();
    let modules = resources.filter_map(|resource| {
        let module: Vec<&str> = resource.module.split('_').collect();
        let begins = words.get(..module.len()).is_some_and(|start| {
            let mut pairs = start.iter().zip(&module);
            pairs.all(|(word, of_module)| singular(word) == singular(of_module))
        });
        let is_exact = name.starts_with(&resource.module);
        begins.then_some((module.len(), is_exact, &resource.module))
    });
    modules.max().map(|(_, _, module)| module.clone())
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
