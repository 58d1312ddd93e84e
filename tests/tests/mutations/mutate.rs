//! Small changes of a schema, each with the rules that may name it.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::additions::ACCESS;

/// A change of a schema.
pub struct Mutation {
    /// What was done, and where.
    pub what: String,
    /// The rules that may name the change, from the old version to the new one, and from the new one to the old one; all of
    /// them if the list is empty.
    pub rules: [&'static [&'static str]; 2],
    /// The JSON Pointer of the schema that changes, and what it becomes.
    changed: (String, Value),
    /// The property that only one of the two documents describes, and whether that is the changed one.
    pub property: Option<(String, bool)>,
}

impl Mutation {
    /// What was done, without the place, names and values.
    pub fn kind(&self) -> String {
        let is_word = |word: &&str| word.starts_with(|first: char| first.is_ascii_alphabetic());
        let done = self.what.strip_prefix(&self.changed.0).unwrap_or(&self.what);
        let done = done.split(['[', '{']).next().unwrap_or_default();
        let words: Vec<&str> = done.trim_start_matches(": ").split(' ').filter(is_word).collect();
        words.join(" ")
    }

    /// The changed document.
    pub fn document(&self, document: &Value) -> Value {
        let mut document = document.clone();
        let (pointer, schema) = &self.changed;
        if let Some(place) = document.pointer_mut(pointer) {
            place.clone_from(schema);
        }
        document
    }
}

/// All changes of a document.
pub fn mutations(document: &Value) -> Vec<Mutation> {
    let mut found = Vec::new();
    for pointer in places(document) {
        at(document, pointer, &mut found);
    }
    found
}

/// Each change of a document together with another one, which is chosen at random. Any rule may name them.
pub fn pairs(document: &Value) -> Vec<Mutation> {
    let mut rng = Rng::with_seed(0);
    let firsts = mutations(document).into_iter();
    firsts.filter_map(|first| second(document, first, &mut rng)).collect()
}

fn second(document: &Value, first: Mutation, rng: &mut Rng) -> Option<Mutation> {
    let changed = first.document(document);
    let places = places(&changed);
    let mut found = Vec::new();
    at(&changed, rng.choice(places)?, &mut found);
    let second = rng.choice(found)?;
    // What nobody sends is known of one property only, and directions only of a change that is alone.
    let is_directed = first.rules == ACCESS || second.rules == ACCESS;
    if is_directed || first.property.is_some() && second.property.is_some() {
        return None;
    }
    Some(Mutation {
        what: format!("{}, and {}", first.what, second.what),
        rules: [&[]; 2],
        changed: (String::new(), second.document(&changed)),
        property: first.property.or(second.property),
    })
}

/// The changes of the schema at a place.
fn at(document: &Value, pointer: String, found: &mut Vec<Mutation>) {
    let Some(Value::Object(schema)) = document.pointer(&pointer) else {
        return;
    };
    let mut at = At {
        document,
        pointer,
        schema,
        found,
    };
    at.types();
    at.values();
    at.limits();
    at.texts();
    at.objects();
    at.combinators();
    at.additions();
}

fn places(document: &Value) -> Vec<String> {
    let mut places = Vec::new();
    schemas(document, String::new(), &mut places);
    places
}

/// The places of all schemas of a document.
fn schemas(schema: &Value, pointer: String, found: &mut Vec<String>) {
    let Value::Object(members) = schema else { return };
    found.push(pointer.clone());
    // A reference is compared by what it refers to.
    if members.contains_key("$ref") {
        return;
    }
    for (keyword, value) in members {
        let inside = format!("{pointer}/{keyword}");
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties" | "definitions" | "dependencies", Value::Object(inner)) => {
                for (name, schema) in inner {
                    let step = name.replace('~', "~0").replace('/', "~1");
                    schemas(schema, format!("{inside}/{step}"), found);
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "items", Value::Array(list)) => {
                for (index, schema) in list.iter().enumerate() {
                    schemas(schema, format!("{inside}/{index}"), found);
                }
            }
            (
                "items"
                | "additionalItems"
                | "additionalProperties"
                | "contains"
                | "propertyNames"
                | "not"
                | "if"
                | "then"
                | "else",
                schema,
            ) => schemas(schema, inside, found),
            _ => {}
        }
    }
}

pub(super) struct At<'a> {
    pub(super) document: &'a Value,
    pub(super) pointer: String,
    pub(super) schema: &'a Map<String, Value>,
    found: &'a mut Vec<Mutation>,
}

/// The rules of a change that is a tightening, and of the way back.
pub(super) const LIMIT: [&[&str]; 2] = [&["limit-tightened"], &["limit-loosened"]];

