//! The fourth stage: a name for every type, the same on every run.
//!
//! A file's type is named after the file. Any other type is named after the property that holds it: alone if several
//! files share the type, behind the name of the file's type if only one has it, so that a file that is added or
//! changed renames nothing elsewhere. Where two types want one name, both take one word more of their path, which begins
//! with the schema or the action that it is in if one document holds many.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::input::load::{FileId, OPENAPI, Sources};
use crate::model::identifier::{distinct, numbered, pascal, screaming};
use crate::model::normalise::{Shapes, is_kind_word, is_object_id};
use crate::model::shape::{DefinitionId, Kind, Shape, Use};
use crate::report::{Place, Report};
use crate::schema::equivalence::{Equivalence, EquivalenceId};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::{Root, SchemaSet};

/// The names of the types.
#[derive(Debug)]
pub struct Names {
    /// By [`DefinitionId`].
    pub types: Vec<String>,
    /// Files whose schema says the same as that of a file before: their name, and whose type it is.
    pub aliases: Vec<(String, DefinitionId)>,
    /// The name that each file's type has, by the number of the file.
    pub roots: BTreeMap<FileId, String>,
    /// The names of the statics that hold the rules, by [`DefinitionId`].
    tables: Vec<String>,
}

impl Names {
    /// The name of the static that holds the rules of a type.
    pub fn table(&self, definition: DefinitionId) -> &str {
        &self.tables[definition]
    }
}

/// Names everything.
pub fn name(
    set: &SchemaSet,
    equivalence: &Equivalence,
    shapes: &Shapes,
    sources: &Sources,
    report: &mut Report,
) -> Names {
    let mut namer = Namer {
        set,
        equivalence,
        shapes,
        sources,
        names: vec![None; shapes.definitions.len()],
        taken: HashMap::new(),
        roots: BTreeMap::new(),
        aliases: Vec::new(),
    };
    namer.name_roots(report);
    namer.name_pinned(report);
    namer.report_idle_pins(report);
    namer.name_object_ids();
    namer.name_type_lists();
    namer.name_by_path();
    let types: Vec<String> = namer.names.into_iter().map(Option::unwrap_or_default).collect();
    let words: Vec<&str> = types.iter().map(String::as_str).collect();
    Names {
        tables: distinct(&words, screaming, &[]),
        types,
        aliases: namer.aliases,
        roots: namer.roots,
    }
}

/// Who has the name of a root: its file, and the place in it if that holds others.
fn owner(place: &Place<'_>) -> String {
    match place.pointer {
        "" => place.source.name.clone(),
        pointer => format!("{} ({pointer})", place.source.name),
    }
}

struct Namer<'a> {
    set: &'a SchemaSet,
    equivalence: &'a Equivalence,
    shapes: &'a Shapes,
    sources: &'a Sources,
    names: Vec<Option<String>>,
    /// Who has a name.
    taken: HashMap<String, String>,
    roots: BTreeMap<FileId, String>,
    aliases: Vec<(String, DefinitionId)>,
}

