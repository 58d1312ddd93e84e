//! The command line: exit codes, what is written and what is not, and what is said where.
#![cfg(feature = "cli")]

mod support;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use support::{Folder, tree};

const DEVICE: &str = r#"{
  "description": "A thing that reports.",
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "status": {"type": "string", "enum": ["on", "off"]}
  }
}"#;
const GADGET: &str = r#"{"type": "object", "properties": {"device": {"$ref": "device.json"}}}"#;
const API: &str = r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/device": {
      "get": {
        "operationId": "device.get",
        "responses": {
          "200": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}
        }
      }
    }
  }
}"#;
const GOOD: [(&str, &str); 3] = [("device.json", DEVICE), ("gadget.json", GADGET), ("openapi.json", API)];
const BAD: &str = "{\n  \"type\": \"objct\"\n}";

/// Runs the command in a folder.
fn run_in<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_losant-codegen"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("losant-codegen")
}

fn run(folder: &Folder, arguments: &str) -> Output {
    run_in(folder.path(), arguments.split_whitespace())
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8 on standard output")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8 on standard error")
}

#[track_caller]
fn assert_code(output: &Output, code: i32) {
    assert!(!stderr(output).contains("panicked"), "{}", stderr(output));
    assert_eq!(
        output.status.code(),
        Some(code),
        "standard output:\n{}\nstandard error:\n{}",
        stdout(output),
        stderr(output)
    );
}

/// Standard error, each line of which has to be a JSON object.
#[track_caller]
fn messages(output: &Output) -> Vec<Value> {
    stderr(output)
        .lines()
        .map(|line| match serde_json::from_str(line) {
            Ok(message @ Value::Object(_)) => message,
            _ => panic!("this line is no JSON object: {line:?}"),
        })
        .collect()
}

/// Everything in a folder, with the time of its last change.
fn state(folder: &Path) -> Vec<(String, String, SystemTime)> {
    tree(folder)
        .into_iter()
        .map(|(name, text)| {
            let changed = fs::metadata(folder.join(&name)).and_then(|file| file.modified());
            (name, text, changed.expect("a time"))
        })
        .collect()
}

/// Makes all files of a folder an hour older, so that writing one shows.
fn age(folder: &Path) {
    for name in tree(folder).keys() {
        let file = fs::File::options().write(true).open(folder.join(name)).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(3600))
            .expect("its time");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Exit codes
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn success_is_0_and_silent() {
    let folder = Folder::with(&GOOD);
    let output = run(&folder, "generate");
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "");
    assert_eq!(stderr(&output), "");
    let written: Vec<String> = tree(&folder.path().join("generated")).into_keys().collect();
    let wanted = [
        "endpoints.rs",
        "endpoints/device.rs",
        "mod.rs",
        "types.rs",
        "types/schema.rs",
        "types/wire.rs",
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
fn a_security_scheme_that_is_no_bearer_token_is_a_warning() {
    let openapi = r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
  "security": [{"key": []}],
  "paths": {"/ping": {"get": {"operationId": "ping.get", "responses": {"204": {"description": "It is there"}}}}}
}"#;
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", openapi)]);
    let output = run(&folder, "generate");
    assert_code(&output, 0);
    insta::assert_snapshot!(stderr(&output), @r#"
    warning: the security scheme "key" is no bearer token, so the bindings send nothing for it
      --> schemas/openapi.json:5:16 (/security/0)
      help: describe it under /components/securitySchemes as {"type": "http", "scheme": "bearer"}, or add what it needs in an HTTP client of your own
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
    error: "objct" is not a type
      --> schemas/device.json:2:11 (/type)
      help: use one of null, boolean, integer, number, string, array, object

    error: a schema belongs here, and this is a number
      --> schemas/gadget.json:1:11 (/items)
      help: write an object of keywords, or true or false

    2 errors; nothing was written
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

// ---------------------------------------------------------------------------------------------------------------------
// --check
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn check_of_fresh_code_is_0_and_silent() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let output = run(&folder, "generate --check");
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "");
    assert_eq!(stderr(&output), "");
}

#[test]
fn check_of_stale_code_is_1_with_a_unified_diff_and_changes_nothing() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    folder.add("device.json", DEVICE.replace("\"off\"", "\"off\", \"broken\""));
    let before = state(folder.path());
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert_eq!(state(folder.path()), before, "--check must not change anything");
    let types = stdout(&output)
        .split("--- ")
        .find(|diff| diff.starts_with("generated/types.rs"));
    insta::assert_snapshot!(types.unwrap_or_default(), @"
    generated/types.rs
    +++ generated/types.rs
    @@ -30,6 +30,8 @@
         On,
         /// `off`
         Off,
    +    /// `broken`
    +    Broken,
         /// A value that is not documented, kept as it came.
         Unknown(Unknown<DeviceStatus>),
     }
    ");
    insta::assert_snapshot!(stderr(&output), @"error: generated is not up to date; run the same command without --check to refresh it");
}

