//! Lays the types out in files: a single one, or one for each resource.

mod conditions;
mod divide;
mod homes;
mod imports;
mod modules;
mod single;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::condition::{Condition, Enabled};
use crate::emit::endpoints::Resource;
use crate::emit::format::{Block, Draft};
use crate::emit::tables::{Mentions, Static, Statics};
use crate::emit::types::Types;
use crate::emit::wire::WireCode;
use crate::model::Model;
use crate::schema::SchemaSet;
use homes::Home;
use imports::joined;

/// The types of a run, and their tables.
pub struct Layout {
    /// The definitions, the aliases, and the tables without a type.
    pieces: Vec<Piece>,
    patterns: Vec<Pattern>,
    /// Whether endpoints use the types.
    has_endpoints: bool,
    /// Whether a resource is behind a feature.
    has_features: bool,
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
    /// When the piece is compiled.
    condition: Condition,
    /// What is left of that inside of its module.
    narrower: Condition,
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
    /// When a table that uses it is compiled.
    condition: Condition,
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
            condition: Condition::Always,
            narrower: Condition::Always,
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
            condition: Condition::Always,
            narrower: Condition::Always,
        }));
        let reached = homes::find(&mut pieces, resources, model, set);
        let has_features = resources.iter().any(|resource| resource.condition != Condition::Always);
        if has_features {
            conditions::find(&mut pieces, &reached, resources, &model.names);
        }
        let mut conditions = joined(pieces.iter().flat_map(|piece| {
            let used = piece.table.iter().flat_map(|table| &table.mentions.patterns);
            used.map(|name| (name.as_str(), &piece.condition))
        }));
        let patterns = statics.patterns.into_iter().map(|pattern| Pattern {
            condition: conditions
                .remove(pattern.name.as_str())
                .unwrap_or_else(|| unreachable!("no table uses the pattern {}", pattern.name)),
            name: pattern.name,
            item: pattern.item,
            properties: pattern.mentions.properties,
        });
        let patterns = patterns.collect();
        Self {
            pieces,
            patterns,
            has_endpoints: !resources.is_empty(),
            has_features,
        }
    }

    /// Whether a type is compiled under this condition.
    pub fn needs(&self, condition: &Condition) -> bool {
        self.pieces.iter().any(|piece| piece.condition == *condition)
    }

    /// Removes what is not compiled with these features.
    pub fn retain(&mut self, enabled: &Enabled) {
        let is_kept = self.pieces.iter().map(|piece| piece.condition.holds(enabled));
        let kept = is_kept.enumerate().filter_map(|(old, is_kept)| is_kept.then_some(old));
        let positions: BTreeMap<usize, usize> = kept.enumerate().map(|(new, old)| (old, new)).collect();
        let pieces = std::mem::take(&mut self.pieces).into_iter().enumerate();
        let pieces = pieces.filter(|(old, _)| positions.contains_key(old));
        // What a piece names is compiled if the piece is.
        let pieces = pieces.map(|(_, piece)| Piece {
            named: piece.named.iter().map(|old| positions[old]).collect(),
            ..piece
        });
        self.pieces = pieces.collect();
        self.patterns.retain(|pattern| pattern.condition.holds(enabled));
    }

    /// Returns the files of the types: a single one and its tables, unless that would be too long, or types are behind features.
    pub fn files(mut self) -> Vec<Draft> {
        self.map_items(|_, block| block.formatted());
        let modules = divide::modules(&self.pieces, self.has_features);
        if modules.is_empty() {
            return self.single();
        }
        if self.has_features {
            conditions::inside_of_modules(&mut self.pieces, &modules);
            self.map_items(|narrower, block| block.behind(narrower));
        }
        self.modules(&modules)
    }

    /// Changes the items and the tables of all pieces.
    fn map_items(&mut self, change: impl Fn(&Condition, Block) -> Block) {
        for piece in &mut self.pieces {
            let narrower = &piece.narrower;
            piece.items = piece.items.take().map(|items| change(narrower, items));
            piece.table = piece.table.take().map(|table| Table {
                item: change(narrower, table.item),
                ..table
            });
        }
    }

    /// Returns the Unicode properties of all patterns.
    fn properties(&self) -> BTreeMap<&str, Condition> {
        let patterns = self.patterns.iter();
        joined(patterns.flat_map(|pattern| {
            let properties = pattern.properties.iter().map(String::as_str);
            properties.map(|property| (property, &pattern.condition))
        }))
    }

    /// Returns the tables that are named by the references to them.
    fn targets(&self) -> BTreeMap<&str, Condition> {
        let pieces = self.pieces.iter();
        joined(pieces.flat_map(|piece| {
            let targets = piece.table.iter().flat_map(|table| &table.mentions.targets);
            targets.map(|target| (target.as_str(), &piece.condition))
        }))
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
    /// Whether it is a type that is not an alias.
    fn is_definition(&self) -> bool {
        self.items.is_some() && self.wire.is_some()
    }

    /// Whether it is another name of a type.
    fn is_alias(&self) -> bool {
        self.items.is_some() && self.wire.is_none()
    }

    /// Returns the tables that the tables of the piece name.
    fn tables(&self) -> impl Iterator<Item = &String> {
        let of_wire = self.wire.iter().flat_map(|wire| &wire.tables);
        of_wire.chain(self.table.iter().flat_map(Table::tables))
    }

    /// Returns the entry of `named!` for the table, if it has a name.
    fn named_entry(&self) -> Option<String> {
        let table = self.table.as_ref()?;
        let condition = self.narrower.line("    ");
        if self.items.is_some() {
            return Some(format!("{condition}    super::{} = {};", self.name, table.name));
        }
        let name = crate::emit::wire::literal(table.schema_name.as_ref()?);
        let condition = condition.trim_start().replace('\n', " ");
        Some(format!("    {name} = {condition}{};", table.name))
    }
}

/// Returns the position of each table.
fn by_table(pieces: &[Piece]) -> BTreeMap<&str, usize> {
    let tables = pieces.iter().enumerate();
    let tables = tables.filter_map(|(index, piece)| Some((piece.table.as_ref()?.name.as_str(), index)));
    tables.collect()
}
