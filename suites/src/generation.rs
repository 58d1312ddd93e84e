//! The generator as its users run it, and the compiler on what it writes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::cpu::measured;
use crate::{Defect, Failure, folders};
use serde::Deserialize;
use serde_json::Value;

/// How often the generator runs where its time counts.
pub const RUNS: usize = 5;

/// How long a single run may take: one that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The name of the crate.
pub const NAME: &str = "losant-api-suite";

/// What the generator did.
pub struct Generated {
    /// How many schemas it was given.
    pub schemas: usize,
    /// The stems of those that it left out.
    pub left_out: Vec<String>,
    /// Wall time.
    pub seconds: f64,
    /// User and system time.
    pub cpu: Option<f64>,
    /// Lines of Rust.
    pub lines: usize,
    /// What it refused, each with its place.
    pub errors: Vec<String>,
    /// What it warned of, with the places; never empty.
    pub warnings: BTreeMap<String, Vec<String>>,
}

/// What the compiler did.
pub struct Checked {
    /// Whether it found no error.
    pub compiles: bool,
    /// User and system time from nothing, dependencies and all.
    pub cpu: Option<f64>,
    /// The same for the crate alone.
    pub cpu_alone: Option<f64>,
    /// What it warns of in the crate.
    pub warnings: Vec<String>,
}

impl Checked {
    /// Whether it found nothing to say.
    pub fn is_valid(&self) -> bool {
        self.compiles && self.warnings.is_empty()
    }
}

#[derive(Deserialize)]
struct Diagnostic {
    severity: String,
    message: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    line: usize,
    #[serde(default)]
    column: usize,
    #[serde(default)]
    pointer: String,
}

/// Generates the crate, with the generator in its release build, so many times; the quickest run counts.
///
/// # Errors
/// If the generator does not build, fails or hangs. The last two are a [`Defect`].
pub fn generate(schemas: &Path, folder: &Path, runs: usize) -> Result<Generated, Failure> {
    let generator = build()?;
    // The schemas as the generator names them: by the way from here.
    let mut command = Command::new(generator);
    command
        .current_dir(schemas.parent().unwrap_or(schemas))
        .args(["generate", "--keep-going", "--message-format", "json", "--name", NAME])
        .args(["--schemas", &folders::stem(schemas)])
        .arg("--crate")
        .arg(folder)
        .arg("--runtime-path")
        .arg(folders::repository().join("runtime"));
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut best: Option<(f64, Option<f64>)> = None;
    let mut said = String::new();
    for _ in 0..runs {
        let start = Instant::now();
        let (ran, cpu) = measured(|| run(&mut command));
        let seconds = start.elapsed().as_secs_f64();
        said = ran?;
        if best.is_none_or(|(known, _)| seconds < known) {
            best = Some((seconds, cpu));
        }
    }
    let (seconds, cpu) = best.unwrap_or_default();
    let diagnostics: Vec<Diagnostic> = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let mut left_out = Vec::new();
    let mut errors = Vec::new();
    let mut warnings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for found in diagnostics {
        let place = format!("{}:{}:{} ({})", found.file, found.line, found.column, found.pointer);
        if found.severity == "error" {
            left_out.push(folders::stem(Path::new(&found.file)));
            errors.push(format!("{place}: {}", found.message));
        } else {
            warnings.entry(found.message).or_default().push(place);
        }
    }
    left_out.sort();
    left_out.dedup();
    Ok(Generated {
        schemas: folders::json_files(schemas)?.len(),
        left_out,
        seconds,
        cpu,
        lines: lines(&folder.join("src"))?,
        errors,
        warnings,
    })
}

/// Runs the generator; what it says.
fn run(command: &mut Command) -> Result<String, Failure> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let mut stderr = child.stderr.take().ok_or("the generator has no output")?;
    let (sender, receiver) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut said = Vec::new();
        let read = stderr.read_to_end(&mut said);
        let _ = sender.send(read.map(|_| String::from_utf8_lossy(&said).into_owned()));
    });
    let said = receiver.recv_timeout(PATIENCE);
    if said.is_err() {
        child.kill()?;
    }
    let status = child.wait()?;
    reader.join().map_err(|_| "the reader failed")?;
    match said {
        Ok(said) if status.success() => Ok(said?),
        Ok(said) => Err(Defect(format!("the generator failed ({status}): {}", said?)).into()),
        Err(_) => Err(Defect(format!("the generator does not end within {} s", PATIENCE.as_secs())).into()),
    }
}

/// Builds the generator; where it is.
fn build() -> Result<PathBuf, Failure> {
    let output = Command::new("cargo")
        .args([
            "build",
            "--quiet",
            "--release",
            "-p",
            "typewright",
            "--message-format=json",
        ])
        .current_dir(folders::repository())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .ok_or_else(|| "the generator does not build".into())
}

fn lines(folder: &Path) -> Result<usize, Failure> {
    let mut lines = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        lines += if path.is_dir() {
            self::lines(&path)?
        } else {
            folders::read(&path)?.lines().count()
        };
    }
    Ok(lines)
}

/// Runs `cargo check` on the crate with these features, from nothing.
///
/// # Errors
/// If Cargo cannot be run.
pub fn check(folder: &Path, features: &str) -> Result<Checked, Failure> {
    // The versions that the workspace is tested with.
    fs::copy(folders::repository().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let target = folders::target().join("check");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    // What is not at hand yet must not be fetched on the clock.
    Command::new("cargo")
        .args(["fetch", "--quiet"])
        .current_dir(folder)
        .status()?;
    let mut command = Command::new("cargo");
    command
        .args([
            "check",
            "--quiet",
            "--message-format=json",
            "--features",
            features,
            "--target-dir",
        ])
        .arg(&target)
        .current_dir(folder)
        .stderr(Stdio::null());
    let (output, cpu) = measured(|| command.output());
    let output = output?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages = || said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let warnings = messages()
        .filter(|message| {
            message["package_id"]
                .as_str()
                .is_some_and(|package| package.contains(NAME))
        })
        .filter_map(|message| {
            let found = message.get("message")?;
            let span = found["spans"].get(0);
            let place = span.map(|span| {
                format!(
                    "{}:{}",
                    span["file_name"].as_str().unwrap_or_default(),
                    span["line_start"]
                )
            });
            (found["level"] != "failure-note").then(|| {
                let text = found["message"].as_str().unwrap_or_default();
                format!("{}: {text}", place.unwrap_or_default())
            })
        })
        .collect();
    // Touching a file would not do: what the compiler remembers of the first time makes the second quicker.
    Command::new("cargo")
        .args(["clean", "--quiet", "-p", NAME, "--target-dir"])
        .arg(&target)
        .current_dir(folder)
        .status()?;
    let (again, cpu_alone) = measured(|| command.output());
    Ok(Checked {
        compiles: output.status.success() && again?.status.success(),
        cpu,
        cpu_alone,
        warnings,
    })
}
