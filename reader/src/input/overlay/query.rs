//! The document that overlays are applied to, with `JSONPath` queries (RFC 9535).

use std::collections::BTreeSet;

use serde_json::Value as Json;
use serde_json_path::JsonPath;
use typewright_core::json::pointer::unescape;

use super::merge::{self, Conflict};
use crate::input::document::{Node, Value};

/// Returns how to fix an expression that is not `JSONPath`.
pub(super) fn help() -> String {
    let form = "write a JSONPath expression (RFC 9535), such as $.paths['/pets'].get; names with other characters than letters, \
                digits and _ are quoted in brackets";
    if cfg!(feature = "overlay-regex") {
        form.to_owned()
    } else {
        format!("{form}; match() and search() need the feature `overlay-regex` of typewright where build.rs uses it")
    }
}

/// A document, and the same value as the queries read it.
pub(super) struct Target<'d> {
    document: &'d mut Node,
    json: Json,
}

impl<'d> Target<'d> {
    pub(super) fn new(document: &'d mut Node) -> Self {
        let json = json(document);
        Self { document, json }
    }

    /// Returns the JSON Pointers of the values that an expression selects, each once: an owner before what is in it, and
    /// the items of an array in their order.
    ///
    /// # Errors
    /// If the expression is not `JSONPath`.
    pub(super) fn find(&self, expression: &str) -> Result<Vec<String>, String> {
        let path = JsonPath::parse(expression);
        let path = path.map_err(|error| format!("{expression:?} is not a JSONPath expression: {error}"))?;
        let located = path.query_located(&self.json);
        let pointers: BTreeSet<Vec<Step>> = located
            .locations()
            .map(|place| steps(&place.to_json_pointer()))
            .collect();
        Ok(pointers.iter().map(|steps| pointer(steps)).collect())
    }

    pub(super) fn get(&self, pointer: &str) -> Option<&Node> {
        self.document.pointer(pointer)
    }

    /// Removes values. The values are found before the first one is removed.
    pub(super) fn remove(&mut self, pointers: &[String]) {
        // An item that is removed moves the ones behind it, and an owner takes what is in it along.
        for pointer in pointers.iter().rev() {
            let Some((owner, name)) = pointer.rsplit_once('/') else {
                continue;
            };
            let name = unescape(name);
            if let Some(owner) = self.document.pointer_mut(owner) {
                match &mut owner.value {
                    Value::Object(members) => members.retain(|member| member.name != name),
                    Value::Array(items) => {
                        if let Some(index) = name.parse().ok().filter(|index| *index < items.len()) {
                            items.remove(index);
                        }
                    }
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                }
            }
            self.refresh(owner);
        }
    }

    /// Merges a value into the value at a JSON Pointer.
    ///
    /// # Errors
    /// If the two cannot be merged.
    pub(super) fn merge(&mut self, pointer: &str, value: &Node) -> Result<(), Conflict> {
        if let Some(node) = self.document.pointer_mut(pointer) {
            merge::into_target(node, value)?;
        }
        self.refresh(pointer);
        Ok(())
    }

    fn refresh(&mut self, pointer: &str) {
        if let (Some(old), Some(new)) = (self.json.pointer_mut(pointer), self.document.pointer(pointer)) {
            *old = json(new);
        }
    }
}

/// A step of a JSON Pointer. The items of an array are sorted by number.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Number(usize),
    Name(String),
}

fn steps(pointer: &str) -> Vec<Step> {
    let steps = pointer.split('/').skip(1);
    let is_number = |step: &str, number: &usize| number.to_string() == step;
    let steps = steps.map(
        |step| match step.parse().ok().filter(|number| is_number(step, number)) {
            Some(number) => Step::Number(number),
            None => Step::Name(step.to_owned()),
        },
    );
    steps.collect()
}

fn pointer(steps: &[Step]) -> String {
    let steps = steps.iter().map(|step| match step {
        Step::Number(number) => format!("/{number}"),
        Step::Name(name) => format!("/{name}"),
    });
    steps.collect()
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        // A filter compares numbers as JSONPath does. A number that has no place there matches no filter.
        Value::Number(number) => serde_json::from_str(&number.to_string()).unwrap_or(Json::Null),
        Value::String(text) => Json::String(text.clone()),
        Value::Array(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(members) => {
            let members = members.iter();
            Json::Object(
                members
                    .map(|member| (member.name.clone(), json(&member.value)))
                    .collect(),
            )
        }
    }
}
