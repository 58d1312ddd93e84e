//! Assembles the generated files, each with its documentation and imports.

use proc_macro2::TokenStream;

use crate::emit::Contents;
use crate::emit::clients::Client;
use crate::emit::docs;
use crate::emit::endpoints::Resource;
use crate::emit::endpoints::security::Security;
use crate::emit::format::{self, File};
use crate::emit::requests;
use crate::emit::types::Types;

/// Assembles the items into files. `about` is the title and the description of the API.
///
/// # Errors
/// If the tokens are not valid Rust, which is a bug in the generator.
pub fn assemble(
    types: Types,
    wire: &str,
    tables: TokenStream,
    resources: Vec<Resource>,
    (security, servers): (&Security<'_>, TokenStream),
    about: &[String; 2],
    contents: &Contents,
) -> Result<Vec<File>, syn::Error> {
    let has_endpoints = contents.has_endpoints;
    let mut files = vec![root(contents)];
    files.push(types_file(types, has_endpoints, !wire.is_empty())?);
    if !wire.is_empty() {
        files.push(wire_file(wire));
    }
    files.push(schema_file(tables)?);
    if has_endpoints {
        files.push(endpoints_file(&resources, security, servers, about)?);
        for client in Client::BOTH {
            files.push(client_file(client, &resources, security)?);
        }
    }
    for resource in resources {
        files.push(resource_file(resource)?);
    }
    Ok(files)
}

/// Returns `mod.rs`, which declares the modules.
fn root(contents: &Contents) -> File {
    let modules: &[&str] = if contents.has_endpoints {
        &["endpoints", "types"]
    } else {
        &["types"]
    };
    // If the code is included in a private module, Clippy reports names and nested types, which come from the schemas,
    // and setters of properties that are always `null`. Items whose schema has no description have no documentation.
    let allowed = if contents.has_deprecated {
        // Only uses of a deprecated item outside of the generated code are worth a warning.
        "clippy::enum_variant_names, clippy::unit_arg, clippy::upper_case_acronyms, deprecated, missing_docs"
    } else {
        "clippy::enum_variant_names, clippy::unit_arg, clippy::upper_case_acronyms, missing_docs"
    };
    let modules: Vec<String> = modules
        .iter()
        // A formatted file would be taken for one that a person edited.
        .map(|module| {
            format!(
                "#[allow({allowed})]\n#[allow(clippy::large_enum_variant, clippy::type_complexity)]\n\
                 #[rustfmt::skip]\npub mod {module};"
            )
        })
        .collect();
    format::assemble("mod.rs", &[], &modules)
}

fn types_file(types: Types, has_endpoints: bool, has_wire: bool) -> Result<File, syn::Error> {
    let schema = if has_endpoints {
        "pub(crate) mod schema;"
    } else {
        "mod schema;"
    };
    let mut modules = vec![schema];
    modules.extend(has_wire.then_some("mod wire;"));
    let mut blocks = vec![modules.join("\n")];
    blocks.extend(types.uses_runtime.then(|| import("types")));
    blocks.extend(format::format(types.items)?);
    let docs = ["The types of the API, one for each documented schema.".to_owned()];
    Ok(format::assemble("types.rs", &docs, &blocks))
}

fn wire_file(wire: &str) -> File {
    let docs = ["How each type goes over the wire.".to_owned()];
    let blocks = [import("wire"), "use super::*;".to_owned(), wire.to_owned()];
    format::assemble("types/wire.rs", &docs, &blocks)
}

fn schema_file(tables: TokenStream) -> Result<File, syn::Error> {
    let mut blocks = format::format(tables)?;
    if !blocks.is_empty() {
        blocks.insert(0, import("schema"));
    }
    let docs = ["The documented schemas as tables, for the exact check.".to_owned()];
    Ok(format::assemble("types/schema.rs", &docs, &blocks))
}

fn endpoints_file(
    resources: &[Resource],
    security: &Security<'_>,
    servers: TokenStream,
    [title, description]: &[String; 2],
) -> Result<File, syn::Error> {
    let mut docs = vec!["The actions of the API, a module for each resource.".to_owned()];
    if !title.is_empty() {
        docs.push(docs::wrap(&format!("Generated from {}.", docs::code(title))));
    }
    docs.extend(Some(docs::prose(description)).filter(|text| !text.is_empty()));
    let mut blocks = vec![import("endpoints"), requests::emit(resources)];
    blocks.extend(format::format(security.emit())?);
    blocks.extend(format::format(servers)?);
    Ok(format::assemble("endpoints.rs", &docs, &blocks))
}

fn client_file(client: Client, resources: &[Resource], security: &Security<'_>) -> Result<File, syn::Error> {
    let mut blocks = vec![import("client")];
    let signatures = resources.iter().flat_map(|resource| &resource.actions);
    let names_types = |tokens: &TokenStream| tokens.to_string().contains("types ::");
    let uses_types = signatures.into_iter().any(|action| {
        let needs = action.needs.iter().map(|(_, ty)| ty);
        let events = action.events.as_ref().map(|events| &events.data);
        let signature = needs.chain([&action.response, &action.error]).chain(events);
        signature.into_iter().any(names_types)
    });
    blocks.extend(uses_types.then(|| "use super::super::types;".to_owned()));
    blocks.extend(format::format(client.items(resources, security))?);
    let path = format!("endpoints/{}.rs", client.module());
    Ok(format::assemble(&path, &[client.docs()], &blocks))
}

fn resource_file(resource: Resource) -> Result<File, syn::Error> {
    let mut blocks = vec![import("endpoint")];
    blocks.extend(resource.uses_types.then(|| "use super::super::types;".to_owned()));
    blocks.extend(format::format(resource.tokens)?);
    blocks.extend(resource.actions.into_iter().flat_map(|action| action.answers));
    let path = format!("endpoints/{}.rs", resource.module);
    Ok(format::assemble(&path, &resource.docs, &blocks))
}

/// Returns the import of the runtime's names for a file.
fn import(module: &str) -> String {
    format!("use typewright_runtime::__codegen::{module}::*;")
}
