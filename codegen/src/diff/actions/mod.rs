//! Actions of two OpenAPI documents: what belongs together, and what changed beside the schemas.

mod contents;
mod features;
mod left_out;
mod lists;
mod parameters;
mod parts;
mod schemes;
mod servers;

use std::collections::{BTreeMap, BTreeSet, HashSet};

pub(super) use left_out::add_left_out;
use left_out::says_nothing;
use servers::Servers;
use typewright_core::endpoint::media_type;

use super::compare::deprecation;
use super::finding::Finding;
use super::graph::Use;
use super::owners::Owner;
use super::rules::rule;
use super::side::Side;
use super::verdict::{Direction, Verdict};
use crate::input::document::{Node, Value, step};
use crate::input::sources::FileId;
use crate::input::uri;
use crate::openapi::{Callback, IncomingKind, Location, Operation, Parameter, Sent};
use crate::schema::keywords::SchemaId;

/// What the comparison of actions gives.
#[derive(Debug, Default)]
pub(super) struct Actions {
    pub(super) findings: Vec<Finding>,
    /// The schemas of actions.
    pub(super) owners: Vec<Owner>,
    /// The uses of these, by index into `owners`.
    pub(super) uses: Vec<Use>,
    /// The new `operationId` of each action that has another one, by the old one.
    pub(super) renamed: BTreeMap<String, String>,
    /// The schemas of parameters whose default changed, which is a finding about the parameter.
    pub(super) defaults: HashSet<(SchemaId, SchemaId)>,
}

/// Compares the actions of two versions. Actions belong together if their path and method are equal, or their
/// `operationId`.
pub(super) fn compare(old: &Side, new: &Side) -> Actions {
    let mut actions = Actions::default();
    let (before, after) = match (Document::of(old), Document::of(new)) {
        (Some(before), Some(after)) => (before, after),
        (before, after) => {
            // Without a document, there are no actions.
            actions.findings.extend(before.into_iter().flat_map(Document::gone));
            actions.findings.extend(after.into_iter().flat_map(Document::added));
            return actions;
        }
    };
    let operations = new.run.api.operations.iter();
    let mut added: Vec<_> = operations.map(|b| (route(b), b)).collect();
    let mut gone = Vec::new();
    let mut pairs = Vec::new();
    for a in &old.run.api.operations {
        let own = route(a);
        match added.iter().position(|(route, _)| *route == own) {
            Some(at) => pairs.push((a, added.remove(at).1)),
            None => gone.push(a),
        }
    }
    for a in gone {
        if let Some(at) = added.iter().position(|(_, b)| a.id == b.id) {
            pairs.push((a, added.remove(at).1));
            continue;
        }
        actions.findings.push(before.removed_action(a));
    }
    for (_, b) in added {
        actions.findings.push(after.added_action(b));
    }
    if let (Some(a), Some(b)) = (&old.run.api.globals, &new.run.api.globals) {
        let mut pair = Pair {
            old: (a, before),
            new: (b, after),
            actions: &mut actions,
        };
        for global in &a.parameters {
            if let Some(same) = b.parameters.iter().find(|other| is_same(global, other)) {
                pair.parameter(global, same);
            }
        }
    }
    let mut servers = Servers::default();
    let callers = pairs.clone();
    for (a, b) in pairs {
        let mut pair = Pair {
            old: (a, before),
            new: (b, after),
            actions: &mut actions,
        };
        pair.compare();
        servers.compare(&pair);
    }
    callbacks(&callers, (before, after), &mut actions);
    webhooks(before, after, &mut actions);
    actions.findings.extend(lists::defaults(before, after));
    actions.findings.extend(features::compare(before, after));
    actions.findings.extend(servers.finish());
    actions.findings.extend(schemes::compare(old, new));
    actions
}

