//! A document with the position of each value. JSON is read here, and YAML in [`super::yaml`].

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use serde_core::Deserializer as _;
use serde_core::de::{MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use typewright_core::Number;
use typewright_core::json::pointer;

use crate::report::position;

/// The maximum nesting depth of a document. rustc compiles code generated from a schema of this depth, but fails at
/// twice this depth.
pub const DEEPEST: usize = 60;

/// A value and its position. Equality ignores the position.
#[derive(Debug, Clone)]
pub struct Node {
    /// Byte offset in the file.
    pub at: usize,
    /// The value.
    pub value: Value,
}

/// A JSON value. Numbers are compared by exact value. Objects are compared regardless of property order.
#[derive(Debug, Clone)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number in its original notation.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, in the order of the file.
    Object(Vec<Member>),
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Byte offset of the name.
    pub at: usize,
    /// The value.
    pub value: Node,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => left == right,
            (Self::String(left), Self::String(right)) => left == right,
            (Self::Array(left), Self::Array(right)) => left == right,
            // Property names are unique in an object.
            (Self::Object(left), Self::Object(right)) => by_name(left).eq(by_name(right)),
            (Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) | Self::Array(_) | Self::Object(_), _) => {
                false
            }
        }
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Bool(flag) => flag.hash(state),
            Self::Number(number) => number.hash(state),
            Self::String(text) => text.hash(state),
            Self::Array(items) => items.hash(state),
            Self::Object(members) => by_name(members).for_each(|member| member.hash(state)),
        }
    }
}

/// Returns the names and values of an object, sorted by name.
fn by_name(members: &[Member]) -> impl Iterator<Item = (&str, &Node)> {
    let mut members: Vec<(&str, &Node)> = members.iter().map(|member| (&*member.name, &member.value)).collect();
    members.sort_by_key(|(name, _)| *name);
    members.into_iter()
}

/// A syntax error: the message, its location and a fix.
#[derive(Debug)]
pub struct SyntaxError {
    /// Byte offset.
    pub at: usize,
    /// JSON Pointer of the value; empty if the error is in the document as a whole.
    pub pointer: String,
    /// The message.
    pub message: String,
    /// How to fix the error.
    pub help: &'static str,
}

impl SyntaxError {
    /// Prepends a step to the pointer of the error.
    pub(super) fn inside(mut self, name: &str) -> Self {
        self.pointer.insert_str(0, &step("", name));
        self
    }
}

/// Returns the error for a file without a value.
pub(super) fn empty() -> SyntaxError {
    SyntaxError {
        at: 0,
        pointer: String::new(),
        message: "this file is empty".to_owned(),
        help: "write a schema into it, or move it out of the folder",
    }
}

/// Returns the error for a value that is nested deeper than [`DEEPEST`].
pub(super) fn too_deep(at: usize) -> SyntaxError {
    SyntaxError {
        at,
        pointer: String::new(),
        message: format!("this is nested deeper than {DEEPEST} levels"),
        help: "move inner schemas to separate files or `definitions`, and refer to them with `$ref`",
    }
}

/// Returns the error for a property name that an object repeats. `first` is the offset of the first one.
pub(super) fn repeated(name: &str, text: &str, first: usize, at: usize) -> SyntaxError {
    let (line, column) = position(text, first);
    SyntaxError {
        at,
        pointer: step("", name),
        message: format!("duplicate property {name:?}: the first one is at {line}:{column}"),
        help: "keep one of the two",
    }
}

/// Parses a JSON document.
///
/// # Errors
/// If the input is not valid JSON, repeats a property name, or is nested deeper than [`DEEPEST`].
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    if text.trim().is_empty() {
        return Err(empty());
    }
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| {
        // Only the parser that builds values reports a trailing comma as such.
        let built = serde_json::from_str::<serde_json::Value>(text).err();
        let comma = built.filter(|error| without_position(error) == TRAILING_COMMA);
        let error = comma.unwrap_or(error);
        let said = without_position(&error);
        SyntaxError {
            at: offset(text, error.line(), error.column()),
            pointer: String::new(),
            help: syntax_help(&said),
            message: format!("invalid JSON: {said}"),
        }
    })?;
    node(raw, text, 0)
}