#[test]
fn the_diff_is_one_that_patch_understands() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    folder.add("device.json", DEVICE.replace("\"off\"", "\"off\", \"broken\""));
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    let mut old: Option<&str> = None;
    let (mut removed, mut added) = (0, 0);
    for line in stdout(&output).lines() {
        if let Some(name) = line.strip_prefix("--- ") {
            old = Some(name);
        } else if let Some(name) = line.strip_prefix("+++ ") {
            assert_eq!(old, Some(name));
        } else if let Some(hunk) = line.strip_prefix("@@ -") {
            assert!(hunk.ends_with(" @@") && hunk.contains(" +"), "{line:?}");
        } else {
            assert!(
                line.is_empty() || line.starts_with([' ', '-', '+']),
                "{line:?} is no line of a diff"
            );
            removed += usize::from(line.starts_with('-'));
            added += usize::from(line.starts_with('+'));
        }
    }
    assert!(removed > 0 && added > removed, "{removed} lines removed, {added} added");
}

#[test]
fn check_of_code_that_was_never_generated_is_1_and_writes_nothing() {
    let folder = Folder::with(&GOOD);
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert!(stdout(&output).contains("+pub struct Device {"), "{}", stdout(&output));
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn check_of_code_that_cannot_be_read_says_so_and_prints_no_diff() {
    let folder = Folder::with(&GOOD);
    fs::create_dir_all(folder.path().join("generated/mod.rs")).unwrap();
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert_eq!(stdout(&output), "");
    let start = "error: generated/mod.rs cannot be read: ";
    assert!(stderr(&output).starts_with(start), "{}", stderr(&output));
}

#[test]
fn check_shows_bytes_that_are_no_text() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    fs::write(folder.path().join("generated/mod.rs"), b"mod \xff;\n").unwrap();
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert!(stdout(&output).contains("\n-mod \u{fffd};\n"), "{}", stdout(&output));
}

#[test]
fn check_reports_a_file_that_is_left_over() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let other = API.replace("device.get", "gadget.get");
    folder.add("openapi.json", other);
    assert_code(&run(&folder, "generate"), 0);
    // What an earlier run wrote, brought back as a merge might.
    let kept = folder.path().join("generated/endpoints/gadget.rs");
    let stray = folder.path().join("generated/endpoints/device.rs");
    fs::copy(&kept, &stray).unwrap();
    let before = state(folder.path());
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert!(
        stdout(&output).starts_with("--- generated/endpoints/device.rs\n"),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).contains("\n-pub struct Get"), "{}", stdout(&output));
    assert!(!stdout(&output).contains("\n+pub"), "{}", stdout(&output));
    assert_eq!(state(folder.path()), before);
    // And without --check it goes.
    assert_code(&run(&folder, "generate"), 0);
    assert!(!stray.exists() && kept.exists());
    assert_code(&run(&folder, "generate --check"), 0);
}

#[test]
fn check_of_bad_input_is_2_and_prints_no_diff() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    folder.add("device.json", BAD);
    let output = run(&folder, "generate --check");
    assert_code(&output, 2);
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("schemas/device.json:2:11 (/type)"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn check_survives_a_reader_that_stops_early() {
    let folder = Folder::with(&GOOD);
    let mut child = Command::new(env!("CARGO_BIN_EXE_losant-codegen"))
        .args(["generate", "--check"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As `… --check | head -1` does.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_code(&output, 1);
}

// ---------------------------------------------------------------------------------------------------------------------
// What is written
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn nothing_is_written_when_anything_is_wrong() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    fs::write(folder.path().join("generated/notes.txt"), "by hand").unwrap();
    folder.add("more.json", DEVICE);
    folder.add("broken.json", BAD);
    let before = state(folder.path());
    assert_code(&run(&folder, "generate"), 2);
    assert_eq!(state(folder.path()), before);
}

#[test]
fn nothing_is_written_where_nothing_was_when_anything_is_wrong() {
    for arguments in ["generate", "generate --out a/b", "generate --crate c --name c"] {
        let folder = Folder::with(&[("device.json", DEVICE), ("broken.json", BAD)]);
        let before = state(folder.path());
        assert_code(&run(&folder, arguments), 2);
        assert_eq!(state(folder.path()), before, "{arguments}");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "{arguments} left a folder behind"
        );
    }
}

#[test]
fn a_file_is_not_touched_when_its_content_stays() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let generated = folder.path().join("generated");
    age(&generated);
    let before = state(&generated);
    assert_code(&run(&folder, "generate"), 0);
    assert_eq!(state(&generated), before);
}

