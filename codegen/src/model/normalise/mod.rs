//! The third stage: for each schema the shape that carries it, equal shapes shared.

mod choice;
mod object;
mod spot;
mod tag;
mod text;
mod types_of;
mod variant_name;
mod why_json;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

pub use self::spot::own_word;
use self::spot::{Spot, singular};
pub use self::text::is_object_id;
pub use self::variant_name::is_kind_word;
use self::why_json::why_json;
use crate::model::boxes::box_up;
use crate::model::shape::{Definition, DefinitionId, Kind, Shape, Use};
use crate::schema::equivalence::{Equivalence, EquivalenceId};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// All types of a value.
pub const ALL: u8 = NULL | BOOLEAN | INTEGER | NUMBER | STRING | ARRAY | OBJECT;

/// The definitions of a run.
#[derive(Debug)]
pub struct Shapes {
    /// By [`DefinitionId`].
    pub definitions: Vec<Definition>,
    /// The definition of each root, in the order of [`SchemaSet::roots`].
    pub roots: Vec<DefinitionId>,
    /// The shapes of schemas that were asked for beside the roots.
    pub asked: BTreeMap<SchemaId, Shape>,
    by_equivalence: HashMap<(EquivalenceId, u8), DefinitionId>,
}

impl Shapes {
    /// The definition that carries all schemas of an equivalence, if there is one.
    pub fn of_equivalence(&self, equivalence: EquivalenceId) -> Option<DefinitionId> {
        self.by_equivalence.get(&(equivalence, ALL)).copied()
    }

    /// Whether the Rust type of a shape is a text, and says so: `AsRef<str>`, `Display` and `FromStr`.
    pub fn is_text(&self, shape: &Shape) -> bool {
        match shape {
            Shape::String | Shape::Formatted(_) => true,
            Shape::Named(definition) => match &self.definitions[*definition].kind {
                Kind::Strings(..) | Kind::Text => true,
                Kind::Wrapper(inner) => self.is_text(inner),
                Kind::Struct(..) | Kind::Choice(_) | Kind::Checked(_) | Kind::Open => false,
            },
            Shape::Json
            | Shape::Object
            | Shape::Null
            | Shape::Bool
            | Shape::Integer
            | Shape::Number
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Boxed(_)
            | Shape::Nullable(_) => false,
        }
    }
}

/// Finds the shapes of all schemas that the roots lead to, and of those that are asked for, each with a word for it.
pub fn normalise(set: &SchemaSet, equivalence: &Equivalence, asked: &[(SchemaId, String)]) -> Shapes {
    let mut builder = Builder {
        set,
        equivalence,
        shapes: Shapes {
            definitions: Vec::new(),
            roots: Vec::new(),
            asked: BTreeMap::new(),
            by_equivalence: HashMap::new(),
        },
        types: RefCell::default(),
    };
    for root in &set.roots {
        // Where one document holds many roots, it is their name that tells what is in them, and not that of the file.
        let is_part = !set.schemas[root.schema].pointer.is_empty();
        let mut at = Spot {
            file: root.file,
            path: is_part.then(|| root.name.clone()).into_iter().collect(),
        };
        let definition = builder.root(root.schema, &mut at);
        builder.shapes.roots.push(definition);
    }
    for (schema, word) in asked {
        let mut at = Spot {
            file: set.schemas[*schema].file,
            path: vec![word.clone()],
        };
        let shape = builder.shape(*schema, ALL, &mut at);
        builder.shapes.asked.insert(*schema, shape);
    }
    box_up(&mut builder.shapes.definitions);
    builder.shapes
}

struct Builder<'a> {
    set: &'a SchemaSet,
    equivalence: &'a Equivalence,
    shapes: Shapes,
    /// What [`Builder::types_of`] found.
    types: RefCell<HashMap<SchemaId, u8>>,
}

