//! The Rust verdict, judged by the compiler: a program that uses every public item of the old bindings is compiled with
//! the new ones.
//!
//! Many versions are modules of one crate, and many programs those of another one, because some of what a consumer sees
//! shows between crates only. A program is wrong if an error points into its file; the compiler may not reach the others
//! then, so these are compiled again without it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use typewright::Generator;
use typewright::diff::{Comparison, Input, Verdict};

use crate::consumer::uses;

/// How many changes are compiled at once.
const BATCH: usize = 100;

/// A change of some files.
pub struct Change {
    pub what: String,
    pub old: BTreeMap<String, Value>,
    pub new: BTreeMap<String, Value>,
}

/// What the compiler says of the verdicts.
#[derive(Debug, Default)]
pub struct Judged {
    pub cases: usize,
    pub breaking: usize,
    pub wrong: Vec<String>,
}

/// Judges the Rust verdicts of changes, in both directions.
pub fn judge(changes: &[Change]) -> Judged {
    let mut judged = Judged::default();
    for batch in changes.chunks(BATCH) {
        let mut bindings = Bindings::default();
        let mut cases = Vec::new();
        for change in batch {
            let versions = (bindings.of(&change.old), bindings.of(&change.new));
            // Not every change makes a schema that can be generated from.
            let (Some(old), Some(new)) = versions else { continue };
            for (before, after, back) in [(old, new, ""), (new, old, ", backwards")] {
                cases.push(Case {
                    what: format!("{}{back}", change.what),
                    old: before,
                    new: after,
                    verdict: bindings.verdict(before, after),
                });
            }
        }
        let breaks = bindings.compile(&cases);
        for (case, breaks) in cases.iter().zip(breaks) {
            judged.cases += 1;
            judged.breaking += usize::from(breaks.is_some());
            match (&case.verdict, breaks) {
                (None, Some(error)) => {
                    let line = format!("{}: missed: {error}", case.what);
                    judged.wrong.push(line);
                }
                (Some(why), None) => {
                    let line = format!("{}: it compiles, although {why}", case.what);
                    judged.wrong.push(line);
                }
                (None, None) | (Some(_), Some(_)) => {}
            }
        }
    }
    judged
}

struct Case {
    what: String,
    /// The indices of the versions.
    old: usize,
    new: usize,
    /// What breaks by the verdict, if something does.
    verdict: Option<String>,
}

/// The versions of a batch, each once, with the bindings that are generated from them.
#[derive(Default)]
pub struct Bindings {
    known: BTreeMap<String, Option<usize>>,
    versions: Vec<Version>,
}

struct Version {
    schemas: TempDir,
    generated: TempDir,
}

impl Bindings {
    /// How many versions there are.
    pub fn len(&self) -> usize {
        self.versions.len()
    }

    /// The input of a version.
    pub fn schemas(&self, index: usize) -> PathBuf {
        self.versions[index].schemas.path().to_owned()
    }

    /// The code of a version.
    pub fn generated(&self, index: usize) -> &Path {
        self.versions[index].generated.path()
    }

    /// The bindings of a version, if they can be generated.
    pub fn of(&mut self, files: &BTreeMap<String, Value>) -> Option<usize> {
        let key = format!("{files:?}");
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let schemas = tempfile::tempdir().expect("a temporary folder");
        for (name, schema) in files {
            fs::write(schemas.path().join(name), schema.to_string()).expect("a file of the input");
        }
        let generated = tempfile::tempdir().expect("a temporary folder");
        let found = Generator::new(schemas.path()).generate().ok().map(|output| {
            output.overwrite(generated.path()).expect("a folder to write into");
            self.versions.push(Version { schemas, generated });
            self.versions.len() - 1
        });
        self.known.insert(key, found);
        found
    }

    /// What the comparison says that breaks code.
    fn verdict(&self, old: usize, new: usize) -> Option<String> {
        let input = |index: usize| Input::Path(self.versions[index].schemas.path().to_owned());
        let report = Comparison::new(input(old), input(new))
            .run()
            .expect("what can be generated can be compared");
        let breaks = report.findings.iter().find(|finding| finding.rust == Verdict::Breaks)?;
        Some(breaks.rust_changes.join("; "))
    }