#[test]
fn only_files_whose_content_changes_are_written() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let generated = folder.path().join("generated");
    age(&generated);
    let before = state(&generated);
    folder.add(
        "device.json",
        DEVICE.replace("A thing that reports.", "Something that reports."),
    );
    assert_code(&run(&folder, "generate"), 0);
    let touched: Vec<String> = state(&generated)
        .into_iter()
        .filter(|file| !before.contains(file))
        .map(|(name, _, _)| name)
        .collect();
    // The header of mod.rs names the input with its digest, types.rs has the description.
    assert_eq!(touched, ["mod.rs", "types.rs"]);
}

#[test]
fn what_was_written_by_hand_stays() {
    let folder = Folder::with(&GOOD);
    let generated = folder.path().join("generated");
    fs::create_dir_all(generated.join("types")).unwrap();
    for (name, text) in [
        ("types/own.rs", "// by hand\n"),
        ("own.rs", "pub struct Own;\n"),
        (
            "README.md",
            "// @generated by losant-codegen. Do not edit: change the schemas and generate again.\n",
        ),
    ] {
        fs::write(generated.join(name), text).unwrap();
    }
    assert_code(&run(&folder, "generate"), 0);
    let names: Vec<String> = tree(&generated).into_keys().collect();
    for name in ["types/own.rs", "own.rs", "README.md"] {
        assert!(names.iter().any(|kept| kept == name), "{name} is gone from {names:?}");
    }
    assert!(!names.iter().any(|name| name.contains("tmp")), "{names:?}");
}

#[test]
fn nothing_that_was_written_by_hand_is_replaced() {
    for (arguments, name) in [
        ("generate --out src", "src/types.rs"),
        ("generate --crate . --name thing", "Cargo.toml"),
        ("generate --crate . --name thing", "README.md"),
        ("generate --crate . --name thing", "src/lib.rs"),
    ] {
        let folder = Folder::with(&GOOD);
        fs::create_dir_all(folder.path().join("src")).unwrap();
        fs::write(folder.path().join(name), "by hand\n").unwrap();
        let before = state(folder.path());
        let output = run(&folder, arguments);
        assert_code(&output, 1);
        assert!(stderr(&output).contains(name), "{}", stderr(&output));
        assert!(stderr(&output).contains("was not generated"), "{}", stderr(&output));
        assert_eq!(state(folder.path()), before);
        // What is generated may be generated again, changed or not.
        fs::remove_file(folder.path().join(name)).unwrap();
        assert_code(&run(&folder, arguments), 0);
        folder.add(
            "device.json",
            r#"{"type": "object", "properties": {"other": {"type": "boolean"}}}"#,
        );
        assert_code(&run(&folder, arguments), 0);
        assert_code(&run(&folder, &format!("{arguments} --check")), 0);
    }
}

#[test]
fn the_code_of_another_folder_of_schemas_stays() {
    // As a project has it that keeps several APIs under one folder.
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate --out src/api/inner"), 0);
    let inner = folder.path().join("src/api/inner");
    let before = tree(&inner);
    folder.add("openapi.json", API.replace("device.get", "gadget.get"));
    assert_code(&run(&folder, "generate --out src/api"), 0);
    let kept = tree(&inner);
    assert!(kept == before, "this is left of the other code: {:?}", kept.keys());
    assert_code(&run(&folder, "generate --out src/api --check"), 0);
}

