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
    #[inline]
    pub fn new(content_type: impl Into<Cow<'static, str>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            content_type: content_type.into(),
            bytes: bytes.into(),
        }
    }

    /// Creates a body of plain text.
    #[inline]
    pub fn text(text: impl Into<String>) -> Self {
        Self::new("text/plain; charset=utf-8", text.into())
    }

    /// Creates a body from the fields of a form, as `application/x-www-form-urlencoded`.
    #[inline]
    pub fn form<K: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut text = String::new();
        for (name, value) in fields {
            super::push_query(&mut text, name.as_ref(), value.as_ref());
        }
        // A space is encoded as `+` (WHATWG URL, 5.2).
        Self::new("application/x-www-form-urlencoded", text.replace("%20", "+"))
    }

    /// Returns the value of `Content-Type`.
    #[inline]
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    #[inline]
    pub(super) fn content_type_cow(&self) -> &Cow<'static, str> {
        &self.content_type
    }

    /// Returns the bytes.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Converts into the bytes.
    #[inline]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Shows no bytes.
impl fmt::Debug for RawBody {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBody")
            .field("content_type", &self.content_type)
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .finish()
    }
}

/// Formats the body as text, for errors that show the response of an API.
impl Serialize for RawBody {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match core::str::from_utf8(&self.bytes) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.collect_str(&format_args!("{} bytes", self.bytes.len())),
        }
    }
}
