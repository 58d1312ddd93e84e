//! The pipeline: one stage after the other, each in the folder of its name.

use std::path::PathBuf;

use crate::emit::condition::Enabled;
use crate::emit::{self, Generated};
use crate::input::{self, Sources};
use crate::model::{self, Model};
use crate::openapi::{self, Api};
use crate::overlaps;
#[cfg(feature = "plain")]
use crate::plain;
use crate::report::{Diagnostic, Diagnostics, Report};
use crate::schema::{self, SchemaSet};

mod exclusions;

/// Runs the stages. The input is read once. What has errors is excluded, along with all that depends on it; unless the run
/// keeps going, an error is the end of it.
///
/// # Errors
/// All errors in the input.
pub fn run(settings: &Settings, remarks: Remarks) -> Result<Run, Diagnostics> {
    let mut report = Report::default();
    let mut sources = input::read(&settings.input, &settings.overlays, &mut report);
    let mut api = openapi::read(&mut sources, &mut report);
    let mut set = schema::read(&mut sources, &api, &settings.schemas, &mut report);
    exclusions::unusable(&mut api, &mut set, &sources, &mut report);
    // A version of a document that is compared may have no actions left.
    let may_be_empty = remarks != Remarks::All && sources.openapi.is_some();
    if !may_be_empty {
        refuse_nothing(settings, &api, &set, &sources, &mut report);
    }
    let mut generated = None;
    // Actions need no schemas if they only have parameters and no body.
    while generated.is_none() && (may_be_empty || !(set.roots.is_empty() && api.requests().next().is_none())) {
        let start = report.position();
        let model = model::build(&set, &api, &sources, &mut report);
        generated = emit(settings, remarks, &model, &set, &api, &sources, &mut report);
        if !settings.keep_going {
            break;
        }
        let is_progress = exclusions::late(start, &mut api, &mut set, &sources, &mut report);
        if generated.is_none() && !is_progress {
            let errors: Vec<&Diagnostic> = report
                .errors_since(start)
                .into_iter()
                .map(|error| report.get(error))
                .collect();
            // An error in the names file belongs to nothing that can be excluded.
            let names = sources.names.source.as_ref().map(|source| &*source.shown);
            if errors.iter().any(|error| Some(error.in_document().0) == names) {
                break;
            }
            unreachable!("nothing was excluded because of {errors:?}");
        }
    }
    if settings.keep_going {
        report.name_exclusions();
    }
    let is_failed = report.has_errors() && !settings.keep_going;
    let diagnostics = report.into_diagnostics();
    match generated.filter(|_| !is_failed) {
        Some(generated) => Ok(Run {
            sources,
            api,
            set,
            generated,
            diagnostics,
        }),
        None => Err(Diagnostics(diagnostics)),
    }
}

/// What a run needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is read.
    pub input: input::Input,
    /// The overlays that are applied beside those of the input.
    pub overlays: Vec<PathBuf>,
    /// How schemas are read.
    pub schemas: schema::Settings,
    /// Whether what cannot be generated is excluded.
    pub keep_going: bool,
    /// The kind of the generated types.
    pub types: Types,
    /// The features of the package whose code is emitted.
    pub enabled: Enabled,
}

/// The kind of the generated types.
#[derive(Debug, Clone, Copy)]
pub enum Types {
    /// Lossless types with an exact check, and endpoints.
    Exact,
    /// Plain serde types.
    #[cfg(feature = "plain")]
    Plain,
}

/// Whether valid input is examined for what is probably a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remarks {
    /// Everything is reported.
    All,
    /// Only what the stages find while they work: nobody reads the remarks.
    #[cfg_attr(
        not(feature = "contains"),
        expect(dead_code, reason = "only a comparison needs no remarks")
    )]
    Few,
}

/// What the stages of a run made.
pub struct Run {
    /// The documents.
    pub sources: Sources,
    /// The actions.
    #[cfg_attr(not(feature = "contains"), expect(dead_code, reason = "only a comparison reads it"))]
    pub api: Api,
    /// The schemas.
    #[cfg_attr(not(feature = "contains"), expect(dead_code, reason = "only a comparison reads it"))]
    pub set: SchemaSet,
    /// The code.
    pub generated: Generated,
    /// Warnings, and the errors of what was excluded.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs the last stage, of which there are two.
fn emit(
    settings: &Settings,
    remarks: Remarks,
    model: &Model,
    set: &SchemaSet,
    api: &Api,
    sources: &Sources,
    report: &mut Report,
) -> Option<Generated> {
    match settings.types {
        Types::Exact => {
            let generated = emit::emit(model, set, api, sources, &settings.enabled, report)?;
            if remarks == Remarks::All {
                model::remark(model, set, sources, report);
                overlaps::warn(&model.shapes, set, sources, report);
            }
            Some(generated)
        }
        #[cfg(feature = "plain")]
        Types::Plain => plain::emit(model, set, sources, report),
    }
}

/// Reports an error if the input has nothing to generate.
fn refuse_nothing(settings: &Settings, api: &Api, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    if !(set.roots.is_empty() && api.requests().next().is_none()) || report.has_errors() {
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
    report.whole_file(&settings.input.shown(), message, help);
}
