//! Emits the servers of the API: the constants of `Servers` in `generated/endpoints.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::Builder;
use super::ident;
use crate::emit::docs;
use crate::model::names::members::{Group, Member, MemberNames, Space};
use crate::openapi::{Api, Server};

/// Emits the constants; nothing if the document has no servers. `document` is the name of the OpenAPI document.
pub fn emit(api: &Api, document: &str, names: &MemberNames) -> TokenStream {
    let servers = &api.servers;
    if servers.is_empty() {
        return TokenStream::new();
    }
    let members: Vec<Member> = servers
        .iter()
        .map(|server| Member {
            key: server.url.clone(),
            word: word(server),
        })
        .collect();
    let names = names.assign(&Group {
        places: &[format!("{document}#")],
        space: Space::Servers,
        members: &members,
        reserved: &["ALL"],
        claimed: &[],
        is_claimable: |_| false,
        is_known: false,
    });
    let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
    let constants = servers.iter().zip(&names).map(|(server, name)| {
        let docs = docs::attributes(&about(server));
        let value = value(server);
        quote! {
            #docs
            pub const #name: Server = #value;
        }
    });
    let docs = docs::attributes(&[
        "The servers of the API.".to_owned(),
        docs::wrap(
            "A client uses the first one, with the defaults of its variables. `Client::builder().server(&Servers::NAME, \
             &[(\"variable\", \"value\")])` selects another one.",
        ),
    ]);
    quote! {
        #docs
        #[derive(Debug, Clone, Copy)]
        pub enum Servers {}

        impl Servers {
            #(#constants)*

            /// All servers, in the order of the document.
            pub const ALL: &'static [Server] = &[#(Self::#names),*];
        }
    }
}

/// Returns the words for the name of a server: a short description, or else its URL.
fn word(server: &Server) -> String {
    const LONGEST: usize = 4;
    let words = server.description.split_whitespace().count();
    if (1..=LONGEST).contains(&words) {
        return server.description.clone();
    }
    let url = server.url.as_str();
    url.split_once("://").map_or(url, |(_, rest)| rest).to_owned()
}

pub(super) fn about(server: &Server) -> Vec<String> {
    let variables = server.variables.iter().map(|variable| {
        let mut limits = format!("Default: {}.", docs::code(&variable.default));
        if !variable.values.is_empty() {
            let values: Vec<String> = variable.values.iter().map(|value| docs::code(value)).collect();
            limits = format!("One of {}. {limits}", values.join(", "));
        }
        docs::item(&docs::code(&variable.name), &variable.description, &limits)
    });
    vec![
        docs::wrap(&docs::code(&server.url)),
        docs::prose(&server.description),
        variables.collect::<Vec<String>>().join("\n"),
    ]
}

/// Returns the expression that builds a server.
pub(super) fn value(server: &Server) -> TokenStream {
    let url = &server.url;
    let mut built = Builder(quote!(Server::new(#url)));
    built.text("description", &server.description);
    let variables = server.variables.iter().map(|variable| {
        let (name, default) = (&variable.name, &variable.default);
        let mut built = Builder(quote!(ServerVariable::new(#name, #default)));
        built.list("values", variable.values.iter());
        built.text("description", &variable.description);
        built.0
    });
    built.list("variables", variables);
    built.0
}
