//! The condition under which an item is compiled: the features of the resources that need it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;

use crate::emit::format::{WIDTH, filled};
use crate::openapi::{FULL, Feature, folded};

/// When an item is compiled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// If any of these features is enabled.
    Any(BTreeSet<Feature>),
    /// If the feature `full` is enabled, which enables all others.
    Full,
    /// Always.
    Always,
}

/// The features whose code is emitted.
#[derive(Debug, Clone)]
pub enum Enabled {
    /// All features.
    All,
    /// Those with these names, folded.
    Only(BTreeSet<String>),
}

impl Enabled {
    /// Creates the features with these names.
    pub fn only(names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::Only(names.into_iter().map(|name| folded(name.as_ref())).collect())
    }

    /// Whether the code behind a feature is emitted.
    pub fn contains(&self, feature: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.contains(&folded(feature)),
        }
    }
}

/// What the names file records of an item that is always compiled. A feature cannot have the name.
const ALWAYS: &str = "*";
/// What separates the features there.
const SEPARATOR: &str = ", ";

impl Condition {
    /// Creates the condition of what nothing needs.
    pub fn never() -> Self {
        Self::Any(BTreeSet::new())
    }

    /// Creates the condition of a resource.
    pub fn of(feature: Option<&Feature>) -> Self {
        match feature {
            Some(feature) => Self::Any(BTreeSet::from([feature.clone()])),
            None => Self::Always,
        }
    }

    /// Returns the condition of what is needed by several items.
    pub fn union<'c>(conditions: impl IntoIterator<Item = &'c Self>) -> Self {
        let mut union = Self::never();
        for condition in conditions {
            union.add(condition);
        }
        union
    }

    /// Adds the condition of another item that needs this one. Returns whether that makes a difference.
    pub fn add(&mut self, other: &Self) -> bool {
        if self.covers(other) {
            return false;
        }
        match (&mut *self, other) {
            (Self::Any(features), Self::Any(others)) => features.extend(others.iter().cloned()),
            (Self::Any(_) | Self::Full | Self::Always, _) => *self = other.clone(),
        }
        true
    }

    /// Whether it holds if the other one does.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Always, _) | (Self::Full, Self::Full) => true,
            (Self::Any(_) | Self::Full, Self::Always) => false,
            (Self::Any(features), Self::Full) => !features.is_empty(),
            (Self::Full, Self::Any(others)) => others.is_empty(),
            (Self::Any(features), Self::Any(others)) => others.is_subset(features),
        }
    }

    /// Whether an item is compiled with these features.
    pub fn holds(&self, enabled: &Enabled) -> bool {
        match self {
            Self::Any(features) => features.iter().any(|feature| enabled.contains(feature.as_str())),
            Self::Full => enabled.contains(FULL),
            Self::Always => true,
        }
    }

    /// Returns what remains of the condition inside of a module that has a condition itself.
    #[must_use]
    pub fn inside(&self, module: &Self) -> Self {
        if self.covers(module) {
            return Self::Always;
        }
        self.clone()
    }

    /// Returns the features.
    pub fn features(&self) -> impl Iterator<Item = &Feature> {
        let features = match self {
            Self::Any(features) => Some(features),
            Self::Full | Self::Always => None,
        };
        features.into_iter().flatten()
    }

    /// Returns the condition as the names file records it.
    pub fn text(&self) -> String {
        match self {
            Self::Always => ALWAYS.to_owned(),
            Self::Full => FULL.to_owned(),
            Self::Any(features) => {
                let features: Vec<&str> = features.iter().map(Feature::as_str).collect();
                features.join(SEPARATOR)
            }
        }
    }

    /// Reads a condition of the names file. A feature that is not among the known ones is gone.
    pub fn read<'f>(text: &str, known: impl Iterator<Item = &'f Feature>) -> Self {
        if text == ALWAYS {
            return Self::Always;
        }
        if text == FULL {
            return Self::Full;
        }
        let names: BTreeSet<&str> = text.split(SEPARATOR).collect();
        let features = known.filter(|feature| names.contains(feature.as_str()));
        Self::Any(features.cloned().collect())
    }

    /// Returns the attribute for an item, on lines of its own with this indentation; empty if the item is always compiled.
    pub fn line(&self, indent: &str) -> String {
        let features = self
            .features()
            .map(|feature| format!("feature = {:?}", feature.as_str()));
        let features: Vec<String> = features.collect();
        let features = match (self, &features[..]) {
            (Self::Always, _) => return String::new(),
            (Self::Full, _) => format!("feature = {FULL:?}"),
            (Self::Any(_), [only]) => only.clone(),
            (Self::Any(_), several) => {
                let line = format!("any({})", several.join(", "));
                if indent.len() + line.len() + "#[cfg()]".len() > WIDTH {
                    format!("any(\n{}\n{indent})", filled(several, &format!("{indent}    ")))
                } else {
                    line
                }
            }
        };
        format!("{indent}#[cfg({features})]\n")
    }

    /// Returns the attribute for an item.
    pub fn attribute(&self) -> TokenStream {
        match self.line("").parse() {
            Ok(attribute) => attribute,
            Err(error) => unreachable!("an attribute consists of tokens: {error}"),
        }
    }

    /// Adds the attribute to a formatted item, behind its documentation.
    pub fn in_front_of(&self, item: &str) -> String {
        let docs = item.split_inclusive('\n').take_while(|line| line.starts_with("///"));
        let (docs, rest) = item.split_at(docs.map(str::len).sum());
        [docs, &self.line(""), rest].concat()
    }
}
