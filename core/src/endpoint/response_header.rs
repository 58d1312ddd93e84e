//! Typed headers of a response.

use std::borrow::Cow;

use crate::{Integer, Json, Number};

/// A documented header of a response.
///
/// A malformed header is preserved. It never fails the call, because the body of the response may be all right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ResponseHeader<T> {
    /// The response does not have the header.
    #[default]
    Absent,
    /// The value.
    Value(T),
    /// The text of a header that is not of its documented type.
    Malformed(String),
}

impl<T> ResponseHeader<T> {
    /// Returns the value, unless the header is absent or malformed.
    #[inline]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Malformed(_) => None,
        }
    }

    /// Returns the value, unless the header is absent or malformed.
    #[inline]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Malformed(_) => None,
        }
    }

    /// Returns the text of a malformed header.
    #[inline]
    pub fn malformed(&self) -> Option<&str> {
        match self {
            Self::Malformed(text) => Some(text),
            Self::Absent | Self::Value(_) => None,
        }
    }
}

impl<T: HeaderText> ResponseHeader<T> {
    /// Reads a header; for generated code.
    #[doc(hidden)]
    #[inline]
    pub fn read(headers: &impl HeaderSource, name: &str) -> Self {
        match headers.text(name) {
            None => Self::Absent,
            Some(text) => match T::parse(&text) {
                Some(value) => Self::Value(value),
                None => Self::Malformed(text.into_owned()),
            },
        }
    }
}

/// The headers of a response: `http::HeaderMap` with the feature `http`, or pairs of names and values.
pub trait HeaderSource {
    /// Returns the value of a header, whatever the case of its name. The values of a repeated header are joined by commas
    /// (RFC 9110, 5.3). Bytes that are not UTF-8 are replaced.
    fn text(&self, name: &str) -> Option<Cow<'_, str>>;
}

impl<N: AsRef<str>, V: AsRef<str>> HeaderSource for [(N, V)] {
    #[inline]
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let found = self
            .iter()
            .filter(|(known, _)| known.as_ref().eq_ignore_ascii_case(name));
        joined(found.map(|(_, value)| Cow::Borrowed(value.as_ref())))
    }
}

impl<N: AsRef<str>, V: AsRef<str>, const COUNT: usize> HeaderSource for [(N, V); COUNT] {
    #[inline]
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self[..].text(name)
    }
}

#[cfg(feature = "http")]
impl HeaderSource for ::http::HeaderMap {
    #[inline]
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let values = self.get_all(name).into_iter();
        joined(values.map(|value| String::from_utf8_lossy(value.as_bytes())))
    }
}

#[inline]
fn joined<'h>(mut values: impl Iterator<Item = Cow<'h, str>>) -> Option<Cow<'h, str>> {
    let first = values.next()?;
    Some(values.fold(first, |all, next| Cow::Owned(format!("{all}, {next}"))))
}

/// A type that a header can have.
pub trait HeaderText: Sized {
    /// Parses the text of a header.
    fn parse(text: &str) -> Option<Self>;
}

impl HeaderText for String {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl HeaderText for bool {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl HeaderText for i64 {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl HeaderText for Integer {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl HeaderText for Number {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl HeaderText for f64 {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl HeaderText for Json {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        Json::parse(text).ok()
    }
}

impl<T: HeaderText> HeaderText for Vec<T> {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        // Empty elements are ignored (RFC 9110, 5.6.1).
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(T::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::ResponseHeader;
    use crate::{Integer, Json};

    const HEADERS: [(&str, &str); 6] = [
        ("X-Total", " 12"),
        ("x-tag", "a, b"),
        ("X-Tag", ",c"),
        ("X-Done", "true"),
        ("X-Page", r#"{"next": 2}"#),
        ("X-Bad", "twelve"),
    ];

    #[test]
    fn headers_are_read_as_their_type() {
        let total: ResponseHeader<i64> = ResponseHeader::read(&HEADERS, "x-total");
        assert_eq!(total.value(), Some(&12));
        let exact: ResponseHeader<Integer> = ResponseHeader::read(&HEADERS, "x-total");
        assert_eq!(exact.into_value(), Some(Integer::from(12)));
        let tags: ResponseHeader<Vec<String>> = ResponseHeader::read(&HEADERS, "x-tag");
        assert_eq!(tags.value().map(|tags| tags.join("|")).as_deref(), Some("a|b|c"));
        assert_eq!(ResponseHeader::read(&HEADERS, "x-done"), ResponseHeader::Value(true));
        let page: ResponseHeader<Json> = ResponseHeader::read(&HEADERS, "x-page");
        assert!(page.value().is_some());
    }

    #[test]
    fn a_malformed_header_is_preserved_and_an_absent_one_is_absent() {
        let bad: ResponseHeader<i64> = ResponseHeader::read(&HEADERS, "x-bad");
        assert_eq!((bad.value(), bad.malformed()), (None, Some("twelve")));
        let none: ResponseHeader<i64> = ResponseHeader::read(&HEADERS, "x-none");
        assert_eq!(none, ResponseHeader::Absent);
    }
}
