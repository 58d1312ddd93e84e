//! `contentEncoding` and `contentMediaType` (draft-07, 8).
//!
//! The generated types treat them as annotations. Containment asks what the documents mean, so it checks them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use typewright_core::Json;
use typewright_core::schema::Predicate;

/// What the two keywords of a schema say.
pub(super) enum Content {
    /// Nothing.
    Any,
    /// Conditions on strings, all of which must hold.
    Checked(Vec<&'static Predicate>),
    /// Something that cannot be checked, for this reason.
    Unchecked(&'static str),
}

static BASE64: Predicate = Predicate::new("contentEncoding", |text| STANDARD.decode(text).is_ok());
static JSON: Predicate = Predicate::new("contentMediaType", is_json);
static JSON_IN_BASE64: Predicate = Predicate::new("contentMediaType", |text| {
    STANDARD
        .decode(text)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .is_some_and(|text| is_json(&text))
});

/// Reads the two keywords. Their values are not case-sensitive (RFC 2045, 5.1 and 6.1).
pub(super) fn content(encoding: Option<&str>, media_type: Option<&str>) -> Content {
    let is = |value: Option<&str>, wanted: &str| value.is_some_and(|value| value.eq_ignore_ascii_case(wanted));
    let is_base64 = is(encoding, "base64");
    let is_json = is(media_type, "application/json");
    match (encoding, media_type) {
        (None, None) => Content::Any,
        (Some(_), _) if !is_base64 => Content::Unchecked("this `contentEncoding` is not checked"),
        (_, Some(_)) if !is_json => Content::Unchecked("this `contentMediaType` is not checked"),
        (None, Some(_)) => Content::Checked(vec![&JSON]),
        (Some(_), None) => Content::Checked(vec![&BASE64]),
        (Some(_), Some(_)) => Content::Checked(vec![&BASE64, &JSON_IN_BASE64]),
    }
}

fn is_json(text: &str) -> bool {
    Json::parse(text).is_ok()
}
