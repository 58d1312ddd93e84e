//! The owners of inline schemas. Inline types are named after their owner.
//!
//! A schema file, a component, and a definition of either are types. Bodies and parameters of actions have no name in
//! the document. Inline schemas in them are named after the action.

use std::collections::{HashMap, HashSet};

use typewright_core::json::pointer::unescape;

use crate::input::file::stem;
use crate::input::sources::{FileId, Sources};
use crate::model::identifier::pascal;
use crate::openapi::{Api, Location};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::{Root, SchemaSet};

/// The id of an owner in [`Owners`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnerId(u32);

/// A part of a document that inline schemas belong to.
#[derive(Debug)]
pub struct Owner {
    /// The file.
    pub file: FileId,
    /// JSON Pointer of the schema.
    pub pointer: String,
    /// Its schema, unless the owner is only a container.
    pub schema: Option<SchemaId>,
    /// Its name in the document, or the words for what it belongs to.
    pub word: String,
    /// The words from which type names are derived.
    pub name: String,
    /// The kind of the owner.
    pub kind: OwnerKind,
}

/// The kinds of owners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnerKind {
    /// A schema file of the folder.
    File,
    /// A schema in `components/schemas`.
    Component,
    /// A schema in `definitions` or `$defs` of a file or a component.
    Definition(OwnerId),
    /// The inline body of a request or a response.
    Body,
    /// A parameter of one or more actions.
    Parameter(Parameter),
    /// Anything else, such as a document loaded for a mapped URL.
    Document,
}

/// A parameter that schemas belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The actions that have the parameter, each with its tag.
    pub actions: Vec<(String, String)>,
}

/// All owners of a run.
#[derive(Debug)]
pub struct Owners {
    owners: Vec<Owner>,
    by_place: HashMap<(FileId, String), OwnerId>,
}

/// Finds all owners.
pub fn find(set: &SchemaSet, api: &Api, sources: &Sources) -> Owners {
    let mut owners = Owners {
        owners: Vec::new(),
        by_place: HashMap::new(),
    };
    for (file, source) in sources.files.iter() {
        let is_openapi = sources.openapi == Some(file);
        let is_whole = |root: &Root| root.file == file && set.schemas[root.schema].pointer.is_empty();
        let is_root = !is_openapi && set.roots.iter().any(is_whole);
        let word = if is_openapi { "" } else { stem(&source.name) }.to_owned();
        owners.add(Owner {
            file,
            pointer: String::new(),
            schema: set.at(file, "").filter(|_| is_root),
            word: word.clone(),
            name: word,
            kind: if is_root { OwnerKind::File } else { OwnerKind::Document },
        });
    }
    let components = set.roots.iter().filter(|root| root.is_own_type);
    let components: HashSet<String> = components.map(|root| pascal(&root.name)).collect();
    for root in &set.roots {
        let pointer = &set.schemas[root.schema].pointer;
        if pointer.is_empty() {
            continue;
        }
        let shared = pointer
            .strip_prefix("/components/")
            .and_then(|rest| rest.split_once('/'));
        let key = |rest: &str| unescape(rest.split('/').next().unwrap_or_default());
        let (kind, word) = match shared {
            _ if root.is_own_type => (OwnerKind::Component, root.name.clone()),
            Some(("responses", rest)) => (OwnerKind::Body, format!("{} response", key(rest))),
            Some(("requestBodies", rest)) => (OwnerKind::Body, format!("{} body", key(rest))),
            Some(_) | None => (OwnerKind::Body, root.name.clone()),
        };
        owners.add(Owner {
            file: root.file,
            pointer: pointer.clone(),
            schema: Some(root.schema),
            name: name_words(&word, &kind, api, &components),
            word,
            kind,
        });
    }
    owners.add_parameters(set, api);
    owners.add_definitions(set);
    owners
}

/// Returns the words from which the type names in a component or a body are derived.
fn name_words(word: &str, kind: &OwnerKind, api: &Api, components: &HashSet<String>) -> String {
    let words = match kind {
        // The name is that of the component unless a framework has made it.
        OwnerKind::Component => api
            .body_words(word)
            .filter(|words| !components.contains(&pascal(words))),
        OwnerKind::Body => {
            let of_action = word.split_once(' ');
            of_action.map(|(id, part)| format!("{} {part}", api.unique_name(id)))
        }
        OwnerKind::File | OwnerKind::Definition(_) | OwnerKind::Parameter(_) | OwnerKind::Document => None,
    };
    words.unwrap_or_else(|| word.to_owned())
}

impl Owners {
    fn add(&mut self, owner: Owner) {
        let id = OwnerId(u32::try_from(self.owners.len()).expect("there are fewer than 2^32 owners"));
        self.by_place.insert((owner.file, owner.pointer.clone()), id);
        self.owners.push(owner);
    }

