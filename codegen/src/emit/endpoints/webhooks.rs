//! Emits what the API sends: `generated/webhooks.rs` and `generated/callbacks.rs`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::Builder;
use super::discriminators::{Discriminator, Place, are_distinct};
use super::{CLAIMED, Endpoints, NAMES, Resource, ident};
use crate::emit::condition::Condition;
use crate::emit::docs;
use crate::emit::rust_type::open_derives;
use crate::model::identifier::pascal;
use crate::model::names::members::{Group, Member, Space};
use crate::openapi::{Callback, Incoming, IncomingKind, Location, Operation};
use crate::report::Report;

/// The requests of one module, with the names of their types.
#[derive(Debug)]
pub struct Named {
    kind: IncomingKind,
    operations: Vec<(Operation, String)>,
    /// The names of the items of the module.
    taken: Vec<String>,
}

/// The name of the enum of all requests of a module.
fn union(kind: IncomingKind) -> &'static str {
    match kind {
        IncomingKind::Webhook => "Webhook",
        IncomingKind::Callback => "Callback",
    }
}

impl Endpoints<'_> {
    /// Names the webhooks and the callbacks.
    pub(super) fn name_incoming(&self, report: &mut Report) -> Vec<Named> {
        let mut named = Vec::new();
        for kind in IncomingKind::BOTH {
            let of_kind = |operation: &&Operation| incoming(operation).is_some_and(|incoming| incoming.kind == kind);
            let operations: Vec<&Operation> = self.api.incoming.iter().filter(of_kind).collect();
            if !operations.is_empty() {
                named.push(self.named_incoming(kind, operations, report));
            }
        }
        named
    }

    fn named_incoming(&self, kind: IncomingKind, operations: Vec<&Operation>, report: &mut Report) -> Named {
        let incoming = operations.iter().filter_map(|operation| incoming(operation));
        let members = incoming.map(|incoming| Member {
            key: incoming.key.clone(),
            word: incoming.word.clone(),
        });
        let members: Vec<Member> = members.collect();
        let claimed = members
            .iter()
            .flat_map(|member| CLAIMED.map(|end| pascal(&format!("{} {end}", member.word))));
        let claimed: Vec<String> = claimed.collect();
        let reserved: Vec<&str> = NAMES.into_iter().chain([union(kind), "Discriminator"]).collect();
        let names = &self.scope.names.members;
        let names = names.assign(&Group {
            places: &[format!("{}#/{}", self.document(), kind.section())],
            space: Space::Actions,
            members: &members,
            reserved: &reserved,
            claimed: &claimed,
            is_claimable: |name| CLAIMED.iter().any(|end| name.ends_with(end)),
            is_known: names.has(Space::Actions),
        });
        let mut taken = names.clone();
        taken.push(union(kind).to_owned());
        let operations = operations.into_iter().zip(names).map(|(operation, name)| {
            let operation = self.with_contents(operation, &name, &mut taken, report);
            (operation, name)
        });
        Named {
            kind,
            operations: operations.collect(),
            taken,
        }
    }

    /// Returns the module of each kind of requests.
    pub(super) fn incoming(&self, named: Vec<Named>, report: &mut Report) -> Vec<Resource> {
        named
            .into_iter()
            .map(|named| self.incoming_module(named, report))
            .collect()
    }

    fn incoming_module(&self, named: Named, report: &mut Report) -> Resource {
        let Named {
            kind,
            operations,
            mut taken,
        } = named;
        self.scope.take_types();
        let module = kind.section().to_owned();
        let (mut items, mut actions) = (Vec::new(), Vec::new());
        for (operation, name) in &operations {
            let (item, mut action) = self.operation(operation, name, &mut taken, report);
            action.answers.insert(0, format!("webhook! {{ {name}; }}\n"));
            items.push(item);
            actions.push(action);
        }
        if kind == IncomingKind::Webhook
            && let Some((item, wire)) = self.union(&operations, report)
        {
            items.push(item);
            if let Some(last) = actions.last_mut() {
                last.answers.push(wire);
            }
        }
        let list = operations.iter().map(|(operation, name)| {
            let incoming = incoming(operation).map_or("", |incoming| match kind {
                IncomingKind::Webhook => &incoming.key,
                IncomingKind::Callback => &incoming.url,
            });
            format!("* [`{name}`]: {} {}", operation.method, docs::code(incoming))
        });
        let list: Vec<String> = list.collect();
        let about = match kind {
            IncomingKind::Webhook => "The webhooks of the API: requests that it sends to a server of its user.",
            IncomingKind::Callback => {
                "The callbacks of the API: requests that it sends to a server of its user because of an action."
            }
        };
        let usage = docs::wrap(
            "With the feature `http`, `receive_webhook` parses such a request, `respond` creates the response, and \
             `webhook_to_http` creates the request that the API sends.",
        );
        let has_deprecated = operations.iter().any(|(operation, _)| {
            let mut parameters = operation.parameters.iter();
            operation.deprecated || parameters.any(|parameter| self.is_deprecated(parameter))
        });
        Resource {
            module,
            docs: vec![about.to_owned(), usage, list.join("\n")],
            about: Vec::new(),
            tokens: quote!(#(#items)*),
            types: self.scope.take_types(),
            shared: BTreeSet::new(),
            condition: Condition::Always,
            has_deprecated,
            actions,
            handles: Vec::new(),
            defaults: None,
        }
    }

    /// Returns the enum of all webhooks and its table, if the document says what tells them apart.
    ///
    /// A webhook that is added later takes no variant away: if it could be mistaken for one of them, it has no variant.
    fn union(&self, operations: &[(Operation, String)], report: &mut Report) -> Option<(TokenStream, String)> {
        let is_known = |operation: &Operation| self.decided(operation, UNION).is_some();
        let (known, new): (Vec<_>, Vec<_>) = operations.iter().partition(|(operation, _)| is_known(operation));
        let is_old = !known.is_empty();
        let mut variants: Vec<Variant<'_>> = Vec::new();
        for (operation, name) in known.into_iter().chain(new) {
            let discriminators = self.discriminators(operation);
            let twin = variants.iter().find(|other| {
                other.operation.method == operation.method && !are_distinct(&other.discriminators, &discriminators)
            });
            if let Some(twin) = twin {
                let (own, other) = (operation.shown(), twin.operation.shown());
                let message = if is_old {
                    format!(
                        "{own} has no variant in the enum of all webhooks: nothing in the document tells it and {other} apart"
                    )
                } else {
                    format!("there is no enum of all webhooks: nothing in the document tells {own} and {other} apart")
                };
                let help = "receive each at a URL of its own; or describe a required header, or a required property of a JSON \
                            body, with a `const` or an `enum` of other strings in each webhook";
                let place = self.place(operation.at, &operation.location);
                if is_old {
                    report.warning(&place, message, help);
                    continue;
                }
                report.note(&place, message, help);
                return None;
            }
            variants.push(Variant {
                operation,
                name,
                discriminators,
            });
        }
        for variant in &variants {
            self.decide(variant.operation, UNION, variant.name);
        }
        Some(enum_of(&variants))
    }

    /// Returns the location of the names and of the decisions on an action in the names file.
    pub(super) fn own_place(&self, operation: &Operation) -> String {
        let document = self.document();
        match incoming(operation) {
            Some(incoming) => {
                let (section, key) = (incoming.kind.section(), super::escape(&incoming.key));
                format!("{document}#/{section}/{key}")
            }
            None => format!("{document}#{}", super::escape(&operation.id)),
        }
    }

    /// Adds to the metadata what makes an operation a webhook, and the callbacks of an action.
    pub(super) fn incoming_metadata(&self, operation: &Operation, built: &mut Builder) {
        if incoming(operation).is_some() {
            built.call("webhook", &TokenStream::new());
            let discriminators = self.discriminators(operation).into_iter().map(|discriminator| {
                let values = discriminator.values.iter();
                let (place, name) = match &discriminator.place {
                    Place::Header(name) => (ident("header"), name),
                    Place::Property(name) => (ident("property"), name),
                };
                quote!(Discriminator::#place(#name, &[#(#values),*]))
            });
            built.list("discriminators", discriminators);
        }
        let callbacks = self.callbacks_of(operation).map(|(callback, name)| {
            let (name, own, url) = (ident(name), &callback.name, &callback.url);
            let metadata = quote!(<super::super::callbacks::#name as Descriptor>::METADATA);
            quote!(::typewright_runtime::endpoint::Callback::new(#own, #url, #metadata))
        });
        built.list("callbacks", callbacks);
    }

    /// Returns the documentation of the callbacks of an action.
    pub(super) fn callback_docs(&self, operation: &Operation) -> Vec<String> {
        let items = self.callbacks_of(operation).map(|(callback, name)| {
            let link = format!("[`{}`](super::super::callbacks::{name})", callback.name);
            docs::item(&link, &format!("sent to {}", docs::code(&callback.url)), "")
        });
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return Vec::new();
        }
        vec!["# Callbacks".to_owned(), items.join("\n")]
    }

    /// Returns the callbacks of an action with the names of their types, those that were not excluded.
    fn callbacks_of<'o>(&'o self, operation: &'o Operation) -> impl Iterator<Item = (&'o Callback, &'o str)> {
        let callbacks = operation.callbacks.iter();
        callbacks.filter_map(|callback| Some((callback, self.callbacks.get(&callback.location)?.as_str())))
    }
}

/// The decision that a webhook has a variant in the enum of all webhooks.
const UNION: &str = "variant";

/// A variant of the enum of all webhooks.
struct Variant<'o> {
    operation: &'o Operation,
    name: &'o str,
    discriminators: Vec<Discriminator>,
}

fn enum_of(variants: &[Variant<'_>]) -> (TokenStream, String) {
    let items = variants.iter().map(|variant| {
        let summary = docs::sentence(&variant.operation.summary).replace('\n', " ");
        let summary = if summary.is_empty() {
            format!("[`{}`].", variant.name)
        } else {
            summary
        };
        let (about, name) = (docs::attributes(&[summary]), ident(variant.name));
        quote!(#about #name(#name))
    });
    let derives = open_derives();
    let about = docs::attributes(&[
        "Any webhook of the API, for a server that receives all of them at one URL.".to_owned(),
        docs::wrap(&format!("They are told apart by {}.", places(variants))),
    ]);
    let code = quote! {
        #about
        #[derive(Debug, #derives)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum Webhook { #(#items,)* }
    };
    let lines = variants
        .iter()
        .map(|Variant { name, .. }| format!("    {name}({name});\n"));
    let wire = format!("any_webhook! {{ Webhook;\n{}}}\n", lines.collect::<String>());
    (code, wire)
}

/// Returns the names of the types of callbacks, by the locations of their operations.
pub(super) fn callback_names(named: &[Named]) -> BTreeMap<Location, String> {
    let callbacks = named.iter().filter(|named| named.kind == IncomingKind::Callback);
    let operations = callbacks.flat_map(|named| &named.operations);
    operations
        .map(|(operation, name)| (operation.location.clone(), name.clone()))
        .collect()
}

/// Returns what makes an operation one that the API sends.
fn incoming(operation: &Operation) -> Option<&Incoming> {
    operation.incoming.as_ref()
}

/// Formats the places that tell webhooks apart.
fn places(variants: &[Variant<'_>]) -> String {
    let mut places: Vec<String> = Vec::new();
    for discriminator in variants.iter().flat_map(|variant| &variant.discriminators) {
        let place = match &discriminator.place {
            Place::Header(name) => format!("the header {}", docs::code(name)),
            Place::Property(name) => format!("the property {} of the body", docs::code(name)),
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    match places.as_slice() {
        [] => "their methods".to_owned(),
        places => places.join(" and "),
    }
}
