//! A request as it comes in, and why it is turned down.

use core::fmt;
use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_core::de::DeserializeOwned;

use super::{Metadata, Method};
use crate::exact::{Certain, ExactError, parse_exact};
use crate::schema::Schema;
use crate::violation::Violations;

/// The parts of a request that came in, from which [`Endpoint::receive`](super::Endpoint::receive) makes the typed one.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    /// The values of the path parameters, decoded.
    pub(super) path: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
    media_type: Option<&'a str>,
    body: &'a [u8],
}

impl<'a> Parts<'a> {
    /// The parts of a request whose path was matched to a template by [`route`](super::route).
    ///
    /// `query` is what stands behind the `?`, `media_type` the value of `Content-Type`.
    ///
    /// # Errors
    /// [`Rejection::Encoding`] if the query is not percent-encoded UTF-8.
    pub fn new(
        path: Vec<(&'static str, String)>,
        query: Option<&str>,
        media_type: Option<&'a str>,
        body: &'a [u8],
    ) -> Result<Self, Rejection> {
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Ok((decode_query(name)?, decode_query(value)?))
            })
            .collect::<Result<_, Rejection>>()?;
        Ok(Self {
            path,
            query,
            media_type,
            body,
        })
    }

    fn find(&self, name: &str) -> Option<&str> {
        let path = self
            .path
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value);
        let query = || {
            self.query
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value)
        };
        path.or_else(query).map(String::as_str)
    }

    /// A parameter that holds text.
    ///
    /// # Errors
    /// [`Rejection::Parameter`] if it is not there or breaks its schema.
    pub fn text<T: DeserializeOwned + Certain>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<T, Rejection> {
        self.optional_text(name, schema)?
            .ok_or(Rejection::Parameter { name, error: None })
    }

    /// A parameter that holds text and may be left out.
    ///
    /// # Errors
    /// [`Rejection::Parameter`] if it breaks its schema.
    pub fn optional_text<T: DeserializeOwned + Certain>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Rejection> {
        self.parse(name, schema, |text| serde_json::Value::from(text).to_string())
    }

    /// A parameter that holds a number or a boolean.
    ///
    /// # Errors
    /// [`Rejection::Parameter`] if it is not there or breaks its schema.
    pub fn literal<T: DeserializeOwned + Certain>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<T, Rejection> {
        self.optional_literal(name, schema)?
            .ok_or(Rejection::Parameter { name, error: None })
    }

    /// A parameter that holds a number or a boolean and may be left out.
    ///
    /// # Errors
    /// [`Rejection::Parameter`] if it breaks its schema.
    pub fn optional_literal<T: DeserializeOwned + Certain>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Rejection> {
        self.parse(name, schema, str::to_owned)
    }

    fn parse<T: DeserializeOwned + Certain>(
        &self,
        name: &'static str,
        schema: &'static Schema,
        json: fn(&str) -> String,
    ) -> Result<Option<T>, Rejection> {
        let Some(text) = self.find(name) else { return Ok(None) };
        parse_exact(&json(text), schema)
            .map(Some)
            .map_err(|error| Rejection::Parameter {
                name,
                error: Some(error),
            })
    }

    /// The body.
    ///
    /// # Errors
    /// [`Rejection::MediaType`] if it is said to be something else than `media_type`, [`Rejection::Encoding`] if it is
    /// not UTF-8, [`Rejection::Body`] if it breaks its schema.
    pub fn body<T: DeserializeOwned + Certain>(
        &self,
        media_type: &'static str,
        schema: &'static Schema,
    ) -> Result<T, Rejection> {
        let found = self.media_type.unwrap_or(media_type);
        if !essence(found).eq_ignore_ascii_case(essence(media_type)) {
            return Err(Rejection::MediaType {
                expected: media_type,
                found: found.to_owned(),
            });
        }
        let text = core::str::from_utf8(self.body).map_err(|_| Rejection::Encoding { part: "body" })?;
        parse_exact(text, schema).map_err(Rejection::Body)
    }

    /// The body, if there is one.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub fn optional_body<T: DeserializeOwned + Certain>(
        &self,
        media_type: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Rejection> {
        if self.body.is_empty() {
            return Ok(None);
        }
        self.body(media_type, schema).map(Some)
    }
}

/// A media type without its parameters (RFC 9110, 8.3.1).
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// A part of a query: percent-encoded, with `+` for a space as forms have it.
fn decode_query(text: &str) -> Result<String, Rejection> {
    decode(&text.replace('+', " ")).ok_or(Rejection::Encoding { part: "query" })
}

pub(super) fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// Why a request that came in is turned down.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// No action has this path.
    UnknownPath,
    /// The path has actions, but none with this method.
    WrongMethod {
        /// The methods that it has.
        allowed: Vec<Method>,
    },
    /// The action needs a token, and there is no `Authorization: Bearer …`.
    MissingToken {
        /// The action.
        endpoint: &'static Metadata,
    },
    /// A parameter of the path or the query is missing or breaks its schema.
    Parameter {
        /// Its name.
        name: &'static str,
        /// What is wrong with its value; `None` if it is missing.
        error: Option<ExactError>,
    },
    /// The body is said to be of another media type than is documented.
    MediaType {
        /// The documented one.
        expected: &'static str,
        /// What `Content-Type` says.
        found: String,
    },
    /// A part of the request is not UTF-8.
    Encoding {
        /// `path`, `query` or `body`.
        part: &'static str,
    },
    /// The body is no JSON, or breaks its schema.
    Body(ExactError),
}

impl Rejection {
    /// The HTTP status that says this: 400, 401, 404, 405 or 415.
    pub const fn status(&self) -> u16 {
        match self {
            Self::UnknownPath => 404,
            Self::WrongMethod { .. } => 405,
            Self::MissingToken { .. } => 401,
            Self::MediaType { .. } => 415,
            Self::Parameter { .. } | Self::Encoding { .. } | Self::Body(_) => 400,
        }
    }

    /// The violations, if it was a value that breaks its schema.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Body(error) | Self::Parameter { error: Some(error), .. } => error.violations(),
            _ => None,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPath => f.write_str("no action of the API has this path"),
            Self::WrongMethod { allowed } => {
                let allowed: Vec<&str> = allowed.iter().map(|method| method.as_str()).collect();
                write!(f, "this path takes only {}", allowed.join(", "))
            }
            Self::MissingToken { endpoint } => {
                write!(f, "{} needs a header `Authorization: Bearer …`", endpoint.operation_id)
            }
            Self::Parameter { name, error: None } => write!(f, "the parameter {name} is missing"),
            Self::Parameter {
                name,
                error: Some(error),
            } => write!(f, "the parameter {name} is not valid: {error}"),
            Self::MediaType { expected, found } => write!(f, "the body must be {expected}, not {found}"),
            Self::Encoding { part } => write!(f, "the {part} is not UTF-8"),
            Self::Body(error) => write!(f, "the body is not valid: {error}"),
        }
    }
}

impl core::error::Error for Rejection {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Body(error) | Self::Parameter { error: Some(error), .. } => Some(error),
            _ => None,
        }
    }
}
