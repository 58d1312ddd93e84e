//! Finds the property that distinguishes the object branches of a choice.

use std::collections::BTreeSet;

use typewright_core::schema::OBJECT;

use super::Builder;
use crate::model::shape::{Tag, Variant};
use crate::schema::keywords::{SchemaId, Tagged};

impl Builder<'_> {
    /// Returns a property that has distinct values in each object variant. A property required by every branch is
    /// preferred.
    pub(super) fn tag_of(&self, variants: &[Variant]) -> Option<Tag> {
        let is_object = |variant: &Variant| variant.types & OBJECT != 0;
        let first = variants.iter().find(|variant| is_object(variant))?;
        if variants.iter().filter(|variant| is_object(variant)).count() < 2 {
            return None;
        }
        let parts = self.set.gathered(*first.branches.first()?);
        let candidates = self.fields_of(&parts);
        let tags = candidates
            .into_iter()
            .filter_map(|(property, _)| self.tag_by(property, variants));
        let mut optional = None;
        for tag in tags {
            if tag.required {
                return Some(tag);
            }
            optional.get_or_insert(tag);
        }
        optional
    }

    /// Returns the tag that a `discriminator` names.
    pub(super) fn tag_by_discriminator(&self, tagged: &Tagged, variants: &[Variant]) -> Tag {
        let selects = |branch: SchemaId, variant: &Variant| {
            let target = self.set.deref(branch);
            variant.branches.iter().any(|known| self.set.deref(*known) == target)
        };
        let values = variants.iter().map(|variant| {
            let selected = tagged.branches.iter().filter(|(_, branch)| selects(*branch, variant));
            selected.map(|(value, _)| value.clone()).collect()
        });
        Tag {
            property: tagged.property.clone(),
            values: values.collect(),
            required: true,
            decides: true,
        }
    }

    fn tag_by(&self, property: String, variants: &[Variant]) -> Option<Tag> {
        let mut required = true;
        let mut taken = BTreeSet::new();
        let mut values = Vec::new();
        for variant in variants {
            if variant.types & OBJECT == 0 {
                values.push(Vec::new());
                continue;
            }
            let mut own: Vec<String> = Vec::new();
            for &branch in &variant.branches {
                let parts = self.set.gathered(branch);
                let texts = self.pinned(&parts, &property)?;
                own.extend(texts);
                required &= parts
                    .iter()
                    .any(|part| self.set.keywords(*part).object.required.contains(&property));
            }
            own.sort();
            own.dedup();
            if !own.iter().all(|text| taken.insert(text.clone())) {
                return None;
            }
            values.push(own);
        }
        Some(Tag {
            property,
            values,
            required,
            decides: false,
        })
    }

    /// Returns the strings to which a property is restricted by the parts of a schema.
    fn pinned(&self, parts: &[SchemaId], property: &str) -> Option<Vec<String>> {
        let properties = parts
            .iter()
            .flat_map(|part| &self.set.keywords(*part).object.properties);
        let mut schemas = properties
            .filter(|(name, _)| name == property)
            .map(|(_, schema)| *schema);
        schemas.find_map(|schema| {
            let mut parts = self.set.gathered(schema).into_iter();
            parts.find_map(|part| self.set.keywords(part).only_strings())
        })
    }

    /// Whether a value that is valid against the branch of its variant cannot be valid against another branch. Objects
    /// are distinguished by the tag, and other values by their type.
    pub(super) fn is_decided_by(&self, tag: &Tag, variants: &[Variant]) -> bool {
        let mut taken = 0;
        tag.required
            && variants.iter().all(|variant| {
                let [branch] = variant.branches[..] else {
                    return false;
                };
                let types = self.types_of(branch);
                let is_apart = types == OBJECT || types & (taken | OBJECT) == 0;
                taken |= types;
                is_apart
            })
    }
}
