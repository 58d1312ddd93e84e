//! Constraint tables: a JSON Schema (draft-07) as constant data.
//!
//! Generated code has one `static` [`Schema`] for each type. A table represents the documented schema keyword by
//! keyword; [`crate::check`] validates values against it. The tables are constant, so nothing is computed at startup.

use std::sync::OnceLock;

use crate::direction::Direction;
use crate::formats::Format;
use crate::pattern::Pattern;

pub mod rules;

/// One schema: all of its rules must hold.
///
/// Without rules it accepts every value, as the schemas `{}` and `true` do.
///
/// ```
/// use typewright_runtime::schema::Schema;
/// use typewright_runtime::schema::rules::{max_length, string};
///
/// static NAME: Schema = Schema::new(&[string(), max_length(255)]);
/// ```
#[derive(Debug)]
pub struct Schema(pub(crate) &'static [Rule]);

/// One keyword of a schema with its value. Names and meanings are those of JSON Schema draft-07.
///
/// The functions of [`rules`] create rules. A later version may add fields to a variant, so only this crate constructs
/// or matches them.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rule {
    /// The schema `false`, against which no value is valid.
    Never,
    /// `$ref`: the rules of another table apply.
    Ref(&'static Schema),
    /// `type`: one or more of [`NULL`] … [`OBJECT`], joined with `|`.
    Type(u8),
    /// `const`.
    Const(Value),
    /// `enum` with strings only.
    Strings(&'static [&'static str]),
    /// `enum` with any JSON values.
    Values(&'static [Value]),
    /// `minLength`, in Unicode code points.
    MinLength(u64),
    /// `maxLength`, in Unicode code points.
    MaxLength(u64),
    /// `pattern`.
    Pattern(&'static Pattern),
    /// `format`, for the formats that are checked.
    Format(Format),
    /// `format: password`: errors do not show the value.
    Password,
    /// `writeOnly: true` of the value itself: errors do not show it.
    Hidden,
    /// `multipleOf`, as decimal text.
    MultipleOf(&'static str),
    /// `minimum`, as decimal text.
    Minimum(&'static str),
    /// `maximum`, as decimal text.
    Maximum(&'static str),
    /// `exclusiveMinimum`, as decimal text.
    ExclusiveMinimum(&'static str),
    /// `exclusiveMaximum`, as decimal text.
    ExclusiveMaximum(&'static str),
    /// `items` with one schema for every item.
    Items(&'static Schema),
    /// `items` with a schema for each of the first items.
    Tuple(&'static [Schema]),
    /// `additionalItems`: the items after those of [`Rule::Tuple`].
    AdditionalItems(&'static Schema),
    /// `contains`: at least one item is valid.
    Contains(&'static Schema),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems: true`.
    UniqueItems,
    /// `required`.
    Required(&'static [&'static str]),
    /// `required` of properties that only one direction carries: of read-only ones in responses, of write-only ones in
    /// requests.
    RequiredIn(Direction, &'static [&'static str]),
    /// The properties that requests do not carry (`readOnly`).
    ReadOnly(&'static [&'static str]),
    /// The properties that responses do not carry (`writeOnly`).
    WriteOnly(&'static [&'static str]),
    /// `properties`, in the order of the schema.
    Properties(&'static [(&'static str, Schema)]),
    /// `patternProperties`.
    PatternProperties(&'static [(&'static Pattern, Schema)]),
    /// `additionalProperties` with a schema.
    AdditionalProperties(&'static Schema),
    /// `additionalProperties: false`.
    Closed,
    /// `propertyNames`.
    PropertyNames(&'static Schema),
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// `dependencies` that name properties.
    RequiredWith(&'static [(&'static str, &'static [&'static str])]),
    /// `dependencies` that hold schemas.
    SchemaWith(&'static [(&'static str, Schema)]),
    /// `allOf`.
    AllOf(&'static [Schema]),
    /// `anyOf`.
    AnyOf(&'static [Schema]),
    /// `oneOf`: exactly one.
    OneOf(&'static [Schema]),
    /// `discriminator`: the property that selects one of several schemas, and its values, sorted, each with its schema.
    Tagged(&'static str, &'static [(&'static str, Schema)]),
    /// `not`.
    Not(&'static Schema),
    /// `if` with `then` and `else`; a missing one is the empty schema.
    If(&'static Schema, &'static Schema, &'static Schema),
    /// `$ref` to a table that is completed later: for recursive tables that are built at run time.
    #[doc(hidden)]
    Deferred(&'static OnceLock<&'static Schema>),
    /// A keyword for strings that a tool defines.
    #[doc(hidden)]
    Predicate(&'static Predicate),
}

/// A keyword for strings that a tool defines. Generated tables have none.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct Predicate {
    pub(crate) keyword: &'static str,
    pub(crate) holds: fn(&str) -> bool,
}

impl Predicate {
    /// Creates a predicate from the name of its keyword and the condition that a string must satisfy.
    pub const fn new(keyword: &'static str, holds: fn(&str) -> bool) -> Self {
        Self { keyword, holds }
    }

    /// Whether a string satisfies the condition.
    pub fn is_valid(&self, text: &str) -> bool {
        (self.holds)(text)
    }
}

impl Rule {
    /// Calls a function for all subschemas of a rule.
    #[doc(hidden)]
    pub fn schemas(&'static self) -> Vec<&'static Schema> {
        match self {
            Self::Ref(schema)
            | Self::Items(schema)
            | Self::AdditionalItems(schema)
            | Self::Contains(schema)
            | Self::AdditionalProperties(schema)
            | Self::PropertyNames(schema)
            | Self::Not(schema) => vec![schema],
            Self::Deferred(cell) => cell.get().copied().into_iter().collect(),
            Self::Tuple(schemas) | Self::AllOf(schemas) | Self::AnyOf(schemas) | Self::OneOf(schemas) => {
                schemas.iter().collect()
            }
            Self::Properties(schemas) | Self::SchemaWith(schemas) | Self::Tagged(_, schemas) => {
                schemas.iter().map(|(_, schema)| schema).collect()
            }
            Self::PatternProperties(schemas) => schemas.iter().map(|(_, schema)| schema).collect(),
            Self::If(condition, then, otherwise) => vec![condition, then, otherwise],
            Self::Never
            | Self::Type(_)
            | Self::Const(_)
            | Self::Strings(_)
            | Self::Values(_)
            | Self::MinLength(_)
            | Self::MaxLength(_)
            | Self::Pattern(_)
            | Self::Format(_)
            | Self::Password
            | Self::Hidden
            | Self::Predicate(_)
            | Self::MultipleOf(_)
            | Self::Minimum(_)
            | Self::Maximum(_)
            | Self::ExclusiveMinimum(_)
            | Self::ExclusiveMaximum(_)
            | Self::MinItems(_)
            | Self::MaxItems(_)
            | Self::UniqueItems
            | Self::Required(_)
            | Self::RequiredIn(..)
            | Self::ReadOnly(_)
            | Self::WriteOnly(_)
            | Self::Closed
            | Self::MinProperties(_)
            | Self::MaxProperties(_)
            | Self::RequiredWith(_) => Vec::new(),
        }
    }
}

/// A constant JSON value, for `enum` and `const`.
#[derive(Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written in the schema.
    Number(&'static str),
    /// A string.
    Text(&'static str),
    /// An array.
    Array(&'static [Value]),
    /// An object.
    Object(&'static [(&'static str, Value)]),
}

/// The type `null`.
pub const NULL: u8 = 1;
/// The type `boolean`.
pub const BOOLEAN: u8 = 2;
/// The type `integer`: a number without a fraction, so `1.0` is one.
pub const INTEGER: u8 = 4;
/// The type `number`.
pub const NUMBER: u8 = 8;
/// The type `string`.
pub const STRING: u8 = 16;
/// The type `array`.
pub const ARRAY: u8 = 32;
/// The type `object`.
pub const OBJECT: u8 = 64;

/// Formats a set of types as a schema names them: `string or null`.
pub(crate) fn type_names(types: u8) -> String {
    let names = [
        (NULL, "null"),
        (BOOLEAN, "boolean"),
        (INTEGER, "integer"),
        (NUMBER, "number"),
        (STRING, "string"),
        (ARRAY, "array"),
        (OBJECT, "object"),
    ];
    let held: Vec<&str> = names
        .iter()
        .filter(|(bit, _)| types & bit != 0)
        .map(|(_, name)| *name)
        .collect();
    held.join(" or ")
}

impl Schema {
    /// The table without rules, against which every value is valid.
    pub const ANY: &'static Self = &Self(&[]);

    /// The schema `{"type": "null"}`.
    pub const NULL: Self = Self::new(&[Rule::Type(NULL)]);
    /// The schema `{"type": "boolean"}`.
    pub const BOOLEAN: Self = Self::new(&[Rule::Type(BOOLEAN)]);
    /// The schema `{"type": "integer"}`.
    pub const INTEGER: Self = Self::new(&[Rule::Type(INTEGER)]);
    /// The schema `{"type": "number"}`.
    pub const NUMBER: Self = Self::new(&[Rule::Type(NUMBER)]);
    /// The schema `{"type": "string"}`.
    pub const STRING: Self = Self::new(&[Rule::Type(STRING)]);
    /// The schema `{"type": "array"}`.
    pub const ARRAY: Self = Self::new(&[Rule::Type(ARRAY)]);
    /// The schema `{"type": "object"}`.
    pub const OBJECT: Self = Self::new(&[Rule::Type(OBJECT)]);

    /// Creates a table from its rules.
    pub const fn new(rules: &'static [Rule]) -> Self {
        Self(rules)
    }

    /// Whether this table is `other`, or only a reference to it.
    ///
    /// ```
    /// use typewright_runtime::schema::Schema;
    /// use typewright_runtime::schema::rules::{ref_to, string};
    /// static NAME: Schema = Schema::new(&[string()]);
    /// static SAME: Schema = Schema::new(&[ref_to(&NAME)]);
    /// assert!(NAME.is(&NAME) && SAME.is(&NAME));
    /// ```
    #[inline]
    pub fn is(&'static self, other: &'static Schema) -> bool {
        core::ptr::eq(self.target(), other.target())
    }

    /// Follows references: returns the referenced table if this table is only a reference, and otherwise this table.
    #[inline]
    pub fn target(&'static self) -> &'static Schema {
        let mut schema = self;
        loop {
            match schema.0 {
                [Rule::Ref(target)] => schema = target,
                [Rule::Deferred(cell)] => match cell.get() {
                    Some(target) => schema = target,
                    None => return schema,
                },
                _ => return schema,
            }
        }
    }

    /// The rules of this table.
    #[doc(hidden)]
    pub fn rules(&self) -> &'static [Rule] {
        self.0
    }

    /// The `properties` of this table, if it constrains nothing but the properties of an object.
    #[inline]
    pub fn plain_properties(&'static self) -> Option<&'static [(&'static str, Schema)]> {
        let mut properties: &'static [(&'static str, Schema)] = &[];
        for rule in self.0 {
            match rule {
                Rule::Properties(list) => properties = list,
                Rule::Type(_) | Rule::Required(_) | Rule::Closed | Rule::ReadOnly(_) => {}
                _ => return None,
            }
        }
        Some(properties)
    }
}
