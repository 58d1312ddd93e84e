//! `typewright`: arguments in, exit code out.

mod contains;
mod diff;
mod features;
mod git_driver;
mod import;
mod message;
mod package;
mod plain_package;
mod rustfmt;
mod stale;

use std::ffi::OsString;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::{Diagnostics, Generator};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Everything is in order.
const DONE: u8 = 0;
/// The generated code is not up to date, or could not be written.
const STALE: u8 = 1;
/// The input has errors; no files were written.
const BAD_INPUT: u8 = 2;

/// Generates Rust from documented JSON: exact, lossless types from JSON Schemas (draft-07), and endpoint descriptors
/// from an OpenAPI document.
#[derive(Parser)]
#[command(version, arg_required_else_help = true, after_help = FIRST)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read schemas and write Rust code.
    ///
    /// Every file of the folder that ends in .json, .yaml or .yml is a JSON Schema (draft-07) and gives one public type,
    /// named after the file: userOauthToken.json gives `types::UserOauthToken`. One of them may be an OpenAPI document,
    /// which describes the endpoints and may refer to the others by file name. It is recognised by its content.
    #[command(after_long_help = EXAMPLES)]
    Generate(Box<Generate>),
    /// Does one schema accept everything that another accepts?
    ///
    /// Prints `yes`, `no` with a value that A accepts and B rejects, or `undecided` with the reason.
    #[command(after_long_help = CONTAINS)]
    Contains(contains::Contains),
    /// What does a change of schemas break?
    ///
    /// Compares two versions of a folder of schemas. Each finding has three verdicts: whether programs built before can
    /// talk to a server that follows the new version (wire), whether their exact check agrees with it (check), and whether
    /// code compiles against the new bindings (rust). What is called a break is shown by a value or by the generated code.
    #[command(after_long_help = diff::HELP)]
    Diff(Box<diff::Diff>),
    /// Read the description of an API in a form of its own, and write JSON Schemas and an OpenAPI document.
    #[command(after_long_help = import::HELP)]
    Import(import::Import),
}

const CONTAINS: &str = "\
Exit codes:
  0  yes, or a batch was completed
  1  no
  2  the input is at fault
  3  undecided";

const FIRST: &str = "\
Examples:
  typewright generate          refresh generated/ from schemas/
  typewright generate --help   all options, and more examples";

// No line is wider than a terminal of 80 columns, where it would be broken.
const EXAMPLES: &str = "\
Examples:
  typewright generate          refresh generated/ from schemas/
  typewright generate --check  is it up to date? If not, show the difference
  typewright generate --schemas api --out src/api
  typewright generate --schemas openapi.yaml --out src/api
  typewright generate --schemas api --crate ../acme-api --name acme-api
  typewright generate --crate ../acme-api --name acme-api --keep-going

Exit codes:
  0  done, or up to date
  1  --check found a difference, or the files could not be written
  2  the schemas have errors, all of which are listed; no files were written";

#[derive(Args)]
struct Generate {
    /// The folder with the schemas; or one file, which is read with the files that it refers to; or `-` for one document on
    /// standard input, which cannot refer to files.
    ///
    /// The names of all types are kept in a names file: `names.lock` in the folder, or `pets.names.lock` beside pets.yaml.
    /// Commit it. Without a file (`-`), names are not kept. The stamp (`typewright.lock`) is always beside the generated
    /// code.
    #[arg(long, value_name = "DIR|FILE|-", default_value = "schemas")]
    schemas: PathBuf,

    /// The folder for the generated code, made of mod.rs and what belongs to it.
    #[arg(long, value_name = "DIR", default_value = "generated", conflicts_with = "package")]
    out: PathBuf,

    /// Write a complete crate into this folder instead.
    #[arg(id = "package", long = "crate", value_name = "DIR", requires = "name")]
    package: Option<PathBuf>,

    /// The name of that crate.
    #[arg(long, value_name = "NAME", requires = "package")]
    name: Option<String>,

    /// The folder of typewright-runtime. Without it, the crate depends on the published version.
    #[arg(long, value_name = "DIR", requires = "package")]
    runtime_path: Option<PathBuf>,

    /// Write nothing; print what would change as a unified diff, and exit with 1 if there is a difference.
    #[arg(long)]
    check: bool,

    /// Overwrite generated files that were edited, and list them. Files that typewright did not generate are never
    /// overwritten.
    #[arg(long, conflicts_with = "check")]
    force: bool,

    /// Print what changed since another version and what that breaks, as `typewright diff` does: a folder, a file, or
    /// git:REV[:PATH], where PATH is the folder of the schemas if it is left out.
    #[arg(long, value_name = "OLD", conflicts_with = "check")]
    compare: Option<String>,

    /// Exclude schemas and actions with errors, report them, and generate the rest.
    #[arg(long)]
    keep_going: bool,

    /// What the types are.
    #[cfg(feature = "plain")]
    #[arg(long, value_enum, default_value_t = Types::Exact)]
    types: Types,

