//! Reads a form as the JSON value that it represents.

use super::error::FormError;
use super::options::{Options, item, property};
use super::tree::{Branch, Node};
use crate::endpoint::encoding::{Encoding, FieldForm, form_of};
use crate::endpoint::pairs::decode_form;
use crate::endpoint::{ListStyle, text_form};
use crate::json::{Json, JsonObject};
use crate::schema::{ARRAY, OBJECT, Schema};

/// Reads a form as an object, as far as the schema decides. The exact check then validates the whole value.
///
/// # Errors
/// [`FormError`].
#[inline]
pub(in crate::endpoint) fn read(
    text: &str,
    encodings: &[Encoding],
    schema: &'static Schema,
) -> Result<Json, FormError> {
    let fields = Branch::parse(text, encodings)?;
    let objects = Options::of(schema).of_object(&fields);
    let mut object = JsonObject::new();
    for (name, node) in fields.iter() {
        let value = field(node, form_of(encodings, name), &property(&objects, name))?;
        object.insert(name, value);
    }
    Ok(Json::Object(object))
}

/// Reads a parameter in brackets, as far as the schema decides; `None` if it is absent. The names of the pairs are
/// decoded, their values are not.
///
/// # Errors
/// [`FormError`].
#[inline]
pub(in crate::endpoint) fn read_brackets<'t>(
    name: &'static str,
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
    schema: &'static Schema,
) -> Result<Option<Json>, FormError> {
    let root = Branch::of_name(name, pairs)?;
    let node = root.get(name);
    node.map(|node| field(node, FieldForm::Brackets, &Options::of(schema)))
        .transpose()
}

/// Reads an object whose properties are scalars or arrays of scalars from text like that of a form, as far as the schema
/// decides.
///
/// # Errors
/// [`FormError`].
#[inline]
pub(in crate::endpoint) fn read_properties(text: &str, schema: &'static Schema) -> Result<Json, FormError> {
    let fields = Branch::parse(text, &[])?;
    let objects = Options::of(schema).of_object(&fields);
    let mut object = JsonObject::new();
    for (name, node) in fields.iter() {
        let options = property(&objects, name);
        let value = match node {
            Node::Texts(raw) => scalars(&decoded(raw)?, &options),
            Node::Branch(branch) => nested(branch, &options)?,
        };
        object.insert(name, value);
    }
    Ok(Json::Object(object))
}

#[inline]
fn scalars(texts: &[String], options: &Options) -> Json {
    if let [text] = texts {
        let one = text_form::scalar(text, |json| options.accept(json));
        if !options.allow(ARRAY) || options.accept(&one) {
            return one;
        }
    }
    let arrays = options.of_array();
    let items = texts.iter().enumerate().map(|(index, text)| {
        let options = item(&arrays, index);
        text_form::scalar(text, |json| options.accept(json))
    });
    Json::Array(items.collect())
}

#[inline]
fn field(node: &Node<'_>, form: FieldForm, options: &Options) -> Result<Json, FormError> {
    match (node, form) {
        (Node::Branch(branch), _) => nested(branch, options),
        (Node::Texts(texts), FieldForm::Json) => {
            // The exact check rejects a text that is not JSON.
            let json = |text: String| Json::parse(&text).unwrap_or(Json::String(text));
            let mut values: Vec<Json> = decoded(texts)?.into_iter().map(json).collect();
            Ok(if values.len() == 1 {
                values.remove(0)
            } else {
                Json::Array(values)
            })
        }
        (Node::Texts(texts), FieldForm::Text(style)) => text(texts, style, options),
        (Node::Texts(texts), FieldForm::Brackets) => text(texts, ListStyle::Repeated, options),
    }
}

/// Reads a value in brackets.
#[inline]
fn nested(branch: &Branch<'_>, options: &Options) -> Result<Json, FormError> {
    if let (1, Some(Node::Texts(texts))) = (branch.len(), branch.get("")) {
        return Ok(list(&decoded(texts)?, options));
    }
    let is_array = options.allow(ARRAY) || !options.allow(OBJECT);
    if let Some(items) = is_array.then(|| branch.items()).flatten() {
        let arrays = options.of_array();
        let items = items.into_iter().enumerate();
        let items = items.map(|(index, node)| field(node, FieldForm::Brackets, &item(&arrays, index)));
        return items.collect::<Result<_, _>>().map(Json::Array);
    }
    let objects = options.of_object(branch);
    let mut object = JsonObject::new();
    for (name, node) in branch.iter() {
        object.insert(name, field(node, FieldForm::Brackets, &property(&objects, name))?);
    }
    Ok(Json::Object(object))
}

/// Reads the values of a field: a scalar, an array, or an object as JSON text.
#[inline]
fn text(raw: &[&str], style: ListStyle, options: &Options) -> Result<Json, FormError> {
    let may_be_array = options.allow(ARRAY);
    let texts = match (may_be_array, style) {
        (true, ListStyle::Commas) => decoded(&raw.iter().flat_map(|text| text.split(',')).collect::<Vec<_>>())?,
        (true, ListStyle::Spaces) => split(raw, ' ')?,
        (true, ListStyle::Pipes) => split(raw, '|')?,
        (true, ListStyle::Repeated) | (false, _) => decoded(raw)?,
    };
    let [text] = &texts[..] else {
        return Ok(list(&texts, options));
    };
    let value = scalar(text, options, false);
    if !may_be_array || options.accept(&value) {
        return Ok(value);
    }
    if text.is_empty() && style != ListStyle::Repeated {
        return Ok(Json::Array(Vec::new()));
    }
    let array = list(&texts, options);
    Ok(if options.accept(&array) || !options.allow(!(ARRAY | OBJECT)) {
        array
    } else {
        value
    })
}

#[inline]
fn list(texts: &[String], options: &Options) -> Json {
    let arrays = options.of_array();
    let items = texts.iter().enumerate();
    Json::Array(
        items
            .map(|(index, text)| scalar(text, &item(&arrays, index), true))
            .collect(),
    )
}

/// The value that a text represents: the candidate that is valid. Only an item of an array may be an array as JSON text.
#[inline]
fn scalar(text: &str, options: &Options, is_item: bool) -> Json {
    let string = Json::String(text.to_owned());
    match Json::parse(text) {
        Ok(Json::Null | Json::String(_)) | Err(_) => string,
        Ok(Json::Array(_)) if !is_item => string,
        Ok(literal) => {
            // JSON may have leading and trailing white space, which is part of a string.
            let is_whole = text.trim() == text;
            if (is_whole && options.accept(&literal)) || !options.accept(&string) {
                literal
            } else {
                string
            }
        }
    }
}

#[inline]
fn split(raw: &[&str], separator: char) -> Result<Vec<String>, FormError> {
    let texts = decoded(raw)?;
    let parts = texts.iter().flat_map(|text| text.split(separator));
    Ok(parts.map(str::to_owned).collect())
}

#[inline]
fn decoded(raw: &[&str]) -> Result<Vec<String>, FormError> {
    raw.iter()
        .map(|text| decode_form(text).ok_or(FormError::Encoding))
        .collect()
}
