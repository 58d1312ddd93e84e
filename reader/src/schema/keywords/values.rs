//! The values of keywords. Reports values of the wrong type.

use typewright_core::formats::Format;
use typewright_core::pattern::Pattern;
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::{Reader, SchemaId};
use crate::input::document::{Node, Value, step};
use crate::report::Place;
use crate::schema::unicode::is_property;

impl Reader<'_, '_> {
    pub(super) fn types(&mut self, value: &Node, pointer: &str) -> Option<u8> {
        match &value.value {
            Value::String(_) => self.type_name(value, pointer),
            Value::Array(names) if !names.is_empty() => {
                let mut types = 0;
                for (index, name) in names.iter().enumerate() {
                    types |= self.type_name(name, &step(pointer, &index.to_string()))?;
                }
                Some(types)
            }
            _ => {
                self.wrong(value, pointer, "the name of a type, or a non-empty array of them");
                None
            }
        }
    }

    pub(super) fn type_name(&mut self, value: &Node, pointer: &str) -> Option<u8> {
        let types = match value.as_str() {
            Some("null") => NULL,
            Some("boolean") => BOOLEAN,
            Some("integer") => INTEGER,
            Some("number") => NUMBER | INTEGER,
            Some("string") => STRING,
            Some("array") => ARRAY,
            Some("object") => OBJECT,
            Some(other) => {
                self.error(
                    value.at,
                    pointer,
                    format!("unknown type {other:?}"),
                    "use one of null, boolean, integer, number, string, array, object",
                );
                return None;
            }
            None => {
                self.wrong(value, pointer, "the name of a type");
                return None;
            }
        };
        Some(types)
    }

    pub(super) fn values(&mut self, value: &Node, pointer: &str) -> Option<Vec<Node>> {
        match &value.value {
            Value::Array(values) if !values.is_empty() => Some(values.clone()),
            Value::Array(_) => {
                self.error(
                    value.at,
                    pointer,
                    "`enum` must be a non-empty array, found an empty array".to_owned(),
                    "list the allowed values, or write the schema false to allow none",
                );
                None
            }
            _ => {
                self.wrong(value, pointer, "a non-empty array");
                None
            }
        }
    }

    pub(super) fn count(&mut self, value: &Node, pointer: &str) -> Option<u64> {
        let count = match &value.value {
            // 2.0 is also an integer, and 1e400 is larger than any size.
            Value::Number(number) if number.is_integer() && *number >= 0.into() => {
                Some(number.as_u64().unwrap_or(u64::MAX))
            }
            _ => None,
        };
        if count.is_none() {
            self.wrong(value, pointer, "a non-negative integer");
        }
        count
    }

    pub(super) fn flag(&mut self, value: &Node, pointer: &str) -> bool {
        match value.value {
            Value::Bool(flag) => flag,
            _ => {
                self.wrong(value, pointer, "true or false");
                false
            }
        }
    }

    pub(super) fn strings(&mut self, value: &Node, pointer: &str) -> Vec<String> {
        let Value::Array(items) = &value.value else {
            self.wrong(value, pointer, "an array of property names");
            return Vec::new();
        };
        let mut names = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item.as_str() {
                Some(name) => names.push(name.to_owned()),
                None => self.wrong(item, &step(pointer, &index.to_string()), "a property name"),
            }
        }
        names
    }

    pub(super) fn pattern(&mut self, value: &Node, pointer: &str) -> Option<String> {
        match value.as_str() {
            Some(text) => {
                self.check_pattern(text, value.at, pointer);
                Some(text.to_owned())
            }
            None => {
                self.wrong(value, pointer, "a string with a regular expression");
                None
            }
        }
    }

    pub(super) fn check_pattern(&mut self, text: &str, at: usize, pointer: &str) {
        if let Err(error) = Pattern::check(text, &is_property) {
            self.error(
                at,
                pointer,
                format!("pattern {text:?} is not supported: {error}"),
                "write it as an ECMA-262 regular expression without back references and look-behind",
            );
        }
    }

    pub(super) fn format(&mut self, value: &Node, pointer: &str) -> Option<Format> {
        let Some(name) = value.as_str() else {
            self.wrong(value, pointer, "the name of a format");
            return None;
        };
        if self.context.format_annotates {
            return None;
        }
        let format = Format::from_keyword(name);
        if format.is_none() && !self.context.dialect.has_format(name) {
            self.warning(
                value.at,
                pointer,
                format!("format {name:?} is not enforced: it is treated as an annotation"),
                "add a `pattern` to enforce it",
            );
        }
        format
    }

    pub(super) fn schema(&mut self, value: &Node, pointer: &str) -> SchemaId {
        (self.register)(value, pointer.to_owned(), None, self.report)
    }

    pub(super) fn schemas(&mut self, value: &Node, pointer: &str, may_be_empty: bool) -> Vec<SchemaId> {
        match &value.value {
            Value::Array(items) if may_be_empty || !items.is_empty() => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.schema(item, &step(pointer, &index.to_string())))
                .collect(),
            _ => {
                self.wrong(
                    value,
                    pointer,
                    if may_be_empty {
                        "an array of schemas"
                    } else {
                        "a non-empty array of schemas"
                    },
                );
                Vec::new()
            }
        }
    }

    pub(super) fn schema_map(&mut self, value: &Node, pointer: &str) -> Vec<(String, SchemaId)> {
        if !matches!(value.value, Value::Object(_)) {
            self.wrong(value, pointer, "an object with a schema for each name");
        }
        value
            .members()
            .iter()
            .map(|member| {
                let schema = self.schema(&member.value, &step(pointer, &member.name));
                (member.name.clone(), schema)
            })
            .collect()
    }

    pub(super) fn wrong(&mut self, value: &Node, pointer: &str, wanted: &str) {
        // The location of an array item ends with its index, preceded by the keyword.
        let mut steps = pointer.rsplit('/');
        let keyword = steps.find(|step| step.parse::<usize>().is_err()).unwrap_or(pointer);
        let found = match &value.value {
            Value::Number(_) | Value::Bool(_) => value.to_json(),
            Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
            _ => value.kind().to_owned(),
        };
        let what = if pointer.ends_with(keyword) { "be" } else { "hold" };
        self.error(
            value.at,
            pointer,
            format!("`{keyword}` must {what} {wanted}, found {found}"),
            &format!("write {wanted}, or remove the keyword"),
        );
    }

    pub(super) fn error(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.context.source,
            at,
            pointer,
        };
        let error = self.report.error(&place, message, help);
        self.fault.get_or_insert(error);
    }

    pub(super) fn warning(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.context.source,
            at,
            pointer,
        };
        self.report.warning(&place, message, help);
    }

    /// Notes something that makes no difference to a program.
    pub(super) fn note(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.context.source,
            at,
            pointer,
        };
        self.report.note(&place, message, help);
    }
}

/// Formats a set of types for a message: `"string" or "null"`.
pub fn type_names(types: u8) -> String {
    let all = [
        (NULL, "null"),
        (BOOLEAN, "boolean"),
        (NUMBER, "number"),
        (INTEGER, "integer"),
        (STRING, "string"),
        (ARRAY, "array"),
        (OBJECT, "object"),
    ];
    // "number" includes the integers.
    let is_shown = |bit: u8| types & bit != 0 && !(bit == INTEGER && types & NUMBER != 0);
    let shown = all.iter().filter(|(bit, _)| is_shown(*bit));
    shown
        .map(|(_, name)| format!("{name:?}"))
        .collect::<Vec<String>>()
        .join(" or ")
}
