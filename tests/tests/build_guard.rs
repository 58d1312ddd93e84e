//! The build of the bindings refuses a `generated/` that does not belong to `schemas/`.

use std::fs;
use std::path::Path;

use typewright::Generator;

/// The build script of the bindings, which has the check.
#[allow(dead_code, unexpected_cfgs)] // a consumer runs all of it
#[path = "../../build.rs"]
mod build_script;

const THING: &str = r#"{"type": "object", "properties": {"kind": {"enum": ["a", "b"]}}}"#;

/// Checks a copy of a checkout after a change, and returns what the build says.
fn after(change: impl FnOnce(&Path)) -> Result<(), String> {
    let root = std::env::temp_dir().join(format!("losant-build-guard-{}", fastrand::u64(..)));
    let schemas = root.join("schemas");
    fs::create_dir_all(&schemas).expect("a folder");
    fs::write(schemas.join("thing.json"), THING).expect("a schema");
    let code = Generator::new(&schemas).generate().expect("code");
    let written = code.with_names_in(&schemas).write(&root.join("generated"));
    written.expect("the code is written");
    change(&root);
    let found = build_script::committed::folder(&root);
    fs::remove_dir_all(&root).expect("the folder is removed");
    found.map(drop)
}

#[track_caller]
fn assert_refused(change: impl FnOnce(&Path), file: &str) {
    let message = after(change).expect_err("generated/ is not what schemas/ gives");
    assert!(message.contains(file), "{message}");
    assert!(message.contains("cargo run -p typewright -- generate"), "{message}");
}

#[test]
fn what_a_run_wrote_is_accepted() {
    assert_eq!(after(|_| {}), Ok(()));
}

#[test]
fn a_changed_or_new_schema_is_refused() {
    assert_refused(
        |root| fs::write(root.join("schemas/thing.json"), "{}").expect("a schema"),
        "schemas/thing.json",
    );
    assert_refused(
        |root| fs::write(root.join("schemas/other.json"), THING).expect("a schema"),
        "schemas/other.json",
    );
}

#[test]
fn an_edited_missing_or_unknown_names_file_is_refused() {
    let names = |root: &Path| root.join("schemas/names.lock");
    assert_refused(
        |root| fs::write(names(root), "{}\n").expect("a names file"),
        "schemas/names.lock",
    );
    assert_refused(
        |root| fs::remove_file(names(root)).expect("a names file"),
        "schemas/names.lock",
    );
    // A stamp that a version without a names file wrote.
    let forget = |root: &Path| {
        let stamp = root.join("generated/typewright.lock");
        let text = fs::read_to_string(&stamp).expect("a stamp");
        let lines = text.lines().filter(|line| !line.ends_with(" names.lock"));
        let lines: Vec<&str> = lines.collect();
        fs::write(&stamp, lines.join("\n") + "\n").expect("a stamp");
    };
    assert_refused(forget, "schemas/names.lock is new");
}

#[test]
fn an_edited_file_and_an_interrupted_run_are_refused() {
    assert_refused(
        |root| fs::write(root.join("generated/types.rs"), "").expect("a file"),
        "generated/types.rs was edited",
    );
    assert_refused(
        |root| {
            let stamp = root.join("generated/typewright.lock");
            let text = fs::read_to_string(&stamp).expect("a stamp");
            fs::write(&stamp, text.replace("complete\n", "")).expect("a stamp");
        },
        "a run was interrupted",
    );
}