#[test]
fn two_runs_and_two_folders_give_equal_bytes() {
    let first = Folder::with(&GOOD);
    let mut backwards = GOOD;
    backwards.reverse();
    let second = Folder::with(&backwards);
    let within = Folder::with(&[]);
    let third = Folder::within(within.path(), &GOOD);
    let mut given = Vec::new();
    for folder in [&first, &first, &second, &third] {
        let out = folder.path().join("out");
        let _ = fs::remove_dir_all(&out);
        assert_code(&run(folder, "generate --out out"), 0);
        given.push(tree(&out));
    }
    // And by absolute paths, from elsewhere.
    let out = second.path().join("absolute");
    let arguments: [&OsStr; 5] = [
        "generate".as_ref(),
        "--schemas".as_ref(),
        second.schemas().into_os_string().leak(),
        "--out".as_ref(),
        out.as_os_str(),
    ];
    assert_code(&run_in(within.path(), arguments), 0);
    given.push(tree(&out));
    for other in &given[1..] {
        assert_eq!(other.keys().collect::<Vec<_>>(), given[0].keys().collect::<Vec<_>>());
        for (name, text) in other {
            assert_eq!(*text, given[0][name], "{name}");
        }
    }
}

#[test]
fn nothing_that_is_written_names_a_place_on_this_machine() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    assert_code(
        &run(
            &folder,
            "generate --crate bindings --name bindings --runtime-path runtime",
        ),
        0,
    );
    for written in ["generated", "bindings"] {
        for (name, text) in tree(&folder.path().join(written)) {
            let place = folder.path().to_str().expect("a path in UTF-8");
            assert!(!text.contains(place), "{written}/{name} names {place}");
            assert!(
                !text.contains("schemas/"),
                "{written}/{name} names the folder of the schemas"
            );
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// --keep-going and --message-format json
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn json_messages_are_one_object_a_line() {
    let folder = Folder::with(&[
        ("device.json", BAD),
        ("gadget.json", "{\"a\nb\": 1}"),
        ("thing.json", "{\"tpye\": 1}"),
    ]);
    let output = run(&folder, "generate --message-format json");
    assert_code(&output, 2);
    assert_eq!(stdout(&output), "");
    let messages = messages(&output);
    let files: Vec<&str> = messages.iter().filter_map(|message| message["file"].as_str()).collect();
    assert_eq!(
        files,
        ["schemas/device.json", "schemas/gadget.json", "schemas/thing.json"]
    );
    let first = serde_json::json!({
        "severity": "error",
        "message": "\"objct\" is not a type",
        "file": "schemas/device.json",
        "line": 2,
        "column": 11,
        "pointer": "/type",
        "help": "use one of null, boolean, integer, number, string, array, object",
    });
    assert_eq!(messages[0], first);
    assert_eq!(messages[2]["severity"], "warning");
}

#[test]
fn what_goes_wrong_outside_of_the_input_is_json_too() {
    let folder = Folder::with(&GOOD);
    fs::write(folder.path().join("generated"), "a file").unwrap();
    let output = run(&folder, "generate --message-format json");
    assert_code(&output, 1);
    assert_eq!(messages(&output).len(), 1);
    let output = run(&folder, "generate --message-format json --check --out elsewhere");
    assert_code(&output, 1);
    assert_eq!(messages(&output).len(), 1);
    let output = run_in(
        folder.path(),
        [
            "generate",
            "--message-format",
            "json",
            "--crate",
            "x",
            "--name",
            "no name",
        ],
    );
    assert_code(&output, 2);
    assert_eq!(messages(&output).len(), 1);
}

#[test]
fn keep_going_leaves_out_what_is_broken_and_writes_the_rest() {
    let folder = Folder::with(&[
        ("broken.json", BAD),
        ("worse.json", "{"),
        ("device.json", DEVICE),
        ("gadget.json", GADGET),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "");
    let messages = messages(&output);
    let files: Vec<&str> = messages.iter().filter_map(|message| message["file"].as_str()).collect();
    assert_eq!(files, ["schemas/broken.json", "schemas/worse.json"]);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct Device {") && types.contains("pub struct Gadget {"),
        "{types}"
    );
    assert!(!types.contains("Broken"), "{types}");
}

#[test]
fn keep_going_leaves_out_what_needs_the_broken_file_and_says_so() {
    let folder = Folder::with(&[
        ("broken.json", BAD),
        (
            "holder.json",
            r#"{"type": "object", "properties": {"x": {"$ref": "broken.json"}}}"#,
        ),
        (
            "outer.json",
            r#"{"type": "object", "properties": {"x": {"$ref": "holder.json"}}}"#,
        ),
        ("device.json", DEVICE),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let messages = messages(&output);
    let files: Vec<&str> = messages.iter().filter_map(|message| message["file"].as_str()).collect();
    assert_eq!(
        files,
        ["schemas/broken.json", "schemas/holder.json", "schemas/outer.json"]
    );
    // The file is there; it is its content that is wrong.
    for message in &messages[1..] {
        let text = message["message"].as_str().unwrap_or_default();
        assert!(!text.contains("there is no file"), "{text}");
    }
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct Device {") && !types.contains("Holder"),
        "{types}"
    );
}

#[test]
fn keep_going_keeps_the_endpoints_that_are_right() {
    let api = API.replace(
        "\"/device\": {",
        r#""/broken": {"get": {"operationId": "broken.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "broken.json"}}}}
        }}},
        "/device": {"#,
    );
    let folder = Folder::with(&[("broken.json", BAD), ("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let files: Vec<Value> = messages(&output)
        .into_iter()
        .map(|message| message["file"].clone())
        .collect();
    assert_eq!(files, ["schemas/broken.json", "schemas/openapi.json"]);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/device.rs"), "{:?}", written.keys());
}

#[test]
fn keep_going_leaves_a_broken_component_out_and_keeps_the_others() {
    let api = API.replace(
        "\"paths\": {",
        r##""components": {"schemas": {
            "Broken": {"type": "objct"},
            "Holder": {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Broken"}}},
            "Fine": {"type": "object", "properties": {"x": {"type": "string"}}}
        }},
        "paths": {"##,
    );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let messages = messages(&output);
    let pointers: Vec<&str> = messages
        .iter()
        .filter_map(|message| message["pointer"].as_str())
        .collect();
    let wanted = [
        "/components/schemas/Broken/type",
        "/components/schemas/Holder/properties/x/$ref",
    ];
    assert_eq!(pointers, wanted);
    let text = messages[1]["message"].as_str().unwrap_or_default();
    assert!(text.contains("has errors of its own"), "{text}");
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/device.rs"), "{:?}", written.keys());
    let types = &written["types.rs"];
    assert!(
        types.contains("pub struct Fine {") && types.contains("pub struct Device {"),
        "{types}"
    );
    assert!(!types.contains("Broken") && !types.contains("Holder"), "{types}");
}

#[test]
fn keep_going_keeps_what_refers_to_the_right_parts_of_what_is_left_out() {
    let api = API.replace(
        "\"/device\": {",
        r##""/broken": {"get": {"operationId": "broken.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema": {"type": "object", "properties": {
                "right": {"type": "object", "properties": {"size": {"$ref": "#/components/schemas/Size"}}},
                "wrong": {"type": "objct"}
            }}}}},
            "404": {"description": "Not here."}
        }}},
        "/right": {"get": {"operationId": "right.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema":
                {"$ref": "#/paths/~1broken/get/responses/200/content/application~1json/schema/properties/right"}
            }}},
            "404": {"$ref": "#/paths/~1broken/get/responses/404"}
        }}},
        "/wrong": {"get": {"operationId": "wrong.get", "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema":
                {"$ref": "#/paths/~1broken/get/responses/200/content/application~1json/schema/properties/wrong"}
            }}}
        }}},
        "/device": {"##,
    );
    let api = api.replacen(
        "\"paths\"",
        r#""components": {"schemas": {"Size": {"type": "integer"}}}, "paths""#,
        1,
    );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let errors: Vec<Value> = messages(&output)
        .into_iter()
        .filter(|message| message["severity"] == "error")
        .map(|message| message["pointer"].clone())
        .collect();
    let schema = "responses/200/content/application~1json/schema";
    assert_eq!(
        errors,
        [
            format!("/paths/~1broken/get/{schema}/properties/wrong/type"),
            format!("/paths/~1wrong/get/{schema}/$ref"),
        ]
    );
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/right.rs"), "{:?}", written.keys());
    assert!(
        written["endpoints/right.rs"].contains("404"),
        "{}",
        written["endpoints/right.rs"]
    );
    assert!(
        written["types.rs"].contains("pub size: Option<"),
        "{}",
        written["types.rs"]
    );
    for left_out in ["endpoints/broken.rs", "endpoints/wrong.rs"] {
        assert!(!written.contains_key(left_out), "{left_out}");
    }
}

