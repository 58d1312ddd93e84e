//! The pipeline itself: one stage after the other.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use crate::emit::endpoints::Endpoints;
use crate::emit::format::File;
use crate::emit::output::{Input, Output};
use crate::emit::rust_type::Scope;
use crate::emit::tables::Tables;
use crate::emit::{files, types, wire};
use crate::input::left_out::LeftOut;
use crate::input::load::{Sources, load};
use crate::model::depth::{DEEPEST, too_deep};
use crate::model::names::name;
use crate::model::normalise::normalise;
use crate::model::shape::Kind;
use crate::openapi::{self, Api};
use crate::report::quiet::keep_quiet;
use crate::report::{Diagnostic, Diagnostics, Severity};
use crate::report::{Place, Report};
use crate::schema::equivalence::equivalence;
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::{SchemaSet, Settings, resolve};

/// Generates Rust from a folder of schemas.
///
/// The folder holds a JSON Schema (draft-07) in each `.json` file, and may hold an `openapi.json` that describes the
/// endpoints and refers to those files.
#[derive(Debug, Clone)]
pub struct Generator {
    schemas: PathBuf,
    url_folders: Vec<(String, PathBuf)>,
    format_annotates: bool,
    keep_going: bool,
}

impl Generator {
    /// A generator for the schemas in a folder.
    pub fn new(schemas: impl Into<PathBuf>) -> Self {
        Self {
            schemas: schemas.into(),
            url_folders: Vec::new(),
            format_annotates: false,
            keep_going: false,
        }
    }

    /// Reads what `$ref`s look for at a base URL from a local folder; the network is never used.
    #[must_use]
    pub fn map_url(mut self, url: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.url_folders.push((url.into(), folder.into()));
        self
    }

    /// Takes `format` as an annotation: nothing is checked, and texts with a format are plain strings.
    #[must_use]
    pub fn formats_as_annotations(mut self) -> Self {
        self.format_annotates = true;
        self
    }

