//! Names schema files, components and definitions.

use std::collections::BTreeMap;

use super::{Namer, Unit};
use crate::input::file::stem;
use crate::model::identifier::{distinct, pascal};
use crate::model::normalise::RootType;
use crate::model::owners::{OwnerId, OwnerKind};
use crate::model::schema_path::SchemaPath;
use crate::model::shape::{Identity, Use};
use crate::report::Report;
use crate::schema::resolve::Root;

impl Namer<'_> {
    pub(super) fn name_roots(&mut self, report: &mut Report) {
        let names = self.component_names();
        for root in self.with_kind(|kind| *kind == OwnerKind::File) {
            let name = pascal(&self.owners[root.owner].name);
            self.name_root(root, name, report);
        }
        for root in self.with_kind(|kind| *kind == OwnerKind::Component) {
            if let Some(name) = names.get(&root.owner) {
                self.name_root(root, name.clone(), report);
            }
        }
        self.reserve_excluded();
        self.name_definitions(report);
    }

    fn with_kind(&self, is_meant: impl Fn(&OwnerKind) -> bool) -> Vec<RootType> {
        let roots = self.shapes.roots.iter().copied();
        let mut roots: Vec<RootType> = roots.filter(|root| is_meant(&self.owners[root.owner].kind)).collect();
        // The schema itself takes precedence over schemas that only refer to it.
        roots.sort_by_key(|root| self.is_reference(root));
        roots
    }

    /// Whether a root shares the type of another root.
    fn is_reference(&self, root: &RootType) -> bool {
        let unit = &self.units[root.definition.index()];
        unit.identity != Identity::Owner(root.owner) && unit.place.path.owner != root.owner
    }

    /// Assigns a name to a root.
    fn name_root(&mut self, root: RootType, name: String, report: &mut Report) {
        let target = root.definition.index();
        if let Some(kept) = self.units[target].name.clone().filter(|_| !self.is_reference(&root)) {
            self.owner_names.insert(root.owner, kept);
            return;
        }
        let name = self
            .kept_alias(&root)
            .unwrap_or_else(|| self.free_beside_kept(&root, name, report));
        self.owner_names.insert(root.owner, name.clone());
        if self.is_reference(&root) {
            let is_same = match self.units[target].identity {
                // A component such as `"Device": {"$ref": "device.json"}` adds no new name. Neither does a file that is
                // a reference to its definition of the same name.
                Identity::Owner(owner) => pascal(&self.owners[owner].name) == name,
                _ => false,
            };
            if is_same && self.units[target].name.as_ref().is_none_or(|known| *known == name) {
                if self.units[target].name.is_none() && !self.taken.contains_key(&name) {
                    self.give(target, name);
                }
                return;
            }
        }
        let place = self.set.place(root.schema, self.sources);
        if let Some(other) = self.taken.get(&name) {
            report.error(
                &place,
                format!("the type of this schema would be called {name}, as is that of {other}"),
                "rename one of the two",
            );
            return;
        }
        if !self.is_reference(&root) {
            self.give(target, name);
            return;
        }
        self.units.push(Unit {
            id: root.definition,
            identity: Identity::Owner(root.owner),
            place: Use {
                path: SchemaPath {
                    owner: root.owner,
                    steps: Vec::new(),
                },
                schema: root.schema,
            },
            uses: &[],
            is_root_alias: true,
            suffix: String::new(),
            name: None,
        });
        self.give(self.units.len() - 1, name);
    }

    /// Returns the names of components. A component whose name is already a Rust type name keeps it; the others are
    /// made distinct. Excluded components are included, so that names do not change once the errors are fixed.
    fn component_names(&self) -> BTreeMap<OwnerId, String> {
        let components = self
            .owners
            .iter()
            .filter(|(_, owner)| owner.kind == OwnerKind::Component);
        let mut components: Vec<(Option<OwnerId>, String)> =
            components.map(|(id, owner)| (Some(id), owner.name.clone())).collect();
        components.extend(self.excluded_components().into_iter().map(|name| (None, name)));
        let (plain, others): (Vec<_>, Vec<_>) = components.into_iter().partition(|(_, word)| pascal(word) == *word);
        let taken: Vec<&str> = plain.iter().map(|(_, word)| word.as_str()).collect();
        let words: Vec<&str> = others.iter().map(|(_, word)| word.as_str()).collect();
        let names = distinct(&words, pascal, &taken);
        let others = others
            .iter()
            .zip(names)
            .filter_map(|((id, _), name)| Some(((*id)?, name)));
        let plain = plain.iter().filter_map(|(id, word)| Some(((*id)?, word.clone())));
        plain.chain(others).collect()
    }

    /// Returns the components that are excluded because of an error.
    fn excluded_components(&self) -> Vec<String> {
        let is_component = |root: &&Root| root.is_own_type && !self.set.schemas[root.schema].pointer.is_empty();
        let components = self.set.excluded_roots.iter().filter(is_component);
        components.map(|root| root.name.clone()).collect()
    }

    /// Reserves the names of excluded roots, so that the other names do not change once the errors are fixed.
    fn reserve_excluded(&mut self) {
        let is_file = |root: &&Root| self.set.schemas[root.schema].pointer.is_empty();
        let files = self
            .set
            .excluded_roots
            .iter()
            .filter(is_file)
            .map(|root| root.name.clone());
        let unread = self
            .sources
            .files
            .items()
            .iter()
            .filter(|source| source.fault.is_some());
        let unread = unread.map(|source| stem(&source.name).to_owned());
        let names: Vec<String> = files.chain(unread).chain(self.excluded_components()).collect();
        for name in names {
            let owner = || "a schema that is excluded".to_owned();
            self.taken.entry(pascal(&name)).or_insert_with(owner);
        }
    }

    /// Names definitions as in their document. If another type has that name, the name of the root is prepended.
    fn name_definitions(&mut self, report: &mut Report) {
        let definitions = self.with_kind(|kind| matches!(kind, OwnerKind::Definition(_)));
        // Definitions with the same name and the same meaning already share a type.
        let mut wanted: BTreeMap<String, Vec<RootType>> = BTreeMap::new();
        for root in definitions {
            let is_named = self.units[root.definition.index()].name.is_some() && !self.is_reference(&root);
            let name = pascal(&self.owners[root.owner].name);
            let contenders = wanted.entry(name).or_default();
            let is_known = contenders.iter().any(|known| known.definition == root.definition);
            if is_named || is_known {
                let name = self.units[root.definition.index()].name.clone();
                self.owner_names.extend(name.map(|name| (root.owner, name)));
            } else {
                contenders.push(root);
            }
        }
        for (name, contenders) in wanted {
            let is_alone = contenders.len() == 1 && !self.taken.contains_key(&name);
            for root in contenders {
                if is_alone {
                    self.name_root(root, name.clone(), report);
                    continue;
                }
                let OwnerKind::Definition(parent) = self.owners[root.owner].kind else {
                    continue;
                };
                let behind = format!("{}{name}", self.owner_name(parent));
                let free = [behind.clone(), format!("{behind}Definition"), format!("{behind}Schema")];
                let free = free.into_iter().find(|name| !self.taken.contains_key(name));
                self.name_root(root, free.unwrap_or(behind), report);
            }
        }
        for root in self.shapes.roots.iter().copied() {
            if let Some(name) = self.units[root.definition.index()].name.clone() {
                self.owner_names.entry(root.owner).or_insert(name);
            }
        }
    }

    /// Returns the prefix of the type names in an owner.
    pub(super) fn owner_name(&self, owner: OwnerId) -> String {
        match self.owner_names.get(&owner) {
            Some(name) => name.clone(),
            None if self.owners[owner].name.is_empty() => String::new(),
            None => match self.owners[owner].kind {
                OwnerKind::Definition(parent) => {
                    let word = pascal(&self.owners[owner].name);
                    format!("{}{word}", self.owner_name(parent))
                }
                _ => pascal(&self.owners[owner].name),
            },
        }
    }
}
