//! A name for every type, the same on every run.
//!
//! A schema file, a component and a definition have their own names. An inline type is called after its owner and the
//! property that holds it, so that its name depends on nothing outside of that owner. Where two types want one name, both
//! take one word more of their path.

mod inline;
mod kept;
mod parameters;
mod pins;
mod roots;

use std::collections::{BTreeMap, HashMap};
use std::ops::Index;

use crate::input::load::{FileId, Sources};
use crate::model::identifier::{distinct, pascal, screaming};
use crate::model::normalise::Shapes;
use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::model::shape::{DefinitionId, Identity, Kind, Shape, Use};
use crate::report::Report;
use crate::schema::equivalence::Equivalence;
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The names of the types.
#[derive(Debug)]
pub struct Names {
    /// By [`DefinitionId`].
    pub types: TypeNames,
    /// Other names of types.
    pub aliases: Vec<NamedAlias>,
    /// The name that each file's type has, by the number of the file.
    pub roots: BTreeMap<FileId, String>,
    /// The content of the names file: what each place is called.
    pub file: BTreeMap<String, String>,
    /// The names of the statics that hold the rules, by the place of the definition.
    tables: Vec<String>,
}

/// Another name of a type.
#[derive(Debug)]
pub struct NamedAlias {
    /// The name.
    pub name: String,
    /// The type.
    pub definition: DefinitionId,
    /// The schema that has this name.
    pub schema: SchemaId,
    /// Whether that schema has a name of its own in its document, and so its own documentation.
    pub is_root: bool,
}

/// The names of types, as their places call them.
#[derive(Debug)]
pub struct TypeNames {
    definitions: Vec<String>,
    aliases: Vec<String>,
}

impl Index<DefinitionId> for TypeNames {
    type Output = String;

    fn index(&self, id: DefinitionId) -> &String {
        match id.alias() {
            Some(alias) => &self.aliases[alias],
            None => &self.definitions[id.index()],
        }
    }
}

impl TypeNames {
    /// The names of the definitions, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.definitions.iter()
    }
}

impl Names {
    /// The name of the static that holds the rules of a type.
    pub fn table(&self, definition: DefinitionId) -> &str {
        &self.tables[definition.index()]
    }
}

/// Names everything.
pub fn name(
    set: &SchemaSet,
    equivalence: &Equivalence,
    owners: &Owners,
    shapes: &Shapes,
    sources: &Sources,
    report: &mut Report,
) -> Names {
    let definitions = shapes.iter().map(|(id, definition)| Unit {
        id,
        identity: definition.identity.clone(),
        place: definition.main_use().clone(),
        uses: &definition.uses,
        is_root_alias: false,
        name: None,
    });
    let aliases = shapes.aliases.iter().enumerate().map(|(index, alias)| {
        let place = alias.uses.iter().min_by_key(|place| place.path.steps.len());
        Unit {
            id: alias.definition.with_alias(index),
            identity: alias.identity.clone(),
            place: place.expect("an alias is made for a place").clone(),
            uses: &alias.uses,
            is_root_alias: false,
            name: None,
        }
    });
    let mut namer = Namer {
        set,
        equivalence,
        owners,
        shapes,
        sources,
        units: definitions.chain(aliases).collect(),
        owner_names: HashMap::new(),
        taken: HashMap::new(),
    };
    namer.keep_names(report);
    namer.name_roots(report);
    namer.name_pinned(report);
    namer.report_idle_pins(report);
    namer.name_universal();
    namer.name_bodies();
    namer.name_parameters();
    namer.name_inline();
    namer.finish()
}

/// What has a name: a definition, an alias of one, or a schema that is only a reference.
struct Unit<'a> {
    id: DefinitionId,
    identity: Identity,
    /// The place that readers meet first.
    place: Use,
    uses: &'a [Use],
    /// Whether this is a schema with a name of its own that is only a reference.
    is_root_alias: bool,
    name: Option<String>,
}

struct Namer<'a> {
    set: &'a SchemaSet,
    equivalence: &'a Equivalence,
    owners: &'a Owners,
    shapes: &'a Shapes,
    sources: &'a Sources,
    /// The definitions, then the aliases, then the schemas that are only references.
    units: Vec<Unit<'a>>,
    /// The name that the types in an owner begin with.
    owner_names: HashMap<OwnerId, String>,
    /// Who has a name.
    taken: HashMap<String, String>,
}

