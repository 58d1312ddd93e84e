//! One schema of the description as a file of JSON Schema.

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::{string, words};

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The file of a schema: its facts, a title derived from its name, and its example.
pub(super) fn file(name: &str, facts: &Json, example: Option<&Json>) -> Json {
    let Json::Object(members) = facts else {
        return facts.clone();
    };
    let mut file = JsonObject::new();
    file.insert("$schema", string(DRAFT));
    file.insert("title", string(words::title(name)));
    for (keyword, value) in members {
        file.insert(keyword, value.clone());
    }
    if let Some(example) = example {
        file.insert("examples", Json::Array(vec![example.clone()]));
    }
    Json::Object(file)
}

/// A schema without its texts, with references to files.
pub(super) fn facts(schema: &Json) -> Json {
    let Json::Object(members) = schema else {
        return schema.clone();
    };
    let mut facts = JsonObject::new();
    for (keyword, value) in members {
        let value = match (keyword, value) {
            ("$schema" | "title" | "description" | "$comment", Json::String(_)) => continue,
            ("$ref", Json::String(target)) => string(reference(target)),
            ("properties" | "patternProperties" | "definitions" | "dependencies", Json::Object(inner)) => {
                let mut schemas = JsonObject::new();
                for (name, schema) in inner {
                    schemas.insert(name, self::facts(schema));
                }
                Json::Object(schemas)
            }
            ("enum" | "const" | "default" | "examples" | "required", value) => value.clone(),
            (_, Json::Array(items)) => Json::Array(items.iter().map(self::facts).collect()),
            (_, value) => self::facts(value),
        };
        facts.insert(keyword, value);
    }
    Json::Object(facts)
}

/// `#/definitions/NAME` means the schema in the file of that name.
pub(super) fn reference(target: &str) -> String {
    match target.strip_prefix("#/definitions/") {
        Some(name) => format!("{name}.json"),
        None => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use typewright_core::Json;

    use super::{facts, file};

    #[test]
    fn a_schema_keeps_its_facts_and_loses_its_texts() {
        let source = r##"{"title": "A Thing", "description": "Words.", "type": "object",
            "properties": {"title": {"type": "string", "description": "More words."}, "owner": {"$ref": "#/definitions/user"}}}"##;
        let expected = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Some Thing", "type": "object",
            "properties": {"title": {"type": "string"}, "owner": {"$ref": "user.json"}}, "examples": [{}]}"#;
        let example = Json::parse("{}").expect("it is JSON");
        let facts = facts(&Json::parse(source).expect("it is JSON"));
        let found = file("someThing", &facts, Some(&example));
        assert_eq!(found, Json::parse(expected).expect("it is JSON"));
    }
}