impl Node {
    /// Returns the property with this name if the node is an object.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.members()
            .iter()
            .find(|member| member.name == name)
            .map(|member| &member.value)
    }

    /// Returns the properties if the node is an object, otherwise an empty slice.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// Returns the items if the node is an array, otherwise an empty slice.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// Returns the string if the node is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value at a JSON Pointer (RFC 6901).
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        let mut node = self;
        for step in pointer.split('/').skip(1) {
            let step = pointer::unescape(step);
            node = match &node.value {
                Value::Object(_) => node.get(&step)?,
                // An array index has no sign and no leading zero (RFC 6901, 4).
                Value::Array(items) => {
                    items.get(step.parse::<usize>().ok().filter(|index| index.to_string() == step)?)?
                }
                _ => return None,
            };
        }
        Some(node)
    }

    /// Returns the value at a JSON Pointer (RFC 6901), to be changed.
    #[cfg(feature = "overlay")]
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Node> {
        let mut node = self;
        for step in pointer.split('/').skip(1) {
            let step = pointer::unescape(step);
            node = match &mut node.value {
                Value::Object(members) => &mut members.iter_mut().find(|member| member.name == step)?.value,
                Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
        }
        Some(node)
    }

    /// Removes the property at a JSON Pointer if it exists.
    pub fn remove(&mut self, pointer: &str) {
        let Some((owner, name)) = pointer.rsplit_once('/') else {
            return;
        };
        let mut node = self;
        for step in owner.split('/').skip(1) {
            let step = pointer::unescape(step);
            let next = match &mut node.value {
                Value::Object(members) => members.iter_mut().find(|member| member.name == step),
                _ => None,
            };
            match next {
                Some(member) => node = &mut member.value,
                None => return,
            }
        }
        if let Value::Object(members) = &mut node.value {
            let name = pointer::unescape(name);
            members.retain(|member| member.name != name);
        }
    }

    /// Returns the value as compact JSON.
    pub fn to_json(&self) -> String {
        match &self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => quoted(text),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(Node::to_json).collect();
                format!("[{}]", items.join(","))
            }
            Value::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|member| format!("{}:{}", quoted(&member.name), member.value.to_json()))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// Returns the JSON type with its article, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

/// Returns a string as a JSON literal.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Appends a step to a JSON Pointer.
pub fn step(pointer: &str, name: &str) -> String {
    let mut pointer = pointer.to_owned();
    pointer::push(&mut pointer, name);
    pointer
}

fn node(raw: &RawValue, whole: &str, depth: usize) -> Result<Node, SyntaxError> {
    let text = raw.get();
    let at = distance(whole, text);
    if depth > DEEPEST {
        return Err(too_deep(at));
    }
    let value = match text.as_bytes().first() {
        Some(b'n') => Value::Null,
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'"') => Value::String(string(text, at)?),
        Some(b'[') => {
            let items = read(text, at, Items)?;
            let items: Result<_, _> = items
                .into_iter()
                .enumerate()
                .map(|(index, item)| node(item, whole, depth + 1).map_err(|error| error.inside(&index.to_string())))
                .collect();
            Value::Array(items?)
        }
        Some(b'{') => Value::Object(members(text, at, whole, depth)?),
        _ => Value::Number(number(text, at)?),
    };
    Ok(Node { at, value })
}

fn members(text: &str, at: usize, whole: &str, depth: usize) -> Result<Vec<Member>, SyntaxError> {
    let mut seen = HashMap::new();
    let mut members = Vec::new();
    for (name, value) in read(text, at, Members)? {
        let at = distance(whole, name.get());
        let name = string(name.get(), at)?;
        if let Some(first) = seen.insert(name.clone(), at) {
            return Err(repeated(&name, whole, first, at));
        }
        let value = node(value, whole, depth + 1).map_err(|error| error.inside(&name))?;
        members.push(Member { name, at, value });
    }
    Ok(members)
}

