//! Files that are no documents.

use crate::support::{Folder, accept, assert_only, refuse, refuse_folder, text};

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
    insta::assert_snapshot!(refusal.text, @r#"
    error: invalid JSON: trailing comma
     --> schemas/device.json:4:31
      |
    4 |     "name": {"type": "string",}
      |                               ^
      |
      = help: remove the comma before this bracket

    1 error; no files were written
    "#);
}

#[test]
fn a_file_that_ends_too_early_has_its_place() {
    let refusal = refuse(&[("device.json", "{\n  \"type\": \"object\",\n")]);
    assert_only(&refusal, "schemas/device.json", 3, 1, "");
    insta::assert_snapshot!(refusal.text, @"
    error: invalid JSON: EOF while parsing an object
     --> schemas/device.json:3:1
      |
    3 |
      | ^
      |
      = help: close the open string, array or object before the end of the file

    1 error; no files were written
    ");
}

#[test]
fn the_help_tells_what_to_do_about_the_syntax() {
    for (text, said) in [
        ("{,}", "write a name in double quotes here"),
        ("{\"a\": [1,]}", "remove the comma"),
        ("{\"a\" 1}", "insert a colon"),
        ("{\"a\": 1 \"b\": 2}", "insert a comma"),
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
      |
    1 |
      | ^
      |
      = help: write a schema into it, or move it out of the folder

    1 error; no files were written
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
    error: duplicate property "type": the first one is at 4:7
     --> schemas/device.json:5:7 (/properties/name/type)
      |
    5 |       "type": "integer"
      |       ^^^^^^
      |
      = help: keep one of the two

    1 error; no files were written
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
    let start = "error: cannot read this file: ";
    assert!(refusal.text.starts_with(start), "{}", refusal.text);
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused_and_not_waited_for() {
    let folder = Folder::with(&[("device.json", "{}")]);
    let _socket = std::os::unix::net::UnixListener::bind(folder.schemas().join("gadget.json")).unwrap();
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas/gadget.json", 0, 0, "");
    assert!(
        refusal.only().message.contains("not a regular file"),
        "{}",
        refusal.text
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_refused() {
    let folder = Folder::with(&[("device.json", "{}")]);
    std::os::unix::fs::symlink("nowhere.json", folder.schemas().join("gadget.json")).unwrap();
    let refusal = refuse_folder(&folder);
    assert_only(&refusal, "schemas/gadget.json", 0, 0, "");
    assert!(
        refusal.only().message.contains("cannot read this file"),
        "{}",
        refusal.text
    );
}

#[test]
fn an_empty_folder_is_refused() {
    let refusal = refuse(&[]);
    assert_only(&refusal, "schemas", 0, 0, "");
    insta::assert_snapshot!(refusal.text, @"
    error: this folder contains no schemas: no file name ends in .json, .yaml or .yml
     --> schemas
      = help: add a JSON Schema file for each type, or name another folder (`generate` takes it as --schemas)

    1 error; no files were written
    ");
}

#[test]
fn a_folder_with_other_files_only_is_refused() {
    let refusal = refuse(&[("README.md", "# Schemas"), ("device.yaml.txt", "type: object")]);
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
        refusal.text.starts_with("error: cannot read this folder: "),
        "{}",
        refusal.text
    );
    assert!(refusal.only().help.contains("--schemas"), "{}", refusal.text);
}

#[test]
fn a_folder_with_an_openapi_document_that_describes_nothing_is_refused() {
    let refusal = refuse(&[("openapi.json", r#"{"openapi": "3.1.0", "paths": {}}"#)]);
    assert_only(&refusal, "schemas", 0, 0, "");
    insta::assert_snapshot!(refusal.text, @"
    error: no schemas were found, and openapi.json has no actions
     --> schemas
      = help: describe actions under `paths` or types under `components`, or put a JSON Schema file for each type into the folder

    1 error; no files were written
    ");
}
