//! Emits enums and newtypes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::accessors::accessors;
use crate::emit::docs;
use crate::emit::parts::parts;
use crate::emit::rust_type::{Scope, open_derives, tokens};
use crate::emit::secrets;
use crate::model::identifier::pascal;
use crate::model::label::Label;
use crate::model::names::members::{Member, Space};
use crate::model::shape::{Choice, Definition, DefinitionId, EnumValue, Kind, Shape, Variant};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The names of the variants of an enum, including the one for unknown values.
#[derive(Debug)]
pub struct VariantNames {
    /// In the order of the schema: literal values first, then variants with a payload.
    pub names: Vec<String>,
    /// The variant for unknown values, which is the last one.
    pub unknown: String,
}

/// The names for the variant for unknown values. The first one that no other variant has is used.
const UNKNOWN: [&str; 3] = ["Unknown", "Undocumented", "Unrecognized"];

/// Returns the names of the variants of an enum of strings.
pub fn string_names(
    id: DefinitionId,
    values: &[EnumValue<String>],
    held: &[Variant],
    scope: &Scope<'_>,
) -> VariantNames {
    let values = values.iter().map(Member::value);
    variant_names(id, Space::Values, values.collect(), held, scope)
}

/// Returns the names of the variants of an enum of integers.
pub fn integer_names(id: DefinitionId, values: &[EnumValue<i64>], scope: &Scope<'_>) -> VariantNames {
    let values = values.iter().map(|value| Member::of(&pascal(&value.words())));
    variant_names(id, Space::Integers, values.collect(), &[], scope)
}

/// Returns the names of the variants of an enum with payloads.
pub fn choice_names(id: DefinitionId, choice: &Choice, scope: &Scope<'_>) -> VariantNames {
    variant_names(id, Space::Branches, Vec::new(), &choice.variants, scope)
}

fn variant_names(
    id: DefinitionId,
    space: Space,
    mut members: Vec<Member>,
    held: &[Variant],
    scope: &Scope<'_>,
) -> VariantNames {
    members.extend(held.iter().map(|variant| match &variant.shape {
        // The name of a string type is a better label than "string".
        Shape::Named(definition) if variant.label == Label::Kind("string") => {
            Member::of(&scope.names.types[*definition])
        }
        _ => Member::of(variant.label.as_str()),
    }));
    let claimed = || UNKNOWN.map(str::to_owned).to_vec();
    let names = scope.names.members(id, space, &members, (claimed, is_claimable));
    let free = UNKNOWN
        .into_iter()
        .find(|name| !names.iter().any(|taken| taken == name));
    VariantNames {
        unknown: free.unwrap_or("Unknown_").to_owned(),
        names,
    }
}

fn is_claimable(name: &str) -> bool {
    UNKNOWN.contains(&name)
}

/// Emits a definition that is not a struct.
pub fn item(
    id: DefinitionId,
    definition: &Definition,
    docs: &[String],
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let name = ident(&scope.names.types[id]);
    let mut docs = docs.to_vec();
    let has_hidden = secrets::debug_call(id, definition, set, scope).is_some();
    let derives = |others: TokenStream| secrets::derives(has_hidden, &others);
    Some(match &definition.kind {
        Kind::Struct(..) | Kind::Open => return None,
        Kind::Strings(values, held) => strings((id, &name), &docs, values, held, derives, set, scope),
        Kind::Integers(values) => integers((id, &name), &docs, values, derives, scope),
        Kind::Text => {
            let derives = derives(quote!(Clone, PartialEq, Eq, Hash, PartialOrd, Ord));
            let docs = docs::attributes(&docs);
            let string = tokens(&scope.std("String"));
            quote! {
                #docs
                #[derive(#derives)]
                pub struct #name(#string);

                impl #name {
                    #[doc = " Returns the text as it is in JSON."]
                    #[must_use]
                    pub fn as_str(&self) -> &str {
                        &self.0
                    }

                    #[doc = " Returns the text itself."]
                    #[must_use]
                    pub fn into_string(self) -> #string {
                        self.0
                    }
                }
            }
        }
        Kind::Choice(choice) => choice_item((id, &name), &docs, choice, derives, set, scope),
        Kind::Wrapper(shape) => {
            let docs = docs::attributes(&docs);
            let inner = tokens(&scope.text(shape));
            let derives = derives(scope.derives(shape));
            quote! {
                #docs
                #[derive(#derives)]
                pub struct #name(pub #inner);
            }
        }
        Kind::Checked(reason) => {
            docs.push(docs::wrap(&format!(
                "Held as JSON, because {reason}; its rules are enforced by the exact check."
            )));
            let docs = docs::attributes(&docs);
            let json = tokens(&scope.runtime("Json"));
            let derives = derives(quote!(Clone, PartialEq, Eq, Hash));
            quote! {
                #docs
                #[derive(#derives)]
                pub struct #name(pub #json);
            }
        }
    })
}

