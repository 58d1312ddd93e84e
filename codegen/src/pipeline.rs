//! The pipeline, which runs one stage after the other.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::emit::endpoints::Endpoints;
use crate::emit::format::File;
use crate::emit::output::{Input, Output};
use crate::emit::rust_type::Scope;
use crate::emit::tables::Tables;
use crate::emit::{files, types, wire};
use crate::input::digest::digest;
use crate::input::load::{self, FileId, Sources, load};
use crate::input::names_file;
use crate::input::overlay;
use crate::model::depth::{DEEPEST, too_deep};
use crate::model::names::name;
use crate::model::normalise::{Shapes, normalise};
use crate::model::owners::{self, Owners};
use crate::model::shape::Kind;
use crate::openapi::{self, Api, Location};
use crate::overlaps;
#[cfg(feature = "plain")]
use crate::plain;
use crate::report::fault;
use crate::report::{Diagnostic, Diagnostics, ErrorId, Report};
use crate::schema::equivalence::equivalence;
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::{SchemaSet, Settings, resolve};

/// Generates Rust from schemas: from a folder, a file or a text, as JSON or YAML.
///
/// Each `.json`, `.yaml` or `.yml` file of a folder is a JSON Schema (draft-07). One of them may be an OpenAPI document,
/// which describes the endpoints and may refer to the others. It is recognised by its content, whatever its name.
#[derive(Debug, Clone)]
pub struct Generator {
    input: load::Input,
    overlays: Vec<PathBuf>,
    url_folders: Vec<(String, PathBuf)>,
    format_annotates: bool,
    keep_going: bool,
    types: TypesKind,
}

/// The kind of the generated types.
#[derive(Debug, Clone, Copy)]
enum TypesKind {
    /// Lossless types with an exact check, and endpoints.
    Exact,
    /// Plain serde types.
    #[cfg(feature = "plain")]
    Plain,
}

impl Generator {
    /// Creates a generator for the schemas in a folder, or for a file and the files that it refers to.
    pub fn new(schemas: impl Into<PathBuf>) -> Self {
        Self::of(load::Input::Path(schemas.into()))
    }

    /// Creates a generator for the content of a file that is not on disk: a JSON Schema, whose type is called `Stdin`, or
    /// an OpenAPI document. It cannot refer to files, and type names of earlier runs are unknown.
    pub fn of_text(text: impl Into<Vec<u8>>) -> Self {
        Self::of(load::Input::Text(text.into()))
    }

    fn of(input: load::Input) -> Self {
        Self {
            input,
            overlays: Vec::new(),
            url_folders: Vec::new(),
            format_annotates: false,
            keep_going: false,
            types: TypesKind::Exact,
        }
    }

