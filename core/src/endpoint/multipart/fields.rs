//! The fields of a multipart body that is sent.

use super::value::{self, Text};
use super::write::{self, Outgoing};
use super::{part_of, parts_of};
use crate::check::{self, excerpt, excerpt_of};
use crate::direction::Direction;
use crate::endpoint::media_type::{is_media_type, is_one_of, is_range, is_token};
use crate::endpoint::{FilePart, JsonTextError, Metadata, Part, PartForm, Upload};
use crate::json::{Json, pointer, to_json};
use crate::schema::Schema;
use crate::violation::{Violation, Violations};
use crate::wire::{Wire, Written};

/// Collects the parts of a multipart body, for generated code.
pub struct Fields<'a> {
    parts: &'static [Part],
    list: Vec<Field<'a>>,
    direction: Direction,
}

/// A field with its documentation.
struct Field<'a> {
    part: Part,
    value: Value<'a>,
    /// The headers of a value. A file has its own.
    headers: &'a [(String, String)],
}

enum Value<'a> {
    Json(Result<Json, JsonTextError>, &'static Schema),
    Files(Vec<&'a FilePart>, &'static Schema),
    /// A value that is absent, although it has headers.
    Absent,
    /// A part that is not documented.
    Additional(&'a str, &'a FilePart),
}

impl<'a> Fields<'a> {
    #[inline]
    pub(in crate::endpoint) fn new(metadata: &Metadata) -> Self {
        Self {
            parts: parts_of(metadata),
            list: Vec::new(),
            direction: metadata.direction(),
        }
    }

    /// Adds a value.
    #[inline]
    pub fn value<T: Wire>(&mut self, name: &'static str, value: &T, schema: &'static Schema) {
        let mut json = to_json(&Written(value));
        if let Ok(json) = &mut json {
            check::strip(self.direction, schema, json);
        }
        self.push(name, Value::Json(json, schema));
    }

    /// Adds a value, if it is present.
    #[inline]
    pub fn optional_value<T: Wire>(&mut self, name: &'static str, value: &Option<T>, schema: &'static Schema) {
        if let Some(value) = value {
            self.value(name, value, schema);
        }
    }

    /// Adds a file.
    #[inline]
    pub fn file(&mut self, name: &'static str, file: &'a FilePart, schema: &'static Schema) {
        self.push(name, Value::Files(vec![file], schema));
    }

    /// Adds a file, if it is present.
    #[inline]
    pub fn optional_file(&mut self, name: &'static str, file: &'a Option<FilePart>, schema: &'static Schema) {
        if let Some(file) = file {
            self.file(name, file, schema);
        }
    }

    /// Adds files with one name.
    #[inline]
    pub fn files(&mut self, name: &'static str, files: &'a [FilePart], schema: &'static Schema) {
        self.push(name, Value::Files(files.iter().collect(), schema));
    }

    /// Adds files with one name, if they are present.
    #[inline]
    pub fn optional_files(&mut self, name: &'static str, files: &'a Option<Vec<FilePart>>, schema: &'static Schema) {
        if let Some(files) = files {
            self.files(name, files, schema);
        }
    }

    /// Adds the headers of a value, which was added before if it is present.
    #[inline]
    pub fn headers(&mut self, name: &'static str, headers: &'a [(String, String)], _: &'static Schema) {
        match self.list.iter_mut().find(|field| field.part.name == name) {
            Some(field) => field.headers = headers,
            None if headers.is_empty() => {}
            None => self.push(name, Value::Absent),
        }
    }

    /// Adds parts that are not documented.
    #[inline]
    pub fn additional(&mut self, parts: &'a [(String, FilePart)]) {
        for (name, file) in parts {
            let part = Part::new("", PartForm::File);
            let value = Value::Additional(name, file);
            self.list.push(Field {
                part,
                value,
                headers: &[],
            });
        }
    }

