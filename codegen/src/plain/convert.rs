//! Converts the model to JSON Schema definitions for typify, along with the information that typify does not need.
//!
//! No inline schema needs a name, so typify never has to invent one. Properties, values and variants get keys that
//! typify does not change. The keys are replaced by the real names afterwards.

use std::collections::HashSet;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
use serde_json::{Map, Value, json};

use crate::emit::docs;
use crate::model::identifier::{distinct, pascal};
use crate::model::names::Names;
use crate::model::names::members::{self, Space};
use crate::model::normalise::Shapes;
use crate::model::shape::{Choice, Constant, Definition, DefinitionId, EnumValue, Extra, Field, Kind, Presence, Shape};
use crate::schema::keywords::{Keywords, SchemaId};
use crate::schema::resolve::SchemaSet;

/// A plain type.
#[derive(Debug)]
pub struct PlainType {
    /// The name of the type.
    pub name: String,
    /// The key of the type in the input of typify.
    pub key: String,
    /// The schema where the type was found first.
    pub schema: SchemaId,
    /// The documentation.
    pub docs: Vec<String>,
    /// The definition passed to typify.
    pub definition: Value,
    /// The members of the type.
    pub members: Members,
}

/// The members of a type.
#[derive(Debug)]
pub enum Members {
    /// The properties of a struct, in order.
    Fields(Vec<Member>),
    /// The values of an enum of strings, in order.
    Values(Vec<Member>),
    /// The names of the variants of an untagged enum.
    Variants(Vec<String>),
    /// No named members.
    Nothing,
}

/// A property or a value.
#[derive(Debug)]
pub struct Member {
    /// The key of the member in the input of typify.
    pub key: String,
    /// The Rust name.
    pub rust: String,
    /// The JSON name.
    pub wire: String,
    /// The documentation.
    pub docs: Vec<String>,
    /// Whether the property is optional.
    pub optional: bool,
}

/// Converts all definitions to schemas.
pub fn convert(set: &SchemaSet, shapes: &Shapes, names: &Names) -> Vec<PlainType> {
    let words: Vec<&str> = names.types.iter().map(String::as_str).collect();
    let aliases = names.aliases.iter().map(|alias| &alias.name);
    let mut converter = Converter {
        set,
        shapes,
        names,
        keys: keys(&words, str::to_upper_camel_case, "Type"),
        taken: names.types.iter().chain(aliases).cloned().collect(),
        constants: Vec::new(),
    };
    let mut types = Vec::new();
    for (((id, definition), name), key) in shapes.iter().zip(&words).zip(converter.keys.clone()) {
        let (schema, members) = converter.definition((id, name), &definition.kind);
        types.push(PlainType {
            name: (*name).to_owned(),
            key,
            schema: definition.schema,
            docs: converter.type_docs(definition),
            definition: schema,
            members,
        });
    }
    types.extend(converter.constants);
    types
}

/// The name that typify gives to the field for additional properties.
pub const EXTRA: &str = "extra";

/// Returns a branch that is not an object, which makes typify emit an untagged enum. It is the last branch, and its
/// variant is removed afterwards.
pub fn last_branch() -> Value {
    json!({"type": "boolean"})
}

struct Converter<'a> {
    set: &'a SchemaSet,
    shapes: &'a Shapes,
    names: &'a Names,
    /// The keys of the definitions.
    keys: Vec<String>,
    /// The names in use.
    taken: HashSet<String>,
    /// The types of properties with a single allowed value. serde needs them to distinguish the variants of an enum.
    constants: Vec<PlainType>,
}

