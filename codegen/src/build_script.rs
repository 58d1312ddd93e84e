//! Support for build scripts: generates code into `OUT_DIR` and reports diagnostics to Cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::generator::Generator;
use crate::report::{Diagnostics, Severity, grouped};

/// Generates the code for a folder of schemas into `OUT_DIR/generated`. For use in a build script.
///
/// This is a complete `build.rs` for a package that has `typewright` (without its default features) among its
/// `build-dependencies` and `typewright-runtime` among its `dependencies`:
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     typewright::build("schemas")
/// }
/// ```
///
/// The package compiles the code as the modules `api::types` and, if there is an OpenAPI document, `api::endpoints`:
///
/// ```ignore
/// #[allow(dead_code)] // not every part of the API is used
/// mod api {
///     include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
/// }
/// ```
///
/// The path of the folder is relative to the package; it may also be a single file, such as `openapi.yaml`. Cargo reruns
/// the script when a file in the folder changes, or one that the single file refers to.
/// Warnings are reported as Cargo warnings. If a schema has an error, the build fails and lists every error with its
/// location and a fix. The build also fails if the code cannot be written. Use [`Generator`] to change settings, such as
/// [`Generator::map_url`].
///
/// Code behind a Cargo feature (`x-feature` of a tag) is generated if the package is built with it.
pub fn build(schemas: impl AsRef<Path>) -> ExitCode {
    let generator = Generator::new(schemas.as_ref()).features(enabled_features());
    build_with(schemas.as_ref(), &generator)
}

/// Returns the features that the package is built with. Cargo writes their names in capitals, with `_` for `-`.
fn enabled_features() -> impl Iterator<Item = String> {
    env::vars_os().filter_map(|(name, _)| Some(name.to_str()?.strip_prefix("CARGO_FEATURE_")?.to_owned()))
}

/// Generates plain serde types for a folder of schemas into `OUT_DIR/generated`. For use in a build script.
///
/// Works like [`build`], but the package needs `serde` (with `derive`) and `serde_json` among its `dependencies`
/// instead of `typewright-runtime`, and the feature `plain` of `typewright`:
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     typewright::build_plain("schemas")
/// }
/// ```
#[cfg(feature = "plain")]
pub fn build_plain(schemas: impl AsRef<Path>) -> ExitCode {
    build_with(schemas.as_ref(), &Generator::new(schemas.as_ref()).plain_types())
}

