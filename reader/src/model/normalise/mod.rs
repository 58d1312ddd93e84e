//! The third stage: maps each schema to a shape, and shares equal shapes.

mod array;
mod branches;
mod choice;
mod composition;
mod number;
mod object;
mod sharing;
mod tag;
mod text;
mod types_of;
mod values;
mod variant_name;
mod why_json;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use self::text::is_object_id;
use self::why_json::why_json;
use crate::input::names_file::Branch;
use crate::input::sources::FileId;
use crate::input::sources::Sources;
use crate::model::identifier::pascal;
use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::model::places::place;
use crate::model::schema_path::SchemaPath;
use crate::model::shape::{Constant, Definition, DefinitionId, Identity, Kind, Shape, Use};
use crate::schema::equivalence::{Equivalence, EquivalenceId};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The set of all types.
pub const ALL: u8 = NULL | BOOLEAN | INTEGER | NUMBER | STRING | ARRAY | OBJECT;

/// The set of types whose values have no parts and no text.
const SCALARS: u8 = NULL | BOOLEAN | INTEGER | NUMBER;

/// The definitions of a run.
#[derive(Debug)]
pub struct Shapes {
    /// The definitions, indexed by [`DefinitionId`].
    pub definitions: Vec<Definition>,
    /// The types of named schemas.
    pub roots: Vec<RootType>,
    /// Additional names of definitions, used in other owners.
    pub aliases: Vec<Alias>,
    /// The shapes of schemas that were requested in addition to the roots.
    pub asked: BTreeMap<SchemaId, Shape>,
    /// The only allowed values of parameters. They are no arguments.
    pub constants: BTreeMap<SchemaId, Constant>,
    /// The branches of unions, for the names file.
    pub branches: BTreeMap<String, Vec<Branch>>,
}

/// The type of a named schema.
#[derive(Debug, Clone, Copy)]
pub struct RootType {
    /// The owner for this schema.
    pub owner: OwnerId,
    /// The schema.
    pub schema: SchemaId,
    /// The definition of the schema. If the schema is only a reference, this is the definition of its target.
    pub definition: DefinitionId,
}

/// An additional name of a definition.
#[derive(Debug)]
pub struct Alias {
    /// The definition.
    pub definition: DefinitionId,
    /// The identity that the name belongs to.
    pub identity: Identity,
    /// The locations that use the name.
    pub uses: Vec<Use>,
}

impl Shapes {
    /// Returns all definitions with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (DefinitionId, &Definition)> {
        (0..).map(DefinitionId::new).zip(&self.definitions)
    }

    /// Whether the Rust type of a shape is a string and implements `AsRef<str>`, `Display` and `FromStr`.
    pub fn is_text(&self, shape: &Shape) -> bool {
        match shape {
            Shape::String | Shape::Formatted(_) => true,
            Shape::Named(definition) => match &self.definitions[*definition].kind {
                Kind::Strings(..) | Kind::Text => true,
                Kind::Wrapper(inner) => self.is_text(inner),
                Kind::Integers(_) | Kind::Struct(..) | Kind::Choice(_) | Kind::Checked(_) | Kind::Open => false,
            },
            Shape::Json
            | Shape::Object
            | Shape::Null
            | Shape::Bool
            | Shape::Int64
            | Shape::Float64
            | Shape::Integer
            | Shape::Number
            | Shape::List(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Boxed(_)
            | Shape::Nullable(_) => false,
        }
    }
}

/// The schemas that are requested in addition to the named ones.
#[derive(Debug)]
pub struct Asked {
    /// All of them.
    pub schemas: Vec<SchemaId>,
    /// Those of parameters in a style that may have a constant.
    pub parameters: BTreeSet<SchemaId>,
}

