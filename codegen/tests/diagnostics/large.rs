//! A large API is divided into files.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use typewright::Output;

use crate::support::{accept, cargo, text};

/// An object with many properties. Its code takes more than a quarter of a file.
fn long(properties: usize) -> Value {
    let mut members = Map::new();
    for index in 0..properties {
        let name = format!("reading number {index} of the device");
        members.insert(name, json!({ "type": "string", "pattern": "^[a-z]+[0-9]$" }));
    }
    json!({ "type": "object", "properties": members })
}

fn with(mut schema: Value, name: &str, property: Value) -> Value {
    schema["properties"][name] = property;
    schema
}

fn action(tag: &str, schema: &str) -> Value {
    json!({
        "get": {
            "operationId": format!("{tag}.get"),
            "tags": [tag],
            "responses": { "200": { "description": "", "content": { "application/json": {
                "schema": { "$ref": format!("#/components/schemas/{schema}") }
            } } } }
        }
    })
}

/// An API of pumps and valves, which refer to each other's types, and to a station that belongs to neither.
fn api(properties: usize) -> String {
    let station = json!({ "$ref": "#/components/schemas/Station" });
    let class = json!({ "enum": ["a", "b"] });
    let next = json!({ "$ref": "#/components/schemas/Pump" });
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Plant", "version": "1" },
        "paths": { "/pump": action("pump", "Pump"), "/valve": action("valve", "Valve") },
        "components": { "schemas": {
            "Pump": with(with(long(properties), "station", station.clone()), "class", class.clone()),
            "PumpLimits": long(40),
            "Unused": { "type": "object", "properties": { "pump": next } },
            "Station": with(long(40), "inner", with(long(40), "innermost", long(120))),
            "Valve": with(with(long(40), "station", station), "class", class),
        } }
    });
    document.to_string()
}

fn generated(document: &str) -> Output {
    accept(&[("openapi.json", document)])
}

/// The names of the files of types, without their folder and the tables.
fn modules(output: &Output) -> Vec<&str> {
    let names = output.files.iter().filter_map(|file| file.path.strip_prefix("types/"));
    names
        .filter_map(|name| name.strip_suffix(".rs").filter(|name| !name.contains('/')))
        .collect()
}

#[test]
fn a_large_api_has_a_file_for_each_resource() {
    let output = generated(&api(60));
    let longest = output.files.iter().map(|file| file.text.lines().count()).max();
    assert!(longest < Some(2_500), "a file has {longest:?} lines");
    assert!(text(&output, "types/pump.rs").contains("pub struct Pump {"));
    assert!(text(&output, "types/pump.rs").contains("pub struct PumpLimits {"));
    assert!(text(&output, "types/valve.rs").contains("pub struct Valve {"));
    assert!(text(&output, "types/common.rs").contains("pub struct Unused {"));
    // Too long for one file.
    assert!(text(&output, "types/station.rs").contains("pub struct Station {"));
    assert!(text(&output, "types/station_inner.rs").contains("pub struct StationInner {"));
    let types = text(&output, "types.rs");
    assert!(
        types.contains("pub use self::pump::{Pump, PumpClass, PumpLimits};"),
        "{types}"
    );
}

#[test]
fn a_change_of_one_schema_shows_in_the_files_of_its_resource() {
    let (old, new) = (generated(&api(60)), generated(&api(61)));
    assert_eq!(modules(&old), modules(&new));
    let files = old.files.iter().zip(&new.files);
    let changed = files.filter(|(old, new)| old != new).map(|(old, _)| old.path.as_str());
    let changed: BTreeSet<&str> = changed.collect();
    assert_eq!(
        changed,
        BTreeSet::from(["types/pump.rs", "types/pump/schema.rs", "types/pump/wire.rs"])
    );
}

#[test]
fn a_small_api_has_one_file_of_types() {
    let output = accept(&[("pump.json", &long(40).to_string())]);
    assert_eq!(modules(&output), ["wire", "schema"]);
}

#[test]
fn types_in_several_files_compile() {
    let document = api(60).replace("\"pump\"", "\"ポンプ\"");
    for command in [&["check", "--all-features"][..], &["doc", "--no-deps"]] {
        if let Err(said) = cargo(command, &[("openapi.json", &document)]) {
            panic!("cargo {command:?} fails:\n{said}");
        }
    }
}

#[test]
fn a_file_may_begin_with_a_keyword_or_a_digit_and_is_never_empty() {
    for names in [["typeA", "typeB"], ["1fooA", "1fooB"]] {
        let schemas: Vec<(String, String)> = names
            .into_iter()
            .chain(["pumpA", "pumpB"])
            .map(|name| (format!("{name}.json"), long(260).to_string()))
            .collect();
        let files: Vec<(&str, &str)> = schemas.iter().map(|(name, text)| (&**name, &**text)).collect();
        let output = accept(&files);
        for module in modules(&output) {
            let code = text(&output, &format!("types/{module}.rs"));
            assert!(
                module == "schema" || module == "wire" || code.contains("pub struct "),
                "{module}:\n{code}"
            );
        }
        if let Err(said) = cargo(&["check"], &files) {
            panic!("{said}");
        }
    }
}
