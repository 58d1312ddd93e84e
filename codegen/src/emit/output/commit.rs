//! Carries out a plan so that an interruption at any moment is recognized, and an error leaves the folder as it was.
//!
//! All new content is first written to temporary files beside their targets: a full disk or a read-only folder shows
//! before anything has changed. Then the stamp is replaced by one that is not complete, the temporary files are renamed,
//! stale files are removed, and the complete stamp is renamed to its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::WriteError;
use super::disk::Disk;
use super::plan::{Change, Plan, Removal};

/// Writes and removes the files of a plan.
pub fn commit(disk: &impl Disk, plan: &Plan<'_>) -> Result<(), WriteError> {
    if plan.is_up_to_date() {
        return Ok(());
    }
    let mut staged = Staged::default();
    let mut done = Vec::new();
    let result = stage(disk, plan, &mut staged).and_then(|()| replace(disk, plan, &staged, &mut done));
    if result.is_err() {
        undo(disk, plan, &done);
        for (temporary, _) in &staged.files {
            // Those that were renamed are gone.
            let _ = disk.remove(temporary);
        }
        remove_folders(disk, &staged.folders);
    }
    result
}

/// New content in temporary files beside their targets, in the order in which they are renamed.
#[derive(Default)]
struct Staged<'p> {
    files: Vec<(PathBuf, Step<'p>)>,
    folders: Vec<PathBuf>,
}

/// What has been done to the folder.
#[derive(Clone, Copy)]
enum Step<'p> {
    /// The stamp was replaced by one that is not complete.
    Invalidated,
    Wrote(&'p Change<'p>),
    Removed(&'p Removal),
}

fn stage<'p>(disk: &impl Disk, plan: &'p Plan<'_>, staged: &mut Staged<'p>) -> Result<(), WriteError> {
    let stamp = &plan.stamp;
    if !plan.files_are_up_to_date() {
        let temporary = temporary(&stamp.path, "-interrupted");
        staged.files.push((temporary.clone(), Step::Invalidated));
        write(disk, &temporary, &stamp.path, &plan.while_writing)?;
    }
    for change in plan.writes().chain([stamp]) {
        if let Some(parent) = change.path.parent() {
            staged.folders.extend(create_folder(disk, parent)?);
        }
        let temporary = temporary(&change.path, "");
        staged.files.push((temporary.clone(), Step::Wrote(change)));
        write(disk, &temporary, &change.path, &change.new)?;
    }
    Ok(())
}

fn replace<'p>(
    disk: &impl Disk,
    plan: &'p Plan<'_>,
    staged: &Staged<'p>,
    done: &mut Vec<Step<'p>>,
) -> Result<(), WriteError> {
    let Some(((stamp, written), files)) = staged.files.split_last() else {
        return Ok(());
    };
    for (temporary, step) in files {
        rename(disk, plan, temporary, *step)?;
        done.push(*step);
    }
    for removal in &plan.removals {
        let removed = disk.remove(&removal.path);
        removed.map_err(|error| WriteError::io(&removal.path, error))?;
        done.push(Step::Removed(removal));
    }
    rename(disk, plan, stamp, *written)?;
    for removal in &plan.removals {
        // A folder that still has something in it stays.
        let _ = removal.path.parent().map(|parent| disk.remove_folder(parent));
    }
    Ok(())
}

fn rename(disk: &impl Disk, plan: &Plan<'_>, temporary: &Path, step: Step<'_>) -> Result<(), WriteError> {
    let target = step.path(plan);
    let renamed = disk.rename(temporary, target);
    renamed.map_err(|error| WriteError::io(target, error))
}

impl<'p> Step<'p> {
    fn path(self, plan: &'p Plan<'_>) -> &'p Path {
        match self {
            Self::Invalidated => &plan.stamp.path,
            Self::Wrote(change) => &change.path,
            Self::Removed(removal) => &removal.path,
        }
    }

    /// What was there before.
    fn old(self, plan: &'p Plan<'_>) -> Option<&'p [u8]> {
        match self {
            Self::Invalidated => plan.stamp.old.as_deref(),
            Self::Wrote(change) => change.old.as_deref(),
            Self::Removed(removal) => Some(&removal.old),
        }
    }
}

/// Puts back what was there before, the stamp last. If that fails as well, the stamp stays as it is: not complete.
fn undo(disk: &impl Disk, plan: &Plan<'_>, done: &[Step<'_>]) {
    for step in done.iter().rev() {
        let path = step.path(plan);
        let undone = match step.old(plan) {
            None => disk.remove(path),
            Some(old) => {
                let temporary = temporary(path, "");
                let restored = disk.write(&temporary, old);
                restored.and_then(|()| disk.rename(&temporary, path)).inspect_err(|_| {
                    let _ = disk.remove(&temporary);
                })
            }
        };
        if undone.is_err() {
            return;
        }
    }
}

