//! Random schemas, made of all keywords of draft-07.
//!
//! Files refer to others of their group only, so that the oracle of one need not read them all. Every reference leads
//! somewhere. One that applies to the same value as the schema that it stands in leads to a later place, so that no circle
//! closes on one value; one to a part of the value leads anywhere.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::random::words::{
    DEFINITIONS, DIVISORS, FORMATS, NAMES, Numbers, PATTERNS, REMARKS, TEXTS, anything, chance, number, one_of,
    some_of, text,
};

/// How many files refer to each other.
const GROUP: usize = 10;

/// From this depth on, schemas hold no others.
const DEEP: usize = 4;

const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

/// The numbers that a file and the instances of it have: those of its group.
pub fn numbers(file: usize) -> Numbers {
    if (file / GROUP).is_multiple_of(3) {
        Numbers::Wide
    } else {
        Numbers::Small
    }
}

/// What the files are called.
pub fn file_name(file: usize) -> String {
    format!("s{file}.json")
}

/// The schemas of a folder.
pub fn documents(rng: &mut Rng, count: usize) -> Vec<Value> {
    let definitions: Vec<usize> = (0..count).map(|_| definitions(rng)).collect();
    (0..count)
        .map(|file| {
            let start = file / GROUP * GROUP;
            let mut maker = Maker {
                rng: &mut *rng,
                numbers: numbers(file),
                targets: (start..count.min(start + GROUP))
                    .flat_map(|file| (0..=definitions[file]).map(move |place| Place { file, place }))
                    .collect(),
                here: Place { file, place: 0 },
            };
            maker.document(definitions[file])
        })
        .collect()
}

/// A schema that refers to nothing but itself.
pub fn document(rng: &mut Rng, numbers: Numbers) -> Value {
    let definitions = definitions(rng);
    let mut maker = Maker {
        numbers,
        targets: (0..=definitions).map(|place| Place { file: 0, place }).collect(),
        here: Place { file: 0, place: 0 },
        rng,
    };
    maker.document(definitions)
}

/// How many definitions a schema has.
fn definitions(rng: &mut Rng) -> usize {
    [0, 0, 1, 1, 2, 4][rng.usize(..6)]
}

/// A file (0) or one of its definitions (from 1 on). Later places are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: usize,
    place: usize,
}

/// What a schema applies to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    /// The same value as the schema that it stands in, which mostly is of this type.
    Same(Option<&'static str>),
    /// A part of that value.
    Part,
}

struct Maker<'a> {
    rng: &'a mut Rng,
    numbers: Numbers,
    /// What references may lead to.
    targets: Vec<Place>,
    here: Place,
}

/// The types that a schema allows, and whether it says so.
struct Types {
    names: Vec<&'static str>,
    stated: bool,
}

