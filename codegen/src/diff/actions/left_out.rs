//! Schemas that a document leaves out, or that say no more than the media type.

use typewright_core::endpoint::media_type::is_json;

use super::{Document, response_of};
use crate::diff::side::Side;
use crate::input::document::{Member, Node, Value};
use crate::openapi::Location;

/// Adds the schemas that the JSON bodies of requests and responses lack: without one, any value may come (OpenAPI 3.0 and
/// 3.1, Media Type Object).
pub(in crate::diff) fn add_left_out(side: &mut Side) {
    let found: Vec<(Location, usize)> = Document::of(side).map_or_else(Vec::new, Document::left_out);
    for (Location { file, pointer }, at) in found {
        if side.run.set.at(file, &pointer).is_none() {
            side.run.set.add_anything(file, pointer, at);
        }
    }
}

impl Document<'_> {
    /// The places where the schema of a JSON body would be, each with the position of its media type.
    fn left_out(self) -> Vec<(Location, usize)> {
        let mut found = Vec::new();
        for operation in self.side.run.api.requests() {
            let body = self.get(&operation.location, "requestBody");
            let statuses = operation.responses.iter().map(|response| response.status.to_string());
            let responses = statuses.filter_map(|status| response_of((operation, self), &status));
            for (body, location) in body.into_iter().chain(responses) {
                for member in body.get("content").map(Node::members).unwrap_or_default() {
                    if is_json(&member.name) && member.value.get("schema").is_none() {
                        let place = location.member("content").member(&member.name).member("schema");
                        found.push((place, member.at));
                    }
                }
            }
        }
        found
    }
}

/// Whether the schema of a body that is text or bytes says no more than its media type.
pub(super) fn says_nothing(schema: Option<&Node>) -> bool {
    const ANNOTATIONS: [&str; 8] = [
        "$comment",
        "contentMediaType",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "title",
    ];
    let says_nothing = |member: &Member| match member.name.as_str() {
        "type" => member.value.as_str() == Some("string"),
        "format" => member.value.as_str() == Some("binary"),
        name => name.starts_with("x-") || ANNOTATIONS.contains(&name),
    };
    schema.is_none_or(|schema| match &schema.value {
        Value::Object(members) => members.iter().all(says_nothing),
        Value::Bool(accepts) => *accepts,
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    })
}