fn build_with(schemas: &Path, generator: &Generator) -> ExitCode {
    let out = env::var_os("OUT_DIR").map(PathBuf::from);
    let report = run(schemas, generator, out.as_deref());
    for directive in &report.directives {
        println!("{directive}");
    }
    if report.succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The directives that a run prints for Cargo.
struct Report {
    directives: Vec<String>,
    succeeded: bool,
}

fn run(schemas: &Path, generator: &Generator, out: Option<&Path>) -> Report {
    let mut directives = vec![
        "cargo::rerun-if-changed=build.rs".to_owned(),
        format!("cargo::rerun-if-changed={}", schemas.display()),
    ];
    let result = generate(schemas, generator, out, &mut directives);
    if let Err(message) = &result {
        // Cargo shows these lines separately. The other output of a failed script would hide them.
        say("error", message, &mut directives);
    }
    Report {
        directives,
        succeeded: result.is_ok(),
    }
}

fn generate(
    schemas: &Path,
    generator: &Generator,
    out: Option<&Path>,
    directives: &mut Vec<String>,
) -> Result<(), String> {
    let out = out.ok_or("OUT_DIR is not set: call this from build.rs, which cargo runs")?;
    let code = generator.generate().map_err(errors)?;
    if schemas.is_file() {
        // Cargo would run the script on every build for a file that does not exist.
        let files = code.inputs.iter().map(|input| schemas.with_file_name(&input.name));
        let files = files.filter(|file| file.exists() && file != schemas);
        directives.extend(files.map(|file| format!("cargo::rerun-if-changed={}", file.display())));
    }
    let groups = grouped(&code.diagnostics);
    for warning in groups.iter().filter(|group| group.first.severity != Severity::Note) {
        say("warning", &warning.to_string(), directives);
    }
    // Cargo owns this folder, so overwriting it loses no manual edits.
    let written = code.overwrite(&out.join("generated"));
    written.map(drop).map_err(|error| error.to_string())
}

/// Returns the errors of a run. Cargo would show warnings as errors beside them; they are reported when the errors are fixed.
fn errors(diagnostics: Diagnostics) -> String {
    let errors = diagnostics.0.into_iter();
    let errors = errors.filter(|diagnostic| diagnostic.severity == Severity::Error);
    Diagnostics(errors.collect()).to_string()
}

/// A directive is a single line, so a message with several lines becomes several directives.
fn say(kind: &str, message: &str, directives: &mut Vec<String>) {
    let lines = message.lines().filter(|line| !line.is_empty());
    directives.extend(lines.map(|line| format!("cargo::{kind}={line}")));
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Generator, run};

    const GOOD: &str = r#"{"type":"object","properties":{"name":{"type":"string"}}}"#;

    #[test]
    fn good_schemas_give_code_that_can_be_included() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        fs::write(folder.path().join("thing.json"), GOOD).expect("it can be written");
        let out = tempfile::tempdir().expect("there is room for a folder");
        let report = run(folder.path(), &Generator::new(folder.path()), Some(out.path()));
        assert!(report.succeeded, "{:?}", report.directives);
        let again = format!("cargo::rerun-if-changed={}", folder.path().display());
        assert_eq!(report.directives, ["cargo::rerun-if-changed=build.rs", &again]);
        assert!(out.path().join("generated/mod.rs").exists());
        assert!(out.path().join("generated/types.rs").exists());
    }

    #[test]
    fn the_script_runs_again_when_a_file_changes_that_the_single_file_refers_to() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = |name: &str| folder.path().join(name);
        let schema = "type: object\nproperties: {tag: {$ref: sub/tag.json}}\n";
        fs::create_dir(path("sub")).expect("there is room for a folder");
        for (name, text) in [("device.yaml", schema), ("sub/tag.json", "{}"), ("other.json", "{}")] {
            fs::write(path(name), text).expect("it can be written");
        }
        let out = tempfile::tempdir().expect("there is room for a folder");
        let report = run(
            &path("device.yaml"),
            &Generator::new(path("device.yaml")),
            Some(out.path()),
        );
        assert!(report.succeeded, "{:?}", report.directives);
        let again =
            ["device.yaml", "sub/tag.json"].map(|name| format!("cargo::rerun-if-changed={}", path(name).display()));
        assert_eq!(report.directives[1..], again);
    }

    #[test]
    fn a_schema_at_fault_fails_with_every_problem_as_an_error_of_cargo() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        fs::write(folder.path().join("one.json"), r#"{"type":"strng"}"#).expect("it can be written");
        fs::write(folder.path().join("two.json"), r#"{"type":"objet"}"#).expect("it can be written");
        let out = tempfile::tempdir().expect("there is room for a folder");
        let report = run(folder.path(), &Generator::new(folder.path()), Some(out.path()));
        assert!(!report.succeeded);
        for word in ["strng", "objet", "one.json:1:", "two.json:1:", "help:"] {
            let is_said = |line: &String| line.starts_with("cargo::error=") && line.contains(word);
            assert!(report.directives.iter().any(is_said), "{word}: {:?}", report.directives);
        }
        assert!(report.directives.iter().all(|line| !line.contains('\n')));
        assert!(!out.path().join("generated").exists());
    }

    #[test]
    fn an_error_is_not_hidden_between_warnings() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let mistake = r#"{"type":"string","minimum":3}"#;
        for (name, text) in [
            ("a.json", mistake),
            ("b.json", r#"{"maxLength":"255"}"#),
            ("c.json", mistake),
        ] {
            fs::write(folder.path().join(name), text).expect("it can be written");
        }
        let out = tempfile::tempdir().expect("there is room for a folder");
        let report = run(folder.path(), &Generator::new(folder.path()), Some(out.path()));
        let said = report.directives.join("\n");
        assert!(said.contains("b.json:1:14"), "{said}");
        assert!(!said.contains("a.json") && !said.contains("c.json"), "{said}");
        fs::write(folder.path().join("b.json"), "{}").expect("it can be written");
        let report = run(folder.path(), &Generator::new(folder.path()), Some(out.path()));
        let said = report.directives.join("\n");
        assert!(
            report.succeeded && said.contains("a.json") && said.contains("c.json"),
            "{said}"
        );
    }

    #[test]
    fn outside_of_cargo_it_says_so() {
        let report = run("schemas".as_ref(), &Generator::new("schemas"), None);
        assert!(!report.succeeded);
        assert!(report.directives.iter().any(|line| line.contains("OUT_DIR is not set")));
    }
}