    /// The first error of each program, if there is one.
    fn compile(&self, cases: &[Case]) -> Vec<Option<String>> {
        const FEATURES: [&str; 4] = ["client", "blocking", "http", "schemars"];
        let versions = Package::new(VERSIONS, &FEATURES, "");
        for (index, version) in self.versions.iter().enumerate() {
            versions.add_version(index, version.generated.path());
        }
        versions.write_lib((0..self.versions.len()).map(|index| format!("api_{index}")));
        let package = Package::new(
            "programs",
            &FEATURES,
            &format!(
                "{VERSIONS} = {{ path = {:?} }}\n",
                versions.folder().display().to_string()
            ),
        );
        let mut programs: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for index in 0..self.versions.len() {
            programs.insert(format!("own_{index}"), (index, index));
        }
        for (index, case) in cases.iter().enumerate() {
            programs.insert(format!("use_{index}"), (case.old, case.new));
        }
        for (name, (old, new)) in &programs {
            let text = uses(self.versions[*old].generated.path(), &format!("{VERSIONS}::api_{new}"));
            package.write(&format!("{name}.rs"), &text);
        }
        let is_expected = |name: &str| {
            let index = name.strip_prefix("use_").and_then(|index| index.parse::<usize>().ok());
            index.is_some_and(|index| cases[index].verdict.is_some())
        };
        // What is expected to compile would be compiled again and again beside what is not.
        let (broken, fine): (BTreeSet<String>, BTreeSet<String>) =
            programs.into_keys().partition(|name| is_expected(name));
        let mut errors = package.errors(fine);
        errors.extend(package.errors(broken));
        package.clean(VERSIONS);
        if let Some((name, error)) = errors.iter().find(|(name, _)| name.starts_with("own_")) {
            panic!("{name} does not compile with the bindings that it was written for: {error}");
        }
        (0..cases.len())
            .map(|index| errors.remove(&format!("use_{index}")))
            .collect()
    }
}

/// The name of the crate of all versions.
const VERSIONS: &str = "versions";

/// A crate of versions or programs.
pub struct Package(TempDir);

impl Package {
    /// A crate with features of the runtime, and with more dependencies.
    pub fn new(name: &str, features: &[&str], dependencies: &str) -> Self {
        let folder = tempfile::tempdir_in(scratch()).expect("a temporary folder");
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             typewright-runtime = {{ path = {:?}, features = {features:?} }}\n{dependencies}",
            runtime.display().to_string()
        );
        fs::create_dir(folder.path().join("src")).expect("a folder");
        fs::write(folder.path().join("Cargo.toml"), manifest).expect("a manifest");
        // The versions that are tested everywhere else are also those that are there without a network.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, folder.path().join("Cargo.lock")).expect("the workspace's Cargo.lock");
        Self(folder)
    }

    fn source(&self, name: &str) -> PathBuf {
        self.0.path().join("src").join(name)
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.source(name), text).expect("a source file");
    }

    pub fn add_version(&self, index: usize, generated: &Path) {
        let folder = self.source(&format!("api_{index}"));
        copy(generated, &folder);
        let path = folder.join("mod.rs");
        let mut text = fs::read_to_string(&path).expect("the modules");
        text.push_str(
            "pub mod prelude {\n    pub use typewright_runtime::endpoint::{Descriptor, Endpoint};\n    \
             pub use typewright_runtime::{Exact, Maybe, OpenEnum};\n}\n",
        );
        fs::write(path, text).expect("the modules");
    }

    /// Writes the root of the crate.
    fn write_lib(&self, modules: impl IntoIterator<Item = String>) {
        let mut text = String::from("#![allow(warnings)]\n");
        for module in modules {
            let _ = writeln!(text, "pub mod {module};");
        }
        self.write("lib.rs", &text);
    }

    /// The first error of each program that does not compile.
    fn errors(&self, mut programs: BTreeSet<String>) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        while !programs.is_empty() {
            let found = self.compile(&programs);
            if found.is_empty() {
                break;
            }
            for (name, error) in found {
                assert!(programs.remove(&name), "{name} does not compile: {error}");
                all.insert(name, error);
            }
        }
        all
    }

    /// The first error in each file.
    fn compile(&self, programs: &BTreeSet<String>) -> BTreeMap<String, String> {
        self.write_lib(programs.iter().cloned());
        let output = self.cargo(&["check", "--message-format=json"]);
        let mut found = BTreeMap::new();
        let mut elsewhere = Vec::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            let message = &message["message"];
            if message["level"] != "error" {
                continue;
            }
            let text = message["message"].as_str().unwrap_or_default();
            match file_of(&message["spans"]) {
                Some(file) => drop(found.entry(file).or_insert_with(|| text.to_owned())),
                None => elsewhere.push(text.to_owned()),
            }
        }
        assert_eq!(
            output.status.success(),
            found.is_empty(),
            "{elsewhere:#?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        found
    }

    /// Removes what the compiler made of a crate that no later run uses.
    fn clean(&self, name: &str) {
        let output = self.cargo(&["clean", "--package", name]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .args(arguments)
            .arg("--offline")
            .current_dir(self.0.path())
            // The dependencies are compiled once for all tests of this kind.
            .env("CARGO_TARGET_DIR", scratch().join("odd-schemas"))
            // Nothing of a crate in a temporary folder is used again.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUSTFLAGS", "-Dwarnings")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .output()
            .expect("cargo")
    }
}

/// The module that an error is in.
fn file_of(spans: &Value) -> Option<String> {
    // The other spans show what the error is about, such as an item with a similar name.
    let mut primary = spans.as_array()?.iter().filter(|span| span["is_primary"] == true);
    primary.find_map(|span| {
        let name = span["file_name"].as_str()?;
        let own = name.strip_prefix("src/")?.split('/').next()?;
        Some(own.strip_suffix(".rs").unwrap_or(own).to_owned())
    })
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of generated files") {
        let path = entry.expect("an entry of the folder").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a generated file");
        }
    }
}

/// The folder for what tests compile. What it holds is reused by later runs.
pub fn scratch() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}
