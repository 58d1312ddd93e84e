//! Decides which inline shapes of several owners share a type.
//!
//! Equal shapes of two owners share a type only if the property has the same name, so that the name fits both. Each
//! owner keeps its own name: one of them names the type, and the others have aliases.

use std::collections::HashMap;
use std::mem;

use super::{Alias, Shapes};
use crate::input::load::{FileId, Sources};
use crate::input::names_file::Entry;
use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::model::places::place;
use crate::model::schema_path::Step;
use crate::model::shape::{Definition, DefinitionId, Extra, Identity, Kind, Shape};
use crate::schema::equivalence::EquivalenceId;

/// Merges the definitions to be shared, and drops definitions that are no longer used.
pub(super) fn share(shapes: &mut Shapes, owners: &Owners, sources: &Sources) {
    join_kept(shapes, owners, sources);
    let mut groups: HashMap<Group, Vec<usize>> = HashMap::new();
    for (index, definition) in shapes.definitions.iter().enumerate() {
        if let Some(group) = group(definition, owners) {
            groups.entry(group).or_default().push(index);
        }
    }
    let mut new_ids: Vec<DefinitionId> = (0..shapes.definitions.len()).map(DefinitionId::new).collect();
    let mut groups: Vec<(Group, Vec<usize>)> = groups.into_iter().filter(|(_, members)| members.len() > 1).collect();
    groups.sort_by_key(|(_, members)| members.first().copied());
    for (group, mut members) in groups {
        members.sort_by_cached_key(|member| rank(&shapes.definitions[*member], owners, sources));
        let (first, others) = members.split_at(1);
        let canonical = DefinitionId::new(first[0]);
        for &other in others {
            let uses = mem::take(&mut shapes.definitions[other].uses);
            if let Sharing::Parameters(_) | Sharing::Definition(_) = group.sharing {
                // All of them have the same name.
                shapes.definitions[canonical].uses.extend(uses);
                new_ids[other] = canonical;
                continue;
            }
            new_ids[other] = canonical.with_alias(shapes.aliases.len());
            shapes.aliases.push(Alias {
                definition: canonical,
                identity: shapes.definitions[other].identity.clone(),
                uses,
            });
        }
    }
    rename(shapes, |id| new_ids[id.index()]);
    drop_unused(shapes);
}

/// What the members of a group have in common.
#[derive(PartialEq, Eq, Hash)]
struct Group {
    equivalence: EquivalenceId,
    mask: u8,
    sharing: Sharing,
}

#[derive(PartialEq, Eq, Hash)]
enum Sharing {
    /// The last property on the path, and the steps after it.
    Property(Vec<Step>),
    /// The whole path, which starts at a parameter.
    Parameters(Vec<Step>),
    /// Definitions with this name.
    Definition(String),
    /// The bodies of this action, identified by its location.
    Action(FileId, String),
}

fn group(definition: &Definition, owners: &Owners) -> Option<Group> {
    let path = &definition.main_use().path;
    let sharing = match &definition.identity {
        Identity::Inline(owner) => match owners[*owner].kind {
            OwnerKind::Parameter(_) => Sharing::Parameters(path.steps.clone()),
            _ => Sharing::Property(path.last_property()?.to_vec()),
        },
        Identity::Owner(owner) => {
            let owner = &owners[*owner];
            match owner.kind {
                OwnerKind::Body => {
                    let action: Vec<&str> = owner.pointer.split('/').take(4).collect();
                    (action.get(1) == Some(&"paths")).then(|| Sharing::Action(owner.file, action.join("/")))?
                }
                OwnerKind::Definition(_) => Sharing::Definition(owner.word.clone()),
                OwnerKind::File | OwnerKind::Component | OwnerKind::Parameter(_) | OwnerKind::Document => return None,
            }
        }
        Identity::Pinned(_) | Identity::Universal => return None,
    };
    Some(Group {
        equivalence: definition.equivalence,
        mask: definition.mask,
        sharing,
    })
}

/// Ranks the owners that could name a type: first the owner that named it on an earlier run, then the owner with the
/// shortest name, such as `Device` before `DevicePatch`.
fn rank<'o>(definition: &Definition, owners: &'o Owners, sources: &Sources) -> (u8, usize, &'o str, OwnerId) {
    let owner = definition.main_use().path.owner;
    let kept = match kept(definition, owners, sources) {
        Some(entry) if !entry.is_alias => 0,
        Some(_) => 1,
        None => 2,
    };
    (kept, owners[owner].word.len(), &owners[owner].word, owner)
}

/// Returns the entry of a type in the names file.
fn kept<'s>(definition: &Definition, owners: &Owners, sources: &'s Sources) -> Option<&'s Entry> {
    if sources.names.entries.is_empty() {
        return None;
    }
    let mut places = definition.uses.iter().map(|used| place(&used.path, owners, sources));
    places.find_map(|place| sources.names.entries.get(&place))
}

/// Merges types without a recorded name into an equal type of the same owner that has one.
fn join_kept(shapes: &mut Shapes, owners: &Owners, sources: &Sources) {
    let mut named: HashMap<(OwnerId, EquivalenceId, u8), DefinitionId> = HashMap::new();
    let mut unnamed = Vec::new();
    for (id, definition) in shapes.iter() {
        let Identity::Inline(owner) = definition.identity else {
            continue;
        };
        let key = (owner, definition.equivalence, definition.mask);
        if kept(definition, owners, sources).is_some() {
            named.entry(key).or_insert(id);
        } else {
            unnamed.push((key, id));
        }
    }
    let mut new_ids: Vec<DefinitionId> = (0..shapes.definitions.len()).map(DefinitionId::new).collect();
    for (key, id) in unnamed {
        if let Some(&known) = named.get(&key) {
            let uses = mem::take(&mut shapes.definitions[id].uses);
            shapes.definitions[known].uses.extend(uses);
            new_ids[id.index()] = known;
        }
    }
    rename(shapes, |id| new_ids[id.index()]);
    drop_unused(shapes);
}

