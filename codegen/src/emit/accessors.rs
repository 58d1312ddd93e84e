//! Emits methods of an enum for the properties that its schema declares for all variants.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::docs;
use crate::emit::rust_type::{Scope, tokens};
use crate::emit::structs::{RESERVED, field_docs, field_names};
use crate::model::shape::{Choice, Constant, Field, Kind, Presence, Shape};
use crate::schema::resolve::SchemaSet;

/// Emits a method for each property that all variants have as a field of the same type. `variants` are the names of the
/// variants, `unknown` the name of the last one.
pub fn accessors(
    name: &Ident,
    choice: &Choice,
    variants: &[String],
    unknown: &Ident,
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let methods: Vec<TokenStream> = choice
        .common
        .iter()
        .filter_map(|property| {
            let fields: Option<Vec<(&Field, String)>> = choice
                .variants
                .iter()
                .map(|variant| field(&variant.shape, property, scope))
                .collect();
            method(&fields?, variants, unknown, set, scope)
        })
        .collect();
    (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }))
}

/// Returns the field of a struct for a property, with its name.
fn field<'s>(shape: &Shape, property: &str, scope: &Scope<'s>) -> Option<(&'s Field, String)> {
    let Shape::Named(definition) = shape else { return None };
    let Kind::Struct(fields, extra) = &scope.shapes.definitions[*definition].kind else {
        return None;
    };
    let index = fields.iter().position(|field| field.wire == property)?;
    let name = field_names(*definition, fields, extra, scope)
        .fields
        .into_iter()
        .nth(index)?;
    Some((&fields[index], name.field))
}

fn method(
    fields: &[(&Field, String)],
    variants: &[String],
    unknown: &Ident,
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let ((first, name), others) = fields.split_first()?;
    let is_text = |field: &Field| match &field.constant {
        Some(constant) => matches!(constant, Constant::String(_)),
        None => field.shape == Shape::String,
    };
    let text = is_text(first);
    let is_same = |field: &Field| is_text(field) == text && (text || field.shape == first.shape);
    let is_plain = |field: &Field| {
        field.presence != Presence::Nullable && (text || field.constant.is_none()) && !field.shape.is_boxed()
    };
    if RESERVED.contains(&name.as_str())
        || !others.iter().all(|(other, _)| is_same(other))
        || !fields.iter().all(|(field, _)| is_plain(field))
    {
        return None;
    }
    let arms = fields.iter().zip(variants).map(|((field, name), variant)| {
        let (variant, name) = (ident(variant), ident(name));
        match (field.presence, text) {
            (Presence::Required, _) => quote!(Self::#variant(value) => Some(&value.#name)),
            (_, true) => quote!(Self::#variant(value) => value.#name.as_deref()),
            (_, false) => quote!(Self::#variant(value) => value.#name.as_ref()),
        }
    });
    let ty = if text {
        quote!(str)
    } else {
        tokens(&scope.text(&first.shape))
    };
    let described = if first.constant.is_some() {
        String::new()
    } else {
        field_docs(first, set, scope)
    };
    let about = if text {
        "`None` if the property is absent.".to_owned()
    } else {
        format!("`None` if the property is absent, or the value is [`{unknown}`](Self::{unknown}).")
    };
    let docs = docs::attributes(&[described, about]);
    let of_unknown = if text {
        let json = tokens(&scope.runtime("Json"));
        let wire = &first.wire;
        quote!(Self::#unknown(json) => json.get(#wire).and_then(#json::as_str))
    } else {
        quote!(Self::#unknown(_) => None)
    };
    let option = tokens(&scope.std("Option"));
    let method = ident(name);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #method(&self) -> #option<&#ty> {
            match self {
                #(#arms,)*
                #of_unknown,
            }
        }
    })
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
