//! Writes a file for each module of types, with its tables beside it.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use super::divide::Module;
use super::imports::list;
use super::{Layout, Piece};
use crate::emit::declaration::declaration;
use crate::emit::files::{draft, import};
use crate::emit::format::{Block, Draft};
use crate::emit::{tables, wire};

/// The documentation of `types.rs`.
pub(super) const TYPES: &str = "The types of the API, one for each documented schema.";
/// The documentation of the wire tables.
pub(super) const WIRE: &str = "How each type goes over the wire.";
/// The documentation of the constraint tables.
pub(super) const SCHEMA: &str = "The documented schemas as tables, for the exact check.";

/// The members of a module that other modules name.
struct Members<'l> {
    types: Vec<&'l str>,
    tables: Vec<&'l str>,
    has_wire: bool,
}

/// The patterns of a module.
#[derive(Default)]
struct Patterns<'l> {
    own: Vec<&'l super::Pattern>,
    /// Those of other modules.
    imported: Vec<&'l str>,
}

impl Layout {
    /// Returns the files of the modules, and those that bring them together.
    pub(super) fn modules(self, modules: &[Module]) -> Vec<Draft> {
        let (patterns, shared) = self.patterns_of(modules);
        let members: Vec<Members<'_>> = modules.iter().map(|module| self.members(module)).collect();
        let mut files = vec![
            self.types_index(modules, &members),
            self.schema_index(modules, &members, &patterns, &shared),
        ];
        files.extend(self.references());
        for ((module, members), patterns) in modules.iter().zip(&members).zip(&patterns) {
            files.push(self.types_file(module, members));
            if members.has_wire {
                files.push(self.wire_file(module));
            }
            if !members.tables.is_empty() {
                files.push(self.schema_file(module, members, patterns, &shared));
            }
        }
        files
    }

    /// Returns the pieces of a module.
    fn pieces_of(&self, module: &Module) -> impl Iterator<Item = &Piece> {
        module.pieces.iter().map(|&index| &self.pieces[index])
    }

