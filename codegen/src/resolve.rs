//! The second stage: one closed set of schemas, every `$ref` resolved.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use crate::document::Node;
use crate::keywords::{Context, Dialect, Keywords, SchemaId, keywords};
use crate::left_out::LeftOut;
use crate::load::{OPENAPI, Place, Report, Source, Sources, read};
use crate::uri;

/// A schema with the place where it stands.
#[derive(Debug)]
pub struct Schema {
    /// The number of its file in [`Sources`].
    pub file: usize,
    /// JSON Pointer in the file.
    pub pointer: String,
    /// Byte offset in the file.
    pub at: usize,
    /// The URI that its references are relative to.
    base: String,
    /// What it says.
    pub keywords: Keywords,
}

/// All schemas of a run.
#[derive(Debug)]
pub struct SchemaSet {
    /// By [`SchemaId`].
    pub schemas: Vec<Schema>,
    /// The schema of each file of the folder, in the order of the files.
    pub roots: Vec<Root>,
    /// Whether a schema leads to itself without a step into the value: nothing can walk such a set.
    pub has_bare_cycles: bool,
    by_place: HashMap<(usize, String), SchemaId>,
    by_uri: HashMap<String, SchemaId>,
    /// Where the references of each schema lead in the end.
    ends: Vec<SchemaId>,
}

/// A schema that gives a type by a name of its own.
#[derive(Debug, Clone)]
pub struct Root {
    /// The number of its file in [`Sources`].
    pub file: usize,
    /// Its schema.
    pub schema: SchemaId,
    /// What it is called: the stem of its file, or its key in the OpenAPI document.
    pub name: String,
}

/// What the stage can be told.
#[derive(Debug)]
pub struct Settings<'a> {
    /// URLs that stand for folders: what begins with the first is read from the second, never from the network.
    pub url_folders: Vec<(String, PathBuf)>,
    /// Take `format` as an annotation only.
    pub format_annotates: bool,
    /// What is left out of the documents, because something is wrong with it.
    pub left_out: &'a LeftOut,
}

/// Reads all schemas and resolves all references; `asked` are the places of schemas in the OpenAPI document, with a name
/// for those that give a type.
pub fn resolve(
    sources: &mut Sources,
    asked: &[(String, Option<String>)],
    settings: &Settings<'_>,
    report: &mut Report,
) -> SchemaSet {
    let mut resolver = Resolver {
        settings,
        set: SchemaSet {
            schemas: Vec::new(),
            roots: Vec::new(),
            has_bare_cycles: false,
            by_place: HashMap::new(),
            by_uri: HashMap::new(),
            ends: Vec::new(),
        },
        stems: BTreeMap::new(),
        fetched: HashMap::new(),
        left_out: HashMap::new(),
        ignored_ids: HashMap::new(),
        by_ignored_id: HashMap::new(),
        openapi: None,
        shared: HashSet::new(),
    };
    for (file, source) in sources.files.iter().enumerate() {
        if let Some(document) = source.document.as_ref().filter(|_| source.name != OPENAPI) {
            let base = uri::of_file(&source.name);
            if source.faults.leave_out("") {
                resolver.leave_out(file, document, base);
                continue;
            }
            let stem = source.name.trim_end_matches(".json").to_owned();
            resolver.stems.insert(stem.clone(), file);
            let schema = resolver.file(source, file, document, base, report);
            resolver.set.roots.push(Root {
                file,
                schema,
                name: stem,
            });
        }
    }
    if let Some(file) = sources.openapi
        && let Some(document) = &sources.files[file].document
    {
        let source = &sources.files[file];
        let base = uri::of_file(OPENAPI);
        let dialect = dialect(document, true);
        for (pointer, name) in asked {
            if let Some(node) = document.pointer(pointer) {
                let reading = Reading { source, file, dialect };
                let schema = resolver.schema(node, pointer.clone(), None, &base, &reading, report);
                resolver
                    .set
                    .roots
                    .extend(name.clone().map(|name| Root { file, schema, name }));
            }
        }
        resolver.openapi = Some(file);
    }
    resolver.references(sources, report);
    resolver.refuse_bare_cycles(sources, report);
    resolver.follow();
    resolver.set
}

