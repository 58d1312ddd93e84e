//! Annotations, which do not affect validation.

use super::{Discriminator, Reader};
use crate::input::document::{Node, Value, step};
use crate::openapi::external_docs::see_also;

/// The annotations of a schema.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // one for each annotation
pub struct Notes {
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `default`, as JSON.
    pub default: Option<String>,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `format: password`
    pub password: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// `contentEncoding`
    pub content_encoding: Option<String>,
    /// `contentMediaType`
    pub content_media_type: Option<String>,
    /// `discriminator`
    pub discriminator: Option<Discriminator>,
    /// The properties that a parent with a `discriminator` declares for all of its children.
    pub common: Vec<String>,
    /// The property and its value that select this schema from the unions with a `discriminator`, if all of them agree.
    pub tag: Option<(String, String)>,
    /// `x-rust-name`: the name that a maintainer assigns to the type, and the byte offset of the value.
    pub rust_name: Option<(String, usize)>,
    /// `x-enum-varnames` or `x-enumNames`: the names of the values of `enum`.
    pub value_names: Vec<String>,
    /// `x-enum-descriptions` or `x-enumDescriptions`: the descriptions of the values of `enum`.
    pub value_descriptions: Vec<String>,
}

/// Keywords that may be next to a `$ref` without restricting the value.
const ANNOTATIONS: [&str; 16] = [
    "$comment",
    "$defs",
    "$ref",
    "$schema",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Whether a schema contains only a `$ref` and annotations.
pub(super) fn only_annotates(node: &Node) -> bool {
    let is_annotation = |name: &str| ANNOTATIONS.contains(&name) || name.starts_with("x-");
    node.members().iter().all(|member| is_annotation(&member.name))
}

impl Reader<'_, '_> {
    /// Reads an annotation. Returns whether the keyword is one.
    pub(super) fn annotation(&mut self, name: &str, value: &Node) -> bool {
        let notes = &mut self.keywords.notes;
        match name {
            "title" | "description" if value.as_str().is_none() => {
                let pointer = step(&self.context.pointer, name);
                self.wrong(value, &pointer, "a string");
            }
            "title" => notes.title = value.as_str().map(str::to_owned),
            "description" => {
                // Only a link to documentation elsewhere was read before.
                let own = value.as_str().map(str::to_owned);
                notes.description = match notes.description.take() {
                    Some(link) => Some(paragraphs(own, link)),
                    None => own,
                };
            }
            "default" => notes.default = Some(value.to_json()),
            // Draft-07 does not define `deprecated`, so any value is valid there.
            "deprecated" if !self.context.dialect.is_openapi() && !matches!(value.value, Value::Bool(_)) => {
                let pointer = step(&self.context.pointer, name);
                self.warning(
                    value.at,
                    &pointer,
                    format!(
                        "`deprecated` has no effect: expected true or false, found {}",
                        value.kind()
                    ),
                    "write true, and put the reason into the `description`",
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
                        format!(
                            "`x-rust-name` must be the name of a Rust type, found {}",
                            value.to_json()
                        ),
                        "write a name in PascalCase, such as \"OrgRole\"",
                    ),
                }
            }
            "contentMediaType" | "contentEncoding" => {
                let text = value.as_str().map(str::to_owned);
                // Any content is of this type: frameworks write it for a file.
                let says_nothing = name == "contentMediaType" && text.as_deref() == Some("application/octet-stream");
                match name {
                    "contentEncoding" => notes.content_encoding = text,
                    _ => notes.content_media_type = text,
                }
                if says_nothing {
                    return true;
                }
                let pointer = step(&self.context.pointer, name);
                self.warning(
                    value.at,
                    &pointer,
                    format!("`{name}` is not enforced: it is treated as an annotation"),
                    "check the content where your code reads it",
                );
            }
            "x-enum-varnames" | "x-enumNames" => {
                let names = self.texts_of_values(name, value);
                self.keywords.notes.value_names = names;
            }
            "x-enum-descriptions" | "x-enumDescriptions" => {
                let descriptions = self.texts_of_values(name, value);
                self.keywords.notes.value_descriptions = descriptions;
            }
            "examples" | "example" | "$comment" => {}
            "discriminator" if self.context.dialect.is_openapi() => self.discriminator(value),
            "xml" if self.context.dialect.is_openapi() => self.xml(value),
            "externalDocs" if self.context.dialect.is_openapi() => {
                if let Some(link) = self.external_docs(value) {
                    let description = self.keywords.notes.description.take();
                    self.keywords.notes.description = Some(paragraphs(description, link));
                }
            }
            name if name.starts_with("x-") => self.extension(name, value),
            _ => return false,
        }
        true
    }
}