    fn members(&self, module: &Module) -> Members<'_> {
        let types = self.pieces_of(module).filter(|piece| piece.items.is_some());
        let tables = self.pieces_of(module).filter_map(|piece| piece.table.as_ref());
        let mut members = Members {
            types: types.map(|piece| piece.name.as_str()).collect(),
            tables: tables.map(|table| table.name.as_str()).collect(),
            has_wire: self.pieces_of(module).any(|piece| piece.wire.is_some()),
        };
        members.types.sort_unstable();
        members.tables.sort_unstable();
        members
    }

    /// Returns the patterns of each module, and those that several modules use. A pattern belongs to the first of them.
    fn patterns_of(&self, modules: &[Module]) -> (Vec<Patterns<'_>>, BTreeSet<&str>) {
        let by_name = self.patterns.iter().map(|pattern| (pattern.name.as_str(), pattern));
        let by_name: BTreeMap<&str, &super::Pattern> = by_name.collect();
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        let mut shared = BTreeSet::new();
        let mut patterns = Vec::new();
        for (index, module) in modules.iter().enumerate() {
            let tables = self.pieces_of(module).filter_map(|piece| piece.table.as_ref());
            let used: BTreeSet<&str> = tables
                .flat_map(|table| table.mentions.patterns.iter().map(String::as_str))
                .collect();
            let mut of_module = Patterns::default();
            for name in used {
                if *owners.entry(name).or_insert(index) == index {
                    of_module.own.extend(by_name.get(name));
                } else {
                    shared.insert(name);
                    of_module.imported.push(name);
                }
            }
            patterns.push(of_module);
        }
        (patterns, shared)
    }

    /// Returns `types.rs`, which re-exports the types of all modules.
    fn types_index(&self, modules: &[Module], members: &[Members<'_>]) -> Draft {
        let visibility = if self.has_endpoints { "pub(crate) " } else { "" };
        let mut declarations = format!("{visibility}mod schema;\n");
        for module in modules {
            declarations.push_str(&declaration("", "types/", &module.name));
        }
        let exports = modules
            .iter()
            .zip(members)
            .filter(|(_, members)| !members.types.is_empty());
        let exports = exports
            .map(|(module, members)| list(&format!("pub use self::{}", module.name), members.types.iter().copied()));
        let exports: Vec<String> = exports.collect();
        // Whoever includes the code in a private module need not use all types.
        let mut blocks: Vec<Block> = vec!["#![allow(unused_imports)]".to_owned().into(), declarations.into()];
        blocks.push(exports.join("\n").into());
        draft("types.rs", vec![TYPES.to_owned()], blocks)
    }

    /// Returns `types/schema.rs`, which re-exports the tables of all modules.
    fn schema_index(
        &self,
        modules: &[Module],
        members: &[Members<'_>],
        patterns: &[Patterns<'_>],
        shared: &BTreeSet<&str>,
    ) -> Draft {
        let has_references = !self.targets().is_empty();
        let mut blocks: Vec<Block> = Vec::new();
        blocks.extend(has_references.then(|| "pub(crate) mod to;".to_owned().into()));
        let mut exports = String::new();
        let mut lists = Vec::new();
        for ((module, members), patterns) in modules.iter().zip(members).zip(patterns) {
            let own = patterns.own.iter().map(|pattern| pattern.name.as_str());
            let names = members.tables.iter().copied();
            let names: BTreeSet<&str> = names.chain(own.filter(|name| shared.contains(name))).collect();
            if !names.is_empty() {
                let path = format!("super::{}::schema", module.name);
                exports.push_str(&list(&format!("pub(crate) use {path}"), names));
                exports.push('\n');
            }
            if self.pieces_of(module).any(|piece| piece.named_entry().is_some()) {
                lists.push(format!("    super::{}::schema,", module.name));
            }
        }
        blocks.push(exports.into());
        if !lists.is_empty() {
            blocks.insert(blocks.len() - 1, import("schema"));
            blocks.push(format!("all_named! {{\n{}\n}}", lists.join("\n")).into());
        }
        let properties = tables::property_tables(&self.properties(), &quote!(pub(crate)));
        blocks.extend(properties.map(|properties| quote!(pub(crate) mod property { #properties }).into()));
        draft("types/schema.rs", vec![SCHEMA.to_owned()], blocks)
    }

    /// Returns `types/schema/to.rs`, which has the references to the tables.
    fn references(&self) -> Option<Draft> {
        let targets = self.targets();
        if targets.is_empty() {
            return None;
        }
        let references = targets
            .iter()
            .map(|target| tables::reference(target, &quote!(pub(crate))));
        let references = references.map(|reference| Block::Code(reference).formatted().into_text());
        let references: Vec<String> = references.collect();
        let docs = vec!["References to the tables.".to_owned()];
        let blocks = vec![import("schema"), references.join("\n").into()];
        Some(draft("types/schema/to.rs", docs, blocks))
    }

    fn types_file(&self, module: &Module, members: &Members<'_>) -> Draft {
        let folder = format!("{}/", module.name);
        let is_ascii = module.name.is_ascii();
        let folder = if is_ascii { "" } else { folder.as_str() };
        let mut declarations = String::new();
        if !members.tables.is_empty() {
            declarations.push_str(&nested("pub(super) ", folder, "schema"));
        }
        if members.has_wire {
            declarations.push_str(&nested("", folder, "wire"));
        }
        let mut blocks: Vec<Block> = vec![declarations.into()];
        let uses_runtime = self.pieces_of(module).any(|piece| piece.uses_runtime);
        blocks.extend(uses_runtime.then(|| import("types")));
        let named = self.pieces_of(module).flat_map(|piece| &piece.named);
        let named: BTreeSet<&str> = named.map(|&index| self.pieces[index].name.as_str()).collect();
        let own: BTreeSet<&str> = members.types.iter().copied().collect();
        let mut foreign = named.difference(&own).copied().peekable();
        if foreign.peek().is_some() {
            blocks.push(list("use super", foreign).into());
        }
        let items = self.pieces_of(module).filter_map(|piece| piece.items.as_ref());
        blocks.extend(items.cloned());
        draft(&format!("types/{}.rs", module.name), vec![module.about.clone()], blocks)
    }

    fn wire_file(&self, module: &Module) -> Draft {
        let imports = "use super::super::schema;\nuse super::*;".to_owned();
        let mut blocks = vec![import("wire"), imports.into()];
        let wire = || self.pieces_of(module).filter_map(|piece| piece.wire.as_ref());
        let hidden: BTreeSet<&String> = wire().flat_map(|wire| &wire.hidden).collect();
        blocks.extend(hidden.into_iter().map(|name| Block::Text(wire::hide(name))));
        blocks.extend(wire().map(|code| Block::Text(code.text.clone())));
        draft(&format!("types/{}/wire.rs", module.name), vec![WIRE.to_owned()], blocks)
    }

    fn schema_file(
        &self,
        module: &Module,
        members: &Members<'_>,
        patterns: &Patterns<'_>,
        shared: &BTreeSet<&str>,
    ) -> Draft {
        let tables = || self.pieces_of(module).filter_map(|piece| piece.table.as_ref());
        let own: BTreeSet<&str> = members.tables.iter().copied().collect();
        let named = tables().flat_map(|table| table.mentions.tables.iter().map(String::as_str));
        let mut foreign: BTreeSet<&str> = named.filter(|table| !own.contains(table)).collect();
        foreign.extend(&patterns.imported);
        let has_properties = patterns.own.iter().any(|pattern| !pattern.properties.is_empty());
        foreign.extend(has_properties.then_some("property"));
        foreign.extend(tables().any(|table| !table.mentions.targets.is_empty()).then_some("to"));
        let mut blocks = vec![import("schema")];
        if !foreign.is_empty() {
            blocks.push(list("use super::super::schema", foreign).into());
        }
        blocks.extend(tables().map(|table| table.item.clone()));
        blocks.extend(patterns.own.iter().map(|pattern| {
            let item = &pattern.item;
            let is_shared = shared.contains(pattern.name.as_str());
            let visibility = is_shared.then(|| quote!(pub(crate)));
            Block::Code(quote!(#visibility #item))
        }));
        let entries: Vec<String> = self.pieces_of(module).filter_map(Piece::named_entry).collect();
        if !entries.is_empty() {
            let entries = entries.join("\n");
            blocks.push(format!("named_in! {{ super::super::schema;\n{entries}\n}}").into());
        }
        draft(
            &format!("types/{}/schema.rs", module.name),
            vec![SCHEMA.to_owned()],
            blocks,
        )
    }
}

/// Returns the declaration of a module in the folder of its parent. `folder` is that folder if the parent has a path of its
/// own: its modules are looked for beside it then.
fn nested(visibility: &str, folder: &str, name: &str) -> String {
    if folder.is_empty() {
        return format!("{visibility}mod {name};\n");
    }
    format!("#[path = \"{folder}{name}.rs\"]\n{visibility}mod {name};\n")
}
