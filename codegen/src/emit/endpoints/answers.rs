//! The response types of an action: a single type, or an enum if the type depends on the status.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use typewright_core::endpoint::Status;

use super::{Endpoints, ident};
use crate::emit::docs;
use crate::emit::rust_type::open_derives;
use crate::openapi::{Content, Operation, Response};

/// The type of the responses and the name of their table. For a new enum, also its code and its wire table.
pub(super) type Answer = (TokenStream, TokenStream, Option<(TokenStream, String)>);

impl Endpoints<'_> {
    /// Returns the type and the table of the successful responses or of the error responses. If the responses have
    /// different types, the type is an enum, and the third value holds its code.
    pub(super) fn answer(&self, operation: &Operation, name: &str, names: &[String], success: bool) -> Answer {
        let any = quote!(Schema::ANY);
        let part = if success { "answer" } else { "error" };
        let responses = answers(operation, success);
        let ty = |response: &Response| match &response.content {
            Some(content) => self.content_type(content),
            None => quote!(()),
        };
        let Some((first, rest)) = responses.split_first() else {
            return (quote!(()), any, None);
        };
        let only = ty(first);
        if rest.iter().all(|response| ty(response).to_string() == only.to_string()) {
            let table = match &first.content {
                Some(Content::Json { schema, .. }) => self.content_table(operation, part, schema.as_ref()),
                Some(Content::Raw(_)) | None => any,
            };
            return (only, table, None);
        }
        let mut wanted = format!("{name}{}", if success { "Response" } else { "Error" });
        while names.contains(&wanted) {
            wanted.push('_');
        }
        let ident = ident(&wanted);
        let derives = open_derives();
        let (mut variants, mut filled, mut empty) = (Vec::new(), Vec::new(), Vec::new());
        for response in responses {
            let (variant, status) = variant(response.status);
            let docs = docs::attributes(&[docs::prose(&response.description)]);
            match &response.content {
                Some(content) => {
                    let ty = self.content_type(content);
                    let table = match content {
                        Content::Json { schema, .. } => {
                            self.content_table(operation, &format!("{part} {variant}"), schema.as_ref())
                        }
                        Content::Raw(_) => any.clone(),
                    };
                    variants.push(quote!(#docs #variant(#ty)));
                    let (ty, table) = (plain(&ty), plain(&table));
                    filled.push(format!("    {variant}({ty}) = {status}, {table};\n"));
                }
                None => {
                    variants.push(quote!(#docs #variant));
                    empty.push(format!("    | {variant} = {status},\n"));
                }
            }
        }
        let about = docs::attributes(&[if success {
            format!("What [`{name}`] is answered with, by the status.")
        } else {
            format!("The documented errors of [`{name}`], by their status.")
        }]);
        let code = quote! {
            #about
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #ident { #(#variants,)* }
        };
        let wire = format!("answers! {{ {wanted};\n{}{}}}\n", filled.concat(), empty.concat());
        (quote!(#ident), any, Some((code, wire)))
    }
}

/// Returns the variant name for a status, and the status as a pattern.
fn variant(status: Status) -> (Ident, String) {
    match status {
        Status::Code(code) => (ident(&format!("Status{code}")), format!("Status::Code({code})")),
        Status::Class(class) => (ident(&format!("Status{class}xx")), format!("Status::Class({class})")),
        Status::Default => (ident("AnyOther"), "Status::Default".to_owned()),
    }
}

/// Formats a path or a reference without the spaces of a token stream.
fn plain(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}

/// Returns the successful responses or the error responses. `default` is an error response; if no other response is
/// successful, it counts as both.
pub(super) fn answers(operation: &Operation, success: bool) -> Vec<&Response> {
    let is_success = |response: &&Response| matches!(response.status, Status::Code(200..=299) | Status::Class(2));
    let all = operation.responses.iter();
    if !success {
        return all.filter(|response| !is_success(response)).collect();
    }
    let found: Vec<&Response> = all.clone().filter(is_success).collect();
    if found.is_empty() {
        return all.filter(|response| response.status == Status::Default).collect();
    }
    found
}
