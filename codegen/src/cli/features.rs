//! The Cargo features of resources in a manifest that a person writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use crate::openapi::{FULL, Feature};

/// Returns a warning if the package that a folder is in lacks some of these features: code behind them would never be compiled.
pub(super) fn missing(folder: &Path, features: &BTreeSet<Feature>) -> Option<String> {
    let manifest = manifest(folder).filter(|_| !features.is_empty())?;
    let text = fs::read_to_string(&manifest).ok()?;
    // Cargo reports a manifest that is not TOML.
    let document: DocumentMut = text.parse().ok()?;
    document.get("package")?;
    let declared = document.get("features").and_then(|features| features.as_table_like());
    let is_declared = |feature: &str| declared.is_some_and(|declared| declared.contains_key(feature));
    let missing: Vec<&Feature> = features
        .iter()
        .filter(|feature| !is_declared(feature.as_str()))
        .collect();
    let has_full = is_declared(FULL);
    if missing.is_empty() && has_full {
        return None;
    }
    let mut lines: Vec<String> = missing.iter().map(|feature| format!("{feature} = []")).collect();
    if has_full {
        lines.push(format!("and to its `{FULL}`: {}", quoted(missing)));
    } else {
        lines.push(format!("{FULL} = [{}]", quoted(features)));
    }
    Some(format!(
        "{} lacks features that parts of the API are behind, so their code is never compiled\n  help: add to its \
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
