//! Emits the parameters of every action: `generated/endpoints/global_parameters.rs`.

use quote::quote;

use super::{Endpoints, Resource, ident};
use crate::emit::condition::Condition;
use crate::emit::docs;
use crate::emit::rust_type::open_derives;
use crate::openapi::Operation;
use crate::report::Report;

/// The name of the module.
pub(super) const MODULE: &str = "global_parameters";

impl Endpoints<'_> {
    /// Returns the module of the parameters of every action.
    pub(super) fn globals(&self, operation: &Operation, report: &mut Report) -> Resource {
        self.scope.take_types();
        let fields = self.fields(operation, report);
        let mut taken: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let mut members = Vec::new();
        let mut setters = Vec::new();
        for field in &fields {
            let (name, ty) = (ident(&field.name), self.field_type(field));
            let docs = docs::attributes(&[self.described(field.parameter, &field.shape)]);
            let about = Some(&*field.parameter.description);
            let deprecated = docs::deprecated(self.is_deprecated(field.parameter), about);
            let docs = quote!(#docs #deprecated);
            members.push(quote!(#docs pub #name: Option<#ty>));
            setters.push(self.setter_of(field, &docs, deprecated.as_ref(), &mut taken));
        }
        let parameters = self.parameters(operation, &fields);
        let parts = fields.iter().map(Self::sent);
        let derives = open_derives();
        let values = fields.iter().map(|field| ident(&field.name));
        let tokens = quote! {
            /// The parameters that belong to every action.
            ///
            /// Set them for all calls of a client with `Client::builder().global_parameters(…)`, and for a single one with
            /// `Call::global_parameters`. An action that has a parameter of the same name has its own instead.
            #[derive(#derives, Default)]
            #[must_use = "parameters do nothing until a client or a call has them"]
            #[non_exhaustive]
            pub struct GlobalParameters { #(#members,)* }

            impl GlobalParameters {
                /// Creates parameters that are all unset.
                pub fn new() -> Self {
                    Self { #(#values: None),* }
                }
                #(#setters)*
            }

            if_http! {
            impl Globals for GlobalParameters {
                fn parameters(&self) -> &'static [Parameter] {
                    const PARAMETERS: &[Parameter] = #parameters;
                    PARAMETERS
                }

                fn write(&self, request: &mut Outgoing) {
                    #(#parts)*
                }
            }
            }
        };
        let mut parameters = operation.parameters.iter();
        Resource {
            module: MODULE.to_owned(),
            docs: vec!["The parameters that belong to every action.".to_owned()],
            about: Vec::new(),
            tokens,
            types: self.scope.take_types(),
            shared: self.shared.take_used(),
            condition: Condition::Always,
            has_deprecated: parameters.any(|parameter| self.is_deprecated(parameter)),
            actions: Vec::new(),
            handles: Vec::new(),
        }
    }
}