/// Compares the callbacks of the same actions. Requests belong together if their callbacks have the same name, and the requests
/// the same address and method, or the same method; or if there is only one in both versions.
fn callbacks(
    callers: &[(&Operation, &Operation)],
    (before, after): (Document<'_>, Document<'_>),
    actions: &mut Actions,
) {
    let mut compared = BTreeSet::new();
    for (a, b) in callers {
        for old in &a.callbacks {
            let Some(request) = before.sent(old) else { continue };
            let named = |one: &&Callback| one.name == old.name;
            let others: Vec<(&Callback, &Operation)> = b
                .callbacks
                .iter()
                .filter(named)
                .filter_map(|new| Some((new, after.sent(new)?)))
                .collect();
            let same_method: Vec<_> = others.iter().filter(|(_, new)| new.method == request.method).collect();
            let other = match (&same_method[..], &others[..]) {
                ([only], _) => only.1,
                ([], [only]) if a.callbacks.iter().filter(named).count() == 1 => only.1,
                (several, _) => match several.iter().find(|(new, _)| new.url == old.url) {
                    Some((_, same)) => *same,
                    None => continue,
                },
            };
            if compared.insert((&request.location, &other.location)) {
                let mut pair = Pair {
                    old: (request, before),
                    new: (other, after),
                    actions,
                };
                pair.compare();
            }
        }
    }
}

/// Compares the webhooks. They belong together if they have the same name and, if there are several, the same method.
fn webhooks(before: Document<'_>, after: Document<'_>, actions: &mut Actions) {
    let mut removed = before.webhooks();
    let mut added = after.webhooks();
    let has_same_name = |a: &Operation, b: &Operation| match (&a.incoming, &b.incoming) {
        (Some(a), Some(b)) => a.name == b.name,
        _ => false,
    };
    let has_same_method = |a: &Operation, b: &Operation| a.method == b.method && has_same_name(a, b);
    for is_same in [
        &has_same_method as &dyn Fn(&Operation, &Operation) -> bool,
        &has_same_name,
    ] {
        removed.retain(|a| {
            let Some(at) = added.iter().position(|b| is_same(a, b)) else {
                return true;
            };
            let mut pair = Pair {
                old: (a, before),
                new: (added.remove(at), after),
                actions,
            };
            pair.compare();
            false
        });
    }
    let removed = removed.into_iter().map(|a| before.removed_webhook(a));
    let added = added.into_iter().map(|b| after.added_webhook(b));
    actions.findings.extend(removed.chain(added));
}

/// Whether an operation is a webhook. A callback belongs to its action.
fn is_webhook(operation: &Operation) -> bool {
    let incoming = operation.incoming.as_ref();
    incoming.is_some_and(|incoming| incoming.kind == IncomingKind::Webhook)
}

/// The method and the path, whatever its parameters are called.
fn route(operation: &Operation) -> (&'static str, String) {
    let mut path = String::new();
    let mut is_inside = false;
    for c in operation.template().chars() {
        is_inside = (is_inside || c == '{') && c != '}';
        if !is_inside || c == '{' {
            path.push(c);
        }
    }
    (operation.method.as_str(), path)
}

/// The alternatives of an action: where credentials are sent.
fn ways(operation: &Operation) -> BTreeSet<BTreeSet<&Sent>> {
    let alternatives = operation.security.iter().filter(|one| !one.schemes.is_empty());
    let ways = alternatives.map(|one| one.schemes.iter().map(|required| &required.sent).collect());
    ways.collect()
}

/// The alternatives of an action: the names of the schemes.
fn schemes(operation: &Operation) -> BTreeSet<BTreeSet<&String>> {
    let alternatives = operation.security.iter().filter(|one| !one.schemes.is_empty());
    let schemes = alternatives.map(|one| one.schemes.iter().map(|required| &required.scheme).collect());
    schemes.collect()
}

fn name(operation: &Operation) -> String {
    format!(
        "`{}` ({} {})",
        operation.id,
        operation.method.as_str(),
        operation.template()
    )
}

/// A finding about an action, whose verdict on the wire is that of its rule.
fn action(id: &'static str, operation: &Operation, message: String) -> Finding {
    let mut finding = Finding::new(rule(id), message);
    finding.wire = finding.rule.request.floor;
    finding.actions = vec![operation.id.clone()];
    finding
}

/// Whether two parameters belong together.
fn is_same(a: &Parameter, b: &Parameter) -> bool {
    let has_same_name = a.name == b.name || a.place.as_str() == "header" && a.name.eq_ignore_ascii_case(&b.name);
    a.place == b.place && has_same_name
}

/// The files of an OpenAPI description.
#[derive(Clone, Copy)]
struct Document<'a> {
    side: &'a Side,
    /// The file of the document itself.
    file: FileId,
}

impl<'a> Document<'a> {
    fn of(side: &'a Side) -> Option<Self> {
        side.run.sources.openapi.map(|file| Self { side, file })
    }

