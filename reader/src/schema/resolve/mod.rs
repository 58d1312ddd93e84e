//! Reads a closed set of schemas, with every `$ref` resolved.

mod base;
mod cycles;
mod directions;
mod discriminators;
mod exclusions;
mod hidden;
mod references;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use base::{base_of, own_uri};

use crate::input::by_id::ById;
use crate::input::document::Node;
use crate::input::file::stem;
use crate::input::sources::{FileId, Sources};
use crate::input::uri;
use crate::openapi::{Api, Location};
use crate::report::{ErrorId, Place, Report, Source};
use crate::schema::keywords::{Context, Dialect, Keywords, SchemaId, keywords};

/// A schema and its location.
#[derive(Debug)]
pub struct Schema {
    /// The file.
    pub file: FileId,
    /// JSON Pointer in the file.
    pub pointer: String,
    /// Byte offset in the file.
    pub at: usize,
    /// The base URI of its references.
    base: String,
    /// The keywords.
    pub keywords: Keywords,
    /// The first error in the schema.
    fault: Option<ErrorId>,
    /// Whether its `$id` is invalid, so that the base URI of the references in it is unknown.
    has_wrong_id: bool,
}

impl Schema {
    /// Returns a schema without keywords at the same location.
    fn copy(&self) -> Self {
        Self {
            file: self.file,
            pointer: self.pointer.clone(),
            at: self.at,
            base: self.base.clone(),
            keywords: Keywords::default(),
            fault: None,
            has_wrong_id: false,
        }
    }
}

/// All schemas of a run.
#[derive(Debug)]
pub struct SchemaSet {
    /// The schemas, indexed by [`SchemaId`].
    pub schemas: ById<SchemaId, Schema>,
    /// The root schemas of the files, in the order of the files.
    pub roots: Vec<Root>,
    /// Roots that have an error or depend on one. Their names stay reserved.
    pub excluded_roots: Vec<Root>,
    by_place: HashMap<(FileId, String), SchemaId>,
    by_uri: HashMap<String, SchemaId>,
    /// The final target of each schema's references.
    ends: ById<SchemaId, SchemaId>,
    /// The schemas that depend on each schema: the enclosing schema, and schemas that refer to it.
    dependents: ById<SchemaId, Vec<SchemaId>>,
    /// The error that each schema contains or depends on.
    causes: ById<SchemaId, Option<ErrorId>>,
    /// Copies of schemas, each with the schema that it was made of.
    copies: Vec<(SchemaId, SchemaId)>,
    /// Whether the values of each schema may have read-only properties.
    hidden: ById<SchemaId, bool>,
    contains_hidden: ById<SchemaId, bool>,
    read_only: ById<SchemaId, bool>,
    /// Whether the values of a schema may have write-only properties.
    write_only: ById<SchemaId, bool>,
}

/// A schema that is a named type.
#[derive(Debug, Clone)]
pub struct Root {
    /// The file.
    pub file: FileId,
    /// The schema.
    pub schema: SchemaId,
    /// The name: the stem of the file, the key in the document, or words of the action.
    pub name: String,
    /// Whether it is a type by itself: a file, a component, or what another file refers to. Otherwise it is the inline body
    /// of an action.
    pub is_own_type: bool,
}

/// The settings of the stage.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Mappings from base URLs to local folders. The network is never used.
    pub url_folders: Vec<(String, PathBuf)>,
    /// Whether `format` is only an annotation.
    pub format_annotates: bool,
}

