//! Writes a file for each module of types, with its tables beside it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::divide::Module;
use super::imports::{grouped, joined};
use super::{Layout, Pattern, Piece, Table};
use crate::emit::condition::Condition;
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

/// The members of a module.
struct Members<'l> {
    /// When the module is compiled, its wire tables and its constraint tables.
    condition: Condition,
    wire: Option<Condition>,
    schema: Option<Condition>,
    types: Vec<&'l Piece>,
    /// The pieces with a constraint table.
    tables: Vec<(&'l Piece, &'l Table)>,
}

/// The patterns of a module.
#[derive(Default)]
struct Patterns<'l> {
    own: Vec<&'l Pattern>,
    /// Those of other modules.
    imported: BTreeSet<&'l str>,
}

/// Where each pattern is.
struct PatternPlaces<'l> {
    of_modules: Vec<Patterns<'l>>,
    /// Those that no module has: they are compiled if one of several modules is.
    outside: Vec<&'l Pattern>,
    /// The names of those that several modules use.
    shared: BTreeSet<&'l str>,
}

impl Layout {
    /// Returns the files of the modules, and those that bring them together.
    pub(super) fn modules(self, modules: &[Module]) -> Vec<Draft> {
        let members: Vec<Members<'_>> = modules.iter().map(|module| self.members(module)).collect();
        let patterns = self.pattern_places(&members);
        let mut files = vec![
            self.types_index(modules, &members),
            self.schema_index(modules, &members, &patterns),
        ];
        files.extend(self.references());
        for ((module, members), own) in modules.iter().zip(&members).zip(&patterns.of_modules) {
            files.push(self.types_file(module, members));
            if let Some(condition) = &members.wire {
                files.push(wire_file(module, members, condition));
            }
            if let Some(condition) = &members.schema {
                files.push(schema_file(module, members, condition, own, &patterns.shared));
            }
        }
        files
    }

