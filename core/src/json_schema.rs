//! [`schemars::JsonSchema`] for generated types, written from their constraint tables.
//!
//! With the feature `schemars`, each generated type can be embedded in other schemas. Every rule of its table becomes the
//! keyword that it is, in the dialect that the generator is set to: JSON Schema 2020-12 by default, or draft-07. A type
//! that refers to another generated type refers to it by `$ref`.
//!
//! The tables hold what validation needs. Titles, descriptions, defaults and examples are not in them, nor in the schema.
//!
//! A number that neither `i64`, `u64` nor `f64` holds exactly cannot be written as a keyword. A bound is then rounded to
//! the nearest number that allows every documented value, a `multipleOf` is left out, and a constant is rounded to the
//! nearest `f64`. A `$comment` beside it has the exact number.

pub use schemars;

use core::mem;
use std::cmp::Ordering;

use schemars::SchemaGenerator;
use schemars::consts::meta_schemas;
use serde_json::{Map, Value as JsonValue};

use crate::number::Number;
use crate::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, Rule, STRING, Schema, Value};

/// A table that others refer to by the name of its type.
#[doc(hidden)]
#[derive(Debug)]
pub struct Named {
    pub table: &'static Schema,
    pub schema: fn(&mut SchemaGenerator) -> schemars::Schema,
}

/// Writes a table as a schema; the tables that have names, in any of the lists, are referred to.
#[doc(hidden)]
pub fn schema(
    table: &'static Schema,
    named: &'static [&'static [Named]],
    generator: &mut SchemaGenerator,
) -> schemars::Schema {
    let has_dependencies = generator.settings().meta_schema.as_deref() == Some(meta_schemas::DRAFT07);
    let mut writer = Writer {
        generator,
        named,
        has_dependencies,
    };
    match writer.schema(table) {
        JsonValue::Bool(accepts) => accepts.into(),
        JsonValue::Object(keywords) => keywords.into(),
        other => unreachable!("a schema is an object or a boolean, not {other}"),
    }
}

struct Writer<'g> {
    generator: &'g mut SchemaGenerator,
    named: &'static [&'static [Named]],
    /// Whether the dialect has `dependencies`, and not the two keywords that it became.
    has_dependencies: bool,
}

