//! Where the actions are: `servers`.

use super::Reader;
use super::nodes::{items, text};
use crate::document::{Node, step};
use crate::load::Place;

impl Reader<'_> {
    /// The first server of an operation, else of its path, else of the document, without a `/` at its end. Variables
    /// have their default values.
    pub(super) fn server(&mut self, node: &Node, item: &Node, pointer: &str) -> String {
        let path = pointer.rsplit_once('/').map_or("", |(path, _)| path);
        for (owner, pointer) in [(node, pointer), (item, path), (self.document, "")] {
            let Some(servers) = owner.get("servers") else { continue };
            let pointer = step(pointer, "servers");
            self.is(servers, "an array", &pointer);
            if let Some(server) = items(servers).first() {
                return self.address(server, &step(&pointer, "0"));
            }
        }
        self.no_address(node, pointer, "no server is documented");
        String::new()
    }

    fn address(&mut self, server: &Node, pointer: &str) -> String {
        let mut url = text(server, "url");
        for variable in server.get("variables").map(Node::members).unwrap_or_default() {
            let value = text(&variable.value, "default");
            url = url.replace(&format!("{{{}}}", variable.name), &value);
        }
        if url.contains(['{', '}']) {
            let at = server.get("url").map_or(server.at, |url| url.at);
            self.error(
                at,
                &step(pointer, "url"),
                format!("the server {url:?} has a variable without a `default`"),
                "describe it under `variables`, with the value that the bindings are to use",
            );
        }
        if !url.contains("://") {
            self.no_address(server, pointer, &format!("the server {url:?} is no whole address"));
        }
        url.trim_end_matches('/').to_owned()
    }

    fn no_address(&mut self, node: &Node, pointer: &str, what: &str) {
        if std::mem::replace(&mut self.knows_no_address, true) {
            return;
        }
        let place = Place {
            source: self.source,
            at: node.at,
            pointer,
        };
        self.report.warning(
            &place,
            format!("{what}, so the bindings do not know where to send a request"),
            "write a URL such as \"https://api.example.com/v1\" under `servers`, or give every client a base URL",
        );
    }
}
