//! Nothing is lost: interrupted runs are recognized, and files that a person wrote or edited stay.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Folder, tree};
use crate::{API, DEVICE, GOOD, assert_code, run, stderr, stdout};

/// The schemas after a change that touches several generated files and the names file, and replaces one.
fn change(folder: &Folder) {
    folder.add(
        "device.json",
        DEVICE
            .replace("\"off\"", "\"off\", \"broken\"")
            .replace("{\"type\": \"string\"},", "{\"enum\": [\"a\", \"b\"]},"),
    );
    folder.add("openapi.json", API.replace("device.get", "gadget.get"));
}

fn change_back(folder: &Folder) {
    folder.add("device.json", DEVICE);
    folder.add("openapi.json", API);
}

/// The generated files before and after [`change`], generated elsewhere.
fn both_versions() -> [BTreeMap<String, String>; 2] {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let old = written(&folder);
    change(&folder);
    assert_code(&run(&folder, "generate"), 0);
    [old, written(&folder)]
}

/// Without the names file, with paths in the folder of the code.
fn only_generated(found: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let in_folder = |(name, text): (String, String)| Some((name.strip_prefix("generated/")?.to_owned(), text));
    found.into_iter().filter_map(in_folder).collect()
}

/// The generated files and the names file.
fn written(folder: &Folder) -> BTreeMap<String, String> {
    let mut found = tree(folder.path());
    found.retain(|name, _| name.starts_with("generated/") || name == "schemas/names.lock");
    found
}

fn generator(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_typewright"));
    command
        .arg("generate")
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_files_and_no_temporary_ones() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    change(&folder);
    let before = crate::state(folder.path());
    // No file may be longer than one block, as on a disk that becomes full.
    let script = format!(
        "ulimit -f 1; trap '' XFSZ; exec {} generate",
        env!("CARGO_BIN_EXE_typewright")
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .output()
        .expect("bash");
    assert_code(&output, 1);
    let told = stderr(&output);
    assert!(
        told.starts_with("error: cannot write the generated code: generated/"),
        "{told}"
    );
    assert_eq!(crate::state(folder.path()), before);
    assert_code(&run(&folder, "generate --check"), 1);
    assert_code(&run(&folder, "generate"), 0);
    assert_code(&run(&folder, "generate --check"), 0);
}

#[test]
fn a_names_file_that_cannot_be_replaced_leaves_the_old_code() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    change(&folder);
    let names = folder.schemas().join("names.lock");
    fs::remove_file(&names).expect("it was written");
    fs::create_dir(&names).expect("a folder in its place");
    let before = crate::state(folder.path());
    let output = run(&folder, "generate");
    // The run could not read the recorded names either.
    assert_code(&output, 2);
    assert!(stderr(&output).contains("schemas/names.lock"), "{}", stderr(&output));
    assert_eq!(crate::state(folder.path()), before);
}

#[test]
fn a_folder_that_cannot_be_created_leaves_the_old_files_and_no_temporary_ones() {
    let folder = Folder::with(&[("device.json", DEVICE)]);
    assert_code(&run(&folder, "generate"), 0);
    let generated = folder.path().join("generated");
    fs::write(generated.join("endpoints"), "a file where a folder has to be").expect("a file");
    let before = crate::state(&generated);
    folder.add("openapi.json", API);
    let output = run(&folder, "generate");
    assert_code(&output, 1);
    assert!(stderr(&output).contains("generated/endpoints"), "{}", stderr(&output));
    assert_eq!(crate::state(&generated), before);
}

#[test]
fn a_killed_run_is_recognized_and_the_next_one_completes_it() {
    let [old, new] = both_versions();
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let started = Instant::now();
    assert_code(&run(&folder, "generate"), 0);
    let duration = started.elapsed();
    for attempt in 0..40 {
        change(&folder);
        let mut child = generator(folder.path()).spawn().expect("typewright");
        // Most of a run is spent before the first write, so the later half is tried more often.
        thread::sleep(duration.mul_f64(f64::from(attempt) / 30.0));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let mut found = written(&folder);
        let is_complete = found["generated/typewright.lock"].ends_with("\ncomplete\n");
        found.retain(|name, _| !name.ends_with(".typewright.tmp"));
        assert!(
            !is_complete || found == old || found == new,
            "attempt {attempt} was taken for complete: {:?}",
            found.keys()
        );
        change_back(&folder);
        assert_code(&run(&folder, "generate"), 0);
        assert!(written(&folder) == old, "attempt {attempt} was not completed");
        let leftover = tree(folder.path())
            .into_keys()
            .find(|name| name.ends_with(".typewright.tmp"));
        assert_eq!(leftover, None, "attempt {attempt}");
    }
}

#[test]
fn two_runs_at_once_give_the_files_of_one_of_them() {
    let versions = both_versions().map(only_generated);
    let first = Folder::with(&GOOD);
    let second = Folder::with(&GOOD);
    change(&second);
    let out = Folder::with(&[]);
    let out = out.path().join("out");
    for attempt in 0..10_u64 {
        let mut runs: Vec<_> = [&first, &second]
            .iter()
            .map(|folder| {
                thread::sleep(Duration::from_millis(attempt));
                let mut command = generator(folder.path());
                command.arg("--out").arg(&out).spawn().expect("typewright")
            })
            .collect();
        for run in &mut runs {
            assert!(run.wait().expect("it ends").success());
        }
        let found = tree(&out);
        assert!(
            versions.contains(&found),
            "the files of two runs are mixed: {:?}",
            found.keys()
        );
    }
}