impl Maker<'_> {
    fn document(&mut self, definitions: usize) -> Value {
        let mut document = match self.reference(To::Same(None)).filter(|_| chance(self.rng, 4)) {
            Some(Value::Object(reference)) => reference,
            _ => self.keywords(0, None),
        };
        if chance(self.rng, 20) {
            document.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        }
        let mut defined = Map::new();
        for place in 1..=definitions {
            self.here.place = place;
            defined.insert(DEFINITIONS[place - 1].to_owned(), self.schema(1, To::Same(None)));
        }
        if !defined.is_empty() {
            document.insert("definitions".to_owned(), Value::Object(defined));
        }
        Value::Object(document)
    }

    fn schema(&mut self, depth: usize, to: To) -> Value {
        match self.rng.u8(..100) {
            0..6 => return json!(true),
            6..9 => return json!(false),
            9..12 => return json!({}),
            12..25 => {
                if let Some(reference) = self.reference(to) {
                    return reference;
                }
            }
            _ => {}
        }
        let meant = match to {
            To::Same(meant) => meant.filter(|_| chance(self.rng, 80)),
            To::Part => None,
        };
        if depth < DEEP {
            return Value::Object(self.keywords(depth, meant));
        }
        match self.rng.u8(..6) {
            0 => json!({ "type": "string" }),
            1 => json!({ "type": "integer" }),
            2 => json!({ "type": ["null", "string"] }),
            3 => json!({ "const": self.value() }),
            4 => json!({ "enum": [self.value()] }),
            _ => json!({ "type": "object" }),
        }
    }

    fn reference(&mut self, to: To) -> Option<Value> {
        let (here, later) = (self.here, matches!(to, To::Same(_)));
        let targets: Vec<Place> = self
            .targets
            .iter()
            .copied()
            .filter(|target| !later || *target > here)
            .collect();
        let Place { file, place } = *one_of(self.rng, &targets)?;
        let mut reference = String::new();
        if file != here.file || chance(self.rng, 10) {
            reference.push_str(&file_name(file));
        }
        if let Some(definition) = place.checked_sub(1) {
            let step = DEFINITIONS[definition].replace('~', "~0").replace('/', "~1");
            let step = step.replace('%', "%25").replace(' ', "%20");
            reference.push_str("#/definitions/");
            reference.push_str(&step);
        } else if reference.is_empty() || chance(self.rng, 20) {
            reference.push('#');
        }
        let mut schema = json!({ "$ref": reference });
        if chance(self.rng, 5) {
            // In draft-07, nothing beside a reference counts.
            schema["maxLength"] = json!(1);
        }
        if chance(self.rng, 5) {
            schema["description"] = json!(text(self.rng, REMARKS));
        }
        Some(schema)
    }

    fn value(&mut self) -> Value {
        anything(self.rng, self.numbers, 2)
    }

    /// A value that mostly has one of the types.
    fn value_of(&mut self, types: &Types) -> Value {
        let has_type = |value: &Value| {
            types.names.iter().any(|name| match value {
                Value::Null => *name == "null",
                Value::Bool(_) => *name == "boolean",
                Value::Number(number) => *name == "number" || (*name == "integer" && !number.is_f64()),
                Value::String(_) => *name == "string",
                Value::Array(_) => *name == "array",
                Value::Object(_) => *name == "object",
            })
        };
        let values: Vec<Value> = (0..8).map(|_| self.value()).collect();
        let fitting = values.iter().find(|value| has_type(value));
        fitting.or(values.first()).cloned().unwrap_or_default()
    }

    fn keywords(&mut self, depth: usize, meant: Option<&'static str>) -> Map<String, Value> {
        if depth < 2 && chance(self.rng, 20) {
            return self.choice(meant);
        }
        let mut schema = Map::new();
        let types = self.types(meant, &mut schema);
        self.values(&types, &mut schema);
        self.of_texts(&types, &mut schema);
        self.of_numbers(&types, &mut schema);
        self.of_arrays(&types, depth, &mut schema);
        self.of_objects(&types, depth, &mut schema);
        self.branches(&types, depth, &mut schema);
        self.remarks(&mut schema);
        schema
    }

    fn types(&mut self, meant: Option<&'static str>, schema: &mut Map<String, Value>) -> Types {
        if let Some(name) = meant {
            match self.rng.u8(..10) {
                // Often the schema around says it already.
                0..4 => {}
                4..9 => {
                    schema.insert("type".to_owned(), json!(name));
                }
                _ => {
                    let mut names = vec![name, self.kind()];
                    names.dedup();
                    schema.insert("type".to_owned(), json!(names));
                }
            }
            return Types {
                names: vec![name],
                stated: true,
            };
        }
        match self.rng.u8(..100) {
            0..65 => {
                let name = self.kind();
                schema.insert("type".to_owned(), json!(name));
                Types {
                    names: vec![name],
                    stated: true,
                }
            }
            65..77 => {
                let count = self.rng.usize(1..4);
                let names = some_of(self.rng, &TYPES, count);
                schema.insert("type".to_owned(), json!(names));
                Types { names, stated: true }
            }
            _ => Types {
                names: TYPES.to_vec(),
                stated: false,
            },
        }
    }

    /// A type. Objects hold the most, so they come up the most.
    fn kind(&mut self) -> &'static str {
        let weighted = [0, 1, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6];
        TYPES[weighted[self.rng.usize(..weighted.len())]]
    }

    /// Whether a keyword for a type comes up: less often where any type will do, and seldom where it says nothing.
    fn wants(&mut self, types: &Types, kind: &str, percent: u32) -> bool {
        let percent = match (types.names.contains(&kind), types.stated) {
            (true, true) => percent,
            (true, false) => percent / 3 + 1,
            (false, _) => 3,
        };
        chance(self.rng, percent)
    }

    fn values(&mut self, types: &Types, schema: &mut Map<String, Value>) {
        if chance(self.rng, 7) {
            let mut values: Vec<Value> = Vec::new();
            for _ in 0..self.rng.usize(1..5) {
                let value = self.value_of(types);
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            schema.insert("enum".to_owned(), json!(values));
        } else if self.wants(types, "string", 12) {
            let count = self.rng.usize(1..5);
            schema.insert("enum".to_owned(), json!(some_of(self.rng, TEXTS, count)));
        }
        if chance(self.rng, 5) {
            schema.insert("const".to_owned(), self.value_of(types));
        }
    }

    fn of_texts(&mut self, types: &Types, schema: &mut Map<String, Value>) {
        if self.wants(types, "string", 15) {
            schema.insert("minLength".to_owned(), json!(self.rng.u8(..4)));
        }
        if self.wants(types, "string", 15) {
            schema.insert(
                "maxLength".to_owned(),
                json!([0, 1, 2, 5, 20, 100][self.rng.usize(..6)]),
            );
        }
        if self.wants(types, "string", 15) {
            schema.insert("pattern".to_owned(), json!(self.pattern()));
        }
        if self.wants(types, "string", 10) {
            let format = one_of(self.rng, FORMATS).map(|(format, _)| format);
            schema.insert("format".to_owned(), json!(format));
        }
    }

    fn pattern(&mut self) -> &'static str {
        one_of(self.rng, PATTERNS).map_or("", |(pattern, _)| pattern)
    }

    fn of_numbers(&mut self, types: &Types, schema: &mut Map<String, Value>) {
        let kind = if types.names.contains(&"integer") {
            "integer"
        } else {
            "number"
        };
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            if self.wants(types, kind, 15) {
                schema.insert(keyword.to_owned(), number(self.rng, self.numbers));
            }
        }
        if self.numbers == Numbers::Small && self.wants(types, kind, 15) {
            schema.insert("multipleOf".to_owned(), json!(one_of(self.rng, DIVISORS)));
        }
    }

    fn of_arrays(&mut self, types: &Types, depth: usize, schema: &mut Map<String, Value>) {
        if self.wants(types, "array", 45) {
            let items = if chance(self.rng, 65) {
                self.schema(depth + 1, To::Part)
            } else {
                let count = self.rng.usize(1..4);
                (0..count).map(|_| self.schema(depth + 1, To::Part)).collect()
            };
            schema.insert("items".to_owned(), items);
        }
        for (keyword, percent) in [("additionalItems", 12), ("contains", 10)] {
            if self.wants(types, "array", percent) {
                schema.insert(keyword.to_owned(), self.schema(depth + 1, To::Part));
            }
        }
        if self.wants(types, "array", 10) {
            schema.insert("minItems".to_owned(), json!(self.rng.u8(..3)));
        }
        if self.wants(types, "array", 10) {
            schema.insert("maxItems".to_owned(), json!(self.rng.u8(..4)));
        }
        if self.numbers == Numbers::Small && self.wants(types, "array", 15) {
            schema.insert("uniqueItems".to_owned(), json!(chance(self.rng, 90)));
        }
    }

    fn of_objects(&mut self, types: &Types, depth: usize, schema: &mut Map<String, Value>) {
        let mut declared = Vec::new();
        if self.wants(types, "object", 70) {
            let count = self.rng.usize(..5);
            declared = some_of(self.rng, NAMES, count);
            let properties = self.parts(&declared, depth + 1);
            schema.insert("properties".to_owned(), properties);
        }
        if self.wants(types, "object", 30) {
            let names = if declared.is_empty() || chance(self.rng, 30) {
                NAMES
            } else {
                &declared
            };
            let count = self.rng.usize(..3);
            schema.insert("required".to_owned(), json!(some_of(self.rng, names, count)));
        }
        if self.wants(types, "object", 12) {
            let patterns: Vec<&str> = PATTERNS.iter().map(|(pattern, _)| *pattern).collect();
            let count = self.rng.usize(1..3);
            let patterns = some_of(self.rng, &patterns, count);
            let properties = self.parts(&patterns, depth + 1);
            schema.insert("patternProperties".to_owned(), properties);
        }
        if self.wants(types, "object", 35) {
            let others = if chance(self.rng, 40) {
                json!(false)
            } else {
                self.schema(depth + 1, To::Part)
            };
            schema.insert("additionalProperties".to_owned(), others);
        }
        if self.wants(types, "object", 8) {
            let names = self.schema((depth + 2).min(DEEP), To::Part);
            schema.insert("propertyNames".to_owned(), names);
        }
        if self.wants(types, "object", 7) {
            schema.insert("minProperties".to_owned(), json!(self.rng.u8(..3)));
        }
        if self.wants(types, "object", 7) {
            schema.insert("maxProperties".to_owned(), json!(self.rng.u8(..4)));
        }
        if self.wants(types, "object", 8) {
            let mut dependencies = Map::new();
            let count = self.rng.usize(1..3);
            for name in some_of(self.rng, NAMES, count) {
                let needed = if self.rng.bool() {
                    let count = self.rng.usize(..3);
                    json!(some_of(self.rng, NAMES, count))
                } else {
                    self.schema((depth + 2).min(DEEP), To::Same(Some("object")))
                };
                dependencies.insert(name.to_owned(), needed);
            }
            schema.insert("dependencies".to_owned(), Value::Object(dependencies));
        }
    }

    /// A schema of a part for each name.
    fn parts(&mut self, names: &[&str], depth: usize) -> Value {
        let parts = names
            .iter()
            .map(|name| ((*name).to_owned(), self.schema(depth, To::Part)));
        Value::Object(parts.collect())
    }

    fn branches(&mut self, types: &Types, depth: usize, schema: &mut Map<String, Value>) {
        let meant = one_of(self.rng, &types.names).copied().filter(|_| types.stated);
        let same = To::Same(meant);
        for keyword in ["allOf", "anyOf", "oneOf"] {
            if chance(self.rng, if depth + 1 < DEEP { 9 } else { 3 }) {
                let count = self.rng.usize(1..4);
                let branches = self.list_of_branches(count, depth + 1, meant);
                schema.insert(keyword.to_owned(), branches);
            }
        }
        let depth = (depth + 2).min(DEEP);
        if chance(self.rng, 5) {
            schema.insert("not".to_owned(), self.schema(depth, same));
        }
        if chance(self.rng, 5) {
            schema.insert("if".to_owned(), self.schema(depth, same));
            for keyword in ["then", "else"] {
                if chance(self.rng, 65) {
                    schema.insert(keyword.to_owned(), self.schema(depth, same));
                }
            }
        }
    }

    /// Little more than several branches, mostly of one type: what tells them apart is in their rules.
    fn choice(&mut self, meant: Option<&'static str>) -> Map<String, Value> {
        let mut schema = Map::new();
        let kind = meant.unwrap_or_else(|| self.kind());
        if chance(self.rng, 30) {
            schema.insert("type".to_owned(), json!(kind));
        }
        let keyword = if self.rng.bool() { "anyOf" } else { "oneOf" };
        let count = self.rng.usize(2..5);
        let branches = self.list_of_branches(count, DEEP - 1, Some(kind));
        schema.insert(keyword.to_owned(), branches);
        schema
    }

    /// Branches; some look like an earlier one, but for a keyword.
    fn list_of_branches(&mut self, count: usize, depth: usize, meant: Option<&'static str>) -> Value {
        let mut branches: Vec<Value> = Vec::new();
        for _ in 0..count {
            let alike = one_of(self.rng, &branches).and_then(Value::as_object).cloned();
            let branch = match alike.filter(|branch| !branch.contains_key("$ref") && chance(self.rng, 35)) {
                Some(mut branch) => {
                    let keywords: Vec<String> = branch.keys().cloned().collect();
                    let dropped = one_of(self.rng, &keywords).and_then(|keyword| branch.remove(keyword));
                    if dropped.is_none() || self.rng.bool() {
                        branch.extend(self.keywords(DEEP, meant));
                    }
                    Value::Object(branch)
                }
                None => self.schema(depth, To::Same(meant)),
            };
            branches.push(branch);
        }
        Value::Array(branches)
    }

    /// What says nothing about instances.
    fn remarks(&mut self, schema: &mut Map<String, Value>) {
        for keyword in ["title", "description", "$comment"] {
            if chance(self.rng, 4) {
                schema.insert(keyword.to_owned(), json!(text(self.rng, REMARKS)));
            }
        }
        if chance(self.rng, 3) {
            schema.insert("default".to_owned(), self.value());
        }
        if chance(self.rng, 3) {
            schema.insert("examples".to_owned(), json!([self.value()]));
        }
        if chance(self.rng, 2) {
            schema.insert("readOnly".to_owned(), json!(self.rng.bool()));
        }
    }
}
