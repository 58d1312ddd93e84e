//! Which branch of one version belongs to which branch of the other one.

use std::collections::BTreeMap;

use super::side::Side;
use crate::input::document::Node;
use crate::schema::keywords::SchemaId;

/// The branches of two lists that belong together, and the others.
#[derive(Debug, Default)]
pub(super) struct Aligned {
    pub(super) both: Vec<(SchemaId, SchemaId)>,
    pub(super) only_old: Vec<SchemaId>,
    pub(super) only_new: Vec<SchemaId>,
}

/// Aligns branches: those that refer to the same place first, then equal ones, then those with the same tag or title, then
/// those whose tags have a value in common, then those of the same type, then what remains of one.
pub(super) fn align(
    (old, old_list): (&Side, &[SchemaId]),
    (new, new_list): (&Side, &[SchemaId]),
    mut are_equal: impl FnMut(SchemaId, SchemaId) -> bool,
) -> Aligned {
    let mut aligned = Aligned {
        both: Vec::new(),
        only_old: old_list.to_vec(),
        only_new: new_list.to_vec(),
    };
    aligned.pair(&mut |a, b| target(old, a).is_some_and(|target_a| target(new, b) == Some(target_a)));
    aligned.pair(&mut are_equal);
    aligned.pair_by(old, new, tag);
    aligned.pair_by(old, new, title);
    aligned.pair(&mut |a, b| have_values_in_common((old, a), (new, b)));
    aligned.pair_by(old, new, types);
    // Branches with different tags are different branches.
    if let ([a], [b]) = (&aligned.only_old[..], &aligned.only_new[..])
        && (tag(old, *a).is_none() || tag(new, *b).is_none())
    {
        aligned.both.push((*a, *b));
        aligned.only_old.clear();
        aligned.only_new.clear();
    }
    aligned
}

/// Aligns the members of `allOf`: as [`align`] does, then in their order. All of them hold, so none is told apart by a tag.
pub(super) fn align_all(
    old: (&Side, &[SchemaId]),
    new: (&Side, &[SchemaId]),
    are_equal: impl FnMut(SchemaId, SchemaId) -> bool,
) -> Aligned {
    let mut aligned = align(old, new, are_equal);
    if aligned.only_old.len() == aligned.only_new.len() {
        aligned.pair(&mut |_, _| true);
    }
    aligned
}

impl Aligned {
    /// Pairs the branches that have the same of something.
    fn pair_by(&mut self, old: &Side, new: &Side, key: impl Fn(&Side, SchemaId) -> Option<String>) {
        self.pair(&mut |a, b| key(old, a).is_some_and(|key_a| key(new, b) == Some(key_a)));
    }

    /// Pairs the branches for which a condition holds.
    fn pair(&mut self, holds: &mut impl FnMut(SchemaId, SchemaId) -> bool) {
        let Self {
            both,
            only_old,
            only_new,
        } = self;
        only_old.retain(|a| {
            let Some(at) = only_new.iter().position(|b| holds(*a, *b)) else {
                return true;
            };
            both.push((*a, only_new.remove(at)));
            false
        });
    }
}

/// The file and the place that a branch refers to.
fn target(side: &Side, branch: SchemaId) -> Option<String> {
    let set = &side.run.set;
    set.keywords(branch).reference.as_ref()?;
    let target = set.deref(branch);
    Some(format!("{}#{}", side.file_name(target), set.schemas[target].pointer))
}

/// The properties of a branch that have one value only.
fn tag(side: &Side, branch: SchemaId) -> Option<String> {
    let tags = listed(side, branch)
        .into_iter()
        .filter_map(|(name, values)| match &values[..] {
            [only] => Some(format!("{name}={only}")),
            _ => None,
        });
    let tags: Vec<String> = tags.collect();
    (!tags.is_empty()).then(|| tags.join(","))
}

/// Whether the same properties of two branches list values, and each pair of lists has one in common: a tag may get another
/// value, or lose one.
fn have_values_in_common((old, a): (&Side, SchemaId), (new, b): (&Side, SchemaId)) -> bool {
    let (before, after) = (listed(old, a), listed(new, b));
    let has_common = |(name, values): (&&str, &Vec<String>)| {
        let other = after.get(name);
        other.is_some_and(|other| values.iter().any(|value| other.contains(value)))
    };
    !before.is_empty() && before.len() == after.len() && before.iter().all(has_common)
}

/// The values that the properties of a branch list, by the name of the property.
fn listed(side: &Side, branch: SchemaId) -> BTreeMap<&str, Vec<String>> {
    let set = &side.run.set;
    let keywords = set.keywords(set.deref(branch));
    let listed = keywords.object.properties.iter().filter_map(|(name, property)| {
        let property = set.keywords(set.deref(*property));
        let constant = property.constant.as_ref().map(core::slice::from_ref);
        let values = constant.or(property.values.as_deref())?;
        Some((name.as_str(), values.iter().map(Node::to_json).collect()))
    });
    listed.collect()
}

fn title(side: &Side, branch: SchemaId) -> Option<String> {
    let set = &side.run.set;
    set.keywords(set.deref(branch)).notes.title.clone()
}

/// The `type` of a branch.
fn types(side: &Side, branch: SchemaId) -> Option<String> {
    // Branches with different tags are different branches.
    if tag(side, branch).is_some() {
        return None;
    }
    let node = side.node(side.run.set.deref(branch))?;
    node.get("type").map(Node::to_json)
}
