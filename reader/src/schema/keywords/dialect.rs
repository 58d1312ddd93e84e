//! The dialects of schemas, and their differences.

use typewright_core::schema::NULL;

use super::{Keywords, Reader};
use crate::input::document::{Member, Node, Value, step};
use crate::report::ErrorId;

/// The dialect of a schema: draft-07, or a dialect that differs in some keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// JSON Schema draft-07.
    Draft07,
    /// JSON Schema draft-04.
    Draft04,
    /// The schema object of OpenAPI 3.0, which is similar to draft-04 and adds `nullable`.
    OpenApi30,
    /// The schema object of OpenAPI 3.1, which adds annotations.
    OpenApi31,
}

impl Dialect {
    /// Returns the keyword for the URI of a schema.
    pub fn id_keyword(self) -> &'static str {
        match self {
            Self::Draft04 => "id",
            Self::Draft07 | Self::OpenApi30 | Self::OpenApi31 => "$id",
        }
    }

    /// Whether `exclusiveMinimum` is a boolean that modifies `minimum`.
    pub(super) fn has_boolean_bounds(self) -> bool {
        matches!(self, Self::Draft04 | Self::OpenApi30)
    }

    /// Whether a format is defined by OpenAPI or its registry of formats. Such formats are annotations (OpenAPI 3.1, 4.4).
    pub(super) fn has_format(self, name: &str) -> bool {
        const OPENAPI: [&str; 13] = [
            "binary", "byte", "double", "float", "int16", "int32", "int64", "int8", "password", "uint16", "uint32",
            "uint64", "uint8",
        ];
        self.is_openapi() && OPENAPI.contains(&name)
    }

    pub(super) fn is_openapi(self) -> bool {
        matches!(self, Self::OpenApi30 | Self::OpenApi31)
    }
}

/// Keywords of later drafts that a draft-07 validator ignores.
pub(super) const LATER_DRAFTS: [&str; 12] = [
    "unevaluatedItems",
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$recursiveAnchor",
    "$recursiveRef",
    "dependentRequired",
    "dependentSchemas",
    "maxContains",
    "minContains",
    "prefixItems",
    "unevaluatedProperties",
];

impl Reader<'_, '_> {
    /// Handles `"nullable": true` of OpenAPI 3.0: the schema also accepts null.
    pub(super) fn or_null(&mut self, node: &Node) {
        let keywords = &mut self.keywords;
        let applies_others = !(keywords.all_of.is_empty() && keywords.any_of.is_empty() && keywords.one_of.is_empty())
            || keywords.not.is_some();
        if !applies_others {
            if let Some(types) = &mut keywords.types {
                *types |= NULL;
            }
            if let Some(values) = &mut keywords.values
                && !values.iter().any(|value| matches!(value.value, Value::Null))
            {
                values.push(Node {
                    at: node.at,
                    value: Value::Null,
                });
            }
            return;
        }
        // The other keywords may reject null, so null becomes a separate branch. Subschemas keep their locations. The
        // two branches are located at `nullable`, where the document has no schema.
        let place = step(&self.context.pointer, "nullable");
        let mut notes = core::mem::take(&mut keywords.notes);
        let mut rest = core::mem::take(keywords);
        rest.notes.discriminator = notes.discriminator.take();
        let object = |members| Node {
            at: node.at,
            value: Value::Object(members),
        };
        let null = object(vec![Member {
            name: "type".to_owned(),
            at: node.at,
            value: Node {
                at: node.at,
                value: Value::String("null".to_owned()),
            },
        }]);
        let any_of = vec![
            (self.register)(&object(Vec::new()), place.clone(), Some(rest), self.report),
            self.schema(&null, &step(&place, "null")),
        ];
        self.keywords = Keywords {
            any_of,
            notes,
            ..Keywords::default()
        };
    }

    /// Handles keywords next to a `$ref`, which OpenAPI 3.1 does not ignore (JSON Schema 2020-12, 8.2.3.1).
    pub(super) fn beside_reference(mut self, node: &Node, reference: &Node) -> (Keywords, Option<ErrorId>) {
        let pointer = step(&self.context.pointer, "$ref");
        let alone = Node {
            at: reference.at,
            value: Value::Object(vec![Member {
                name: "$ref".to_owned(),
                at: reference.at,
                value: reference.clone(),
            }]),
        };
        let target = self.schema(&alone, &pointer);
        let mut rest = node.clone();
        rest.remove("/$ref");
        let (mut keywords, fault) = self.object(&rest);
        keywords.all_of.insert(0, target);
        (keywords, fault)
    }
}