    /// The findings if there is no document anymore.
    fn gone(self) -> Vec<Finding> {
        let actions = self.side.run.api.operations.iter().map(|one| self.removed_action(one));
        let webhooks = self.webhooks().into_iter().map(|one| self.removed_webhook(one));
        actions.chain(webhooks).collect()
    }

    /// The findings if there was no document before.
    fn added(self) -> Vec<Finding> {
        let actions = self.side.run.api.operations.iter().map(|one| self.added_action(one));
        let webhooks = self.webhooks().into_iter().map(|one| self.added_webhook(one));
        actions.chain(webhooks).collect()
    }

    fn removed_action(self, operation: &Operation) -> Finding {
        let message = format!("the action {} was removed", name(operation));
        let mut finding = action("action-removed", operation, message);
        finding.old = Some(self.place(&operation.location));
        finding
    }

    fn added_action(self, operation: &Operation) -> Finding {
        let message = format!("the action {} is new", name(operation));
        let mut finding = action("action-added", operation, message);
        finding.new = Some(self.place(&operation.location));
        finding
    }

    fn removed_webhook(self, webhook: &Operation) -> Finding {
        let mut finding = action("webhook-removed", webhook, format!("{} was removed", webhook.shown()));
        finding.old = Some(self.place(&webhook.location));
        finding
    }

    fn added_webhook(self, webhook: &Operation) -> Finding {
        let mut finding = action("webhook-added", webhook, format!("{} is new", webhook.shown()));
        finding.new = Some(self.place(&webhook.location));
        finding
    }

    /// The document itself.
    fn root(self) -> Location {
        Location {
            file: self.file,
            pointer: String::new(),
        }
    }

    fn place(self, location: &Location) -> super::Place {
        self.side.place_in(location.file, &location.pointer)
    }