/// Finds the shapes of all named schemas, of requested schemas, and of the schemas that these refer to.
pub fn normalise(
    set: &SchemaSet,
    equivalence: &Equivalence,
    owners: &Owners,
    asked: &Asked,
    sources: &Sources,
) -> Shapes {
    let mut nominal: HashMap<(FileId, EquivalenceId), Vec<OwnerId>> = HashMap::new();
    for (owner, schema) in owners.types() {
        let target = set.deref(schema);
        if target == schema {
            let key = (owners[owner].file, equivalence.unrolled(schema));
            nominal.entry(key).or_default().push(owner);
        }
    }
    let mut builder = Builder {
        set,
        equivalence,
        owners,
        sources,
        nominal,
        shapes: Shapes {
            definitions: Vec::new(),
            roots: Vec::new(),
            aliases: Vec::new(),
            asked: BTreeMap::new(),
            constants: BTreeMap::new(),
            branches: BTreeMap::new(),
        },
        by_key: HashMap::new(),
        universal: HashMap::new(),
        outermost: HashMap::new(),
        roots: HashMap::new(),
        types: RefCell::default(),
        annotating: RefCell::default(),
    };
    for (owner, schema) in owners.types() {
        if builder.has_only_definitions(owner, schema) {
            continue;
        }
        let definition = builder.root(schema);
        builder.shapes.roots.push(RootType {
            owner,
            schema,
            definition,
        });
    }
    for &schema in &asked.schemas {
        let constant = builder.parameter_constant(schema, asked);
        let shape = match &constant {
            Some(constant) => constant.shape(),
            None => builder.shape(schema, ALL, &mut SchemaPath::of(set, owners, schema)),
        };
        builder.shapes.asked.insert(schema, shape);
        builder
            .shapes
            .constants
            .extend(constant.map(|constant| (schema, constant)));
    }
    let mut shapes = builder.shapes;
    sharing::share(&mut shapes, owners, sources);
    shapes
}

struct Builder<'a> {
    set: &'a SchemaSet,
    equivalence: &'a Equivalence,
    owners: &'a Owners,
    sources: &'a Sources,
    /// The named schemas of each file, by equivalence.
    nominal: HashMap<(FileId, EquivalenceId), Vec<OwnerId>>,
    shapes: Shapes,
    by_key: HashMap<Key, (DefinitionId, Shape)>,
    /// The first schema of the universal type of each set of JSON types: its equivalence, and the types that it is cut to.
    universal: HashMap<u8, (EquivalenceId, u8)>,
    /// The types of the outermost definition at each schema.
    outermost: HashMap<SchemaId, u8>,
    /// Cached results of [`Builder::root`].
    roots: HashMap<SchemaId, DefinitionId>,
    /// Cached results of [`Builder::types_of`].
    types: RefCell<HashMap<SchemaId, u8>>,
    /// Whether each schema that was a part of an `allOf` has only annotations.
    annotating: RefCell<HashMap<SchemaId, bool>>,
}

/// The key under which equal locations share a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    identity: Identity,
    equivalence: EquivalenceId,
    mask: u8,
    /// The name of an inline schema.
    name: Option<InlineName>,
}

/// The name under which inline schemas are shared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum InlineName {
    /// The name that an earlier run assigned to the location. Locations with different names remain different types.
    Kept(String),
    /// The name of the property. A type is not named after another property.
    Property(String),
}

