//! Emits enums and newtypes.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use crate::emit::accessors::accessors;
use crate::emit::docs;
use crate::emit::rust_type::{Scope, tokens};
use crate::input::document::Node;
use crate::model::identifier::{distinct, pascal};
use crate::model::shape::{Choice, Definition, DefinitionId, Kind, Label, Shape, Variant};
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

/// Returns the names of the variants of an enum.
pub fn variant_names(values: &[String], held: &[Variant], scope: &Scope<'_>) -> VariantNames {
    let held = held.iter().map(|variant| match &variant.shape {
        // The name of a string type is a better label than "string".
        Shape::Named(definition) if variant.label == Label::Kind("string") => scope.names.types[*definition].as_str(),
        _ => variant.label.as_str(),
    });
    let words: Vec<&str> = values.iter().map(String::as_str).chain(held).collect();
    let names = distinct(&words, pascal, &[]);
    let free = ["Unknown", "Undocumented", "Unrecognized"]
        .into_iter()
        .find(|name| !names.iter().any(|taken| taken == name));
    VariantNames {
        unknown: free.unwrap_or("Unknown_").to_owned(),
        names,
    }
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
    Some(match &definition.kind {
        Kind::Struct(..) | Kind::Open => return None,
        Kind::Strings(values, held) => {
            let mut about = BTreeMap::new();
            describe_values(set.deref(definition.schema), set, &mut about);
            strings(&name, &docs, (values, &about), held, set, scope)
        }
        Kind::Text => {
            let docs = docs::attributes(&docs);
            let string = tokens(&scope.std("String"));
            quote! {
                #docs
                #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
        Kind::Choice(choice) => choice_item(&name, &docs, choice, set, scope),
        Kind::Wrapper(shape) => {
            let docs = docs::attributes(&docs);
            let inner = tokens(&scope.text(shape));
            let derives = scope.derives(std::iter::once(shape));
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
            quote! {
                #docs
                #[derive(Debug, Clone, PartialEq, Eq, Hash)]
                pub struct #name(pub #json);
            }
        }
    })
}

/// Collects the descriptions of the branches that each accept a single string.
fn describe_values<'a>(schema: SchemaId, set: &'a SchemaSet, about: &mut BTreeMap<&'a str, &'a str>) {
    let keywords = set.keywords(schema);
    for &branch in keywords.one_of.iter().chain(&keywords.any_of) {
        let (own, target) = (set.keywords(branch), set.keywords(set.deref(branch)));
        let value = match (&target.values, &target.constant) {
            (Some(values), _) => match &values[..] {
                [only] => only.as_str(),
                _ => None,
            },
            (None, constant) => constant.as_ref().and_then(Node::as_str),
        };
        let notes = [&own.notes, &target.notes];
        let descriptions = notes.iter().find_map(|notes| notes.description.as_deref());
        let text = descriptions.or_else(|| notes.iter().find_map(|notes| notes.title.as_deref()));
        match (value, text) {
            (Some(value), Some(text)) => {
                about.entry(value).or_insert(text);
            }
            // References are not followed, so the recursion ends.
            _ => describe_values(branch, set, about),
        }
    }
}

fn strings(
    name: &Ident,
    docs: &[String],
    (values, about): (&[String], &BTreeMap<&str, &str>),
    held: &[Variant],
    set: &SchemaSet,
    scope: &Scope<'_>,
) -> TokenStream {
    let names = variant_names(values, held, scope);
    let fixed = values.iter().zip(&names.names).map(|(value, variant)| {
        let about = about.get(value.as_str()).map(|text| docs::prose(text));
        let docs = docs::attributes(&[docs::code(value), about.unwrap_or_default()]);
        let variant = ident(variant);
        quote!(#docs #variant)
    });
    let holding = held
        .iter()
        .zip(names.names.iter().skip(values.len()))
        .map(|(variant, name)| {
            let docs = docs::attributes(&[variant_docs(variant, set)]);
            let name = ident(name);
            let inner = tokens(&scope.text(&variant.shape));
            quote!(#docs #name(#inner))
        });
    let known: Vec<Ident> = names.names.iter().take(values.len()).map(|name| ident(name)).collect();
    let open_enum = tokens(&scope.runtime("OpenEnum"));
    let ordered = held.iter().all(|variant| scope.is_ordered(&variant.shape));
    let order = ordered.then(|| quote!(, PartialOrd, Ord));
    let docs = docs::attributes(docs);
    let unknown = ident(&names.unknown);
    let unknown_type = tokens(&scope.runtime("Unknown"));
    let unknown_docs = docs::attributes(&["Any other value, preserved verbatim.".to_owned()]);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Hash #order)]
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

fn choice_item(name: &Ident, docs: &[String], choice: &Choice, set: &SchemaSet, scope: &Scope<'_>) -> TokenStream {
    let names = variant_names(&[], &choice.variants, scope);
    let variants = choice.variants.iter().zip(&names.names).map(|(variant, name)| {
        let docs = docs::attributes(&[variant_docs(variant, set)]);
        let name = ident(name);
        let inner = tokens(&variant_type(variant, scope));
        quote!(#docs #name(#inner))
    });
    let docs = docs::attributes(docs);
    let unknown = ident(&names.unknown);
    let json = tokens(&scope.runtime("Json"));
    let unknown_docs = docs::attributes(&["Any other value, preserved verbatim.".to_owned()]);
    let derives = scope.derives(choice.variants.iter().map(|variant| &variant.shape));
    let accessors = accessors(name, choice, &names.names, &unknown, set, scope);
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

/// Returns the distinct descriptions of the branches of a variant.
fn variant_docs(variant: &Variant, set: &SchemaSet) -> String {
    let mut described: Vec<String> = Vec::new();
    for &branch in &variant.branches {
        let docs = branch_docs(variant, branch, set);
        described.extend(docs.filter(|docs| !described.contains(docs)));
    }
    if !described.is_empty() {
        return described.join("\n\n");
    }
    match variant.types & !NULL {
        STRING => "A text.".to_owned(),
        BOOLEAN => "`true` or `false`.".to_owned(),
        ARRAY => "An array.".to_owned(),
        OBJECT => "An object.".to_owned(),
        types if types & !(INTEGER | NUMBER) == 0 => "A number.".to_owned(),
        _ => "A value of one of several types.".to_owned(),
    }
}

fn branch_docs(variant: &Variant, branch: SchemaId, set: &SchemaSet) -> Option<String> {
    let own = set.keywords(branch);
    let target = set.keywords(set.deref(branch));
    let mut described = [own, target]
        .into_iter()
        .filter_map(|keywords| keywords.notes.description.as_deref());
    let is_branch = own.types.is_none_or(|types| types & !variant.types == 0);
    let description = described.next().filter(|_| is_branch)?;
    Some(match &variant.shape {
        Shape::Named(_) => docs::prose(description),
        _ => docs::with_limits(description, &docs::limits(target)),
    })
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
