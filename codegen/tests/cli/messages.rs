//! What is said on standard error, for people and as JSON.

use std::fs;
use std::process::Command;

use crate::support::{Folder, assert_scales};
use crate::{BAD, GOOD, assert_code, messages, run, run_in, stderr, stdout};

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
        "message": "unknown type \"objct\"",
        "file": "schemas/device.json",
        "line": 2,
        "column": 11,
        "pointer": "/type",
        "help": "use one of null, boolean, integer, number, string, array, object",
        "end_line": 2,
        "end_column": 18,
        "rendered": "error: unknown type \"objct\"\n --> schemas/device.json:2:11 (/type)\n  |\n2 |   \"type\": \"objct\"\n  \
                     |           ^^^^^^^\n  |\n  = help: use one of null, boolean, integer, number, string, array, object",
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
    assert_eq!(
        told.matches("unknown keyword \"markdownDescription\"").count(),
        1,
        "{told}"
    );
    assert!(
        told.contains("the same applies to 2 other places in this file"),
        "{told}"
    );
    assert!(
        told.contains("\n1 error and 3 warnings; schemas and actions with errors are excluded\nwrote "),
        "{told}"
    );
    let output = run(&folder, "generate --keep-going --message-format json");
    assert_eq!(messages(&output).len(), 4);
}

#[test]
fn colors_are_for_terminals_unless_asked_for() {
    let folder = Folder::with(&[("device.json", BAD)]);
    let is_colored = |arguments: &str, variable: Option<(&str, &str)>| {
        let output = Command::new(env!("CARGO_BIN_EXE_typewright"))
            .args(arguments.split_whitespace())
            .current_dir(folder.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .envs(variable)
            .output()
            .expect("typewright");
        stderr(&output).contains('\u{1b}')
    };
    assert!(!is_colored("generate", None));
    assert!(is_colored("generate --color always", None));
    assert!(is_colored("generate", Some(("CLICOLOR_FORCE", "1"))));
    assert!(!is_colored("generate --color never", Some(("CLICOLOR_FORCE", "1"))));
    assert!(!is_colored("generate --color always --message-format json", None));
}

#[test]
fn a_document_of_one_long_line_has_short_messages() {
    // Each of many messages costs as much as what it shows, not as much as the line.
    assert_scales("messages", 10_000, |count| {
        let properties: Vec<String> = (0..count).map(|n| format!(r#""p{n}":{{"type":"strng"}}"#)).collect();
        let document = format!(r#"{{"type":"object","properties":{{{}}}}}"#, properties.join(","));
        let output = run(&Folder::with(&[("device.json", &document)]), "generate");
        assert_code(&output, 2);
        let longest = stderr(&output).lines().map(str::len).max();
        assert!(longest < Some(160), "{longest:?}");
    });
}
