//! Assembles the generated files, each with its documentation and imports.

use proc_macro2::{TokenStream, TokenTree};

use crate::emit::Contents;
use crate::emit::clients::{Client, with_handles};
use crate::emit::condition::Condition;
use crate::emit::docs;
use crate::emit::endpoints::security::Security;
use crate::emit::endpoints::{Modules, Resource};
use crate::emit::format::{Block, Draft};
use crate::emit::requests;

/// Assembles the items into files, apart from the types. `about` is the title and the description of the API.
pub fn assemble(
    modules: Modules,
    (security, servers, shared): (&Security<'_>, TokenStream, Vec<(Condition, TokenStream)>),
    about: &[String; 2],
    contents: &Contents,
) -> Vec<Draft> {
    let Modules {
        resources,
        mut incoming,
    } = modules;
    if !contents.has_endpoints
        && let Some(first) = incoming.first_mut()
    {
        first.docs.extend(documentation(about));
    }
    let shared_condition = Some(Condition::union(shared.iter().map(|(condition, _)| condition)));
    let shared_condition = shared_condition.filter(|_| !shared.is_empty());
    let mut files = vec![root(contents)];
    if contents.has_endpoints {
        files.push(endpoints_file(
            &resources,
            shared_condition.as_ref(),
            (security, servers),
            about,
        ));
        files.extend(shared_condition.map(|condition| shared_file(&shared, &condition)));
        for client in Client::BOTH {
            files.push(client_file(client, &resources, security));
            let with_handles = with_handles(&resources).into_iter();
            files.extend(with_handles.map(|(resource, module)| handles_file(client, resource, &module)));
        }
    }
    for resource in resources {
        files.extend(resource_files(resource));
    }
    files.extend(incoming.into_iter().map(incoming_file));
    files
}

/// Returns `mod.rs`, which declares the modules.
fn root(contents: &Contents) -> Draft {
    // If the code is included in a private module, Clippy reports names and nested types, which come from the schemas,
    // and setters of properties that are always `null`. Items whose schema has no description have no documentation.
    let allowed = if contents.has_deprecated {
        // Only uses of a deprecated item outside of the generated code are worth a warning.
        "clippy::enum_variant_names, clippy::unit_arg, clippy::upper_case_acronyms, deprecated, missing_docs"
    } else {
        "clippy::enum_variant_names, clippy::unit_arg, clippy::upper_case_acronyms, missing_docs"
    };
    // What only requests are written and read with, such as the tables of parameters, is not used without the feature `http` of
    // the runtime.
    let unused = |module: &str| match module {
        "types" if contents.has_requests() => "#[allow(dead_code)]\n",
        "types" => "",
        _ => "#[allow(unused_imports)]\n",
    };
    // What the code does not have is missed here, not where it is used. Besides, rustc warns of features that the package
    // does not have.
    let disabled = contents.disabled.iter().map(|feature| {
        let message = format!("this code was generated without the feature `{feature}`");
        format!("#[cfg(feature = {feature:?})]\ncompile_error!({message:?});").into()
    });
    let modules = contents
        .modules
        .iter()
        // A formatted file would be taken for one that a person edited.
        .map(|module| {
            format!(
                "#[allow({allowed})]\n#[allow(clippy::large_enum_variant, clippy::type_complexity)]\n\
                 {}#[rustfmt::skip]\npub mod {module};",
                unused(module)
            )
            .into()
        });
    draft("mod.rs", Vec::new(), disabled.chain(modules).collect())
}

fn endpoints_file(
    resources: &[Resource],
    shared: Option<&Condition>,
    (security, servers): (&Security<'_>, TokenStream),
    about: &[String; 2],
) -> Draft {
    let mut docs = vec!["The actions of the API, a module for each resource.".to_owned()];
    docs.extend(documentation(about));
    let blocks = vec![
        import("endpoints"),
        requests::emit(resources, shared).into(),
        security.emit().into(),
        servers.into(),
    ];
    draft("endpoints.rs", docs, blocks)
}

/// Returns the documentation of the API as a whole.
fn documentation([title, description]: &[String; 2]) -> Vec<String> {
    let mut docs = Vec::new();
    if !title.is_empty() {
        docs.push(docs::wrap(&format!("Generated from {}.", docs::code(title))));
    }
    docs.extend(Some(docs::prose(description)).filter(|text| !text.is_empty()));
    docs
}

fn shared_file(constants: &[(Condition, TokenStream)], outer: &Condition) -> Draft {
    let mut blocks = vec![import("endpoint")];
    let with_types = constants.iter().filter(|(_, constant)| names_types(constant));
    let types = Condition::union(with_types.map(|(condition, _)| condition));
    blocks.extend(types_import(&types, outer, "use super::super::types;"));
    let constants = constants
        .iter()
        .map(|(condition, constant)| Block::from(constant.clone()).behind(&condition.inside(outer)));
    blocks.extend(constants);
    let docs = vec!["Descriptors that several actions have.".to_owned()];
    draft("endpoints/shared.rs", docs, blocks)
}

fn client_file(client: Client, resources: &[Resource], security: &Security<'_>) -> Draft {
    let mut blocks = vec![client.modules(resources).into(), import("client")];
    let with_types = resources.iter().filter(|resource| {
        let mut arguments = resource.handles.iter().flat_map(|handle| &handle.shared);
        arguments.any(|(_, ty)| names_types(ty))
    });
    let types = Condition::union(with_types.map(|resource| &resource.condition));
    blocks.extend(types_import(&types, &Condition::Always, "use super::super::types;"));
    blocks.push(client.client(resources, security).into());
    let path = format!("endpoints/{}.rs", client.module());
    draft(&path, vec![client.docs()], blocks)
}

/// Returns the file with the handles of a resource.
fn handles_file(client: Client, resource: &Resource, file: &str) -> Draft {
    let module = &resource.module;
    let uses_types = resource.actions.iter().any(|action| {
        let needs = action.needs.iter().map(|(_, ty)| ty);
        let events = action.events.as_ref().map(|events| &events.data);
        let signature = needs.chain([&action.response, &action.error]).chain(events);
        signature.into_iter().any(names_types)
    });
    let types = if uses_types {
        "use super::super::super::types;\n"
    } else {
        ""
    };
    let blocks = vec![
        import("client"),
        format!("{types}use super::super::{module} as request;\nuse super::{{Call, Client}};").into(),
        client.handles(resource).into(),
    ];
    let path = format!("endpoints/{}/{}.rs", client.module(), file);
    draft(&path, vec![client.handle_docs(module)], blocks)
}

/// A longer file is hard to review. What reads and writes the requests then has a file of its own.
const LONGEST: usize = 2_500;
/// Formatting is what finds out the length, and takes most of the time. A resource of fewer actions is hardly ever that long.
const MANY: usize = 15;
/// At most so many lines of a file precede its items.
const HEAD: usize = 60;

fn resource_files(resource: Resource) -> Vec<Draft> {
    let mut imports = Vec::new();
    imports.extend((!resource.types.is_empty()).then_some("use super::super::types;"));
    imports.extend((!resource.shared.is_empty()).then_some("use super::shared;"));
    let mut blocks = vec![import("endpoint")];
    blocks.extend((!imports.is_empty()).then(|| imports.join("\n").into()));
    let has_many = resource.actions.len() >= MANY;
    let answers = resource.actions.into_iter().flat_map(|action| action.answers);
    let answers = answers.map(Block::Text);
    let path = format!("endpoints/{}.rs", resource.module);
    let mut code = Block::from(resource.tokens);
    if has_many {
        code = code.formatted();
        if code.lines(0) > LONGEST - HEAD {
            let (wire, requests) = code.divided();
            blocks.insert(0, "mod wire;".to_owned().into());
            blocks.push(requests);
            blocks.extend(answers);
            let docs = vec!["How the requests are written and read.".to_owned()];
            let wire = vec!["use super::*;".to_owned().into(), wire];
            return vec![
                draft(&path, resource.docs, blocks),
                draft(&format!("endpoints/{}/wire.rs", resource.module), docs, wire),
            ];
        }
    }
    blocks.push(code);
    blocks.extend(answers);
    vec![draft(&path, resource.docs, blocks)]
}

/// Returns `webhooks.rs` or `callbacks.rs`.
fn incoming_file(resource: Resource) -> Draft {
    let mut blocks = vec![import("webhooks")];
    let uses_types = !resource.types.is_empty();
    blocks.extend(uses_types.then(|| "use super::types;".to_owned().into()));
    blocks.push(resource.tokens.into());
    let answers = resource.actions.into_iter().flat_map(|action| action.answers);
    blocks.extend(answers.map(Block::Text));
    draft(&format!("{}.rs", resource.module), resource.docs, blocks)
}

/// Returns an import of the module `types` if something needs it.
fn types_import(condition: &Condition, outer: &Condition, import: &str) -> Option<Block> {
    (*condition != Condition::never()).then(|| (condition.inside(outer).line("") + import).into())
}

/// Whether code names an item of the module `types`.
fn names_types(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_named = match token {
            TokenTree::Ident(word) => {
                word == "types" && matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':')
            }
            TokenTree::Group(group) => names_types(&group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if is_named {
            return true;
        }
    }
    false
}

/// Returns the import of the runtime's names for a file.
pub fn import(module: &str) -> Block {
    format!("use typewright_runtime::__codegen::{module}::*;").into()
}

/// Creates a file that is not formatted yet.
pub fn draft(path: &str, docs: Vec<String>, blocks: Vec<Block>) -> Draft {
    Draft {
        path: path.to_owned(),
        docs,
        blocks,
    }
}
