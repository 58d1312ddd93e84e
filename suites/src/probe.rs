//! A program made of generated types, which says how instances fare with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde::Deserialize;

use crate::{Defect, Failure, folders};

/// How long a single instance may take: one that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// The name of the program.
const NAME: &str = "probe";

/// A generated type.
#[derive(Debug, Clone)]
pub struct Type {
    /// What cases call it; a Rust identifier.
    pub name: String,
    /// Its Rust path, as seen from the program's module `types`.
    pub path: String,
}

/// The crate of the program, to be compiled.
#[derive(Debug)]
pub struct Probe {
    folder: PathBuf,
    /// Lines for `[dependencies]`, beside the runtime and `serde_json`.
    pub dependencies: String,
    /// Whether the types are modules in [`Probe::modules`], each named like its type.
    pub has_modules: bool,
}

/// The program, compiled.
#[derive(Debug)]
pub struct Program {
    executable: PathBuf,
    folder: PathBuf,
    /// Types that do not compile, with the compiler's first word on each.
    pub broken: BTreeMap<String, String>,
    /// Warnings of the compiler about the program and what it depends on.
    pub warnings: Vec<String>,
}

/// What came of parsing one instance both ways.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Answer {
    /// Parsed exactly.
    pub exact: Outcome,
    /// Parsed with plain `Deserialize`, then validated.
    pub liberal: Outcome,
}

/// What came of parsing one instance.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// What the value is written as.
    pub back: Option<String>,
    /// Pointer, keyword, limit, found.
    pub violations: Vec<[String; 4]>,
    /// Any other problem, in words.
    pub failed: Option<String>,
}

impl Outcome {
    /// Whether the instance was accepted.
    pub fn is_accepted(&self) -> bool {
        self.failed.is_none() && self.violations.is_empty()
    }

    /// Whether something went wrong that is no verdict: a panic, a crash, a hang.
    pub fn is_crash(&self) -> bool {
        self.failed.as_deref().is_some_and(|failed| {
            failed.starts_with("panicked") || failed.starts_with("crashed") || failed.starts_with("serialising")
        })
    }

    /// Why it was refused, on one line.
    pub fn reason(&self) -> String {
        let violations = self.violations.iter().map(|[pointer, keyword, limit, found]| {
            format!("{pointer:?}: expected {limit} ({keyword}), found {found}")
        });
        let all: Vec<String> = self.failed.iter().cloned().chain(violations).collect();
        all.join("; ")
    }
}

impl Probe {
    /// A program in a folder.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            dependencies: String::new(),
            has_modules: false,
        }
    }

    /// Where the modules of the types go.
    pub fn modules(&self) -> PathBuf {
        self.folder.join("src/types")
    }

    /// Compiles the program; types that do not compile are left out.
    ///
    /// # Errors
    /// If it does not compile and no type is at fault, which is a [`Defect`]; or if cargo cannot be run.
    pub fn compile(&self, types: &[Type]) -> Result<Program, Failure> {
        // A JSON string is a TOML basic string.
        let runtime = serde_json::to_string(&folders::repository().join("runtime"))?;
        let manifest = format!(
            "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ntypewright-runtime = {{ path = {runtime} }}\nserde_json = \"1\"\n{}\n\
             [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n",
            self.dependencies
        );
        folders::write(&self.folder.join("Cargo.toml"), &manifest)?;
        folders::write(&self.folder.join("src/main.rs"), include_str!("../probe/main.rs"))?;
        // The versions that the workspace is tested with.
        let lock = folders::repository().join("Cargo.lock");
        if let Ok(lock) = fs::read_to_string(lock) {
            folders::write(&self.folder.join("Cargo.lock"), &lock)?;
        }
        let mut broken = BTreeMap::new();
        loop {
            let left: Vec<&Type> = types.iter().filter(|known| !broken.contains_key(&known.name)).collect();
            folders::write(&self.folder.join("src/types.rs"), &self.list(&left))?;
            let built = self.build(&left)?;
            if let Some(executable) = built.executable {
                return Ok(Program {
                    executable,
                    folder: self.folder.clone(),
                    broken,
                    warnings: built.warnings,
                });
            }
            if built.broken.is_empty() && built.other.is_empty() {
                return Err("cargo cannot build the program; what it says is above".into());
            }
            if built.broken.is_empty() {
                return Err(Defect(format!("no type is at fault, but: {}", built.other.join("\n"))).into());
            }
            broken.extend(built.broken);
        }
    }

    fn list(&self, types: &[&Type]) -> String {
        // Nothing but the probe uses the types, so most of what is generated is dead here.
        let mut text = "#![allow(dead_code)]\n\n".to_owned();
        if self.has_modules {
            for Type { name, .. } in types {
                let _ = writeln!(text, "mod {name};");
            }
        }
        text.push_str("\npub const TYPES: &[(&str, crate::Probe)] = &[\n");
        for Type { name, path } in types {
            let _ = writeln!(text, "    (\"{name}\", crate::probe::<{path}>),");
        }
        text.push_str("];\n");
        text
    }

    fn build(&self, types: &[&Type]) -> Result<Built, Failure> {
        let output = Command::new("cargo")
            .args(["build", "--quiet", "--message-format=json", "--target-dir"])
            .arg(folders::target())
            .current_dir(&self.folder)
            .stderr(Stdio::inherit())
            .output()?;
        let mut built = Built::default();
        let known: BTreeSet<&str> = types.iter().map(|known| known.name.as_str()).collect();
        let list: Vec<String> = folders::read(&self.folder.join("src/types.rs"))?
            .lines()
            .map(str::to_owned)
            .collect();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<CargoMessage>(line) else {
                continue;
            };
            if message.reason == "compiler-artifact" {
                built.executable = message.executable.or(built.executable);
            }
            let Some(found) = message.message else {
                continue;
            };
            // A crate that the program depends on has files of the same names.
            let package = message.target.map(|target| target.name).unwrap_or_default();
            let spans = found.spans.iter().filter(|_| package == NAME);
            let guilty = spans
                .filter_map(|span| span.guilty(&list))
                .find(|name| known.contains(name.as_str()));
            let text = format!("{package} {}: {}", found.place(), found.message);
            match (found.level.as_str(), guilty) {
                ("error" | "error: internal compiler error", Some(name)) => {
                    built.broken.entry(name).or_insert(text);
                }
                ("error" | "error: internal compiler error", None) => built.other.push(text),
                // One without a place only counts the others.
                ("warning", _) if !found.spans.is_empty() => built.warnings.push(text),
                _ => {}
            }
        }
        Ok(built)
    }
}

