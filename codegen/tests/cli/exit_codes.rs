//! The exit codes, and what is said with them.

use std::fs;

use crate::support::{Folder, tree};
use crate::{BAD, DEVICE, GOOD, assert_code, run, stderr, stdout};

#[test]
fn success_is_0_and_says_in_one_line_what_was_written() {
    let folder = Folder::with(&GOOD);
    let output = run(&folder, "generate");
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "");
    assert_eq!(stderr(&output), "wrote 10 files to generated (10 changed)\n");
    let again = run(&folder, "generate");
    assert_code(&again, 0);
    assert_eq!(stdout(&again), "");
    assert_eq!(stderr(&again), "generated is up to date (10 files)\n");
    let written: Vec<String> = tree(&folder.path().join("generated")).into_keys().collect();
    let wanted = [
        "endpoints.rs",
        "endpoints/blocking.rs",
        "endpoints/blocking/device.rs",
        "endpoints/client.rs",
        "endpoints/client/device.rs",
        "endpoints/device.rs",
        "mod.rs",
        "types.rs",
        "types/schema.rs",
        "types/wire.rs",
        "typewright.lock",
    ];
    assert_eq!(written, wanted);
}

#[test]
fn a_warning_is_said_and_is_no_failure() {
    let folder = Folder::with(&[("device.json", r#"{"type": "object", "propertis": {}}"#)]);
    let output = run(&folder, "generate");
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "");
    assert!(stderr(&output).starts_with("warning: "), "{}", stderr(&output));
}

#[test]
fn a_security_scheme_that_is_not_sent_is_a_warning() {
    let openapi = r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "components": {"securitySchemes": {"key": {"type": "http", "scheme": "digest"}}},
  "security": [{"key": []}],
  "paths": {"/ping": {"get": {"operationId": "ping.get", "responses": {"204": {"description": "It is there"}}}}}
}"#;
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", openapi)]);
    let output = run(&folder, "generate");
    assert_code(&output, 0);
    insta::assert_snapshot!(stderr(&output), @r#"
    warning: the security scheme "key" is not supported (digest): the client does not send an action that requires it
     --> schemas/openapi.json:5:16 (/security/0)
      |
    5 |   "security": [{"key": []}],
      |                ^^^^^^^^^^^
      |
      = help: describe it under /components/securitySchemes as {"type": "http", "scheme": "bearer"}, as an API key or as {"type": "http", "scheme": "basic"}

    wrote 10 files to generated (10 changed)
    "#);
}

#[test]
fn bad_input_is_2_and_every_problem_is_said() {
    let folder = Folder::with(&[
        ("device.json", BAD),
        ("gadget.json", "{\"items\": 5}"),
        ("thing.json", "{}"),
    ]);
    let output = run(&folder, "generate");
    assert_code(&output, 2);
    assert_eq!(stdout(&output), "");
    insta::assert_snapshot!(stderr(&output), @r#"
    error: unknown type "objct"
     --> schemas/device.json:2:11 (/type)
      |
    2 |   "type": "objct"
      |           ^^^^^^^
      |
      = help: use one of null, boolean, integer, number, string, array, object

    error: a schema must be an object or a boolean, found a number
     --> schemas/gadget.json:1:11 (/items)
      |
    1 | {"items": 5}
      |           ^
      |
      = help: write an object of keywords, true or false

    2 errors; no files were written
    "#);
}

#[test]
fn a_folder_that_cannot_be_written_is_1() {
    let folder = Folder::with(&GOOD);
    fs::write(folder.path().join("generated"), "a file").unwrap();
    let output = run(&folder, "generate");
    assert_code(&output, 1);
    assert!(
        stderr(&output).starts_with("error: cannot write "),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("generated"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.path().join("generated")).unwrap(), "a file");
}

#[test]
fn arguments_that_make_no_sense_are_2() {
    let folder = Folder::with(&GOOD);
    for arguments in [
        "",
        "generat",
        "generate --chek",
        "generate --name x",
        "generate --crate x",
        "generate --crate x --name x --out y",
        "generate --runtime-path x",
        "generate --map-url nothing",
        "generate --formats none",
        "generate --message-format xml",
    ] {
        let output = run(&folder, arguments);
        assert_code(&output, 2);
        assert_eq!(stdout(&output), "", "{arguments}");
        assert!(
            stderr(&output).contains("Usage: ") || stderr(&output).contains("--help"),
            "{arguments}"
        );
    }
    let names: Vec<String> = tree(folder.path()).into_keys().collect();
    assert_eq!(
        names,
        ["schemas/device.json", "schemas/gadget.json", "schemas/openapi.json"]
    );
}