    /// Leaves out what cannot be generated instead of failing; the output's diagnostics say what and why.
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        self.keep_going = true;
        self
    }

    /// Runs the pipeline. Nothing is written.
    ///
    /// # Errors
    /// Everything that is wrong with the input, each with its place and a way out.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        // A schema may be nested as deep as its reader allows, and so are the walks over it.
        const STACK: usize = 256 * 1024 * 1024;
        let run = std::thread::scope(|scope| {
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || {
                    keep_quiet();
                    self.run()
                })
                .map(std::thread::ScopedJoinHandle::join)
        });
        match run {
            Ok(Ok(result)) => result,
            Ok(Err(_)) | Err(_) => Err(Diagnostics(vec![Diagnostic {
                file: self.schemas.display().to_string(),
                line: 0,
                column: 0,
                pointer: String::new(),
                severity: Severity::Error,
                message: "the generator itself failed on this folder".to_owned(),
                help: "this is a mistake in typewright: report it, with the schemas".to_owned(),
            }])),
        }
    }

    fn run(&self) -> Result<Output, Diagnostics> {
        // In their order, each once: a round finds most of what the round before found.
        let mut all: BTreeSet<Diagnostic> = BTreeSet::new();
        let mut left_out = LeftOut::default();
        loop {
            let mut report = Report::default();
            let mut sources = load(&self.schemas, &left_out, &mut report);
            // What cannot be read at all has been left out already.
            report.diagnostics.retain(|diagnostic| !left_out.knows(diagnostic));
            let files = self.stages(&mut sources, &left_out, &mut report);
            // Each round finds an error that was not known, so the rounds end.
            let mut found_more = false;
            for error in report.errors() {
                found_more |= left_out.add(error, &sources);
            }
            let has_cause = report.diagnostics.iter().any(|one| one.severity == Severity::Error);
            all.extend(report.diagnostics);
            if self.keep_going || !has_cause {
                // What is left out is to be said of all of it.
                all.extend(report.follow_ups);
            }
            match files {
                Some(files) => {
                    let diagnostics = all.into_iter().collect();
                    let inputs = inputs(&sources);
                    return Ok(Output {
                        files,
                        diagnostics,
                        inputs,
                    });
                }
                None if self.keep_going && found_more => {}
                None => return Err(Diagnostics(all.into_iter().collect())),
            }
        }
    }

    #[allow(clippy::too_many_lines)] // the stages, one after the other
    fn stages(&self, sources: &mut Sources, left_out: &LeftOut, report: &mut Report) -> Option<Vec<File>> {
        let api = match sources.openapi {
            Some(file) => openapi::read(&sources.files[file], report),
            None => Api::default(),
        };
        let settings = Settings {
            url_folders: self.url_folders.clone(),
            format_annotates: self.format_annotates,
            left_out,
        };
        let set = resolve(sources, &api.schemas, &settings, report);
        let sources = &*sources;
        // An action may do without: with parameters only, and without a body.
        let is_empty = set.roots.is_empty() && api.operations.is_empty();
        if is_empty && left_out.is_empty() && !report.has_errors() {
            let (message, help) = match sources.openapi {
                None => (
                    "this folder holds no schema that gives a type",
                    "put a JSON Schema file for each type there",
                ),
                Some(_) => (
                    "this folder holds no schema that gives a type, and its openapi.json no action",
                    "describe actions under `paths` of openapi.json or types under its `components`, or put a JSON Schema \
                     file for each type there",
                ),
            };
            report.whole_file(&self.schemas.display().to_string(), message.to_owned(), help);
        }
        if is_empty || set.has_bare_cycles {
            return None;
        }
        if self.keep_going && report.has_errors() {
            // Names that collide may do so with what is left out.
            return None;
        }
        let equivalence = equivalence(&set);
        let asked = asked(&api, &set, sources);
        let shapes = normalise(&set, &equivalence, &asked);
        let names = name(&set, &equivalence, &shapes, sources, report);
        let scope = Scope::new(&shapes, &names);
        let tables = Tables::new(&set, &equivalence, &shapes, &names);
        let endpoints = Endpoints {
            api: &api,
            set: &set,
            sources,
            scope: &scope,
            tables: &tables,
        };
        if report.has_errors() {
            // What is wrong with the endpoints is worth knowing in the same run.
            endpoints.emit(report);
            return None;
        }
        for (definition, name) in shapes.definitions.iter().zip(&names.types) {
            let place = set.place(definition.schema, sources);
            match &definition.kind {
                Kind::Checked(reason) => report.note(
                    &place,
                    format!("types::{name} is held as JSON, because {reason}; it is checked exactly all the same"),
                    "give the schema one `type`, if that is what is meant",
                ),
                Kind::Choice(choice) if choice.takes_others => report.note(
                    &place,
                    format!("types::{name} is an object or anything else, because its schema has no `type`"),
                    "write \"type\": \"object\", if that is what is meant",
                ),
                Kind::Open | Kind::Struct(..) | Kind::Strings(..) | Kind::Text | Kind::Choice(_) | Kind::Wrapper(_) => {
                }
            }
        }
        if let Some(definition) = too_deep(&shapes.definitions) {
            let place = set.place(shapes.definitions[definition].schema, sources);
            report.error(
                &place,
                format!(
                    "types::{} holds types inside of types, more than {DEEPEST} deep, which rustc does not compile",
                    names.types[definition]
                ),
                "write `true` for one of the schemas on the way: what stands there is then held as JSON",
            );
            return None;
        }
        let wire = wire::tables(&scope, &tables);
        let types = types::types(&set, sources, &scope);
        let resources = endpoints.emit(report);
        if report.has_errors() {
            return None;
        }
        match files::assemble(types, &wire, tables.emit(), resources) {
            Ok(files) => Some(files),
            Err(error) => {
                let source = sources.files.first()?;
                let place = Place {
                    source,
                    at: 0,
                    pointer: "",
                };
                report.error(
                    &place,
                    format!("the generated code does not parse: {error}"),
                    "this is a mistake in typewright: report it, with the schemas",
                );
                None
            }
        }
    }
}

/// The files that were read, for the stamp.
fn inputs(sources: &Sources) -> Vec<Input> {
    let files = sources.files.iter();
    files
        .map(|file| Input {
            name: file.name.clone(),
            digest: file.digest.clone(),
        })
        .collect()
}

/// The schemas that the endpoints use, each with a word to name it after.
fn asked(api: &Api, set: &SchemaSet, sources: &Sources) -> Vec<(SchemaId, String)> {
    let Some(file) = sources.openapi else {
        return Vec::new();
    };
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let words: HashMap<&str, &str> = parameters
        .map(|parameter| (parameter.schema.as_str(), parameter.name.as_str()))
        .collect();
    let schemas = api.schemas.iter().filter_map(|(pointer, _)| {
        let word = words.get(pointer.as_str()).copied().unwrap_or("body");
        Some((set.at(file, pointer)?, word.to_owned()))
    });
    schemas.collect()
}
