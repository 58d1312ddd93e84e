//! What the command line says on standard error.

use std::io::Write as _;

use losant_codegen::{Diagnostic, Severity};
use serde_json::json;

use super::MessageFormat;

/// Writes diagnostics.
pub(crate) fn report(diagnostics: &[Diagnostic], format: MessageFormat) {
    for diagnostic in diagnostics {
        match format {
            MessageFormat::Human => say(&format!("{diagnostic}\n")),
            MessageFormat::Json => say(&as_json(diagnostic).to_string()),
        }
    }
}

/// Says that nothing was written.
pub(crate) fn refused(diagnostics: &[Diagnostic], format: MessageFormat) {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .count();
    if let MessageFormat::Human = format {
        let plural = if errors == 1 { "" } else { "s" };
        say(&format!("{errors} error{plural}; nothing was written"));
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
