//! The help, and options that change what is read.

use std::fs;
use std::process::Command;

use crate::support::Folder;
use crate::{GOOD, assert_code, run, stderr, stdout};

#[test]
fn the_help_of_generate_teaches_with_examples() {
    let folder = Folder::with(&[]);
    let output = run(&folder, "generate --help");
    assert_code(&output, 0);
    let help = stdout(&output);
    for part in [
        "Examples:",
        "typewright generate --check",
        "typewright generate --schemas api --out src/api",
        "--crate ../acme-api --name acme-api --keep-going",
        "Exit codes:",
        "--message-format",
        "--map-url",
        "--schemas openapi.yaml",
        "standard input",
        "pets.names.lock",
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
            help.contains("typewright generate"),
            "`typewright {arguments}` says:\n{help}"
        );
    }
}

#[test]
fn examples_in_the_help_are_not_broken_over_two_lines() {
    let folder = Folder::with(&[]);
    let output = run(&folder, "generate --help");
    let examples = stdout(&output).split("Examples:\n").nth(1).unwrap_or_default();
    for line in examples.split("\n\n").next().unwrap_or_default().lines() {
        assert!(line.trim_start().starts_with("typewright "), "{line:?}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let folder = Folder::with(&[]);
    let output = run(&folder, "--version");
    assert_code(&output, 0);
    assert_eq!(stdout(&output), concat!("typewright ", env!("CARGO_PKG_VERSION"), "\n"));
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

#[test]
fn cargo_runs_the_same_command_line() {
    let folder = Folder::with(&GOOD);
    for (arguments, told) in [
        // Cargo passes the name of the subcommand.
        (
            &["typewright", "generate"][..],
            "wrote 10 files to generated (10 changed)\n",
        ),
        (&["generate"][..], "generated is up to date (10 files)\n"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-typewright"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("cargo-typewright");
        assert_code(&output, 0);
        assert_eq!(stderr(&output), told);
    }
}

#[test]
fn a_misspelt_option_is_answered_with_the_one_that_was_meant() {
    let folder = Folder::with(&[]);
    for (arguments, meant) in [("generat", "generate"), ("generate --chek", "--check")] {
        let output = run(&folder, arguments);
        assert_code(&output, 2);
        assert!(stderr(&output).contains(&format!("'{meant}'")), "{}", stderr(&output));
    }
}
