//! Shapes that the description writes again and again become files or definitions, and references to them.
//!
//! A shape that is a file already is a reference to that file. Any other shape that has several places gets a name
//! ([`names`]). It becomes a definition of the file that has all of its places, or else a file.

mod document;
mod names;
mod previous;
mod shapes;

use std::collections::{BTreeMap, BTreeSet};

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::{object, string};
use document::DOCUMENT;
use previous::Previous;
use shapes::{Owner, Shapes, map_inner};

/// The files of the description that are not changed, although their shapes may stand in others.
const UNTOUCHED: [&str; 4] = ["error", "success", "userOauthToken", "userOauthTokenPatch"];

/// Writes each shape of the schemas, and of the parameters in the OpenAPI document, once. The names that an earlier import
/// gave are kept; its files are called as they are without `.json`.
pub(super) fn share(schemas: &mut BTreeMap<String, Json>, openapi: &mut Json, earlier: &BTreeMap<String, Json>) {
    let mut files = std::mem::take(schemas);
    files.insert(DOCUMENT.to_owned(), document::file(openapi));
    let previous = Previous::read(earlier, &files);
    *schemas = shared(&files, &previous);
    if let Some(file) = schemas.remove(DOCUMENT) {
        document::put_back(&file, openapi);
    }
}

fn shared(files: &BTreeMap<String, Json>, previous: &Previous) -> BTreeMap<String, Json> {
    let shapes = Shapes::find(files, &UNTOUCHED);
    let names = names::names(&shapes, files, previous);
    let homes = homes(&shapes, &names);
    let writer = Writer {
        shapes: &shapes,
        names: &names,
        homes: &homes,
    };
    let mut shared = BTreeMap::new();
    for (name, schema) in files {
        let schema = if UNTOUCHED.contains(&name.as_str()) {
            schema.clone()
        } else {
            writer.schema(schema, name)
        };
        shared.insert(name.clone(), schema);
    }
    let mut definitions: BTreeMap<&str, BTreeMap<&str, Json>> = BTreeMap::new();
    for (index, name) in &names {
        let home = homes[*index];
        let schema = writer.schema(shapes.all[*index].json, home);
        if home == name {
            shared.insert(name.clone(), schema);
        } else {
            definitions.entry(home).or_default().insert(name, schema);
        }
    }
    for (file, schemas) in definitions {
        if let Some(Json::Object(members)) = shared.get_mut(file) {
            let mut definitions = match members.remove("definitions") {
                Some(Json::Object(definitions)) => definitions,
                _ => JsonObject::new(),
            };
            for (name, schema) in schemas {
                definitions.insert(name, schema);
            }
            members.insert("definitions", Json::Object(definitions));
        }
    }
    shared
}

/// The file that each shape is written in.
fn homes<'s>(shapes: &Shapes<'s>, names: &'s BTreeMap<usize, String>) -> Vec<&'s str> {
    let mut homes: BTreeMap<usize, &'s str> = BTreeMap::new();
    // A shape that owns another one is larger. Equal shapes have the same size, however their numbers are written.
    let mut order: Vec<usize> = (0..shapes.all.len()).collect();
    order.sort_by_cached_key(|index| std::cmp::Reverse(size(shapes.all[*index].json)));
    for index in order {
        let shape = &shapes.all[index];
        let owners = shape.owners.iter().map(|(owner, _)| match owner {
            Owner::File(file) => *file,
            Owner::Shape(owner) => homes[owner],
        });
        let owners: BTreeSet<&str> = owners.collect();
        let home = match (shape.file, names.get(&index), owners.first()) {
            (Some(file), _, _) => file,
            (None, Some(name), _) if owners.len() > 1 => name,
            (None, _, Some(only)) => only,
            (None, _, None) => unreachable!("a shape has an owner"),
        };
        homes.insert(index, home);
    }
    homes.into_values().collect()
}

/// How many values a value consists of.
fn size(json: &Json) -> usize {
    let inner: usize = match json {
        Json::Array(items) => items.iter().map(size).sum(),
        Json::Object(members) => members.values().map(size).sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
    };
    1 + inner
}

