//! Runs the draft-07 part of the JSON Schema Test Suite.
//!
//! Every group of tests has a schema, which becomes a Rust type; every instance of the group is parsed with it. What the
//! suite calls valid must be accepted, exactly and liberally, and come back as the same JSON; all else must be refused.
//! Where the generator warns that it does not enforce something, what is accepted for that reason is counted apart.
//!
//! Arguments: `--optional` runs the optional parts too, with `format` checked; words restrict the run to the files whose
//! names contain one of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Deserialize;
use serde_json::value::RawValue;
use typewright::{Diagnostic, Generator, Severity};
use typewright_runtime::Json;
use typewright_suites::probe::{Answer, Probe, Program, Type};
use typewright_suites::table::table;
use typewright_suites::{Failure, folders};

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
        .filter(|(_, result)| matches!(result, Generated::Done(_)))
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

/// What the generator says of a group.
enum Generated {
    /// There is a type. The warnings say what of its schema is not enforced.
    Done(Vec<String>),
    /// There is none, for this reason.
    Refused(String),
}

/// By the name of the group's type.
type Run = BTreeMap<String, Generated>;

/// Generates the type of each group.
fn generate(files: &[File]) -> Result<Run, Failure> {
    let schemas = folders::cache().join("draft7");
    let modules = probe().modules();
    let mut generated = BTreeMap::new();
    for file in files {
        for (index, group) in file.groups.iter().enumerate() {
            let module = file.module(index);
            let folder = schemas.join(&module);
            folders::write(&folder.join("schema.json"), group.schema.get())?;
            let result = match generator(&folder, file.checks_formats).generate() {
                Ok(output) => {
                    output.overwrite(&modules.join(&module))?;
                    let messages = output.diagnostics.into_iter().map(|diagnostic| diagnostic.message);
                    Generated::Done(messages.filter(|message| message.contains("not enforced")).collect())
                }
                Err(diagnostics) => Generated::Refused(reason(&diagnostics.0)),
            };
            generated.insert(module, result);
        }
    }
    let names: Vec<String> = generated.keys().cloned().collect();
    folders::keep_only(&schemas, &names)?;
    let kept: Vec<String> = generated
        .iter()
        .filter(|(_, result)| matches!(result, Generated::Done(_)))
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

fn is_judged(module: &str, generated: &Run, program: &Program) -> bool {
    matches!(generated.get(module), Some(Generated::Done(_))) && !program.broken.contains_key(module)
}

/// The verdict on one test.
enum Verdict {
    Right,
    /// Invalid, but accepted.
    Accepted,
    /// Valid, but refused; or no verdict at all.
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
        (false, true) => return Verdict::Accepted,
        (false, false) => return Verdict::Right,
        (true, true) => {}
    }
    if !answer.liberal.is_accepted() {
        return Verdict::Wrong(format!(
            "valid, refused by Deserialize or validate: {}",
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

/// What the table counts.
#[derive(Clone, Copy)]
enum Count {
    Tests,
    Right,
    Wrong,
    Lossy,
    /// Invalid and accepted, as the generator had warned.
    Warned,
    Refused,
    Broken,
}

const HEADER: [&str; 8] = [
    "file",
    "tests",
    "right",
    "wrong",
    "lossy",
    "accepted with a warning",
    "refused at generation",
    "does not compile",
];

/// The numbers of one file, in the order of [`Count`].
#[derive(Default)]
struct Row([usize; 7]);

impl Row {
    fn add(&mut self, count: Count, tests: usize) {
        self.0[count as usize] += tests;
    }

    fn of(&self, count: Count) -> usize {
        self.0[count as usize]
    }

    fn cells(&self, name: &str) -> Vec<String> {
        let numbers = self.0.iter().map(ToString::to_string);
        std::iter::once(name.to_owned()).chain(numbers).collect()
    }
}

/// What is not counted as wrong, but worth knowing.
#[derive(Default)]
struct Notes {
    /// Invalid instances that `Deserialize` takes and `validate` finds nothing wrong with.
    forgotten: Vec<String>,
    /// Instances that come back equal, but written in another way.
    rewritten: Vec<String>,
}

impl Notes {
    fn take(&mut self, title: &str, text: &str, valid: bool, answer: &Answer) {
        if !valid && answer.liberal.is_accepted() && !answer.exact.is_accepted() {
            self.forgotten.push(format!("{title}: {text}"));
        }
        let back = [&answer.exact.back, &answer.liberal.back];
        if let Some(back) = back.into_iter().flatten().find(|back| sorted(back) != sorted(text)) {
            self.rewritten.push(format!("{title}: {text} as {back}"));
        }
    }
}

/// A JSON text without spaces, its properties in the order of their names; everything else as it is written.
fn sorted(text: &str) -> Option<String> {
    fn write(json: &Json) -> String {
        match json {
            Json::Array(items) => {
                let items: Vec<String> = items.iter().map(write).collect();
                format!("[{}]", items.join(","))
            }
            Json::Object(object) => {
                let properties: BTreeMap<&str, &Json> = object.iter().collect();
                let properties: Vec<String> = properties
                    .iter()
                    .map(|(name, value)| format!("{name:?}:{}", write(value)))
                    .collect();
                format!("{{{}}}", properties.join(","))
            }
            leaf => leaf.to_string(),
        }
    }
    Json::parse(text).ok().map(|json| write(&json))
}

fn report(files: &[File], generated: &Run, program: &Program, answers: &[Answer]) -> bool {
    let mut answers = answers.iter();
    let mut rows = Vec::new();
    let mut total = Row::default();
    let mut details = Vec::new();
    let mut notes = Notes::default();
    for file in files {
        let mut row = Row::default();
        for (index, group) in file.groups.iter().enumerate() {
            let module = file.module(index);
            let title = format!("{} #{index} ({})", file.name, group.description);
            row.add(Count::Tests, group.tests.len());
            let warnings = match generated.get(&module) {
                Some(Generated::Done(warnings)) => warnings.as_slice(),
                Some(Generated::Refused(reason)) => {
                    row.add(Count::Refused, group.tests.len());
                    details.push(format!("refused  {title}: {reason}"));
                    continue;
                }
                None => &[],
            };
            if let Some(error) = program.broken.get(&module) {
                row.add(Count::Broken, group.tests.len());
                details.push(format!("broken   {title}: {error}"));
                continue;
            }
            let warned_before = row.of(Count::Warned);
            for test in &group.tests {
                let text = test.data.get();
                let answer = answers.next().cloned().unwrap_or_default();
                let title = format!("{title}: {}", test.description);
                notes.take(&title, text, test.valid, &answer);
                let (count, problem) = match judge(text, test.valid, &answer) {
                    Verdict::Right => (Count::Right, None),
                    Verdict::Accepted if !warnings.is_empty() => (Count::Warned, None),
                    Verdict::Accepted => (Count::Wrong, Some("invalid, accepted".to_owned())),
                    Verdict::Wrong(problem) => (Count::Wrong, Some(problem)),
                    Verdict::Lossy(problem) => (Count::Lossy, Some(format!("lossy: {problem}"))),
                };
                row.add(count, 1);
                if let Some(problem) = problem {
                    details.push(format!("wrong    {title}\n         {text}\n         {problem}"));
                }
            }
            if row.of(Count::Warned) > warned_before {
                let number = row.of(Count::Warned) - warned_before;
                details.push(format!("warned   {title}: {number} accepted: {}", warnings.join("; ")));
            }
        }
        for (sum, number) in total.0.iter_mut().zip(row.0) {
            *sum += number;
        }
        rows.push(row.cells(&file.name));
    }
    rows.push(total.cells("total"));
    println!("{}", table(&HEADER, &rows));
    details.extend(program.warnings.iter().map(|warning| format!("rustc    {warning}")));
    details.extend(
        notes
            .forgotten
            .iter()
            .map(|note| format!("validate finds nothing: {note}")),
    );
    details.extend(notes.rewritten.iter().map(|note| format!("rewritten: {note}")));
    for detail in &details {
        println!("{detail}");
    }
    summarise(&total, &notes, program.warnings.len());
    total.of(Count::Wrong) + total.of(Count::Lossy) + total.of(Count::Broken) == 0
}

fn summarise(total: &Row, notes: &Notes, warnings: usize) {
    let tests = total.of(Count::Tests);
    let judged = tests - total.of(Count::Refused) - total.of(Count::Broken);
    #[expect(clippy::cast_precision_loss, reason = "the suite is small")]
    let share = 100.0 * judged as f64 / tests.max(1) as f64;
    println!(
        "\n{tests} tests, {judged} judged ({share:.2} %): {} right, {} wrong, {} lossy, {} accepted with a warning\n\
         {} invalid instances pass Deserialize and validate together; {} come back written in another way; \
         {warnings} warnings of the compiler",
        total.of(Count::Right),
        total.of(Count::Wrong),
        total.of(Count::Lossy),
        total.of(Count::Warned),
        notes.forgotten.len(),
        notes.rewritten.len(),
    );
}