    #[inline]
    fn push(&mut self, name: &'static str, value: Value<'a>) {
        let part = part_of(self.parts, name);
        self.list.push(Field {
            part,
            value,
            headers: &[],
        });
    }

    /// Writes the body. A boundary that occurs in it is replaced by another one.
    #[inline]
    pub(super) fn upload(self, boundary: &dyn Fn() -> String) -> Result<Upload, JsonTextError> {
        let mut parts = Vec::new();
        for Field { part, value, headers } in self.list {
            match value {
                Value::Json(json, schema) => {
                    let json = json?;
                    let texts = value::write(&part, &json);
                    let texts = texts
                        .ok_or_else(|| <JsonTextError as serde_core::ser::Error>::custom(no_text("", &json, schema)))?;
                    parts.extend(texts.into_iter().map(|text| Outgoing::text(part.name, text, headers)));
                }
                Value::Files(files, _) => {
                    parts.extend(
                        files
                            .into_iter()
                            .map(|file| Outgoing::file(part.name, file, media_type(&part, file))),
                    );
                }
                Value::Absent => {}
                Value::Additional(name, file) => parts.push(Outgoing::file(name, file, file.media_type.as_deref())),
            }
        }
        Ok(write::upload(parts, boundary))
    }

    /// All violations of the documentation.
    #[inline]
    pub(in crate::endpoint) fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        for field in &self.list {
            let name = match field.value {
                Value::Additional(name, _) => name,
                Value::Json(..) | Value::Files(..) | Value::Absent => field.part.name,
            };
            let mut at = String::new();
            pointer::push(&mut at, name);
            match &field.value {
                Value::Json(Err(error), _) => found.extend(Violations::unserializable(error).under(&at)),
                Value::Json(Ok(json), schema) => match check::violations_in(self.direction, schema, json) {
                    Err(violations) => found.extend(violations.under(&at)),
                    Ok(()) => {
                        found.extend(value_violation(&field.part, &at, json, schema));
                        headers_violations(&field.part, &at, field.headers, &mut found);
                    }
                },
                Value::Absent => {
                    let limit = "a value beside its headers".to_owned();
                    found.push(Violation::new(&at, "headers", limit, "none".to_owned()));
                }
                Value::Files(files, schema) => files_violations(&field.part, &at, files, schema, &mut found),
                Value::Additional(name, file) => {
                    if self.parts.iter().any(|part| part.name == *name) {
                        let limit = "a name that is not documented".to_owned();
                        found.push(Violation::new(&at, "additionalProperties", limit, quoted(name)));
                    }
                    if !write::is_read_back(name) {
                        found.push(name_violation(&at, name));
                    }
                    file_violations(&field.part, &at, file, &mut found);
                }
            }
        }
        found
    }
}

/// The violation of a value that is not read back as it was written.
#[inline]
fn value_violation(part: &Part, at: &str, json: &Json, schema: &'static Schema) -> Option<Violation> {
    let Some(texts) = value::write(part, json) else {
        return Some(no_text(at, json, schema));
    };
    if texts.is_empty() {
        let limit = "an array with items (nothing is sent for an empty one)".to_owned();
        return Some(Violation::new(at, "encoding", limit, excerpt_of(schema, json)));
    }
    let written: Vec<(Option<&str>, &str)> = texts
        .iter()
        .map(|Text { media_type, text }| (*media_type, &**text))
        .collect();
    let read = value::read(part, &written, schema)
        .ok()
        .and_then(|text| Json::parse(&text).ok());
    if read.as_ref() == Some(json) {
        return None;
    }
    let limit = match read {
        Some(read) => format!("a value that is not read as {}", excerpt_of(schema, &read)),
        None => "a value that arrives".to_owned(),
    };
    Some(Violation::new(at, "encoding", limit, excerpt_of(schema, json)))
}

#[inline]
fn no_text(at: &str, json: &Json, schema: &'static Schema) -> Violation {
    let limit = "a value with a text form (null has none)".to_owned();
    Violation::new(at, "encoding", limit, excerpt_of(schema, json))
}

