//! Everything that a finding says, for each rule.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use typewright::diff::{Direction, Finding, Place, RULES, Report};

use super::schemas::CASES;
use super::{actions, compare_in};

#[test]
fn each_rule_says_what_changed_where_and_how_to_avoid_it() {
    let mut text = String::new();
    for (rule, old, new, _) in actions::cases() {
        add(&mut text, rule, &old, &new, &actions::documents(&old, &new));
    }
    for (rule, old, new, ..) in CASES {
        for (is_sent, word) in [(true, "sent"), (false, "received")] {
            let old_words = format!("{old}, {word}");
            add(&mut text, rule, &old_words, new, &compare_in(old, new, is_sent));
        }
    }
    insta::assert_snapshot!("rules", text);
}

#[test]
fn each_rule_has_a_case() {
    let about_actions: Vec<&str> = actions::cases().into_iter().map(|(rule, ..)| rule).collect();
    let about_schemas = CASES.iter().map(|(rule, ..)| *rule);
    let tested: BTreeSet<&str> = about_schemas.chain(about_actions).chain(ELSEWHERE).collect();
    let missing: Vec<&str> = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !tested.contains(id))
        .collect();
    assert!(missing.is_empty(), "no test for {missing:?}");
}

/// The rules about several files, or about the generated code alone. Other tests are about them.
const ELSEWHERE: [&str; 10] = [
    "reference-changed",
    "rust-added",
    "rust-changed",
    "schema-added",
    "schema-changed",
    "schema-removed",
    "server-added",
    "server-removed",
    "server-variable-changed",
    "type-renamed",
];

/// Adds what the findings of a change say.
fn add(text: &mut String, rule: &str, old: &str, new: &str, report: &Report) {
    let _ = writeln!(text, "{rule}\n  {old}\n  {new}");
    for finding in &report.findings {
        describe(text, finding, rule);
    }
    text.push('\n');
}

fn describe(text: &mut String, finding: &Finding, rule: &str) {
    let Finding { wire, check, rust, .. } = finding;
    let _ = writeln!(
        text,
        "- {}{}: wire {}, check {}, Rust {}",
        if finding.rule.id == rule { "" } else { finding.rule.id },
        finding.message,
        wire.as_str(),
        check.as_str(),
        rust.as_str()
    );
    let direction = finding.direction.map_or("no direction", Direction::as_str);
    let _ = writeln!(text, "  {direction} of {}", finding.actions.join(", "));
    let _ = writeln!(
        text,
        "  from {} to {}",
        at(finding.old.as_ref()),
        at(finding.new.as_ref())
    );
    if let Some(witness) = &finding.witness {
        let accepted = if witness.is_accepted_by_old {
            "only OLD"
        } else {
            "only NEW"
        };
        let _ = writeln!(text, "  {accepted} accepts {}: {}", witness.value, witness.violation);
    }
    if let Some(reason) = finding.undecided {
        let _ = writeln!(text, "  undecided: {reason}");
    }
    for change in &finding.rust_changes {
        let _ = writeln!(text, "  {change}");
    }
    let _ = writeln!(text, "  {}", finding.rule.avoid);
}

fn at(place: Option<&Place>) -> String {
    place.map_or_else(
        || "nowhere".to_owned(),
        |place| {
            let file = place.file.rsplit('/').next().unwrap_or_default();
            format!("{file}:{}:{}#{}", place.line, place.column, place.pointer)
        },
    )
}
