//! `diff`: what a change of schemas breaks.

use std::io::{self, Write as _};
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};

use super::git_driver::Change;
use super::{BAD_INPUT, Color, DONE, Formats, Generate, Messages, STALE, message, url_folder};
use crate::diff::{Comparison, Format, Ignore, Input, Report, Verdict};

pub(super) const HELP: &str = "\
Examples:
  typewright diff git:HEAD schemas   what do the uncommitted changes break?
  typewright diff git:v1.0.0 git:HEAD
  typewright diff git:main:api/schemas api/schemas --format markdown
  typewright diff old/openapi.json new/openapi.json --format json
  typewright diff git:main schemas --fail-on rust --ignore accepted.json

Exit codes:
  0  nothing breaks at the level of --fail-on
  1  something breaks
  2  one of the versions has errors, all of which are listed";

#[derive(Args)]
pub(super) struct Diff {
    /// The version before: a folder, a file, or git:REV[:PATH] (PATH is `schemas` if it is left out).
    #[arg(value_name = "OLD")]
    old: String,

    /// The version after.
    #[arg(value_name = "NEW")]
    new: String,

    /// What git passes to a diff driver, behind the first two arguments.
    #[arg(value_name = "GIT", hide = true, num_args = 0.., conflicts_with_all = [
        "format", "fail_on", "ignore", "overlay", "old_overlay", "new_overlay", "keep_going", "map_url", "formats",
    ])]
    rest: Vec<String>,

    /// How the findings are written on standard output.
    #[arg(long, value_enum, default_value_t = OutputFormat::Human)]
    format: OutputFormat,

    /// Show every finding in full. Without this, a report of more than 300 lines has a line for each cause.
    #[arg(long)]
    all: bool,

    /// Which break makes the exit code 1.
    #[arg(long, value_enum, default_value_t = FailOn::Wire)]
    fail_on: FailOn,

    /// A JSON array of findings that were reviewed and accepted, each with `rule`, `pointer`, `reason`, and optionally
    /// `expires` (a date). An entry that is expired, or that no finding belongs to, is an error.
    #[arg(long, value_name = "FILE")]
    ignore: Option<PathBuf>,

    /// Apply an overlay to both versions before they are compared. Can be repeated.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,

    /// Apply an overlay to OLD only.
    #[arg(long, value_name = "FILE")]
    old_overlay: Vec<PathBuf>,

    /// Apply an overlay to NEW only.
    #[arg(long, value_name = "FILE")]
    new_overlay: Vec<PathBuf>,

    /// Leave out schemas and actions with errors, and compare the rest.
    #[arg(long)]
    keep_going: bool,

    /// Read references to this URL from a local folder. Can be repeated.
    #[arg(long, value_name = "URL=DIR", value_parser = url_folder)]
    map_url: Vec<(String, PathBuf)>,

    /// How the keyword `format` is used.
    #[arg(long, value_enum, default_value_t = Formats::Check)]
    formats: Formats,

    #[command(flatten)]
    messages: Messages,
}

#[derive(Clone, Copy, ValueEnum)]
enum OutputFormat {
    /// Text with source lines.
    Human,
    /// One JSON object.
    Json,
    /// For a pull request or a changelog.
    Markdown,
    /// Annotations of GitHub workflows.
    Github,
    /// A test report.
    Junit,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    /// Programs built before cannot talk to the server anymore.
    Wire,
    /// The same, or the exact check of the old bindings disagrees with the server.
    Check,
    /// The same as `wire`, or code that uses the bindings does not compile anymore.
    Rust,
    /// Nothing.
    None,
}

