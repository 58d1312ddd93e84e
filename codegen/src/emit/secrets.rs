//! The values that `Debug` does not show: those with `format: password` or `writeOnly: true`, which errors do not show either.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::enums::choice_names;
use crate::emit::rust_type::Scope;
use crate::emit::structs::field_names;
use crate::model::shape::{Choice, Definition, DefinitionId, Extra, Field, Kind, Shape, Variant};
use crate::schema::keywords::{Edge, SchemaId};
use crate::schema::resolve::SchemaSet;

/// The field of a struct, or the variant of an enum, as `Debug` shows it.
pub struct Shown {
    /// Its name.
    pub name: String,
    /// Whether it may be unset.
    pub is_option: bool,
    /// Whether its value is hidden.
    pub is_hidden: bool,
}

impl Shown {
    /// A required field that is not hidden.
    pub fn visible(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            is_option: false,
            is_hidden: false,
        }
    }
}

/// Returns the derives of a type, which implements `Debug` in another way if it has hidden values.
pub fn derives(has_hidden: bool, others: &TokenStream) -> TokenStream {
    if has_hidden {
        others.clone()
    } else {
        quote!(Debug, #others)
    }
}

/// Returns the macro call that implements `Debug` for a struct of an endpoint, if it has hidden fields.
pub fn debug_struct(name: &str, fields: &[Shown]) -> Option<String> {
    fields.iter().any(|field| field.is_hidden).then(|| {
        let lines = fields.iter().map(|field| {
            let how = match (field.is_hidden, field.is_option) {
                (false, _) => "shown",
                (true, false) => "hidden",
                (true, true) => "hidden_option",
            };
            format!("    {how} {};\n", field.name)
        });
        format!("debug_struct! {{ {name};\n{}}}\n", lines.collect::<String>())
    })
}

/// Returns the macro call that implements `Debug` for a type, if it has hidden values. That of a struct is part of its table.
pub fn debug_call(id: DefinitionId, definition: &Definition, set: &SchemaSet, scope: &Scope<'_>) -> Option<String> {
    let name = &scope.names.types[id];
    let whole = || Some(format!("hidden!({name});"));
    match &definition.kind {
        Kind::Struct(..) | Kind::Open => None,
        _ if is_type_hidden(id, definition, set, scope) => whole(),
        Kind::Choice(choice) => {
            let variants = variants(id, choice, set, scope);
            variants.iter().any(|variant| variant.is_hidden).then(|| {
                let lines = variants.iter().map(|variant| {
                    let how = if variant.is_hidden { "hidden" } else { "shown" };
                    format!("    {how} {};\n", variant.name)
                });
                format!("debug_enum! {{ {name};\n{}}}", lines.collect::<String>())
            })
        }
        Kind::Strings(_, held) if held.iter().any(|variant| is_variant_hidden(variant, set, scope)) => whole(),
        Kind::Wrapper(shape) if hides(definition.schema, shape, set, scope) => whole(),
        Kind::Checked(_) if set.contains_hidden(definition.schema) => whole(),
        Kind::Strings(..) | Kind::Wrapper(_) | Kind::Checked(_) | Kind::Integers(_) | Kind::Text => None,
    }
}

/// Returns the names of the hidden fields of a struct.
pub fn hidden_fields(
    (id, definition): (DefinitionId, &Definition),
    fields: &[Field],
    extra: &Extra,
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> Vec<String> {
    let names = field_names(id, fields, extra, scope);
    let is_whole = is_type_hidden(id, definition, set, scope);
    let is_hidden = |field: &Field| {
        let mut schemas = field.schemas().into_iter();
        is_whole || schemas.any(|schema| hides(schema, &field.shape, set, scope))
    };
    let hidden = fields.iter().zip(names.fields).filter(|(field, _)| is_hidden(field));
    let mut hidden: Vec<String> = hidden.map(|(_, names)| names.field).collect();
    if is_whole || is_extra_hidden(definition.schema, extra, set, scope) {
        hidden.push(names.extra);
    }
    hidden
}

/// Whether the properties of a struct that have no field are hidden.
fn is_extra_hidden(schema: SchemaId, extra: &Extra, set: &SchemaSet, scope: &Scope<'_>) -> bool {
    let Extra::Kept(shape) = extra else { return false };
    if !set.contains_hidden(schema) {
        return false;
    }
    let mut parts = set.gathered(schema).into_iter();
    parts.any(|part| {
        let object = &set.keywords(part).object;
        let patterns = object.pattern_properties.iter().map(|(_, schema)| *schema);
        let mut values = patterns.chain(object.additional_properties);
        values.any(|schema| hides(schema, shape, set, scope))
    })
}

/// Returns the variants of a union. A value that matches none of them may have a hidden value of any of them.
fn variants(id: DefinitionId, choice: &Choice, set: &SchemaSet, scope: &Scope<'_>) -> Vec<Shown> {
    let names = choice_names(id, choice, scope);
    let shown = |name: String, is_hidden: bool| Shown {
        name,
        is_option: false,
        is_hidden,
    };
    let variants = choice.variants.iter().zip(names.names);
    let variants = variants.map(|(variant, name)| shown(name, is_variant_hidden(variant, set, scope)));
    let mut branches = choice.variants.iter().flat_map(|variant| &variant.branches);
    let unknown = shown(names.unknown, branches.any(|branch| set.contains_hidden(*branch)));
    variants.chain([unknown]).collect()
}

fn is_variant_hidden(variant: &Variant, set: &SchemaSet, scope: &Scope<'_>) -> bool {
    let mut branches = variant.branches.iter();
    branches.any(|branch| hides(*branch, &variant.shape, set, scope))
}

/// Whether all values of a type are hidden.
fn is_type_hidden(id: DefinitionId, definition: &Definition, set: &SchemaSet, scope: &Scope<'_>) -> bool {
    let roots = scope.shapes.roots.iter().filter(|root| root.definition == id);
    let mut schemas = roots.map(|root| root.schema).chain([definition.schema]);
    schemas.any(|schema| set.is_hidden(schema))
}

/// Whether a value is hidden where a schema applies to it, because the schema hides it or a part of it that has no type of its
/// own.
pub fn hides(schema: SchemaId, shape: &Shape, set: &SchemaSet, scope: &Scope<'_>) -> bool {
    Search {
        set,
        scope,
        seen: HashSet::new(),
    }
    .hides(schema, shape)
}

struct Search<'s> {
    set: &'s SchemaSet,
    scope: &'s Scope<'s>,
    seen: HashSet<SchemaId>,
}

impl Search<'_> {
    fn hides(&mut self, schema: SchemaId, shape: &Shape) -> bool {
        if self.set.is_hidden(schema) {
            return true;
        }
        if !self.set.contains_hidden(schema) || !self.seen.insert(schema) {
            return false;
        }
        let inside = match shape.core() {
            Shape::Named(id) => match &self.scope.shapes.definitions[*id].kind {
                // They hide their parts themselves.
                Kind::Struct(..) | Kind::Choice(_) => return false,
                Kind::Open
                | Kind::Strings(..)
                | Kind::Integers(_)
                | Kind::Text
                | Kind::Wrapper(_)
                | Kind::Checked(_) => None,
            },
            Shape::List(inner) | Shape::Map(inner) => Some(&**inner),
            Shape::Tuple(_)
            | Shape::Json
            | Shape::Object
            | Shape::Null
            | Shape::Bool
            | Shape::Int64
            | Shape::Float64
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Formatted(_)
            | Shape::Boxed(_)
            | Shape::Nullable(_) => Some(&Shape::Json),
        };
        let children = self.set.keywords(schema).children();
        children.into_iter().any(|(edge, child)| match (edge, inside) {
            (Edge::InPlace, _) => self.hides(child, shape),
            (Edge::Inside, Some(inside)) => self.hides(child, inside),
            (Edge::Inside, None) => false,
        })
    }
}
