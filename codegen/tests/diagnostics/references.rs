//! References that lead nowhere, out of the folder or in a circle.

use typewright::{File, Severity};

use crate::support::{Folder, accept, assert_only, refuse, refuse_folder, text};

#[test]
fn a_reference_to_nothing_in_the_file_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"properties\": {\n    \"tag\": {\"$ref\": \"#/definitions/tag\"}\n  }\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 21, "/properties/tag/$ref");
    insta::assert_snapshot!(refusal.text, @r##"
    error: unresolved `$ref` "#/definitions/tag": device.json has nothing at "/definitions/tag"
     --> schemas/device.json:3:21 (/properties/tag/$ref)
      |
    3 |     "tag": {"$ref": "#/definitions/tag"}
      |                     ^^^^^^^^^^^^^^^^^^^
      |
      = help: add it to device.json, or correct the reference

    1 error; no files were written
    "##);
}

#[test]
fn a_reference_to_a_missing_file_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"items\": {\"$ref\": \"tag.json\"}\n}")]);
    assert_only(&refusal, "schemas/device.json", 2, 21, "/items/$ref");
    insta::assert_snapshot!(refusal.text, @r#"
    error: unresolved `$ref` "tag.json": no file tag.json in the folder
     --> schemas/device.json:2:21 (/items/$ref)
      |
    2 |   "items": {"$ref": "tag.json"}
      |                     ^^^^^^^^^^
      |
      = help: add the file to the folder, or correct the reference

    1 error; no files were written
    "#);
}

