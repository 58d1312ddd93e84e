//! Text with source lines, for a terminal.

use anstyle::{AnsiColor, Style};
use typewright_core::escaped::Escaped;

use super::group::{Group, code, few, groups};
use super::{summary, totals, verdicts, witness};
use crate::diff::verdict::Concern;
use crate::diff::{Finding, Place, Report};
use crate::report::{self, Diagnostic};

const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();
const ACTIONS: usize = 6;
const PLACES: usize = 6;
const RUST: usize = 12;
/// How many lines a report has at most before it is summarized.
const LINES: usize = 300;

/// Renders a report: in full if it is short, and otherwise in short.
pub(super) fn render(report: &Report, colors: bool) -> String {
    let groups = groups(&report.findings);
    let full = all(report, &groups, colors);
    if full.lines().count() <= LINES {
        return full;
    }
    let summary = summary::render(&groups, colors);
    format!(
        "{summary}{}\n`--all` shows each change in full: its place, the witness, the actions, and what changes in Rust.\n",
        totals(report)
    )
}

/// Renders a report in full.
pub(super) fn render_all(report: &Report, colors: bool) -> String {
    all(report, &groups(&report.findings), colors)
}

fn all(report: &Report, groups: &[Group<'_>], colors: bool) -> String {
    let mut text = String::new();
    for group in groups {
        text.push_str(&one(group, colors));
        text.push_str("\n\n");
    }
    text.push_str(&totals(report));
    text.push('\n');
    text
}

fn one(group: &Group<'_>, colors: bool) -> String {
    let finding = group.first();
    let diagnostic = diagnostic(finding, &group.message);
    let lines = report::Group {
        first: &diagnostic,
        others: 0,
    };
    let mut text = lines.render(colors);
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
    let elsewhere = code(&group.elsewhere());
    if !elsewhere.is_empty() {
        footer("same change", &few(&elsewhere, PLACES));
    }
    let actions: Vec<String> = group.actions().into_iter().map(str::to_owned).collect();
    if !actions.is_empty() {
        footer("actions", &few(&actions, ACTIONS));
    }
    let changes = group.rust_changes();
    for change in changes.iter().take(RUST) {
        footer("Rust", change);
    }
    if changes.len() > RUST {
        footer("Rust", &format!("and {} more", changes.len() - RUST));
    }
    text
}

fn diagnostic(finding: &Finding, message: &str) -> Diagnostic {
    let severity = finding.concern().severity();
    let message = format!("{message} [{}]", finding.rule.id);
    let help = match finding.concern() {
        Concern::None => "nothing to do".to_owned(),
        _ => finding.help().to_owned(),
    };
    let mut diagnostic = Diagnostic::of_file("the bindings", message, help);
    diagnostic.severity = severity;
    if let Some(place) = finding.shown() {
        diagnostic.file.clone_from(&place.file);
        diagnostic.line = place.line;
        diagnostic.column = place.column;
        diagnostic.pointer.clone_from(&place.pointer);
        diagnostic.end_line = place.end_line;
        diagnostic.end_column = place.end_column;
        diagnostic.excerpt.clone_from(&place.excerpt);
    }
    diagnostic
}

/// A place in one line.
fn shown(place: &Place) -> String {
    let pointer = match place.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" ({pointer})"),
    };
    format!("{}:{}:{}{pointer}", place.file, place.line, place.column)
}