#[derive(Default)]
struct Built {
    executable: Option<PathBuf>,
    broken: BTreeMap<String, String>,
    warnings: Vec<String>,
    other: Vec<String>,
}

/// A line of what cargo says.
#[derive(Deserialize)]
struct CargoMessage {
    reason: String,
    target: Option<Target>,
    executable: Option<PathBuf>,
    message: Option<Diagnostic>,
}

/// What a message is about.
#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    message: String,
    spans: Vec<Span>,
}

impl Diagnostic {
    fn place(&self) -> String {
        match self.spans.first() {
            Some(span) => format!("{}:{}", span.file_name, span.line_start),
            None => String::new(),
        }
    }
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

impl Span {
    /// The type whose code this is, also if a macro of the runtime stands between.
    fn guilty(&self, list: &[String]) -> Option<String> {
        let here = if self.file_name == "src/types.rs" {
            let line = list.get(self.line_start.checked_sub(1)?)?;
            line.split('"')
                .nth(1)
                .map(str::to_owned)
                .or_else(|| line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned))
        } else {
            let rest = self.file_name.strip_prefix("src/types/")?;
            rest.split('/').next().map(str::to_owned)
        };
        here.or_else(|| self.expansion.as_ref()?.span.guilty(list))
    }
}

impl Program {
    /// Lets it parse instances: the name of a type and JSON text, each.
    ///
    /// # Errors
    /// If the program cannot be run. An instance that crashes it, or that it does not finish with, is an answer.
    pub fn run(&self, cases: &[(String, String)]) -> Result<Vec<Answer>, Failure> {
        let path = self.folder.join("cases.json");
        folders::write(&path, &serde_json::to_string(cases)?)?;
        let mut answers = Vec::new();
        while answers.len() < cases.len() {
            let fate = self.go_on(&path, cases.len(), &mut answers)?;
            if answers.len() < cases.len() {
                let crashed = Outcome {
                    failed: Some(format!("crashed: {fate}")),
                    ..Outcome::default()
                };
                answers.push(Answer {
                    exact: crashed.clone(),
                    liberal: crashed,
                });
            }
        }
        Ok(answers)
    }

    /// Takes answers as long as the program lives; says how it ended.
    fn go_on(&self, path: &Path, all: usize, answers: &mut Vec<Answer>) -> Result<String, Failure> {
        let mut child = Command::new(&self.executable)
            .arg(path)
            .arg(answers.len().to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or("the program has no output")?;
        let (sender, receiver) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let fate = loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok(line) => answers.push(serde_json::from_str(&line)?),
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    child.kill()?;
                    child.wait()?;
                    break format!("no answer within {} s", PATIENCE.as_secs());
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break child.wait()?.to_string(),
            }
        };
        reader.join().map_err(|_| "the reader failed")?;
        if answers.len() > all {
            return Err("the program says more than it was asked".into());
        }
        Ok(fate)
    }
}
