//! The committed `generated/` is what the generator makes of `schemas/`, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use similar::TextDiff;
use typewright::Generator;

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
const GENERATED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated");
const COMMAND: &str = "cargo run -p typewright -- generate";

/// Texts by path, with `/` between its parts.
type Files = BTreeMap<String, String>;

#[test]
fn generated_is_what_the_schemas_give() {
    if let Some(message) = difference(&committed(Path::new(GENERATED)), emitted()) {
        panic!("{message}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(emitted(), &emit());
}

#[test]
fn the_emission_does_not_tell_where_it_was_made() {
    let folder = fs::canonicalize(SCHEMAS).expect("the folder `schemas` is next to `tests`");
    let root = folder.parent().expect("a folder above").display().to_string();
    for (path, text) in emitted() {
        assert!(!text.contains(&root), "{path} names the folder of the checkout");
    }
}

/// Guards the first test: its message must help.
#[test]
fn a_stale_file_is_shown_as_a_diff_with_the_command_that_mends_it() {
    let file = |text: &str| Files::from([("types.rs".to_owned(), text.to_owned())]);
    let (old, new) = ("pub a: u8,\npub b: u8,\n", "pub a: u8,\npub c: u8,\n");

    assert_eq!(difference(&file(old), &file(old)), None);

    let changed = difference(&file(old), &file(new)).expect("a difference");
    assert!(changed.contains("--- generated/types.rs"), "{changed}");
    assert!(changed.contains("@@ -1,2 +1,2 @@"), "{changed}");
    assert!(changed.contains(" pub a: u8,\n-pub b: u8,\n+pub c: u8,\n"), "{changed}");
    assert!(changed.contains(COMMAND), "{changed}");

    let missing = difference(&Files::new(), &file(new)).expect("a difference");
    assert!(missing.contains("+pub a: u8,\n+pub c: u8,\n"), "{missing}");

    let left_over = difference(&file(old), &Files::new()).expect("a difference");
    assert!(left_over.contains("-pub a: u8,\n-pub b: u8,\n"), "{left_over}");
}

/// What would change if the second took the place of the first, as unified diffs; `None` if nothing.
fn difference(committed: &Files, emitted: &Files) -> Option<String> {
    let mut diffs = String::new();
    let mut paths: Vec<&String> = committed.keys().chain(emitted.keys()).collect();
    paths.sort();
    paths.dedup();
    for path in paths {
        let text = |files: &Files| files.get(path).cloned().unwrap_or_default();
        let (old, new) = (text(committed), text(emitted));
        let name = format!("generated/{path}");
        let _ = write!(
            diffs,
            "{}",
            TextDiff::from_lines(&old, &new).unified_diff().header(&name, &name)
        );
    }
    (!diffs.is_empty()).then(|| {
        format!("generated/ is not what schemas/ gives.\n\n{diffs}\nTo bring it up to date, run\n\n    {COMMAND}\n")
    })
}

/// The files of one run, for all tests.
fn emitted() -> &'static Files {
    static EMITTED: OnceLock<Files> = OnceLock::new();
    EMITTED.get_or_init(emit)
}

fn emit() -> Files {
    let output = Generator::new(SCHEMAS)
        .generate()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = output.files.into_iter();
    files.map(|file| (file.path, file.text)).collect()
}

/// All files in a folder but the stamp, hand-written ones too: there should be none. The stamp is written with the files,
/// and `generate --check` compares it.
fn committed(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a folder entry").path();
        let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
        if path.is_dir() {
            let inside = committed(&path).into_iter();
            files.extend(inside.map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else if name != "typewright.lock" {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            files.insert(name, text);
        }
    }
    files
}
