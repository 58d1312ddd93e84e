//! What Rust type carries a schema, before it has a name.
//!
//! A shape holds every value that the schema accepts (and often more): the exact check, which comes from the schema
//! itself, says which of them are right. So a keyword that has no place in a Rust type never gets lost.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

use crate::model::owners::OwnerId;
use crate::model::schema_path::SchemaPath;
use crate::schema::equivalence::EquivalenceId;
use crate::schema::keywords::SchemaId;

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Any JSON value.
    Json,
    /// Any JSON object.
    Object,
    /// `null`.
    Null,
    /// `bool`
    Bool,
    /// `i64`
    Int64,
    /// `f64`
    Float64,
    /// A number without a fraction, of any size.
    Integer,
    /// A number.
    Number,
    /// `String`
    String,
    /// A text with a checked format, by the name of its type in the runtime.
    Formatted(&'static str),
    /// `Vec`
    List(Box<Shape>),
    /// A map with string keys.
    Map(Box<Shape>),
    /// `Box`: a newtype that leads back to itself holds what it holds on the heap.
    Boxed(Box<Shape>),
    /// `Option`, where `None` is `null`.
    Nullable(Box<Shape>),
    /// A type of its own.
    Named(DefinitionId),
}

impl Shape {
    /// The shape without what says that it may be `null` or that it stands on the heap.
    pub fn core(&self) -> &Self {
        match self {
            Self::Nullable(inner) | Self::Boxed(inner) => inner.core(),
            other => other,
        }
    }

    /// Whether the value stands on the heap, `null` or not.
    pub fn is_boxed(&self) -> bool {
        match self {
            Self::Boxed(_) => true,
            Self::Nullable(inner) => inner.is_boxed(),
            _ => false,
        }
    }
}

/// Refers to a definition, by its own name or by one of its aliases. Only the definition counts in a comparison: an alias
/// is the same Rust type.
#[derive(Debug, Clone, Copy)]
pub struct DefinitionId {
    index: u32,
    alias: Option<NonZeroU32>,
}

impl DefinitionId {
    /// The definition at this place in the list of all, by its own name.
    pub fn new(index: usize) -> Self {
        let index = u32::try_from(index).expect("there are fewer than 2^32 definitions");
        Self { index, alias: None }
    }

    /// The same definition by one of its aliases, which are numbered from 0.
    pub fn with_alias(self, alias: usize) -> Self {
        let alias = u32::try_from(alias).ok().and_then(|alias| NonZeroU32::new(alias + 1));
        Self { alias, ..self }
    }

    /// Its place in the list of all definitions.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// The number of the alias that is used for it, if any.
    pub fn alias(self) -> Option<usize> {
        self.alias.map(|alias| alias.get() as usize - 1)
    }
}

impl PartialEq for DefinitionId {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl Eq for DefinitionId {}

impl Hash for DefinitionId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl PartialOrd for DefinitionId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DefinitionId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl Index<DefinitionId> for [Definition] {
    type Output = Definition;

    fn index(&self, id: DefinitionId) -> &Definition {
        &self[id.index()]
    }
}

impl IndexMut<DefinitionId> for [Definition] {
    fn index_mut(&mut self, id: DefinitionId) -> &mut Definition {
        &mut self[id.index()]
    }
}

impl Index<DefinitionId> for Vec<Definition> {
    type Output = Definition;

    fn index(&self, id: DefinitionId) -> &Definition {
        &self[id.index()]
    }
}

impl IndexMut<DefinitionId> for Vec<Definition> {
    fn index_mut(&mut self, id: DefinitionId) -> &mut Definition {
        &mut self[id.index()]
    }
}

/// A type of its own.
#[derive(Debug)]
pub struct Definition {
    /// The schema that it was first seen at.
    pub schema: SchemaId,
    /// The equivalence that the schema belongs to.
    pub equivalence: EquivalenceId,
    /// The types of the values that it is for; all of them if it is for the whole schema.
    pub mask: u8,
    /// What it is.
    pub kind: Kind,
    /// What it shares its name with, if anything.
    pub identity: Identity,
    /// Where it stands, in the order in which the places were found.
    pub uses: Vec<Use>,
}

impl Definition {
    /// The place that readers meet first: the shallowest.
    pub fn main_use(&self) -> &Use {
        let uses = self.uses.iter();
        uses.min_by_key(|place| place.path.steps.len())
            .expect("a definition is made for a place")
    }
}

/// What decides which places of equal shape are one type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The schema of an owner as a whole: a type of its own, even if another has the same shape.
    Owner(OwnerId),
    /// An inline schema: one type for all equal shapes of its owner.
    Inline(OwnerId),
    /// A schema with an `x-rust-name`: one type for all equal shapes with that name.
    Pinned(String),
    /// A shape whose name says all of it, such as a list of types: one type wherever it stands.
    Universal,
}