    fn node(self, location: &Location) -> Option<&'a Node> {
        let file = &self.side.run.sources.files[location.file];
        file.root.as_ref()?.pointer(&location.pointer)
    }

    fn webhooks(self) -> Vec<&'a Operation> {
        let incoming = self.side.run.api.incoming.iter();
        incoming.filter(|operation| is_webhook(operation)).collect()
    }

    /// The request of a callback, if it is kept.
    fn sent(self, callback: &Callback) -> Option<&'a Operation> {
        let mut incoming = self.side.run.api.incoming.iter();
        incoming.find(|request| request.location == callback.location)
    }

    /// The parameters of every action.
    fn globals(self) -> &'a [Parameter] {
        let globals = self.side.run.api.globals.as_ref();
        globals.map_or(&[], |globals| &globals.parameters)
    }

    /// The parameters of an action, with those of every action that are compared here: the other version of the action has
    /// them as its own, or the other document does not have them for every action.
    fn parameters(self, operation: &'a Operation, other: (&Operation, Self)) -> Vec<&'a Parameter> {
        let own = &operation.parameters;
        let has = |parameters: &[Parameter], global: &Parameter| parameters.iter().any(|known| is_same(known, global));
        let counts = |global: &&Parameter| {
            !has(own, global) && (has(&other.0.parameters, global) || !has(other.1.globals(), global))
        };
        // The parameters of every action are those of a client.
        let globals = if operation.incoming.is_none() {
            self.globals()
        } else {
            &[]
        };
        own.iter().chain(globals.iter().filter(counts)).collect()
    }

    /// A member of a part, behind its references.
    fn get(self, location: &Location, name: &str) -> Option<(&'a Node, Location)> {
        const LONGEST_CHAIN: usize = 100;
        let sources = &self.side.run.sources;
        let mut location = location.member(name);
        for _ in 0..LONGEST_CHAIN {
            let node = self.node(&location)?;
            let Some(reference) = node.get("$ref").and_then(Node::as_str) else {
                return Some((node, location));
            };
            let absolute = uri::resolve(&uri::of_file(&sources.files[location.file].name), reference);
            let (document, fragment) = uri::split(&absolute);
            location = Location {
                file: sources.named(&uri::file_name(document)?)?,
                pointer: uri::decode(fragment),
            };
        }
        None
    }

    /// The media types of a body, in lower case and without parameters, each with the place of its schema.
    fn media_types((body, location): &(&'a Node, Location)) -> BTreeMap<String, Location> {
        let location = location.member("content");
        let content = body.get("content").map(Node::members).unwrap_or_default();
        let media_types = content
            .iter()
            .map(|member| (essence(&member.name), location.member(&member.name).member("schema")));
        media_types.collect()
    }
}

/// Two actions that belong together.
struct Pair<'a, 'f> {
    old: (&'a Operation, Document<'a>),
    new: (&'a Operation, Document<'a>),
    actions: &'f mut Actions,
}

impl Pair<'_, '_> {
    fn compare(&mut self) {
        let (a, b) = (self.old.0, self.new.0);
        if route(a).1 != route(b).1 {
            let message = format!(
                "the path of `{}` was {} and is {} now",
                b.id,
                a.template(),
                b.template()
            );
            self.push("action-path-changed", message, "", "");
        }
        if a.method != b.method {
            let message = format!(
                "the method of `{}` was {} and is {} now",
                b.id,
                a.method.as_str(),
                b.method.as_str()
            );
            self.push("action-method-changed", message, "", "");
        }
        if a.id != b.id {
            self.actions.renamed.insert(a.id.clone(), b.id.clone());
            let message = format!(
                "the `operationId` of {} {} was \"{}\" and is \"{}\" now",
                b.method.as_str(),
                b.template(),
                a.id,
                b.id
            );
            self.push("operation-id-changed", message, "/operationId", "/operationId");
        }
        if a.tag != b.tag {
            let message = format!("the tag of `{}` was \"{}\" and is \"{}\" now", b.id, a.tag, b.tag);
            self.push("tag-changed", message, "/tags", "/tags");
        }
        if b.deprecated != a.deprecated {
            let message = format!("the action `{}`: {}", b.id, deprecation(b.deprecated));
            self.push("action-deprecated", message, "/deprecated", "/deprecated");
        }
        self.security();
        self.parameters();
        self.body();
        self.responses();
        self.callbacks();
        self.pagination();
        self.wait();
        self.documentation();
    }

    /// Compares what the action and its parts are documented with. All places of an action are one finding.
    fn documentation(&mut self) {
        let (a, b) = (self.old.0, self.new.0);
        let of_parameters = || {
            let mut parameters = a.parameters.iter();
            parameters.any(|one| {
                let mut others = b.parameters.iter().filter(|other| is_same(one, other));
                others.any(|other| other.description != one.description)
            })
        };
        let of_body = || match (&a.body, &b.body) {
            (Some(a), Some(b)) => (&a.description, &a.example) != (&b.description, &b.example),
            (_, None) | (None, Some(_)) => false,
        };
        let of_responses = || {
            let mut responses = a.responses.iter();
            responses.any(|one| {
                let mut others = b.responses.iter().filter(|other| other.status == one.status);
                others.any(|other| other.description != one.description)
            })
        };
        let own = (&a.summary, &a.description) != (&b.summary, &b.description);
        if own || of_parameters() || of_body() || of_responses() {
            let message = format!("the documentation of `{}` changed", b.id);
            self.push("text-changed", message, "", "");
        }
    }

    /// Compares the names and the addresses of the callbacks. What they consist of is compared like an action.
    fn callbacks(&mut self) {
        let id = self.new.0.id.clone();
        let (before, after) = (requests(self.old), requests(self.new));
        let at = |name: &str| step("/callbacks", name);
        for (name, callback) in &before {
            match after.get(name) {
                None => {
                    let message = format!("the callback `{name}` of `{id}` was removed");
                    self.push("callback-removed", message, &at(name), "/callbacks");
                    self.affects(callback);
                }
                Some(other) if other.sent != callback.sent => {
                    let message = format!(
                        "the callback `{name}` of `{id}` was sent as {} and is sent as {} now",
                        callback.addresses(),
                        other.addresses()
                    );
                    self.push("callback-changed", message, &at(name), &at(name));
                    self.affects(callback);
                    self.affects(other);
                }
                Some(_) => {}
            }
        }
        for (name, callback) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let message = format!("the callback `{name}` of `{id}` is new");
            self.push("callback-added", message, "/callbacks", &at(name));
            self.affects(callback);
        }
    }

    /// Adds the requests of a callback to the last finding.
    fn affects(&mut self, callback: &Requests) {
        if let Some(finding) = self.actions.findings.last_mut() {
            finding.callbacks.extend(callback.ids.iter().cloned());
        }
    }

    fn security(&mut self) {
        let (a, b) = (self.old.0, self.new.0);
        let id = &b.id;
        match (a.requires_credentials(), b.requires_credentials()) {
            (false, true) => {
                self.push(
                    "security-added",
                    format!("the action `{id}` requires credentials now"),
                    "/security",
                    "/security",
                );
                return;
            }
            (true, false) => {
                self.push(
                    "security-removed",
                    format!("the action `{id}` no longer requires credentials"),
                    "/security",
                    "/security",
                );
                return;
            }
            _ if a.security.is_empty() || b.security.is_empty() => return,
            _ => {}
        }
        // A scheme that is sent in another way is one finding for all actions.
        if schemes(a).is_subset(&schemes(b)) && !ways(a).is_subset(&ways(b)) {
            return;
        }
        if !ways(a).is_subset(&ways(b)) {
            let message = format!("the credentials of `{id}` are sent in another way");
            self.push("security-scheme-changed", message, "/security", "/security");
            return;
        }
        let (Some(a), Some(b)) = (a.only_scheme(), b.only_scheme()) else {
            return;
        };
        let removed: Vec<&String> = a.scopes.iter().filter(|scope| !b.scopes.contains(scope)).collect();
        let added: Vec<&String> = b.scopes.iter().filter(|scope| !a.scopes.contains(scope)).collect();
        let words = |scopes: &[&String]| {
            let words: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
            words.join(", ")
        };
        if !removed.is_empty() && !b.scopes.is_empty() {
            let (rule, message) = if removed.len() == a.scopes.len() {
                (
                    "scopes-replaced",
                    format!(
                        "none of the scopes {} is sufficient for `{id}` anymore",
                        words(&removed)
                    ),
                )
            } else {
                (
                    "scope-removed",
                    format!("the scopes {} are no longer sufficient for `{id}`", words(&removed)),
                )
            };
            self.push(rule, message, "/security", "/security");
        } else if a.scopes.is_empty() && !b.scopes.is_empty() {
            let message = format!("a token for `{id}` needs one of the scopes {} now", words(&added));
            self.push("scope-removed", message, "/security", "/security");
        } else if !added.is_empty() {
            let message = format!("the scopes {} are sufficient for `{id}` now", words(&added));
            self.push("scope-added", message, "/security", "/security");
        } else if !removed.is_empty() {
            self.push(
                "scope-added",
                format!("every token is sufficient for `{id}` now"),
                "/security",
                "/security",
            );
        }
    }

    fn body(&mut self) {
        let (a, b) = (self.old, self.new);
        let body = |(operation, document): (&Operation, Document<'_>)| {
            let (body, location) = document.get(&operation.location, "requestBody")?;
            let is_required = is_true(body.get("required"));
            let media_types = Document::media_types(&(body, location.clone()));
            Some((location, is_required, media_types))
        };
        let id = &b.0.id;
        let (before, after) = match (body(a), body(b)) {
            (None, None) => return,
            (Some((pointer, ..)), None) => {
                let message = format!("the request body of `{id}` was removed");
                return self.push_at("body-removed", message, Some(&pointer), None);
            }
            (None, Some((pointer, is_required, _))) => {
                let (rule, word) = if is_required {
                    ("body-required", "new and required")
                } else {
                    ("body-optional", "new and optional")
                };
                return self.push_at(
                    rule,
                    format!("the request body of `{id}` is {word}"),
                    None,
                    Some(&pointer),
                );
            }
            (Some(before), Some(after)) => (before, after),
        };
        let places = (Some(&before.0), Some(&after.0));
        match (before.1, after.1) {
            (false, true) => {
                self.push_at(
                    "body-required",
                    format!("the request body of `{id}` is required now"),
                    places.0,
                    places.1,
                );
            }
            (true, false) => {
                self.push_at(
                    "body-optional",
                    format!("the request body of `{id}` is optional now"),
                    places.0,
                    places.1,
                );
            }
            _ => {}
        }
        for (media_type, pointer) in &before.2 {
            match after.2.get(media_type) {
                Some(other) => {
                    if !self.parts(media_type, (pointer, other))
                        && !self.schemas(pointer, other, format!("{id} body"), Direction::Request)
                    {
                        let what = format!("the {media_type} body of `{id}`");
                        self.unread(&what, (pointer, other), Direction::Request);
                    }
                    self.encoding(media_type, (pointer, other));
                }
                None => {
                    let message = format!("the request body of `{id}` may no longer be {media_type}");
                    self.push_at("media-type-removed", message, Some(pointer), places.1);
                }
            }
        }
        for (media_type, pointer) in &after.2 {
            if !before.2.contains_key(media_type) {
                let message = format!("the request body of `{id}` may be {media_type} now");
                self.push_at("media-type-added", message, places.0, Some(pointer));
            }
        }
    }

    fn responses(&mut self) {
        let (a, b) = (self.old, self.new);
        let id = b.0.id.clone();
        let list = |(operation, document): (&'_ Operation, Document<'_>)| {
            let node = document.node(&operation.location.member("responses"));
            let names = node
                .map(Node::members)
                .unwrap_or_default()
                .iter()
                .map(|member| member.name.clone());
            names.filter(|name| !name.starts_with("x-")).collect::<Vec<String>>()
        };
        let (before, after) = (list(a), list(b));
        let is_success = |status: &str| status.starts_with('2') || status.starts_with('3');
        let at = |status: &str| step("/responses", status);
        for status in &before {
            if after.contains(status) {
                self.response(status, &id);
                continue;
            }
            let rule = if is_success(status) {
                "success-removed"
            } else {
                "error-removed"
            };
            let message = format!("the response {status} of `{id}` is no longer documented");
            self.push(rule, message, &at(status), "/responses");
        }
        for status in after.iter().filter(|status| !before.contains(status)) {
            let rule = if is_success(status) {
                "success-added"
            } else {
                "error-added"
            };
            let message = format!("the response {status} of `{id}` is new");
            self.push(rule, message, "/responses", &at(status));
        }
    }

    fn response(&mut self, status: &str, id: &str) {
        let (a, b) = (self.old, self.new);
        let Some((before, before_at)) = response_of(a, status) else {
            return;
        };
        let Some((after, after_at)) = response_of(b, status) else {
            return;
        };
        let media_types = (
            Document::media_types(&(before, before_at.clone())),
            Document::media_types(&(after, after_at.clone())),
        );
        let gone: Vec<&str> = media_types
            .0
            .keys()
            .filter(|one| !media_types.1.contains_key(*one))
            .map(String::as_str)
            .collect();
        let added: Vec<&str> = media_types
            .1
            .keys()
            .filter(|one| !media_types.0.contains_key(*one))
            .map(String::as_str)
            .collect();
        let (before_words, after_words) = (gone.join(", "), added.join(", "));
        let found = match (gone.is_empty(), added.is_empty()) {
            (true, true) => None,
            (true, false) => Some((
                "response-media-type-added",
                format!("the response {status} of `{id}` may be {after_words} now"),
            )),
            (false, false) => Some((
                "response-media-type-changed",
                format!("the response {status} of `{id}` was {before_words} and is {after_words} now"),
            )),
            (false, true) if media_types.1.is_empty() => Some((
                "response-media-type-changed",
                format!("the response {status} of `{id}` no longer has a body"),
            )),
            (false, true) => Some((
                "response-media-type-changed",
                format!("the response {status} of `{id}` is no longer {before_words}"),
            )),
        };
        if let Some((rule, message)) = found {
            self.push_at(rule, message, Some(&before_at), Some(&after_at));
        }
        for (media_type, pointer) in &media_types.0 {
            if let Some(other) = media_types.1.get(media_type)
                && !self.schemas(pointer, other, format!("{id} {status}"), Direction::Response)
            {
                let what = format!("the {media_type} body of the response {status} of `{id}`");
                self.unread(&what, (pointer, other), Direction::Response);
            }
        }
        self.response_parts(status);
    }

    /// The direction of a part. The API sends the request of a webhook, and receives the response.
    fn direction(&self, of_action: Direction) -> Direction {
        match (self.new.0.incoming.is_some(), of_action) {
            (true, Direction::Request) => Direction::Response,
            (true, Direction::Response) => Direction::Request,
            (_, direction) => direction,
        }
    }

    /// Two schemas of the action that belong together. `false` if one of them is not read, such as that of a body that is bytes.
    fn schemas(&mut self, old: &Location, new: &Location, name: String, direction: Direction) -> bool {
        let direction = self.direction(direction);
        let at =
            |document: Document<'_>, location: &Location| document.side.run.set.at(location.file, &location.pointer);
        let (Some(old), Some(new)) = (at(self.old.1, old), at(self.new.1, new)) else {
            return false;
        };
        self.actions.uses.push(Use {
            owner: self.actions.owners.len(),
            action: self.new.0.id.clone(),
            direction,
        });
        self.actions.owners.push(Owner { old, new, name });
        true
    }

    /// Compares two schemas of which one is not read, or there is only one.
    fn unread(&mut self, what: &str, (old, new): (&Location, &Location), direction: Direction) {
        let (before, after) = (self.old.1.node(old), self.new.1.node(new));
        if before == after {
            return;
        }
        let is_rewording = says_nothing(before) && says_nothing(after);
        let (message, verdict, undecided) = if is_rewording {
            let message = format!("the schema of {what} changed, and the same is allowed");
            (message, Verdict::None, None)
        } else {
            let reason = if before.is_some() && after.is_some() {
                "the body is bytes, and schemas of bytes are not compared"
            } else {
                "only one of the versions has a schema"
            };
            let message = format!("the schema of {what} changed");
            (message, Verdict::Undecided, Some(reason))
        };
        self.push_with("schema-changed", message, (Some(old), Some(new)), verdict);
        let direction = self.direction(direction);
        if let Some(finding) = self.actions.findings.last_mut() {
            finding.direction = Some(direction);
            finding.undecided = undecided;
            finding.is_rewording = is_rewording;
        }
    }

    /// A finding at places in the two actions.
    fn push(&mut self, rule: &'static str, message: String, old: &str, new: &str) {
        let inside = |operation: &Operation, suffix: &str| Location {
            file: operation.location.file,
            pointer: format!("{}{suffix}", operation.location.pointer),
        };
        let (old, new) = (inside(self.old.0, old), inside(self.new.0, new));
        self.push_at(rule, message, Some(&old), Some(&new));
    }

    fn push_at(&mut self, rule: &'static str, message: String, old: Option<&Location>, new: Option<&Location>) {
        let mut finding = action(rule, self.new.0, message);
        finding.old = Some(self.old.1.place(old.unwrap_or(&self.old.0.location)));
        finding.new = Some(self.new.1.place(new.unwrap_or(&self.new.0.location)));
        let of_request = if matches!(finding.rule.area, super::Area::Response) {
            Direction::Response
        } else {
            Direction::Request
        };
        let direction = self.direction(of_request);
        finding.direction = Some(direction);
        if direction == Direction::Response {
            finding.wire = finding.rule.response.floor;
        }
        self.actions.findings.push(finding);
    }

    /// The same, with a verdict on the wire that is not the same for all findings of the rule.
    fn push_with(
        &mut self,
        rule: &'static str,
        message: String,
        (old, new): (Option<&Location>, Option<&Location>),
        wire: Verdict,
    ) {
        self.push_at(rule, message, old, new);
        if let Some(finding) = self.actions.findings.last_mut() {
            finding.wire = wire;
        }
    }
}