impl Namer<'_> {
    fn name_roots(&mut self, report: &mut Report) {
        let (mut files, mut components, mut inline) = (Vec::new(), Vec::new(), Vec::new());
        let mut roots: Vec<(&Root, DefinitionId)> =
            self.set.roots.iter().zip(self.shapes.roots.iter().copied()).collect();
        // A type has the name of the schema itself, and not of one that only refers to it.
        roots.sort_by_key(|(root, _)| self.set.keywords(root.schema).reference.is_some());
        for (root, definition) in roots {
            let pointer = &self.set.schemas[root.schema].pointer;
            match pointer.as_str() {
                _ if self.sources.files[root.file].name != OPENAPI => files.push((root, definition)),
                component if component.starts_with("/components/schemas/") => components.push((root, definition)),
                _ => inline.push((root, definition)),
            }
        }
        for (root, definition) in files {
            let name = pascal(&root.name);
            if self.name_root(root, definition, name.clone(), report) {
                self.roots.insert(root.file, name);
            }
        }
        self.name_components(&components, report);
        self.reserve_files();
        self.name_inline(&inline);
    }

    /// A component that is called like a Rust type has that name, and the others are told apart as variants are.
    fn name_components(&mut self, components: &[(&Root, DefinitionId)], report: &mut Report) {
        let is_plain = |(root, _): &&(&Root, DefinitionId)| pascal(&root.name) == root.name;
        let (plain, others): (Vec<_>, Vec<_>) = components.iter().partition(is_plain);
        for &&(root, definition) in &plain {
            self.name_root(root, definition, root.name.clone(), report);
        }
        // Those that are left out keep their names, so that these are the same once they are mended.
        let left_out = self.left_out_components();
        let (left_plain, left_others): (Vec<_>, Vec<_>) = left_out.iter().partition(|name| pascal(name) == **name);
        let mut words: Vec<&str> = others.iter().map(|(root, _)| root.name.as_str()).collect();
        words.extend(left_others.iter().map(|name| name.as_str()));
        let mut taken: Vec<&str> = plain.iter().map(|(root, _)| root.name.as_str()).collect();
        taken.extend(left_plain.iter().map(|name| name.as_str()));
        let mut names = distinct(&words, pascal, &taken).into_iter();
        for (&&(root, definition), name) in others.iter().zip(&mut names) {
            self.name_root(root, definition, name, report);
        }
        for name in names.chain(left_plain.into_iter().cloned()) {
            self.reserve(name);
        }
    }

    /// Keeps the names of files that cannot be generated.
    fn reserve_files(&mut self) {
        let excluded = self.set.excluded_roots.iter().filter(|root| self.is_file(root));
        let excluded = excluded.map(|root| root.name.clone());
        let unread = self
            .sources
            .files
            .items()
            .iter()
            .filter(|source| source.fault.is_some());
        let unread = unread.map(|source| source.name.trim_end_matches(".json").to_owned());
        let names: Vec<String> = excluded.chain(unread).collect();
        for name in names {
            self.reserve(pascal(&name));
        }
    }

    fn is_file(&self, root: &Root) -> bool {
        self.set.schemas[root.schema].pointer.is_empty()
    }

    /// The components that are left out, because something is wrong with them.
    fn left_out_components(&self) -> Vec<String> {
        let is_component = |root: &&Root| {
            let pointer = &self.set.schemas[root.schema].pointer;
            pointer.starts_with("/components/schemas/")
        };
        let components = self.set.excluded_roots.iter().filter(is_component);
        components.map(|root| root.name.clone()).collect()
    }

    /// No other type gets the name that is missed for what is left out.
    fn reserve(&mut self, name: String) {
        self.taken.entry(name).or_insert_with(|| "what is left out".to_owned());
    }

    /// Gives a root its name; says whether it got it.
    fn name_root(&mut self, root: &Root, definition: DefinitionId, name: String, report: &mut Report) -> bool {
        // `"Device": {"$ref": "device.json"}` among the components says nothing new.
        if self.names[definition].as_ref() == Some(&name) && self.sources.files[root.file].name == OPENAPI {
            return true;
        }
        let place = self.set.place(root.schema, self.sources);
        if let Some(other) = self.taken.get(&name) {
            report.error(
                &place,
                format!("the type of this schema would be called {name}, as is that of {other}"),
                "rename one of the two",
            );
            return false;
        }
        self.taken.insert(name.clone(), owner(&place));
        match &self.names[definition] {
            None => self.names[definition] = Some(name),
            Some(_) => self.aliases.push((name, definition)),
        }
        true
    }

    /// A body or an answer that is described where it is used has no name that one could change, so it gives way to the
    /// schemas that have one.
    fn name_inline(&mut self, inline: &[(&Root, DefinitionId)]) {
        let mut numbers = HashMap::new();
        for &(root, definition) in inline {
            let mut name = pascal(&root.name);
            let is_taken = |name: &str| self.taken.contains_key(name);
            match &self.names[definition] {
                // Its type has a name, so it can do without this one.
                Some(_) if is_taken(&name) => continue,
                Some(_) => self.aliases.push((name.clone(), definition)),
                None => {
                    if is_taken(&name) {
                        name.push_str("Body");
                    }
                    if is_taken(&name) {
                        name = numbered(&name, is_taken, &mut numbers);
                    }
                    self.names[definition] = Some(name.clone());
                }
            }
            let place = self.set.place(root.schema, self.sources);
            self.taken.insert(name, owner(&place));
        }
    }

    fn name_pinned(&mut self, report: &mut Report) {
        let mut seen: HashSet<SchemaId> = HashSet::new();
        for (id, definition) in self.shapes.definitions.iter().enumerate() {
            let mut pins: Vec<(&str, usize, &Use)> = Vec::new();
            for place in &definition.uses {
                // A variant for the objects of a schema has the schema of the choice, which comes first.
                if let Some((name, at)) = &self.set.keywords(place.schema).notes.rust_name
                    && seen.insert(place.schema)
                {
                    pins.push((name, *at, place));
                }
            }
            let Some(&(name, _, _)) = pins.first() else {
                continue;
            };
            for &(other, at, place) in &pins {
                let schema = &self.set.schemas[place.schema];
                let pointer = format!("{}/x-rust-name", schema.pointer);
                let place = Place {
                    source: &self.sources.files[schema.file],
                    at,
                    pointer: &pointer,
                };
                if other != name {
                    report.error(
                        &place,
                        format!("this shape is called {name} elsewhere, and {other} here"),
                        "equal shapes are one type: use one name, or leave the second out",
                    );
                } else if let Some(owner) = self.taken.get(name)
                    && self.names[id].as_deref() != Some(name)
                {
                    report.error(
                        &place,
                        format!("the name {name} is taken by {owner}"),
                        "choose another `x-rust-name`; different shapes are different types",
                    );
                    break;
                }
            }
            if self.names[id].is_none() {
                self.give(id, name.to_owned(), "another `x-rust-name`");
            }
        }
    }

    /// A pin that names nothing would otherwise be taken for one that works.
    fn report_idle_pins(&self, report: &mut Report) {
        let mut named: HashMap<EquivalenceId, Vec<&str>> = HashMap::new();
        let mut seen: HashSet<SchemaId> = HashSet::new();
        for (definition, name) in self.shapes.definitions.iter().zip(&self.names) {
            named.entry(definition.equivalence).or_default().extend(name.as_deref());
            seen.extend(definition.uses.iter().map(|place| place.schema));
        }
        for (id, schema) in self.set.schemas.iter() {
            let Some((pin, at)) = &schema.keywords.notes.rust_name else {
                continue;
            };
            if self.set.cause(id).is_some() {
                continue;
            }
            let (message, help) = match named.get(&self.equivalence.of(id)).map(Vec::as_slice) {
                Some(given) if given.contains(&pin.as_str()) => continue,
                Some([name, ..]) if self.set.roots.iter().any(|root| root.schema == id) => (
                    format!("the type of this schema is called {name}, after its file, and not {pin}"),
                    "rename the file, or leave the `x-rust-name` out",
                ),
                // That is an error already.
                Some([_, ..]) if seen.contains(&id) => continue,
                Some([name, ..]) => (
                    format!("this shape is called {name} elsewhere, and not {pin}"),
                    "equal shapes are one type: use one name, or leave the second out",
                ),
                Some([]) | None => (
                    format!("nothing is called {pin}: this schema gives no type of its own"),
                    "leave the `x-rust-name` out, or put it where a type is described",
                ),
            };
            let pointer = format!("{}/x-rust-name", schema.pointer);
            let place = Place {
                source: &self.sources.files[schema.file],
                at: *at,
                pointer: &pointer,
            };
            report.warning(&place, message, help);
        }
    }

    /// 24 hexadecimal digits have a name that everybody knows.
    fn name_object_ids(&mut self) {
        for (id, definition) in self.shapes.definitions.iter().enumerate() {
            let pattern = self.set.keywords(definition.schema).string.pattern.as_deref();
            let is_object_id = matches!(definition.kind, Kind::Text) && pattern.is_some_and(is_object_id);
            if is_object_id && self.names[id].is_none() && !self.taken.contains_key("ObjectId") {
                self.give(id, "ObjectId".to_owned(), "the ids");
            }
        }
    }

    /// A list of types and nothing else is called what it is: `TextOrNumber`.
    fn name_type_lists(&mut self) {
        for (id, definition) in self.shapes.definitions.iter().enumerate() {
            let Kind::Choice(choice) = &definition.kind else {
                continue;
            };
            let keywords = self.set.keywords(definition.schema);
            let plain = keywords.types.is_some()
                && keywords.asserts_only_types()
                && choice
                    .variants
                    .iter()
                    .all(|variant| !matches!(variant.shape, Shape::Named(_)));
            let words: Vec<String> = choice.variants.iter().map(|variant| pascal(&variant.name)).collect();
            let name = words.join("Or");
            if plain && self.names[id].is_none() && !self.taken.contains_key(&name) {
                self.give(id, name, "a list of types");
            }
        }
    }

    fn name_by_path(&mut self) {
        let longest = self.shapes.definitions.iter().flat_map(|definition| &definition.uses);
        let longest = longest.map(|place| place.path.len()).max().unwrap_or(0) + 2;
        for words in 1..=longest {
            let mut wanted: BTreeMap<String, Vec<DefinitionId>> = BTreeMap::new();
            for id in 0..self.names.len() {
                if self.names[id].is_none() {
                    wanted.entry(self.candidate(id, words)).or_default().push(id);
                }
            }
            for (name, contenders) in wanted {
                if let [only] = contenders[..]
                    && !self.taken.contains_key(&name)
                {
                    self.give(only, name, "another type");
                }
            }
        }
        // Their paths are the same word by word: tell them apart by what they are, and only then by number.
        let mut numbers = HashMap::new();
        for id in 0..self.names.len() {
            if self.names[id].is_some() {
                continue;
            }
            let base = self.candidate(id, longest);
            let kind = match &self.shapes.definitions[id].kind {
                Kind::Struct(..) => "Object",
                Kind::Strings(..) => "Value",
                Kind::Text => "Text",
                Kind::Choice(_) => "Choice",
                Kind::Wrapper(shape) if self.shapes.is_text(shape) => "Text",
                Kind::Wrapper(Shape::List(_)) => "List",
                Kind::Wrapper(Shape::Map(_)) => "Map",
                Kind::Wrapper(_) | Kind::Checked(_) | Kind::Open => "Json",
            };
            let mut name = format!("{base}{kind}");
            if self.taken.contains_key(&name) {
                name = numbered(&name, |name| self.taken.contains_key(name), &mut numbers);
            }
            self.give(id, name, "another type");
        }
    }

    fn give(&mut self, id: DefinitionId, name: String, owner: &str) {
        self.taken.insert(name.clone(), owner.to_owned());
        self.names[id] = Some(name);
    }

    /// The name with this many words of the path.
    fn candidate(&self, id: DefinitionId, words: usize) -> String {
        let uses = &self.shapes.definitions[id].uses;
        // The shallowest place is the one that readers meet first.
        let Some(place) = uses.iter().min_by_key(|place| place.path.len()) else {
            return String::new();
        };
        let shared = uses.iter().any(|other| other.file != place.file);
        let stem = || pascal(self.sources.files[place.file].name.trim_end_matches(".json"));
        let root = match self.roots.get(&place.file) {
            Some(root) => root.clone(),
            // A document that a URL stands for; the OpenAPI document gives its types no prefix.
            None if self.sources.openapi != Some(place.file) => stem(),
            None => String::new(),
        };
        // A word such as "object" says nothing without the one before it.
        let kinds = place.path.iter().rev().take_while(|word| is_kind_word(word)).count();
        let words = words + kinds;
        let start = place.path.len().saturating_sub(words);
        let mut name: String = place.path[start..].iter().map(|word| pascal(word)).collect();
        let whole = words > place.path.len();
        if !shared || whole || place.path.is_empty() {
            name = format!("{root}{name}");
        }
        pascal(&name)
    }
}