struct Writer<'w> {
    shapes: &'w Shapes<'w>,
    names: &'w BTreeMap<usize, String>,
    homes: &'w [&'w str],
}

impl Writer<'_> {
    /// A schema in a file, with references in it.
    fn schema(&self, schema: &Json, file: &str) -> Json {
        map_inner(schema, &mut |inner| match self.target(inner, file) {
            Some(target) => object([("$ref", string(target))]),
            None => self.schema(inner, file),
        })
    }

    /// What to refer to instead of writing a schema in a file.
    fn target(&self, schema: &Json, file: &str) -> Option<String> {
        let shape = self.shapes.of(schema)?;
        if let Some(file) = self.shapes.all[shape].file {
            return Some(format!("{file}.json"));
        }
        let name = self.names.get(&shape)?;
        Some(match self.homes[shape] {
            home if home == name => format!("{name}.json"),
            DOCUMENT => format!("#/components/schemas/{name}"),
            home if home == file => format!("#/definitions/{name}"),
            home => format!("{home}.json#/definitions/{name}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use typewright_core::Json;

    use super::shapes::map_inner;
    use super::share;

    /// `lamp` is in `lamps` again; a tag and a color have several places, in several files or in one; the states of a lamp and
    /// of a fan are not the same.
    const DESCRIPTION: [(&str, &str); 4] = [
        (
            "lamp",
            r#"{"type": "object", "properties": {
                "color": {"type": "string", "enum": ["warm", "cold"]},
                "tags": {"type": "array", "items": {"type": "object", "properties": {"key": {"type": "string"}}}},
                "state": {"type": "string", "enum": ["on", "off"]}}}"#,
        ),
        (
            "lamps",
            r#"{"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {
                "color": {"enum": ["warm", "cold"], "type": "string"},
                "tags": {"type": "array", "items": {"type": "object", "properties": {"key": {"type": "string"}}}},
                "state": {"type": "string", "enum": ["on", "off"]}}}}}}"#,
        ),
        (
            "lampPatch",
            r#"{"type": "object", "properties": {"color": {"type": "string", "enum": ["warm", "cold"]}}}"#,
        ),
        (
            "fanPost",
            r#"{"type": "object", "properties": {
                "fanTags": {"type": "array", "items": {"type": "object", "properties": {"key": {"type": "string"}}}},
                "dayMode": {"type": "string", "enum": ["slow", "fast"]},
                "nightMode": {"type": "string", "enum": ["slow", "fast"]},
                "state": {"type": "string", "enum": ["on", "off", "slow"]}}}"#,
        ),
    ];

    fn described() -> BTreeMap<String, Json> {
        let schemas = DESCRIPTION.iter();
        schemas
            .map(|(name, text)| ((*name).to_owned(), Json::parse(text).expect("it is JSON")))
            .collect()
    }

    fn imported(previous: &BTreeMap<String, Json>) -> BTreeMap<String, Json> {
        let mut schemas = described();
        share(&mut schemas, &mut Json::Null, previous);
        schemas
    }

    /// A schema with every shape in the place of its references.
    fn expanded(schema: &Json, home: &str, files: &BTreeMap<String, Json>) -> Json {
        let Some(reference) = schema.get("$ref").and_then(Json::as_str) else {
            return map_inner(schema, &mut |inner| expanded(inner, home, files));
        };
        let (file, name) = reference.split_once("#/definitions/").unwrap_or((reference, ""));
        let home = file.strip_suffix(".json").unwrap_or(home);
        let target = match name {
            "" => &files[home],
            name => files[home]
                .get("definitions")
                .and_then(|all| all.get(name))
                .expect("a definition"),
        };
        expanded(target, home, files)
    }

    fn without_definitions(schema: Json) -> Json {
        let Json::Object(mut members) = schema else {
            return schema;
        };
        members.remove("definitions");
        Json::Object(members)
    }

    fn reference(files: &BTreeMap<String, Json>, file: &str, property: &str) -> String {
        let schema = files[file]
            .get("properties")
            .and_then(|all| all.get(property))
            .expect("a property");
        let schema = schema.get("items").unwrap_or(schema);
        schema.get("$ref").and_then(Json::as_str).unwrap_or_default().to_owned()
    }

    #[test]
    fn references_mean_what_was_written_in_their_place() {
        let files = imported(&BTreeMap::new());
        for (name, schema) in described() {
            let found = without_definitions(expanded(&files[&name], &name, &files));
            assert_eq!(found, schema, "{name}: {}", files[&name]);
        }
    }

    #[test]
    fn a_shape_becomes_a_file_or_a_definition_named_after_its_property() {
        let files = imported(&BTreeMap::new());
        assert_eq!(reference(&files, "lamps", "items"), "lamp.json");
        assert_eq!(reference(&files, "lampPatch", "color"), "lampColor.json");
        assert_eq!(reference(&files, "lamp", "tags"), "fanTag.json");
        assert_eq!(reference(&files, "fanPost", "fanTags"), "fanTag.json");
        assert_eq!(reference(&files, "fanPost", "nightMode"), "#/definitions/dayMode");
        assert_eq!(reference(&files, "lamp", "state"), "");
        assert_eq!(files.len(), 6, "{:?}", files.keys());
    }

    #[test]
    fn an_earlier_file_that_refers_to_itself_several_times_is_read_once_for_each_place() {
        let node = r##"{"type": "object", "properties":
            {"color": {"$ref": "#/definitions/node"}, "state": {"$ref": "#/definitions/node"}}}"##;
        let lamp = format!(r#"{{"definitions": {{"node": {node}}}, {}"#, &node[1..]);
        let mut earlier = imported(&BTreeMap::new());
        earlier.insert("lamp".to_owned(), Json::parse(&lamp).expect("it is JSON"));
        assert_eq!(reference(&imported(&earlier), "fanPost", "fanTags"), "fanTag.json");
        // The description has such a place, but not the places below it.
        let tree = r#"{"properties": {"color": {"properties": {"color": {"properties": {"state": {}}}}}}}"#;
        let mut schemas = described();
        schemas.insert("lamp".to_owned(), Json::parse(tree).expect("it is JSON"));
        share(&mut schemas, &mut Json::Null, &earlier);
        assert!(schemas.contains_key("lamp"));
    }

    #[test]
    fn equal_shapes_with_numbers_of_another_length_are_one_shape() {
        let mode = |limit: &str| format!(r#"{{"properties": {{"level": {{"maximum": {limit}}}}}}}"#);
        let state = format!(r#"{{"properties": {{"mode": {}}}}}"#, mode("1"));
        let long = mode(&format!("1.{}", "0".repeat(100)));
        let files = [
            ("bed", format!(r#"{{"properties": {{"mode": {long}, "on": {{}}}}}}"#)),
            (
                "fan",
                format!(r#"{{"type": "object", "properties": {{"state": {state}}}}}"#),
            ),
            ("lamp", format!(r#"{{"properties": {{"on": {{}}, "state": {state}}}}}"#)),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), Json::parse(&text).expect("it is JSON")));
        let mut files = BTreeMap::from(files);
        share(&mut files, &mut Json::Null, &BTreeMap::new());
        let mode = reference(&files, "bed", "mode");
        assert_eq!(mode, "bedMode.json");
        let state = reference(&files, "fan", "state");
        assert_eq!(state, reference(&files, "lamp", "state"));
        assert_eq!(reference(&files, state.trim_end_matches(".json"), "mode"), mode);
    }

    #[test]
    fn a_name_of_an_earlier_import_is_kept() {
        let mut earlier = imported(&BTreeMap::new());
        for schema in earlier.values_mut() {
            let text = schema
                .to_string()
                .replace("fanTag.json", "label.json")
                .replace("dayMode\"}", "speed\"}");
            *schema = Json::parse(&text.replace("\"dayMode\":{\"type", "\"speed\":{\"type")).expect("it is JSON");
        }
        let label = earlier.remove("fanTag").expect("a file");
        earlier.insert("label".to_owned(), label);
        let files = imported(&earlier);
        assert_eq!(reference(&files, "fanPost", "fanTags"), "label.json");
        assert_eq!(reference(&files, "fanPost", "dayMode"), "#/definitions/speed");
        assert_eq!(reference(&files, "lamp", "color"), "lampColor.json");
    }
}
