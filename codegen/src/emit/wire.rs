//! Emits the tables that define the wire format of each type: `generated/types/wire.rs`.
//!
//! The tables are calls of the runtime's macros, with one line for each property or value. They are laid out here
//! because Rust formatters do not format the arguments of a macro.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::emit::condition::Condition;
use crate::emit::enums::{choice_names, integer_names, string_names, variant_type};
use crate::emit::rust_type::Scope;
use crate::emit::secrets;
use crate::emit::structs::{field_names, is_empty_by_default};
use crate::emit::tables::{Tables, type_set};
use crate::model::shape::{
    Choice, Constant, Definition, DefinitionId, EnumValue, Extra, Field, Kind, Presence, Shape, Tag, Variant,
};
use crate::schema::resolve::SchemaSet;

/// The wire table of a type.
pub struct WireCode {
    /// The macro calls.
    pub calls: Vec<String>,
    /// The newtypes that have the name of a field.
    pub hidden: Vec<String>,
    /// The types that the table names, by index.
    pub named: BTreeSet<usize>,
    /// The constraint tables that it names.
    pub tables: BTreeSet<String>,
}

impl WireCode {
    /// Returns the macro calls, compiled under a condition.
    pub fn text(&self, condition: &Condition) -> String {
        let line = condition.line("");
        let calls = self.calls.iter().map(|call| format!("{line}{call}\n"));
        calls.collect()
    }
}

/// Emits the wire tables of all types, in the order of the definitions.
pub fn tables(set: &SchemaSet, scope: &Scope<'_>, constraints: &Tables) -> Vec<WireCode> {
    let tables = scope.shapes.iter().map(|(id, definition)| {
        scope.take_named();
        constraints.take_mentions();
        let mut calls = Vec::new();
        let name = &scope.names.types[id];
        match &definition.kind {
            Kind::Struct(fields, extra) => object(&mut calls, (id, definition), fields, extra, set, scope),
            Kind::Strings(values, held) => strings(&mut calls, id, values, held, scope, constraints),
            Kind::Integers(values) => integers(&mut calls, id, values, scope),
            Kind::Text => calls.push(format!("text!({name});")),
            Kind::Choice(choice) => choices(&mut calls, id, choice, scope, constraints),
            Kind::Wrapper(shape) => {
                let text = if scope.shapes.is_text(shape) { ", text" } else { "" };
                calls.push(format!("transparent!({name}({}){text});", scope.text(shape)));
                if let Shape::Tuple(items) = shape {
                    let items: Vec<String> = items.iter().map(|item| scope.text(item)).collect();
                    calls.push(format!("from_items!({name}({}));", items.join(", ")));
                }
            }
            Kind::Checked(_) => calls.push(format!("transparent!({name}({}));", scope.runtime("Json"))),
            Kind::Open => {}
        }
        calls.extend(secrets::debug_call(id, definition, set, scope));
        let table = scope.names.table(id);
        calls.push(format!("exact!({name} = {table});"));
        WireCode {
            calls,
            hidden: newtypes_called_like_fields(id, definition, scope),
            named: scope.take_named(),
            tables: constraints.take_mentions().tables,
        }
    });
    tables.collect()
}

/// Returns the newtypes that have the name of a field of a struct, which happens in a script without capital letters.
fn newtypes_called_like_fields(id: DefinitionId, definition: &Definition, scope: &Scope<'_>) -> Vec<String> {
    let Kind::Struct(fields, extra) = &definition.kind else {
        return Vec::new();
    };
    let names = field_names(id, fields, extra, scope);
    let fields = names.fields.into_iter().map(|names| names.field);
    fields.filter(|field| scope.is_newtype(field)).collect()
}

/// Emits a function that hides the constructor of a newtype with the name of a field. A variable can hide a function, but
/// not the constructor of a newtype.
pub fn hide(newtype: &str) -> String {
    format!(
        "/// Hides the constructor, so that a variable can have this name.\n#[allow(dead_code)]\nfn {newtype}() {{}}\n"
    )
}

fn object(
    calls: &mut Vec<String>,
    (id, definition): (DefinitionId, &Definition),
    fields: &[Field],
    extra: &Extra,
    set: &SchemaSet,
    scope: &Scope<'_>,
) {
    let name = &scope.names.types[id];
    let names = field_names(id, fields, extra, scope);
    let default = if is_empty_by_default(fields) { "default " } else { "" };
    let hidden = secrets::hidden_fields((id, definition), fields, extra, set, scope);
    let hides = if hidden.is_empty() { "" } else { ", hides " };
    let mut source = format!(
        "object! {{ {default}{name}, {}{hides}{};\n",
        names.extra,
        hidden.join(" ")
    );
    for (index, (field, names)) in fields.iter().zip(&names.fields).enumerate() {
        let text = match &field.constant {
            Some(Constant::String(text)) => Some(format!(" is {}", literal(text))),
            Some(Constant::Null | Constant::Bool(_) | Constant::Integer(_) | Constant::Float(_)) | None => None,
        };
        let (presence, constant) = match (field.presence, text) {
            (Presence::Required, Some(text)) => ("constant", text),
            (Presence::Optional, Some(text)) => ("optional_constant", text),
            (Presence::Required, None) => ("required", String::new()),
            (Presence::Optional, None) => ("optional", String::new()),
            (Presence::Nullable, _) => ("nullable", String::new()),
            (Presence::Any, _) => ("any", String::new()),
        };
        let _ = writeln!(
            source,
            "    {index} {presence} {} = {}{constant};",
            names.field,
            literal(&field.wire)
        );
    }
    source.push('}');
    calls.push(source);
}

