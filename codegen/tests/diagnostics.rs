//! Bad input: each kind is refused with its place and a way out, and what only looks bad is generated.

mod support;

use losant_codegen::Severity;
use support::{Folder, accept, assert_only, members, refuse, refuse_folder, text};

// ---------------------------------------------------------------------------------------------------------------------
// Files that are no documents
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_json_syntax_error_has_its_place() {
    let refusal = refuse(&[(
        "device.json",
        r#"{
  "type": "object",
  "properties": {
    "name": {"type": "string",}
  }
}"#,
    )]);
    assert_only(&refusal, "schemas/device.json", 4, 31, "");
    insta::assert_snapshot!(refusal.text, @"
    error: this is not JSON: trailing comma
      --> schemas/device.json:4:31
      help: remove the comma before this bracket

    1 error; nothing was written
    ");
}

#[test]
fn a_file_that_ends_too_early_has_its_place() {
    let refusal = refuse(&[("device.json", "{\n  \"type\": \"object\",\n")]);
    assert_only(&refusal, "schemas/device.json", 3, 1, "");
    insta::assert_snapshot!(refusal.text, @"
    error: this is not JSON: EOF while parsing an object
      --> schemas/device.json:3:1
      help: the file ends too early: close what is open

    1 error; nothing was written
    ");
}

#[test]
fn the_help_tells_what_to_do_about_the_syntax() {
    for (text, said) in [
        ("{,}", "write a name in double quotes here"),
        ("{\"a\": [1,]}", "remove the comma"),
        ("{\"a\" 1}", "put a colon"),
        ("{\"a\": 1 \"b\": 2}", "put a comma"),
        ("{\"a\": yes}", "JSON has no comments"),
        ("// A device\n{}", "JSON has no comments"),
        ("{\"a\": nul}", "the only words without quotes"),
        ("{\"a\": \"x\n\"}", "close the string"),
        ("{} {}", "remove this"),
    ] {
        let refusal = refuse(&[("device.json", text)]);
        assert!(refusal.only().help.contains(said), "{text}: {}", refusal.text);
    }
}

#[test]
fn an_empty_file_is_refused() {
    let refusal = refuse(&[("device.json", "")]);
    assert_only(&refusal, "schemas/device.json", 1, 1, "");
    insta::assert_snapshot!(refusal.text, @"
    error: this file is empty
      --> schemas/device.json:1:1
      help: write a JSON object into it, or move it out of the folder

    1 error; nothing was written
    ");
}

#[test]
fn columns_count_characters_and_lines_may_end_in_crlf() {
    let refusal = refuse(&[("device.json", "{\r\n  \"title\": \"Gerät 🙂\", \"type\": 5\r\n}\r\n")]);
    assert_only(&refusal, "schemas/device.json", 2, 31, "/type");
}

#[test]
fn a_byte_order_mark_is_read_over() {
    let output = accept(&[("device.json", "\u{feff}{\"type\": \"object\"}")]);
    assert!(text(&output, "types.rs").contains("pub struct Device"));
}

#[test]
fn a_property_that_stands_twice_has_its_place() {
    let refusal = refuse(&[(
        "device.json",
        r#"{
  "properties": {
    "name": {
      "type": "string",
      "type": "integer"
    }
  }
}"#,
    )]);
    assert_only(&refusal, "schemas/device.json", 5, 7, "/properties/name/type");
    insta::assert_snapshot!(refusal.text, @r#"
    error: the property "type" stands twice in this object
      --> schemas/device.json:5:7 (/properties/name/type)
      help: keep one of the two

    1 error; nothing was written
    "#);
}

#[test]
fn a_file_that_is_not_utf_8_is_refused_at_the_first_wrong_byte() {
    let folder = Folder::with(&[]);
    folder.add("device.json", b"{\n  \"title\": \"Ger\xe4t\"\n}");
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas/device.json", 2, 16, "");
    assert!(refusal.only().message.contains("not UTF-8"), "{}", refusal.text);
}

#[test]
fn a_folder_that_is_named_like_a_schema_is_refused() {
    let folder = Folder::with(&[("device.json", "{}")]);
    std::fs::create_dir(folder.schemas().join("gadget.json")).unwrap();
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas/gadget.json", 0, 0, "");
    // The rest of the message is the operating system's.
    let start = "error: this file cannot be read: ";
    assert!(refusal.text.starts_with(start), "{}", refusal.text);
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused_and_not_waited_for() {
    let folder = Folder::with(&[("device.json", "{}")]);
    let _socket = std::os::unix::net::UnixListener::bind(folder.schemas().join("gadget.json")).unwrap();
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas/gadget.json", 0, 0, "");
    assert!(refusal.only().message.contains("no regular file"), "{}", refusal.text);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_refused() {
    let folder = Folder::with(&[("device.json", "{}")]);
    std::os::unix::fs::symlink("nowhere.json", folder.schemas().join("gadget.json")).unwrap();
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas/gadget.json", 0, 0, "");
    assert!(refusal.only().message.contains("cannot be read"), "{}", refusal.text);
}

#[test]
fn an_empty_folder_is_refused() {
    let refusal = refuse(&[]);
    assert_only(&refusal, "schemas", 0, 0, "");
    insta::assert_snapshot!(refusal.text, @"
    error: this folder holds no schemas: not one file ends in .json
      --> schemas
      help: put a JSON Schema file for each type there, or name another folder with --schemas

    1 error; nothing was written
    ");
}

#[test]
fn a_folder_with_other_files_only_is_refused() {
    let refusal = refuse(&[("README.md", "# Schemas"), ("device.yaml", "type: object")]);
    assert_only(&refusal, "schemas", 0, 0, "");
    assert!(refusal.only().message.contains(".json"), "{}", refusal.text);
}

#[test]
fn a_missing_folder_is_refused() {
    let folder = Folder::with(&[]);
    std::fs::remove_dir(folder.schemas()).unwrap();
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas", 0, 0, "");
    assert!(
        refusal.text.starts_with("error: this folder cannot be read: "),
        "{}",
        refusal.text
    );
    assert!(refusal.only().help.contains("--schemas"), "{}", refusal.text);
}

#[test]
fn a_folder_with_an_openapi_document_only_is_refused() {
    let refusal = refuse(&[("openapi.json", r#"{"openapi": "3.1.0", "paths": {}}"#)]);
    assert_only(&refusal, "schemas", 0, 0, "");
}

// ---------------------------------------------------------------------------------------------------------------------
// Documents that are no schemas
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_type_that_does_not_exist_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        r#"{
  "type": "object",
  "properties": {
    "name": {"type": "strng"}
  }
}"#,
    )]);
    assert_only(&refusal, "schemas/device.json", 4, 22, "/properties/name/type");
    insta::assert_snapshot!(refusal.text, @r#"
    error: "strng" is not a type
      --> schemas/device.json:4:22 (/properties/name/type)
      help: use one of null, boolean, integer, number, string, array, object

    1 error; nothing was written
    "#);
}

#[test]
fn properties_that_are_an_array_are_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"type\": \"object\",\n  \"properties\": []\n}")]);
    assert_only(&refusal, "schemas/device.json", 3, 17, "/properties");
    insta::assert_snapshot!(refusal.text, @"
    error: `properties` wants an object that holds a schema for each name, and this is an empty array
      --> schemas/device.json:3:17 (/properties)
      help: write an object that holds a schema for each name here, or remove the keyword

    1 error; nothing was written
    ");
}

#[test]
fn a_string_where_a_schema_belongs_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"properties\": {\n    \"a/b\": \"string\"\n  }\n}")]);
    assert_only(&refusal, "schemas/device.json", 3, 12, "/properties/a~1b");
    insta::assert_snapshot!(refusal.text, @"
    error: a schema belongs here, and this is a string
      --> schemas/device.json:3:12 (/properties/a~1b)
      help: write an object of keywords, or true or false

    1 error; nothing was written
    ");
}

#[test]
fn a_file_that_holds_a_string_is_refused() {
    let refusal = refuse(&[("device.json", "\n  \"string\"\n")]);
    assert_only(&refusal, "schemas/device.json", 2, 3, "");
    insta::assert_snapshot!(refusal.text, @"
    error: a schema is an object or a boolean, and this is a string
      --> schemas/device.json:2:3
      help: write a JSON Schema (draft-07), or move the file out of the folder

    1 error; nothing was written
    ");
}

#[test]
fn an_any_of_that_holds_an_array_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"anyOf\": [\n    {\"type\": \"null\"},\n    [{\"type\": \"string\"}]\n  ]\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 4, 5, "/anyOf/1");
    insta::assert_snapshot!(refusal.text, @"
    error: a schema belongs here, and this is an array
      --> schemas/device.json:4:5 (/anyOf/1)
      help: write an object of keywords, or true or false

    1 error; nothing was written
    ");
}

#[test]
fn an_any_of_that_is_no_list_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"anyOf\": {\"type\": \"string\"}\n}")]);
    assert_only(&refusal, "schemas/device.json", 2, 12, "/anyOf");
    insta::assert_snapshot!(refusal.text, @"
    error: `anyOf` wants a list of at least one schema, and this is an object
      --> schemas/device.json:2:12 (/anyOf)
      help: write a list of at least one schema here, or remove the keyword

    1 error; nothing was written
    ");
}

#[test]
fn a_count_below_zero_is_refused_and_shown() {
    let refusal = refuse(&[("device.json", "{\n  \"type\": \"string\",\n  \"minLength\": -1\n}")]);
    assert_only(&refusal, "schemas/device.json", 3, 16, "/minLength");
    // "… and this is a number" would not tell what is wrong with it.
    assert!(refusal.only().message.contains("-1"), "{}", refusal.text);
}

#[test]
fn a_title_or_description_that_is_no_string_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"title\": 5,\n  \"description\": [\"x\"]\n}")]);
    assert_eq!(
        refusal.places(),
        [
            ("schemas/device.json", 2, 12, "/title"),
            ("schemas/device.json", 3, 18, "/description"),
        ],
        "{}",
        refusal.text
    );
}

#[test]
fn an_annotation_of_the_wrong_type_is_refused() {
    for (keyword, value) in [
        ("$id", "5"),
        ("$schema", "5"),
        ("readOnly", "\"yes\""),
        ("writeOnly", "1"),
        ("deprecated", "\"since v2\""),
    ] {
        let refusal = refuse(&[("device.json", &format!("{{\n  \"{keyword}\": {value}\n}}"))]);
        assert_only(
            &refusal,
            "schemas/device.json",
            2,
            7 + keyword.len(),
            &format!("/{keyword}"),
        );
    }
}