#[test]
fn keep_going_keeps_what_refers_to_the_right_definitions_of_a_file_that_is_left_out() {
    let folder = Folder::with(&[
        (
            "common.json",
            r##"{"$id": "https://example.com/common.json", "definitions": {
                "name": {"type": "string"},
                "size": {"$id": "https://example.com/parts/size.json", "properties": {"name": {"$ref": "../common.json#/definitions/name"}}},
                "wrong": {"type": "strng"},
                "through": {"$ref": "#/definitions/wrong"}
            }}"##,
        ),
        (
            "right.json",
            r#"{"type": "object", "properties": {"name": {"$ref": "common.json#/definitions/name"}}}"#,
        ),
        (
            "byUrl.json",
            r#"{"type": "object", "properties": {
                "name": {"$ref": "https://example.com/common.json#/definitions/size/properties/name"}
            }}"#,
        ),
        (
            "faulty.json",
            r#"{"type": "object", "properties": {"name": {"$ref": "common.json#/definitions/through"}}}"#,
        ),
    ]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 0);
    let files: Vec<Value> = messages(&output)
        .iter()
        .map(|message| message["file"].clone())
        .collect();
    assert_eq!(
        files,
        ["schemas/common.json", "schemas/common.json", "schemas/faulty.json"],
        "{}",
        stderr(&output)
    );
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct ByUrl {") && types.contains("pub type Right = ByUrl;"),
        "{types}"
    );
    assert!(!types.contains("Faulty") && !types.contains("Common"), "{types}");
}

