//! The parameters of an action.

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::schemas::facts;
use super::{object, string};
use crate::import::ImportError;

/// The parts of a request that the parameters of an action describe.
#[derive(Default)]
pub(super) struct Parts {
    /// The parameters of OpenAPI.
    pub(super) parameters: Vec<Json>,
    /// The body: its schema, and whether it is required.
    pub(super) body: Option<(Json, bool)>,
    /// The parts of a multipart body, and those that are required.
    pub(super) multipart: JsonObject,
    pub(super) required: Vec<Json>,
}

impl Parts {
    /// Adds a parameter of an action.
    ///
    /// # Errors
    /// If it has no name or no place in a request.
    pub(super) fn add(&mut self, parameter: &Json, action: &str) -> Result<(), ImportError> {
        let text = |name| parameter.get(name).and_then(Json::as_str);
        let (Some(name), Some(place)) = (text("name"), text("in")) else {
            return Err(unknown(action, "a parameter has no `name` or no `in`".to_owned()));
        };
        let is_required = parameter.get("required").and_then(Json::as_bool) == Some(true);
        match place {
            "body" => {
                let schema = parameter.get("schema").map_or_else(|| object([]), facts);
                self.body = Some((schema, is_required));
            }
            "multipart" => {
                if is_required {
                    self.required.push(string(name));
                }
                self.multipart.insert(name, part(parameter, action)?);
            }
            "path" | "query" | "header" => {
                let schema = schema(parameter, action)?;
                self.parameters.push(one(parameter, name, place, is_required, schema));
            }
            place => return Err(unknown(action, format!("the parameter {name:?} is in {place:?}"))),
        }
        Ok(())
    }
}

fn unknown(action: &str, problem: String) -> ImportError {
    ImportError::new(
        "apiInfo.json, globalParams.json",
        format!("the action {action}: {problem}"),
        "the description may have another form now",
    )
}

/// A part of a multipart body.
fn part(parameter: &Json, action: &str) -> Result<Json, ImportError> {
    match parameter.get("type").and_then(Json::as_str) {
        // In OpenAPI 3.1, a part without a type is a file.
        Some("file") => Ok(object([])),
        _ => schema(parameter, action),
    }
}

/// A parameter of the path, the query or the header.
fn one(parameter: &Json, name: &str, place: &str, is_required: bool, schema: Json) -> Json {
    let mut found = JsonObject::new();
    found.insert("name", string(name));
    found.insert("in", string(place));
    if is_required || place == "path" {
        found.insert("required", Json::Bool(true));
    }
    if parameter.get("deprecated").and_then(Json::as_bool) == Some(true) {
        found.insert("deprecated", Json::Bool(true));
    }
    match (parameter.get("schema"), parameter.get("type").and_then(Json::as_str)) {
        // The client writes these as JSON.
        (Some(_), Some("object")) => {
            found.insert("content", object([("application/json", object([("schema", schema)]))]));
        }
        // The others are written with brackets: `name[0][key]=value`.
        (Some(_), _) => {
            found.insert("x-style", string("brackets"));
            found.insert("schema", schema);
        }
        (None, _) => {
            found.insert("schema", schema);
        }
    }
    if let Some(example) = parameter.get("example") {
        found.insert("example", example.clone());
    }
    Json::Object(found)
}

/// The schema of a parameter. The description says `string` of nearly all of them; values, defaults and examples show the
/// type. Any other type is meant.
///
/// # Errors
/// If the type is not known.
fn schema(parameter: &Json, action: &str) -> Result<Json, ImportError> {
    if let Some(schema) = parameter.get("schema") {
        return Ok(facts(schema));
    }
    let mut schema = JsonObject::new();
    let values = parameter
        .get("enum")
        .and_then(Json::as_array)
        .and_then(|values| values.first());
    let shown = [values, parameter.get("default"), parameter.get("example")];
    let kind = match parameter.get("type").and_then(Json::as_str) {
        Some("array") => "array",
        Some("boolean") => "boolean",
        Some("integer") => "integer",
        Some("number") => "number",
        Some("string") | None => shown.into_iter().flatten().find_map(kind).unwrap_or("string"),
        Some(kind) => return Err(unknown(action, format!("a parameter has the type {kind:?}"))),
    };
    schema.insert("type", string(kind));
    if kind == "array" {
        schema.insert("items", object([("type", string("string"))]));
    }
    for keyword in ["enum", "pattern", "minLength", "maxLength"] {
        if let Some(value) = parameter.get(keyword) {
            schema.insert(keyword, value.clone());
        }
    }
    if let Some(default) = parameter.get("default") {
        schema.insert("default", of_kind(default, kind));
    }
    Ok(Json::Object(schema))
}

/// The type that a value shows.
fn kind(value: &Json) -> Option<&'static str> {
    match value {
        Json::Bool(_) => Some("boolean"),
        Json::Number(number) if number.is_integer() => Some("integer"),
        Json::Number(_) => Some("number"),
        Json::String(text) if matches!(text.as_str(), "true" | "false") => Some("boolean"),
        Json::String(_) => Some("string"),
        _ => None,
    }
}

/// A default as a value of the type: some are written as a string, or as a number where strings are listed.
fn of_kind(value: &Json, kind: &str) -> Json {
    match (kind, value) {
        ("boolean", Json::String(text)) => Json::Bool(text == "true"),
        ("string", Json::Number(number)) => string(number.to_string()),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use typewright_core::Json;

    use super::Parts;

    fn parameter(text: &str) -> Json {
        let mut parts = Parts::default();
        let added = parts.add(&Json::parse(text).expect("it is JSON"), "lamp.get");
        added.expect("it has a place");
        parts.parameters.remove(0)
    }

    #[test]
    fn the_type_of_a_parameter_is_that_of_its_default_or_example() {
        let found =
            parameter(r#"{"name": "limit", "in": "query", "type": "string", "default": 1, "description": "Words."}"#);
        let expected = r#"{"name": "limit", "in": "query", "schema": {"type": "integer", "default": 1}}"#;
        assert_eq!(found, Json::parse(expected).expect("it is JSON"));
        let found = parameter(r#"{"name": "all", "in": "query", "type": "boolean"}"#);
        let expected = r#"{"name": "all", "in": "query", "schema": {"type": "boolean"}}"#;
        assert_eq!(found, Json::parse(expected).expect("it is JSON"));
        let found = parameter(r#"{"name": "id", "in": "path", "type": "string", "pattern": "^a$", "example": "a"}"#);
        let expected = r#"{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^a$"},
            "example": "a"}"#;
        assert_eq!(found, Json::parse(expected).expect("it is JSON"));
    }

    #[test]
    fn a_parameter_without_a_known_place_or_type_is_refused() {
        for text in [
            r#"{"in": "query"}"#,
            r#"{"name": "a"}"#,
            r#"{"name": "a", "in": "cookies"}"#,
            r#"{"name": "a", "in": "query", "type": "date"}"#,
            r#"{"name": "a", "in": "multipart", "type": "picture"}"#,
        ] {
            let refused = Parts::default().add(&Json::parse(text).expect("it is JSON"), "lamp.get");
            assert!(refused.is_err(), "{text}");
        }
    }
}