impl Builder<'_> {
    /// Whether a file is only a collection of definitions.
    fn has_only_definitions(&self, owner: OwnerId, schema: SchemaId) -> bool {
        self.owners[owner].kind == OwnerKind::File
            && self.set.keywords(schema).accepts_everything()
            && self.owners.has_definitions(owner)
    }

    /// Returns the definition of a named schema. A named schema always has a type.
    fn root(&mut self, id: SchemaId) -> DefinitionId {
        if let Some(known) = self.roots.get(&id) {
            return *known;
        }
        let mut at = SchemaPath::of(self.set, self.owners, id);
        let target = self.set.deref(id);
        let own = SchemaPath::of(self.set, self.owners, target);
        let definition = if target != id && own.is_whole() && self.owners.is_type(own.owner) {
            self.root(target)
        } else {
            match self.shape(id, ALL, &mut at) {
                // The type of another schema is sufficient only if the two schemas are equivalent.
                Shape::Named(definition) if self.says_the_same(id, definition) => definition,
                shape => self.add(Definition {
                    schema: id,
                    equivalence: self.equivalence.of(id),
                    mask: ALL,
                    kind: Kind::Wrapper(shape),
                    identity: Identity::Owner(at.owner),
                    uses: vec![Use { path: at, schema: id }],
                }),
            }
        };
        self.roots.insert(id, definition);
        definition
    }

    /// Whether a schema is the schema of a definition, or only a reference to it.
    fn says_the_same(&self, id: SchemaId, definition: DefinitionId) -> bool {
        let wanted = self.shapes.definitions[definition].equivalence;
        let mut id = self.set.deref(id);
        while self.equivalence.of(id) != wanted {
            match self.only_wrapped(id, self.types_of(id)) {
                Some(inner) => id = self.set.deref(inner),
                None => return false,
            }
        }
        true
    }

    fn add(&mut self, definition: Definition) -> DefinitionId {
        self.shapes.definitions.push(definition);
        DefinitionId::new(self.shapes.definitions.len() - 1)
    }

    /// Returns the shape for the values of a schema that have one of the types in the mask.
    fn shape(&mut self, id: SchemaId, mask: u8, at: &mut SchemaPath) -> Shape {
        let target = self.set.deref(id);
        if target != id {
            // The target of a reference is named after its own location, not after the location of the reference.
            let mut own = SchemaPath::of(self.set, self.owners, target);
            return self.shape(target, mask, &mut own);
        }
        let mask = mask & self.types_of(target);
        if mask & NULL != 0 && mask != NULL && mask != ALL {
            let inner = self.shape(id, mask & !NULL, at);
            return match inner {
                Shape::Json | Shape::Nullable(_) => inner,
                Shape::Named(definition) if matches!(self.shapes.definitions[definition].kind, Kind::Checked(_)) => {
                    // A checked JSON value accepts null itself.
                    inner
                }
                _ => Shape::Nullable(Box::new(inner)),
            };
        }
        let recursive = self.equivalence.recursive.contains(&target);
        if !recursive && let Some(shape) = self.plain(target, mask, at) {
            return shape;
        }
        self.named(target, mask, at, recursive)
    }

    /// Returns a shape that needs no named type, if there is one.
    fn plain(&mut self, id: SchemaId, mask: u8, at: &mut SchemaPath) -> Option<Shape> {
        let keywords = self.set.keywords(id);
        if let Some(inner) = self.only_wrapped(id, mask) {
            return Some(self.shape(inner, mask, at));
        }
        match mask {
            ALL if keywords.accepts_everything() => Some(Shape::Json),
            NULL => Some(Shape::Null),
            BOOLEAN => Some(Shape::Bool),
            _ if is_numeric(mask) && self.integer_values(id, mask, at).is_some() => None,
            INTEGER => Some(self.integer(id)),
            _ if is_numeric(mask) => Some(self.number(id)),
            STRING => self.plain_string(id),
            ARRAY => Some(self.array(id, at)),
            OBJECT => self.plain_object(id, at),
            _ => None,
        }
    }

    /// Returns the only relevant subschema. `{"allOf": [X]}` is equivalent to X, also beside a `type` that X has too, and with
    /// other parts that assert nothing. So is a choice in which only X accepts values of these types.
    fn only_wrapped(&self, id: SchemaId, mask: u8) -> Option<SchemaId> {
        let keywords = self.set.keywords(id);
        let mut parts = self.asserting_parts(keywords);
        let has_union = !keywords.any_of.is_empty() || !keywords.one_of.is_empty();
        if parts.is_empty() && !has_union {
            // All parts accept everything.
            parts.extend(keywords.all_of.first());
        }
        if let ([only], false, Some(types)) = (&parts[..], has_union, keywords.types)
            && keywords.asserts_only_types()
            && self.types_of(*only) & !types == 0
        {
            return Some(*only);
        }
        if !keywords.asserts_only_branches() {
            return None;
        }
        match (&parts[..], has_union) {
            ([only], false) => return Some(*only),
            ([], true) => {}
            ([], false) | ([_], true) | ([_, _, ..], _) => return None,
        }
        let (branches, repeated) = self.branches(id);
        let mut meant = branches.into_iter().filter(|branch| self.types_of(*branch) & mask != 0);
        let only = meant.next()?;
        (meant.next().is_none() && !repeated).then_some(only)
    }

    /// Returns a shape that is a named type.
    fn named(&mut self, id: SchemaId, mask: u8, at: &mut SchemaPath, recursive: bool) -> Shape {
        // A mask that excludes none of the schema's types covers the whole schema.
        let mask = if mask == self.types_of(id) { ALL } else { mask };
        let equivalence = self.equivalence.of(id);
        let is_outermost = *self.outermost.entry(id).or_insert(mask) == mask;
        let identity = match self.identity(id, mask, at, is_outermost) {
            Ok(identity) => identity,
            Err(same) => return self.shape(same, mask, &mut SchemaPath::of(self.set, self.owners, same)),
        };
        let (mut equivalence, mut mask) = (equivalence, mask);
        if identity == Identity::Universal {
            // The types say everything, in whatever notation and beside whatever other types.
            let types = mask & self.types_of(id);
            (equivalence, mask) = *self.universal.entry(types).or_insert((equivalence, mask));
        }
        let name = match identity {
            Identity::Inline(_) => Some(match self.kept(at) {
                Some(kept) => InlineName::Kept(kept),
                None => InlineName::Property(at.own_name()),
            }),
            Identity::Owner(_) | Identity::Pinned(_) | Identity::Universal => None,
        };
        let key = Key {
            identity,
            equivalence,
            mask,
            name,
        };
        let place = Use {
            path: at.clone(),
            schema: id,
        };
        if let Some((known, shape)) = self.by_key.get(&key) {
            let uses = &mut self.shapes.definitions[*known].uses;
            if !uses.contains(&place) {
                uses.push(place);
            }
            return shape.clone();
        }
        let definition = self.add(Definition {
            schema: id,
            equivalence,
            mask,
            kind: Kind::Open,
            identity: key.identity.clone(),
            uses: vec![place],
        });
        self.by_key.insert(key.clone(), (definition, Shape::Named(definition)));
        let kind = self.kind(id, mask & self.types_of(id), at, recursive);
        // A choice of one branch is replaced by the branch, unless it is a named schema.
        if let (Kind::Wrapper(inner), false, Identity::Owner(_) | Identity::Inline(_)) =
            (&kind, recursive, &key.identity)
        {
            self.by_key.insert(key, (definition, inner.clone()));
            let inner = inner.clone();
            self.shapes.definitions[definition].kind = kind;
            return inner;
        }
        self.shapes.definitions[definition].kind = kind;
        Shape::Named(definition)
    }

    /// Returns the identity, which decides which other locations share the type; or the named schema that is
    /// equivalent.
    fn identity(&self, id: SchemaId, mask: u8, at: &SchemaPath, is_outermost: bool) -> Result<Identity, SchemaId> {
        let keywords = self.set.keywords(id);
        if at.is_whole() && !matches!(self.owners[at.owner].kind, OwnerKind::Body | OwnerKind::Document) {
            return Ok(Identity::Owner(at.owner));
        }
        if let Some((name, _)) = keywords.notes.rust_name.as_ref().filter(|_| is_outermost) {
            let twin = self
                .nominal_twins(id, at)
                .find(|twin| pascal(&self.owners[*twin].word) == *name);
            return match twin.and_then(|twin| self.owners[twin].schema) {
                Some(same) if mask == ALL => Err(same),
                _ => Ok(Identity::Pinned(name.clone())),
            };
        }
        if mask == ALL
            && let Some(same) = self.nominal_twin(id, at)
        {
            return Err(same);
        }
        let is_id = mask & self.types_of(id) == STRING && self.is_plain_object_id(id);
        if is_id || self.is_type_list(id) {
            return Ok(Identity::Universal);
        }
        Ok(if at.is_whole() {
            Identity::Owner(at.owner)
        } else {
            Identity::Inline(at.owner)
        })
    }

    /// Returns the named schema of the same document that is equivalent to an inline schema. If there are several, the
    /// one named like the property is used.
    fn nominal_twin(&self, id: SchemaId, at: &SchemaPath) -> Option<SchemaId> {
        let mut twins = self.nominal_twins(id, at);
        let twin = match (twins.next()?, twins.next()) {
            (only, None) => only,
            _ => {
                let word = pascal(&at.words(false).pop()?.0);
                let is_meant = |twin: &OwnerId| pascal(&self.owners[*twin].word) == word;
                self.nominal_twins(id, at).find(is_meant)?
            }
        };
        // A recorded name is kept, even if the schema has become equivalent to a named schema.
        let own = self.kept(&SchemaPath {
            owner: twin,
            steps: Vec::new(),
        });
        let own = own.unwrap_or_else(|| pascal(&self.owners[twin].word));
        if self.kept(at).is_some_and(|kept| kept != own) {
            return None;
        }
        self.owners[twin].schema
    }

    /// Returns the name that an earlier run assigned to a location.
    fn kept(&self, at: &SchemaPath) -> Option<String> {
        let entries = &self.sources.names.entries;
        if entries.is_empty() {
            return None;
        }
        let entry = entries.get(&place(at, self.owners, self.sources))?;
        Some(entry.name.clone())
    }

    /// Returns the named schemas of the same document that are equivalent to a schema.
    fn nominal_twins(&self, id: SchemaId, at: &SchemaPath) -> impl Iterator<Item = OwnerId> {
        let key = (self.owners[at.owner].file, self.equivalence.of(id));
        self.nominal.get(&key).into_iter().flatten().copied()
    }

    /// Whether a schema only has a list of types, so that its name can describe it completely.
    fn is_type_list(&self, id: SchemaId) -> bool {
        let keywords = self.set.keywords(id);
        keywords.types.is_some()
            && keywords.asserts_only_types()
            && keywords.all_of.is_empty()
            && keywords.any_of.is_empty()
            && keywords.one_of.is_empty()
    }

    /// Whether a schema only describes a MongoDB `ObjectId`.
    fn is_plain_object_id(&self, id: SchemaId) -> bool {
        let keywords = self.set.keywords(id);
        let combined = keywords.all_of.len() + keywords.any_of.len() + keywords.one_of.len();
        keywords.string.pattern.as_deref().is_some_and(is_object_id)
            && keywords.values.is_none()
            && keywords.constant.is_none()
            && keywords.string.min_length.is_none()
            && keywords.string.max_length.is_none()
            && keywords.string.format.is_none()
            && keywords.not.is_none()
            && keywords.condition.is_none()
            && combined == 0
    }

    fn kind(&mut self, id: SchemaId, mask: u8, at: &mut SchemaPath, recursive: bool) -> Kind {
        // A recursive schema needs a newtype to refer to. A string schema always has one.
        if recursive
            && mask != STRING
            && let Some(shape) = self.plain(id, mask, at)
        {
            return Kind::Wrapper(shape);
        }
        let keywords = self.set.keywords(id);
        if mask == 0 {
            return Kind::Checked("it accepts no value");
        }
        if mask == STRING {
            return self.string_kind(id, at);
        }
        if is_numeric(mask)
            && let Some(values) = self.integer_values(id, mask, at)
        {
            return Kind::Integers(values);
        }
        let branches = !keywords.any_of.is_empty() || !keywords.one_of.is_empty();
        if mask == OBJECT && keywords.tagged.is_none() {
            let parts = self.set.gathered(id);
            let fields = !self.fields_of(&parts).is_empty();
            if fields || (!branches && keywords.values.is_none() && keywords.constant.is_none()) {
                return self.structure(&parts, at);
            }
        }
        if branches && keywords.any_of.is_empty() != keywords.one_of.is_empty() {
            return self.choice(id, mask, at);
        }
        // A schema for objects only is not a choice of types. Objects that fit a struct were handled above.
        if keywords.types.is_some() && mask != OBJECT && mask != ALL && !branches {
            return self.choice_of_types(id, mask, at);
        }
        let lists_values = keywords.values.is_some() || keywords.constant.is_some();
        if mask == ALL && !branches && !lists_values && !self.fields_of(&self.set.gathered(id)).is_empty() {
            return self.object_or_other(id, at);
        }
        Kind::Checked(why_json(keywords, mask))
    }
}

/// Whether all values with these types are numbers.
fn is_numeric(mask: u8) -> bool {
    mask != 0 && mask & !(INTEGER | NUMBER) == 0
}