#[test]
fn keep_going_leaves_a_path_out_whose_own_parameters_are_broken() {
    let api = API.replace(
        "\"/device\": {",
        r#""/broken/{id}": {
            "parameters": [{"name": "id", "in": "cookie"}],
            "get": {"operationId": "broken.get", "responses": {"204": {"description": "x"}}}
        },
        "/device": {"#,
    );
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", &api)]);
    let output = run(&folder, "generate --keep-going");
    assert_code(&output, 0);
    let written = tree(&folder.path().join("generated"));
    assert!(written.contains_key("endpoints/device.rs"), "{:?}", written.keys());
    assert!(!written.contains_key("endpoints/broken.rs"), "{:?}", written.keys());
}

#[test]
fn keep_going_leaves_out_what_needs_a_broken_document_from_elsewhere() {
    let holder = r#"{"type": "object", "properties": {"x": {"$ref": "https://example.com/broken.json"}}}"#;
    let folder = Folder::with(&[("device.json", DEVICE), ("holder.json", holder)]);
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("broken.json"), BAD).unwrap();
    let output = run(
        &folder,
        "generate --keep-going --map-url https://example.com=elsewhere --message-format json",
    );
    assert_code(&output, 0);
    let files: Vec<Value> = messages(&output)
        .iter()
        .map(|message| message["file"].clone())
        .collect();
    assert_eq!(files, ["elsewhere/broken.json", "schemas/holder.json"]);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(
        types.contains("pub struct Device {") && !types.contains("Holder"),
        "{types}"
    );
}

#[test]
fn for_people_a_warning_that_holds_for_many_places_is_shown_once_and_the_end_counts_all() {
    let folder = Folder::with(&[
        ("broken.json", BAD),
        (
            "device.json",
            r#"{"type": "object", "properties": {
                "a": {"type": "string", "markdownDescription": "x"},
                "b": {"type": "string", "markdownDescription": "y"},
                "c": {"type": "string", "markdownDescription": "z"}
            }}"#,
        ),
    ]);
    let output = run(&folder, "generate --keep-going");
    assert_code(&output, 0);
    let told = stderr(&output);
    assert_eq!(told.matches("\"markdownDescription\"").count(), 1, "{told}");
    assert!(
        told.contains("the same holds for 2 other places in this file"),
        "{told}"
    );
    assert!(
        told.ends_with("1 error and 3 warnings; what is at fault is left out\n"),
        "{told}"
    );
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_eq!(messages(&output).len(), 4);
}

#[test]
fn keep_going_with_nothing_left_is_2_and_writes_nothing() {
    let folder = Folder::with(&[("broken.json", BAD), ("worse.json", "{")]);
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_code(&output, 2);
    assert_eq!(messages(&output).len(), 2);
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn keep_going_with_nothing_wrong_changes_nothing() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let output = run(&folder, "generate --check --keep-going");
    assert_code(&output, 0);
    assert_eq!(stderr(&output), "");
}

