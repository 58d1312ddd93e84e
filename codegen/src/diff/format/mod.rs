//! The formats of a report.

mod github;
mod group;
mod human;
mod json;
mod junit;
mod markdown;
mod raw;
mod summary;

use super::Report;
use super::verdict::Concern;
use crate::report::Severity;

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Text for a terminal: source lines if there are few findings, and otherwise a line for each cause.
    Human,
    /// Text with source lines for all findings.
    Full,
    /// One JSON object; its schema is `docs/diff.schema.json`.
    Json,
    /// Markdown, for a pull request or a changelog.
    Markdown,
    /// Annotations of GitHub workflows.
    Github,
    /// `JUnit`.
    Junit,
}

impl Report {
    /// The text of the report in a format, with ANSI escape sequences for colors if wanted.
    pub fn render(&self, format: Format, colors: bool) -> String {
        match format {
            Format::Human => human::render(self, colors),
            Format::Full => human::render_all(self, colors),
            Format::Json => json::render(self),
            Format::Markdown => markdown::render(self),
            Format::Github => github::render(self),
            Format::Junit => junit::render(self),
        }
    }
}

/// The three verdicts in words: `wire: breaks, check: breaks, Rust: none`.
fn verdicts(finding: &super::Finding) -> String {
    let Verdicts { wire, check, rust } = Verdicts::of(finding);
    format!("wire: {wire}, check: {check}, Rust: {rust}")
}

struct Verdicts {
    wire: &'static str,
    check: &'static str,
    rust: &'static str,
}

impl Verdicts {
    fn of(finding: &super::Finding) -> Self {
        Self {
            wire: finding.wire.as_str(),
            check: finding.check.as_str(),
            rust: finding.rust.as_str(),
        }
    }
}

/// What a witness says in a sentence.
fn witness(witness: &super::Witness) -> String {
    const MOST: usize = 400;
    let (accepts, rejects) = if witness.is_accepted_by_old {
        ("OLD", "NEW")
    } else {
        ("NEW", "OLD")
    };
    let value = shortened(&witness.value, MOST);
    format!("{accepts} accepts {value}, {rejects} rejects it: {}", witness.violation)
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// How many findings there are of each verdict.
fn totals(report: &Report) -> String {
    let concerns: Vec<Concern> = report.findings.iter().map(super::Finding::concern).collect();
    let count = |wanted: Concern| concerns.iter().filter(|concern| **concern == wanted).count();
    let is_break = |concern: &&Concern| concern.severity() == Severity::Error;
    let (breaks, check) = (concerns.iter().filter(is_break).count(), count(Concern::Check));
    let words = [
        (breaks, verb(breaks, "breaks something", "break something")),
        (
            check,
            verb(check, "concerns the exact check", "concern the exact check"),
        ),
        (count(Concern::May), "may break something"),
        (count(Concern::Undecided), "undecided"),
        (count(Concern::None), "harmless"),
    ];
    let words: Vec<String> = words
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match (report.findings.len(), words.join(", ")) {
        (0, _) => "no changes".to_owned(),
        (1, words) => format!("1 change: {words}; semver: {}", report.semver.as_str()),
        (count, words) => format!("{count} changes: {words}; semver: {}", report.semver.as_str()),
    }
}

fn verb(count: usize, one: &'static str, several: &'static str) -> &'static str {
    if count == 1 { one } else { several }
}
