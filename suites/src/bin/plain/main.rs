//! Compares plain types with what typify makes of the same schemas by itself: how many schemas generate, and how many of
//! these compile.
//!
//! Takes folders of schemas. Each schema is generated alone, in a process of its own: typify panics on many, and overflows
//! its stack on some.

mod compile;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};
use typewright::Generator;
use typewright_suites::table::table;
use typewright_suites::{Failure, folders};
use typify::{TypeSpace, TypeSpaceSettings};

/// How long one schema may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Compares plain types with those that typify generates by itself.
#[derive(Parser)]
struct Arguments {
    /// Folders of schemas.
    #[arg(required = true)]
    folders: Vec<PathBuf>,

    /// Generates one schema into the file that follows it.
    #[arg(long, hide = true)]
    one: Option<Backend>,

    /// Measures only one of the two.
    #[arg(long)]
    only: Option<Backend>,

    /// Lists the schemas that fail, with the reason.
    #[arg(long)]
    failures: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Backend {
    /// typify alone.
    Raw,
    /// `--types plain`.
    Plain,
}

impl Backend {
    fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Plain => "plain",
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match (arguments.one, &arguments.folders[..]) {
        (Some(backend), [schema, out]) => one(backend, schema, out),
        _ => run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    for folder in &arguments.folders {
        let schemas = folders::json_files(folder)?;
        let mut rows = Vec::new();
        for backend in [Backend::Raw, Backend::Plain] {
            if arguments.only.is_some_and(|only| only != backend) {
                continue;
            }
            let cache = folders::cache().join("plain").join(backend.name());
            let (modules, mut failures) = generate(backend, &schemas, &cache)?;
            let broken = compile::broken(&modules, &cache)?;
            rows.push(vec![
                backend.name().to_owned(),
                schemas.len().to_string(),
                modules.len().to_string(),
                (modules.len() - broken.len()).to_string(),
            ]);
            failures.extend(broken);
            if arguments.failures {
                for (schema, reason) in failures {
                    println!("{}: {schema}: {reason}", backend.name());
                }
            }
        }
        println!("{}\n", folder.display());
        println!("{}", table(&["types", "schemas", "generated", "compiled"], &rows));
    }
    Ok(())
}

/// The name of a schema's file, and what is wrong with it.
type Failures = BTreeMap<String, String>;

/// Generates a module for each schema; those that there are, and why the others are not.
fn generate(backend: Backend, schemas: &[PathBuf], cache: &Path) -> Result<(Vec<compile::Module>, Failures), Failure> {
    if cache.exists() {
        fs::remove_dir_all(cache)?;
    }
    fs::create_dir_all(cache)?;
    let (mut modules, mut failures) = (Vec::new(), Failures::new());
    for (index, schema) in schemas.iter().enumerate() {
        let file = cache.join(format!("schema_{index}.rs"));
        match in_a_process(backend, schema, &file)? {
            Ok(()) => modules.push(compile::Module {
                schema: folders::stem(schema),
                file,
            }),
            Err(reason) => {
                failures.insert(folders::stem(schema), reason);
            }
        }
    }
    Ok((modules, failures))
}

fn in_a_process(backend: Backend, schema: &Path, out: &Path) -> Result<Result<(), String>, Failure> {
    let log = out.with_extension("log");
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--one", backend.name()])
        .args([schema, out])
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?)
        .spawn()?;
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(Err(format!("not done within {} s", PATIENCE.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    if status.success() {
        return Ok(Ok(()));
    }
    let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    Ok(Err(said.lines().take(3).collect::<Vec<_>>().join(" ")))
}

fn one(backend: Backend, schema: &Path, out: &Path) -> Result<(), Failure> {
    let text = match backend {
        Backend::Raw => raw(&folders::read(schema)?, &folders::stem(schema))?,
        Backend::Plain => plain(schema, &out.with_extension("schemas"))?,
    };
    Ok(fs::write(out, text)?)
}

/// typify, as its documentation says it is used. It names the type of a schema after its title, and generates none for a
/// schema without one, so a schema without a title gets the name of its file.
fn raw(text: &str, stem: &str) -> Result<String, Failure> {
    let mut schema: schemars::schema::RootSchema = serde_json::from_str(text)?;
    let metadata = schema.schema.metadata();
    metadata.title.get_or_insert_with(|| stem.to_owned());
    let mut types = TypeSpace::new(&TypeSpaceSettings::default());
    types.add_root_schema(schema)?;
    Ok(types.to_stream().to_string())
}

fn plain(schema: &Path, folder: &Path) -> Result<String, Failure> {
    fs::create_dir_all(folder)?;
    fs::copy(schema, folder.join(schema.file_name().ok_or("a schema is a file")?))?;
    let output = Generator::new(folder).plain_types().generate();
    fs::remove_dir_all(folder)?;
    let output = output.map_err(|diagnostics| diagnostics.to_string())?;
    let types = output.files.into_iter().find(|file| file.path == "types.rs");
    Ok(types.ok_or("there are no types")?.text)
}