fn strings(
    (id, name): (DefinitionId, &Ident),
    docs: &[String],
    values: &[EnumValue<String>],
    held: &[Variant],
    derives: impl Fn(TokenStream) -> TokenStream,
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> TokenStream {
    let names = string_names(id, values, held, scope);
    let fixed = values.iter().zip(&names.names).map(|(value, variant)| {
        let docs = value_docs(&value.value, value);
        let variant = ident(variant);
        quote!(#docs #variant)
    });
    let holding = held
        .iter()
        .zip(names.names.iter().skip(values.len()))
        .map(|(variant, name)| {
            let docs = variant_docs(variant, name, set, scope);
            let name = ident(name);
            let inner = tokens(&scope.text(&variant.shape));
            quote!(#docs #name(#inner))
        });
    let known: Vec<Ident> = names.names.iter().take(values.len()).map(|name| ident(name)).collect();
    let open_enum = tokens(&scope.runtime("OpenEnum"));
    let ordered = held.iter().all(|variant| scope.is_ordered(&variant.shape));
    let order = ordered.then(|| quote!(, PartialOrd, Ord));
    let derives = derives(quote!(Clone, PartialEq, Eq, Hash #order));
    let docs = docs::attributes(docs);
    let unknown = ident(&names.unknown);
    let unknown_type = tokens(&scope.runtime("Unknown"));
    let unknown_docs = docs::attributes(&["Any other value, preserved verbatim.".to_owned()]);
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#fixed,)*
            #(#holding,)*
            #unknown_docs
            #unknown(#unknown_type<#name>),
        }

        impl #name {
            #[doc = " The documented values, in the order of the schema."]
            pub const KNOWN: &'static [Self] = &[#(Self::#known),*];

            #[doc = " Returns the value as it is in JSON."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                #open_enum::as_str(self)
            }
        }
    }
}

fn integers(
    (id, name): (DefinitionId, &Ident),
    docs: &[String],
    values: &[EnumValue<i64>],
    derives: impl Fn(TokenStream) -> TokenStream,
    scope: &Scope<'_>,
) -> TokenStream {
    let derives = derives(quote!(Clone, PartialEq, Eq, Hash));
    let names = integer_names(id, values, scope);
    let variants: Vec<Ident> = names.names.iter().map(|name| ident(name)).collect();
    let fixed = values.iter().zip(&variants).map(|(value, variant)| {
        let docs = value_docs(&value.value.to_string(), value);
        quote!(#docs #variant)
    });
    let open_enum = tokens(&scope.runtime("OpenIntegerEnum"));
    let option = tokens(&scope.std("Option"));
    let docs = docs::attributes(docs);
    let unknown = ident(&names.unknown);
    let unknown_type = tokens(&scope.runtime("UnknownInteger"));
    let unknown_docs = docs::attributes(&["Any other integer, preserved as written.".to_owned()]);
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#fixed,)*
            #unknown_docs
            #unknown(#unknown_type<#name>),
        }

        impl #name {
            #[doc = " The documented values, in the order of the schema."]
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            #[doc = " Returns the value as an `i64`. `None` for an unknown value that does not fit."]
            #[must_use]
            pub fn as_i64(&self) -> #option<i64> {
                #open_enum::to_integer(self).as_i64()
            }
        }
    }
}

