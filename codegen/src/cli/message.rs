//! What the command line says on standard error.

use std::io::Write as _;
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use serde_json::json;

use crate::{Diagnostic, Severity, Written, grouped, totals};

use super::{Color, MessageFormat, Messages};

const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
const WARNING: Style = AnsiColor::BrightYellow.on_default().bold();
const NOTE: Style = AnsiColor::BrightGreen.on_default().bold();

impl Messages {
    /// Whether messages for people are colored.
    fn colors(self) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(&std::io::stderr()) != ColorChoice::Never,
        }
    }

    fn painted(self, word: &str, style: Style) -> String {
        if self.colors() {
            format!("{style}{word}{style:#}")
        } else {
            word.to_owned()
        }
    }
}

/// Writes diagnostics.
pub(crate) fn report(diagnostics: &[Diagnostic], messages: Messages) {
    match messages.message_format {
        MessageFormat::Human => {
            let colors = messages.colors();
            let groups = grouped(diagnostics);
            for group in groups {
                say(&format!("{}\n", group.render(colors)));
            }
        }
        MessageFormat::Json => diagnostics.iter().for_each(|one| say(&as_json(one).to_string())),
    }
}

/// Says that nothing was written.
pub(crate) fn refused(diagnostics: &[Diagnostic], messages: Messages) {
    if let MessageFormat::Human = messages.message_format {
        say(&format!("{}; no files were written", totals(diagnostics)));
    }
}

/// Says that something was excluded, if it was.
pub(crate) fn excluded(diagnostics: &[Diagnostic], messages: Messages) {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if let MessageFormat::Human = messages.message_format
        && diagnostics.iter().any(is_error)
    {
        say(&format!(
            "{}; schemas and actions with errors are excluded",
            totals(diagnostics)
        ));
    }
}

/// Says what was written.
pub(crate) fn written(written: &Written, folder: &Path, messages: Messages) {
    let MessageFormat::Human = messages.message_format else {
        return;
    };
    for path in &written.overwritten {
        say(&format!(
            "note: overwrote {}, which may have been edited",
            path.display()
        ));
    }
    for path in &written.kept {
        let note = messages.painted("note", NOTE);
        say(&format!(
            "{note}: kept {}, which was edited and is no longer generated",
            path.display()
        ));
    }
    let folder = folder.display();
    let files = match written.files {
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    };
    let (changed, removed) = (written.changed.len(), written.removed.len());
    match (changed, removed) {
        (0, 0) => say(&format!("{folder} is up to date ({files})")),
        (changed, 0) => say(&format!("wrote {files} to {folder} ({changed} changed)")),
        (changed, removed) => say(&format!(
            "wrote {files} to {folder} ({changed} changed, {removed} removed)"
        )),
    }
}

/// Says what went wrong outside of the input.
pub(crate) fn problem(message: &str, messages: Messages) {
    outside("error", ERROR, message, messages);
}

/// Warns of something outside of the input.
pub(crate) fn warning(message: &str, messages: Messages) {
    outside("warning", WARNING, message, messages);
}

fn outside(severity: &str, style: Style, message: &str, messages: Messages) {
    match messages.message_format {
        MessageFormat::Human => say(&format!("{}: {message}", messages.painted(severity, style))),
        MessageFormat::Json => say(&json!({"severity": severity, "message": message}).to_string()),
    }
}

/// A line on standard error. If nobody listens, the exit code still says how it went.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

fn as_json(diagnostic: &Diagnostic) -> serde_json::Value {
    json!({
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "pointer": diagnostic.pointer,
        "help": diagnostic.help,
        "end_line": diagnostic.end_line,
        "end_column": diagnostic.end_column,
        "rendered": diagnostic.to_string(),
    })
}