/// Returns the byte offset of `text` in `whole`, which contains it.
fn distance(whole: &str, text: &str) -> usize {
    text.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

fn string(text: &str, at: usize) -> Result<String, SyntaxError> {
    serde_json::from_str(text).map_err(|error| inner_error(&error, at))
}

fn number(text: &str, at: usize) -> Result<Number, SyntaxError> {
    Number::from_json_text(text).ok_or_else(|| SyntaxError {
        at,
        pointer: String::new(),
        message: format!("invalid JSON: invalid number {text}"),
        help: "write a JSON number (RFC 8259, section 6)",
    })
}

fn read<'de, V: Visitor<'de>>(text: &'de str, at: usize, visitor: V) -> Result<V::Value, SyntaxError> {
    serde_json::Deserializer::from_str(text)
        .deserialize_any(visitor)
        .map_err(|error| inner_error(&error, at))
}

fn inner_error(error: &serde_json::Error, at: usize) -> SyntaxError {
    let said = without_position(error);
    SyntaxError {
        at,
        pointer: String::new(),
        help: syntax_help(&said),
        message: format!("invalid JSON: {said}"),
    }
}

const TRAILING_COMMA: &str = "trailing comma";

/// Returns the fix for an error, based on the message of `serde_json`.
fn syntax_help(said: &str) -> &'static str {
    let known = [
        (TRAILING_COMMA, "remove the comma before this bracket"),
        (
            "key must be a string",
            "write a name in double quotes here, or remove the comma before it",
        ),
        ("expected `:`", "insert a colon between the name and its value"),
        (
            "expected `,` or",
            "insert a comma before this value, or close the bracket",
        ),
        (
            "expected value",
            "write an object, an array, a string in double quotes, a number, true, false or null; JSON has no comments",
        ),
        (
            "expected ident",
            "the only words without quotes are true, false and null",
        ),
        (
            "EOF while parsing",
            "close the open string, array or object before the end of the file",
        ),
        (
            "trailing characters",
            "remove this: a file contains a single value, which ends before this",
        ),
        (
            "control character",
            "close the string before this character; write a line break as \\n",
        ),
    ];
    let found = known.iter().find(|(start, _)| said.starts_with(start));
    found.map_or(
        "correct the JSON syntax; the rest of the file is checked afterwards",
        |(_, help)| help,
    )
}

struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(&'de RawValue, &'de RawValue)>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

/// Returns the message of `serde_json` without "at line …", which is relative to a part of the file.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}

/// Returns the byte offset of a line and a column. `serde_json` counts columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

    use super::{parse, position};

    #[test]
    fn every_value_knows_its_place() {
        let text = "{\n  \"é\": [1, {\"x\": true}]\n}";
        let document = parse(text).unwrap();
        let inner = document.pointer("/é/1/x").unwrap();
        assert_eq!(position(text, inner.at), (2, 18));
        assert_eq!(document.members()[0].at, 4);
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        assert_eq!(parse("[1.0, 1E400, -0]").unwrap().to_json(), "[1.0,1E400,-0]");
    }

    #[test]
    fn values_are_equal_wherever_they_are_and_however_they_are_written() {
        let document = parse("[{\"a\": 1, \"b\": [1e2]}, {\"b\": [100.0], \"a\": 1.0}, {\"a\": 1}, [1]]").unwrap();
        let [left, right, smaller, array] = document.items() else {
            panic!("four items");
        };
        assert_eq!(left, right);
        let hash = |node| BuildHasherDefault::<DefaultHasher>::default().hash_one(node);
        assert_eq!(hash(left), hash(right));
        assert!(left != smaller && smaller != array);
    }

    #[test]
    fn a_syntax_error_has_its_place() {
        let text = "{\n  \"a\": 1,\n  b\n}";
        let error = parse(text).unwrap_err();
        assert_eq!(position(text, error.at), (3, 3));
        assert_eq!(error.message, "invalid JSON: key must be a string");
        let text = "{\n  \"a\": [1,],\n}";
        let error = parse(text).unwrap_err();
        assert_eq!(position(text, error.at), (2, 11));
        assert_eq!(error.message, "invalid JSON: trailing comma");
    }

    #[test]
    fn a_repeated_name_is_refused() {
        let error = parse("{\"a\": 1, \"a\": 2}").unwrap_err();
        assert_eq!(error.at, 9);
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_overflow() {
        let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(&text).unwrap_err().message.contains("nested deeper"));
    }
}
