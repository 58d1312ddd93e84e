//! `--types plain`.

use std::fs;

use crate::support::{Folder, cargo_with, tree};
use crate::{GOOD, assert_code, run};

#[test]
fn plain_types_are_one_module_without_endpoints() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate --types plain --out out"), 0);
    let written = tree(&folder.path().join("out"));
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        ["mod.rs", "types.rs", "typewright.lock"]
    );
    assert!(written["types.rs"].contains("pub struct Device {"));
    assert!(!written["types.rs"].contains("typewright_runtime"));
    assert_code(&run(&folder, "generate --types plain --out out --check"), 0);
    assert_code(&run(&folder, "generate --out out --check"), 1);
}

#[test]
fn a_crate_of_plain_types_depends_on_serde_alone() {
    let folder = Folder::with(&GOOD);
    let output = run(&folder, "generate --types plain --crate acme --name acme-types");
    assert_code(&output, 0);
    let package = folder.path().join("acme");
    let written: Vec<String> = tree(&package).into_keys().collect();
    assert_eq!(
        written,
        [
            "Cargo.toml",
            "README.md",
            "rustfmt.toml",
            "src/lib.rs",
            "src/types.rs",
            "typewright.lock"
        ]
    );
    let manifest = fs::read_to_string(package.join("Cargo.toml")).expect("a manifest");
    let (_, dependencies) = manifest.split_once("[dependencies]\n").expect("dependencies");
    let dependencies = dependencies.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = dependencies.filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["serde", "serde_json"]);
}

#[test]
fn plain_types_of_hostile_names_compile() {
    let files = [
        (
            "words.json",
            r##"{
              "type": "object",
              "required": ["$ref", "type", "_x", "x", "extra"],
              "properties": {
                "$ref": {"type": "string"}, "type": {"enum": ["asc", "ASC", "", "self", "_x", "x"]},
                "_x": {"type": "integer"}, "x": {"type": ["integer", "null"]}, "extra": {"type": "object"},
                "größe": {"$ref": "#"}, "ok": {"$ref": "ok.json"},
                "additional_properties": {"type": "array", "items": {"enum": ["a", "b"]}}
              },
              "additionalProperties": {"type": "number"}
            }"##,
        ),
        ("option.json", r#"{"type": "array", "items": {"$ref": "string.json"}}"#),
        (
            "string.json",
            r#"{"type": "object", "properties": {"box": {"$ref": "box.json"}}}"#,
        ),
        (
            "box.json",
            r#"{"oneOf": [{"$ref": "string.json"}, {"type": "null"}, {"$ref": "vec.json"}]}"#,
        ),
        (
            "vec.json",
            r#"{"type": "object", "additionalProperties": {"$ref": "vec.json"}}"#,
        ),
        (
            "bTreeMap.json",
            r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
        ),
        ("serialize.json", r#"{"enum": ["yes", "no"]}"#),
        ("ok.json", r#"{"type": "string", "pattern": "^[a-z]+$"}"#),
        ("never.json", "false"),
        ("any.json", "true"),
    ];
    cargo_with(&["--types", "plain"], &["check"], &files).expect("plain types that compile without a warning");
}
