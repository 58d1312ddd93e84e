//! Runs the draft-07 part of the JSON Schema Test Suite.
//!
//! Every group of tests has a schema, which becomes a Rust type; every instance of the group is parsed with it. What the
//! suite calls valid must be accepted, exactly and liberally, and come back as the same JSON; all else must be refused.
//!
//! Arguments: `--optional` runs the optional parts too, with `format` checked; words restrict the run to the files whose
//! names contain one of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use losant_codegen::{Diagnostic, Generator, Severity};
use losant_runtime::Json;
use losant_suites::probe::{Answer, Probe, Program, Type};
use losant_suites::table::table;
use losant_suites::{Failure, folders};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A group of tests as the suite has it; instances stay as they are written.
#[derive(Deserialize)]
struct Group {
    description: String,
    schema: Box<RawValue>,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Test {
    description: String,
    data: Box<RawValue>,
    valid: bool,
}

/// A file of the suite.
struct File {
    name: String,
    groups: Vec<Group>,
    checks_formats: bool,
}

impl File {
    /// What the type of a group is called.
    fn module(&self, group: usize) -> String {
        let name: String = self
            .name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        format!("s_{}_{group:02}", heck::ToSnakeCase::to_snake_case(name.as_str()))
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<bool, Failure> {
    let words: Vec<&String> = arguments.iter().filter(|word| !word.starts_with("--")).collect();
    let mut files = read("", false)?;
    if arguments.iter().any(|argument| argument == "--optional") {
        files.extend(read("optional", true)?);
        files.extend(read("optional/format", true)?);
    }
    files.retain(|file| words.is_empty() || words.iter().any(|word| file.name.contains(word.as_str())));
    let generated = generate(&files)?;
    let types: Vec<Type> = generated
        .iter()
        .filter(|(_, refusal)| refusal.is_none())
        .map(|(module, _)| Type {
            name: module.clone(),
            path: format!("{module}::types::Schema"),
        })
        .collect();
    let mut probe = probe();
    probe.has_modules = true;
    let program = probe.compile(&types)?;
    let mut cases = Vec::new();
    for (file, group, test) in tests(&files) {
        let module = file.module(group);
        if is_judged(&module, &generated, &program) {
            cases.push((module, file.groups[group].tests[test].data.get().to_owned()));
        }
    }
    let answers = program.run(&cases)?;
    Ok(report(&files, &generated, &program, &answers))
}

fn probe() -> Probe {
    Probe::new(folders::cache().join("crate"))
}

fn read(folder: &str, checks_formats: bool) -> Result<Vec<File>, Failure> {
    let root = folders::cache().join("suite/json/tests/draft7");
    let mut files = Vec::new();
    for path in folders::json_files(&root.join(folder))? {
        let stem = folders::stem(&path);
        let groups =
            serde_json::from_str(&folders::read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        files.push(File {
            name: if folder.is_empty() {
                stem
            } else {
                format!("{folder}/{stem}")
            },
            groups,
            checks_formats,
        });
    }
    Ok(files)
}

fn tests(files: &[File]) -> impl Iterator<Item = (&File, usize, usize)> {
    files.iter().flat_map(|file| {
        let groups = file.groups.iter().enumerate();
        groups.flat_map(move |(group, tests)| (0..tests.tests.len()).map(move |test| (file, group, test)))
    })
}

/// Generates the type of each group; what is refused has a reason.
fn generate(files: &[File]) -> Result<BTreeMap<String, Option<String>>, Failure> {
    let schemas = folders::cache().join("draft7");
    let modules = probe().modules();
    let mut generated = BTreeMap::new();
    for file in files {
        for (index, group) in file.groups.iter().enumerate() {
            let module = file.module(index);
            let folder = schemas.join(&module);
            folders::write(&folder.join("schema.json"), group.schema.get())?;
            let refusal = match generator(&folder, file.checks_formats).generate() {
                Ok(output) => {
                    output.write(&modules.join(&module))?;
                    None
                }
                Err(diagnostics) => Some(reason(&diagnostics.0)),
            };
            generated.insert(module, refusal);
        }
    }
    let names: Vec<String> = generated.keys().cloned().collect();
    folders::keep_only(&schemas, &names)?;
    let kept: Vec<String> = generated
        .iter()
        .filter(|(_, refusal)| refusal.is_none())
        .map(|(module, _)| module.clone())
        .collect();
    if modules.exists() {
        folders::keep_only(&modules, &kept)?;
    } else {
        fs::create_dir_all(modules)?;
    }
    Ok(generated)
}

fn generator(folder: &Path, checks_formats: bool) -> Generator {
    let cache: PathBuf = folders::cache();
    let generator = Generator::new(folder)
        .map_url("http://localhost:1234/", cache.join("suite/json/remotes"))
        .map_url("http://json-schema.org/", cache.join("metaschemas"));
    if checks_formats {
        generator
    } else {
        generator.formats_as_annotations()
    }
}

/// The errors, each with its place in the schema.
fn reason(diagnostics: &[Diagnostic]) -> String {
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| format!("{} at {:?}", diagnostic.message, diagnostic.pointer))
        .collect();
    errors.join("; ")
}

fn is_judged(module: &str, generated: &BTreeMap<String, Option<String>>, program: &Program) -> bool {
    generated.get(module).is_some_and(Option::is_none) && !program.broken.contains_key(module)
}

/// The verdict on one test.
enum Verdict {
    Right,
    /// Accepted or refused against the suite, or no verdict at all.
    Wrong(String),
    /// Accepted, but it comes back as something else.
    Lossy(String),
}

fn judge(text: &str, valid: bool, answer: &Answer) -> Verdict {
    if answer.exact.is_crash() || answer.liberal.is_crash() {
        return Verdict::Wrong(format!("{} / {}", answer.exact.reason(), answer.liberal.reason()));
    }
    match (valid, answer.exact.is_accepted()) {
        (true, false) => return Verdict::Wrong(format!("valid, refused: {}", answer.exact.reason())),
        (false, true) => return Verdict::Wrong("invalid, accepted".to_owned()),
        (false, false) => return Verdict::Right,
        (true, true) => {}
    }
    if !answer.liberal.is_accepted() {
        return Verdict::Wrong(format!(
            "valid, refused by Deserialize and validate: {}",
            answer.liberal.reason()
        ));
    }
    let sent = Json::parse(text).ok();
    for back in [&answer.exact.back, &answer.liberal.back] {
        let back = back.as_deref().unwrap_or_default();
        if sent.is_none() || Json::parse(back).ok() != sent {
            return Verdict::Lossy(format!("comes back as {back}"));
        }
    }
    Verdict::Right
}

#[derive(Default)]
struct Row {
    tests: usize,
    right: usize,
    wrong: usize,
    lossy: usize,
    refused: usize,
    broken: usize,
}

impl Row {
    fn add(&mut self, other: &Row) {
        self.tests += other.tests;
        self.right += other.right;
        self.wrong += other.wrong;
        self.lossy += other.lossy;
        self.refused += other.refused;
        self.broken += other.broken;
    }

    fn cells(&self, name: &str) -> Vec<String> {
        let numbers = [
            self.tests,
            self.right,
            self.wrong,
            self.lossy,
            self.refused,
            self.broken,
        ];
        std::iter::once(name.to_owned())
            .chain(numbers.map(|number| number.to_string()))
            .collect()
    }
}

const HEADER: [&str; 7] = [
    "file",
    "tests",
    "right",
    "wrong",
    "lossy",
    "refused at generation",
    "does not compile",
];

fn report(files: &[File], generated: &BTreeMap<String, Option<String>>, program: &Program, answers: &[Answer]) -> bool {
    let mut answers = answers.iter();
    let mut rows = Vec::new();
    let mut total = Row::default();
    let mut details = Vec::new();
    for file in files {
        let mut row = Row::default();
        for (index, group) in file.groups.iter().enumerate() {
            let module = file.module(index);
            let title = format!("{} #{index} ({})", file.name, group.description);
            row.tests += group.tests.len();
            if let Some(Some(refusal)) = generated.get(&module) {
                row.refused += group.tests.len();
                details.push(format!("refused  {title}: {refusal}"));
                continue;
            }
            if let Some(error) = program.broken.get(&module) {
                row.broken += group.tests.len();
                details.push(format!("broken   {title}: {error}"));
                continue;
            }
            for test in &group.tests {
                let text = test.data.get();
                let answer = answers.next().cloned().unwrap_or_default();
                let what = |kind: &str, problem: &str| {
                    format!(
                        "{kind} {title}: {}\n         {text}\n         {problem}",
                        test.description
                    )
                };
                match judge(text, test.valid, &answer) {
                    Verdict::Right => row.right += 1,
                    Verdict::Wrong(problem) => {
                        row.wrong += 1;
                        details.push(what("wrong   ", &problem));
                    }
                    Verdict::Lossy(problem) => {
                        row.lossy += 1;
                        details.push(what("lossy   ", &problem));
                    }
                }
            }
        }
        total.add(&row);
        rows.push(row.cells(&file.name));
    }
    rows.push(total.cells("total"));
    print!("{}", table(&HEADER, &rows));
    println!();
    for detail in &details {
        println!("{detail}");
    }
    for warning in &program.warnings {
        println!("warning  {warning}");
    }
    let judged = total.tests - total.refused - total.broken;
    #[expect(clippy::cast_precision_loss, reason = "the suite is small")]
    let share = 100.0 * judged as f64 / (total.tests.max(1)) as f64;
    println!(
        "\n{} tests: {judged} judged ({share:.2} %), {} right, {} wrong, {} lossy; {} compiler warnings",
        total.tests,
        total.right,
        total.wrong,
        total.lossy,
        program.warnings.len()
    );
    total.wrong + total.lossy + total.broken == 0
}