/// Compares two versions.
pub(super) fn run(arguments: &Diff) -> u8 {
    if !arguments.rest.is_empty() {
        return for_git(arguments);
    }
    let mut comparison = reading(
        Comparison::new(Input::parse(&arguments.old), Input::parse(&arguments.new)),
        &arguments.overlay,
        &arguments.map_url,
        arguments.formats,
        arguments.keep_going,
    );
    for file in &arguments.old_overlay {
        comparison = comparison.old_overlay(file);
    }
    for file in &arguments.new_overlay {
        comparison = comparison.new_overlay(file);
    }
    let report = comparison.run().and_then(|mut report| {
        if let Some(path) = &arguments.ignore {
            report.ignore(&Ignore::read(path)?)?;
        }
        Ok(report)
    });
    let report = match report {
        Ok(report) => report,
        Err(diagnostics) => {
            message::report(&diagnostics.0, arguments.messages);
            return BAD_INPUT;
        }
    };
    let format = match arguments.format {
        OutputFormat::Human if arguments.all => Format::Full,
        OutputFormat::Human => Format::Human,
        OutputFormat::Json => Format::Json,
        OutputFormat::Markdown => Format::Markdown,
        OutputFormat::Github => Format::Github,
        OutputFormat::Junit => Format::Junit,
    };
    let text = report.render(format, colors(arguments.messages));
    if !print(&text, arguments.messages) {
        return BAD_INPUT;
    }
    if fails(&report, arguments.fail_on) { STALE } else { DONE }
}

/// Compares two versions of a file for git, which takes any other exit code for a failure of the driver.
fn for_git(arguments: &Diff) -> u8 {
    let rest = arguments.rest.iter().map(String::as_str);
    let all: Vec<&str> = [arguments.old.as_str(), arguments.new.as_str()]
        .into_iter()
        .chain(rest)
        .collect();
    let Some(change) = Change::of(&all) else {
        let problem = "expected two versions, or the seven arguments of a diff driver of git";
        message::problem(problem, arguments.messages);
        return BAD_INPUT;
    };
    let format = if arguments.all { Format::Full } else { Format::Human };
    let text = change.text(format, colors(arguments.messages));
    if print(&text, arguments.messages) {
        DONE
    } else {
        BAD_INPUT
    }
}

/// Prints what changed since another version, after code was generated.
pub(super) fn after_generation(old: &str, arguments: &Generate) -> u8 {
    let schemas = &arguments.schemas;
    let old = match old.strip_prefix("git:") {
        Some(revision) if !revision.contains(':') => format!("{old}:{}", schemas.display()),
        _ => old.to_owned(),
    };
    let comparison = reading(
        Comparison::new(Input::parse(&old), Input::Path(schemas.clone())),
        &arguments.overlay,
        &arguments.map_url,
        arguments.formats,
        arguments.keep_going,
    );
    match comparison.run() {
        Ok(report) => {
            let text = report.render(Format::Human, colors(arguments.messages));
            if print(&text, arguments.messages) {
                DONE
            } else {
                BAD_INPUT
            }
        }
        Err(diagnostics) => {
            message::report(&diagnostics.0, arguments.messages);
            BAD_INPUT
        }
    }
}

/// Sets how both versions are read.
fn reading(
    mut comparison: Comparison,
    overlays: &[PathBuf],
    urls: &[(String, PathBuf)],
    formats: Formats,
    keep_going: bool,
) -> Comparison {
    for file in overlays {
        comparison = comparison.overlay(file);
    }
    for (url, folder) in urls {
        comparison = comparison.map_url(url, folder);
    }
    if let Formats::Annotate = formats {
        comparison = comparison.formats_as_annotations();
    }
    if keep_going {
        comparison = comparison.keep_going();
    }
    comparison
}

fn colors(messages: Messages) -> bool {
    match messages.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// Writes the findings; `false` if that failed. Nobody has to read to the end.
fn print(text: &str, messages: Messages) -> bool {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => true,
        Err(error) => {
            message::problem(&format!("cannot write the findings: {error}"), messages);
            false
        }
    }
}

fn fails(report: &Report, level: FailOn) -> bool {
    report.findings.iter().any(|finding| {
        let verdicts: &[Verdict] = match level {
            FailOn::Wire => &[finding.wire],
            FailOn::Check => &[finding.wire, finding.check],
            FailOn::Rust => &[finding.wire, finding.rust],
            FailOn::None => &[],
        };
        verdicts.contains(&Verdict::Breaks)
    })
}
