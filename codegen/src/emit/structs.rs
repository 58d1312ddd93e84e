//! Emits structs: the struct itself, its constructor and its setters.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::emit::cases;
use crate::emit::docs;
use crate::emit::members::{descriptions, meanings};
use crate::emit::parts::{parts, parts_of_extra};
use crate::emit::rust_type::{Scope, tokens};
use crate::model::identifier::snake;
use crate::model::names::members::{Member, Space};
use crate::model::shape::{Constant, DefinitionId, Extra, Field, Presence, Shape};
use crate::schema::resolve::SchemaSet;

/// Names that a setter must not have: `new`, and common methods of generated types.
pub const RESERVED: [&str; 27] = [
    "as_ref",
    "borrow",
    "default",
    "from",
    "into",
    "ne",
    "partial_cmp",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "cmp",
    "new",
    "build",
    "validate",
    "validate_in",
    "without_unknown",
    "from_json_exact",
    "from_json_exact_in",
    "passes_fast_check",
    "distinct",
    "clone",
    "eq",
    "hash",
    "fmt",
    "serialize",
    "deserialize",
];

/// The Rust names of a struct's members.
pub struct StructNames {
    /// The names for each property, in the order of the schema.
    pub fields: Vec<FieldNames>,
    /// The field that holds additional or unknown properties.
    pub extra: String,
}

/// The Rust names for a property.
pub struct FieldNames {
    /// The name of the field.
    pub field: String,
    setter: String,
    maybe: String,
    clear: String,
}

/// Returns the names of the fields and methods of a struct.
pub fn field_names(id: DefinitionId, fields: &[Field], extra: &Extra, scope: &Scope<'_>) -> StructNames {
    let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
    let mut others = match extra {
        Extra::Closed => "unknown_properties".to_owned(),
        Extra::Kept(_) => "additional_properties".to_owned(),
    };
    let claimed = || {
        let methods = wires.iter().flat_map(|wire| methods_of(&snake(wire)));
        methods.chain([others.clone()]).collect()
    };
    let rust = scope
        .names
        .members(id, Space::Fields, &Member::all(&wires), (claimed, is_claimable));
    while rust.contains(&others) {
        others.push('_');
    }
    let is_reserved = |name: &str| RESERVED.contains(&name);
    let mut methods: HashSet<String> = rust.iter().filter(|name| !is_reserved(name)).cloned().collect();
    let mut method = |prefix: &str, field: &str| {
        let mut name = method_name(prefix, field);
        while !methods.insert(name.clone()) {
            name.push('_');
        }
        name
    };
    let fields = rust.into_iter().map(|field| FieldNames {
        setter: if is_reserved(&field) {
            method("with", &field)
        } else {
            field.clone()
        },
        maybe: method("maybe", &field),
        clear: method("clear", &field),
        field,
    });
    StructNames {
        fields: fields.collect(),
        extra: others,
    }
}

/// Returns the methods of a field that do not have its name.
fn methods_of(field: &str) -> [String; 3] {
    ["with", "maybe", "clear"].map(|prefix| method_name(prefix, field))
}

/// Whether a struct could have another field or method with this name.
fn is_claimable(name: &str) -> bool {
    let is_method = ["with_", "maybe_", "clear_"]
        .iter()
        .any(|prefix| name.starts_with(prefix));
    is_method || name == "unknown_properties" || name == "additional_properties"
}

/// Returns the name of a method of a field: `maybe_name`.
pub fn method_name(prefix: &str, field: &str) -> String {
    format!("{prefix}_{}", field.trim_start_matches('_'))
}

