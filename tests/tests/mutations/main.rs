//! `diff` on small changes of every schema, one or two at once, judged by what others say of the change: values judged by
//! the validator `jsonschema` before and after it.
//!
//! So are small changes of every action, judged by generated code that receives requests and reads responses.
//!
//! A few schemas are tested. All of them:
//! `MUTATIONS=all cargo test -p losant-tests --test mutations -- --nocapture`, which takes hours with the whole API;
//! `MUTATIONS=sample` tests some changes of each, `MUTATIONS=enums.json` all of one, and `MUTATIONS=enums.json:3/20` the
//! third of each twenty changes of it: twenty runs, one for each part, test them all.

mod actions;
mod additions;
#[allow(dead_code)]
#[path = "../oracle/breakages.rs"]
mod breakages;
mod case;
#[allow(dead_code)]
#[path = "../../../codegen/tests/compatibility/consumer.rs"]
mod consumer;
#[allow(dead_code)]
#[path = "../oracle/folder.rs"]
mod folder;
#[allow(dead_code)]
#[path = "../oracle/instances.rs"]
mod instances;
mod mutate;
#[path = "../support/percent.rs"]
mod percent;
mod rust;
#[allow(dead_code)]
#[path = "../oracle/texts.rs"]
mod texts;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use serde_json::Value;

use case::{Case, Judgment};
use mutate::{Mutation, mutations, pairs};
use version::Version;

const FOLDERS: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/schemas"),
];

/// The schemas of a short run.
const SHORT: [&str; 4] = ["userOauthTokenPatch.json", "arrays.json", "order.json", "unions.json"];

/// Every so many changes, a short run tests one.
const STRIDE: NonZeroUsize = NonZeroUsize::new(30).unwrap();
const ACTIONS_STRIDE: usize = 41;

