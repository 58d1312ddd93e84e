//! A schema, keyword by keyword: what draft-07 allows, and a diagnostic for everything else.

mod contradictions;
mod dialect;
mod idle;
mod nearest;
mod values;

use typewright_core::formats::Format;

pub use contradictions::literal_types;
pub use dialect::Dialect;

use crate::input::document::{Node, Value, step};
use crate::report::{Place, Report, Source};
use dialect::{LATER_DRAFTS, is_alone};
use nearest::nearest;

/// The place of a schema in a [`crate::schema::resolve::SchemaSet`].
pub type SchemaId = usize;

/// A schema.
#[derive(Debug, Default)]
pub struct Keywords {
    /// The schema `false`.
    pub never: bool,
    /// `$ref`; the keywords beside it mean nothing (draft-07, 8.3).
    pub reference: Option<Reference>,
    /// `type`, as a set; `None` allows every type.
    pub types: Option<u8>,
    /// `enum`.
    pub values: Option<Vec<Node>>,
    /// `const`.
    pub constant: Option<Node>,
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `pattern`
    pub pattern: Option<String>,
    /// `format`, if it is one that is checked.
    pub format: Option<Format>,
    /// `multipleOf`, `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` with their numbers as written.
    pub bounds: Vec<(Bound, String)>,
    /// `items`, if it is one schema.
    pub items: Option<SchemaId>,
    /// `items`, if it is a list of schemas.
    pub tuple: Option<Vec<SchemaId>>,
    /// `additionalItems`
    pub additional_items: Option<SchemaId>,
    /// `contains`
    pub contains: Option<SchemaId>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `required`
    pub required: Vec<String>,
    /// `properties`
    pub properties: Vec<(String, SchemaId)>,
    /// `patternProperties`
    pub pattern_properties: Vec<(String, SchemaId)>,
    /// `additionalProperties`
    pub additional_properties: Option<SchemaId>,
    /// `additionalProperties: false`
    pub closed: bool,
    /// `propertyNames`
    pub property_names: Option<SchemaId>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
    /// `dependencies` that name properties.
    pub required_with: Vec<(String, Vec<String>)>,
    /// `dependencies` that hold schemas.
    pub schema_with: Vec<(String, SchemaId)>,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `not`
    pub not: Option<SchemaId>,
    /// `if`, `then`, `else`
    pub condition: Option<(SchemaId, Option<SchemaId>, Option<SchemaId>)>,
    /// What says nothing about a value's validity.
    pub notes: Notes,
}

/// A `$ref` before and after it is resolved.
#[derive(Debug)]
pub struct Reference {
    /// As written.
    pub text: String,
    /// Byte offset.
    pub at: usize,
    /// JSON Pointer of the reference itself.
    pub pointer: String,
    /// What it leads to.
    pub target: Option<SchemaId>,
}

/// A keyword that compares numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// `multipleOf`
    MultipleOf,
    /// `minimum`
    Minimum,
    /// `maximum`
    Maximum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
}

impl Bound {
    /// The keyword itself.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::MultipleOf => "multipleOf",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
        }
    }
}

/// Annotations.
#[derive(Debug, Default)]
pub struct Notes {
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `default`, as JSON text.
    pub default: Option<String>,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// `x-rust-name`: the name that a maintainer gives to the type.
    pub rust_name: Option<(String, usize)>,
}

/// Where a schema was read.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The file.
    pub source: &'a Source,
    /// JSON Pointer of the schema.
    pub pointer: String,
    /// What the file is written in.
    pub dialect: Dialect,
    /// Whether `format` is only an annotation.
    pub format_annotates: bool,
}

/// Takes a schema found inside another one, with its keywords if they have been read already, and gives its id.
pub type Register<'r> = dyn FnMut(&Node, String, Option<Keywords>, &mut Report) -> SchemaId + 'r;

/// Reads the keywords of a schema; `register` is called for each schema in it.
pub fn keywords(node: &Node, context: &Context<'_>, report: &mut Report, register: &mut Register<'_>) -> Keywords {
    match &node.value {
        Value::Bool(true) => Keywords::default(),
        Value::Bool(false) => Keywords {
            never: true,
            ..Keywords::default()
        },
        Value::Object(_) => Reader {
            context,
            report,
            register,
            keywords: Keywords::default(),
        }
        .object(node),
        _ => {
            let place = Place {
                source: context.source,
                at: node.at,
                pointer: &context.pointer,
            };
            report.error(
                &place,
                format!("a schema belongs here, and this is {}", node.kind()),
                "write an object of keywords, or true or false",
            );
            Keywords::default()
        }
    }
}

struct Reader<'a, 'r> {
    context: &'a Context<'a>,
    report: &'a mut Report,
    register: &'a mut Register<'r>,
    keywords: Keywords,
}