// ---------------------------------------------------------------------------------------------------------------------
// Other options
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_help_of_generate_teaches_with_examples() {
    let folder = Folder::with(&[]);
    let output = run(&folder, "generate --help");
    assert_code(&output, 0);
    let help = stdout(&output);
    for part in [
        "Examples:",
        "losant-codegen generate --check",
        "losant-codegen generate --schemas api --out src/api",
        "--crate ../acme-api --name acme-api --keep-going",
        "Exit codes:",
        "--message-format",
        "--map-url",
        "openapi.json",
    ] {
        assert!(help.contains(part), "{part:?} is missing in:\n{help}");
    }
}

#[test]
fn the_first_help_has_an_example_to_start_from() {
    let folder = Folder::with(&[]);
    for arguments in ["--help", "-h", ""] {
        let output = run(&folder, arguments);
        let help = format!("{}{}", stdout(&output), stderr(&output));
        assert!(
            help.contains("losant-codegen generate"),
            "`losant-codegen {arguments}` says:\n{help}"
        );
    }
}

#[test]
fn examples_in_the_help_are_not_broken_over_two_lines() {
    let folder = Folder::with(&[]);
    let output = run(&folder, "generate --help");
    let examples = stdout(&output).split("Examples:\n").nth(1).unwrap_or_default();
    for line in examples.split("\n\n").next().unwrap_or_default().lines() {
        assert!(line.trim_start().starts_with("losant-codegen "), "{line:?}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let folder = Folder::with(&[]);
    let output = run(&folder, "--version");
    assert_code(&output, 0);
    assert_eq!(
        stdout(&output),
        concat!("losant-codegen ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_url_can_be_read_from_a_folder() {
    let folder = Folder::with(&[(
        "device.json",
        r#"{"type": "object", "properties": {"tag": {"$ref": "https://example.com/v1/tag.json"}}}"#,
    )]);
    fs::create_dir(folder.path().join("vendor")).unwrap();
    fs::write(
        folder.path().join("vendor/tag.json"),
        r#"{"type": "string", "enum": ["a", "b"]}"#,
    )
    .unwrap();
    assert_code(&run(&folder, "generate"), 2);
    assert_code(&run(&folder, "generate --map-url https://example.com/v1/=vendor"), 0);
    let types = fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert!(types.contains("pub tag: Option<Tag>,"), "{types}");
}

#[test]
fn formats_can_be_notes() {
    let folder = Folder::with(&[(
        "device.json",
        r#"{"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}}"#,
    )]);
    let types = || fs::read_to_string(folder.path().join("generated/types.rs")).unwrap();
    assert_code(&run(&folder, "generate"), 0);
    assert!(types().contains("pub at: Option<Timestamp>,"), "{}", types());
    assert_code(&run(&folder, "generate --formats annotate"), 0);
    assert!(types().contains("pub at: Option<String>,"), "{}", types());
}

// ---------------------------------------------------------------------------------------------------------------------
// --crate
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_crate_is_complete() {
    let folder = Folder::with(&GOOD);
    let output = run(
        &folder,
        "generate --crate out/acme-api --name acme-api --runtime-path runtime",
    );
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "");
    let package = folder.path().join("out/acme-api");
    let written: Vec<String> = tree(&package).into_keys().collect();
    assert_eq!(
        written,
        [
            "Cargo.toml",
            "README.md",
            "src/endpoints.rs",
            "src/endpoints/device.rs",
            "src/lib.rs",
            "src/types.rs",
            "src/types/schema.rs",
            "src/types/wire.rs",
        ]
    );
    assert!(!folder.path().join("generated").exists());
    let read = |name: &str| fs::read_to_string(package.join(name)).unwrap();
    let runtime = concat!("version = \"", env!("CARGO_PKG_VERSION"), "\" }");
    insta::assert_snapshot!(read("Cargo.toml").replace(runtime, "version = \"[version]\" }"), @r#"
    # Generated by losant-codegen; what you change here is overwritten when you generate again.

    [package]
    name = "acme-api"
    version = "0.1.0"
    edition = "2024"
    rust-version = "1.88"
    description = "Typed, exact and lossless Rust bindings, generated from JSON Schemas"

    [features]
    # An async client on reqwest.
    client = ["losant-runtime/client"]
    # The same client, blocking.
    blocking = ["losant-runtime/blocking"]
    # Requests and answers as the types of the `http` crate, for any client, proxy or server.
    http = ["losant-runtime/http"]

    [dependencies]
    losant-runtime = { path = "../../runtime", version = "[version]" }

    [workspace]
    "#);
    insta::assert_snapshot!(read("src/lib.rs"), @r#"
    // @generated by losant-codegen. Do not edit: change the schemas and generate again.

    //! acme-api: Rust types generated from documented JSON Schemas.
    //!
    //! See [`types`], and [`prelude`] for what every type can do.

    pub mod endpoints;
    pub mod types;

    #[cfg(feature = "blocking")]
    pub use endpoints::blocking;
    #[cfg(feature = "client")]
    pub use endpoints::client::Client;
    pub use losant_runtime as runtime;

    /// What every type can do: `use acme_api::prelude::*`.
    pub mod prelude {
        pub use losant_runtime::endpoint::Endpoint;
        pub use losant_runtime::{Exact, Maybe, OpenEnum};
    }
    "#);
    let readme = read("README.md");
    for part in [
        "# acme-api",
        "use acme_api::prelude::*;",
        "use acme_api::types::Device;",
    ] {
        assert!(readme.contains(part), "{part:?} is missing in:\n{readme}");
    }
    assert_code(
        &run(
            &folder,
            "generate --crate out/acme-api --name acme-api --runtime-path runtime --check",
        ),
        0,
    );
}

#[test]
fn a_crate_without_endpoints_has_no_module_for_them() {
    let folder = Folder::with(&[("device.json", DEVICE)]);
    assert_code(&run(&folder, "generate --crate bindings --name bindings"), 0);
    let package = folder.path().join("bindings");
    let library = fs::read_to_string(package.join("src/lib.rs")).unwrap();
    assert!(!library.contains("ndpoint"), "{library}");
    assert!(!package.join("src/endpoints.rs").exists());
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap();
    assert!(
        manifest.contains(concat!("losant-runtime = \"", env!("CARGO_PKG_VERSION"), "\"")),
        "{manifest}"
    );
}

#[test]
fn the_readme_of_a_crate_shows_a_type_that_it_has() {
    let folder = Folder::with(&[("order.json", r#"{"enum": ["asc", "desc"]}"#)]);
    assert_code(&run(&folder, "generate --crate bindings --name bindings"), 0);
    let readme = fs::read_to_string(folder.path().join("bindings/README.md")).unwrap();
    assert!(readme.contains("Order::from_json_exact"), "{readme}");
}

#[test]
fn a_crate_that_was_built_and_packaged_is_not_stale() {
    let folder = Folder::with(&GOOD);
    let command = "generate --crate bindings --name bindings";
    assert_code(&run(&folder, command), 0);
    // `cargo package` unpacks a copy of the crate to build it.
    let package = folder.path().join("bindings");
    let copy = package.join("target/package/bindings-0.1.0");
    for (name, text) in tree(&package) {
        let path = copy.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let before = tree(&copy);
    assert_code(&run(&folder, &format!("{command} --check")), 0);
    assert_code(&run(&folder, command), 0);
    let kept = tree(&copy);
    assert!(
        kept == before,
        "what Cargo made is not ours to remove, and this is left of it: {:?}",
        kept.keys()
    );
}

#[test]
fn a_name_that_is_none_for_a_crate_is_2_and_nothing_is_written() {
    let folder = Folder::with(&GOOD);
    let before = state(folder.path());
    for name in ["", "1x", "-x", "a b", "ä", "../x", "a/b", "a.b", "a\"b", "a\nb"] {
        let output = run_in(
            folder.path(),
            ["generate", "--crate", "bindings", &format!("--name={name}")],
        );
        assert_code(&output, 2);
        assert!(
            stderr(&output).contains("crate") || stderr(&output).contains("--name"),
            "{}",
            stderr(&output)
        );
        assert_eq!(state(folder.path()), before, "{name:?}");
    }
}

#[test]
fn a_name_that_rust_cannot_say_is_refused() {
    let folder = Folder::with(&GOOD);
    // `use crate::prelude::*` would mean something else, and the last ones would depend on themselves.
    for name in [
        "crate",
        "self",
        "super",
        "fn",
        "losant-core",
        "losant-runtime",
        "losant_runtime",
    ] {
        let output = run_in(folder.path(), ["generate", "--crate", "bindings", "--name", name]);
        assert_code(&output, 2);
    }
}
