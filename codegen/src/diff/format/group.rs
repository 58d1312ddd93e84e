//! Findings that say the same of several places, shown as one.

use std::collections::HashMap;

use crate::diff::{Finding, Verdict};

/// Findings with the same rule, the same verdicts and the same sentence, the place aside.
pub(super) struct Group<'r> {
    pub(super) findings: Vec<&'r Finding>,
    /// The sentence. Where it names an action, and there are several, it tells how many.
    pub(super) message: String,
}

/// Groups findings, in the order of the first of each group.
pub(super) fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(&str, [Verdict; 3], String), usize> = HashMap::new();
    for finding in findings {
        let verdicts = [finding.wire, finding.check, finding.rust];
        let key = (finding.rule.id, verdicts, general(finding));
        let next = groups.len();
        let index = *known.entry(key).or_insert(next);
        if index == next {
            groups.push(Group {
                findings: vec![finding],
                message: finding.message.clone(),
            });
        } else {
            groups[index].findings.push(finding);
        }
    }
    for group in &mut groups {
        if let [first, _, ..] = group.findings[..]
            && first.sameness.is_none()
            && let [action] = &first.actions[..]
        {
            let count = group.actions().len();
            group.message = first
                .message
                .replacen(&format!("`{action}`"), &format!("{count} actions"), 1);
        }
    }
    groups
}

/// The sentence of a finding without its place.
fn general(finding: &Finding) -> String {
    match (&finding.sameness, &finding.actions[..]) {
        (Some(sameness), _) => sameness.detail.clone(),
        (None, [action]) => finding.message.replacen(&format!("`{action}`"), "", 1),
        (None, _) => finding.message.clone(),
    }
}

impl Group<'_> {
    /// The finding that is shown in full.
    pub(super) fn first(&self) -> &Finding {
        self.findings[0]
    }

    /// What the places are called; empty if the sentence names the place.
    pub(super) fn subjects(&self) -> Vec<&str> {
        let mut places: Vec<&str> = Vec::new();
        for finding in &self.findings {
            places.extend(finding.sameness.as_ref().map(|sameness| sameness.subject.as_str()));
            places.extend(finding.elsewhere.iter().map(|other| other.subject.as_str()));
        }
        places
    }

    /// What the other places are called.
    pub(super) fn elsewhere(&self) -> Vec<&str> {
        let own = usize::from(self.first().sameness.is_some());
        self.subjects().split_off(own)
    }

    /// What changed, without the place.
    pub(super) fn detail(&self) -> &str {
        match &self.first().sameness {
            Some(sameness) => &sameness.detail,
            None => &self.message,
        }
    }

    /// How many findings it has.
    pub(super) fn changes(&self) -> usize {
        self.findings.len()
    }

    /// The actions that are affected.
    pub(super) fn actions(&self) -> Vec<&str> {
        let actions = self.findings.iter().flat_map(|finding| &finding.actions);
        let mut actions: Vec<&str> = actions.map(String::as_str).collect();
        actions.sort_unstable();
        actions.dedup();
        actions
    }

    /// The changes of the generated Rust API.
    pub(super) fn rust_changes(&self) -> Vec<&str> {
        let changes = self.findings.iter().flat_map(|finding| &finding.rust_changes);
        changes.map(String::as_str).collect()
    }
}

/// The first of some words, and how many more there are.
pub(super) fn few(words: &[String], most: usize) -> String {
    if words.len() <= most {
        return words.join(", ");
    }
    let shown: Vec<&str> = words.iter().take(most).map(String::as_str).collect();
    format!("{} and {} more", shown.join(", "), words.len() - most)
}

/// Words as code.
pub(super) fn code(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| format!("`{word}`")).collect()
}