impl SchemaSet {
    /// The schema itself, or the one that its `$ref` leads to, over however many others.
    pub fn deref(&self, id: SchemaId) -> SchemaId {
        self.ends[id]
    }

    /// The keywords of a schema itself.
    pub fn keywords(&self, id: SchemaId) -> &Keywords {
        &self.schemas[id].keywords
    }

    /// The place of a schema, for a diagnostic.
    pub fn place<'a>(&'a self, id: SchemaId, sources: &'a Sources) -> Place<'a> {
        let schema = &self.schemas[id];
        Place {
            source: &sources.files[schema.file],
            at: schema.at,
            pointer: &schema.pointer,
        }
    }

    /// The schema at a place.
    pub fn at(&self, file: usize, pointer: &str) -> Option<SchemaId> {
        self.by_place.get(&(file, pointer.to_owned())).copied()
    }
}

struct Resolver<'s> {
    settings: &'s Settings<'s>,
    set: SchemaSet,
    stems: BTreeMap<String, usize>,
    fetched: HashMap<String, usize>,
    /// The files that are left out, by their URIs, with the URI that their references are relative to. What is right in
    /// them can be referred to.
    left_out: HashMap<String, (usize, String)>,
    /// The `$id`s of whole files that count for nothing, since they stand beside a `$ref`.
    ignored_ids: HashMap<usize, String>,
    by_ignored_id: HashMap<String, usize>,
    openapi: Option<usize>,
    /// The URIs that more than one schema has.
    shared: HashSet<String>,
}

