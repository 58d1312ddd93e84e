//! Keywords for arrays (draft-07, 6.4).

use typewright_core::schema::ARRAY;

use super::children::Edge;
use super::group::Group;
use super::{Dialect, Reader, SchemaId};
use crate::input::document::{Node, Value, step};

/// The keywords of a schema that apply to arrays.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ArrayRules<S = SchemaId> {
    /// `items`, if it is one schema.
    pub items: Option<S>,
    /// `items`, if it is an array of schemas.
    pub tuple: Option<Vec<S>>,
    /// `additionalItems`, which has no effect without a tuple.
    pub additional_items: Option<S>,
    /// `contains`
    pub contains: Option<S>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
}

// `derive` would require `S: Default`.
impl<S> Default for ArrayRules<S> {
    fn default() -> Self {
        Self {
            items: None,
            tuple: None,
            additional_items: None,
            contains: None,
            min_items: None,
            max_items: None,
            unique_items: false,
        }
    }
}

impl<S: Copy> ArrayRules<S> {
    /// Replaces each subschema.
    pub(super) fn map<T>(&self, replace: &mut impl FnMut(Edge, S) -> T) -> ArrayRules<T> {
        let Self {
            items,
            tuple,
            additional_items,
            contains,
            min_items,
            max_items,
            unique_items,
        } = self;
        let mut inside = |schema: &S| replace(Edge::Inside, *schema);
        ArrayRules {
            items: items.as_ref().map(&mut inside),
            tuple: tuple.as_ref().map(|tuple| tuple.iter().map(&mut inside).collect()),
            additional_items: additional_items.as_ref().map(&mut inside),
            contains: contains.as_ref().map(&mut inside),
            min_items: *min_items,
            max_items: *max_items,
            unique_items: *unique_items,
        }
    }
}

impl Group for ArrayRules {
    const TYPES: u8 = ARRAY;
    const VALUES: &'static str = "arrays";
    const KEYWORDS: &'static [&'static str] = &[
        "items",
        "prefixItems",
        "additionalItems",
        "contains",
        "minItems",
        "maxItems",
        "uniqueItems",
    ];

    fn contradictions(&self) -> Vec<[&'static str; 2]> {
        let is_empty = self.min_items.zip(self.max_items).is_some_and(|(min, max)| min > max);
        is_empty.then_some(["minItems", "maxItems"]).into_iter().collect()
    }
}

impl Reader<'_, '_> {
    /// Reads a keyword for arrays. Returns whether `name` is one.
    pub(super) fn array_keyword(&mut self, name: &str, value: &Node, pointer: &str) -> bool {
        match name {
            "items" => match &value.value {
                Value::Array(_) => self.keywords.array.tuple = Some(self.schemas(value, pointer, true)),
                _ => {
                    self.note_items(value, pointer);
                    self.keywords.array.items = Some(self.schema(value, pointer));
                }
            },
            "prefixItems" if self.context.dialect == Dialect::OpenApi31 => {
                self.keywords.array.tuple = Some(self.schemas(value, pointer, true));
            }
            "additionalItems" => self.keywords.array.additional_items = Some(self.schema(value, pointer)),
            "contains" => self.keywords.array.contains = Some(self.schema(value, pointer)),
            "minItems" => self.keywords.array.min_items = self.count(value, pointer),
            "maxItems" => self.keywords.array.max_items = self.count(value, pointer),
            "uniqueItems" => self.keywords.array.unique_items = self.flag(value, pointer),
            _ => return false,
        }
        true
    }

    /// Notes the annotations of items that have no place in the documentation of the array.
    fn note_items(&mut self, items: &Node, pointer: &str) {
        for name in ["default", "deprecated"] {
            if let Some(value) = items.get(name) {
                self.note(
                    value.at,
                    &step(pointer, name),
                    format!("`{name}` is ignored: it has no meaning for the items of an array"),
                    "write it beside `items`, for the array",
                );
            }
        }
    }

    /// Converts `items` next to `prefixItems`, where it applies to the remaining items (JSON Schema 2020-12, 10.3.1.2).
    /// Removes `additionalItems` if there is no tuple.
    pub(super) fn additional_items(&mut self) {
        let array = &mut self.keywords.array;
        match array.tuple {
            Some(_) if array.items.is_some() => array.additional_items = array.items.take(),
            Some(_) => {}
            None => array.additional_items = None,
        }
    }
}
