//! The parts of a multipart body that was received.

use std::borrow::Cow;

use super::parse::{Received, parse};
use super::{MultipartError, count_violations, missing_headers, part_of, value};
use crate::check::excerpt;
use crate::direction::Direction;
use crate::endpoint::media_type::{is_json, is_one_of, is_utf8, or_documented};
use crate::endpoint::{FilePart, Limits, Part, PartForm, Rejection};
use crate::exact::{ExactError, FastCheck, parse_exact};
use crate::json::{Json, pointer};
use crate::schema::Schema;
use crate::violation::{Violation, Violations};

/// The parts of a received body, from which generated code takes those that are documented.
pub struct ReceivedParts<'b> {
    documented: &'static [Part],
    parts: Vec<Received<'b>>,
    /// The headers of the values that were taken, by the name of the part.
    headers: Vec<(&'static str, Vec<(String, String)>)>,
    direction: Direction,
}

impl<'b> ReceivedParts<'b> {
    /// Splits a body into its parts.
    ///
    /// # Errors
    /// [`MultipartError`].
    #[inline]
    pub(in crate::endpoint) fn new(
        content_type: &str,
        body: &'b [u8],
        documented: &'static [Part],
        (direction, limits): (Direction, Limits),
    ) -> Result<Self, MultipartError> {
        let parts = parse(content_type, body, limits)?;
        Ok(Self {
            documented,
            parts,
            headers: Vec::new(),
            direction,
        })
    }

    /// Takes a value.
    ///
    /// # Errors
    /// If the part is missing, repeated or invalid.
    #[inline]
    pub fn value<T: FastCheck>(&mut self, name: &'static str, schema: &'static Schema) -> Result<T, Rejection> {
        self.optional_value(name, schema)?.ok_or_else(|| missing(name))
    }

