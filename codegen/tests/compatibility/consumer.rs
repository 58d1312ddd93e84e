//! A program that uses every public item of a generated crate as a consumer would.

use std::path::{Path, PathBuf};

use quote::{ToTokens as _, format_ident, quote};
use syn::{
    Attribute, Fields, FieldsUnnamed, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemEnum, ItemImpl,
    ItemMacro, ItemStruct, ItemType, PathArguments, ReturnType, Type, UseTree, Visibility,
};

/// Writes the program for a crate named `odd-schemas` in a folder.
pub fn consumer(package: &Path) -> String {
    let uses = uses(&package.join("src"), "odd_schemas");
    format!("#![allow(unused, deprecated)]\nfn main() {{}}\n{uses}")
}

/// Uses every public item of the generated code in a folder, with the types that these items have now: fields, variants,
/// constants, constructors, setters, accessors, client methods, aliases and trait implementations. `root` is the path of
/// the code, which has a `prelude`.
pub fn uses(source: &Path, root: &str) -> String {
    let mut program = module(root, "types", "types", &source.join("types.rs"));
    let types = source.join("types");
    for path in files_of(&types) {
        program += &match &*stem(&path) {
            "schema" => continue,
            "wire" => wire(root, &path),
            // The types of a large API are in a file for each resource, which `types.rs` re-exports.
            resource => {
                let import = format!("use {root}::types;\n");
                let program = module(root, "types", "types", &path);
                let program = program.replacen(&import, &format!("{import}use {root}::types::*;\n"), 1);
                let wire = wire(root, &types.join(resource).join("wire.rs"));
                let own = |text: String, name: &str| text.replacen(name, &format!("{name}_{resource}"), 1);
                own(program, "mod types") + &own(wire, "mod types_wire")
            }
        };
    }
    program += &own_trait(root, source);
    let endpoints = source.join("endpoints");
    if endpoints.is_dir() {
        program += &module(root, "endpoints", "endpoints", &source.join("endpoints.rs"));
        for path in files_of(&endpoints) {
            let name = stem(&path);
            let prelude = match &*name {
                "client" | "blocking" => "client",
                _ => "endpoint",
            };
            program += &module(root, &format!("endpoints::{name}"), prelude, &path);
        }
        for client in ["client", "blocking"] {
            for path in files_of(&endpoints.join(client)) {
                program += &handles(root, client, &path);
            }
        }
    }
    program
}

/// Implements a trait of the program for each type: types that become one could not implement it both.
fn own_trait(root: &str, source: &Path) -> String {
    let folder = source.join("types");
    let resources = files_of(&folder).into_iter();
    let files = resources.filter(|path| !matches!(&*stem(path), "schema" | "wire"));
    let names: Vec<String> = files
        .chain([source.join("types.rs")])
        .flat_map(|path| parsed(&path).items)
        .filter_map(|item| match item {
            Item::Struct(item) if is_public(&item.vis) && item.generics.params.is_empty() => Some(item.ident),
            Item::Enum(item) if is_public(&item.vis) && item.generics.params.is_empty() => Some(item.ident),
            _ => None,
        })
        .map(|name| format!("impl Own for types::{name} {{}}\n"))
        .collect();
    format!(
        "mod own_trait {{\nuse {root}::types;\ntrait Own {{}}\n{}}}\n",
        names.concat()
    )
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// The uses of the handles of one resource, which the client re-exports.
fn handles(root: &str, client: &str, file: &Path) -> String {
    let resource = stem(file);
    let path = format!("endpoints::{client}");
    let own = module(root, &path, "client", file);
    let header = format!("mod {}", path.replace("::", "_"));
    let named =
        format!("{header}_{resource} {{\nuse {root}::{path}::Call;\nuse {root}::endpoints::{resource} as request;");
    own.replacen(&format!("{header} {{"), &named, 1)
}

/// The uses of the items of one file, in a module of their own.
fn module(root: &str, path: &str, prelude: &str, file: &Path) -> String {
    let file = parsed(file);
    let mut names = Vec::new();
    let mut uses = Vec::new();
    for item in &file.items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                names.push(item.ident.to_string());
                uses.extend(fields(item));
                uses.extend(derives(&item.ident, &item.generics, &item.attrs));
            }
            Item::Enum(item) if is_public(&item.vis) => {
                names.push(item.ident.to_string());
                uses.push(variants(item));
                uses.extend(derives(&item.ident, &item.generics, &item.attrs));
            }
            Item::Type(item) if is_public(&item.vis) => {
                names.push(item.ident.to_string());
                uses.extend(alias(item));
            }
            Item::Mod(item) if is_public(&item.vis) => names.push(item.ident.to_string()),
            Item::Use(item) if is_public(&item.vis) => names.extend(last_name(&item.tree)),
            Item::Impl(item) if item.trait_.is_none() => uses.extend(functions(item)),
            Item::Impl(item) => uses.extend(associated_types(item)),
            _ => {}
        }
    }
    let imports: Vec<String> = names
        .iter()
        .map(|name| format!("use {root}::{path}::{name};"))
        .collect();
    written(root, path, prelude, &imports.join("\n"), &uses)
}

