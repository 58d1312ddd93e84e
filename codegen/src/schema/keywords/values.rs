//! What a keyword holds, with an error for what is of the wrong kind.

use typewright_core::formats::Format;
use typewright_core::pattern::Pattern;
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::{Bound, Reader, SchemaId};
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
                self.wrong(value, pointer, "the name of a type, or a list of such names");
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
                    format!("{other:?} is not a type"),
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
                    "an empty `enum` allows no value at all".to_owned(),
                    "list the values, or write the schema false if that is meant",
                );
                None
            }
            _ => {
                self.wrong(value, pointer, "a list of values");
                None
            }
        }
    }

    pub(super) fn count(&mut self, value: &Node, pointer: &str) -> Option<u64> {
        let count = match &value.value {
            // 2.0 is an integer too, and 1e400 is more than anything can hold.
            Value::Number(text) => typewright_core::Number::from_json_text(text)
                .filter(typewright_core::Number::is_integer)
                .filter(|number| number.compare_text("0") != std::cmp::Ordering::Less)
                .map(|number| number.as_u64().unwrap_or(u64::MAX)),
            _ => None,
        };
        if count.is_none() {
            self.wrong(value, pointer, "a whole number that is not negative");
        }
        count
    }

    pub(super) fn bound(&mut self, bound: Bound, value: &Node, pointer: &str) {
        if let (Value::Bool(_), Bound::ExclusiveMinimum | Bound::ExclusiveMaximum) = (&value.value, bound) {
            self.error(
                value.at,
                pointer,
                format!("`{}` wants a number: true and false are of draft-04", bound.keyword()),
                "write the number here that is in the keyword without \"exclusive\", and leave that one out",
            );
            return;
        }
        let Value::Number(text) = &value.value else {
            self.wrong(value, pointer, "a number");
            return;
        };
        if bound == Bound::MultipleOf && typewright_core::number::Divisor::parse(text).is_none() {
            self.error(
                value.at,
                pointer,
                format!("multiples of {text} cannot be enforced"),
                "write a number greater than 0 with at most 19 significant digits",
            );
            return;
        }
        self.keywords.bounds.push((bound, text.clone()));
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
            self.wrong(value, pointer, "a list of property names");
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
                self.wrong(value, pointer, "a regular expression, as a string");
                None
            }
        }
    }

    pub(super) fn check_pattern(&mut self, text: &str, at: usize, pointer: &str) {
        if let Err(error) = Pattern::check(text, &is_property) {
            self.error(
                at,
                pointer,
                format!("the pattern {text:?} cannot be enforced: {error}"),
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
                format!("the format {name:?} is not enforced: it is taken as a note"),
                "say what is meant with `pattern`, if it should be enforced",
            );
        }
        format
    }

    pub(super) fn dependencies(&mut self, value: &Node, pointer: &str) {
        if !matches!(value.value, Value::Object(_)) {
            self.wrong(value, pointer, "an object");
        }
        for member in value.members() {
            let pointer = step(pointer, &member.name);
            if matches!(member.value.value, Value::Array(_)) {
                let names = self.strings(&member.value, &pointer);
                self.keywords.required_with.push((member.name.clone(), names));
            } else {
                let schema = self.schema(&member.value, &pointer);
                self.keywords.schema_with.push((member.name.clone(), schema));
            }
        }
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
                self.wrong(value, pointer, "a list of at least one schema");
                Vec::new()
            }
        }
    }

    pub(super) fn schema_map(&mut self, value: &Node, pointer: &str) -> Vec<(String, SchemaId)> {
        if !matches!(value.value, Value::Object(_)) {
            self.wrong(value, pointer, "an object that holds a schema for each name");
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
        // An item of a list has a number, and the keyword before it.
        let mut steps = pointer.rsplit('/');
        let keyword = steps.find(|step| step.parse::<usize>().is_err()).unwrap_or_default();
        let found = match &value.value {
            Value::Number(_) | Value::Bool(_) => value.to_json(),
            Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
            _ => value.kind().to_owned(),
        };
        self.error(
            value.at,
            pointer,
            format!("`{keyword}` wants {wanted}, and this is {found}"),
            &format!("write {wanted} here, or remove the keyword"),
        );
    }

    pub(super) fn error(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.context.source,
            at,
            pointer,
        };
        self.report.error(&place, message, help);
    }

    pub(super) fn warning(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.context.source,
            at,
            pointer,
        };
        self.report.warning(&place, message, help);
    }
}