/// Emits the struct, its constructor and its setters.
pub fn items(
    id: DefinitionId,
    docs: &[String],
    fields: &[Field],
    extra: &Extra,
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> TokenStream {
    let ident = ident(&scope.names.types[id]);
    let names = field_names(id, fields, extra, scope);
    let docs = docs::attributes(docs);
    let members = fields.iter().zip(&names.fields).map(|(field, names)| {
        let docs = docs::attributes(&[member_docs(id, field, set, scope)]);
        let deprecated = deprecated(field, set);
        let name = self::ident(&names.field);
        let ty = tokens(&field_type(field, scope));
        quote!(#docs #deprecated pub #name: #ty)
    });
    let others = self::ident(&names.extra);
    let (others_docs, others_shape) = match extra {
        Extra::Kept(shape) => ("Additional properties not listed in the schema.", shape),
        Extra::Closed => (
            "Properties that the schema does not allow, preserved so that nothing is lost. `validate` reports them.",
            &Shape::Json,
        ),
    };
    let mut others_docs = vec![docs::wrap(others_docs)];
    others_docs.extend(parts_of_extra(
        scope.shapes.definitions[id].schema,
        others_shape,
        set,
        scope,
    ));
    let others_docs = docs::attributes(&others_docs);
    let others_type = tokens(&scope.text(&Shape::Map(Box::new(others_shape.clone()))));
    let is_default = is_empty_by_default(fields);
    let asks = |field: &Field| field.presence == Presence::Required && field.constant.is_none();
    // The macro `object!` implements `Debug`, with less code than a derive; for `Eq` and `Hash` see `open_derives`.
    let derive = is_default.then(|| quote!(, Default));
    let default = (!is_default && !fields.iter().any(asks)).then(|| {
        let default = tokens(&scope.std("Default"));
        quote! {
            impl #default for #ident {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    let constructor = constructor(&scope.names.types[id], fields, &names, is_default, scope);
    let setters = fields.iter().zip(&names.fields);
    let setters = setters
        .filter(|(field, _)| field.presence != Presence::Required)
        .map(|(field, names)| setters_of(field, names, member_docs(id, field, set, scope), set, scope));
    quote! {
        #docs
        #[derive(Clone, PartialEq #derive)]
        #[non_exhaustive]
        pub struct #ident {
            #(#members,)*
            #others_docs
            pub #others: #others_type,
        }

        impl #ident {
            #constructor
            #(#setters)*
        }

        #default
    }
}

/// Whether a struct derives `Default`, which is an empty object: the constructor sets required constants and tags, and other
/// required properties have no default value.
pub fn is_empty_by_default(fields: &[Field]) -> bool {
    let mut fields = fields.iter();
    fields.all(|field| field.presence != Presence::Required && !field.is_tag)
}

/// Returns the name of the variable for a field. It cannot be the name of a newtype. The names of fields can, in a script
/// without capital letters.
fn variable(field: &str, scope: &Scope<'_>) -> String {
    let mut name = field.to_owned();
    while scope.is_newtype(&name) {
        name.push('_');
    }
    name
}

/// Emits `new`, with an argument for each required property that has more than one allowed value.
fn constructor(name: &str, fields: &[Field], names: &StructNames, is_default: bool, scope: &Scope<'_>) -> TokenStream {
    if is_default {
        let docs = docs::attributes(&[format!("Creates an empty `{name}`.")]);
        return quote! {
            #docs
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for (field, names) in fields.iter().zip(&names.fields) {
        let ident = ident(&names.field);
        let value = match (field.presence, &field.constant) {
            (Presence::Required, Some(constant)) => constant_value(constant, &cow(scope)),
            (Presence::Required, None) => {
                let argument = Argument::of(&field.shape, scope);
                let ty = &argument.ty;
                let variable = self::ident(&variable(&names.field, scope));
                arguments.push(quote!(#variable: #ty));
                argument.value(&quote!(#variable), scope)
            }
            (Presence::Optional, Some(constant)) if field.is_tag => {
                let some = tokens(&scope.std("Some"));
                let value = constant_value(constant, &cow(scope));
                quote!(#some(#value))
            }
            (Presence::Optional | Presence::Any, _) => tokens(&scope.std("None")),
            (Presence::Nullable, _) => {
                let maybe = tokens(&scope.runtime("Maybe"));
                quote!(#maybe::Absent)
            }
        };
        values.push(quote!(#ident: #value));
    }
    let others = ident(&names.extra);
    let map = tokens(&scope.collection("BTreeMap"));
    let docs = if arguments.is_empty() {
        format!("Creates {} `{name}`.", article(name))
    } else {
        format!("Creates {} `{name}` from its required properties.", article(name))
    };
    let docs = docs::attributes(&[docs]);
    let many = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #many
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self {
                #(#values,)*
                #others: #map::new(),
            }
        }
    }
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    }
}

/// Emits the setters of an optional property.
fn setters_of(field: &Field, names: &FieldNames, described: String, set: &SchemaSet, scope: &Scope<'_>) -> TokenStream {
    let (ident, setter) = (ident(&names.field), ident(&names.setter));
    let link = format!("[`{0}`](Self#structfield.{0})", names.field);
    let docs = if described.is_empty() {
        docs::attributes(&[format!("Sets {link}.")])
    } else {
        docs::attributes(&[described])
    };
    let deprecated = deprecated(field, set);
    let some = |value: TokenStream| match field.presence {
        Presence::Nullable => {
            let maybe = tokens(&scope.runtime("Maybe"));
            quote!(#maybe::Value(#value))
        }
        Presence::Required | Presence::Optional | Presence::Any => {
            let some = tokens(&scope.std("Some"));
            quote!(#some(#value))
        }
    };
    if let Some(constant) = &field.constant {
        let value = some(constant_value(constant, &cow(scope)));
        return quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #setter(mut self) -> Self {
                self.#ident = #value;
                self
            }
        };
    }
    let argument = Argument::of(&field.shape, scope);
    let ty = &argument.ty;
    let value = some(argument.value(&quote!(value), scope));
    let maybe = self::ident(&names.maybe);
    let maybe_docs = docs::attributes(&[format!(
        "Sets {link} if there is a value, and leaves it unset on `None`."
    )]);
    let option = tokens(&scope.std("Option"));
    let maybe_value = match field.presence {
        Presence::Nullable => {
            let maybe = tokens(&scope.runtime("Maybe"));
            let value = argument.value(&quote!(value), scope);
            quote!(value.map_or(#maybe::Absent, |value| #maybe::Value(#value)))
        }
        Presence::Required | Presence::Optional | Presence::Any => argument.mapped(scope),
    };
    let clear = (field.presence == Presence::Nullable).then(|| {
        let clear = self::ident(&names.clear);
        let docs = docs::attributes(&[format!("Sets {link} to `null`.")]);
        let maybe = tokens(&scope.runtime("Maybe"));
        quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #clear(mut self) -> Self {
                self.#ident = #maybe::Null;
                self
            }
        }
    });
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #setter(mut self, value: #ty) -> Self {
            self.#ident = #value;
            self
        }

        #maybe_docs
        #deprecated
        #[must_use]
        pub fn #maybe(mut self, value: #option<#ty>) -> Self {
            self.#ident = #maybe_value;
            self
        }

        #clear
    }
}

/// The type of an argument of a constructor or a setter.
struct Argument {
    kind: ArgumentKind,
    ty: TokenStream,
}

enum ArgumentKind {
    Value,
    Boxed,
    List { converts: bool },
    Map { converts: bool },
}

impl Argument {
    fn of(shape: &Shape, scope: &Scope<'_>) -> Self {
        let into = scope.std("Into");
        let iterator = scope.std("IntoIterator");
        // Only a type with conversions benefits from `Into`. For other types, the plain item type allows `[]` to be
        // inferred.
        let item = |inner: &Shape| {
            if scope.has_conversions(inner) {
                format!("impl {into}<{}>", scope.text(inner))
            } else {
                scope.text(inner)
            }
        };
        let (kind, ty) = match shape {
            Shape::Boxed(inner) => (ArgumentKind::Boxed, format!("impl {into}<{}>", scope.text(inner))),
            Shape::List(inner) => (
                ArgumentKind::List {
                    converts: scope.has_conversions(inner),
                },
                format!("impl {iterator}<Item = {}>", item(inner)),
            ),
            Shape::Map(inner) => (
                ArgumentKind::Map {
                    converts: scope.has_conversions(inner),
                },
                format!(
                    "impl {iterator}<Item = (impl {into}<{}>, {})>",
                    scope.std("String"),
                    item(inner)
                ),
            ),
            other => (ArgumentKind::Value, format!("impl {into}<{}>", scope.text(other))),
        };
        Self { kind, ty: tokens(&ty) }
    }

    /// Returns the expression that converts the argument into the field's value.
    fn value(&self, given: &TokenStream, scope: &Scope<'_>) -> TokenStream {
        match self.kind {
            ArgumentKind::Value => quote!(#given.into()),
            ArgumentKind::Boxed => {
                let boxed = tokens(&scope.std("Box"));
                quote!(#boxed::new(#given.into()))
            }
            ArgumentKind::List { converts: true } => {
                let into = tokens(&scope.std("Into"));
                quote!(#given.into_iter().map(#into::into).collect())
            }
            ArgumentKind::List { converts: false } => quote!(#given.into_iter().collect()),
            ArgumentKind::Map { converts: true } => {
                quote!(#given.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
            }
            ArgumentKind::Map { converts: false } => {
                quote!(#given.into_iter().map(|(name, value)| (name.into(), value)).collect())
            }
        }
    }

    /// Returns the expression that converts an `Option` of the argument.
    fn mapped(&self, scope: &Scope<'_>) -> TokenStream {
        match self.kind {
            ArgumentKind::Value => {
                let into = tokens(&scope.std("Into"));
                quote!(value.map(#into::into))
            }
            ArgumentKind::Boxed | ArgumentKind::List { .. } | ArgumentKind::Map { .. } => {
                let mapped = self.value(&quote!(value), scope);
                quote!(value.map(|value| #mapped))
            }
        }
    }
}

fn cow(scope: &Scope<'_>) -> TokenStream {
    tokens(&scope.collection("Cow"))
}

/// Returns the expression for a constant. `cow` is the path of `Cow`.
pub(super) fn constant_value(constant: &Constant, cow: &TokenStream) -> TokenStream {
    match constant {
        Constant::String(text) => quote!(#cow::Borrowed(#text)),
        Constant::Null => quote!(()),
        Constant::Bool(flag) => quote!(#flag),
        Constant::Integer(number) => {
            let magnitude = number.unsigned_abs();
            let literal = match (i32::try_from(*number), i64::try_from(*number)) {
                (Ok(_), _) => Literal::u128_unsuffixed(magnitude),
                (Err(_), Ok(_)) => literal_of_type(magnitude, "i64"),
                (Err(_), Err(_)) => literal_of_type(magnitude, "i128"),
            };
            converted(&literal, *number < 0)
        }
        Constant::Float(number) => {
            let float = number.as_f64().expect("the constant equals an f64");
            converted(&Literal::f64_unsuffixed(float.abs()), float < 0.0)
        }
    }
}

/// Returns the conversion of a literal. A method call binds more tightly than a sign.
fn converted(literal: &Literal, is_negative: bool) -> TokenStream {
    if is_negative {
        quote!((-#literal).into())
    } else {
        quote!(#literal.into())
    }
}

fn literal_of_type(magnitude: u128, ty: &str) -> Literal {
    let literal = format!("{magnitude}{ty}").parse();
    literal.expect("digits and a type are a literal")
}

/// Returns the type of a field: the type of the value, wrapped according to its presence.
fn field_type(field: &Field, scope: &Scope<'_>) -> String {
    let value = match &field.constant {
        Some(Constant::String(_)) => format!("{}<'static, str>", scope.collection("Cow")),
        Some(Constant::Null | Constant::Bool(_) | Constant::Integer(_) | Constant::Float(_)) | None => {
            scope.text(&field.shape)
        }
    };
    match field.presence {
        Presence::Required => value,
        Presence::Optional | Presence::Any => format!("{}<{value}>", scope.std("Option")),
        Presence::Nullable => format!("{}<{value}>", scope.runtime("Maybe")),
    }
}

/// Returns `#[deprecated]` if the schema of the property is deprecated.
fn deprecated(field: &Field, set: &SchemaSet) -> Option<TokenStream> {
    let schemas = field.schemas();
    let schemas = schemas.iter().flat_map(|schema| set.in_place(*schema));
    let notes = schemas.flat_map(|schema| [schema, set.deref(schema)].map(|schema| &set.keywords(schema).notes));
    let mut deprecated = notes.filter(|notes| notes.deprecated);
    let notes = deprecated.next()?;
    docs::deprecated(true, notes.description.as_deref())
}

/// Returns the documentation of a property of a struct: what it means in each place that shares the struct, its limits, the
/// documentation of its parts without a type, and what it means in some cases.
fn member_docs(id: DefinitionId, field: &Field, set: &SchemaSet, scope: &Scope<'_>) -> String {
    let meanings = meanings(id, field, set, scope);
    let texts: Vec<&str> = meanings.iter().flat_map(|meaning| meaning.texts.clone()).collect();
    let description = match &meanings[..] {
        [] | [_] => Description::One(texts.join("\n\n")),
        several => {
            let items = several.iter().map(|meaning| {
                let text = meaning.texts.join("\n\n");
                docs::item(&docs::code(&meaning.place), &text, "")
            });
            Description::List(items.collect::<Vec<String>>().join("\n"))
        }
    };
    let cases = cases::of_property(scope.shapes.definitions[id].schema, &field.wire, set);
    let always = documentation(description, field, &texts, set, scope);
    docs::paragraphs([always].into_iter().chain(cases))
}

/// Returns the documentation of a property: its descriptions, its limits, and those of its parts without a type.
pub fn field_docs(field: &Field, set: &SchemaSet, scope: &Scope<'_>) -> String {
    let described = descriptions(&field.schemas(), field, set);
    documentation(Description::One(described.join("\n\n")), field, &described, set, scope)
}

enum Description {
    /// A description, as the schema has it.
    One(String),
    /// A list of descriptions, as Markdown that is wrapped.
    List(String),
}

fn documentation(
    description: Description,
    field: &Field,
    shown: &[&str],
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> String {
    let schemas = field.schemas();
    let limits = match &field.constant {
        Some(constant) => docs::limits_of_constant(constant),
        None => docs::limits_of_places(&schemas, &field.shape, set),
    };
    let mut paragraphs = match description {
        Description::One(text) => vec![docs::with_limits(&text, &limits)],
        Description::List(list) => vec![list, docs::wrap(&limits)],
    };
    for schema in schemas {
        paragraphs.extend(parts(schema, &field.shape, shown, set, scope));
    }
    docs::paragraphs(paragraphs)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
