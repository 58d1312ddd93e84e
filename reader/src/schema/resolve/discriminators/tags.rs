//! The values of a discriminator's property, and the branches that they select.

use std::collections::{BTreeMap, HashMap, HashSet};

use typewright_core::schema::{NULL, OBJECT};

use super::Discriminators;
use crate::report::Report;
use crate::schema::keywords::{SchemaId, Tagged};

/// A branch of a union that is selected by its property.
struct Branch {
    /// The place in the `oneOf`, which may be a reference.
    id: SchemaId,
    /// The target of the reference.
    target: SchemaId,
    /// The values that the mapping gives to the branch.
    mapped: Vec<String>,
    /// The values that the schema of the branch allows, if it lists them.
    listed: Option<Vec<String>>,
    /// The name of the schema.
    name: Option<String>,
}

impl Discriminators<'_> {
    /// Finds the values that select each branch of each union.
    pub(super) fn find_tags(&mut self, unions: &[SchemaId], report: &mut Report) {
        for &union in unions {
            self.tags_of(union, report);
        }
        self.find_constants(unions);
    }

    /// Returns the name of the property that decides a union.
    pub(super) fn property(&self, union: SchemaId) -> Option<&str> {
        let discriminator = self.set.keywords(union).notes.discriminator.as_ref();
        discriminator.map(|discriminator| discriminator.property.as_str())
    }

    /// Returns the values that select the branches of a union. The first call reports what is wrong with it.
    fn tags_of(&mut self, union: SchemaId, report: &mut Report) -> Vec<String> {
        if let Some(known) = self.tags.get(&union) {
            return known.clone();
        }
        self.tags.insert(union, Vec::new());
        let Some(property) = self.property(union).map(str::to_owned) else {
            return Vec::new();
        };
        let Some(branches) = self.branches(union, &property, report) else {
            return Vec::new();
        };
        let mut selected: BTreeMap<String, SchemaId> = BTreeMap::new();
        for (index, branch) in branches.iter().enumerate() {
            let tags = own_tags(index, &branches);
            if tags.is_empty() {
                self.report_unselected(union, branch, &property, report);
                return Vec::new();
            }
            selected.extend(tags.into_iter().map(|tag| (tag, branch.id)));
        }
        self.accept_null(union, &branches);
        let tags: Vec<String> = selected.keys().cloned().collect();
        self.set.schemas[union].keywords.tagged = Some(Tagged {
            property,
            branches: selected.into_iter().collect(),
        });
        self.tags.insert(union, tags.clone());
        tags
    }

    /// Gives a union a branch for `null` if one of its branches accepts it: `null` has no tag.
    fn accept_null(&mut self, union: SchemaId, branches: &[Branch]) {
        let keywords = self.set.keywords(union);
        let has_null = keywords
            .one_of
            .iter()
            .chain(&keywords.any_of)
            .any(|branch| self.is_null(*branch));
        if has_null || !branches.iter().any(|branch| self.accepts_null(branch.target)) {
            return;
        }
        let null = self.null_of(union);
        let keywords = &mut self.set.schemas[union].keywords;
        if keywords.one_of.is_empty() {
            keywords.any_of.push(null);
        } else {
            keywords.one_of.push(null);
        }
    }

    /// Whether a schema is nullable.
    fn accepts_null(&self, id: SchemaId) -> bool {
        let keywords = self.set.keywords(id);
        let branches = keywords.one_of.iter().chain(&keywords.any_of);
        match keywords.types {
            Some(types) => types & NULL != 0,
            None => branches.into_iter().any(|branch| self.is_null(*branch)),
        }
    }

    /// Returns the branches of a union that its property selects. Returns `None` if it cannot select them.
    fn branches(&mut self, union: SchemaId, property: &str, report: &mut Report) -> Option<Vec<Branch>> {
        let keywords = self.set.keywords(union);
        let ids: Vec<SchemaId> = keywords.one_of.iter().chain(&keywords.any_of).copied().collect();
        let mut branches = Vec::new();
        for id in ids {
            if self.is_null(id) {
                continue;
            }
            let target = self.meant(id);
            if let Some(error) = self.set.schemas[target].fault {
                self.set.schemas[union].fault.get_or_insert(error);
                return None;
            }
            if !self.is_object(target) {
                self.report_non_object(union, id, property, report)?;
                continue;
            }
            if !self.declares(target, property, &mut HashSet::new()) && !self.declares_itself(union, property) {
                let message = format!("`discriminator` cannot select this branch: it has no property {property:?}");
                let help = "declare the property in the branch, or remove the `discriminator`";
                self.refuse(union, id, message, help, report);
                return None;
            }
            let listed = if self.nested(target, property) {
                Some(self.nested_tags(union, id, property, report)?)
            } else {
                self.pinned(target, property)
            };
            branches.push(Branch {
                id,
                target,
                mapped: Vec::new(),
                listed,
                name: self.named.get(&target).filter(|_| target != id).cloned(),
            });
        }
        self.map_tags(union, &mut branches, report).then_some(branches)
    }

    /// Returns the values that select the branches of a union that is itself a branch. Returns `None` if there are none.
    fn nested_tags(
        &mut self,
        union: SchemaId,
        branch: SchemaId,
        property: &str,
        report: &mut Report,
    ) -> Option<Vec<String>> {
        let target = self.meant(branch);
        let tags = self.tags_of(target, report);
        if let Some(error) = self.set.schemas[target].fault {
            self.set.schemas[union].fault.get_or_insert(error);
            return None;
        }
        if tags.is_empty() {
            self.warn_undecided(union, branch, property, report);
            return None;
        }
        Some(tags)
    }

    /// Reports a branch that is not an object: as an error, or as a warning if the mapping names it, because then its JSON
    /// type is known to select it.
    fn report_non_object(
        &mut self,
        union: SchemaId,
        branch: SchemaId,
        property: &str,
        report: &mut Report,
    ) -> Option<()> {
        let message = format!("`discriminator` cannot select this branch by {property:?}: it is not an object");
        let target = self.meant(branch);
        let mapped = self.mapped(union);
        if !mapped.iter().any(|(_, mapped)| self.meant(*mapped) == target) {
            self.refuse(
                union,
                branch,
                message,
                "remove the branch, or the `discriminator`",
                report,
            );
            return None;
        }
        report.warning(
            &self.set.place(branch, self.sources),
            format!("{message}, so its JSON type selects it"),
            "remove it from the `mapping`",
        );
        Some(())
    }

    /// Reports a branch that no value selects.
    fn report_unselected(&mut self, union: SchemaId, branch: &Branch, property: &str, report: &mut Report) {
        if branch.listed.is_some() && !self.bases.contains_key(&union) {
            self.warn_undecided(union, branch.id, property, report);
            return;
        }
        let (message, help) = match &branch.name {
            Some(name) => (
                format!("no value of {property:?} selects {name}: the schema does not allow its own name there"),
                "map one of its values to the schema in the `mapping`",
            ),
            None => (
                format!("no value of {property:?} selects this branch: it is no reference, so it has no name"),
                "make it a component and refer to it, or give the property a `const`",
            ),
        };
        self.refuse(union, branch.id, message, help, report);
    }

    /// Warns that a branch has no value that selects it alone. The union is then read like one without a discriminator.
    fn warn_undecided(&self, union: SchemaId, branch: SchemaId, property: &str, report: &mut Report) {
        let name = self.named.get(&self.meant(branch)).map_or("a branch", String::as_str);
        let message = format!("`discriminator` has no effect: no value of {property:?} selects {name} alone");
        self.warn_idle(union, &message, "map a value to each branch in the `mapping`", report);
    }

    /// Returns the schema that a branch stands for: an inline schema with only an `allOf` of one reference stands for its
    /// target.
    fn meant(&self, id: SchemaId) -> SchemaId {
        let end = self.end(id);
        let keywords = self.set.keywords(end);
        match keywords.all_of[..] {
            [only]
                if !self.named.contains_key(&end)
                    && keywords.asserts_only_types()
                    && keywords.one_of.is_empty()
                    && keywords.any_of.is_empty()
                    && self.set.keywords(only).reference.is_some() =>
            {
                self.end(only)
            }
            _ => end,
        }
    }

    /// Whether the values of a schema can be objects.
    fn is_object(&self, id: SchemaId) -> bool {
        let parts = self.gathered(id).into_iter();
        let types = parts.filter_map(|part| self.set.keywords(part).types);
        types.fold(OBJECT, |all, types| all & types) != 0
    }

    /// Assigns the entries of the mapping to the branches. Returns whether all of them select a branch.
    fn map_tags(&mut self, union: SchemaId, branches: &mut [Branch], report: &mut Report) -> bool {
        let discriminator = self.set.keywords(union).notes.discriminator.clone();
        for (tag, reference) in discriminator
            .into_iter()
            .flat_map(|discriminator| discriminator.mapping)
        {
            if self.set.schemas[reference].fault.is_some() {
                // Reported where the reference was resolved.
                continue;
            }
            let target = self.meant(reference);
            if !self.is_object(target) {
                continue;
            }
            let base = self.bases.get(&target).copied();
            let is_meant = |branch: &&mut Branch| {
                branch.target == target || Some(branch.target) == base || self.contains(branch.target, target)
            };
            let Some(branch) = branches.iter_mut().find(is_meant) else {
                let message = format!("`mapping` of {tag:?} selects a schema that is no branch of this union");
                self.refuse(
                    union,
                    reference,
                    message,
                    "add it to the branches, or remove the entry",
                    report,
                );
                return false;
            };
            if let Some(listed) = &branch.listed
                && !listed.contains(&tag)
                && self.set.keywords(branch.target).notes.discriminator.is_none()
            {
                let message = format!(
                    "`mapping` of {tag:?} selects a schema that does not allow this value: it allows {}",
                    listed
                        .iter()
                        .map(|value| format!("{value:?}"))
                        .collect::<Vec<_>>()
                        .join(", ")
                );
                self.refuse(union, reference, message, "map a value that the schema allows", report);
                return false;
            }
            branch.mapped.push(tag);
        }
        true
    }

    /// Whether a schema is a union that is decided by the property.
    fn nested(&self, id: SchemaId, property: &str) -> bool {
        let keywords = self.set.keywords(id);
        self.property(id) == Some(property) && !(keywords.one_of.is_empty() && keywords.any_of.is_empty())
    }

    /// Whether a schema is one of the branches of a union, at any depth.
    fn contains(&self, union: SchemaId, schema: SchemaId) -> bool {
        let mut seen = HashSet::new();
        let mut waiting = vec![union];
        while let Some(next) = waiting.pop() {
            let keywords = self.set.keywords(next);
            let branches = keywords
                .one_of
                .iter()
                .chain(&keywords.any_of)
                .map(|branch| self.end(*branch));
            for branch in branches.filter(|branch| seen.insert(*branch)).collect::<Vec<_>>() {
                if branch == schema || self.bases.get(&schema) == Some(&branch) {
                    return true;
                }
                waiting.push(branch);
            }
        }
        false
    }

    /// Whether a schema declares a property: itself, in a schema that it composes, or in each of its branches.
    fn declares(&self, id: SchemaId, property: &str, seen: &mut HashSet<SchemaId>) -> bool {
        self.gathered(id).into_iter().any(|part| {
            let keywords = self.set.keywords(part);
            let branches: Vec<SchemaId> = keywords.one_of.iter().chain(&keywords.any_of).copied().collect();
            let branches = branches.into_iter().filter(|branch| !self.is_null(*branch));
            let branches: Vec<SchemaId> = branches.collect();
            self.declares_itself(part, property)
                || (!branches.is_empty()
                    && seen.insert(part)
                    && branches.into_iter().all(|branch| self.declares(branch, property, seen)))
        })
    }

    fn declares_itself(&self, id: SchemaId, property: &str) -> bool {
        let properties = &self.set.keywords(id).object.properties;
        properties.iter().any(|(name, _)| name == property)
    }

    /// Returns the strings to which a schema limits a property.
    pub(super) fn pinned(&self, id: SchemaId, property: &str) -> Option<Vec<String>> {
        let properties = self.gathered(id).into_iter();
        let properties = properties.flat_map(|part| &self.set.keywords(part).object.properties);
        let schemas = properties.filter(|(name, _)| name == property);
        let lists = schemas
            .flat_map(|(_, schema)| self.gathered(*schema))
            .filter_map(|part| self.set.keywords(part).only_strings());
        // All of them hold.
        lists.reduce(|one, other| one.into_iter().filter(|value| other.contains(value)).collect())
    }

    /// Notes the value that selects a schema, where a constructor can set it: if all unions agree, and the schema does not
    /// list values itself.
    fn find_constants(&mut self, unions: &[SchemaId]) {
        let mut constants: HashMap<SchemaId, Option<(String, String)>> = HashMap::new();
        for &union in unions {
            let Some(tagged) = self.set.keywords(union).tagged.clone() else {
                continue;
            };
            let mapped = self.mapped(union);
            let mut of_branch: BTreeMap<SchemaId, Vec<String>> = BTreeMap::new();
            for (tag, branch) in tagged.branches {
                of_branch.entry(self.meant(branch)).or_default().push(tag);
            }
            for (target, tags) in of_branch {
                let explicit: Vec<&String> = tags
                    .iter()
                    .filter(|tag| mapped.iter().any(|(mapped, _)| mapped == *tag))
                    .collect();
                let only = match (&explicit[..], &tags[..]) {
                    ([only], _) => Some((*only).clone()),
                    ([], [only]) => Some(only.clone()),
                    _ => None,
                };
                let only = only.filter(|_| self.pinned(target, &tagged.property).is_none());
                let found = only.map(|tag| (tagged.property.clone(), tag));
                let known = constants.entry(target).or_insert_with(|| found.clone());
                if *known != found {
                    *known = None;
                }
            }
        }
        for (schema, constant) in constants {
            self.set.schemas[schema].keywords.notes.tag = constant;
        }
    }
}

/// Returns the values that select a branch: those of the mapping, and those that the schema lists or otherwise its name,
/// unless they select another branch as well.
fn own_tags(index: usize, branches: &[Branch]) -> Vec<String> {
    let branch = &branches[index];
    let others = || branches.iter().enumerate().filter(|(other, _)| *other != index);
    let is_mapped_elsewhere = |tag: &String| others().any(|(_, other)| other.mapped.contains(tag));
    let is_listed_elsewhere =
        |tag: &String| others().any(|(_, other)| other.listed.as_ref().is_some_and(|listed| listed.contains(tag)));
    let mut tags = branch.mapped.clone();
    let name = branch.name.iter().filter(|name| !is_mapped_elsewhere(name));
    match &branch.listed {
        Some(listed) => {
            let own = listed
                .iter()
                .filter(|tag| !is_mapped_elsewhere(tag) && !is_listed_elsewhere(tag));
            tags.extend(own.cloned());
            tags.extend(name.filter(|name| listed.contains(name)).cloned());
        }
        None => tags.extend(name.cloned()),
    }
    tags.sort();
    tags.dedup();
    tags
}