impl Reader<'_, '_> {
    fn xml(&mut self, value: &Node) {
        let pointer = step(&self.context.pointer, "xml");
        self.warning(
            value.at,
            &pointer,
            "`xml` is ignored: the content of XML bodies is not typed".to_owned(),
            "parse XML bodies in your code; JSON is not affected",
        );
    }

    /// Notes an extension in an OpenAPI document. In a JSON Schema, its author has marked it as an annotation.
    fn extension(&mut self, name: &str, value: &Node) {
        if self.context.dialect.is_openapi() {
            let pointer = step(&self.context.pointer, name);
            self.note(
                value.at,
                &pointer,
                format!("`{name}` is ignored"),
                "nothing needs to be done if it is not meant for typewright",
            );
        }
    }

    /// Reads a link to documentation elsewhere.
    fn external_docs(&mut self, value: &Node) -> Option<String> {
        let link = see_also(value);
        if link.is_none() {
            let pointer = step(&self.context.pointer, "externalDocs");
            self.warning(
                value.at,
                &pointer,
                "`externalDocs` has no effect: expected an object with a string `url`".to_owned(),
                "write an object with the `url` of the documentation",
            );
        }
        link
    }

    /// Reads an extension that has a string for each value of `enum`.
    fn texts_of_values(&mut self, name: &str, value: &Node) -> Vec<String> {
        let texts = match &value.value {
            Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        texts.unwrap_or_else(|| {
            let pointer = step(&self.context.pointer, name);
            self.warning(
                value.at,
                &pointer,
                format!("`{name}` has no effect: expected an array of strings"),
                "write an array with a string for each value of `enum`",
            );
            Vec::new()
        })
    }

    /// Removes the names or descriptions of values if there is not one for each value of `enum`. `null` needs none.
    pub(super) fn fit_texts_of_values(&mut self, node: &Node) {
        let values = self.keywords.values.as_deref().unwrap_or_default();
        let all = values.len();
        let others = values
            .iter()
            .filter(|value| !matches!(value.value, Value::Null))
            .count();
        let fits = |texts: &[String]| texts.is_empty() || texts.len() == all || texts.len() == others;
        let notes = &self.keywords.notes;
        let (names, descriptions) = (fits(&notes.value_names), fits(&notes.value_descriptions));
        for (fits, extensions) in [
            (names, ["x-enum-varnames", "x-enumNames"]),
            (descriptions, ["x-enum-descriptions", "x-enumDescriptions"]),
        ] {
            let extension = extensions.into_iter().find_map(|name| Some((name, node.get(name)?)));
            if let (false, Some((name, value))) = (fits, extension) {
                let pointer = step(&self.context.pointer, name);
                self.warning(
                    value.at,
                    &pointer,
                    format!("`{name}` has no effect: expected {others} strings, one for each value of `enum`"),
                    "list a string for each value, in the order of `enum`",
                );
            }
        }
        let notes = &mut self.keywords.notes;
        if !names {
            notes.value_names.clear();
        }
        if !descriptions {
            notes.value_descriptions.clear();
        }
    }
}

/// Joins a description and a link to documentation elsewhere.
fn paragraphs(description: Option<String>, link: String) -> String {
    match description {
        Some(own) if !own.trim().is_empty() => format!("{}\n\n{link}", own.trim_end()),
        Some(_) | None => link,
    }
}

fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text != "Self"
}
