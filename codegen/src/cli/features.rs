//! The Cargo features of resources in a manifest that a person writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use crate::openapi::Feature;

/// Returns a warning if the package that a folder is in lacks some of these features: code behind them would never be compiled.
pub(super) fn missing(folder: &Path, features: &BTreeSet<Feature>) -> Option<String> {
    let manifest = manifest(folder).filter(|_| !features.is_empty())?;
    let text = fs::read_to_string(&manifest).ok()?;
    // Cargo reports a manifest that is not TOML.
    let document: DocumentMut = text.parse().ok()?;
    document.get("package")?;
    let declared = document.get("features").and_then(|features| features.as_table_like());
    let is_declared = |feature: &&Feature| declared.is_some_and(|declared| declared.contains_key(feature.as_str()));
    let (known, missing): (Vec<&Feature>, Vec<&Feature>) = features.iter().partition(is_declared);
    if missing.is_empty() {
        return None;
    }
    let mut lines: Vec<String> = missing.iter().map(|feature| format!("{feature} = []")).collect();
    if declared.is_some_and(|declared| declared.contains_key("full")) {
        lines.push(format!("and to its `full`: {}", quoted(missing)));
    } else {
        lines.push(format!("full = [{}]", quoted(known.into_iter().chain(missing))));
    }
    Some(format!(
        "{} lacks features that resources of the API are behind, so their code is never compiled\n  help: add to its \
         `[features]`:\n{}",
        manifest.display(),
        lines.join("\n")
    ))
}

/// Returns a list of features as a manifest has it.
fn quoted<'f>(features: impl IntoIterator<Item = &'f Feature>) -> String {
    let features: BTreeSet<String> = features.into_iter().map(|feature| format!("\"{feature}\"")).collect();
    features.into_iter().collect::<Vec<_>>().join(", ")
}

/// Returns the manifest of the package that a folder is in.
fn manifest(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let mut manifests = folder.ancestors().map(|folder| folder.join("Cargo.toml"));
    manifests.find(|manifest| manifest.is_file())
}
