//! Serialization of parameters whose type does not determine it: arrays, objects, values of several types, and every
//! value with a `style` that is not the default.
//!
//! A string is less expressive than JSON: `5` may be a number or a string. The schema decides how it is read: as a
//! number or boolean if that is valid, otherwise as a string. `RequestCheck` rejects a value
//! that would be read as a different one, so the server receives the value that was sent.

#[cfg(feature = "http")]
mod read;
mod write;

use std::borrow::Cow;

use serde_core::Serialize;

use super::ParameterStyle;
use super::path::encoded;
use crate::json::to_json;

#[cfg(feature = "http")]
pub(super) use read::{may_hold, scalar};
#[cfg(feature = "http")]
pub(super) use write::text;
pub(super) use write::{add_cookies, in_header, in_path, push};

/// The serialization of a parameter, and the kinds of values that it may have.
///
/// ```
/// use typewright_runtime::endpoint::{ParameterStyle, TextForm, push_query_value};
///
/// let mut query = String::new();
/// let commas = TextForm::array(ParameterStyle::Form);
/// push_query_value(&mut query, "tag", &["a,b", "c"], commas);
/// push_query_value(&mut query, "id", &[1, 2], commas.explode());
/// push_query_value(&mut query, "x", &["a", "b"], TextForm::array(ParameterStyle::PipeDelimited));
/// assert_eq!(query, "tag=a%2Cb,c&id=1&id=2&x=a%7Cb");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // flags of OpenAPI that do not depend on each other
pub struct TextForm {
    kind: Kind,
    style: ParameterStyle,
    explode: bool,
    allow_reserved: bool,
    allow_empty: bool,
    required: bool,
    beside: &'static [&'static str],
    only: Option<&'static [&'static str]>,
}

/// The kinds of values of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Scalar,
    Array,
    /// An array of one item is written like the item alone, so it is read as a scalar if the schema allows one.
    ScalarOrArray,
    Object,
}

impl TextForm {
    /// A string, a number or a boolean.
    #[inline]
    pub const fn scalar(style: ParameterStyle) -> Self {
        Self::new(Kind::Scalar, style)
    }

    /// An array of scalars.
    #[inline]
    pub const fn array(style: ParameterStyle) -> Self {
        Self::new(Kind::Array, style)
    }

    /// A scalar or an array of scalars. An array of one item is written like the item alone, so it is read as a scalar
    /// if the schema allows one.
    #[inline]
    pub const fn scalar_or_array(style: ParameterStyle) -> Self {
        Self::new(Kind::ScalarOrArray, style)
    }

    /// An object whose properties are scalars. With the style [`DeepObject`](ParameterStyle::DeepObject), any object or
    /// array; exploded with the style [`Form`](ParameterStyle::Form), a property may be an array of scalars.
    #[inline]
    pub const fn object(style: ParameterStyle) -> Self {
        Self::new(Kind::Object, style)
    }

    #[inline]
    const fn new(kind: Kind, style: ParameterStyle) -> Self {
        Self {
            kind,
            style,
            explode: false,
            allow_reserved: false,
            allow_empty: false,
            required: false,
            beside: &[],
            only: None,
        }
    }

    /// Writes each item or each property on its own.
    #[must_use]
    #[inline]
    pub const fn explode(mut self) -> Self {
        self.explode = true;
        self
    }

