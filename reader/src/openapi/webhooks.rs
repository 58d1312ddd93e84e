//! Webhooks and callbacks: requests that the API sends to a server of its user.

use std::mem::take;

use typewright_core::endpoint::Method;
use typewright_core::json::pointer::unescape;

use super::kind::Kind;
use super::references::Target;
use super::{Callback, Incoming, IncomingKind, Location, Operation, Reader};
use crate::input::document::{Node, step};

/// The fields of the document with webhooks: the extension is how documents of OpenAPI 3.0 have them.
pub(super) const FIELDS: [&str; 2] = ["webhooks", "x-webhooks"];

impl<'a> Reader<'a> {
    /// Reads the webhooks of the document.
    pub(super) fn webhooks(&mut self) {
        let document = self.document;
        for field in FIELDS {
            for webhook in self.object(document, field, "") {
                let pointer = step(&step("", field), &webhook.name);
                self.refuse_beside_reference(&webhook.value, &pointer, "webhook");
                if let Some(item) = self.deref(&webhook.value, &pointer, Kind::PathItem) {
                    let incoming = Incoming {
                        kind: IncomingKind::Webhook,
                        name: webhook.name.clone(),
                        key: webhook.name.clone(),
                        word: webhook.name.clone(),
                        url: String::new(),
                    };
                    self.incoming(&item, &incoming);
                }
            }
        }
    }

    /// Reads the callbacks of an action, which is called `action`.
    pub(super) fn callbacks(&mut self, node: &'a Node, pointer: &str, action: &str) -> Vec<Callback> {
        let mut callbacks = Vec::new();
        for member in self.object(node, "callbacks", pointer) {
            let pointer = step(&step(pointer, "callbacks"), &member.name);
            let Some(target) = self.deref(&member.value, &pointer, Kind::Callback) else {
                continue;
            };
            let shared = target.location.pointer.strip_prefix("/components/callbacks/");
            let word = match shared {
                Some(name) => unescape(name),
                None => format!("{} {}", self.api.unique_name(action), member.name),
            };
            let key = match shared {
                Some(_) => word.clone(),
                None => format!("{action} {}", member.name),
            };
            let read = self.within(target.location.file, |reader| reader.callback(&target, &key, &word));
            callbacks.extend(read.into_iter().map(|(url, location)| Callback {
                name: member.name.clone(),
                url,
                location,
            }));
        }
        callbacks
    }

    /// Reads a callback: the URLs of its requests, each with the location of its operations.
    fn callback(&mut self, target: &Target<'a>, key: &str, word: &str) -> Vec<(String, Location)> {
        let (node, pointer) = (target.node, &*target.location.pointer);
        let mut found = Vec::new();
        if !self.is(node, "an object", pointer) {
            return found;
        }
        self.ignore_extensions(node, pointer);
        let urls = node.members().iter().filter(|member| !member.name.starts_with("x-"));
        let has_one = urls.clone().count() == 1;
        for member in urls {
            let url = &member.name;
            let pointer = step(pointer, url);
            self.refuse_beside_reference(&member.value, &pointer, "callback");
            if let Some(item) = self.deref(&member.value, &pointer, Kind::PathItem) {
                let incoming = Incoming {
                    kind: IncomingKind::Callback,
                    name: key.to_owned(),
                    key: if has_one {
                        key.to_owned()
                    } else {
                        format!("{key} {url}")
                    },
                    word: word.to_owned(),
                    url: url.clone(),
                };
                let locations = self.incoming(&item, &incoming);
                found.extend(locations.into_iter().map(|location| (url.clone(), location)));
            }
        }
        found
    }

