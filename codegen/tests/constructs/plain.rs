//! Plain serde types: `--types plain`.

use typewright::Generator;

use crate::support::{Folder, generate, text};

#[track_caller]
fn plain(name: &str, files: &[(&str, &str)]) {
    let folder = Folder::with(files);
    let output = generate(&Generator::new(folder.schemas()).plain_types()).expect("plain types");
    let mut shown: Vec<String> = files
        .iter()
        .map(|(file, schema)| format!("== {file}\n{}", schema.trim()))
        .collect();
    shown.push(text(&output, "types.rs").to_owned());
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown.join("\n\n")));
}

#[test]
fn objects() {
    plain(
        "plain_objects",
        &[(
            "device.json",
            r##"
{
  "description": "A device that reports its state.",
  "type": "object",
  "required": ["id", "name"],
  "properties": {
    "id": {"type": "string", "pattern": "^[0-9a-f]{24}$"},
    "name": {"description": "Its name.", "type": "string", "minLength": 1},
    "type": {"enum": ["sensor", "SENSOR"]},
    "tags": {"type": "array", "items": {"type": "string"}},
    "createdAt": {"type": "string", "format": "date-time"},
    "parent": {"$ref": "#"},
    "weight": {"type": ["number", "null"], "default": 1}
  },
  "additionalProperties": false
}"##,
        )],
    );
}

#[test]
fn unions_try_what_demands_most_first() {
    plain(
        "plain_unions",
        &[(
            "event.json",
            r#"
{
  "oneOf": [
    {"type": "string"},
    {"type": "object", "properties": {"note": {"type": "string"}}},
    {"type": "object", "required": ["at", "kind"], "properties": {"at": {"type": "integer"}, "kind": {"const": "tick"}}},
    {"type": "null"}
  ]
}"#,
        )],
    );
}

#[test]
fn maps_and_additional_properties() {
    plain(
        "plain_maps",
        &[(
            "limits.json",
            r#"
{
  "type": "object",
  "properties": {"default": {"type": "integer"}, "anything": {}},
  "additionalProperties": {"type": "object", "additionalProperties": {"type": "boolean"}}
}"#,
        )],
    );
}
