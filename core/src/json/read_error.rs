//! [`ReadError`]: why JSON text could not be deserialized as a type, without repeating the text.

use core::fmt;

use serde_json::error::Category;

use super::error::pointer_token;
use crate::schema::{Rule, Schema};

/// The message for a property that occurs twice in one object.
pub(crate) const REPEATED: &str = "a property is there twice in one object";

/// The reason why JSON text could not be deserialized as a type.
///
/// It contains the kind of the value that was found, what was expected, and the place. It shows no values. It shows
/// only property names that the schema names; any other name is a `*` in the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    message: String,
    line: usize,
    column: usize,
    pointer: String,
}

impl ReadError {
    /// Converts an error of `serde_json`, without the parts that repeat the text.
    pub(crate) fn new(error: &serde_json::Error, text: &[u8], schema: &'static Schema) -> Self {
        let (line, column) = (error.line(), error.column());
        let suffix = format!(" at line {line} column {column}");
        let message = error.to_string();
        let message = message.strip_suffix(&suffix).unwrap_or(&message);
        Self {
            message: match error.classify() {
                // The messages of the parser itself are fixed.
                Category::Syntax | Category::Eof | Category::Io => message.to_owned(),
                Category::Data => without_values(message),
            },
            line,
            column,
            pointer: known_pointer(&steps_to(text, line, column), schema),
        }
    }

    /// Prefixes the pointer, for a value that is nested in another one.
    #[cfg(feature = "http")]
    pub(crate) fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }

    /// Returns what was found and what was expected, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line, from 1; 0 if it is not known.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the byte in the line, from 1; 0 is the end of the previous line.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns the JSON Pointer of the value; the empty string is the whole text.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)?;
        match self.pointer.as_str() {
            "" => Ok(()),
            pointer => write!(f, " (in {pointer})"),
        }
    }
}

impl core::error::Error for ReadError {}

/// The names of the kinds of values in messages of serde.
const KINDS: [&str; 14] = [
    "array",
    "boolean",
    "byte array",
    "character",
    "floating point",
    "integer",
    "map",
    "null",
    "number",
    "object",
    "sequence",
    "string",
    "unit value",
    "newtype struct",
];

/// A message of serde without its quotations from the text. A message of an unknown form may quote anything, so it is
/// replaced completely.
fn without_values(message: &str) -> String {
    const OTHER: &str = "the value does not have the documented form";
    if message == REPEATED || message.starts_with("missing field `") || message.starts_with("duplicate field `") {
        // Both name a property of the schema.
        return message.to_owned();
    }
    // The expectation is at the end. It comes from this crate and contains no quotation mark.
    let expected = message.rsplit_once(", expected ").map(|(_, expected)| expected);
    let expected = expected.filter(|expected| !expected.contains('"'));
    for start in ["invalid type: ", "invalid value: "] {
        let (Some(found), Some(expected)) = (message.strip_prefix(start), expected) else {
            continue;
        };
        let is_found = |kind: &&&str| {
            let rest = found.strip_prefix(**kind);
            rest.is_some_and(|rest| {
                rest.starts_with(" `") || rest.starts_with(" \"") || rest.starts_with(", expected ")
            })
        };
        if let Some(kind) = KINDS.iter().find(is_found) {
            return format!("{start}{kind}, expected {expected}");
        }
        return format!("{start}expected {expected}");
    }
    match expected {
        Some(expected) if message.starts_with("invalid length ") => format!("invalid length, expected {expected}"),
        _ => OTHER.to_owned(),
    }
}

/// A step into a value.
enum Step {
    Property(String),
    Index(usize),
}

/// The steps to the innermost value at a position of a text. Text after the position is ignored.
fn steps_to(text: &[u8], line: usize, column: usize) -> Vec<Step> {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(newline) => {
            let newlines = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            newlines.map(|(at, _)| at + 1).nth(newline).unwrap_or(text.len())
        }
    };
    let end = start.saturating_add(column).min(text.len());
    let mut steps = Vec::new();
    let mut at = 0;
    // The last string may be a property name, which only a following colon shows.
    let mut string: &[u8] = &[];
    while let Some(byte) = text.get(at).filter(|_| at < end) {
        let from = at;
        at += 1;
        match byte {
            b'{' => steps.push(Step::Property(String::new())),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' if at < end => {
                steps.pop();
            }
            b',' => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Property(name)) => name.clear(),
                None => {}
            },
            b':' => {
                if let Some(Step::Property(name)) = steps.last_mut() {
                    *name = serde_json::from_slice(string).unwrap_or_else(|_| String::from("\0"));
                }
            }
            b'"' => {
                at = end_of_string(text, at);
                string = text.get(from..at).unwrap_or_default();
            }
            _ => {}
        }
    }
    // Between two properties, the position belongs to the object itself.
    if matches!(steps.last(), Some(Step::Property(name)) if name.is_empty()) {
        steps.pop();
    }
    steps
}

/// The end of a string that starts before `at`.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    text.len()
}