#[test]
fn an_edited_file_is_overwritten_only_by_force() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let types = folder.path().join("generated/types.rs");
    let generated = fs::read_to_string(&types).expect("types.rs");
    let edited = format!("{generated}// by hand\n");
    fs::write(&types, &edited).expect("an edit");
    for schemas_change in [false, true] {
        if schemas_change {
            change(&folder);
        }
        let before = crate::state(folder.path());
        let output = run(&folder, "generate");
        assert_code(&output, 1);
        insta::allow_duplicates! {
            insta::assert_snapshot!(stderr(&output), @"
            error: cannot write the generated code: generated/types.rs was edited since it was generated
              help: undo the edits or copy them elsewhere, then run the same command with --force
            ");
        }
        assert_eq!(crate::state(folder.path()), before);
        let output = run(&folder, "generate --check");
        assert_code(&output, 1);
        assert!(stdout(&output).contains("\n-// by hand\n"), "{}", stdout(&output));
        assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    }
    let output = run(&folder, "generate --force");
    assert_code(&output, 0);
    insta::assert_snapshot!(stderr(&output), @"
    note: overwrote generated/types.rs, which may have been edited
    wrote 10 files to generated (9 changed, 3 removed)
    ");
    assert_code(&run(&folder, "generate --check"), 0);
}

#[test]
fn a_foreign_file_is_not_even_overwritten_by_force() {
    for (arguments, name) in [
        ("generate --out src", "src/types.rs"),
        ("generate --out src", "src/typewright.lock"),
        ("generate --crate . --name thing", "Cargo.toml"),
        ("generate --crate . --name thing", "README.md"),
        ("generate --crate . --name thing", "src/lib.rs"),
    ] {
        let folder = Folder::with(&GOOD);
        fs::create_dir_all(folder.path().join("src")).expect("a folder");
        fs::write(folder.path().join(name), "by hand\n").expect("a file");
        let before = crate::state(folder.path());
        for force in ["", " --force"] {
            let output = run(&folder, &format!("{arguments}{force}"));
            assert_code(&output, 1);
            let told = stderr(&output);
            assert!(
                told.contains(name) && told.contains("was not generated by typewright"),
                "{told}"
            );
            assert!(!told.contains("help: undo"), "{told}");
            assert_eq!(crate::state(folder.path()), before);
        }
        // Generated files can be generated again, changed or not.
        fs::remove_file(folder.path().join(name)).expect("it can be removed");
        assert_code(&run(&folder, arguments), 0);
        change(&folder);
        assert_code(&run(&folder, arguments), 0);
        assert_code(&run(&folder, &format!("{arguments} --check")), 0);
    }
}

#[test]
fn a_readme_that_mentions_the_generator_is_not_lost() {
    let folder = Folder::with(&GOOD);
    let readme = folder.path().join("README.md");
    let text = "These types are generated by typewright, and I explain them here.\n";
    fs::write(&readme, text).expect("a file");
    let output = run(&folder, "generate --crate . --name thing");
    assert_code(&output, 1);
    assert!(stderr(&output).contains("README.md"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&readme).expect("it is there"), text);
}

#[test]
fn a_copy_of_a_generated_file_is_not_ours() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let copy = folder.path().join("generated/endpoints/copy.rs");
    fs::copy(folder.path().join("generated/endpoints/device.rs"), &copy).expect("a copy");
    change(&folder);
    assert_code(&run(&folder, "generate"), 0);
    assert!(copy.exists());
    assert_code(&run(&folder, "generate --check"), 0);
}

#[test]
fn a_stale_file_that_was_edited_is_kept_and_said() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let stale = folder.path().join("generated/endpoints/device.rs");
    fs::write(&stale, "// by hand\n").expect("an edit");
    change(&folder);
    for force in ["", " --force"] {
        let output = run(&folder, &format!("generate{force}"));
        assert_code(&output, 0);
        assert_eq!(fs::read_to_string(&stale).expect("it is there"), "// by hand\n");
        let told = stderr(&output).contains("note: kept generated/endpoints/device.rs, which was edited");
        assert_eq!(told, force.is_empty(), "{}", stderr(&output));
    }
    assert_code(&run(&folder, "generate --check"), 0);
}

#[test]
fn files_of_a_version_without_digests_need_force() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    fs::remove_file(folder.path().join("generated/typewright.lock")).expect("it can be removed");
    // The same content needs no record.
    assert_code(&run(&folder, "generate"), 0);
    fs::remove_file(folder.path().join("generated/typewright.lock")).expect("it can be removed");
    change(&folder);
    let before = crate::state(folder.path());
    let output = run(&folder, "generate");
    assert_code(&output, 1);
    let told = stderr(&output);
    assert!(
        told.contains("is not recorded in typewright.lock") && told.contains("--force"),
        "{told}"
    );
    assert_eq!(crate::state(folder.path()), before);
    assert_code(&run(&folder, "generate --force"), 0);
    assert_code(&run(&folder, "generate --check"), 0);
}

#[test]
fn line_ends_of_a_checkout_are_no_edit() {
    let folder = Folder::with(&GOOD);
    assert_code(&run(&folder, "generate"), 0);
    let generated = folder.path().join("generated");
    for (name, text) in tree(&generated) {
        fs::write(generated.join(name), text.replace('\n', "\r\n")).expect("a file");
    }
    folder.add("device.json", DEVICE.replace('\n', "\r\n"));
    assert_code(&run(&folder, "generate --check"), 0);
    change(&folder);
    assert_code(&run(&folder, "generate"), 0);
    assert_code(&run(&folder, "generate --check"), 0);
}
