//! Recognises the branches of a union that earlier runs have named.

use std::collections::{BTreeSet, HashMap, HashSet};

use typewright_core::schema::OBJECT;

use super::Builder;
use super::variant_name::{Peers, kind_name};
use crate::input::names_file::Branch;
use crate::model::identifier::pascal;
use crate::model::label::Label;
use crate::model::places::place;
use crate::model::schema_path::SchemaPath;
use crate::schema::equivalence::EquivalenceId;
use crate::schema::keywords::SchemaId;

/// The label of a branch.
pub(super) struct BranchLabel {
    /// The label, which is part of the path into the branch.
    pub label: Label,
    /// The label of the variant, if an earlier run recorded it.
    pub variant: Option<Label>,
}

impl Builder<'_> {
    /// Returns the label of each branch: the recorded one, or a new one that no other branch has.
    pub(super) fn branch_labels(&self, branches: &[(SchemaId, u8)], at: &SchemaPath) -> Vec<BranchLabel> {
        let names = &self.sources.names;
        let place = place(at, self.owners, self.sources);
        let recorded = names.branches.get(&key(&place)).map(Vec::as_slice).unwrap_or_default();
        // Only the targets of references name the branches of a union that is known but not recorded.
        let is_plain = recorded.is_empty() && names.entries.contains_key(&place);
        let features: Vec<Vec<String>> = branches.iter().map(|branch| self.features(*branch)).collect();
        let known = recognise(recorded, &features);
        let peers = self.peers(branches);
        let mut used: HashSet<String> = known.values().map(|known| pascal(&recorded[*known].name)).collect();
        let mut equal: HashMap<(String, EquivalenceId), Label> = HashMap::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let labels = branches.iter().enumerate().map(|(index, branch)| {
            if let Some(known) = known.get(&index) {
                let known = &recorded[*known];
                return BranchLabel {
                    label: label(&known.name),
                    variant: Some(label(known.variant.as_ref().unwrap_or(&known.name))),
                };
            }
            let plain = is_plain.then(|| self.reference_word(branch.0)).flatten();
            let new = plain.map_or_else(|| self.branch_label(*branch, &peers), Label::Word);
            BranchLabel {
                label: self.free_label(*branch, new, &peers, &mut used, &mut equal, &mut numbers),
                variant: None,
            }
        });
        labels.collect()
    }

    /// Returns a label that no other branch has. Equivalent branches share a label, as they share a variant.
    fn free_label(
        &self,
        (branch, types): (SchemaId, u8),
        label: Label,
        peers: &Peers,
        used: &mut HashSet<String>,
        equal: &mut HashMap<(String, EquivalenceId), Label>,
        numbers: &mut HashMap<String, usize>,
    ) -> Label {
        if types & OBJECT == 0 {
            return label;
        }
        let name = pascal(label.as_str());
        let equivalence = (name.clone(), self.equivalence.of(branch));
        if let Some(label) = equal.get(&equivalence) {
            return label.clone();
        }
        let free = if used.contains(&name) {
            let target = self.set.deref(branch);
            let own = self.own_property(target, peers).into_iter();
            let own = own.chain(self.property_words(target));
            // All lower numbers are used.
            let number = numbers.entry(name.clone()).or_insert(1);
            let numbered = std::iter::repeat_with(|| {
                *number += 1;
                format!("{} {number}", label.as_str())
            });
            let mut words = own.chain(numbered);
            words
                .find(|word| !used.contains(&pascal(word)))
                .map_or(label, Label::Word)
        } else {
            label
        };
        used.insert(pascal(free.as_str()));
        equal.insert(equivalence, free.clone());
        free
    }

    /// Records the branches of a union, unless their labels follow from each branch alone.
    pub(super) fn record_branches(&mut self, branches: &[(SchemaId, u8)], labels: &[(Label, Label)], at: &SchemaPath) {
        let place = place(at, self.owners, self.sources);
        let is_simple = |(branch, types): &(SchemaId, u8), (label, variant): &(Label, Label)| {
            let plain = match self.reference_word(*branch) {
                Some(word) => Label::Word(word),
                None if types & !super::SCALARS == 0 => Label::Kind(kind_name(*types)),
                None => return false,
            };
            *label == plain && *variant == plain
        };
        let is_recorded = self.sources.names.branches.contains_key(&key(&place));
        if !is_recorded
            && branches
                .iter()
                .zip(labels)
                .all(|(branch, labels)| is_simple(branch, labels))
        {
            return;
        }
        let records = branches.iter().zip(labels).map(|(branch, (label, variant))| Branch {
            name: text(label),
            variant: (variant != label).then(|| text(variant)),
            features: self.features(*branch),
        });
        let records = records.collect();
        self.shapes.branches.insert(key(&place), records);
    }

    /// Returns what identifies a branch.
    fn features(&self, (branch, types): (SchemaId, u8)) -> Vec<String> {
        let target = self.set.deref(branch);
        if target != branch {
            let path = SchemaPath::of(self.set, self.owners, target);
            return vec![format!("{REFERENCE}{}", place(&path, self.owners, self.sources))];
        }
        let mut features = vec![format!("{TYPE}{}", kind_name(types))];
        let notes = &self.set.keywords(branch).notes;
        features.extend(notes.title.iter().map(|title| format!("{TITLE}{title}")));
        let keywords = self.set.keywords(branch);
        let values = keywords.values.iter().flatten().chain(&keywords.constant);
        features.extend(values.map(|value| match value.as_str() {
            Some(text) => format!("{VALUE}{text}"),
            None => format!("{VALUE}{}", value.to_json()),
        }));
        if let Some(items) = keywords.array.items {
            let inner = self.features((items, self.types_of(items)));
            let kinds = inner
                .iter()
                .filter(|feature| [REFERENCE, TYPE].iter().any(|start| feature.starts_with(start)));
            features.extend(kinds.map(|kind| format!("{ITEMS}{kind}")));
        }
        let string = &self.set.keywords(branch).string;
        features.extend(
            string
                .format
                .iter()
                .map(|format| format!("{FORMAT}{}", format.keyword())),
        );
        features.extend(string.pattern.iter().map(|pattern| format!("{PATTERN}{pattern}")));
        if types & OBJECT == 0 {
            return features;
        }
        for (name, schemas) in self.fields_of(&self.set.gathered(branch)) {
            let literals = schemas.iter().find_map(|id| self.literal_strings(self.set.deref(*id)));
            match literals.as_deref() {
                Some([only]) => features.push(format!("{TAG}{name}={}", only.value)),
                Some(_) | None => features.push(format!("{PROPERTY}{name}")),
            }
        }
        let required = &self.set.keywords(branch).object.required;
        features.extend(required.iter().map(|name| format!("{REQUIRED}{name}")));
        features
    }
}

