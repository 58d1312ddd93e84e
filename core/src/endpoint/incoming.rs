//! A received request.

use std::borrow::Cow;

use super::contents::text::text_violations;
use super::contents::{Contents, select};
use super::form::{FORM, encodings};
use super::media_type::is_utf8;
use super::multipart::{MULTIPART, MultipartBody, ReceivedParts, parts_of};
use super::outgoing::described;
use super::pairs::{decode, decode_form, raw_pairs};
use super::parameter::Text;
use super::{Limits, Metadata, ParameterPlace, Rejection, TextForm, Upload, form};
use crate::direction::Direction;
use crate::exact::{ExactError, FastCheck, parse_exact};
use crate::json::pointer;
use crate::schema::Schema;

/// The parts of a received request, from which [`Endpoint::receive`](super::Endpoint::receive) creates the typed
/// request.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    metadata: &'static Metadata,
    path: Values<'a>,
    query: Values<'a>,
    headers: Values<'a>,
    cookies: Values<'a>,
    media_type: Option<&'a str>,
    accept: Option<&'a str>,
    body: &'a [u8],
    limits: Limits,
    /// The direction in which the body travels.
    direction: Direction,
}

impl<'a> Parts<'a> {
    /// Creates the parts of a request whose path was matched to the template of an action by [`route`](super::route).
    ///
    /// `query` is the query string without the `?`, `media_type` the value of `Content-Type`.
    #[inline]
    pub fn new(
        metadata: &'static Metadata,
        path: Vec<(&'static str, &'a str)>,
        query: Option<&'a str>,
        media_type: Option<&'a str>,
        body: &'a [u8],
    ) -> Self {
        Self {
            metadata,
            path: Values::of_path(path),
            query: Values::of_query(query.unwrap_or_default()),
            headers: Values::of_headers([]),
            cookies: Values::of_cookies([]),
            media_type,
            accept: None,
            body,
            limits: Limits::new(),
            direction: metadata.direction(),
        }
    }

    /// Adds the values of the headers that are parameters of the action, by their documented names. A header that
    /// occurs in several lines has one value for each line.
    #[must_use]
    #[inline]
    pub fn with_headers(mut self, headers: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        self.headers = Values::of_headers(headers);
        self
    }

    /// Adds the values of the header `Cookie`, one for each line.
    #[must_use]
    #[inline]
    pub fn with_cookies(mut self, lines: impl IntoIterator<Item = &'a str>) -> Self {
        self.cookies = Values::of_cookies(lines);
        self
    }

