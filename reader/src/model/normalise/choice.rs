//! Builds enums for `oneOf`, `anyOf` and lists of types.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NUMBER, OBJECT, STRING};

use super::Builder;
use super::branches::BranchLabel;
use super::variant_name::kind_name;
use crate::model::label::Label;
use crate::model::schema_path::{SchemaPath, Step};
use crate::model::shape::{Choice, Kind, Shape, Variant};
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
            && self.asserting_parts(keywords).is_empty();
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
        let labels = self.branch_labels(branches, at);
        let mut variants: Vec<Variant> = Vec::new();
        // Whether the label of each variant is recorded.
        let mut recorded: Vec<bool> = Vec::new();
        let mut known: HashMap<Shape, usize> = HashMap::new();
        let mut variant_of: Vec<usize> = Vec::new();
        for (&(branch, types), BranchLabel { label, variant: kept }) in branches.iter().zip(&labels) {
            let shape = at.inside(Step::Variant(label.clone()), |at| self.shape(branch, types, at));
            // Branches that shared a variant on an earlier run may have become different.
            let kept = kept.as_ref().filter(|kept| {
                let mut others = variants.iter().filter(|variant| variant.label == **kept);
                others.all(|other| other.shape == shape)
            });
            match known.entry(shape) {
                Entry::Occupied(entry) => {
                    let index = *entry.get();
                    let variant: &mut Variant = &mut variants[index];
                    variant.types |= types;
                    // The label of one branch is too specific for the others, unless all branches are the same type.
                    match kept {
                        _ if recorded[index] => {}
                        Some(kept) => {
                            variant.label = kept.clone();
                            recorded[index] = true;
                        }
                        None if variant.label != *label && !matches!(variant.shape, Shape::Named(_)) => {
                            variant.label = Label::Kind(kind_name(variant.types));
                        }
                        None => {}
                    }
                    let equivalence = self.equivalence.of(branch);
                    if variant
                        .branches
                        .iter()
                        .all(|known| self.equivalence.of(*known) != equivalence)
                    {
                        variant.branches.push(branch);
                    }
                    variant_of.push(index);
                }
                Entry::Vacant(entry) => {
                    variant_of.push(variants.len());
                    recorded.push(kept.is_some());
                    variants.push(Variant {
                        label: kept.unwrap_or(label).clone(),
                        shape: entry.key().clone(),
                        boxed: false,
                        types,
                        branches: vec![branch],
                    });
                    entry.insert(variants.len() - 1);
                }
            }
        }
        separate(&mut variants, &recorded);
        let labels: Vec<(Label, Label)> = labels
            .into_iter()
            .zip(&variant_of)
            .map(|(own, variant)| (own.label, variants[*variant].label.clone()))
            .collect();
        self.record_branches(branches, &labels, at);
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

/// Numbers variants with the same label, so that the label identifies a variant. Those whose label is recorded keep it.
fn separate(variants: &mut [Variant], recorded: &[bool]) {
    let mut used: HashSet<String> = HashSet::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let is_named =
        |variant: &Variant| variant.label == Label::Kind(kind_name(STRING)) && matches!(variant.shape, Shape::Named(_));
    for wanted in [true, false] {
        let variants = variants
            .iter_mut()
            .zip(recorded)
            .filter(|(_, recorded)| **recorded == wanted);
        for (variant, _) in variants {
            // The variant is called after its type.
            if is_named(variant) {
                continue;
            }
            let word = variant.label.as_str().to_owned();
            let number = numbers.entry(word.clone()).or_insert(1);
            while !used.insert(variant.label.as_str().to_owned()) {
                *number += 1;
                variant.label = Label::Word(format!("{word} {number}"));
            }
        }
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