/// Replaces all references to definitions.
fn rename(shapes: &mut Shapes, new_id: impl Fn(DefinitionId) -> DefinitionId) {
    for definition in &mut shapes.definitions {
        for shape in shapes_in_mut(&mut definition.kind) {
            rename_in(shape, &new_id);
        }
    }
    for root in &mut shapes.roots {
        root.definition = new_id(root.definition);
    }
    for shape in shapes.asked.values_mut() {
        rename_in(shape, &new_id);
    }
    for alias in &mut shapes.aliases {
        alias.definition = new_id(alias.definition);
    }
}

fn rename_in(shape: &mut Shape, new_id: &impl Fn(DefinitionId) -> DefinitionId) {
    match shape {
        Shape::Named(definition) => *definition = new_id(*definition),
        Shape::List(inner) | Shape::Map(inner) | Shape::Boxed(inner) | Shape::Nullable(inner) => {
            rename_in(inner, new_id);
        }
        Shape::Tuple(items) => items.iter_mut().for_each(|item| rename_in(item, new_id)),
        Shape::Json
        | Shape::Object
        | Shape::Null
        | Shape::Bool
        | Shape::Int64
        | Shape::Float64
        | Shape::Integer
        | Shape::Number
        | Shape::String
        | Shape::Formatted(_) => {}
    }
}

/// Keeps the definitions reachable from roots and requested schemas, in order.
fn drop_unused(shapes: &mut Shapes) {
    let mut used = vec![false; shapes.definitions.len()];
    let mut used_aliases = vec![false; shapes.aliases.len()];
    let mut waiting: Vec<DefinitionId> = shapes.roots.iter().map(|root| root.definition).collect();
    waiting.extend(shapes.asked.values().flat_map(leads_to));
    while let Some(id) = waiting.pop() {
        if let Some(alias) = id.alias() {
            used_aliases[alias] = true;
        }
        if !mem::replace(&mut used[id.index()], true) {
            let inside = shapes_in(&shapes.definitions[id].kind);
            waiting.extend(inside.into_iter().flat_map(leads_to));
        }
    }
    let places = new_places(&used);
    let alias_places = new_places(&used_aliases);
    rename(shapes, |id| {
        let new = DefinitionId::new(places[id.index()]);
        match id.alias() {
            Some(alias) => new.with_alias(alias_places[alias]),
            None => new,
        }
    });
    let mut keep = used.iter();
    shapes.definitions.retain(|_| keep.next() == Some(&true));
    let mut keep = used_aliases.iter();
    shapes.aliases.retain(|_| keep.next() == Some(&true));
}

/// Returns the new indices after all unused items are removed.
fn new_places(kept: &[bool]) -> Vec<usize> {
    let mut next = 0;
    kept.iter()
        .map(|kept| {
            let place = next;
            next += usize::from(*kept);
            place
        })
        .collect()
}

/// Returns the definitions that a shape refers to.
fn leads_to(shape: &Shape) -> Vec<DefinitionId> {
    match shape {
        Shape::Named(definition) => vec![*definition],
        Shape::Tuple(items) => items.iter().flat_map(leads_to).collect(),
        Shape::List(inner) | Shape::Map(inner) | Shape::Boxed(inner) | Shape::Nullable(inner) => leads_to(inner),
        Shape::Json
        | Shape::Object
        | Shape::Null
        | Shape::Bool
        | Shape::Int64
        | Shape::Float64
        | Shape::Integer
        | Shape::Number
        | Shape::String
        | Shape::Formatted(_) => Vec::new(),
    }
}

fn shapes_in(kind: &Kind) -> Vec<&Shape> {
    match kind {
        Kind::Struct(fields, extra) => {
            let extra = match extra {
                Extra::Kept(shape) => Some(shape),
                Extra::Closed => None,
            };
            fields.iter().map(|field| &field.shape).chain(extra).collect()
        }
        Kind::Strings(_, variants) => variants.iter().map(|variant| &variant.shape).collect(),
        Kind::Choice(choice) => choice.variants.iter().map(|variant| &variant.shape).collect(),
        Kind::Wrapper(shape) => vec![shape],
        Kind::Open | Kind::Integers(_) | Kind::Text | Kind::Checked(_) => Vec::new(),
    }
}

fn shapes_in_mut(kind: &mut Kind) -> Vec<&mut Shape> {
    match kind {
        Kind::Struct(fields, extra) => {
            let extra = match extra {
                Extra::Kept(shape) => Some(shape),
                Extra::Closed => None,
            };
            fields.iter_mut().map(|field| &mut field.shape).chain(extra).collect()
        }
        Kind::Strings(_, variants) => variants.iter_mut().map(|variant| &mut variant.shape).collect(),
        Kind::Choice(choice) => choice.variants.iter_mut().map(|variant| &mut variant.shape).collect(),
        Kind::Wrapper(shape) => vec![shape],
        Kind::Open | Kind::Integers(_) | Kind::Text | Kind::Checked(_) => Vec::new(),
    }
}
