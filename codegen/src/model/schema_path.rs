//! Where a schema stands, step by step: the ground for the names of inline types.

use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::model::shape::Label;
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The way from the schema that has a name of its own to a schema in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SchemaPath {
    /// Where the way begins.
    pub owner: OwnerId,
    /// The way itself.
    pub steps: Vec<Step>,
}

/// A step of the way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into the property of this name.
    Property(String),
    /// Into an item of an array.
    Item,
    /// Into a value of a map.
    Value,
    /// Into an additional property of a struct.
    AdditionalProperty,
    /// Into a variant.
    Variant(Label),
}

impl SchemaPath {
    /// The way to a schema, from its JSON Pointer.
    pub fn of(set: &SchemaSet, owners: &Owners, id: SchemaId) -> Self {
        let (owner, rest) = owners.locate(set, id);
        let mut path = Self {
            owner,
            steps: Vec::new(),
        };
        if let Some(property) = owners.parameter(owner) {
            path.steps.push(Step::Property(property.to_owned()));
        }
        let mut steps = rest.split('/').skip(1);
        while let Some(step) = steps.next() {
            match step {
                "properties" | "patternProperties" | "definitions" | "$defs" | "schemas" | "dependencies" => {
                    let property = steps.next().map(|name| name.replace("~1", "/").replace("~0", "~"));
                    path.steps.extend(property.map(Step::Property));
                }
                "items" | "additionalItems" => path.steps.push(Step::Item),
                "additionalProperties" => path.steps.push(Step::Value),
                _ => {}
            }
        }
        if path.steps.is_empty() && owners[owner].kind == OwnerKind::Document {
            // A schema in a part of an OpenAPI document that no action uses: that part is what it is called after.
            let parts = rest.split('/').skip(1);
            let part = parts.clone().nth(2).or(parts.last());
            path.steps.extend(part.map(|part| Step::Property(part.to_owned())));
        }
        path
    }

    /// Visits what is one step further.
    pub fn inside<T>(&mut self, step: Step, visit: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(step);
        let result = visit(self);
        self.steps.pop();
        result
    }

    /// Whether this is the schema of the owner as a whole.
    pub fn is_whole(&self) -> bool {
        self.steps.is_empty()
    }

    /// The last property on the way, and what comes after it.
    pub fn last_property(&self) -> Option<&[Step]> {
        let last = self.steps.iter().rposition(|step| matches!(step, Step::Property(_)))?;
        self.steps.get(last..)
    }

    /// The words on the way, each with whether it only says what kind of value stands there.
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

/// The word for one of several: `orgRoles` to `orgRole`. A word that is no plural stays as it is.
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