impl Converter<'_> {
    fn definition(&mut self, (id, name): (DefinitionId, &str), kind: &Kind) -> (Value, Members) {
        match kind {
            Kind::Struct(fields, extra) => self.structure((id, name), fields, extra),
            Kind::Strings(values, held) if held.is_empty() && !values.is_empty() => {
                strings(values, self.value_names(id, values))
            }
            // An enum that also accepts other strings.
            Kind::Strings(..) | Kind::Text => (json!({"type": "string"}), Members::Nothing),
            Kind::Integers(_) => (json!({"type": "integer"}), Members::Nothing),
            Kind::Choice(choice) => self.choice(id, choice),
            Kind::Wrapper(shape) => (self.schema(shape), Members::Nothing),
            Kind::Checked(_) | Kind::Open => (json!({}), Members::Nothing),
        }
    }

    fn structure(&mut self, (id, name): (DefinitionId, &str), fields: &[Field], extra: &Extra) -> (Value, Members) {
        let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
        let names = self.member_names(id, Space::Fields, &members::Member::all(&wires));
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        let keys = keys(&words, str::to_snake_case, "field_");
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut members = Vec::new();
        for ((field, rust), key) in fields.iter().zip(&names).zip(keys) {
            let schema = match &field.constant {
                Some(Constant::String(value)) => self.constant(name, field, value),
                Some(Constant::Null | Constant::Bool(_) | Constant::Integer(_) | Constant::Float(_)) | None => {
                    self.schema(&field.shape)
                }
            };
            properties.insert(key.clone(), schema);
            let optional = field.presence.is_optional();
            if field.presence == Presence::Required {
                required.push(Value::from(key.clone()));
            }
            members.push(Member {
                key,
                rust: rust.clone(),
                wire: field.wire.clone(),
                docs: self.field_docs(field),
                optional,
            });
        }
        let mut schema = json!({"type": "object", "properties": properties, "required": required});
        match extra {
            Extra::Closed => schema["additionalProperties"] = Value::from(false),
            // Undeclared properties are ignored, as is the default in serde.
            Extra::Kept(Shape::Json) if !fields.is_empty() => {}
            Extra::Kept(shape) => schema["additionalProperties"] = self.schema(shape),
        }
        (schema, Members::Fields(members))
    }

    /// Returns the names of the members of a type. Plain types have no further methods or variants.
    fn member_names(&self, id: DefinitionId, space: Space, members: &[members::Member]) -> Vec<String> {
        self.names.members(id, space, members, (Vec::new, |_| false))
    }

    fn value_names(&self, id: DefinitionId, values: &[EnumValue<String>]) -> Vec<String> {
        let values: Vec<members::Member> = values.iter().map(members::Member::value).collect();
        self.member_names(id, Space::Values, &values)
    }

    /// Adds an enum with a single value, and returns a reference to it.
    fn constant(&mut self, owner: &str, field: &Field, value: &str) -> Value {
        let mut name = pascal(&format!("{owner} {}", field.wire));
        while self.taken.contains(&name) || self.keys.contains(&name) {
            name.push_str("Value");
        }
        self.taken.insert(name.clone());
        let key = format!("Constant{}", self.constants.len());
        let is_free = |name: &String| !self.keys.contains(name) && !self.taken.contains(name);
        let key = std::iter::successors(Some(key), |key| Some(format!("{key}x"))).find(is_free);
        let key = key.unwrap_or_else(|| unreachable!("there are finitely many names"));
        let (definition, members) = strings(
            &[EnumValue {
                value: value.to_owned(),
                name: None,
                description: None,
                deprecated: false,
            }],
            vec![pascal(value)],
        );
        let reference = json!({"$ref": format!("#/definitions/{key}")});
        self.constants.push(PlainType {
            name,
            key,
            schema: field.schema,
            docs: Vec::new(),
            definition,
            members,
        });
        reference
    }

    /// Converts an untagged enum. serde uses the first variant that matches, so the most restrictive variants come
    /// first.
    fn choice(&self, id: DefinitionId, choice: &Choice) -> (Value, Members) {
        let words: Vec<&str> = choice.variants.iter().map(|variant| variant.label.as_str()).collect();
        let mut names = self.member_names(id, Space::Branches, &members::Member::all(&words));
        let shapes = choice.variants.iter().map(|variant| &variant.shape);
        let mut variants: Vec<(&Shape, String)> = shapes.zip(names.clone()).collect();
        if choice.takes_others {
            names.push("Other".to_owned());
            let words: Vec<&str> = names.iter().map(String::as_str).collect();
            let other = distinct(&words, pascal, &[]).pop();
            variants.extend(other.map(|name| (&Shape::Json, name)));
        }
        variants.sort_by_key(|(shape, _)| self.demand(shape, 0));
        let mut branches: Vec<Value> = variants.iter().map(|(shape, _)| self.schema(shape)).collect();
        branches.push(last_branch());
        let names = variants.into_iter().map(|(_, name)| name).collect();
        (json!({"oneOf": branches}), Members::Variants(names))
    }

    /// Returns the rank of a shape. Variants with a lower rank are more restrictive and are tried earlier.
    fn demand(&self, shape: &Shape, depth: usize) -> usize {
        const LAST: usize = 1000;
        // A wrapper can be recursive.
        const DEEPEST: usize = 16;
        if depth > DEEPEST {
            return LAST;
        }
        match shape {
            Shape::Null | Shape::Bool | Shape::Int64 | Shape::Integer => 0,
            Shape::Float64 | Shape::Number => 1,
            Shape::Formatted(_) | Shape::String => 3,
            Shape::List(inner) | Shape::Boxed(inner) | Shape::Nullable(inner) => self.demand(inner, depth + 1),
            Shape::Tuple(items) => {
                let items = items.iter().map(|item| self.demand(item, depth + 1));
                items.min().unwrap_or_default()
            }
            Shape::Map(_) | Shape::Object => LAST - 1,
            Shape::Json => LAST,
            Shape::Named(definition) => match &self.shapes.definitions[*definition].kind {
                Kind::Integers(_) => 0,
                Kind::Strings(_, held) if held.is_empty() => 2,
                Kind::Strings(..) | Kind::Text => 3,
                Kind::Struct(fields, extra) => {
                    let is_required = |field: &&Field| field.presence == Presence::Required;
                    let required = fields.iter().filter(is_required).count();
                    let open = usize::from(!matches!(extra, Extra::Closed));
                    (LAST / 2 - required.min(LAST / 4)) + open * LAST / 4
                }
                Kind::Choice(choice) => {
                    let inside = choice
                        .variants
                        .iter()
                        .map(|variant| self.demand(&variant.shape, depth + 1));
                    inside.max().unwrap_or(LAST)
                }
                Kind::Wrapper(inner) => self.demand(inner, depth + 1),
                Kind::Checked(_) | Kind::Open => LAST,
            },
        }
    }

    fn schema(&self, shape: &Shape) -> Value {
        match shape {
            Shape::Json => Value::from(true),
            Shape::Object => json!({"type": "object"}),
            Shape::Null => json!({"type": "null"}),
            Shape::Bool => json!({"type": "boolean"}),
            Shape::Int64 | Shape::Integer => json!({"type": "integer"}),
            Shape::Float64 | Shape::Number => json!({"type": "number"}),
            Shape::String | Shape::Formatted(_) => json!({"type": "string"}),
            Shape::List(inner) => json!({"type": "array", "items": self.schema(inner)}),
            Shape::Tuple(items) => {
                let count = items.len();
                let items: Vec<Value> = items.iter().map(|item| self.schema(item)).collect();
                json!({"type": "array", "items": items, "minItems": count, "maxItems": count})
            }
            Shape::Map(inner) => json!({"type": "object", "additionalProperties": self.schema(inner)}),
            Shape::Boxed(inner) => self.schema(inner),
            Shape::Nullable(inner) => json!({"oneOf": [self.schema(inner), {"type": "null"}]}),
            Shape::Named(definition) => self.reference(*definition),
        }
    }

    fn reference(&self, definition: DefinitionId) -> Value {
        json!({"$ref": format!("#/definitions/{}", self.keys[definition.index()])})
    }

    fn type_docs(&self, definition: &Definition) -> Vec<String> {
        let notes = &self.set.keywords(definition.schema).notes;
        let text = notes.description.as_ref().or(notes.title.as_ref());
        let mut docs: Vec<String> = text.map(|text| docs::prose(text)).into_iter().collect();
        let values: Vec<String> = match &definition.kind {
            Kind::Strings(values, held) if !held.is_empty() => {
                values.iter().map(|value| docs::code(&value.value)).collect()
            }
            Kind::Integers(values) => values
                .iter()
                .map(|value| docs::code(&value.value.to_string()))
                .collect(),
            _ => Vec::new(),
        };
        if !values.is_empty() {
            docs.push(docs::wrap(&format!("Documented values: {}.", values.join(", "))));
        }
        docs
    }

    fn field_docs(&self, field: &Field) -> Vec<String> {
        let own = self.set.keywords(field.schema);
        let target = self.set.keywords(self.set.deref(field.schema));
        let text = |keywords: &Keywords| {
            keywords
                .notes
                .description
                .clone()
                .or_else(|| keywords.notes.title.clone())
        };
        let (text, limits) = match field.shape.core() {
            // A named type has its own documentation.
            Shape::Named(_) => (text(own), String::new()),
            _ => (text(own).or_else(|| text(target)), docs::limits(target)),
        };
        match text {
            Some(text) => vec![docs::with_limits(&text, &limits)],
            None => vec![docs::wrap(&limits)],
        }
    }
}

