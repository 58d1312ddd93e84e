//! `diff` as a diff driver of git: git passes the path of a changed file and both versions of it, each as a file.

use std::fs;
use std::io;
use std::path::Path;

use crate::diff::scratch::Scratch;
use crate::diff::{Comparison, Format, Input};
use crate::input::file::is_document;
use crate::input::names_file::NAMES;

/// The arguments of a driver: the path, and for each version the file, its digest and its mode. For a renamed file, git
/// adds the new path and a sentence.
pub(super) struct Change<'a> {
    pub(super) path: &'a str,
    pub(super) old: &'a str,
    pub(super) new: &'a str,
}

/// What git passes for a file that one version does not have.
const NOTHING: &str = "/dev/null";

impl<'a> Change<'a> {
    /// Reads the arguments of a driver.
    pub(super) fn of(arguments: &[&'a str]) -> Option<Self> {
        match arguments {
            [path, old, _, _, new, _, _] | [path, old, _, _, new, _, _, _, _] => Some(Self { path, old, new }),
            _ => None,
        }
    }

    /// Compares both versions of the file, among the other files of its folder as they are now.
    pub(super) fn text(&self, format: Format, colors: bool) -> String {
        let path = self.path;
        let described = match (self.old, self.new) {
            (NOTHING, _) => format!("{path} is new\n"),
            (_, NOTHING) => format!("{path} was removed\n"),
            (old, new) => match (self.among_others(old), self.among_others(new)) {
                (Ok(old), Ok(new)) => self.compared(&old, &new, format, colors),
                (Err(error), _) | (_, Err(error)) => format!("{path} cannot be compared: {error}\n"),
            },
        };
        format!("typewright diff {path}\n{described}")
    }

    fn compared(&self, old: &Scratch, new: &Scratch, format: Format, colors: bool) -> String {
        let input = |folder: &Scratch| Input::Path(folder.path().to_owned());
        let report = Comparison::new(input(old), input(new)).keep_going().run();
        let text = match report {
            Ok(report) => report.render(format, colors),
            // git shows what the driver prints, and fails with it: one version that cannot be read is no failure.
            Err(diagnostics) => format!("{diagnostics}\n"),
        };
        let folder = Path::new(self.path)
            .parent()
            .map(Path::to_string_lossy)
            .unwrap_or_default();
        let folder = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let text = text.replace(&format!("{}/", old.path().display()), &format!("old:{folder}"));
        text.replace(&format!("{}/", new.path().display()), &folder)
    }

    /// The documents of the folder, with another content of the file.
    fn among_others(&self, content: &str) -> io::Result<Scratch> {
        let scratch = Scratch::new()?;
        let path = Path::new(self.path);
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // The folder may be gone in the working tree.
        if folder.is_dir() {
            for entry in fs::read_dir(folder)? {
                let file = entry?.path();
                let name = file.file_name().unwrap_or_default();
                if file.is_file() && (is_document(&file) || name.to_string_lossy().ends_with(NAMES)) {
                    fs::copy(&file, scratch.path().join(name))?;
                }
            }
        }
        fs::copy(content, scratch.path().join(path.file_name().unwrap_or_default()))?;
        Ok(scratch)
    }
}