    /// Returns the path parameters.
    #[inline]
    pub fn path_values(&self) -> &Values<'a> {
        &self.path
    }

    /// Returns the query parameters.
    #[inline]
    pub fn query_values(&self) -> &Values<'a> {
        &self.query
    }

    /// Returns the header parameters.
    #[inline]
    pub fn header_values(&self) -> &Values<'a> {
        &self.headers
    }

    /// Returns the cookie parameters.
    #[inline]
    pub fn cookie_values(&self) -> &Values<'a> {
        &self.cookies
    }

    /// Parses a parameter of the path, as its descriptor says. One without a descriptor is a string.
    ///
    /// # Errors
    /// [`Rejection::Parameter`] if it is missing or violates its schema, [`Rejection::Repeated`] if it occurs more than
    /// once and is not an array, [`Rejection::Encoding`] if it is not UTF-8.
    #[inline]
    pub fn path<T: FastCheck>(&self, name: &'static str) -> Result<T, Rejection> {
        required(name, self.parameter(ParameterPlace::Path, name)?)
    }

    /// Parses a required parameter of the query.
    ///
    /// # Errors
    /// See [`path`](Self::path).
    #[inline]
    pub fn query<T: FastCheck>(&self, name: &'static str) -> Result<T, Rejection> {
        required(name, self.optional_query(name)?)
    }

    /// Parses an optional parameter of the query.
    ///
    /// # Errors
    /// See [`path`](Self::path).
    #[inline]
    pub fn optional_query<T: FastCheck>(&self, name: &'static str) -> Result<Option<T>, Rejection> {
        self.parameter(ParameterPlace::Query, name)
    }

    /// Parses a required header.
    ///
    /// # Errors
    /// See [`path`](Self::path).
    #[inline]
    pub fn header<T: FastCheck>(&self, name: &'static str) -> Result<T, Rejection> {
        required(name, self.optional_header(name)?)
    }

    /// Parses an optional header.
    ///
    /// # Errors
    /// See [`path`](Self::path).
    #[inline]
    pub fn optional_header<T: FastCheck>(&self, name: &'static str) -> Result<Option<T>, Rejection> {
        self.parameter(ParameterPlace::Header, name)
    }

    /// Parses a required cookie.
    ///
    /// # Errors
    /// See [`path`](Self::path).
    #[inline]
    pub fn cookie<T: FastCheck>(&self, name: &'static str) -> Result<T, Rejection> {
        required(name, self.optional_cookie(name)?)
    }

    /// Parses an optional cookie.
    ///
    /// # Errors
    /// See [`path`](Self::path).
    #[inline]
    pub fn optional_cookie<T: FastCheck>(&self, name: &'static str) -> Result<Option<T>, Rejection> {
        self.parameter(ParameterPlace::Cookie, name)
    }

    #[inline]
    fn parameter<T: FastCheck>(&self, place: ParameterPlace, name: &'static str) -> Result<Option<T>, Rejection> {
        let parameter = described(self.metadata.parameters, place, name);
        let values = match place {
            ParameterPlace::Path => &self.path,
            ParameterPlace::Query => &self.query,
            ParameterPlace::Header => &self.headers,
            ParameterPlace::Cookie => &self.cookies,
        };
        match parameter.text {
            Text::String => values.optional_text(name, parameter.table()),
            Text::Literal | Text::Json => values.optional_literal(name, parameter.table()),
            Text::Form(form) => values.optional_written(name, form, parameter.table()),
        }
    }

    /// Parses a required JSON body.
    ///
    /// # Errors
    /// [`Rejection::MediaType`] if its `Content-Type` is not the documented one, [`Rejection::Encoding`] if it is not UTF-8,
    /// [`Rejection::Body`] if it violates its schema.
    #[inline]
    pub fn body<T: FastCheck>(&self) -> Result<T, Rejection> {
        self.json(self.media_type_or("application/json"), self.body_table())
    }

    #[inline]
    pub(super) fn json<T: FastCheck>(&self, media_type: &'static str, schema: &'static Schema) -> Result<T, Rejection> {
        self.check_media_type(media_type)?;
        let text = core::str::from_utf8(self.body).map_err(|_| Rejection::Encoding { part: "body" })?;
        self.parse_body(text, schema)
    }

    #[inline]
    fn parse_body<T: FastCheck>(&self, text: &str, schema: &'static Schema) -> Result<T, Rejection> {
        let error = |error: ExactError| Rejection::Body(error.under("/body"));
        parse_exact(text, self.direction, schema).map_err(error)
    }

    /// Parses an optional JSON body.
    ///
    /// # Errors
    /// See [`body`](Self::body).
    #[inline]
    pub fn optional_body<T: FastCheck>(&self) -> Result<Option<T>, Rejection> {
        if self.body.is_empty() {
            return Ok(None);
        }
        self.body().map(Some)
    }

    /// Parses a required form, as the metadata of the action describes its fields.
    ///
    /// # Errors
    /// See [`body`](Self::body); also [`Rejection::Form`] if the names of the fields contradict each other.
    #[inline]
    pub fn form<T: FastCheck>(&self) -> Result<T, Rejection> {
        self.form_of(self.body_table())
    }

    #[inline]
    pub(super) fn form_of<T: FastCheck>(&self, schema: &'static Schema) -> Result<T, Rejection> {
        self.check_media_type(FORM)?;
        let text = core::str::from_utf8(self.body).map_err(|_| Rejection::Encoding { part: "body" })?;
        let json = form::read(text, encodings(self.metadata), schema)?;
        self.parse_body(&json.to_string(), schema)
    }

    /// Parses an optional form. An empty body is a form without fields if it has a `Content-Type`.
    ///
    /// # Errors
    /// See [`form`](Self::form).
    #[inline]
    pub fn optional_form<T: FastCheck>(&self) -> Result<Option<T>, Rejection> {
        if self.body.is_empty() && self.media_type.is_none() {
            return Ok(None);
        }
        self.form().map(Some)
    }

    /// Parses a required multipart body, as the metadata of the action describes its parts.
    ///
    /// # Errors
    /// [`Rejection::MediaType`] if its `Content-Type` is another one, [`Rejection::Multipart`] if it is malformed;
    /// otherwise for the first invalid part.
    #[inline]
    pub fn multipart<T: MultipartBody>(&self) -> Result<T, Rejection> {
        self.check_media_type(MULTIPART)?;
        let content_type = self.media_type.unwrap_or_default();
        let received = ReceivedParts::new(
            content_type,
            self.body,
            parts_of(self.metadata),
            (self.direction, self.limits),
        );
        T::receive(&mut received.map_err(Rejection::Multipart)?)
    }

    /// Parses an optional multipart body.
    ///
    /// # Errors
    /// See [`multipart`](Self::multipart).
    #[inline]
    pub fn optional_multipart<T: MultipartBody>(&self) -> Result<Option<T>, Rejection> {
        if self.body.is_empty() {
            return Ok(None);
        }
        self.multipart().map(Some)
    }

    /// Parses a required body with several documented media types.
    ///
    /// # Errors
    /// [`Rejection::MediaType`] if its `Content-Type` is none of them; otherwise those of a body of this media type.
    #[inline]
    pub fn contents<T: Contents>(&self) -> Result<T, Rejection> {
        T::receive(self, self.metadata)
    }

    /// Parses an optional body with several documented media types.
    ///
    /// # Errors
    /// See [`contents`](Self::contents).
    #[inline]
    pub fn optional_contents<T: Contents>(&self) -> Result<Option<T>, Rejection> {
        if self.body.is_empty() && self.media_type.is_none() {
            return Ok(None);
        }
        self.contents().map(Some)
    }

    /// The documented media type of the body.
    #[doc(hidden)]
    #[inline]
    pub fn select(&self, documented: &[&'static str], metadata: &'static Metadata) -> Result<&'static str, Rejection> {
        select(self.media_type, documented).ok_or_else(|| self.unsupported(metadata))
    }

    /// The rejection of a body whose media type is not documented.
    #[doc(hidden)]
    #[inline]
    pub fn unsupported(&self, metadata: &'static Metadata) -> Rejection {
        Rejection::MediaType {
            expected: metadata.request_body.map_or("", |body| body.media_type),
            found: self.media_type.unwrap_or_default().to_owned(),
        }
    }

    /// The media type that the client has chosen for the response with `Accept`, if it is one of those that are
    /// documented.
    #[inline]
    pub fn accept(&self) -> Option<&'static str> {
        let chosen = self.accept?;
        self.metadata.accepted().find(|media_type| *media_type == chosen)
    }

    /// Adds the value of `Accept`.
    #[must_use]
    #[inline]
    pub fn with_accept(mut self, accept: Option<&'a str>) -> Self {
        self.accept = accept;
        self
    }

    /// Sets the limits.
    #[must_use]
    #[inline]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Returns a required body that is text.
    ///
    /// # Errors
    /// [`Rejection::MediaType`] if its `Content-Type` is not the documented one, [`Rejection::Encoding`] if it is not UTF-8,
    /// [`Rejection::Body`] if it violates its schema.
    #[inline]
    pub fn text(&self) -> Result<String, Rejection> {
        self.text_of(self.media_type_or("text/plain"), self.body_table())
    }

    #[inline]
    pub(super) fn text_of(&self, media_type: &'static str, schema: &'static Schema) -> Result<String, Rejection> {
        self.check_media_type(media_type)?;
        let text = core::str::from_utf8(self.body).ok();
        let text = text.filter(|_| self.media_type.is_none_or(is_utf8));
        let text = text.ok_or(Rejection::Encoding { part: "body" })?;
        text_violations(text, self.direction, schema)
            .map_err(|violations| Rejection::Body(ExactError::Violations(violations).under("/body")))?;
        Ok(text.to_owned())
    }

    /// Returns an optional body that is text.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    #[inline]
    pub fn optional_text(&self) -> Result<Option<String>, Rejection> {
        if self.body.is_empty() && self.media_type.is_none() {
            return Ok(None);
        }
        self.text().map(Some)
    }

    /// Returns a required body that is not JSON.
    ///
    /// # Errors
    /// [`Rejection::MediaType`] if its `Content-Type` is not the documented one.
    #[inline]
    pub fn raw_body(&self) -> Result<Upload, Rejection> {
        self.raw_body_of(self.media_type_or("*/*"))
    }

    #[inline]
    pub(super) fn raw_body_of(&self, media_type: &'static str) -> Result<Upload, Rejection> {
        self.check_media_type(media_type)?;
        let content_type = super::media_type::or_documented(self.media_type, media_type);
        Ok(Upload::new(content_type.to_owned(), self.body))
    }

    /// Returns an optional body that is not JSON.
    ///
    /// # Errors
    /// See [`raw_body`](Self::raw_body).
    #[inline]
    pub fn optional_raw_body(&self) -> Result<Option<Upload>, Rejection> {
        if self.body.is_empty() {
            return Ok(None);
        }
        self.raw_body().map(Some)
    }

    /// The documented media type of the body, or the usual one.
    #[inline]
    fn media_type_or(&self, usual: &'static str) -> &'static str {
        self.metadata.request_body.map_or(usual, |body| body.media_type)
    }

    /// The table of the body.
    #[inline]
    fn body_table(&self) -> &'static Schema {
        self.metadata.request_body.map_or(Schema::ANY, |body| body.table.0)
    }

    #[inline]
    fn check_media_type(&self, expected: &'static str) -> Result<(), Rejection> {
        match self.media_type {
            Some(found) if !super::media_type::is_one_of(found, expected) => Err(Rejection::MediaType {
                expected,
                found: found.to_owned(),
            }),
            Some(_) | None => Ok(()),
        }
    }
}