fn write(disk: &impl Disk, temporary: &Path, target: &Path, text: &str) -> Result<(), WriteError> {
    let written = disk.write(temporary, text.as_bytes());
    written.map_err(|error| WriteError::io(target, error))
}

const TEMPORARY: &str = ".typewright.tmp";

fn temporary(path: &Path, what_for: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}{what_for}{TEMPORARY}", std::process::id()))
}

/// Removes the temporary files of runs that were killed. The lock tells that no other run is using them.
pub fn remove_leftovers(disk: &impl Disk, plan: &Plan<'_>) -> Result<(), WriteError> {
    for folder in &plan.folders {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(WriteError::io(folder, error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| WriteError::io(folder, error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') && name.ends_with(TEMPORARY) {
                disk.remove(&path).map_err(|error| WriteError::io(&path, error))?;
            }
        }
    }
    Ok(())
}

/// Creates a folder and returns the folders that were missing, the outermost first.
pub fn create_folder(disk: &impl Disk, folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let mut missing: Vec<PathBuf> = folder.ancestors().take_while(is_missing).map(Path::to_owned).collect();
    missing.reverse();
    for (index, path) in missing.iter().enumerate() {
        match disk.create_folder(path) {
            Ok(()) => {}
            // Another run was quicker.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
            Err(error) => {
                remove_folders(disk, &missing[..index]);
                return Err(WriteError::io(path, error));
            }
        }
    }
    Ok(missing)
}

/// Removes folders that a failed run has created; one with something in it stays.
pub fn remove_folders(disk: &impl Disk, folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = disk.remove_folder(folder);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use std::fs;
    use std::io;
    use std::path::{Path, PathBuf};

    use super::{commit, remove_leftovers};
    use crate::emit::Contents;
    use crate::emit::format::File;
    use crate::emit::output::disk::{Disk, LocalDisk};
    use crate::emit::output::stamp::{STAMP, complete};
    use crate::emit::output::{Input, Output};
    use crate::input::digest::digest;
    use crate::input::names_file::NAMES;

    /// A disk whose operation with this number fails, and with `dies` all later ones.
    struct FailingDisk {
        operation: Cell<usize>,
        fails_at: usize,
        dies: bool,
    }

    impl FailingDisk {
        fn step(&self) -> io::Result<()> {
            let operation = self.operation.get();
            self.operation.set(operation + 1);
            if operation == self.fails_at || self.dies && operation > self.fails_at {
                Err(io::Error::other("injected"))
            } else {
                Ok(())
            }
        }
    }

    impl Disk for FailingDisk {
        fn create_folder(&self, path: &Path) -> io::Result<()> {
            self.step().and_then(|()| LocalDisk.create_folder(path))
        }

        fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
            match self.step() {
                Ok(()) => LocalDisk.write(path, content),
                Err(error) => {
                    // A full disk leaves a part of the file.
                    LocalDisk.write(path, &content[..content.len() / 2])?;
                    Err(error)
                }
            }
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step().and_then(|()| LocalDisk.rename(from, to))
        }

        fn remove(&self, path: &Path) -> io::Result<()> {
            self.step().and_then(|()| LocalDisk.remove(path))
        }

        fn remove_folder(&self, path: &Path) -> io::Result<()> {
            self.step().and_then(|()| LocalDisk.remove_folder(path))
        }
    }

    fn output(version: &str, paths: &[&str]) -> Output {
        let files = paths.iter().map(|path| File {
            path: (*path).to_owned(),
            text: format!("{path} {version}"),
        });
        Output {
            files: files.collect(),
            diagnostics: Vec::new(),
            contents: Contents::default(),
            names: format!("names {version}"),
            inputs: vec![Input {
                name: "device.json".to_owned(),
                digest: version.to_owned(),
            }],
            names_target: None,
            names_read: None,
        }
    }

    fn old() -> Output {
        output("old", &["mod.rs", "types.rs", "endpoints/gone.rs"])
    }

    fn new() -> Output {
        output("new", &["mod.rs", "types.rs", "types/wire.rs"])
    }

    /// The folders of a test: one for the code, one for the schemas.
    struct Folders(tempfile::TempDir);

    impl Folders {
        fn new(old: Option<&Output>) -> Self {
            let folders = Self(tempfile::tempdir().expect("a folder"));
            for folder in [folders.code(), folders.schemas()] {
                fs::create_dir(folder).expect("a folder");
            }
            if let Some(old) = old {
                let old = old.clone().with_names_in(folders.schemas());
                old.write(&folders.code()).expect("the old files");
            }
            folders
        }

        fn code(&self) -> PathBuf {
            self.0.path().join("code")
        }

        fn schemas(&self) -> PathBuf {
            self.0.path().join("schemas")
        }

        /// The next run, which read the names file as it is.
        fn new_run(&self) -> Output {
            let mut new = new().with_names_in(self.schemas());
            new.names_read = fs::read(self.schemas().join(NAMES)).ok().map(|old| digest(&old));
            new
        }
    }

    fn content(folder: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![folder.to_owned()];
        while let Some(next) = waiting.pop() {
            for entry in fs::read_dir(next).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    let name = path.strip_prefix(folder).expect("a path in it").display().to_string();
                    found.insert(name, fs::read_to_string(&path).expect("a text"));
                }
            }
        }
        found
    }

    fn expected(output: &Output) -> BTreeMap<String, String> {
        let files = output.files.iter();
        let files = files.map(|file| (format!("code/{}", file.path), file.text.clone()));
        let stamp = (format!("code/{STAMP}"), complete(&output.inputs, &output.files));
        let names = (format!("schemas/{NAMES}"), output.names.clone());
        files.chain([stamp, names]).collect()
    }

    /// Fails each operation of a run in turn, until one has none left that fails.
    fn at_each_operation(old: Option<&Output>, dies: bool, check: impl Fn(&Folders, bool)) {
        for fails_at in 0.. {
            let folders = Folders::new(old);
            let disk = FailingDisk {
                operation: Cell::new(0),
                fails_at,
                dies,
            };
            let new = folders.new_run();
            let plan = new.plan(&folders.code()).expect("a plan");
            let succeeded = commit(&disk, &plan).is_ok();
            check(&folders, succeeded);
            if disk.operation.get() <= fails_at {
                assert!(fails_at > 5, "the operations were not counted");
                return;
            }
        }
    }

    #[test]
    fn an_error_at_any_operation_leaves_the_old_files_or_the_new_ones() {
        let old = old();
        at_each_operation(Some(&old), false, |folders, succeeded| {
            let wanted = if succeeded { new() } else { self::old() };
            assert_eq!(content(folders.0.path()), expected(&wanted));
        });
        at_each_operation(None, false, |folders, succeeded| {
            let wanted = if succeeded { expected(&new()) } else { BTreeMap::new() };
            assert_eq!(content(folders.0.path()), wanted);
        });
    }

    #[test]
    fn a_run_that_dies_at_any_operation_is_recognized_and_the_next_one_completes_it() {
        for old in [None, Some(&old())] {
            at_each_operation(old, true, |folders, _| {
                let found = content(folders.0.path());
                let stamp = found.get(&format!("code/{STAMP}"));
                let is_complete = stamp.is_some_and(|stamp| stamp.ends_with("\ncomplete\n"));
                let without_leftovers: BTreeMap<String, String> = found
                    .into_iter()
                    .filter(|(name, _)| !name.ends_with(super::TEMPORARY))
                    .collect();
                if is_complete {
                    let is_old = old.is_some_and(|old| without_leftovers == expected(old));
                    assert!(is_old || without_leftovers == expected(&new()), "{without_leftovers:?}");
                }
                // Nothing is taken for an edit of a person, and nothing is left over.
                folders.new_run().write(&folders.code()).expect("the next run");
                assert_eq!(content(folders.0.path()), expected(&new()));
            });
        }
    }

    #[test]
    fn only_our_own_leftovers_are_removed() {
        let folders = Folders::new(None);
        let leftovers = [
            folders.code().join(".types.rs.12345.typewright.tmp"),
            folders.schemas().join(".names.lock.12345.typewright.tmp"),
        ];
        let foreign = folders.code().join("types.rs.tmp");
        for path in leftovers.iter().chain([&foreign]) {
            fs::write(path, "x").expect("a file");
        }
        let new = folders.new_run();
        let plan = new.plan(&folders.code()).expect("a plan");
        remove_leftovers(&LocalDisk, &plan).expect("they can be removed");
        assert!(leftovers.iter().all(|path| !path.exists()) && foreign.exists());
    }

    #[test]
    fn a_names_file_that_was_edited_during_the_run_is_not_overwritten() {
        let folders = Folders::new(Some(&old()));
        let new = folders.new_run();
        fs::write(folders.schemas().join(NAMES), "edited").expect("an edit");
        let before = content(folders.0.path());
        for result in [new.write(&folders.code()), new.overwrite(&folders.code())] {
            let error = result.expect_err("the names file has changed");
            assert!(error.to_string().contains("run the same command again"), "{error}");
            assert_eq!(content(folders.0.path()), before);
        }
    }

    #[test]
    fn code_and_names_file_may_share_a_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let written = old().with_names_in(folder.path()).write(folder.path());
        written.expect("a run does not wait for its own lock");
        assert_eq!(content(folder.path()).len(), 5);
    }
}
