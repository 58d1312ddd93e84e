//! Links to documentation elsewhere: `externalDocs`.

use crate::input::document::Node;

/// Returns the sentence that refers to external documentation; `None` if it says nothing.
pub fn see_also(external: &Node) -> Option<String> {
    let [about, url] = ["description", "url"].map(|name| external.get(name).and_then(Node::as_str).unwrap_or_default());
    match (url.trim(), about.trim()) {
        ("", "") => None,
        ("", about) => Some(format!("See also: {about}")),
        (url, "") => Some(format!("See also: <{url}>")),
        (url, about) => Some(format!("See also: {about} (<{url}>)")),
    }
}
