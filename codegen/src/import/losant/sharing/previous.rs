//! The names that an earlier import gave.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use typewright_core::Json;

use super::document::{self, DOCUMENT};
use super::shapes::{Place, Shape, Step, inner};

/// The names that shapes have in the schemas of an earlier import, by place.
#[derive(Default)]
pub(super) struct Previous(BTreeMap<String, String>);

impl Previous {
    /// Reads the names from the files of an earlier import. The files that are not in the description are shapes that it
    /// has named.
    pub(super) fn read(files: &BTreeMap<String, Json>, described: &BTreeMap<String, Json>) -> Self {
        let mut files: BTreeMap<&str, Json> = files
            .iter()
            .map(|(name, schema)| (name.as_str(), schema.clone()))
            .collect();
        if let Some(openapi) = files.get_mut(DOCUMENT) {
            *openapi = document::file(openapi);
        }
        let mut reader = Reader {
            files: &files,
            is_described: &|name| described.contains_key(name),
            names: BTreeMap::new(),
        };
        for (name, schema) in &files {
            if let Some(described) = described.get(*name) {
                let mut place = Place {
                    file: name,
                    steps: Vec::new(),
                };
                reader.schema(schema, name, described, &mut place);
            }
        }
        Self(reader.names)
    }

    /// The names of the places of a shape, those of most places first.
    pub(super) fn names(&self, shape: &Shape<'_>) -> Vec<String> {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for name in shape.places.iter().filter_map(|place| self.0.get(&place.to_string())) {
            *counts.entry(name).or_default() += 1;
        }
        let mut names: Vec<(&String, usize)> = counts.into_iter().collect();
        names.sort_by_key(|(_, count)| Reverse(*count));
        names.into_iter().map(|(name, _)| name.clone()).collect()
    }
}

struct Reader<'f> {
    files: &'f BTreeMap<&'f str, Json>,
    is_described: &'f dyn Fn(&str) -> bool,
    names: BTreeMap<String, String>,
}

impl<'f> Reader<'f> {
    /// Notes the names in a schema that is written in a file and stands at a place of the description. Only the places that
    /// the description has are visited, so this ends even if the schema refers to itself.
    fn schema(&mut self, schema: &'f Json, file: &'f str, described: &Json, place: &mut Place<'f>) {
        match schema.get("$ref").and_then(Json::as_str) {
            Some(reference) => {
                if let Some((name, file, schema)) = self.named(reference, file) {
                    self.names.insert(place.to_string(), name.to_owned());
                    self.inside(schema, file, described, place);
                }
            }
            None => self.inside(schema, file, described, place),
        }
    }

    fn inside(&mut self, schema: &'f Json, file: &'f str, described: &Json, place: &mut Place<'f>) {
        let described: BTreeMap<Step<'_>, &Json> = inner(described).into_iter().collect();
        for (step, inner) in inner(schema) {
            if let Some(described) = described.get(&step) {
                place.steps.push(step);
                self.schema(inner, file, described, place);
                place.steps.pop();
            }
        }
    }

    /// The shape that a reference names: its name, the file that it is written in, and its schema.
    fn named(&self, reference: &'f str, file: &'f str) -> Option<(&'f str, &'f str, &'f Json)> {
        let parts = ["#/definitions/", "#/components/schemas/"]
            .iter()
            .find_map(|at| reference.split_once(at));
        let (target, name) = parts.unwrap_or((reference, ""));
        let (file, whole) = match target.strip_suffix(".json") {
            Some(target) => self.files.get_key_value(target)?,
            None => self.files.get_key_value(file)?,
        };
        match name {
            "" if (self.is_described)(file) => None,
            "" => Some((file, file, whole)),
            name => Some((name, file, whole.get("definitions")?.get(name)?)),
        }
    }
}
