//! Labels the branches of a choice.

use std::collections::HashMap;

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::Builder;
use super::text::is_object_id;
use crate::model::label::Label;
use crate::schema::keywords::SchemaId;

impl Builder<'_> {
    /// Returns the label of a branch: its title, otherwise what distinguishes it from the other branches, otherwise its
    /// type.
    pub(super) fn branch_label(&self, (branch, types): (SchemaId, u8), peers: &Peers) -> Label {
        match self.branch_word((branch, types), peers) {
            Some(word) => Label::Word(word),
            None => Label::Kind(kind_name(types)),
        }
    }

    fn branch_word(&self, (branch, types): (SchemaId, u8), peers: &Peers) -> Option<String> {
        let target = self.set.deref(branch);
        for id in [branch, target] {
            let notes = &self.set.keywords(id).notes;
            let pin = notes.rust_name.as_ref().map(|(name, _)| name);
            if let Some(word) = pin.or(notes.title.as_ref()) {
                return Some(word.clone());
            }
        }
        // A reference is named after its target.
        if let Some(name) = self.reference_word(branch) {
            return Some(name);
        }
        if let Some(texts) = self.literal_strings(target)
            && let [only] = &texts[..]
        {
            return Some(only.value.clone());
        }
        let keywords = self.set.keywords(target);
        if types == STRING && keywords.string.pattern.as_deref().is_some_and(is_object_id) {
            return Some("id".to_owned());
        }
        if let Some(format) = keywords.string.format.filter(|_| types == STRING) {
            return Some(format.keyword().to_owned());
        }
        let tag = || self.tag(target, peers).or_else(|| self.tags(target, peers));
        let tag = if types == OBJECT { tag() } else { None };
        let own = tag.or_else(|| self.own_part(target, peers));
        if types != OBJECT {
            return own.or_else(|| self.own_requirement(target, peers));
        }
        match own.or_else(|| self.own_requirement(target, peers)) {
            Some(own) => Some(own),
            None if peers.objects == 1 => None,
            None if keywords.object.properties.is_empty() => Some("map".to_owned()),
            None => self.own_property(target, peers),
        }
    }

    /// Returns the one or two literal values of a property, if no other object branch has any of them.
    pub(super) fn tag(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        self.own_properties(branch).into_iter().find_map(|(name, property)| {
            let own = self.literal_words(property);
            let own = own.filter(|texts| (1..=2).contains(&texts.len()))?;
            let distinct = own
                .iter()
                .all(|text| peers.literals.get(&(name.clone(), text.clone())) == Some(&1));
            distinct.then(|| own.join(" or "))
        })
    }

    /// Returns the properties that are described in a branch, also in the `allOf` that a generator writes for a tagged
    /// struct: `[{"$ref": …}, {"properties": {"kind": …}}]`.
    fn own_properties(&self, branch: SchemaId) -> Vec<(&String, SchemaId)> {
        let keywords = self.set.keywords(branch);
        let inline = keywords.all_of.iter().filter(|part| self.set.deref(**part) == **part);
        let parts = inline.map(|part| self.set.keywords(*part));
        let properties = std::iter::once(keywords)
            .chain(parts)
            .flat_map(|part| &part.object.properties);
        properties.map(|(name, property)| (name, *property)).collect()
    }

    /// Returns all literal values of a branch, if no other branch has the same ones.
    pub(super) fn tags(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let own = self.words(branch);
        (peers.words.get(&own) == Some(&1) && !own.is_empty()).then_some(own)
    }

    /// Returns the values of all properties that have a single literal value.
    pub(super) fn words(&self, id: SchemaId) -> String {
        let properties = self.set.keywords(id).object.properties.iter();
        let texts = properties.filter_map(|(_, property)| self.literal_words(*property));
        let single: Vec<String> = texts.filter(|texts| texts.len() == 1).flatten().collect();
        single.join(" ")
    }

    /// Returns the strings in the `enum` or `const` of a schema.
    fn literal_words(&self, id: SchemaId) -> Option<Vec<String>> {
        let values = self.literal_strings(self.set.deref(id))?;
        Some(values.into_iter().map(|value| value.value).collect())
    }

    /// Returns the name of the target of a reference.
    pub(super) fn reference_word(&self, id: SchemaId) -> Option<String> {
        let target = self.set.deref(id);
        if target == id {
            return None;
        }
        let pointer = &self.set.schemas[target].pointer;
        let last = pointer.rsplit('/').next().filter(|last| !last.is_empty());
        let root = self.set.roots.iter().find(|root| root.schema == target);
        last.or(root.map(|root| root.name.as_str())).map(str::to_owned)
    }

    /// Returns the name of the first schema in the `allOf` of a branch that no other branch refers to.
    fn own_part(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let parts = self.set.keywords(branch).all_of.iter();
        let mut own = parts.filter(|part| peers.parts.get(&self.set.deref(**part)) == Some(&1));
        own.find_map(|part| self.reference_word(*part))
    }

    /// Returns the first property that only this branch requires, if the branch declares no properties.
    fn own_requirement(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let object = &self.set.keywords(branch).object;
        let mut own = object
            .required
            .iter()
            .filter(|name| peers.required.get(*name) == Some(&1));
        own.find(|_| object.properties.is_empty()).cloned()
    }

    /// Returns the first property that no other branch has.
    pub(super) fn own_property(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let mut names = self.set.keywords(branch).object.properties.iter().map(|(name, _)| name);
        names.find(|name| peers.properties.get(*name) == Some(&1)).cloned()
    }

    /// Returns words for a branch without a property of its own, from its few properties: their names, or the name and the
    /// type of one of them.
    pub(super) fn property_words(&self, branch: SchemaId) -> Vec<String> {
        const MOST: usize = 3;
        let properties = &self.set.keywords(branch).object.properties;
        let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
        let all = (2..=MOST).contains(&names.len()).then(|| names.join(" and "));
        let typed = properties.iter().take(MOST).map(|(name, property)| {
            let kind = kind_name(self.types_of(*property));
            format!("{name} {kind}")
        });
        all.into_iter().chain(typed).collect()
    }

    /// Counts the features of the branches of a choice.
    pub(super) fn peers(&self, branches: &[(SchemaId, u8)]) -> Peers {
        let mut peers = Peers::default();
        for &(branch, types) in branches {
            let target = self.set.deref(branch);
            let is_object = types & OBJECT != 0;
            peers.objects += usize::from(is_object);
            *peers.words.entry(self.words(target)).or_default() += 1;
            for part in &self.set.keywords(target).all_of {
                *peers.parts.entry(self.set.deref(*part)).or_default() += 1;
            }
            for name in &self.set.keywords(target).object.required {
                *peers.required.entry(name.clone()).or_default() += 1;
            }
            for (name, _) in &self.set.keywords(target).object.properties {
                *peers.properties.entry(name.clone()).or_default() += 1;
            }
            for (name, property) in self.own_properties(target) {
                let texts = self.literal_words(property);
                for text in texts.filter(|_| is_object).into_iter().flatten() {
                    *peers.literals.entry((name.clone(), text)).or_default() += 1;
                }
            }
        }
        peers
    }
}

/// The features of the branches of a choice, counted. Each branch is named after a feature that the others lack.
#[derive(Default)]
pub(super) struct Peers {
    /// The number of branches that accept objects.
    objects: usize,
    /// The number of object branches that have a property with a literal value, by property and value.
    literals: HashMap<(String, String), usize>,
    /// The number of branches with these [`Builder::words`].
    words: HashMap<String, usize>,
    /// The number of branches with this schema in their `allOf`.
    parts: HashMap<SchemaId, usize>,
    /// The number of branches that require a property with this name.
    required: HashMap<String, usize>,
    /// The number of branches that have a property with this name.
    properties: HashMap<String, usize>,
}

/// Returns the variant name for values of a type.
pub(super) fn kind_name(types: u8) -> &'static str {
    match types & !NULL {
        STRING => "string",
        BOOLEAN => "bool",
        ARRAY => "array",
        OBJECT => "object",
        INTEGER => "integer",
        types if types & !(INTEGER | NUMBER) == 0 && types != 0 => "number",
        0 => "null",
        types if types & (ARRAY | OBJECT) == 0 => "scalar",
        _ => "value",
    }
}