    /// Takes a value, if it is present.
    ///
    /// # Errors
    /// See [`value`](Self::value).
    #[inline]
    pub fn optional_value<T: FastCheck>(
        &mut self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Rejection> {
        let (part, mut found) = self.take(name)?;
        if found.is_empty() {
            return Ok(None);
        }
        if let [only] = &mut found[..] {
            invalid(missing_headers(&part, &at(name), &only.headers))?;
            self.headers.push((name, core::mem::take(&mut only.headers)));
        }
        let mut texts = Vec::with_capacity(found.len());
        for received in &found {
            texts.push((received.media_type.as_deref(), text(&part, received)?));
        }
        let error = |error: ExactError| Rejection::Body(error.under(&at(name)));
        let json = value::read(&part, &texts, schema).map_err(|syntax| error(ExactError::Syntax(syntax)))?;
        parse_exact(&json, self.direction, schema).map(Some).map_err(error)
    }

    /// Takes the headers of a value that was taken before.
    ///
    /// # Errors
    /// None: those that are missing are found with the value.
    #[inline]
    pub fn headers(&mut self, name: &'static str, _: &'static Schema) -> Result<Vec<(String, String)>, Rejection> {
        let at = self.headers.iter().position(|(known, _)| *known == name);
        Ok(at.map(|at| self.headers.swap_remove(at).1).unwrap_or_default())
    }

    /// Takes a file.
    ///
    /// # Errors
    /// See [`value`](Self::value).
    #[inline]
    pub fn file(&mut self, name: &'static str, schema: &'static Schema) -> Result<FilePart, Rejection> {
        self.optional_file(name, schema)?.ok_or_else(|| missing(name))
    }

    /// Takes a file, if it is present.
    ///
    /// # Errors
    /// See [`value`](Self::value).
    #[inline]
    pub fn optional_file(&mut self, name: &'static str, _: &'static Schema) -> Result<Option<FilePart>, Rejection> {
        let (part, found) = self.take(name)?;
        let mut files = found.into_iter().map(|received| file(&part, received));
        files.next().transpose()
    }

    /// Takes all files with a name.
    ///
    /// # Errors
    /// See [`value`](Self::value).
    #[inline]
    pub fn files(&mut self, name: &'static str, schema: &'static Schema) -> Result<Vec<FilePart>, Rejection> {
        self.optional_files(name, schema)?.ok_or_else(|| missing(name))
    }

    /// Takes all files with a name, if there are any.
    ///
    /// # Errors
    /// See [`value`](Self::value).
    #[inline]
    pub fn optional_files(
        &mut self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<Vec<FilePart>>, Rejection> {
        let (part, found) = self.take(name)?;
        if found.is_empty() {
            return Ok(None);
        }
        invalid(count_violations(found.len(), schema).map(|violation| violation.under(&at(name))))?;
        let files = found.into_iter().map(|received| file(&part, received));
        files.collect::<Result<Vec<FilePart>, Rejection>>().map(Some)
    }

    /// Takes all other parts, which are not documented.
    #[inline]
    pub fn additional(&mut self) -> Vec<(String, FilePart)> {
        let parts = core::mem::take(&mut self.parts).into_iter();
        let parts = parts.map(|received| {
            let name = received.name.clone();
            (name, to_file(received))
        });
        parts.collect()
    }

    /// Takes all parts with a name. One that is not a list occurs once.
    #[inline]
    fn take(&mut self, name: &'static str) -> Result<(Part, Vec<Received<'b>>), Rejection> {
        let part = part_of(self.documented, name);
        let found: Vec<Received<'b>> = self.parts.extract_if(.., |received| received.name == name).collect();
        if found.len() > 1 && !part.is_list {
            return Err(Rejection::RepeatedPart { name });
        }
        Ok((part, found))
    }
}

/// Rejects parts that are not documented.
///
/// # Errors
/// If there is one.
#[inline]
pub fn closed(additional: &[(String, FilePart)]) -> Result<(), Rejection> {
    invalid(additional.iter().map(|(name, _)| {
        let found = excerpt(&Json::String(name.clone()));
        Violation::new(&at(name), "additionalProperties", "no other part".to_owned(), found)
    }))
}

/// The text of a part that is a value.
#[inline]
fn text<'r>(part: &Part, received: &'r Received<'_>) -> Result<&'r str, Rejection> {
    let found = received.media_type.as_deref();
    let is_documented = |found: &str| match part.form {
        PartForm::Json => is_json(found),
        _ => part.media_type.is_empty() || is_one_of(found, part.media_type),
    };
    if let Some(found) = found.filter(|found| !is_documented(found)) {
        let expected = if part.media_type.is_empty() {
            "application/json"
        } else {
            part.media_type
        };
        return Err(Rejection::MediaType {
            expected,
            found: found.to_owned(),
        });
    }
    let encoding = Rejection::Encoding { part: "body" };
    if !found.is_none_or(is_utf8) {
        return Err(encoding);
    }
    core::str::from_utf8(received.content).map_err(|_| encoding)
}

#[inline]
fn file(part: &Part, mut received: Received<'_>) -> Result<FilePart, Rejection> {
    let expected = if part.media_type.is_empty() {
        "*/*"
    } else {
        part.media_type
    };
    if let Some(found) = received
        .media_type
        .as_deref()
        .filter(|found| !is_one_of(found, expected))
    {
        return Err(Rejection::MediaType {
            expected,
            found: found.to_owned(),
        });
    }
    invalid(missing_headers(part, &at(part.name), &received.headers))?;
    let media_type = or_documented(received.media_type.as_deref(), part.media_type).to_owned();
    received.media_type = Some(media_type);
    Ok(to_file(received))
}

#[inline]
fn to_file(received: Received<'_>) -> FilePart {
    FilePart {
        source: received.content.into(),
        file_name: received.file_name,
        media_type: received.media_type.map(Cow::Owned),
        headers: received.headers,
    }
}

#[inline]
fn at(name: &str) -> String {
    let mut at = String::from("/body");
    pointer::push(&mut at, name);
    at
}

#[inline]
fn missing(name: &str) -> Rejection {
    let violation = Violation::new("/body", "required", format!("the part {name:?}"), "none".to_owned());
    Rejection::Body(ExactError::Violations(Violations::one(violation)))
}

#[inline]
fn invalid(violations: impl Iterator<Item = Violation>) -> Result<(), Rejection> {
    Violations::new(violations.collect(), 0).map_err(|violations| Rejection::Body(ExactError::Violations(violations)))
}
