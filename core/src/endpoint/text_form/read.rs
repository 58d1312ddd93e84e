//! Reads a parameter.

use percent_encoding::percent_decode_str;

use super::{Kind, ParameterStyle, TextForm};
use crate::check::is_valid;
use crate::endpoint::Rejection;
use crate::endpoint::form::{self, FormError};
use crate::endpoint::incoming::Values;
use crate::endpoint::path::push_query;
use crate::json::{Json, JsonObject};
use crate::schema::{ARRAY, Rule, Schema};

impl Values<'_> {
    /// Reads a parameter, as far as the schema decides. The exact check then validates the whole value.
    #[inline]
    pub(in crate::endpoint) fn json(
        &self,
        name: &'static str,
        form: TextForm,
        schema: &'static Schema,
    ) -> Result<Option<Json>, Rejection> {
        let read = match (form.kind, form.style) {
            (_, ParameterStyle::DeepObject) => self.in_brackets(name, schema)?,
            (Kind::Object, _) => self.object(name, form, schema)?,
            (Kind::Scalar, _) => match self.only(name)? {
                Some(raw) => {
                    let text = self.decoded(unprefixed(raw, name, form)?)?;
                    Some(scalar(&text, |json| is_valid(schema, json)))
                }
                None => None,
            },
            (Kind::Array | Kind::ScalarOrArray, _) => self
                .items(name, form)?
                .map(|texts| list_or_scalar(&texts, form, schema)),
        };
        Ok(match read {
            None if form.required && form.kind == Kind::Object => Some(Json::Object(JsonObject::new())),
            read => read,
        })
    }

    #[inline]
    fn in_brackets(&self, name: &'static str, schema: &'static Schema) -> Result<Option<Json>, Rejection> {
        form::read_brackets(name, self.pairs(), schema).map_err(|error| self.rejection(error))
    }

    #[inline]
    fn rejection(&self, error: FormError) -> Rejection {
        match error {
            FormError::Encoding => Rejection::Encoding { part: self.part() },
            FormError::Ambiguous { name } => Rejection::Form { field: name },
        }
    }

    /// Reads an object whose properties have a single string each, or, if they are written as parameters, several.
    #[inline]
    fn object(&self, name: &'static str, form: TextForm, schema: &'static Schema) -> Result<Option<Json>, Rejection> {
        let mut properties: Vec<(String, String)> = Vec::new();
        let mut is_there = false;
        if form.spreads() {
            for (key, value) in self.pairs().filter(|(key, _)| form.claims(key)) {
                properties.push((key.to_owned(), self.decoded(value)?));
            }
            is_there = !properties.is_empty();
        } else {
            for raw in self.all(name) {
                // A header may have several lines (RFC 9110, 5.3).
                if is_there && !self.is_header() {
                    return Err(Rejection::Repeated { name });
                }
                is_there = true;
                self.own_properties(raw, name, form, &mut properties)?;
            }
            let mut names: Vec<&str> = properties.iter().map(|(key, _)| key.as_str()).collect();
            names.sort_unstable();
            if names.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(Rejection::Repeated { name });
            }
        }
        if !is_there {
            return Ok(None);
        }
        let mut text = String::new();
        for (key, value) in &properties {
            push_query(&mut text, key, value);
        }
        form::read_properties(&text, schema)
            .map(Some)
            .map_err(|error| self.rejection(error))
    }

    /// Reads the properties of an object from a single string.
    #[inline]
    fn own_properties(
        &self,
        raw: &str,
        name: &'static str,
        form: TextForm,
        properties: &mut Vec<(String, String)>,
    ) -> Result<(), Rejection> {
        if form.explode {
            let (rest, separator) = match form.style {
                ParameterStyle::Label => (raw.strip_prefix('.'), '.'),
                ParameterStyle::Matrix => (raw.strip_prefix(';'), ';'),
                _ => (Some(raw), ','),
            };
            let rest = rest.ok_or(Rejection::Style { name })?;
            for part in rest.split(separator).filter(|_| !rest.is_empty()) {
                let (key, value) = match part.split_once('=') {
                    Some(pair) => pair,
                    None if form.style == ParameterStyle::Matrix => (part, ""),
                    None => return Err(Rejection::Style { name }),
                };
                properties.push((self.decoded(key)?, self.decoded(value)?));
            }
            return Ok(());
        }
        let rest = unprefixed(raw, name, form)?;
        if rest.is_empty() {
            return Ok(());
        }
        let parts = self.split(rest, form)?;
        let (pairs, odd) = parts.as_chunks::<2>();
        if !odd.is_empty() {
            return Err(Rejection::Style { name });
        }
        properties.extend(pairs.iter().map(|[key, value]| (key.clone(), value.clone())));
        Ok(())
    }

    /// The strings of the items of an array, from all occurrences of the parameter.
    #[inline]
    fn items(&self, name: &'static str, form: TextForm) -> Result<Option<Vec<String>>, Rejection> {
        let mut items = Vec::new();
        let mut is_there = false;
        for raw in self.all(name) {
            is_there = true;
            match (form.style, form.explode) {
                (ParameterStyle::Form, true) => items.push(self.decoded(raw)?),
                (ParameterStyle::Label, true) => {
                    let rest = raw.strip_prefix('.').ok_or(Rejection::Style { name })?;
                    for item in rest.split('.') {
                        items.push(self.decoded(item)?);
                    }
                }
                (ParameterStyle::Matrix, true) => {
                    let rest = raw.strip_prefix(';').ok_or(Rejection::Style { name })?;
                    for part in rest.split(';') {
                        items.push(self.decoded(unnamed(part, name).ok_or(Rejection::Style { name })?)?);
                    }
                }
                _ => items.extend(self.split(unprefixed(raw, name, form)?, form)?),
            }
        }
        // Empty items of a header are ignored (RFC 9110, 5.6.1.2).
        if self.is_header() {
            items.retain(|item| !item.is_empty());
        }
        Ok(is_there.then_some(items))
    }

    /// Splits a string at its separators.
    #[inline]
    fn split(&self, raw: &str, form: TextForm) -> Result<Vec<String>, Rejection> {
        let separator = match form.style {
            ParameterStyle::SpaceDelimited => ' ',
            ParameterStyle::PipeDelimited => '|',
            // A comma within an item is percent-encoded.
            _ => return raw.split(',').map(|item| self.decoded(item)).collect(),
        };
        // These separators are percent-encoded themselves.
        Ok(self.decoded(raw)?.split(separator).map(str::to_owned).collect())
    }
}

