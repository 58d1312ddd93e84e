//! Actions that start a job: the extension `x-wait`.

use super::pointer::Pointer;
use super::{Location, Reader};
use crate::input::document::{Node, step};

/// The extension of an operation that may start a job.
pub(super) const EXTENSION: &str = "x-wait";

/// How the end of a job is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// The `operationId` of the action that tells the state of the job.
    pub poll: String,
    /// The parameters of this action that are taken from the response, each with its place there. The others are those of
    /// the request.
    pub parameters: Vec<(String, Pointer)>,
    /// The place of the state.
    pub state: Pointer,
    /// The states of a job that was successful.
    pub done: Vec<String>,
    /// The states of a job that has failed.
    pub failed: Vec<String>,
    /// Where the description is, and its byte offset.
    pub location: (Location, usize),
}

/// The fields of the extension.
const FIELDS: [&str; 5] = ["poll", "parameters", "state", "done", "failed"];

impl<'a> Reader<'a> {
    /// Reads how the end of the job of an operation is awaited.
    pub(super) fn wait(&mut self, operation: &'a Node, pointer: &str) -> Option<Wait> {
        let node = operation.get(EXTENSION)?;
        let pointer = step(pointer, EXTENSION);
        if !self.is(node, "an object", &pointer) {
            return None;
        }
        for member in node.members() {
            if !FIELDS.contains(&member.name.as_str()) {
                self.error(
                    member.at,
                    &step(&pointer, &member.name),
                    format!("`{EXTENSION}` has no field {:?}", member.name),
                    &format!("its fields are {}", FIELDS.join(", ")),
                );
            }
        }
        for field in ["poll", "state", "done"] {
            if node.get(field).is_none() {
                self.error(
                    node.at,
                    &pointer,
                    format!("`{EXTENSION}` needs the field `{field}`"),
                    "write the `operationId` of the action that tells the state of the job as \"poll\", where its response \
                     has the state as \"state\": \"/status\", and the states of a successful job as \"done\"",
                );
            }
        }
        let parameters_pointer = step(&pointer, "parameters");
        let mut parameters = Vec::new();
        if let Some(owner) = node.get("parameters") {
            for member in self.object(node, "parameters", &pointer) {
                let found = self.field_pointer(owner, &member.name, &parameters_pointer);
                parameters.extend(found.map(|found| (member.name.clone(), found)));
            }
        }
        Some(Wait {
            poll: self.text(node, "poll", &pointer),
            parameters,
            state: self.field_pointer(node, "state", &pointer)?,
            done: self.strings(node, "done", &pointer),
            failed: self.strings(node, "failed", &pointer),
            location: (self.location(&pointer), node.at),
        })
    }
}
