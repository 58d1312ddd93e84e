//! The schemas that a value in a form may have.
//!
//! A form has only text, so the schema decides whether `5` is a number. Where a schema has several branches, those
//! remain that agree with the fields that are there. The exact check then validates the whole value.

use super::tree::{Branch, Node};
use crate::check::is_valid;
use crate::endpoint::pairs::decode_form;
use crate::json::Json;
use crate::schema::{ARRAY, OBJECT, Rule, Schema, Value};

/// Schemas that all apply together.
type Together = Vec<&'static Schema>;

/// From this number, the branches of a schema no longer tell what a value is.
const MOST: usize = 64;

/// How many references and combinations may be nested without a step into the value.
const DEEPEST: usize = 64;

/// The alternatives: a value is valid under one of them.
#[derive(Debug, Clone)]
pub(super) struct Options(Vec<Together>);

impl Options {
    #[inline]
    pub(super) fn of(schema: &'static Schema) -> Self {
        Self(vec![vec![schema]])
    }

    #[inline]
    pub(super) fn accept(&self, json: &Json) -> bool {
        let valid = |together: &Together| together.iter().all(|schema| is_valid(schema, json));
        self.0.iter().any(valid)
    }

    /// Whether a value of one of these types is possible.
    #[inline]
    pub(super) fn allow(&self, wanted: u8) -> bool {
        let expanded = self.expanded(None);
        expanded.iter().any(|together| types(together) & wanted != 0)
    }

    /// The alternatives that agree with the properties of an object.
    #[inline]
    pub(super) fn of_object(&self, object: &Branch<'_>) -> Vec<Together> {
        let mut all = self.expanded(Some(object));
        all.retain(|together| types(together) & OBJECT != 0);
        let fitting: Vec<bool> = all.iter().map(|together| agrees(together, object)).collect();
        if fitting.contains(&true) {
            let mut fits = fitting.into_iter();
            all.retain(|_| fits.next() == Some(true));
        }
        all
    }

    /// The alternatives that are arrays.
    #[inline]
    pub(super) fn of_array(&self) -> Vec<Together> {
        let mut all = self.expanded(None);
        all.retain(|together| types(together) & ARRAY != 0);
        all
    }

    /// The alternatives with the branches of all combinations written out.
    #[inline]
    fn expanded(&self, object: Option<&Branch<'_>>) -> Vec<Together> {
        let each = self.0.iter().flat_map(|together| {
            let start = vec![Vec::new()];
            together
                .iter()
                .fold(start, |found, schema| expand(found, schema, object, 0))
        });
        each.collect()
    }
}

/// The options of a property.
#[inline]
pub(super) fn property(objects: &[Together], name: &str) -> Options {
    of_child(objects, |schema, found| {
        let start = found.len();
        for rule in schema.0 {
            match rule {
                Rule::Properties(list) => {
                    found.extend(list.iter().filter(|(known, _)| *known == name).map(|(_, each)| each));
                }
                Rule::PatternProperties(list) => {
                    found.extend(
                        list.iter()
                            .filter(|(pattern, _)| pattern.is_match(name))
                            .map(|(_, each)| each),
                    );
                }
                _ => {}
            }
        }
        if found.len() == start {
            found.extend(schema.0.iter().filter_map(|rule| match rule {
                Rule::AdditionalProperties(each) => Some(*each),
                _ => None,
            }));
        }
    })
}

/// The options of an item.
#[inline]
pub(super) fn item(arrays: &[Together], index: usize) -> Options {
    of_child(arrays, |schema, found| {
        let tuple = schema.0.iter().find_map(|rule| match rule {
            Rule::Tuple(items) => Some(*items),
            _ => None,
        });
        for rule in schema.0 {
            match rule {
                Rule::Items(each) => found.push(each),
                Rule::Tuple(items) => found.extend(items.get(index)),
                Rule::AdditionalItems(each) if tuple.is_some_and(|items| index >= items.len()) => found.push(each),
                _ => {}
            }
        }
    })
}