/// The requests of a callback.
#[derive(Default)]
struct Requests {
    /// The method and the address of each.
    sent: BTreeSet<String>,
    /// What each is called.
    ids: Vec<String>,
}

impl Requests {
    fn addresses(&self) -> String {
        self.sent.iter().map(String::as_str).collect::<Vec<&str>>().join(", ")
    }
}

/// The callbacks of an action, by name.
fn requests<'a>((operation, document): (&'a Operation, Document<'_>)) -> BTreeMap<&'a str, Requests> {
    let mut found: BTreeMap<&str, Requests> = BTreeMap::new();
    for callback in &operation.callbacks {
        let requests = found.entry(&callback.name).or_default();
        if let Some(request) = document.sent(callback) {
            requests.sent.insert(format!("{} {}", request.method, callback.url));
            requests.ids.push(request.id.clone());
        }
    }
    found
}

/// A media type in lower case and without parameters.
fn essence(media_type: &str) -> String {
    media_type::essence(media_type).to_ascii_lowercase()
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| matches!(node.value, Value::Bool(true)))
}

/// A response of an action, behind its references.
fn response_of<'a>((operation, document): (&Operation, Document<'a>), status: &str) -> Option<(&'a Node, Location)> {
    document.get(&operation.location.member("responses"), status)
}
