//! `JUnit`: a test case for each finding, which fails if it breaks something.

use std::fmt::Write as _;

use super::{verdicts, witness};
use crate::diff::{Finding, Report};
use crate::report::Severity;

/// Renders a report.
pub(super) fn render(report: &Report) -> String {
    let failures = report
        .findings
        .iter()
        .filter(|finding| finding.concern().severity() == Severity::Error)
        .count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"typewright diff\" tests=\"{}\" failures=\"{failures}\">\n",
        report.findings.len()
    );
    for finding in &report.findings {
        text.push_str(&case(finding));
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

fn case(finding: &Finding) -> String {
    let mut details = verdicts(finding);
    if let Some(place) = finding.shown() {
        let _ = write!(
            details,
            "\n{}:{}:{} {}",
            place.file, place.line, place.column, place.pointer
        );
    }
    if let Some(found) = &finding.witness {
        let _ = write!(details, "\n{}", witness(found));
    }
    for other in &finding.elsewhere {
        let _ = write!(details, "\nsame change: {}", other.subject);
    }
    for change in &finding.rust_changes {
        let _ = write!(details, "\nRust: {change}");
    }
    let (message, details) = (escaped(&finding.message), escaped(&details));
    let start = format!("    <testcase classname=\"{}\" name=\"{message}\">", finding.rule.id);
    let body = match finding.concern().severity() {
        Severity::Error => format!("<failure message=\"{message}\">{details}</failure>"),
        Severity::Warning | Severity::Note => format!("<system-out>{details}</system-out>"),
    };
    format!("{start}{body}</testcase>\n")
}

/// A text in XML. Characters that XML does not allow are replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}
