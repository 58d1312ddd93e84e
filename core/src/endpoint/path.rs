//! Paths and queries of requests.

use core::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the characters that RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes a value for one segment of a path.
///
/// The segments `.` and `..` would be taken as steps (RFC 3986, 5.2.4), so their dots are encoded.
///
/// ```
/// use losant_runtime::endpoint::path_segment;
///
/// assert_eq!(path_segment("a/b?c"), "a%2Fb%3Fc");
/// assert_eq!(path_segment(".."), "%2E%2E");
/// ```
pub fn path_segment(value: impl AsRef<str>) -> String {
    let value = value.as_ref();
    match value {
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        _ => utf8_percent_encode(value, SEGMENT).to_string(),
    }
}

/// Adds `name=value` to a query string, percent-encoded.
pub fn push_query(query: &mut String, name: &str, value: impl AsRef<str>) {
    let value = value.as_ref();
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, SEGMENT));
    query.push('=');
    query.extend(utf8_percent_encode(value, SEGMENT));
}

/// How a list stands in a query: `style` and `explode` of an OpenAPI parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListStyle {
    /// Each item with the name: `tag=a&tag=b` (`form`, exploded).
    Repeated,
    /// All items behind one name: `tag=a,b` (`form`, not exploded).
    Commas,
}

/// Adds a list to a query string, its items percent-encoded.
///
/// ```
/// use losant_runtime::endpoint::{ListStyle, push_query_list};
///
/// let mut query = String::new();
/// push_query_list(&mut query, "tag", &["a,b", "c"], ListStyle::Commas);
/// push_query_list(&mut query, "id", &[1, 2], ListStyle::Repeated);
/// assert_eq!(query, "tag=a%2Cb,c&id=1&id=2");
/// ```
pub fn push_query_list<T: Display>(query: &mut String, name: &str, items: &[T], style: ListStyle) {
    match style {
        ListStyle::Repeated => {
            for item in items {
                push_query(query, name, item.to_string());
            }
        }
        ListStyle::Commas => {
            push_query(query, name, "");
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    query.push(',');
                }
                query.extend(utf8_percent_encode(&item.to_string(), SEGMENT));
            }
        }
    }
}
