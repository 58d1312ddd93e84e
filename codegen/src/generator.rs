//! The generator, as its users call it.

use std::path::PathBuf;

use crate::emit::condition::Enabled;
use crate::emit::output::{Input, Output};
use crate::input::digest::digest;
use crate::input::{self, Sources};
use crate::pipeline::{self, Remarks, Run, Settings, Types};
use crate::report::Diagnostics;
use crate::report::fault;
use crate::schema;

/// Generates Rust from schemas: from a folder, a file or a text, as JSON or YAML.
///
/// Each `.json`, `.yaml` or `.yml` file of a folder is a JSON Schema (draft-07). One of them may be an OpenAPI document,
/// which describes the endpoints and may refer to the others. It is recognised by its content, whatever its name.
#[derive(Debug, Clone)]
pub struct Generator {
    settings: Settings,
}

impl Generator {
    /// Creates a generator for the schemas in a folder, or for a file and the files that it refers to.
    pub fn new(schemas: impl Into<PathBuf>) -> Self {
        Self::of(input::Input::Path(schemas.into()))
    }

    /// Creates a generator for the content of a file that is not on disk: a JSON Schema, whose type is called `Stdin`, or
    /// an OpenAPI document. It cannot refer to files, and type names of earlier runs are unknown.
    pub fn of_text(text: impl Into<Vec<u8>>) -> Self {
        Self::of(input::Input::Text(text.into()))
    }

    fn of(input: input::Input) -> Self {
        Self {
            settings: Settings {
                input,
                overlays: Vec::new(),
                schemas: schema::Settings::default(),
                keep_going: false,
                types: Types::Exact,
                enabled: Enabled::All,
            },
        }
    }

    /// Applies an overlay (Overlay Specification 1.1) to the OpenAPI document, or to the document that it `extends`, before
    /// the document is read. Several are applied in the order in which they are given.
    ///
    /// An overlay among the schemas is applied without this: each file of the folder whose name ends in `.overlay.yaml` (or
    /// `.json`, `.yml`), or `pets.overlay.yaml` beside the single file `pets.yaml`. They come first, sorted by name.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.settings.overlays.push(file.into());
        self
    }

    /// Maps `$ref`s with a base URL to a local folder. The network is never used.
    #[must_use]
    pub fn map_url(mut self, url: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.settings.schemas.url_folders.push((url.into(), folder.into()));
        self
    }

    /// Treats `format` as an annotation: formats are not validated, and strings with a format are plain strings.
    #[must_use]
    pub fn formats_as_annotations(mut self) -> Self {
        self.settings.schemas.format_annotates = true;
        self
    }

    /// Excludes what cannot be generated instead of failing. The diagnostics of the output list the exclusions and
    /// their reasons.
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        self.settings.keep_going = true;
        self
    }

    /// Emits only what is compiled if these Cargo features are enabled. Without this, the code for all of them is emitted.
    ///
    /// The code does not compile with other features. This is for build scripts, which run again when the features change;
    /// [`build`](crate::build) does it. The names of types, modules and methods do not depend on it.
    #[must_use]
    pub fn features(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.settings.enabled = Enabled::only(names);
        self
    }

    /// Generates plain serde types, without a runtime and without endpoints.
    ///
    /// The generated code needs `serde` (with `derive`) and `serde_json`. Plain types only enforce `type`, `required`,
    /// `enum` and `additionalProperties: false`. Properties without a field are not preserved.
    #[cfg(feature = "plain")]
    #[must_use]
    pub fn plain_types(mut self) -> Self {
        self.settings.types = Types::Plain;
        self
    }

    /// Runs the pipeline without writing files.
    ///
    /// # Errors
    /// All errors in the input, each with its location and a fix.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        let run = fault::catch_with_stack(|| self.run());
        let run = run.unwrap_or_else(|error| Err(format!("no thread could be started: {error}")));
        run.unwrap_or_else(|fault| {
            Err(Diagnostics(vec![fault::diagnostic(
                &self.settings.input.shown(),
                &fault,
            )]))
        })
    }

    fn run(&self) -> Result<Output, Diagnostics> {
        let Run {
            sources,
            generated,
            diagnostics,
            ..
        } = self.run_stages(Remarks::All)?;
        Ok(Output {
            contents: generated.contents.clone(),
            diagnostics,
            inputs: inputs(&sources, &generated.names),
            names: generated.names.clone(),
            files: generated.formatted(),
            names_target: None,
            names_read: sources.names.source.map(|file| file.digest),
        })
    }

    /// Runs the pipeline on this thread, and returns what each stage made. Stages recurse as deep as schemas are nested,
    /// so the thread needs a large stack; a panic is a fault of typewright.
    ///
    /// # Errors
    /// All errors in the input.
    pub(crate) fn run_stages(&self, remarks: Remarks) -> Result<Run, Diagnostics> {
        pipeline::run(&self.settings, remarks)
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