/// Reads all schemas and resolves all references, including those of the OpenAPI document's schemas. Schemas with
/// errors are excluded, along with all that depends on them.
pub fn resolve(sources: &mut Sources, api: &Api, settings: &Settings, report: &mut Report) -> SchemaSet {
    let mut resolver = Resolver {
        settings,
        set: SchemaSet {
            schemas: ById::default(),
            roots: Vec::new(),
            excluded_roots: Vec::new(),
            by_place: HashMap::new(),
            by_uri: HashMap::new(),
            ends: ById::default(),
            dependents: ById::default(),
            causes: ById::default(),
            copies: Vec::new(),
            hidden: ById::default(),
            contains_hidden: ById::default(),
            read_only: ById::default(),
            write_only: ById::default(),
        },
        stems: BTreeMap::new(),
        fetched: HashMap::new(),
        unreadable: HashMap::new(),
        claimed: HashMap::new(),
        ignored_ids: HashMap::new(),
        by_ignored_id: HashMap::new(),
        dialect: Dialect::Draft07,
        parts: HashSet::new(),
        dialects: HashMap::new(),
        shared: HashSet::new(),
    };
    for (file, source) in sources.files.iter() {
        let is_schema = sources.is_listed(file) && sources.openapi != Some(file) && !api.parts.contains(&file);
        if let Some(document) = source.root.as_ref().filter(|_| is_schema) {
            let base = uri::of_file(&source.name);
            let stem = stem(&source.name).to_owned();
            resolver.stems.insert(stem.clone(), file);
            let schema = resolver.file(source, file, document, base, dialect(document, false), report);
            resolver.set.roots.push(Root {
                file,
                schema,
                name: stem,
                is_own_type: true,
            });
        }
    }
    if let Some(file) = sources.openapi
        && let Some(document) = &sources.files[file].root
    {
        let source = &sources.files[file];
        let base = uri::of_file(&source.name);
        let dialect = dialect(document, true);
        if let Some(error) = api.unreadable {
            resolver.claim(document, &base, dialect, error);
            resolver.unreadable.insert(file, error);
        }
        resolver.dialect = dialect;
        resolver.parts.extend(api.parts.iter().copied().chain([file]));
        for (place, name) in api.schemas() {
            let schema = resolver.at(place, sources, report);
            let named = name.clone().map(|name| Root {
                file: place.file,
                schema,
                name,
                is_own_type: place.file == file && place.pointer.starts_with("/components/schemas/"),
            });
            resolver.set.roots.extend(named);
        }
        for place in &api.excluded {
            resolver.at(place, sources, report);
        }
    }
    resolver.references(sources, report);
    resolver.apply_discriminators(sources, report);
    resolver.apply_directions(sources, report);
    resolver.refuse_bare_cycles(sources, report);
    resolver.set.find_dependents();
    resolver.set.causes = ById::same(&resolver.set.schemas, None);
    resolver.set.ends = resolver.set.schemas.map(|(id, _)| id);
    let faulty = resolver.set.schemas.iter();
    let faulty = faulty.filter_map(|(id, schema)| Some((id, schema.fault?)));
    resolver.set.exclude(faulty.collect());
    resolver.follow();
    resolver.set.find_directed();
    resolver.set.find_hidden();
    resolver.set.exclude_roots(sources, report);
    resolver.set
}

impl SchemaSet {
    /// Returns the schema, or the final target of its chain of `$ref`s.
    pub fn deref(&self, id: SchemaId) -> SchemaId {
        self.ends[id]
    }

    /// Returns a schema and the parts that it composes in place with `allOf`, at any depth. Targets of references are not
    /// among them.
    pub fn in_place(&self, id: SchemaId) -> Vec<SchemaId> {
        let parts = self.keywords(id).all_of.iter();
        let parts = parts.filter(|part| self.deref(**part) == **part);
        let parts = parts.flat_map(|part| self.in_place(*part));
        [id].into_iter().chain(parts).collect()
    }

    /// Returns a schema together with all schemas in its `allOf`, with references resolved.
    pub fn gathered(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut parts = Vec::new();
        let mut waiting = vec![id];
        while let Some(next) = waiting.pop() {
            let next = self.deref(next);
            if !parts.contains(&next) {
                parts.push(next);
                waiting.extend(self.keywords(next).all_of.iter().rev());
            }
        }
        parts
    }

    /// Returns the keywords of a schema, without following references.
    pub fn keywords(&self, id: SchemaId) -> &Keywords {
        &self.schemas[id].keywords
    }

