//! Multipart bodies: `multipart/form-data`, with a field for each documented part.

mod disposition;
mod fields;
mod parse;
mod receive;
mod value;
mod write;

pub use fields::Fields;
pub use parse::MultipartError;
pub use receive::{ReceivedParts, closed};

use super::{JsonTextError, Metadata, Part, PartForm, Rejection, Upload};
use crate::check;
use crate::direction::Direction;
use crate::json::Json;
use crate::schema::Schema;
use crate::violation::Violation;

/// The media type of a multipart body.
pub(super) const MULTIPART: &str = "multipart/form-data";

/// The body of a request as `multipart/form-data`: a struct with a field for each part.
pub trait MultipartBody: Sized {
    /// Hands all parts over, in the order in which they are sent.
    fn fields<'a>(&'a self, fields: &mut Fields<'a>);

    /// Takes the parts from those that were received.
    ///
    /// # Errors
    /// For the first invalid part.
    fn receive(received: &mut ReceivedParts<'_>) -> Result<Self, Rejection>;
}

#[inline]
pub(super) fn upload_of<T: MultipartBody>(body: &T, metadata: &'static Metadata) -> Result<Upload, JsonTextError> {
    let mut fields = Fields::new(metadata);
    body.fields(&mut fields);
    fields.upload(&write::new_boundary)
}

/// Serializes a multipart body with a chosen boundary, so that tests can compare it. It must not occur in the content.
///
/// # Errors
/// If a value has no text form.
#[inline]
pub fn multipart_with_boundary<T: MultipartBody>(
    body: &T,
    metadata: &'static Metadata,
    boundary: &str,
) -> Result<Upload, JsonTextError> {
    let mut fields = Fields::new(metadata);
    body.fields(&mut fields);
    fields.upload(&|| boundary.to_owned())
}

/// The violations of a number of files by the table of an array.
#[inline]
fn count_violations(count: usize, schema: &'static Schema) -> impl Iterator<Item = Violation> {
    let files = Json::Array(vec![Json::from(""); count]);
    let found = check::violations_in(Direction::Request, schema, &files).err();
    let found = found.into_iter().flatten();
    found.filter(|violation| matches!(violation.keyword(), "minItems" | "maxItems") && violation.pointer().is_empty())
}

/// The violations of required headers that are missing.
#[inline]
fn missing_headers(part: &Part, at: &str, headers: &[(String, String)]) -> impl Iterator<Item = Violation> {
    let is_missing = |name: &&&str| !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let missing = part.required_headers.iter().filter(is_missing);
    missing.map(|name| Violation::new(at, "headers", format!("the header {name:?}"), "none".to_owned()))
}

/// The documented parts of the body of an action.
#[inline]
pub(super) fn parts_of(metadata: &Metadata) -> &'static [Part] {
    metadata.request_body.map_or(&[], |body| body.parts)
}

/// The documentation of a part. Generated code names only documented parts.
#[inline]
fn part_of(parts: &'static [Part], name: &'static str) -> Part {
    let known = parts.iter().find(|part| part.name == name).copied();
    known.unwrap_or(Part::new(name, PartForm::Value))
}
