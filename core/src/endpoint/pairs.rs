//! The names and values of a query or a form.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The decoded names and values of a query. A value that is not UTF-8 is preserved as bytes.
#[doc(hidden)]
#[inline]
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let decoded = |text: &str| decode_form(text).unwrap_or_else(|| text.to_owned());
    raw_pairs(query).map(move |(name, value)| (decoded(name), decoded(value)))
}

#[inline]
pub(super) fn raw_pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Decodes a part of a query: percent-encoded, with `+` for a space as in forms.
#[inline]
pub(super) fn decode_form(text: &str) -> Option<String> {
    decode(&text.replace('+', " "))
}

/// Decodes percent-encoded text; `None` if it is not UTF-8.
#[inline]
pub(super) fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}
