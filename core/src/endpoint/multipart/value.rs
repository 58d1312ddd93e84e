//! Parts that are values: scalars as text, objects as JSON.

use crate::check::is_valid;
use crate::endpoint::contents::json_media_type;
use crate::endpoint::media_type::is_json;
use crate::endpoint::text_form;
use crate::endpoint::{Part, PartForm};
use crate::json::{Json, JsonError};
use crate::schema::Schema;

/// The text of a part that is a value, with its media type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) media_type: Option<&'static str>,
    pub(super) text: String,
}

/// The texts of a value: one for each item of a list. `None` if the value, or an item, has no text form.
#[inline]
pub(super) fn write(part: &Part, json: &Json) -> Option<Vec<Text>> {
    match json {
        Json::Array(items) if part.is_list => items.iter().map(|item| text(part, item)).collect(),
        json => Some(vec![text(part, json)?]),
    }
}

#[inline]
fn text(part: &Part, json: &Json) -> Option<Text> {
    let json_text = |documented: &'static str| Text {
        media_type: Some(json_media_type(documented)),
        text: json.to_string(),
    };
    Some(match (part.form, json) {
        (PartForm::Json, _) if part.media_type.is_empty() => json_text("application/json"),
        (PartForm::Json, _) => json_text(part.media_type),
        (_, Json::Object(_) | Json::Array(_)) => json_text("application/json"),
        (_, Json::Null) => return None,
        (_, Json::String(text)) => Text {
            media_type: documented(part),
            text: text.clone(),
        },
        (_, Json::Bool(_) | Json::Number(_)) => Text {
            media_type: documented(part),
            text: json.to_string(),
        },
    })
}

/// The first documented media type of a text.
#[inline]
fn documented(part: &Part) -> Option<&'static str> {
    let first = part.media_type.split(',').map(str::trim).next();
    first.filter(|media_type| !media_type.is_empty())
}

/// Returns the value of the received texts as JSON text, as far as the schema decides. The exact check then validates the
/// whole value.
///
/// # Errors
/// If a text should be JSON and is not.
#[inline]
pub(super) fn read(part: &Part, texts: &[(Option<&str>, &str)], schema: &'static Schema) -> Result<String, JsonError> {
    let mut items = Vec::with_capacity(texts.len());
    for (media_type, text) in texts {
        let is_json = media_type.map_or(part.form == PartForm::Json, is_json);
        if is_json {
            Json::parse(text)?;
            items.push((*text).to_owned());
        } else {
            items.push(scalar(part, text, schema));
        }
    }
    if part.is_list {
        return Ok(format!("[{}]", items.join(",")));
    }
    Ok(items.pop().unwrap_or_default())
}

/// The JSON text of a text. Some clients do not say that a part is JSON.
#[inline]
fn scalar(part: &Part, text: &str, schema: &'static Schema) -> String {
    if part.is_list {
        return text_form::scalar(text, |item| text_form::may_hold(schema, item)).to_string();
    }
    let read = text_form::scalar(text, |json| is_valid(schema, json));
    let is_unlabeled = !is_valid(schema, &read) && matches!(Json::parse(text), Ok(Json::Object(_) | Json::Array(_)));
    if is_unlabeled {
        text.to_owned()
    } else {
        read.to_string()
    }
}
