//! The documented examples of responses, from `schemas/openapi.json`.

use std::collections::HashMap;
use std::sync::OnceLock;

use losant::Json;

const DOCUMENT: &str = include_str!("../../schemas/openapi.json");

/// The schemas of events. Their examples are not repeated in the document.
const EVENTS: [(&str, &str); 3] = [
    ("deviceCommand.json", include_str!("../../schemas/deviceCommand.json")),
    ("deviceState.json", include_str!("../../schemas/deviceState.json")),
    (
        "mqttPublishBody.json",
        include_str!("../../schemas/mqttPublishBody.json"),
    ),
];

/// The media type of a stream of events.
pub const EVENT_STREAM: &str = "text/event-stream";

/// The body of a documented response.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The media type.
    pub media_type: String,
    /// The example; of one event, if the response is a stream of events.
    pub value: Json,
}

/// Returns the documented example of a response; `None` if it has no body.
pub fn example(operation_id: &str, status: u16) -> Option<&'static Example> {
    static EXAMPLES: OnceLock<HashMap<String, Example>> = OnceLock::new();
    let examples = EXAMPLES.get_or_init(|| read().expect("schemas/openapi.json is an OpenAPI document"));
    examples.get(&key(operation_id, &status.to_string()))
}

fn key(operation_id: &str, status: &str) -> String {
    format!("{operation_id} {status}")
}

fn read() -> Option<HashMap<String, Example>> {
    let document = Json::parse(DOCUMENT).ok()?;
    let mut examples = HashMap::new();
    for item in document.get("paths")?.as_object()?.values() {
        for action in item.as_object()?.values() {
            let (Some(id), Some(responses)) = (action.get("operationId"), action.get("responses")) else {
                continue;
            };
            for (status, response) in responses.as_object()? {
                if let Some(example) = of_response(response) {
                    examples.insert(key(id.as_str()?, status), example);
                }
            }
        }
    }
    Some(examples)
}

fn of_response(response: &Json) -> Option<Example> {
    let (media_type, content) = response.get("content")?.as_object()?.iter().next()?;
    let value = match content.pointer("/examples/documented/value") {
        Some(value) => value.clone(),
        None => of_event(content.pointer("/schema/$ref")?.as_str()?)?,
    };
    Some(Example {
        media_type: media_type.to_owned(),
        value,
    })
}

fn of_event(file: &str) -> Option<Json> {
    let (_, schema) = EVENTS.iter().find(|(name, _)| *name == file)?;
    Json::parse(schema).ok()?.pointer("/examples/0").cloned()
}

#[cfg(test)]
mod tests {
    use losant::endpoint::{AnyRequest, Status};
    use losant::endpoints::Request;

    use super::example;

    #[test]
    fn every_documented_response_with_a_body_has_an_example() {
        for action in Request::ENDPOINTS {
            for response in action.successes.iter().chain(action.errors) {
                let Status::Code(status) = response.status else {
                    panic!("{}: {} is no single status", action.operation_id, response.status);
                };
                let example = example(action.operation_id, status);
                let media_type = example.map_or("", |example| example.media_type.as_str());
                assert_eq!(media_type, response.media_type, "{} {status}", action.operation_id);
            }
        }
    }
}
