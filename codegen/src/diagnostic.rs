//! What the generator has to say about its input.

use std::fmt;

use losant_core::one_line::OneLine;

/// One thing that is wrong with the input, or worth knowing, with its place and a way out.
///
/// Its `Display` form is what the command line prints:
///
/// ```text
/// error: "strng" is not a type
///   --> schemas/device.json:7:15 (/properties/name/type)
///   help: use one of null, boolean, integer, number, string, array, object
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file as it was named to the generator.
    pub file: String,
    /// The line, from 1; 0 if the whole file is meant.
    pub line: usize,
    /// The column in characters, from 1; 0 if the whole file is meant.
    pub column: usize,
    /// The place as a JSON Pointer; empty for the whole document.
    pub pointer: String,
    /// Whether the run can go on.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Whether a diagnostic stops the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated from this file.
    Error,
    /// Code is generated; the message says what it does not do.
    Warning,
    /// Nothing is wrong; the message says how something was done.
    Note,
}

impl Severity {
    /// The word that a message starts with.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, file) = (OneLine(&self.message), OneLine(&self.file));
        write!(f, "{}: {message}\n  --> {file}", self.severity.as_str())?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        if !self.pointer.is_empty() {
            write!(f, " ({})", OneLine(&self.pointer))?;
        }
        write!(f, "\n  help: {}", OneLine(&self.help))
    }
}

/// The diagnostics of a run that failed, sorted by place; at least one is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// How many of them are errors.
    pub fn errors(&self) -> usize {
        self.0
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            write!(f, "{diagnostic}\n\n")?;
        }
        let errors = self.errors();
        write!(
            f,
            "{errors} error{}; nothing was written",
            if errors == 1 { "" } else { "s" }
        )
    }
}

impl std::error::Error for Diagnostics {}
