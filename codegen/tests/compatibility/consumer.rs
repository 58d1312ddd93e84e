//! A program that uses every public item of a generated crate as a consumer would.

use std::path::Path;

use quote::{ToTokens as _, format_ident, quote};
use syn::{
    Fields, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemEnum, ItemImpl, ItemStruct, PathArguments,
    ReturnType, Type, TypeParamBound, UseTree, Visibility,
};

/// Writes the program for a crate named `odd-schemas` in a folder: it reads every field, matches every variant, and calls
/// every constructor, setter, accessor and client method, with the types that these have now.
pub fn consumer(package: &Path) -> String {
    let source = package.join("src");
    let mut program = String::from(
        "#![allow(unused, deprecated)]\n\
         fn main() {}\n",
    );
    program += &module("types", "types", &source.join("types.rs"));
    for file in std::fs::read_dir(source.join("endpoints")).expect("endpoints") {
        let path = file.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let prelude = match &*name {
            "client" | "blocking" => "client",
            _ => "endpoint",
        };
        program += &module(&format!("endpoints::{name}"), prelude, &path);
    }
    program
}

/// The uses of the items of one file, in a module of their own.
fn module(path: &str, prelude: &str, file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a generated file");
    let file = syn::parse_file(&text).expect("generated code parses");
    let mut names = Vec::new();
    let mut uses = Vec::new();
    for item in &file.items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                names.push(item.ident.to_string());
                uses.extend(fields(item));
            }
            Item::Enum(item) if is_public(&item.vis) => {
                names.push(item.ident.to_string());
                uses.push(variants(item));
            }
            Item::Type(item) if is_public(&item.vis) => names.push(item.ident.to_string()),
            Item::Use(item) if is_public(&item.vis) => names.extend(last_name(&item.tree)),
            Item::Impl(item) if item.trait_.is_none() => uses.extend(functions(item)),
            Item::Impl(item) => uses.extend(associated_types(item)),
            _ => {}
        }
    }
    let uses: Vec<String> = uses
        .iter()
        .enumerate()
        .map(|(index, text)| text.replace("function", &format!("use_{index}")))
        .map(|text| text.replace("super ::", "odd_schemas :: endpoints ::"))
        .collect();
    let imports: Vec<String> = names
        .iter()
        .map(|name| format!("use odd_schemas::{path}::{name};"))
        .collect();
    format!(
        "mod {} {{\n\
         {}\n\
         use odd_schemas::types;\n\
         use odd_schemas::prelude::*;\n\
         use typewright_runtime::__codegen::{prelude}::*;\n\
         {}\n}}\n",
        path.replace("::", "_"),
        imports.join("\n"),
        uses.join("\n")
    )
}

