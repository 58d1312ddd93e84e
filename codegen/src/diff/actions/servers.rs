//! The servers of actions. A server that many actions have is one finding.

use std::collections::BTreeMap;

use super::{Document, Pair};
use crate::diff::finding::Finding;
use crate::diff::rules::rule;
use crate::diff::verdict::{Direction, Verdict};
use crate::openapi::{Location, Operation, Server};

/// What changed, with the rule and the verdict on the wire.
type Change = (&'static str, String, Verdict);

/// The findings so far, each with the actions that it is about.
#[derive(Debug, Default)]
pub(super) struct Servers {
    found: BTreeMap<(&'static str, String), Finding>,
}

impl Servers {
    /// Compares the servers of an action.
    pub(super) fn compare(&mut self, pair: &Pair<'_, '_>) {
        let (a, b) = (pair.old.0, pair.new.0);
        for (id, message, wire) in changes(pair) {
            let found = self.found.entry((id, message.clone())).or_insert_with(|| {
                let mut finding = Finding::new(rule(id), message);
                finding.wire = wire;
                finding.direction = Some(Direction::Request);
                finding.old = Some(pair.old.1.place(&location(a, pair.old.1)));
                finding.new = Some(pair.new.1.place(&location(b, pair.new.1)));
                finding
            });
            found.actions.push(b.id.clone());
        }
    }

    pub(super) fn finish(self) -> impl Iterator<Item = Finding> {
        self.found.into_values()
    }
}

/// Where the servers of an action are: in the operation, its path, or the document.
fn location(operation: &Operation, document: Document<'_>) -> Location {
    let root = document.root();
    let path = document.get(&root.member("paths"), &operation.template());
    let owners = [Some(operation.location.clone()), path.map(|(_, location)| location)];
    let mut servers = owners.into_iter().flatten().map(|owner| owner.member("servers"));
    let has_servers = |location: &Location| document.node(location).is_some_and(|node| !node.items().is_empty());
    servers.find(has_servers).unwrap_or_else(|| root.member("servers"))
}

fn changes(pair: &Pair<'_, '_>) -> Vec<Change> {
    let (before, after) = (servers(pair.old), servers(pair.new));
    let (first, now) = (&pair.old.0.server, &pair.new.0.server);
    let mut changes = Vec::new();
    // Where only the default of a variable is another one, the variable has changed.
    let is_same = matches!((before.first(), after.first()), (Some(a), Some(b)) if a.url == b.url);
    if first != now && !is_same {
        let message = format!("the server was \"{first}\" and is \"{now}\" now");
        changes.push(("server-changed", message, Verdict::May));
    }
    let knows = |list: &[Server], url: &str| list.iter().any(|server| server.url == url);
    for (index, server) in before.iter().enumerate() {
        let url = &server.url;
        match after.iter().find(|other| other.url == *url) {
            Some(other) => changes.extend(variables(server, other)),
            // The first one is the address that requests go to.
            None if index > 0 => {
                let message = format!("the server \"{url}\" is no longer documented");
                changes.push(("server-removed", message, Verdict::May));
            }
            None => {}
        }
    }
    for server in after.iter().skip(1).filter(|server| !knows(before, &server.url)) {
        let message = format!("the server \"{}\" is new", server.url);
        changes.push(("server-added", message, Verdict::None));
    }
    changes
}

fn servers<'a>((operation, document): (&'a Operation, Document<'a>)) -> &'a [Server] {
    match &operation.servers[..] {
        [] => &document.side.run.api.servers,
        own => own,
    }
}

/// The changes of the variables of a server.
fn variables(before: &Server, after: &Server) -> Vec<Change> {
    const RULE: &str = "server-variable-changed";
    let url = &before.url;
    let mut changes = Vec::new();
    for variable in &before.variables {
        let name = &variable.name;
        let Some(other) = after.variables.iter().find(|other| other.name == *name) else {
            continue;
        };
        if variable.default != other.default {
            let message = format!(
                "the default of the variable `{name}` of the server \"{url}\" was \"{}\" and is \"{}\" now",
                variable.default, other.default
            );
            changes.push((RULE, message, Verdict::May));
        }
        let missing = |from: &[String], all: &[String]| {
            let missing = from.iter().filter(|value| !all.is_empty() && !all.contains(value));
            let words: Vec<String> = missing.map(|value| format!("\"{value}\"")).collect();
            words.join(", ")
        };
        let gone = missing(&variable.values, &other.values);
        if !gone.is_empty() || variable.values.is_empty() && !other.values.is_empty() {
            let message = match gone.as_str() {
                "" => format!("the variable `{name}` of the server \"{url}\" has a list of values now"),
                gone => format!("the variable `{name}` of the server \"{url}\" can no longer be {gone}"),
            };
            changes.push((RULE, message, Verdict::May));
        }
        let added = missing(&other.values, &variable.values);
        if !added.is_empty() {
            let message = format!("the variable `{name}` of the server \"{url}\" can be {added} now");
            changes.push((RULE, message, Verdict::None));
        }
    }
    changes
}
