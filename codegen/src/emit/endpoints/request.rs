//! The request type of an action: its fields, its constructor, and its
//! [`Endpoint`](typewright_core::endpoint::Endpoint) implementation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::answers::documented;
use super::parameters::{Field, cookies_function, headers_function, path_expression, query_function, segment_checks};
use super::{Action, Endpoints, ident};
use crate::emit::docs;
use crate::emit::rust_type::open_derives;
use crate::openapi::{Body, Content, Location, Operation, ParameterIn, Several};
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
        for field in &fields {
            let parameter = field.parameter;
            let ty = self.path(&field.shape);
            let shape = &field.shape;
            let field = self::ident(&field.name);
            let docs = docs::attributes(&[self.described(parameter, shape)]);
            let deprecated = docs::deprecated(self.is_deprecated(parameter), Some(&parameter.description));
            let docs = quote!(#docs #deprecated);
            if parameter.required {
                members.push(quote!(#docs pub #field: #ty));
                needs.push((field.to_string(), ty.clone()));
                arguments.push(quote!(#field: impl Into<#ty>));
                values.push(quote!(#field: #field.into()));
            } else {
                members.push(quote!(#docs pub #field: Option<#ty>));
                values.push(quote!(#field: None));
                setters.push(setter(&field, &ty, &docs, deprecated.as_ref(), &mut names_of_methods));
            }
        }
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        let parameters = required
            .take_while(|parameter| parameter.place == ParameterIn::Path)
            .count();
        if let Some(body) = &operation.body {
            let ty = self.body_type(&body.content);
            let docs = docs::attributes(&[docs::prose(&body.description)]);
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
        let accept_function = accept.as_ref().map(accept_function);
        let default = arguments.is_empty().then(|| quote!(, Default));
        let about_new = if arguments.is_empty() {
            " Creates the request."
        } else {
            " Creates the request from its required parts."
        };
        let derives = open_derives();
        let metadata = self.metadata(operation, &fields);
        let (response, response_schema, response_new) = self.answer(operation, name, taken, true, report);
        let (error, error_schema, error_new) = self.answer(operation, name, taken, false, report);
        let (response_enum, response_wire) = response_new.unzip();
        let (error_enum, error_wire) = error_new.unzip();
        let path = path_expression(operation, &fields);
        let query = query_function(operation, &fields);
        let headers = headers_function(&fields);
        let cookies = cookies_function(&fields);
        let validate = self.validate(operation, &fields, accept.as_ref());
        let body_function = operation.body.as_ref().map(|body| self.body_function(operation, body));
        let receive = self.receive(operation, &fields, accept.as_ref());
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
            answers: [body_wire, response_wire, error_wire].into_iter().flatten().collect(),
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

            impl Descriptor for #ident {
                type Response = #response;
                type Error = #error;

                const RESPONSE: &'static Schema = #response_schema;
                const ERROR: &'static Schema = #error_schema;
                const METADATA: &'static Metadata = &#metadata;
            }

            if_http! {
            impl Endpoint for #ident {
                fn path(&self) -> String {
                    #path
                }

                fn validate(&self) -> Result<(), ::typewright_runtime::Violations> {
                    #validate
                }
                #query
                #headers
                #cookies
                #accept_function
                #body_function

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

    /// Returns the expression that builds the request from a received request.
    fn receive(&self, operation: &Operation, fields: &[Field<'_>], accept: Option<&Ident>) -> TokenStream {
        let mut values: Vec<TokenStream> = fields.iter().map(|field| self.received(operation, field)).collect();
        if let Some(body) = &operation.body {
            let media_type = body.content.media_type();
            values.push(match &body.content {
                Content::Json { schema, .. } => {
                    let method = ident(if body.required { "body" } else { "optional_body" });
                    let table = self.content_table(operation, "body", schema.as_ref());
                    quote!(body: parts.#method(#media_type, #table)?)
                }
                Content::Form { schema, .. } => {
                    let method = ident(if body.required { "form" } else { "optional_form" });
                    let table = self.content_table(operation, "body", Some(schema));
                    quote!(body: parts.#method(Self::METADATA, #table)?)
                }
                Content::Several(_) => {
                    let method = ident(if body.required { "contents" } else { "optional_contents" });
                    quote!(body: parts.#method(Self::METADATA)?)
                }
                Content::Multipart(_) => {
                    let method = ident(if body.required {
                        "multipart"
                    } else {
                        "optional_multipart"
                    });
                    quote!(body: parts.#method(Self::METADATA)?)
                }
                Content::Text { schema, .. } => {
                    let method = ident(if body.required { "text" } else { "optional_text" });
                    let table = self.content_table(operation, "body", schema.as_ref());
                    quote!(body: parts.#method(#media_type, #table)?)
                }
                Content::Raw(_) => {
                    let method = ident(if body.required { "raw_body" } else { "optional_raw_body" });
                    quote!(body: parts.#method(#media_type)?)
                }
            });
        }
        if let Some(accept) = accept {
            values.push(quote!(#accept: parts.accept(Self::METADATA)));
        }
        if values.is_empty() {
            return quote! {
                let _ = parts;
                Ok(Self {})
            };
        }
        quote!(Ok(Self { #(#values),* }))
    }

    fn validate(&self, operation: &Operation, fields: &[Field<'_>], accept: Option<&Ident>) -> TokenStream {
        let mut parts: Vec<TokenStream> = fields.iter().map(|field| self.checked(operation, field)).collect();
        parts.extend(segment_checks(operation, fields));
        if let Some(body) = &operation.body {
            parts.push(match &body.content {
                Content::Json { schema, .. } | Content::Text { schema, .. } => {
                    let table = self.content_table(operation, "body", schema.as_ref());
                    let method = ident(if body.required { "part" } else { "optional" });
                    quote!(check.#method("/body", &self.body, #table);)
                }
                Content::Form { schema, .. } => {
                    let method = ident(if body.required { "form" } else { "optional_form" });
                    let table = self.content_table(operation, "body", Some(schema));
                    quote!(check.#method(&self.body, Self::METADATA, #table);)
                }
                Content::Several(_) => {
                    let method = ident(if body.required { "contents" } else { "optional_contents" });
                    quote!(check.#method(&self.body, Self::METADATA);)
                }
                Content::Multipart(_) => {
                    let method = ident(if body.required {
                        "multipart"
                    } else {
                        "optional_multipart"
                    });
                    quote!(check.#method(&self.body, Self::METADATA);)
                }
                Content::Raw(_) => {
                    let media_type = body.content.media_type();
                    if body.required {
                        quote!(check.raw_body(&self.body, #media_type);)
                    } else {
                        quote!(check.optional_raw_body(self.body.as_ref(), #media_type);)
                    }
                }
            });
        }
        if let Some(accept) = accept {
            parts.push(quote!(check.accept(self.#accept, Self::METADATA);));
        }
        if parts.is_empty() {
            return quote!(Ok(()));
        }
        let check = ident(if operation.incoming.is_some() {
            "of_webhook"
        } else {
            "default"
        });
        quote! {
            let mut check = RequestCheck::#check();
            #(#parts)*
            check.finish()
        }
    }
}

/// Returns the two setters of an optional parameter, body or part: one takes a value, the other an `Option`.
pub(super) fn setter(
    name: &Ident,
    ty: &TokenStream,
    docs: &TokenStream,
    deprecated: Option<&TokenStream>,
    taken: &mut Vec<String>,
) -> TokenStream {
    let mut maybe = format!("maybe_{}", name.to_string().trim_start_matches('_'));
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
        pub fn #name(mut self, value: impl Into<#ty>) -> Self {
            self.#name = Some(value.into());
            self
        }

        #about
        #deprecated
        pub fn #maybe(mut self, value: Option<impl Into<#ty>>) -> Self {
            self.#name = value.map(Into::into);
            self
        }
    }
}

/// Returns the path of a response type in the file of a client. An enum of responses is in the module of its resource.
fn beside(ty: &TokenStream, is_enum: bool) -> TokenStream {
    if is_enum { quote!(request::#ty) } else { ty.clone() }
}

impl Endpoints<'_> {
    /// Returns `body_json` or `body_raw` for an action with a body.
    fn body_function(&self, operation: &Operation, body: &Body) -> TokenStream {
        match &body.content {
            Content::Json { schema, .. } => {
                let code = self.body_text(operation, schema.as_ref(), body.required);
                quote! {
                    fn body_json(&self) -> Result<Option<String>, JsonTextError> {
                        #code
                    }
                }
            }
            Content::Form { schema, .. } => {
                let function = ident(if body.required {
                    "form_body"
                } else {
                    "optional_form_body"
                });
                let table = self.content_table(operation, "body", Some(schema));
                body_raw(&quote!(#function(&self.body, Self::METADATA, #table)))
            }
            Content::Several(_) => {
                let function = ident(if body.required {
                    "body_contents"
                } else {
                    "optional_body_contents"
                });
                body_raw(&quote!(#function(&self.body, Self::METADATA)))
            }
            Content::Multipart(_) => {
                let function = ident(if body.required {
                    "multipart_body"
                } else {
                    "optional_multipart_body"
                });
                body_raw(&quote!(#function(&self.body, Self::METADATA)))
            }
            Content::Text { media_type, .. } => {
                let function = ident(if body.required {
                    "text_body"
                } else {
                    "optional_text_body"
                });
                body_raw(&quote!(Ok(#function(&self.body, #media_type))))
            }
            Content::Raw(_) => body_raw(&if body.required {
                quote!(Ok(Some(self.body.clone())))
            } else {
                quote!(Ok(self.body.clone()))
            }),
        }
    }

    /// Returns the expression that serializes the body. A body with properties that it does not carry needs its table for
    /// that.
    fn body_text(&self, operation: &Operation, schema: Option<&Location>, is_required: bool) -> TokenStream {
        let is_webhook = operation.incoming.is_some();
        let is_directed = schema.map(|place| self.schema_id(place)).is_some_and(|schema| {
            if is_webhook {
                self.set.has_write_only(schema)
            } else {
                self.set.has_read_only(schema)
            }
        });
        match (is_directed, is_required) {
            (true, _) => {
                let table = self.content_table(operation, "body", schema);
                let function = ident(match (is_webhook, is_required) {
                    (true, true) => "webhook_text",
                    (true, false) => "optional_webhook_text",
                    (false, true) => "request_text",
                    (false, false) => "optional_request_text",
                });
                quote!(#function(&self.body, #table))
            }
            (false, true) => quote!(json_text(&self.body)),
            (false, false) => quote! {
                match &self.body {
                    Some(body) => json_text(body),
                    None => Ok(None),
                }
            },
        }
    }
}

fn body_raw(code: &TokenStream) -> TokenStream {
    quote! {
        fn body_raw(&self) -> Result<Option<::typewright_runtime::endpoint::Upload>, JsonTextError> {
            #code
        }
    }
}

/// Adds the choice of a media type for the response, if there are several. Returns the name of its field.
fn accept(
    operation: &Operation,
    members: &mut Vec<TokenStream>,
    values: &mut Vec<TokenStream>,
    setters: &mut Vec<TokenStream>,
    taken: &mut Vec<String>,
) -> Option<Ident> {
    let several = documented(operation, true)
        .into_iter()
        .find_map(|response| match &response.content {
            Some(Content::Several(several)) => Some(several).filter(|several| !is_form_alone(several)),
            Some(_) | None => None,
        })?;
    let mut name = "accept".to_owned();
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
        pub fn #name(mut self, media_type: &'static str) -> Self {
            self.#name = Some(media_type);
            self
        }
    });
    Some(name)
}

/// Whether a response is a form, and nothing else.
fn is_form_alone(several: &Several) -> bool {
    matches!(several.forms[..], [(_, Content::Form { .. })])
}

fn accept_function(name: &Ident) -> TokenStream {
    quote! {
        fn accept(&self) -> Option<&'static str> {
            self.#name
        }
    }
}
