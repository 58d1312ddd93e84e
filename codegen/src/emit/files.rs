//! The files of a run, each with its documentation and imports.

use std::collections::BTreeSet;

use proc_macro2::{LexError, TokenStream, TokenTree};
use quote::ToTokens;

use crate::emit::clients;
use crate::emit::endpoints::Resource;
use crate::emit::format::{self, File};
use crate::emit::rust_type::Scope;
use crate::emit::used::used;
use crate::input::load::Sources;

/// Puts the parts into files.
///
/// # Errors
/// If a part is no Rust; that would be a mistake of ours.
pub fn assemble(
    sources: &Sources,
    scope: &Scope<'_>,
    items: TokenStream,
    wire: &str,
    tables: TokenStream,
    resources: Vec<Resource>,
) -> Result<Vec<File>, syn::Error> {
    let has_endpoints = !resources.is_empty();
    let mut files = vec![root(sources, has_endpoints)];
    files.push(types_file(items, scope, has_endpoints, !wire.is_empty())?);
    if !wire.is_empty() {
        files.push(wire_file(wire)?);
    }
    files.push(schema_file(tables)?);
    if has_endpoints {
        files.push(endpoints_file(&resources));
    }
    for resource in resources {
        files.push(resource_file(resource)?);
    }
    Ok(files)
}

/// `mod.rs`: what there is, and what it was made from.
fn root(sources: &Sources, has_endpoints: bool) -> File {
    let modules: &[&str] = if has_endpoints {
        &["endpoints", "types"]
    } else {
        &["types"]
    };
    // Where the code is included into a module that is not public, Clippy takes the names for choices of its author.
    let modules: Vec<String> = modules
        .iter()
        .map(|module| format!("#[allow(clippy::enum_variant_names)]\npub mod {module};\n"))
        .collect();
    let mut file = format::assemble("mod.rs", &[], &[], &modules.join("\n"));
    file.text = file.text.replacen("\n\n", &format!("\n{}", format::inputs(sources)), 1);
    file
}

fn types_file(items: TokenStream, scope: &Scope<'_>, has_endpoints: bool, has_wire: bool) -> Result<File, syn::Error> {
    let code = format::format(items.clone())?;
    let used = field_types(&syn::parse2(items)?);
    let schema = if has_endpoints {
        "pub(crate) mod schema;"
    } else {
        "mod schema;"
    };
    let mut imports = vec![schema.to_owned()];
    imports.extend(has_wire.then(|| "mod wire;".to_owned()));
    if used.contains("BTreeMap") && scope.std("BTreeMap") == "BTreeMap" {
        imports.extend([String::new(), "use std::collections::BTreeMap;".to_owned()]);
    }
    let runtime = scope.imports(&used);
    if !runtime.is_empty() {
        imports.extend([String::new(), import("typewright_runtime", &runtime)]);
    }
    let docs = ["The types of the API, one for each documented schema.".to_owned()];
    Ok(format::assemble("types.rs", &docs, &imports, &code))
}

fn wire_file(wire: &str) -> Result<File, syn::Error> {
    let macros = [
        "choice",
        "exact",
        "from",
        "object",
        "string_enum",
        "text",
        "transparent",
    ];
    let is_used = |name: &str| {
        wire.lines()
            .any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with('!')))
    };
    let mut imported: Vec<&str> = macros.into_iter().filter(|name| is_used(name)).collect();
    if used(&tokens(wire)?).paths.contains("kind") {
        imported.push("schema as kind");
    }
    let docs = ["How each type goes over the wire.".to_owned()];
    let imports = [
        import("typewright_runtime", &imported),
        String::new(),
        "use super::*;".to_owned(),
    ];
    Ok(format::assemble("types/wire.rs", &docs, &imports, wire))
}

fn schema_file(tables: TokenStream) -> Result<File, syn::Error> {
    let used = used(&tables);
    let code = format::format(tables)?;
    let mut names = Vec::new();
    names.extend((!code.is_empty()).then_some("Schema"));
    // The tables themselves are written in capitals.
    let is_rule = |name: &String| {
        let is_pascal = name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.contains(|c: char| c.is_ascii_lowercase());
        is_pascal && !["Schema", "Value"].contains(&name.as_str())
    };
    names.extend(used.names.iter().any(is_rule).then_some("Rule::*"));
    names.extend(used.paths.contains("schema").then_some("self"));
    names.extend(used.paths.contains("Value").then_some("Value"));
    let mut imports = Vec::new();
    for module in ["formats", "pattern"] {
        if used.paths.contains(module) {
            imports.push(format!("use typewright_runtime::{module};"));
        }
    }
    if !names.is_empty() {
        imports.push(import("typewright_runtime::schema", &names));
    }
    let docs = ["The documented schemas as tables, for the exact check.".to_owned()];
    Ok(format::assemble("types/schema.rs", &docs, &imports, &code))
}

