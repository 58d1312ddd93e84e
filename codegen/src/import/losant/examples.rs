//! The documented examples, which the description keeps sorted by name.

use std::collections::BTreeMap;
use std::iter;

use typewright_core::Json;
use typewright_core::json::JsonObject;

/// Puts the properties of an example in the order of its schema, so that it reads like the type.
pub(super) fn in_order(example: &Json, schema: &Json, schemas: &BTreeMap<String, Json>) -> Json {
    let schema = target(schema, schemas);
    match example {
        Json::Object(members) => {
            let properties = schema.get("properties").and_then(Json::as_object);
            let mut ordered = JsonObject::new();
            for (name, schema) in properties.into_iter().flat_map(JsonObject::iter) {
                if let Some(value) = members.get(name) {
                    ordered.insert(name, in_order(value, schema, schemas));
                }
            }
            for (name, value) in members {
                if ordered.get(name).is_none() {
                    ordered.insert(name, value.clone());
                }
            }
            Json::Object(ordered)
        }
        Json::Array(items) => {
            let schema = schema.get("items").unwrap_or(&Json::Null);
            Json::Array(items.iter().map(|item| in_order(item, schema, schemas)).collect())
        }
        _ => example.clone(),
    }
}

/// Returns what a schema refers to. References that lead back to themselves end.
fn target<'s>(schema: &'s Json, schemas: &'s BTreeMap<String, Json>) -> &'s Json {
    let next = |schema: &&'s Json| {
        let name = schema.get("$ref")?.as_str()?.strip_prefix("#/definitions/")?;
        schemas.get(name)
    };
    let chain = iter::successors(Some(schema), next).take(schemas.len() + 1);
    chain.last().unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use typewright_core::Json;

    use super::in_order;

    #[test]
    fn an_example_has_the_order_of_its_schema_and_loses_nothing() {
        let parse = |text: &str| Json::parse(text).expect("it is JSON");
        let lamp = parse(r#"{"properties": {"name": {}, "isOn": {}}}"#);
        let room = parse(r##"{"properties": {"size": {}, "lamps": {"items": {"$ref": "#/definitions/lamp"}}}}"##);
        let schemas = BTreeMap::from([("lamp".to_owned(), lamp)]);
        let example = parse(r#"{"extra": {"b": 1, "a": 2}, "lamps": [{"isOn": true, "name": "A"}], "size": 3}"#);
        assert_eq!(
            in_order(&example, &room, &schemas).to_string(),
            r#"{"size":3,"lamps":[{"name":"A","isOn":true}],"extra":{"b":1,"a":2}}"#
        );
    }
    #[test]
    fn references_that_lead_back_to_themselves_end() {
        let parse = |text: &str| Json::parse(text).expect("it is JSON");
        let schemas = BTreeMap::from([
            ("a".to_owned(), parse(r##"{"$ref": "#/definitions/b"}"##)),
            ("b".to_owned(), parse(r##"{"$ref": "#/definitions/a"}"##)),
        ]);
        let example = parse(r#"{"x": 1}"#);
        assert_eq!(in_order(&example, &schemas["a"], &schemas), example);
    }
}