impl Namer<'_> {
    fn give(&mut self, unit: usize, name: String) {
        let owner = self.describe(&self.units[unit].place);
        self.taken.insert(name.clone(), owner);
        self.units[unit].name = Some(name);
    }

    /// A place in words, for a message: its file, line and JSON Pointer.
    fn describe(&self, place: &Use) -> String {
        let place = self.set.place(place.schema, self.sources);
        match place.pointer {
            "" => place.source.name.clone(),
            pointer => format!("{} ({pointer})", place.source.name),
        }
    }

    /// A list of types is called what it is, such as `StringOrNumber`, and so are 24 hexadecimal digits.
    fn name_universal(&mut self) {
        for unit in 0..self.units.len() {
            if self.units[unit].identity != Identity::Universal || self.units[unit].name.is_some() {
                continue;
            }
            let name = match &self.shapes.definitions[self.units[unit].id].kind {
                Kind::Choice(choice) if choice.variants.iter().all(|variant| !holds_named(&variant.shape)) => {
                    let labels = choice.variants.iter().map(|variant| variant.label.as_str());
                    let words: Vec<String> = labels.map(pascal).collect();
                    words.join("Or")
                }
                Kind::Text => "ObjectId".to_owned(),
                _ => continue,
            };
            if !self.taken.contains_key(&name) {
                self.give(unit, name);
            }
        }
    }

    /// A body that is described where it is used is called after its action, and what is used of a document that a URL
    /// stands for after the document.
    fn name_bodies(&mut self) {
        for unit in 0..self.units.len() {
            let Identity::Owner(owner) = self.units[unit].identity else {
                continue;
            };
            if self.units[unit].name.is_some() {
                continue;
            }
            let short = match self.owners[owner].kind {
                OwnerKind::Definition(_) => Some(pascal(&self.owners[owner].word)),
                _ => None,
            };
            let mut names = short.into_iter().chain([self.owner_name(owner)]);
            let is_free = |name: &String| !name.is_empty() && !self.taken.contains_key(name);
            if let Some(name) = names.find(is_free) {
                self.owner_names.insert(owner, name.clone());
                self.give(unit, name);
            }
        }
    }

    fn finish(self) -> Names {
        let file = self.names_file();
        let mut definitions = Vec::new();
        let mut aliases = Vec::new();
        let mut named_aliases = Vec::new();
        for unit in self.units {
            // Only a run that has reported an error leaves a type without a name.
            let name = unit.name.unwrap_or_else(|| "Unnamed".to_owned());
            if unit.is_root_alias || unit.id.alias().is_some() {
                named_aliases.push(NamedAlias {
                    name: name.clone(),
                    definition: DefinitionId::new(unit.id.index()),
                    schema: unit.place.schema,
                    is_root: unit.is_root_alias,
                });
            }
            match unit.id.alias() {
                _ if unit.is_root_alias => {}
                Some(_) => aliases.push(name),
                None => definitions.push(name),
            }
        }
        let words: Vec<&str> = definitions.iter().map(String::as_str).collect();
        let roots = self.owners.iter().filter(|(_, owner)| owner.kind == OwnerKind::File);
        let roots = roots.filter_map(|(id, owner)| {
            let has_type = self.shapes.roots.iter().any(|root| root.owner == id);
            let name = self.owner_names.get(&id).filter(|_| has_type)?;
            Some((owner.file, name.clone()))
        });
        Names {
            file,
            tables: distinct(&words, screaming, &[]),
            roots: roots.collect(),
            aliases: named_aliases,
            types: TypeNames { definitions, aliases },
        }
    }
}

/// Whether a type of its own is held by a shape.
fn holds_named(shape: &Shape) -> bool {
    match shape {
        Shape::Named(_) => true,
        Shape::List(inner) | Shape::Map(inner) | Shape::Boxed(inner) | Shape::Nullable(inner) => holds_named(inner),
        Shape::Json
        | Shape::Object
        | Shape::Null
        | Shape::Bool
        | Shape::Int64
        | Shape::Float64
        | Shape::Integer
        | Shape::Number
        | Shape::String
        | Shape::Formatted(_) => false,
    }
}
