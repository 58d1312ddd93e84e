//! `JUnit`: a test case for each finding, which fails if it breaks something.

use super::{verdicts, witness};
use crate::diff::{Finding, Place, Report};
use crate::report::Severity;

/// Renders a report.
pub(super) fn render(report: &Report) -> String {
    let failures = report
        .findings
        .iter()
        .filter(|finding| finding.concern().severity() == Severity::Error)
        .count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"typewright diff\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" time=\"0\">\n",
        report.findings.len()
    );
    for finding in &report.findings {
        text.push_str(&case(finding));
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

fn case(finding: &Finding) -> String {
    let mut lines = vec![verdicts(finding)];
    lines.extend(finding.shown().map(|place| {
        let Place {
            file,
            line,
            column,
            pointer,
            ..
        } = place;
        format!("{file}:{line}:{column} {pointer}")
    }));
    lines.extend(finding.witness.as_ref().map(witness));
    let elsewhere = finding.elsewhere.iter();
    lines.extend(elsewhere.map(|other| format!("same change: {}", other.subject)));
    lines.extend(finding.rust_changes.iter().map(|change| format!("Rust: {change}")));
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    let (rule, message, details) = (finding.rule.id, escaped(&finding.message), lines.join("\n"));
    let body = match finding.concern().severity() {
        Severity::Error => format!("<failure type=\"{rule}\" message=\"{message}\">{details}</failure>"),
        Severity::Warning | Severity::Note => format!("<system-out>{details}</system-out>"),
    };
    format!("    <testcase classname=\"{rule}\" name=\"{message}\" time=\"0\">{body}</testcase>\n")
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