fn endpoints_file(resources: &[Resource]) -> File {
    let docs = ["The actions of the API, a module for each resource.".to_owned()];
    let imports = ["use typewright_runtime::{any_request, clients};".to_owned()];
    format::assemble("endpoints.rs", &docs, &imports, &clients::emit(resources))
}

fn resource_file(resource: Resource) -> Result<File, syn::Error> {
    let answers: Vec<String> = resource.actions.into_iter().flat_map(|action| action.answers).collect();
    let mut all = resource.tokens.clone();
    all.extend(tokens(&answers.concat())?);
    let used = used(&all);
    let mut code = format::format(resource.tokens)?;
    for answer in &answers {
        code.push('\n');
        code.push_str(answer);
    }
    let names = [
        "Endpoint",
        "JsonTextError",
        "ListStyle",
        "Metadata",
        "Method",
        "Parts",
        "Rejection",
        "RequestCheck",
        "Status",
        "TextForm",
        "TokenScheme",
        "TokenUse",
    ];
    let structs = ["Header", "Parameter", "RequestBody", "Response"];
    let functions = [
        "header_value",
        "json_parameter",
        "json_text",
        "path_segment",
        "path_value",
        "push_query",
        "push_query_value",
    ];
    let mut imported: Vec<&str> = Vec::new();
    for (wanted, found) in [
        (&names[..], &used.names),
        (&structs, &used.structs),
        (&functions, &used.functions),
    ] {
        imported.extend(wanted.iter().filter(|name| found.contains(**name)));
    }
    let mut imports = vec![import("typewright_runtime::endpoint", &imported)];
    if !answers.is_empty() {
        imports.insert(0, "use typewright_runtime::answers;".to_owned());
    }
    if used.names.contains("Schema") {
        imports.push("use typewright_runtime::schema::Schema;".to_owned());
    }
    if used.paths.contains("types") {
        imports.extend([String::new(), "use super::super::types;".to_owned()]);
    }
    let path = format!("endpoints/{}.rs", resource.module);
    Ok(format::assemble(&path, &resource.docs, &imports, &code))
}

/// Code that is written as text, as tokens.
fn tokens(code: &str) -> Result<TokenStream, syn::Error> {
    let error = |error: LexError| syn::Error::new(error.span(), error.to_string());
    code.parse().map_err(error)
}

/// The names that the types of all fields are made of: what the imports have to provide.
fn field_types(file: &syn::File) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for item in &file.items {
        match item {
            syn::Item::Struct(item) => found.extend(item.fields.iter().flat_map(type_words)),
            syn::Item::Enum(item) => {
                let fields = item.variants.iter().flat_map(|variant| &variant.fields);
                found.extend(fields.flat_map(type_words));
            }
            other => found.extend(words(other.to_token_stream())),
        }
    }
    found
}

fn type_words(field: &syn::Field) -> BTreeSet<String> {
    words(field.ty.to_token_stream())
}

fn words(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            TokenTree::Group(group) => found.extend(words(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

/// `use path::{a, b};`, on several lines if there are many.
fn import(path: &str, names: &[&str]) -> String {
    match names {
        [only] => format!("use {path}::{only};"),
        several => {
            let mut sorted = several.to_vec();
            sorted.sort_by_key(|name| (*name != "self", *name));
            let line = format!("use {path}::{{{}}};", sorted.join(", "));
            if line.len() <= WIDTH {
                line
            } else {
                long_import(path, &sorted)
            }
        }
    }
}

fn long_import(path: &str, names: &[&str]) -> String {
    let mut lines = vec![format!("use {path}::{{"), "   ".to_owned()];
    for name in names {
        let line = lines.last().map_or(0, String::len);
        if line + name.len() + 2 > WIDTH {
            lines.push("   ".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.extend([" ", name, ","]);
        }
    }
    lines.push("};".to_owned());
    lines.join("\n")
}

/// The widest line that a person would write.
const WIDTH: usize = 120;