/// Parameters by name, as received in one part of a request.
#[derive(Debug, Clone)]
pub struct Values<'a> {
    part: &'static str,
    decode: fn(&str) -> Option<String>,
    pairs: Vec<(Cow<'static, str>, &'a str)>,
}

impl<'a> Values<'a> {
    #[inline]
    pub(super) fn of_path(pairs: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        Self::new("path", decode, pairs.into_iter().map(borrowed))
    }

    #[inline]
    pub(super) fn of_query(query: &'a str) -> Self {
        let pairs = raw_pairs(query).map(|(name, value)| {
            let name = decode_form(name).unwrap_or_else(|| name.to_owned());
            (Cow::Owned(name), value)
        });
        Self::new("query", decode_form, pairs)
    }

    #[inline]
    pub(super) fn of_headers(pairs: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        // Leading and trailing white space is not part of the value (RFC 9110, 5.5).
        let decode = |text: &str| Some(text.trim_matches([' ', '\t']).to_owned());
        Self::new("headers", decode, pairs.into_iter().map(borrowed))
    }

    #[inline]
    pub(super) fn of_cookies(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let pairs = lines.into_iter().flat_map(|line| line.split(';'));
        let pairs = pairs.filter_map(|pair| pair.trim_matches([' ', '\t']).split_once('='));
        Self::new(
            "cookies",
            decode,
            pairs.map(|(name, value)| (Cow::Owned(name.to_owned()), value)),
        )
    }

