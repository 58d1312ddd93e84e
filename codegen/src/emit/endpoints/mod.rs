//! Emits the endpoints as documented request types: `generated/endpoints/`.

mod answers;
mod curl;
mod documentation;
mod metadata;
mod parameters;
mod request;
mod schemas;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use typewright_core::json::pointer::escape;

use crate::emit::docs;
use crate::emit::rust_type::Scope;
use crate::emit::tables::Tables;
use crate::input::load::Sources;
use crate::model::identifier::{pascal, snake};
use crate::model::names::members::{Group, Member, Space};
use crate::openapi::{Api, Operation};
use crate::report::Report;
use crate::schema::resolve::SchemaSet;

/// The endpoints of one resource.
#[derive(Debug)]
pub struct Resource {
    /// The module's name.
    pub module: String,
    /// The module's documentation, in paragraphs.
    pub docs: Vec<String>,
    /// The description of the resource in the document, in paragraphs.
    pub about: Vec<String>,
    /// The code of the module.
    pub tokens: TokenStream,
    /// Whether the module refers to an item of `types.rs`.
    pub uses_types: bool,
    /// Whether an action or a parameter is deprecated.
    pub has_deprecated: bool,
    /// The actions of the resource.
    pub actions: Vec<Action>,
}

/// An action of a resource, as required by the clients and by the enum of all requests.
#[derive(Debug)]
pub struct Action {
    /// The name of the request type.
    pub name: String,
    /// `#[deprecated]`, if the action is.
    pub deprecated: Option<TokenStream>,
    /// The summary, on a single line.
    pub summary: String,
    /// The documentation of the method that sends the action, in paragraphs.
    pub docs: Vec<String>,
    /// The type of a successful response.
    pub response: TokenStream,
    /// The type of a documented error.
    pub error: TokenStream,
    /// The name and type of each required parameter, in the order of the arguments of `new`.
    pub needs: Vec<(String, TokenStream)>,
    /// How many of these are path parameters. They come first.
    pub parameters: usize,
    /// The wire tables of the responses whose type depends on the status.
    pub answers: Vec<String>,
}

/// The input for emitting endpoints.
#[derive(Debug)]
pub struct Endpoints<'a> {
    /// The OpenAPI document.
    pub api: &'a Api,
    /// The schemas of the document.
    pub set: &'a SchemaSet,
    /// The source files.
    pub sources: &'a Sources,
    /// The scope of the generated types.
    pub scope: &'a Scope<'a>,
    /// The tables of the exact check.
    pub tables: &'a Tables<'a>,
}

impl Endpoints<'_> {
    /// Emits the modules of all resources, sorted by name.
    pub fn emit(&self, report: &mut Report) -> Vec<Resource> {
        let mut by_tag: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
        for operation in &self.api.operations {
            by_tag.entry(operation.tag.clone()).or_default().push(operation);
        }
        // The modules of the clients are siblings of these modules. The types and the runtime are visible in them.
        let reserved = ["blocking", "client", "typewright_runtime", "types"];
        let members: Vec<Member> = by_tag
            .iter()
            .map(|(tag, operations)| {
                let word = resource_name(tag, operations);
                let is_reserved = reserved.contains(&snake(&word).as_str());
                Member {
                    key: tag.clone(),
                    word: if is_reserved { format!("{word} resource") } else { word },
                }
            })
            .collect();
        let modules = self.scope.names.members.assign(&Group {
            places: &[format!("{}#", self.document())],
            space: Space::Tags,
            members: &members,
            reserved: &reserved,
            claimed: &[],
            is_claimable: |_| false,
            is_known: false,
        });
        by_tag
            .iter()
            .zip(modules)
            .map(|((tag, operations), module)| self.resource(tag, module, operations, report))
            .collect()
    }

    fn resource(&self, tag: &str, module: String, operations: &[&Operation], report: &mut Report) -> Resource {
        self.scope.take_types();
        let about = self
            .api
            .tags
            .iter()
            .find(|(name, _)| name == tag)
            .map(|(_, about)| docs::prose(about));
        let names = self.action_names(tag, &module, operations);
        let (items, actions): (Vec<_>, Vec<_>) = operations
            .iter()
            .zip(&names)
            .map(|(operation, name)| self.operation(operation, name, &module, &names, report))
            .unzip();
        let tokens = quote!(#(#items)*);
        // A tag without a description says no more than the name of the module.
        let is_name = about.is_none() && snake(tag) == module;
        let mut docs: Vec<String> = (!is_name).then(|| docs::sentence(tag)).into_iter().collect();
        docs.extend(about);
        let about = docs.clone();
        let list: Vec<String> = operations
            .iter()
            .zip(&names)
            .map(|(operation, name)| {
                format!(
                    "* [`{name}`]: {} `{}`",
                    operation.method,
                    operation.template().replace('`', "")
                )
            })
            .collect();
        docs.push(list.join("\n"));
        Resource {
            module,
            docs,
            about,
            tokens,
            uses_types: self.scope.take_types(),
            has_deprecated: operations.iter().any(|operation| {
                let mut parameters = operation.parameters.iter();
                operation.deprecated || parameters.any(|parameter| self.is_deprecated(parameter))
            }),
            actions,
        }
    }
}

