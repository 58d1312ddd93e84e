//! Keywords that say nothing of any value that the `type` beside them allows.

use typewright_core::schema::{ARRAY, INTEGER, NUMBER, OBJECT, STRING};

use super::{Keywords, Reader};
use crate::input::document::{Node, step};

impl Reader<'_, '_> {
    /// Takes away the keywords that are about values of other types than the schema allows. They restrict nothing, and
    /// who wrote them meant something else.
    pub(super) fn drop_idle(&mut self, node: &Node) {
        let Some(types) = self.keywords.types else {
            return;
        };
        for about in About::ALL.into_iter().filter(|about| types & about.types() == 0) {
            for member in node.members() {
                // A format that is not checked has a warning of its own, or is one of numbers.
                let is_checked = member.name != "format" || self.keywords.format.is_some();
                if about.keywords().contains(&&*member.name) && is_checked {
                    self.warning(
                        member.at,
                        &step(&self.context.pointer, &member.name),
                        format!(
                            "`{}` is about {}, and the `type` allows none, so it says nothing",
                            member.name,
                            about.word()
                        ),
                        "remove it, or correct the `type`",
                    );
                }
            }
            about.drop_from(&mut self.keywords);
        }
    }
}

/// What the keywords of validation are about (draft-07, 6.2 to 6.5).
#[derive(Clone, Copy)]
enum About {
    Texts,
    Numbers,
    Arrays,
    Objects,
}

impl About {
    const ALL: [Self; 4] = [Self::Texts, Self::Numbers, Self::Arrays, Self::Objects];

    fn word(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Numbers => "numbers",
            Self::Arrays => "arrays",
            Self::Objects => "objects",
        }
    }

    fn types(self) -> u8 {
        match self {
            Self::Texts => STRING,
            Self::Numbers => NUMBER | INTEGER,
            Self::Arrays => ARRAY,
            Self::Objects => OBJECT,
        }
    }

    fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::Texts => &["minLength", "maxLength", "pattern", "format"],
            Self::Numbers => &[
                "multipleOf",
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
            ],
            Self::Arrays => &[
                "items",
                "prefixItems",
                "additionalItems",
                "contains",
                "minItems",
                "maxItems",
                "uniqueItems",
            ],
            Self::Objects => &[
                "required",
                "properties",
                "patternProperties",
                "additionalProperties",
                "propertyNames",
                "minProperties",
                "maxProperties",
                "dependencies",
                "dependentRequired",
                "dependentSchemas",
            ],
        }
    }

    fn drop_from(self, keywords: &mut Keywords) {
        match self {
            Self::Texts => {
                keywords.min_length = None;
                keywords.max_length = None;
                keywords.pattern = None;
                keywords.format = None;
            }
            Self::Numbers => keywords.bounds.clear(),
            Self::Arrays => {
                keywords.items = None;
                keywords.tuple = None;
                keywords.additional_items = None;
                keywords.contains = None;
                keywords.min_items = None;
                keywords.max_items = None;
                keywords.unique_items = false;
            }
            Self::Objects => {
                keywords.required.clear();
                keywords.properties.clear();
                keywords.pattern_properties.clear();
                keywords.additional_properties = None;
                keywords.closed = false;
                keywords.property_names = None;
                keywords.min_properties = None;
                keywords.max_properties = None;
                keywords.required_with.clear();
                keywords.schema_with.clear();
            }
        }
    }
}
