//! A consumer compiles after its schemas have grown in ways that break no client of the API.

use typewright_core::Json;
use typewright_core::json::JsonObject;

use crate::consumer::consumer;
use crate::support::package::{Package, runtime};
use crate::{ALL_FEATURES, borrowed, schemas};

const CHECK: [&str; 4] = ["check", "--examples", "--features", ALL_FEATURES];

#[test]
fn a_consumer_compiles_after_everything_that_may_grow_has_grown() {
    let files = schemas("tests/schemas");
    let package = Package::with(&borrowed(&files), &runtime(), &[]);
    package.write("examples/consumer.rs", &consumer(&package.path()));
    if let Err(errors) = package.cargo(&CHECK) {
        panic!("the consumer does not compile with the schemas that it was written for:\n{errors}");
    }
    let before = package.read("src/types.rs");
    for (name, text) in &files {
        let mut document = Json::parse(text).expect("a schema is JSON");
        let mut growth = Growth::default();
        if name == "openapi.json" {
            growth.api(&mut document);
        } else {
            growth.schema(&mut document);
        }
        package.schemas().add(name, document.to_string());
    }
    package.generate(&runtime(), &[]);
    assert_ne!(package.read("src/types.rs"), before, "nothing has grown");
    if let Err(errors) = package.cargo(&CHECK) {
        panic!("the consumer does not compile after its schemas have grown:\n{errors}");
    }
}

/// Adds optional properties to every object, values to every enum, responses to every action, and actions. Reorders the
/// branches of unions. Branches get different properties, and what is added has names that differ from existing ones only
/// in case or punctuation.
#[derive(Default)]
struct Growth {
    /// How many values and properties were added, so that each is different.
    added: usize,
}

impl Growth {
    fn schema(&mut self, schema: &mut Json) {
        let Json::Object(members) = schema else { return };
        if let Some(Json::Object(properties)) = members.get_mut("properties")
            && !properties.is_empty()
        {
            self.added += 1;
            let names: Vec<String> = properties.iter().map(|(name, _)| name.to_owned()).collect();
            let plainer = names.iter().map(|name| plainer(name));
            let fresh = [format!("added{}", self.added), "additionalProperties".to_owned()];
            for name in plainer.chain(fresh).filter(|name| !names.contains(name)) {
                properties.insert(name, object([("type", "string".into())]));
            }
        }
        if let Some(Json::Array(values)) = members.get_mut("enum")
            // A single value is a constant, which a consumer may rely on.
            && values.len() > 1
            && values.iter().all(|value| matches!(value, Json::String(_)))
        {
            self.added += 1;
            let known: Vec<String> = values
                .iter()
                .filter_map(|value| Some(value.as_str()?.to_owned()))
                .collect();
            let plainer = known.iter().map(|value| plainer(value));
            let fresh = [format!("added{}", self.added), "unknown".to_owned()];
            for value in plainer.chain(fresh).filter(|value| !known.contains(value)) {
                if !values.iter().any(|known| known.as_str() == Some(&value)) {
                    values.push(value.into());
                }
            }
        }
        for (keyword, inner) in members.iter_mut() {
            match (keyword, inner) {
                ("items" | "additionalItems" | "additionalProperties", inner @ Json::Object(_)) => self.schema(inner),
                ("items" | "allOf" | "anyOf" | "oneOf", Json::Array(inner)) => {
                    // The parts of an `allOf` are the order of the arguments of a constructor.
                    if matches!(keyword, "anyOf" | "oneOf") {
                        inner.reverse();
                    }
                    for inner in inner {
                        self.schema(inner);
                    }
                }
                ("properties" | "patternProperties" | "definitions" | "$defs", Json::Object(inner)) => {
                    inner.iter_mut().for_each(|(_, inner)| self.schema(inner));
                }
                _ => {}
            }
        }
    }

    fn api(&mut self, document: &mut Json) {
        if let Some(Json::Object(components)) = member(document, "components")
            && let Some(Json::Object(schemas)) = components.get_mut("schemas")
        {
            schemas.iter_mut().for_each(|(_, schema)| self.schema(schema));
        }
        let Some(Json::Object(paths)) = member(document, "paths") else {
            panic!("an API has paths");
        };
        let mut tags: Vec<Json> = Vec::new();
        for (_, path) in paths.iter_mut() {
            let Json::Object(path) = path else { continue };
            for (method, action) in path.iter_mut() {
                if method == "parameters" {
                    continue;
                }
                self.inline_schemas(action);
                if let Some(Json::Object(responses)) = member(action, "responses") {
                    let known = responses.iter().find(|(status, _)| status.starts_with(['4', '5']));
                    if let Some(response) = known.map(|(_, response)| response.clone()) {
                        responses.insert("418", response);
                    }
                    for status in ["299", "499"] {
                        responses.insert(status, response_of_another_type());
                    }
                }
                let tag = member(action, "tags").and_then(|tags| match tags {
                    Json::Array(tags) => tags.first().cloned(),
                    _ => None,
                });
                tags.extend(tag.filter(|tag| !tags.contains(tag)));
            }
        }
        let done = || object([("204", object([("description", "It is done".into())]))]);
        let action = object([("operationId", "report.added".into()), ("responses", done())]);
        paths.insert("/added", object([("post", action)]));
        // None of these actions has the parameters that the others of its tag share.
        for (index, tag) in tags.into_iter().enumerate() {
            let action = object([("tags", Json::Array(vec![tag])), ("responses", done())]);
            paths.insert(format!("/added/{index}"), object([("post", action)]));
        }
    }

    /// Grows the schemas that are written in place.
    fn inline_schemas(&mut self, part: &mut Json) {
        match part {
            Json::Object(members) => {
                for (name, inner) in members.iter_mut() {
                    if name == "schema" {
                        self.schema(inner);
                    } else {
                        self.inline_schemas(inner);
                    }
                }
            }
            Json::Array(items) => items.iter_mut().for_each(|item| self.inline_schemas(item)),
            _ => {}
        }
    }
}

/// A response whose body is an array of booleans, as no other is.
fn response_of_another_type() -> Json {
    let items = object([("type", "boolean".into())]);
    let schema = object([("type", "array".into()), ("items", items)]);
    let content = object([("application/json", object([("schema", schema)]))]);
    object([("description", "Another type".into()), ("content", content)])
}

/// The plainest name with the same Rust name: `fooBar` for `foo_bar`, and `open` for `OPEN`.
fn plainer(name: &str) -> String {
    let mut plain = String::new();
    let is_shouting = !name.chars().any(char::is_lowercase);
    let mut starts = false;
    for c in name.chars() {
        match c {
            '_' | '-' | '.' | ' ' => starts = !plain.is_empty(),
            c if starts => {
                plain.extend(c.to_uppercase());
                starts = false;
            }
            c if is_shouting => plain.extend(c.to_lowercase()),
            c => plain.push(c),
        }
    }
    plain
}

fn member<'j>(value: &'j mut Json, name: &str) -> Option<&'j mut Json> {
    match value {
        Json::Object(members) => members.get_mut(name),
        _ => None,
    }
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    let mut object = JsonObject::new();
    for (name, value) in members {
        object.insert(name, value);
    }
    Json::Object(object)
}