#[test]
fn what_is_wrong_in_a_list_is_said_of_its_keyword() {
    for (schema, said) in [
        (
            r#"{"required": ["a", 5]}"#,
            "`required` wants a property name, and this is 5",
        ),
        (
            r#"{"type": ["string", 5]}"#,
            "`type` wants the name of a type, and this is 5",
        ),
        (
            r#"{"dependencies": {"1": ["a", 5]}}"#,
            "`dependencies` wants a property name, and this is 5",
        ),
        (
            r#"{"anyOf": []}"#,
            "`anyOf` wants a list of at least one schema, and this is an empty array",
        ),
    ] {
        let refusal = refuse(&[("device.json", schema)]);
        assert_eq!(refusal.only().message, said, "{}", refusal.text);
    }
}

#[test]
fn a_pattern_that_cannot_be_enforced_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"type\": \"string\",\n  \"pattern\": \"(a)\\\\1\"\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 14, "/pattern");
    insta::assert_snapshot!(refusal.text, @r#"
    error: the pattern "(a)\\1" cannot be enforced: at byte 3 of the pattern: references to a group are not supported, as they take more than linear time; repeat what the group says
      --> schemas/device.json:3:14 (/pattern)
      help: write it as an ECMA-262 regular expression without back references and look-behind

    1 error; nothing was written
    "#);
}

#[test]
fn what_is_not_enforced_is_a_warning() {
    let output = accept(&[(
        "page.json",
        r#"{
  "type": "string",
  "contentMediaType": "text/html",
  "contentEncoding": "base64",
  "format": "idn-hostname"
}"#,
    )]);
    let said: Vec<_> = output
        .diagnostics
        .iter()
        .map(|said| (said.severity, said.line, said.pointer.as_str()))
        .collect();
    let wanted = [(3, "/contentMediaType"), (4, "/contentEncoding"), (5, "/format")];
    assert_eq!(said, wanted.map(|(line, pointer)| (Severity::Warning, line, pointer)));
}

#[test]
fn a_keyword_of_a_later_draft_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"type\": \"object\",\n  \"unevaluatedProperties\": false\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 3, "/unevaluatedProperties");
    insta::assert_snapshot!(refusal.text, @r#"
    error: the keyword "unevaluatedProperties" belongs to a later draft and cannot be enforced
      --> schemas/device.json:3:3 (/unevaluatedProperties)
      help: say the same with the keywords of draft-07

    1 error; nothing was written
    "#);
}

#[test]
fn a_draft_that_is_not_known_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 2, 14, "/$schema");
    insta::assert_snapshot!(refusal.text, @r#"
    error: "https://json-schema.org/draft/2020-12/schema" is a draft that this generator does not know
      --> schemas/device.json:2:14 (/$schema)
      help: write the schema in draft-07: "http://json-schema.org/draft-07/schema#"

    1 error; nothing was written
    "#);
}

