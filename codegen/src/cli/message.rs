//! What the command line says on standard error.

use std::io::Write as _;
use std::path::Path;

use serde_json::json;

use crate::{Diagnostic, Severity, Written, grouped, totals};

use super::MessageFormat;

/// Writes diagnostics.
pub(crate) fn report(diagnostics: &[Diagnostic], format: MessageFormat) {
    match format {
        MessageFormat::Human => grouped(diagnostics).iter().for_each(|group| say(&format!("{group}\n"))),
        MessageFormat::Json => diagnostics.iter().for_each(|one| say(&as_json(one).to_string())),
    }
}

/// Says that nothing was written.
pub(crate) fn refused(diagnostics: &[Diagnostic], format: MessageFormat) {
    if let MessageFormat::Human = format {
        say(&format!("{}; nothing was written", totals(diagnostics)));
    }
}

/// Says that something was left out, if it was.
pub(crate) fn left_out(diagnostics: &[Diagnostic], format: MessageFormat) {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if let MessageFormat::Human = format
        && diagnostics.iter().any(is_error)
    {
        say(&format!("{}; what is at fault is left out", totals(diagnostics)));
    }
}

/// Says what was written.
pub(crate) fn written(written: &Written, folder: &Path, format: MessageFormat) {
    let MessageFormat::Human = format else { return };
    for path in &written.overwritten {
        say(&format!(
            "note: overwrote {}, which may have been edited",
            path.display()
        ));
    }
    for path in &written.kept {
        say(&format!(
            "note: kept {}, which was edited and is no longer generated",
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
pub(crate) fn problem(message: &str, format: MessageFormat) {
    match format {
        MessageFormat::Human => say(&format!("error: {message}")),
        MessageFormat::Json => say(&json!({"severity": "error", "message": message}).to_string()),
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
    })
}
