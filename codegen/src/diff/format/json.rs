//! One JSON object; its schema is `docs/diff.schema.json`.

use super::raw::{array, object, optional, string};
use crate::diff::{Direction, Finding, Place, Report};

/// Renders a report.
pub(super) fn render(report: &Report) -> String {
    let findings: Vec<String> = report
        .findings
        .iter()
        .map(|one| format!("\n    {}", finding(one)))
        .collect();
    let end = if findings.is_empty() { "" } else { "\n  " };
    format!(
        "{{\n  \"semver\": {},\n  \"findings\": [{}{end}]\n}}\n",
        string(report.semver.as_str()),
        findings.join(",")
    )
}

fn finding(finding: &Finding) -> String {
    let witness = finding.witness.as_ref();
    let place = |place: Option<&Place>| place.map_or_else(|| "null".to_owned(), self::place);
    let strings = |list: &[String]| array(list.iter().map(|text| string(text)));
    object([
        ("rule", string(finding.rule.id)),
        ("area", string(finding.rule.area.as_str())),
        ("direction", optional(finding.direction.map(Direction::as_str))),
        ("message", string(&finding.message)),
        ("wire", string(finding.wire.as_str())),
        ("check", string(finding.check.as_str())),
        ("rust", string(finding.rust.as_str())),
        ("undecided", optional(finding.undecided)),
        ("old", place(finding.old.as_ref())),
        ("new", place(finding.new.as_ref())),
        (
            "elsewhere",
            array(
                finding
                    .elsewhere
                    .iter()
                    .map(|other| object([("old", place(other.old.as_ref())), ("new", place(other.new.as_ref()))])),
            ),
        ),
        ("actions", strings(&finding.actions)),
        (
            "witness",
            witness.map_or_else(|| "null".to_owned(), |witness| witness.value.clone()),
        ),
        (
            "witness_is_valid_in",
            optional(witness.map(|witness| if witness.is_accepted_by_old { "old" } else { "new" })),
        ),
        (
            "witness_schema",
            match witness {
                Some(witness) => object([
                    ("old", self::place(&witness.schemas.0)),
                    ("new", self::place(&witness.schemas.1)),
                ]),
                None => "null".to_owned(),
            },
        ),
        ("violation", optional(witness.map(|witness| witness.violation.as_str()))),
        ("rust_changes", strings(&finding.rust_changes)),
        ("help", string(finding.help())),
    ])
}

fn place(place: &Place) -> String {
    object([
        ("file", string(&place.file)),
        ("line", place.line.to_string()),
        ("column", place.column.to_string()),
        ("pointer", string(&place.pointer)),
    ])
}
