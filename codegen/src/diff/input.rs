//! Where a version comes from: a folder, a file, or a revision of a git repository.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::scratch::Scratch;
use crate::input::file::is_document;
use crate::input::load::{self, load};
use crate::input::names_file::{self, NAMES};
use crate::input::overlay;
use crate::report::Report;

/// One of the two versions, as an argument names it.
#[derive(Debug, Clone)]
pub enum Input {
    /// A folder of schemas, or a file, which is read with the files that it refers to.
    Path(PathBuf),
    /// A folder or a file in a revision of the git repository around the working directory.
    Git {
        /// The revision.
        revision: String,
        /// The path, relative to the working directory.
        path: String,
    },
}

impl Input {
    /// Reads an argument: `git:REV`, `git:REV:PATH`, or a path.
    pub fn parse(argument: &str) -> Self {
        const DEFAULT: &str = "schemas";
        let Some(rest) = argument.strip_prefix("git:") else {
            return Self::Path(PathBuf::from(argument));
        };
        let (revision, path) = rest.split_once(':').unwrap_or((rest, DEFAULT));
        Self::Git {
            revision: revision.to_owned(),
            path: path.trim_end_matches('/').to_owned(),
        }
    }
}

/// A folder or a file that the pipeline can read, and how messages name it.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) path: PathBuf,
    /// What paths in messages start with, and what they should start with instead; the first match counts.
    pub(super) shown: Vec<(String, String)>,
    /// Keeps the folder.
    _scratch: Option<Scratch>,
}

/// An input that cannot be read: what is wrong, and a way out.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) input: String,
    pub(super) message: String,
    pub(super) help: String,
}

/// Makes both inputs ready for the pipeline.
pub(super) fn prepare(old: &Input, new: &Input) -> Result<(Ready, Ready), Unreadable> {
    let (old, new) = (ready(old)?, ready(new)?);
    let are_files = old.path.is_file() && new.path.is_file();
    if !are_files || old.path.file_name() == new.path.file_name() {
        return Ok((old, new));
    }
    // The name of a file is the name of what it describes, and two single files describe the same.
    match under_name_of(&old, &new.path) {
        Ok(renamed) => Ok((renamed, new)),
        Err(error) => Err(Unreadable {
            input: shown(&old.path),
            message: format!("this file cannot be copied: {error}"),
            help: "free some space, or set TMPDIR".to_owned(),
        }),
    }
}

fn ready(input: &Input) -> Result<Ready, Unreadable> {
    match input {
        Input::Path(path) if !path.exists() => Err(Unreadable {
            input: shown(path),
            message: "there is no such file or folder".to_owned(),
            help: "name a folder, a file, or a revision such as git:HEAD or git:v1.0.0:schemas".to_owned(),
        }),
        Input::Path(path) => Ok(Ready {
            path: path.clone(),
            shown: Vec::new(),
            _scratch: None,
        }),
        Input::Git { revision, path } => git(revision, path),
    }
}

/// Copies a file and what it refers to, so that the file has the name of another one.
fn under_name_of(file: &Ready, other: &Path) -> io::Result<Ready> {
    let scratch = Scratch::new()?;
    let path = scratch.path().join(other.file_name().unwrap_or_default());
    // Errors are found again when the copy is read.
    let sources = load(&load::Input::Path(file.path.clone()), &[], &mut Report::default());
    for (id, source) in sources.files.iter() {
        if !sources.is_listed(id) {
            copy(scratch.path(), &source.name, source.text.as_bytes())?;
        }
    }
    fs::copy(&file.path, &path)?;
    for overlay in overlay::beside(&file.path) {
        fs::copy(&overlay, overlay::path(&path, &overlay))?;
    }
    let names = names_file::path(&file.path);
    if names.is_file() {
        fs::copy(names, names_file::path(&path))?;
    }
    let folder = file.path.parent().map(shown).filter(|folder| !folder.is_empty());
    let mut replaced = vec![
        (shown(&path), shown(&file.path)),
        (shown(scratch.path()), folder.unwrap_or_else(|| ".".to_owned())),
    ];
    // What was a copy before has a name of its own.
    for (_, text) in &mut replaced {
        let found = file.shown.iter().find_map(|(from, to)| {
            let rest = text.strip_prefix(from.as_str())?;
            Some(format!("{to}{rest}"))
        });
        if let Some(found) = found {
            *text = found;
        }
    }
    Ok(Ready {
        path,
        shown: replaced,
        _scratch: Some(scratch),
    })
}

