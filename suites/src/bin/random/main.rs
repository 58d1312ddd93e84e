//! Judges the generator on random schemas: folders of them, made anew from a seed, against the crate `jsonschema`.
//!
//! The oracle reads numbers as `serde_json` does, in 64 bits: none is made that this cannot hold, and numbers at its
//! edges are kept from `multipleOf` and `uniqueItems`, which the oracle computes as `f64`.

mod findings;
mod judge;
mod trial;

use std::process::ExitCode;

use clap::Parser;
use typewright_suites::Failure;
use typewright_suites::table::table;

use findings::Findings;
use trial::Size;

/// Judges the generator on random schemas.
///
/// Each folder of random draft-07 schemas becomes a crate, and instances go through its types: some that are made to be
/// right, some of those broken in one place, and some made of nothing. Whether an instance is right says the crate
/// `jsonschema`. What is right must be accepted by `from_json_exact` and by `Deserialize` followed by `validate`, and
/// come back as it was, numbers as they are written; all else must be refused.
#[derive(Parser)]
#[command(after_help = EXAMPLES)]
struct Cli {
    /// The seed of the first folder; each further folder has the next number.
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// How many folders are made.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    folders: u64,

    /// How many schemas a folder has.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=5000))]
    schemas: u64,

    /// How many instances of each schema are judged.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    instances: u64,
}

const EXAMPLES: &str = "\
Examples:
  random --seed 1 --folders 20    the folders with the seeds 1 to 20
  random --seed 7                 the folder with the seed 7 alone, as it was
  random --seed 7 --instances 500 the same schemas, more instances

The schemas of a folder in which something is wrong stay in cache/random/.
The same seed makes the same schemas only with the same --schemas.

Exit codes:
  0  all is right
  1  something is wrong: each schema is listed with the shortest instance
  2  it could not be measured";

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<bool, Failure> {
    let size = Size {
        schemas: usize::try_from(cli.schemas)?,
        instances: usize::try_from(cli.instances)?,
    };
    let mut all = Findings::default();
    for folder in 0..cli.folders {
        let seed = cli.seed.wrapping_add(folder);
        let findings = trial::run(seed, &size)?;
        print(seed, cli, &findings);
        all.add(findings);
    }
    let rows = [
        ("schemas", all.schemas.to_string()),
        ("refused by the generator", all.refused.len().to_string()),
        ("types held as JSON", all.held_as_json.to_string()),
        ("errors and warnings of the compiler", all.compiler.len().to_string()),
        ("instances", all.instances.to_string()),
        ("of them right by their schema", all.valid.to_string()),
        ("judged otherwise, or come back changed", all.wrong.to_string()),
        ("time of all folders", format!("{:.0} s", all.seconds)),
    ];
    let rows = rows.map(|(what, measured)| vec![what.to_owned(), measured]);
    println!("\n{}", table(&["what", "measured"], &rows));
    for (message, times) in &all.warnings {
        println!("generator warns ({times} times): {message}");
    }
    Ok(all.is_valid())
}

fn print(seed: u64, cli: &Cli, findings: &Findings) {
    println!(
        "seed {seed}: {} schemas, {} instances, {} right; {} refused, {} from the compiler, {} wrong; {:.1} s",
        findings.schemas,
        findings.instances,
        findings.valid,
        findings.refused.len(),
        findings.compiler.len(),
        findings.wrong,
        findings.seconds,
    );
    for refused in &findings.refused {
        println!("refused {refused}");
    }
    for said in &findings.compiler {
        println!("rustc {said}");
    }
    for disagreement in &findings.disagreements {
        println!("{disagreement}");
    }
    if !findings.is_valid() {
        let (schemas, instances) = (cli.schemas, cli.instances);
        println!("again: --seed {seed} --folders 1 --schemas {schemas} --instances {instances}");
    }
}