    fn add_parameters(&mut self, set: &SchemaSet, api: &Api) {
        for operation in api.requests() {
            for parameter in &operation.parameters {
                let action = (api.unique_name(&operation.id).to_owned(), operation.tag.clone());
                let Location { file, pointer } = &parameter.schema;
                if let Some(known) = self.by_place.get(&(*file, pointer.clone())) {
                    if let OwnerKind::Parameter(known) = &mut self.owners[known.0 as usize].kind {
                        known.actions.push(action);
                    }
                    continue;
                }
                let shared = pointer.strip_prefix("/components/parameters/");
                let key = shared.and_then(|rest| rest.split('/').next()).map(unescape);
                let word = key.unwrap_or_default();
                self.add(Owner {
                    file: *file,
                    pointer: pointer.clone(),
                    schema: set.at(*file, pointer),
                    name: word.clone(),
                    word,
                    kind: OwnerKind::Parameter(Parameter {
                        name: parameter.name.clone(),
                        actions: vec![action],
                    }),
                });
            }
        }
    }

    fn add_definitions(&mut self, set: &SchemaSet) {
        for (id, schema) in set.schemas.iter() {
            let Some((parent, name)) = schema.pointer.rsplit_once('/').filter(|_| set.cause(id).is_none()) else {
                continue;
            };
            let owner = ["/definitions", "/$defs"]
                .into_iter()
                .find_map(|map| parent.strip_suffix(map));
            let owner = owner.and_then(|pointer| self.by_place.get(&(schema.file, pointer.to_owned())));
            let Some(&owner) = owner else { continue };
            let is_named = matches!(self[owner].kind, OwnerKind::File | OwnerKind::Component);
            if is_named || matches!(self[owner].kind, OwnerKind::Document) && !self[owner].word.is_empty() {
                self.add(Owner {
                    file: schema.file,
                    pointer: schema.pointer.clone(),
                    schema: Some(id),
                    word: unescape(name),
                    name: unescape(name),
                    kind: OwnerKind::Definition(owner),
                });
            }
        }
    }

    /// Returns all owners in order.
    pub fn iter(&self) -> impl Iterator<Item = (OwnerId, &Owner)> {
        (0..).map(OwnerId).zip(&self.owners)
    }

    /// Returns the owner at a location.
    pub fn at(&self, file: FileId, pointer: &str) -> Option<OwnerId> {
        self.by_place.get(&(file, pointer.to_owned())).copied()
    }

    /// Returns the owner of a schema, and the rest of the schema's JSON Pointer.
    ///
    /// # Panics
    /// If the file of the schema has no owner, which is a fault of the model.
    pub fn locate<'s>(&self, set: &'s SchemaSet, id: SchemaId) -> (OwnerId, &'s str) {
        let schema = &set.schemas[id];
        let mut end = schema.pointer.len();
        loop {
            if let Some(owner) = self.at(schema.file, &schema.pointer[..end]) {
                return (owner, &schema.pointer[end..]);
            }
            end = schema.pointer[..end]
                .rfind('/')
                .expect("every file is an owner of what is in it");
        }
    }

    /// Returns the name of the parameter if the owner is one.
    pub fn parameter(&self, owner: OwnerId) -> Option<&str> {
        match &self[owner].kind {
            OwnerKind::Parameter(parameter) => Some(&parameter.name),
            _ => None,
        }
    }

    /// Returns the owners that are types, used or not.
    pub fn types(&self) -> impl Iterator<Item = (OwnerId, SchemaId)> {
        let types = self.iter().filter(|(id, _)| self.is_type(*id));
        types.filter_map(|(id, owner)| Some((id, owner.schema?)))
    }

    /// Whether an owner is a type, used or not.
    pub fn is_type(&self, owner: OwnerId) -> bool {
        match self[owner].kind {
            OwnerKind::File | OwnerKind::Component => true,
            // In a document loaded for a mapped URL, only referenced schemas are types.
            OwnerKind::Definition(parent) => self[parent].kind != OwnerKind::Document,
            OwnerKind::Body | OwnerKind::Parameter(_) | OwnerKind::Document => false,
        }
    }

    /// Whether an owner has definitions.
    pub fn has_definitions(&self, owner: OwnerId) -> bool {
        self.owners
            .iter()
            .any(|other| other.kind == OwnerKind::Definition(owner))
    }
}

impl std::ops::Index<OwnerId> for Owners {
    type Output = Owner;

    fn index(&self, id: OwnerId) -> &Owner {
        &self.owners[id.0 as usize]
    }
}