    fn members(&self, module: &Module) -> Members<'_> {
        let pieces = || module.pieces.iter().map(|&index| &self.pieces[index]);
        let with_wire = pieces().filter(|piece| piece.wire.is_some());
        let tables: Vec<(&Piece, &Table)> = pieces()
            .filter_map(|piece| Some((piece, piece.table.as_ref()?)))
            .collect();
        Members {
            condition: union(pieces()),
            wire: any(with_wire),
            schema: any(tables.iter().map(|(piece, _)| *piece)),
            types: pieces().filter(|piece| piece.items.is_some()).collect(),
            tables,
        }
    }

    /// Returns the place of each pattern: the first module that uses it and is compiled whenever another one needs it.
    fn pattern_places<'l>(&'l self, members: &[Members<'l>]) -> PatternPlaces<'l> {
        let users = members.iter().map(|members| {
            let tables = members.tables.iter();
            let patterns = tables.flat_map(|(_, table)| table.mentions.patterns.iter().map(String::as_str));
            patterns.collect::<BTreeSet<&str>>()
        });
        let users: Vec<BTreeSet<&str>> = users.collect();
        let mut places = PatternPlaces {
            of_modules: members.iter().map(|_| Patterns::default()).collect(),
            outside: Vec::new(),
            shared: BTreeSet::new(),
        };
        for pattern in &self.patterns {
            let name = pattern.name.as_str();
            let users = (0..members.len()).filter(|index| users[*index].contains(name));
            let users: Vec<usize> = users.collect();
            let has_room = |index: &&usize| {
                let condition = members[**index].schema.as_ref();
                condition.is_some_and(|condition| condition.covers(&pattern.condition))
            };
            let owner = users.iter().find(has_room).copied();
            match owner {
                Some(owner) => places.of_modules[owner].own.push(pattern),
                None => places.outside.push(pattern),
            }
            for user in users.into_iter().filter(|user| Some(*user) != owner) {
                places.shared.insert(name);
                places.of_modules[user].imported.insert(name);
            }
        }
        for patterns in &mut places.of_modules {
            patterns.own.sort_by(|left, right| left.name.cmp(&right.name));
        }
        places
    }

    /// Returns `types.rs`, which re-exports the types of all modules.
    fn types_index(&self, modules: &[Module], members: &[Members<'_>]) -> Draft {
        let visibility = if self.has_endpoints { "pub(crate) " } else { "" };
        let mut declarations = format!("{visibility}mod schema;\n");
        let mut exports = Vec::new();
        for (module, members) in modules.iter().zip(members) {
            declarations.push_str(&declaration(&members.condition, "", "types/", &module.name));
            let types = members
                .types
                .iter()
                .map(|piece| (piece.name.as_str(), &piece.condition));
            exports.extend(grouped(types).lists(&format!("pub use self::{}", module.name), &Condition::Always));
        }
        // Whoever includes the code in a private module need not use all types.
        let mut blocks: Vec<Block> = vec!["#![allow(unused_imports)]".to_owned().into(), declarations.into()];
        blocks.push(exports.join("\n").into());
        draft("types.rs", vec![TYPES.to_owned()], blocks)
    }

    /// Returns `types/schema.rs`, which re-exports the tables of all modules.
    fn schema_index(&self, modules: &[Module], members: &[Members<'_>], patterns: &PatternPlaces<'_>) -> Draft {
        let mut blocks: Vec<Block> = Vec::new();
        let targets = Condition::union(self.targets().values());
        if targets != Condition::never() {
            blocks.push((targets.line("") + "pub(crate) mod to;").into());
        }
        let mut exports = Vec::new();
        let mut lists = Vec::new();
        for ((module, members), patterns_of_module) in modules.iter().zip(members).zip(&patterns.of_modules) {
            let Some(condition) = &members.schema else { continue };
            let own = patterns_of_module.own.iter();
            let own = own.filter(|pattern| patterns.shared.contains(pattern.name.as_str()));
            let own = own.map(|pattern| (pattern.name.as_str(), &pattern.condition));
            let tables = members
                .tables
                .iter()
                .map(|(piece, table)| (table.name.as_str(), &piece.condition));
            let path = format!("super::{}::schema", module.name);
            exports.extend(grouped(tables.chain(own)).lists(&format!("pub(crate) use {path}"), &Condition::Always));
            if members.tables.iter().any(|(piece, _)| piece.named_entry().is_some()) {
                lists.push(format!("{}    {path},", condition.line("    ")));
            }
        }
        if !(lists.is_empty() && patterns.outside.is_empty()) {
            blocks.push(import("schema"));
        }
        blocks.push(exports.join("\n").into());
        if !lists.is_empty() {
            blocks.push(format!("all_named! {{\n{}\n}}", lists.join("\n")).into());
        }
        blocks.extend(patterns.outside.iter().map(|pattern| {
            let item = &pattern.item;
            Block::from(quote!(pub(crate) #item)).behind(&pattern.condition)
        }));
        let properties = self.properties();
        let condition = Condition::union(properties.values());
        let properties = properties.iter().map(|(name, own)| {
            let condition = own.inside(&condition).attribute();
            tables::property_table(name, &quote!(#condition pub(crate)))
        });
        let properties: Vec<TokenStream> = properties.collect();
        if !properties.is_empty() {
            let module = quote!(pub(crate) mod property { #(#properties)* });
            blocks.push(Block::from(module).behind(&condition));
        }
        draft("types/schema.rs", vec![SCHEMA.to_owned()], blocks)
    }

    /// Returns `types/schema/to.rs`, which has the references to the tables.
    fn references(&self) -> Option<Draft> {
        let targets = self.targets();
        if targets.is_empty() {
            return None;
        }
        let condition = Condition::union(targets.values());
        let references = targets.iter().map(|(target, own)| {
            let reference = tables::reference(target, &quote!(pub(crate)));
            Block::from(reference).behind(&own.inside(&condition)).into_text()
        });
        let references: Vec<String> = references.collect();
        let docs = vec!["References to the tables.".to_owned()];
        let blocks = vec![import("schema"), references.join("\n").into()];
        Some(draft("types/schema/to.rs", docs, blocks))
    }

    fn types_file(&self, module: &Module, members: &Members<'_>) -> Draft {
        let folder = format!("{}/", module.name);
        let is_ascii = module.name.is_ascii();
        let folder = if is_ascii { "" } else { folder.as_str() };
        let outer = &members.condition;
        let mut declarations = String::new();
        if let Some(condition) = &members.schema {
            declarations.push_str(&nested(&condition.inside(outer), "pub(super) ", folder, "schema"));
        }
        if let Some(condition) = &members.wire {
            declarations.push_str(&nested(&condition.inside(outer), "", folder, "wire"));
        }
        let mut blocks: Vec<Block> = vec![declarations.into()];
        let runtime = any(members.types.iter().copied().filter(|piece| piece.uses_runtime));
        blocks.extend(runtime.map(|condition| import("types").behind(&condition.inside(outer))));
        let own: BTreeSet<&str> = members.types.iter().map(|piece| piece.name.as_str()).collect();
        let named = members.types.iter().flat_map(|piece| {
            let names = piece.named.iter().map(|&index| self.pieces[index].name.as_str());
            names.map(|name| (name, &piece.condition))
        });
        let foreign = joined(named.filter(|(name, _)| !own.contains(name)));
        let foreign = grouped(foreign.iter().map(|(name, condition)| (*name, condition)));
        let imports = foreign.lists("use super", outer);
        if !imports.is_empty() {
            blocks.push(imports.join("\n").into());
        }
        blocks.extend(members.types.iter().filter_map(|piece| piece.items.clone()));
        draft(&format!("types/{}.rs", module.name), vec![module.about.clone()], blocks)
    }
}

fn wire_file(module: &Module, members: &Members<'_>, outer: &Condition) -> Draft {
    let imports = "use super::super::schema;\nuse super::*;".to_owned();
    let mut blocks = vec![import("wire"), imports.into()];
    let wire = || {
        let types = members.types.iter();
        types.filter_map(|piece| Some((*piece, piece.wire.as_ref()?)))
    };
    let hidden = wire().flat_map(|(piece, wire)| wire.hidden.iter().map(|name| (name.as_str(), &piece.condition)));
    for (name, condition) in joined(hidden) {
        let code = Block::Text(wire::hide(name));
        blocks.push(code.behind(&condition.inside(outer)));
    }
    blocks.extend(wire().map(|(piece, code)| Block::Text(code.text(&piece.narrower))));
    draft(&format!("types/{}/wire.rs", module.name), vec![WIRE.to_owned()], blocks)
}

fn schema_file(
    module: &Module,
    members: &Members<'_>,
    outer: &Condition,
    patterns: &Patterns<'_>,
    shared: &BTreeSet<&str>,
) -> Draft {
    let own: BTreeSet<&str> = members.tables.iter().map(|(_, table)| table.name.as_str()).collect();
    let named = members.tables.iter().flat_map(|(piece, table)| {
        let tables = table.mentions.tables.iter().map(String::as_str);
        let patterns_of_table = table.mentions.patterns.iter().map(String::as_str);
        let tables = tables.filter(|name| !own.contains(name));
        let names = tables.chain(patterns_of_table.filter(|name| patterns.imported.contains(name)));
        let targets = (!table.mentions.targets.is_empty()).then_some("to");
        names.chain(targets).map(|name| (name, &piece.condition))
    });
    let with_properties = patterns.own.iter().filter(|pattern| !pattern.properties.is_empty());
    let properties = with_properties.map(|pattern| ("property", &pattern.condition));
    let foreign = joined(named.chain(properties));
    let foreign = grouped(foreign.iter().map(|(name, condition)| (*name, condition)));
    let imports = foreign.lists("use super::super::schema", outer);
    let mut blocks = vec![import("schema")];
    if !imports.is_empty() {
        blocks.push(imports.join("\n").into());
    }
    blocks.extend(members.tables.iter().map(|(_, table)| table.item.clone()));
    blocks.extend(patterns.own.iter().map(|pattern| {
        let item = &pattern.item;
        let is_shared = shared.contains(pattern.name.as_str());
        let visibility = is_shared.then(|| quote!(pub(crate)));
        Block::from(quote!(#visibility #item)).behind(&pattern.condition.inside(outer))
    }));
    let entries = members.tables.iter().filter_map(|(piece, _)| piece.named_entry());
    let entries: Vec<String> = entries.collect();
    if !entries.is_empty() {
        let entries = entries.join("\n");
        blocks.push(format!("named_in! {{ super::super::schema;\n{entries}\n}}").into());
    }
    let path = format!("types/{}/schema.rs", module.name);
    draft(&path, vec![SCHEMA.to_owned()], blocks)
}

/// Returns when any of the pieces is compiled.
fn union<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Condition {
    Condition::union(pieces.map(|piece| &piece.condition))
}

/// Like [`union`], if there is one.
fn any<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Option<Condition> {
    Some(union(pieces)).filter(|condition| *condition != Condition::never())
}

/// Returns the declaration of a module in the folder of its parent. `folder` is that folder if the parent has a path of its
/// own: its modules are looked for beside it then.
fn nested(condition: &Condition, visibility: &str, folder: &str, name: &str) -> String {
    let condition = condition.line("");
    if folder.is_empty() {
        return format!("{condition}{visibility}mod {name};\n");
    }
    format!("{condition}#[path = \"{folder}{name}.rs\"]\n{visibility}mod {name};\n")
}
