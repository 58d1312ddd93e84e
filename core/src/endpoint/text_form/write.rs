//! Writes a parameter.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Kind, ParameterStyle, TextForm, cookie_text};
use crate::endpoint::brackets::brackets;
use crate::endpoint::media_type::is_token;
use crate::endpoint::path::{encoded, path_segment};
use crate::json::Json;

/// The strings of a value.
enum Texts {
    One(String),
    List(Vec<String>),
    /// The properties, with one string each unless the value is an array.
    Object(Vec<(String, Vec<String>)>),
}

/// Adds a value to a query. Returns `None` if it has no string form.
#[inline]
pub(in crate::endpoint) fn push(query: &mut String, name: &str, json: &Json, form: TextForm) -> Option<()> {
    let separator = match form.style {
        ParameterStyle::DeepObject => return brackets(query, name, json),
        ParameterStyle::SpaceDelimited => "%20",
        ParameterStyle::PipeDelimited => "%7C",
        ParameterStyle::Form | ParameterStyle::Simple | ParameterStyle::Label | ParameterStyle::Matrix => ",",
    };
    let encode = |text: &str, is_item: bool| match (form.allow_reserved, is_item) {
        (false, _) => encoded(text).to_string(),
        (true, false) => utf8_percent_encode(text, RESERVED).to_string(),
        (true, true) => utf8_percent_encode(text, RESERVED_ITEM).to_string(),
    };
    match (texts(json, form)?, form.explode) {
        (Texts::One(text), _) => pair(query, name, &encode(&text, false)),
        (Texts::List(items), true) => {
            for item in items {
                pair(query, name, &encode(&item, false));
            }
        }
        (Texts::Object(properties), true) => {
            for (key, texts) in properties.iter().filter(|(key, _)| form.claims(key)) {
                for text in texts {
                    pair(query, key, &encode(text, false));
                }
            }
        }
        (Texts::List(items), false) => {
            let items: Vec<String> = items.iter().map(|item| encode(item, true)).collect();
            pair(query, name, &items.join(separator));
        }
        (Texts::Object(properties), false) => {
            let parts = alternating(&properties, |text| encode(text, true));
            pair(query, name, &parts.join(separator));
        }
    }
    Some(())
}

/// Returns a value as a part of a path. `None` if it has no string form.
#[inline]
pub(in crate::endpoint) fn in_path(name: &str, json: &Json, form: TextForm) -> Option<String> {
    let encode = |text: &str| match form.style {
        ParameterStyle::Simple => path_segment(text),
        _ => encoded(text).to_string(),
    };
    let named = |name: &str, text: &str| match text {
        "" => format!(";{}", encode(name)),
        text => format!(";{}={text}", encode(name)),
    };
    let texts = texts(json, form)?;
    let parts: Vec<String> = match (&texts, form.explode) {
        (Texts::One(text), _) => vec![encode(text)],
        (Texts::List(items), _) => items.iter().map(|item| encode(item)).collect(),
        (Texts::Object(properties), false) => alternating(properties, encode),
        (Texts::Object(properties), true) => {
            let one = |(key, texts): &(String, Vec<String>)| {
                let text = encode(texts.first().map_or("", String::as_str));
                match form.style {
                    ParameterStyle::Matrix => named(key, &text),
                    _ => format!("{}={text}", encode(key)),
                }
            };
            properties.iter().map(one).collect()
        }
    };
    let separator = match (form.style, form.explode) {
        (ParameterStyle::Label, true) => ".",
        _ => ",",
    };
    Some(match (form.style, &texts, form.explode) {
        (ParameterStyle::Label, ..) => format!(".{}", parts.join(separator)),
        (ParameterStyle::Matrix, Texts::Object(_), true) => parts.concat(),
        (ParameterStyle::Matrix, Texts::List(_), true) => parts.iter().map(|part| named(name, part)).collect(),
        (ParameterStyle::Matrix, ..) => named(name, &parts.join(separator)),
        _ => parts.join(separator),
    })
}

/// Returns a value as a header. `None` if it has no string form.
#[inline]
pub(in crate::endpoint) fn in_header(json: &Json, form: TextForm) -> Option<String> {
    Some(match (texts(json, form)?, form.explode) {
        (Texts::One(text), _) => text,
        (Texts::List(items), _) => items.join(","),
        (Texts::Object(properties), false) => alternating(&properties, str::to_owned).join(","),
        (Texts::Object(properties), true) => {
            let one = |(key, texts): &(String, Vec<String>)| format!("{key}={}", texts.concat());
            properties.iter().map(one).collect::<Vec<String>>().join(",")
        }
    })
}

/// Adds a value to the cookies. Returns `None` if it has no string form.
#[inline]
pub(in crate::endpoint) fn add_cookies(
    cookies: &mut Vec<(Cow<'static, str>, String)>,
    name: &'static str,
    json: &Json,
    form: TextForm,
) -> Option<()> {
    let own = Cow::Borrowed(name);
    match (texts(json, form)?, form.explode) {
        (Texts::One(text), _) => cookies.push((own, cookie_text(text))),
        (Texts::List(items), true) => cookies.extend(items.iter().map(|item| (own.clone(), cookie_text(item)))),
        (Texts::Object(properties), true) => {
            for (key, texts) in properties.into_iter().filter(|(key, _)| form.claims(key)) {
                if !is_token(&key) {
                    return None;
                }
                cookies.extend(texts.iter().map(|text| (Cow::Owned(key.clone()), cookie_text(text))));
            }
        }
        (Texts::List(items), false) => {
            let items: Vec<String> = items.iter().map(cookie_text).collect();
            cookies.push((own, items.join(",")));
        }
        (Texts::Object(properties), false) => {
            cookies.push((own, alternating(&properties, |text| cookie_text(text)).join(",")));
        }
    }
    Some(())
}

/// The reserved characters that have no meaning in the value of a query (RFC 3986, 3.4). `&`, `+` and `#` have one there,
/// and brackets are not allowed.
const RESERVED: &AsciiSet = &RESERVED_ITEM.remove(b',');

/// The same for an item, whose separator may be a comma.
const RESERVED_ITEM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';')
    .remove(b'=');

/// Adds a name and an encoded value to a query.
#[inline]
fn pair(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(encoded(name));
    query.push('=');
    query.push_str(value);
}

/// The names and values of properties in turn.
#[inline]
fn alternating(properties: &[(String, Vec<String>)], encode: impl Fn(&str) -> String) -> Vec<String> {
    let each = properties
        .iter()
        .flat_map(|(key, texts)| core::iter::once(key).chain(texts));
    each.map(|text| encode(text)).collect()
}

#[inline]
fn texts(json: &Json, form: TextForm) -> Option<Texts> {
    match json {
        Json::Array(items) if form.holds_arrays() => items.iter().map(text).collect::<Option<_>>().map(Texts::List),
        Json::Object(object) if form.kind == Kind::Object => {
            let property = |(key, value): (&str, &Json)| {
                let texts = match value {
                    Json::Array(items) if form.spreads() => items.iter().map(text).collect::<Option<_>>()?,
                    value => vec![text(value)?],
                };
                Some((key.to_owned(), texts))
            };
            object.iter().map(property).collect::<Option<_>>().map(Texts::Object)
        }
        scalar if form.kind != Kind::Object => text(scalar).map(Texts::One),
        _ => None,
    }
}

/// The string of a scalar. `null` has none: an absent parameter is omitted instead.
#[inline]
pub(in crate::endpoint) fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Bool(_) | Json::Number(_) => Some(json.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
