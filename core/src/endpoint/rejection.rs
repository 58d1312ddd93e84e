//! The reasons why a request is rejected.

use core::fmt;

use super::form::FormError;
use super::{Metadata, Method, MultipartError, Requirement};
use crate::exact::ExactError;
use crate::violation::Violations;

/// The reason why a received request is rejected.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// No action has this path.
    UnknownPath,
    /// The path has actions, but none with this method.
    WrongMethod {
        /// The methods of the path.
        allowed: Vec<Method>,
    },
    /// None of the webhooks has what tells them apart, such as the value of a header.
    UnknownWebhook,
    /// The action requires credentials, and the request has none.
    MissingCredentials {
        /// The action.
        endpoint: &'static Metadata,
    },
    /// A parameter of the path, the query, the headers or the cookies is missing or violates its schema.
    Parameter {
        /// The name of the parameter.
        name: &'static str,
        /// Why its value is invalid; `None` if it is missing.
        error: Option<ExactError>,
    },
    /// A parameter that is not an array occurs more than once.
    Repeated {
        /// The name of the parameter.
        name: &'static str,
    },
    /// A part of a multipart body that is not an array occurs more than once.
    RepeatedPart {
        /// The name of the part.
        name: &'static str,
    },
    /// A parameter is not serialized in its documented style: what introduces or separates its values is missing.
    Style {
        /// The name of the parameter.
        name: &'static str,
    },
    /// The `Content-Type` of the body is not documented for the action.
    MediaType {
        /// The documented media type.
        expected: &'static str,
        /// The value of `Content-Type`.
        found: String,
    },
    /// A part of the request is not UTF-8.
    Encoding {
        /// `path`, `query`, `headers`, `cookies` or `body`.
        part: &'static str,
    },
    /// The values of a form field contradict each other, such as `a=1` and `a[b]=2`.
    Form {
        /// The name of the field.
        field: &'static str,
    },
    /// A multipart body cannot be split into its parts.
    Multipart(MultipartError),
    /// The body cannot be parsed, or violates its schema.
    Body(ExactError),
}

impl Rejection {
    /// The HTTP status for this rejection: 400, 401, 404, 405, 413 or 415.
    pub const fn status(&self) -> u16 {
        match self {
            Self::UnknownPath | Self::UnknownWebhook => 404,
            Self::WrongMethod { .. } => 405,
            Self::MissingCredentials { .. } => 401,
            Self::MediaType { .. } => 415,
            Self::Multipart(MultipartError::LongHeaders { .. } | MultipartError::TooManyParts { .. }) => 413,
            Self::Parameter { .. }
            | Self::Repeated { .. }
            | Self::RepeatedPart { .. }
            | Self::Style { .. }
            | Self::Encoding { .. }
            | Self::Form { .. }
            | Self::Multipart(_)
            | Self::Body(_) => 400,
        }
    }

    /// The violations, if a value violates its schema. The pointers start with the part, as those of an invalid request
    /// of a client do: `/body/name`, `/path/id`, `/query/limit`, `/header/ETag`.
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
            Self::UnknownPath => f.write_str("the API has no action with this path"),
            Self::UnknownWebhook => f.write_str("the request is none of the documented webhooks"),
            Self::WrongMethod { allowed } => {
                let allowed: Vec<&str> = allowed.iter().map(|method| method.as_str()).collect();
                write!(f, "method not allowed: this path supports {}", allowed.join(", "))
            }
            Self::MissingCredentials { endpoint } => {
                let places = |requirement: &Requirement| {
                    let schemes = requirement.schemes().iter();
                    let places: Vec<String> = schemes.map(|required| required.scheme.sent.to_string()).collect();
                    places.join(" and the ")
                };
                let alternatives: Vec<String> = endpoint.security.iter().map(places).collect();
                write!(
                    f,
                    "{} requires the {}",
                    endpoint.operation_id,
                    alternatives.join(", or the ")
                )
            }
            Self::Parameter { name, error: None } => write!(f, "missing parameter {name}"),
            Self::Parameter {
                name,
                error: Some(error),
            } => write!(f, "invalid parameter {name}: {error}"),
            Self::Repeated { name } => write!(f, "the parameter {name} is repeated"),
            Self::RepeatedPart { name } => write!(f, "the part {name} is repeated"),
            Self::Style { name } => write!(f, "the parameter {name} is not serialized in its documented style"),
            Self::MediaType { expected, found } => {
                write!(f, "unsupported media type: expected {expected}, found {found}")
            }
            Self::Encoding { part } => write!(f, "invalid UTF-8 in the {part}"),
            Self::Form { field } => write!(f, "the values of the form field {field} contradict each other"),
            Self::Multipart(error) => write!(f, "invalid multipart body: {error}"),
            Self::Body(error) => write!(f, "invalid body: {error}"),
        }
    }
}

impl From<FormError> for Rejection {
    fn from(error: FormError) -> Self {
        match error {
            FormError::Encoding => Self::Encoding { part: "body" },
            FormError::Ambiguous { name } => Self::Form { field: name },
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
