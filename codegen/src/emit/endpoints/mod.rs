//! Emits the endpoints as documented request types: `generated/endpoints/`.

mod answers;
mod authentication;
mod builder;
mod contents;
mod curl;
mod discriminators;
mod documentation;
mod events;
mod features;
mod globals;
mod handles;
mod headers;
mod links;
mod metadata;
mod multipart;
mod pagination;
mod parameters;
mod reach;
mod request;
mod response_headers;
mod schemas;
pub mod security;
pub mod servers;
pub mod shared;
mod text_forms;
mod wait;
mod webhooks;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub use events::EventsOf;
pub use handles::Handle;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use security::Security;
use shared::Shared;
use typewright_core::json::pointer::escape;

use crate::emit::condition::Condition;
use crate::emit::docs;
use crate::emit::rust_type::Scope;
use crate::emit::tables::Tables;
use crate::input::names_file::is_name;
use crate::input::sources::Sources;
use crate::model::identifier::{distinct, pascal, snake};
use crate::model::names::members::{Group, Member, Space};
use crate::openapi::{Api, Feature, Location, Operation};
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
    /// The paths of the items of `types.rs` that the module uses.
    pub types: BTreeSet<String>,
    /// The constants of `shared.rs` that the module uses.
    pub shared: BTreeSet<String>,
    /// When the module is compiled.
    pub condition: Condition,
    /// Whether an action or a parameter is deprecated.
    pub has_deprecated: bool,
    /// The actions of the resource.
    pub actions: Vec<Action>,
    /// The handles of the clients, which have a method for each action.
    pub handles: Vec<Handle>,
    /// The parameters of every action that a client sends unless it has others.
    pub defaults: Option<TokenStream>,
}

/// An action of a resource, as required by the clients and by the enum of all requests.
#[derive(Debug)]
pub struct Action {
    /// The name of the request type.
    pub name: String,
    /// The name of the variant in the enum of all requests.
    pub variant: String,
    /// The location of the decisions on the action in the names file.
    place: String,
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
    /// The events of a successful response, if it may be a stream of events.
    pub events: Option<EventsOf>,
    /// Whether the response is a page of a list.
    pub is_paged: bool,
    /// Whether the action may start a job.
    pub starts_job: bool,
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
    /// The security schemes of the API.
    pub security: &'a Security<'a>,
    /// The source files.
    pub sources: &'a Sources,
    /// The scope of the generated types.
    pub scope: &'a Scope<'a>,
    /// The tables of the exact check.
    pub tables: &'a Tables<'a>,
    /// The descriptions of pages for all actions that fit one.
    pub fitting: RefCell<BTreeSet<String>>,
    /// The module and the name of each action, by its `operationId`.
    pub targets: BTreeMap<String, (String, String)>,
    /// When the module of each tag is compiled.
    pub conditions: BTreeMap<String, Condition>,
    /// The descriptors that several actions have.
    pub shared: Shared,
    /// The actions with the names of the types of their bodies, by their `operationId`.
    pub named: BTreeMap<String, Operation>,
    /// The names of the types of callbacks, by the locations of their operations.
    pub callbacks: BTreeMap<Location, String>,
}

/// The modules of the actions, and of what the API sends.
#[derive(Debug, Default)]
pub struct Modules {
    /// A module for each resource.
    pub resources: Vec<Resource>,
    /// `webhooks` and `callbacks`.
    pub incoming: Vec<Resource>,
}

impl Modules {
    /// Returns all of them.
    pub fn all(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().chain(&self.incoming)
    }

    /// Returns the names of the modules at the root of the generated code.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.incoming.iter().map(|resource| resource.module.clone()).collect();
        names.extend((!self.resources.is_empty()).then(|| "endpoints".to_owned()));
        names.push("types".to_owned());
        names.sort();
        names
    }

    /// Returns the features that resources are behind.
    pub fn features(&self) -> BTreeSet<Feature> {
        let features = self.resources.iter().flat_map(|resource| resource.condition.features());
        features.cloned().collect()
    }
}

