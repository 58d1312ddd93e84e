//! Text with source lines, for a terminal.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use typewright_core::escaped::Escaped;

use super::group::{Group, code, few, groups};
use super::{totals, verdicts, witness};
use crate::diff::{Finding, Place, Report, Verdict};
use crate::report::{self, Diagnostic, Severity};

const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();
const ACTIONS: usize = 6;
const PLACES: usize = 6;
const RUST: usize = 12;
/// How many changes are shown with their source line, and how many harmless ones are shown at all.
const EXCERPTS: usize = 60;
const HARMLESS: usize = 40;

/// Renders a report.
pub(super) fn render(report: &Report, colors: bool) -> String {
    let mut text = String::new();
    let groups = groups(&report.findings);
    let (harmless, harmful): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.first().worst() == Verdict::None);
    let has_excerpts = harmful.len() <= EXCERPTS;
    let is_short = harmless.len() > HARMLESS;
    let shown = harmful
        .into_iter()
        .chain(harmless.iter().filter(|_| !is_short).copied());
    for group in shown {
        text.push_str(&one(group, has_excerpts, colors));
        text.push_str("\n\n");
    }
    if is_short {
        text.push_str(&in_short(&harmless));
    }
    text.push_str(&totals(report));
    text.push('\n');
    text
}

/// How many harmless changes there are of each rule.
fn in_short(groups: &[&Group<'_>]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in groups {
        *counts.entry(group.first().rule.id).or_default() += group.findings.len();
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let lines = counts.into_iter().map(|(rule, count)| format!("{count:>8}  {rule}\n"));
    format!(
        "harmless changes by rule (`--format markdown` lists them):\n{}\n",
        lines.collect::<String>()
    )
}

fn one(group: &Group<'_>, has_excerpt: bool, colors: bool) -> String {
    let finding = group.first();
    let mut diagnostic = diagnostic(finding, &group.message);
    if !has_excerpt {
        diagnostic.excerpt = None;
    }
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
    let severity = match finding.worst() {
        Verdict::Breaks => Severity::Error,
        Verdict::May | Verdict::Undecided => Severity::Warning,
        Verdict::None => Severity::Note,
    };
    let message = format!("{message} [{}]", finding.rule.id);
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
