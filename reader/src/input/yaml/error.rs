//! Errors of YAML files.

use granit_parser::{ErrorKind, ScanError};

use crate::input::document::{SyntaxError, too_deep};

/// Returns the error for something that is valid YAML, but has no meaning here.
pub(super) fn problem(at: usize, message: String, help: &'static str) -> SyntaxError {
    SyntaxError {
        at,
        pointer: String::new(),
        message,
        help,
    }
}

/// Returns an error of the parser.
pub(super) fn not_yaml(error: &ScanError, text: &str) -> SyntaxError {
    let mut at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(at),
        kind => problem(at, format!("this is not YAML: {}", error.info()), help(kind)),
    }
}

fn help(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "indent with spaces: YAML does not allow tabs here",
        ErrorKind::UnknownAnchor => {
            "define the anchor with `&` before this place; put a string that starts with `*` in quotes"
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "put a string that contains `: ` in quotes, and align the keys of a mapping"
        }
        ErrorKind::UnclosedQuotedScalar => "close the string with the quote that it starts with",
        ErrorKind::UnclosedFlowCollection { .. } => "close this bracket",
        ErrorKind::BomInsideDocument => "remove the byte order mark: it belongs at the start of a file",
        _ => "fix the YAML syntax (YAML 1.2); strings with special characters need quotes",
    }
}
