//! The Rust type of a schema, before it has a name.
//!
//! A shape can hold every value that the schema accepts, and often more. The exact check is generated from the schema
//! and rejects the remaining values. So no keyword is lost, even if Rust types cannot express it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};
use std::slice;

use typewright_core::Number;
use typewright_core::schema::{BOOLEAN, INTEGER, NULL, NUMBER, STRING};

use crate::input::document::{Node, Value};
use crate::model::label::Label;
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
    /// A string with a validated format, by the name of its type in the runtime.
    Formatted(&'static str),
    /// `Vec`
    List(Box<Shape>),
    /// An array of a fixed length: a tuple.
    Tuple(Vec<Shape>),
    /// A map with string keys.
    Map(Box<Shape>),
    /// `Box`: a recursive newtype stores its content on the heap.
    Boxed(Box<Shape>),
    /// `Option`, where `None` is `null`.
    Nullable(Box<Shape>),
    /// A named type.
    Named(DefinitionId),
}

impl Shape {
    /// Returns the shape without `Nullable` and `Boxed`.
    pub fn core(&self) -> &Self {
        match self {
            Self::Nullable(inner) | Self::Boxed(inner) => inner.core(),
            other => other,
        }
    }

    /// Returns the shapes that a shape is made of, such as that of the items of a list.
    pub fn children(&self) -> &[Self] {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) => slice::from_ref(inner),
            Self::Tuple(items) => items,
            Self::Json
            | Self::Object
            | Self::Null
            | Self::Bool
            | Self::Int64
            | Self::Float64
            | Self::Integer
            | Self::Number
            | Self::String
            | Self::Formatted(_)
            | Self::Named(_) => &[],
        }
    }

    /// Whether the value is boxed, nullable or not.
    pub fn is_boxed(&self) -> bool {
        match self {
            Self::Boxed(_) => true,
            Self::Nullable(inner) => inner.is_boxed(),
            _ => false,
        }
    }
}

/// The id of a definition, by its own name or by an alias. Comparisons ignore the alias, which is the same Rust type.
#[derive(Debug, Clone, Copy)]
pub struct DefinitionId {
    index: u32,
    alias: Option<NonZeroU32>,
}

impl DefinitionId {
    /// Creates the id of the definition at this index.
    ///
    /// # Panics
    /// If there are 2^32 definitions.
    pub fn new(index: usize) -> Self {
        let index = u32::try_from(index).expect("there are fewer than 2^32 definitions");
        Self { index, alias: None }
    }

    /// Returns the id of the same definition by an alias. Aliases are numbered from 0.
    pub fn with_alias(self, alias: usize) -> Self {
        let alias = u32::try_from(alias).ok().and_then(|alias| NonZeroU32::new(alias + 1));
        Self { alias, ..self }
    }

    /// Returns the index in the list of all definitions.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// Returns the number of the alias, if any.
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

/// A named type.
#[derive(Debug)]
pub struct Definition {
    /// The schema where the type was found first.
    pub schema: SchemaId,
    /// The equivalence of the schema.
    pub equivalence: EquivalenceId,
    /// The types of the values that it represents; all types if it represents the whole schema.
    pub mask: u8,
    /// The kind of the type.
    pub kind: Kind,
    /// The identity, which decides which locations share the type.
    pub identity: Identity,
    /// The locations that use the type, in the order in which they were found.
    pub uses: Vec<Use>,
}

impl Definition {
    /// Returns the shallowest location, which readers encounter first.
    ///
    /// # Panics
    /// If the definition has no place, which is a fault of the model.
    pub fn main_use(&self) -> &Use {
        let uses = self.uses.iter();
        uses.min_by_key(|place| place.path.steps.len())
            .expect("a definition is made for a place")
    }
}

/// Decides which locations with equal shapes share a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The root schema of an owner. It is a separate type, even if another type has the same shape.
    Owner(OwnerId),
    /// An inline schema. Equal shapes in the same owner share a type.
    Inline(OwnerId),
    /// A schema with an `x-rust-name`. Equal shapes with the same name share a type.
    Pinned(String),
    /// A shape that its name describes completely, such as a list of types. Equal shapes share a type everywhere.
    Universal,
}

/// A location that uses a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The path to the location.
    pub path: SchemaPath,
    /// The schema at the location.
    pub schema: SchemaId,
}

/// The kinds of types.
#[derive(Debug)]
pub enum Kind {
    /// Not built yet. Only visible from inside a recursive schema.
    Open,
    /// A struct.
    Struct(Vec<Field>, Extra),
    /// An open enum of strings.
    Strings(Vec<EnumValue<String>>, Vec<Variant>),
    /// An open enum of integers.
    Integers(Vec<EnumValue<i64>>),
    /// A string whose pattern describes an identifier.
    Text,
    /// An enum with payloads.
    Choice(Choice),
    /// A newtype around another type.
    Wrapper(Shape),
    /// A newtype around JSON whose rules exist only in its check.
    Checked(&'static str),
}

/// A documented value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue<V> {
    /// The value.
    pub value: V,
    /// The name that the schema gives to the value.
    pub name: Option<String>,
    /// The description of the value.
    pub description: Option<String>,
    /// Whether the value is deprecated.
    pub deprecated: bool,
}

