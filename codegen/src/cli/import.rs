//! `import`: the description of an API in a form of its own, as JSON Schema and OpenAPI.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use typewright_core::Json;

use super::{BAD_INPUT, DONE, Messages, STALE, message};
use crate::diff::scratch::Scratch;
use crate::diff::{Comparison, Format, Input};
use crate::import::{ImportError, Imported, losant};
use crate::input::digest::digest;
use crate::input::names_file::NAMES;

pub(super) const HELP: &str = "\
Examples:
  typewright import losant --from ../losant-rest-js
  typewright import losant --from ../losant-rest-js --check   what would change?

Exit codes:
  0  done; with --check, the schemas say what the description says
  1  with --check, they do not
  2  the description cannot be imported";

/// The record of what an import has written, beside the schemas.
const LOCK: &str = "import.lock";

#[derive(Args)]
pub(super) struct Import {
    #[command(subcommand)]
    api: Api,
}

#[derive(Subcommand)]
enum Api {
    /// The API of Losant, as its official JavaScript client describes it.
    Losant(Options),
}

#[derive(Args)]
struct Options {
    /// The folder of the description.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,

    /// The folder that the schemas are written to.
    #[arg(long, value_name = "DIR", default_value = "schemas")]
    schemas: PathBuf,

    /// Write nothing; print what the description changes, as `typewright diff` does.
    #[arg(long)]
    check: bool,

    /// Overwrite files that no import has written, or that were edited since.
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    messages: Messages,
}

/// Imports a description.
pub(super) fn run(arguments: &Import) -> u8 {
    let Api::Losant(options) = &arguments.api;
    let earlier = earlier(&options.schemas);
    let done = losant::import(&options.from, &earlier).map_err(|error: ImportError| error.to_string());
    let done = done.and_then(|imported| {
        if options.check {
            check(&imported, options)
        } else {
            write(&imported, options).map(|()| DONE)
        }
    });
    done.unwrap_or_else(|problem| {
        message::problem(&problem, options.messages);
        BAD_INPUT
    })
}

/// Returns the schemas of an earlier import by name. A file that is none has no names to keep.
fn earlier(folder: &Path) -> BTreeMap<String, Json> {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| {
        let path = entry.ok()?.path();
        let name = path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned();
        Some((name, Json::parse(&fs::read_to_string(&path).ok()?).ok()?))
    });
    files.filter(|(name, _)| name != "openapi").collect()
}

/// Writes the files. A file that a person wrote or changed is kept, unless it says the same.
fn write(imported: &Imported, options: &Options) -> Result<(), String> {
    let folder = &options.schemas;
    let lock = folder.join(LOCK);
    let known: BTreeMap<String, String> = match fs::read_to_string(&lock) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", lock.display()))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
        Err(error) => return Err(format!("{}: {error}", lock.display())),
    };
    let files: Vec<(&String, String)> = imported.iter().map(|(name, json)| (name, text(json))).collect();
    for (name, text) in &files {
        let path = folder.join(name);
        let existing = match fs::read(&path) {
            Ok(existing) => existing,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        let is_ours = known.get(*name) == Some(&digest(&existing));
        if !is_ours && existing != text.as_bytes() && !options.force {
            return Err(format!(
                "{} was not written by an import, or was edited since: use --force to overwrite it",
                path.display()
            ));
        }
    }
    let mut digests = BTreeMap::new();
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (name, text) in &files {
        put(&folder.join(name), text)?;
        digests.insert((*name).clone(), digest(text.as_bytes()));
    }
    let digests = serde_json::to_string_pretty(&digests).map_err(|error| error.to_string())?;
    put(&lock, &format!("{digests}\n"))
}

fn put(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Prints what the description changes.
fn check(imported: &Imported, options: &Options) -> Result<u8, String> {
    let scratch = Scratch::new().map_err(|error| error.to_string())?;
    for (name, json) in imported {
        put(&scratch.path().join(name), &text(json))?;
    }
    let names = options.schemas.join(NAMES);
    if names.is_file() {
        fs::copy(&names, scratch.path().join(NAMES)).map_err(|error| format!("{}: {error}", names.display()))?;
    }
    let new = Input::Path(scratch.path().to_owned());
    let comparison = Comparison::new(Input::Path(options.schemas.clone()), new).keep_going();
    let report = match comparison.run() {
        Ok(report) => report,
        Err(diagnostics) => {
            message::report(&diagnostics.0, options.messages);
            return Ok(BAD_INPUT);
        }
    };
    let rendered = report.render(Format::Human, false);
    let rendered = rendered.replace(&format!("{}/", scratch.path().display()), "");
    let written = io::stdout().lock().write_all(rendered.as_bytes());
    written.map_err(|error| format!("cannot write the findings: {error}"))?;
    Ok(if report.findings.is_empty() { DONE } else { STALE })
}

/// The text of a file.
fn text(json: &Json) -> String {
    match serde_json::to_string_pretty(json) {
        Ok(text) => text + "\n",
        Err(error) => unreachable!("JSON can be written: {error}"),
    }
}