    /// Does not percent-encode those reserved characters (RFC 3986, 2.2) that have no meaning in the values of a query:
    /// `:/?@!$'()*;=`, and `,` unless it is a separator.
    #[must_use]
    #[inline]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Allows an empty string, even if the schema does not.
    #[must_use]
    #[inline]
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// Makes the parameter required: an object that is not there is read as one without properties, because nothing is
    /// written for it.
    #[must_use]
    #[inline]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the names that belong to other parameters. An object whose properties are written as parameters has none of
    /// these.
    #[must_use]
    #[inline]
    pub const fn beside(mut self, names: &'static [&'static str]) -> Self {
        self.beside = names;
        self
    }

    /// Sets the names of the properties, if an object whose properties are written as parameters has no others.
    #[must_use]
    #[inline]
    pub const fn only(mut self, names: &'static [&'static str]) -> Self {
        self.only = Some(names);
        self
    }

    /// The serialization of an array in a form.
    #[cfg(feature = "http")]
    #[inline]
    pub(super) const fn of_list(style: super::ListStyle) -> Self {
        match style {
            super::ListStyle::Repeated => Self::array(ParameterStyle::Form).explode(),
            super::ListStyle::Commas => Self::array(ParameterStyle::Form),
            super::ListStyle::Spaces => Self::array(ParameterStyle::SpaceDelimited),
            super::ListStyle::Pipes => Self::array(ParameterStyle::PipeDelimited),
        }
    }

    #[inline]
    fn holds_arrays(&self) -> bool {
        matches!(self.kind, Kind::Array | Kind::ScalarOrArray)
    }

    /// Whether the properties of an object are written as parameters of their names.
    #[inline]
    fn spreads(&self) -> bool {
        matches!(
            (self.kind, self.style, self.explode),
            (Kind::Object, ParameterStyle::Form, true)
        )
    }

    /// Whether a parameter of this name is a property of an object whose properties are written as parameters.
    #[inline]
    fn claims(&self, name: &str) -> bool {
        let field = name.split_once('[').map_or(name, |(field, _)| field);
        !self.beside.contains(&name)
            && !self.beside.contains(&field)
            && self.only.is_none_or(|only| only.contains(&name))
    }

    /// What a value of this kind must be to be written.
    #[cfg(feature = "http")]
    #[inline]
    pub(super) fn limit(&self) -> &'static str {
        match (self.kind, self.style) {
            (_, ParameterStyle::DeepObject) => "a value without `null`",
            (Kind::Object, ParameterStyle::Form) if self.explode => {
                "an object whose properties are strings, numbers or booleans, or lists of these"
            }
            (Kind::Object, _) => "an object whose properties are strings, numbers or booleans",
            (Kind::Scalar | Kind::Array | Kind::ScalarOrArray, _) => {
                "a string, a number or a boolean, or a list of these"
            }
        }
    }

    /// Whether an empty string is allowed, even if the schema does not allow it.
    #[cfg(feature = "http")]
    #[inline]
    pub(super) fn allows_empty(&self) -> bool {
        self.allow_empty
    }
}

/// Adds a parameter to a query string, percent-encoded.
///
/// A value without a string form, such as `null`, is omitted: `RequestCheck::query`
/// rejects it.
#[inline]
pub fn push_query_value<T: Serialize>(query: &mut String, name: &str, value: &T, form: TextForm) {
    if let Ok(json) = to_json(value) {
        // A value without a string form was rejected before.
        let _ = push(query, name, &json, form);
    }
}

/// Returns a parameter as a part of a path, percent-encoded. Empty if the value has no string form.
///
/// ```
/// use typewright_runtime::endpoint::{ParameterStyle, TextForm, path_value};
///
/// let matrix = TextForm::array(ParameterStyle::Matrix).explode();
/// assert_eq!(path_value("id", &["a/b", "c"], matrix), ";id=a%2Fb;id=c");
/// ```
#[inline]
pub fn path_value<T: Serialize>(name: &str, value: &T, form: TextForm) -> String {
    to_json(value)
        .ok()
        .and_then(|json| in_path(name, &json, form))
        .unwrap_or_default()
}

/// Returns a parameter as the value of a header. Empty if the value has no string form.
#[inline]
pub fn header_value<T: Serialize>(value: &T, form: TextForm) -> String {
    to_json(value)
        .ok()
        .and_then(|json| in_header(&json, form))
        .unwrap_or_default()
}

/// Adds a parameter to the cookies of a request, percent-encoded.
///
/// ```
/// use typewright_runtime::endpoint::{ParameterStyle, TextForm, push_cookie_value};
///
/// let mut cookies = Vec::new();
/// push_cookie_value(&mut cookies, "tags", &["a;b", "c"], TextForm::array(ParameterStyle::Form));
/// assert_eq!(cookies, [("tags".into(), "a%3Bb,c".to_owned())]);
/// ```
#[inline]
pub fn push_cookie_value<T: Serialize>(
    cookies: &mut Vec<(Cow<'static, str>, String)>,
    name: &'static str,
    value: &T,
    form: TextForm,
) {
    if let Ok(json) = to_json(value) {
        // A value without a string form was rejected before.
        let _ = add_cookies(cookies, name, &json, form);
    }
}

/// Percent-encodes the value of a cookie.
#[inline]
pub fn cookie_text(value: impl AsRef<str>) -> String {
    encoded(value.as_ref()).to_string()
}

#[cfg(all(test, feature = "http"))]
mod tests;