/// Returns the attributes of a documented value.
fn value_docs<V>(text: &str, value: &EnumValue<V>) -> TokenStream {
    let description = value.description.as_deref();
    let deprecated = docs::deprecated(value.deprecated, description);
    let docs = docs::attributes(&[docs::code(text), description.map(docs::prose).unwrap_or_default()]);
    quote!(#docs #deprecated)
}

fn choice_item(
    (id, name): (DefinitionId, &Ident),
    docs: &[String],
    choice: &Choice,
    derives: impl Fn(TokenStream) -> TokenStream,
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> TokenStream {
    let names = choice_names(id, choice, scope);
    let variants = choice.variants.iter().zip(&names.names).map(|(variant, name)| {
        let docs = variant_docs(variant, name, set, scope);
        let name = ident(name);
        let inner = tokens(&variant_type(variant, scope));
        quote!(#docs #name(#inner))
    });
    let docs = docs::attributes(docs);
    let unknown = ident(&names.unknown);
    let json = tokens(&scope.runtime("Json"));
    let unknown_docs = docs::attributes(&["Any other value, preserved verbatim.".to_owned()]);
    let accessors = accessors(name, choice, &names.names, &unknown, set, scope);
    let derives = derives(open_derives());
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown_docs
            #unknown(#json),
        }

        #accessors
    }
}

/// Returns the payload type of a variant, boxed if necessary.
pub fn variant_type(variant: &Variant, scope: &Scope<'_>) -> String {
    let inner = scope.text(&variant.shape);
    if variant.boxed {
        format!("{}<{inner}>", scope.std("Box"))
    } else {
        inner
    }
}

/// Returns the attributes of a variant: the distinct descriptions of its branches, and `#[deprecated]` if all of them are.
/// A variant without any has no documentation: its type says what it holds.
fn variant_docs(variant: &Variant, name: &str, set: &SchemaSet, scope: &Scope<'_>) -> TokenStream {
    let mut described: Vec<String> = Vec::new();
    for &branch in &variant.branches {
        for paragraph in branch_docs(variant, name, branch, set, scope) {
            if !paragraph.is_empty() && !described.contains(&paragraph) {
                described.push(paragraph);
            }
        }
    }
    let notes = |branch: SchemaId| [branch, set.deref(branch)].map(|schema| &set.keywords(schema).notes);
    let is_deprecated = |branch: &SchemaId| notes(*branch).iter().any(|notes| notes.deprecated);
    let is_deprecated = variant
        .branches
        .iter()
        .all(|branch| is_branch(variant, *branch, set) && is_deprecated(branch));
    let mut branches = variant.branches.iter().flat_map(|branch| notes(*branch));
    let about = branches.find_map(|notes| notes.description.as_deref());
    let (docs, deprecated) = (docs::attributes(&described), docs::deprecated(is_deprecated, about));
    quote!(#docs #deprecated)
}

/// Returns the paragraphs about a branch: its description, its limits, and those of its parts without a type.
fn branch_docs(variant: &Variant, name: &str, branch: SchemaId, set: &SchemaSet, scope: &Scope<'_>) -> Vec<String> {
    if !is_branch(variant, branch, set) {
        return Vec::new();
    }
    let (own, target) = (set.keywords(branch), set.keywords(set.deref(branch)));
    let described = own.notes.description.as_deref().or(target.notes.description.as_deref());
    let (described, limits) = if let Shape::Named(_) = variant.shape {
        // The documentation of the type has its title and its limits.
        (described, docs::default_of(own))
    } else {
        let title = target.notes.title.as_deref();
        let title = title.filter(|title| docs::says_more(title, name));
        (described.or(title), docs::limits(target))
    };
    let shown: Vec<&str> = described.into_iter().collect();
    let mut paragraphs = vec![docs::with_limits(described.unwrap_or_default(), &limits)];
    paragraphs.extend(parts(branch, &variant.shape, &shown, set, scope));
    paragraphs
}

/// Whether a variant has all values of a branch, and not only those of some types.
fn is_branch(variant: &Variant, branch: SchemaId, set: &SchemaSet) -> bool {
    let types = set.keywords(branch).types;
    types.is_none_or(|types| types & !variant.types == 0)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