impl Writer<'_> {
    fn schema(&mut self, schema: &'static Schema) -> JsonValue {
        if let [Rule::Ref(target)] = schema.0 {
            return self.reference(target);
        }
        if schema.0.is_empty() {
            return true.into();
        }
        let mut keywords = Keywords::default();
        for rule in schema.0 {
            if matches!(rule, Rule::Never) {
                return false.into();
            }
            self.rule(rule, &mut keywords);
        }
        keywords.finish()
    }

    /// A reference to a table that has a name. A table without one is written in place; none of those leads to itself.
    fn reference(&mut self, target: &'static Schema) -> JsonValue {
        let mut all = self.named.iter().copied().flatten();
        let named = all.find(|named| core::ptr::eq(named.table, target));
        match named {
            Some(named) => (named.schema)(self.generator).to_value(),
            None => self.schema(target),
        }
    }

    fn rule(&mut self, rule: &'static Rule, keywords: &mut Keywords) {
        match rule {
            // `false` was answered before, for the whole schema. A schema has no direction.
            Rule::Never | Rule::RequiredIn(..) => {}
            Rule::Deferred(_) | Rule::Predicate(_) => unreachable!("only tables that are built at run time have it"),
            Rule::Ref(target) => {
                let target = self.reference(target);
                keywords.all_of(vec![target]);
            }
            Rule::Type(types) => keywords.put("type", type_names(*types)),
            Rule::Const(value) => {
                let value = keywords.value(value);
                keywords.put("const", value);
            }
            Rule::Strings(values) => keywords.put("enum", strings(values)),
            Rule::Values(values) => {
                let values = values.iter().map(|value| keywords.value(value)).collect();
                keywords.put("enum", JsonValue::Array(values));
            }
            Rule::MinLength(count) => keywords.put("minLength", *count),
            Rule::MaxLength(count) => keywords.put("maxLength", *count),
            Rule::MinItems(count) => keywords.put("minItems", *count),
            Rule::MaxItems(count) => keywords.put("maxItems", *count),
            Rule::MinProperties(count) => keywords.put("minProperties", *count),
            Rule::MaxProperties(count) => keywords.put("maxProperties", *count),
            Rule::Pattern(pattern) => keywords.put("pattern", pattern.source()),
            Rule::Format(format) => keywords.put("format", format.keyword()),
            Rule::Password => keywords.put("format", "password"),
            Rule::Hidden => keywords.put("writeOnly", true),
            Rule::MultipleOf(step) => keywords.bound("multipleOf", step, None),
            Rule::Minimum(bound) => keywords.bound("minimum", bound, Some(Ordering::Less)),
            Rule::ExclusiveMinimum(bound) => keywords.bound("exclusiveMinimum", bound, Some(Ordering::Less)),
            Rule::Maximum(bound) => keywords.bound("maximum", bound, Some(Ordering::Greater)),
            Rule::ExclusiveMaximum(bound) => keywords.bound("exclusiveMaximum", bound, Some(Ordering::Greater)),
            Rule::Items(each) | Rule::AdditionalItems(each) => keywords.put("items", self.schema(each)),
            Rule::Tuple(items) => keywords.put("prefixItems", self.list(items)),
            Rule::Contains(each) => keywords.put("contains", self.schema(each)),
            Rule::UniqueItems => keywords.put("uniqueItems", true),
            Rule::Required(names) => keywords.put("required", strings(names)),
            Rule::ReadOnly(names) => keywords.read_only.extend(*names),
            Rule::WriteOnly(names) => keywords.write_only.extend(*names),
            Rule::Properties(properties) => keywords.put("properties", self.map(properties)),
            Rule::PatternProperties(properties) => {
                let entries = properties
                    .iter()
                    .map(|(pattern, schema)| (pattern.source().to_owned(), self.schema(schema)));
                keywords.put("patternProperties", JsonValue::Object(entries.collect()));
            }
            Rule::AdditionalProperties(each) => keywords.put("additionalProperties", self.schema(each)),
            Rule::Closed => keywords.put("additionalProperties", false),
            Rule::PropertyNames(each) => keywords.put("propertyNames", self.schema(each)),
            Rule::RequiredWith(_) | Rule::SchemaWith(_) => self.dependencies(rule, keywords),
            Rule::AllOf(all) => {
                let all = all.iter().map(|schema| self.schema(schema)).collect();
                keywords.all_of(all);
            }
            Rule::AnyOf(any) => keywords.put("anyOf", self.list(any)),
            Rule::OneOf(one) => keywords.put("oneOf", self.list(one)),
            Rule::Tagged(property, branches) => keywords.put("oneOf", self.tagged(property, branches)),
            Rule::Not(schema) => keywords.put("not", self.schema(schema)),
            Rule::If(condition, then, otherwise) => {
                keywords.put("if", self.schema(condition));
                for (keyword, branch) in [("then", then), ("else", otherwise)] {
                    if !branch.0.is_empty() {
                        keywords.put(keyword, self.schema(branch));
                    }
                }
            }
        }
    }

    /// `dependencies`, in draft-07 one keyword for both kinds.
    fn dependencies(&mut self, rule: &'static Rule, keywords: &mut Keywords) {
        let mut entries = Map::new();
        if let Rule::RequiredWith(needed) = rule {
            entries.extend(needed.iter().map(|(name, names)| ((*name).to_owned(), strings(names))));
        }
        if let Rule::SchemaWith(schemas) = rule {
            entries.extend(
                schemas
                    .iter()
                    .map(|(name, schema)| ((*name).to_owned(), self.schema(schema))),
            );
        }
        let keyword = match rule {
            _ if self.has_dependencies => "dependencies",
            Rule::RequiredWith(_) => "dependentRequired",
            _ => "dependentSchemas",
        };
        match keywords.map.get_mut(keyword) {
            Some(JsonValue::Object(known)) => known.extend(entries),
            _ => keywords.put(keyword, JsonValue::Object(entries)),
        }
    }

    /// The branches of a union with a tag, each with the value that selects it.
    fn tagged(&mut self, property: &str, branches: &'static [(&'static str, Schema)]) -> JsonValue {
        let branches = branches.iter().map(|(value, branch)| {
            serde_json::json!({
                "type": "object",
                "required": [property],
                "properties": {property: {"const": value}},
                "allOf": [self.schema(branch)],
            })
        });
        branches.collect()
    }

    fn list(&mut self, schemas: &'static [Schema]) -> JsonValue {
        schemas.iter().map(|schema| self.schema(schema)).collect()
    }

    fn map(&mut self, schemas: &'static [(&'static str, Schema)]) -> JsonValue {
        let entries = schemas
            .iter()
            .map(|(name, schema)| ((*name).to_owned(), self.schema(schema)));
        JsonValue::Object(entries.collect())
    }
}

