//! The sixth stage: typify's structs, refined as syntax trees.
//!
//! Presence is made explicit, the order of the schema comes back, attributes give way to documentation and derives, and
//! paths become what a person would write.

use proc_macro2::Span;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Fields, GenericArgument, Ident, ItemStruct, PathArguments, Type, parse_quote};

use crate::emit::docs;
use crate::emit::rust_type::Scope;
use crate::emit::structs::Layout;
use crate::model::shape::{Definition, DefinitionId, Extra, Field, Kind, Presence, Shape};
use crate::schema::resolve::SchemaSet;

/// Turns a layout into the struct that is emitted.
pub fn refine(
    id: DefinitionId,
    definition: &Definition,
    layout: &Layout,
    docs: &[String],
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> ItemStruct {
    let Kind::Struct(fields, extra) = &definition.kind else {
        return layout.item.clone();
    };
    let mut item = layout.item.clone();
    item.ident = Ident::new(&scope.names.types[id], Span::call_site());
    let derives = derives(fields);
    let docs = docs::attributes(docs);
    item.attrs = vec![];
    let mut named = Punctuated::new();
    for ((field, name), laid_out) in fields.iter().zip(&layout.fields).zip(&layout.types) {
        let mut core = core(laid_out);
        if field.shape.is_boxed() && !is_boxed(&core) {
            core = parse_quote!(::std::boxed::Box<#core>);
        }
        let ident = Ident::new(name, Span::call_site());
        let ty = readable(present(core, field, scope), scope);
        let docs = docs::attributes(&[field_docs(field, set)]);
        named.push(parse_quote!(#docs pub #ident: #ty));
    }
    if let (Some(name), Extra::Kept(shape)) = (&layout.extra, extra) {
        let ident = format_ident!("{name}");
        let ty = readable(parse(&scope.text(&Shape::Map(Box::new(shape.clone())))), scope);
        let docs = docs::attributes(&["Properties that the schema does not name, kept as they came.".to_owned()]);
        named.push(parse_quote!(#docs pub #ident: #ty));
    }
    item.fields = Fields::Named(syn::FieldsNamed {
        brace_token: syn::token::Brace::default(),
        named,
    });
    let rest = quote!(#item);
    parse_quote!(#docs #derives #rest)
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

fn derives(fields: &[Field]) -> proc_macro2::TokenStream {
    let all_optional = fields.iter().all(|field| field.presence != Presence::Required);
    if all_optional {
        quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)])
    } else {
        quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash)])
    }
}

/// The type of the value itself: what typify made, without its `Option`; a `Box` stays.
fn core(ty: &Type) -> Type {
    match single_argument(ty) {
        Some((name, inner)) if name == "Option" => core(inner),
        Some((name, inner)) if name == "Box" => {
            let inner = core(inner);
            parse_quote!(::std::boxed::Box<#inner>)
        }
        _ => ty.clone(),
    }
}

/// Whether typify put a type into a box, inside or outside of its `Option`.
pub fn is_boxed(ty: &Type) -> bool {
    match single_argument(ty) {
        Some((name, _)) if name == "Box" => true,
        Some((name, inner)) if name == "Option" => is_boxed(inner),
        _ => false,
    }
}

/// The type of a field: the value's type, with what its presence says.
fn present(core: Type, field: &Field, scope: &Scope<'_>) -> Type {
    match field.presence {
        Presence::Required if matches!(field.shape, Shape::Nullable(_)) => {
            parse_quote!(::std::option::Option<#core>)
        }
        Presence::Required => core,
        Presence::Optional | Presence::Any => parse_quote!(::std::option::Option<#core>),
        Presence::Nullable => {
            let maybe = parse(&scope.runtime("Maybe"));
            parse_quote!(#maybe<#core>)
        }
    }
}

/// `path::Name<T>` as `Name` and `T`.
fn single_argument(ty: &Type) -> Option<(String, &Type)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some((last.ident.to_string(), inner)),
        _ => None,
    }
}

/// Our own type text as a syntax tree; it is made of identifiers that were checked before.
fn parse(text: &str) -> Type {
    syn::parse_str(text).unwrap_or_else(|_| parse_quote!(()))
}

/// A type with its paths as a person would write them.
fn readable(ty: Type, scope: &Scope<'_>) -> Type {
    let Type::Path(mut ty) = ty else { return ty };
    // typify takes only paths as replacements, and `()` is none.
    if ty.path.is_ident("RuntimeUnit") {
        return parse_quote!(());
    }
    let Some(last) = ty.path.segments.last_mut() else {
        return Type::Path(ty);
    };
    if let PathArguments::AngleBracketed(arguments) = &mut last.arguments {
        for argument in &mut arguments.args {
            if let GenericArgument::Type(inner) = argument {
                *inner = readable(inner.clone(), scope);
            }
        }
    }
    let (name, arguments) = (last.ident.to_string(), last.arguments.clone());
    if let Some(mut short) = short_path(&ty.path, &name, scope) {
        if let Some(segment) = short.segments.last_mut() {
            segment.arguments = arguments;
        }
        ty.path = short;
    }
    Type::Path(ty)
}

/// What stands for a path of typify's, if that is not as it should be already.
fn short_path(path: &syn::Path, name: &str, scope: &Scope<'_>) -> Option<syn::Path> {
    let text = match path.segments.first()?.ident.to_string().as_str() {
        "std" => scope.std(name),
        "typewright_runtime" => scope.runtime(name),
        _ => {
            let definition: DefinitionId = name.strip_prefix("TypeN")?.parse().ok()?;
            scope.names.types.get(definition)?.clone()
        }
    };
    syn::parse_str(&text).ok()
}