fn strings(
    calls: &mut Vec<String>,
    id: DefinitionId,
    values: &[EnumValue<String>],
    held: &[Variant],
    scope: &Scope<'_>,
    constraints: &Tables,
) {
    let name = &scope.names.types[id];
    let names = string_names(id, values, held, scope);
    let mut source = format!("string_enum! {{ {name}, {};\n", names.unknown);
    for (value, variant) in values.iter().zip(&names.names) {
        let _ = writeln!(source, "    {variant} = {};", literal(&value.value));
    }
    for (variant, rust) in held.iter().zip(names.names.iter().skip(values.len())) {
        let tables = constraints.of_variant(variant, id, rust);
        let _ = writeln!(source, "    | {rust}({}) = {tables};", scope.text(&variant.shape));
    }
    source.push('}');
    calls.push(source);
    conversions(calls, name, held, names.names.iter().skip(values.len()), scope);
}

fn integers(calls: &mut Vec<String>, id: DefinitionId, values: &[EnumValue<i64>], scope: &Scope<'_>) {
    let name = &scope.names.types[id];
    let names = integer_names(id, values, scope);
    let mut source = format!("integer_enum! {{ {name}, {};\n", names.unknown);
    for (value, variant) in values.iter().zip(&names.names) {
        let _ = writeln!(source, "    {variant} = {};", value.value);
    }
    source.push('}');
    calls.push(source);
}

fn choices(calls: &mut Vec<String>, id: DefinitionId, choice: &Choice, scope: &Scope<'_>, constraints: &Tables) {
    let name = &scope.names.types[id];
    let names = choice_names(id, choice, scope);
    let tag_fields = tag_fields(choice, scope).filter(|_| !choice.disjoint);
    let overlap = match &tag_fields {
        _ if choice.disjoint => "disjoint",
        Some(_) => "tagged",
        None => "overlapping",
    };
    let mut source = format!("choice! {{ {name}, {}, {overlap};\n", names.unknown);
    for (index, (variant, rust)) in choice.variants.iter().zip(&names.names).enumerate() {
        let tables = constraints.of_variant(variant, id, rust);
        let types = type_set(variant.types, "kind");
        let tag = tag_fields.as_ref().map_or("", |fields| fields[index].as_str());
        let _ = writeln!(
            source,
            "    {rust}({}){tag} = {types}, {tables};",
            variant_type(variant, scope)
        );
    }
    if let Some(tag) = &choice.tag {
        tagged(&mut source, tag, &names.names);
    }
    source.push('}');
    calls.push(source);
    conversions(calls, name, &choice.variants, names.names.iter(), scope);
}

/// Returns what each variant is followed by if a tag decides between structs that have it as a field.
fn tag_fields(choice: &Choice, scope: &Scope<'_>) -> Option<Vec<String>> {
    let tag = choice.tag.as_ref().filter(|tag| tag.decides)?;
    let of_variant = |(variant, values): (&Variant, &Vec<String>)| {
        let (Shape::Named(definition), [_]) = (&variant.shape, &variant.branches[..]) else {
            return None;
        };
        let Kind::Struct(fields, extra) = &scope.shapes.definitions[*definition].kind else {
            return None;
        };
        let is_tag = |field: &Field| field.wire == tag.property && matches!(field.constant, Some(Constant::String(_)));
        let index = fields.iter().position(is_tag)?;
        let is_text = matches!(fields[index].presence, Presence::Required | Presence::Optional);
        let name = &field_names(*definition, fields, extra, scope).fields[index].field;
        let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
        (is_text && !values.is_empty()).then(|| format!(" if {name} is {}", values.join(" | ")))
    };
    choice.variants.iter().zip(&tag.values).map(of_variant).collect()
}

/// Writes the values of a tag, in the order required by the runtime's lookup.
fn tagged(source: &mut String, tag: &Tag, names: &[String]) {
    let property = literal(&tag.property);
    let _ = writeln!(source, "    => {property}, required = {}, {{", tag.required);
    let variants = tag.values.iter().zip(names);
    let values = variants.flat_map(|(values, name)| values.iter().map(move |value| (value, name)));
    let sorted: BTreeMap<&String, &String> = values.collect();
    for (value, variant) in sorted {
        let _ = writeln!(source, "        {} = {variant};", literal(value));
    }
    source.push_str("    }\n");
}

/// Writes a `From` implementation for each variant with a distinct payload type.
fn conversions<'n>(
    calls: &mut Vec<String>,
    name: &str,
    variants: &[Variant],
    names: impl Iterator<Item = &'n String>,
    scope: &Scope<'_>,
) {
    for (variant, rust) in variants.iter().zip(names) {
        let same = variants.iter().filter(|other| other.shape == variant.shape).count();
        if same == 1 && !matches!(variant.shape, Shape::Json) {
            let boxed = if variant.boxed { ", boxed" } else { "" };
            calls.push(format!("from!({name}::{rust}({}){boxed});", scope.text(&variant.shape)));
            if let Some(literals) = literals(variant, variants) {
                calls.push(format!("from_literals!({name}::{rust}: {literals});"));
            }
        }
    }
}

/// The types of the literals that only one variant of a union can hold.
fn literals(variant: &Variant, variants: &[Variant]) -> Option<&'static str> {
    let is_number = |variant: &&Variant| {
        matches!(
            variant.shape,
            Shape::Int64 | Shape::Integer | Shape::Float64 | Shape::Number
        )
    };
    match variant.shape {
        Shape::String => Some("&str"),
        _ if variants.iter().filter(is_number).count() > 1 => None,
        Shape::Int64 | Shape::Float64 => Some("i32, u32"),
        Shape::Integer => Some("i32, i64, u32"),
        Shape::Number => Some("i32, i64, u32, f64"),
        _ => None,
    }
}

/// Returns a string as a Rust literal.
pub fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}
