//! The servers of actions: `servers`.

use super::references::Target;
use super::{Location, Reader};
use crate::input::document::{Node, step};

impl Reader<'_> {
    /// Returns the first server of the operation, the path or the document, without a trailing `/`. Empty if the client
    /// must be given the base URL.
    pub(super) fn server(&mut self, operation: &Target<'_>, item: &Target<'_>) -> String {
        let document = Target {
            node: self.document,
            location: Location {
                file: self.main,
                pointer: String::new(),
            },
            description: None,
        };
        for owner in [operation, item, &document] {
            let Location { file, pointer } = &owner.location;
            let found = self.within(*file, |reader| {
                let servers = reader.list(owner.node, "servers", pointer);
                let server = *servers.first()?;
                if let Some(other) = servers.get(1) {
                    reader.ignore(
                        other.at,
                        &step(&step(pointer, "servers"), "1"),
                        "servers beside the first one",
                        "set the base URL of the client to use another server",
                    );
                }
                Some(reader.address(server, &step(&step(pointer, "servers"), "0")))
            });
            if let Some(address) = found {
                return address;
            }
        }
        String::new()
    }

    fn address(&mut self, server: &Node, pointer: &str) -> String {
        self.is(server, "an object", pointer);
        if server.get("url").is_none() {
            let help = "write its address, such as \"https://api.example.com/v1\"";
            self.error(server.at, pointer, "this server has no `url`".to_owned(), help);
        }
        let template = self.text(server, "url", pointer);
        let mut url = template.clone();
        for variable in self.object(server, "variables", pointer) {
            let pointer = step(&step(pointer, "variables"), &variable.name);
            if let Some(default) = self.optional_text(&variable.value, "default", &pointer) {
                url = url.replace(&format!("{{{}}}", variable.name), &default);
            }
        }
        if takes_paths(&url) {
            return url.trim_end_matches('/').to_owned();
        }
        self.warning(
            server.get("url").map_or(server.at, |url| url.at),
            &step(pointer, "url"),
            format!("server {template:?} is ignored: no path can be appended to it, so clients must set the address of the API"),
            "write it like \"https://api.example.com/v1\", with a default for each of its `variables`",
        );
        String::new()
    }
}

/// Whether a path can be appended to a server URL: an absolute URL, or a path relative to the location of the document.
fn takes_paths(url: &str) -> bool {
    let is_full = url.starts_with("http://") || url.starts_with("https://");
    let is_path = url.is_empty() || url.starts_with('/') && !url.starts_with("//");
    (is_full || is_path) && !url.contains(['?', '#', '{', '}'])
}