/// Removes what the style writes before a value.
#[inline]
fn unprefixed<'r>(raw: &'r str, name: &'static str, form: TextForm) -> Result<&'r str, Rejection> {
    let rest = match form.style {
        ParameterStyle::Label => raw.strip_prefix('.'),
        ParameterStyle::Matrix => raw.strip_prefix(';').and_then(|part| unnamed(part, name)),
        _ => Some(raw),
    };
    rest.ok_or(Rejection::Style { name })
}

/// The value of `name=value`, or of `name` without a value.
#[inline]
fn unnamed<'r>(part: &'r str, name: &str) -> Option<&'r str> {
    let (found, value) = part.split_once('=').unwrap_or((part, ""));
    let found = percent_decode_str(found).decode_utf8().ok()?;
    (found == name).then_some(value)
}

/// The value of the received strings, as far as the schema decides.
#[inline]
fn list_or_scalar(texts: &[String], form: TextForm, schema: &'static Schema) -> Json {
    let is_repeated = form.explode && form.style == ParameterStyle::Form;
    let list = match texts {
        [text] if text.is_empty() && !is_repeated => Json::Array(Vec::new()),
        texts => {
            let items = texts.iter().map(|text| scalar(text, |json| may_hold(schema, json)));
            Json::Array(items.collect())
        }
    };
    let (Kind::ScalarOrArray, [text]) = (form.kind, texts) else {
        return list;
    };
    let one = scalar(text, |json| is_valid(schema, json));
    if !is_valid(schema, &one) && is_valid(schema, &list) {
        list
    } else {
        one
    }
}

/// The scalar that a string represents: the candidate that is valid.
#[inline]
pub(in crate::endpoint) fn scalar(text: &str, is_valid: impl Fn(&Json) -> bool) -> Json {
    let string = Json::String(text.to_owned());
    match Json::parse(text) {
        Ok(literal @ (Json::Bool(_) | Json::Number(_))) => {
            // JSON may have leading and trailing white space, which is part of a string, so such a string is not a
            // number.
            let is_whole = text.trim() == text;
            if (is_whole && is_valid(&literal)) || !is_valid(&string) {
                literal
            } else {
                string
            }
        }
        Ok(Json::Null | Json::String(_) | Json::Array(_) | Json::Object(_)) | Err(_) => string,
    }
}

/// Whether an array may contain an item, as far as the item alone decides.
#[inline]
pub(in crate::endpoint) fn may_hold(list: &'static Schema, item: &Json) -> bool {
    list.0.iter().all(|rule| match rule {
        Rule::Never => false,
        Rule::Type(types) => types & ARRAY != 0,
        Rule::Ref(target) => may_hold(target, item),
        Rule::Items(each) => is_valid(each, item),
        Rule::AllOf(all) => all.iter().all(|list| may_hold(list, item)),
        Rule::AnyOf(any) | Rule::OneOf(any) => any.iter().any(|list| may_hold(list, item)),
        // The other rules depend on the whole array. If that makes an item be read as a different value, the request is
        // rejected.
        _ => true,
    })
}
