//! Multipart bodies: a struct with a field for each part.

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::endpoint::PartForm;

use super::answers::plain;
use super::request::{is_maybe, maybe, setter};
use super::{Endpoints, ident};
use crate::emit::docs;
use crate::emit::parts::parts;
use crate::emit::rust_type::open_derives;
use crate::emit::secrets::{self, Shown};
use crate::input::names_file::is_name;
use crate::model::identifier::snake;
use crate::model::names::members::{Group, Member, Space};
use crate::model::shape::Shape;
use crate::openapi::{Content, Multipart, Operation, Part};

/// The decision in the names file: the name of the struct.
const KEY: &str = "multipart";

/// The names of the field for the headers of a value, and of the method that adds one.
struct HeaderNames {
    field: String,
    method: String,
}

impl Endpoints<'_> {
    /// Names the struct of a multipart body.
    pub(super) fn name_multipart(&self, place: &str, content: &mut Content, action: &str, taken: &mut Vec<String>) {
        let multipart = match content {
            Content::Multipart(multipart) => Some(multipart),
            Content::Several(several) => several.forms.iter_mut().find_map(|(_, content)| match content {
                Content::Multipart(multipart) => Some(multipart),
                _ => None,
            }),
            _ => None,
        };
        let Some(multipart) = multipart else { return };
        let names = &self.scope.names.members;
        let known = names.decided(place, KEY);
        let known = known.filter(|known| is_name(known));
        let mut name = known.map_or_else(|| format!("{action}Multipart"), str::to_owned);
        while taken.contains(&name) {
            name.push('_');
        }
        taken.push(name.clone());
        names.decide(place, KEY, name.clone());
        multipart.name = name;
    }

    /// Returns the struct of a multipart body, and its wire table.
    pub(super) fn multipart(
        &self,
        operation: &Operation,
        multipart: &Multipart,
        action: &str,
    ) -> (TokenStream, String) {
        let (fields, headers) = self.part_names(operation, multipart);
        let beside = headers.iter().flat_map(|headers| [&headers.field, &headers.method]);
        let mut methods: Vec<String> = fields.iter().chain(beside).cloned().collect();
        let mut headers = headers.into_iter().peekable();
        let name = ident(&multipart.name);
        let (mut members, mut arguments, mut values, mut setters) = (vec![], vec![], vec![], vec![]);
        let mut lines = Vec::new();
        let mut shown = Vec::new();
        for (part, field) in multipart.parts.iter().zip(&fields) {
            shown.push(Shown {
                name: field.clone(),
                is_option: !part.required,
                is_hidden: part.form != PartForm::File && self.hides(&part.schema, self.shape_of(&part.schema)),
            });
            let (ty, table) = self.part_type(operation, part);
            let described = self.part_docs(part);
            let id = self.schema_id(&part.schema);
            let deprecated = docs::deprecated(self.set.keywords(id).notes.deprecated, None);
            let docs = docs::attributes(&[described]);
            let member = ident(field);
            if part.required {
                members.push(quote!(#docs #deprecated pub #member: #ty));
                arguments.push(quote!(#member: impl Into<#ty>));
                values.push(quote!(#member: #member.into()));
            } else {
                members.push(quote!(#docs #deprecated pub #member: Option<#ty>));
                values.push(quote!(#member: None));
                setters.push(setter(
                    &member,
                    &ty,
                    &quote!(#docs #deprecated),
                    deprecated.as_ref(),
                    &mut methods,
                ));
            }
            let optional = if part.required { "" } else { "optional_" };
            let kind = match (part.form, part.is_list) {
                (PartForm::File, true) => "files",
                (PartForm::File, false) => "file",
                _ => "value",
            };
            let (name, table) = (&part.name, plain(&table));
            lines.push(format!("    {field}: {optional}{kind}({name:?}, {table});\n"));
            if let Some(headers) = headers.next_if(|_| part.has_headers_beside()) {
                let (others, method) = part_headers(&headers, part);
                let field = headers.field;
                shown.push(Shown::visible(&field));
                let member = ident(&field);
                members.push(others);
                values.push(quote!(#member: Vec::new()));
                setters.push(method);
                lines.push(format!("    {field}: headers({name:?}, Schema::ANY);\n"));
            }
        }
        let mut additional = None;
        if multipart.is_open {
            let mut field = "additional_parts".to_owned();
            while fields.contains(&field) {
                field.push('_');
            }
            let (others, method) = additional_parts(&field, &mut methods);
            members.push(others);
            let member = ident(&field);
            values.push(quote!(#member: Vec::new()));
            setters.push(method);
            shown.push(Shown::visible(&field));
            additional = Some(field);
        }
        let about = docs::attributes(&[
            format!("The parts of the body of [`{action}`]."),
            docs::prose(&multipart.description),
        ]);
        let is_default = arguments.is_empty();
        let default = is_default.then(|| quote!(, Default));
        let about_new = if is_default {
            " Creates a body without parts."
        } else {
            " Creates the body from its required parts."
        };
        let many = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let debug = secrets::debug_struct(&multipart.name, &shown);
        let derives = secrets::derives(debug.is_some(), &open_derives());
        let code = quote! {
            #about
            #[derive(#derives #default)]
            #[must_use]
            #[non_exhaustive]
            pub struct #name { #(#members,)* }

            impl #name {
                #[doc = #about_new]
                #many
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
                #(#setters)*
            }
        };
        let others = additional.map_or_else(String::new, |field| format!(", {field}"));
        let wire = format!("multipart! {{ {}{others};\n{}}}\n", multipart.name, lines.concat());
        (code, debug.unwrap_or_default() + &wire)
    }

    /// Returns the names of the fields of all parts, and those of the headers of values that have some.
    fn part_names(&self, operation: &Operation, multipart: &Multipart) -> (Vec<String>, Vec<HeaderNames>) {
        let parts = multipart.parts.iter();
        let headers = parts.clone().filter(|part| part.has_headers_beside());
        let headers = headers.flat_map(|part| {
            [
                Member::of(&format!("{} headers", part.name)),
                Member::of(&format!("{} header", part.name)),
            ]
        });
        let members: Vec<Member> = parts.map(|part| Member::of(&part.name)).chain(headers).collect();
        let optional = multipart.parts.iter().filter(|part| !part.required);
        let claimed: Vec<String> = optional.map(|part| maybe(&snake(&part.name))).collect();
        let names = self.scope.names.members.assign(&Group {
            places: &[self.own_place(operation)],
            space: Space::Parts,
            members: &members,
            reserved: &["additional_part", "additional_parts"],
            claimed: &claimed,
            is_claimable: is_maybe,
            is_known: self.was_generated(operation),
        });
        let is_method =
            |name: &str| crate::emit::structs::RESERVED.contains(&name) || name == "fields" || name == "receive";
        let names = names.into_iter();
        let mut names: Vec<String> = names
            .map(|name| if is_method(&name) { format!("{name}_") } else { name })
            .collect();
        let mut headers = names.split_off(multipart.parts.len()).into_iter();
        let mut pairs = Vec::new();
        while let (Some(field), Some(method)) = (headers.next(), headers.next()) {
            pairs.push(HeaderNames { field, method });
        }
        (names, pairs)
    }

    /// Returns the type of a part, and its table.
    fn part_type(&self, operation: &Operation, part: &Part) -> (TokenStream, TokenStream) {
        let ty = match (part.form, part.is_list) {
            (PartForm::File, true) => quote!(Vec<FilePart>),
            (PartForm::File, false) => return (quote!(FilePart), quote!(Schema::ANY)),
            _ => self.part_value_type(part),
        };
        let table = self.request_table(operation, &format!("part {}", part.name), &part.schema);
        (ty, table)
    }

    fn part_value_type(&self, part: &Part) -> TokenStream {
        match self.shape_of(&part.schema) {
            // `null` has no text form. Absence of the part takes its place.
            Shape::Nullable(inner) if part.form == PartForm::Value => self.path(inner),
            _ => self.schema_type(&part.schema),
        }
    }

    /// Returns the documentation of a part: its description with its limits.
    fn part_docs(&self, part: &Part) -> String {
        let id = self.schema_id(&part.schema);
        let (own, target) = (self.set.keywords(id), self.set.keywords(self.set.deref(id)));
        let described = [own, target]
            .into_iter()
            .find_map(|keywords| keywords.notes.description.as_deref());
        let description = described.unwrap_or_default();
        let mut about = Vec::new();
        if part.form == PartForm::File {
            if !part.media_type.is_empty() {
                let media_types = part
                    .media_type
                    .split(',')
                    .map(|media_type| docs::code(media_type.trim()));
                about.push(format!(
                    "Media type: {}.",
                    media_types.collect::<Vec<String>>().join(" or ")
                ));
            }
            about.extend(headers_docs("Required headers", &part.required_headers));
        } else {
            about.push(docs::limits_of_place(id, self.shape_of(&part.schema), self.set));
        }
        let shape = self.shape_of(&part.schema);
        let parts = parts(id, shape, &[description], self.set, self.scope);
        let about = docs::with_limits(description, about.join(" ").trim());
        docs::paragraphs([about].into_iter().chain(parts))
    }
}

/// Returns a sentence that lists headers, if there are any.
fn headers_docs(what: &str, headers: &[String]) -> Option<String> {
    let headers = headers.iter().map(|header| docs::code(header));
    let headers: Vec<String> = headers.collect();
    (!headers.is_empty()).then(|| format!("{what}: {}.", headers.join(", ")))
}

/// Returns the field for the headers of a value, and the method that adds one.
fn part_headers(names: &HeaderNames, part: &Part) -> (TokenStream, TokenStream) {
    let (field, method) = (ident(&names.field), ident(&names.method));
    let known = [
        headers_docs("Required", &part.required_headers),
        headers_docs("Optional", &part.optional_headers),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    let name = docs::code(&part.name);
    let about = docs::attributes(&[docs::wrap(&format!("The headers of {name}. {}", known.join(" ")))]);
    let about_method = docs::attributes(&[docs::wrap(&format!("Adds a header of {name}. {}", known.join(" ")))]);
    let declared = quote!(#about pub #field: Vec<(String, String)>);
    let code = quote! {
        #about_method
        pub fn #method(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.#field.push((name.into(), value.into()));
            self
        }
    };
    (declared, code)
}

/// Returns the field for parts that are not documented, and its method.
fn additional_parts(field: &str, methods: &mut Vec<String>) -> (TokenStream, TokenStream) {
    let mut method = "additional_part".to_owned();
    while methods.contains(&method) {
        method.push('_');
    }
    methods.push(method.clone());
    let (member, method) = (ident(field), ident(&method));
    let about = docs::attributes(&["Other parts, each with its name.".to_owned()]);
    let about_method = docs::attributes(&["Adds a part that is not documented.".to_owned()]);
    let declared = quote!(#about pub #member: Vec<(String, FilePart)>);
    let code = quote! {
        #about_method
        pub fn #method(mut self, name: impl Into<String>, part: impl Into<FilePart>) -> Self {
            self.#member.push((name.into(), part.into()));
            self
        }
    };
    (declared, code)
}
