//! The names in scope in plain types.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::convert::PlainType;
use crate::model::names::Names;

/// The names of the generated types.
pub struct PlainScope<'a> {
    /// Maps the keys used by typify to names.
    keys: BTreeMap<&'a str, &'a str>,
    own: HashSet<&'a str>,
    /// Whether the short name of a map was used.
    has_maps: Cell<bool>,
}

impl<'a> PlainScope<'a> {
    /// Creates the scope of a run's types.
    pub fn new(types: &'a [PlainType], names: &'a Names) -> Self {
        let own = types.iter().map(|one| one.name.as_str());
        let aliases = names.aliases.iter().map(|alias| alias.name.as_str());
        Self {
            keys: types.iter().map(|one| (one.key.as_str(), one.name.as_str())).collect(),
            own: own.chain(aliases).collect(),
            has_maps: Cell::new(false),
        }
    }

    /// Returns the name of the type that typify knows by a key.
    pub fn name_of(&self, key: &str) -> Option<&'a str> {
        self.keys.get(key).copied()
    }

    /// Returns a name of the standard prelude, or its path if a generated type has that name.
    pub fn std(&self, name: &str) -> TokenStream {
        let module = match name {
            "String" => "string",
            "Vec" => "vec",
            "Box" => "boxed",
            "Option" => "option",
            "BTreeMap" => "collections",
            "From" => "convert",
            _ => "result",
        };
        let (module, ident) = (format_ident!("{module}"), Ident::new(name, Span::call_site()));
        match name {
            name if !self.own.contains(name) => {
                self.has_maps.set(self.has_maps.get() || name == "BTreeMap");
                quote!(#ident)
            }
            "Ok" | "Err" => quote!(::std::result::Result::#ident),
            _ => quote!(::std::#module::#ident),
        }
    }

    /// Returns the imports of the file.
    pub fn imports(&self) -> Vec<&'static str> {
        let mut imports = Vec::new();
        if self.has_maps.get() {
            imports.extend(["use std::collections::BTreeMap;", ""]);
        }
        if !self.own.contains("Serialize") && !self.own.contains("Deserialize") {
            imports.push("use serde::{Deserialize, Serialize};");
        }
        imports
    }

    /// Returns the traits of serde to derive.
    pub fn serde(&self) -> TokenStream {
        if self.own.contains("Serialize") || self.own.contains("Deserialize") {
            quote!(::serde::Serialize, ::serde::Deserialize)
        } else {
            quote!(Serialize, Deserialize)
        }
    }
}
