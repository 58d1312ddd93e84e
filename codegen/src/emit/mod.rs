//! The last stage: emits Rust source files.

pub mod accessors;
pub mod cases;
pub mod clients;
pub mod condition;
pub mod declaration;
pub mod docs;
pub mod endpoints;
pub mod enums;
pub mod files;
pub mod format;
pub mod layout;
pub mod members;
pub mod output;
pub mod parts;
pub mod requests;
pub mod rust_type;
pub mod secrets;
pub mod structs;
pub mod tables;
pub mod types;
pub mod wire;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::input::{Sources, names_file};
use crate::model::Model;
use crate::openapi::{Api, FULL, Feature};
use crate::report::Report;
use crate::schema::SchemaSet;
use condition::{Condition, Enabled};
use endpoints::security::Security;
use endpoints::shared::Shared;
use endpoints::{Endpoints, Resource};
use format::{Draft, File};
use layout::Layout;
use rust_type::Scope;
use tables::Tables;

/// The result of a run.
pub struct Generated {
    /// The types, which are divided into files when they are formatted.
    pub types: Option<Layout>,
    /// The other files.
    pub files: Vec<Draft>,
    /// What is in them.
    pub contents: Contents,
    /// The content of the names file.
    pub names: String,
}

impl Generated {
    /// Formats the files.
    pub fn formatted(self) -> Vec<File> {
        let types = self.types.map(Layout::files).unwrap_or_default();
        let files = self.files.into_iter().chain(types);
        files.map(Draft::format).collect()
    }

    /// Returns the files for who only reads the code. All types are in a single one.
    #[cfg(feature = "contains")]
    pub fn drafts(self) -> Vec<Draft> {
        let types = self.types.map(Layout::single).unwrap_or_default();
        types.into_iter().chain(self.files).collect()
    }
}

/// What the files of a run contain: a crate around them needs to know.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// The name of the first type that is not an alias.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only a crate of its own needs it"))]
    pub first_type: Option<String>,
    /// Whether there are endpoints.
    pub has_endpoints: bool,
    /// The modules.
    pub modules: Vec<String>,
    /// Whether an item is deprecated.
    pub has_deprecated: bool,
    /// The features that resources are behind.
    pub features: BTreeSet<Feature>,
    /// The features without which the code was emitted.
    pub disabled: Vec<String>,
}

impl Contents {
    /// Whether there is a module of requests that the API sends.
    pub fn has_incoming(&self) -> bool {
        let mut modules = self.modules.iter();
        modules.any(|module| module == "webhooks" || module == "callbacks")
    }

    /// Whether there are endpoints, or requests that the API sends.
    pub fn has_requests(&self) -> bool {
        self.has_endpoints || self.has_incoming()
    }
}

/// Emits the files for these features. Returns `None` if the model has errors, or errors are found in the parameters of
/// actions.
pub fn emit(
    model: &Model,
    set: &SchemaSet,
    api: &Api,
    sources: &Sources,
    enabled: &Enabled,
    report: &mut Report,
) -> Option<Generated> {
    let start = report.position();
    let scope = Scope::new(&model.shapes, &model.names);
    let tables = Tables::new(set, &model.equivalence, &model.shapes, &model.names);
    let document = sources.openapi.map(|file| sources.files[file].name.as_str());
    let security = Security::new(api, document.unwrap_or_default(), &model.names.members);
    let mut endpoints = Endpoints {
        api,
        security: &security,
        set,
        sources,
        scope: &scope,
        tables: &tables,
        fitting: RefCell::default(),
        targets: BTreeMap::new(),
        conditions: BTreeMap::new(),
        shared: Shared::default(),
        named: BTreeMap::new(),
        callbacks: BTreeMap::new(),
    };
    if model.has_errors {
        // Errors in the endpoints are reported in the same run.
        endpoints.emit(report);
        return None;
    }
    let wire = wire::tables(set, &scope, &tables);
    let types = types::types(set, sources, &scope);
    let mut modules = endpoints.emit(report);
    if !report.errors_since(start).is_empty() {
        return None;
    }
    let statics = tables.emit();
    let servers = endpoints::servers::emit(api, document.unwrap_or_default(), &model.names.members);
    let mut contents = Contents {
        first_type: types.first.clone(),
        has_endpoints: !modules.resources.is_empty(),
        modules: modules.names(),
        has_deprecated: types.has_deprecated || modules.all().any(|resource| resource.has_deprecated),
        features: modules.features(),
        disabled: Vec::new(),
    };
    let resources: Vec<&Resource> = modules.all().collect();
    let mut layout = Layout::new(types, wire, statics, &resources, model, set);
    let features = contents.features.iter().map(Feature::as_str);
    let features = features.chain(layout.needs(&Condition::Full).then_some(FULL));
    let disabled = features.filter(|feature| !enabled.contains(feature));
    contents.disabled = disabled.map(str::to_owned).collect();
    layout.retain(enabled);
    modules.resources.retain(|resource| resource.condition.holds(enabled));
    let shared = endpoints.shared.emit(&modules.resources);
    let files = files::assemble(modules, (&security, servers, shared), &api.about, &contents);
    Some(Generated {
        types: Some(layout),
        files,
        contents,
        // The names of what is excluded because of an error are kept.
        names: names_file::write(&model.names.file(report.has_errors())),
    })
}
