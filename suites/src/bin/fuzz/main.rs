//! Judges `contains` on random schemas that look alike, against the crate `jsonschema`.

mod family;
mod mutate;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::Value;
use typewright::contains::{Answer, Containment, Table};
use typewright_runtime::Json;
use typewright_suites::Failure;
use typewright_suites::random::instances::Patterns;
use typewright_suites::table::table;

use family::Family;

/// Judges `contains` on random schemas.
///
/// Each seed makes a schema, some that differ from it in a keyword or two, and another one; all pairs are compared. A schema
/// must contain itself, what two answers imply must not be denied by a third one, a witness must be accepted and rejected
/// by the crate `jsonschema`, and no value that is made of the schemas may disprove a `yes`.
#[derive(Parser)]
#[command(after_help = EXAMPLES)]
struct Cli {
    /// The first seed; each further family has the next number.
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// How many families are made.
    #[arg(long, default_value_t = 200)]
    families: u64,
}

const EXAMPLES: &str = "\
Examples:
  fuzz --seed 1 --families 1000   the families with the seeds 1 to 1000
  fuzz --seed 7 --families 1      one of them again

Exit codes:
  0  all is right
  1  something is wrong, or took longer than a second
  2  it could not be measured";

/// How long a question may take.
const LONGEST: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Totals {
    yes: usize,
    no: usize,
    /// By reason.
    undecided: BTreeMap<String, usize>,
    /// Schemas that `contains` does not read.
    unread: usize,
    /// Witnesses with numbers that the oracle cannot hold.
    not_judged: usize,
    wrong: usize,
    times: Vec<Duration>,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(totals) => {
            totals.print();
            ExitCode::from(u8::from(totals.wrong > 0))
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<Totals, Failure> {
    let patterns = Patterns::new()?;
    let mut totals = Totals::default();
    for family in 0..cli.families {
        let seed = cli.seed.wrapping_add(family);
        let family = Family::new(seed, &patterns)?;
        for problem in judge(&family, &mut totals) {
            totals.wrong += 1;
            println!("seed {seed}: {problem}");
        }
    }
    Ok(totals)
}

/// Compares all pairs of a family; what is wrong.
fn judge(family: &Family, totals: &mut Totals) -> Vec<String> {
    let mut problems = Vec::new();
    let mut containment = Containment::new();
    let tables: Vec<Option<Table>> = family
        .schemas
        .iter()
        .map(|schema| containment.text("s0.json", schema.text(0)).ok())
        .collect();
    totals.unread += tables.iter().filter(|table| table.is_none()).count();
    let count = tables.len();
    let mut contained = vec![vec![None; count]; count];
    for (a, b) in pairs(count) {
        let (Some(first), Some(second)) = (&tables[a], &tables[b]) else {
            continue;
        };
        let start = Instant::now();
        let answer = containment.contains(first, second);
        let time = start.elapsed();
        totals.times.push(time);
        let question = || format!("{} in {}", family.schemas[a].text(0), family.schemas[b].text(0));
        if time > LONGEST {
            problems.push(format!("{time:.1?} for {}", question()));
        }
        match answer {
            Answer::Yes => {
                totals.yes += 1;
                contained[a][b] = Some(true);
                if let Some(value) = family.counterexample(a, b) {
                    problems.push(format!("yes, but {value} is not: {}", question()));
                }
            }
            Answer::No { witness } => {
                totals.no += 1;
                contained[a][b] = Some(false);
                match held(&witness) {
                    None => totals.not_judged += 1,
                    Some(value) if family.oracles[a].is_valid(&value) && !family.oracles[b].is_valid(&value) => {}
                    Some(value) => problems.push(format!("{value} is no witness: {}", question())),
                }
                if a == b {
                    problems.push(format!("a schema does not contain itself: {}", question()));
                }
            }
            Answer::Undecided { reason } => *totals.undecided.entry(reason.to_owned()).or_default() += 1,
        }
    }
    for (a, b) in pairs(count) {
        for c in 0..count {
            if [contained[a][b], contained[b][c], contained[a][c]] == [Some(true), Some(true), Some(false)] {
                let schemas = [a, b, c].map(|index| family.schemas[index].text(0));
                problems.push(format!("not transitive: {}", schemas.join(" in ")));
            }
        }
    }
    problems
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (0..count).map(move |b| (a, b)))
}

/// A value as the oracle holds it, if it can hold its numbers.
fn held(value: &Json) -> Option<Value> {
    let held: Value = serde_json::from_str(&value.to_string()).ok()?;
    let again = Json::parse(&held.to_string()).ok()?;
    (again == *value).then_some(held)
}

impl Totals {
    fn print(&self) {
        let mut times = self.times.clone();
        times.sort();
        let at = |index: usize| times.get(index).map_or_else(String::new, |time| format!("{time:.2?}"));
        let rows = [
            ("questions", times.len().to_string()),
            ("yes", self.yes.to_string()),
            ("no", self.no.to_string()),
            ("undecided", self.undecided.values().sum::<usize>().to_string()),
            ("schemas that are not read", self.unread.to_string()),
            ("witnesses that the oracle cannot hold", self.not_judged.to_string()),
            ("wrong, or longer than a second", self.wrong.to_string()),
            ("median", at(times.len() / 2)),
            ("longest", at(times.len().saturating_sub(1))),
        ];
        let rows = rows.map(|(what, measured)| vec![what.to_owned(), measured]);
        println!("\n{}", table(&["what", "measured"], &rows));
        for (reason, count) in &self.undecided {
            println!("undecided, {count}: {reason}");
        }
    }
}
