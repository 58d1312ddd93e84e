//! Annotations of GitHub workflows: one command for each finding.

use super::{verdicts, witness};
use crate::diff::{Finding, Report};
use crate::report::Severity;

/// Renders a report.
pub(super) fn render(report: &Report) -> String {
    report.findings.iter().map(|finding| one(finding) + "\n").collect()
}

fn one(finding: &Finding) -> String {
    let command = match finding.concern().severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = finding.new.as_ref().map(|place| {
        format!(
            "file={},line={},col={},endLine={},endColumn={},",
            property(&place.file),
            place.line,
            place.column,
            place.end_line,
            place.end_column
        )
    });
    let mut message = format!("{}\n{}", finding.message, verdicts(finding));
    if let Some(found) = &finding.witness {
        message.push('\n');
        message.push_str(&witness(found));
    }
    for other in &finding.elsewhere {
        message.extend(["\nSame change: ", &other.subject]);
    }
    for change in &finding.rust_changes {
        message.extend(["\nRust: ", change]);
    }
    let place = place.unwrap_or_default();
    format!(
        "::{command} {place}title={}::{}",
        property(finding.rule.id),
        data(&message)
    )
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
