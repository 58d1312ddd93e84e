//! What a run has to change in a folder, and what is in its way.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::stamp::{self, STAMP, Stamp};
use super::written::{Obstacle, ObstacleKind};
use super::{Output, WriteError, Written};
use crate::input::digest::digest;

/// The difference between the output of a run and a folder.
#[derive(Debug)]
pub(crate) struct Plan<'o> {
    /// The files to write, without the stamp.
    pub(crate) changes: Vec<Change<'o>>,
    /// The names file, if it has to change.
    pub(crate) names: Option<Change<'o>>,
    /// The generated files to remove.
    pub(crate) removals: Vec<Removal>,
    /// The stamp to write last.
    pub(crate) stamp: Change<'o>,
    /// The text of the stamp while the files are written.
    pub(crate) while_writing: String,
    /// The folders in which there may be temporary files of a run that was killed.
    pub(crate) folders: BTreeSet<PathBuf>,
    obstacles: Vec<Obstacle>,
    kept: Vec<PathBuf>,
    files: usize,
}

/// A file to write.
#[derive(Debug)]
pub(crate) struct Change<'o> {
    pub(crate) path: PathBuf,
    pub(crate) old: Option<Vec<u8>>,
    pub(crate) new: Cow<'o, str>,
}

/// A file to remove.
#[derive(Debug)]
pub(crate) struct Removal {
    pub(crate) path: PathBuf,
    pub(crate) old: Vec<u8>,
}

/// Compares the output of a run with a folder.
pub(super) fn plan<'o>(output: &'o Output, folder: &Path) -> Result<Plan<'o>, WriteError> {
    let mut obstacles = Vec::new();
    let stamp_path = folder.join(STAMP);
    let (old_stamp, stamp) = old_stamp(&stamp_path, &mut obstacles)?;
    let mut changes = Vec::new();
    for file in &output.files {
        let path = folder.join(&file.path);
        let old = match read(&path)? {
            Found::Nothing => None,
            Found::File(old) if is_same(&old, &file.text) => continue,
            Found::File(old) => {
                let kind = match () {
                    () if stamp.knows(&file.path, &old) => None,
                    () if stamp.lists(&file.path) => Some(ObstacleKind::Edited),
                    () if claims_to_be_generated(&old) => Some(ObstacleKind::Unrecorded),
                    () => Some(ObstacleKind::Foreign),
                };
                obstacles.extend(kind.map(|kind| obstacle(&path, kind)));
                Some(old)
            }
            Found::Other => {
                obstacles.push(obstacle(&path, ObstacleKind::NotAFile));
                continue;
            }
        };
        changes.push(Change {
            path,
            old,
            new: Cow::Borrowed(&file.text),
        });
    }
    let names = names(output, &mut obstacles)?;
    let (removals, kept) = stale(&stamp, output, folder)?;
    let folders = folders(&stamp, output, folder);
    Ok(Plan {
        changes,
        names,
        removals,
        stamp: Change {
            path: stamp_path,
            old: old_stamp,
            new: Cow::Owned(stamp::complete(&output.inputs, &output.files)),
        },
        while_writing: stamp.while_writing(&output.inputs, &output.files),
        folders,
        obstacles,
        kept,
        files: output.files.len(),
    })
}

/// The paths of the files that an earlier run wrote into a folder.
#[cfg(feature = "cli")]
pub(super) fn recorded(folder: &Path) -> Result<BTreeSet<String>, WriteError> {
    let mut obstacles = Vec::new();
    let (_, stamp) = old_stamp(&folder.join(STAMP), &mut obstacles)?;
    if obstacles.is_empty() {
        Ok(stamp.paths().map(str::to_owned).collect())
    } else {
        Err(WriteError::in_the_way(obstacles))
    }
}

/// The text of the stamp of an earlier run, and what it says.
fn old_stamp(path: &Path, obstacles: &mut Vec<Obstacle>) -> Result<(Option<Vec<u8>>, Stamp), WriteError> {
    Ok(match read(path)? {
        Found::Nothing => (None, Stamp::default()),
        Found::File(bytes) => match Stamp::parse(&String::from_utf8_lossy(&bytes)) {
            Some(stamp) => (Some(bytes), stamp),
            None => {
                obstacles.push(obstacle(path, ObstacleKind::Foreign));
                (Some(bytes), Stamp::default())
            }
        },
        Found::Other => {
            obstacles.push(obstacle(path, ObstacleKind::NotAFile));
            (None, Stamp::default())
        }
    })
}

impl Change<'_> {
    /// Whether the file has this content.
    pub(crate) fn is_in_place(&self) -> bool {
        self.old.as_ref().is_some_and(|old| is_same(old, &self.new))
    }
}

