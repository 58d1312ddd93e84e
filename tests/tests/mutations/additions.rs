//! Changes of keywords that a schema does not have yet, and other ways to say what it says.

use serde_json::{Value, json};

use super::mutate::{At, LIMIT};

/// Names a change by which a schema of additional properties accepts everything, as if there was none.
const ADDITIONAL: &str = "additional-properties-changed";

/// What may name a change that says the same in another way; the last, one that puts branches in another order, by which
/// their types are told apart.
const WORDS: [&str; 12] = [
    "access-changed",
    ADDITIONAL,
    "all-of-changed",
    "branch-added",
    "branch-removed",
    "combinator-changed",
    "default-changed",
    "rust-added",
    "rust-changed",
    "schema-deprecated",
    "text-changed",
    "type-renamed",
];

/// The rules of a change that says the same in another way: none has to name it, and these may.
const SAME: [&[&str]; 2] = [WORDS.split_at(WORDS.len() - 1).0; 2];

/// The rules of a change that says the same in another order.
const ORDER: [&[&str]; 2] = [&WORDS; 2];

/// The rules of a property that goes one way only, and of the way back.
pub(super) const ACCESS: [&[&str]; 2] = [
    &["access-changed", "property-optional"],
    &["access-changed", "property-required"],
];

/// Keywords whose subschemas describe the same value as the schema around them.
const AROUND: [&str; 8] = ["allOf", "anyOf", "dependencies", "else", "if", "not", "oneOf", "then"];

/// The types that leave nothing out; integers are numbers.
const EVERY_TYPE: [&str; 6] = ["array", "boolean", "null", "number", "object", "string"];

/// A schema that takes the place of another one is named by what they have in common, and by what is around them.
const ANY: [&[&str]; 2] = [&[]; 2];

