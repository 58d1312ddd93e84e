//! Functions that create the rules of a constraint table, for generated tables.
//!
//! Each function is named after its keyword. A later version may add fields to a rule; tables that use these functions
//! still compile.

use super::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, Rule, STRING, Schema, Value};
use crate::direction::Direction;
use crate::formats::Format;
use crate::pattern::Pattern;

/// The schema `false`: no value is valid.
#[must_use]
pub const fn never() -> Rule {
    Rule::Never
}

/// `$ref`.
#[must_use]
pub const fn ref_to(schema: &'static Schema) -> Rule {
    Rule::Ref(schema)
}

/// `"type": "null"`.
#[must_use]
pub const fn null() -> Rule {
    Rule::Type(NULL)
}

/// `"type": "boolean"`.
#[must_use]
pub const fn boolean() -> Rule {
    Rule::Type(BOOLEAN)
}

/// `"type": "integer"`.
#[must_use]
pub const fn integer() -> Rule {
    Rule::Type(INTEGER)
}

/// `"type": "number"`.
#[must_use]
pub const fn number() -> Rule {
    Rule::Type(NUMBER)
}

/// `"type": "string"`.
#[must_use]
pub const fn string() -> Rule {
    Rule::Type(STRING)
}

/// `"type": "array"`.
#[must_use]
pub const fn array() -> Rule {
    Rule::Type(ARRAY)
}

/// `"type": "object"`.
#[must_use]
pub const fn object() -> Rule {
    Rule::Type(OBJECT)
}

/// `type` with several types, joined with `|`: `STRING | NULL`.
#[must_use]
pub const fn types(types: u8) -> Rule {
    Rule::Type(types)
}

/// `const`.
#[must_use]
pub const fn constant(value: Value) -> Rule {
    Rule::Const(value)
}

/// `enum` with strings only.
#[must_use]
pub const fn strings(values: &'static [&'static str]) -> Rule {
    Rule::Strings(values)
}

/// `enum` with any JSON values.
#[must_use]
pub const fn values(values: &'static [Value]) -> Rule {
    Rule::Values(values)
}

/// `minLength`.
#[must_use]
pub const fn min_length(length: u64) -> Rule {
    Rule::MinLength(length)
}

/// `maxLength`.
#[must_use]
pub const fn max_length(length: u64) -> Rule {
    Rule::MaxLength(length)
}

/// `pattern`.
#[must_use]
pub const fn pattern(pattern: &'static Pattern) -> Rule {
    Rule::Pattern(pattern)
}

/// `format`.
#[must_use]
pub const fn format(format: Format) -> Rule {
    Rule::Format(format)
}

/// `multipleOf`, as decimal text.
#[must_use]
pub const fn multiple_of(number: &'static str) -> Rule {
    Rule::MultipleOf(number)
}

/// `minimum`, as decimal text.
#[must_use]
pub const fn minimum(number: &'static str) -> Rule {
    Rule::Minimum(number)
}

/// `maximum`, as decimal text.
#[must_use]
pub const fn maximum(number: &'static str) -> Rule {
    Rule::Maximum(number)
}

/// `exclusiveMinimum`, as decimal text.
#[must_use]
pub const fn exclusive_minimum(number: &'static str) -> Rule {
    Rule::ExclusiveMinimum(number)
}

/// `exclusiveMaximum`, as decimal text.
#[must_use]
pub const fn exclusive_maximum(number: &'static str) -> Rule {
    Rule::ExclusiveMaximum(number)
}

/// `items` with one schema for every item.
#[must_use]
pub const fn items(schema: &'static Schema) -> Rule {
    Rule::Items(schema)
}

/// `items` with a schema for each of the first items.
#[must_use]
pub const fn tuple(schemas: &'static [Schema]) -> Rule {
    Rule::Tuple(schemas)
}

/// `additionalItems`: the items after those of [`tuple()`].
#[must_use]
pub const fn additional_items(schema: &'static Schema) -> Rule {
    Rule::AdditionalItems(schema)
}

/// `contains`.
#[must_use]
pub const fn contains(schema: &'static Schema) -> Rule {
    Rule::Contains(schema)
}

