//! Generates a crate from the schemas and actions that `typewright import losant` writes, compiles it with and without the
//! clients, and lets every documented example go through it there and back.
//!
//! Takes the folder, unless it is the one that `fetch.sh` fills. Where an example breaks its schema, the crate `jsonschema` is
//! asked too: an example that both refuse contradicts its own schema, and is no fault of the generated code.

mod oracle;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use heck::ToUpperCamelCase as _;
use serde_json::Value;
use typewright_runtime::Json;
use typewright_suites::cpu::shown;
use typewright_suites::generation::{self, Checked, Generated};
use typewright_suites::probe::{Answer, Probe, Program, Type};
use typewright_suites::table::table;
use typewright_suites::{Failure, folders};

use oracle::Oracle;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, Failure> {
    let losant = folders::cache().join("losant");
    let schemas = match std::env::args_os().nth(1) {
        Some(folder) => PathBuf::from(folder).canonicalize()?,
        None => losant.join("schemas"),
    };
    let folder = losant.join("crate");
    let generated = generation::generate(&schemas, &folder, generation::RUNS)?;
    let actions = actions(&folder)?;
    let bare = generation::check(&folder, "full")?;
    let clients = generation::check(&folder, "full,client,blocking")?;
    let stems: Vec<String> = folders::json_files(&schemas)?
        .iter()
        .map(|path| folders::stem(path))
        .filter(|stem| stem != "openapi" && !generated.left_out.contains(stem))
        .collect();
    let types: Vec<Type> = stems
        .iter()
        .map(|stem| Type {
            name: stem.clone(),
            path: format!("losant_api_suite::types::{}", stem.to_upper_camel_case()),
        })
        .collect();
    let mut probe = Probe::new(losant.join("probe"));
    probe
        .dependencies
        .push_str("losant-api-suite = { path = \"../crate\", features = [\"full\"] }\n");
    let program = probe.compile(&types)?;
    let examples = examples(&schemas, &stems, &program)?;
    let answers = program.run(&examples)?;
    let tally = judge(&schemas, &examples, &answers)?;
    Ok(report(&generated, actions, [&bare, &clients], &program, &tally))
}

/// How many actions the crate has.
fn actions(folder: &Path) -> Result<usize, Failure> {
    let mut count = 0;
    for entry in fs::read_dir(folder.join("src/endpoints"))? {
        let path = entry?.path();
        if path.is_file() {
            let code = folders::read(&path)?;
            count += code
                .lines()
                .filter(|line| line.starts_with("impl Descriptor for "))
                .count();
        }
    }
    Ok(count)
}

/// The examples in the files of the types that there are: the stem of the file, and the text.
fn examples(folder: &Path, stems: &[String], program: &Program) -> Result<Vec<(String, String)>, Failure> {
    let mut examples = Vec::new();
    for stem in stems.iter().filter(|stem| !program.broken.contains_key(*stem)) {
        let schema = Json::parse(&folders::read(&folder.join(format!("{stem}.json")))?)?;
        if let Some(Json::Array(documented)) = schema.get("examples") {
            examples.extend(documented.iter().map(|example| (stem.clone(), example.to_string())));
        }
    }
    Ok(examples)
}

/// How the examples fared.
#[derive(Default)]
struct Tally {
    all: usize,
    /// Accepted by the exact check.
    exact: usize,
    /// Refused by the exact check and the oracle: what is wrong with them.
    contradicting: BTreeMap<String, Vec<String>>,
    /// The exact check and the oracle disagree.
    disagreeing: BTreeMap<String, Vec<String>>,
    /// Accepted by `Deserialize`.
    liberal: usize,
    /// Neither is known, as the oracle cannot read the schema: what the exact check says.
    unjudged: BTreeMap<String, Vec<String>>,
    /// They come back equal from `Deserialize`: as `serde_json` sees it, and as JSON Schema sees it.
    same_value: usize,
    same_json: usize,
    /// They do not, though they are right by their schema.
    lossy: BTreeMap<String, String>,
    /// They do not, and break their schema.
    lossy_and_wrong: BTreeMap<String, String>,
}

