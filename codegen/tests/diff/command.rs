//! The command: sides, formats, exit codes, the ignore file.

use std::path::Path;
use std::process::{Command, Output};

use super::write;
use crate::support::Folder;

const OLD: &str = r#"{
  "type": "object",
  "properties": {
    "name": {"type": "string"}
  }
}"#;
const NEW: &str = r#"{
  "type": "object",
  "properties": {
    "name": {"type": "string", "minLength": 1}
  }
}"#;

fn diff(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_typewright"))
        .arg("diff")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("typewright")
}

/// A folder with the old version in `old.json`, and the new one in `new.json`.
fn files() -> Folder {
    let folder = Folder::with(&[]);
    write(&folder, "old.json", OLD);
    write(&folder, "new.json", NEW);
    folder
}

#[track_caller]
fn code(output: &Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}\n{error}");
    text
}

#[test]
fn a_long_report_has_a_line_for_each_cause() {
    let schema = |limit: &str| {
        let properties = (0..60).map(|index| {
            let more = limit.replace('N', &(index / 2 + 1).to_string());
            format!(r#""p{index}": {{"type": "string"{more}}}"#)
        });
        let properties: Vec<String> = properties.collect();
        format!(r#"{{"type": "object", "properties": {{{}}}}}"#, properties.join(",\n"))
    };
    let folder = Folder::with(&[]);
    write(&folder, "old.json", &schema(""));
    write(&folder, "new.json", &schema(r#", "minLength": N"#));
    let text = code(&diff(folder.path(), "old.json new.json --fail-on none"), 0);
    insta::assert_snapshot!(text, @r"
    breaks on the wire: 60 changes
      limit-tightened: 60 changes
        new: .p0 and 1 more `minLength` is new: 1; .p2 and 1 more `minLength` is new: 2; .p4 and 1 more `minLength` is new: 3; and 27 more

    60 changes: 60 break something; semver: minor
    `--all` shows each change in full: its place, the witness, the actions, and what changes in Rust.
    ");
    let full = code(&diff(folder.path(), "old.json new.json --fail-on none --all"), 0);
    assert_eq!(full.matches("= witness: ").count(), 30, "{full}");
    let json = code(
        &diff(folder.path(), "old.json new.json --fail-on none --format json"),
        0,
    );
    assert_eq!(json.matches("limit-tightened").count(), 60, "{json}");
}

#[test]
fn a_cause_that_starts_at_the_schema_itself_is_a_whole_sentence() {
    let schema = |limit: &str| {
        let properties = (0..60).map(|index| {
            let own = limit.replace('N', &(index / 2 + 1).to_string());
            format!(r#""p{index}": {{"type": "object"{own}}}"#)
        });
        let properties: Vec<String> = properties.collect();
        let own = limit.replace('N', "1");
        format!(
            "{{\"type\": \"object\"{own}, \"properties\": {{{}}}}}",
            properties.join(",\n")
        )
    };
    let folder = Folder::with(&[]);
    write(&folder, "old.json", &schema(""));
    write(&folder, "new.json", &schema(r#", "minProperties": N"#));
    let text = code(&diff(folder.path(), "old.json new.json --fail-on none"), 0);
    let expected = "    new: new and 2 more `minProperties` is new: 1; .p2 and 1 more `minProperties` is new: 2; ";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn overlays_are_applied_to_both_versions_or_to_one() {
    const DOCUMENT: &str = r#"{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {
        "operationId": "a.get", "tags": ["a"], "responses": {"200": {"description": "."}}}}}}"#;
    const OVERLAY: &str = r#"{"overlay": "1.0.0", "info": {"title": "x", "version": "1"}, "actions": [
        {"target": "$.paths['/a'].get", "update": {"deprecated": true}}]}"#;
    let folder = Folder::with(&[]);
    write(&folder, "old.json", DOCUMENT);
    write(&folder, "new.json", DOCUMENT);
    write(&folder, "more.json", OVERLAY);
    let both = code(&diff(folder.path(), "old.json new.json --overlay more.json"), 0);
    assert_eq!(both, "no changes\n");
    let new = code(&diff(folder.path(), "old.json new.json --new-overlay more.json"), 0);
    assert!(new.contains("[action-deprecated]"), "{new}");
    let old = code(&diff(folder.path(), "new.json new.json --old-overlay more.json"), 0);
    assert_ne!(old, new);
}

#[test]
fn a_finding_is_shown_with_its_source_line() {
    let folder = files();
    let text = code(&diff(folder.path(), "old.json new.json"), 1);
    insta::assert_snapshot!(text, @r#"
    error: `new.name`: `minLength` is new: 1 [limit-tightened]
     --> new.json:4:32 (/properties/name/minLength)
      |
    4 |     "name": {"type": "string", "minLength": 1}
      |                                ^^^^^^^^^^^
      |
      = help: Keep the limit.
      = verdict: wire: breaks, check: breaks, Rust: none
      = before: old.json:4:5 (/properties/name)
      = witness: OLD accepts {"name":""}, NEW rejects it: /name: expected at least 1 character (minLength), found ""

    1 change: 1 breaks something; semver: minor
    "#);
}

#[test]
fn the_exit_code_depends_on_what_must_not_break() {
    let folder = files();
    code(&diff(folder.path(), "old.json old.json"), 0);
    code(&diff(folder.path(), "old.json new.json --fail-on rust"), 1);
    code(&diff(folder.path(), "old.json new.json --fail-on none"), 0);
    code(&diff(folder.path(), "new.json old.json --fail-on wire"), 0);
    code(&diff(folder.path(), "new.json old.json --fail-on check"), 1);
    let missing = diff(folder.path(), "old.json missing.json");
    code(&missing, 2);
    let error = String::from_utf8_lossy(&missing.stderr);
    assert!(error.contains("there is no such file or folder"), "{error}");
    assert!(!error.contains("--schemas"), "{error}");
    write(&folder, "bad.json", r#"{"type": "objct"}"#);
    code(&diff(folder.path(), "old.json bad.json"), 2);
}

#[test]
fn json_has_the_documented_members() {
    let folder = files();
    let text = code(&diff(folder.path(), "old.json new.json --format json"), 1);
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["semver"], "minor");
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "limit-tightened");
    assert_eq!(finding["wire"], "breaks");
    assert_eq!(finding["rust"], "none");
    assert_eq!(finding["direction"], "both");
    assert_eq!(finding["witness"]["name"], "");
    assert_eq!(finding["new"]["pointer"], "/properties/name/minLength");
    assert_eq!(finding["old"]["file"], "old.json");
}

#[test]
fn json_is_valid_against_its_published_schema() {
    use typewright::contains::{Answer, Containment};
    let folder = files();
    let text = code(&diff(folder.path(), "old.json new.json --format json"), 1);
    let schema = include_str!("../../../docs/diff.schema.json");
    let mut containment = Containment::new();
    let report = containment
        .text("report.json", &format!("{{\"const\": {text}}}"))
        .expect("a schema");
    let schema = containment.text("diff.schema.json", schema).expect("a schema");
    assert_eq!(containment.contains(&report, &schema), Answer::Yes, "{text}");
}

#[test]
fn the_other_formats_have_a_line_for_each_finding() {
    let folder = files();
    let text = code(&diff(folder.path(), "old.json new.json --format markdown"), 1);
    assert!(
        text.contains("### Breaking\n\n- `new.name`: `minLength` is new: 1. (**wire**, **check**) `limit-tightened`"),
        "{text}"
    );
    let text = code(&diff(folder.path(), "old.json new.json --format github"), 1);
    assert!(text.starts_with("::error file=new.json,line=4,col=32,"), "{text}");
    let text = code(&diff(folder.path(), "old.json new.json --format junit"), 1);
    assert!(
        text.contains("<testcase classname=\"limit-tightened\"") && text.contains("failures=\"1\""),
        "{text}"
    );
}

#[test]
fn an_ignored_finding_counts_no_more_and_a_stale_or_expired_entry_fails() {
    let folder = files();
    let entry = |pointer: &str, expires: &str| {
        format!(r#"[{{"rule": "limit-tightened", "pointer": "{pointer}", "reason": "reviewed"{expires}}}]"#)
    };
    let run = || diff(folder.path(), "old.json new.json --ignore ignore.json");
    write(
        &folder,
        "ignore.json",
        &entry("/properties/name/minLength", r#", "expires": "9999-12-31""#),
    );
    assert_eq!(code(&run(), 0), "no changes\n");
    write(&folder, "ignore.json", &entry("/properties/other", ""));
    let output = run();
    code(&output, 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("stale entry"));
    write(
        &folder,
        "ignore.json",
        &entry("/properties/name/minLength", r#", "expires": "2020-01-31""#),
    );
    let output = run();
    code(&output, 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("this entry expired on 2020-01-31"));
}

#[test]
fn ignoring_one_of_several_places_leaves_the_others() {
    let schema = |most: u32| {
        let owner = format!(r#"{{"properties": {{"name": {{"type": "string", "maxLength": {most}}}}}}}"#);
        format!(r#"{{"properties": {{"seller": {owner}, "buyer": {owner}}}}}"#)
    };
    let folder = Folder::with(&[]);
    write(&folder, "old.json", &schema(10));
    write(&folder, "new.json", &schema(5));
    let ignored = |place: &str| {
        let pointer = format!("/properties/{place}/properties/name/maxLength");
        format!(r#"{{"rule": "limit-tightened", "pointer": "{pointer}", "reason": "reviewed"}}"#)
    };
    write(&folder, "ignore.json", &format!("[{}]", ignored("seller")));
    let run = || diff(folder.path(), "old.json new.json --ignore ignore.json");
    let text = code(&run(), 1);
    assert!(text.contains("`new.buyer.name`"), "{text}");
    assert!(!text.contains("seller.name"), "{text}");
    let both = format!("[{}, {}]", ignored("seller"), ignored("buyer"));
    write(&folder, "ignore.json", &both);
    assert_eq!(code(&run(), 0), "no changes\n");
}

/// A folder whose schema is committed in one version, and there in another one.
fn repository() -> Folder {
    let folder = Folder::with(&[("item.json", OLD)]);
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "x"]);
    folder.add("item.json", NEW);
    folder
}

fn git(folder: &Folder, arguments: &[&str]) -> String {
    let settings = ["user.name=x", "user.email=x@example.com", "commit.gpgsign=false"];
    let output = Command::new("git")
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_revision_of_a_git_repository_is_a_version() {
    let folder = repository();
    let text = code(&diff(folder.path(), "git:HEAD schemas"), 1);
    assert!(text.contains("= before: git:HEAD:schemas/item.json:4:5"), "{text}");
    code(&diff(folder.path(), "git:HEAD:schemas/item.json schemas/item.json"), 1);
    for (side, message) in [
        ("git:nothing", "git knows no such revision"),
        ("git:HEAD:nothing", "this revision has no such path"),
    ] {
        let output = diff(folder.path(), &format!("{side} schemas"));
        code(&output, 2);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(message) && error.contains("help"), "{error}");
    }
}

#[test]
fn git_diff_shows_what_a_change_breaks() {
    let folder = repository();
    folder.add("other.json", "{}");
    git(&folder, &["add", "--all"]);
    write(&folder, ".gitattributes", "schemas/*.json diff=typewright\n");
    let command = format!("{} diff", env!("CARGO_BIN_EXE_typewright"));
    git(&folder, &["config", "diff.typewright.command", &command]);
    let text = git(&folder, &["diff", "HEAD", "--", "schemas"]);
    assert!(text.contains("typewright diff schemas/item.json\nerror: "), "{text}");
    assert!(text.contains("--> schemas/item.json:4:32"), "{text}");
    assert!(text.contains("= before: old:schemas/item.json:4:5"), "{text}");
    assert!(text.contains("schemas/other.json is new"), "{text}");
    code(&diff(folder.path(), "git:HEAD schemas another"), 2);
}

#[test]
fn a_diff_driver_refuses_the_options_that_it_would_ignore() {
    let folder = files();
    let driver = |options: &str| {
        let arguments = format!("item.json old.json 1 100644 new.json 2 100644 {options}");
        diff(folder.path(), &arguments)
    };
    for options in ["", "--all", "--color never"] {
        let text = code(&driver(options), 0);
        assert!(text.contains("[limit-tightened]"), "{text}");
    }
    for options in [
        "--format json",
        "--fail-on none",
        "--ignore x.json",
        "--overlay x.json",
        "--old-overlay x.json",
        "--new-overlay x.json",
        "--keep-going",
        "--map-url https://a.example=x",
        "--formats annotate",
    ] {
        let output = driver(options);
        code(&output, 2);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains("cannot be used with"), "{error}");
    }
}

#[test]
fn a_diff_driver_shows_a_long_report_in_full_if_asked_for() {
    let schema = |limit: &str| {
        let properties = (0..60).map(|index| {
            let own = limit.replace('N', &(index + 1).to_string());
            format!(r#""p{index}": {{"type": "string"{own}}}"#)
        });
        let properties: Vec<String> = properties.collect();
        format!(r#"{{"properties": {{{}}}}}"#, properties.join(",\n"))
    };
    let folder = Folder::with(&[]);
    write(&folder, "old.json", &schema(""));
    write(&folder, "new.json", &schema(r#", "minLength": N"#));
    let driver = "item.json old.json 1 100644 new.json 2 100644";
    let short = code(&diff(folder.path(), driver), 0);
    assert_eq!(short.matches("= witness: ").count(), 0, "{short}");
    let full = code(&diff(folder.path(), &format!("{driver} --all")), 0);
    assert_eq!(full.matches("= witness: ").count(), 60, "{full}");
}

#[test]
fn generation_can_tell_what_changed_since_a_revision() {
    let folder = repository();
    let output = Command::new(env!("CARGO_BIN_EXE_typewright"))
        .args(["generate", "--compare", "git:HEAD"])
        .current_dir(folder.path())
        .output()
        .expect("typewright");
    let text = code(&output, 0);
    assert!(text.contains("[limit-tightened]"), "{text}");
    assert!(folder.path().join("generated/types.rs").is_file());
}

#[test]
fn the_formats_for_reviews_are_as_documented() {
    let schema = |most: u32, more: &str| {
        let owner = format!(r#"{{"properties": {{"name": {{"type": "string", "maxLength": {most}}}}}}}"#);
        format!(r#"{{"properties": {{"seller": {owner}, "buyer": {owner}{more}}}}}"#)
    };
    let folder = Folder::with(&[]);
    write(&folder, "old.json", &schema(10, ""));
    write(&folder, "new.json", &schema(5, r#", "note": {"type": "string"}"#));
    for format in ["markdown", "github", "junit"] {
        let text = code(&diff(folder.path(), &format!("old.json new.json --format {format}")), 1);
        insta::assert_snapshot!(format, text);
    }
}
