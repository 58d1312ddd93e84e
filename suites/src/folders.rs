//! Where things are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

/// The folder of this package.
pub fn suites() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    suites().parent().map(Path::to_path_buf).unwrap_or_default()
}

/// What `fetch.sh` fetches and the tools build; not committed.
pub fn cache() -> PathBuf {
    suites().join("cache")
}

/// Where the generated crates are compiled.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => PathBuf::from(folder).join("suites"),
        None => cache().join("target"),
    }
}

/// A text file.
///
/// # Errors
/// If it cannot be read; the message names it.
pub fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Writes a file, and the folders to it, if that changes anything: what stays the same is not compiled again.
///
/// # Errors
/// If it cannot be written; the message names it.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let written = match path.parent() {
        Some(folder) => fs::create_dir_all(folder),
        None => Ok(()),
    };
    written
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The files of a folder that end in `.json`, in the order of their names.
///
/// # Errors
/// If the folder cannot be read; the message says how to get it.
pub fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries =
        fs::read_dir(folder).map_err(|error| format!("{}: {error}; has fetch.sh been run?", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The name of a file without its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Removes the folders in a folder that are not in a list.
///
/// # Errors
/// If one cannot be removed.
pub fn keep_only(folder: &Path, names: &[String]) -> Result<(), Failure> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        if entry.path().is_dir() && !names.iter().any(|name| entry.file_name() == name.as_str()) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
