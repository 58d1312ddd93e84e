//! Which schemas mean the same: the ground for "equal shapes are one type".

use std::collections::{HashMap, HashSet};

use crate::schema::keywords::{Keywords, SchemaId};
use crate::schema::resolve::SchemaSet;

/// Schemas of one class accept the same values for the same reasons; annotations and order do not count.
pub type ClassId = usize;

/// The class of every schema.
#[derive(Debug)]
pub struct Classes {
    of: Vec<ClassId>,
    /// Schemas that contain themselves; each is a class of its own.
    pub recursive: HashSet<SchemaId>,
}

impl Classes {
    /// The class of a schema.
    pub fn of(&self, id: SchemaId) -> ClassId {
        self.of[id]
    }
}

/// Sorts all schemas into classes.
pub fn classify(set: &SchemaSet) -> Classes {
    let mut search = Search {
        set,
        state: vec![State::New; set.schemas.len()],
        recursive: HashSet::new(),
    };
    for id in 0..set.schemas.len() {
        search.visit(id);
    }
    let mut classifier = Classifier {
        set,
        recursive: &search.recursive,
        known: HashMap::new(),
        of: vec![None; set.schemas.len()],
    };
    let of = (0..set.schemas.len()).map(|id| classifier.class(id)).collect();
    Classes {
        of,
        recursive: search.recursive,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Finds the schemas that are reached again from inside of themselves.
struct Search<'a> {
    set: &'a SchemaSet,
    state: Vec<State>,
    recursive: HashSet<SchemaId>,
}

impl Search<'_> {
    fn visit(&mut self, id: SchemaId) {
        match self.state[id] {
            State::Done => {}
            State::Open => {
                self.recursive.insert(self.set.deref(id));
            }
            State::New => {
                self.state[id] = State::Open;
                for child in children(self.set.keywords(id)) {
                    self.visit(child);
                }
                self.state[id] = State::Done;
            }
        }
    }
}

struct Classifier<'a> {
    set: &'a SchemaSet,
    recursive: &'a HashSet<SchemaId>,
    known: HashMap<String, ClassId>,
    of: Vec<Option<ClassId>>,
}

impl Classifier<'_> {
    fn class(&mut self, id: SchemaId) -> ClassId {
        if let Some(class) = self.of[id] {
            return class;
        }
        let target = self.set.deref(id);
        let class = if self.recursive.contains(&target) {
            self.intern(format!("recursive {target}"))
        } else if target != id {
            self.class(target)
        } else {
            let key = self.key(id);
            self.intern(key)
        };
        self.of[id] = Some(class);
        class
    }

    fn intern(&mut self, key: String) -> ClassId {
        let next = self.known.len();
        *self.known.entry(key).or_insert(next)
    }

    /// A text that two schemas share if and only if they say the same. What comes from the schema stands in quotes, so
    /// that nothing in it can pass for what separates the parts.
    fn key(&mut self, id: SchemaId) -> String {
        let set = self.set;
        let keywords = set.keywords(id);
        let mut parts: Vec<String> = Vec::new();
        let mut part = |name: &str, value: String| parts.push(format!("{name}={value}"));
        if keywords.never {
            part("never", String::new());
        }
        if let Some(types) = keywords.types {
            part("type", types.to_string());
        }
        if let Some(values) = &keywords.values {
            let mut values: Vec<String> = values.iter().map(crate::input::document::Node::to_json).collect();
            values.sort();
            part("enum", values.join("\u{0}"));
        }
        if let Some(constant) = &keywords.constant {
            part("const", constant.to_json());
        }
        let counts = [
            ("minLength", keywords.min_length),
            ("maxLength", keywords.max_length),
            ("minItems", keywords.min_items),
            ("maxItems", keywords.max_items),
            ("minProperties", keywords.min_properties),
            ("maxProperties", keywords.max_properties),
        ];
        for (name, count) in counts {
            if let Some(count) = count {
                part(name, count.to_string());
            }
        }
        if let Some(pattern) = &keywords.pattern {
            part("pattern", format!("{pattern:?}"));
        }
        if let Some(format) = keywords.format {
            part("format", format.keyword().to_owned());
        }
        for (bound, number) in &keywords.bounds {
            part(&format!("{bound:?}"), number.clone());
        }
        if keywords.unique_items {
            part("uniqueItems", String::new());
        }
        if keywords.closed {
            part("closed", String::new());
        }
        let mut required = keywords.required.clone();
        required.sort();
        required.dedup();
        if !required.is_empty() {
            part("required", format!("{required:?}"));
        }
        for (name, names) in &keywords.required_with {
            part("requiredWith", format!("{name:?} {names:?}"));
        }
        parts.sort();
        for (name, id) in single(keywords) {
            parts.push(format!("{name}={}", self.class(id)));
        }
        for (name, ids) in lists(keywords) {
            let classes: Vec<String> = ids.iter().map(|id| self.class(*id).to_string()).collect();
            if !classes.is_empty() {
                parts.push(format!("{name}={}", classes.join(",")));
            }
        }
        for (name, map) in maps(keywords) {
            let mut entries: Vec<String> = map
                .iter()
                .map(|(key, id)| format!("{key:?} {}", self.class(*id)))
                .collect();
            entries.sort();
            if !entries.is_empty() {
                parts.push(format!("{name}={}", entries.join("\u{1}")));
            }
        }
        if keywords.tuple.is_some() {
            parts.push("tuple".to_owned());
        }
        parts.join("\u{2}")
    }
}

/// All schemas in a schema, and the target of its reference.
pub fn children(keywords: &Keywords) -> Vec<SchemaId> {
    let mut children: Vec<SchemaId> = Vec::new();
    if let Some(reference) = &keywords.reference {
        children.extend(reference.target);
        return children;
    }
    children.extend(single(keywords).into_iter().map(|(_, id)| id));
    for (_, list) in lists(keywords) {
        children.extend(list);
    }
    for (_, map) in maps(keywords) {
        children.extend(map.iter().map(|(_, id)| *id));
    }
    children
}

fn single(keywords: &Keywords) -> Vec<(&'static str, SchemaId)> {
    let mut single = Vec::new();
    let mut add = |name, id: Option<SchemaId>| single.extend(id.map(|id| (name, id)));
    add("items", keywords.items);
    add("additionalItems", keywords.additional_items);
    add("contains", keywords.contains);
    add("additionalProperties", keywords.additional_properties);
    add("propertyNames", keywords.property_names);
    add("not", keywords.not);
    if let Some((condition, then, otherwise)) = keywords.condition {
        add("if", Some(condition));
        add("then", then);
        add("else", otherwise);
    }
    single
}

fn lists(keywords: &Keywords) -> [(&'static str, &[SchemaId]); 4] {
    [
        ("tuple", keywords.tuple.as_deref().unwrap_or_default()),
        ("allOf", &keywords.all_of),
        ("anyOf", &keywords.any_of),
        ("oneOf", &keywords.one_of),
    ]
}

fn maps(keywords: &Keywords) -> [(&'static str, &[(String, SchemaId)]); 3] {
    [
        ("properties", &keywords.properties),
        ("patternProperties", &keywords.pattern_properties),
        ("schemaWith", &keywords.schema_with),
    ]
}
