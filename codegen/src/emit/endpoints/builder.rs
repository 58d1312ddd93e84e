//! Chains of builder calls.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::ident;

/// A chain of builder calls in a constant.
pub(super) struct Builder(pub(super) TokenStream);

impl Builder {
    pub(super) fn call(&mut self, name: &str, arguments: &TokenStream) {
        let name = ident(name);
        self.0.extend(quote!(.#name(#arguments)));
    }

    pub(super) fn set(&mut self, name: &str, value: impl ToTokens) {
        self.call(name, &value.into_token_stream());
    }

    /// Sets a string unless it is empty.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.set(name, text);
        }
    }

    pub(super) fn option(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set(name, text);
        }
    }

    pub(super) fn flag(&mut self, name: &str, holds: bool) {
        if holds {
            self.call(name, &TokenStream::new());
        }
    }

    /// Sets an array unless it is empty.
    pub(super) fn list(&mut self, name: &str, items: impl Iterator<Item = impl ToTokens>) {
        let items: Vec<_> = items.collect();
        if !items.is_empty() {
            self.call(name, &quote!(&[#(#items),*]));
        }
    }
}
