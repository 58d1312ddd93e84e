//! Markdown, for a pull request or a changelog.

use super::{totals, witness};
use crate::diff::{Finding, Place, Report, Verdict};

/// Renders a report.
pub(super) fn render(report: &Report) -> String {
    let mut text = format!("## Changes of the schemas\n\n{}\n", sentence(&totals(report)));
    let groups = [
        (Verdict::Breaks, "Breaking"),
        (Verdict::May, "May break"),
        (Verdict::Undecided, "Undecided"),
        (Verdict::None, "Harmless"),
    ];
    for (verdict, title) in groups {
        let findings: Vec<&Finding> = report
            .findings
            .iter()
            .filter(|finding| finding.worst() == verdict)
            .collect();
        if findings.is_empty() {
            continue;
        }
        text.extend(["\n### ", title, "\n\n"]);
        for finding in findings {
            text.push_str(&one(finding));
        }
    }
    text
}

fn one(finding: &Finding) -> String {
    let harm = [("wire", finding.wire), ("check", finding.check), ("Rust", finding.rust)];
    let harm: Vec<String> = harm
        .into_iter()
        .filter(|(_, verdict)| *verdict != Verdict::None)
        .map(|(name, verdict)| match verdict {
            Verdict::Breaks => format!("**{name}**"),
            verdict => format!("{name}: {}", verdict.as_str()),
        })
        .collect();
    let harm = if harm.is_empty() {
        String::new()
    } else {
        format!(" ({})", harm.join(", "))
    };
    let mut lines = vec![format!("- {}{harm} `{}`", sentence(&finding.message), finding.rule.id)];
    if let Some(found) = &finding.witness {
        lines.push(format!("  - {}", code(&witness(found))));
    }
    if let Some(reason) = finding.undecided {
        lines.push(format!("  - Undecided: {reason}"));
    }
    if !finding.actions.is_empty() {
        let actions: Vec<String> = finding.actions.iter().map(|action| format!("`{action}`")).collect();
        lines.push(format!("  - Actions: {}", actions.join(", ")));
    }
    lines.extend(finding.rust_changes.iter().map(|change| format!("  - Rust: {change}")));
    if let Some(place) = finding.shown() {
        lines.push(format!("  - {}", self::place(place)));
    }
    lines.join("\n") + "\n"
}

fn place(place: &Place) -> String {
    code(&format!(
        "{}:{}:{} {}",
        place.file, place.line, place.column, place.pointer
    ))
}

/// A text as code, whatever backticks it has.
fn code(text: &str) -> String {
    let text = text.trim().replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A text with a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), characters.as_str()),
        None => String::new(),
    }
}
