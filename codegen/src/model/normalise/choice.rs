//! Builds enums for `oneOf`, `anyOf` and lists of types.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NUMBER, OBJECT, STRING};

use super::Builder;
use super::variant_name::kind_name;
use crate::model::schema_path::{SchemaPath, Step};
use crate::model::shape::{Choice, Kind, Label, Shape, Variant};
use crate::schema::keywords::{Keywords, SchemaId};

impl Builder<'_> {
    pub(super) fn choice(&mut self, id: SchemaId, mask: u8, at: &mut SchemaPath) -> Kind {
        let (branches, repeated) = self.branches(id);
        let meant: Vec<(SchemaId, u8)> = branches
            .into_iter()
            .map(|branch| (branch, self.types_of(branch) & mask))
            .filter(|(_, types)| *types != 0)
            .collect();
        let variants = self.variants(&meant, at);
        let keywords = self.set.keywords(id);
        let mut tag = match &keywords.tagged {
            Some(tagged) => Some(self.tag_by_discriminator(tagged, &variants)),
            // Another branch may be added to a union with a `discriminator`.
            None => match &variants[..] {
                [only] => return Kind::Wrapper(only.shape.clone()),
                _ => self.tag_of(&variants),
            },
        };
        let is_plain = variants.len() == meant.len()
            && !repeated
            && keywords.asserts_only_types()
            && keywords
                .types
                .is_none_or(|types| meant.iter().all(|(branch, _)| self.types_of(*branch) & !types == 0))
            && keywords.all_of.is_empty();
        let disjoint =
            is_plain && (no_overlap(&variants) || tag.as_ref().is_some_and(|tag| self.is_decided_by(tag, &variants)));
        if let Some(tag) = &mut tag {
            // A value that has a tag can be valid only against the branch of the tag.
            tag.decides |= is_plain && meant.iter().all(|(branch, _)| self.types_of(*branch) == OBJECT);
        }
        Kind::Choice(Choice {
            variants,
            disjoint,
            tag,
            takes_others: false,
            common: keywords.notes.common.clone(),
        })
    }

    /// Builds a variant for each type of `"type": ["string", "number"]`.
    pub(super) fn choice_of_types(&mut self, id: SchemaId, mask: u8, at: &mut SchemaPath) -> Kind {
        let mut variants = Vec::new();
        let number = if mask & NUMBER != 0 { NUMBER | INTEGER } else { INTEGER };
        for types in [STRING, number, BOOLEAN, ARRAY, OBJECT] {
            if mask & types == 0 {
                continue;
            }
            let label = Label::Kind(kind_name(types));
            let shape = at.inside(Step::Variant(label.clone()), |at| self.shape(id, types, at));
            variants.push(Variant {
                label,
                shape,
                boxed: false,
                types,
                branches: vec![id],
            });
        }
        Kind::Choice(Choice {
            variants,
            disjoint: true,
            tag: None,
            takes_others: false,
            common: Vec::new(),
        })
    }

    /// Handles properties without a `type`. They do not constrain values that are not objects, so any other value is
    /// allowed.
    pub(super) fn object_or_other(&mut self, id: SchemaId, at: &mut SchemaPath) -> Kind {
        let label = Label::Kind(kind_name(OBJECT));
        let variant = Variant {
            shape: at.inside(Step::Variant(label.clone()), |at| self.shape(id, OBJECT, at)),
            label,
            boxed: false,
            types: OBJECT,
            branches: vec![id],
        };
        Kind::Choice(Choice {
            variants: vec![variant],
            disjoint: true,
            tag: None,
            takes_others: true,
            common: Vec::new(),
        })
    }

    /// Builds a variant for each branch. Branches with the same Rust type share a variant. The check decides which of
    /// them a value is valid against.
    pub(super) fn variants(&mut self, branches: &[(SchemaId, u8)], at: &mut SchemaPath) -> Vec<Variant> {
        let peers = self.peers(branches);
        let labels: Vec<Label> = branches
            .iter()
            .map(|branch| self.branch_label(*branch, &peers))
            .collect();
        let mut variants: Vec<Variant> = Vec::new();
        let mut known: HashMap<Shape, usize> = HashMap::new();
        for (&(branch, types), label) in branches.iter().zip(labels) {
            let shape = at.inside(Step::Variant(label.clone()), |at| self.shape(branch, types, at));
            match known.entry(shape) {
                Entry::Occupied(entry) => {
                    let variant: &mut Variant = &mut variants[*entry.get()];
                    variant.types |= types;
                    // The label of one branch is too specific for the others, unless all branches are the same type.
                    if variant.label != label && !matches!(variant.shape, Shape::Named(_)) {
                        variant.label = Label::Kind(kind_name(variant.types));
                    }
                    let equivalence = self.equivalence.of(branch);
                    if variant
                        .branches
                        .iter()
                        .all(|known| self.equivalence.of(*known) != equivalence)
                    {
                        variant.branches.push(branch);
                    }
                }
                Entry::Vacant(entry) => {
                    variants.push(Variant {
                        label,
                        shape: entry.key().clone(),
                        boxed: false,
                        types,
                        branches: vec![branch],
                    });
                    entry.insert(variants.len() - 1);
                }
            }
        }
        variants
    }

    /// Returns the distinct branches of `oneOf` or `anyOf`, and whether any were duplicates. A branch that contains
    /// only branches is flattened.
    pub(super) fn branches(&self, id: SchemaId) -> (Vec<SchemaId>, bool) {
        let list = |keywords: &Keywords| {
            let both = keywords.one_of.iter().chain(&keywords.any_of);
            both.copied().rev().collect::<Vec<SchemaId>>()
        };
        let mut branches = Vec::new();
        let mut repeated = false;
        let mut seen = HashSet::new();
        let mut waiting = list(self.set.keywords(id));
        while let Some(branch) = waiting.pop() {
            if !seen.insert(self.set.deref(branch)) {
                repeated = true;
                continue;
            }
            let inner = self.set.keywords(branch);
            let combined = inner.one_of.len() + inner.any_of.len();
            let one_kind = inner.one_of.is_empty() != inner.any_of.is_empty();
            if combined > 0 && one_kind && inner.all_of.is_empty() && inner.asserts_only_branches() {
                waiting.extend(list(inner));
            } else {
                branches.push(branch);
            }
        }
        (branches, repeated)
    }
}

pub(super) fn no_overlap(variants: &[Variant]) -> bool {
    let mut seen = 0;
    variants.iter().all(|variant| {
        let fresh = seen & variant.types == 0;
        seen |= variant.types;
        fresh
    })
}