impl Resolver<'_> {
    /// Notes where a file is whose schema is not read.
    fn leave_out(&mut self, file: usize, document: &Node, uri: String) {
        let base = base_of(document, &uri, dialect(document, false));
        for uri in [uri, base.clone()] {
            self.left_out.insert(uri, (file, base.clone()));
        }
    }

    /// Reads the schema that is a whole file.
    fn file(&mut self, source: &Source, file: usize, document: &Node, base: String, report: &mut Report) -> SchemaId {
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
            report.error(
                &place,
                format!("{draft:?} is a draft that this generator does not know"),
                "write the schema in draft-07: \"http://json-schema.org/draft-07/schema#\"",
            );
        }
        self.register(base.clone(), self.set.schemas.len());
        let dialect = dialect(document, false);
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

    /// Reads a schema and all schemas in it, unless it has been read already.
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
        let id = self.set.schemas.len();
        let base = self.identify(node, id, base, reading);
        self.set.by_place.insert((reading.file, pointer.clone()), id);
        self.set.schemas.push(Schema {
            file: reading.file,
            pointer: pointer.clone(),
            at: node.at,
            base: base.clone(),
            keywords: Keywords::default(),
        });
        let context = Context {
            source: reading.source,
            pointer,
            dialect: reading.dialect,
            format_annotates: self.settings.format_annotates,
        };
        let keywords = read.unwrap_or_else(|| {
            keywords(node, &context, report, &mut |node, pointer, read, report| {
                self.schema(node, pointer, read, &base, reading, report)
            })
        });
        self.set.schemas[id].keywords = keywords;
        id
    }

    /// The base URI of a schema: its own `$id`, if it has one that counts.
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

    /// Notes what a URI leads to.
    fn register(&mut self, uri: String, id: SchemaId) {
        if *self.set.by_uri.entry(uri.clone()).or_insert(id) != id {
            self.shared.insert(uri);
        }
    }

    /// Resolves references until there are none left; targets may bring new ones.
    fn references(&mut self, sources: &mut Sources, report: &mut Report) {
        let mut id = 0;
        while id < self.set.schemas.len() {
            let schema = &self.set.schemas[id];
            if let Some(reference) = &schema.keywords.reference {
                let asked = Asked {
                    text: reference.text.clone(),
                    base: schema.base.clone(),
                    file: schema.file,
                    at: reference.at,
                    pointer: reference.pointer.clone(),
                };
                match self.target(&asked, sources, report) {
                    Ok(target) => {
                        if let Some(reference) = &mut self.set.schemas[id].keywords.reference {
                            reference.target = Some(target);
                        }
                    }
                    Err((message, help)) => report.error(&asked.place(sources), message, help),
                }
            }
            id += 1;
        }
    }

    /// Follows all references to their ends: a chain of them may be long, and is asked for often.
    fn follow(&mut self) {
        if self.set.has_bare_cycles {
            // Some have no end, and nothing asks for one.
            self.set.ends = (0..self.set.schemas.len()).collect();
            return;
        }
        let next = |id: SchemaId| self.set.schemas[id].keywords.reference.as_ref()?.target;
        let mut ends: Vec<Option<SchemaId>> = vec![None; self.set.schemas.len()];
        for start in 0..ends.len() {
            let mut chain = vec![start];
            let mut id = start;
            let end = loop {
                match (ends[id], next(id)) {
                    (Some(end), _) => break end,
                    (None, Some(next)) => id = next,
                    (None, None) => break id,
                }
                chain.push(id);
            };
            for id in chain {
                ends[id] = Some(end);
            }
        }
        self.set.ends = ends.into_iter().flatten().collect();
    }

    fn target(
        &mut self,
        asked: &Asked,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Result<SchemaId, (String, String)> {
        let Asked { text, base, file, .. } = asked;
        if uri::file_name(base).is_some() && uri::leaves_folder(text) {
            return Err((
                format!("`$ref` to {text:?} leaves the folder of the schemas"),
                "put that file into the folder, and refer to it by its name".to_owned(),
            ));
        }
        let absolute = uri::resolve(base, text);
        let (document, fragment) = uri::split(&absolute);
        // However much of a file's name is percent-encoded, it is that file.
        let document = match uri::file_name(document) {
            Some(name) => uri::of_file(&name),
            None => document.to_owned(),
        };
        let whole = match fragment {
            "" => document.clone(),
            fragment => format!("{document}#{fragment}"),
        };
        if let Some(shared) = [&whole, &document].into_iter().find(|uri| self.shared.contains(*uri)) {
            let shared = uri::file_name(shared).unwrap_or_else(|| shared.clone());
            return Err((
                format!("`$ref` to {text:?}: several schemas say that they are {shared}"),
                "give each of them an `$id` of its own, or leave it out".to_owned(),
            ));
        }
        if let Some(id) = self.set.by_uri.get(&whole) {
            return Ok(*id);
        }
        let fragment = uri::decode(fragment);
        let is_openapi = document == uri::of_file(OPENAPI);
        let (file_of_root, root_pointer) = if let Some(openapi) = self.openapi.filter(|_| is_openapi) {
            (openapi, String::new())
        } else {
            match self.document(&document, asked, sources, report)? {
                Document::Read(root) if fragment.is_empty() => return Ok(root),
                Document::Read(root) => {
                    let root = &self.set.schemas[root];
                    (root.file, root.pointer.clone())
                }
                Document::LeftOut(file) => (file, String::new()),
            }
        };
        let pointer = format!("{root_pointer}{fragment}");
        let source = sources.files.get(file_of_root);
        if source.is_some_and(|source| source.faults.concern(&pointer)) {
            return Err((
                format!("`$ref` to {text:?}: that has errors of its own"),
                "mend that first".to_owned(),
            ));
        }
        if fragment.starts_with('/') {
            if let Some(id) = self.set.at(file_of_root, &pointer) {
                return Ok(id);
            }
            if let Some(id) = self.unregistered(file_of_root, &pointer, sources, report) {
                return Ok(id);
            }
            // Documents in the wild say "#/definitions/x" and mean the file x.json beside them.
            let stem = fragment.strip_prefix("/definitions/").unwrap_or_default();
            if let Some(&other) = self.stems.get(stem)
                && let Some(root) = self.set.roots.iter().find(|root| root.file == other)
            {
                report.note(
                    &asked.place(sources),
                    format!("`$ref` to {text:?}: there is no such definition, so the file {stem}.json is taken"),
                    format!("write \"{stem}.json\", if that is what is meant"),
                );
                return Ok(root.schema);
            }
        }
        let name = sources
            .files
            .get(file_of_root)
            .map_or("the document", |source| &source.name);
        let near = self.similar(&fragment);
        let help = match near {
            Some(stem) if file_of_root == *file => {
                format!("is the file {stem}.json meant? Then write \"{stem}.json\"")
            }
            _ => format!("add it to {name}, or correct the reference"),
        };
        Err((format!("`$ref` to {text:?}: {name} has nothing at {fragment:?}"), help))
    }

    /// The document that a reference is in, without its fragment.
    fn document(
        &mut self,
        document: &str,
        asked: &Asked,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Result<Document, (String, String)> {
        if let Some(root) = self.set.by_uri.get(document) {
            return Ok(Document::Read(*root));
        }
        if let Some((file, _)) = self.left_out.get(document) {
            return Ok(Document::LeftOut(*file));
        }
        let text = &asked.text;
        self.fetch(document, text, sources, report).or_else(|missing| {
            let (root, file) = self.meant(document, text, asked.file).ok_or(missing)?;
            let name = sources.files.get(file).map_or("another", |source| &source.name);
            report.note(
                &asked.place(sources),
                format!("`$ref` to {text:?}: no document has that URI, so the file {name} is taken"),
                "give the file that URI as its `$id`, if that is what is meant",
            );
            Ok(Document::Read(root))
        })
    }

    /// The file of the folder that a reference means although no document has its URI. In the wild, a file has its `$id`
    /// beside a `$ref`, where it counts for nothing, or is looked for beside another by the name that it has as a file.
    fn meant(&self, document: &str, text: &str, file: usize) -> Option<(SchemaId, usize)> {
        let (path, _) = uri::split(text);
        let from_own = self.ignored_ids.get(&file).map(|id| uri::resolve(id, path));
        let by_id = [Some(document), from_own.as_deref()]
            .into_iter()
            .flatten()
            .find_map(|id| self.by_ignored_id.get(id));
        let by_name = || {
            let name = uri::decode(path.strip_prefix("./").unwrap_or(path));
            self.stems.get(name.strip_suffix(".json")?)
        };
        let file = *by_id.or_else(by_name)?;
        Some((self.set.at(file, "")?, file))
    }

    /// A schema at a place where draft-07 expects none, such as under an unknown keyword, or in what is left out.
    fn unregistered(&mut self, file: usize, pointer: &str, sources: &Sources, report: &mut Report) -> Option<SchemaId> {
        let source = sources.files.get(file)?;
        let document = source.document.as_ref()?;
        let node = document.pointer(pointer)?;
        let is_openapi = self.openapi == Some(file);
        let dialect = dialect(document, is_openapi);
        let root = self.set.by_place.get(&(file, String::new()));
        let left_out = || self.left_out.values().find(|(left_out, _)| *left_out == file);
        let base = match (root, left_out()) {
            _ if is_openapi => uri::of_file(OPENAPI),
            (Some(root), _) => self.set.schemas[*root].base.clone(),
            (None, Some((_, base))) => base.clone(),
            (None, None) => return None,
        };
        let base = base_inside(document, pointer, base, dialect);
        let reading = Reading { source, file, dialect };
        Some(self.schema(node, pointer.to_owned(), None, &base, &reading, report))
    }

    /// Reads a document that a URL stands for, from the folder that the settings give.
    fn fetch(
        &mut self,
        document: &str,
        text: &str,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Result<Document, (String, String)> {
        if let Some(name) = uri::file_name(document) {
            if sources.files.iter().any(|source| source.name == name) {
                return Err((
                    format!("`$ref` to {text:?}: {name} has errors of its own"),
                    format!("mend {name} first"),
                ));
            }
            let help = match self.similar(name.trim_end_matches(".json")) {
                Some(stem) => format!("is {stem}.json meant?"),
                None if name.contains('/') => {
                    "put the file into the folder itself: folders in it are not read".to_owned()
                }
                None => "add the file to the folder, or correct the reference".to_owned(),
            };
            return Err((
                format!("`$ref` to {text:?}: there is no file {name} in the folder"),
                help,
            ));
        }
        let found = self.settings.url_folders.iter().find_map(|(url, folder)| {
            let rest = document.strip_prefix(url.as_str())?.trim_start_matches('/');
            // A path that climbs would read what nobody meant to offer.
            (!rest.split('/').any(|step| step == "..")).then(|| folder.join(rest))
        });
        let Some(path) = found else {
            let name = document.rsplit('/').next().unwrap_or_default();
            let help = if sources.files.iter().any(|source| source.name == name) {
                format!("if {name} of the folder is meant, give it that `$id`")
            } else {
                "save that document and map its URL to the folder with --map-url URL=FOLDER".to_owned()
            };
            return Err((
                format!(
                    "`$ref` to {text:?}: no file of the folder has the URL {document}, and the network is never used"
                ),
                help,
            ));
        };
        let file = match self.fetched.get(document) {
            Some(file) => *file,
            None => {
                let source = read(&path, self.settings.left_out, report).ok_or_else(|| {
                    (
                        format!("`$ref` to {text:?}: {} cannot be read", path.display()),
                        "save the document there".to_owned(),
                    )
                })?;
                sources.files.push(source);
                self.fetched.insert(document.to_owned(), sources.files.len() - 1);
                sources.files.len() - 1
            }
        };
        let source = &sources.files[file];
        match &source.document {
            Some(node) if source.faults.leave_out("") => {
                self.leave_out(file, node, document.to_owned());
                Ok(Document::LeftOut(file))
            }
            Some(node) => {
                let root = self.file(source, file, node, document.to_owned(), report);
                Ok(Document::Read(root))
            }
            None => Err((
                format!("`$ref` to {text:?}: {} has errors of its own", source.shown),
                "mend that document first".to_owned(),
            )),
        }
    }

    /// A file whose name is like the one that a reference asks for.
    fn similar(&self, wanted: &str) -> Option<&str> {
        let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
        let wanted = plain(wanted.rsplit('/').next().unwrap_or_default());
        self.stems
            .keys()
            .find(|stem| {
                let stem = plain(stem);
                !wanted.is_empty() && (stem == wanted || stem.trim_end_matches('s') == wanted.trim_end_matches('s'))
            })
            .map(String::as_str)
    }

    /// Refuses schemas that lead to themselves without a step into the value: they say nothing, and never end. And those
    /// that lead through so many others that a check could not follow.
    fn refuse_bare_cycles(&mut self, sources: &Sources, report: &mut Report) {
        let mut state = vec![Visit::New; self.set.schemas.len()];
        for id in 0..self.set.schemas.len() {
            if let Some((culprit, found)) = self.find_cycle(id, &mut state) {
                self.set.has_bare_cycles = true;
                let place = self.set.place(culprit, sources);
                let (message, help) = match found {
                    Bare::Cycle => (
                        "this schema leads to itself without a step into the value, so it says nothing".to_owned(),
                        "let the `$ref` lead to a schema with a `type`, or remove it",
                    ),
                    Bare::Chain => (
                        format!(
                            "this schema leads through more than {LONGEST_CHAIN} others without a step into the value"
                        ),
                        "say in one schema what the chain of `allOf`, `anyOf`, `oneOf`, `not` or `if` says",
                    ),
                };
                report.error(&place, message, help);
            }
        }
    }

    fn find_cycle(&self, start: SchemaId, state: &mut [Visit]) -> Option<(SchemaId, Bare)> {
        // An explicit stack: a chain of references can be as long as the input.
        let mut stack = vec![(start, false)];
        while let Some((id, done)) = stack.pop() {
            let found = if done {
                let next = self.in_place(id);
                let own = u32::from(self.set.keywords(id).reference.is_none());
                let below = next.into_iter().map(|next| match state[next] {
                    Visit::Done(height) => height,
                    Visit::New | Visit::Open => 0,
                });
                let height = own + below.max().unwrap_or_default();
                state[id] = Visit::Done(height);
                (height > LONGEST_CHAIN).then_some((id, Bare::Chain))
            } else {
                match state[id] {
                    Visit::Done(_) => None,
                    Visit::Open => Some((id, Bare::Cycle)),
                    Visit::New => {
                        state[id] = Visit::Open;
                        stack.push((id, true));
                        let next = self.in_place(id);
                        let open = next.iter().any(|next| state[*next] == Visit::Open);
                        stack.extend(next.into_iter().map(|next| (next, false)));
                        open.then_some((id, Bare::Cycle))
                    }
                }
            };
            if found.is_some() {
                // Leave no schema open: the next search starts clean.
                for (open, _) in stack {
                    state[open] = Visit::Done(0);
                }
                state[id] = Visit::Done(0);
                return found;
            }
        }
        None
    }

    /// The schemas that a schema applies to the same value.
    fn in_place(&self, id: SchemaId) -> Vec<SchemaId> {
        let keywords = self.set.keywords(id);
        if let Some(reference) = &keywords.reference {
            return reference.target.into_iter().collect();
        }
        let mut next: Vec<SchemaId> = [&keywords.all_of, &keywords.any_of, &keywords.one_of]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        next.extend(keywords.not);
        next.extend(keywords.schema_with.iter().map(|(_, schema)| *schema));
        if let Some((condition, then, otherwise)) = keywords.condition {
            next.push(condition);
            next.extend(then);
            next.extend(otherwise);
        }
        next
    }
}

/// A reference that is to be resolved.
struct Asked {
    text: String,
    /// The URI that it is relative to.
    base: String,
    /// Where it stands.
    file: usize,
    at: usize,
    pointer: String,
}

impl Asked {
    fn place<'a>(&'a self, sources: &'a Sources) -> Place<'a> {
        Place {
            source: &sources.files[self.file],
            at: self.at,
            pointer: &self.pointer,
        }
    }
}

/// What a URI without a fragment leads to.
enum Document {
    /// A schema that is read.
    Read(SchemaId),
    /// The number of a file that is left out as a whole.
    LeftOut(usize),
}

/// The file that is being read.
struct Reading<'a> {
    source: &'a Source,
    file: usize,
    dialect: Dialect,
}

/// What the schemas of a document are written in.
fn dialect(document: &Node, is_openapi: bool) -> Dialect {
    let text = |name: &str| document.get(name).and_then(Node::as_str).unwrap_or_default();
    if !is_openapi && text("$schema").contains("draft-04") {
        Dialect::Draft04
    } else if !is_openapi {
        Dialect::Draft07
    } else if text("openapi").starts_with("3.0") {
        Dialect::OpenApi30
    } else {
        Dialect::OpenApi31
    }
}

/// The URI that a schema gives itself, if it does. Beside a `$ref` every keyword is ignored, this one too.
fn own_uri(node: &Node, base: &str, dialect: Dialect) -> Option<String> {
    let own = node.get(dialect.id_keyword()).and_then(Node::as_str)?;
    node.get("$ref").is_none().then(|| uri::resolve(base, own))
}

/// The URI that what is in a schema is relative to: its own, unless `"$id": "#name"` only names a place in the document.
fn base_of(node: &Node, base: &str, dialect: Dialect) -> String {
    match own_uri(node, base, dialect).as_deref().map(uri::split) {
        Some((document, "")) => document.to_owned(),
        Some(_) | None => base.to_owned(),
    }
}

/// The base of what stands at a place, from that of the document: each schema on the way may have a URI of its own.
fn base_inside(document: &Node, pointer: &str, base: String, dialect: Dialect) -> String {
    let ends = pointer.match_indices('/').skip(1).map(|(end, _)| end);
    let on_the_way = ends.filter_map(|end| document.pointer(&pointer[..end]));
    on_the_way.fold(base, |base, node| base_of(node, &base, dialect))
}

/// How many schemas may stand between a schema and the last one that it applies to the same value. A check goes that deep
/// for each level of the value.
const LONGEST_CHAIN: u32 = 100;

/// What is wrong with a way that never steps into the value.
#[derive(Clone, Copy)]
enum Bare {
    Cycle,
    Chain,
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    /// With the length of the longest way from here that never steps into the value.
    Done(u32),
}
