//! The servers of actions: `servers`.

use super::references::Target;
use super::{Location, Reader, Server, ServerVariable};
use crate::input::document::{Node, step};

impl Reader<'_> {
    /// Returns the address of an action's server, without a trailing `/`, and the servers of the operation or its path.
    /// Without such servers, the first one of the document counts. The address is empty if the client must be given the
    /// base URL.
    pub(super) fn server(&mut self, operation: &Target<'_>, item: &Target<'_>) -> (String, Vec<Server>) {
        for owner in [operation, item] {
            let Location { file, pointer } = &owner.location;
            let (own, address) = self.within(*file, |reader| reader.servers(owner.node, pointer));
            if let Some(address) = address {
                return (address, own);
            }
        }
        (self.api.address.clone(), Vec::new())
    }

    /// Returns the servers that a part of the document lists, and the address of the first one.
    pub(super) fn servers(&mut self, owner: &Node, pointer: &str) -> (Vec<Server>, Option<String>) {
        let mut servers = Vec::new();
        let mut first = None;
        for (index, server) in self.list(owner, "servers", pointer).into_iter().enumerate() {
            let pointer = step(&step(pointer, "servers"), &index.to_string());
            let (server, address) = self.read_server(server, &pointer);
            first.get_or_insert(address);
            servers.extend(server);
        }
        (servers, first)
    }

    /// Returns a server, and its address with the defaults of its variables; no server if no path can be appended to it.
    fn read_server(&mut self, server: &Node, pointer: &str) -> (Option<Server>, String) {
        self.is(server, "an object", pointer);
        if server.get("url").is_none() {
            let help = "write its address, such as \"https://api.example.com/v1\"";
            self.error(server.at, pointer, "this server has no `url`".to_owned(), help);
        }
        let template = self.text(server, "url", pointer);
        let mut address = template.clone();
        let mut variables = Vec::new();
        for variable in self.object(server, "variables", pointer) {
            let pointer = step(&step(pointer, "variables"), &variable.name);
            let values = self.strings(&variable.value, "enum", &pointer);
            let description = self.text(&variable.value, "description", &pointer);
            let Some(default) = self.optional_text(&variable.value, "default", &pointer) else {
                continue;
            };
            if !values.is_empty() && !values.contains(&default) {
                self.warning(
                    variable.at,
                    &pointer,
                    format!("the default {default:?} of this variable is not among its values"),
                    "add it to `enum`, or use one of the values as `default`",
                );
            }
            address = address.replace(&format!("{{{}}}", variable.name), &default);
            variables.push(ServerVariable {
                name: variable.name.clone(),
                default,
                values,
                description,
            });
        }
        if takes_paths(&address) {
            let address = address.trim_end_matches('/').to_owned();
            let server = Server {
                url: template.trim_end_matches('/').to_owned(),
                description: self.text(server, "description", pointer),
                variables,
            };
            return (Some(server).filter(|server| !server.url.is_empty()), address);
        }
        self.warning(
            server.get("url").map_or(server.at, |url| url.at),
            &step(pointer, "url"),
            format!("server {template:?} is ignored: no path can be appended to it, so clients must set the address of the API"),
            "write it like \"https://api.example.com/v1\", with a default for each of its `variables`",
        );
        (None, String::new())
    }
}

/// Whether a path can be appended to a server URL: an absolute URL, or a path relative to the location of the document.
fn takes_paths(url: &str) -> bool {
    let is_full = url.starts_with("http://") || url.starts_with("https://");
    let is_path = url.is_empty() || url.starts_with('/') && !url.starts_with("//");
    (is_full || is_path) && !url.contains(['?', '#', '{', '}'])
}
