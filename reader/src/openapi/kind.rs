//! The kinds of parts that a description consists of, and their fields.

use super::Reader;
use crate::input::document::{Node, step};

/// A message and how to fix the error.
pub(super) type Problem = (String, &'static str);

/// The kinds of parts that a `$ref` can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    /// Has no section and no `$ref`.
    MediaType,
    /// Has no section and no `$ref`.
    Encoding,
    Header,
    Example,
    Link,
    Callback,
    SecurityScheme,
}

/// The sections of `components`, and what is in them.
const SECTIONS: [(&str, &str, Option<Kind>); 10] = [
    ("schemas", "a schema", None),
    ("responses", "a response", Some(Kind::Response)),
    ("parameters", "a parameter", Some(Kind::Parameter)),
    ("examples", "an example", Some(Kind::Example)),
    ("requestBodies", "a request body", Some(Kind::RequestBody)),
    ("headers", "a header", Some(Kind::Header)),
    ("securitySchemes", "a security scheme", Some(Kind::SecurityScheme)),
    ("links", "a link", Some(Kind::Link)),
    ("callbacks", "a callback", Some(Kind::Callback)),
    ("pathItems", "a path", Some(Kind::PathItem)),
];

/// Fields that tell that something is a schema.
const OF_SCHEMAS: [&str; 10] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "format",
    "items",
    "oneOf",
    "properties",
    "schema",
    "type",
];

/// Whether an object is a schema rather than something that holds schemas.
pub(super) fn looks_like_schema(node: &Node) -> bool {
    let is_own = |name: &str| OF_SCHEMAS.contains(&name) || ["$id", "$schema", "definitions"].contains(&name);
    node.members().iter().any(|member| is_own(&member.name))
}

impl Kind {
    /// Rejects a JSON Pointer into another section of `components`.
    pub(super) fn expect_in_components(self, pointer: &str) -> Result<(), Problem> {
        let steps: Vec<&str> = pointer.split('/').collect();
        let ["", "components", section, _] = steps[..] else {
            return Ok(());
        };
        match SECTIONS.into_iter().find(|(name, ..)| *name == section) {
            Some((_, found, kind)) if kind != Some(self) => Err((
                format!("expected {}, found {found}", self.words()),
                "refer to a part of the kind that belongs here; a schema belongs into `content`",
            )),
            Some(_) | None => Ok(()),
        }
    }

    fn words(self) -> &'static str {
        let section = SECTIONS.into_iter().find(|(_, _, kind)| *kind == Some(self));
        section.map_or("an operation", |(_, words, _)| words)
    }

    /// The fields that are read or ignored with a warning of their own.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Operation => &[
                "tags",
                "summary",
                "description",
                "externalDocs",
                "operationId",
                "parameters",
                "requestBody",
                "responses",
                "callbacks",
                "deprecated",
                "security",
                "servers",
            ],
            Self::Parameter => &[
                "name",
                "in",
                "description",
                "required",
                "deprecated",
                "allowEmptyValue",
                "style",
                "explode",
                "allowReserved",
                "schema",
                "example",
                "examples",
                "content",
            ],
            Self::RequestBody => &["description", "content", "required"],
            Self::MediaType => &["schema", "example", "examples", "encoding"],
            Self::Encoding => &["contentType", "headers", "style", "explode", "allowReserved"],
            Self::Response => &["summary", "description", "headers", "content", "links"],
            Self::PathItem | Self::Header | Self::Example | Self::Link | Self::Callback | Self::SecurityScheme => &[],
        }
    }
}

impl Reader<'_> {
    /// Rejects a schema in the place of a part, and reports fields that the part does not have.
    pub(super) fn expect_fields(&mut self, node: &Node, pointer: &str, kind: Kind) {
        let known = kind.fields();
        for member in node.members() {
            let name = &*member.name;
            if known.contains(&name) || name == "$ref" || name.starts_with("x-") {
                continue;
            }
            let pointer = step(pointer, name);
            if OF_SCHEMAS.contains(&name) && matches!(kind, Kind::Response | Kind::RequestBody) {
                let message = format!("expected {}, found `{name}`, which belongs to a schema", kind.words());
                let help = "write the schema as \"content\": {\"application/json\": {\"schema\": …}}";
                self.error(member.at, &pointer, message, help);
                return;
            }
            self.ignore(
                member.at,
                &pointer,
                "unknown fields",
                "correct the spelling; a field of your own begins with `x-`",
            );
        }
    }
}