#[inline]
fn files_violations(part: &Part, at: &str, files: &[&FilePart], schema: &'static Schema, found: &mut Vec<Violation>) {
    if !part.is_list {
        for file in files {
            file_violations(part, at, file, found);
        }
        return;
    }
    if files.is_empty() {
        let limit = "at least one file (nothing is sent for none)".to_owned();
        found.push(Violation::new(at, "encoding", limit, "[]".to_owned()));
        return;
    }
    found.extend(super::count_violations(files.len(), schema).map(|violation| violation.under(at)));
    for (index, file) in files.iter().enumerate() {
        file_violations(part, &format!("{at}/{index}"), file, found);
    }
}

#[inline]
fn file_violations(part: &Part, at: &str, file: &FilePart, found: &mut Vec<Violation>) {
    let limit = if part.media_type.is_empty() {
        "*/*"
    } else {
        part.media_type
    };
    match media_type(part, file) {
        Some(media_type) if is_one_of(media_type, limit) && is_header_value(media_type) => {}
        Some(media_type) => {
            let one = if is_range(media_type) || !is_media_type(media_type) {
                "one media type of "
            } else {
                ""
            };
            found.push(Violation::new(
                at,
                "contentMediaType",
                format!("{one}{limit}"),
                quoted(media_type),
            ));
        }
        None if part.media_type.is_empty() => {}
        None => found.push(Violation::new(
            at,
            "contentMediaType",
            format!("one media type of {limit}"),
            "none".to_owned(),
        )),
    }
    if let Some(name) = file.file_name.as_deref().filter(|name| !write::is_read_back(name)) {
        found.push(name_violation(at, name));
    }
    headers_violations(part, at, &file.headers, found);
}

/// Adds the violations of headers. Their values may be secrets, so errors do not show them; neither do they show a name that is
/// invalid, because it may be a whole header.
#[inline]
fn headers_violations(part: &Part, at: &str, headers: &[(String, String)], found: &mut Vec<Violation>) {
    for (name, value) in headers {
        let is_reserved = ["content-disposition", "content-type", "content-transfer-encoding"]
            .iter()
            .any(|reserved| name.eq_ignore_ascii_case(reserved));
        let (limit, header) = if is_reserved {
            ("no header that is written from other values".to_owned(), quoted(name))
        } else if !is_token(name) {
            ("the name of a header".to_owned(), "a string that is not one".to_owned())
        } else if !is_header_value(value) {
            (
                format!("a valid value of the header {name:?}"),
                "another one".to_owned(),
            )
        } else {
            continue;
        };
        found.push(Violation::new(at, "headers", limit, header));
    }
    found.extend(super::missing_headers(part, at, headers));
}

/// The media type of a file: its own, or the documented one. A part that is documented has one.
#[inline]
fn media_type<'f>(part: &Part, file: &'f FilePart) -> Option<&'f str> {
    match file.media_type.as_deref() {
        Some(media_type) => Some(media_type),
        None if part.media_type.is_empty() => Some("application/octet-stream").filter(|_| !part.name.is_empty()),
        None => Some(part.media_type).filter(|documented| is_one_of(documented, documented)),
    }
}

/// Whether a text can be the value of a header without being changed.
#[inline]
fn is_header_value(text: &str) -> bool {
    let is_sent = |byte: u8| byte == b'\t' || byte >= b' ' && byte != 0x7f;
    text.bytes().all(is_sent) && text.trim_matches([' ', '\t']) == text
}

#[inline]
fn name_violation(at: &str, name: &str) -> Violation {
    let limit = "a name without `%22`, `%0D`, `%0A`, a NUL and a backslash that escapes".to_owned();
    Violation::new(at, "encoding", limit, quoted(name))
}

#[inline]
fn quoted(text: &str) -> String {
    excerpt(&Json::String(text.to_owned()))
}