const REFERENCE: &str = "$ref ";
const TAG: &str = "tag ";
const TITLE: &str = "title ";
const VALUE: &str = "value ";
const PROPERTY: &str = "property ";
const REQUIRED: &str = "required ";
const FORMAT: &str = "format ";
const PATTERN: &str = "pattern ";
const ITEMS: &str = "items ";
const TYPE: &str = "type ";

/// How much a feature says about the identity of a branch.
fn weight(feature: &str) -> usize {
    let weights = [
        (REFERENCE, 16),
        (TAG, 16),
        (TITLE, 6),
        (FORMAT, 6),
        (PATTERN, 6),
        (VALUE, 4),
        (PROPERTY, 4),
        (ITEMS, 4),
        (REQUIRED, 1),
        (TYPE, 2),
    ];
    let known = weights.into_iter().find(|(start, _)| feature.starts_with(start));
    known.map_or(0, |(_, weight)| weight)
}

/// Assigns to branches the recorded branches that they are most similar to. Of equally similar ones, the one at the
/// same position is used.
fn recognise(recorded: &[Branch], features: &[Vec<String>]) -> HashMap<usize, usize> {
    let mut pairs = Vec::new();
    for (known, record) in recorded.iter().enumerate() {
        for (branch, features) in features.iter().enumerate() {
            if let Some(similarity) = similarity(&record.features, features) {
                let distance = known.abs_diff(branch);
                pairs.push((usize::MAX - similarity, distance, known, branch));
            }
        }
    }
    pairs.sort_unstable();
    let mut found = HashMap::new();
    let mut used = HashSet::new();
    for (_, _, known, branch) in pairs {
        if !used.contains(&known) && !found.contains_key(&branch) {
            used.insert(known);
            found.insert(branch, known);
        }
    }
    found
}

/// Returns how similar two branches are, in thousandths; `None` if they are different ones.
fn similarity(before: &[String], after: &[String]) -> Option<usize> {
    for start in [REFERENCE, TYPE, FORMAT] {
        if starting(before, start) != starting(after, start) {
            return None;
        }
    }
    let (tags, now) = (tags(before), tags(after));
    let differs = |(name, value): (&&str, &&str)| now.get(name).is_some_and(|other| other != value);
    if tags.iter().any(differs) {
        return None;
    }
    let known: BTreeSet<&String> = before.iter().collect();
    let sum = |features: &[String]| features.iter().map(|feature| weight(feature)).sum::<usize>();
    let common = after.iter().filter(|feature| known.contains(feature));
    let common: usize = common.map(|feature| weight(feature)).sum();
    let (before, after) = (sum(before), sum(after));
    // Half of what the smaller one has is in the other one.
    (2 * common >= before.min(after) && common > 0).then(|| 2000 * common / (before + after))
}

fn starting<'f>(features: &'f [String], start: &str) -> BTreeSet<&'f str> {
    features
        .iter()
        .filter_map(|feature| feature.strip_prefix(start))
        .collect()
}

fn tags(features: &[String]) -> HashMap<&str, &str> {
    let tags = features.iter().filter_map(|feature| feature.strip_prefix(TAG));
    tags.filter_map(|tag| tag.split_once('=')).collect()
}

/// Returns the key of a union in the names file.
fn key(place: &str) -> String {
    format!("{place}/oneOf")
}

/// Kinds are written in parentheses, which distinguishes them from words of the schema.
fn text(label: &Label) -> String {
    match label {
        Label::Word(word) => word.clone(),
        Label::Kind(kind) => format!("({kind})"),
    }
}

fn label(text: &str) -> Label {
    let kinds = [
        "string", "bool", "array", "object", "integer", "number", "null", "scalar", "value",
    ];
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let kind = inner.and_then(|inner| kinds.into_iter().find(|kind| *kind == inner));
    kind.map_or_else(|| Label::Word(text.to_owned()), Label::Kind)
}