    /// Returns the location of a schema for a diagnostic.
    pub fn place<'a>(&'a self, id: SchemaId, sources: &'a Sources) -> Place<'a> {
        let schema = &self.schemas[id];
        Place {
            source: &sources.files[schema.file],
            at: schema.at,
            pointer: &schema.pointer,
        }
    }

    /// Whether the values of a schema may have read-only properties, at any depth.
    pub fn has_read_only(&self, id: SchemaId) -> bool {
        self.read_only[id]
    }

    /// Whether the values of a schema may have write-only properties, at any depth.
    pub fn has_write_only(&self, id: SchemaId) -> bool {
        self.write_only[id]
    }

    /// Returns the schema at a location.
    pub fn at(&self, file: FileId, pointer: &str) -> Option<SchemaId> {
        self.by_place.get(&(file, pointer.to_owned())).copied()
    }

    /// Adds a schema that accepts everything, where a document leaves the schema out: a media type may have none.
    pub fn add_anything(&mut self, file: FileId, pointer: String, at: usize) {
        let id = self.schemas.push(Schema {
            file,
            pointer: pointer.clone(),
            at,
            base: String::new(),
            keywords: Keywords::default(),
            fault: None,
            has_wrong_id: false,
        });
        self.by_place.insert((file, pointer), id);
        self.ends.push(id);
        self.dependents.push(Vec::new());
        self.causes.push(None);
        for flags in [
            &mut self.hidden,
            &mut self.contains_hidden,
            &mut self.read_only,
            &mut self.write_only,
        ] {
            flags.push(false);
        }
    }
}

struct Resolver<'s> {
    settings: &'s Settings,
    set: SchemaSet,
    stems: BTreeMap<String, FileId>,
    fetched: HashMap<String, FileId>,
    /// JSON files whose schemas cannot be read, each with its error.
    unreadable: HashMap<FileId, ErrorId>,
    /// The URIs declared in those files, which must not resolve to other schemas.
    claimed: HashMap<String, ErrorId>,
    /// The `$id`s of root schemas that are ignored because they are next to a `$ref`.
    ignored_ids: HashMap<FileId, String>,
    by_ignored_id: HashMap<String, FileId>,
    /// The dialect of the OpenAPI document, if there is one.
    dialect: Dialect,
    /// The files that an OpenAPI description consists of. They are not schemas themselves.
    parts: HashSet<FileId>,
    /// The dialect of each file that schemas were read from.
    dialects: HashMap<FileId, Dialect>,
    /// The URIs declared by more than one schema.
    shared: HashSet<String>,
}

