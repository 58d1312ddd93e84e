//! The documented headers of the responses of an action, as a struct.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Endpoints, ident};
use crate::emit::docs;
use crate::input::names_file::is_name;
use crate::model::names::members::{Group, Member, Space};
use crate::openapi::{HeaderType, Operation, ResponseHeader};

/// The decision in the names file: the name of the struct.
const HEADERS: &str = "headers";

impl Endpoints<'_> {
    /// Returns the name and the code of the struct with the headers of an action, if its responses document any.
    pub(super) fn response_headers(
        &self,
        operation: &Operation,
        name: &str,
        taken: &mut Vec<String>,
    ) -> Option<(String, TokenStream)> {
        let headers = headers(operation);
        if headers.is_empty() {
            return None;
        }
        let known = self.decided(operation, HEADERS).map(str::to_owned);
        let known = known.filter(|known| is_name(known));
        let mut wanted = known.unwrap_or_else(|| format!("{name}Headers"));
        while taken.contains(&wanted) {
            wanted.push('_');
        }
        taken.push(wanted.clone());
        self.decide(operation, HEADERS, wanted.clone());
        let members: Vec<Member> = headers.iter().map(|header| Member::of(&header.name)).collect();
        let fields = self.scope.names.members.assign(&Group {
            places: &[self.own_place(operation)],
            space: Space::Headers,
            members: &members,
            reserved: &[],
            claimed: &[],
            is_claimable: |_| false,
            is_known: false,
        });
        let struct_name = ident(&wanted);
        let (mut declared, mut read) = (Vec::new(), Vec::new());
        for (header, field) in headers.iter().zip(&fields) {
            let (field, wire) = (ident(field), &header.name);
            let ty = header_type(header);
            let about = format!("`{wire}`");
            let docs = docs::attributes(&[if header.description.is_empty() {
                about
            } else {
                docs::prose(&header.description)
            }]);
            let deprecated = docs::deprecated(header.deprecated, Some(&header.description));
            declared.push(quote!(#docs #deprecated pub #field: ResponseHeader<#ty>));
            read.push(quote!(#field: ResponseHeader::read(headers, #wire)));
        }
        let has_deprecated = headers.iter().any(|header| header.deprecated);
        let allow = has_deprecated.then(|| quote!(#[allow(deprecated)]));
        let about = docs::attributes(&[docs::wrap(&format!(
            "The documented headers of the responses to [`{name}`]."
        ))]);
        let about_read = docs::attributes(&[docs::wrap(
            "Reads the headers of a response. A malformed header is preserved, and an absent one is no error. Limits and \
             documented values of headers are not checked.",
        )]);
        let code = quote! {
            #about
            #allow
            #[derive(Debug, Clone, PartialEq, Default)]
            #[non_exhaustive]
            pub struct #struct_name { #(#declared,)* }

            #allow
            impl #struct_name {
                #about_read
                #[must_use]
                pub fn read(headers: &impl HeaderSource) -> Self {
                    Self { #(#read,)* }
                }
            }
        };
        Some((wanted, code))
    }
}

/// Returns the headers of all responses. The first response that documents a header says what it is.
fn headers(operation: &Operation) -> Vec<&ResponseHeader> {
    let mut headers: Vec<&ResponseHeader> = Vec::new();
    for header in operation.responses.iter().flat_map(|response| &response.headers) {
        if !headers
            .iter()
            .any(|known| known.name.eq_ignore_ascii_case(&header.name))
        {
            headers.push(header);
        }
    }
    headers
}

fn header_type(header: &ResponseHeader) -> TokenStream {
    let ty = match header.ty {
        HeaderType::String => quote!(String),
        HeaderType::Bool => quote!(bool),
        HeaderType::Int64 => quote!(i64),
        HeaderType::Integer => quote!(::typewright_runtime::Integer),
        HeaderType::Float64 => quote!(f64),
        HeaderType::Number => quote!(::typewright_runtime::Number),
        HeaderType::Json => quote!(::typewright_runtime::Json),
    };
    if header.is_list { quote!(Vec<#ty>) } else { ty }
}
