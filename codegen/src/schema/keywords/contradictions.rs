//! Keywords of one schema that contradict each other: such a schema is right, and never what somebody meant.

use std::cmp::Ordering;

use typewright_core::Number;
use typewright_core::number::cmp_decimal;
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::{Bound, Reader};
use crate::input::document::{Node, Value, step};

/// The JSON types that a value has.
pub fn literal_types(value: &Node) -> u8 {
    match &value.value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(text) => match Number::from_json_text(text) {
            Some(number) if number.is_integer() => INTEGER | NUMBER,
            _ => NUMBER,
        },
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

impl Reader<'_, '_> {
    /// Warns of what no value can be right by, and of documented values that are of another type than the schema.
    pub(super) fn report_contradictions(&mut self, node: &Node) {
        self.report_counts(node);
        self.report_bounds(node);
        self.report_literals(node);
        self.report_required(node);
    }

    fn report_counts(&mut self, node: &Node) {
        let keywords = &self.keywords;
        let pairs = [
            ("minLength", keywords.min_length, "maxLength", keywords.max_length),
            ("minItems", keywords.min_items, "maxItems", keywords.max_items),
            (
                "minProperties",
                keywords.min_properties,
                "maxProperties",
                keywords.max_properties,
            ),
        ];
        for (lower, least, upper, most) in pairs {
            if let (Some(least), Some(most)) = (least, most)
                && least > most
            {
                self.contradicts(node, lower, upper);
            }
        }
    }

    fn report_bounds(&mut self, node: &Node) {
        let bounds = self.keywords.bounds.clone();
        let are = |kinds: [Bound; 2]| bounds.iter().filter(move |(bound, _)| kinds.contains(bound));
        for (lower, least) in are([Bound::Minimum, Bound::ExclusiveMinimum]) {
            for (upper, most) in are([Bound::Maximum, Bound::ExclusiveMaximum]) {
                let is_empty = match cmp_decimal(least, most) {
                    Ordering::Less => false,
                    Ordering::Equal => *lower == Bound::ExclusiveMinimum || *upper == Bound::ExclusiveMaximum,
                    Ordering::Greater => true,
                };
                if is_empty {
                    self.contradicts(node, lower.keyword(), upper.keyword());
                }
            }
        }
    }

    fn report_literals(&mut self, node: &Node) {
        let Some(types) = self.keywords.types else {
            return;
        };
        let is_wrong = |value: &&Node| literal_types(value) & types == 0;
        for name in ["const", "default", "example"] {
            if let Some(value) = node.get(name).filter(is_wrong) {
                let pointer = step(&self.context.pointer, name);
                self.other_type(value, &pointer, name);
            }
        }
        for name in ["enum", "examples"] {
            let pointer = step(&self.context.pointer, name);
            let values = node.get(name).map(Node::items).unwrap_or_default();
            for (index, value) in values.iter().enumerate().filter(|(_, value)| is_wrong(value)) {
                self.other_type(value, &step(&pointer, &index.to_string()), name);
            }
        }
    }

    fn report_required(&mut self, node: &Node) {
        let keywords = &self.keywords;
        let is_closed = keywords.closed
            && keywords.pattern_properties.is_empty()
            && keywords.types.is_none_or(|types| types & OBJECT != 0);
        let (true, Some(required)) = (is_closed, node.get("required")) else {
            return;
        };
        let has = |name: &String| keywords.properties.iter().any(|(property, _)| property == name);
        let missing: Vec<String> = keywords.required.iter().filter(|name| !has(name)).cloned().collect();
        for name in missing {
            self.warning(
                required.at,
                &step(&self.context.pointer, "required"),
                format!(
                    "{name:?} is required and `additionalProperties` forbids it, so no object is right by this schema"
                ),
                "add it to `properties`, or remove it here",
            );
        }
    }

    fn contradicts(&mut self, node: &Node, lower: &str, upper: &str) {
        self.warning(
            node.get(lower).map_or(node.at, |value| value.at),
            &step(&self.context.pointer, lower),
            format!("`{lower}` and `{upper}` leave no value between them"),
            "correct one of the two",
        );
    }

    fn other_type(&mut self, value: &Node, pointer: &str, name: &str) {
        let (what, help) = match name {
            "enum" | "const" => (
                format!("`{name}` has a value that the `type` does not allow, so it is never right"),
                "correct the value, or the `type`",
            ),
            _ => (
                format!("`{name}` has a value that the `type` does not allow"),
                "correct the value, or the `type`: readers take it for right",
            ),
        };
        self.warning(value.at, pointer, what, help);
    }
}
