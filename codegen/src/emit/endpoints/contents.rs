//! Bodies with several media types: an enum with a variant for each.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::endpoint::Status;
use typewright_core::endpoint::media_type::essence;

use super::answers::{plain, variant};
use super::{Endpoints, ident};
use crate::emit::docs;
use crate::emit::rust_type::open_derives;
use crate::input::names_file::{NAMES, is_name};
use crate::model::identifier::pascal;
use crate::openapi::media_types::word;
use crate::openapi::{Content, Operation, Several};
use crate::report::Report;

/// The code of an enum and its wire table.
pub(super) type ContentEnum = (TokenStream, String);

impl Endpoints<'_> {
    /// Returns the action with named enums for bodies that have several media types.
    ///
    /// The names file records a body that has one type, because a media type that is added later must not change it.
    pub(super) fn with_contents(
        &self,
        operation: &Operation,
        name: &str,
        taken: &mut Vec<String>,
        report: &mut Report,
    ) -> Operation {
        let mut operation = operation.clone();
        // The type of the result is always recorded, so an action with it was generated before.
        let is_known = self.decided(&operation, "answer").is_some();
        let place = self.action_place(&operation);
        if let Some(body) = &operation.body {
            let wanted = format!("{name}Content");
            let content = self.named_content(&operation, "body", &body.content, (wanted, is_known), taken, report);
            if let Some(body) = &mut operation.body {
                body.content = content;
                self.name_multipart(&place, &mut body.content, name, taken);
            }
        }
        let mut counts = [0, 0];
        for index in 0..operation.responses.len() {
            let response = &operation.responses[index];
            let Some(content) = &response.content else { continue };
            let is_success = matches!(response.status, Status::Code(200..=299) | Status::Class(2));
            let count = &mut counts[usize::from(is_success)];
            let wanted = match (*count, is_success) {
                (0, true) => format!("{name}ResponseContent"),
                (0, false) => format!("{name}ErrorContent"),
                _ => format!("{name}{}Content", variant(response.status).0),
            };
            let key = format!("content {}", response.status);
            let content = self.named_content(&operation, &key, content, (wanted, is_known), taken, report);
            *count += usize::from(matches!(content, Content::Several(_)));
            operation.responses[index].content = Some(content);
        }
        operation
    }

    /// Returns the content with the name of its enum, if it has one. `key` is that of the decision.
    fn named_content(
        &self,
        operation: &Operation,
        key: &str,
        content: &Content,
        (wanted, is_known): (String, bool),
        taken: &mut Vec<String>,
        report: &mut Report,
    ) -> Content {
        let decided = self.decided(operation, key);
        let Content::Several(several) = content else {
            let Some(known) = decided.filter(|known| is_name(known)) else {
                // JSON is what an action without a record has.
                if !matches!(content, Content::Json { .. }) {
                    self.decide(operation, key, content.media_type());
                }
                return content.clone();
            };
            // An enum whose other media types are gone.
            let several = Several {
                name: String::new(),
                forms: vec![(String::new(), content.clone())],
                location: (operation.location.clone(), operation.at),
            };
            return Content::Several(self.with_names(operation, key, &several, known.to_owned(), taken));
        };
        let only = match decided {
            Some(known) if known.contains('/') => {
                several.forms.iter().find(|(_, content)| content.media_type() == known)
            }
            None if is_known => several
                .forms
                .iter()
                .find(|(_, content)| matches!(content, Content::Json { .. })),
            Some(_) | None => None,
        };
        // Without a record of the body, an earlier run has found JSON, or no body.
        let Some((_, only)) = only else {
            let wanted = decided.filter(|known| is_name(known)).map_or(wanted, str::to_owned);
            return Content::Several(self.with_names(operation, key, several, wanted, taken));
        };
        if !matches!(only, Content::Json { .. }) {
            self.decide(operation, key, only.media_type());
        }
        let kept = only.media_type();
        let others = several.forms.iter().map(|(_, content)| content.media_type());
        let others: Vec<String> = others.filter(|media_type| *media_type != kept).collect();
        let (location, at) = &several.location;
        let noun = if key == "body" { "body" } else { "response" };
        report.warning(
            &self.place(*at, location),
            format!(
                "the type of this {noun} of `{}` stays that of {kept}, because it was generated before {} was documented",
                operation.id,
                others.join(", ")
            ),
            format!(
                "to make the type an enum of all documented media types, which breaks its users, set `{key:?}` of {:?} to \
                 {wanted:?} in {NAMES}",
                self.action_place(operation)
            ),
        );
        only.clone()
    }

    fn with_names(
        &self,
        operation: &Operation,
        key: &str,
        several: &Several,
        wanted: String,
        taken: &mut Vec<String>,
    ) -> Several {
        let mut name = wanted;
        while taken.contains(&name) {
            name.push('_');
        }
        taken.push(name.clone());
        self.decide(operation, key, name.clone());
        let variant_key = |media_type: &str| format!("{key} as {}", essence(media_type).to_ascii_lowercase());
        let mut seen = BTreeSet::new();
        let known = several.forms.iter().map(|(_, content)| {
            let known = self.decided(operation, &variant_key(&content.media_type()))?;
            (is_name(known) && seen.insert(known)).then(|| known.to_owned())
        });
        let mut variants: Vec<Option<String>> = known.collect();
        for index in 0..variants.len() {
            if variants[index].is_none() {
                let media_type = several.forms[index].1.media_type();
                let short = pascal(&word(&media_type));
                let is_free = |variant: &String| !variants.iter().flatten().any(|other| other == variant);
                let long = pascal(&essence(&media_type).replace('*', "any"));
                let mut variant = if is_free(&short) { short } else { long };
                while !is_free(&variant) {
                    variant.push('_');
                }
                variants[index] = Some(variant);
            }
        }
        let forms = several.forms.iter().zip(variants.into_iter().flatten());
        let forms = forms.map(|((_, content), variant)| {
            self.decide(operation, &variant_key(&content.media_type()), variant.clone());
            (variant, content.clone())
        });
        Several {
            name,
            forms: forms.collect(),
            location: several.location.clone(),
        }
    }

    /// Returns the enum of a body with several media types. `part` is the name of its tables.
    pub(super) fn content_enum(&self, operation: &Operation, part: &str, several: &Several, name: &str) -> ContentEnum {
        let is_request = part == "body";
        let (mut variants, mut lines) = (Vec::new(), Vec::new());
        let (mut structs, mut wires) = (Vec::new(), Vec::new());
        for (variant, content) in &several.forms {
            let ty = if is_request {
                self.body_type(content)
            } else {
                self.content_type(content)
            };
            let media_type = content.media_type();
            let table = self.content_table(operation, &format!("{part} {variant}"), content.schema());
            let kind = match content {
                Content::Json { .. } => "json",
                Content::Form { .. } => "form",
                Content::Multipart(multipart) => {
                    let (items, wire) = self.multipart(operation, multipart, name);
                    structs.push(items);
                    wires.push(wire);
                    "multipart"
                }
                Content::Text { .. } => "text",
                Content::Raw(_) | Content::Several(_) => "raw",
            };
            let about = docs::attributes(&[docs::code(&media_type), self.content_text(content)]);
            let shown = ident(variant);
            variants.push(quote!(#about #shown(#ty)));
            let (ty, table) = (plain(&ty), plain(&table));
            lines.push(format!("    {variant}({ty}) = {kind}({media_type:?}, {table});\n"));
        }
        let about = docs::attributes(&[if is_request {
            format!("The body of [`{name}`], by its media type.")
        } else {
            format!("The content of a response to [`{name}`], by its media type.")
        }]);
        let (derives, shown) = (open_derives(), ident(&several.name));
        let code = quote! {
            #about
            #[derive(Debug, #derives)]
            #[non_exhaustive]
            pub enum #shown { #(#variants,)* }

            #(#structs)*
        };
        let macro_name = if is_request { "bodies" } else { "contents" };
        let wire = format!("{macro_name}! {{ {};\n{}}}\n", several.name, lines.concat());
        let from = if is_request {
            self.conversions(operation, several)
        } else {
            String::new()
        };
        (code, [wire, from, wires.concat()].concat())
    }

    /// Returns the conversions of content into the enum of a body: for each variant whose type no other variant has. A
    /// variant that is added later takes no conversion away.
    fn conversions(&self, operation: &Operation, several: &Several) -> String {
        const KEY: &str = "body from";
        let types: Vec<String> = several
            .forms
            .iter()
            .map(|(_, content)| plain(&self.canonical_type(content)))
            .collect();
        let variants = || several.forms.iter().map(|(variant, _)| variant.as_str()).zip(&types);
        let known = self.decided(operation, KEY).unwrap_or_default();
        let mut chosen: Vec<(&str, &String)> = Vec::new();
        let known = variants().filter(|(variant, _)| known.split(' ').any(|known| known == *variant));
        let unique = variants().filter(|(_, ty)| types.iter().filter(|other| other == ty).count() == 1);
        for (variant, ty) in known.chain(variants().take(1)).chain(unique) {
            if !chosen.iter().any(|(_, other)| *other == ty) {
                chosen.push((variant, ty));
            }
        }
        let names: Vec<&str> = chosen.iter().map(|(variant, _)| *variant).collect();
        self.decide(operation, KEY, names.join(" "));
        let lines = chosen.into_iter().map(|(variant, ty)| {
            let raw = ty
                .strip_suffix("::Upload")
                .filter(|_| ty.starts_with("::typewright_runtime"));
            let raw = raw.map_or_else(String::new, |path| format!("    {variant}({path}::RawBody);\n"));
            format!("    {variant}({ty});\n{raw}")
        });
        format!("body_from! {{ {};\n{}}}\n", several.name, lines.collect::<String>())
    }

    /// Returns the type of a body by its own name, not by that of an alias.
    fn canonical_type(&self, content: &Content) -> TokenStream {
        let schema = match content {
            Content::Json { schema, .. } => schema.as_ref(),
            Content::Form { schema, .. } => Some(schema),
            _ => None,
        };
        schema.map_or_else(|| self.body_type(content), |schema| self.path(self.shape_of(schema)))
    }
}