impl Reader<'_, '_> {
    fn object(mut self, node: &Node) -> Keywords {
        if let Some(reference) = node.get("$ref") {
            if self.context.dialect == Dialect::OpenApi31 && !is_alone(node) {
                return self.beside_reference(node, reference);
            }
            self.reference(node, reference);
            for member in node.members() {
                match member.name.as_str() {
                    "$ref" => {}
                    name if self.annotation(name, &member.value) => {}
                    "$schema" | "definitions" | "$defs" => {}
                    name => self.warning(
                        member.at,
                        &step(&self.context.pointer, name),
                        format!("{name:?} means nothing beside `$ref` (JSON Schema draft-07, 8.3)"),
                        "remove it, or put both into an `allOf`",
                    ),
                }
            }
            self.definitions(node);
            return self.keywords;
        }
        self.definitions(node);
        for member in node.members() {
            let pointer = step(&self.context.pointer, &member.name);
            self.keyword(&member.name, &member.value, member.at, &pointer);
        }
        self.condition(node);
        if self.keywords.tuple.is_some() && self.keywords.items.is_some() {
            // Behind `prefixItems`, `items` are the other items (JSON Schema 2020-12, 10.3.1.2).
            self.keywords.additional_items = self.keywords.items.take();
        }
        if self.context.dialect.has_boolean_bounds() {
            self.draft_04_bounds(node);
        }
        let is_nullable = node
            .get("nullable")
            .is_some_and(|value| matches!(value.value, Value::Bool(true)));
        if self.context.dialect == Dialect::OpenApi30 && is_nullable {
            self.or_null(node);
        }
        self.report_contradictions(node);
        self.drop_idle(node);
        self.keywords
    }

    #[allow(clippy::too_many_lines)] // one line for each keyword of the specification
    fn keyword(&mut self, name: &str, value: &Node, at: usize, pointer: &str) {
        match name {
            "type" => self.keywords.types = self.types(value, pointer),
            "enum" => self.keywords.values = self.values(value, pointer),
            "const" => self.keywords.constant = Some(value.clone()),
            "minLength" => self.keywords.min_length = self.count(value, pointer),
            "maxLength" => self.keywords.max_length = self.count(value, pointer),
            "pattern" => self.keywords.pattern = self.pattern(value, pointer),
            "format" => self.keywords.format = self.format(value, pointer),
            "multipleOf" => self.bound(Bound::MultipleOf, value, pointer),
            "minimum" => self.bound(Bound::Minimum, value, pointer),
            "maximum" => self.bound(Bound::Maximum, value, pointer),
            "exclusiveMinimum" | "exclusiveMaximum"
                if self.context.dialect.has_boolean_bounds() && matches!(value.value, Value::Bool(_)) => {}
            "exclusiveMinimum" => self.bound(Bound::ExclusiveMinimum, value, pointer),
            "exclusiveMaximum" => self.bound(Bound::ExclusiveMaximum, value, pointer),
            "items" => match &value.value {
                Value::Array(_) => self.keywords.tuple = Some(self.schemas(value, pointer, true)),
                _ => self.keywords.items = Some(self.schema(value, pointer)),
            },
            "additionalItems" => self.keywords.additional_items = Some(self.schema(value, pointer)),
            "contains" => self.keywords.contains = Some(self.schema(value, pointer)),
            "minItems" => self.keywords.min_items = self.count(value, pointer),
            "maxItems" => self.keywords.max_items = self.count(value, pointer),
            "uniqueItems" => self.keywords.unique_items = self.flag(value, pointer),
            "required" if self.context.dialect == Dialect::Draft04 && matches!(value.value, Value::Bool(_)) => {
                self.error(
                    value.at,
                    pointer,
                    "`required` as a boolean is draft-03".to_owned(),
                    "list the names of the required properties in the object's own `required`",
                );
            }
            "required" => self.keywords.required = self.strings(value, pointer),
            "properties" => self.keywords.properties = self.schema_map(value, pointer),
            "patternProperties" => {
                self.keywords.pattern_properties = self.schema_map(value, pointer);
                for member in value.members() {
                    self.check_pattern(&member.name, member.at, &step(pointer, &member.name));
                }
            }
            "additionalProperties" => match value.value {
                Value::Bool(false) => self.keywords.closed = true,
                Value::Bool(true) => {}
                _ => self.keywords.additional_properties = Some(self.schema(value, pointer)),
            },
            "propertyNames" => self.keywords.property_names = Some(self.schema(value, pointer)),
            "minProperties" => self.keywords.min_properties = self.count(value, pointer),
            "maxProperties" => self.keywords.max_properties = self.count(value, pointer),
            "dependencies" => self.dependencies(value, pointer),
            "allOf" => self.keywords.all_of = self.schemas(value, pointer, false),
            "anyOf" => self.keywords.any_of = self.schemas(value, pointer, false),
            "oneOf" => self.keywords.one_of = self.schemas(value, pointer, false),
            "not" => self.keywords.not = Some(self.schema(value, pointer)),
            "$schema" | "$id" if value.as_str().is_none() => self.wrong(value, pointer, "a string"),
            "if" | "then" | "else" | "$schema" | "$id" | "definitions" | "$defs" => {}
            "id" if self.context.dialect == Dialect::Draft04 && value.as_str().is_none() => {
                self.wrong(value, pointer, "a string");
            }
            "id" if self.context.dialect == Dialect::Draft04 => {}
            "nullable" if self.context.dialect == Dialect::OpenApi30 => drop(self.flag(value, pointer)),
            name if self.annotation(name, value) => {}
            "prefixItems" if self.context.dialect == Dialect::OpenApi31 => {
                self.keywords.tuple = Some(self.schemas(value, pointer, true));
            }
            "dependentRequired" | "dependentSchemas" if self.context.dialect == Dialect::OpenApi31 => {
                self.dependencies(value, pointer);
            }
            name if LATER_DRAFTS.contains(&name) => self.error(
                at,
                pointer,
                format!("the keyword {name:?} belongs to a later draft and cannot be enforced"),
                "say the same with the keywords of draft-07",
            ),
            name => {
                let help = match nearest(name) {
                    Some(known) => format!("is {known:?} meant?"),
                    None => "remove it, or start its name with x- to mark it as a note".to_owned(),
                };
                self.warning(
                    at,
                    pointer,
                    format!("the keyword {name:?} is not known; it is not enforced"),
                    &help,
                );
            }
        }
    }

