//! All actions as an OpenAPI document.

use std::collections::BTreeMap;

use typewright_core::Json;
use typewright_core::json::{JsonObject, pointer};

use super::features::feature;
use super::jobs::wait;
use super::pages::pagination;
use super::parameters::Parts;
use super::schemas::facts;
use super::source::Source;
use super::{object, string, words};
use crate::import::ImportError;

/// The document.
pub(super) fn document(source: &Source) -> Result<Json, ImportError> {
    let mut tags = Vec::new();
    let mut paths: BTreeMap<String, JsonObject> = BTreeMap::new();
    for (resource, description) in &source.resources {
        let name = words::title(resource);
        let mut tag = JsonObject::new();
        tag.insert("name", string(name.as_str()));
        if let Some(feature) = feature(resource) {
            tag.insert("x-feature", string(feature));
        }
        tags.push(Json::Object(tag));
        let actions = description.get("actions").and_then(Json::as_object);
        for (action, described) in actions.into_iter().flat_map(JsonObject::iter) {
            let id = format!("{resource}.{action}");
            let text = |owner: &Json, name| owner.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
            let path = text(description, "path") + &text(described, "path");
            let method = text(described, "method").to_ascii_lowercase();
            if path.is_empty() || method.is_empty() {
                return Err(ImportError::new(
                    "apiInfo.json",
                    format!("the action {id} has no path or no method"),
                    "the description may have another form now",
                ));
            }
            let known = paths.entry(path).or_default();
            let operation = operation(source, &id, (resource, description), (action, described))?;
            if known.insert(method.as_str(), operation).is_some() {
                return Err(ImportError::new(
                    "apiInfo.json",
                    format!("the action {id} has the path and the method of another one"),
                    "the description may have another form now",
                ));
            }
        }
    }
    let mut items = JsonObject::new();
    for (path, operations) in paths {
        items.insert(path, Json::Object(operations));
    }
    let token = object([("type", string("http")), ("scheme", string("bearer"))]);
    let mut global = Parts::default();
    for parameter in &source.global_parameters {
        global.add(parameter, "*")?;
    }
    if global.body.is_some() || !global.multipart.is_empty() {
        return Err(ImportError::new(
            "globalParams.json",
            "a parameter of every action is a body",
            "the description may have another form now",
        ));
    }
    let names: Vec<String> = global.parameters.iter().filter_map(name).collect();
    let references = names.iter().map(|name| {
        let reference = format!("#/components/parameters/{}", pointer::escape(name));
        object([("$ref", string(reference))])
    });
    let references = Json::Array(references.collect());
    let mut parameters = JsonObject::new();
    for (name, parameter) in names.iter().zip(global.parameters) {
        parameters.insert(name.as_str(), parameter);
    }
    Ok(object([
        ("openapi", string("3.1.0")),
        (
            "info",
            object([("title", string("Losant REST API")), ("version", string("1.0.0"))]),
        ),
        ("jsonSchemaDialect", string("http://json-schema.org/draft-07/schema#")),
        (
            "servers",
            Json::Array(vec![object([("url", string("https://api.losant.com"))])]),
        ),
        ("tags", Json::Array(tags)),
        ("x-global-parameters", references),
        ("paths", Json::Object(items)),
        (
            "components",
            object([
                ("parameters", Json::Object(parameters)),
                ("securitySchemes", object([("apiToken", token)])),
            ]),
        ),
    ]))
}

/// The name of a parameter.
fn name(parameter: &Json) -> Option<String> {
    parameter.get("name").and_then(Json::as_str).map(str::to_owned)
}

