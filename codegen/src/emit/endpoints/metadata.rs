//! The documentation of an action, as the constant `METADATA`.

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::endpoint::{FieldForm, Status};

use super::builder::Builder;
use super::headers::{header, header_name};
use super::parameters::Field;
use super::{Endpoints, ident, servers};
use crate::openapi::{Content, Link, Operation, Part, RequiredScheme, Requirement, Response};

impl Endpoints<'_> {
    /// Returns the expression that builds the metadata. Default values are not written.
    pub(super) fn metadata(&self, operation: &Operation, fields: &[Field<'_>]) -> TokenStream {
        let Operation { id, server, .. } = operation;
        let path = operation.template();
        let method = ident(&format!("{:?}", operation.method));
        let mut built = Builder(quote!(Metadata::new(#id, Method::#method, #server, #path)));
        built.text("summary", &operation.summary);
        built.flag("deprecated", operation.deprecated);
        built.list("servers", operation.servers.iter().map(servers::value));
        built.list("security", operation.security.iter().map(|one| self.requirement(one)));
        if !fields.is_empty() {
            built.set("parameters", quote!(Self::PARAMETERS));
        }
        let headers = operation.headers.iter();
        built.list(
            "headers",
            headers.map(|one| match operation.incoming {
                None => self.shared.or_own(&header_name(one), "Header", header(one)),
                Some(_) => header(one),
            }),
        );
        if let Some(body) = &operation.body {
            let (type_name, title, schema) = self.body_names(&body.content);
            let media_type = body.content.media_type();
            let mut request_body = Builder(quote!(RequestBody::new(#type_name, #media_type)));
            request_body.text("title", &title);
            request_body.text("schema", &schema);
            request_body.flag("required", body.required);
            if let Content::Json {
                schema: Some(schema), ..
            } = &body.content
            {
                let schema = self.schema_id(schema);
                let is_directed = match operation.incoming {
                    None => self.set.has_read_only(schema),
                    Some(_) => self.set.has_write_only(schema),
                };
                request_body.flag("directed", is_directed);
            }
            if let Content::Json {
                schema: Some(schema), ..
            }
            | Content::Text {
                schema: Some(schema), ..
            }
            | Content::Form { schema, .. } = &body.content
            {
                request_body.set("table", self.request_table(operation, "body", schema));
            }
            request_body.option("example", body.example.as_deref());
            let forms: &[(String, Content)] = match &body.content {
                Content::Several(several) => &several.forms,
                _ => &[],
            };
            let mut contents = forms.iter().map(|(_, content)| content).chain([&body.content]);
            let encoding = contents.find_map(|content| match content {
                Content::Form { encoding, .. } => Some(encoding),
                _ => None,
            });
            if let Some(encoding) = encoding {
                let encodings = encoding.iter().map(|(name, form)| {
                    let form = match form {
                        FieldForm::Text(style) => {
                            let style = ident(&format!("{style:?}"));
                            quote!(FieldForm::Text(ListStyle::#style))
                        }
                        form => {
                            let form = ident(&format!("{form:?}"));
                            quote!(FieldForm::#form)
                        }
                    };
                    quote!(Encoding::new(#name, #form))
                });
                request_body.list("encoding", encodings);
            }
            let mut contents = forms.iter().map(|(_, content)| content).chain([&body.content]);
            let parts = contents.find_map(|content| match content {
                Content::Multipart(multipart) => Some(&multipart.parts),
                _ => None,
            });
            request_body.list("parts", parts.into_iter().flatten().map(part));
            built.set("request_body", request_body.0);
        }
        let (successes, errors) = (self.answers(operation, true), self.answers(operation, false));
        for (name, responses) in [
            ("successes", successes.typed),
            ("errors", errors.typed),
            ("untyped", [successes.untyped, errors.untyped].concat()),
        ] {
            let responses = responses.into_iter().map(|response| {
                let own = self.response(operation, response);
                match operation.incoming {
                    None => self.shared.or_own(&self.response_name(response), "Response", own),
                    Some(_) => own,
                }
            });
            built.list(name, responses);
        }
        self.incoming_metadata(operation, &mut built);
        built.0
    }

    fn requirement(&self, requirement: &Requirement) -> TokenStream {
        let path = |scheme: &str| {
            let name = self.security.constant(scheme);
            quote!(&super::Security::#name)
        };
        if let [RequiredScheme { scheme, scopes, .. }] = &requirement.schemes[..] {
            let scheme = path(scheme);
            return quote!(Requirement::one(#scheme, &[#(#scopes),*]));
        }
        let schemes = requirement.schemes.iter().map(|required| {
            let scheme = path(&required.scheme);
            let mut built = Builder(quote!(RequiredScheme::new(#scheme)));
            built.list("scopes", required.scopes.iter());
            built.0
        });
        quote!(Requirement::new(&[#(#schemes),*]))
    }

    /// Returns the descriptors of parameters.
    pub(super) fn parameters(&self, operation: &Operation, fields: &[Field<'_>]) -> TokenStream {
        let parameters = fields.iter().map(|field| {
            let name = &field.parameter.name;
            let shared = match operation.incoming {
                None => self.shared_parameter(field),
                Some(_) => None,
            };
            shared.unwrap_or_else(|| {
                let table = self.request_table(operation, name, &field.parameter.schema);
                self.descriptor(field, &table)
            })
        });
        quote!(&[#(#parameters),*])
    }

    /// Returns the descriptor of a response.
    pub(super) fn response(&self, operation: &Operation, response: &Response) -> TokenStream {
        let description = &response.description;
        let mut built = Builder(match response.status {
            Status::Code(code) => {
                let code = proc_macro2::Literal::u16_unsuffixed(code);
                quote!(Response::code(#code, #description))
            }
            Status::Class(class) => {
                let class = proc_macro2::Literal::u16_unsuffixed(class);
                quote!(Response::new(Status::Class(#class), #description))
            }
            Status::Default => quote!(Response::new(Status::Default, #description)),
        });
        if let Some(content) = &response.content {
            let (type_name, title, schema) = self.content_names(content);
            let media_type = Content::media_type(content);
            if media_type == "application/json" && !title.is_empty() && !schema.is_empty() {
                built.call("json", &quote!(#type_name, #title, #schema));
            } else {
                built.call("body", &quote!(#type_name, #media_type));
                built.text("title", &title);
                built.text("schema", &schema);
            }
        }
        built.flag("to_webhook", operation.incoming.is_some());
        built.list(
            "links",
            self.links_of(operation, response).map(|(link, _)| self::link(link)),
        );
        built.0
    }
}

fn link(link: &Link) -> TokenStream {
    let (name, id) = (&link.name, &link.operation_id);
    let mut built = Builder(quote!(::typewright_runtime::endpoint::Link::new(#name, #id)));
    let parameters = link.parameters.iter();
    built.list("parameters", parameters.map(|(name, value)| quote!((#name, #value))));
    built.option("request_body", link.request_body.as_deref());
    built.0
}

fn part(part: &Part) -> TokenStream {
    let (name, form) = (&part.name, ident(&format!("{:?}", part.form)));
    let mut built = Builder(quote!(Part::new(#name, PartForm::#form)));
    built.flag("required", part.required);
    built.flag("list", part.is_list);
    built.text("media_type", &part.media_type);
    built.list("required_headers", part.required_headers.iter());
    built.0
}
