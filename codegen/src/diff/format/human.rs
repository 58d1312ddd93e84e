//! Text with source lines, for a terminal.

use anstyle::{AnsiColor, Style};
use typewright_core::escaped::Escaped;

use super::{totals, verdicts, witness};
use crate::diff::{Finding, Place, Report, Verdict};
use crate::report::{Diagnostic, Group, Severity};

const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();
const ACTIONS: usize = 6;
const RUST: usize = 12;

/// Renders a report.
pub(super) fn render(report: &Report, colors: bool) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        text.push_str(&one(finding, colors));
        text.push_str("\n\n");
    }
    text.push_str(&totals(report));
    text.push('\n');
    text
}

fn one(finding: &Finding, colors: bool) -> String {
    let diagnostic = diagnostic(finding);
    let group = Group {
        first: &diagnostic,
        others: 0,
    };
    let mut text = group.render(colors);
    let indent = match diagnostic.excerpt {
        Some(_) => diagnostic.line.to_string().len(),
        None => 1,
    };
    let mut footer = |label: &str, message: &str| {
        let sign = format!("{} =", " ".repeat(indent));
        let message = Escaped(message);
        let line = if colors {
            let bold = Style::new().bold();
            format!("\n{FRAME}{sign}{FRAME:#} {bold}{label}{bold:#}: {message}")
        } else {
            format!("\n{sign} {label}: {message}")
        };
        text.push_str(&line);
    };
    footer("verdict", &verdicts(finding));
    if let (Some(old), Some(_)) = (&finding.old, &finding.new) {
        footer("before", &shown(old));
    }
    if let Some(found) = &finding.witness {
        footer("witness", &witness(found));
    }
    if let Some(reason) = finding.undecided {
        footer("undecided", reason);
    }
    if !finding.actions.is_empty() {
        footer("actions", &few(&finding.actions, ACTIONS, ", "));
    }
    for change in finding.rust_changes.iter().take(RUST) {
        footer("Rust", change);
    }
    if finding.rust_changes.len() > RUST {
        footer("Rust", &format!("and {} more", finding.rust_changes.len() - RUST));
    }
    text
}

fn diagnostic(finding: &Finding) -> Diagnostic {
    let severity = match finding.worst() {
        Verdict::Breaks => Severity::Error,
        Verdict::May | Verdict::Undecided => Severity::Warning,
        Verdict::None => Severity::Note,
    };
    let message = format!("{} [{}]", finding.message, finding.rule.id);
    let help = match finding.worst() {
        Verdict::None => "nothing to do".to_owned(),
        _ => finding.rule.avoid.to_owned(),
    };
    let whole = Diagnostic::of_file("the bindings", message, help);
    match finding.shown() {
        Some(place) => Diagnostic {
            severity,
            file: place.file.clone(),
            line: place.line,
            column: place.column,
            pointer: place.pointer.clone(),
            end_line: place.end_line,
            end_column: place.end_column,
            excerpt: place.excerpt.clone(),
            ..whole
        },
        None => Diagnostic { severity, ..whole },
    }
}

/// A place in one line.
fn shown(place: &Place) -> String {
    let pointer = match place.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" ({pointer})"),
    };
    format!("{}:{}:{}{pointer}", place.file, place.line, place.column)
}

/// The first of some words, and how many more there are.
fn few(words: &[String], most: usize, separator: &str) -> String {
    if words.len() <= most {
        return words.join(separator);
    }
    let shown = words.iter().take(most).cloned().collect::<Vec<_>>().join(separator);
    format!("{shown} and {} more", words.len() - most)
}
