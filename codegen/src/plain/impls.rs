//! Implementations for plain types in addition to serde: conversions, and enums as strings.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::Type;

use super::convert::Member;
use super::scope::PlainScope;

/// Emits `From` the content of a newtype.
pub fn newtype(name: &Ident, inner: &Type, scope: &PlainScope<'_>) -> TokenStream {
    let from = scope.std("From");
    quote! {
        impl #from<#inner> for #name {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
    }
}

/// Emits `From` the content of each variant whose type is unique in the enum.
pub fn variants(name: &Ident, payloads: &[(Ident, Type)], scope: &PlainScope<'_>) -> TokenStream {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, ty) in payloads {
        *counts.entry(ty.to_token_stream().to_string()).or_default() += 1;
    }
    let from = scope.std("From");
    let distinct = payloads
        .iter()
        .filter(|(_, ty)| counts.get(&ty.to_token_stream().to_string()) == Some(&1));
    let all = distinct.map(|(variant, ty)| {
        quote! {
            impl #from<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant(value)
                }
            }
        }
    });
    quote!(#(#all)*)
}

/// Emits `as_str`, `Display` and `FromStr` for an enum of strings.
pub fn texts(name: &Ident, members: &[Member], scope: &PlainScope<'_>) -> TokenStream {
    let variants: Vec<Ident> = members
        .iter()
        .map(|member| Ident::new(&member.rust, Span::call_site()))
        .collect();
    let wires: Vec<&str> = members.iter().map(|member| member.wire.as_str()).collect();
    let (string, ok, err) = (scope.std("String"), scope.std("Ok"), scope.std("Err"));
    quote! {
        impl #name {
            /// Returns the value as it is written in JSON.
            pub fn as_str(&self) -> &'static str {
                match self {
                    #(Self::#variants => #wires,)*
                }
            }
        }
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::str::FromStr for #name {
            type Err = #string;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                match text {
                    #(#wires => #ok(Self::#variants),)*
                    other => #err(format!("unknown value {other:?}")),
                }
            }
        }
    }
}
