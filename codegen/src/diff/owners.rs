//! The schemas with names, and which of one version belongs to which of the other one.

use std::collections::{BTreeMap, HashMap};

use super::finding::Finding;
use super::rules::rule;
use super::side::Side;
use crate::contains::judge::{Judge, Version};
use crate::input::file::stem;
use crate::schema::keywords::SchemaId;

/// A pair of schemas with names: a file, a component, a definition, or a schema of an action.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    /// What messages call it.
    pub(super) name: String,
}

/// A schema with a name.
struct Named {
    schema: SchemaId,
    name: String,
}

/// The names of schemas, behind their references.
pub(super) fn names(side: &Side) -> HashMap<SchemaId, String> {
    let named = named(side).into_values();
    named.map(|one| (side.run.set.deref(one.schema), one.name)).collect()
}

/// Pairs the files, components and definitions of two versions. What remains is a finding.
pub(super) fn pair(old: &Side, new: &Side, judge: &mut Judge<'_>) -> (Vec<Owner>, Vec<Finding>) {
    let mut gone = named(old);
    let mut added = named(new);
    let mut owners = Vec::new();
    let places: Vec<String> = gone
        .keys()
        .filter(|place| added.contains_key(*place))
        .cloned()
        .collect();
    for place in places {
        if let (Some(a), Some(b)) = (gone.remove(&place), added.remove(&place)) {
            owners.push(Owner {
                old: a.schema,
                new: b.schema,
                name: b.name,
            });
        }
    }
    let mut findings = Vec::new();
    for a in gone.values() {
        let is_same = |b: &Named| {
            old.node(a.schema) == new.node(b.schema)
                && core::ptr::eq(
                    judge.target(Version::Old, a.schema),
                    judge.target(Version::New, b.schema),
                )
        };
        let found = renamed(&added, is_same);
        if let Some(b) = found.and_then(|place| added.remove(&place)) {
            let mut finding = Finding::new(rule("type-renamed"), format!("`{}` is called `{}` now", a.name, b.name));
            finding.old = Some(old.place(a.schema, ""));
            finding.new = Some(new.place(b.schema, ""));
            findings.push(finding);
            owners.push(Owner {
                old: a.schema,
                new: b.schema,
                name: b.name,
            });
            continue;
        }
        let mut finding = Finding::new(rule("schema-removed"), format!("the schema `{}` was removed", a.name));
        finding.old = Some(old.place(a.schema, ""));
        findings.push(finding);
    }
    for b in added.values() {
        let mut finding = Finding::new(rule("schema-added"), format!("the schema `{}` is new", b.name));
        finding.new = Some(new.place(b.schema, ""));
        findings.push(finding);
    }
    (owners, findings)
}

fn renamed(added: &BTreeMap<String, Named>, mut is_same: impl FnMut(&Named) -> bool) -> Option<String> {
    let mut same = added.iter().filter(|(_, b)| is_same(b)).map(|(place, _)| place.clone());
    // If there are several, nobody knows which one is meant.
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

/// The schemas with names, by their place.
fn named(side: &Side) -> BTreeMap<String, Named> {
    let set = &side.run.set;
    let mut found = BTreeMap::new();
    let mut add = |schema: SchemaId, name: String| {
        let place = format!("{}#{}", side.file_name(schema), set.schemas[schema].pointer);
        found.entry(place).or_insert(Named { schema, name });
    };
    // The inline body of an action is compared with the action.
    for root in set.roots.iter().filter(|root| root.is_own_type) {
        add(root.schema, root.name.clone());
    }
    let roots: Vec<_> = set
        .roots
        .iter()
        .filter(|root| root.is_own_type)
        .map(|root| root.file)
        .collect();
    for (id, schema) in set.schemas.iter() {
        let mut steps = schema.pointer.rsplit('/');
        let (name, list) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        // A property may be called `definitions`.
        let is_property = steps.next() == Some("properties");
        if matches!(list, "definitions" | "$defs")
            && !is_property
            && roots.contains(&schema.file)
            && set.cause(id).is_none()
        {
            let root = stem(side.file_name(id));
            add(id, format!("{root}#{name}"));
        }
    }
    found
}
