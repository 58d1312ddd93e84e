//! `--check`.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::Folder;
use crate::{API, BAD, DEVICE, GOOD, assert_code, run, state, stderr, stdout};

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
    @@ -63,13 +63,15 @@
         On,
         /// `off`
         Off,
    +    /// `broken`
    +    Broken,
         /// Any other value, preserved verbatim.
         Unknown(Unknown<DeviceStatus>),
     }
     
     impl DeviceStatus {
         /// The documented values, in the order of the schema.
    -    pub const KNOWN: &'static [Self] = &[Self::On, Self::Off];
    +    pub const KNOWN: &'static [Self] = &[Self::On, Self::Off, Self::Broken];
     
         /// Returns the value as it is in JSON.
         #[must_use]
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
fn check_names_a_folder_where_a_file_belongs() {
    let folder = Folder::with(&GOOD);
    fs::create_dir_all(folder.path().join("generated/mod.rs")).unwrap();
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert!(
        stderr(&output).contains("generated/mod.rs is not a file"),
        "{}",
        stderr(&output)
    );
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
fn check_reports_a_file_that_is_no_longer_generated() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    folder.add("openapi.json", API.replace("device.get", "gadget.get"));
    let before = state(folder.path());
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    let removed = "--- generated/endpoints/device.rs\n+++ generated/endpoints/device.rs\n@@ -1,";
    assert!(stdout(&output).contains(removed), "{}", stdout(&output));
    assert!(stdout(&output).contains("\n-pub struct Get"), "{}", stdout(&output));
    assert_eq!(state(folder.path()), before);
    // And without --check it goes.
    assert_code(&run(&folder, "generate"), 0);
    assert!(!folder.path().join("generated/endpoints/device.rs").exists());
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
    let mut child = Command::new(env!("CARGO_BIN_EXE_typewright"))
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

#[test]
fn the_names_file_is_written_beside_the_schemas_and_checked() {
    let folder = Folder::with(&[("device.json", DEVICE)]);
    assert_code(&run(&folder, "generate"), 0);
    let names = folder.schemas().join("names.lock");
    let written = fs::read_to_string(&names).expect("the names file");
    assert!(written.contains("\"device.json#\": \"Device\""), "{written}");
    assert_code(&run(&folder, "generate --check"), 0);
    fs::remove_file(&names).expect("it was there");
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert!(
        stdout(&output).contains("+  \"device.json#\": \"Device\""),
        "{}",
        stdout(&output)
    );
    assert!(!names.exists(), "--check changes nothing");
}

#[test]
fn an_edited_name_makes_the_code_stale() {
    let folder = Folder::with(&[("device.json", DEVICE)]);
    assert_code(&run(&folder, "generate"), 0);
    let names = folder.schemas().join("names.lock");
    let edited = fs::read_to_string(&names)
        .expect("the names file")
        .replace("\"DeviceStatus\"", "\"Status\"");
    fs::write(&names, edited).expect("it can be written");
    let output = run(&folder, "generate --check");
    assert_code(&output, 1);
    assert!(stdout(&output).contains("+pub enum Status {"), "{}", stdout(&output));
}