    /// Apply an overlay (Overlay 1.1, JSON or YAML) to the OpenAPI document before it is read. Can be repeated.
    ///
    /// Overlays among the schemas are applied first, without this option: every *.overlay.yaml (or .json, .yml) of the
    /// folder, or pets.overlay.yaml beside pets.yaml. An action whose target matches nothing is an error.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,

    /// Read references to this URL from a local folder. Can be repeated. The network is never used.
    #[arg(long, value_name = "URL=DIR", value_parser = url_folder)]
    map_url: Vec<(String, PathBuf)>,

    /// How the keyword `format` is used.
    #[arg(long, value_enum, default_value_t = Formats::Check)]
    formats: Formats,

    #[command(flatten)]
    messages: Messages,
}

/// How messages are written on standard error.
#[derive(Args, Clone, Copy)]
pub(crate) struct Messages {
    /// How diagnostics are written on standard error.
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,

    /// Whether diagnostics are colored. `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
enum Formats {
    /// Strings are validated, and parsed where there is a type for the format.
    Check,
    /// Strings with a format are plain strings.
    Annotate,
}

#[cfg(feature = "plain")]
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Types {
    /// Lossless, with an exact check and endpoints; they need typewright-runtime.
    Exact,
    /// Plain serde types, which need no runtime; no check and no endpoints.
    Plain,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum MessageFormat {
    /// Text with source lines.
    Human,
    /// One JSON object per line.
    Json,
}

/// Runs the command that the arguments ask for. The first of them is the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(match Cli::parse_from(arguments).command {
        Command::Generate(arguments) => generate(&arguments),
        Command::Contains(arguments) => contains::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
    })
}

/// Runs `cargo typewright`: Cargo passes the name of the subcommand as the first argument.
pub fn run_for_cargo(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|argument| argument == "typewright") {
        arguments.remove(1);
    }
    run(arguments)
}

fn generate(arguments: &Generate) -> u8 {
    let names_beside = (arguments.schemas.as_os_str() != "-").then_some(&arguments.schemas);
    let mut generator = match names_beside {
        Some(schemas) => Generator::new(schemas),
        None => match standard_input() {
            Ok(text) => Generator::of_text(text),
            Err(error) => {
                message::problem(&format!("cannot read standard input: {error}"), arguments.messages);
                return BAD_INPUT;
            }
        },
    };
    for (url, folder) in &arguments.map_url {
        generator = generator.map_url(url, folder);
    }
    for overlay in &arguments.overlay {
        generator = generator.overlay(overlay);
    }
    if let Formats::Annotate = arguments.formats {
        generator = generator.formats_as_annotations();
    }
    if arguments.keep_going {
        generator = generator.keep_going();
    }
    #[cfg(feature = "plain")]
    let is_plain = arguments.types == Types::Plain;
    #[cfg(not(feature = "plain"))]
    let is_plain = false;
    #[cfg(feature = "plain")]
    if is_plain {
        generator = generator.plain_types();
    }
    let mut output = match generator.generate() {
        Ok(output) => match names_beside {
            Some(schemas) => output.with_names_in(schemas),
            None => output,
        },
        Err(Diagnostics(diagnostics)) => {
            message::report(&diagnostics, arguments.messages);
            message::refused(&diagnostics, arguments.messages);
            return BAD_INPUT;
        }
    };
    message::report(&output.diagnostics, arguments.messages);
    message::excluded(&output.diagnostics, arguments.messages);
    let folder = match (&arguments.package, &arguments.name) {
        (Some(folder), Some(name)) => {
            if let Err(problem) =
                package::complete(&mut output, name, folder, arguments.runtime_path.as_deref(), is_plain)
            {
                message::problem(&problem, arguments.messages);
                return BAD_INPUT;
            }
            folder
        }
        _ => {
            if let Some(warning) = features::missing(&arguments.out, &output.contents.features) {
                message::warning(&warning, arguments.messages);
            }
            &arguments.out
        }
    };
    if arguments.check {
        return stale::check(&output, folder, arguments.messages);
    }
    let result = if arguments.force {
        output.overwrite(folder)
    } else {
        output.write(folder)
    };
    match result {
        Ok(written) => {
            message::written(&written, folder, arguments.messages);
            match &arguments.compare {
                Some(old) => diff::after_generation(old, arguments),
                None => DONE,
            }
        }
        Err(error) => {
            let help = if error.yields_to_force() {
                "\n  help: undo the edits or copy them elsewhere, then run the same command with --force"
            } else {
                ""
            };
            let problem = format!("cannot write the generated code: {error}{help}");
            message::problem(&problem, arguments.messages);
            STALE
        }
    }
}

fn standard_input() -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    std::io::stdin().lock().read_to_end(&mut text)?;
    Ok(text)
}

fn url_folder(text: &str) -> Result<(String, PathBuf), String> {
    // The folder is behind the last `=`: a URL may hold one too.
    match text.rsplit_once('=') {
        Some((url, folder)) if url.contains(':') && !folder.is_empty() => Ok((url.to_owned(), PathBuf::from(folder))),
        _ => Err("write a URL and a folder, such as http://example.com/schemas/=./vendor".to_owned()),
    }
}
