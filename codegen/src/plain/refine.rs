//! Makes the output of typify idiomatic: short paths, the names and order of the model, documentation, `serde`
//! attributes.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Attribute, Field, Fields, GenericArgument, Item, ItemEnum, ItemStruct, PathArguments, Type, parse_quote};

use super::convert::{EXTRA, Member, Members, PlainType};
use super::impls;
use super::scope::PlainScope;
use crate::emit::docs;
use crate::model::names::Names;

/// Returns the types in the order of the model, and their imports.
pub fn refine(types: &[PlainType], items: Vec<Item>, names: &Names) -> (Vec<&'static str>, TokenStream) {
    let mut by_name: HashMap<String, Item> = HashMap::new();
    for item in items {
        let name = match &item {
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            _ => continue,
        };
        by_name.insert(name, item);
    }
    let scope = PlainScope::new(types, names);
    let mut code = TokenStream::new();
    for one in types {
        code.extend(match by_name.remove(&one.key) {
            Some(Item::Struct(item)) => scope.structure(one, item),
            Some(Item::Enum(item)) => scope.choice(one, item),
            _ => unreachable!("typify writes a struct or an enum for each definition"),
        });
    }
    for alias in &names.aliases {
        let (alias, name) = (ident(&alias.name), ident(&types[alias.definition.index()].name));
        let docs = docs::attributes(&[format!("The same type as [`{name}`].")]);
        code.extend(quote!(#docs pub type #alias = #name;));
    }
    (scope.imports(), code)
}

impl PlainScope<'_> {
    fn structure(&self, one: &PlainType, item: ItemStruct) -> TokenStream {
        let name = ident(&one.name);
        let docs = docs::attributes(&one.docs);
        let serde = self.serde();
        let attributes = serde_attributes(&item.attrs);
        match item.fields {
            Fields::Unnamed(fields) => {
                let inner = fields.unnamed.into_iter().next().map(|field| self.readable(field.ty));
                let from = inner.as_ref().map(|inner| impls::newtype(&name, inner, self));
                quote! {
                    #docs
                    #[derive(Debug, Clone, PartialEq, #serde)]
                    #[serde(transparent)]
                    pub struct #name(pub #inner);
                    #from
                }
            }
            Fields::Named(fields) => {
                let members: &[Member] = match &one.members {
                    Members::Fields(members) => members,
                    Members::Values(_) | Members::Variants(_) | Members::Nothing => &[],
                };
                let all_optional = members.iter().all(|member| member.optional);
                let default = all_optional.then(|| quote!(Default,));
                let fields = self.fields(members, fields.named.into_iter().collect());
                quote! {
                    #docs
                    #[derive(Debug, Clone, PartialEq, #default #serde)]
                    #(#attributes)*
                    pub struct #name { #(#fields,)* }
                }
            }
            Fields::Unit => quote! {
                #docs
                #[derive(Debug, Clone, PartialEq, #serde)]
                pub struct #name;
            },
        }
    }

    /// Returns the fields in the order of the schema, followed by the field for additional properties.
    fn fields(&self, members: &[Member], fields: Vec<Field>) -> Vec<TokenStream> {
        let mut by_key: HashMap<String, Field> = HashMap::new();
        for field in fields {
            by_key.insert(key_of(&field), field);
        }
        let mut all = Vec::new();
        for member in members {
            let Some(field) = by_key.remove(&member.key) else {
                unreachable!("typify writes a field for each property");
            };
            let (rust, wire) = (ident(&member.rust), &member.wire);
            let docs = docs::attributes(&member.docs);
            let mut ty = self.readable(field.ty);
            let mut attributes = Vec::new();
            if member.rust != *wire {
                attributes.push(quote!(rename = #wire));
            }
            if member.optional {
                // An empty array differs from an absent one, so an optional array needs an `Option`.
                let option = self.std("Option");
                if !is_option(&ty) {
                    ty = parse_quote!(#option<#ty>);
                }
                let is_none = format!("{option}::is_none").replace(' ', "");
                attributes.push(quote!(default, skip_serializing_if = #is_none));
            }
            let serde = (!attributes.is_empty()).then(|| quote!(#[serde(#(#attributes),*)]));
            all.push(quote!(#docs #serde pub #rust: #ty));
        }
        if let Some(extra) = by_key.remove(EXTRA) {
            let mut name = "additional_properties".to_owned();
            while members.iter().any(|member| member.rust == name) {
                name.push('_');
            }
            let (name, ty) = (ident(&name), self.readable(extra.ty));
            let docs = docs::attributes(&["Additional properties not listed in the schema.".to_owned()]);
            all.push(quote!(#docs #[serde(flatten)] pub #name: #ty));
        }
        all
    }

    fn choice(&self, one: &PlainType, item: ItemEnum) -> TokenStream {
        let name = ident(&one.name);
        let docs = docs::attributes(&one.docs);
        let serde = self.serde();
        match &one.members {
            Members::Values(members) => {
                let variants = members.iter().map(|member| {
                    let (rust, wire) = (ident(&member.rust), &member.wire);
                    let docs = docs::attributes(&member.docs);
                    let rename = (member.rust != *wire).then(|| quote!(#[serde(rename = #wire)]));
                    quote!(#docs #rename #rust)
                });
                let texts = impls::texts(&name, members, self);
                quote! {
                    #docs
                    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, #serde)]
                    pub enum #name { #(#variants,)* }
                    #texts
                }
            }
            Members::Variants(names) => {
                let mut payloads = Vec::new();
                let variants = names.iter().zip(item.variants).map(|(variant, item)| {
                    let variant = ident(variant);
                    let fields = item.fields.into_iter().map(|field| self.readable(field.ty));
                    match &fields.collect::<Vec<Type>>()[..] {
                        [] => quote!(#variant),
                        [only] => {
                            payloads.push((variant.clone(), only.clone()));
                            quote!(#variant(#only))
                        }
                        several => quote!(#variant(#(#several),*)),
                    }
                });
                let variants: Vec<TokenStream> = variants.collect();
                let from = impls::variants(&name, &payloads, self);
                quote! {
                    #docs
                    #[derive(Debug, Clone, PartialEq, #serde)]
                    #[serde(untagged)]
                    pub enum #name { #(#variants,)* }
                    #from
                }
            }
            Members::Fields(_) | Members::Nothing => {
                unreachable!("typify writes an enum only for values and variants")
            }
        }
    }

    /// Replaces the paths in a type with short names.
    fn readable(&self, ty: Type) -> Type {
        match ty {
            Type::Path(mut ty) => {
                let Some(last) = ty.path.segments.last_mut() else {
                    return Type::Path(ty);
                };
                if let PathArguments::AngleBracketed(arguments) = &mut last.arguments {
                    arguments.colon2_token = None;
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(inner) = argument {
                            *inner = self.readable(inner.clone());
                        }
                    }
                }
                let (name, arguments) = (last.ident.to_string(), last.arguments.clone());
                let root = ty.path.segments.first().map(|first| first.ident.to_string());
                match root.as_deref() {
                    Some("std") => {
                        let short = self.std(&name);
                        parse_quote!(#short #arguments)
                    }
                    Some("serde_json") => {
                        let name = ident(&name);
                        parse_quote!(serde_json::#name #arguments)
                    }
                    _ => match self.name_of(&name) {
                        Some(own) => {
                            let own = ident(own);
                            parse_quote!(#own)
                        }
                        None => Type::Path(ty),
                    },
                }
            }
            Type::Tuple(mut tuple) => {
                for inner in &mut tuple.elems {
                    *inner = self.readable(inner.clone());
                }
                Type::Tuple(tuple)
            }
            Type::Array(mut array) => {
                array.elem = Box::new(self.readable(*array.elem));
                Type::Array(array)
            }
            other => other,
        }
    }
}

/// Returns the key of a field in the input of typify.
fn key_of(field: &Field) -> String {
    let Some(name) = &field.ident else {
        unreachable!("the fields of this struct have names");
    };
    let mut key = name.to_string();
    for attribute in serde_attributes(&field.attrs) {
        // Other arguments of `serde` are ignored, so an error in them is irrelevant.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                key = meta.value()?.parse::<syn::LitStr>()?.value();
            } else if let Ok(value) = meta.value() {
                value.parse::<syn::Lit>()?;
            }
            Ok(())
        });
    }
    key
}

fn serde_attributes(attributes: &[Attribute]) -> Vec<&Attribute> {
    let all = attributes.iter();
    all.filter(|attribute| attribute.path().is_ident("serde")).collect()
}

fn is_option(ty: &Type) -> bool {
    match ty {
        Type::Path(ty) => ty
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Option" && !last.arguments.is_empty()),
        _ => false,
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