impl Plan<'_> {
    /// Whether the folder has what the run generated.
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.files_are_up_to_date() && self.stamp.is_in_place() && self.obstacles.is_empty()
    }

    /// Whether no file but the stamp has to change.
    pub(crate) fn files_are_up_to_date(&self) -> bool {
        self.changes.is_empty() && self.names.is_none() && self.removals.is_empty()
    }

    /// The files to write, without the stamp.
    pub(crate) fn writes(&self) -> impl Iterator<Item = &Change<'_>> {
        self.changes.iter().chain(&self.names)
    }

    /// Returns an error if a file that the generator did not write would be replaced.
    pub(crate) fn refuse(&self, force: bool) -> Result<(), WriteError> {
        let in_the_way = self.obstacles.iter();
        let in_the_way: Vec<Obstacle> = in_the_way
            .filter(|obstacle| !(force && obstacle.yields_to_force()))
            .cloned()
            .collect();
        if in_the_way.is_empty() {
            Ok(())
        } else {
            Err(WriteError::in_the_way(in_the_way))
        }
    }

    /// What carrying out the plan changes.
    pub(super) fn written(&self) -> Written {
        Written {
            files: self.files,
            changed: self.changes.iter().map(|change| change.path.clone()).collect(),
            removed: self.removals.iter().map(|removal| removal.path.clone()).collect(),
            overwritten: self.obstacles.iter().map(|obstacle| obstacle.path.clone()).collect(),
            kept: self.kept.clone(),
        }
    }
}

/// The change of the names file, if it is written and has another content.
fn names<'o>(output: &'o Output, obstacles: &mut Vec<Obstacle>) -> Result<Option<Change<'o>>, WriteError> {
    let Some(path) = &output.names_target else {
        return Ok(None);
    };
    let old = match read(path)? {
        Found::Nothing => None,
        Found::File(old) if is_same(&old, &output.names) => return Ok(None),
        Found::File(old) => {
            if output.names_read.as_ref() != Some(&digest(&old)) {
                obstacles.push(obstacle(path, ObstacleKind::ChangedMeanwhile));
            }
            Some(old)
        }
        Found::Other => {
            obstacles.push(obstacle(path, ObstacleKind::NotAFile));
            return Ok(None);
        }
    };
    Ok(Some(Change {
        path: path.clone(),
        old,
        new: Cow::Borrowed(&output.names),
    }))
}

/// The generated files that this run did not generate: those to remove, and those that were edited and stay.
fn stale(stamp: &Stamp, output: &Output, folder: &Path) -> Result<(Vec<Removal>, Vec<PathBuf>), WriteError> {
    let generated: BTreeSet<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    let (mut removals, mut kept) = (Vec::new(), Vec::new());
    for name in stamp.paths().filter(|path| !generated.contains(path)) {
        let path = folder.join(name);
        match read(&path)? {
            Found::File(old) if stamp.knows(name, &old) => removals.push(Removal { path, old }),
            Found::File(_) => kept.push(path),
            Found::Nothing | Found::Other => {}
        }
    }
    Ok((removals, kept))
}

fn folders(stamp: &Stamp, output: &Output, folder: &Path) -> BTreeSet<PathBuf> {
    let new = output.files.iter().map(|file| file.path.as_str());
    let paths = new.chain(stamp.paths()).chain([STAMP]);
    paths
        .filter_map(|path| Some(folder.join(path).parent()?.to_owned()))
        .chain(output.names_folder().map(Path::to_owned))
        .collect()
}

fn obstacle(path: &Path, kind: ObstacleKind) -> Obstacle {
    Obstacle {
        path: path.to_owned(),
        kind,
    }
}

enum Found {
    Nothing,
    File(Vec<u8>),
    Other,
}

fn read(path: &Path) -> Result<Found, WriteError> {
    // Reading a pipe would wait for somebody to write into it.
    let found = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => fs::read(path).map(Found::File),
        Ok(_) => Ok(Found::Other),
        // A link whose target is missing is not ours to replace.
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::symlink_metadata(path) {
            Ok(_) => Ok(Found::Other),
            Err(_) => Ok(Found::Nothing),
        },
        Err(error) => Err(error),
    };
    found.map_err(|error| WriteError::io(path, error))
}

/// Whether a file has this text. A version control system may have changed the line ends.
fn is_same(old: &[u8], new: &str) -> bool {
    let is_visible = |byte: &&u8| **byte != b'\r';
    old.iter()
        .filter(is_visible)
        .eq(new.as_bytes().iter().filter(is_visible))
}

fn claims_to_be_generated(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(first)
        .to_lowercase()
        .contains("generated by typewright")
}
