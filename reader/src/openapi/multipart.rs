//! Multipart bodies: `multipart/form-data`, with the Encoding Objects of their parts.

use std::collections::{BTreeMap, BTreeSet};

use typewright_core::endpoint::PartForm;
use typewright_core::endpoint::media_type::{essence, is_json, is_media_type};

use super::kind::Kind;
use super::{Content, Location, Reader};
use crate::input::document::{Member, Node, Value, step};

/// A multipart body.
#[derive(Debug, Clone)]
pub struct Multipart {
    /// The media type.
    pub media_type: String,
    /// The name of its struct; empty until the action has a name.
    pub name: String,
    /// The description of its schema.
    pub description: String,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Whether it may have other parts.
    pub is_open: bool,
}

/// A part of a multipart body.
#[derive(Debug, Clone)]
pub struct Part {
    /// The name.
    pub name: String,
    /// Where its schema is.
    pub schema: Location,
    /// The form of its value.
    pub form: PartForm,
    /// Whether it may occur several times.
    pub is_list: bool,
    /// Whether it is required.
    pub required: bool,
    /// The documented media types, separated by commas; empty if there are none.
    pub media_type: String,
    /// The headers that it needs.
    pub required_headers: Vec<String>,
    /// The other documented headers.
    pub optional_headers: Vec<String>,
}

impl Part {
    /// Whether it is a value with documented headers. A file brings its headers along.
    pub fn has_headers_beside(&self) -> bool {
        self.form != PartForm::File && !(self.required_headers.is_empty() && self.optional_headers.is_empty())
    }
}

/// Whether a media type is that of a multipart body with named parts.
pub(super) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("multipart/form-data")
}

/// Keywords that combine schemas in ways that a struct of parts cannot represent.
const COMBINATIONS: [&str; 4] = ["not", "if", "patternProperties", "dependentSchemas"];

/// Keywords for the number and the names of properties.
const LIMITS: [&str; 7] = [
    "minProperties",
    "maxProperties",
    "propertyNames",
    "dependentRequired",
    "dependencies",
    "unevaluatedProperties",
    "const",
];

/// Keywords for the content of a string, which a file does not have.
const OF_STRINGS: [&str; 5] = ["minLength", "maxLength", "pattern", "enum", "const"];

/// A schema with its location, and whether the value must match it.
type Found<'a> = (&'a Node, Location, bool);

impl<'a> Reader<'a> {
    /// Reads a multipart body with a schema. `list` is the pointer of the media types. Returns `None` if its parts are not
    /// described.
    pub(super) fn multipart_content(&mut self, member: &'a Member, list: &str) -> Option<Content> {
        let (media, pointer) = (&member.value, step(list, &member.name));
        let schema = media.get("schema")?;
        let found = self.flat(schema, self.location(&step(&pointer, "schema")));
        if !found.iter().any(|(schema, ..)| schema.get("properties").is_some()) {
            return None;
        }
        self.expect_fields(media, &pointer, Kind::MediaType);
        self.ignore_extensions(media, &pointer);
        self.unchecked(&found);
        // A part is required wherever its property is described, even in a branch that the value need not match.
        let required: BTreeSet<&str> = found
            .iter()
            .filter(|(.., must_match)| *must_match)
            .filter_map(|(schema, ..)| schema.get("required"))
            .flat_map(Node::items)
            .filter_map(Node::as_str)
            .collect();
        let encodings = self.object(media, "encoding", &pointer);
        let by_name: BTreeMap<&str, &Node> = encodings.iter().map(|one| (&*one.name, &one.value)).collect();
        let mut parts: Vec<Part> = Vec::new();
        let mut known = BTreeSet::new();
        for (schema, location, _) in &found {
            let properties = schema.get("properties").into_iter().flat_map(Node::members);
            for property in properties {
                let name = &*property.name;
                if known.contains(name) {
                    continue;
                }
                let place = location.member("properties").member(name);
                let encoding = by_name.get(name).copied();
                let Some(mut part) = self.part(property, place, encoding, &pointer) else {
                    continue;
                };
                part.required = required.contains(name);
                self.schemas.push((part.schema.clone(), None));
                parts.push(part);
                known.insert(name);
            }
        }
        self.unknown_encodings(encodings, &known, &pointer);
        let is_closed = |schema: &Node| {
            matches!(
                schema.get("additionalProperties").map(|node| &node.value),
                Some(Value::Bool(false))
            )
        };
        let mut described = found.iter().map(|(schema, ..)| schema);
        let description = described.find_map(|schema| schema.get("description").and_then(Node::as_str));
        Some(Content::Multipart(Multipart {
            media_type: member.name.clone(),
            name: String::new(),
            description: description.unwrap_or_default().to_owned(),
            parts,
            is_open: !found
                .iter()
                .any(|(schema, _, must_match)| *must_match && is_closed(schema)),
        }))
    }

