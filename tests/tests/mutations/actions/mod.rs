//! `diff` on changes of each action of an OpenAPI document. What a change means on the wire is judged by generated code: the
//! new version receives requests that follow the old document, and the old version reads responses that follow the new
//! one. The compiler judges the Rust verdict.

mod document;
mod messages;
mod mutate;
mod probe;

use std::collections::BTreeMap;

use serde_json::Value;
use typewright::diff::{Comparison, Input, Verdict};

use crate::rust::{self, Bindings};
use document::Action;
use messages::{requests, responses};
use mutate::{Mutation, Truth, mutations};
use probe::{Probe, Probes};

/// What the judges say.
#[derive(Debug, Default)]
pub struct Judged {
    pub cases: usize,
    /// How many changes break something, as the judges say.
    pub breaking: usize,
    pub undecided: usize,
    pub wrong: Vec<String>,
}

/// A change of an action, and what it may be called.
struct Case {
    what: String,
    mutation: Mutation,
    files: BTreeMap<String, Value>,
    old: usize,
    new: usize,
}

/// Judges the changes of every action of a document, every so many of them. `files` are the schemas that it refers to.
pub fn judge(document: &Value, files: &BTreeMap<String, Value>, stride: usize) -> Judged {
    let mut bindings = Bindings::default();
    let mut cases = Vec::new();
    let mut judged = Judged::default();
    let all = document::actions(document).into_iter();
    let all = all.flat_map(|action| mutations(&action).into_iter().map(move |found| (action.clone(), found)));
    for (action, mutation) in all.step_by(stride) {
        let with = |action: &Action| {
            let mut files = crate::referred(files, &action.document);
            files.insert("openapi.json".to_owned(), action.document.clone());
            files
        };
        let (before, after) = (with(&action), with(&mutation.action));
        let versions = (bindings.of(&before), bindings.of(&after));
        // Not every change makes a document that can be generated from.
        let (Some(old), Some(new)) = versions else { continue };
        let back = mutation.back(&action);
        for (old, new, files, mutation) in [(old, new, before, mutation), (new, old, after, back)] {
            cases.push(Case {
                what: format!("{} {}: {}", action.method, action.path, mutation.what),
                mutation,
                files,
                old,
                new,
            });
        }
    }
    let mut probes = Probes::new(&bindings);
    for case in &cases {
        judged.cases += 1;
        match judge_case(case, &bindings, &mut probes, files) {
            Ok(breaks) => judged.breaking += usize::from(breaks),
            Err(Fault::Undecided(why)) => {
                println!("undecided: {}: {why}", case.what);
                judged.undecided += 1;
            }
            Err(Fault::Wrong(why)) => judged.wrong.push(format!("{}: {why}", case.what)),
        }
    }
    let changes: Vec<rust::Change> = cases
        .into_iter()
        .step_by(2)
        .map(|case| {
            let mut new = case.files.clone();
            new.insert("openapi.json".to_owned(), case.mutation.action.document);
            rust::Change {
                what: case.what,
                old: case.files,
                new,
            }
        })
        .collect();
    let compiled = rust::judge(&changes);
    println!(
        "Rust: {} changes, {} break code, {} wrong",
        compiled.cases,
        compiled.breaking,
        compiled.wrong.len()
    );
    judged.wrong.extend(compiled.wrong);
    judged
}

enum Fault {
    Undecided(String),
    Wrong(String),
}

/// Whether a change breaks something on the wire, if the verdict says the same.
fn judge_case(
    case: &Case,
    bindings: &Bindings,
    probes: &mut Probes,
    files: &BTreeMap<String, Value>,
) -> Result<bool, Fault> {
    let input = |index: usize| Input::Path(bindings.schemas(index));
    let report = Comparison::new(input(case.old), input(case.new)).run();
    let report = report.map_err(|_| Fault::Wrong("it cannot be compared".to_owned()))?;
    let found: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
    if !found.iter().any(|rule| case.mutation.rules.contains(rule)) && !case.mutation.rules.is_empty() {
        return Err(Fault::Wrong(format!("named {found:?}, not {:?}", case.mutation.rules)));
    }
    let wire = report.findings.iter().map(|finding| finding.wire).max();
    let wire = wire.unwrap_or(Verdict::None);
    if let Truth::Known(expected) = case.mutation.truth {
        return if wire == expected {
            Ok(wire == Verdict::Breaks)
        } else {
            Err(Fault::Wrong(format!("wire: {wire:?}, not {expected:?}, by {found:?}")))
        };
    }
    let (old, new) = (&case.mutation.before, &case.mutation.action);
    let mut evidence = None;
    let mut is_sound = false;
    let mut refused = None;
    for request in requests(old, files) {
        let before = match probes.receive(case.old, &request) {
            Probe::Fine(before) => before,
            Probe::Failed(why) => {
                refused.get_or_insert(format!("{request:?}: {why}"));
                continue;
            }
        };
        is_sound = true;
        match probes.receive(case.new, &request) {
            Probe::Fine(after) if case.mutation.truth == Truth::Reading && before != after => {
                evidence.get_or_insert(format!("{request:?} is read as {after}, not {before}"));
            }
            Probe::Fine(_) => {}
            Probe::Failed(why) => {
                evidence.get_or_insert(format!("{request:?} is rejected: {why}"));
            }
        }
    }
    if !is_sound {
        return Err(Fault::Wrong(format!(
            "no request is received before the change: {refused:?}"
        )));
    }
    for response in responses(new, files) {
        // What the new version itself does not read says nothing.
        if let Probe::Failed(_) = probes.read(case.new, &new.id, &response) {
            continue;
        }
        if let Probe::Failed(why) = probes.read(case.old, &old.id, &response) {
            evidence.get_or_insert(format!("{response:?} is not read: {why}"));
        }
    }
    match (wire, evidence) {
        (Verdict::Breaks, Some(_)) => Ok(true),
        (Verdict::None, None) => Ok(false),
        (Verdict::None, Some(evidence)) => Err(Fault::Wrong(format!("missed: {evidence}, among {found:?}"))),
        (Verdict::Breaks, None) => Err(Fault::Wrong(format!("it breaks nothing, but {found:?}"))),
        (Verdict::May | Verdict::Undecided, evidence) => {
            Err(Fault::Undecided(evidence.unwrap_or_else(|| format!("{found:?}"))))
        }
    }
}