/// The name that `pub use a::b::Name` adds.
fn last_name(tree: &UseTree) -> Option<String> {
    match tree {
        UseTree::Path(path) => last_name(&path.tree),
        UseTree::Name(name) => Some(name.ident.to_string()),
        UseTree::Rename(_) | UseTree::Glob(_) | UseTree::Group(_) => None,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Takes a struct apart, with the type of each field.
fn fields(item: &ItemStruct) -> Option<String> {
    let Fields::Named(fields) = &item.fields else {
        return None;
    };
    let name = &item.ident;
    let fields = fields.named.iter().filter(|field| is_public(&field.vis));
    let (names, types): (Vec<_>, Vec<_>) = fields.map(|field| (&field.ident, &field.ty)).unzip();
    if names.is_empty() {
        return None;
    }
    let text = quote! {
        fn function(value: #name) {
            let #name { #(#names,)* .. } = value;
            #(let _: #types = #names;)*
        }
    };
    Some(text.to_string())
}

/// Matches a value, with the types of what the variants hold.
fn variants(item: &ItemEnum) -> String {
    let name = &item.ident;
    let arms = item.variants.iter().map(|variant| {
        let variant_name = &variant.ident;
        let types: Vec<&Type> = variant.fields.iter().map(|field| &field.ty).collect();
        let held: Vec<_> = (0..types.len()).map(|index| format_ident!("held_{index}")).collect();
        if held.is_empty() {
            quote!(#name::#variant_name => {})
        } else {
            quote!(#name::#variant_name(#(#held),*) => { #(let _: #types = #held;)* })
        }
    });
    quote! {
        fn function(value: #name) {
            match value {
                #(#arms)*
                _ => {}
            }
        }
    }
    .to_string()
}

/// Calls each function of a type, and reads each constant.
fn functions(item: &ItemImpl) -> Vec<String> {
    let mut self_type = (*item.self_ty).clone();
    name_lifetimes(&mut self_type);
    let calls = item.items.iter().filter_map(|inner| match inner {
        ImplItem::Fn(function) if is_public(&function.vis) && function.sig.generics.params.is_empty() => {
            Some(call(&self_type, function))
        }
        ImplItem::Const(constant) if is_public(&constant.vis) => {
            let (name, ty) = (&constant.ident, &constant.ty);
            Some(quote!(fn function<'c>() -> #ty { <#self_type>::#name }).to_string())
        }
        _ => None,
    });
    let self_type = self_type.to_token_stream().to_string();
    calls.map(|text| text.replace("Self", &self_type)).collect()
}

fn call(self_type: &Type, function: &ImplItemFn) -> String {
    let signature = &function.sig;
    let (mut parameters, mut arguments) = (Vec::new(), Vec::new());
    for (index, input) in signature.inputs.iter().enumerate() {
        let argument = format_ident!("argument_{index}");
        let ty = match input {
            FnArg::Receiver(receiver) if matches!(receiver.kind, syn::ReceiverKind::Reference(..)) => {
                quote!(&#self_type)
            }
            FnArg::Receiver(_) => quote!(#self_type),
            FnArg::Typed(typed) => concrete(&typed.ty).to_token_stream(),
        };
        parameters.push(quote!(#argument: #ty));
        arguments.push(argument);
    }
    let name = &signature.ident;
    let output = match &signature.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    let (asyncness, dot_await) = match &signature.asyncness {
        Some(asyncness) => (quote!(#asyncness), quote!(.await)),
        None => (quote!(), quote!()),
    };
    quote! {
        #asyncness fn function<'c>(#(#parameters),*) -> #output {
            <#self_type>::#name(#(#arguments),*) #dot_await
        }
    }
    .to_string()
}

/// The types that a trait implementation promises: the response and the error of a request.
fn associated_types(item: &ItemImpl) -> Vec<String> {
    let Some((path, _)) = &item.trait_ else {
        return Vec::new();
    };
    let self_type = &item.self_ty;
    let types = item.items.iter().filter_map(|inner| match inner {
        ImplItem::Type(inner) => Some((&inner.ident, &inner.ty)),
        _ => None,
    });
    types
        .map(|(name, ty)| quote!(fn function(value: <#self_type as #path>::#name) -> #ty { value }).to_string())
        .collect()
}

/// A type that a caller passes for the type of a parameter: `String` for `impl Into<String>`.
fn concrete(ty: &Type) -> Type {
    let mut ty = ty.clone();
    match &mut ty {
        Type::ImplTrait(bounds) => {
            let Some(TypeParamBound::Trait(bound)) = bounds.bounds.first() else {
                panic!("no trait in {}", quote!(#ty));
            };
            let last = bound.path.segments.last().expect("a trait has a name");
            return match &last.arguments {
                PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                    Some(GenericArgument::Type(inner)) => concrete(inner),
                    Some(GenericArgument::AssocType(item)) => {
                        let item = concrete(&item.ty);
                        syn::parse_quote!(Vec<#item>)
                    }
                    _ => panic!("an unknown bound: {}", bound.to_token_stream()),
                },
                PathArguments::Parenthesized(closure) => {
                    let (inputs, output) = (&closure.inputs, &closure.output);
                    syn::parse_quote!(fn(#inputs) #output)
                }
                PathArguments::None => panic!("an unknown bound: {}", bound.to_token_stream()),
            };
        }
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(inner) = argument {
                            *inner = concrete(inner);
                        }
                    }
                }
            }
        }
        Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(|inner| *inner = concrete(inner)),
        _ => {}
    }
    ty
}

/// `Device<'c>` for `Device<'_>`: the lifetime of the functions that use it.
fn name_lifetimes(ty: &mut Type) {
    if let Type::Path(path) = ty {
        for segment in &mut path.path.segments {
            if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                for argument in &mut arguments.args {
                    if let GenericArgument::Lifetime(lifetime) = argument {
                        lifetime.ident = format_ident!("c");
                    }
                }
            }
        }
    }
}