/// Writes a file into a folder, and the folders that it is in.
fn copy(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, content)
}

/// Copies a folder or a file of a revision into a folder.
fn git(revision: &str, path: &str) -> Result<Ready, Unreadable> {
    const REVISION: &str = "name a commit, a branch or a tag, such as git:HEAD or git:v1.0.0";
    const PATH: &str = "name the folder of the schemas behind the revision, such as git:HEAD:schemas; the path is relative to the \
                        working directory";
    const SPACE: &str = "free some space, or set TMPDIR";
    let name = format!("git:{revision}:{path}");
    let problem = |message: String, help: &str| Unreadable {
        input: name.clone(),
        message,
        help: help.to_owned(),
    };
    if revision.is_empty() || revision.starts_with('-') {
        return Err(problem("this names no revision".to_owned(), REVISION));
    }
    let run =
        |arguments: &[&str]| run(arguments).map_err(|message| problem(message, "install git, or compare folders"));
    let commit = format!("{revision}^{{commit}}");
    if run(&["rev-parse", "--verify", "--quiet", &commit])?.is_none() {
        let message = match run(&["rev-parse", "--git-dir"])? {
            Some(_) => "git knows no such revision",
            None => "the working directory is in no git repository",
        };
        return Err(problem(message.to_owned(), REVISION));
    }
    let kind = run(&["cat-file", "-t", &format!("{revision}:./{path}")])?;
    let is_file = match kind.as_deref().map(<[u8]>::trim_ascii) {
        Some(b"tree") => false,
        Some(b"blob") => true,
        _ => return Err(problem("this revision has no such path".to_owned(), PATH)),
    };
    let (folder, file) = match path.rsplit_once('/') {
        Some((folder, file)) if is_file => (folder, Some(file)),
        None if is_file => (".", Some(path)),
        _ => (path, None),
    };
    let failed = |error: io::Error| problem(format!("it cannot be copied: {error}"), SPACE);
    let scratch = Scratch::new().map_err(failed)?;
    let tree = format!("{revision}:./{folder}");
    let tree = run(&["rev-parse", "--verify", "--quiet", &tree])?.unwrap_or_default();
    let tree = String::from_utf8_lossy(&tree).trim().to_owned();
    let entries = run(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", &tree])?.unwrap_or_default();
    for entry in entries.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let is_inside = entry.split(['/', '\\']).all(|step| !matches!(step, "" | "." | ".."));
        if is_inside && (is_document(Path::new(&*entry)) || entry.ends_with(NAMES)) {
            let content = run(&["cat-file", "blob", &format!("{tree}:{entry}")])?;
            let content = content.ok_or_else(|| problem(format!("git cannot read {entry}"), "run `git fsck`"))?;
            copy(scratch.path(), &entry, &content).map_err(failed)?;
        }
    }
    let shown_as = match folder {
        "." => format!("git:{revision}:."),
        folder => format!("git:{revision}:{folder}"),
    };
    Ok(Ready {
        path: file.map_or_else(|| scratch.path().to_owned(), |file| scratch.path().join(file)),
        shown: vec![(shown(scratch.path()), shown_as)],
        _scratch: Some(scratch),
    })
}

/// The output of git; `None` if it fails.
fn run(arguments: &[&str]) -> Result<Option<Vec<u8>>, String> {
    match Command::new("git").args(arguments).output() {
        Ok(output) => Ok(output.status.success().then_some(output.stdout)),
        Err(error) => Err(format!("git cannot be run: {error}")),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