/// The keywords of one schema.
#[derive(Default)]
struct Keywords {
    map: Map<String, JsonValue>,
    all_of: Vec<JsonValue>,
    comments: Vec<String>,
    read_only: Vec<&'static str>,
    write_only: Vec<&'static str>,
}

impl Keywords {
    fn put(&mut self, keyword: &str, value: impl Into<JsonValue>) {
        self.map.insert(keyword.to_owned(), value.into());
    }

    fn all_of(&mut self, schemas: Vec<JsonValue>) {
        self.all_of.extend(schemas);
    }

    /// A number that limits others. `outward` says on which side of it the allowed values end: a rounded bound must lie
    /// there.
    fn bound(&mut self, keyword: &str, text: &str, outward: Option<Ordering>) {
        if let Some(number) = exactly(text) {
            self.put(keyword, number);
            return;
        }
        self.comments.push(format!("{keyword} is exactly {text}"));
        let rounded = outward.and_then(|side| rounded(text, side));
        if let Some(number) = rounded {
            self.put(keyword, number);
        }
    }

    fn value(&mut self, value: &Value) -> JsonValue {
        match value {
            Value::Null => JsonValue::Null,
            Value::Bool(flag) => (*flag).into(),
            Value::Number(text) => exactly(text).map_or_else(
                || {
                    self.comments.push(format!("one number is exactly {text}"));
                    text.parse::<f64>().unwrap_or(f64::NAN).into()
                },
                JsonValue::Number,
            ),
            Value::Text(text) => (*text).into(),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => {
                let members = members
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), self.value(value)));
                JsonValue::Object(members.collect())
            }
        }
    }

    /// Marks properties that only one direction carries.
    fn mark(&mut self, keyword: &str, names: &[&'static str]) {
        let Some(JsonValue::Object(properties)) = self.map.get_mut("properties") else {
            return;
        };
        for name in names {
            match properties.get_mut(*name) {
                // In draft-07, a keyword beside `$ref` has no effect.
                Some(JsonValue::Object(property)) if property.contains_key("$ref") => {
                    let reference = JsonValue::Object(mem::take(property));
                    property.insert("allOf".to_owned(), JsonValue::Array(vec![reference]));
                    property.insert(keyword.to_owned(), true.into());
                }
                Some(JsonValue::Object(property)) => {
                    property.insert(keyword.to_owned(), true.into());
                }
                Some(property @ JsonValue::Bool(true)) => {
                    *property = JsonValue::Object([(keyword.to_owned(), true.into())].into_iter().collect());
                }
                _ => {}
            }
        }
    }

    fn finish(mut self) -> JsonValue {
        let (read_only, write_only) = (mem::take(&mut self.read_only), mem::take(&mut self.write_only));
        self.mark("readOnly", &read_only);
        self.mark("writeOnly", &write_only);
        if !self.all_of.is_empty() {
            self.map.insert("allOf".to_owned(), JsonValue::Array(self.all_of));
        }
        if !self.comments.is_empty() {
            self.map.insert("$comment".to_owned(), self.comments.join("; ").into());
        }
        JsonValue::Object(self.map)
    }
}

/// A number, if `serde_json` holds it without loss.
fn exactly(text: &str) -> Option<serde_json::Number> {
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    let held: Number = number.to_string().parse().ok()?;
    held.compare_text(text).is_eq().then_some(number)
}