impl At<'_> {
    fn types(&mut self) {
        let Some(Value::String(name)) = self.schema.get("type") else {
            return;
        };
        if name != "null" && !self.schema.contains_key("enum") {
            self.set("type", json!([name, "null"]), [&["null-added"], &["null-removed"]]);
        }
        match name.as_str() {
            "integer" => self.set("type", json!("number"), [&["type-widened"], &["type-narrowed"]]),
            "string" if !self.schema.contains_key("enum") => {
                self.set(
                    "type",
                    json!(["string", "boolean"]),
                    [&["type-widened"], &["type-narrowed"]],
                );
                self.set("type", json!("boolean"), [&["type-changed"], &["type-changed"]]);
            }
            _ => {}
        }
    }

    fn values(&mut self) {
        if let Some(Value::Array(values)) = self.schema.get("enum")
            && values.len() > 1
        {
            let fewer = values[..values.len() - 1].to_vec();
            // Beside `const`, the other values of an `enum` only decide the type.
            let (fewer_rules, rules): ([&[&str]; 2], [&[&str]; 2]) = if self.schema.contains_key("const") {
                ([&["const-changed", "enum-value-added"]; 2], [&["rust-changed"]; 2])
            } else {
                (
                    [&["enum-value-removed"], &["enum-value-added"]],
                    [&["enum-dropped"], &["enum-added"]],
                )
            };
            self.set("enum", Value::Array(fewer), fewer_rules);
            self.remove("enum", rules);
        }
        if self.schema.contains_key("const") {
            self.set(
                "const",
                json!("another"),
                [&[
                    "const-changed",
                    "type-narrowed",
                    "enum-value-added",
                    "enum-value-removed",
                    // A branch with another tag is another branch.
                    "branch-added",
                    "branch-removed",
                ]; 2],
            );
        }
        if self.schema.contains_key("default") {
            self.remove("default", [&["default-changed"]; 2]);
        }
        self.set("title", json!("Another title"), [&["text-changed"]; 2]);
    }

    fn limits(&mut self) {
        for (keyword, is_least) in [
            ("minLength", true),
            ("minItems", true),
            ("minProperties", true),
            ("minimum", true),
            ("exclusiveMinimum", true),
            ("maxLength", false),
            ("maxItems", false),
            ("maxProperties", false),
            ("maximum", false),
            ("exclusiveMaximum", false),
        ] {
            let Some(Value::Number(limit)) = self.schema.get(keyword) else {
                continue;
            };
            if let Some(limit) = limit.as_i64().filter(|limit| *limit > 0 && *limit < 10_000) {
                let tighter = if is_least { limit + 1 } else { limit - 1 };
                self.set(keyword, json!(tighter), LIMIT);
            }
            self.remove(keyword, [LIMIT[1], LIMIT[0]]);
        }
        for (kind, keyword, limit) in [
            ("string", "minLength", 1),
            ("string", "maxLength", 5),
            ("integer", "minimum", 0),
            ("number", "maximum", 100),
            ("array", "minItems", 1),
            ("array", "maxItems", 2),
            ("object", "minProperties", 1),
            ("object", "maxProperties", 3),
        ] {
            if self.schema.get("type") == Some(&json!(kind)) && !self.schema.contains_key(keyword) {
                self.set(keyword, json!(limit), LIMIT);
            }
        }
        match self.schema.get("uniqueItems") {
            Some(Value::Bool(true)) => self.remove("uniqueItems", [LIMIT[1], LIMIT[0]]),
            None if self.schema.get("type") == Some(&json!("array")) => self.set("uniqueItems", json!(true), LIMIT),
            _ => {}
        }
        if self.schema.contains_key("multipleOf") {
            self.remove("multipleOf", [&["multiple-of-changed"]; 2]);
        }
    }

    fn texts(&mut self) {
        let is_string = self.schema.get("type") == Some(&json!("string"));
        if self.schema.contains_key("pattern") {
            self.remove("pattern", [&["pattern-changed"]; 2]);
        } else if is_string {
            self.set("pattern", json!("^[a-c]*$"), [&["pattern-changed"]; 2]);
        }
        if self.schema.contains_key("format") {
            self.remove("format", [&["format-changed"]; 2]);
        } else if is_string {
            self.set("format", json!("date"), [&["format-changed"]; 2]);
        }
    }

    fn objects(&mut self) {
        let required: Vec<Value> = self
            .schema
            .get("required")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        if let Some((last, rest)) = required.split_last() {
            let _ = last;
            self.set(
                "required",
                json!(rest),
                [&["property-optional"], &["property-required"]],
            );
        }
        if let Some(Value::Object(properties)) = self.schema.get("properties") {
            if let Some(name) = properties.keys().find(|name| !required.contains(&json!(name))) {
                let mut more = required.clone();
                more.push(json!(name));
                self.set(
                    "required",
                    Value::Array(more),
                    [&["property-required"], &["property-optional"]],
                );
                let mut fewer = properties.clone();
                fewer.remove(name);
                self.change(
                    &format!("remove the property {name:?}"),
                    Some((name.clone(), false)),
                    [&["property-removed"], &["property-added"]],
                    |schema| {
                        schema.insert("properties".to_owned(), Value::Object(fewer));
                    },
                );
            }
            let mut more = properties.clone();
            more.insert("zzNew".to_owned(), json!({"type": "integer"}));
            let grown = more.clone();
            let name = Some(("zzNew".to_owned(), true));
            let rules: [&[&str]; 2] = [&["property-added"], &["property-removed"]];
            self.change("add a property", name.clone(), rules, |schema| {
                schema.insert("properties".to_owned(), Value::Object(grown));
            });
            let rules: [&[&str]; 2] = [
                &["property-required"],
                &["required-property-removed", "property-removed"],
            ];
            self.change("add a required property", name, rules, |schema| {
                let mut required = required;
                required.push(json!("zzNew"));
                schema.insert("properties".to_owned(), Value::Object(more));
                schema.insert("required".to_owned(), Value::Array(required));
            });
            if !self.schema.contains_key("additionalProperties") && !self.schema.contains_key("patternProperties") {
                self.set(
                    "additionalProperties",
                    json!(false),
                    [&["object-closed"], &["object-opened"]],
                );
            }
        }
        match self.schema.get("additionalProperties") {
            Some(Value::Bool(false)) => self.remove("additionalProperties", [&["object-opened"], &["object-closed"]]),
            Some(Value::Object(_)) => {
                self.set(
                    "additionalProperties",
                    json!(false),
                    [&["object-closed"], &["object-opened"]],
                );
                self.remove("additionalProperties", [&["additional-properties-changed"]; 2]);
            }
            _ => {}
        }
        if let Some(Value::Object(patterns)) = self.schema.get("patternProperties")
            && let Some(first) = patterns.keys().next()
        {
            let mut fewer = patterns.clone();
            fewer.remove(first);
            let rules: &[&str] = &["pattern-properties-changed", "object-opened", "object-closed"];
            self.set("patternProperties", Value::Object(fewer), [rules; 2]);
        }
        if self.schema.contains_key("dependencies") {
            self.remove("dependencies", [&["dependencies-changed"]; 2]);
        }
        if self.schema.contains_key("propertyNames") {
            self.remove("propertyNames", [&["property-names-changed"]; 2]);
        }
        for keyword in ["items", "additionalItems"] {
            if self.schema.contains_key(keyword) {
                self.remove(keyword, [&["items-changed"]; 2]);
            }
        }
        if self.schema.contains_key("contains") {
            self.remove("contains", [&["contains-changed"]; 2]);
        }
    }

    fn combinators(&mut self) {
        for (keyword, other) in [("oneOf", "anyOf"), ("anyOf", "oneOf")] {
            let Some(Value::Array(branches)) = self.schema.get(keyword) else {
                continue;
            };
            if branches.len() > 2 {
                let fewer = branches[..branches.len() - 1].to_vec();
                // The last branch may be `null`, and the last one but one the only other one.
                let rules: [&[&str]; 2] = [
                    &["branch-removed", "null-removed"],
                    &["branch-added", "null-added", "type-widened"],
                ];
                self.set(keyword, Value::Array(fewer), rules);
            }
            if !self.schema.contains_key(other) {
                let branches = branches.clone();
                let what = format!("{keyword} becomes {other}");
                self.change(&what, None, [&["combinator-changed"]; 2], |schema| {
                    schema.remove(keyword);
                    schema.insert(other.to_owned(), Value::Array(branches));
                });
            }
        }
        if let Some(Value::Array(list)) = self.schema.get("allOf")
            && list.len() > 1
        {
            let fewer = list[..list.len() - 1].to_vec();
            self.set("allOf", Value::Array(fewer), [&["all-of-changed"]; 2]);
        }
        if self.schema.contains_key("not") {
            self.remove("not", [&["not-changed"]; 2]);
        }
        if self.schema.contains_key("if") {
            self.change("remove the condition", None, [&["condition-changed"]; 2], |schema| {
                for keyword in ["if", "then", "else"] {
                    schema.remove(keyword);
                }
            });
        }
    }

    pub(super) fn set(&mut self, keyword: &str, value: Value, rules: [&'static [&'static str]; 2]) {
        let what = format!("{keyword} becomes {value}");
        self.change(&what, None, rules, |schema| {
            schema.insert(keyword.to_owned(), value);
        });
    }

    pub(super) fn remove(&mut self, keyword: &str, rules: [&'static [&'static str]; 2]) {
        self.change(&format!("remove {keyword}"), None, rules, |schema| {
            schema.remove(keyword);
        });
    }

    pub(super) fn change(
        &mut self,
        what: &str,
        property: Option<(String, bool)>,
        rules: [&'static [&'static str]; 2],
        change: impl FnOnce(&mut Map<String, Value>),
    ) {
        let mut schema = self.schema.clone();
        change(&mut schema);
        let what: String = what.chars().take(120).collect();
        self.found.push(Mutation {
            what: format!("{}: {what}", self.pointer),
            rules,
            changed: (self.pointer.clone(), Value::Object(schema)),
            property,
        });
    }
}