#[test]
fn a_keyword_that_is_not_known_is_reported_and_generated() {
    for (written, meant) in [
        ("propertis", "properties"),
        ("Required", "required"),
        ("minLenght", "minLength"),
        ("tpye", "type"),
    ] {
        let output = accept(&[("device.json", &format!("{{\n  \"{written}\": {{}}\n}}"))]);
        let [only] = &output.diagnostics[..] else {
            panic!("{:?}", output.diagnostics);
        };
        assert_eq!(only.severity, Severity::Warning);
        assert_eq!((only.line, only.column), (2, 3));
        assert_eq!(only.pointer, format!("/{written}"));
        assert!(only.help.contains(&format!("{meant:?}")), "{only}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// References
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_reference_to_nothing_in_the_file_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"properties\": {\n    \"tag\": {\"$ref\": \"#/definitions/tag\"}\n  }\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 21, "/properties/tag/$ref");
    insta::assert_snapshot!(refusal.text, @r##"
    error: `$ref` to "#/definitions/tag": device.json has nothing at "/definitions/tag"
      --> schemas/device.json:3:21 (/properties/tag/$ref)
      help: add it to device.json, or correct the reference

    1 error; nothing was written
    "##);
}

#[test]
fn a_reference_to_a_missing_file_is_refused() {
    let refusal = refuse(&[("device.json", "{\n  \"items\": {\"$ref\": \"tag.json\"}\n}")]);
    assert_only(&refusal, "schemas/device.json", 2, 21, "/items/$ref");
    insta::assert_snapshot!(refusal.text, @r#"
    error: `$ref` to "tag.json": there is no file tag.json in the folder
      --> schemas/device.json:2:21 (/items/$ref)
      help: add the file to the folder, or correct the reference

    1 error; nothing was written
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
    error: `$ref` to "Device-Tags.json": there is no file Device-Tags.json in the folder
      --> schemas/device.json:2:21 (/items/$ref)
      help: is deviceTag.json meant?

    1 error; nothing was written
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
    error: `$ref` to "../tag.json" leaves the folder of the schemas
      --> schemas/device.json:2:21 (/items/$ref)
      help: put that file into the folder, and refer to it by its name

    1 error; nothing was written
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
    error: `$ref` to "https://example.com/tag.json#/definitions/x": no file of the folder has the URL https://example.com/tag.json, and the network is never used
      --> schemas/device.json:2:21 (/items/$ref)
      help: save that document and map its URL to the folder with --map-url URL=FOLDER

    1 error; nothing was written
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
        "`$ref` to \"#/definitions/x\": several schemas say that they are https://example.com/example.json"
    );
    let refusal = refuse(&[
        ("device.json", r#"{"items": {"$ref": "tag.json"}}"#),
        ("gadget.json", r#"{"$id": "tag.json"}"#),
        ("tag.json", "{}"),
    ]);
    assert!(
        refusal.only().message.ends_with("say that they are tag.json"),
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
    assert!(only.message.contains("the file tag.json is taken"), "{only}");
}

#[test]
fn what_is_near_a_reference_is_in_its_help() {
    for (reference, said) in [
        (
            "https://example.com/tag.json",
            "if tag.json of the folder is meant, give it that `$id`",
        ),
        (
            "more/gadget.json",
            "put the file into the folder itself: folders in it are not read",
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
    insta::assert_snapshot!(refusal.text, @"
    error: this schema leads to itself without a step into the value, so it says nothing
      --> schemas/device.json:4:10 (/definitions/b)
      help: let the `$ref` lead to a schema with a `type`, or remove it

    1 error; nothing was written
    ");
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
    assert!(text(&output, "types.rs").contains("pub struct Chain(pub Vec<String>);"));
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
        refusal.only().message.contains("more than 100 others"),
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

// ---------------------------------------------------------------------------------------------------------------------
// Nesting
// ---------------------------------------------------------------------------------------------------------------------

fn nested(open: &str, close: &str, levels: usize) -> String {
    format!("{}{{}}{}", open.repeat(levels), close.repeat(levels))
}

#[test]
fn schemas_nested_1000_deep_are_refused() {
    let refusal = refuse(&[("device.json", &nested("{\"properties\":{\"x\":\n", "}}", 1000))]);
    let pointer = format!("{}/properties", "/properties/x".repeat(30));
    assert_only(&refusal, "schemas/device.json", 31, 15, &pointer);
    assert!(
        refusal.only().message.contains("deeper than 60 levels"),
        "{}",
        refusal.text
    );
    assert!(refusal.only().help.contains("definitions"), "{}", refusal.text);
}

#[test]
fn nothing_nested_1000_deep_overflows_the_stack() {
    for (open, close) in [
        ("{\"items\":", "}"),
        ("{\"not\":", "}"),
        ("{\"allOf\":[", "]}"),
        ("{\"oneOf\":[{\"type\":\"null\"},", "]}"),
        ("{\"if\":", "}"),
        ("{\"additionalProperties\":", "}"),
        ("{\"definitions\":{\"d\":", "}}"),
        ("{\"default\":", "}"),
        ("{\"enum\":[", "]}"),
        ("{\"x-note\":", "}"),
    ] {
        let refusal = refuse(&[("device.json", &nested(open, close, 1000))]);
        assert!(
            refusal.only().message.contains("nested deeper"),
            "{open}: {}",
            refusal.text
        );
        assert_eq!(refusal.only().line, 1);
        assert!(
            refusal.only().column > 1,
            "the place is that of the whole file: {}",
            refusal.text
        );
    }
}

#[test]
fn text_that_is_nested_without_end_is_refused() {
    for open in ["[", "{\"not\":", "{\"a\":["] {
        let refusal = refuse(&[("device.json", &open.repeat(100_000))]);
        let only = refusal.only();
        assert_eq!((&*only.file, only.line, &*only.pointer), ("schemas/device.json", 1, ""));
    }
}

#[test]
fn schemas_with_thousands_of_members_take_no_more_than_seconds() {
    let many = |count: usize, each: &dyn Fn(usize) -> String| (0..count).map(each).collect::<Vec<_>>().join(",");
    for (what, schema) in [
        (
            "values",
            format!(r#"{{"enum": [{}]}}"#, many(20_000, &|n| format!("\"v{n}\""))),
        ),
        (
            "values that look alike",
            format!(r#"{{"enum": [{}]}}"#, many(20_000, &|n| format!("\"\\u{n:04x}\""))),
        ),
        (
            "properties",
            format!(r#"{{"properties": {{{}}}}}"#, many(5000, &|n| format!("\"p{n}\":{{}}"))),
        ),
        (
            "branches that differ",
            format!(
                r#"{{"oneOf": [{}]}}"#,
                many(2000, &|n| format!(
                    r#"{{"type":"object","properties":{{"k":{{"const":"c{n}"}}}}}}"#
                ))
            ),
        ),
        (
            "branches that look alike",
            format!(
                r#"{{"anyOf": [{}]}}"#,
                many(2000, &|n| format!(
                    r#"{{"type":"object","properties":{{"k":{{"minLength":{n}}}}}}}"#
                ))
            ),
        ),
        (
            "patterns",
            format!(
                r#"{{"patternProperties": {{{}}}}}"#,
                many(5000, &|n| format!("\"^p{n} \":{{}}"))
            ),
        ),
        (
            "warnings",
            format!(
                r#"{{"properties": {{{}}}}}"#,
                many(5000, &|n| format!("\"p{n}\":{{\"odd\":1}}"))
            ),
        ),
        (
            "references",
            format!(
                r##"{{"$ref": "#/definitions/d0", "definitions": {{{}, "d30000": {{}}}}}}"##,
                many(30_000, &|n| format!(
                    "\"d{n}\":{{\"$ref\":\"#/definitions/d{}\"}}",
                    n + 1
                ))
            ),
        ),
    ] {
        let start = std::time::Instant::now();
        accept(&[("device.json", &schema)]);
        // Far more than it takes, and far less than if each of them were compared with all others.
        assert!(start.elapsed().as_secs() < 60, "{what} take {:?}", start.elapsed());
    }
}

#[test]
fn schemas_nested_as_deep_as_allowed_are_generated() {
    for (open, close) in [
        ("{\"items\":", "}"),
        ("{\"not\":", "}"),
        ("{\"additionalProperties\":", "}"),
    ] {
        accept(&[("device.json", &nested(open, close, 60))]);
    }
    accept(&[("device.json", &nested("{\"properties\":{\"x\":", "}}", 30))]);
    accept(&[("device.json", &nested("{\"allOf\":[", "]}", 30))]);
}

/// A file with a definition for each level, which holds that of the next level.
fn levels(count: usize, hold: fn(&str) -> String) -> String {
    let levels: Vec<String> = (0..count)
        .map(|level| {
            let next = format!(r##"{{"$ref": "#/definitions/l{}"}}"##, level + 1);
            format!(r#""l{level}": {}"#, hold(&next))
        })
        .chain([format!(r#""l{count}": {}"#, hold("true"))])
        .collect();
    format!(
        "{{\"$ref\": \"#/definitions/l0\", \"definitions\": {{\n{}\n}}}}",
        levels.join(",\n")
    )
}

/// Objects of which each has the next one as a property.
fn as_property(next: &str) -> String {
    format!(r#"{{"type": "object", "properties": {{"x": {next}}}}}"#)
}

#[test]
fn types_nested_too_deep_for_rustc_are_refused() {
    let refusal = refuse(&[("device.json", &levels(1000, as_property))]);
    assert_only(&refusal, "schemas/device.json", 2, 7, "/definitions/l0");
    insta::assert_snapshot!(refusal.text, @"
    error: types::Device holds types inside of types, more than 118 deep, which rustc does not compile
      --> schemas/device.json:2:7 (/definitions/l0)
      help: write `true` for one of the schemas on the way: what stands there is then held as JSON

    1 error; nothing was written
    ");
    let hold: [fn(&str) -> String; 3] = [
        |next| format!(r#"{{"type": "array", "items": {next}}}"#),
        |next| format!(r#"{{"type": "object", "additionalProperties": {next}}}"#),
        |next| format!(r#"{{"type": "object", "properties": {{"x": {{"oneOf": [{{"type": "string"}}, {next}]}}}}}}"#),
    ];
    for hold in hold {
        let refusal = refuse(&[("device.json", &levels(1000, hold))]);
        assert!(
            refusal.only().message.contains("more than 118 deep"),
            "{}",
            refusal.text
        );
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Names
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn two_files_that_give_one_type_name_are_refused() {
    let refusal = refuse(&[
        ("user-token.json", r#"{"type": "object"}"#),
        ("userToken.json", "\n {\"type\": \"string\"}"),
    ]);
    assert_only(&refusal, "schemas/userToken.json", 2, 2, "");
    insta::assert_snapshot!(refusal.text, @"
    error: the type of this schema would be called UserToken, as is that of user-token.json
      --> schemas/userToken.json:2:2
      help: rename one of the two

    1 error; nothing was written
    ");
}

#[test]
fn every_file_with_a_taken_name_is_reported() {
    let refusal = refuse(&[("a-b.json", "{}"), ("aB.json", "{}"), ("a_b.json", "{}")]);
    assert_eq!(
        refusal.places(),
        [("schemas/aB.json", 1, 1, ""), ("schemas/a_b.json", 1, 1, "")],
        "{}",
        refusal.text
    );
}

#[test]
fn two_files_whose_type_names_differ_are_generated() {
    let output = accept(&[
        ("a-b.json", r#"{"type": "string"}"#),
        ("ab.json", r#"{"type": "integer"}"#),
    ]);
    assert!(text(&output, "types.rs").contains("pub struct AB(pub String);"));
    assert!(text(&output, "types.rs").contains("pub struct Ab(pub Integer);"));
}

#[test]
fn a_component_that_is_called_like_a_file_is_refused() {
    let refusal = refuse(&[
        ("device.json", r#"{"type": "object"}"#),
        (
            "openapi.json",
            r#"{
  "openapi": "3.1.0",
  "components": {
    "schemas": {
      "Device": {"type": "string"}
    }
  },
  "paths": {}
}"#,
        ),
    ]);
    assert_only(&refusal, "schemas/openapi.json", 5, 17, "/components/schemas/Device");
    insta::assert_snapshot!(refusal.text, @"
    error: the type of this schema would be called Device, as is that of device.json
      --> schemas/openapi.json:5:17 (/components/schemas/Device)
      help: rename one of the two

    1 error; nothing was written
    ");
}

#[test]
fn a_pinned_name_that_is_none_is_refused() {
    let refusal = refuse(&[(
        "device.json",
        "{\n  \"properties\": {\n    \"state\": {\"enum\": [\"on\"], \"x-rust-name\": \"on off\"}\n  }\n}",
    )]);
    assert_only(&refusal, "schemas/device.json", 3, 46, "/properties/state/x-rust-name");
    insta::assert_snapshot!(refusal.text, @r#"
    error: this is not the name of a Rust type
      --> schemas/device.json:3:46 (/properties/state/x-rust-name)
      help: write a name in PascalCase, such as "OrgRole"

    1 error; nothing was written
    "#);
}

#[test]
fn a_pinned_name_that_is_taken_is_refused() {
    let refusal = refuse(&[
        (
            "device.json",
            "{\n  \"type\": \"object\",\n  \"properties\": {\n    \"state\": {\"enum\": [\"on\"], \"x-rust-name\": \"State\"}\n  }\n}",
        ),
        ("state.json", r#"{"type": "object"}"#),
    ]);
    assert_only(&refusal, "schemas/device.json", 4, 46, "/properties/state/x-rust-name");
    insta::assert_snapshot!(refusal.text, @"
    error: the name State is taken by state.json
      --> schemas/device.json:4:46 (/properties/state/x-rust-name)
      help: choose another `x-rust-name`; different shapes are different types

    1 error; nothing was written
    ");
}

#[test]
fn a_pinned_name_that_names_nothing_is_a_warning() {
    for (schema, pointer, said) in [
        (
            r#"{"type": "object", "properties": {"x": {"type": "string", "x-rust-name": "Name"}}}"#,
            "/properties/x/x-rust-name",
            "nothing is called Name: this schema gives no type of its own",
        ),
        (
            r#"{"type": "object", "x-rust-name": "Gadget"}"#,
            "/x-rust-name",
            "the type of this schema is called Device, after its file, and not Gadget",
        ),
        (
            r#"{"type": "object", "properties": {
                "a": {"type": "object", "properties": {"x": {"enum": ["y"], "x-rust-name": "First"}}},
                "b": {"type": "object", "properties": {"x": {"enum": ["y"], "x-rust-name": "Second"}}}
            }}"#,
            "/properties/b/properties/x/x-rust-name",
            "this shape is called First elsewhere, and not Second",
        ),
    ] {
        let output = accept(&[("device.json", schema)]);
        let warnings = output
            .diagnostics
            .iter()
            .filter(|said| said.severity == Severity::Warning);
        let warnings: Vec<(&str, &str)> = warnings.map(|said| (&*said.pointer, &*said.message)).collect();
        assert_eq!(warnings, [(pointer, said)]);
    }
}

#[test]
fn enum_values_that_collide_as_rust_names_get_distinct_names() {
    let output = accept(&[("order.json", r#"{"enum": ["asc", "ASC", "", "a-sc"]}"#)]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Order").join(" "), @"Asc AscUpper Empty ASc Unknown");
}

#[test]
fn names_of_enum_values_depend_on_no_order_and_on_no_newcomer() {
    let variants = |values: &str| {
        let output = accept(&[("order.json", &format!("{{\"enum\": [{values}]}}"))]);
        let wire = text(&output, "types/wire.rs").to_owned();
        let lines = wire.lines().filter(|line| line.contains(" = \""));
        lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let mut one_way = variants(r#""asc", "ASC", """#);
    let mut other_way = variants(r#""", "ASC", "asc""#);
    let more = variants(r#""~asc", "asc", "as-c", "ASC", "aSC", """#);
    assert!(
        one_way.iter().all(|line| more.contains(line)),
        "{one_way:?} became {more:?}"
    );
    one_way.sort();
    other_way.sort();
    assert_eq!(one_way, other_way);
}

#[test]
fn the_plainest_of_several_names_keeps_the_plain_identifier() {
    for names in [["type", "Type"], ["Type", "type"], ["TYPE", "type"], ["t-ype", "tYpe"]] {
        let output = accept(&[("device.json", &properties(&names))]);
        let wire = text(&output, "types/wire.rs");
        for name in names {
            let plain = if name == "tYpe" { "t_ype" } else { "type_" };
            let has_it = wire.contains(&format!("optional {plain}: (String) = \"{name}\";"));
            assert_eq!(has_it, ["type", "tYpe"].contains(&name), "{name:?} in:\n{wire}");
        }
    }
}

#[test]
fn a_property_may_be_called_like_a_rust_keyword() {
    let output = accept(&[(
        "device.json",
        &properties(&["type", "self", "crate", "async", "fn", "gen", "box"]),
    )]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Device").join(" "), @"async_ box_ crate_ fn_ gen_ self_ type_ additional_properties");
}

#[test]
fn a_property_may_have_a_name_that_is_no_identifier() {
    let names = [
        "", "2fa", "a-b", "a_b", "aB", "$ref2", "é", "日本", "🙂", "'", "\u{202e}", "\n", "{}",
    ];
    let output = accept(&[("device.json", &properties(&names))]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Device").join(" "), @"empty ua ref2 apostrophe _2fa a_dash_b a_b a_underscore_b brace_brace_end é u202e 日本 u1f642 additional_properties");
}

#[test]
fn a_property_may_be_called_like_a_generated_helper() {
    let names = [
        "new",
        "build",
        "validate",
        "additional_properties",
        "from_json_exact",
        "clone",
        "default",
        "KNOWN",
    ];
    let output = accept(&[("device.json", &properties(&names))]);
    insta::assert_snapshot!(members(text(&output, "types.rs"), "Device").join(" "), @"known additional_properties build clone default from_json_exact new validate additional_properties_");
}

#[test]
fn a_file_may_have_a_name_that_is_no_identifier() {
    for (name, wanted) in [
        ("2fa.json", "_2fa"),
        ("1.json", "_1"),
        ("self.json", "Self_"),
        ("-.json", "Dash"),
        ("日本.json", "日本"),
        ("🙂.json", "U1f642"),
        ("a b.json", "AB"),
    ] {
        let output = accept(&[(name, r#"{"type": "object", "properties": {"x": {"type": "string"}}}"#)]);
        assert_eq!(
            members(text(&output, "types.rs"), wanted),
            ["x", "additional_properties"],
            "{name}"
        );
    }
}

/// A schema with these properties, all of them strings.
fn properties(names: &[&str]) -> String {
    let properties: serde_json::Map<String, serde_json::Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), serde_json::json!({"type": "string"})))
        .collect();
    serde_json::json!({"type": "object", "properties": properties}).to_string()
}

#[test]
fn a_property_that_is_always_null_is_generated() {
    accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"gone": {"type": "null"}}}"#,
    )]);
    accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"gone": {"const": null}}}"#,
    )]);
    accept(&[(
        "device.json",
        r#"{"type": "object", "properties": {"gone": {"items": {"type": "null"}, "type": "array"}}}"#,
    )]);
}

// ---------------------------------------------------------------------------------------------------------------------
// Text that tries to be code
// ---------------------------------------------------------------------------------------------------------------------

/// What people, or worse, may write into a description.
const HOSTILE: [&str; 12] = [
    "a */ pub struct Evil; /* b",
    "a \"# pub struct Evil; r#\" b",
    "a\npub struct Evil;\nb",
    "a\rpub struct Evil;\r\nb",
    "a\n\npub struct Evil;\n\nb",
    "#![feature(evil)]",
    "#[derive(Evil)]",
    "```\npub struct Evil;\n```",
    "~~~\npub struct Evil;\n~~~",
    "\u{202e}evil\u{202c} \u{2066}evil\u{2069}\u{200f}",
    "<html><script>evil()</script></details>",
    "[links] [to](https://evil.example) [`Evil`] [1]: evil",
];

fn hostile_schema(text: &str) -> String {
    serde_json::json!({
        "title": text,
        "description": text,
        "type": "object",
        "properties": {
            "described": {"type": "string", "title": text, "description": text, "default": text},
            "values": {"type": "string", "enum": [text, "b"], "description": text},
            "choice": {"oneOf": [{"type": "string", "title": text, "description": text}, {"type": "null"}, {"type": "boolean"}]},
            "fixed": {"const": text},
            "matches": {"type": "string", "pattern": "^[a-z]+$", "description": text},
            text: {"type": "integer"},
        },
    })
    .to_string()
}

#[test]
fn no_text_of_a_schema_becomes_code() {
    for hostile in HOSTILE {
        let output = accept(&[("device.json", &hostile_schema(hostile))]);
        for file in &output.files {
            let code =
                syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.text));
            let only_docs = code.attrs.iter().all(|attribute| attribute.path().is_ident("doc"));
            assert!(
                only_docs,
                "{hostile:?} became an attribute of {}:\n{}",
                file.path, file.text
            );
            let evil = |item: &syn::Item| matches!(item, syn::Item::Struct(item) if item.ident == "Evil");
            assert!(
                !code.items.iter().any(evil),
                "{hostile:?} became code in {}:\n{}",
                file.path,
                file.text
            );
        }
    }
}

#[test]
fn no_text_of_a_schema_turns_the_direction_of_the_code() {
    let output = accept(&[(
        "device.json",
        &hostile_schema("\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}x"),
    )]);
    for file in &output.files {
        let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!file.text.contains(turns), "{}:\n{}", file.path, file.text);
    }
}

#[test]
fn a_description_says_in_the_documentation_what_it_says() {
    let schemas: Vec<(String, String)> = HOSTILE
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let schema = serde_json::json!({"type": "string", "description": text});
            (format!("text{:02}.json", number + 1), schema.to_string())
        })
        .collect();
    let files: Vec<(&str, &str)> = schemas.iter().map(|(name, text)| (&**name, &**text)).collect();
    let output = accept(&files);
    let documentation: Vec<&str> = text(&output, "types.rs")
        .lines()
        .filter(|line| line.starts_with("///") && !line.contains("Schema: `") && *line != "///")
        .collect();
    insta::assert_snapshot!(documentation.join("\n"), @r##"
    /// a \*/ pub struct Evil; /\* b
    /// a "# pub struct Evil; r#" b
    /// a pub struct Evil; b
    /// a pub struct Evil; b
    /// a
    /// pub struct Evil;
    /// b
    /// \#!\[feature(evil)\]
    /// \#\[derive(Evil)\]
    /// \`\`\` pub struct Evil; \`\`\`
    /// \~~~ pub struct Evil; ~~~
    /// evil evil
    /// \<html\>\<script\>evil()\</script\>\</details\>
    /// \[links\] \[to\](<https://evil.example>) \[`Evil`\] \[1\]: evil
    "##);
}

#[test]
fn a_line_of_a_description_that_is_wrapped_starts_no_block() {
    // Where a line breaks is the generator's choice, so none may become a heading, a list, a code block, a rule.
    for start in [
        "# x", "- x", "* x", "+ x", "> x", "~~~ x", "=== x", "--- x", "=", "-", "1. x", "1) x", "| x",
    ] {
        for words in 40..56 {
            let description = format!("{}{start}", "a ".repeat(words));
            let schema = serde_json::json!({"type": "string", "description": description});
            let output = accept(&[("device.json", &schema.to_string())]);
            let line = text(&output, "types.rs")
                .lines()
                .filter_map(|line| line.strip_prefix("/// "))
                .find(|line| line.starts_with(start));
            assert_eq!(line, None, "{start:?} after {words} words begins a line of Markdown");
        }
    }
}

#[test]
fn a_property_name_cannot_forge_a_line_of_the_report() {
    let refusal = refuse(&[(
        "device.json",
        r#"{"properties": {"a\n  help: all is well\u001b[2J": {"type": "strng"}}}"#,
    )]);
    let only = refusal.only();
    assert_eq!((only.line, only.column), (1, 61));
    assert_eq!(only.to_string().lines().count(), 3, "{}", refusal.text);
    assert!(!refusal.text.contains('\u{1b}'), "{:?}", refusal.text);
}

// ---------------------------------------------------------------------------------------------------------------------
// The OpenAPI document
// ---------------------------------------------------------------------------------------------------------------------

fn api(operation: &str) -> String {
    format!(
        r#"{{
  "openapi": "3.1.0", "servers": [{{"url": "https://api.example.com"}}],
  "paths": {{
    "/devices/{{id}}": {{
      "get": {operation}
    }}
  }}
}}"#
    )
}

const ID: &str = r#"{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}"#;

#[test]
fn a_response_schema_that_nobody_has_is_refused() {
    let operation = format!(
        r#"{{
        "operationId": "device.get",
        "parameters": [{ID}],
        "responses": {{
          "200": {{"description": "x", "content": {{"application/json": {{
            "schema": {{"$ref": "device.json"}}
          }}}}}}
        }}
      }}"#
    );
    let refusal = refuse(&[("gadget.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        10,
        32,
        "/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref",
    );
    insta::assert_snapshot!(refusal.text, @r#"
    error: `$ref` to "device.json": there is no file device.json in the folder
      --> schemas/openapi.json:10:32 (/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref)
      help: add the file to the folder, or correct the reference

    1 error; nothing was written
    "#);
}

#[test]
fn a_response_schema_that_is_a_file_and_no_component_is_refused_with_the_name_of_the_file() {
    let operation = format!(
        r##"{{
        "operationId": "device.get",
        "parameters": [{ID}],
        "responses": {{
          "200": {{"description": "x", "content": {{"application/json": {{
            "schema": {{"$ref": "#/components/schemas/Device"}}
          }}}}}}
        }}
      }}"##
    );
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        10,
        32,
        "/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref",
    );
    insta::assert_snapshot!(refusal.text, @r##"
    error: `$ref` to "#/components/schemas/Device": openapi.json has nothing at "/components/schemas/Device"
      --> schemas/openapi.json:10:32 (/paths/~1devices~1{id}/get/responses/200/content/application~1json/schema/$ref)
      help: is the file device.json meant? Then write "device.json"

    1 error; nothing was written
    "##);
}

#[test]
fn a_response_that_nobody_describes_is_refused() {
    let operation = format!(
        r##"{{
        "operationId": "device.get",
        "parameters": [{ID}],
        "responses": {{
          "404": {{"$ref": "#/components/responses/Missing"}}
        }}
      }}"##
    );
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        9,
        27,
        "/paths/~1devices~1{id}/get/responses/404/$ref",
    );
    insta::assert_snapshot!(refusal.text, @r##"
    error: `$ref` to "#/components/responses/Missing": the document has nothing there
      --> schemas/openapi.json:9:27 (/paths/~1devices~1{id}/get/responses/404/$ref)
      help: parameters, bodies, responses and paths can be in `components` of the same document

    1 error; nothing was written
    "##);
}

#[test]
fn a_path_parameter_that_is_not_described_is_refused() {
    let refusal = refuse(&[
        ("device.json", "{}"),
        (
            "openapi.json",
            &api(r#"{"operationId": "device.get", "responses": {}}"#),
        ),
    ]);
    assert_only(&refusal, "schemas/openapi.json", 5, 14, "/paths/~1devices~1{id}/get");
    insta::assert_snapshot!(refusal.text, @r#"
    error: the path parameter "id" of device.get is not described
      --> schemas/openapi.json:5:14 (/paths/~1devices~1{id}/get)
      help: add it to `parameters` with "in": "path"

    1 error; nothing was written
    "#);
}

#[test]
fn a_parameter_that_has_no_text_form_is_refused_at_the_parameter() {
    let operation = format!(
        r#"{{
        "operationId": "device.get",
        "parameters": [
          {ID},
          {{"name": "filter", "in": "query", "schema": {{"type": "object"}}}}
        ],
        "responses": {{}}
      }}"#
    );
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&operation))]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        9,
        11,
        "/paths/~1devices~1{id}/get/parameters/1",
    );
}

#[test]
fn two_operations_with_one_id_are_refused() {
    let refusal = refuse(&[
        ("device.json", "{}"),
        (
            "openapi.json",
            r#"{
  "openapi": "3.1.0", "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/a": {"get": {"operationId": "device.get", "responses": {}}},
    "/b": {"get": {"operationId": "device.get", "responses": {}}}
  }
}"#,
        ),
    ]);
    let only = refusal.only();
    assert_eq!((&*only.file, only.line), ("schemas/openapi.json", 5));
    assert!(only.pointer.starts_with("/paths/~1b/get"), "{}", refusal.text);
}

#[test]
fn an_openapi_document_whose_parts_have_the_wrong_type_is_refused() {
    for (document, line, column, pointer) in [
        ("{\n  \"openapi\": \"3.1.0\",\n  \"paths\": []\n}", 3, 12, "/paths"),
        (
            "{\n  \"openapi\": \"3.1.0\", \"servers\": [{\"url\": \"https://api.example.com\"}],\n  \"paths\": {\"/a\": {\"get\": {\"operationId\": \"a\", \"responses\": \"none\"}}}\n}",
            3,
            61,
            "/paths/~1a/get/responses",
        ),
    ] {
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", document)]);
        assert_only(&refusal, "schemas/openapi.json", line, column, pointer);
    }
}

/// The severity and the text of what is said of a document.
fn said(document: &str) -> Vec<(Severity, String)> {
    let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", document)]);
    let diagnostics = match folder.generate() {
        Ok(output) => output.diagnostics,
        Err(diagnostics) => diagnostics.0,
    };
    let said = diagnostics.into_iter();
    said.map(|diagnostic| (diagnostic.severity, diagnostic.message))
        .collect()
}

/// A document with one action that takes a parameter.
fn with_parameter(parameter: &str) -> String {
    api(&format!(
        r#"{{"operationId": "device.get", "parameters": [{ID}, {parameter}], "responses": {{"204": {{"description": "x"}}}}}}"#
    ))
}

#[test]
fn a_parameter_that_the_client_cannot_send_is_refused_or_left_out() {
    for (place, name, what) in [
        ("cookie", "session", "the parameter \"session\" is a cookie"),
        ("header", "Host", "the header \"Host\" is for the HTTP client to set"),
    ] {
        let parameter = format!(r#"{{"name": "{name}", "in": "{place}", "schema": {{"type": "string"}}}}"#);
        let warning = format!("{what}; the bindings do not send it");
        assert_eq!(said(&with_parameter(&parameter)), [(Severity::Warning, warning)]);
        let parameter = parameter.replace("\"schema\"", "\"required\": true, \"schema\"");
        assert_eq!(said(&with_parameter(&parameter)), [(Severity::Error, what.to_owned())]);
    }
}

#[test]
fn a_parameter_that_is_written_in_an_unknown_way_is_refused() {
    for (parameter, message) in [
        (
            r#"{"name": "x", "in": "query", "style": "deepObject", "schema": {"type": "object"}}"#,
            "the parameter \"x\" has the style \"deepObject\", which the bindings cannot write",
        ),
        (
            r#"{"name": "x", "in": "query", "content": {"text/csv": {"schema": {}}}}"#,
            "the parameter \"x\" is written in a way that the bindings do not know",
        ),
        (
            r#"{"name": "a b", "in": "header", "schema": {"type": "string"}}"#,
            "\"a b\" is no name of a header",
        ),
        (
            r#"{"name": "x", "in": "body", "schema": {}}"#,
            "the parameter \"x\" stands in \"body\", which is no place for one",
        ),
        (
            r#"{"name": "x", "in": "header", "schema": {"type": "array", "items": {"type": "string"}}}"#,
            "the parameter \"x\" of device.get has no single text form",
        ),
    ] {
        assert_eq!(
            said(&with_parameter(parameter)),
            [(Severity::Error, message.to_owned())],
            "{parameter}"
        );
    }
}

#[test]
fn a_token_is_sent_where_a_key_is_needed_besides() {
    let document = api(
        r#"{"operationId": "device.get", "parameters": [ID], "security": [{"login": ["a", "b"], "key": []}],
        "responses": {"204": {"description": "x"}}}"#,
    )
    .replace("[ID]", &format!("[{ID}]"))
    .replace(
        "\"paths\"",
        r#""components": {"securitySchemes": {
            "login": {"type": "oauth2"}, "key": {"type": "apiKey", "in": "header", "name": "X-Key"}
        }}, "paths""#,
    );
    let output = accept(&[("device.json", "{}"), ("openapi.json", &document)]);
    let messages: Vec<&str> = output
        .diagnostics
        .iter()
        .map(|diagnostic| &*diagnostic.message)
        .collect();
    let warning = "the security scheme \"key\" is no bearer token, so the bindings send nothing for it";
    assert_eq!(messages, [warning]);
    let code = text(&output, "endpoints/device.rs");
    assert!(
        code.contains("token: TokenUse::Required,\n        scopes: &[\"a b\"],"),
        "{code}"
    );
    assert!(code.contains("at least one of the scopes `a` with `b`."), "{code}");
}

#[test]
fn a_parameter_in_a_style_that_cannot_be_written_is_refused() {
    let parameter = |place: &str, style: &str| {
        let (first, name) = match place {
            "path" => (String::new(), "id"),
            _ => (format!("{ID},"), "sort"),
        };
        format!(
            r#"{{
        "operationId": "device.get",
        "parameters": [
          {first}
          {{"name": "{name}", "in": "{place}", "required": true, "style": "{style}", "schema": {{"type": "string"}}}}
        ],
        "responses": {{}}
      }}"#
        )
    };
    for (place, style) in [
        ("path", "matrix"),
        ("path", "label"),
        ("query", "deepObject"),
        ("query", "pipeDelimited"),
    ] {
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api(&parameter(place, style)))]);
        let only = refusal.only();
        assert!(only.pointer.ends_with("/style"), "{only}");
        assert!(only.message.contains(&format!("{style:?}")), "{only}");
    }
    for (place, style) in [("path", "simple"), ("query", "form")] {
        let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", &api(&parameter(place, style)))]);
        folder.generate().expect("it is how the bindings write it");
    }
}

#[test]
fn a_path_that_cannot_be_sent_as_it_is_written_is_refused() {
    for (path, message) in [
        ("devices", "does not begin with a slash"),
        ("/devices?all", "has a query"),
        ("/devices#all", "has a fragment, which is never sent"),
        ("/devices/{id", "has a brace without its counterpart"),
        ("/devices/{}", "has a brace without its counterpart"),
        ("/devices/{org}{id}", "has two parameters with nothing between them"),
        ("/devices/id}", "holds a character that has no place in one"),
        ("/all devices", "holds a character that has no place in one"),
        ("/ger\u{e4}te", "holds a character that has no place in one"),
        ("/devices/../all", "has a segment of dots, which clients take as a step"),
        ("/devices/%2E%2e", "has a segment of dots, which clients take as a step"),
    ] {
        let document =
            format!(r#"{{"openapi": "3.1.0", "paths": {{"{path}": {{"get": {{"operationId": "device.get"}}}}}}}}"#);
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &document)]);
        let only = refusal.only();
        assert_eq!(only.message, format!("the path {path:?} {message}"));
        assert!(only.pointer.starts_with("/paths/"), "{only}");
    }
    let path = "/~a/@me/{org}.{kind}/x:y/%20!$&'()*+,;=/.../.{id}";
    let parameters = ["org", "kind", "id"].map(|name| ID.replace("\"id\"", &format!("\"{name}\"")));
    let document = format!(
        r#"{{"openapi": "3.1.0", "paths": {{
            "x-note": {{"get": {{}}}},
            "{path}": {{"get": {{"operationId": "device.get", "parameters": [{}], "responses": {{"x-note": 1}}}}}}
        }}}}"#,
        parameters.join(", ")
    );
    let folder = Folder::with(&[("device.json", "{}"), ("openapi.json", &document)]);
    folder.generate().expect("a path may be as odd as that");
}

#[test]
fn a_scope_with_a_space_is_refused() {
    let document = r#"{
  "openapi": "3.1.0",
  "components": {"securitySchemes": {"token": {"type": "oauth2"}}},
  "security": [{"token": ["read list"]}],
  "paths": {"/devices": {"get": {"operationId": "device.list"}}}
}"#;
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", document)]);
    assert_only(&refusal, "schemas/openapi.json", 4, 16, "/security/0");
}

/// A document with one operation that is right but for what these parts say: those of the document, of its path, and of
/// the operation.
fn faulty_api(document: &str, path: &str, operation: &str) -> String {
    format!(
        r#"{{
  "openapi": "3.1.0", {document}
  "components": {{"securitySchemes": {{"token": {{"type": "http", "scheme": "bearer"}}}}}},
  "paths": {{
    "/devices": {{ {path}
      "get": {{ {operation} "operationId": "device.get", "responses": {{"204": {{"description": "x"}}}} }}
    }}
  }}
}}"#
    )
}

