//! Form bodies: `application/x-www-form-urlencoded`, with the Encoding Objects of their fields.

use typewright_core::endpoint::media_type::{essence, is_json};
use typewright_core::endpoint::{FieldForm, ListStyle};

use super::combined::{fields, targets};
use super::kind::Kind;
use super::{Content, Reader};
use crate::input::document::{Member, Node, step};

/// Whether a media type is that of a form.
pub(super) fn is_form(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

impl<'a> Reader<'a> {
    /// Reads a form with a schema. `list` is the pointer of the media types; an inline schema becomes a type with the
    /// given name. Returns `None` if the fields are not described, or in a way that is not supported, which is reported.
    pub(super) fn form_content(
        &mut self,
        member: &'a Member,
        list: &str,
        name: &str,
        is_request: bool,
    ) -> Option<Content> {
        let (media, pointer) = (&member.value, step(list, &member.name));
        let schema = media.get("schema")?;
        if !is_object(self.root(), schema) {
            return None;
        }
        self.expect_fields(media, &pointer, Kind::MediaType);
        self.ignore_extensions(media, &pointer);
        let encoding = if is_request {
            self.encodings(media, schema, &pointer)?
        } else {
            self.ignore_field(
                media,
                "encoding",
                &pointer,
                "encodings of responses",
                "remove them: only request bodies have encodings (OpenAPI 3.1, 4.8.14.1)",
            );
            Vec::new()
        };
        let location = self.location(&step(&pointer, "schema"));
        let name = schema.get("$ref").is_none().then(|| name.to_owned());
        self.schemas.push((location.clone(), name));
        Some(Content::Form {
            media_type: member.name.clone(),
            schema: location,
            encoding,
        })
    }

    /// Returns the fields whose serialization is not the default.
    fn encodings(&mut self, media: &'a Node, schema: &'a Node, pointer: &str) -> Option<Vec<(String, FieldForm)>> {
        let known = fields(self.root(), schema);
        let mut encodings = Vec::new();
        let mut is_supported = true;
        let members = self.object(media, "encoding", pointer);
        let pointer = step(pointer, "encoding");
        for member in members {
            let pointer = step(&pointer, &member.name);
            if !self.is(&member.value, "an object", &pointer) {
                continue;
            }
            self.expect_fields(&member.value, &pointer, Kind::Encoding);
            self.ignore_extensions(&member.value, &pointer);
            if !known.contains(&&*member.name) && !has_other_fields(self.root(), schema) {
                self.ignore(
                    member.at,
                    &pointer,
                    "encodings of fields that the schema of the body does not list",
                    "correct the name, or add the property to the schema",
                );
                continue;
            }
            match self.encoding(&member.value, property(self.root(), schema, &member.name), &pointer) {
                Ok(FieldForm::DEFAULT) => {}
                Ok(form) => encodings.push((member.name.clone(), form)),
                Err(why) => {
                    is_supported = false;
                    self.warning(
                        member.at,
                        &pointer,
                        format!(
                            "the encoding of the field {:?} is not supported ({why}): the body is passed as raw bytes and not \
                             validated",
                            member.name
                        ),
                        "describe an object with \"style\": \"deepObject\" or \"contentType\": \"application/json\", and an array \
                         with one of the styles of a query parameter",
                    );
                }
            }
        }
        is_supported.then_some(encodings)
    }

    /// Reads the encoding of a field. An error is the reason why it is not supported.
    #[allow(clippy::match_same_arms)] // an arm for each case of the specification
    fn encoding(&mut self, node: &'a Node, property: Option<&Node>, pointer: &str) -> Result<FieldForm, String> {
        if self.flag(node, "allowReserved", pointer) == Some(true) {
            self.ignore(
                node.at,
                &step(pointer, "allowReserved"),
                "`allowReserved` flags of form fields",
                "reserved characters are percent-encoded, which a server decodes",
            );
        }
        self.ignore_field(
            node,
            "headers",
            pointer,
            "headers of form fields",
            "only the parts of a multipart body have headers",
        );
        let explode = self.flag(node, "explode", pointer);
        let style = self.optional_text(node, "style", pointer);
        let content_type = self.optional_text(node, "contentType", pointer);
        match (style.as_deref(), explode, content_type.as_deref()) {
            // Only the media type says how the field is written (OpenAPI 3.1.1, 4.8.15.1.1).
            (None, None, None) => Ok(FieldForm::DEFAULT),
            (None, None, Some(media_type)) if is_json(media_type) => Ok(FieldForm::Json),
            (None, None, Some(media_type)) if essence(media_type).eq_ignore_ascii_case("text/plain") => {
                Ok(FieldForm::DEFAULT)
            }
            (None, None, Some(media_type)) => Err(format!("a value as {media_type:?}")),
            (Some("deepObject"), _, _) => Ok(FieldForm::Brackets),
            (None | Some("form"), ..) if property.is_some_and(|property| is_object(self.root(), property)) => {
                Err("an object in the style \"form\", whose properties look like fields of the body".to_owned())
            }
            (None | Some("form"), Some(false), _) => Ok(FieldForm::Text(ListStyle::Commas)),
            (None | Some("form"), Some(true) | None, _) => Ok(FieldForm::DEFAULT),
            (Some("spaceDelimited"), Some(false) | None, _) => Ok(FieldForm::Text(ListStyle::Spaces)),
            (Some("pipeDelimited"), Some(false) | None, _) => Ok(FieldForm::Text(ListStyle::Pipes)),
            (Some("spaceDelimited" | "pipeDelimited"), Some(true), _) => Ok(FieldForm::DEFAULT),
            (Some(style), ..) => Err(format!("the style {style:?}")),
        }
    }
}

/// Whether a schema describes an object, itself or with a combination.
pub(super) fn is_object(document: &Node, schema: &Node) -> bool {
    targets(document, schema).into_iter().any(|schema| {
        let is_type = |kind: &Node| kind.as_str() == Some("object");
        let kind = schema.get("type");
        let is_named = kind.is_some_and(|kind| is_type(kind) || kind.items().iter().any(is_type));
        is_named || kind.is_none() && schema.get("properties").is_some() || is_in_another_file(schema)
    })
}

/// Whether an object may have properties that are not listed in this document.
fn has_other_fields(document: &Node, schema: &Node) -> bool {
    targets(document, schema)
        .into_iter()
        .any(|schema| schema.get("additionalProperties").is_some() || is_in_another_file(schema))
}

fn is_in_another_file(schema: &Node) -> bool {
    schema.get("$ref").is_some()
}

/// Returns the schema of a property.
fn property<'n>(document: &'n Node, schema: &'n Node, name: &str) -> Option<&'n Node> {
    let mut schemas = targets(document, schema).into_iter();
    schemas.find_map(|schema| schema.get("properties")?.get(name))
}
