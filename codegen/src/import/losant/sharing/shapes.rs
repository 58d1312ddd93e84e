//! The shapes of a set of schemas: every distinct schema that is worth a name, with its places.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use typewright_core::Json;
use typewright_core::json::JsonObject;
use typewright_core::json::pointer::escape;

/// A place in a file, without the steps that name nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place<'s> {
    pub(super) file: &'s str,
    pub(super) steps: Vec<Step<'s>>,
}

/// A step from a schema to one inside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step<'s> {
    /// The schema of a property.
    Property(&'s str),
    /// The schema of the properties that match a pattern.
    Pattern(&'s str),
    /// The schema under a keyword.
    Keyword(&'s str),
    /// A schema in the array under a keyword.
    Branch(&'s str, usize),
}

/// A file and a JSON Pointer.
impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}#", self.file)?;
        self.steps.iter().try_for_each(|step| match step {
            Step::Property(name) => write!(formatter, "/properties/{}", escape(name)),
            Step::Pattern(pattern) => write!(formatter, "/patternProperties/{}", escape(pattern)),
            Step::Keyword(keyword) => write!(formatter, "/{keyword}"),
            Step::Branch(keyword, index) => write!(formatter, "/{keyword}/{index}"),
        })
    }
}

/// What holds a shape: a file, or another shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner<'s> {
    File(&'s str),
    Shape(usize),
}

pub(super) struct Shape<'s> {
    pub(super) json: &'s Json,
    /// All places, also those inside of other shapes.
    pub(super) places: Vec<Place<'s>>,
    /// The owners, each as often as it holds the shape, if every other shape is written once.
    pub(super) owners: BTreeSet<(Owner<'s>, Vec<Step<'s>>)>,
    /// The file that is this shape, if there is one.
    pub(super) file: Option<&'s str>,
}

pub(super) struct Shapes<'s> {
    /// Those that are files come first, then the others in the order in which they were found.
    pub(super) all: Vec<Shape<'s>>,
    index: HashMap<&'s Json, usize>,
}

impl<'s> Shapes<'s> {
    /// Finds the shapes of the files. The shapes of a file in `untouched` are not counted, because they stay where they are.
    pub(super) fn find(files: &'s BTreeMap<String, Json>, untouched: &[&str]) -> Self {
        let mut shapes = Self {
            all: Vec::new(),
            index: HashMap::new(),
        };
        for (name, schema) in files {
            if is_shape(schema) {
                let root = shapes.add(schema);
                shapes.all[root].file.get_or_insert(name);
            }
        }
        for (name, schema) in files.iter().filter(|(name, _)| !untouched.contains(&name.as_str())) {
            let mut place = Place {
                file: name,
                steps: Vec::new(),
            };
            shapes.note_places(schema, &mut place);
            shapes.note_owners(schema, Owner::File(name), &mut Vec::new());
        }
        shapes
    }

    /// Returns the shape that a schema is.
    pub(super) fn of(&self, schema: &Json) -> Option<usize> {
        is_shape(schema).then(|| self.index.get(schema).copied()).flatten()
    }

    fn add(&mut self, json: &'s Json) -> usize {
        let next = self.all.len();
        let shape = *self.index.entry(json).or_insert(next);
        if shape == next {
            self.all.push(Shape {
                json,
                places: Vec::new(),
                owners: BTreeSet::new(),
                file: None,
            });
        }
        shape
    }

    fn note_places(&mut self, schema: &'s Json, place: &mut Place<'s>) {
        for (step, inner) in inner(schema) {
            place.steps.push(step);
            let is_file = self.of(inner).is_some_and(|shape| self.all[shape].file.is_some());
            if !is_file {
                if is_shape(inner) {
                    let shape = self.add(inner);
                    self.all[shape].places.push(place.clone());
                }
                self.note_places(inner, place);
            }
            place.steps.pop();
        }
    }

    fn note_owners(&mut self, schema: &'s Json, owner: Owner<'s>, steps: &mut Vec<Step<'s>>) {
        for (step, inner) in inner(schema) {
            steps.push(step);
            match self.of(inner) {
                Some(shape) => {
                    let found = &mut self.all[shape];
                    let is_first = found.owners.is_empty() && found.file.is_none();
                    found.owners.insert((owner, steps.clone()));
                    if is_first {
                        self.note_owners(inner, Owner::Shape(shape), &mut Vec::new());
                    }
                }
                None => self.note_owners(inner, owner, steps),
            }
            steps.pop();
        }
    }
}

/// Whether a schema is worth a name: an object, an enumeration, or a choice. What may only be `null` beside one schema is
/// not: the schema is.
fn is_shape(schema: &Json) -> bool {
    let holds = |keyword: &str| {
        schema
            .get(keyword)
            .is_some_and(|value| value.as_object().is_some_and(|o| !o.is_empty()))
    };
    let choices = |keyword: &str| {
        let branches = schema.get(keyword).and_then(Json::as_array);
        let branches = branches.into_iter().flatten();
        branches.filter(|branch| !allows_only_null(branch)).count()
    };
    let has_values = schema
        .get("enum")
        .and_then(Json::as_array)
        .is_some_and(|values| values.len() > 1);
    let is_map = holds("patternProperties") && inner(schema).into_iter().any(|(_, inner)| is_shape(inner));
    holds("properties") || is_map || has_values || choices("oneOf") > 1 || choices("anyOf") > 1
}

fn allows_only_null(schema: &Json) -> bool {
    schema.get("type").and_then(Json::as_str) == Some("null")
}

/// The schemas directly inside of a schema, in their order.
pub(super) fn inner(schema: &Json) -> Vec<(Step<'_>, &Json)> {
    let mut found = Vec::new();
    for (keyword, value) in schema.as_object().into_iter().flat_map(|members| members.iter()) {
        match (keyword, value) {
            ("properties", Json::Object(members)) => {
                found.extend(members.iter().map(|(name, schema)| (Step::Property(name), schema)));
            }
            ("patternProperties", Json::Object(members)) => {
                found.extend(members.iter().map(|(pattern, schema)| (Step::Pattern(pattern), schema)));
            }
            ("oneOf" | "anyOf" | "allOf" | "items", Json::Array(schemas)) => {
                let schemas = schemas.iter().enumerate();
                found.extend(schemas.map(|(index, schema)| (Step::Branch(keyword, index), schema)));
            }
            ("items" | "additionalProperties" | "not", Json::Object(_)) => found.push((Step::Keyword(keyword), value)),
            _ => {}
        }
    }
    found
}

/// A schema with other schemas inside of it.
pub(super) fn map_inner(schema: &Json, map: &mut impl FnMut(&Json) -> Json) -> Json {
    let Json::Object(members) = schema else {
        return schema.clone();
    };
    let mut mapped = JsonObject::new();
    for (keyword, value) in members {
        let value = match (keyword, value) {
            ("properties" | "patternProperties", Json::Object(inner)) => {
                let mut schemas = JsonObject::new();
                for (name, schema) in inner {
                    schemas.insert(name, map(schema));
                }
                Json::Object(schemas)
            }
            ("oneOf" | "anyOf" | "allOf" | "items", Json::Array(schemas)) => {
                Json::Array(schemas.iter().map(&mut *map).collect())
            }
            ("items" | "additionalProperties" | "not", Json::Object(_)) => map(value),
            (_, value) => value.clone(),
        };
        mapped.insert(keyword, value);
    }
    Json::Object(mapped)
}
