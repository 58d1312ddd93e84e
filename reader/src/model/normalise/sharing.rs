//! Decides which inline shapes share a type.
//!
//! In one owner, all equal shapes share a type. Each property has a name of its own for it: the first one names the type,
//! and the others have aliases, so that no property has a type that is named after another one.
//!
//! Equal shapes of two owners share a type only if the property has the same name. One of the owners names the type, and
//! the others have aliases.

use std::collections::{BTreeMap, HashMap};
use std::mem;

use super::{Alias, Shapes};
use crate::input::names_file::Entry;
use crate::input::sources::{FileId, Sources};
use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::model::places::place;
use crate::model::schema_path::Step;
use crate::model::shape::{Definition, DefinitionId, Extra, Identity, Kind, Shape};
use crate::schema::equivalence::EquivalenceId;

/// Merges the definitions to be shared, and drops definitions that are no longer used.
pub(super) fn share(shapes: &mut Shapes, owners: &Owners, sources: &Sources) {
    join_kept(shapes, owners, sources);
    share_in_owners(shapes, owners, sources);
    share_across_owners(shapes, owners, sources);
}

/// Merges equal types of the same owner. Each name becomes an alias.
fn share_in_owners(shapes: &mut Shapes, owners: &Owners, sources: &Sources) {
    let mut groups: BTreeMap<(OwnerId, EquivalenceId, u8), Vec<DefinitionId>> = BTreeMap::new();
    for (id, definition) in shapes.iter() {
        if let Identity::Inline(owner) = definition.identity {
            let key = (owner, definition.equivalence, definition.mask);
            groups.entry(key).or_default().push(id);
        }
    }
    let mut new_ids: Vec<DefinitionId> = (0..shapes.definitions.len()).map(DefinitionId::new).collect();
    let mut groups: Vec<Vec<DefinitionId>> = groups.into_values().filter(|members| members.len() > 1).collect();
    groups.sort();
    for mut members in groups {
        members.sort_by_cached_key(|member| {
            let definition = &shapes.definitions[*member];
            let depth = definition.main_use().path.steps.len();
            (kept_rank(definition, owners, sources), depth, *member)
        });
        let Some((&canonical, others)) = members.split_first() else {
            continue;
        };
        for &other in others {
            // Two types that an earlier run has named remain two types.
            if kept_rank(&shapes.definitions[other], owners, sources) != KeptRank::Type {
                new_ids[other.index()] = shapes.replace_by_alias(other, canonical);
            }
        }
    }
    rename(shapes, |id| new_ids[id.index()]);
    drop_unused(shapes);
}

/// Merges equal types of several owners under the same property name.
fn share_across_owners(shapes: &mut Shapes, owners: &Owners, sources: &Sources) {
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
            if let Sharing::Parameters(_) | Sharing::Definition(_) = group.sharing {
                // All of them have the same name.
                let uses = mem::take(&mut shapes.definitions[other].uses);
                shapes.definitions[canonical].uses.extend(uses);
                new_ids[other] = canonical;
            } else {
                new_ids[other] = shapes.replace_by_alias(DefinitionId::new(other), canonical);
            }
        }
    }
    rename(shapes, |id| {
        let new = new_ids[id.index()];
        // Another name of the merged type becomes another name of the type that remains.
        id.alias().map_or(new, |alias| new.with_alias(alias))
    });
    drop_unused(shapes);
}

impl Shapes {
    /// Makes the name of a definition an alias of another definition, and returns the id of the alias.
    fn replace_by_alias(&mut self, id: DefinitionId, canonical: DefinitionId) -> DefinitionId {
        let alias = canonical.with_alias(self.aliases.len());
        self.aliases.push(Alias {
            definition: canonical,
            identity: self.definitions[id].identity.clone(),
            uses: mem::take(&mut self.definitions[id].uses),
        });
        alias
    }
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
fn rank<'o>(definition: &Definition, owners: &'o Owners, sources: &Sources) -> (KeptRank, usize, &'o str, OwnerId) {
    let owner = definition.main_use().path.owner;
    let kept = kept_rank(definition, owners, sources);
    (kept, owners[owner].word.len(), &owners[owner].word, owner)
}

/// What an earlier run named, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KeptRank {
    Type,
    Alias,
    Nothing,
}

fn kept_rank(definition: &Definition, owners: &Owners, sources: &Sources) -> KeptRank {
    match kept(definition, owners, sources) {
        Some(entry) if !entry.is_alias => KeptRank::Type,
        Some(_) => KeptRank::Alias,
        None => KeptRank::Nothing,
    }
}

/// Returns the entry of a type in the names file.
fn kept<'s>(definition: &Definition, owners: &Owners, sources: &'s Sources) -> Option<&'s Entry> {
    if sources.names.entries.is_empty() {
        return None;
    }
    let mut places = definition.uses.iter().map(|used| place(&used.path, owners, sources));
    places.find_map(|place| sources.names.entries.get(&place))
}

/// Merges types without a recorded name into an equal type of the same owner and property that has one.
fn join_kept(shapes: &mut Shapes, owners: &Owners, sources: &Sources) {
    let mut named: HashMap<(OwnerId, EquivalenceId, u8, String), DefinitionId> = HashMap::new();
    let mut unnamed = Vec::new();
    for (id, definition) in shapes.iter() {
        let Identity::Inline(owner) = definition.identity else {
            continue;
        };
        let is_kept = kept(definition, owners, sources).is_some();
        for used in &definition.uses {
            let key = (owner, definition.equivalence, definition.mask, used.path.own_name());
            if is_kept {
                named.entry(key).or_insert(id);
            } else {
                unnamed.push((key, id));
            }
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
        alias.definition = DefinitionId::new(new_id(alias.definition).index());
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
        other => other.children().iter().flat_map(leads_to).collect(),
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
