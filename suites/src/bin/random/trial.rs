//! One folder: made, generated, compiled and judged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Instant;

use heck::ToUpperCamelCase as _;
use jsonschema::Validator;
use serde_json::Value;
use typewright_suites::generation::{self, Generated};
use typewright_suites::probe::{Probe, Program, Type};
use typewright_suites::spelling::spelt;
use typewright_suites::{Defect, Failure, folders};

use crate::findings::{Disagreement, Findings};
use crate::judge::{Case, Problem, problem};
use typewright_suites::random::breakages::broken;
use typewright_suites::random::folder::{Folder, Rules, stem};
use typewright_suites::random::instances::{Maker, Patterns};
use typewright_suites::random::schemas;
use typewright_suites::random::schemas::file_name;

/// How often an instance is made anew if the oracle turns it down.
const ATTEMPTS: usize = 4;

/// No longer schema is printed; all are in the file that is named.
const LONG: usize = 4000;

/// How much is made.
pub struct Size {
    pub schemas: usize,
    pub instances: usize,
}

/// Makes the folder of a seed and judges it.
///
/// # Errors
/// If it cannot be judged.
pub fn run(seed: u64, size: &Size) -> Result<Findings, Failure> {
    let start = Instant::now();
    let root = folders::cache().join("random");
    let schemas = root.join(seed.to_string());
    if schemas.exists() {
        fs::remove_dir_all(&schemas)?;
    }
    let folder = Folder::new(seed, size.schemas)?;
    folder.write(&schemas)?;
    let mut findings = Findings {
        schemas: size.schemas,
        ..Findings::default()
    };
    if let Some(compiled) = compiled(&root, &schemas, size, &mut findings)? {
        let trial = Trial {
            folder: &folder,
            patterns: &Patterns::new()?,
            schemas: &schemas,
            seed,
            instances: size.instances,
        };
        trial.judge(&compiled, &mut findings)?;
    }
    if findings.is_valid() {
        fs::remove_dir_all(&schemas)?;
    }
    findings.seconds = start.elapsed().as_secs_f64();
    Ok(findings)
}

/// The types that there are, and the program that is made of them.
struct Compiled {
    files: Vec<usize>,
    program: Program,
}

/// Generates the crate and compiles the program; `None` if that is not possible.
fn compiled(root: &Path, schemas: &Path, size: &Size, findings: &mut Findings) -> Result<Option<Compiled>, Failure> {
    let Some(generated) = found(
        generation::generate(schemas, &root.join("crate"), 1),
        &mut findings.refused,
    )?
    else {
        return Ok(None);
    };
    let Generated {
        left_out,
        errors,
        warnings,
        ..
    } = generated;
    findings.refused.extend(errors);
    for (message, places) in warnings {
        if message.contains("is held as JSON") {
            findings.held_as_json += places.len();
        } else {
            findings.warnings.insert(message, places.len());
        }
    }
    let left_out: BTreeSet<String> = left_out.into_iter().collect();
    let files: Vec<usize> = (0..size.schemas)
        .filter(|file| !left_out.contains(&stem(*file)))
        .collect();
    let types: Vec<Type> = files
        .iter()
        .map(|file| Type {
            name: stem(*file),
            path: format!("losant_api_suite::types::{}", stem(*file).to_upper_camel_case()),
        })
        .collect();
    let mut probe = Probe::new(root.join("probe"));
    probe
        .dependencies
        .push_str("losant-api-suite = { path = \"../crate\" }\n");
    let Some(program) = found(probe.compile(&types), &mut findings.compiler)? else {
        return Ok(None);
    };
    findings.compiler.extend(program.warnings.iter().cloned());
    let broken = program.broken.iter();
    findings
        .compiler
        .extend(broken.map(|(stem, error)| format!("{stem}: {error}")));
    let files = files
        .into_iter()
        .filter(|file| !program.broken.contains_key(&stem(*file)));
    Ok(Some(Compiled {
        files: files.collect(),
        program,
    }))
}

/// What went well; a defect of what is measured goes into a list.
fn found<T>(result: Result<T, Failure>, defects: &mut Vec<String>) -> Result<Option<T>, Failure> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(error) => {
            defects.push(error.downcast::<Defect>()?.0);
            Ok(None)
        }
    }
}

/// A folder on trial.
struct Trial<'a> {
    folder: &'a Folder,
    patterns: &'a Patterns,
    schemas: &'a Path,
    seed: u64,
    instances: usize,
}

impl Trial<'_> {
    fn judge(&self, compiled: &Compiled, findings: &mut Findings) -> Result<(), Failure> {
        let mut trials = Vec::new();
        let mut sent = Vec::new();
        for &file in &compiled.files {
            let oracle = self.folder.oracle(file)?;
            let root = self.folder.root(file).ok_or("no such file")?;
            let cases = self.cases(root, &oracle)?;
            sent.extend(cases.iter().map(|case| (stem(file), case.text.clone())));
            trials.push((root, oracle, cases));
        }
        let mut answers = compiled.program.run(&sent)?.into_iter();
        for (root, oracle, cases) in trials {
            // By what is wrong, the shortest instance that shows it, and how many do.
            let mut wrong: BTreeMap<&str, (Case, Problem, usize)> = BTreeMap::new();
            for case in cases {
                let answer = answers.next().ok_or("the program gave too few answers")?;
                findings.instances += 1;
                findings.valid += usize::from(case.valid);
                let Some(problem) = problem(&case, &answer, &oracle) else {
                    continue;
                };
                findings.wrong += 1;
                let what = problem.0;
                let count = wrong.get(what).map_or(0, |(.., count)| *count) + 1;
                match wrong.get_mut(what) {
                    Some(known) if known.0.text.len() <= case.text.len() => known.2 = count,
                    _ => {
                        wrong.insert(what, (case, problem, count));
                    }
                }
            }
            let disagreements = wrong.into_values().map(|(case, problem, count)| Disagreement {
                file: self.schemas.join(file_name(root.file)),
                schema: shortened(root.schema),
                problem,
                // What breaks a line in it is white space between values.
                instance: case.text.replace(['\n', '\r'], " "),
                count,
            });
            findings.disagreements.extend(disagreements);
        }
        Ok(())
    }

    /// The instances of a schema: half of them made to be right, most others broken, some made of nothing.
    fn cases(&self, root: Rules, oracle: &Validator) -> Result<Vec<Case>, Failure> {
        let mut hasher = DefaultHasher::new();
        (self.seed, root.file).hash(&mut hasher);
        let numbers = schemas::numbers(root.file);
        let mut maker = Maker::new(self.folder, self.patterns, numbers, hasher.finish());
        let mut cases = Vec::new();
        let mut made = Value::Null;
        for turn in 0..self.instances {
            let value = match turn % 8 {
                0 | 2 | 4 | 6 => {
                    for _ in 0..ATTEMPTS {
                        made = maker.instance(root).unwrap_or_else(|| maker.anything());
                        if oracle.is_valid(&made) {
                            break;
                        }
                    }
                    made.clone()
                }
                7 => maker.anything(),
                _ => broken(&mut maker, &made),
            };
            let text = spelt(&mut maker.rng, &value);
            // The text decides: it is what both are given.
            let value: Value = serde_json::from_str(&text)?;
            let valid = oracle.is_valid(&value);
            cases.push(Case { text, value, valid });
        }
        Ok(cases)
    }
}

/// A schema without spaces, and without what is too long to read.
fn shortened(schema: &Value) -> String {
    let text = schema.to_string();
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}
