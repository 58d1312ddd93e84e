//! The request type of an action: its fields, its constructor, and its
//! [`Endpoint`](typewright_core::endpoint::Endpoint) implementation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::answers::documented;
use super::parameters::{Field, cow};
use super::{Action, Endpoints, ident};
use crate::emit::docs;
use crate::emit::rust_type::open_derives;
use crate::emit::secrets::{self, Shown};
use crate::emit::structs::constant_value;
use crate::emit::structs::method_name;
use crate::openapi::{Body, Content, Operation, ParameterIn, Several};
use crate::report::Report;

impl Endpoints<'_> {
    #[allow(clippy::too_many_lines)] // one template, read from top to bottom
    pub(super) fn operation(
        &self,
        operation: &Operation,
        name: &str,
        taken: &mut Vec<String>,
        report: &mut Report,
    ) -> (TokenStream, Action) {
        let ident = ident(name);
        let fields = self.fields(operation, report);
        let (headers_name, headers_struct) = self.response_headers(operation, name, taken).unzip();
        let docs = docs::attributes(&self.docs(operation, &fields, headers_name.as_deref()));
        let mut members = Vec::new();
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        let mut setters = Vec::new();
        let mut needs = Vec::new();
        let mut names_of_methods: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let mut shown: Vec<Shown> = fields.iter().map(|field| self.shown(field)).collect();
        for field in &fields {
            let parameter = field.parameter;
            let ty = self.field_type(field);
            let name = self::ident(&field.name);
            let docs = docs::attributes(&[self.described(parameter, &field.shape)]);
            let deprecated = docs::deprecated(self.is_deprecated(parameter), Some(&parameter.description));
            let docs = quote!(#docs #deprecated);
            if parameter.required {
                members.push(quote!(#docs pub #name: #ty));
                if let Some(constant) = &field.constant {
                    let value = constant_value(constant, &cow());
                    values.push(quote!(#name: #value));
                    continue;
                }
                needs.push((name.to_string(), ty.clone()));
                arguments.push(quote!(#name: impl Into<#ty>));
                values.push(quote!(#name: #name.into()));
            } else {
                members.push(quote!(#docs pub #name: Option<#ty>));
                values.push(quote!(#name: None));
                setters.push(self.setter_of(field, &docs, deprecated.as_ref(), &mut names_of_methods));
            }
        }
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        let parameters = required
            .take_while(|parameter| parameter.place == ParameterIn::Path)
            .count();
        if let Some(body) = &operation.body {
            let ty = self.body_type(&body.content);
            let docs = docs::attributes(&[docs::prose(&self.body_text(body))]);
            shown.push(Shown {
                name: "body".to_owned(),
                is_option: !body.required,
                is_hidden: self.hides_body(&body.content),
            });
            if body.required {
                members.push(quote!(#docs pub body: #ty));
                let is_enum = matches!(body.content, Content::Several(_) | Content::Multipart(_));
                needs.push(("body".to_owned(), beside(&ty, is_enum)));
                arguments.push(quote!(body: impl Into<#ty>));
                values.push(quote!(body: body.into()));
            } else {
                members.push(quote!(#docs pub body: Option<#ty>));
                values.push(quote!(body: None));
                setters.push(setter(&self::ident("body"), &ty, &docs, None, &mut names_of_methods));
            }
        }
        let body_new = operation.body.as_ref().and_then(|body| match &body.content {
            Content::Several(several) => Some(self.content_enum(operation, "body", several, name)),
            Content::Multipart(multipart) => Some(self.multipart(operation, multipart, name)),
            _ => None,
        });
        let (body_items, body_wire) = body_new.unzip();
        let is_sent = operation.incoming.is_none();
        let accept = if is_sent {
            accept(
                operation,
                &mut members,
                &mut values,
                &mut setters,
                &mut names_of_methods,
            )
        } else {
            None
        };
        shown.extend(accept.iter().map(|accept| Shown {
            name: accept.to_string(),
            is_option: true,
            is_hidden: false,
        }));
        let debug = secrets::debug_struct(name, &shown);
        let has_constant = fields
            .iter()
            .any(|field| field.parameter.required && field.constant.is_some());
        let default = (arguments.is_empty() && !has_constant).then(|| quote!(, Default));
        let default_impl = (arguments.is_empty() && has_constant).then(|| {
            quote! {
                impl Default for #ident {
                    fn default() -> Self {
                        Self::new()
                    }
                }
            }
        });
        let about_new = if arguments.is_empty() {
            " Creates the request."
        } else {
            " Creates the request from its required parts."
        };
        let derives = secrets::derives(debug.is_some(), &open_derives());
        let metadata = self.metadata(operation, &fields);
        let (response, response_schema, response_new) = self.answer(operation, name, taken, true, report);
        let (error, error_schema, error_new) = self.answer(operation, name, taken, false, report);
        let (response_enum, response_wire) = response_new.unzip();
        let (error_enum, error_wire) = error_new.unzip();
        let table = (!fields.is_empty()).then(|| {
            let parameters = self.parameters(operation, &fields);
            quote!(const PARAMETERS: &'static [Parameter] = #parameters;)
        });
        let write = write(operation, &fields, accept.as_ref());
        let receive = receive(operation, &fields, accept.as_ref());
        let item = if members.is_empty() {
            quote!(pub struct #ident {})
        } else {
            quote!(pub struct #ident { #(#members,)* })
        };
        let pages = self.pagination(operation, &ident, &fields, &response, report);
        let job = self.wait(operation, &ident, &fields, &response, report);
        let (events, events_code) = self.events(operation, &ident).unzip();
        let deprecated = docs::deprecated(operation.deprecated, Some(&operation.description));
        let action = Action {
            name: name.to_owned(),
            variant: String::new(),
            place: self.action_place(operation),
            deprecated: deprecated.clone(),
            summary: operation.summary.clone(),
            docs: self.method_docs(operation),
            response: beside(&response, response_enum.is_some()),
            error: beside(&error, error_enum.is_some()),
            needs,
            parameters,
            events,
            is_paged: pages.is_some(),
            starts_job: job.is_some(),
            answers: [debug, body_wire, response_wire, error_wire]
                .into_iter()
                .flatten()
                .collect(),
        };
        let must_use = is_sent.then(|| quote!(#[must_use = "a request does nothing until it is sent"]));
        let tokens = quote! {
            #docs
            #deprecated
            #[derive(#derives #default)]
            #must_use
            #[non_exhaustive]
            #item

            impl #ident {
                #[doc = #about_new]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
                #(#setters)*
            }

            #default_impl

            impl Descriptor for #ident {
                type Response = #response;
                type Error = #error;

                const RESPONSE: &'static Schema = #response_schema;
                const ERROR: &'static Schema = #error_schema;
                #table
                const METADATA: &'static Metadata = &#metadata;
            }

            if_http! {
            impl Endpoint for #ident {
                #write

                fn receive(parts: &Parts<'_>) -> Result<Self, Rejection> {
                    #receive
                }
            }

            #events_code
            #pages
            #job
            }

            #body_items
            #response_enum
            #error_enum
            #headers_struct
        };
        (tokens, action)
    }
}

/// Returns the function that passes the parts of a request on.
fn write(operation: &Operation, fields: &[Field<'_>], accept: Option<&Ident>) -> TokenStream {
    let mut parts: Vec<TokenStream> = fields.iter().map(Endpoints::sent).collect();
    parts.extend(operation.body.as_ref().map(|body| {
        let method = body_method(body);
        quote!(request.#method(&self.body);)
    }));
    parts.extend(accept.map(|accept| quote!(request.accept(self.#accept);)));
    if parts.is_empty() {
        return quote!(
            fn write(&self, _: &mut Outgoing) {}
        );
    }
    quote! {
        fn write(&self, request: &mut Outgoing) {
            #(#parts)*
        }
    }
}

/// Returns the expression that builds the request from a received request.
fn receive(operation: &Operation, fields: &[Field<'_>], accept: Option<&Ident>) -> TokenStream {
    let mut values: Vec<TokenStream> = fields.iter().map(Endpoints::received).collect();
    values.extend(operation.body.as_ref().map(|body| {
        let method = body_method(body);
        quote!(body: parts.#method()?)
    }));
    values.extend(accept.map(|accept| quote!(#accept: parts.accept())));
    if values.is_empty() {
        return quote! {
            let _ = parts;
            Ok(Self {})
        };
    }
    quote!(Ok(Self { #(#values),* }))
}

/// Returns the method that passes a body on, both of a request that is sent and of one that is received.
fn body_method(body: &Body) -> Ident {
    let kind = match &body.content {
        Content::Json { .. } => "body",
        Content::Form { .. } => "form",
        Content::Several(_) => "contents",
        Content::Multipart(_) => "multipart",
        Content::Text { .. } => "text",
        Content::Raw(_) => "raw_body",
    };
    if body.required {
        ident(kind)
    } else {
        ident(&format!("optional_{kind}"))
    }
}

/// The field for the media type that the response should have.
pub(super) const ACCEPT: &str = "accept";

/// Returns the name of the setter that takes an `Option`.
pub(super) fn maybe(field: &str) -> String {
    method_name("maybe", field)
}

/// Whether a setter that takes an `Option` could have this name.
pub(super) fn is_maybe(name: &str) -> bool {
    name.starts_with("maybe_")
}

/// Returns the two setters of an optional parameter, body or part: one takes a value, the other an `Option`.
pub(super) fn setter(
    name: &Ident,
    ty: &TokenStream,
    docs: &TokenStream,
    deprecated: Option<&TokenStream>,
    taken: &mut Vec<String>,
) -> TokenStream {
    let mut maybe = self::maybe(&name.to_string());
    while taken.contains(&maybe) {
        maybe.push('_');
    }
    taken.push(maybe.clone());
    let about = docs::attributes(&[format!(
        "Sets [`{name}`](Self::{name}()), or leaves it unset on `None`."
    )]);
    let maybe = ident(&maybe);
    quote! {
        #docs
        pub fn #name(self, value: impl Into<#ty>) -> Self {
            Self { #name: Some(value.into()), ..self }
        }

        #about
        #deprecated
        pub fn #maybe(self, value: Option<impl Into<#ty>>) -> Self {
            Self { #name: value.map(Into::into), ..self }
        }
    }
}

/// Returns the path of a response type in the file of a client. An enum of responses is in the module of its resource.
fn beside(ty: &TokenStream, is_enum: bool) -> TokenStream {
    if is_enum { quote!(request::#ty) } else { ty.clone() }
}

/// Adds the choice of a media type for the response, if there are several. Returns the name of its field.
fn accept(
    operation: &Operation,
    members: &mut Vec<TokenStream>,
    values: &mut Vec<TokenStream>,
    setters: &mut Vec<TokenStream>,
    taken: &mut Vec<String>,
) -> Option<Ident> {
    let several = several_responses(operation)?;
    let mut name = ACCEPT.to_owned();
    while taken.contains(&name) {
        name.push('_');
    }
    taken.push(name.clone());
    let name = ident(&name);
    let media_types = several
        .forms
        .iter()
        .map(|(_, content)| docs::code(&content.media_type()));
    let media_types: Vec<String> = media_types.collect();
    let about = docs::attributes(&[docs::wrap(&format!(
        "The media type that the response should have, sent as `Accept`: {}. Default: the server chooses.",
        media_types.join(" or ")
    ))]);
    let about_setter = docs::attributes(&[docs::wrap(&format!(
        "Sets the media type that the response should have: {}.",
        media_types.join(" or ")
    ))]);
    members.push(quote!(#about pub #name: Option<&'static str>));
    values.push(quote!(#name: None));
    setters.push(quote! {
        #about_setter
        pub fn #name(self, media_type: &'static str) -> Self {
            Self { #name: Some(media_type), ..self }
        }
    });
    Some(name)
}

/// Returns the first successful response with several media types, of which a request can choose one.
pub(super) fn several_responses(operation: &Operation) -> Option<&Several> {
    let mut responses = documented(operation, true).into_iter();
    responses.find_map(|response| match &response.content {
        Some(Content::Several(several)) => Some(several).filter(|several| !is_form_alone(several)),
        Some(_) | None => None,
    })
}

/// Whether a response is a form, and nothing else.
fn is_form_alone(several: &Several) -> bool {
    matches!(several.forms[..], [(_, Content::Form { .. })])
}
