//! A word for each branch of a choice.

use std::collections::HashMap;

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::Builder;
use super::text::is_object_id;
use crate::model::shape::Label;
use crate::schema::keywords::SchemaId;

impl Builder<'_> {
    /// What a branch is called: its own title, else what tells it from the other branches, else its type.
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
        // A reference is named after what it leads to.
        if let Some(name) = self.reference_word(branch) {
            return Some(name);
        }
        if let Some(texts) = self.literal_strings(target)
            && let [only] = &texts[..]
        {
            return Some(only.clone());
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

    /// The literal values of a property that each object branch has, and has other values for.
    pub(super) fn tag(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        self.set
            .keywords(branch)
            .object
            .properties
            .iter()
            .find_map(|(name, property)| {
                let own = self.literal_strings(self.set.deref(*property));
                let own = own.filter(|texts| (1..=2).contains(&texts.len()))?;
                let distinct = own
                    .iter()
                    .all(|text| peers.literals.get(&(name.clone(), text.clone())) == Some(&1));
                distinct.then(|| own.join(" or "))
            })
    }

    /// All literal values of a branch together, if no other branch has just these.
    pub(super) fn tags(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let own = self.words(branch);
        (peers.words.get(&own) == Some(&1) && !own.is_empty()).then_some(own)
    }

    /// The values of all properties that have one literal value each.
    pub(super) fn words(&self, id: SchemaId) -> String {
        let properties = self.set.keywords(id).object.properties.iter();
        let texts = properties.filter_map(|(_, property)| self.literal_strings(self.set.deref(*property)));
        let single: Vec<String> = texts.filter(|texts| texts.len() == 1).flatten().collect();
        single.join(" ")
    }

    /// The name of what a reference leads to.
    fn reference_word(&self, id: SchemaId) -> Option<String> {
        let target = self.set.deref(id);
        if target == id {
            return None;
        }
        let pointer = &self.set.schemas[target].pointer;
        let last = pointer.rsplit('/').next().filter(|last| !last.is_empty());
        let root = self.set.roots.iter().find(|root| root.schema == target);
        last.or(root.map(|root| root.name.as_str())).map(str::to_owned)
    }

    /// The first schema that a branch refers to in its `allOf`, and that no other branch refers to.
    fn own_part(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let parts = self.set.keywords(branch).all_of.iter();
        let mut own = parts.filter(|part| peers.parts.get(&self.set.deref(**part)) == Some(&1));
        own.find_map(|part| self.reference_word(*part))
    }

    /// The first property that a branch requires and no other branch does, where it describes none.
    fn own_requirement(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let object = &self.set.keywords(branch).object;
        let mut own = object
            .required
            .iter()
            .filter(|name| peers.required.get(*name) == Some(&1));
        own.find(|_| object.properties.is_empty()).cloned()
    }

    /// The first property that no other branch has.
    pub(super) fn own_property(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let mut names = self.set.keywords(branch).object.properties.iter().map(|(name, _)| name);
        names.find(|name| peers.properties.get(*name) == Some(&1)).cloned()
    }

    /// What the branches of a choice have, counted.
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
            for (name, property) in &self.set.keywords(target).object.properties {
                *peers.properties.entry(name.clone()).or_default() += 1;
                let texts = self.literal_strings(self.set.deref(*property));
                for text in texts.filter(|_| is_object).into_iter().flatten() {
                    *peers.literals.entry((name.clone(), text)).or_default() += 1;
                }
            }
        }
        peers
    }
}

/// What the branches of a choice have: each is named for what the others have not.
#[derive(Default)]
pub(super) struct Peers {
    /// How many of them hold objects.
    objects: usize,
    /// How many of those have a property with a literal value, by both.
    literals: HashMap<(String, String), usize>,
    /// How many branches have these [`Builder::words`].
    words: HashMap<String, usize>,
    /// How many have this schema in their `allOf`.
    parts: HashMap<SchemaId, usize>,
    /// How many require a property of this name.
    required: HashMap<String, usize>,
    /// How many have a property of this name.
    properties: HashMap<String, usize>,
}

/// What the values of one type are called, as a variant.
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
