//! The Cargo features of resources: the extension `x-feature` of a tag.

use std::fmt;

use super::Reader;
use crate::input::document::{Node, step};

/// The extension.
pub(super) const EXTENSION: &str = "x-feature";

/// A Cargo feature that the code of a resource is behind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature(String);

impl Feature {
    /// Returns its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what its spelling has in common with other spellings of the name. No two features of a document have it in
    /// common.
    pub fn folded(&self) -> String {
        folded(&self.0)
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The feature that enables the features of all resources.
pub const FULL: &str = "full";

/// The features that a crate of bindings has already, or that have a meaning of their own.
const TAKEN: [&str; 11] = [
    "blocking", "chrono", "client", "default", FULL, "generate", "http", "jiff", "schemars", "std", "time",
];

impl Reader<'_> {
    /// Returns the feature of a tag, if it has one.
    pub(super) fn feature(&mut self, tag: &Node, pointer: &str) -> Option<Feature> {
        let name = self.optional_text(tag, EXTENSION, pointer)?;
        let at = tag.get(EXTENSION)?.at;
        let pointer = step(pointer, EXTENSION);
        if !is_feature(&name) {
            let message = format!("{name:?} is not the name of a Cargo feature");
            let help = "use ASCII letters, digits, - and _, starting with a letter";
            self.error(at, &pointer, message, help);
            return None;
        }
        if TAKEN.contains(&name.as_str()) {
            let message = format!("the feature {name:?} has another meaning in a crate of bindings");
            let help = format!(
                "use another name: {} are the features of every crate",
                TAKEN.map(|taken| format!("`{taken}`")).join(", ")
            );
            self.error(at, &pointer, message, &help);
            return None;
        }
        let mut features = self.api.tags.iter().filter_map(|tag| tag.feature.as_ref());
        let other = features.find(|other| other.0 != name && other.folded() == folded(&name));
        if let Some(other) = other.cloned() {
            let message = format!("the features {:?} and {name:?} differ only in their spelling", other.0);
            self.error(at, &pointer, message, "use one spelling for all tags of a feature");
            return None;
        }
        Some(Feature(name))
    }

    /// Warns of the features of tags without actions.
    pub(super) fn warn_of_unused_features(&mut self) {
        let document = self.document;
        for (index, tag) in document.get("tags").map_or(&[][..], Node::items).iter().enumerate() {
            let (Some(name), Some(feature)) = (tag.get("name"), tag.get(EXTENSION)) else {
                continue;
            };
            let mut operations = self.api.operations.iter();
            if !operations.any(|operation| Some(operation.tag.as_str()) == name.as_str()) {
                let pointer = step(&step("/tags", &index.to_string()), EXTENSION);
                let message = "this feature has no effect: it is that of a tag without actions".to_owned();
                let help = "an action belongs to its first tag: write the tag first in the `tags` of an action, or remove the \
                            feature";
                self.warning(feature.at, &pointer, message, help);
            }
        }
    }
}

fn is_feature(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// Returns what the spellings of the name of a feature have in common, which is what Cargo tells a build script.
pub fn folded(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}