    /// Applies an overlay (Overlay Specification 1.1) to the OpenAPI document, or to the document that it `extends`, before
    /// the document is read. Several are applied in the order in which they are given.
    ///
    /// An overlay among the schemas is applied without this: each file of the folder whose name ends in `.overlay.yaml` (or
    /// `.json`, `.yml`), or `pets.overlay.yaml` beside the single file `pets.yaml`. They come first, sorted by name.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays.push(file.into());
        self
    }

    /// Maps `$ref`s with a base URL to a local folder. The network is never used.
    #[must_use]
    pub fn map_url(mut self, url: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.url_folders.push((url.into(), folder.into()));
        self
    }

    /// Treats `format` as an annotation: formats are not validated, and strings with a format are plain strings.
    #[must_use]
    pub fn formats_as_annotations(mut self) -> Self {
        self.format_annotates = true;
        self
    }

    /// Excludes what cannot be generated instead of failing. The diagnostics of the output list the exclusions and
    /// their reasons.
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        self.keep_going = true;
        self
    }

    /// Generates plain serde types, without a runtime and without endpoints.
    ///
    /// The generated code needs `serde` (with `derive`) and `serde_json`. Plain types only enforce `type`, `required`,
    /// `enum` and `additionalProperties: false`. Properties without a field are not preserved.
    #[cfg(feature = "plain")]
    #[must_use]
    pub fn plain_types(mut self) -> Self {
        self.types = TypesKind::Plain;
        self
    }

    /// Runs the pipeline without writing files.
    ///
    /// # Errors
    /// All errors in the input, each with its location and a fix.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        let run = fault::catch_with_stack(|| self.run());
        let run = run.unwrap_or_else(|error| Err(format!("no thread could be started: {error}")));
        run.unwrap_or_else(|fault| Err(Diagnostics(vec![fault::diagnostic(&self.shown(), &fault)])))
    }

    fn run(&self) -> Result<Output, Diagnostics> {
        let Run {
            sources,
            generated,
            diagnostics,
            ..
        } = self.run_stages()?;
        let Generated { files, names } = generated;
        Ok(Output {
            files,
            diagnostics,
            inputs: inputs(&sources, &names),
            names,
            names_target: None,
            names_read: sources.names.source.map(|file| file.digest),
        })
    }

    /// Runs the pipeline on this thread, and returns what each stage made. Stages recurse as deep as schemas are nested,
    /// so the thread needs a large stack; a panic is a fault of typewright.
    ///
    /// # Errors
    /// All errors in the input.
    pub(crate) fn run_stages(&self) -> Result<Run, Diagnostics> {
        let mut report = Report::default();
        let mut sources = load(&self.input, &self.overlays, &mut report);
        sources.openapi = openapi::recognise::find(&mut sources, &mut report);
        overlay::apply(&mut sources, &mut report);
        let result = self.stages(&mut sources, &mut report);
        if self.keep_going {
            report.name_exclusions();
        }
        let diagnostics = report.into_diagnostics();
        match result {
            Some((api, set, generated)) => Ok(Run {
                sources,
                api,
                set,
                generated,
                diagnostics,
            }),
            None => Err(Diagnostics(diagnostics)),
        }
    }

    /// Runs the stages in order. The input is read once. Schemas and actions with errors are excluded, along with all
    /// that depends on them.
    fn stages(&self, sources: &mut Sources, report: &mut Report) -> Option<(Api, SchemaSet, Generated)> {
        let mut api = match sources.openapi {
            Some(file) => openapi::read(file, sources, report),
            None => Api::default(),
        };
        let settings = Settings {
            url_folders: self.url_folders.clone(),
            format_annotates: self.format_annotates,
        };
        let mut set = resolve(sources, &api, &settings, report);
        let sources = &*sources;
        exclude_actions(&mut api, &mut set, sources, report);
        self.refuse_nothing(&api, &set, sources, report);
        loop {
            // Actions need no schemas if they only have parameters and no body.
            if set.roots.is_empty() && api.operations.is_empty() {
                return None;
            }
            let found = report.position();
            let files = generate(&api, &set, sources, self.types, report);
            if files.is_some() || !self.keep_going {
                let files = files.filter(|_| self.keep_going || !report.has_errors());
                return files.map(|files| (api, set, files));
            }
            // Colliding names, types that are nested too deeply, and parameters without a text form are only found
            // here.
            for error in report.errors_since(found) {
                exclude_late(error, &mut api, &mut set, sources, report);
            }
        }
    }

    /// Reports an error if the folder has nothing to generate.
    fn refuse_nothing(&self, api: &Api, set: &SchemaSet, sources: &Sources, report: &mut Report) {
        if !(set.roots.is_empty() && api.operations.is_empty()) || report.has_errors() {
            return;
        }
        let (message, help) = match sources.openapi {
            None => (
                "this folder has no schemas".to_owned(),
                "add a JSON Schema file for each type",
            ),
            Some(file) => (
                format!("no schemas were found, and {} has no actions", sources.files[file].name),
                "describe actions under `paths` or types under `components`, or put a JSON Schema file for each type into \
                 the folder",
            ),
        };
        report.whole_file(&self.shown(), message, help);
    }

    /// Returns what the input is called in messages.
    fn shown(&self) -> String {
        match &self.input {
            load::Input::Path(path) => path.display().to_string(),
            load::Input::Text(_) => load::NO_FILE.to_owned(),
        }
    }
}

/// Excludes the actions that use an excluded schema, and the schemas used only by these actions.
fn exclude_actions(api: &mut Api, set: &mut SchemaSet, sources: &Sources, report: &mut Report) {
    api.exclude_by_schema(sources, report, |place| set.cause(set.at(place.file, &place.pointer)?));
    let named = api
        .schemas()
        .filter_map(|(place, name)| Some((place.file, &*place.pointer, name.as_deref()?)));
    let named: HashSet<(FileId, &str, &str)> = named.collect();
    set.keep_roots(|root, pointer| {
        let is_kept = root.is_own_type && sources.openapi != Some(root.file);
        is_kept || named.contains(&(root.file, pointer, &root.name))
    });
}

/// Excludes what is affected by an error found in a late stage.
fn exclude_late(error: ErrorId, api: &mut Api, set: &mut SchemaSet, sources: &Sources, report: &mut Report) {
    let (shown, pointer) = report.get(error).in_document();
    let (shown, pointer) = (shown.to_owned(), pointer.to_owned());
    if let Some((file, _)) = sources.files.iter().find(|(_, source)| source.shown == shown) {
        set.exclude_by_place(file, &pointer, error);
        set.exclude_roots(sources, report);
        api.exclude_by_place(&Location { file, pointer }, error, sources, report);
        exclude_actions(api, set, sources, report);
    }
}

