//! Markdown, for a pull request or a changelog.

use std::fmt::Write as _;

use super::group::{Group, few, groups};
use super::{totals, witness};
use crate::diff::verdict::Concern;
use crate::diff::{Place, Report, Verdict};

/// How many harmless changes are shown unfolded.
const OPEN: usize = 20;
/// How many places, actions and changes of the Rust API are listed.
const LISTED: usize = 20;

/// Renders a report.
pub(super) fn render(report: &Report) -> String {
    let mut text = format!("## Changes of the schemas\n\n{}\n", sentence(&totals(report)));
    let groups = groups(&report.findings);
    // They are sorted by harm.
    for groups in groups.chunk_by(|a, b| title(a.first().concern()) == title(b.first().concern())) {
        let Some(first) = groups.first() else { continue };
        let concern = first.first().concern();
        text.extend(["\n### ", title(concern), "\n\n"]);
        let is_folded = concern == Concern::None && groups.len() > OPEN;
        if is_folded {
            let _ = write!(text, "<details><summary>{} changes</summary>\n\n", groups.len());
        }
        text.extend(groups.iter().map(one));
        if is_folded {
            text.push_str("\n</details>\n");
        }
    }
    text
}

fn title(concern: Concern) -> &'static str {
    match concern {
        Concern::Wire | Concern::Rust => "Breaking",
        Concern::Check => "Only the exact check of older versions",
        Concern::May => "May break",
        Concern::Undecided => "Undecided",
        Concern::None => "Harmless",
    }
}

fn one(group: &Group<'_>) -> String {
    let finding = group.first();
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
    let mut lines = vec![format!("- {}{harm} `{}`", sentence(&group.message), finding.rule.id)];
    if let Some(found) = &finding.witness {
        lines.push(format!("  - {}", code(&witness(found))));
    }
    if let Some(reason) = finding.undecided {
        lines.push(format!("  - Undecided: {reason}"));
    }
    let list = |words: &[&str]| few(&super::group::code(words), LISTED);
    let elsewhere = group.elsewhere();
    if !elsewhere.is_empty() {
        lines.push(format!("  - Same change: {}", list(&elsewhere)));
    }
    let actions = group.actions();
    if !actions.is_empty() {
        lines.push(format!("  - Actions: {}", list(&actions)));
    }
    let changes = group.rust_changes();
    lines.extend(changes.iter().take(LISTED).map(|change| format!("  - Rust: {change}")));
    if changes.len() > LISTED {
        lines.push(format!("  - Rust: and {} more", changes.len() - LISTED));
    }
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
