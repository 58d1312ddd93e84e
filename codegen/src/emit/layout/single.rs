//! Writes all types into `types.rs`, with their tables beside it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use crate::emit::condition::Condition;
use crate::emit::files::{draft, import};
use crate::emit::format::{Block, Draft};
use crate::emit::{tables, wire};

impl Layout {
    /// Returns `types.rs` and the files of its tables.
    pub fn single(self) -> Vec<Draft> {
        let has_wire = self.pieces.iter().any(|piece| piece.wire.is_some());
        let schema = if self.has_endpoints {
            "pub(crate) mod schema;"
        } else {
            "mod schema;"
        };
        let mut modules = vec![schema];
        modules.extend(has_wire.then_some("mod wire;"));
        let mut types: Vec<Block> = vec![modules.join("\n").into()];
        let uses_runtime = self.pieces.iter().any(|piece| piece.uses_runtime);
        types.extend(uses_runtime.then(|| import("types")));
        let hidden: BTreeSet<&String> = self
            .pieces
            .iter()
            .flat_map(|piece| piece.wire.iter().flat_map(|wire| &wire.hidden))
            .collect();
        let mut wire = vec![import("wire"), "use super::*;".to_owned().into()];
        wire.extend(hidden.into_iter().map(|name| Block::Text(wire::hide(name))));
        let mut schema = Vec::new();
        let properties = self.properties().into_keys();
        let properties = properties.map(|name| tables::property_table(name, &quote!(pub(super))));
        let properties: Vec<TokenStream> = properties.collect();
        let targets = self.targets();
        let references = targets
            .keys()
            .map(|target| tables::reference(target, &quote!(pub(super))));
        let references = (!targets.is_empty()).then(|| {
            quote! {
                /// References to the tables.
                mod to {
                    use super::*;

                    #(#references)*
                }
            }
        });
        let entries: Vec<String> = self.pieces.iter().filter_map(super::Piece::named_entry).collect();
        let named = has_wire.then(|| format!("named! {{\n{}\n}}", entries.join("\n")));
        for piece in self.pieces {
            types.extend(piece.items);
            wire.extend(piece.wire.map(|code| Block::Text(code.text(&Condition::Always))));
            schema.extend(piece.table.map(|table| table.item));
        }
        schema.extend(self.patterns.into_iter().map(|pattern| Block::Code(pattern.item)));
        schema.extend((!properties.is_empty()).then(|| quote!(mod property { #(#properties)* }).into()));
        schema.extend(references.map(Block::Code));
        schema.extend(named.map(Block::Text));
        if !schema.is_empty() {
            schema.insert(0, import("schema"));
        }
        let docs = |text: &str| vec![text.to_owned()];
        let mut files = vec![draft("types.rs", docs(super::modules::TYPES), types)];
        files.extend(has_wire.then(|| draft("types/wire.rs", docs(super::modules::WIRE), wire)));
        files.push(draft("types/schema.rs", docs(super::modules::SCHEMA), schema));
        files
    }
}
