//! Resolves each `$ref`.

use std::collections::VecDeque;

use typewright_core::json::pointer::unescape;

use super::base::base_inside;
use super::{Reading, Resolver, Root, dialect};
use crate::input::by_id::ById;
use crate::input::document::Node;
use crate::input::file::{read, stem};
use crate::input::sources::{FileId, Sources};
use crate::input::uri;
use crate::report::{ErrorId, Place, Report};
use crate::schema::keywords::{Dialect, SchemaId};

impl Resolver<'_> {
    /// Resolves references until none are left. Targets may add new references.
    pub(super) fn references(&mut self, sources: &mut Sources, report: &mut Report) {
        let mut waiting: VecDeque<SchemaId> = self.set.schemas.ids().collect();
        while let Some(id) = waiting.pop_front() {
            let known = self.set.schemas.next_id();
            let schema = &self.set.schemas[id];
            if let Some(reference) = &schema.keywords.reference {
                let asked = UnresolvedRef {
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
                    Err(unresolved) => {
                        let error = match unresolved {
                            Unresolved::Wrong { message, help } => report.error(&asked.place(sources), message, help),
                            Unresolved::Because(error) => error,
                        };
                        self.set.schemas[id].fault.get_or_insert(error);
                    }
                }
            }
            waiting.extend(self.set.schemas.ids_from(known));
        }
    }

    /// Finds the final target of each reference in advance, because chains can be long and lookups are frequent.
    pub(super) fn follow(&mut self) {
        // An excluded schema may be cyclic. Its final target is never used.
        let next = |id: SchemaId| match self.set.cause(id) {
            Some(_) => None,
            None => self.set.schemas[id].keywords.reference.as_ref()?.target,
        };
        let mut ends: ById<SchemaId, Option<SchemaId>> = ById::same(&self.set.schemas, None);
        for start in self.set.schemas.ids() {
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
        self.set.ends = ends.map(|(id, end)| end.unwrap_or(id));
    }

    fn target(
        &mut self,
        asked: &UnresolvedRef,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Result<SchemaId, Unresolved> {
        let UnresolvedRef { text, base, file, .. } = asked;
        if uri::leaves_folder(base, text) {
            return Err(Unresolved::new(
                format!("`$ref` {text:?} leaves the folder of the schemas"),
                "put that file into the folder, and refer to it by its name".to_owned(),
            ));
        }
        let absolute = uri::resolve(base, text);
        let (document, fragment) = uri::split(&absolute);
        // The percent-encoding of a file name is irrelevant.
        let document = match uri::file_name(document) {
            Some(name) => uri::of_file(&name),
            None => document.to_owned(),
        };
        let whole = match fragment {
            "" => document.clone(),
            fragment => format!("{document}#{fragment}"),
        };
        if let Some(error) = self.claimed.get(&whole).or_else(|| self.claimed.get(&document)) {
            return Err(Unresolved::Because(*error));
        }
        if let Some(shared) = [&whole, &document].into_iter().find(|uri| self.shared.contains(*uri)) {
            let shared = uri::file_name(shared).unwrap_or_else(|| shared.clone());
            return Err(Unresolved::new(
                format!("ambiguous `$ref` {text:?}: several schemas have the URI {shared}"),
                "give each of them an `$id` of its own, or remove it".to_owned(),
            ));
        }
        if let Some(id) = self.set.by_uri.get(&whole) {
            return Ok(*id);
        }
        let fragment = uri::decode(fragment);
        let (file_of_root, root_pointer) = match self.part(&document, &fragment, sources) {
            Some(file) => (file, String::new()),
            None => {
                let root = self.document(&document, asked, sources, report)?;
                if fragment.is_empty() {
                    return Ok(root);
                }
                let root = &self.set.schemas[root];
                (root.file, root.pointer.clone())
            }
        };
        let pointer = format!("{root_pointer}{fragment}");
        let fault = sources.files[file_of_root].fault;
        if let Some(error) = self.unreadable.get(&file_of_root).copied().or(fault) {
            return Err(Unresolved::Because(error));
        }
        if fragment.starts_with('/') {
            if let Some(id) = self.set.at(file_of_root, &pointer) {
                return Ok(id);
            }
            if let Some(id) = self.unregistered(file_of_root, &pointer, asked.file, sources, report) {
                return Ok(id);
            }
            // Some documents use "#/definitions/x" for the file x.json in the same folder.
            let stem = fragment.strip_prefix("/definitions/").unwrap_or_default();
            if let Some(&other) = self.stems.get(stem)
                && let Some(root) = self.set.roots.iter().find(|root| root.file == other)
            {
                report.note(
                    &asked.place(sources),
                    format!("`$ref` {text:?}: no such definition, resolved to the file {stem}.json"),
                    format!("write \"{stem}.json\" if this is what you mean"),
                );
                return Ok(root.schema);
            }
        }
        let name = &sources.files[file_of_root].name;
        let near = self.similar(&fragment);
        let help = match near {
            Some(stem) if file_of_root == *file => {
                format!("did you mean the file {stem}.json? Then write \"{stem}.json\"")
            }
            _ => format!("add it to {name}, or correct the reference"),
        };
        Err(Unresolved::new(
            format!("unresolved `$ref` {text:?}: {name} has nothing at {fragment:?}"),
            help,
        ))
    }

    /// Returns the file of a reference's document, if the file is no schema as a whole: a part of the OpenAPI description, or
    /// one that is not listed in the folder, of which only a part is referred to.
    fn part(&self, document: &str, fragment: &str, sources: &Sources) -> Option<FileId> {
        let file = sources.named(&uri::file_name(document)?)?;
        let is_collection = !sources.is_listed(file) && !self.set.by_uri.contains_key(document);
        let is_part = self.parts.contains(&file) || is_collection;
        (is_part && !fragment.is_empty()).then_some(file)
    }

    /// Returns the URI of a reference's document, without the fragment.
    fn document(
        &mut self,
        document: &str,
        asked: &UnresolvedRef,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Result<SchemaId, Unresolved> {
        if let Some(root) = self.set.by_uri.get(document) {
            return Ok(*root);
        }
        let text = &asked.text;
        self.fetch(document, text, asked.file, sources, report)
            .or_else(|missing| {
                let (root, file) = self.meant(document, text, asked.file).ok_or(missing)?;
                let name = &sources.files[file].name;
                report.note(
                    &asked.place(sources),
                    format!("`$ref` {text:?}: no document has this URI, resolved to the file {name}"),
                    "give the file this URI as its `$id` if this is what you mean",
                );
                Ok(root)
            })
    }

    /// Returns the file of the folder that a reference probably means, if no document has its URI. Some files have an
    /// `$id` that is ignored because it is next to a `$ref`. Some references use a file name relative to the folder.
    fn meant(&self, document: &str, text: &str, file: FileId) -> Option<(SchemaId, FileId)> {
        let (path, _) = uri::split(text);
        let from_own = self.ignored_ids.get(&file).map(|id| uri::resolve(id, path));
        let by_id = [Some(document), from_own.as_deref()]
            .into_iter()
            .flatten()
            .find_map(|id| self.by_ignored_id.get(id));
        let by_name = || {
            let name = uri::decode(path.strip_prefix("./").unwrap_or(path));
            self.stems
                .get(Some(stem(&name)).filter(|stem| *stem != name && !name.contains('/'))?)
        };
        let file = *by_id.or_else(by_name)?;
        Some((self.set.at(file, "")?, file))
    }

    /// Reads a schema at a location where draft-07 expects none, such as under an unknown keyword, or in a file that is no
    /// schema as a whole. There, it is a type if it has a name.
    fn unregistered(
        &mut self,
        file: FileId,
        pointer: &str,
        asking: FileId,
        sources: &Sources,
        report: &mut Report,
    ) -> Option<SchemaId> {
        let source = &sources.files[file];
        let document = source.root.as_ref()?;
        let node = document.pointer(pointer)?;
        let root = self.set.by_place.get(&(file, String::new()));
        let base = match root {
            Some(root) => self.set.schemas[*root].base.clone(),
            None => uri::of_file(&source.name),
        };
        let name = root.is_none().then(|| name_in_part(pointer)).flatten();
        let dialect = self.dialect_of(file, document, asking);
        let base = base_inside(document, pointer, base, dialect);
        let reading = Reading { source, file, dialect };
        let schema = self.schema(node, pointer.to_owned(), None, &base, &reading, report);
        self.set.roots.extend(name.map(|name| Root {
            file,
            schema,
            name,
            is_own_type: true,
        }));
        Some(schema)
    }

    /// Returns the dialect of a file. One that only another file refers to may leave it to that file.
    fn dialect_of(&self, file: FileId, document: &Node, asking: FileId) -> Dialect {
        match self.dialects.get(&file) {
            Some(dialect) => *dialect,
            None if self.parts.contains(&file) => self.dialect,
            None if document.get("$schema").is_some() => dialect(document, false),
            None => self.dialects.get(&asking).copied().unwrap_or(Dialect::Draft07),
        }
    }

    /// Reads the document for a URL from the mapped folder.
    fn fetch(
        &mut self,
        document: &str,
        text: &str,
        asking: FileId,
        sources: &mut Sources,
        report: &mut Report,
    ) -> Result<SchemaId, Unresolved> {
        if let Some(name) = uri::file_name(document) {
            if let Some(error) = sources.unread.get(&name) {
                return Err(Unresolved::Because(*error));
            }
            if let Some(file) = sources.named(&name) {
                let source = &sources.files[file];
                return match (&source.root, source.fault) {
                    (_, Some(error)) => Err(Unresolved::Because(error)),
                    (Some(node), None) => {
                        let dialect = self.dialect_of(file, node, asking);
                        let schema = self.file(source, file, node, document.to_owned(), dialect, report);
                        self.set.roots.push(Root {
                            file,
                            schema,
                            name: stem(&name).to_owned(),
                            is_own_type: true,
                        });
                        Ok(schema)
                    }
                    (None, None) => unreachable!("a document without a root has an error"),
                };
            }
            let help = match self.similar(stem(&name)) {
                Some(stem) => format!("did you mean {stem}.json?"),
                None => "add the file to the folder, or correct the reference".to_owned(),
            };
            return Err(Unresolved::new(
                format!("unresolved `$ref` {text:?}: no file {name} in the folder"),
                help,
            ));
        }
        let found = self.settings.url_folders.iter().find_map(|(url, folder)| {
            let rest = document.strip_prefix(url.as_str())?.trim_start_matches('/');
            // A path with ".." could read files outside of the mapped folder.
            (!rest.split('/').any(|step| step == "..")).then(|| folder.join(rest))
        });
        let Some(path) = found else {
            let name = document.rsplit('/').next().unwrap_or_default();
            let help = if sources.files.items().iter().any(|source| source.name == name) {
                format!("if you mean {name} in the folder, give it this `$id`")
            } else {
                "save the document and map its URL to a folder with --map-url URL=FOLDER".to_owned()
            };
            return Err(Unresolved::new(
                format!(
                    "unresolved `$ref` {text:?}: no file in the folder has the URL {document}, and typewright never uses the network"
                ),
                help,
            ));
        };
        let file = match self.fetched.get(document) {
            Some(file) => *file,
            None => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                let source = read(&path, name.unwrap_or_default(), report).map_err(Unresolved::Because)?;
                let file = sources.files.push(source);
                self.fetched.insert(document.to_owned(), file);
                file
            }
        };
        let source = &sources.files[file];
        match (&source.root, source.fault) {
            (_, Some(error)) => Err(Unresolved::Because(error)),
            (Some(node), None) => Ok(self.file(source, file, node, document.to_owned(), dialect(node, false), report)),
            (None, None) => unreachable!("a document without a root has an error"),
        }
    }

    /// Returns a file with a name similar to the one in a reference.
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
}

/// Returns the name of a schema in a file that is no schema as a whole: its key among other schemas.
fn name_in_part(pointer: &str) -> Option<String> {
    let (owner, name) = pointer.rsplit_once('/')?;
    let is_named = owner.is_empty()
        || ["/schemas", "/definitions", "/$defs"]
            .iter()
            .any(|end| owner.ends_with(end));
    is_named.then(|| unescape(name))
}

/// A reference that is not resolved yet.
struct UnresolvedRef {
    text: String,
    /// The base URI of the reference.
    base: String,
    /// The file that contains the reference.
    file: FileId,
    at: usize,
    pointer: String,
}

impl UnresolvedRef {
    fn place<'a>(&'a self, sources: &'a Sources) -> Place<'a> {
        Place {
            source: &sources.files[self.file],
            at: self.at,
            pointer: &self.pointer,
        }
    }
}

/// Why a reference cannot be resolved.
enum Unresolved {
    /// The reference is invalid.
    Wrong { message: String, help: String },
    /// The target has an error that was reported.
    Because(ErrorId),
}

impl Unresolved {
    fn new(message: String, help: String) -> Self {
        Self::Wrong { message, help }
    }
}
