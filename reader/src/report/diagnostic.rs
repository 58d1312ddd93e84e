//! Diagnostics about the input, and groups of them.

use std::collections::HashMap;
use std::fmt;

use super::excerpt::Excerpt;
use super::render::render;

/// A problem in the input, or something worth knowing about it, with its place and a way to fix it.
///
/// Its `Display` form shows the source line:
///
/// ```text
/// error: unknown type "strng"
///  --> schemas/device.json:7:15 (/properties/name/type)
///   |
/// 7 |       "type": "strng"
///   |               ^^^^^^^
///   |
///   = help: use one of null, boolean, integer, number, string, array, object
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The file, with the path that was given to the generator.
    pub file: String,
    /// The line, from 1; 0 for a whole file.
    pub line: usize,
    /// The column in characters, from 1; 0 for a whole file.
    pub column: usize,
    /// The place as a JSON Pointer; empty for the whole document.
    pub pointer: String,
    /// How serious it is.
    pub severity: Severity,
    /// What was found, and what was expected.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// The line in which the value or the name at the place ends.
    pub end_line: usize,
    /// The column behind it.
    pub end_column: usize,
    /// The source line around the token, unless a whole file is meant or the file is not text.
    pub excerpt: Option<Excerpt>,
    /// The file and the JSON Pointer in the document, if the value comes from an overlay.
    pub document: Option<(String, String)>,
}

impl Diagnostic {
    /// An error in a file or folder as a whole.
    pub fn of_file(file: &str, message: String, help: String) -> Self {
        Self {
            file: file.to_owned(),
            line: 0,
            column: 0,
            pointer: String::new(),
            severity: Severity::Error,
            message,
            help,
            end_line: 0,
            end_column: 0,
            excerpt: None,
            document: None,
        }
    }

    /// The file and the JSON Pointer in the document that is generated from, which may have overlays.
    pub fn in_document(&self) -> (&str, &str) {
        match &self.document {
            Some((file, pointer)) => (file, pointer),
            None => (&self.file, &self.pointer),
        }
    }
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
        let alone = Group { first: self, others: 0 };
        write!(f, "{alone}")
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
        for group in grouped(&self.0) {
            write!(f, "{group}\n\n")?;
        }
        write!(f, "{}; no files were written", totals(&self.0))
    }
}

impl std::error::Error for Diagnostics {}

/// A diagnostic, for all places in its file where it would say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<'a> {
    /// The first of them.
    pub first: &'a Diagnostic,
    /// How many others there are.
    pub others: usize,
}

impl Group<'_> {
    /// The text for a terminal, with the source line, and with colors as ANSI escape sequences if wanted.
    pub fn render(&self, colors: bool) -> String {
        render(*self, colors)
    }

    pub(super) fn others_in_words(&self) -> Option<String> {
        match self.others {
            0 => None,
            1 => Some("the same applies to 1 other place in this file".to_owned()),
            others => Some(format!("the same applies to {others} other places in this file")),
        }
    }
}

impl fmt::Display for Group<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

/// Diagnostics for people to read: warnings and notes that say the same of many places in a file are one group, so that
/// a keyword that stands everywhere hides nothing else. Each error stands alone.
pub fn grouped(diagnostics: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for diagnostic in diagnostics {
        let key = (&*diagnostic.file, &*diagnostic.message, &*diagnostic.help);
        match known.get(&key) {
            Some(&group) if diagnostic.severity != Severity::Error => groups[group].others += 1,
            Some(_) | None => {
                known.insert(key, groups.len());
                groups.push(Group {
                    first: diagnostic,
                    others: 0,
                });
            }
        }
    }
    groups
}

/// How many errors and warnings there are: `2 errors and 1 warning`.
pub fn totals(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity, word: &str| {
        let of_it = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity);
        match of_it.count() {
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        }
    };
    let errors = count(Severity::Error, "error");
    if diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Warning)
    {
        format!("{errors} and {}", count(Severity::Warning, "warning"))
    } else {
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Severity, grouped, totals};

    fn diagnostic(file: &str, line: usize, severity: Severity, message: &str) -> Diagnostic {
        Diagnostic {
            line,
            column: 1,
            severity,
            ..Diagnostic::of_file(file, message.to_owned(), "fix it".to_owned())
        }
    }

    #[test]
    fn warnings_that_say_the_same_of_one_file_are_one_group_and_errors_are_not() {
        let diagnostics = [
            diagnostic("a.json", 1, Severity::Warning, "unknown"),
            diagnostic("a.json", 2, Severity::Error, "wrong"),
            diagnostic("a.json", 3, Severity::Error, "wrong"),
            diagnostic("a.json", 4, Severity::Warning, "unknown"),
            diagnostic("a.json", 5, Severity::Warning, "unknown"),
            diagnostic("b.json", 1, Severity::Warning, "unknown"),
        ];
        let groups: Vec<(usize, usize)> = grouped(&diagnostics)
            .iter()
            .map(|group| (group.first.line, group.others))
            .collect();
        assert_eq!(groups, [(1, 2), (2, 0), (3, 0), (1, 0)]);
        let shown = grouped(&diagnostics)[0].to_string();
        assert!(
            shown.ends_with("= help: fix it\n  = note: the same applies to 2 other places in this file"),
            "{shown}"
        );
    }

    #[test]
    fn totals_are_in_words() {
        let warning = diagnostic("a.json", 1, Severity::Warning, "unknown");
        let error = diagnostic("a.json", 1, Severity::Error, "wrong");
        assert_eq!(totals(std::slice::from_ref(&error)), "1 error");
        assert_eq!(totals(&[error.clone(), error.clone()]), "2 errors");
        assert_eq!(totals(&[error, warning]), "1 error and 1 warning");
    }
}