#[test]
fn a_reference_that_is_nearly_right_is_refused_with_the_name_that_was_meant() {
    let refusal = refuse(&[
        ("device.json", "{\n  \"items\": {\"$ref\": \"Device-Tags.json\"}\n}"),
        ("deviceTag.json", "{}"),
    ]);
    assert_only(&refusal, "schemas/device.json", 2, 21, "/items/$ref");
    insta::assert_snapshot!(refusal.text, @r#"
    error: unresolved `$ref` "Device-Tags.json": no file Device-Tags.json in the folder
     --> schemas/device.json:2:21 (/items/$ref)
      |
    2 |   "items": {"$ref": "Device-Tags.json"}
      |                     ^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean deviceTag.json?

    1 error; no files were written
    "#);
}

#[test]
fn a_reference_to_a_file_outside_of_the_folder_is_refused() {
    let folder = Folder::with(&[("device.json", "{\n  \"items\": {\"$ref\": \"../tag.json\"}\n}")]);
    // It is there, and it is a schema; it is still not ours to read.
    std::fs::write(folder.path().join("tag.json"), r#"{"type": "string"}"#).unwrap();
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas/device.json", 2, 21, "/items/$ref");
    insta::assert_snapshot!(refusal.text, @r#"
    error: `$ref` "../tag.json" leaves the folder of the schemas
     --> schemas/device.json:2:21 (/items/$ref)
      |
    2 |   "items": {"$ref": "../tag.json"}
      |                     ^^^^^^^^^^^^^
      |
      = help: put that file into the folder, and refer to it by its name

    1 error; no files were written
    "#);
}

#[test]
fn every_way_out_of_the_folder_is_closed() {
    for way in [
        "/etc/passwd",
        "sub/../../tag.json",
        "./../tag.json",
        "%2e%2e/tag.json",
        "..%2ftag.json",
        r"..\\tag.json",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "//localhost/etc/passwd",
    ] {
        let folder = Folder::with(&[("device.json", &format!("{{\"items\": {{\"$ref\": \"{way}\"}}}}"))]);
        std::fs::write(folder.path().join("tag.json"), r#"{"type": "string"}"#).unwrap();
        let refusal = refuse_folder(&folder);
        assert_only(&refusal, "schemas/device.json", 1, 20, "/items/$ref");
    }
}

#[test]
fn a_reference_to_a_url_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"items\": {\"$ref\": \"https://example.com/tag.json#/definitions/x\"}\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 2, 21, "/items/$ref");
    insta::assert_snapshot!(refusal.text, @r#"
    error: unresolved `$ref` "https://example.com/tag.json#/definitions/x": no file in the folder has the URL https://example.com/tag.json, and typewright never uses the network
     --> schemas/device.json:2:21 (/items/$ref)
      |
    2 |   "items": {"$ref": "https://example.com/tag.json#/definitions/x"}
      |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: save the document and map its URL to a folder with --map-url URL=FOLDER

    1 error; no files were written
    "#);
}

#[test]
fn a_reference_to_one_of_several_schemas_with_one_id_is_refused() {
    let schema = |kind: &str| {
        format!(
            r##"{{
  "$id": "https://example.com/example.json",
  "properties": {{"x": {{"$ref": "#/definitions/x"}}}},
  "definitions": {{"x": {{"type": "{kind}"}}}}
}}"##
        )
    };
    let refusal = refuse(&[("one.json", &schema("string")), ("two.json", &schema("integer"))]);
    assert_eq!(
        refusal.places(),
        [
            ("schemas/one.json", 3, 32, "/properties/x/$ref"),
            ("schemas/two.json", 3, 32, "/properties/x/$ref"),
        ]
    );
    assert_eq!(
        refusal.diagnostics[0].message,
        "ambiguous `$ref` \"#/definitions/x\": several schemas have the URI https://example.com/example.json"
    );
    let refusal = refuse(&[
        ("device.json", r#"{"items": {"$ref": "tag.json"}}"#),
        ("gadget.json", r#"{"$id": "tag.json"}"#),
        ("tag.json", "{}"),
    ]);
    assert!(
        refusal.only().message.ends_with("have the URI tag.json"),
        "{}",
        refusal.text
    );
    // As long as nobody asks for it, it does no harm.
    let id = r#"{"$id": "https://example.com/example.json"}"#;
    accept(&[("one.json", id), ("two.json", id)]);
}

#[test]
fn a_reference_may_be_percent_encoded() {
    let names = ["a b.json", "c#d.json", "e?f.json", "100%.json", "gerät.json"];
    let own = r##"{"properties": {"x": {"$ref": "#/definitions/x"}}, "definitions": {"x": {"type": "string"}}}"##;
    let encoded = [
        "a%20b.json",
        "c%23d.json",
        "e%3Ff.json",
        "100%25.json",
        "ger%C3%A4t.json",
    ];
    let references = encoded.map(|name| format!(r#"{{"$ref": "{name}#/definitions/x"}}, {{"$ref": "{name}"}}"#));
    let all = format!(r#"{{"allOf": [{}, {{"$ref": "a b.json"}}]}}"#, references.join(", "));
    let mut files = names.map(|name| (name, own)).to_vec();
    files.push(("all.json", &all));
    accept(&files);
}

#[test]
fn a_reference_that_means_a_file_is_noted_where_it_says_a_definition() {
    let output = accept(&[
        (
            "device.json",
            "{\n  \"type\": \"array\",\n  \"items\": {\"$ref\": \"#/definitions/tag\"}\n}",
        ),
        ("tag.json", r#"{"type": "string", "enum": ["x"]}"#),
    ]);
    assert!(text(&output, "types.rs").contains("pub struct Device(pub Vec<Tag>);"));
    let [only] = &output.diagnostics[..] else {
        panic!("{:?}", output.diagnostics);
    };
    assert_eq!(only.severity, Severity::Note);
    assert_eq!((only.line, only.column, &*only.pointer), (3, 21, "/items/$ref"));
    assert!(only.message.contains("resolved to the file tag.json"), "{only}");
}

#[test]
fn what_is_near_a_reference_is_in_its_help() {
    for (reference, said) in [
        (
            "https://example.com/tag.json",
            "if you mean tag.json in the folder, give it this `$id`",
        ),
        (
            "more/gadget.json",
            "add the file to the folder, or correct the reference",
        ),
    ] {
        let schema = format!(r#"{{"items": {{"$ref": "{reference}"}}}}"#);
        let refusal = refuse(&[("device.json", &schema), ("tag.json", "{}")]);
        assert_eq!(refusal.only().help, said, "{}", refusal.text);
    }
}

#[test]
fn a_cycle_of_bare_references_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        r##"{
  "definitions": {
    "a": {"$ref": "#/definitions/b"},
    "b": {"$ref": "#/definitions/a"}
  },
  "properties": {"tag": {"$ref": "#/definitions/a"}}
}"##,
    )]);
    assert_only(&refusal, "schemas/device.json", 4, 10, "/definitions/b");
    insta::assert_snapshot!(refusal.text, @r##"
    error: `$ref` cycle: this schema only refers to itself
     --> schemas/device.json:4:10 (/definitions/b)
      |
    4 |     "b": {"$ref": "#/definitions/a"}
      |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: refer to a schema with a `type`, or remove the `$ref`

    1 error; no files were written
    "##);
}

#[test]
fn a_cycle_of_bare_references_through_files_is_refused() {
    let refusal = refuse(&[
        ("device.json", r#"{"$ref": "gadget.json"}"#),
        ("gadget.json", r#"{"allOf": [{"$ref": "thing.json"}]}"#),
        (
            "thing.json",
            r#"{"oneOf": [{"type": "null"}, {"$ref": "device.json"}]}"#,
        ),
    ]);
    assert_only(&refusal, "schemas/thing.json", 1, 30, "/oneOf/1");
}

#[test]
fn a_reference_to_itself_is_refused() {
    let refusal = refuse(&[("device.json", r##"{"$ref": "#"}"##)]);
    assert_only(&refusal, "schemas/device.json", 1, 1, "");
}

#[test]
fn a_reference_that_is_no_string_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"items\": {\"$ref\": 5}\n}")]);
    assert_only(&refusal, "schemas/device.json", 2, 21, "/items/$ref");
}

#[test]
fn a_long_chain_of_references_is_followed() {
    let steps = (0..5000).map(|step| format!("\"s{step}\": {{\"$ref\": \"#/definitions/s{}\"}}", step + 1));
    let steps: Vec<String> = steps.chain(["\"s5000\": {\"type\": \"string\"}".to_owned()]).collect();
    let schema = format!(
        r##"{{"type": "array", "items": {{"$ref": "#/definitions/s0"}}, "definitions": {{{}}}}}"##,
        steps.join(", ")
    );
    let output = accept(&[("chain.json", &schema)]);
    let is_chain = |file: &File| file.text.contains("pub struct Chain(pub Vec<String>);");
    assert!(output.files.iter().any(is_chain));
    assert!(output.files.len() < 100, "{} files", output.files.len());
    assert!(output.files.iter().all(|file| file.text.lines().count() < 2_500));
}

/// A file whose definitions each apply the next one to the same value.
fn chain(definitions: usize, keyword: &str, references: usize) -> String {
    let links = (0..definitions).map(|link| {
        let next = format!(r##"{{"$ref": "#/definitions/l{}"}}"##, link + 1);
        format!(r#""l{link}": {{"{keyword}": [{}]}}"#, vec![next; references].join(", "))
    });
    let links: Vec<String> = links
        .chain([format!(r#""l{definitions}": {{"type": "string"}}"#)])
        .collect();
    format!(
        r##"{{"properties": {{"x": {{"$ref": "#/definitions/l0"}}}}, "definitions": {{{}}}}}"##,
        links.join(",\n")
    )
}

#[test]
fn a_chain_that_a_check_could_not_follow_is_refused() {
    accept(&[("chain.json", &chain(99, "allOf", 1))]);
    let refusal = refuse(&[("chain.json", &chain(5000, "allOf", 1))]);
    assert!(
        refusal.only().message.contains("more than 100 schemas"),
        "{}",
        refusal.text
    );
}

#[test]
fn schemas_that_double_with_every_level_are_generated_once() {
    for keyword in ["allOf", "anyOf", "oneOf", "items"] {
        let output = accept(&[("chain.json", &chain(60, keyword, 2))]);
        let size: usize = output.files.iter().map(|file| file.text.len()).sum();
        assert!(size < 50_000, "{keyword}: {size} bytes");
    }
}

#[test]
fn a_schema_that_has_no_type_may_lead_to_itself() {
    let output = accept(&[(
        "device.json",
        r##"{
  "definitions": {"tree": {"type": "object", "properties": {"branches": {"items": {"$ref": "#/definitions/tree"}}}}},
  "properties": {"x": {"not": {"$ref": "#/definitions/tree"}}}
}"##,
    )]);
    assert!(text(&output, "types/schema.rs").contains("pub(crate) static TREE: Schema"));
}

#[test]
fn what_refers_to_a_broken_file_is_not_reported_besides() {
    let refusal = refuse(&[
        ("broken.json", "{"),
        (
            "device.json",
            r#"{"properties": {"a": {"$ref": "broken.json"}, "b": {"$ref": "broken.json"}}}"#,
        ),
    ]);
    assert_eq!(
        refusal.places(),
        [("schemas/broken.json", 1, 1, "")],
        "{}",
        refusal.text
    );
}

#[test]
fn a_file_that_is_broken_is_not_called_missing() {
    let refusal = refuse(&[
        ("device.json", "{\n  \"items\": {\"$ref\": \"tag.json\"}\n}"),
        ("tag.json", "{"),
    ]);
    assert!(!refusal.text.contains("there is no file tag.json"), "{}", refusal.text);
    assert_eq!(
        refusal.diagnostics.last().map(|last| &*last.file),
        Some("schemas/tag.json")
    );
}
