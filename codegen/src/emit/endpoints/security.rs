//! Emits the security schemes of the API: the constants of `Security` in `generated/endpoints.rs`.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::builder::Builder;
use super::ident;
use crate::emit::docs;
use crate::model::names::members::{Group, Member, MemberNames, Space};
use crate::openapi::{Api, OAuthFlow, SecurityScheme, Sent};

/// The constants of the security schemes.
#[derive(Debug)]
pub struct Security<'a> {
    schemes: &'a [SecurityScheme],
    /// The name of each constant, by the name of its scheme.
    names: BTreeMap<&'a str, String>,
}

impl<'a> Security<'a> {
    /// Names the constants. `document` is the name of the OpenAPI document.
    pub fn new(api: &'a Api, document: &str, names: &MemberNames) -> Self {
        let schemes = &api.security_schemes;
        let members: Vec<Member> = schemes.iter().map(|scheme| Member::of(&scheme.name)).collect();
        let constants = names.assign(&Group {
            places: &[format!("{document}#/components")],
            space: Space::SecuritySchemes,
            members: &members,
            reserved: &["ALL"],
            claimed: &[],
            is_claimable: |_| false,
            is_known: false,
        });
        let names = schemes.iter().map(|scheme| scheme.name.as_str()).zip(constants);
        Self {
            schemes,
            names: names.collect(),
        }
    }

    /// Returns the name of the constant of a scheme.
    pub(super) fn constant(&self, scheme: &str) -> Ident {
        let name = self.names.get(scheme).map(String::as_str);
        ident(name.expect("every required scheme is among the schemes of the document"))
    }

    /// Whether there are any schemes.
    pub fn is_empty(&self) -> bool {
        self.schemes.is_empty()
    }

    /// Emits the constants; nothing if there are no schemes.
    pub fn emit(&self) -> TokenStream {
        if self.is_empty() {
            return TokenStream::new();
        }
        let names: Vec<Ident> = self.schemes.iter().map(|scheme| self.constant(&scheme.name)).collect();
        let constants = self.schemes.iter().zip(&names).map(|(scheme, name)| {
            let docs = docs::attributes(&about(scheme));
            let value = value(scheme);
            quote! {
                #docs
                pub const #name: SecurityScheme = #value;
            }
        });
        let docs = docs::attributes(&[
            "The security schemes of the API.".to_owned(),
            docs::wrap(
                "Give the client a token for each of them: `Client::builder().credential(Security::NAME, token)`.",
            ),
        ]);
        quote! {
            #docs
            #[derive(Debug, Clone, Copy)]
            pub enum Security {}

            impl Security {
                #(#constants)*

                /// All security schemes.
                pub const ALL: &'static [SecurityScheme] = &[#(Self::#names),*];
            }
        }
    }
}

fn about(scheme: &SecurityScheme) -> Vec<String> {
    let name = docs::code(&scheme.name);
    let sent = match &scheme.sent {
        Sent::Bearer => format!("{name}: a token in the header `Authorization: Bearer …`."),
        Sent::Basic => format!("{name}: a name and a password in the header `Authorization: Basic …`."),
        Sent::Header(header) => format!("{name}: an API key in the header {}.", docs::code(header)),
        Sent::Query(parameter) => format!("{name}: an API key in the query parameter {}.", docs::code(parameter)),
        Sent::Cookie(cookie) => format!("{name}: an API key in the cookie {}.", docs::code(cookie)),
        Sent::Connection => format!("{name}: a certificate of the client, set in its `reqwest` client."),
        Sent::Unsupported(scheme) => {
            format!(
                "{name}: {}, which is not supported. An action that requires it is not sent.",
                docs::code(scheme)
            )
        }
    };
    vec![docs::wrap(&sent), docs::prose(&scheme.description)]
}

fn value(scheme: &SecurityScheme) -> TokenStream {
    let name = &scheme.name;
    let sent = match &scheme.sent {
        Sent::Bearer => quote!(Bearer),
        Sent::Basic => quote!(Basic),
        Sent::Header(name) => quote!(Header(#name)),
        Sent::Query(name) => quote!(Query(#name)),
        Sent::Cookie(name) => quote!(Cookie(#name)),
        Sent::Connection => quote!(Connection),
        Sent::Unsupported(scheme) => quote!(Unsupported(#scheme)),
    };
    let mut built = Builder(quote!(SecurityScheme::new(#name, TokenScheme::#sent)));
    built.text("description", &scheme.description);
    built.list("flows", scheme.flows.iter().map(flow));
    built.option("open_id_connect_url", scheme.open_id_connect_url.as_deref());
    built.option("bearer_format", scheme.bearer_format.as_deref());
    built.0
}

fn flow(flow: &OAuthFlow) -> TokenStream {
    let kind = ident(&format!("{:?}", flow.kind));
    let mut built = Builder(quote!(OAuthFlow::new(OAuthFlowKind::#kind)));
    built.text("authorization_url", &flow.authorization_url);
    built.text("token_url", &flow.token_url);
    built.text("refresh_url", &flow.refresh_url);
    let scopes = flow.scopes.iter().map(|(name, about)| quote!((#name, #about)));
    built.list("scopes", scopes);
    built.0
}
