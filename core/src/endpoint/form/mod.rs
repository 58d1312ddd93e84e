//! Form bodies: `application/x-www-form-urlencoded`, typed by the schema of the body.

mod error;
mod options;
mod read;
mod tree;
mod write;

pub(super) use error::FormError;
pub(super) use read::{read, read_brackets, read_properties};
pub(super) use write::write;

use super::{Encoding, JsonTextError, Metadata, RawBody};
use crate::check::{self, Hidden, excerpt_of};
use crate::json::{Json, to_json};
use crate::schema::Schema;
use crate::violation::Violation;
use crate::wire::{Wire, Written};

/// The media type of a form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

#[inline]
pub(super) fn form_text<T: Wire>(
    body: &T,
    metadata: &Metadata,
    schema: &'static Schema,
) -> Result<RawBody, JsonTextError> {
    let mut json = to_json(&Written(body))?;
    check::strip(metadata.direction(), schema, &mut json);
    let text = write(&json, encodings(metadata), schema).map_err(<JsonTextError as serde_core::ser::Error>::custom)?;
    Ok(RawBody::new(FORM, text))
}

/// The documented encodings of the fields of a form.
#[inline]
pub(super) fn encodings(metadata: &Metadata) -> &'static [Encoding] {
    metadata.request_body.map_or(&[], |body| body.encoding)
}

/// Checks that a form is read as the same value as it was written from.
#[inline]
pub(super) fn arrives(json: &Json, encodings: &[Encoding], schema: &'static Schema) -> Result<(), Violation> {
    let text = write(json, encodings, schema)?;
    let read = read(&text, encodings, schema).map_err(|error| {
        let limit = format!("a value that arrives: {error}");
        Violation::new("", "encoding", limit, excerpt_of(schema, json))
    })?;
    if read == *json {
        return Ok(());
    }
    let fields = json.as_object().into_iter().flat_map(|object| object.iter());
    let mut differing = fields.filter(|(name, value)| read.get(name) != Some(value));
    let (pointer, value, found) = match differing.next() {
        Some((name, value)) => (pointer_to(name), value, read.get(name)),
        None => (String::new(), json, Some(&read)),
    };
    let limit = match found {
        Some(found) => format!(
            "a value that is not read as {}",
            Hidden::of(schema, &read).excerpt(found)
        ),
        None => "a value that is not empty (nothing is sent for an empty array or object)".to_owned(),
    };
    Err(Violation::new(
        &pointer,
        "encoding",
        limit,
        Hidden::of(schema, json).excerpt(value),
    ))
}

#[inline]
fn pointer_to(name: &str) -> String {
    let mut pointer = String::new();
    crate::json::pointer::push(&mut pointer, name);
    pointer
}
