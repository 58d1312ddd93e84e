//! Lays the types out in files: a single one, or one for each resource.

mod divide;
mod homes;
mod imports;
mod modules;
mod single;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::endpoints::Resource;
use crate::emit::format::{Block, Draft};
use crate::emit::tables::{Mentions, Static, Statics};
use crate::emit::types::Types;
use crate::emit::wire::WireCode;
use crate::model::Model;
use crate::schema::SchemaSet;
use homes::Home;

/// The types of a run, and their tables.
pub struct Layout {
    /// The definitions, the aliases, and the tables without a type.
    pieces: Vec<Piece>,
    patterns: Vec<Pattern>,
    /// Whether endpoints use the types.
    has_endpoints: bool,
}

/// A type with its tables, or a table without a type.
struct Piece {
    /// The name of the type or the table.
    name: String,
    /// The items of the type.
    items: Option<Block>,
    uses_runtime: bool,
    /// The types that the items and the wire table name, by index.
    named: BTreeSet<usize>,
    wire: Option<WireCode>,
    table: Option<Table>,
    home: Home,
}

/// A constraint table.
struct Table {
    name: String,
    item: Block,
    mentions: Mentions,
    schema_name: Option<String>,
}

/// The static of a pattern.
struct Pattern {
    name: String,
    item: TokenStream,
    properties: BTreeSet<String>,
}

impl Layout {
    /// Finds the place of each type.
    pub fn new(
        types: Types,
        wire: Vec<WireCode>,
        statics: Statics,
        resources: &[&Resource],
        model: &Model,
        set: &SchemaSet,
    ) -> Self {
        let mut wire = wire.into_iter();
        let mut tables = statics.types.into_iter();
        let types = types.all.into_iter().map(|code| Piece {
            name: code.name,
            items: Some(code.items.into()),
            uses_runtime: code.uses_runtime,
            named: code.named,
            wire: wire.next(),
            table: tables.next().map(Table::new),
            home: Home::default(),
        });
        let mut pieces: Vec<Piece> = types.collect();
        for piece in &mut pieces {
            let of_wire = piece.wire.iter().flat_map(|wire| &wire.named);
            piece.named.extend(of_wire);
        }
        pieces.extend(statics.parts.into_iter().map(|part| Piece {
            name: part.name.clone(),
            items: None,
            uses_runtime: false,
            named: BTreeSet::new(),
            wire: None,
            table: Some(Table::new(part)),
            home: Home::default(),
        }));
        homes::find(&mut pieces, resources, model, set);
        let patterns = statics.patterns.into_iter().map(|pattern| Pattern {
            name: pattern.name,
            item: pattern.item,
            properties: pattern.mentions.properties,
        });
        Self {
            pieces,
            patterns: patterns.collect(),
            has_endpoints: !resources.is_empty(),
        }
    }

    /// Returns the files of the types: a single one and its tables, unless that would be too long.
    pub fn files(mut self) -> Vec<Draft> {
        for piece in &mut self.pieces {
            piece.items = piece.items.take().map(Block::formatted);
            piece.table = piece.table.take().map(|table| Table {
                item: table.item.formatted(),
                ..table
            });
        }
        let modules = divide::modules(&self.pieces);
        if modules.is_empty() {
            self.single()
        } else {
            self.modules(&modules)
        }
    }

    /// Returns the Unicode properties of all patterns.
    fn properties(&self) -> BTreeSet<String> {
        let properties = self.patterns.iter().flat_map(|pattern| &pattern.properties);
        properties.cloned().collect()
    }

    /// Returns the tables that are named by the references to them.
    fn targets(&self) -> BTreeSet<&str> {
        let tables = self.pieces.iter().filter_map(|piece| piece.table.as_ref());
        let targets = tables.flat_map(|table| &table.mentions.targets);
        targets.map(String::as_str).collect()
    }
}

impl Table {
    fn new(table: Static) -> Self {
        let item = table.item;
        Self {
            name: table.name,
            item: quote!(pub(crate) #item).into(),
            mentions: table.mentions,
            schema_name: table.schema_name,
        }
    }

    /// Returns the tables that this one names.
    fn tables(&self) -> impl Iterator<Item = &String> {
        self.mentions.tables.iter().chain(&self.mentions.targets)
    }
}

impl Piece {
    /// Returns the tables that the tables of the piece name.
    fn tables(&self) -> impl Iterator<Item = &String> {
        let of_wire = self.wire.iter().flat_map(|wire| &wire.tables);
        of_wire.chain(self.table.iter().flat_map(Table::tables))
    }

    /// Returns the entry of `named!` for the table, if it has a name.
    fn named_entry(&self) -> Option<String> {
        let table = self.table.as_ref()?;
        if self.items.is_some() {
            return Some(format!("    super::{} = {};", self.name, table.name));
        }
        let name = crate::emit::wire::literal(table.schema_name.as_ref()?);
        Some(format!("    {name} = {};", table.name))
    }
}

/// Returns the position of each table.
fn by_table(pieces: &[Piece]) -> BTreeMap<&str, usize> {
    let tables = pieces.iter().enumerate();
    let tables = tables.filter_map(|(index, piece)| Some((piece.table.as_ref()?.name.as_str(), index)));
    tables.collect()
}