impl Endpoints<'_> {
    /// Returns the name of each action of a tag.
    fn action_names(&self, tag: &str, module: &str, operations: &[&Operation]) -> Vec<String> {
        let members: Vec<Member> = operations
            .iter()
            .map(|operation| {
                let word = action(&operation.id, tag);
                let prefix = operation.id.rsplit_once('.').map(|(prefix, _)| snake(prefix));
                // Another prefix can be added with the same word.
                let is_usual = prefix.is_none_or(|prefix| prefix == module);
                let is_reserved = NAMES.contains(&pascal(word).as_str());
                Member {
                    key: if is_usual { word } else { &operation.id }.to_owned(),
                    word: if is_reserved {
                        format!("{word} action")
                    } else {
                        word.to_owned()
                    },
                }
            })
            .collect();
        // The client has a method for each action that returns a call.
        let calls = members.iter().map(|member| pascal(&format!("{} call", member.word)));
        let claimed: Vec<String> = calls.collect();
        let names = &self.scope.names.members;
        names.assign(&Group {
            places: &[format!("{}#/tags/{}", self.document(), escape(tag))],
            space: Space::Actions,
            members: &members,
            reserved: &NAMES,
            claimed: &claimed,
            is_claimable: |name| name.ends_with("Call"),
            is_known: names.has(Space::Actions),
        })
    }

    /// Returns the name of the OpenAPI document, for locations in the names file.
    fn document(&self) -> &str {
        let file = self.sources.openapi.map(|file| self.sources.files[file].name.as_str());
        file.unwrap_or_default()
    }
}

/// Names used by the code of an action. An action must not have one of these names.
const NAMES: [&str; 31] = [
    "Clone",
    "Debug",
    "Default",
    "Endpoint",
    "Eq",
    "Hash",
    "Header",
    "Into",
    "JsonTextError",
    "ListStyle",
    "Metadata",
    "Method",
    "None",
    "Ok",
    "Option",
    "Parameter",
    "PartialEq",
    "Parts",
    "Rejection",
    "RequestBody",
    "RequestCheck",
    "Response",
    "Result",
    "Schema",
    "Self_",
    "Some",
    "Status",
    "String",
    "TextForm",
    "TokenScheme",
    "TokenUse",
];

/// Returns the name of a resource: the part of `userOauthToken.get` before the dot if all its actions share it,
/// otherwise the tag.
fn resource_name(tag: &str, operations: &[&Operation]) -> String {
    let prefix = |operation: &Operation| operation.id.rsplit_once('.').map(|(prefix, _)| prefix.to_owned());
    let first = operations.first().and_then(|operation| prefix(operation));
    first
        .filter(|first| {
            operations
                .iter()
                .all(|operation| prefix(operation).as_ref() == Some(first))
        })
        .unwrap_or_else(|| tag.to_owned())
}

/// Returns the last word of an `operationId`, without the leading resource.
fn action<'o>(id: &'o str, tag: &str) -> &'o str {
    if let Some((_, action)) = id.rsplit_once('.')
        && !action.is_empty()
    {
        return action;
    }
    let tag = pascal(tag);
    let (lower, prefix) = (id.to_lowercase(), tag.to_lowercase());
    match id
        .get(prefix.len()..)
        .filter(|rest| lower.starts_with(&prefix) && !rest.is_empty())
    {
        Some(rest) => match rest.trim_start_matches(|c: char| !c.is_alphanumeric()) {
            "" => rest,
            word => word,
        },
        None => id,
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