fn judge(schemas: &Path, examples: &[(String, String)], answers: &[Answer]) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let oracle = Oracle::new(schemas)?;
    for ((stem, text), answer) in examples.iter().zip(answers) {
        tally.all += 1;
        let accepted = answer.exact.is_accepted();
        tally.exact += usize::from(accepted);
        weigh(&mut tally, stem, text, answer);
        let errors = match oracle.errors(stem, text) {
            Ok(errors) => errors,
            Err(error) => {
                let said = vec![
                    format!("oracle: {error}"),
                    format!("exact check: {}", answer.exact.reason()),
                ];
                tally.unjudged.insert(stem.clone(), said);
                continue;
            }
        };
        if accepted != errors.is_empty() || answer.exact.is_crash() {
            let mut said = vec![format!("exact check: {}", answer.exact.reason())];
            said.extend(errors.iter().map(|error| format!("oracle: {error}")));
            tally.disagreeing.insert(stem.clone(), said);
        } else if !accepted {
            let violations = answer.exact.violations.iter();
            let said = violations.map(|[pointer, keyword, limit, found]| {
                format!("{pointer}: expected {limit} ({keyword}), found {found}")
            });
            tally.contradicting.insert(stem.clone(), said.collect());
        }
    }
    Ok(tally)
}

/// What came back, against what went in.
fn weigh(tally: &mut Tally, stem: &str, text: &str, answer: &Answer) {
    let is_value = |back: &str| serde_json::from_str::<Value>(back).ok() == serde_json::from_str::<Value>(text).ok();
    let is_json = |back: &str| Json::parse(back).ok() == Json::parse(text).ok();
    let problem = match &answer.liberal.back {
        Some(back) => {
            tally.liberal += 1;
            tally.same_value += usize::from(is_value(back));
            tally.same_json += usize::from(is_json(back));
            (!is_value(back) || !is_json(back)).then(|| format!("comes back as {back}"))
        }
        None => Some(answer.liberal.reason()),
    };
    let exactly = answer.exact.back.as_deref().filter(|back| !is_json(back));
    let exactly = exactly.map(|back| format!("parsed exactly, comes back as {back}"));
    if let Some(problem) = problem.or(exactly) {
        let list = if answer.exact.is_accepted() {
            &mut tally.lossy
        } else {
            &mut tally.lossy_and_wrong
        };
        list.insert(stem.to_owned(), problem);
    }
}

fn report(
    generated: &Generated,
    actions: usize,
    [bare, clients]: [&Checked; 2],
    program: &Program,
    tally: &Tally,
) -> bool {
    let rows = [
        ("files", generated.schemas.to_string()),
        ("actions", actions.to_string()),
        ("left out, with a reason", generated.errors.len().to_string()),
        ("generation, wall time", shown(Some(generated.seconds))),
        ("generation, CPU time", shown(generated.cpu)),
        ("lines generated", generated.lines.to_string()),
        ("cargo check, CPU time", shown(bare.cpu)),
        ("the same, without dependencies", shown(bare.cpu_alone)),
        ("cargo check with both clients, CPU time", shown(clients.cpu)),
        ("the same, without dependencies", shown(clients.cpu_alone)),
        (
            "warnings of the compiler",
            (bare.warnings.len() + clients.warnings.len()).to_string(),
        ),
        (
            "types that the contract's name does not find",
            program.broken.len().to_string(),
        ),
        ("examples", tally.all.to_string()),
        ("accepted by Deserialize", tally.liberal.to_string()),
        ("come back equal (serde_json)", tally.same_value.to_string()),
        ("come back equal (JSON Schema)", tally.same_json.to_string()),
        (
            "pass the exact check, but come back changed",
            tally.lossy.len().to_string(),
        ),
        ("pass the exact check", tally.exact.to_string()),
        ("contradict their own schema", tally.contradicting.len().to_string()),
        ("judged otherwise by the oracle", tally.disagreeing.len().to_string()),
        ("not judged by the oracle", tally.unjudged.len().to_string()),
    ];
    println!(
        "{}",
        table(
            &["what", "measured"],
            &rows.map(|(what, measured)| vec![what.to_owned(), measured])
        )
    );
    for error in &generated.errors {
        println!("left out {error}");
    }
    for (message, places) in &generated.warnings {
        println!(
            "generator warns ({} times, first at {}): {message}",
            places.len(),
            places[0]
        );
    }
    for warning in bare.warnings.iter().chain(&clients.warnings) {
        println!("rustc {warning}");
    }
    for (stem, error) in &program.broken {
        println!("broken {stem}: {error}");
    }
    for (stem, problem) in &tally.lossy {
        println!("lossy {stem}: {problem}");
    }
    for (stem, problem) in &tally.lossy_and_wrong {
        println!("lossy, but contradicts its schema: {stem}: {problem}");
    }
    for (kind, list) in [
        ("disagreement", &tally.disagreeing),
        ("unjudged", &tally.unjudged),
        ("contradiction", &tally.contradicting),
    ] {
        for (stem, lines) in list {
            for line in lines {
                println!("{kind} {stem} {line}");
            }
        }
    }
    bare.is_valid()
        && clients.is_valid()
        && program.broken.is_empty()
        && tally.lossy.is_empty()
        && tally.disagreeing.is_empty()
}
