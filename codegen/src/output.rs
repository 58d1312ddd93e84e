//! What a run gives, and how it gets to disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::emit::{File, HEADER};

/// Generated code, in memory.
#[derive(Debug, Clone)]
pub struct Output {
    /// The files, [`File::path`] being relative to the folder that they are written to.
    pub files: Vec<File>,
    /// Warnings; with [`crate::Generator::keep_going`] also the errors of what was left out.
    pub diagnostics: Vec<Diagnostic>,
}

impl Output {
    /// Writes the files into a folder: each atomically, and only if its content changes. Files that an earlier run
    /// generated there and this one did not are removed.
    ///
    /// # Errors
    /// If a file cannot be written; the message names it.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        for file in &self.files {
            let path = folder.join(&file.path);
            let written = fs::read(&path).is_ok_and(|old| old == file.text.as_bytes());
            if !written {
                replace(&path, &file.text).map_err(|error| named(&path, &error))?;
            }
        }
        for path in self.left_over(folder)? {
            fs::remove_file(&path).map_err(|error| named(&path, &error))?;
        }
        Ok(())
    }

    /// The generated files of a folder that belong to no file of this run, in the order of their paths.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn left_over(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let bases = self.files.iter().filter_map(|file| file.path.strip_suffix("types.rs"));
        for base in bases {
            // Only where a run writes: a crate has a target folder beside its code, and that is not ours.
            for part in ["", "types", "endpoints"] {
                found.extend(rust_files(&folder.join(base).join(part))?);
            }
        }
        found.retain(|path| {
            let ours = self.files.iter().any(|file| folder.join(&file.path) == *path);
            !ours && fs::read_to_string(path).is_ok_and(|text| text.starts_with(HEADER.trim_end()))
        });
        found.sort();
        Ok(found)
    }
}

fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(named(folder, &error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

/// Writes beside the file and renames: a reader sees the old text or the new one, never a part.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let beside = path.with_extension(format!("rs.{}.tmp", std::process::id()));
    fs::write(&beside, text)?;
    fs::rename(&beside, path).inspect_err(|_| {
        // The old file is untouched; what is left beside it would only confuse.
        let _ = fs::remove_file(&beside);
    })
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