impl Endpoints<'_> {
    /// Emits the modules.
    pub fn emit(&mut self, report: &mut Report) -> Modules {
        let named = self.name_incoming(report);
        self.callbacks = webhooks::callback_names(&named);
        let resources = self.resources(report);
        Modules {
            resources,
            incoming: self.incoming(named, report),
        }
    }

    /// Emits the modules of all resources, sorted by name.
    fn resources(&mut self, report: &mut Report) -> Vec<Resource> {
        if self.api.operations.is_empty() {
            return Vec::new();
        }
        let mut by_tag: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
        for operation in &self.api.operations {
            by_tag.entry(operation.tag.clone()).or_default().push(operation);
        }
        // The modules of the clients are siblings of these modules. The types and the runtime are visible in them.
        let reserved = [
            "blocking",
            "client",
            globals::MODULE,
            shared::MODULE,
            "typewright_runtime",
            "types",
        ];
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
        let unscoped = by_tag.keys().filter_map(|tag| self.unscoped_accessor(tag));
        let unscoped: Vec<String> = unscoped.collect();
        let reserved: Vec<&str> = reserved
            .into_iter()
            .chain(unscoped.iter().map(String::as_str))
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
        let mut names = Vec::new();
        for ((tag, operations), module) in by_tag.iter().zip(&modules) {
            let actions = self.action_names(tag, module, operations);
            // The names of the items of a module.
            let mut taken = actions.clone();
            for (operation, name) in operations.iter().zip(&actions) {
                let contents = self.with_contents(operation, name, &mut taken, report);
                self.named.insert(operation.id.clone(), contents);
                self.targets
                    .insert(operation.id.clone(), (module.clone(), name.clone()));
            }
            names.push((actions, taken));
        }
        self.conditions = features::conditions(self.api);
        self.shared = self.find_shared();
        let resources = by_tag.iter().zip(modules.into_iter().zip(names));
        let mut resources: Vec<Resource> = resources
            .map(|((tag, operations), (module, names))| self.resource(tag, module, names, operations, report))
            .collect();
        self.warn_of_unfit_pagination(report);
        self.name_variants(&mut resources);
        self.name_handles(&by_tag, &mut resources);
        resources.extend(self.api.globals.as_ref().map(|globals| self.globals(globals, report)));
        resources
    }

    /// Names the variants of the enum of all requests.
    fn name_variants(&self, resources: &mut [Resource]) {
        let actions = || {
            resources
                .iter()
                .flat_map(|resource| resource.actions.iter().map(move |action| (resource, action)))
        };
        let words = actions().map(|(resource, action)| format!("{} {}", resource.module, action.name));
        let places = actions().map(|(_, action)| action.place.clone());
        let places: Vec<String> = places.collect();
        let variants = self.decided_names(&places, "request", &words.collect::<Vec<_>>(), &["Self"]);
        let actions = resources.iter_mut().flat_map(|resource| &mut resource.actions);
        for (action, variant) in actions.zip(variants) {
            action.variant = variant;
        }
    }

    /// Returns distinct names for items that are made of words. An item keeps the name that an earlier run has given to it.
    fn decided_names(&self, places: &[String], key: &str, words: &[String], reserved: &[&str]) -> Vec<String> {
        let members = &self.scope.names.members;
        let mut taken: BTreeSet<String> = reserved.iter().map(|&name| name.to_owned()).collect();
        let kept = places.iter().map(|place| {
            let name = members.decided(place, key).filter(|name| is_name(name))?.to_owned();
            taken.insert(name.clone()).then_some(name)
        });
        let kept: Vec<Option<String>> = kept.collect();
        let fresh = words.iter().zip(&kept).filter(|(_, kept)| kept.is_none());
        let fresh: Vec<&str> = fresh.map(|(word, _)| word.as_str()).collect();
        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
        let mut fresh = distinct(&fresh, pascal, &taken).into_iter();
        let names = kept.into_iter().filter_map(|name| name.or_else(|| fresh.next()));
        let names: Vec<String> = names.collect();
        for (place, name) in places.iter().zip(&names) {
            members.decide(place, key, name.clone());
        }
        names
    }

    fn resource(
        &self,
        tag: &str,
        module: String,
        (names, mut taken): (Vec<String>, Vec<String>),
        operations: &[&Operation],
        report: &mut Report,
    ) -> Resource {
        self.scope.take_types();
        let about = self
            .api
            .tags
            .iter()
            .find(|described| described.name == tag && !described.description.is_empty())
            .map(|described| docs::prose(&described.description));
        let (items, actions): (Vec<_>, Vec<_>) = operations
            .iter()
            .map(|operation| &self.named[&operation.id])
            .zip(&names)
            .map(|(operation, name)| self.operation(operation, name, &mut taken, report))
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
        docs.extend(features::requirement(&self.conditions[tag]));
        Resource {
            module,
            docs,
            about,
            tokens,
            types: self.scope.take_types(),
            shared: self.shared.take_used(),
            condition: self.conditions[tag].clone(),
            has_deprecated: operations.iter().any(|operation| {
                let mut parameters = operation.parameters.iter();
                operation.deprecated || parameters.any(|parameter| self.is_deprecated(parameter))
            }),
            actions,
            handles: Vec::new(),
            defaults: None,
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
                let key = if is_usual { word } else { &operation.id };
                let word = short_name(operation, tag, operations).unwrap_or(word);
                let is_reserved = NAMES.contains(&pascal(word).as_str());
                Member {
                    key: key.to_owned(),
                    word: if is_reserved {
                        format!("{word} action")
                    } else {
                        word.to_owned()
                    },
                }
            })
            .collect();
        // The client has a method for each action that returns a call, and its responses may be enums.
        let claimed = members
            .iter()
            .flat_map(|member| CLAIMED.map(|end| pascal(&format!("{} {end}", member.word))));
        let claimed: Vec<String> = claimed.collect();
        let names = &self.scope.names.members;
        names.assign(&Group {
            places: &[format!("{}#/tags/{}", self.document(), escape(tag))],
            space: Space::Actions,
            members: &members,
            reserved: &NAMES,
            claimed: &claimed,
            is_claimable: |name| CLAIMED.iter().any(|end| name.ends_with(end)),
            is_known: names.has(Space::Actions),
        })
    }

    /// Returns the location of the decisions on an action in the names file.
    fn action_place(&self, operation: &Operation) -> String {
        format!("{}/action", self.own_place(operation))
    }

    /// Returns what an earlier run has decided for an action, by key.
    fn decided(&self, operation: &Operation, key: &str) -> Option<&str> {
        self.scope.names.members.decided(&self.action_place(operation), key)
    }

    /// Whether an earlier run has generated the request type of an action, or that of the parameters of every action.
    fn was_generated(&self, operation: &Operation) -> bool {
        let mut decisions = [answers::SUCCESS, globals::TYPE].into_iter();
        decisions.any(|key| self.decided(operation, key).is_some())
    }

    /// Records a decision on an action, so that later runs keep it.
    fn decide(&self, operation: &Operation, key: &str, value: impl Into<String>) {
        let place = self.action_place(operation);
        self.scope.names.members.decide(&place, key, value);
    }

    /// Returns the name of the OpenAPI document, for locations in the names file.
    fn document(&self) -> &str {
        match self.sources.openapi {
            Some(file) => &self.sources.files[file].name,
            None => unreachable!("only an OpenAPI document has actions"),
        }
    }
}