impl At<'_> {
    pub(super) fn additions(&mut self) {
        if let Some(reference) = self.schema.get("$ref") {
            self.in_place(reference);
            return;
        }
        self.annotations();
        if self.pointer.is_empty() {
            self.definitions();
        }
        let has = |keyword: &str| self.schema.contains_key(keyword);
        let is_listed = has("enum") || has("const");
        let kind = self.schema.get("type").and_then(Value::as_str).map(str::to_owned);
        match kind.as_deref() {
            Some("string") if !is_listed => {
                self.set("enum", json!(["a", "bb"]), [&["enum-added"], &["enum-dropped"]]);
                // A branch with another tag is another branch.
                let rules: [&[&str]; 2] = [
                    &["enum-added", "branch-added", "branch-removed"],
                    &["enum-dropped", "branch-added", "branch-removed"],
                ];
                self.set("const", json!("a"), rules);
            }
            Some("integer" | "number") if !is_listed => {
                self.add("multipleOf", json!(2), [&["multiple-of-changed"]; 2]);
                self.add("exclusiveMinimum", json!(0), LIMIT);
                self.set("enum", json!([1, 2]), [&["enum-added"], &["enum-dropped"]]);
            }
            Some("array") => self.arrays(),
            Some("object") => self.more_of_objects(),
            _ => {}
        }
        self.more_values();
        self.more_of_combinators(kind.as_deref());
        self.other_ways();
    }

    /// Writes the definition in place of a reference to it.
    fn in_place(&mut self, reference: &Value) {
        let definition = reference.as_str().and_then(|text| text.strip_prefix("#/definitions/"));
        let definition = definition.and_then(|name| self.document.pointer(&format!("/definitions/{name}")));
        if let Some(definition) = definition {
            let rules: &[&str] = &[
                "reference-changed",
                "text-changed",
                "type-renamed",
                "rust-changed",
                "rust-added",
            ];
            self.replace("in place", [rules; 2], definition.clone());
        }
    }

    fn annotations(&mut self) {
        self.add("deprecated", json!(true), [&["schema-deprecated"]; 2]);
        // The oracle knows no directions: what objects require is rewritten for it, in the branches of a schema, but not by
        // what a branch describes, nor where it is denied.
        let steps: Vec<&str> = self.pointer.split('/').collect();
        let is_denied = self.document.to_string().contains("\"not\":");
        let is_plain = !is_denied && !steps.iter().any(|step| AROUND.contains(step));
        if let [.., "properties", _] = steps[..]
            && is_plain
        {
            for keyword in ["readOnly", "writeOnly"] {
                self.add(keyword, json!(true), ACCESS);
            }
        }
    }

    /// A definition that comes, and one that gets another name.
    fn definitions(&mut self) {
        let schema = self.schema;
        let definitions = schema.get("definitions").and_then(Value::as_object);
        let mut more = definitions.cloned().unwrap_or_default();
        more.insert("zzNew".to_owned(), json!({"type": "object", "required": ["zz"]}));
        let rules: [&[&str]; 2] = [&["schema-added", "rust-added"], &["schema-removed", "rust-changed"]];
        self.set("definitions", Value::Object(more), rules);
        let Some(name) = definitions.and_then(|definitions| definitions.keys().next()) else {
            return;
        };
        let text = self.document.to_string();
        let renamed = text
            .replace(&format!("\"#/definitions/{name}\""), "\"#/definitions/zzRenamed\"")
            .replace(&format!("\"#/definitions/{name}/"), "\"#/definitions/zzRenamed/");
        if let Ok(Value::Object(mut renamed)) = serde_json::from_str(&renamed) {
            let moved = renamed.get_mut("definitions").and_then(Value::as_object_mut);
            if let Some(definitions) = moved
                && let Some(definition) = definitions.remove(name)
            {
                definitions.insert("zzRenamed".to_owned(), definition);
            }
            let rules: &[&str] = &[
                "type-renamed",
                "reference-changed",
                "schema-added",
                "schema-removed",
                "rust-changed",
                "rust-added",
            ];
            self.replace("another name", [rules; 2], Value::Object(renamed));
        }
    }

    fn arrays(&mut self) {
        self.add("contains", json!({"type": "string"}), [&["contains-changed"]; 2]);
        self.add("items", json!({"type": "string"}), [&["items-changed"]; 2]);
        if let Some(items @ Value::Object(_)) = self.schema.get("items") {
            let first = json!([items]);
            self.set("items", first.clone(), [&["items-changed"]; 2]);
            self.change(
                "a tuple",
                None,
                [&["items-changed", "limit-tightened", "limit-loosened"]; 2],
                |schema| {
                    schema.insert("items".to_owned(), first);
                    schema.insert("additionalItems".to_owned(), json!(false));
                },
            );
        }
    }

    fn more_of_objects(&mut self) {
        self.add(
            "propertyNames",
            json!({"maxLength": 8}),
            [&["property-names-changed"]; 2],
        );
        let more: &[&str] = &["additional-properties-changed", "object-closed", "object-opened"];
        self.add("additionalProperties", json!({"type": "string"}), [more; 2]);
        let patterns: &[&str] = &["pattern-properties-changed", "object-opened", "object-closed"];
        self.add("patternProperties", json!({"^z": {"type": "integer"}}), [patterns; 2]);
        let schema = self.schema;
        let Some(Value::Object(properties)) = schema.get("properties") else {
            return;
        };
        let mut names = properties.keys();
        let (Some(first), Some(second)) = (names.next(), names.next()) else {
            return;
        };
        if !self.schema.contains_key("if") {
            self.change("add a condition", None, [&["condition-changed"]; 2], |schema| {
                schema.insert("if".to_owned(), json!({"required": [first]}));
                schema.insert("then".to_owned(), json!({"required": [second]}));
            });
        }
        self.add("dependencies", json!({first: [second]}), [&["dependencies-changed"]; 2]);
        self.add(
            "dependencies",
            json!({first: {"minProperties": 2}}),
            [&["dependencies-changed"]; 2],
        );
        for forbidden in [json!(false), json!(true)] {
            let mut properties = properties.clone();
            properties.insert(first.clone(), forbidden.clone());
            let what = format!("{first:?} becomes {forbidden}");
            let rules: &[&str] = &[
                "type-narrowed",
                "type-widened",
                "type-changed",
                "all-of-changed",
                "branch-added",
                "branch-removed",
                "combinator-changed",
                "enum-added",
                "enum-dropped",
                "limit-loosened",
                "limit-tightened",
                "not-changed",
            ];
            self.change(&what, None, [rules; 2], |schema| {
                schema.insert("properties".to_owned(), Value::Object(properties));
            });
        }
        if let Some(Value::Array(required)) = schema.get("required")
            && required.len() > 1
        {
            self.set("required", json!([]), [&["property-optional"], &["property-required"]]);
            let reversed: Vec<&Value> = required.iter().rev().collect();
            self.set("required", json!(reversed), SAME);
        }
    }

    fn more_values(&mut self) {
        if let Some(Value::Array(values)) = self.schema.get("enum") {
            let mut more = values.clone();
            more.push(json!("zzNew"));
            let rules: [&[&str]; 2] = [
                &["enum-value-added", "type-widened", "const-changed", "rust-added"],
                &["enum-value-removed", "type-narrowed", "const-changed", "rust-changed"],
            ];
            self.set("enum", Value::Array(more), rules);
            let reversed: Vec<&Value> = values.iter().rev().collect();
            self.set("enum", json!(reversed), SAME);
            if let Some(first) = values.first() {
                let first = first.clone();
                self.change(
                    "only the first value",
                    None,
                    [&[
                        "const-changed",
                        "enum-dropped",
                        "enum-added",
                        "enum-value-removed",
                        "enum-value-added",
                    ]; 2],
                    |schema| {
                        schema.remove("enum");
                        schema.insert("const".to_owned(), first);
                    },
                );
            }
        }
        // The format of a number is one of no string.
        if let Some(types) = self.schema.get("type")
            && !self.schema.contains_key("format")
        {
            let rules: [&[&str]; 2] = [
                &["type-widened", "null-added", "enum-value-added", ADDITIONAL],
                &["type-narrowed", "null-removed", "enum-value-removed", ADDITIONAL],
            ];
            let is_every = types
                .as_array()
                .is_some_and(|types| EVERY_TYPE.iter().all(|name| types.contains(&json!(name))));
            self.remove("type", if is_every { SAME } else { rules });
        }
    }

    fn more_of_combinators(&mut self, kind: Option<&str>) {
        let rules: &[&str] = &["not-changed", "null-added", "null-removed", ADDITIONAL];
        self.add("not", json!({"enum": ["another", 7, []]}), [rules; 2]);
        self.add("not", json!({"type": ["boolean", "null"]}), [rules; 2]);
        let member = match kind {
            Some("string") => json!({"minLength": 2}),
            Some("integer" | "number") => json!({"minimum": 2}),
            Some("array") => json!({"minItems": 2}),
            Some("object") => json!({"minProperties": 2}),
            _ => json!({"type": ["object", "string"]}),
        };
        let rules: [&[&str]; 2] = [
            &[
                "all-of-changed",
                "limit-tightened",
                "null-removed",
                "type-narrowed",
                ADDITIONAL,
                "rust-changed",
            ],
            &[
                "all-of-changed",
                "limit-loosened",
                "null-added",
                "type-widened",
                ADDITIONAL,
                "rust-changed",
            ],
        ];
        // A pattern may demand what the member does, and only the type gets another name.
        let has_pattern = self.schema.contains_key("pattern");
        let rules = rules.map(|list| &list[..list.len() - usize::from(!has_pattern)]);
        self.add("allOf", json!([member]), rules);
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(branches)) = self.schema.get(keyword) else {
                continue;
            };
            let mut more = branches.clone();
            more.push(json!({"type": "boolean"}));
            let rules: [&[&str]; 2] = [&["branch-added", "type-widened"], &["branch-removed", "type-narrowed"]];
            self.set(keyword, Value::Array(more), rules);
            let mut more = branches.clone();
            more.push(json!({"type": "object", "required": ["zzNew"], "properties": {"zzNew": {"type": "integer"}}}));
            let rules: [&[&str]; 2] = [&["branch-added", "type-widened"], &["branch-removed"]];
            self.set(keyword, Value::Array(more), rules);
            let reversed: Vec<&Value> = branches.iter().rev().collect();
            self.set(keyword, json!(reversed), ORDER);
            if let [first, rest @ ..] = &branches[..]
                && rest.len() > 1
            {
                let rules: [&[&str]; 2] = [
                    &["branch-removed", "null-removed", "type-narrowed"],
                    &["branch-added", "null-added", "type-widened"],
                ];
                self.set(keyword, json!(rest), rules);
                let mut twice = branches.clone();
                twice.push(first.clone());
                let rules: &[&str] = &["branches-overlap", "branch-added", "branch-removed"];
                self.set(keyword, Value::Array(twice), [rules; 2]);
            }
        }
    }

    /// The same schema in another way, and beside another branch.
    fn other_ways(&mut self) {
        // Definitions would move, and references would lead to nothing.
        if self.pointer.is_empty()
            || ["definitions", "$id"]
                .iter()
                .any(|keyword| self.schema.contains_key(*keyword))
        {
            return;
        }
        let own = Value::Object(self.schema.clone());
        for keyword in ["allOf", "anyOf", "oneOf"] {
            self.replace(&format!("alone in {keyword}"), SAME, json!({keyword: [own]}));
        }
        let boolean = json!({"type": "boolean"});
        self.replace("or a boolean", ANY, json!({"anyOf": [own, boolean]}));
        self.replace("or a boolean alone", ANY, json!({"oneOf": [own, boolean]}));
        self.replace("a boolean", ANY, boolean);
    }

    fn add(&mut self, keyword: &str, value: Value, rules: [&'static [&'static str]; 2]) {
        if !self.schema.contains_key(keyword) {
            self.set(keyword, value, rules);
        }
    }

    fn replace(&mut self, what: &str, rules: [&'static [&'static str]; 2], schema: Value) {
        self.change(what, None, rules, |old| {
            if let Value::Object(new) = schema {
                *old = new;
            }
        });
    }
}
