//! What is documented about an action, as the constant `METADATA`.

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::endpoint::Status;

use super::answers::answers;
use super::{Endpoints, ident, option};
use crate::openapi::{Content, Operation, Parameter, ParameterIn, Response, Scheme};

impl Endpoints<'_> {
    pub(super) fn metadata(&self, operation: &Operation) -> TokenStream {
        let Operation {
            id,
            server,
            summary,
            scopes,
            ..
        } = operation;
        let path = operation.template();
        let token = ident(&format!("{:?}", operation.token));
        let sent = match &operation.scheme {
            Scheme::Bearer => quote!(Bearer),
            Scheme::Basic => quote!(Basic),
            Scheme::Header(name) => quote!(Header(#name)),
        };
        let method = ident(&format!("{:?}", operation.method));
        let parameters = |place: ParameterIn| {
            let list = operation.parameters.iter().filter(|parameter| parameter.place == place);
            let list = list.map(|parameter| self.parameter(parameter));
            quote!(&[#(#list),*])
        };
        let path_parameters = parameters(ParameterIn::Path);
        let query_parameters = parameters(ParameterIn::Query);
        let header_parameters = parameters(ParameterIn::Header);
        let headers = operation.headers.iter().map(|header| {
            let (name, required, description) = (&header.name, header.required, &header.description);
            let default = option(header.default.as_deref());
            quote!(Header { name: #name, required: #required, description: #description, default: #default })
        });
        let body = match &operation.body {
            None => quote!(None),
            Some(body) => {
                let (type_name, title, schema) = self.content_names(&body.content);
                let (media_type, required) = (body.content.media_type(), body.required);
                let example = option(body.example.as_deref());
                quote! {
                    Some(RequestBody {
                        type_name: #type_name,
                        title: #title,
                        schema: #schema,
                        media_type: #media_type,
                        required: #required,
                        example: #example,
                    })
                }
            }
        };
        let responses = |success: bool| {
            let list = answers(operation, success).into_iter();
            let list = list.map(|response| self.response(response));
            quote!(&[#(#list),*])
        };
        let (successes, errors) = (responses(true), responses(false));
        quote! {
            Metadata {
                operation_id: #id,
                method: Method::#method,
                server: #server,
                path: #path,
                summary: #summary,
                token: TokenUse::#token,
                token_scheme: TokenScheme::#sent,
                scopes: &[#(#scopes),*],
                path_parameters: #path_parameters,
                query_parameters: #query_parameters,
                header_parameters: #header_parameters,
                headers: &[#(#headers),*],
                request_body: #body,
                successes: #successes,
                errors: #errors,
            }
        }
    }

    fn parameter(&self, parameter: &Parameter) -> TokenStream {
        let (name, description, required) = (&parameter.name, &parameter.description, parameter.required);
        let display_name = option(parameter.display_name.as_deref());
        let example = option(parameter.example.as_deref());
        let pattern = self
            .schema_id(&parameter.schema)
            .and_then(|id| self.set.keywords(self.set.deref(id)).string.pattern.as_deref());
        let pattern = option(pattern);
        quote! {
            Parameter {
                name: #name,
                display_name: #display_name,
                description: #description,
                required: #required,
                example: #example,
                pattern: #pattern,
            }
        }
    }

    fn response(&self, response: &Response) -> TokenStream {
        let status = match response.status {
            Status::Code(code) => {
                let code = proc_macro2::Literal::u16_unsuffixed(code);
                quote!(Status::Code(#code))
            }
            Status::Class(class) => {
                let class = proc_macro2::Literal::u16_unsuffixed(class);
                quote!(Status::Class(#class))
            }
            Status::Default => quote!(Status::Default),
        };
        let (type_name, title, schema) = match &response.content {
            Some(content) => self.content_names(content),
            None => Default::default(),
        };
        let media_type = response.content.as_ref().map_or_else(String::new, Content::media_type);
        let description = &response.description;
        quote! {
            Response {
                status: #status,
                type_name: #type_name,
                title: #title,
                schema: #schema,
                media_type: #media_type,
                description: #description,
            }
        }
    }
}