/// The pointer for the steps, with `*` for a property that the schema does not name in that place.
fn known_pointer(steps: &[Step], schema: &'static Schema) -> String {
    let mut pointer = String::new();
    let mut schemas = vec![schema];
    for step in steps {
        let mut inner = Vec::new();
        let mut is_known = false;
        for rule in rules(&schemas) {
            match (rule, step) {
                (Rule::Properties(properties), Step::Property(name)) => {
                    let named = properties.iter().find(|(known, _)| known == name);
                    is_known |= named.is_some();
                    inner.extend(named.map(|(_, schema)| schema));
                }
                (Rule::PatternProperties(patterns), Step::Property(_)) => {
                    inner.extend(patterns.iter().map(|(_, schema)| schema));
                }
                (Rule::AdditionalProperties(each), Step::Property(_))
                | (Rule::Items(each) | Rule::AdditionalItems(each), Step::Index(_)) => inner.push(*each),
                (Rule::Tuple(firsts), Step::Index(index)) => inner.extend(firsts.get(*index)),
                _ => {}
            }
        }
        let token = match step {
            Step::Property(name) if is_known => pointer_token(name),
            Step::Property(_) => "/*".to_owned(),
            Step::Index(index) => format!("/{index}"),
        };
        pointer.push_str(&token);
        schemas = inner;
    }
    pointer
}

/// The rules of the schemas and of the schemas that they combine, with each table once.
fn rules(schemas: &[&'static Schema]) -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    let mut seen: Vec<*const Schema> = Vec::new();
    let mut waiting = schemas.to_vec();
    while let Some(schema) = waiting.pop() {
        if seen.contains(&core::ptr::from_ref(schema)) {
            continue;
        }
        seen.push(schema);
        for rule in schema.0 {
            match rule {
                Rule::Ref(target) => waiting.push(target),
                Rule::AllOf(several) | Rule::AnyOf(several) | Rule::OneOf(several) => waiting.extend(*several),
                Rule::If(condition, then, otherwise) => waiting.extend([condition, then, otherwise]),
                Rule::SchemaWith(several) => waiting.extend(several.iter().map(|(_, schema)| schema)),
                _ => rules.push(rule),
            }
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_core::de::DeserializeOwned;

    use super::{ReadError, without_values};
    use crate::json::Json;
    use crate::schema::{Rule, Schema};

    static ANY: Schema = Schema(&[]);
    static NAMED: Schema = Schema(&[Rule::AllOf(&[Schema(&[
        Rule::Properties(&[("a/b", Schema(&[Rule::Items(&MAP)]))]),
        Rule::AdditionalProperties(&ANY),
    ])])]);
    static MAP: Schema = Schema(&[Rule::AdditionalProperties(&NAMED)]);

    fn error<T: DeserializeOwned>(text: &str, schema: &'static Schema) -> ReadError {
        match serde_json::from_str::<T>(text) {
            Ok(_) => panic!("{text} was read"),
            Err(error) => ReadError::new(&error, text.as_bytes(), schema),
        }
    }

    #[test]
    fn no_value_of_any_kind_is_shown() {
        for (text, kind) in [
            ("987654321", "integer"),
            ("-98765.4321", "floating point"),
            ("true", "boolean"),
            ("\"98765\"", "string"),
            ("\"a\\\", expected 98765\"", "string"),
            ("\"`98765`, expected 98765\"", "string"),
        ] {
            let error = error::<Vec<u8>>(text, &ANY);
            assert_eq!(
                error.message(),
                format!("invalid type: {kind}, expected a sequence"),
                "{text}"
            );
            assert_eq!(error.line(), 1);
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("98765") && !shown.contains("true"), "{shown}");
        }
        let error = error::<Vec<u8>>("[1, 98765]", &ANY);
        assert_eq!(
            error.to_string(),
            "invalid value: integer, expected u8 at line 1 column 9 (in /1)"
        );
    }

    #[test]
    fn a_message_of_an_unknown_form_is_not_shown() {
        for message in [
            "s3cr3t",
            "unknown field `s3cr3t`, expected `a`",
            "unknown variant `s3cr3t`, there are no variants",
        ] {
            assert_eq!(without_values(message), "the value does not have the documented form");
        }
        assert_eq!(
            without_values("invalid type: s3cr3t, expected a map"),
            "invalid type: expected a map"
        );
    }

    #[test]
    fn only_properties_of_the_schema_are_named() {
        type Read = BTreeMap<String, Vec<BTreeMap<String, bool>>>;
        let place = |text: &str| error::<Read>(text, &NAMED).pointer().to_owned();
        assert_eq!(place(r#"{"a/b": [{}, {"s3cr3t": 1}]}"#), "/a~1b/1/*");
        assert_eq!(place("{\n \"a\\/b\": [{},\n {\"s3cr3t\":\n 1}]}"), "/a~1b/1/*");
        assert_eq!(place(r#"{"s3cr3t": [{"a/b": 1}]}"#), "/*/0/*");
        assert_eq!(place(r#"{"a/b": [{"x": true}], "s3cr3t": 1}"#), "/*");
        assert_eq!(place("[]"), "");
        // A name is known only in the place where the schema names it.
        let named = |text: &str| error::<BTreeMap<String, Read>>(text, &NAMED).pointer().to_owned();
        assert_eq!(named(r#"{"a/b": 1}"#), "/a~1b");
        assert_eq!(named(r#"{"x": {"a/b": 1}}"#), "/*/*");
    }

    #[test]
    fn text_that_is_no_json_is_not_shown() {
        for text in [
            "s3cr3t",
            "{\"s3cr3t\" 1}",
            "{\"s3cr3t\": s3cr3t}",
            "[\"s3cr3t",
            "[1] s3cr3t",
            "{\"s3cr3t\":{\"a\":1,\"a\":2}}",
        ] {
            let error = error::<Json>(text, &ANY);
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("s3cr3t"), "{shown}");
        }
    }
}
