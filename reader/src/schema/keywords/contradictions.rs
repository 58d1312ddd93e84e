//! Contradictory keywords in a schema. Such a schema is valid, but unlikely to be intended.

use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::Reader;
use crate::input::document::{Node, Value, step};

/// Returns the JSON types of a value.
pub fn literal_types(value: &Node) -> u8 {
    match &value.value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(number) if number.is_integer() => INTEGER | NUMBER,
        Value::Number(_) => NUMBER,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

impl Reader<'_, '_> {
    /// Warns of keywords that no value satisfies, and of documented values with a type that the schema does not allow.
    pub(super) fn report_contradictions(&mut self, node: &Node) {
        self.report_empty_ranges(node);
        self.report_literals(node);
        self.report_required(node);
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
        let object = &self.keywords.object;
        let is_closed = object.closed
            && object.pattern_properties.is_empty()
            && self.keywords.types.is_none_or(|types| types & OBJECT != 0);
        let (true, Some(required)) = (is_closed, node.get("required")) else {
            return;
        };
        let has = |name: &String| object.properties.iter().any(|(property, _)| property == name);
        let missing: Vec<String> = object.required.iter().filter(|name| !has(name)).cloned().collect();
        for name in missing {
            self.warning(
                required.at,
                &step(&self.context.pointer, "required"),
                format!("no object is valid: {name:?} is required, but `additionalProperties` is false"),
                "add it to `properties`, or remove it here",
            );
        }
    }

    fn other_type(&mut self, value: &Node, pointer: &str, name: &str) {
        let effect = match name {
            "enum" | "const" => ", so it never matches",
            _ => "",
        };
        let message = format!("`{name}` holds {}, which `type` does not allow{effect}", value.kind());
        self.warning(value.at, pointer, message, "correct the value, or the `type`");
    }
}