/// The `f64` next to a number on one side of it; none if there is no finite one.
fn rounded(text: &str, side: Ordering) -> Option<serde_json::Number> {
    let nearest: f64 = text.parse().ok()?;
    let is_beyond = |float: f64| {
        // What is infinite lies beyond every number.
        if float.is_finite() {
            Number::from(float).compare_text(text) == side
        } else {
            (float > 0.0) == (side == Ordering::Greater)
        }
    };
    let float = if is_beyond(nearest) {
        nearest
    } else if side == Ordering::Less {
        nearest.next_down()
    } else {
        nearest.next_up()
    };
    serde_json::Number::from_f64(float)
}

fn strings(texts: &[&str]) -> JsonValue {
    texts.iter().map(|text| JsonValue::from(*text)).collect()
}

/// `type`, of which `number` has `integer` in it.
fn type_names(types: u8) -> JsonValue {
    let names = [
        (NULL, "null"),
        (BOOLEAN, "boolean"),
        (NUMBER, "number"),
        (INTEGER, "integer"),
        (STRING, "string"),
        (ARRAY, "array"),
        (OBJECT, "object"),
    ];
    let mut names: Vec<&str> = names
        .into_iter()
        .filter(|(bit, _)| types & bit != 0 && (*bit != INTEGER || types & NUMBER == 0))
        .map(|(_, name)| name)
        .collect();
    match names[..] {
        [_] => names.pop().into(),
        _ => names.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemars::generate::SchemaSettings;
    use serde_json::json;

    fn written(table: &'static Schema, settings: SchemaSettings) -> JsonValue {
        schema(table, &[], &mut settings.into_generator()).to_value()
    }

    #[test]
    fn a_rule_is_the_keyword_that_it_is() {
        static LIST: Schema = Schema(&[
            Rule::Type(ARRAY | NULL),
            Rule::Tuple(&[Schema(&[Rule::Type(NUMBER | INTEGER)])]),
            Rule::AdditionalItems(&Schema(&[Rule::Never])),
            Rule::AllOf(&[Schema(&[])]),
            Rule::Ref(&Schema(&[Rule::MinItems(1)])),
        ]);
        assert_eq!(
            written(&LIST, SchemaSettings::draft2020_12()),
            json!({
                "type": ["null", "array"],
                "prefixItems": [{"type": "number"}],
                "items": false,
                "allOf": [true, {"minItems": 1}]
            })
        );
    }

    #[test]
    fn dependencies_are_written_as_the_dialect_has_them() {
        static BOTH: Schema = Schema(&[
            Rule::RequiredWith(&[("a", &["b"])]),
            Rule::SchemaWith(&[("c", Schema(&[Rule::MinProperties(2)]))]),
        ]);
        assert_eq!(
            written(&BOTH, SchemaSettings::draft2020_12()),
            json!({"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"minProperties": 2}}})
        );
        assert_eq!(
            written(&BOTH, SchemaSettings::draft07()),
            json!({"dependencies": {"a": ["b"], "c": {"minProperties": 2}}})
        );
    }

    #[test]
    fn a_bound_that_no_float_holds_is_rounded_outwards() {
        static HUGE: Schema = Schema(&[Rule::Minimum("1e400")]);
        static BOUNDS: Schema = Schema(&[
            Rule::Minimum("0.10"),
            Rule::Maximum("18446744073709551617"),
            Rule::ExclusiveMinimum("-1e400"),
            Rule::MultipleOf("1.0000000000000000000001"),
        ]);
        let written = written(&BOUNDS, SchemaSettings::draft2020_12());
        assert_eq!(written["minimum"], json!(0.1));
        assert_eq!(written["maximum"], json!(18_446_744_073_709_552_000.0));
        assert_eq!(written.get("exclusiveMinimum"), None);
        assert_eq!(written.get("multipleOf"), None);
        assert_eq!(
            written["$comment"],
            "maximum is exactly 18446744073709551617; exclusiveMinimum is exactly -1e400; multipleOf is exactly \
             1.0000000000000000000001"
        );
        let written = self::written(&HUGE, SchemaSettings::draft2020_12());
        assert_eq!(written["minimum"], json!(f64::MAX));
    }
}