/// What the stages of a run made.
pub(crate) struct Run {
    /// The documents.
    pub(crate) sources: Sources,
    /// The actions.
    #[cfg_attr(not(feature = "contains"), expect(dead_code, reason = "only a comparison reads it"))]
    pub(crate) api: Api,
    /// The schemas.
    #[cfg_attr(not(feature = "contains"), expect(dead_code, reason = "only a comparison reads it"))]
    pub(crate) set: SchemaSet,
    /// The code.
    pub(crate) generated: Generated,
    /// Warnings, and the errors of what was excluded.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The result of a run.
pub(crate) struct Generated {
    /// The files.
    pub(crate) files: Vec<File>,
    /// The content of the names file.
    pub(crate) names: String,
}

/// Builds the model of the remaining schemas and emits it. Returns `None` if this finds errors.
fn generate(api: &Api, set: &SchemaSet, sources: &Sources, types: TypesKind, report: &mut Report) -> Option<Generated> {
    let found = report.position();
    let equivalence = equivalence(set);
    let asked = asked(api, set);
    let owners = owners::find(set, api, sources);
    let shapes = normalise(set, &equivalence, &owners, &asked, sources);
    let names = name(set, &equivalence, &owners, &shapes, sources, report);
    let scope = Scope::new(&shapes, &names);
    let tables = Tables::new(set, &equivalence, &shapes, &names);
    let endpoints = Endpoints {
        api,
        set,
        sources,
        scope: &scope,
        tables: &tables,
    };
    refuse_depth(&scope, set, sources, report);
    if !report.errors_since(found).is_empty() {
        // Errors in the endpoints are reported in the same run.
        endpoints.emit(report);
        return None;
    }
    match types {
        TypesKind::Exact => {}
        #[cfg(feature = "plain")]
        TypesKind::Plain => {
            return Some(Generated {
                files: plain::emit(set, sources, &shapes, &names, report),
                names: names_file::write(&names.file(true)),
            });
        }
    }
    let mut wire = wire::tables(&scope, &tables);
    let types = types::types(set, sources, &scope);
    let resources = endpoints.emit(report);
    if !report.errors_since(found).is_empty() {
        return None;
    }
    note_raw_json(&scope, set, sources, report);
    overlaps::warn(&shapes, set, sources, report);
    note_definitions_only(&owners, &shapes, set, sources, report);
    let rules = tables.emit();
    wire.push_str(&wire::named(&scope, &tables.referred_to()));
    match files::assemble(types, &wire, rules, resources, &api.about) {
        Ok(files) => Some(Generated {
            files,
            // The names of what is excluded because of an error are kept.
            names: names_file::write(&names.file(report.has_errors())),
        }),
        Err(error) => unreachable!("the generated code does not parse: {error}"),
    }
}

/// Notes which types are raw JSON, and why.
fn note_raw_json(scope: &Scope<'_>, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    for (id, definition) in scope.shapes.iter() {
        let name = &scope.names.types[id];
        let place = set.place(definition.schema, sources);
        match &definition.kind {
            Kind::Checked(reason) => report.note(
                &place,
                format!("types::{name} is represented as raw JSON because {reason}; validation is unaffected"),
                "give the schema one `type`, if that is what is meant",
            ),
            Kind::Choice(choice) if choice.takes_others => report.note(
                &place,
                format!("types::{name} is an object or any other value, because its schema has no `type`"),
                "write \"type\": \"object\", if that is what is meant",
            ),
            Kind::Open
            | Kind::Struct(..)
            | Kind::Strings(..)
            | Kind::Integers(_)
            | Kind::Text
            | Kind::Choice(_)
            | Kind::Wrapper(_) => {}
        }
    }
}

fn refuse_depth(scope: &Scope<'_>, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    if let Some(definition) = too_deep(&scope.shapes.definitions) {
        report.error(
            &set.place(scope.shapes.definitions[definition].schema, sources),
            format!(
                "types::{} nests types more than {DEEPEST} deep, which rustc does not compile",
                scope.names.types[definition]
            ),
            "write `true` for one of the schemas on the way: its values are then represented as raw JSON",
        );
    }
}

/// Returns the files that were read, for the stamp.
fn inputs(sources: &Sources, names: &str) -> Vec<Input> {
    let name = sources.names.name.clone();
    let names = name.map(|name| Input {
        name,
        digest: digest(names.as_bytes()),
    });
    let files = sources.files.iter();
    let files = files.map(|(_, file)| (file.name.clone(), file.digest.clone()));
    let files = files.chain(sources.overlay_digests.iter().cloned());
    let files = files.map(|(name, digest)| Input { name, digest });
    files.chain(names).collect()
}

/// Returns the schemas used by the endpoints.
fn asked(api: &Api, set: &SchemaSet) -> Vec<SchemaId> {
    let schemas = api.schemas();
    let schemas = schemas.filter_map(|(place, _)| set.at(place.file, &place.pointer));
    schemas.collect()
}

/// Notes that a file with only definitions has no type.
fn note_definitions_only(owners: &Owners, shapes: &Shapes, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    for (owner, schema) in owners.types() {
        if !shapes.roots.iter().any(|root| root.owner == owner) {
            report.note(
                &set.place(schema, sources),
                "this file gives no type of its own: it holds only definitions, and each of them is a type",
                "add a `type` or `properties` if the file is to be a schema itself",
            );
        }
    }
}
