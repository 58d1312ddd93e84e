//! Assigns a deterministic name to each type.
//!
//! A schema file, a component and a definition have their own names. An inline type is named after its owner and the
//! property that holds it, so its name depends only on that owner. If two types want the same name, both add another
//! word of their paths.

mod inline;
mod kept;
pub mod members;
mod parameters;
mod pins;
mod roots;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Index;

use crate::input::names_file::Content;
use crate::input::sources::{FileId, Sources};
use crate::model::identifier::{distinct, pascal, screaming};
use crate::model::names::members::{Group, Member, MemberNames, Space};
use crate::model::normalise::Shapes;
use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::model::places::place;
use crate::model::shape::{DefinitionId, Identity, Kind, Shape, Use};
use crate::report::Report;
use crate::schema::equivalence::Equivalence;
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The names of the types.
#[derive(Debug)]
pub struct Names {
    /// The names by [`DefinitionId`].
    pub types: TypeNames,
    /// Additional names of types.
    pub aliases: Vec<NamedAlias>,
    /// The name of the type of each file.
    pub roots: BTreeMap<FileId, String>,
    /// The content of the names file, without the names of members.
    file: Content,
    /// Whether a part of the input is excluded because of an error.
    is_partial: bool,
    /// The names of members.
    pub members: MemberNames,
    /// The names of the members of types that were asked for: those of a type are needed wherever it is emitted.
    of_types: RefCell<BTreeMap<(DefinitionId, Space), Vec<String>>>,
    /// The locations of each definition, the main one first.
    places: Vec<Vec<String>>,
    /// The definitions that an earlier run has named.
    known: Vec<bool>,
    /// The names of the statics that hold the rules, by definition.
    tables: Vec<String>,
}

/// An additional name of a type.
#[derive(Debug)]
pub struct NamedAlias {
    /// The name.
    pub name: String,
    /// The type.
    pub definition: DefinitionId,
    /// The schema that has this name.
    pub schema: SchemaId,
    /// Whether that schema is named in its document, and so has its own documentation.
    pub is_root: bool,
}

/// The names of types. Indexing by an alias returns the name of the alias.
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
    /// Returns the names of the definitions, in order.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.definitions.iter()
    }
}

impl Names {
    /// Returns the names of the members of a type. `claimed` returns the names that generated items have unless a member has
    /// them.
    pub fn members(
        &self,
        definition: DefinitionId,
        space: Space,
        members: &[Member],
        (claimed, is_claimable): (impl FnOnce() -> Vec<String>, fn(&str) -> bool),
    ) -> Vec<String> {
        if let Some(names) = self.of_types.borrow().get(&(definition, space)) {
            return names.clone();
        }
        let names = self.members.assign(&Group {
            places: &self.places[definition.index()],
            space,
            members,
            reserved: &[],
            claimed: &claimed(),
            is_claimable,
            is_known: self.known[definition.index()],
        });
        let mut known = self.of_types.borrow_mut();
        known.insert((definition, space), names.clone());
        names
    }

    /// Whether a type is kept on the heap for its size: as the first run has decided that generated it, otherwise if it
    /// is large now.
    pub fn is_boxed(&self, definition: DefinitionId, is_large: bool) -> bool {
        let places = &self.places[definition.index()];
        let place = |place: &String| format!("{place}{MEMORY}");
        let was_boxed = places
            .iter()
            .any(|given| self.members.decided(&place(given), BOXED).is_some());
        let is_boxed = was_boxed || (is_large && !self.known[definition.index()]);
        if is_boxed && let Some(main) = places.first() {
            self.members.decide(&place(main), BOXED, "true");
        }
        is_boxed
    }

    /// Returns the features that an earlier run has recorded for a type that no action used.
    pub fn features_of(&self, definition: DefinitionId) -> Option<&str> {
        let mut places = self.places[definition.index()].iter();
        places.find_map(|place| self.members.decided(&format!("{place}{FEATURES}"), COMPILED))
    }

    /// Records the features of a type that no action uses, so that an action that is added does not take it away.
    pub fn keep_features(&self, definition: DefinitionId, features: &str) {
        if let Some(main) = self.places[definition.index()].first() {
            self.members.decide(&format!("{main}{FEATURES}"), COMPILED, features);
        }
    }

    /// Returns the content of the names file. `is_partial` keeps the names of members that this run has not named.
    pub fn file(&self, is_partial: bool) -> Content {
        let mut content = self.file.clone();
        self.members.record(&mut content, is_partial || self.is_partial);
        content
    }

    /// Returns the name of the static that holds the rules of a type.
    pub fn table(&self, definition: DefinitionId) -> &str {
        &self.tables[definition.index()]
    }
}

/// The end of the location of what is decided about the memory of a type, and the decision that it is boxed.
const MEMORY: &str = "/memory";
const BOXED: &str = "boxed";

/// The end of the location of what is decided about the features of a type, and the decision when it is compiled.
const FEATURES: &str = "/features";
const COMPILED: &str = "compiled";

