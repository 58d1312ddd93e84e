//! Containment of the test schemas in each other: every witness is confirmed by another validator, and no value that is
//! known contradicts a "yes".

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;
use typewright::contains::{Answer, Containment, Table};

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas");

struct Subject {
    name: String,
    table: Table,
    validator: Validator,
}

#[test]
fn answers_agree_with_another_validator() {
    let mut containment = Containment::new();
    let subjects = subjects(&mut containment);
    assert!(subjects.len() > 20, "only {} schemas were read", subjects.len());
    let mut witnesses: Vec<Value> = Vec::new();
    let mut contained = Vec::new();
    let mut undecided = 0;
    for a in &subjects {
        for b in &subjects {
            match containment.contains(&a.table, &b.table) {
                Answer::Yes => contained.push((a, b)),
                Answer::No { witness } => {
                    let value: Value = serde_json::from_str(&witness.to_string()).expect("a witness is JSON");
                    assert!(a.validator.is_valid(&value), "{} rejects {value}", a.name);
                    assert!(!b.validator.is_valid(&value), "{} accepts {value}", b.name);
                    witnesses.push(value);
                }
                Answer::Undecided { .. } => undecided += 1,
            }
        }
    }
    for (a, b) in &contained {
        for value in &witnesses {
            assert!(
                !a.validator.is_valid(value) || b.validator.is_valid(value),
                "{} is said to contain {}, but rejects {value}",
                b.name,
                a.name
            );
        }
    }
    let all = subjects.len() * subjects.len();
    assert!(undecided * 100 <= all * 3, "{undecided} of {all} pairs are undecided");
}

#[test]
fn every_schema_contains_itself_and_containment_is_transitive() {
    let mut containment = Containment::new();
    let names: Vec<String> = subjects(&mut containment)
        .into_iter()
        .map(|subject| subject.name)
        .collect();
    let mut wrapped = Vec::new();
    let mut moved = 0;
    for name in &names {
        let text = fs::read_to_string(Path::new(SCHEMAS).join(name)).expect("a schema");
        let plain = containment.text(name, &text).expect("it is a schema");
        // Another text that says the same, so that the answer is not found by comparing texts. A schema with an `$id` cannot
        // be moved like this.
        let inner = text.replace("\"#/", "\"#/allOf/0/").replace("\"#\"", "\"#/allOf/0\"");
        if let Ok(same) = containment.text(name, &format!("{{\"allOf\":[{inner},{{}}]}}")) {
            moved += 1;
            for (a, b) in [(&plain, &same), (&same, &plain)] {
                let answer = containment.contains(a, b);
                assert!(!matches!(answer, Answer::No { .. }), "{name}: {answer:?}");
            }
        }
        wrapped.push(plain);
    }
    assert!(moved > 20, "only {moved} schemas were compared with themselves");
    let is_in = |a: usize, b: usize| containment.contains(&wrapped[a], &wrapped[b]) == Answer::Yes;
    let yes: Vec<Vec<bool>> = (0..wrapped.len())
        .map(|a| (0..wrapped.len()).map(|b| is_in(a, b)).collect())
        .collect();
    for a in 0..wrapped.len() {
        for b in 0..wrapped.len() {
            for c in 0..wrapped.len() {
                if yes[a][b] && yes[b][c] {
                    let answer = containment.contains(&wrapped[a], &wrapped[c]);
                    let names = [&names[a], &names[b], &names[c]];
                    assert!(!matches!(answer, Answer::No { .. }), "{names:?}: {answer:?}");
                }
            }
        }
    }
}

/// The schemas that stand alone, with a validator for each.
fn subjects(containment: &mut Containment) -> Vec<Subject> {
    let mut paths: Vec<_> = fs::read_dir(SCHEMAS)
        .expect("the folder of the schemas")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let mut subjects = Vec::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a schema");
        if name == "openapi.json" {
            continue;
        }
        let Ok(table) = containment.text(&name, &text) else {
            continue;
        };
        let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft7)
            .should_validate_formats(true)
            .build(&schema);
        if let Ok(validator) = validator {
            subjects.push(Subject { name, table, validator });
        }
    }
    subjects
}
