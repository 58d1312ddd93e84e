//! Paths and queries of requests.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// All characters except the unreserved ones of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes a value for one segment of a path.
///
/// The segments `.` and `..` would be resolved as relative steps (RFC 3986, 5.2.4), so their dots are encoded.
///
/// ```
/// use typewright_runtime::endpoint::path_segment;
///
/// assert_eq!(path_segment("a/b?c"), "a%2Fb%3Fc");
/// assert_eq!(path_segment(".."), "%2E%2E");
/// ```
pub fn path_segment(value: impl AsRef<str>) -> String {
    let value = value.as_ref();
    match value {
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        _ => encoded(value).to_string(),
    }
}

/// Adds `name=value` to a query string, percent-encoded.
pub fn push_query(query: &mut String, name: &str, value: impl AsRef<str>) {
    let value = value.as_ref();
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(encoded(name));
    query.push('=');
    query.extend(encoded(value));
}

/// Percent-encodes a string, so that it has no special meaning in a path or a query.
pub(super) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, SEGMENT)
}