/// Assigns all names.
///
/// # Panics
/// If an alias has no place, which is a fault of the model.
pub fn name(
    set: &SchemaSet,
    equivalence: &Equivalence,
    owners: &Owners,
    shapes: &Shapes,
    sources: &Sources,
    report: &mut Report,
) -> Names {
    let suffixes = suffixes(shapes, owners, sources);
    let definitions = shapes.iter().map(|(id, definition)| Unit {
        id,
        identity: definition.identity.clone(),
        place: definition.main_use().clone(),
        uses: &definition.uses,
        is_root_alias: false,
        suffix: suffixes[id.index()].clone(),
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
            suffix: String::new(),
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

/// An item to be named: a definition, an alias, or a schema that is only a reference.
struct Unit<'a> {
    id: DefinitionId,
    identity: Identity,
    /// The location that readers encounter first.
    place: Use,
    uses: &'a [Use],
    /// Whether this is a named schema that is only a reference.
    is_root_alias: bool,
    /// What the names file appends to the locations of the type, if another type has the same location.
    suffix: String,
    name: Option<String>,
}

/// The suffix for the type inside of the type of a named schema, such as the object of a nullable object.
const INNER: &str = "(inner)";

/// Returns what distinguishes each type from others with the same location: a nullable schema and the type inside of it,
/// and branches of a choice that have neither a title nor a type.
fn suffixes(shapes: &Shapes, owners: &Owners, sources: &Sources) -> Vec<String> {
    let root_types: HashMap<OwnerId, DefinitionId> =
        shapes.roots.iter().map(|root| (root.owner, root.definition)).collect();
    let mut known: HashMap<String, usize> = HashMap::new();
    let suffixes = shapes.iter().map(|(id, definition)| {
        let inner = match definition.identity {
            Identity::Owner(owner) if root_types.get(&owner).is_some_and(|outer| *outer != id) => INNER,
            Identity::Owner(_) | Identity::Inline(_) | Identity::Pinned(_) | Identity::Universal => "",
        };
        let place = place(&definition.main_use().path, owners, sources);
        let count = known.entry(format!("{place}{inner}")).or_default();
        *count += 1;
        match count {
            1 => inner.to_owned(),
            count => format!("{inner}({count})"),
        }
    });
    suffixes.collect()
}

struct Namer<'a> {
    set: &'a SchemaSet,
    equivalence: &'a Equivalence,
    owners: &'a Owners,
    shapes: &'a Shapes,
    sources: &'a Sources,
    /// The definitions, followed by the aliases, followed by the schemas that are only references.
    units: Vec<Unit<'a>>,
    /// The prefix of the type names in each owner.
    owner_names: HashMap<OwnerId, String>,
    /// The names in use, each with a description of its user.
    taken: HashMap<String, String>,
}

impl Namer<'_> {
    fn give(&mut self, unit: usize, name: String) {
        let owner = self.describe(&self.units[unit].place);
        self.taken.insert(name.clone(), owner);
        self.units[unit].name = Some(name);
    }

    /// Describes a location in a message: file, line and JSON Pointer.
    fn describe(&self, place: &Use) -> String {
        let place = self.set.place(place.schema, self.sources);
        match place.pointer {
            "" => place.source.name.clone(),
            pointer => format!("{} ({pointer})", place.source.name),
        }
    }

    /// Names types after their content: a type list such as `StringOrNumber`, or 24 hexadecimal digits.
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

    /// Names inline bodies after their action. Names schemas of a document loaded for a mapped URL after the document.
    fn name_bodies(&mut self) {
        for unit in 0..self.units.len() {
            let Identity::Owner(owner) = self.units[unit].identity else {
                continue;
            };
            if self.units[unit].name.is_some() {
                continue;
            }
            let short = match self.owners[owner].kind {
                OwnerKind::Definition(_) => Some(pascal(&self.owners[owner].name)),
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
        let (file, is_partial) = (self.names_file(), self.is_partial());
        let types = self
            .units
            .iter()
            .filter(|unit| !unit.is_root_alias && unit.id.alias().is_none());
        let places = types.clone().map(|unit| {
            let mut places: Vec<String> = Vec::new();
            for used in std::iter::once(&unit.place).chain(unit.uses) {
                let place = self.key(used, &unit.suffix);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            places
        });
        let places: Vec<Vec<String>> = places.collect();
        let entries = &self.sources.names.entries;
        let known = places
            .iter()
            .map(|places| places.iter().any(|place| entries.contains_key(place)));
        let known: Vec<bool> = known.collect();
        let members = MemberNames::new(&self.sources.names);
        let mut definitions = Vec::new();
        let mut aliases = Vec::new();
        let mut named_aliases = Vec::new();
        for unit in self.units {
            // A type is unnamed only if the run has reported an error.
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
            is_partial,
            members,
            of_types: RefCell::default(),
            places,
            known,
            tables: distinct(&words, screaming, &[]),
            roots: roots.collect(),
            aliases: named_aliases,
            types: TypeNames { definitions, aliases },
        }
    }
}

/// Whether a shape holds a named type.
fn holds_named(shape: &Shape) -> bool {
    matches!(shape, Shape::Named(_)) || shape.children().iter().any(holds_named)
}
