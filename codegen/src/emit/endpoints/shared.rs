//! Descriptors that several actions have: the constants of `generated/endpoints/shared.rs`.
//!
//! A constant is named after what it describes: a parameter or a header after its name, a response after its type and its status. Of
//! several descriptors with one name, the most frequent one is the constant, and actions write out the others.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::endpoint::Status;

use super::headers::{header, header_name};
use super::parameters::Field;
use super::{Endpoints, Resource, ident};
use crate::emit::condition::Condition;
use crate::model::identifier::screaming;
use crate::openapi::Response;
use crate::report::Report;

/// The name of the module.
pub(super) const MODULE: &str = "shared";

/// Descriptors that several actions have.
#[derive(Debug, Default)]
pub struct Shared {
    /// The key of the descriptor that a constant has, by the name of the constant. Equal descriptors have the same key.
    keys: BTreeMap<String, String>,
    /// The constants that are used, by name.
    constants: RefCell<BTreeMap<String, TokenStream>>,
    /// The tables of the constants of parameters.
    tables: RefCell<BTreeMap<String, String>>,
    /// The constants that were used since the last call of [`take_used`](Self::take_used).
    used: RefCell<BTreeSet<String>>,
}

impl Shared {
    /// Returns the path of the constant with this name if it is this descriptor, and the descriptor itself otherwise.
    pub(super) fn or_own(&self, name: &str, ty: &str, own: TokenStream) -> TokenStream {
        let key = own.to_string();
        self.constant(name, ty, &key, || own.clone()).unwrap_or(own)
    }

    /// Returns the path of the constant with this name if it has this key.
    fn constant(&self, name: &str, ty: &str, key: &str, value: impl FnOnce() -> TokenStream) -> Option<TokenStream> {
        if self.keys.get(name).map(String::as_str) != Some(key) {
            return None;
        }
        let (constant, ty) = (ident(name), ident(ty));
        // Each user mentions the types that the descriptor names.
        let value = value();
        let constant_of = || quote!(pub(super) const #constant: #ty = #value;);
        self.constants
            .borrow_mut()
            .entry(name.to_owned())
            .or_insert_with(constant_of);
        self.used.borrow_mut().insert(name.to_owned());
        Some(quote!(shared::#constant))
    }

    /// Returns the constants that were used since the last call.
    pub(super) fn take_used(&self) -> BTreeSet<String> {
        self.used.take()
    }

    /// Returns the constants that are used, each with the condition of the resources that use it.
    pub fn emit(&self, resources: &[Resource]) -> Vec<(Condition, TokenStream)> {
        let constants = self.constants.borrow();
        let constants = constants.iter().map(|(name, constant)| {
            let users = resources.iter().filter(|resource| resource.shared.contains(name));
            let condition = Condition::union(users.map(|resource| &resource.condition));
            (condition, constant.clone())
        });
        constants.collect()
    }
}

impl Endpoints<'_> {
    /// Returns the name of the constant of a response: the type of its body and its status.
    pub(super) fn response_name(&self, response: &Response) -> String {
        let content = response.content.as_ref();
        let name = content.map_or("status".to_owned(), |content| self.content_names(content).0);
        let status = match response.status {
            Status::Code(code) => code.to_string(),
            Status::Class(class) => format!("{class}XX"),
            Status::Default => "DEFAULT".to_owned(),
        };
        format!("{}_{status}", screaming(&name))
    }

    /// Finds the descriptors that several actions have.
    pub(super) fn find_shared(&self) -> Shared {
        let mut counts: BTreeMap<String, BTreeMap<String, (usize, Reverse<usize>)>> = BTreeMap::new();
        let mut seen = 0;
        let mut count = |name: String, key: String| {
            seen += 1;
            let (count, _) = counts.entry(name).or_default().entry(key).or_insert((0, Reverse(seen)));
            *count += 1;
        };
        for operation in self.named.values() {
            for field in self.fields(operation, &mut Report::default()) {
                count(screaming(&field.parameter.name), self.key(&field));
            }
            for one in &operation.headers {
                count(header_name(one), header(one).to_string());
            }
            for response in &operation.responses {
                count(
                    self.response_name(response),
                    self.response(operation, response).to_string(),
                );
            }
        }
        let most = counts.into_iter().filter_map(|(name, keys)| {
            // Of equally frequent ones, the first.
            let (key, (count, _)) = keys.into_iter().max_by_key(|(_, found)| *found)?;
            (count > 1).then_some((name, key))
        });
        Shared {
            keys: most.collect(),
            ..Shared::default()
        }
    }

    /// Returns the path of the constant that describes a parameter, if there is one.
    pub(super) fn shared_parameter(&self, field: &Field<'_>) -> Option<TokenStream> {
        let name = screaming(&field.parameter.name);
        self.shared.constant(&name, "Parameter", &self.key(field), || {
            let mut tables = self.shared.tables.borrow_mut();
            // Equal parameters of other actions have equivalent schemas.
            let table = tables.entry(name.clone()).or_insert_with(|| {
                let schema = self.schema_id(&field.parameter.schema);
                self.tables
                    .of_request(schema, &format!("parameter {}", field.parameter.name))
            });
            self.descriptor(field, &self.table_path(table))
        })
    }

    /// Returns a text that equal parameters have in common.
    fn key(&self, field: &Field<'_>) -> String {
        let schema = self.set.deref(self.schema_id(&field.parameter.schema));
        let equivalence = format!("{:?}", self.tables.equivalence(schema));
        self.descriptor(field, &quote!(#equivalence)).to_string()
    }
}