    /// Reads an annotation; says whether the keyword was one.
    fn annotation(&mut self, name: &str, value: &Node) -> bool {
        let notes = &mut self.keywords.notes;
        match name {
            "title" | "description" if value.as_str().is_none() => {
                let pointer = step(&self.context.pointer, name);
                self.wrong(value, &pointer, "a string");
            }
            "title" => notes.title = value.as_str().map(str::to_owned),
            "description" => notes.description = value.as_str().map(str::to_owned),
            "default" => notes.default = Some(value.to_json()),
            // A keyword of later drafts, so that nobody promised draft-07 a boolean.
            "deprecated" if !self.context.dialect.is_openapi() && !matches!(value.value, Value::Bool(_)) => {
                let pointer = step(&self.context.pointer, name);
                self.warning(
                    value.at,
                    &pointer,
                    format!("`deprecated` is {} here, so it says nothing", value.kind()),
                    "write true, and the reason into the `description`",
                );
            }
            "readOnly" | "writeOnly" | "deprecated" => {
                let pointer = step(&self.context.pointer, name);
                let holds = self.flag(value, &pointer);
                let notes = &mut self.keywords.notes;
                match name {
                    "readOnly" => notes.read_only = holds,
                    "writeOnly" => notes.write_only = holds,
                    _ => notes.deprecated = holds,
                }
            }
            "x-rust-name" => {
                let pointer = step(&self.context.pointer, name);
                match value.as_str().filter(|text| is_type_name(text)) {
                    Some(text) => notes.rust_name = Some((text.to_owned(), value.at)),
                    None => self.error(
                        value.at,
                        &pointer,
                        "this is not the name of a Rust type".to_owned(),
                        "write a name in PascalCase, such as \"OrgRole\"",
                    ),
                }
            }
            "contentMediaType" | "contentEncoding" => {
                let pointer = step(&self.context.pointer, name);
                self.warning(
                    value.at,
                    &pointer,
                    format!("{name:?} is not enforced: it is taken as a note"),
                    "check the content where it is read",
                );
            }
            "examples" | "example" | "$comment" => {}
            "discriminator" | "xml" | "externalDocs" if self.context.dialect.is_openapi() => {}
            name if name.starts_with("x-") => {}
            _ => return false,
        }
        true
    }

    fn definitions(&mut self, node: &Node) {
        for name in ["definitions", "$defs"] {
            if let Some(definitions) = node.get(name) {
                self.schema_map(definitions, &step(&self.context.pointer, name));
            }
        }
    }

    fn reference(&mut self, node: &Node, value: &Node) {
        let mut pointer = self.context.pointer.clone();
        if node.at != value.at {
            // Else the schema is nothing but this reference, set apart from what stands beside it.
            pointer = step(&pointer, "$ref");
        }
        match value.as_str() {
            Some(text) => {
                self.keywords.reference = Some(Reference {
                    text: text.to_owned(),
                    at: value.at,
                    pointer,
                    target: None,
                });
            }
            None => self.wrong(value, &pointer, "a string"),
        }
    }

    fn condition(&mut self, node: &Node) {
        let mut part = |name: &str| {
            let value = node.get(name)?;
            Some(self.schema(value, &step(&self.context.pointer, name)))
        };
        let (condition, then, otherwise) = (part("if"), part("then"), part("else"));
        self.keywords.condition = condition.map(|condition| (condition, then, otherwise));
    }
}

fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text != "Self"
}