impl Resolver<'_> {
    /// Records the URIs of a schema that cannot be read, including those declared inside it.
    fn claim(&mut self, node: &Node, base: &str, dialect: Dialect, error: ErrorId) {
        if let Some(id) = node.get(dialect.id_keyword()).and_then(Node::as_str) {
            let own = uri::resolve(base, id);
            self.claimed.entry(uri::split(&own).0.to_owned()).or_insert(error);
            self.claimed.entry(own).or_insert(error);
        }
        let base = base_of(node, base, dialect);
        let inside = node.members().iter().map(|member| &member.value).chain(node.items());
        inside.for_each(|inside| self.claim(inside, &base, dialect, error));
    }

    /// Reads the root schema of a file.
    fn file(
        &mut self,
        source: &Source,
        file: FileId,
        document: &Node,
        base: String,
        dialect: Dialect,
        report: &mut Report,
    ) -> SchemaId {
        let schema_draft = document.get("$schema");
        let draft = schema_draft.and_then(Node::as_str).unwrap_or_default();
        let known = ["", "draft-03", "draft-04", "draft-06", "draft-07"];
        if let Some(node) = schema_draft
            && !known.iter().skip(1).any(|known| draft.contains(known))
            && draft.contains("json-schema.org")
        {
            let place = Place {
                source,
                at: node.at,
                pointer: "/$schema",
            };
            let error = report.error(
                &place,
                format!("unknown draft {draft:?}"),
                "write the schema in draft-07: \"http://json-schema.org/draft-07/schema#\"",
            );
            self.claim(document, &base, dialect, error);
            self.unreadable.insert(file, error);
        }
        self.register(base.clone(), self.set.schemas.next_id());
        let reading = Reading { source, file, dialect };
        if document.get("$ref").is_some()
            && let Some(id) = document.get(dialect.id_keyword()).and_then(Node::as_str)
        {
            let id = uri::resolve(&base, id);
            self.by_ignored_id.entry(id.clone()).or_insert(file);
            self.ignored_ids.insert(file, id);
        }
        self.schema(document, String::new(), None, &base, &reading, report)
    }

    /// Reads a schema and its subschemas, unless it has already been read.
    fn schema(
        &mut self,
        node: &Node,
        pointer: String,
        read: Option<Keywords>,
        base: &str,
        reading: &Reading<'_>,
        report: &mut Report,
    ) -> SchemaId {
        if let Some(known) = self.set.by_place.get(&(reading.file, pointer.clone())) {
            return *known;
        }
        let id = self.set.schemas.next_id();
        let base = self.identify(node, id, base, reading);
        self.dialects.entry(reading.file).or_insert(reading.dialect);
        self.set.by_place.insert((reading.file, pointer.clone()), id);
        self.set.schemas.push(Schema {
            file: reading.file,
            pointer: pointer.clone(),
            at: node.at,
            base: base.clone(),
            keywords: Keywords::default(),
            fault: self.unreadable.get(&reading.file).copied(),
            has_wrong_id: node
                .get(reading.dialect.id_keyword())
                .is_some_and(|id| id.as_str().is_none()),
        });
        let context = Context {
            source: reading.source,
            pointer,
            dialect: reading.dialect,
            format_annotates: self.settings.format_annotates,
        };
        let (keywords, fault) = match read {
            Some(keywords) => (keywords, None),
            None => keywords(node, &context, report, &mut |node, pointer, read, report| {
                self.schema(node, pointer, read, &base, reading, report)
            }),
        };
        let schema = &mut self.set.schemas[id];
        schema.keywords = keywords;
        schema.fault = schema.fault.or(fault);
        id
    }

    /// Reads the schema at a location of the OpenAPI description.
    fn at(&mut self, place: &Location, sources: &Sources, report: &mut Report) -> SchemaId {
        let source = &sources.files[place.file];
        let node = source.root.as_ref().and_then(|root| root.pointer(&place.pointer));
        let Some(node) = node else {
            unreachable!("the OpenAPI description has no schema at {place:?}");
        };
        let reading = Reading {
            source,
            file: place.file,
            dialect: self.dialect,
        };
        let base = uri::of_file(&source.name);
        self.schema(node, place.pointer.clone(), None, &base, &reading, report)
    }

    /// Returns the base URI of a schema: its own `$id`, if it has a valid one, otherwise the inherited base.
    fn identify(&mut self, node: &Node, id: SchemaId, base: &str, reading: &Reading<'_>) -> String {
        let Some(absolute) = own_uri(node, base, reading.dialect) else {
            return base.to_owned();
        };
        let base = base_of(node, base, reading.dialect);
        if uri::split(&absolute).1.is_empty() {
            self.register(base.clone(), id);
        }
        self.register(absolute, id);
        base
    }

    /// Records the schema for a URI.
    fn register(&mut self, uri: String, id: SchemaId) {
        if *self.set.by_uri.entry(uri.clone()).or_insert(id) != id {
            self.shared.insert(uri);
        }
    }
}

/// The file that is currently read.
struct Reading<'a> {
    source: &'a Source,
    file: FileId,
    dialect: Dialect,
}

/// Returns the dialect of a document.
fn dialect(document: &Node, is_openapi: bool) -> Dialect {
    let text = |name: &str| document.get(name).and_then(Node::as_str).unwrap_or_default();
    if !is_openapi && text("$schema").contains("draft-04") {
        Dialect::Draft04
    } else if !is_openapi {
        Dialect::Draft07
    } else if text("openapi").starts_with("3.0") {
        Dialect::OpenApi30
    } else if crate::openapi::is_draft_07(document) {
        Dialect::Draft07
    } else {
        Dialect::OpenApi31
    }
}
