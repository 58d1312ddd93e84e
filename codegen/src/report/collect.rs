//! What a run has found so far.

use super::{Diagnostic, Place, Severity};

/// What was found wrong so far.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order in which they were found; one may be there more than once.
    pub diagnostics: Vec<Diagnostic>,
    /// Errors that are there only because of others: who mends those sees nothing of them.
    pub follow_ups: Vec<Diagnostic>,
}

impl Report {
    /// The errors among them.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        let diagnostics = self.diagnostics.iter().chain(&self.follow_ups);
        diagnostics.filter(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Notes an error at a place in a file.
    pub fn error(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Error, place, message.into(), help.into());
    }

    /// Notes an error that is there only because of another one.
    pub fn follow_up(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        let error = diagnostic(Severity::Error, place, message.into(), help.into());
        self.follow_ups.push(error);
    }

    /// Notes a warning at a place in a file.
    pub fn warning(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Warning, place, message.into(), help.into());
    }

    /// Notes how something was done.
    pub fn note(&mut self, place: &Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Note, place, message.into(), help.into());
    }

    fn push(&mut self, severity: Severity, place: &Place<'_>, message: String, help: String) {
        self.diagnostics.push(diagnostic(severity, place, message, help));
    }

    /// Notes an error in a file or folder as a whole.
    pub fn whole_file(&mut self, shown: &str, message: String, help: &str) {
        self.unread_file(shown, (0, 0), message, help);
    }

    /// Notes an error in a file that has no text; the line and the column are 0 if the whole file is meant.
    pub fn unread_file(&mut self, shown: &str, (line, column): (usize, usize), message: String, help: &str) {
        self.diagnostics.push(Diagnostic {
            file: shown.to_owned(),
            line,
            column,
            pointer: String::new(),
            severity: Severity::Error,
            message,
            help: help.to_owned(),
        });
    }
}

fn diagnostic(severity: Severity, place: &Place<'_>, message: String, help: String) -> Diagnostic {
    let (line, column) = place.source.position(place.at);
    Diagnostic {
        file: place.source.shown.clone(),
        line,
        column,
        pointer: place.pointer.to_owned(),
        severity,
        message,
        help,
    }
}
