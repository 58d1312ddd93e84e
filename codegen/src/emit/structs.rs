//! Structs, each written from its shape.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::docs;
use crate::emit::rust_type::{Scope, tokens};
use crate::model::identifier::{distinct, snake};
use crate::model::shape::{Extra, Field, Presence, Shape};
use crate::schema::resolve::SchemaSet;

/// The Rust names of the fields of a struct.
pub struct FieldNames {
    /// The fields of the properties, in the order of the schema.
    pub fields: Vec<String>,
    /// The field that keeps the other properties.
    pub extra: Option<String>,
}

/// Names the fields of a struct.
pub fn field_names(fields: &[Field], extra: &Extra, scope: &Scope<'_>) -> FieldNames {
    let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
    let mut rust = distinct(&wires, snake, &[]);
    for index in 0..rust.len() {
        // No variable can be called what a newtype is called; in a script without capitals a field would be.
        if scope.is_newtype(&rust[index]) {
            let mut free = format!("{}_", rust[index]);
            while rust.contains(&free) || scope.is_newtype(&free) {
                free.push('_');
            }
            rust[index] = free;
        }
    }
    let extra = match extra {
        Extra::Closed => None,
        Extra::Kept(_) => {
            let mut extra = "additional_properties".to_owned();
            while rust.contains(&extra) {
                extra.push('_');
            }
            Some(extra)
        }
    };
    FieldNames { fields: rust, extra }
}

/// The struct itself.
pub fn item(
    name: &Ident,
    docs: &[String],
    fields: &[Field],
    extra: &Extra,
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> TokenStream {
    let names = field_names(fields, extra, scope);
    let derives = derives(fields);
    let docs = docs::attributes(docs);
    let members = fields.iter().zip(&names.fields).map(|(field, name)| {
        let docs = docs::attributes(&[field_docs(field, set)]);
        let name = Ident::new(name, Span::call_site());
        let ty = tokens(&field_type(field, scope));
        quote!(#docs pub #name: #ty)
    });
    let others = match (&names.extra, extra) {
        (Some(name), Extra::Kept(shape)) => {
            let docs = docs::attributes(&["Properties that the schema does not name, kept as they came.".to_owned()]);
            let name = Ident::new(name, Span::call_site());
            let ty = tokens(&scope.text(&Shape::Map(Box::new(shape.clone()))));
            Some(quote!(#docs pub #name: #ty))
        }
        _ => None,
    };
    let members = members.chain(others);
    quote! {
        #docs
        #derives
        pub struct #name { #(#members,)* }
    }
}

/// The type of a field: that of the value, with what its presence says.
fn field_type(field: &Field, scope: &Scope<'_>) -> String {
    let value = scope.text(&field.shape);
    match field.presence {
        Presence::Required => value,
        Presence::Optional | Presence::Any => format!("{}<{value}>", scope.std("Option")),
        Presence::Nullable => format!("{}<{value}>", scope.runtime("Maybe")),
    }
}

fn derives(fields: &[Field]) -> TokenStream {
    let all_optional = fields.iter().all(|field| field.presence != Presence::Required);
    if all_optional {
        quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)])
    } else {
        quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash)])
    }
}

/// What documentation says of a property.
fn field_docs(field: &Field, set: &SchemaSet) -> String {
    let own = set.keywords(field.schema);
    let target = set.keywords(set.deref(field.schema));
    let description = [own, target].into_iter().find_map(|keywords| {
        keywords
            .notes
            .description
            .clone()
            .or_else(|| keywords.notes.title.clone())
    });
    // What a type of its own demands is said there.
    let limits = match field.shape.core() {
        Shape::Named(_) => String::new(),
        _ => docs::limits(target),
    };
    match description {
        Some(description) => docs::with_limits(&description, &limits),
        None => {
            let sentence = format!("The property {}.", docs::code(&field.wire));
            docs::wrap(&docs::sentence_with_limits(&sentence, &limits))
        }
    }
}
