//! What the command line says on standard error.

use losant_codegen::{Diagnostic, Severity};
use serde_json::json;

use super::MessageFormat;

/// Writes diagnostics.
pub(crate) fn report(diagnostics: &[Diagnostic], format: MessageFormat) {
    for diagnostic in diagnostics {
        match format {
            MessageFormat::Human => eprintln!("{diagnostic}\n"),
            MessageFormat::Json => eprintln!("{}", as_json(diagnostic)),
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
        eprintln!("{errors} error{plural}; nothing was written");
    }
}

/// Says what went wrong outside of the input.
pub(crate) fn problem(message: &str, format: MessageFormat) {
    match format {
        MessageFormat::Human => eprintln!("error: {message}"),
        MessageFormat::Json => eprintln!("{}", json!({"severity": "error", "message": message})),
    }
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