/// The ends of the names of items that are generated for an action.
const CLAIMED: [&str; 7] = ["Call", "Events", "Response", "Error", "Headers", "Content", "Multipart"];

/// Names used by the code of an action. An action must not have one of these names.
const NAMES: [&str; 50] = [
    "Clone",
    "Debug",
    "Default",
    "Descriptor",
    "Encoding",
    "Endpoint",
    "Eq",
    "EventEndpoint",
    "FieldForm",
    "FilePart",
    "Hash",
    "Header",
    "HeaderSource",
    "Into",
    "JobStates",
    "JsonTextError",
    "ListStyle",
    "Metadata",
    "Method",
    "None",
    "Ok",
    "Option",
    "Outgoing",
    "PageValue",
    "PagedEndpoint",
    "Pagination",
    "Parameter",
    "ParameterStyle",
    "PartialEq",
    "Part",
    "PartForm",
    "Parts",
    "RawBody",
    "Rejection",
    "RequestBody",
    "RequiredScheme",
    "Requirement",
    "Response",
    "ResponseHeader",
    "Result",
    "Schema",
    "Self_",
    "Server",
    "ServerVariable",
    "Some",
    "Status",
    "String",
    "TextForm",
    "UnknownJob",
    "WaitEndpoint",
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

/// Returns the short name of an action, if it has one that no other action of the tag has.
fn short_name<'o>(operation: &'o Operation, tag: &str, operations: &[&Operation]) -> Option<&'o str> {
    let words = action(operation.words.as_deref()?, tag);
    let same = operations.iter().filter(|other| {
        let other = other.words.as_deref().unwrap_or(&other.id);
        snake(action(other, tag)) == snake(words)
    });
    (same.count() == 1).then_some(words)
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
