//! The schemas of the parameters in the OpenAPI document, as a file that shares its shapes with the others.

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::super::object;

/// The name of the document's file.
pub(super) const DOCUMENT: &str = "openapi";

/// The schemas of the parameters, as properties called `action/parameter`, and those in `components` as definitions.
pub(super) fn file(document: &Json) -> Json {
    let mut properties = JsonObject::new();
    let paths = document.get("paths").and_then(Json::as_object);
    let operations = paths
        .into_iter()
        .flat_map(JsonObject::values)
        .filter_map(Json::as_object);
    for operation in operations.flat_map(JsonObject::values) {
        for parameter in operation
            .get("parameters")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
        {
            if let (Some(key), Some(schema)) = (key(operation, parameter), parameter.get("schema")) {
                properties.insert(key, schema.clone());
            }
        }
    }
    let definitions = document
        .get("components")
        .and_then(|components| components.get("schemas"));
    object([
        ("properties", Json::Object(properties)),
        ("definitions", definitions.cloned().unwrap_or_else(|| object([]))),
    ])
}

/// Puts the schemas back.
pub(super) fn put_back(file: &Json, document: &mut Json) {
    let Json::Object(members) = document else {
        return;
    };
    let operations = members.get_mut("paths").into_iter().flat_map(values).flat_map(values);
    for operation in operations {
        let id = operation.get("operationId").cloned();
        let Json::Object(operation) = operation else {
            continue;
        };
        let Some(Json::Array(parameters)) = operation.get_mut("parameters") else {
            continue;
        };
        for parameter in parameters {
            let key = id
                .as_ref()
                .and_then(|id| key(&object([("operationId", id.clone())]), parameter));
            let shared = key.and_then(|key| file.get("properties")?.get(&key));
            if let (Some(schema), Json::Object(parameter)) = (shared, parameter) {
                parameter.insert("schema", schema.clone());
            }
        }
    }
    let definitions = file
        .get("definitions")
        .and_then(Json::as_object)
        .filter(|all| !all.is_empty());
    if let (Some(definitions), Some(Json::Object(components))) = (definitions, members.get_mut("components")) {
        components.insert("schemas", Json::Object(definitions.clone()));
    }
}

/// The words of a place in this file: its resource and the parameter.
pub(super) fn words(property: &str) -> Option<(&str, &str)> {
    let (action, parameter) = property.split_once('/')?;
    let (resource, _) = action.split_once('.')?;
    Some((resource, parameter))
}

fn key(operation: &Json, parameter: &Json) -> Option<String> {
    let id = operation.get("operationId").and_then(Json::as_str)?;
    let name = parameter.get("name").and_then(Json::as_str)?;
    Some(format!("{id}/{name}"))
}

fn values(json: &mut Json) -> impl Iterator<Item = &mut Json> {
    let members = match json {
        Json::Object(members) => Some(members),
        _ => None,
    };
    members
        .into_iter()
        .flat_map(|members| members.iter_mut().map(|(_, value)| value))
}