    /// Reads a part; `None` if requests do not have it.
    fn part(
        &mut self,
        property: &'a Member,
        place: Location,
        encoding: Option<&'a Node>,
        pointer: &str,
    ) -> Option<Part> {
        let found = self.flat(&property.value, place.clone());
        let has_flag = |name: &str| {
            let mut flags = found.iter().filter_map(|(schema, ..)| schema.get(name));
            flags.any(|flag| matches!(flag.value, Value::Bool(true)))
        };
        if has_flag("readOnly") {
            return None;
        }
        let items: Vec<Found<'a>> = found
            .iter()
            .filter(|(schema, ..)| names_type(schema, "array"))
            .filter_map(|(schema, location, _)| Some(self.flat(schema.get("items")?, location.member("items"))))
            .flatten()
            .collect();
        let is_list = found.iter().any(|(schema, ..)| names_type(schema, "array"));
        let at = step(&step(pointer, "encoding"), &property.name);
        let encoding = encoding.filter(|encoding| self.is(encoding, "an object", &at));
        let media_type = encoding
            .and_then(|encoding| self.content_type(encoding, &at))
            .unwrap_or_default();
        let of_content = if is_list && !items.is_empty() { &items } else { &found };
        let form = self.part_form(of_content, &media_type);
        if form == PartForm::File {
            self.ignore_limits(of_content);
        }
        let (required_headers, optional_headers) = match encoding {
            Some(encoding) => self.part_headers(encoding, &at, form == PartForm::File || !is_list),
            None => Default::default(),
        };
        Some(Part {
            name: property.name.clone(),
            schema: place,
            form,
            is_list,
            required: false,
            media_type,
            required_headers,
            optional_headers,
        })
    }

