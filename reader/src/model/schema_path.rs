//! The path to a schema, from which inline types are named.

use typewright_core::json::pointer::unescape;

use crate::model::identifier::pascal;
use crate::model::label::Label;
use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The path from a named schema to a schema in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SchemaPath {
    /// The start of the path.
    pub owner: OwnerId,
    /// The steps of the path.
    pub steps: Vec<Step>,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into the property of this name.
    Property(String),
    /// Into an item of an array.
    Item,
    /// Into the item of a tuple at this index.
    Position(usize),
    /// Into a value of a map.
    Value,
    /// Into an additional property of a struct.
    AdditionalProperty,
    /// Into a variant.
    Variant(Label),
}

impl SchemaPath {
    /// Creates the path to a schema from its JSON Pointer.
    pub fn of(set: &SchemaSet, owners: &Owners, id: SchemaId) -> Self {
        let (owner, rest) = owners.locate(set, id);
        let mut path = Self {
            owner,
            steps: Vec::new(),
        };
        if let Some(property) = owners.parameter(owner) {
            path.steps.push(Step::Property(property.to_owned()));
        }
        let mut steps = rest.split('/').skip(1).peekable();
        while let Some(step) = steps.next() {
            match step {
                "properties" | "patternProperties" | "definitions" | "$defs" | "schemas" | "dependencies" => {
                    let property = steps.next().map(unescape);
                    path.steps.extend(property.map(Step::Property));
                }
                "items" | "prefixItems" => {
                    let index = steps.next_if(|step| step.starts_with(|first: char| first.is_ascii_digit()));
                    let index = index.and_then(|index| index.parse().ok());
                    path.steps.push(index.map_or(Step::Item, Step::Position));
                }
                "additionalItems" => path.steps.push(Step::Item),
                "additionalProperties" => path.steps.push(Step::Value),
                _ => {}
            }
        }
        if path.steps.is_empty() && owners[owner].kind == OwnerKind::Document {
            // A schema in a part of an OpenAPI document that no action uses. It is named after that part.
            let parts = rest.split('/').skip(1);
            let part = parts.clone().nth(2).or(parts.last());
            path.steps.extend(part.map(|part| Step::Property(part.to_owned())));
        }
        path
    }

    /// Calls `visit` with the path extended by one step.
    pub fn inside<T>(&mut self, step: Step, visit: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(step);
        let result = visit(self);
        self.steps.pop();
        result
    }

    /// Whether the path leads to the root schema of the owner.
    pub fn is_whole(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns the last property on the path, and the steps after it.
    pub fn last_property(&self) -> Option<&[Step]> {
        let last = self.steps.iter().rposition(|step| matches!(step, Step::Property(_)))?;
        self.steps.get(last..)
    }

    /// Returns the name of the last property on the path, with generic words after it. A type that is shared by
    /// locations with the same name has a name that fits all of them.
    pub fn own_name(&self) -> String {
        let words = self.words(false);
        let kinds = words.iter().rev().take_while(|(_, is_kind)| *is_kind).count();
        let own = words.iter().skip(words.len().saturating_sub(kinds + 1));
        own.map(|(word, _)| pascal(word)).collect()
    }

    /// Returns the words of the path, each with whether it is generic, such as the kind of the value.
    pub fn words(&self, explicit: bool) -> Vec<(String, bool)> {
        let mut words: Vec<(String, bool)> = Vec::new();
        let mut previous: Option<&Step> = None;
        for step in &self.steps {
            match (step, previous, words.last_mut()) {
                (Step::Item | Step::Value, Some(Step::Property(_)), Some((word, _))) if !explicit => {
                    *word = singular(word);
                }
                (Step::Property(name), _, _) => words.push((name.clone(), false)),
                (Step::Item, _, _) => words.push(("item".to_owned(), true)),
                (Step::Position(index), _, _) => words.push((ordinal(*index), true)),
                (Step::Value, _, _) => words.push(("value".to_owned(), true)),
                (Step::AdditionalProperty, _, _) => words.push(("additional property".to_owned(), true)),
                (Step::Variant(Label::Word(word)), _, _) => words.push((word.clone(), false)),
                (Step::Variant(Label::Kind(kind)), _, _) => words.push(((*kind).to_owned(), true)),
            }
            previous = Some(step);
        }
        words
    }
}

/// Returns the word for an index: "first" for 0.
fn ordinal(index: usize) -> String {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    WORDS
        .get(index)
        .map_or_else(|| format!("item {index}"), |word| (*word).to_owned())
}

/// Returns the singular of a word: `orgRoles` becomes `orgRole`. Other words are returned unchanged.
fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    let cut = |count: usize, tail: &str| {
        let end = word.len().saturating_sub(count);
        word.get(..end)
            .map_or_else(|| word.to_owned(), |stem| format!("{stem}{tail}"))
    };
    if lower.len() < 4 || lower.ends_with("ss") || lower.ends_with("us") || lower.ends_with("is") {
        word.to_owned()
    } else if lower.ends_with("ies") {
        cut(3, "y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|end| lower.ends_with(end)) {
        cut(2, "")
    } else if lower.ends_with('s') {
        cut(1, "")
    } else {
        word.to_owned()
    }
}
