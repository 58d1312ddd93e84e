//! Which of many generated modules the compiler refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use typewright_suites::{Failure, folders};

/// A generated file.
pub struct Module {
    /// The stem of the schema.
    pub schema: String,
    /// The file.
    pub file: PathBuf,
}

/// How many modules are compiled at once.
const CHUNK: usize = 50;

const MANIFEST: &str = "\
[package]
name = \"plain-suite\"
version = \"0.0.0\"
edition = \"2021\"

[dependencies]
chrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }
regress = \"0.12\"
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
uuid = { version = \"1\", features = [\"serde\"] }

[workspace]
";

/// The schemas whose modules do not compile, each with the first error.
///
/// # Errors
/// If Cargo cannot be run.
pub fn broken(modules: &[Module], folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    folders::write(&folder.join("Cargo.toml"), MANIFEST)?;
    folders::write(&folder.join("src/lib.rs"), "")?;
    std::fs::copy(folders::repository().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Command::new("cargo")
        .args(["fetch", "--quiet"])
        .current_dir(folder)
        .status()?;
    let mut broken = BTreeMap::new();
    for chunk in modules.chunks(CHUNK) {
        // Errors in one stage of the compiler hide those of the next, so what has some is taken out and the rest tried again.
        let mut left: Vec<&Module> = chunk.iter().collect();
        loop {
            let Some(errors) = check(&left, folder)? else { break };
            let count = left.len();
            left.retain(|module| match errors.get(&module.file) {
                Some(error) => broken
                    .insert(module.schema.clone(), error.clone())
                    .is_some_and(|_| false),
                None => true,
            });
            if left.len() == count {
                alone(&left, folder, &mut broken)?;
                break;
            }
        }
    }
    Ok(broken)
}

/// Compiles each module by itself, where the compiler does not say which one it fails on.
fn alone(modules: &[&Module], folder: &Path, broken: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    for module in modules {
        if let Some(errors) = check(&[module], folder)? {
            let error = errors.into_values().next();
            broken.insert(
                module.schema.clone(),
                error.unwrap_or_else(|| "the compiler failed".to_owned()),
            );
        }
    }
    Ok(())
}

/// The first error in each file, or nothing if all is well.
fn check(modules: &[&Module], folder: &Path) -> Result<Option<BTreeMap<PathBuf, String>>, Failure> {
    let mut library = String::from("#![allow(warnings)]\n");
    for (index, module) in modules.iter().enumerate() {
        writeln!(
            library,
            "#[path = {:?}]\npub mod module_{index};",
            module.file.display().to_string()
        )?;
    }
    folders::write(&folder.join("src/lib.rs"), &library)?;
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--message-format=json", "--target-dir"])
        .arg(folders::target().join("plain"))
        .current_dir(folder)
        .stderr(Stdio::null())
        .output()?;
    if output.status.success() {
        return Ok(None);
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let known: BTreeSet<&Path> = modules.iter().map(|module| module.file.as_path()).collect();
    let mut errors = BTreeMap::new();
    for line in said.lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let found = &message["message"];
        if found["level"] != "error" {
            continue;
        }
        for span in found["spans"].as_array().into_iter().flatten() {
            let file = folder.join(span["file_name"].as_str().unwrap_or_default());
            if known.contains(file.as_path()) {
                let text = found["message"].as_str().unwrap_or_default();
                errors
                    .entry(file)
                    .or_insert_with(|| format!("line {}: {text}", span["line_start"]));
            }
        }
    }
    Ok(Some(errors))
}