#[inline]
fn of_child(parents: &[Together], find: impl Fn(&'static Schema, &mut Together)) -> Options {
    let mut options: Vec<Together> = Vec::new();
    for together in parents {
        let mut found = Vec::new();
        for schema in together {
            find(schema, &mut found);
        }
        let is_known = |known: &Together| {
            known.len() == found.len()
                && known
                    .iter()
                    .zip(&found)
                    .all(|(known, found)| core::ptr::eq(*known, *found))
        };
        if !options.iter().any(is_known) {
            options.push(found);
        }
    }
    Options(options)
}

/// Adds a schema to each alternative, which multiplies them by its branches.
#[inline]
fn expand(
    mut found: Vec<Together>,
    schema: &'static Schema,
    object: Option<&Branch<'_>>,
    depth: usize,
) -> Vec<Together> {
    if depth > DEEPEST {
        return found;
    }
    for together in &mut found {
        together.push(schema);
    }
    for rule in schema.0 {
        found = match rule {
            Rule::Ref(target) => expand(found, target, object, depth + 1),
            Rule::Deferred(cell) => match cell.get() {
                Some(target) => expand(found, target, object, depth + 1),
                None => found,
            },
            Rule::AllOf(all) => all
                .iter()
                .fold(found, |found, each| expand(found, each, object, depth + 1)),
            Rule::AnyOf(any) | Rule::OneOf(any) => branch(found, any.iter().collect(), object, depth),
            Rule::Tagged(name, tagged) => {
                let tag = object.and_then(|object| object.get(name)).and_then(text_of);
                let selected = tagged.iter().filter(|(value, _)| Some(*value) == tag.as_deref());
                let mut selected: Together = selected.map(|(_, each)| each).collect();
                if selected.is_empty() {
                    selected = tagged.iter().map(|(_, each)| each).collect();
                }
                branch(found, selected, object, depth)
            }
            Rule::If(_, then, otherwise) => branch(found, vec![then, otherwise], object, depth),
            _ => found,
        };
    }
    found
}

#[inline]
fn branch(found: Vec<Together>, branches: Together, object: Option<&Branch<'_>>, depth: usize) -> Vec<Together> {
    if branches.is_empty() || found.len() * branches.len() > MOST {
        return found;
    }
    let each = branches
        .into_iter()
        .flat_map(|each| expand(found.clone(), each, object, depth + 1));
    let all: Vec<Together> = each.collect();
    if all.len() > MOST { found } else { all }
}

/// The types that all schemas allow.
#[inline]
fn types(together: &[&'static Schema]) -> u8 {
    let rules = together.iter().flat_map(|schema| schema.0);
    rules.fold(u8::MAX, |types, rule| match rule {
        Rule::Never | Rule::Strings(_) => types & !(ARRAY | OBJECT),
        Rule::Type(allowed) => types & allowed,
        Rule::Const(value) => types & type_of(value),
        Rule::Values(values) => types & values.iter().map(type_of).fold(0, |all, each| all | each),
        _ => types,
    })
}

/// The type of a constant, as far as it matters here.
#[inline]
fn type_of(value: &Value) -> u8 {
    match value {
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => !(ARRAY | OBJECT),
    }
}

/// Whether the properties are there that the schemas require, and those with listed values have one of these.
#[inline]
fn agrees(together: &[&'static Schema], object: &Branch<'_>) -> bool {
    let mut rules = together.iter().flat_map(|schema| schema.0);
    rules.all(|rule| match rule {
        Rule::Required(names) => names.iter().all(|name| object.get(name).is_some()),
        Rule::Properties(list) => list
            .iter()
            .all(|(name, schema)| match object.get(name).and_then(text_of) {
                Some(text) if lists_values(schema) => {
                    is_valid(schema, &Json::String(text.clone())) || literal_fits(schema, &text)
                }
                _ => true,
            }),
        _ => true,
    })
}

#[inline]
fn literal_fits(schema: &'static Schema, text: &str) -> bool {
    Json::parse(text).is_ok_and(|literal| is_valid(schema, &literal))
}

#[inline]
fn lists_values(schema: &'static Schema) -> bool {
    let is_list = |rule: &Rule| matches!(rule, Rule::Const(_) | Rule::Strings(_) | Rule::Values(_));
    schema.target().0.iter().any(is_list)
}

/// The text of a field with one value.
#[inline]
fn text_of(node: &Node<'_>) -> Option<String> {
    match node {
        Node::Texts(texts) => match texts[..] {
            [text] => decode_form(text),
            _ => None,
        },
        Node::Branch(_) => None,
    }
}
