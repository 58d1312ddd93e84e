//! Generated code in memory, and the way to disk.
//!
//! A run that is interrupted must never be taken for a complete one, and nothing that a person wrote may be lost.
//! Both rest on the stamp ([`stamp`]): a file that is written last and records the digest of every input and output.
//! [`plan`] compares the output with the folder, [`commit`] carries the plan out, [`lock`] keeps a second run waiting.

mod commit;
mod disk;
mod lock;
mod plan;
mod stamp;
mod written;

#[cfg(feature = "cli")]
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use stamp::Input;
pub use written::{WriteError, Written};

use crate::emit::Contents;
use crate::emit::format::File;
use crate::input::names_file;
use crate::report::Diagnostic;
use disk::LocalDisk;
pub(crate) use plan::Plan;

/// Returns the paths of the files that an earlier run wrote into a folder; none if no run did.
///
/// # Errors
/// If the stamp of the folder cannot be read, or is not one.
#[cfg(feature = "cli")]
pub(crate) fn recorded(folder: &Path) -> Result<BTreeSet<String>, WriteError> {
    plan::recorded(folder)
}

/// Generated code, in memory.
#[derive(Debug, Clone)]
pub struct Output {
    /// The files, [`File::path`] being relative to the folder that they are written to.
    pub files: Vec<File>,
    /// Warnings; with [`crate::Generator::keep_going`] also the errors of what was excluded.
    pub diagnostics: Vec<Diagnostic>,
    /// The content of the names file, see [`Output::with_names_in`]: it keeps the names of all types on later
    /// runs. The command line writes it; a build script does not.
    pub names: String,
    /// What the files contain.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only a crate of its own needs it"))]
    pub(crate) contents: Contents,
    /// The files that the code was generated from.
    pub(crate) inputs: Vec<Input>,
    /// Where the names file is written, if it is.
    pub(crate) names_target: Option<PathBuf>,
    /// The digest of the names file that the run read, if there was one.
    pub(crate) names_read: Option<String>,
}

impl Output {
    /// Files that no run of the generator made.
    #[cfg(feature = "cli")]
    pub(crate) fn of_files(files: Vec<File>) -> Self {
        Self {
            files,
            diagnostics: Vec::new(),
            names: String::new(),
            contents: Contents::default(),
            inputs: Vec::new(),
            names_target: None,
            names_read: None,
        }
    }

    /// Also writes the names file. `schemas` is the folder or the file that the schemas were read from: the names file is
    /// `names.lock` in the folder, or `pets.names.lock` beside `pets.yaml`.
    ///
    /// The files and the names file are written together. After an error or an interruption, either all of them have
    /// their old content or `typewright.lock` tells that the run is not complete.
    #[must_use]
    pub fn with_names_in(mut self, schemas: impl Into<PathBuf>) -> Self {
        self.names_target = Some(names_file::path(&schemas.into()));
        self
    }

    /// Writes the files into a folder, and removes the files of an earlier run that this one did not generate.
    ///
    /// Only files whose content changes are touched. A file that was edited since it was generated, or that typewright
    /// did not generate, is never overwritten or removed. The file `typewright.lock` records what was generated; it is
    /// written last, so an interrupted run is recognized by the next one.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written, or if the run would overwrite an edited or a foreign file. The
    /// folder is then as it was before.
    pub fn write(&self, folder: &Path) -> Result<Written, WriteError> {
        self.write_to(folder, false)
    }

    /// Writes the files like [`Output::write`], but also overwrites generated files that were edited.
    ///
    /// [`Written::overwritten`] lists them. Files that typewright did not generate are still safe.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written, or if the run would overwrite a foreign file.
    pub fn overwrite(&self, folder: &Path) -> Result<Written, WriteError> {
        self.write_to(folder, true)
    }

    fn write_to(&self, folder: &Path, force: bool) -> Result<Written, WriteError> {
        let created = commit::create_folder(&LocalDisk, folder)?;
        let result = lock::acquire([folder].into_iter().chain(self.names_folder())).and_then(|_lock| {
            let plan = self.plan(folder)?;
            plan.refuse(force)?;
            commit::remove_leftovers(&LocalDisk, &plan)?;
            commit::commit(&LocalDisk, &plan)?;
            Ok(plan.written())
        });
        if result.is_err() {
            commit::remove_folders(&LocalDisk, &created);
        }
        result
    }

    /// Returns the folder that the names file is written into, if it is written.
    fn names_folder(&self) -> Option<&Path> {
        let folder = self.names_target.as_ref()?.parent()?;
        Some(if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        })
    }

    /// Compares the files with those of a folder.
    ///
    /// # Errors
    /// Returns an error if something in the folder cannot be read.
    pub(crate) fn plan<'o>(&'o self, folder: &Path) -> Result<Plan<'o>, WriteError> {
        plan::plan(self, folder)
    }
}
