//! Links to documentation elsewhere: `externalDocs`.

use crate::input::document::Node;

/// Returns the sentence that refers to external documentation.
pub fn see_also(external: &Node) -> String {
    let [about, url] = ["description", "url"].map(|name| external.get(name).and_then(Node::as_str).unwrap_or_default());
    match (url.trim(), about.trim()) {
        ("", about) => format!("See also: {about}"),
        (url, "") => format!("See also: <{url}>"),
        (url, about) => format!("See also: {about} (<{url}>)"),
    }
}
