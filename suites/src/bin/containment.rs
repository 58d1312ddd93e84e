//! Measures `contains` on a containment suite: a file with a JSON object on each line that has `schema1`, `schema2` and,
//! under `tests`, what holds (`s1SubsetEqOfs2`, `s2SubsetEqOfs1`).

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use serde::Deserialize;
use serde_json::value::RawValue;
use typewright::contains::{Answer, Containment};

/// Measures `contains` on a containment suite.
#[derive(Parser)]
struct Arguments {
    /// The suite: a JSON object on each line.
    suite: PathBuf,
}

#[derive(Deserialize)]
struct Case<'a> {
    id: String,
    #[serde(borrow)]
    schema1: &'a RawValue,
    #[serde(borrow)]
    schema2: &'a RawValue,
    tests: Tests,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tests {
    s1_subset_eq_ofs2: Option<bool>,
    s2_subset_eq_ofs1: Option<bool>,
}

#[derive(Default)]
struct Totals {
    right: usize,
    wrong: Vec<String>,
    undecided: BTreeMap<String, usize>,
    times: Vec<Duration>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let text = match fs::read_to_string(&arguments.suite) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{}: {error}", arguments.suite.display());
            return ExitCode::from(2);
        }
    };
    let mut totals = Totals::default();
    for (number, line) in text.lines().enumerate() {
        match serde_json::from_str(line) {
            Ok(case) => judge(&case, &mut totals),
            Err(error) => {
                eprintln!("line {}: {error}", number + 1);
                return ExitCode::from(2);
            }
        }
    }
    totals.print();
    ExitCode::from(u8::from(!totals.wrong.is_empty()))
}

fn judge(case: &Case<'_>, totals: &mut Totals) {
    let (first, second) = (case.schema1.get(), case.schema2.get());
    let questions = [
        (case.tests.s1_subset_eq_ofs2, first, second),
        (case.tests.s2_subset_eq_ofs1, second, first),
    ];
    for (expected, a, b) in questions {
        let Some(expected) = expected else { continue };
        let start = Instant::now();
        let mut containment = Containment::new();
        let tables = containment
            .text("a.json", a)
            .and_then(|a| Ok((a, containment.text("b.json", b)?)));
        let answer = match tables {
            Ok((a, b)) => containment.contains(&a, &b),
            Err(_) => Answer::Undecided {
                reason: "a schema has errors",
            },
        };
        totals.times.push(start.elapsed());
        match answer {
            Answer::Undecided { reason } => *totals.undecided.entry(reason.to_owned()).or_default() += 1,
            Answer::Yes if expected => totals.right += 1,
            Answer::No { .. } if !expected => totals.right += 1,
            Answer::Yes | Answer::No { .. } => totals.wrong.push(case.id.clone()),
        }
    }
}

impl Totals {
    fn print(&self) {
        let undecided: usize = self.undecided.values().sum();
        let all = self.right + self.wrong.len() + undecided;
        let mut times = self.times.clone();
        times.sort();
        println!(
            "{all} questions: {} right, {} wrong, {undecided} undecided",
            self.right,
            self.wrong.len()
        );
        if let (Some(median), Some(longest)) = (times.get(times.len() / 2), times.last()) {
            println!("median {median:.2?}, longest {longest:.2?}");
        }
        for id in &self.wrong {
            println!("wrong: {id}");
        }
        for (reason, count) in &self.undecided {
            println!("undecided, {count}: {reason}");
        }
    }
}