/// A place where a type stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The way to the place.
    pub path: SchemaPath,
    /// The schema at that place.
    pub schema: SchemaId,
}

/// The kinds of types.
#[derive(Debug)]
pub enum Kind {
    /// Not built yet; a recursive schema meets it.
    Open,
    /// A struct.
    Struct(Vec<Field>, Extra),
    /// An open enum of strings.
    Strings(Vec<String>, Vec<Variant>),
    /// A string with a pattern that makes it an identifier.
    Text,
    /// An enum of types.
    Choice(Choice),
    /// A newtype around another type.
    Wrapper(Shape),
    /// A newtype around JSON whose rules are only in its check.
    Checked(&'static str),
}

/// An enum of types.
#[derive(Debug)]
pub struct Choice {
    /// The variants, in the order of the schema.
    pub variants: Vec<Variant>,
    /// Whether no value can be valid against the branches of two variants, and the schema says nothing else.
    pub disjoint: bool,
    /// The property that tells the objects apart, if there is one.
    pub tag: Option<Tag>,
    /// Whether a value that no variant is for may be right.
    pub takes_others: bool,
}

/// A property that each variant for objects has, with values that no other variant has.
#[derive(Debug)]
pub struct Tag {
    /// Its name in JSON.
    pub property: String,
    /// Its values, for each variant in the order of the choice; a variant that is not for objects has none.
    pub values: Vec<Vec<String>>,
    /// Whether every branch requires it.
    pub required: bool,
}

/// A variant that holds something.
#[derive(Debug, Clone)]
pub struct Variant {
    /// What its name is made of.
    pub label: Label,
    /// What it holds.
    pub shape: Shape,
    /// Whether the payload has to be boxed.
    pub boxed: bool,
    /// The types of its values.
    pub types: u8,
    /// The branches that it is for: all that look the same in Rust. There is at least one.
    pub branches: Vec<SchemaId>,
}

/// What a variant is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// After a word of the schema: a title, a name, a value.
    Word(String),
    /// After the kind of value that it holds.
    Kind(&'static str),
}

impl Label {
    /// The words themselves.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Kind(kind) => kind,
        }
    }
}

/// A property with a place in a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name in JSON.
    pub wire: String,
    /// Whether it may be absent or `null`.
    pub presence: Presence,
    /// The type of the value (without what the presence says).
    pub shape: Shape,
    /// Its schema.
    pub schema: SchemaId,
    /// The only value that it may have, which is not asked for.
    pub constant: Option<Constant>,
}

/// A single allowed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constant {
    /// A string.
    String(String),
    /// `true` or `false`.
    Bool(bool),
    /// A small integer, as tags and versions are.
    Integer(i32),
}

impl Constant {
    /// The shape that holds it, and any other value of its type.
    pub fn shape(&self) -> Shape {
        match self {
            Self::String(_) => Shape::String,
            Self::Bool(_) => Shape::Bool,
            Self::Integer(_) => Shape::Integer,
        }
    }
}

/// Whether a property may be absent, or `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always there.
    Required,
    /// May be absent, is never `null`.
    Optional,
    /// May be absent, and may be `null`.
    Nullable,
    /// May be absent; its type takes `null` itself.
    Any,
}

impl Presence {
    /// Whether the value may be missing, so that its field has room for that.
    pub fn is_optional(self) -> bool {
        match self {
            Self::Required => false,
            Self::Optional | Self::Nullable | Self::Any => true,
        }
    }
}

/// The properties that a struct has no field for.
#[derive(Debug, Clone)]
pub enum Extra {
    /// There are none; what is sent all the same is kept apart.
    Closed,
    /// They are kept, with this type.
    Kept(Shape),
}