    /// Reads the operations of a webhook or a callback. Returns their locations.
    fn incoming(&mut self, item: &Target<'a>, incoming: &Incoming) -> Vec<Location> {
        let methods = item.node.members().iter();
        let has_one = methods
            .filter(|member| super::METHODS.iter().any(|(name, _)| *name == member.name))
            .count()
            == 1;
        let mut locations = Vec::new();
        self.path_item(item, |reader, method, node, pointer| {
            reader.refuse_beside_reference(node, pointer, "operation");
            let Some(target) = reader.deref(node, pointer, Kind::Operation) else {
                return;
            };
            locations.push(target.location.clone());
            let is_first = reader.incoming.insert(target.location.clone());
            // A callback that several actions share is one request, but two webhooks are two, even with one operation. What is wrong
            // with it is reported once.
            let mut known = reader.api.incoming.iter();
            let is_other = incoming.kind == IncomingKind::Webhook && known.any(|one| one.location == target.location);
            if !is_first && !is_other {
                return;
            }
            let mut incoming = incoming.clone();
            if !has_one {
                let method = method.as_str().to_lowercase();
                incoming.key = format!("{} {method}", incoming.key);
                incoming.word = format!("{} {method}", incoming.word);
            }
            reader.within(target.location.file, |reader| {
                reader.incoming_operation(item, method, (&target, is_first), incoming);
            });
        });
        locations
    }

    /// Reads an operation. It is not the first one with its `operationId` if another webhook refers to the same operation.
    fn incoming_operation(
        &mut self,
        item: &Target<'a>,
        method: Method,
        (target, is_first): (&Target<'a>, bool),
        mut incoming: Incoming,
    ) {
        let (node, pointer) = (target.node, &*target.location.pointer);
        if !self.is(node, "an object", pointer) {
            return;
        }
        self.expect_fields(node, pointer, Kind::Operation);
        self.ignore_extensions(node, pointer);
        let start = self.report.position();
        self.schemas.clear();
        let mut id = self.text(node, "operationId", pointer);
        if !is_first {
            id.clear();
        }
        if !id.is_empty() {
            self.take_id(&id, node, pointer);
            if incoming.kind == IncomingKind::Callback {
                incoming.word.clone_from(&id);
            }
        }
        // The parameters of every action are those of a client.
        let globals = self.api.globals.take();
        let parameters = self.parameters("", item, target, &incoming.word, &[]);
        self.api.globals = globals;
        let words = format!("{} {}", incoming.word, incoming.kind.noun());
        let operation = Operation {
            location: target.location.clone(),
            at: node.at,
            schemas: Vec::new(),
            id: if id.is_empty() { incoming.key.clone() } else { id },
            words: None,
            tag: String::new(),
            method,
            server: String::new(),
            servers: Vec::new(),
            path: String::new(),
            query: String::new(),
            summary: self.text(node, "summary", pointer),
            description: self.described_with_path(item, node, pointer),
            deprecated: self.flag(node, "deprecated", pointer).unwrap_or_default(),
            security: Vec::new(),
            parameters,
            headers: self.headers(node, pointer),
            body: self.body(node, pointer, &words),
            responses: self.responses(node, method, pointer, &words),
            pagination: Vec::new(),
            wait: None,
            callbacks: Vec::new(),
            incoming: Some(incoming),
        };
        let schemas = take(&mut self.schemas);
        let operation = Operation { schemas, ..operation };
        self.ignored_of_incoming(item, target);
        let errors = self.report.errors_since(start);
        if errors.is_empty() {
            self.api.incoming.push(operation);
        } else {
            self.api.exclude(operation, errors, self.sources, self.report);
        }
    }

    /// Notes the fields that a request of the API does not use.
    fn ignored_of_incoming(&mut self, item: &Target<'a>, target: &Target<'a>) {
        let fields = [
            (
                "security",
                "`security` of webhooks and callbacks",
                "verify the credentials in your server",
            ),
            (
                "servers",
                "`servers` of webhooks and callbacks",
                "the user of the API chooses the URL of a webhook",
            ),
            (
                "tags",
                "`tags` of webhooks and callbacks",
                "their types are in one module",
            ),
            (
                "callbacks",
                "`callbacks` of webhooks and callbacks",
                "describe them as callbacks of an action",
            ),
        ];
        for (name, what, help) in fields {
            let (node, pointer) = (target.node, &*target.location.pointer);
            self.ignore_field(node, name, pointer, what, help);
        }
        let Location { file, pointer } = &item.location;
        self.within(*file, |reader| {
            reader.ignore_field(item.node, "servers", pointer, fields[1].1, fields[1].2);
        });
    }
}