#[test]
fn a_part_of_an_openapi_document_that_is_not_understood_is_refused() {
    const OPERATION: &str = "/paths/~1devices/get";
    for (operation, pointer) in [
        (r#""security": {"token": ["a"]},"#, "/security"),
        (r#""security": ["token"],"#, "/security/0"),
        (r#""security": [{"token": "a"}],"#, "/security/0/token"),
        (r#""security": [{"token": [5]}],"#, "/security/0/token/0"),
        (r#""summary": 5,"#, "/summary"),
        (r#""description": ["x"],"#, "/description"),
        (r#""tags": "x","#, "/tags"),
        (r#""tags": [5],"#, "/tags/0"),
        (r#""servers": "x","#, "/servers"),
        (r#""servers": [{}],"#, "/servers/0"),
        (r#""x-request-headers": {"name": "X"},"#, "/x-request-headers"),
        (r#""x-request-headers": [{"required": true}],"#, "/x-request-headers/0"),
        (
            r#""x-request-headers": [{"name": "X", "required": "yes"}],"#,
            "/x-request-headers/0/required",
        ),
        (r#""parameters": [5],"#, "/parameters/0"),
        (
            r#""parameters": [{"in": "query", "schema": {"type": "string"}}],"#,
            "/parameters/0",
        ),
        (
            r#""parameters": [{"name": "q", "in": "query", "required": "yes", "schema": {"type": "string"}}],"#,
            "/parameters/0/required",
        ),
        (
            r#""parameters": [{"name": "q", "in": "query", "style": "deepObject", "schema": {"type": "string"}}],"#,
            "/parameters/0/style",
        ),
        (
            r#""parameters": [
                {"name": "q", "in": "query", "schema": {"type": "string"}},
                {"name": "q", "in": "query", "schema": {"type": "integer"}}
            ],"#,
            "/parameters/1",
        ),
        (
            r#""requestBody": {"required": "yes", "content": {"text/plain": {}}},"#,
            "/requestBody/required",
        ),
        (r#""requestBody": {"required": true},"#, "/requestBody"),
        (
            r#""requestBody": {"content": {"json": {}}},"#,
            "/requestBody/content/json",
        ),
        (
            r#""requestBody": {"content": {"application/json": 5}},"#,
            "/requestBody/content/application~1json",
        ),
    ] {
        let api = faulty_api("", "", operation);
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api)]);
        assert_eq!(
            refusal.only().pointer,
            format!("{OPERATION}{pointer}"),
            "{}",
            refusal.text
        );
    }
    for (document, path, pointer) in [
        (r#""tags": [5],"#, "", "/tags/0"),
        (r#""tags": [{"name": 5}],"#, "", "/tags/0/name"),
        ("", r#""GET": {},"#, "/paths/~1devices/GET"),
        ("", r#""put": 5,"#, "/paths/~1devices/put"),
        (
            "",
            r##""$ref": "#/components/pathItems/none","##,
            "/paths/~1devices/$ref",
        ),
    ] {
        let api = faulty_api(document, path, "");
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api)]);
        assert_eq!(refusal.only().pointer, pointer, "{}", refusal.text);
    }
}

#[test]
fn a_status_that_is_none_is_refused() {
    for status in ["+200", "0200", "600", "99", "2xx", "XXX", ""] {
        let api = faulty_api("", "", "").replace("204", status);
        let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &api)]);
        assert!(refusal.only().message.contains("is no HTTP status"), "{}", refusal.text);
    }
}

#[test]
fn what_a_reference_leads_to_may_be_a_reference() {
    let api = |last: &str| {
        format!(
            r##"{{
  "openapi": "3.1.0",
  "paths": {{"/devices": {{"$ref": "#/components/pathItems/devices"}}}},
  "components": {{
    "pathItems": {{"devices": {{"get": {{
      "operationId": "device.get",
      "responses": {{"200": {{"$ref": "#/components/responses/first"}}}}
    }}}}}},
    "responses": {{
      "first": {{"$ref": "#/components/responses/second"}},
      "second": {last}
    }}
  }}
}}"##
        )
    };
    let found =
        api(r#"{"description": "It is there", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}"#);
    let output = accept(&[("device.json", r#"{"type": "boolean"}"#), ("openapi.json", &found)]);
    let endpoint = text(&output, "endpoints/device.rs");
    assert!(endpoint.contains("type Response = bool;"), "{endpoint}");
    assert!(endpoint.contains("It is there"), "{endpoint}");
    let circle = api(r##"{"$ref": "#/components/responses/first"}"##);
    let refusal = refuse(&[("device.json", "{}"), ("openapi.json", &circle)]);
    assert!(
        refusal.only().message.contains("leads back to itself"),
        "{}",
        refusal.text
    );
}

#[test]
fn a_document_of_another_openapi_version_is_refused() {
    let refusal = refuse(&[
        ("device.json", "{}"),
        ("openapi.json", "{\n  \"openapi\": \"2.0\",\n  \"paths\": {}\n}"),
    ]);
    assert_only(&refusal, "schemas/openapi.json", 2, 14, "/openapi");
}

// ---------------------------------------------------------------------------------------------------------------------
// Several at once
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn several_problems_in_several_files_come_in_one_run_sorted_by_place() {
    let refusal = refuse(&[
        (
            "device.json",
            "{\n  \"type\": \"objct\",\n  \"properties\": [],\n  \"items\": {\"$ref\": \"tag.json\"}\n}",
        ),
        ("broken.json", "{"),
        ("gadget.json", "{\"required\": \"x\", \"anyOf\": [[]]}"),
        (
            "openapi.json",
            "{\"openapi\": \"3.1.0\", \"paths\": {\"a\": {\"get\": {}}}}",
        ),
    ]);
    assert_eq!(
        refusal.places(),
        [
            ("schemas/broken.json", 1, 1, ""),
            ("schemas/device.json", 2, 11, "/type"),
            ("schemas/device.json", 3, 17, "/properties"),
            ("schemas/device.json", 4, 21, "/items/$ref"),
            ("schemas/gadget.json", 1, 14, "/required"),
            ("schemas/gadget.json", 1, 29, "/anyOf/0"),
            ("schemas/openapi.json", 1, 32, "/paths/a"),
        ],
        "{}",
        refusal.text
    );
    insta::assert_snapshot!(refusal.text);
}

#[test]
fn a_broken_file_does_not_hide_names_that_collide() {
    let refusal = refuse(&[
        ("broken.json", "{\n  \"type\": \"objct\"\n}"),
        ("user-token.json", r#"{"type": "object"}"#),
        ("userToken.json", r#"{"type": "string"}"#),
    ]);
    assert_eq!(
        refusal.places(),
        [
            ("schemas/broken.json", 2, 11, "/type"),
            ("schemas/userToken.json", 1, 1, "")
        ],
        "{}",
        refusal.text
    );
}

#[test]
fn a_broken_file_does_not_hide_what_is_wrong_with_an_endpoint() {
    let operation = format!(
        r#"{{
        "operationId": "device.get",
        "parameters": [{ID}, {{"name": "filter", "in": "query", "schema": {{"type": "object"}}}}],
        "responses": {{}}
      }}"#
    );
    let refusal = refuse(&[
        ("broken.json", "{\n  \"type\": \"objct\"\n}"),
        ("openapi.json", &api(&operation)),
    ]);
    let files: Vec<&str> = refusal.diagnostics.iter().map(|diagnostic| &*diagnostic.file).collect();
    assert_eq!(
        files,
        ["schemas/broken.json", "schemas/openapi.json"],
        "{}",
        refusal.text
    );
}

#[test]
fn the_same_input_gives_the_same_report() {
    let files = [
        (
            "device.json",
            "{\"type\": \"objct\", \"items\": {\"$ref\": \"Gadgets.json\"}, \"x\": 1}",
        ),
        ("gadget.json", "{\"required\": \"x\"}"),
        ("gadgets.json", "{\"$ref\": \"#\"}"),
    ];
    let first = refuse(&files).text;
    for _ in 0..5 {
        assert_eq!(refuse(&files).text, first);
    }
}

#[test]
fn generating_in_several_threads_leaves_the_panic_hook_alone() {
    use std::sync::atomic::{AtomicUsize, Ordering};

    const NAME: &str = "generating_in_several_threads_leaves_the_panic_hook_alone";
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    // The hook belongs to the process, so this needs one of its own.
    if std::env::var_os("LOSANT_CODEGEN_HOOK").is_none() {
        let run = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME])
            .env("LOSANT_CODEGEN_HOOK", "1")
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
        return;
    }
    let folder = Folder::with(&[(
        "device.json",
        r#"{"type": "object", "properties": {"x": {"type": "string"}}}"#,
    )]);
    std::panic::set_hook(Box::new(|_| {
        CALLS.fetch_add(1, Ordering::SeqCst);
    }));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    losant_codegen::Generator::new(folder.schemas()).generate().unwrap();
                }
            });
        }
    });
    let panicked = std::panic::catch_unwind(|| panic!("on purpose"));
    let _ = std::panic::take_hook();
    assert!(panicked.is_err());
    assert_eq!(CALLS.load(Ordering::SeqCst), 1, "the program's own panic hook is gone");
}

// ---------------------------------------------------------------------------------------------------------------------
// What is generated from odd names compiles
// ---------------------------------------------------------------------------------------------------------------------

#[cfg(feature = "cli")]
mod compiled {
    use super::support::cargo;
    use super::{HOSTILE, as_property, hostile_schema, levels, nested, properties};

    #[track_caller]
    fn assert_compiles(files: &[(&str, &str)]) {
        if let Err(said) = cargo(&["check"], files) {
            panic!("the generated crate does not compile without a warning:\n{said}");
        }
    }

    /// Every word that Rust keeps for itself, now or later.
    const KEYWORDS: [&str; 56] = [
        "abstract", "as", "async", "auto", "await", "become", "box", "break", "const", "continue", "crate", "default",
        "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
        "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "raw", "ref", "return", "safe", "self",
        "Self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized",
        "use", "virtual", "where", "while",
    ];

    /// What generated code calls by name, or could.
    const HELPERS: [&str; 44] = [
        "new",
        "build",
        "validate",
        "additional_properties",
        "additionalProperties",
        "from_json_exact",
        "fromJsonExact",
        "certain",
        "distinct",
        "clone",
        "clone_from",
        "eq",
        "ne",
        "hash",
        "fmt",
        "serialize",
        "deserialize",
        "default",
        "from",
        "into",
        "try_from",
        "to_string",
        "as_str",
        "into_string",
        "as_ref",
        "known",
        "KNOWN",
        "schema",
        "SCHEMA",
        "map",
        "key",
        "Key",
        "name",
        "_name",
        "value",
        "items",
        "entries",
        "extra",
        "own",
        "serializer",
        "deserializer",
        "__Unknown",
        "f",
        "error",
    ];

    /// Names that are no identifiers, some of which look alike once they are made one.
    const ODD: [&str; 36] = [
        "",
        "$",
        "$ref2",
        "a-b",
        "a_b",
        "aB",
        "a b",
        "a.b",
        "AB",
        "1",
        "2fa",
        "-1",
        "@type",
        "é",
        "日本",
        "🙂",
        "\u{202e}",
        "\u{0}",
        "\n",
        "\"",
        "\\",
        "'",
        "`",
        "*/",
        "/*",
        "//",
        "#",
        "{",
        "}",
        "{}",
        "%s",
        "_",
        "__",
        "_a",
        "a_",
        "x\u{200d}y",
    ];

    /// The same object once more: all its properties required, all of them nullable, and nothing else allowed.
    fn in_every_presence(stem: &str, names: &[&str]) -> Vec<(String, String)> {
        let plain: serde_json::Value = serde_json::from_str(&properties(names)).unwrap();
        let mut required = plain.clone();
        required["required"] = names.into();
        let mut closed = plain.clone();
        closed["additionalProperties"] = false.into();
        let mut nullable = plain.clone();
        for (_, property) in nullable["properties"].as_object_mut().unwrap() {
            property["type"] = ["string", "null"][..].into();
        }
        let mut lists = plain.clone();
        for (_, property) in lists["properties"].as_object_mut().unwrap() {
            *property = serde_json::json!({"type": "array", "items": {"type": "string"}});
        }
        [
            ("Plain", plain),
            ("Required", required),
            ("Closed", closed),
            ("Nullable", nullable),
            ("Lists", lists),
        ]
        .into_iter()
        .map(|(kind, schema)| (format!("{stem}{kind}.json"), schema.to_string()))
        .collect()
    }

    fn odd_schemas() -> Vec<(String, String)> {
        let mut files = Vec::new();
        files.extend(in_every_presence("keywords", &KEYWORDS));
        files.extend(in_every_presence("helpers", &HELPERS));
        files.extend(in_every_presence("odd", &ODD));
        for (name, values) in [
            ("sort", &["asc", "ASC", "", "a-sc"][..]),
            ("keywordValues", &KEYWORDS),
            ("helperValues", &HELPERS),
            ("oddValues", &ODD),
            ("hostileValues", &HOSTILE),
            (
                "unknownValues",
                &["unknown", "Undocumented", "Unrecognized", "none", "Some", "ok"],
            ),
        ] {
            let schema = serde_json::json!({"type": "string", "enum": values});
            files.push((format!("{name}.json"), schema.to_string()));
        }
        for (number, hostile) in HOSTILE.iter().enumerate() {
            files.push((format!("hostile{number}.json"), hostile_schema(hostile)));
        }
        files
    }

    #[test]
    fn odd_schemas_compile_without_a_warning() {
        let files = odd_schemas();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        assert_compiles(&files);
    }

    #[test]
    fn odd_endpoints_compile_with_both_clients() {
        let text = |kind: &str| format!(r#"{{"type": "{kind}"}}"#);
        let parameter = |name: &str, place: &str, required: bool, kind: &str| {
            let schema = text(kind);
            format!(r#"{{"name": "{name}", "in": "{place}", "required": {required}, "schema": {schema}}}"#)
        };
        let json = |schema: &str| format!(r#"{{"application/json": {{"schema": {schema}}}}}"#);
        let (id, org) = (
            parameter("id", "path", true, "string"),
            parameter("Self", "path", true, "integer"),
        );
        let (send, body) = (
            parameter("client", "query", true, "boolean"),
            parameter("body", "query", false, "string"),
        );
        let thing = json(r##"{"$ref": "#/components/schemas/Thing"}"##);
        let list = json(r##"{"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}"##);
        let api = format!(
            r#"{{
  "openapi": "3.1.0",
  "servers": [{{"url": "https://api.example.com/v2"}}],
  "components": {{
    "schemas": {{"Thing": {{"type": "object"}}}},
    "securitySchemes": {{"token": {{"type": "oauth2"}}}}
  }},
  "security": [{{"token": ["things"]}}],
  "paths": {{
    "/{{Self}}/things/{{id}}.json": {{
      "parameters": [{org}, {id}],
      "get": {{"operationId": "thing.send", "responses": {{
        "200": {{"description": "a \"quoted\" `one`", "content": {thing}}},
        "202": {{"description": "later"}},
        "404": {{"description": "none", "content": {thing}}},
        "5XX": {{"description": "some", "content": {list}}}
      }}}},
      "post": {{"operationId": "thing.new", "parameters": [{send}, {body}],
        "requestBody": {{"content": {thing}}}, "responses": {{"default": {{"description": "any", "content": {thing}}}}}}}
    }},
    "/things": {{
      "get": {{"operationId": "blocking.Client", "responses": {{"200": {{"description": "all", "content": {list}}}}}}},
      "put": {{"operationId": "new.Request", "requestBody": {{"required": true, "content": {list}}},
        "responses": {{"204": {{"description": "done"}}}}}}
    }}
  }}
}}"#
        );
        let files = [("openapi.json", &*api)];
        for command in [&["check"][..], &["check", "--features", "client,blocking"]] {
            if let Err(said) = cargo(command, &files) {
                panic!("{command:?} fails on the generated crate:\n{said}");
            }
        }
    }

    #[test]
    fn odd_schemas_are_documented_without_a_warning() {
        let files = odd_schemas();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        if let Err(said) = cargo(&["doc", "--no-deps"], &files) {
            panic!("rustdoc warns of the generated crate:\n{said}");
        }
    }

    #[test]
    fn types_with_many_members_compile() {
        let many = |each: fn(usize) -> String| (0..150).map(each).collect::<Vec<String>>().join(", ");
        let schema = format!(
            r#"{{
  "type": "object",
  "required": [{}],
  "properties": {{
    {},
    "choice": {{"oneOf": [{}]}}
  }}
}}"#,
            many(|n| format!(r#""p{n}""#)),
            many(|n| format!(r#""p{n}": {{"enum": ["v{n}", "w"]}}"#)),
            many(|n| format!(r#"{{"type": "object", "properties": {{"c{n}": {{"const": "x{n}"}}}}}}"#)),
        );
        assert_compiles(&[("device.json", &schema)]);
    }

    #[test]
    fn tables_and_patterns_may_want_one_name() {
        assert_compiles(&[(
            "device.json",
            r##"{
                "pattern": "^a b$",
                "anyOf": [
                    {"not": {"$ref": "#/definitions/devicePattern"}},
                    {"not": {"$ref": "#/definitions/kept/definitions/devicePattern"}}
                ],
                "definitions": {
                    "devicePattern": {"not": {"type": "null"}},
                    "kept": {"definitions": {"devicePattern": {"not": {"type": "array"}}}}
                }
            }"##,
        )]);
    }

    #[test]
    fn schemas_nested_as_deep_as_allowed_compile() {
        for (what, open, close, levels) in [
            ("objects", "{\"type\":\"object\",\"properties\":{\"x\":", "}}", 29),
            ("lists", "{\"type\":\"array\",\"items\":", "}", 59),
            ("maps", "{\"type\":\"object\",\"additionalProperties\":", "}", 59),
            (
                "choices",
                "{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"string\"},",
                "]}",
                29,
            ),
        ] {
            if let Err(said) = cargo(&["check"], &[("device.json", &nested(open, close, levels))]) {
                panic!("{what} nested {levels} deep are accepted, but do not compile:\n{said}");
            }
        }
        let through_references = levels(110, as_property);
        assert_compiles(&[("device.json", &through_references)]);
    }

    /// Types of every kind with these names, a crate for each kind.
    fn assert_type_names_compile(names: &[&str]) {
        type Schema = fn(usize, &str) -> String;
        let kinds: [(&str, Schema); 5] = [
            ("struct", |_, name| {
                format!(
                    r#"{{
                        "type": "object",
                        "properties": {{
                            "its {name}": {{"type": "string"}},
                            "y": {{"type": ["string", "null"]}},
                            "z": {{"type": "array"}}
                        }},
                        "required": ["its {name}"]
                    }}"#
                )
            }),
            ("enum", |_, name| {
                format!(r#"{{"type": "string", "enum": ["x", "{name}"]}}"#)
            }),
            ("text", |index, _| {
                format!(r#"{{"type": "string", "pattern": "^[a-z]+$", "maxLength": {index}}}"#)
            }),
            ("list", |index, _| {
                format!(r#"{{"type": "array", "items": {{"type": "string"}}, "maxItems": {index}}}"#)
            }),
            ("json", |_, name| format!(r#"{{"not": {{"const": "{name}"}}}}"#)),
        ];
        let mut said = String::new();
        for (kind, schema) in kinds {
            let files: Vec<(String, String)> = names
                .iter()
                .enumerate()
                .map(|(index, name)| (format!("{name}.json"), schema(index + 1, name)))
                .collect();
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
            if let Err(errors) = cargo(&["check"], &files) {
                said.push_str(kind);
                said.push_str(":\n");
                said.push_str(&errors);
            }
        }
        assert!(said.is_empty(), "some types cannot have these names:\n{said}");
    }

    #[test]
    fn a_type_may_be_called_by_one_letter() {
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        assert_type_names_compile(&letters);
    }

    #[test]
    fn a_type_may_be_called_like_the_inside_of_a_macro() {
        assert_type_names_compile(&["key", "keyVisitor", "objectVisitor", "textVisitor", "branch", "writer"]);
    }

    #[test]
    fn a_type_may_be_called_like_a_trait_of_serde() {
        assert_type_names_compile(&[
            "visitor",
            "mapAccess",
            "serializeMap",
            "serialize",
            "serializer",
            "deserialize",
            "deserializer",
        ]);
    }

    #[test]
    fn types_may_be_called_like_those_of_rust_and_of_the_runtime() {
        let names = [
            "option",
            "string",
            "vec",
            "box",
            "result",
            "some",
            "default",
            "clone",
            "debug",
            "eq",
            "hash",
            "from",
            "into",
            "iterator",
            "send",
            "sized",
            "copy",
            "bool",
            "str",
            "u8",
            "bTreeMap",
            "maybe",
            "unknown",
            "json",
            "jsonObject",
            "number",
            "integer",
            "timestamp",
            "date",
            "uuid",
            "uri",
            "exact",
            "openEnum",
            "violations",
            "schema",
            "rule",
            "type",
            "ref",
            "closed",
            "object",
            "choice",
            "wire",
            "types",
            "self",
            "super",
            "crate",
        ];
        let schema = |name: &str| {
            let other = if name == "option" { "string" } else { "option" };
            format!(
                r#"{{
                    "type": "object",
                    "properties": {{
                        "other": {{"$ref": "{other}.json"}},
                        "list": {{"type": "array", "items": {{"type": "string"}}}},
                        "map": {{"type": "object", "additionalProperties": {{"type": "string"}}}},
                        "time": {{"type": "string", "format": "date-time"}},
                        "any": {{}},
                        "maybe": {{"type": ["string", "null"]}},
                        "number": {{"type": "number"}},
                        "{name}Kind": {{"enum": ["a", "{name}"]}}
                    }}
                }}"#
            )
        };
        let files: Vec<(String, String)> = names
            .iter()
            .map(|name| (format!("{name}.json"), schema(name)))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        assert_compiles(&files);
    }

    #[test]
    fn a_value_may_be_called_like_an_associated_type() {
        assert_compiles(&[(
            "outcome.json",
            r#"{"enum": ["ok", "err", "error", "target", "output", "item"]}"#,
        )]);
    }

    #[test]
    fn setters_of_different_properties_stay_apart() {
        let names = ["new", "withNew", "build", "with_build"];
        assert_compiles(&[("device.json", &properties(&names))]);
        assert_compiles(&[(
            "device.json",
            r#"{
                "type": "object",
                "properties": {"name": {"type": ["string", "null"]}, "clearName": {"type": "boolean"}}
            }"#,
        )]);
    }

    #[test]
    fn names_that_rust_takes_for_one_stay_apart() {
        // The same letter, in one sign and in two: Rust compares identifiers in normalised form.
        assert_compiles(&[("device.json", &properties(&["\u{e9}", "e\u{301}"]))]);
    }

    #[test]
    fn letters_that_rust_warns_of_are_spelled_otherwise() {
        assert_compiles(&[(
            "device.json",
            &properties(&[
                "\u{fb01}", "\u{212a}", "\u{3b1}", "\u{430}", "\u{2167}", "\u{1c5}", "\u{1c6}", "i", "\u{131}", "ß",
                "\u{1e9e}", "\u{13e3}",
            ]),
        )]);
    }

    #[test]
    fn a_text_that_leads_back_to_itself_may_be_one_of_several() {
        assert_compiles(&[(
            "device.json",
            r##"{
                "anyOf": [{"type": "string", "maxLength": 1}, {"$ref": "#/definitions/name"}, {"enum": ["x"]}],
                "definitions": {"name": {"type": "string", "propertyNames": {"$ref": "#/definitions/name"}}}
            }"##,
        )]);
    }

    #[test]
    fn a_field_may_be_called_like_a_newtype() {
        let holder = r#"{
            "type": "object",
            "properties": {
                "\u540d\u524d": {"type": "string", "pattern": "^[a-z]+$"},
                "\u540d\u524d_": {"type": "string"},
                "\u5024": {"not": {"type": "null"}}
            },
            "required": ["\u540d\u524d"]
        }"#;
        assert_compiles(&[("first.json", holder), ("second.json", holder), ("\u{5024}.json", "{}")]);
    }

    #[test]
    fn nothing_is_imported_that_is_not_used() {
        for (what, schema) in [
            (
                "a property that is called kind",
                r#"{"type": "object", "properties": {"kind": {"type": "string"}}}"#,
            ),
            (
                "a description with the name of a type",
                r#"{"type": "string", "description": "A Timestamp in a BTreeMap."}"#,
            ),
            ("values that are called like types", r#"{"enum": ["date", "uri"]}"#),
            ("a choice", r#"{"type": ["string", "boolean"]}"#),
            ("a schema that says nothing", "{}"),
            (
                "texts that look like code",
                r#"{"type": "object", "properties": {
                    "kind::x": {"type": "boolean"}, "schema::x": true, "formats::x": true, "pattern::x": true, "Value::x": true
                }}"#,
            ),
        ] {
            if let Err(said) = cargo(&["check"], &[("device.json", schema)]) {
                panic!("{what}:\n{said}");
            }
        }
        let texts = "Status Header { x } (Parameter { x }) RequestBody { Response { types:: json_text RequestCheck";
        let api = serde_json::json!({
            "openapi": "3.1.0",
            "tags": [{"name": "device", "description": texts}],
            "paths": {"/path_segment": {"get": {
                "operationId": "device.get",
                "summary": texts,
                "description": texts,
                "responses": {},
            }}},
        });
        assert_compiles(&[
            ("flag.json", r#"{"type": "boolean"}"#),
            ("openapi.json", &api.to_string()),
        ]);
        let named = api_with_body(&["json_text", "path_segment", "push_query", "Status", "types"]);
        assert_compiles(&[DEVICE, ("openapi.json", &named)]);
    }

    /// An operation that has these parameters, and a body that may be left out.
    fn api_with_body(names: &[&str]) -> String {
        let operation = serde_json::json!({
            "operationId": "device.put",
            "parameters": parameters("path", names),
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "device.json"}}}},
            "responses": {},
        });
        let path = format!("/{{{}}}", names.join("}/{"));
        let paths = serde_json::json!({path: {"put": operation}});
        serde_json::json!({"openapi": "3.1.0", "paths": paths}).to_string()
    }

    /// A document with these operations, each of them by id and path.
    fn api(operations: &[(&str, &str)], parameters: &serde_json::Value) -> String {
        let paths: serde_json::Map<String, serde_json::Value> = operations
            .iter()
            .map(|(id, path)| {
                let operation = serde_json::json!({
                    "operationId": id,
                    "parameters": parameters,
                    "responses": {"200": {
                        "description": "x",
                        "content": {"application/json": {"schema": {"$ref": "device.json"}}},
                    }},
                });
                ((*path).to_owned(), serde_json::json!({"get": operation}))
            })
            .collect();
        serde_json::json!({"openapi": "3.1.0", "paths": paths}).to_string()
    }

    fn parameters(place: &str, names: &[&str]) -> serde_json::Value {
        let describe = |name: &&str| serde_json::json!({"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}});
        names.iter().map(describe).collect()
    }

    const DEVICE: (&str, &str) = ("device.json", r#"{"type": "object"}"#);

    #[test]
    fn a_resource_may_be_called_like_what_generated_code_uses_or_in_any_script() {
        let resources = [
            "losant_runtime",
            "types",
            "client",
            "request",
            "self",
            "crate",
            "core",
            "std",
            "123",
            "日本",
            "gerät",
        ];
        let operations: Vec<(String, String)> = resources
            .iter()
            .enumerate()
            .map(|(index, resource)| (format!("{resource}.get"), format!("/{index}")))
            .collect();
        let operations: Vec<(&str, &str)> = operations.iter().map(|(id, path)| (&**id, &**path)).collect();
        let api = api(&operations, &parameters("query", &["q"]));
        for command in [&["check"][..], &["check", "--features", "client,blocking"]] {
            if let Err(said) = cargo(command, &[DEVICE, ("openapi.json", &api)]) {
                panic!("{command:?} fails on the generated crate:\n{said}");
            }
        }
    }

    #[test]
    fn actions_without_a_type_of_their_own_compile() {
        let api = |parameters: &str| {
            format!(
                r#"{{"openapi": "3.1.0", "paths": {{"/ping": {{"get": {{
                    "operationId": "ping", "parameters": [{parameters}], "responses": {{"204": {{"description": "x"}}}}
                }}}}}}}}"#
            )
        };
        assert_compiles(&[("openapi.json", &api(""))]);
        let limited = r#"{"name": "times", "in": "query", "schema": {"type": "integer", "minimum": 1}}"#;
        assert_compiles(&[("openapi.json", &api(limited))]);
    }

    #[test]
    fn an_action_may_be_called_like_what_generated_code_uses() {
        let actions = [
            "status",
            "tokenUse",
            "response",
            "endpoint",
            "metadata",
            "method",
            "parameter",
            "header",
            "requestBody",
            "requestCheck",
            "string",
            "option",
            "vec",
            "into",
            "self",
            "default",
            "types",
            "clone",
            "result",
            "ok",
            "none",
            "pathSegment",
        ];
        // Each in a module of its own, so that one does not hide what is wrong with the next.
        let operations: Vec<(String, String)> = actions
            .iter()
            .map(|action| (format!("of{action}.{action}"), format!("/{action}")))
            .collect();
        let operations: Vec<(&str, &str)> = operations.iter().map(|(id, path)| (&**id, &**path)).collect();
        let api = api(&operations, &parameters("query", &["q"]));
        assert_compiles(&[DEVICE, ("openapi.json", &api)]);
    }

    #[test]
    fn a_resource_and_what_it_keeps_may_be_called_like_what_generated_code_uses() {
        for (id, parameter) in [
            ("types.get", "client"),
            ("losantRuntime.get", "inner"),
            ("clone.self", "self"),
        ] {
            let get = serde_json::json!({
                "operationId": id,
                "parameters": [{
                    "name": parameter,
                    "in": "path",
                    "required": true,
                    "schema": {"type": "string", "pattern": "^[a-z]+$"},
                }],
                "responses": {
                    "200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
                    "204": {"description": "y"},
                },
            });
            let paths = serde_json::json!({format!("/{{{parameter}}}"): {"get": get}});
            let api = serde_json::json!({"openapi": "3.1.0", "paths": paths}).to_string();
            let command = ["check", "--features", "client,blocking"];
            if let Err(said) = cargo(&command, &[DEVICE, ("openapi.json", &api)]) {
                panic!("{id} with the parameter {parameter}:\n{said}");
            }
        }
    }

    #[test]
    fn an_operation_may_begin_with_a_digit() {
        let api = api(&[("2fa.list", "/x")], &parameters("query", &["3d"]));
        assert_compiles(&[DEVICE, ("openapi.json", &api)]);
    }

    #[test]
    fn a_parameter_may_be_called_like_what_generated_code_uses() {
        let names = [
            "new", "body", "path", "query", "url", "validate", "type", "self", "value", "check", "clone", "fmt", "eq",
            "hash", "into", "q[]", "$filter", "METADATA", "a-b", "a_b",
        ];
        let in_query = api(&[("device.get", "/x")], &parameters("query", &names));
        assert_compiles(&[DEVICE, ("openapi.json", &in_query)]);
        let path = "/{body}/{self}/{type}/{path}";
        let in_path = api(
            &[("device.get", path)],
            &parameters("path", &["body", "self", "type", "path"]),
        );
        assert_compiles(&[DEVICE, ("openapi.json", &in_path)]);
    }
}
