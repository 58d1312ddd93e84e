//! The fifth stage: structs, by typify.
//!
//! typify is given what it is right about: objects whose properties have Rust names already, and refer to types by
//! name. It lays out the structs, composes `Option`, `Vec` and maps, and breaks cycles with `Box`.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use schemars::schema::Schema;
use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::emit::refine;
use crate::emit::rust_type::Scope;
use crate::model::identifier::distinct;
use crate::model::shape::{DefinitionId, Extra, Field, Kind, Presence, Shape};

/// A struct as typify lays it out.
pub struct Layout {
    /// The item.
    pub item: syn::ItemStruct,
    /// The types of the fields, in the order of the schema.
    pub types: Vec<syn::Type>,
    /// The Rust names of the fields, in the order of the schema.
    pub fields: Vec<String>,
    /// The Rust name of the field that keeps the other properties.
    pub extra: Option<String>,
}

impl Layout {
    /// Whether typify put a field into a box, to break a cycle.
    pub fn is_boxed(&self, index: usize) -> bool {
        self.types.get(index).is_some_and(refine::is_boxed)
    }
}

/// What typify did not do, with what it said.
#[derive(Debug)]
pub struct Refusal {
    /// What it said.
    pub message: String,
}

/// Lays out all structs.
///
/// # Errors
/// If typify refuses or panics. The input is made by us, so that is a mistake of ours; it is reported all the same.
pub fn lay_out(scope: &Scope<'_>) -> Result<BTreeMap<DefinitionId, Layout>, Refusal> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    let mut definitions = BTreeMap::new();
    let mut names = BTreeMap::new();
    for (id, definition) in scope.shapes.definitions.iter().enumerate() {
        match &definition.kind {
            Kind::Struct(fields, extra) => {
                let (schema, layout) = object(fields, extra, scope);
                definitions.insert(placeholder(id), schema);
                names.insert(id, layout);
            }
            _ => replace(&mut settings, &mut definitions, &placeholder(id), &placeholder(id)),
        }
    }
    for name in RUNTIME_TYPES {
        replace(
            &mut settings,
            &mut definitions,
            &format!("Runtime{name}"),
            &format!("::typewright_runtime::{name}"),
        );
    }
    replace(&mut settings, &mut definitions, "RuntimeUnit", "RuntimeUnit");

    let source = run(&settings, definitions)?;
    let file: syn::File = syn::parse2(source).map_err(|error| Refusal {
        message: error.to_string(),
    })?;
    let mut items: BTreeMap<String, syn::ItemStruct> = BTreeMap::new();
    for item in file.items {
        if let syn::Item::Struct(item) = item {
            items.insert(item.ident.to_string(), item);
        }
    }
    let mut layouts = BTreeMap::new();
    for (id, (fields, extra)) in names {
        let item = items.remove(&placeholder(id)).ok_or_else(|| Refusal {
            message: format!("it made no struct for {}", scope.names.types[id]),
        })?;
        let types = types_of(&item, fields.len()).ok_or_else(|| Refusal {
            message: format!("it left out a field of {}", scope.names.types[id]),
        })?;
        let layout = Layout {
            item,
            types,
            fields,
            extra,
        };
        layouts.insert(id, layout);
    }
    Ok(layouts)
}

/// The types of so many numbered fields.
fn types_of(item: &syn::ItemStruct, count: usize) -> Option<Vec<syn::Type>> {
    let named = item.fields.iter();
    let mut types: HashMap<String, syn::Type> = named
        .filter_map(|field| Some((field.ident.as_ref()?.to_string(), field.ty.clone())))
        .collect();
    (0..count).map(|index| types.remove(&numbered(index))).collect()
}

/// The types of the runtime that fields can have.
const RUNTIME_TYPES: [&str; 10] = [
    "Date",
    "Integer",
    "Ipv4",
    "Ipv6",
    "Json",
    "JsonObject",
    "Number",
    "Timestamp",
    "Uri",
    "Uuid",
];

/// The name that typify knows a definition by: one that it has no reason to change.
pub fn placeholder(definition: DefinitionId) -> String {
    format!("TypeN{definition}")
}

type FieldNames = (Vec<String>, Option<String>);

fn object(fields: &[Field], extra: &Extra, scope: &Scope<'_>) -> (Schema, FieldNames) {
    let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
    let mut rust = distinct(&wires, crate::model::identifier::snake, &[]);
    for index in 0..rust.len() {
        // No variable can be called what a newtype is called; in a script without capitals a field would be.
        if scope.is_newtype(&rust[index]) {
            let mut free = format!("{}_", rust[index]);
            while rust.contains(&free) || scope.is_newtype(&free) {
                free.push('_');
            }
            rust[index] = free;
        }
    }
    let extra = match extra {
        Extra::Closed => None,
        Extra::Kept(_) => {
            let mut extra = "additional_properties".to_owned();
            while rust.contains(&extra) {
                extra.push('_');
            }
            Some(extra)
        }
    };
    let mut properties = serde_json::Map::new();
    let mut required = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        // typify is given numbered names, so that it has no reason to change any.
        let key = numbered(index);
        let nullable = matches!(field.shape, Shape::Nullable(_));
        if field.presence == Presence::Required && !nullable {
            required.push(Value::from(key.clone()));
        }
        properties.insert(key, schema(core(&field.shape)));
    }
    let value = json!({
        "type": "object",
        "properties": properties,
        "required": required,
    });
    (from_value(value), (rust, extra))
}

/// The name that typify knows a field by.
fn numbered(index: usize) -> String {
    format!("field_{index}")
}

fn core(shape: &Shape) -> &Shape {
    match shape {
        Shape::Nullable(inner) => inner,
        other => other,
    }
}

fn schema(shape: &Shape) -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/definitions/{name}")});
    match shape {
        Shape::Json => reference("RuntimeJson"),
        Shape::Object => reference("RuntimeJsonObject"),
        Shape::Null => reference("RuntimeUnit"),
        Shape::Bool => json!({"type": "boolean"}),
        Shape::Integer => reference("RuntimeInteger"),
        Shape::Number => reference("RuntimeNumber"),
        Shape::String => json!({"type": "string"}),
        Shape::Formatted(name) => reference(&format!("Runtime{name}")),
        Shape::List(inner) => json!({"type": "array", "items": schema(inner)}),
        Shape::Map(inner) => json!({"type": "object", "additionalProperties": schema(inner)}),
        Shape::Boxed(inner) => schema(inner),
        Shape::Nullable(inner) => json!({"oneOf": [schema(inner), {"type": "null"}]}),
        Shape::Named(definition) => reference(&placeholder(*definition)),
    }
}

fn replace(settings: &mut TypeSpaceSettings, definitions: &mut BTreeMap<String, Schema>, key: &str, path: &str) {
    settings.with_replacement(key, path, std::iter::empty());
    definitions.insert(key.to_owned(), from_value(json!({"type": "string"})));
}

fn from_value(value: Value) -> Schema {
    serde_json::from_value(value).unwrap_or(Schema::Bool(true))
}

/// The one call of typify. It panics on some inputs; that must not reach the user as one.
fn run(
    settings: &TypeSpaceSettings,
    definitions: BTreeMap<String, Schema>,
) -> Result<proc_macro2::TokenStream, Refusal> {
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut types = TypeSpace::new(settings);
        types.add_ref_types(definitions).map(|()| types.to_stream())
    }));
    match result {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(Refusal {
            message: error.to_string(),
        }),
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            Err(Refusal {
                message: format!("it panicked: {}", text.unwrap_or("without a message")),
            })
        }
    }
}
