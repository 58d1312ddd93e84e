//! Where the actions are: `servers`.

use super::Reader;
use super::nodes::parent;
use crate::document::{Node, step};

impl Reader<'_> {
    /// The first server of an operation, else of its path, else of the document, without a `/` at its end. Variables
    /// have their default values. A server may be only a path, for an API that is where its document is served.
    pub(super) fn server(&mut self, node: &Node, item: &Node, pointer: &str) -> String {
        for (owner, pointer) in [(node, pointer), (item, parent(pointer)), (self.document, "")] {
            if let Some(server) = self.list(owner, "servers", pointer).first() {
                return self.address(server, &step(&step(pointer, "servers"), "0"));
            }
        }
        self.no_address(self.document.at, "", "no server is documented");
        String::new()
    }

    fn address(&mut self, server: &Node, pointer: &str) -> String {
        self.is(server, "an object", pointer);
        let template = self.text(server, "url", pointer);
        let mut url = template.clone();
        for variable in self.object(server, "variables", pointer) {
            let pointer = step(&step(pointer, "variables"), &variable.name);
            if let Some(default) = self.optional_text(&variable.value, "default", &pointer) {
                url = url.replace(&format!("{{{}}}", variable.name), &default);
            }
        }
        let at = server.get("url").map_or(server.at, |url| url.at);
        let pointer = step(pointer, "url");
        let is_full = url.starts_with("http://") || url.starts_with("https://");
        let is_path = url.is_empty() || url.starts_with('/') && !url.starts_with("//");
        if url.contains(['{', '}']) {
            self.error(
                at,
                &pointer,
                format!("the server {template:?} has a variable without a `default`"),
                "describe it under `variables`, with the value that the bindings are to use",
            );
        } else if !(is_full || is_path) || url.contains(['?', '#']) {
            self.error(
                at,
                &pointer,
                format!("no path can be put behind the server {url:?}"),
                "write it like \"https://api.example.com/v1\"",
            );
        } else if is_path {
            self.no_address(at, &pointer, &format!("the server {url:?} is no whole address"));
        }
        url.trim_end_matches('/').to_owned()
    }

    /// Notes once that nobody knows where to send a request.
    fn no_address(&mut self, at: usize, pointer: &str, what: &str) {
        if std::mem::replace(&mut self.knows_no_address, true) {
            return;
        }
        self.note(
            at,
            pointer,
            format!("{what}, so clients have to be told where the API is"),
            "write a URL such as \"https://api.example.com/v1\" under `servers`, or give every client a base URL",
        );
    }
}