/// The uses of the traits that macro calls implement.
fn wire(root: &str, file: &Path) -> String {
    let file = parsed(file);
    let uses: Vec<String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Macro(ItemMacro { mac, .. }) => {
                let tokens = mac.tokens.to_string();
                match mac.path.segments.last()?.ident.to_string().as_str() {
                    "exact" => {
                        let (name, _) = tokens.split_once('=')?;
                        Some(format!("fn use_of_item() where {name}: Exact {{}}"))
                    }
                    "from" => {
                        let (name, held) = tokens.split_once("::")?;
                        let (_, held) = held.split_once('(')?;
                        let held = held.trim_end().strip_suffix(')')?;
                        Some(format!("fn use_of_item() where {name}: From<{held}> {{}}"))
                    }
                    _ => None,
                }
            }
            _ => None,
        })
        .collect();
    let imports = format!("use {root}::types::*;");
    written(root, "types::wire", "types", &imports, &uses)
}

fn written(root: &str, path: &str, prelude: &str, imports: &str, uses: &[String]) -> String {
    let parent = format!("{} :: endpoints ::", root.replace("::", " :: "));
    let uses: Vec<String> = uses
        .iter()
        .enumerate()
        .map(|(index, text)| text.replace("use_of_item", &format!("use_{index}")))
        .map(|text| text.replace("super ::", &parent))
        .collect();
    format!(
        "mod {} {{\n\
         {imports}\n\
         use {root}::types;\n\
         use {root}::prelude::*;\n\
         use typewright_runtime::__codegen::{prelude}::*;\n\
         {}\n}}\n",
        path.replace("::", "_"),
        uses.join("\n")
    )
}

fn parsed(file: &Path) -> syn::File {
    let text = std::fs::read_to_string(file).expect("a generated file");
    syn::parse_file(&text).expect("generated code parses")
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
    let fields = match &item.fields {
        Fields::Named(fields) => fields,
        Fields::Unnamed(fields) => return held(&item.ident, fields),
        Fields::Unit => return None,
    };
    let name = &item.ident;
    let all = fields.named.len();
    let fields = fields.named.iter().filter(|field| is_public(&field.vis));
    let (names, types): (Vec<_>, Vec<_>) = fields.map(|field| (&field.ident, &field.ty)).unzip();
    if names.is_empty() {
        return None;
    }
    let rest = (names.len() < all || is_open(&item.attrs)).then(|| quote!(..));
    let text = quote! {
        fn use_of_item(value: #name) {
            let #name { #(#names,)* #rest } = value;
            #(let _: #types = #names;)*
        }
    };
    Some(text.to_string())
}

/// Takes the only field out of a tuple struct, and puts it back.
fn held(name: &syn::Ident, fields: &FieldsUnnamed) -> Option<String> {
    let field = fields.unnamed.first().filter(|field| is_public(&field.vis))?;
    let ty = &field.ty;
    let text = quote! {
        fn use_of_item(value: #name) {
            let held: #ty = value.0;
            #name(held);
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
            quote!(#name::#variant_name => { #name::#variant_name; })
        } else {
            quote!(#name::#variant_name(#(#held),*) => {
                #(let _: #types = #held;)*
                #name::#variant_name(#(#held),*);
            })
        }
    });
    let rest = is_open(&item.attrs).then(|| quote!(_ => {}));
    quote! {
        fn use_of_item(value: #name) {
            match value {
                #(#arms)*
                #rest
            }
        }
    }
    .to_string()
}

/// Whether members can be added without a break.
fn is_open(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// Needs the traits that are derived for a type.
fn derives(name: &syn::Ident, generics: &syn::Generics, attributes: &[Attribute]) -> Option<String> {
    if !generics.params.is_empty() {
        return None;
    }
    let mut bounds = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        let read = attribute.parse_nested_meta(|meta| {
            let derived = &meta.path;
            // Of these names, only the derive macros are in scope everywhere.
            bounds.push(match () {
                () if derived.is_ident("Debug") => quote!(#name: ::core::fmt::Debug),
                () if derived.is_ident("Hash") => quote!(#name: ::core::hash::Hash),
                () => quote!(#name: #derived),
            });
            Ok(())
        });
        read.expect("a list of traits");
    }
    Some(quote!(fn use_of_item() where #(#bounds),* {}).to_string())
}

/// Uses an alias as the type that it stands for.
fn alias(item: &ItemType) -> Option<String> {
    let (name, target) = (&item.ident, &item.ty);
    let is_plain = item.generics.params.is_empty();
    is_plain.then(|| quote!(fn use_of_item(value: #name) -> #target { value }).to_string())
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
            Some(quote!(fn use_of_item<'c>() -> #ty { <#self_type>::#name }).to_string())
        }
        _ => None,
    });
    let self_type = self_type.to_token_stream().to_string();
    calls.map(|text| with_self(&text, &self_type)).collect()
}

/// Writes a type where it is called `Self`. The names of other types may end so.
fn with_self(text: &str, self_type: &str) -> String {
    let is_sign = |c: char| !c.is_alphanumeric() && c != '_';
    let words = text.split_inclusive(is_sign);
    let replaced = words.map(|word| match word.strip_prefix("Self") {
        Some(rest) if rest.chars().all(is_sign) => format!("{self_type}{rest}"),
        _ => word.to_owned(),
    });
    replaced.collect()
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
            FnArg::Typed(typed) => typed.ty.to_token_stream(),
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
    let constness = &signature.constness;
    quote! {
        #constness #asyncness fn use_of_item<'c>(#(#parameters),*) -> #output {
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
        .map(|(name, ty)| quote!(fn use_of_item(value: <#self_type as #path>::#name) -> #ty { value }).to_string())
        .collect()
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