/// `minItems`.
#[must_use]
pub const fn min_items(count: u64) -> Rule {
    Rule::MinItems(count)
}

/// `maxItems`.
#[must_use]
pub const fn max_items(count: u64) -> Rule {
    Rule::MaxItems(count)
}

/// `"uniqueItems": true`.
#[must_use]
pub const fn unique_items() -> Rule {
    Rule::UniqueItems
}

/// `required`.
#[must_use]
pub const fn required(names: &'static [&'static str]) -> Rule {
    Rule::Required(names)
}

/// `format: password`: errors do not show the value.
#[must_use]
pub const fn password() -> Rule {
    Rule::Password
}

/// `writeOnly: true` of the value itself: errors do not show it.
#[must_use]
pub const fn hidden() -> Rule {
    Rule::Hidden
}

/// `required` of properties with `writeOnly`, which only requests carry.
#[must_use]
pub const fn required_in_request(names: &'static [&'static str]) -> Rule {
    Rule::RequiredIn(Direction::Request, names)
}

/// `required` of properties with `readOnly`, which only responses carry.
#[must_use]
pub const fn required_in_response(names: &'static [&'static str]) -> Rule {
    Rule::RequiredIn(Direction::Response, names)
}

/// The properties with `readOnly`.
#[must_use]
pub const fn read_only(names: &'static [&'static str]) -> Rule {
    Rule::ReadOnly(names)
}

/// The properties with `writeOnly`.
#[must_use]
pub const fn write_only(names: &'static [&'static str]) -> Rule {
    Rule::WriteOnly(names)
}

/// `properties`, in the order of the schema.
#[must_use]
pub const fn properties(properties: &'static [(&'static str, Schema)]) -> Rule {
    Rule::Properties(properties)
}

/// `patternProperties`.
#[must_use]
pub const fn pattern_properties(properties: &'static [(&'static Pattern, Schema)]) -> Rule {
    Rule::PatternProperties(properties)
}

/// `additionalProperties` with a schema.
#[must_use]
pub const fn additional_properties(schema: &'static Schema) -> Rule {
    Rule::AdditionalProperties(schema)
}

/// `"additionalProperties": false`.
#[must_use]
pub const fn closed() -> Rule {
    Rule::Closed
}

/// `propertyNames`.
#[must_use]
pub const fn property_names(schema: &'static Schema) -> Rule {
    Rule::PropertyNames(schema)
}

/// `minProperties`.
#[must_use]
pub const fn min_properties(count: u64) -> Rule {
    Rule::MinProperties(count)
}

/// `maxProperties`.
#[must_use]
pub const fn max_properties(count: u64) -> Rule {
    Rule::MaxProperties(count)
}

/// `dependencies` that name properties.
#[must_use]
pub const fn required_with(names: &'static [(&'static str, &'static [&'static str])]) -> Rule {
    Rule::RequiredWith(names)
}

/// `dependencies` that hold schemas.
#[must_use]
pub const fn schema_with(schemas: &'static [(&'static str, Schema)]) -> Rule {
    Rule::SchemaWith(schemas)
}

/// `allOf`.
#[must_use]
pub const fn all_of(schemas: &'static [Schema]) -> Rule {
    Rule::AllOf(schemas)
}

/// `anyOf`.
#[must_use]
pub const fn any_of(schemas: &'static [Schema]) -> Rule {
    Rule::AnyOf(schemas)
}

/// `oneOf`.
#[must_use]
pub const fn one_of(schemas: &'static [Schema]) -> Rule {
    Rule::OneOf(schemas)
}

/// `discriminator`: the property that selects one of several schemas. Each value has a schema; the values are sorted.
#[must_use]
pub const fn tagged(property: &'static str, schemas: &'static [(&'static str, Schema)]) -> Rule {
    Rule::Tagged(property, schemas)
}

/// `not`.
#[must_use]
pub const fn not(schema: &'static Schema) -> Rule {
    Rule::Not(schema)
}

/// `if` with `then` and `else`; a missing one is the empty schema.
#[must_use]
pub const fn condition(condition: &'static Schema, then: &'static Schema, otherwise: &'static Schema) -> Rule {
    Rule::If(condition, then, otherwise)
}
