//! Emits the parameters of every action: `generated/endpoints/global_parameters.rs`.

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::Json;

use super::parameters::Field;
use super::{Endpoints, Resource, ident};
use crate::emit::condition::Condition;
use crate::emit::docs;
use crate::emit::rust_type::{open_derives, tokens};
use crate::emit::secrets;
use crate::model::shape::{Constant, Shape};
use crate::openapi::{Location, Operation, Parameter};
use crate::report::Report;

/// The name of the module.
pub(super) const MODULE: &str = "global_parameters";

/// The decision that says that the type was generated.
pub(super) const TYPE: &str = "type";

impl Endpoints<'_> {
    /// Returns the module of the parameters of every action.
    pub(super) fn globals(&self, documented: &Operation, report: &mut Report) -> Resource {
        self.scope.take_types();
        // All of them may be unset: a client sends the default of a required one.
        let mut operation = documented.clone();
        operation
            .parameters
            .iter_mut()
            .for_each(|parameter| parameter.required = false);
        let fields = self.fields(&operation, report);
        self.decide(documented, TYPE, "GlobalParameters");
        let mut taken: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let mut members = Vec::new();
        let mut setters = Vec::new();
        let mut shown = Vec::new();
        for field in &fields {
            shown.push(self.shown(field));
            let (name, ty) = (ident(&field.name), self.field_type(field));
            let docs = docs::attributes(&[self.described(field.parameter, &field.shape)]);
            let about = Some(&*field.parameter.description);
            let deprecated = docs::deprecated(self.is_deprecated(field.parameter), about);
            let docs = quote!(#docs #deprecated);
            members.push(quote!(#docs pub #name: Option<#ty>));
            setters.push(self.setter_of(field, &docs, deprecated.as_ref(), &mut taken));
        }
        let parameters = self.parameters(&operation, &fields);
        let parts = fields.iter().map(Self::sent);
        let debug = secrets::debug_struct("GlobalParameters", &shown);
        let derives = secrets::derives(debug.is_some(), &open_derives());
        let debug = debug.map(|call| tokens(&call));
        let values = fields.iter().map(|field| ident(&field.name));
        let code = quote! {
            /// The parameters that belong to every action.
            ///
            /// Set them for all calls of a client with `Client::builder().global_parameters(…)`, and for a single one with
            /// `Call::global_parameters`. An action that has a parameter of the same name has its own instead.
            #[derive(#derives, Default)]
            #[must_use = "parameters do nothing until a client or a call has them"]
            #[non_exhaustive]
            pub struct GlobalParameters { #(#members,)* }

            #debug

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
        let defaults = self.defaults(documented, &fields, report);
        let mut parameters = operation.parameters.iter();
        Resource {
            module: MODULE.to_owned(),
            docs: vec!["The parameters that belong to every action.".to_owned()],
            about: Vec::new(),
            tokens: code,
            types: self.scope.take_types(),
            shared: self.shared.take_used(),
            condition: Condition::Always,
            has_deprecated: parameters.any(|parameter| self.is_deprecated(parameter)),
            actions: Vec::new(),
            handles: Vec::new(),
            defaults,
        }
    }

    /// Returns the parameters that clients send by default with every action, and their values.
    pub(super) fn default_globals(&self) -> Vec<(&Parameter, String)> {
        let globals = self.api.globals.iter().flat_map(|globals| &globals.parameters);
        let required = globals.filter(|parameter| parameter.required);
        let sent = required.filter_map(|parameter| {
            let constant = self.constant(parameter).map(Constant::text);
            Some((parameter, constant.or_else(|| self.default_of(parameter))?))
        });
        sent.collect()
    }

    /// Returns the `default` of a parameter, if it is a string.
    fn default_of(&self, parameter: &Parameter) -> Option<String> {
        let notes = &self.set.keywords(self.schema_id(&parameter.schema)).notes;
        let default = Json::parse(notes.default.as_ref()?).ok()?;
        default.as_str().map(str::to_owned)
    }

    /// Returns the required parameters with their defaults.
    fn defaults(&self, documented: &Operation, fields: &[Field<'_>], report: &mut Report) -> Option<TokenStream> {
        let mut setters = Vec::new();
        let required = documented.parameters.iter().filter(|parameter| parameter.required);
        let required: Vec<&Location> = required.map(|parameter| &parameter.location).collect();
        for field in fields
            .iter()
            .filter(|field| required.contains(&&field.parameter.location))
        {
            let (parameter, name) = (field.parameter, ident(&field.name));
            let default = self.default_of(parameter);
            if field.constant.is_some() {
                setters.push(quote!(.#name()));
            } else if let (Shape::String, Some(default)) = (&field.shape, default) {
                setters.push(quote!(.#name(#default)));
            } else {
                report.error(
                    &self.place(parameter.listed_at, &parameter.listed),
                    format!(
                        "the parameter {:?} of every action is required, and its schema is not a string with a `default`",
                        parameter.name
                    ),
                    "give it a `default`, which clients send unless they are told otherwise, or make it optional",
                );
            }
        }
        let module = ident(MODULE);
        (!setters.is_empty()).then(|| quote!(super::#module::GlobalParameters::new() #(#setters)*))
    }
}
