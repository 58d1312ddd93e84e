//! Bodies with several documented media types: enums with a variant for each; for generated code.
//!
//! The macros `contents!` and `bodies!` implement the traits of such an enum. They call the module of each variant's
//! kind.

pub mod form;
pub mod json;
pub mod multipart;
pub mod raw;
pub mod text;

use super::media_type::{essence, is_json, is_one_of, is_range};
use super::{JsonTextError, Metadata, Parts, Rejection, RequestCheck, Upload};

/// The body of a request with several documented media types.
pub trait Contents: Sized {
    /// Checks the body.
    fn check(&self, check: &mut RequestCheck, metadata: &'static Metadata);

    /// Serializes the body, with its media type.
    ///
    /// # Errors
    /// If the body cannot be serialized.
    fn encode(&self, metadata: &'static Metadata) -> Result<Upload, JsonTextError>;

    /// Parses a received body by its media type.
    ///
    /// # Errors
    /// See [`Endpoint::receive`](super::Endpoint::receive).
    fn receive(parts: &Parts<'_>, metadata: &'static Metadata) -> Result<Self, Rejection>;
}

/// The documented media type that a body has. Without a `Content-Type`, it is the first that is JSON, or else the first.
#[inline]
pub fn select(found: Option<&str>, documented: &[&'static str]) -> Option<&'static str> {
    let mut all = documented.iter().copied();
    let Some(found) = found else {
        return all.clone().find(|media_type| is_json(media_type)).or(all.next());
    };
    let exact = all
        .clone()
        .find(|media_type| !is_range(media_type) && is_one_of(found, media_type));
    // The range that says the most.
    let ranges = all.filter(|media_type| is_range(media_type) && is_one_of(found, media_type));
    exact.or_else(|| ranges.max_by_key(|range| (!range.starts_with('*'), essence(range).len())))
}

/// Like [`select`], for a response: JSON of a media type that is not documented is the only documented JSON.
#[inline]
pub fn select_response(found: Option<&str>, documented: &[&'static str]) -> Option<&'static str> {
    select(found, documented).or_else(|| {
        let mut json = documented.iter().filter(|media_type| is_json(media_type));
        let only = json
            .next()
            .filter(|_| json.next().is_none() && found.is_some_and(is_json));
        only.copied()
    })
}

/// The media type of a body that is written as JSON. Of several, and of a range, it is the first that can be sent.
#[inline]
pub fn json_media_type(documented: &'static str) -> &'static str {
    let first = documented
        .split(',')
        .map(str::trim)
        .find(|media_type| !is_range(media_type));
    first.unwrap_or("application/json")
}

#[cfg(test)]
mod tests {
    use super::{json_media_type, select, select_response};

    #[test]
    fn the_media_type_that_says_the_most_is_selected() {
        let documented = ["*/*", "image/*", "image/png", "application/json"];
        for (found, expected) in [
            (Some("image/png; q=1"), Some("image/png")),
            (Some("image/gif"), Some("image/*")),
            (Some("TEXT/plain"), Some("*/*")),
            (Some("nonsense"), None),
            (None, Some("application/json")),
        ] {
            assert_eq!(select(found, &documented), expected, "{found:?}");
        }
        assert_eq!(select(Some("text/csv"), &["text/plain"]), None);
    }

    #[test]
    fn json_that_is_not_documented_is_the_only_documented_json() {
        let documented = ["text/csv", "application/json"];
        for (found, expected) in [
            (Some("application/hal+json; charset=utf-8"), Some("application/json")),
            (Some("text/csv"), Some("text/csv")),
            (Some("text/html"), None),
            (None, Some("application/json")),
        ] {
            assert_eq!(select_response(found, &documented), expected, "{found:?}");
        }
        let several = ["application/a+json", "application/b+json"];
        assert_eq!(select_response(Some("application/json"), &several), None);
        assert_eq!(select(Some("application/hal+json"), &documented), None, "a request");
    }

    #[test]
    fn a_range_is_never_sent() {
        assert_eq!(json_media_type("*/*"), "application/json");
        assert_eq!(json_media_type("application/*, text/json"), "text/json");
        assert_eq!(json_media_type("application/hal+json"), "application/hal+json");
    }
}