impl Builder<'_> {
    /// A file gives a type, whatever it holds.
    fn root(&mut self, id: SchemaId, at: &mut Spot) -> DefinitionId {
        match self.shape(id, ALL, at) {
            // The type of another schema does as well only if that is all that this one says.
            Shape::Named(definition) if self.says_the_same(id, definition) => definition,
            shape => self.add(Definition {
                schema: id,
                equivalence: self.equivalence.of(id),
                kind: Kind::Wrapper(shape),
                uses: vec![Use {
                    file: at.file,
                    path: Vec::new(),
                    schema: id,
                }],
            }),
        }
    }

    /// Whether a schema is that of a definition, or leads to it and says nothing else.
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
        self.shapes.definitions.len() - 1
    }

    /// The shape that carries the values of a schema that have one of these types.
    fn shape(&mut self, id: SchemaId, mask: u8, at: &mut Spot) -> Shape {
        let target = self.set.deref(id);
        if target != id {
            // What a reference leads to is named after its own place, whoever refers to it.
            let mut own = Spot::of(self.set, target);
            return self.shape(target, mask, &mut own);
        }
        let mask = mask & self.types_of(target);
        if mask & NULL != 0 && mask != NULL && mask != ALL {
            let inner = self.shape(id, mask & !NULL, at);
            return match inner {
                Shape::Json | Shape::Nullable(_) => inner,
                Shape::Named(definition) if matches!(self.shapes.definitions[definition].kind, Kind::Checked(_)) => {
                    // A checked JSON value takes null itself.
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

    /// A shape that needs no type of its own, if there is one.
    fn plain(&mut self, id: SchemaId, mask: u8, at: &mut Spot) -> Option<Shape> {
        let keywords = self.set.keywords(id);
        if let Some(inner) = self.only_wrapped(id, mask) {
            return Some(self.shape(inner, mask, at));
        }
        match mask {
            ALL if keywords.accepts_everything() => Some(Shape::Json),
            NULL => Some(Shape::Null),
            BOOLEAN => Some(Shape::Bool),
            INTEGER => Some(Shape::Integer),
            _ if mask & !(INTEGER | NUMBER) == 0 && mask & NUMBER != 0 => Some(Shape::Number),
            STRING => self.plain_string(id),
            ARRAY => {
                let items = self
                    .gathered(id)
                    .into_iter()
                    .find_map(|part| self.set.keywords(part).array.items);
                let inner = match items {
                    Some(items) => {
                        let word = at.path.last().map_or_else(|| "item".to_owned(), |word| singular(word));
                        let parent = at.path.pop();
                        let inner = at.inside(&word, |at| self.shape(items, ALL, at));
                        at.path.extend(parent);
                        inner
                    }
                    None => Shape::Json,
                };
                Some(Shape::List(Box::new(inner)))
            }
            OBJECT => self.plain_object(id, at),
            _ => None,
        }
    }

    /// `{"allOf": [X]}` says X, and so does a choice of which only X has values of these types.
    fn only_wrapped(&self, id: SchemaId, mask: u8) -> Option<SchemaId> {
        let keywords = self.set.keywords(id);
        if !keywords.asserts_only_branches() {
            return None;
        }
        if let ([only], [], []) = (&keywords.all_of[..], &keywords.any_of[..], &keywords.one_of[..]) {
            return Some(*only);
        }
        if !keywords.all_of.is_empty() {
            return None;
        }
        let (branches, repeated) = self.branches(id);
        let mut meant = branches.into_iter().filter(|branch| self.types_of(*branch) & mask != 0);
        let only = meant.next()?;
        (meant.next().is_none() && !repeated).then_some(only)
    }

    /// A shape that is a type of its own, shared by all equivalent schemas.
    fn named(&mut self, id: SchemaId, mask: u8, at: &mut Spot, recursive: bool) -> Shape {
        // A mask that takes nothing away from the schema is the whole schema.
        let whole = mask == self.types_of(id);
        let key = (self.equivalence.of(id), if whole { ALL } else { mask });
        let place = Use {
            file: at.file,
            path: at.path.clone(),
            schema: id,
        };
        if let Some(&known) = self.shapes.by_equivalence.get(&key) {
            let uses = &mut self.shapes.definitions[known].uses;
            if !uses.contains(&place) {
                uses.push(place);
            }
            return Shape::Named(known);
        }
        let definition = self.add(Definition {
            schema: id,
            equivalence: key.0,
            kind: Kind::Open,
            uses: vec![place],
        });
        self.shapes.by_equivalence.insert(key, definition);
        let kind = self.kind(id, mask, at, recursive);
        // A choice of one is what it holds.
        if let Kind::Wrapper(inner) = &kind
            && !recursive
        {
            let inner = inner.clone();
            // What was built inside keeps its number, so only the newest definition can be taken back.
            if definition == self.shapes.definitions.len() - 1 {
                self.shapes.definitions.pop();
                self.shapes.by_equivalence.remove(&key);
                return inner;
            }
        }
        self.shapes.definitions[definition].kind = kind;
        Shape::Named(definition)
    }

    fn kind(&mut self, id: SchemaId, mask: u8, at: &mut Spot, recursive: bool) -> Kind {
        // A text that leads back to itself is a newtype as others are.
        if recursive
            && mask != STRING
            && let Some(shape) = self.plain(id, mask, at)
        {
            return Kind::Wrapper(shape);
        }
        let keywords = self.set.keywords(id);
        if mask == 0 {
            return Kind::Checked("no value is right by it");
        }
        if mask == STRING {
            return self.string_kind(id, at);
        }
        let branches = !keywords.any_of.is_empty() || !keywords.one_of.is_empty();
        if mask == OBJECT {
            let parts = self.gathered(id);
            let fields = !self.fields_of(&parts).is_empty();
            if fields || (!branches && keywords.values.is_none() && keywords.constant.is_none()) {
                return self.structure(&parts, at);
            }
        }
        if branches && keywords.any_of.is_empty() != keywords.one_of.is_empty() {
            return self.choice(id, mask, at);
        }
        // Objects that are listed one by one are no choice, and had a struct if that could hold them.
        if keywords.types.is_some() && mask != OBJECT && mask != ALL && !branches {
            return self.choice_of_types(id, mask, at);
        }
        let lists_values = keywords.values.is_some() || keywords.constant.is_some();
        if mask == ALL && !branches && !lists_values && !self.fields_of(&self.gathered(id)).is_empty() {
            return self.object_or_other(id, at);
        }
        Kind::Checked(why_json(keywords, mask))
    }
}
