//! Media types (RFC 9110, 8.3.1), parsed and compared.

use std::borrow::Cow;

/// Whether a media type is in a list such as `image/png, text/*`. Parameters such as the charset are ignored (RFC 9110,
/// 8.3.1). A range or a malformed media type never is, even if the list contains it.
#[inline]
pub fn is_one_of(found: &str, list: &str) -> bool {
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
#[inline]
pub fn is_range(media_type: &str) -> bool {
    essence(media_type).ends_with("/*")
}

/// Whether a string is two tokens separated by a slash, followed by any parameters (RFC 9110, 8.3.1).
#[inline]
pub fn is_media_type(text: &str) -> bool {
    let parts = essence(text).split_once('/');
    parts.is_some_and(|(kind, part)| is_token(kind) && is_token(part))
}

/// Whether a string is a token, such as the name of a header (RFC 9110, 5.6.2).
#[inline]
pub fn is_token(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_part)
}

/// Whether a media type is JSON. Media types are case-insensitive (RFC 9110, 8.3.1).
#[inline]
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    is_media_type(media_type) && (matches!(&*essence, "application/json" | "text/json") || essence.ends_with("+json"))
}

/// Whether a media type is text other than JSON.
#[inline]
pub fn is_text(media_type: &str) -> bool {
    let kind = media_type.get(..5);
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("text/")) && !is_json(media_type)
}

/// The media type of a body without `Content-Type`: the documented media type if there is exactly one, otherwise
/// unknown bytes (RFC 9110, 8.3).
#[inline]
pub fn or_documented<'m>(found: Option<&'m str>, documented: &'m str) -> &'m str {
    match found {
        Some(found) => found,
        None if is_one_of(documented, documented) => documented,
        None => "application/octet-stream",
    }
}

/// A media type without its parameters.
#[inline]
pub fn essence(media_type: &str) -> &str {
    let essence = media_type.split_once(';').map_or(media_type, |(essence, _)| essence);
    essence.trim()
}

/// Whether the charset of a media type is UTF-8, or part of it, or not declared.
#[inline]
pub fn is_utf8(content_type: &str) -> bool {
    let parameters = content_type
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charsets.all(|(_, charset)| {
        let charset = charset.trim().trim_matches('"');
        ["utf-8", "utf8", "us-ascii"]
            .iter()
            .any(|known| charset.eq_ignore_ascii_case(known))
    })
}

/// Returns the value of `Accept` for responses of these media types. Each may be a comma-separated list, or empty for a
/// response without a body.
#[doc(hidden)]
#[inline]
pub fn accept<'m>(media_types: impl Iterator<Item = &'m str> + Clone) -> Cow<'m, str> {
    const JSON: &str = "application/json";
    let media_types = media_types.filter(|list| !list.is_empty());
    if media_types.clone().all(|list| list == JSON) {
        return Cow::Borrowed(JSON);
    }
    let mut distinct: Vec<&str> = Vec::new();
    for list in media_types {
        if !distinct.contains(&list) {
            distinct.push(list);
        }
    }
    Cow::Owned(distinct.join(", "))
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
