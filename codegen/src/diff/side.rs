//! A version that has been read: its documents, schemas, actions and generated code.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::finding::Place;
use super::input::{Ready, Unreadable};
use super::rust::items::{self, Items};
use crate::generator::Generator;
use crate::input::Sources;
use crate::input::document::Node;
use crate::input::names_file::STYLE;
use crate::input::sources::FileId;
use crate::openapi::Api;
use crate::pipeline::{Remarks, Run};
use crate::report::{self, Diagnostic, Diagnostics};
use crate::schema::SchemaSet;
use crate::schema::keywords::SchemaId;

/// A version that has been read.
pub(super) struct Side {
    pub(super) run: Read,
    /// The name of the type at each place; see `names.lock`.
    pub(super) names: BTreeMap<String, String>,
    /// The places of each type.
    places: HashMap<String, Vec<String>>,
    /// The public items of the generated code.
    pub(super) items: Items,
}

/// What the stages of the pipeline made of a version, other than code.
pub(super) struct Read {
    pub(super) sources: Sources,
    pub(super) api: Api,
    pub(super) set: SchemaSet,
}

/// Reads a version.
pub(super) fn read(generator: &Generator, ready: &Ready) -> Result<Side, Diagnostics> {
    let rename = |shown: &mut String| {
        let replaced = ready.shown.iter().find_map(|(from, to)| {
            let rest = shown.strip_prefix(from.as_str())?;
            Some(match rest.strip_prefix('/') {
                Some(rest) if to == "." => rest.to_owned(),
                _ => format!("{to}{rest}"),
            })
        });
        if let Some(replaced) = replaced {
            *shown = replaced;
        }
    };
    let run = generator.run_stages(Remarks::Few).map_err(|Diagnostics(mut list)| {
        for one in &mut list {
            rename(&mut one.file);
        }
        Diagnostics(list)
    })?;
    let Run {
        mut sources,
        api,
        set,
        generated,
        diagnostics: _,
    } = run;
    let files: Vec<FileId> = sources.files.ids().collect();
    for file in files {
        let source = &mut sources.files[file].source;
        rename(&mut source.shown);
        source.layers_mut().for_each(|layer| rename(&mut layer.shown));
    }
    let names = type_names(&generated.names);
    let mut places: HashMap<String, Vec<String>> = HashMap::new();
    for (place, name) in &names {
        places.entry(name.clone()).or_default().push(place.clone());
    }
    let items = items::of(generated.drafts());
    Ok(Side {
        run: Read { sources, api, set },
        names,
        places,
        items,
    })
}

/// The names of types in a names file. The names of branches and members show in the Rust API itself.
fn type_names(file: &str) -> BTreeMap<String, String> {
    let entries: BTreeMap<String, Value> = match serde_json::from_str(file) {
        Ok(entries) => entries,
        Err(error) => unreachable!("the names file is an object: {error}"),
    };
    let entries = entries.into_iter().filter(|(place, _)| !place.starts_with(STYLE));
    // Behind the name, an entry may say what the type is called elsewhere.
    let first = |entry: &str| entry.split(" = ").next().unwrap_or(entry).to_owned();
    let names = entries.filter_map(|(place, entry)| Some((place, first(entry.as_str()?))));
    names.collect()
}

impl Side {
    /// The places whose type has a name, as the names file writes them.
    pub(super) fn places_of(&self, name: &str) -> &[String] {
        self.places.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The place of a schema, or of something in it.
    pub(super) fn place(&self, schema: SchemaId, suffix: &str) -> Place {
        let schema = &self.run.set.schemas[schema];
        let pointer = format!("{}{suffix}", schema.pointer);
        self.place_in(schema.file, &pointer)
    }

    /// The place of a JSON Pointer in a file, or the nearest place around it.
    pub(super) fn place_in(&self, file: FileId, pointer: &str) -> Place {
        let document = &self.run.sources.files[file];
        let mut end = pointer.len();
        let at = loop {
            let prefix = &pointer[..end];
            if let Some(at) = document.root.as_ref().and_then(|root| position(root, prefix)) {
                break at;
            }
            match prefix.rfind('/') {
                Some(parent) => end = parent,
                None => break 0,
            }
        };
        let place = report::Place {
            source: &document.source,
            at,
            pointer: &pointer[..end],
        };
        Place::of(
            report::diagnostic(report::Severity::Note, &place, String::new(), String::new()),
            &document.source.name,
        )
    }

    /// The node of a schema.
    pub(super) fn node(&self, schema: SchemaId) -> Option<&Node> {
        let schema = &self.run.set.schemas[schema];
        self.run.sources.files[schema.file]
            .root
            .as_ref()?
            .pointer(&schema.pointer)
    }

    /// The name of the file of a schema.
    pub(super) fn file_name(&self, schema: SchemaId) -> &str {
        &self.run.sources.files[self.run.set.schemas[schema].file].source.name
    }
}

/// The byte offset of a place: that of the name of a property, or of the value.
fn position(root: &Node, pointer: &str) -> Option<usize> {
    let node = root.pointer(pointer)?;
    let owner = pointer.rsplit_once('/').and_then(|(owner, _)| root.pointer(owner));
    let member = owner.and_then(|owner| owner.members().iter().find(|member| member.value.at == node.at));
    Some(member.map_or(node.at, |member| member.at))
}

/// The diagnostic of an input that cannot be read.
pub(super) fn unreadable(problem: Unreadable) -> Diagnostics {
    Diagnostics(vec![Diagnostic::of_file(&problem.input, problem.message, problem.help)])
}
