//! A schema, keyword by keyword: what draft-07 allows, and a diagnostic for everything else.

mod contradictions;
mod dialect;
mod idle;
mod nearest;

use losant_core::formats::Format;
use losant_core::pattern::Pattern;
use losant_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

pub use contradictions::literal_types;
pub use dialect::Dialect;

use crate::document::{Node, Value, step};
use crate::load::{Place, Report, Source};
use crate::unicode::is_property;
use dialect::{LATER_DRAFTS, is_alone};
use nearest::nearest;

/// The place of a schema in a [`crate::resolve::SchemaSet`].
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

    fn types(&mut self, value: &Node, pointer: &str) -> Option<u8> {
        match &value.value {
            Value::String(_) => self.type_name(value, pointer),
            Value::Array(names) if !names.is_empty() => {
                let mut types = 0;
                for (index, name) in names.iter().enumerate() {
                    types |= self.type_name(name, &step(pointer, &index.to_string()))?;
                }
                Some(types)
            }
            _ => {
                self.wrong(value, pointer, "the name of a type, or a list of such names");
                None
            }
        }
    }

    fn type_name(&mut self, value: &Node, pointer: &str) -> Option<u8> {
        let types = match value.as_str() {
            Some("null") => NULL,
            Some("boolean") => BOOLEAN,
            Some("integer") => INTEGER,
            Some("number") => NUMBER | INTEGER,
            Some("string") => STRING,
            Some("array") => ARRAY,
            Some("object") => OBJECT,
            Some(other) => {
                self.error(
                    value.at,
                    pointer,
                    format!("{other:?} is not a type"),
                    "use one of null, boolean, integer, number, string, array, object",
                );
                return None;
            }
            None => {
                self.wrong(value, pointer, "the name of a type");
                return None;
            }
        };
        Some(types)
    }

    fn values(&mut self, value: &Node, pointer: &str) -> Option<Vec<Node>> {
        match &value.value {
            Value::Array(values) if !values.is_empty() => Some(values.clone()),
            Value::Array(_) => {
                self.error(
                    value.at,
                    pointer,
                    "an empty `enum` allows no value at all".to_owned(),
                    "list the values, or write the schema false if that is meant",
                );
                None
            }
            _ => {
                self.wrong(value, pointer, "a list of values");
                None
            }
        }
    }

    fn count(&mut self, value: &Node, pointer: &str) -> Option<u64> {
        let count = match &value.value {
            // 2.0 is an integer too, and 1e400 is more than anything can hold.
            Value::Number(text) => losant_core::Number::from_json_text(text)
                .filter(losant_core::Number::is_integer)
                .filter(|number| number.compare_text("0") != std::cmp::Ordering::Less)
                .map(|number| number.as_u64().unwrap_or(u64::MAX)),
            _ => None,
        };
        if count.is_none() {
            self.wrong(value, pointer, "a whole number that is not negative");
        }
        count
    }

    fn bound(&mut self, bound: Bound, value: &Node, pointer: &str) {
        if let (Value::Bool(_), Bound::ExclusiveMinimum | Bound::ExclusiveMaximum) = (&value.value, bound) {
            self.error(
                value.at,
                pointer,
                format!("`{}` wants a number: true and false are of draft-04", bound.keyword()),
                "write the number here that is in the keyword without \"exclusive\", and leave that one out",
            );
            return;
        }
        let Value::Number(text) = &value.value else {
            self.wrong(value, pointer, "a number");
            return;
        };
        if bound == Bound::MultipleOf && losant_core::number::Divisor::parse(text).is_none() {
            self.error(
                value.at,
                pointer,
                format!("multiples of {text} cannot be enforced"),
                "write a number greater than 0 with at most 19 significant digits",
            );
            return;
        }
        self.keywords.bounds.push((bound, text.clone()));
    }

    fn flag(&mut self, value: &Node, pointer: &str) -> bool {
        match value.value {
            Value::Bool(flag) => flag,
            _ => {
                self.wrong(value, pointer, "true or false");
                false
            }
        }
    }

    fn strings(&mut self, value: &Node, pointer: &str) -> Vec<String> {
        let Value::Array(items) = &value.value else {
            self.wrong(value, pointer, "a list of property names");
            return Vec::new();
        };
        let mut names = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item.as_str() {
                Some(name) => names.push(name.to_owned()),
                None => self.wrong(item, &step(pointer, &index.to_string()), "a property name"),
            }
        }
        names
    }

    fn pattern(&mut self, value: &Node, pointer: &str) -> Option<String> {
        match value.as_str() {
            Some(text) => {
                self.check_pattern(text, value.at, pointer);
                Some(text.to_owned())
            }
            None => {
                self.wrong(value, pointer, "a regular expression, as a string");
                None
            }
        }
    }

    fn check_pattern(&mut self, text: &str, at: usize, pointer: &str) {
        if let Err(error) = Pattern::check(text, &is_property) {
            self.error(
                at,
                pointer,
                format!("the pattern {text:?} cannot be enforced: {error}"),
                "write it as an ECMA-262 regular expression without back references and look-behind",
            );
        }
    }

    fn format(&mut self, value: &Node, pointer: &str) -> Option<Format> {
        let Some(name) = value.as_str() else {
            self.wrong(value, pointer, "the name of a format");
            return None;
        };
        if self.context.format_annotates {
            return None;
        }
        let format = Format::from_keyword(name);
        if format.is_none() && !self.context.dialect.has_format(name) {
            self.warning(
                value.at,
                pointer,
                format!("the format {name:?} is not enforced: it is taken as a note"),
                "say what is meant with `pattern`, if it should be enforced",
            );
        }
        format
    }

    fn dependencies(&mut self, value: &Node, pointer: &str) {
        if !matches!(value.value, Value::Object(_)) {
            self.wrong(value, pointer, "an object");
        }
        for member in value.members() {
            let pointer = step(pointer, &member.name);
            if matches!(member.value.value, Value::Array(_)) {
                let names = self.strings(&member.value, &pointer);
                self.keywords.required_with.push((member.name.clone(), names));
            } else {
                let schema = self.schema(&member.value, &pointer);
                self.keywords.schema_with.push((member.name.clone(), schema));
            }
        }
    }

    fn schema(&mut self, value: &Node, pointer: &str) -> SchemaId {
        (self.register)(value, pointer.to_owned(), None, self.report)
    }

    fn schemas(&mut self, value: &Node, pointer: &str, may_be_empty: bool) -> Vec<SchemaId> {
        match &value.value {
            Value::Array(items) if may_be_empty || !items.is_empty() => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.schema(item, &step(pointer, &index.to_string())))
                .collect(),
            _ => {
                self.wrong(value, pointer, "a list of at least one schema");
                Vec::new()
            }
        }
    }

    fn schema_map(&mut self, value: &Node, pointer: &str) -> Vec<(String, SchemaId)> {
        if !matches!(value.value, Value::Object(_)) {
            self.wrong(value, pointer, "an object that holds a schema for each name");
        }
        value
            .members()
            .iter()
            .map(|member| {
                let schema = self.schema(&member.value, &step(pointer, &member.name));
                (member.name.clone(), schema)
            })
            .collect()
    }

    fn wrong(&mut self, value: &Node, pointer: &str, wanted: &str) {
        // An item of a list has a number, and the keyword before it.
        let mut steps = pointer.rsplit('/');
        let keyword = steps.find(|step| step.parse::<usize>().is_err()).unwrap_or_default();
        let found = match &value.value {
            Value::Number(_) | Value::Bool(_) => value.to_json(),
            Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
            _ => value.kind().to_owned(),
        };
        self.error(
            value.at,
            pointer,
            format!("`{keyword}` wants {wanted}, and this is {found}"),
            &format!("write {wanted} here, or remove the keyword"),
        );
    }

    fn error(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.context.source,
            at,
            pointer,
        };
        self.report.error(&place, message, help);
    }

    fn warning(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.context.source,
            at,
            pointer,
        };
        self.report.warning(&place, message, help);
    }
}

fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text != "Self"
}