fn operation(
    source: &Source,
    id: &str,
    (resource, described_resource): (&str, &Json),
    (action, described): (&str, &Json),
) -> Result<Json, ImportError> {
    let mut parts = Parts::default();
    let lists = [described_resource.get("params"), described.get("params")];
    let own = lists.into_iter().flatten().filter_map(Json::as_array).flatten();
    for parameter in own {
        parts.add(parameter, id)?;
    }
    let mut operation = JsonObject::new();
    operation.insert("operationId", string(id));
    operation.insert("tags", Json::Array(vec![string(words::title(resource))]));
    operation.insert("summary", string(words::summary(resource, action)));
    operation.insert("security", security(source, id, described)?);
    if !parts.parameters.is_empty() {
        operation.insert("parameters", Json::Array(parts.parameters.clone()));
    }
    if let Some((schema, is_required)) = parts.body {
        let content = object([("application/json", content(schema, source))]);
        operation.insert("requestBody", body(content, is_required));
    } else if !parts.multipart.is_empty() {
        let is_required = !parts.required.is_empty();
        let mut schema = JsonObject::new();
        schema.insert("type", string("object"));
        schema.insert("properties", Json::Object(parts.multipart));
        if is_required {
            schema.insert("required", Json::Array(parts.required));
        }
        let content = object([("multipart/form-data", object([("schema", Json::Object(schema))]))]);
        operation.insert("requestBody", body(content, is_required));
    }
    let mut responses = JsonObject::new();
    let described = described.get("responses").and_then(Json::as_object);
    if let Some(pagination) = described.and_then(|responses| pagination(&parts.parameters, responses, source)) {
        operation.insert("x-pagination", pagination);
    }
    let wait = described.and_then(|responses| wait(&parts.parameters, responses, &source.resources));
    if let Some(wait) = wait {
        operation.insert("x-wait", wait);
    }
    for (status, response) in described.into_iter().flat_map(JsonObject::iter) {
        responses.insert(status, self::response(status, response, source));
    }
    operation.insert("responses", Json::Object(responses));
    Ok(Json::Object(operation))
}

/// Any one of the scopes suffices. An action without scopes needs a token if the description has an `auth` for it, which
/// some streams have.
fn security(source: &Source, id: &str, described: &Json) -> Result<Json, ImportError> {
    let token = |scopes: Vec<Json>| object([("apiToken", Json::Array(scopes))]);
    match source.scopes.get(id) {
        Some(Json::Array(scopes)) => {
            let alternatives = scopes.iter().map(|scope| token(vec![scope.clone()]));
            Ok(Json::Array(alternatives.collect()))
        }
        Some(_) => Err(ImportError::new(
            "scopes.json",
            format!("the scopes of the action {id} are not an array"),
            "write an array of scopes, or remove the action",
        )),
        None if described.get("auth").is_some() => Ok(Json::Array(vec![token(Vec::new())])),
        None => Ok(Json::Array(Vec::new())),
    }
}

fn body(content: Json, is_required: bool) -> Json {
    object([("required", Json::Bool(is_required)), ("content", content)])
}

fn response(status: &str, response: &Json, source: &Source) -> Json {
    let mut found = JsonObject::new();
    found.insert("description", string(described(status)));
    if let Some(schema) = response.get("schema") {
        found.insert(
            "content",
            object([("application/json", content(facts(schema), source))]),
        );
    } else if let Some(Json::Object(events)) = response.get("sseEvents") {
        let data = events.values().filter_map(|event| event.get("schema")).map(facts);
        let data: Vec<Json> = data.collect();
        let schema = match &data[..] {
            [only] => only.clone(),
            _ => object([("anyOf", Json::Array(data))]),
        };
        found.insert("content", object([("text/event-stream", object([("schema", schema)]))]));
    }
    Json::Object(found)
}

/// A schema of a body, with its documented example.
fn content(schema: Json, source: &Source) -> Json {
    let name = schema
        .get("$ref")
        .and_then(Json::as_str)
        .and_then(|file| file.strip_suffix(".json"));
    let example = name.and_then(|name| source.examples.get(name)).cloned();
    match example {
        Some(value) => {
            let examples = object([("documented", object([("value", value)]))]);
            object([("schema", schema), ("examples", examples)])
        }
        None => object([("schema", schema)]),
    }
}

/// What a status code means.
fn described(status: &str) -> &'static str {
    match status {
        "200" => "The action succeeded.",
        "201" => "The resource was created.",
        "202" => "The job was accepted and runs in the background.",
        "204" => "The action succeeded; there is no content.",
        "400" => "The request is malformed.",
        "401" => "The request is not authenticated.",
        "403" => "The request is not authorized.",
        "404" => "The resource was not found.",
        "422" => "The request cannot be processed.",
        "429" => "There were too many requests.",
        _ if status.starts_with('2') => "The action succeeded.",
        _ => "The action failed.",
    }
}
