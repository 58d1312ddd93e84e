//! One change: what `diff` says of it, and whether that is so.

use serde_json::Value;
use typewright::diff::{Comparison, Finding, Verdict};

use crate::breakages::broken;
use crate::instances::Maker;
use crate::version::Version;

/// How many values are tried.
const VALUES: u64 = 60;

/// A change of a schema, whose values clients send or receive.
pub struct Case<'a> {
    pub old: &'a Version<'a>,
    pub new: &'a Version<'a>,
    /// The rules that may name the change; all of them if there is none.
    pub rules: &'static [&'static str],
    /// The rules that may name a change around it.
    pub around: Vec<&'static str>,
    /// The property that only one version describes, and whether that is the new one.
    pub property: Option<(&'a str, bool)>,
}

/// What is to be said of the findings.
pub enum Judgment {
    Right,
    /// Nothing can be generated from one of the versions.
    Skipped,
    Undecided(String),
    Wrong(String),
}

impl Case<'_> {
    /// Compares the two versions, and judges what was found.
    pub fn judge(&self) -> Judgment {
        // Not every change makes a schema that can be generated from.
        let Ok(report) = Comparison::new(self.old.input(), self.new.input()).run() else {
            return Judgment::Skipped;
        };
        let findings: Vec<&Finding> = report.findings.iter().collect();
        let found: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
        let worst = findings.iter().map(|finding| finding.check).max();
        match worst {
            Some(Verdict::Breaks) => {
                for finding in findings.iter().filter(|finding| finding.check == Verdict::Breaks) {
                    if let Err(why) = self.confirm(finding) {
                        return Judgment::Wrong(format!("{}: {why}", finding.message));
                    }
                }
            }
            Some(Verdict::Undecided | Verdict::May) => {
                let reason = findings.iter().find_map(|finding| finding.undecided);
                let broken = self.counterexample().map(|value| format!("{value} breaks"));
                return Judgment::Undecided(broken.unwrap_or_else(|| reason.unwrap_or("may break").to_owned()));
            }
            Some(Verdict::None) | None => {
                if let Some(value) = self.counterexample() {
                    return Judgment::Wrong(format!("missed: {value}, among {found:?}"));
                }
            }
        }
        if findings
            .iter()
            .any(|finding| finding.wire == Verdict::Breaks && finding.check != Verdict::Breaks)
        {
            return Judgment::Wrong("it breaks something on the wire, but not in the check".to_owned());
        }
        let is_named = |rule: &str| {
            self.rules.is_empty()
                || self.rules.contains(&rule)
                || self.around.contains(&rule)
                || matches!(rule, "branches-overlap" | "schema-changed")
        };
        if !found.is_empty() && !found.iter().any(|rule| is_named(rule)) {
            return Judgment::Wrong(format!("named {found:?}, not {:?}", self.rules));
        }
        Judgment::Right
    }

    /// A value that follows the version of its sender, and that the other version rejects.
    fn counterexample(&self) -> Option<Value> {
        // A property that was directed before may differ, although nobody sends it.
        if self.old.is_directed() && self.new.is_directed() {
            return None;
        }
        let (old, new) = (self.old.judge(), self.new.judge());
        let is_sent = self.old.is_sent();
        let (sender, receiver) = if is_sent {
            (&old.oracle, &new.oracle)
        } else {
            (&new.oracle, &old.oracle)
        };
        // Nobody sends a property before it is documented: clients follow the old version, the server the new one.
        let unknown = self.property.filter(|(_, is_new)| *is_new == is_sent);
        let is_known = |value: &Value| unknown.is_none_or(|(name, _)| !has_property(value, name));
        for (index, folder) in [&old.folder, &new.folder].into_iter().enumerate() {
            let root = folder.root(self.old.name());
            let mut maker = Maker::new(folder, root, index as u64);
            for _ in 0..VALUES {
                let Some((value, places)) = maker.instance(root) else {
                    continue;
                };
                let other = broken(&mut maker, &value, &places).map(|broken| broken.value);
                let found = [Some(value), other].into_iter().flatten();
                let mut found = found.filter(|value| is_known(value) && sender.is_valid(value));
                if let Some(value) = found.find(|value| !receiver.is_valid(value)) {
                    return Some(value);
                }
            }
        }
        None
    }

    /// Confirms the witness of a finding.
    fn confirm(&self, finding: &Finding) -> Result<(), String> {
        let witness = finding.witness.as_ref().ok_or("it breaks, but has no witness")?;
        let value: Value = serde_json::from_str(&witness.value).map_err(|error| error.to_string())?;
        let (old, new) = &witness.schemas;
        let before = self.old.oracle(&old.file, &old.pointer);
        let after = self.new.oracle(&new.file, &new.pointer);
        let expected = (witness.is_accepted_by_old, !witness.is_accepted_by_old);
        let found = (before.is_valid(&value), after.is_valid(&value));
        if found == expected {
            Ok(())
        } else {
            Err(format!("{value} is valid before: {}, after: {}", found.0, found.1))
        }
    }
}

fn has_property(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| key == name || has_property(value, name)),
        Value::Array(items) => items.iter().any(|item| has_property(item, name)),
        _ => false,
    }
}