    #[inline]
    fn new(
        part: &'static str,
        decode: fn(&str) -> Option<String>,
        pairs: impl Iterator<Item = (Cow<'static, str>, &'a str)>,
    ) -> Self {
        Self {
            part,
            decode,
            pairs: pairs.collect(),
        }
    }

    /// `path`, `query`, `headers` or `cookies`.
    #[inline]
    pub(super) fn part(&self) -> &'static str {
        self.part
    }

    #[inline]
    pub(super) fn is_header(&self) -> bool {
        self.part == "headers"
    }

    /// The decoded names and the values, which are not decoded.
    #[inline]
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.pairs.iter().map(|(name, value)| (&**name, *value))
    }

    #[inline]
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let of_name = self.pairs.iter().filter(move |(known, _)| known == name);
        of_name.map(|(_, value)| *value)
    }

    /// The value of a parameter that is not an array. Duplicates are rejected as ambiguous. Only a path parameter may
    /// occur twice, and then both values must be equal.
    #[inline]
    pub(super) fn only(&self, name: &'static str) -> Result<Option<&'a str>, Rejection> {
        let mut values = self.all(name);
        let first = values.next();
        if values.all(|value| self.part == "path" && Some(value) == first) {
            Ok(first)
        } else {
            Err(Rejection::Repeated { name })
        }
    }

    #[inline]
    pub(super) fn decoded(&self, value: &str) -> Result<String, Rejection> {
        (self.decode)(value).ok_or(Rejection::Encoding { part: self.part })
    }

    /// Parses a required string parameter.
    ///
    /// # Errors
    /// [`Rejection::Parameter`] if it is missing or violates its schema, [`Rejection::Repeated`] if it occurs more than
    /// once and is not an array, [`Rejection::Encoding`] if it is not UTF-8.
    #[inline]
    pub fn text<T: FastCheck>(&self, name: &'static str, schema: &'static Schema) -> Result<T, Rejection> {
        required(name, self.optional_text(name, schema)?)
    }

    /// Parses an optional string parameter.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    #[inline]
    pub fn optional_text<T: FastCheck>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Rejection> {
        self.parse(name, schema, &text_as_json)
    }

    /// Parses a required JSON parameter: a number, a boolean, or any JSON if that is documented.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    #[inline]
    pub fn literal<T: FastCheck>(&self, name: &'static str, schema: &'static Schema) -> Result<T, Rejection> {
        required(name, self.optional_literal(name, schema)?)
    }

    /// Parses an optional JSON parameter.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    #[inline]
    pub fn optional_literal<T: FastCheck>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Rejection> {
        self.parse(name, schema, &str::to_owned)
    }

    #[inline]
    fn parse<T: FastCheck>(
        &self,
        name: &'static str,
        schema: &'static Schema,
        json: &dyn Fn(&str) -> String,
    ) -> Result<Option<T>, Rejection> {
        let Some(value) = self.only(name)? else {
            return Ok(None);
        };
        self.exact(name, &json(&self.decoded(value)?), schema).map(Some)
    }

    /// Parses a required parameter that is serialized as `form` says.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    #[inline]
    pub fn written<T: FastCheck>(
        &self,
        name: &'static str,
        form: TextForm,
        schema: &'static Schema,
    ) -> Result<T, Rejection> {
        required(name, self.optional_written(name, form, schema)?)
    }

    /// Parses an optional parameter that is serialized as `form` says.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    #[inline]
    pub fn optional_written<T: FastCheck>(
        &self,
        name: &'static str,
        form: TextForm,
        schema: &'static Schema,
    ) -> Result<Option<T>, Rejection> {
        /// Allows every value.
        static ANY: Schema = Schema(&[]);
        let Some(json) = self.json(name, form, schema)? else {
            return Ok(None);
        };
        let is_empty = form.allows_empty() && json.as_str() == Some("");
        let schema = if is_empty { &ANY } else { schema };
        self.exact(name, &json.to_string(), schema).map(Some)
    }

    #[inline]
    fn exact<T: FastCheck>(&self, name: &'static str, json: &str, schema: &'static Schema) -> Result<T, Rejection> {
        parse_exact(json, Direction::Request, schema).map_err(|error| {
            let place = if self.is_header() { "header" } else { self.part };
            let mut pointer = format!("/{place}");
            pointer::push(&mut pointer, name);
            Rejection::Parameter {
                name,
                error: Some(error.under(&pointer)),
            }
        })
    }
}

#[inline]
fn borrowed<'a>((name, value): (&'static str, &'a str)) -> (Cow<'static, str>, &'a str) {
    (Cow::Borrowed(name), value)
}

#[inline]
fn required<T>(name: &'static str, value: Option<T>) -> Result<T, Rejection> {
    value.ok_or(Rejection::Parameter { name, error: None })
}

#[inline]
fn text_as_json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
