//! What a run has found so far.

use std::collections::{BTreeMap, BTreeSet};

use super::source::value_end;
use super::{Diagnostic, Excerpt, Place, Severity};

/// What a run has found so far.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order in which they were found; the same one may be there more than once.
    diagnostics: Vec<Diagnostic>,
    /// What cannot be generated because of an error elsewhere.
    affected: Vec<(ErrorId, String)>,
}

/// An error of a [`Report`]: the cause of what depends on its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorId(usize);

impl Report {
    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        !self.errors_since(0).is_empty()
    }

    /// How much was found so far, for [`Report::errors_since`].
    pub fn position(&self) -> usize {
        self.diagnostics.len()
    }

    /// The errors that were found after a position.
    pub fn errors_since(&self, position: usize) -> Vec<ErrorId> {
        let found = self.diagnostics.iter().enumerate().skip(position);
        let errors = found.filter(|(_, diagnostic)| diagnostic.severity == Severity::Error);
        errors.map(|(index, _)| ErrorId(index)).collect()
    }

    /// An error.
    pub fn get(&self, error: ErrorId) -> &Diagnostic {
        &self.diagnostics[error.0]
    }

    /// Notes that something cannot be generated because of an error elsewhere.
    pub fn affects(&mut self, cause: ErrorId, what: String) {
        self.affected.push((cause, what));
    }

    /// Notes an error at a place in a file.
    pub fn error(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) -> ErrorId {
        self.push(Severity::Error, place, message.into(), help.into())
    }

    /// Notes a warning at a place in a file.
    pub fn warning(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Warning, place, message.into(), help.into());
    }

    /// Notes how something was done.
    pub fn note(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Note, place, message.into(), help.into());
    }

    fn push(&mut self, severity: Severity, place: &Place<'_>, message: String, help: String) -> ErrorId {
        self.diagnostics.push(diagnostic(severity, place, message, help));
        ErrorId(self.diagnostics.len() - 1)
    }

    /// Notes an error in a file or folder as a whole.
    pub fn whole_file(&mut self, shown: &str, message: String, help: &str) -> ErrorId {
        self.unread_file(shown, (0, 0), message, help)
    }

    /// Notes an error in a file that has no text; the line and the column are 0 if the whole file is meant.
    pub fn unread_file(&mut self, shown: &str, (line, column): (usize, usize), message: String, help: &str) -> ErrorId {
        self.diagnostics.push(Diagnostic {
            line,
            column,
            end_line: line,
            end_column: column,
            ..Diagnostic::of_file(shown, message, help.to_owned())
        });
        ErrorId(self.diagnostics.len() - 1)
    }

    /// All diagnostics in the order of their places, each once.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let sorted: BTreeSet<Diagnostic> = self.diagnostics.into_iter().collect();
        sorted.into_iter().collect()
    }

    /// Adds a note to each error that something was left out because of, with the names of what was.
    pub fn name_exclusions(&mut self) {
        let mut by_error: BTreeMap<Diagnostic, Vec<String>> = BTreeMap::new();
        for (cause, what) in std::mem::take(&mut self.affected) {
            // An error of a part that several others use may have been found for each of them.
            let names = by_error.entry(self.get(cause).clone()).or_default();
            if !names.contains(&what) {
                names.push(what);
            }
        }
        for (error, names) in by_error {
            self.diagnostics.push(Diagnostic {
                severity: Severity::Note,
                message: format!("left out because of this error: {}", few(&names)),
                help: "fix the error to generate them".to_owned(),
                ..error
            });
        }
    }
}

/// The first of some names, and how many more there are.
fn few(names: &[String]) -> String {
    const SHOWN: usize = 4;
    match names.split_at_checked(SHOWN) {
        // One more name is as short as the words for it.
        Some((first, more)) if more.len() > 1 => format!("{} and {} more", first.join(", "), more.len()),
        Some(_) | None => names.join(", "),
    }
}

/// A diagnostic at a place.
pub fn diagnostic(severity: Severity, place: &Place<'_>, message: String, help: String) -> Diagnostic {
    let (source, at, added) = place.source.resolve(place.at);
    let (line, column) = source.position(at);
    let (end_line, end_column) = source.position(value_end(&source.text, at));
    Diagnostic {
        file: source.shown.clone(),
        line,
        column,
        pointer: added.unwrap_or(place.pointer).to_owned(),
        severity,
        message,
        help,
        end_line,
        end_column,
        excerpt: Excerpt::of(&source.text, at),
        document: added.map(|_| (place.source.shown.clone(), place.pointer.to_owned())),
    }
}
