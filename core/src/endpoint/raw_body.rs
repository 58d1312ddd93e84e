//! Bodies that are not JSON.

use core::fmt;
use std::borrow::Cow;

use serde_core::{Serialize, Serializer};

/// A body that is not JSON: bytes with a media type.
///
/// ```
/// use typewright_runtime::endpoint::RawBody;
///
/// let form = RawBody::form([("grant_type", "password"), ("user name", "a&b")]);
/// assert_eq!(form.content_type(), "application/x-www-form-urlencoded");
/// assert_eq!(form.bytes(), b"grant_type=password&user+name=a%26b");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawBody {
    content_type: Cow<'static, str>,
    bytes: Vec<u8>,
}

impl RawBody {
    /// Creates a body from bytes and the value of `Content-Type`, such as `multipart/form-data; boundary=x`. A range
    /// such as `image/*` is valid only in documentation: a body with a range as its media type is rejected before it is
    /// sent.
    pub fn new(content_type: impl Into<Cow<'static, str>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            content_type: content_type.into(),
            bytes: bytes.into(),
        }
    }

    /// Creates a body of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new("text/plain; charset=utf-8", text.into())
    }

    /// Creates a body from the fields of a form, as `application/x-www-form-urlencoded`.
    pub fn form<K: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut text = String::new();
        for (name, value) in fields {
            super::push_query(&mut text, name.as_ref(), value.as_ref());
        }
        // A space is encoded as `+` (WHATWG URL, 5.2).
        Self::new("application/x-www-form-urlencoded", text.replace("%20", "+"))
    }

    /// Returns the value of `Content-Type`.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns the bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Converts into the bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Shows no bytes.
impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBody")
            .field("content_type", &self.content_type)
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .finish()
    }
}

/// Formats the body as text, for errors that show the response of an API.
impl Serialize for RawBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match core::str::from_utf8(&self.bytes) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.collect_str(&format_args!("{} bytes", self.bytes.len())),
        }
    }
}

/// Whether a media type is in a list such as `image/png, text/*`. Parameters such as the charset are ignored (RFC 9110,
/// 8.3.1). A range or a malformed media type never is, even if the list contains it.
pub(crate) fn is_one_of(found: &str, list: &str) -> bool {
    if is_range(found) || !is_media_type(found) {
        return false;
    }
    let found = essence(found);
    let fits = |expected: &str| match expected.strip_suffix('*') {
        Some("*/") => true,
        Some(start) => found
            .get(..start.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(start)),
        None => found.eq_ignore_ascii_case(expected),
    };
    list.split(',').map(essence).any(fits)
}

/// Whether a string represents several media types, as in `Accept`.
pub(crate) fn is_range(media_type: &str) -> bool {
    essence(media_type).ends_with("/*")
}

/// Whether a string is two tokens separated by a slash, followed by any parameters (RFC 9110, 8.3.1).
fn is_media_type(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let is_token = |text: &str| !text.is_empty() && text.bytes().all(is_part);
    let parts = essence(text).split_once('/');
    parts.is_some_and(|(kind, part)| is_token(kind) && is_token(part))
}

/// The media type of a body without `Content-Type`: the documented media type if there is exactly one, otherwise
/// unknown bytes (RFC 9110, 8.3).
pub(crate) fn or_documented<'m>(found: Option<&'m str>, documented: &'m str) -> &'m str {
    match found {
        Some(found) => found,
        None if is_one_of(documented, documented) => documented,
        None => "application/octet-stream",
    }
}

/// A media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::{is_one_of, or_documented};

    #[test]
    fn media_types_are_compared_without_parameters_and_case() {
        assert!(is_one_of("Application/JSON; charset=utf-8", "application/json"));
        assert!(is_one_of("image/png", "text/plain, image/*"));
        assert!(is_one_of("anything/else", "*/*"));
        assert!(!is_one_of("image/png", "text/plain, application/json"));
        assert!(!is_one_of("imagex/png", "image/*"));
        assert!(!is_one_of("", "image/*"));
        for none in [
            "",
            "*",
            "text",
            "text/",
            "/plain",
            "image/png, image/gif",
            "a b/c",
            "a/b/c",
        ] {
            assert!(!is_one_of(none, "*/*"), "{none:?}");
        }
    }

    #[test]
    fn a_body_that_does_not_say_what_it_is_is_what_is_documented_or_bytes() {
        for (found, documented, expected) in [
            (Some("text/plain"), "image/png", "text/plain"),
            (None, "image/png", "image/png"),
            (None, "image/png, image/gif", "application/octet-stream"),
            (None, "image/*", "application/octet-stream"),
            (None, "", "application/octet-stream"),
        ] {
            assert_eq!(or_documented(found, documented), expected, "{documented}");
        }
    }

    #[test]
    fn a_range_is_no_media_type_of_a_body() {
        for (found, list) in [
            ("image/*", "image/*"),
            ("*/*; q=1", "*/*"),
            ("text/*", "text/plain, */*"),
        ] {
            assert!(!is_one_of(found, list), "{found} of {list}");
        }
    }
}