    /// Returns the form of a part: what its media type says, or else its schema.
    fn part_form(&self, found: &[Found<'a>], media_type: &str) -> PartForm {
        let is_text = |media_type: &str| essence(media_type).to_ascii_lowercase().starts_with("text/");
        let has_type = found.iter().any(|(schema, ..)| schema.get("type").is_some());
        let is_binary = found.iter().any(|(schema, ..)| is_binary(schema));
        // In OpenAPI 3.1, bytes have no type.
        let is_anything = self.is_31 && found.iter().all(|(schema, ..)| says_nothing(schema));
        match media_type
            .split(',')
            .map(str::trim)
            .next()
            .filter(|first| !first.is_empty())
        {
            Some(first) if is_json(first) => PartForm::Json,
            Some(first) if is_text(first) && !is_binary && has_type => PartForm::Value,
            Some(_) => PartForm::File,
            None if is_binary || is_anything => PartForm::File,
            None => PartForm::Value,
        }
    }

    /// Reads the media types of a part.
    fn content_type(&mut self, encoding: &'a Node, pointer: &str) -> Option<String> {
        self.expect_fields(encoding, pointer, Kind::Encoding);
        self.ignore_extensions(encoding, pointer);
        for field in ["style", "explode", "allowReserved"] {
            if let Some(node) = encoding.get(field) {
                self.ignore(
                    node.at,
                    &step(pointer, field),
                    "`style`, `explode` and `allowReserved` of parts of multipart bodies",
                    "remove them: an array has a part for each item, and an object is JSON",
                );
            }
        }
        let media_type = self.optional_text(encoding, "contentType", pointer)?;
        if let Some(invalid) = media_type.split(',').find(|one| !is_media_type(one.trim())) {
            self.error(
                encoding.get("contentType").map_or(encoding.at, |node| node.at),
                &step(pointer, "contentType"),
                format!("invalid media type {invalid:?}"),
                "write one such as \"image/png\", or several separated by commas",
            );
        }
        Some(media_type)
    }

    /// Returns the required and the optional headers of a part. Values that occur several times have none: a struct would
    /// not tell which of them has which header.
    fn part_headers(&mut self, encoding: &'a Node, pointer: &str, has_headers: bool) -> (Vec<String>, Vec<String>) {
        if !has_headers {
            self.ignore_field(
                encoding,
                "headers",
                pointer,
                "headers of parts that occur several times and are no files",
                "describe the parts as files (\"format\": \"binary\") if they need headers",
            );
            return Default::default();
        }
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        let members = self.object(encoding, "headers", pointer);
        let pointer = step(pointer, "headers");
        for member in members {
            let pointer = step(&pointer, &member.name);
            // The media type of a part is documented by `contentType` (OpenAPI 3.1, 4.8.15.1).
            let is_ignored = member.name.eq_ignore_ascii_case("content-type");
            let target = self.deref(&member.value, &pointer, Kind::Header);
            let Some(target) = target.filter(|_| !is_ignored) else {
                continue;
            };
            let Location { file, pointer } = &target.location;
            let is_required = self.within(*file, |reader| {
                let is_text =
                    |schema: &Node| matches!(schema.members(), [only] if only.value.as_str() == Some("string"));
                let says_more = target.node.get("schema").is_some_and(|schema| !is_text(schema));
                let names = ["description", "example", "examples"].into_iter();
                for name in names.chain(says_more.then_some("schema")) {
                    reader.omit(
                        target.node,
                        name,
                        pointer,
                        "descriptions and schemas of headers of parts",
                        "the value of such a header is any text",
                    );
                }
                reader.flag(target.node, "required", pointer)
            });
            match is_required {
                Some(true) => required.push(member.name.clone()),
                _ => optional.push(member.name.clone()),
            }
        }
        (required, optional)
    }

    /// Notes encodings of parts that the body does not have.
    fn unknown_encodings(&mut self, encodings: &[Member], known: &BTreeSet<&str>, pointer: &str) {
        for member in encodings {
            if !known.contains(&*member.name) {
                self.ignore(
                    member.at,
                    &step(&step(pointer, "encoding"), &member.name),
                    "encodings of parts that the schema of the body does not list",
                    "correct the name, or add the property to the schema",
                );
            }
        }
    }

    /// Notes what is not checked of the body as a whole.
    fn unchecked(&mut self, found: &[Found<'a>]) {
        for (schema, location, _) in found {
            for member in schema.members() {
                let name = &*member.name;
                let has_schema = name == "additionalProperties" && !matches!(member.value.value, Value::Bool(_));
                let (what, help) = if COMBINATIONS.contains(&name) || matches!(name, "anyOf" | "oneOf") {
                    (
                        "combinations of schemas for a multipart body, other than `allOf`,",
                        "the parts of all branches are optional; check their combination in your code",
                    )
                } else if LIMITS.contains(&name) || has_schema {
                    (
                        "limits for the parts of a multipart body as a whole",
                        "check them in your code; limits of each part are checked",
                    )
                } else {
                    continue;
                };
                self.ignore_at(member.at, location.member(name), what, help);
            }
        }
    }

    /// Notes limits of strings for a file.
    fn ignore_limits(&mut self, found: &[Found<'a>]) {
        for (schema, location, _) in found {
            for member in schema
                .members()
                .iter()
                .filter(|member| OF_STRINGS.contains(&&*member.name))
            {
                self.ignore_at(
                    member.at,
                    location.member(&member.name),
                    "limits of strings for files in a multipart body",
                    "check them in your code: the content of a file is not read before it is sent",
                );
            }
        }
    }

    /// Returns a schema and those that it combines, behind their references, in all files.
    fn flat(&self, schema: &'a Node, location: Location) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(schema, location, true)];
        while let Some((schema, location, must_match)) = waiting.pop() {
            if !seen.insert(location.clone()) {
                continue;
            }
            if let Ok(Some((target, location))) = self.schema_behind(schema, &location) {
                waiting.push((target, location, must_match));
            }
            found.push((schema, location.clone(), must_match));
            let mut parts = Vec::new();
            for (name, all) in [("allOf", true), ("anyOf", false), ("oneOf", false)] {
                for (index, part) in schema.get(name).into_iter().flat_map(Node::items).enumerate() {
                    let location = location.member(name).member(&index.to_string());
                    parts.push((part, location, must_match && all));
                }
            }
            waiting.extend(parts.into_iter().rev());
        }
        found
    }
}

/// Whether a schema names a type.
fn names_type(schema: &Node, name: &str) -> bool {
    let is_named = |node: &Node| node.as_str() == Some(name);
    let kind = schema.get("type");
    kind.is_some_and(|kind| is_named(kind) || kind.items().iter().any(is_named))
}

/// Whether a schema describes bytes rather than text (OpenAPI 3.0 with `format`, 3.1 with `contentMediaType`).
fn is_binary(schema: &Node) -> bool {
    let is_encoded = schema.get("contentEncoding").is_some();
    schema.get("format").and_then(Node::as_str) == Some("binary")
        || schema.get("contentMediaType").is_some() && !is_encoded
}

/// Whether a schema allows every value.
fn says_nothing(schema: &Node) -> bool {
    let annotations = [
        "$ref",
        "title",
        "description",
        "example",
        "examples",
        "deprecated",
        "writeOnly",
        "$comment",
    ];
    let mut members = schema.members().iter();
    members.all(|member| annotations.contains(&&*member.name) || member.name.starts_with("x-"))
}