/// The documents whose actions are changed, with the folder of their schemas.
const DOCUMENTS: [(&str, &str); 2] = [
    (concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/openapi.json"), FOLDERS[1]),
    (
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mutations/actions/shop.json"),
        NO_SCHEMAS,
    ),
];

/// A folder without schema files.
const NO_SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/described");

/// How many changes there were of each judgment, without those that were skipped.
#[derive(Default)]
struct Totals {
    cases: usize,
    undecided: usize,
    wrong: Vec<String>,
}

#[test]
fn a_change_breaks_what_another_validator_says_it_breaks() {
    with_stack(|| changes(mutations));
}

#[test]
fn two_changes_break_what_another_validator_says_they_break() {
    with_stack(|| changes(pairs));
}

/// Some schemas are recursive, and so is the validator.
fn with_stack(test: impl FnOnce() + Send + 'static) {
    const STACK: usize = 256 * 1024 * 1024;
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(test);
    let result = thread.expect("a thread").join();
    if let Err(failure) = result {
        std::panic::resume_unwind(failure);
    }
}

/// The changes that are made: one of every so many.
#[derive(Clone, Copy)]
struct Part {
    /// How many changes come before the first.
    skipped: usize,
    every: NonZeroUsize,
}

impl Part {
    const ALL: Self = Self {
        skipped: 0,
        every: NonZeroUsize::MIN,
    };
    const SAMPLE: Self = Self {
        skipped: 0,
        every: STRIDE,
    };

    fn of<T>(self, all: Vec<T>) -> impl Iterator<Item = T> {
        all.into_iter().skip(self.skipped).step_by(self.every.get())
    }
}

/// What `MUTATIONS` asks for, and the part of it.
fn asked() -> (String, Part) {
    let asked = std::env::var("MUTATIONS").unwrap_or_default();
    let Some((one, part)) = asked.split_once(':') else {
        return (asked, Part::ALL);
    };
    let part = part.split_once('/').and_then(|(which, every)| {
        let (which, every): (NonZeroUsize, NonZeroUsize) = (which.parse().ok()?, every.parse().ok()?);
        (which <= every).then(|| Part {
            skipped: which.get() - 1,
            every,
        })
    });
    let part = part.expect("a part after the colon of MUTATIONS: 3/20 is the third of twenty");
    (one.to_owned(), part)
}

/// Judges the changes of all schemas that are asked for.
fn changes(of: fn(&Value) -> Vec<Mutation>) {
    let (asked, part) = asked();
    let mut totals = Totals::default();
    for path in FOLDERS {
        let files = files(Path::new(path));
        for name in files.keys() {
            let (is_wanted, part) = match asked.as_str() {
                "" => (SHORT.contains(&name.as_str()), Part::SAMPLE),
                "all" => (true, part),
                "sample" => (true, Part::SAMPLE),
                one => (name == one, part),
            };
            if is_wanted {
                schema(&files, name, part.of(of(&files[name])), &mut totals);
            }
        }
    }
    let Totals {
        cases,
        undecided,
        wrong,
    } = totals;
    println!("{cases} changes, {} wrong, {undecided} undecided", wrong.len());
    let least = if matches!(asked.as_str(), "" | "all" | "sample") {
        21
    } else {
        1
    };
    assert!(cases >= least, "only {cases} changes were judged, MUTATIONS={asked:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        undecided * 100 <= cases * 3,
        "{undecided} of {cases} changes are undecided"
    );
}

#[test]
fn the_rust_verdict_is_that_of_the_compiler() {
    let (asked, _) = asked();
    let mut changes = Vec::new();
    for path in FOLDERS {
        let files = files(Path::new(path));
        for name in files.keys() {
            let is_wanted = match asked.as_str() {
                "" => name == "order.json",
                "all" => true,
                one => name == one,
            };
            if is_wanted {
                changes.extend(rust_changes(&files, name));
            }
        }
    }
    let judged = rust::judge(&changes);
    println!(
        "{} changes, {} break code, {} wrong",
        judged.cases,
        judged.breaking,
        judged.wrong.len()
    );
    assert!(judged.cases > 0, "no change was judged, MUTATIONS={asked:?}");
    assert!(judged.wrong.is_empty(), "{}", judged.wrong.join("\n"));
}

#[test]
fn a_change_of_an_action_breaks_what_generated_code_says_it_breaks() {
    let judged = judged_actions(ACTIONS_STRIDE);
    assert!(judged.cases >= 10, "only {} changes were judged", judged.cases);
}

/// All of them: `cargo test -p losant-tests --test mutations -- --ignored --nocapture`.
#[test]
#[ignore = "it takes minutes"]
fn every_change_of_an_action_breaks_what_generated_code_says_it_breaks() {
    judged_actions(1);
}

/// The changes of the actions of all documents, every so many of them.
fn judged_actions(stride: usize) -> actions::Judged {
    let mut judged = actions::Judged::default();
    for (document, folder) in DOCUMENTS {
        let text = fs::read_to_string(document).expect("a document");
        let document = serde_json::from_str(&text).expect("JSON");
        let found = actions::judge(&document, &files(Path::new(folder)), stride);
        judged.cases += found.cases;
        judged.breaking += found.breaking;
        judged.undecided += found.undecided;
        judged.wrong.extend(found.wrong);
    }
    let actions::Judged {
        cases,
        breaking,
        undecided,
        wrong,
    } = &judged;
    println!(
        "{cases} changes of actions, {breaking} break, {} wrong, {undecided} undecided",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        undecided * 100 <= cases * 3,
        "{undecided} of {cases} changes are undecided"
    );
    judged
}

/// The first change of each kind, in a folder with an action that sends and receives the schema.
fn rust_changes(files: &BTreeMap<String, Value>, name: &str) -> Vec<rust::Change> {
    let needed = needed(files, name);
    let mut seen = BTreeSet::new();
    let mutations = mutations(&files[name]).into_iter();
    let first = mutations.filter(|mutation| seen.insert((mutation.rules, mutation.kind())));
    let described = |files: &BTreeMap<String, Value>| {
        let mut files = files.clone();
        files.insert("openapi.json".to_owned(), version::document(name, true, true));
        files
    };
    first
        .map(|mutation| {
            let mut changed = needed.clone();
            changed.insert(name.to_owned(), mutation.document(&files[name]));
            rust::Change {
                what: format!("{name}{}", mutation.what),
                old: described(&needed),
                new: described(&changed),
            }
        })
        .collect()
}

/// Makes each change of a schema, and takes it back, for values that clients send and for those that they receive.
fn schema(files: &BTreeMap<String, Value>, name: &str, mutations: impl Iterator<Item = Mutation>, totals: &mut Totals) {
    let needed = needed(files, name);
    let versions = |files: &BTreeMap<String, Value>| [true, false].map(|is_sent| Version::new(name, files, is_sent));
    let unchanged = versions(&needed);
    for mutation in mutations {
        let mut changed = needed.clone();
        changed.insert(name.to_owned(), mutation.document(&files[name]));
        let changed = versions(&changed);
        for (is_back, rules) in mutation.rules.into_iter().enumerate() {
            let property = mutation.property.as_ref();
            for (unchanged, changed) in unchanged.iter().zip(&changed) {
                let (old, new) = if is_back == 0 {
                    (unchanged, changed)
                } else {
                    (changed, unchanged)
                };
                let case = Case {
                    old,
                    new,
                    rules,
                    around: around(&mutation.what, &files[name]),
                    property: property.map(|(name, is_new)| (name.as_str(), *is_new == (is_back == 0))),
                };
                let judgment = case.judge();
                if !matches!(judgment, Judgment::Skipped) {
                    totals.cases += 1;
                }
                let back = if is_back == 1 { ", backwards" } else { "" };
                let sent = if unchanged.is_sent() { "sent" } else { "received" };
                match judgment {
                    Judgment::Right | Judgment::Skipped => {}
                    Judgment::Undecided(reason) => {
                        totals.undecided += 1;
                        println!("undecided: {name}{}{back}, {sent}: {reason}", mutation.what);
                    }
                    Judgment::Wrong(why) => {
                        let line = format!("{name}{}{back}, {sent}: {why}", mutation.what);
                        println!("wrong: {line}");
                        totals.wrong.push(line);
                    }
                }
            }
        }
    }
}

/// The rules for a subschema that is compared as a whole, because a narrower one may widen the schema around it.
fn around(place: &str, document: &Value) -> Vec<&'static str> {
    const WHOLE: [(&str, &str); 10] = [
        ("/allOf/", "all-of-changed"),
        ("/anyOf/", "all-of-changed"),
        ("/oneOf/", "all-of-changed"),
        ("/if", "condition-changed"),
        ("/then", "condition-changed"),
        ("/else", "condition-changed"),
        ("/not", "not-changed"),
        ("/contains", "contains-changed"),
        ("/propertyNames", "property-names-changed"),
        ("/dependencies/", "dependencies-changed"),
    ];
    let found = WHOLE.iter().filter(|(step, _)| place.contains(step));
    let mut found: Vec<&str> = found.map(|(_, rule)| *rule).collect();
    // What a definition says may be denied elsewhere.
    if document.to_string().contains(r#""not":{"$ref""#) {
        found.push("not-changed");
    }
    found
}

/// The schemas of a folder, by name of the file.
fn files(folder: &Path) -> BTreeMap<String, Value> {
    let entries = fs::read_dir(folder).expect("a folder of schemas");
    let files = entries.filter_map(|entry| {
        let path = entry.expect("an entry of the folder").path();
        let name = path.file_name()?.to_string_lossy().into_owned();
        let is_schema = path.extension().is_some_and(|extension| extension == "json") && name != "openapi.json";
        let text = is_schema.then(|| fs::read_to_string(&path).expect("a schema"))?;
        Some((name, serde_json::from_str(&text).expect("a schema is JSON")))
    });
    files.collect()
}

/// A file, and those that it refers to.
fn needed(files: &BTreeMap<String, Value>, name: &str) -> BTreeMap<String, Value> {
    let mut found = referred(files, &files[name]);
    found.insert(name.to_owned(), files[name].clone());
    found
}

/// The files that a document refers to, and those that these refer to.
fn referred(files: &BTreeMap<String, Value>, document: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![document];
    while let Some(document) = waiting.pop() {
        let text = document.to_string();
        for (name, other) in files {
            if text.contains(&format!("\"{name}")) && found.insert(name.clone(), other.clone()).is_none() {
                waiting.push(other);
            }
        }
    }
    found
}