impl EnumValue<String> {
    /// Returns the words from which the name of the variant is derived.
    pub fn words(&self) -> String {
        self.name.as_ref().unwrap_or(&self.value).clone()
    }
}

impl EnumValue<i64> {
    /// Returns the words from which the name of the variant is derived.
    pub fn words(&self) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None if self.value < 0 => format!("minus {}", self.value.unsigned_abs()),
            None => format!("value {}", self.value),
        }
    }
}

/// An enum with payloads.
#[derive(Debug)]
pub struct Choice {
    /// The variants, in the order of the schema.
    pub variants: Vec<Variant>,
    /// Whether the branches of different variants are mutually exclusive, and the schema has no other assertions.
    pub disjoint: bool,
    /// The property that distinguishes the objects, if any.
    pub tag: Option<Tag>,
    /// Whether a value that matches no variant may be valid.
    pub takes_others: bool,
    /// The properties that the schema declares for all variants.
    pub common: Vec<String>,
}

/// A property that each object variant has, with values that no other variant has.
#[derive(Debug)]
pub struct Tag {
    /// The JSON name of the property.
    pub property: String,
    /// The values for each variant, in the order of the choice. A variant that is not for objects has none.
    pub values: Vec<Vec<String>>,
    /// Whether every branch requires the property.
    pub required: bool,
    /// Whether a value with the property is valid if the branch that it selects accepts it, whatever the others are.
    pub decides: bool,
}

/// A variant with a payload.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The words from which the name is derived.
    pub label: Label,
    /// The shape of the payload.
    pub shape: Shape,
    /// Whether the payload must be boxed.
    pub boxed: bool,
    /// The JSON types of its values.
    pub types: u8,
    /// The branches with this Rust type. There is at least one.
    pub branches: Vec<SchemaId>,
}

/// A property with a field in a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// The JSON name.
    pub wire: String,
    /// Whether the property may be absent or `null`.
    pub presence: Presence,
    /// The type of the value, without `Option` or the like for its presence.
    pub shape: Shape,
    /// The schema of the property.
    pub schema: SchemaId,
    /// Its other schemas, if several parts of an `allOf` declare the property.
    pub others: Vec<SchemaId>,
    /// The only allowed value, if any. It is not an argument of the constructor.
    pub constant: Option<Constant>,
    /// Whether the constructor sets the constant even if the property is optional, because it selects the schema.
    pub is_tag: bool,
}

impl Field {
    /// Returns all schemas of the property.
    pub fn schemas(&self) -> Vec<SchemaId> {
        [&[self.schema], &self.others[..]].concat()
    }
}

/// A single allowed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constant {
    /// `null`
    Null,
    /// A string.
    String(String),
    /// `true` or `false`.
    Bool(bool),
    /// An integer, such as a version.
    Integer(i128),
    /// A number that equals an `f64`.
    Float(Number),
}

impl Constant {
    /// Returns the constant for a value, if the value has a Rust literal.
    pub fn of(value: &Node) -> Option<Self> {
        match &value.value {
            Value::Null => Some(Self::Null),
            Value::String(text) => Some(Self::String(text.clone())),
            Value::Bool(flag) => Some(Self::Bool(*flag)),
            Value::Number(number) => Self::of_number(number),
            Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn of_number(number: &Number) -> Option<Self> {
        if let Some(integer) = number.as_i64() {
            return Some(Self::Integer(integer.into()));
        }
        if number.is_integer() {
            return number.to_string().parse().ok().map(Self::Integer);
        }
        let is_float = number.as_f64().is_some_and(|float| *number == float);
        is_float.then(|| Self::Float(number.clone()))
    }

    /// Returns the constant as text, as it is written into a parameter.
    pub fn text(&self) -> String {
        match self {
            Self::String(text) => text.clone(),
            _ => self.to_string(),
        }
    }

    /// Returns the shape that holds the constant and any other value of its type.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Null => Shape::Null,
            Self::String(_) => Shape::String,
            Self::Bool(_) => Shape::Bool,
            Self::Integer(_) => Shape::Integer,
            Self::Float(_) => Shape::Number,
        }
    }

    /// Returns the JSON type of the constant.
    pub fn types(&self) -> u8 {
        match self {
            Self::Null => NULL,
            Self::String(_) => STRING,
            Self::Bool(_) => BOOLEAN,
            Self::Integer(_) => INTEGER,
            Self::Float(_) => NUMBER,
        }
    }
}

impl fmt::Display for Constant {
    /// Writes the constant as JSON. A string is not escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::String(text) => write!(f, "\"{text}\""),
            Self::Bool(flag) => flag.fmt(f),
            Self::Integer(integer) => integer.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}

/// Whether a property may be absent or `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Must be present.
    Required,
    /// May be absent, but not `null`.
    Optional,
    /// May be absent or `null`.
    Nullable,
    /// May be absent. The type of the value accepts `null` itself.
    Any,
}

impl Presence {
    /// Whether the property may be absent.
    pub fn is_optional(self) -> bool {
        match self {
            Self::Required => false,
            Self::Optional | Self::Nullable | Self::Any => true,
        }
    }
}

/// How a struct handles properties without a field.
#[derive(Debug, Clone)]
pub enum Extra {
    /// Additional properties are not allowed. Unknown properties are preserved separately.
    Closed,
    /// Additional properties are preserved, with this type.
    Kept(Shape),
}
