//! Emits the types with their documentation: `generated/types.rs`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::cases;
use crate::emit::docs;
use crate::emit::enums;
use crate::emit::parts::parts;
use crate::emit::rust_type::Scope;
use crate::emit::structs;
use crate::input::sources::Sources;
use crate::model::shape::{Definition, DefinitionId, Kind, Shape};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The types of a run.
pub struct Types {
    /// The definitions, followed by the aliases, each at its index in the model.
    pub all: Vec<TypeCode>,
    /// The name of the first type that is not an alias.
    pub first: Option<String>,
    /// Whether a type or a field is deprecated.
    pub has_deprecated: bool,
}

/// The items of a type.
pub struct TypeCode {
    /// The name of the type.
    pub name: String,
    /// The type and its methods.
    pub items: TokenStream,
    /// Whether the items use a short name of the runtime.
    pub uses_runtime: bool,
    /// The types that the items name, by index.
    pub named: BTreeSet<usize>,
}

/// Emits all types.
pub fn types(set: &SchemaSet, sources: &Sources, scope: &Scope<'_>) -> Types {
    let mut all = Vec::new();
    for (id, definition) in scope.shapes.iter() {
        scope.take_imports();
        scope.take_named();
        let docs = type_docs(id, definition, set, sources, scope);
        // The description of a property is the documentation of its field.
        let is_root = scope.shapes.roots.iter().any(|root| root.definition == id);
        let schemas = schemas_of(id, definition, set, scope);
        let notes = || schemas.iter().map(|schema| &set.keywords(*schema).notes);
        let is_deprecated = is_root && notes().any(|notes| notes.deprecated);
        let deprecated = docs::deprecated(is_deprecated, notes().find_map(|notes| notes.description.as_deref()));
        let items = if let Kind::Struct(fields, extra) = &definition.kind {
            Some(structs::items(id, &docs, fields, extra, set, scope))
        } else {
            enums::item(id, definition, &docs, set, scope)
        };
        all.push(TypeCode {
            name: scope.names.types[id].clone(),
            items: quote!(#deprecated #items),
            uses_runtime: scope.take_imports(),
            named: scope.take_named(),
        });
    }
    for alias in &scope.names.aliases {
        let name = scope.name_of(alias.definition);
        let mut docs = Vec::new();
        if alias.is_root {
            let own = texts_of(&[alias.schema], set).into_iter();
            let own = own.filter(|text| docs::says_more(text, &alias.name));
            docs.extend(own.map(docs::prose));
        }
        docs.push(format!("The same type as [`{name}`]."));
        let docs = docs::attributes(&docs);
        let (ident, target) = (self::ident(&alias.name), self::ident(&name));
        all.push(TypeCode {
            name: alias.name.clone(),
            items: quote!(#docs pub type #ident = #target;),
            uses_runtime: false,
            named: scope.take_named(),
        });
    }
    let mut emitted = scope.shapes.iter();
    let first = emitted.find(|(_, definition)| !matches!(definition.kind, Kind::Open));
    Types {
        all,
        first: first.map(|(id, _)| scope.names.types[id].clone()),
        has_deprecated: set.schemas.iter().any(|(_, schema)| schema.keywords.notes.deprecated),
    }
}

fn type_docs(
    id: DefinitionId,
    definition: &Definition,
    set: &SchemaSet,
    sources: &Sources,
    scope: &Scope<'_>,
) -> Vec<String> {
    let mut docs = vec![description(id, definition, set, scope)];
    let schemas = schemas_of(id, definition, set, scope);
    let is_root = scope.shapes.roots.iter().any(|root| root.definition == id);
    match &definition.kind {
        Kind::Text => docs.push(docs::wrap(&docs::limits_of_places(&schemas, &Shape::String, set))),
        Kind::Wrapper(shape) => {
            docs.push(docs::wrap(&docs::limits_of_places(&schemas, shape, set)));
            let shown = texts_of(&schemas, set);
            docs.extend(parts(definition.schema, shape, &shown, set, scope));
        }
        // The documentation of a field has the default of an inline schema.
        Kind::Open | Kind::Struct(..) | Kind::Strings(..) | Kind::Integers(_) | Kind::Choice(_) | Kind::Checked(_)
            if is_root =>
        {
            let mut defaults = schemas.iter().map(|schema| docs::default_of(set.keywords(*schema)));
            docs.extend(
                defaults
                    .find(|default| !default.is_empty())
                    .map(|default| docs::wrap(&default)),
            );
        }
        Kind::Open | Kind::Struct(..) | Kind::Strings(..) | Kind::Integers(_) | Kind::Choice(_) | Kind::Checked(_) => {}
    }
    docs.extend(cases::of_value(definition.schema, set));
    // A nested type of a root, such as the type beside `null`, has the same location but is not the root.
    let mut roots = scope.shapes.roots.iter().filter(|root| root.definition == id);
    if let Some(schema) = roots.next().map(|root| &set.schemas[root.schema]) {
        let source = &sources.files[schema.file];
        if sources.openapi != Some(schema.file) && schema.pointer.is_empty() {
            docs.push(format!("Schema: {}.", docs::code(&source.name)));
        }
    }
    docs
}

/// Whether the type of a shape has this description.
pub fn described_by_type(shape: &Shape, text: &str, set: &SchemaSet, scope: &Scope<'_>) -> bool {
    let Shape::Named(id) = shape.core() else { return false };
    description(*id, &scope.shapes.definitions[*id], set, scope) == docs::prose(text)
}

/// Returns the description of a type if its schemas agree; otherwise lists where the type is used.
fn description(id: DefinitionId, definition: &Definition, set: &SchemaSet, scope: &Scope<'_>) -> String {
    let is_root = scope.shapes.roots.iter().any(|root| root.definition == id);
    if is_root || definition.uses.iter().any(|place| place.path.is_whole()) {
        let place = &set.schemas[definition.schema].pointer;
        let names = [&scope.names.types[id], place.rsplit('/').next().unwrap_or_default()];
        let mut texts = texts_of(&schemas_of(id, definition, set, scope), set);
        texts.retain(|text| names.iter().all(|name| docs::says_more(text, name)));
        return docs::prose(&texts.join("\n\n"));
    }
    let mut described: Vec<&str> = definition
        .uses
        .iter()
        .filter_map(|place| set.keywords(place.schema).notes.description.as_deref())
        .collect();
    described.dedup();
    // A description of a single property belongs to its field. A type used in several places needs a neutral
    // description.
    if let ([only], true) = (&described[..], is_struct_or_choice(definition)) {
        return docs::prose(only);
    }
    let mut places: Vec<String> = Vec::new();
    for place in &definition.uses {
        let words = place.path.words(false);
        let word = words.iter().rev().find(|(_, is_kind)| !is_kind);
        let words = word.or(words.last()).map(|(word, _)| docs::code(word));
        if let Some(word) = words.filter(|word| !places.contains(word)) {
            places.push(word);
        }
    }
    places.truncate(4);
    // A struct or a union is self-explanatory. For a string or an array, its uses are the most helpful information.
    let of = match &definition.kind {
        Kind::Strings(..) | Kind::Integers(_) => "Values of",
        Kind::Text | Kind::Wrapper(_) | Kind::Checked(_) => "Used by",
        Kind::Struct(..) | Kind::Choice(_) | Kind::Open => return String::new(),
    };
    docs::wrap(&match &places[..] {
        [several @ .., last] if !several.is_empty() => format!("{of} {} and {last}.", several.join(", ")),
        only => format!("{of} {}.", only.concat()),
    })
}

/// Returns the schemas of a type: that of its root, and the one in it that the type was built from.
fn schemas_of(id: DefinitionId, definition: &Definition, set: &SchemaSet, scope: &Scope<'_>) -> Vec<SchemaId> {
    let is_reference = |schema: SchemaId| set.deref(schema) != schema;
    let roots = scope.shapes.roots.iter().filter(|root| root.definition == id);
    let mut roots = roots.filter(|root| !is_reference(root.schema));
    let root = roots.next().map(|root| root.schema);
    let built = Some(definition.schema).filter(|schema| Some(*schema) != root);
    root.into_iter().chain(built).collect()
}

/// Returns the distinct descriptions of schemas and of the parts that they compose in place. If there is none, returns the
/// first title.
fn texts_of<'s>(schemas: &[SchemaId], set: &'s SchemaSet) -> Vec<&'s str> {
    let composed: Vec<SchemaId> = schemas.iter().flat_map(|schema| set.in_place(*schema)).collect();
    let mut texts: Vec<&str> = Vec::new();
    for part in &composed {
        let description = set.keywords(*part).notes.description.as_deref();
        texts.extend(description.filter(|text| !texts.contains(text)));
    }
    if texts.is_empty() {
        let mut titles = composed
            .iter()
            .filter_map(|part| set.keywords(*part).notes.title.as_deref());
        texts.extend(titles.next());
    }
    texts
}

fn is_struct_or_choice(definition: &Definition) -> bool {
    matches!(
        definition.kind,
        Kind::Struct(..) | Kind::Choice(_) | Kind::Strings(..) | Kind::Integers(_)
    )
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