fn strings(values: &[EnumValue<String>], names: Vec<String>) -> (Value, Members) {
    let words: Vec<&str> = names.iter().map(String::as_str).collect();
    let keys = keys(&words, str::to_upper_camel_case, "Value");
    let members: Vec<Member> = values
        .iter()
        .zip(names)
        .zip(keys.clone())
        .map(|((value, rust), key)| Member {
            key,
            rust,
            wire: value.value.clone(),
            docs: vec![docs::code(&value.value)],
            optional: false,
        })
        .collect();
    (json!({"type": "string", "enum": keys}), Members::Values(members))
}

/// Returns keys that typify does not change. A name is its own key where possible.
fn keys(names: &[&str], case: fn(&str) -> String, other: &str) -> Vec<String> {
    let is_plain = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && case(name) == name
            && name != EXTRA
            && syn::parse_str::<syn::Ident>(name).is_ok()
    };
    let taken: HashSet<&str> = names.iter().copied().collect();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut number = 0;
    let keys = names.iter().map(|&name| {
        if is_plain(name) && seen.insert(name) {
            return name.to_owned();
        }
        loop {
            let key = format!("{other}{number}");
            number += 1;
            if !taken.contains(key.as_str()) {
                return key;
            }
        }
    });
    keys.collect()
}
