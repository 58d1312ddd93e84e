//! Writes a form.

use super::pointer_to;
use crate::check::{Hidden, excerpt_of};
use crate::endpoint::brackets::{brackets, scalar};
use crate::endpoint::encoding::{Encoding, FieldForm, form_of};
use crate::endpoint::{ListStyle, TextForm, push_query, text_form};
use crate::json::Json;
use crate::schema::Schema;
use crate::violation::Violation;

/// Writes an object as a form, a field for each property.
///
/// # Errors
/// The violation by the first value without a text form.
#[inline]
pub(in crate::endpoint) fn write(
    json: &Json,
    encodings: &[Encoding],
    schema: &'static Schema,
) -> Result<String, Violation> {
    let Some(object) = json.as_object() else {
        return Err(Violation::new(
            "",
            "encoding",
            "an object".to_owned(),
            excerpt_of(schema, json),
        ));
    };
    let mut text = String::new();
    for (name, value) in object {
        field(&mut text, name, value, form_of(encodings, name)).ok_or_else(|| {
            let limit = "a value with a text form (null has none)".to_owned();
            Violation::new(
                &pointer_to(name),
                "encoding",
                limit,
                Hidden::of(schema, json).excerpt(value),
            )
        })?;
    }
    // A space is encoded as `+` (WHATWG URL, 5.2).
    Ok(text.replace("%20", "+"))
}

/// Writes a field. Returns `None` if a value in it has no text form.
#[inline]
fn field(text: &mut String, name: &str, value: &Json, form: FieldForm) -> Option<()> {
    match (form, value) {
        (FieldForm::Json, value) => push_query(text, name, value.to_string()),
        (FieldForm::Brackets, value) => brackets(text, name, value)?,
        (FieldForm::Text(ListStyle::Repeated), Json::Array(items)) => {
            for item in items {
                push_query(text, name, scalar(item)?);
            }
        }
        (FieldForm::Text(style), value @ Json::Array(_)) => {
            text_form::push(text, name, value, TextForm::of_list(style))?;
        }
        (FieldForm::Text(_), value) => push_query(text, name, scalar(value)?),
    }
    Some(())
}
