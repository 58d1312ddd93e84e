//! Where each `$ref` leads.

use std::collections::VecDeque;

use super::base::base_inside;
use super::{Reading, Resolver, dialect};
use crate::input::by_id::ById;
use crate::input::load::{FileId, OPENAPI, Sources, read};
use crate::input::uri;
use crate::report::{ErrorId, Place, Report};
use crate::schema::keywords::SchemaId;

impl Resolver<'_> {
    /// Resolves references until there are none left; targets may bring new ones.
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

    /// Follows all references to their ends: a chain of them may be long, and is asked for often.
    pub(super) fn follow(&mut self) {
        // What is excluded may lead back to itself; nothing asks where it ends.
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
        if uri::file_name(base).is_some() && uri::leaves_folder(text) {
            return Err(Unresolved::new(
                format!("`$ref` {text:?} leaves the folder of the schemas"),
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
        let is_openapi = document == uri::of_file(OPENAPI);
        let (file_of_root, root_pointer) = if let Some(openapi) = self.openapi.filter(|_| is_openapi) {
            (openapi, String::new())
        } else {
            let root = self.document(&document, asked, sources, report)?;
            if fragment.is_empty() {
                return Ok(root);
            }
            let root = &self.set.schemas[root];
            (root.file, root.pointer.clone())
        };
        let pointer = format!("{root_pointer}{fragment}");
        if let Some(error) = self.unreadable.get(&file_of_root) {
            return Err(Unresolved::Because(*error));
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

    /// The document that a reference is in, without its fragment.
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
        self.fetch(document, text, sources, report).or_else(|missing| {
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

    /// The file of the folder that a reference means although no document has its URI. In the wild, a file has its `$id`
    /// beside a `$ref`, where it counts for nothing, or is looked for beside another by the name that it has as a file.
    fn meant(&self, document: &str, text: &str, file: FileId) -> Option<(SchemaId, FileId)> {
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

    /// A schema at a place where draft-07 expects none, such as under an unknown keyword.
    fn unregistered(
        &mut self,
        file: FileId,
        pointer: &str,
        sources: &Sources,
        report: &mut Report,
    ) -> Option<SchemaId> {
        let source = &sources.files[file];
        let document = source.root.as_ref()?;
        let node = document.pointer(pointer)?;
        let is_openapi = self.openapi == Some(file);
        let dialect = dialect(document, is_openapi);
        let root = self.set.by_place.get(&(file, String::new()));
        let base = match root {
            _ if is_openapi => uri::of_file(OPENAPI),
            Some(root) => self.set.schemas[*root].base.clone(),
            None => return None,
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
    ) -> Result<SchemaId, Unresolved> {
        if let Some(name) = uri::file_name(document) {
            let named = sources.files.items().iter().find(|source| source.name == name);
            let fault = named.and_then(|source| source.fault);
            if let Some(error) = fault.or_else(|| sources.unread.get(&name).copied()) {
                return Err(Unresolved::Because(error));
            }
            let help = match self.similar(name.trim_end_matches(".json")) {
                Some(stem) => format!("did you mean {stem}.json?"),
                None if name.contains('/') => "put the file into the folder itself: subfolders are not read".to_owned(),
                None => "add the file to the folder, or correct the reference".to_owned(),
            };
            return Err(Unresolved::new(
                format!("unresolved `$ref` {text:?}: no file {name} in the folder"),
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
                let source = read(&path, report).map_err(Unresolved::Because)?;
                let file = sources.files.push(source);
                self.fetched.insert(document.to_owned(), file);
                file
            }
        };
        let source = &sources.files[file];
        match (&source.root, source.fault) {
            (_, Some(error)) => Err(Unresolved::Because(error)),
            (Some(node), None) => Ok(self.file(source, file, node, document.to_owned(), report)),
            (None, None) => unreachable!("a document without a root has an error"),
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
}

/// A reference that is to be resolved.
struct UnresolvedRef {
    text: String,
    /// The URI that it is relative to.
    base: String,
    /// Where it stands.
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

/// Why a reference leads nowhere.
enum Unresolved {
    /// It is wrong itself.
    Wrong { message: String, help: String },
    /// What it refers to has an error, which was reported.
    Because(ErrorId),
}

impl Unresolved {
    fn new(message: String, help: String) -> Self {
        Self::Wrong { message, help }
    }
}
