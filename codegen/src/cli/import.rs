//! `import`: the description of an API in a form of its own, as JSON Schema and OpenAPI.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use typewright_core::Json;

use super::{BAD_INPUT, DONE, Messages, STALE, message};
use crate::diff::scratch::Scratch;
use crate::diff::{Comparison, Format, Input};
use crate::emit::format::File;
use crate::emit::output::{self, Output};
use crate::import::{Files, ImportError, layout, losant};
use crate::input::file::is_document;
use crate::input::names_file::NAMES;

pub(super) const HELP: &str = "\
Examples:
  typewright import losant --from ../losant-rest-js
  typewright import losant --from ../losant-rest-js --check   what would change?

Exit codes:
  0  done; with --check, the schemas say what the description says
  1  with --check, they do not
  2  the description cannot be imported, or the schemas cannot be written";

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

    /// Overwrite imported files that were edited since.
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    messages: Messages,
}

/// Imports a description.
pub(super) fn run(arguments: &Import) -> u8 {
    let Api::Losant(options) = &arguments.api;
    import(options).unwrap_or_else(|problem| {
        message::problem(&problem, options.messages);
        BAD_INPUT
    })
}

fn import(options: &Options) -> Result<u8, String> {
    let recorded = output::recorded(&options.schemas).map_err(|error| error.to_string())?;
    let earlier = earlier(&options.schemas, &recorded)?;
    let imported = losant::import(&options.from, &earlier).map_err(|error: ImportError| error.to_string())?;
    for warning in &imported.warnings {
        message::warning(warning, options.messages);
    }
    if options.check {
        check(&imported.files, &recorded, options)
    } else {
        write(&imported.files, options)
    }
}

/// Returns the files of an earlier import by name, without `.json`. A folder that does not exist yet has none.
fn earlier(folder: &Path, recorded: &BTreeSet<String>) -> Result<BTreeMap<String, Json>, String> {
    let mut files = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        Err(error) => return Err(failed(folder, error)),
    };
    for entry in entries {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let Some(file) = path.file_name().and_then(OsStr::to_str) else {
            continue;
        };
        let Some(name) = file.strip_suffix(".json") else {
            continue;
        };
        let text = fs::read_to_string(&path).map_err(|error| error.to_string());
        match text.and_then(|text| Json::parse(&text).map_err(|error| error.to_string())) {
            Ok(json) => {
                files.insert(name.to_owned(), json);
            }
            Err(error) if recorded.contains(file) => {
                return Err(format!(
                    "{}: the names of an earlier import cannot be read: {error}\n  help: restore the file, or remove it: \
                     its shapes may get other names then",
                    path.display()
                ));
            }
            // No import wrote this file, so it has no names to keep.
            Err(_) => {}
        }
    }
    Ok(files)
}

fn failed(path: &Path, error: io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// Writes the files, and removes those of an earlier import that the description no longer has.
fn write(imported: &Files, options: &Options) -> Result<u8, String> {
    let files = imported.iter().map(|(name, json)| File {
        path: name.clone(),
        text: layout::text(json),
    });
    let output = Output::of_files(files.collect());
    let folder = &options.schemas;
    let result = if options.force {
        output.overwrite(folder)
    } else {
        output.write(folder)
    };
    match result {
        Ok(written) => {
            message::written(&written, folder, options.messages);
            Ok(DONE)
        }
        Err(error) if error.yields_to_force() => Err(format!(
            "cannot write the schemas: {error}\n  help: undo the edits or move them to an overlay, or run the same command \
             with --force"
        )),
        Err(error) => Err(format!("cannot write the schemas: {error}")),
    }
}

/// Prints what the description changes.
fn check(imported: &Files, recorded: &BTreeSet<String>, options: &Options) -> Result<u8, String> {
    let scratch = Scratch::new().map_err(|error| error.to_string())?;
    for (name, json) in imported {
        let path = scratch.path().join(name);
        fs::write(&path, layout::text(json)).map_err(|error| failed(&path, error))?;
    }
    // An import leaves every other file as it is: names, overlays, and schemas that no import wrote.
    let entries = fs::read_dir(&options.schemas).map_err(|error| failed(&options.schemas, error))?;
    for entry in entries {
        let path = entry.map_err(|error| failed(&options.schemas, error))?.path();
        let name = path.file_name().unwrap_or_default();
        let is_imported = name
            .to_str()
            .is_some_and(|name| imported.contains_key(name) || recorded.contains(name));
        let belongs = name == NAMES || is_document(&path);
        if belongs && !is_imported {
            fs::copy(&path, scratch.path().join(name)).map_err(|error| failed(&path, error))?;
        }
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
