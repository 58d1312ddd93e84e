//! What can fail in a session.

use core::error::Error as StdError;
use core::fmt;
use core::num::NonZeroUsize;
use std::sync::Arc;

use typewright_runtime::Violations;
use typewright_runtime::client::BuildError;
use typewright_runtime::http::{CallError, InvalidToken};

use crate::types::Error;

/// Why a session did not begin, or could not sign in again.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConnectError {
    /// A setting of the client is invalid.
    Build(BuildError),
    /// The device could not sign in.
    Login(CallError<Error>),
    /// The API returned a token that cannot be sent.
    Token(InvalidToken),
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::Login(error) => write!(f, "the device cannot sign in: {error}"),
            Self::Token(error) => write!(f, "the API returned a token that cannot be sent: {error}"),
        }
    }
}

impl StdError for ConnectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Build(error) => Some(error),
            Self::Login(error) => Some(error),
            Self::Token(error) => Some(error),
        }
    }
}

impl From<BuildError> for ConnectError {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl From<CallError<Error>> for ConnectError {
    fn from(error: CallError<Error>) -> Self {
        Self::Login(error)
    }
}

/// Why a report was not sent, or not accepted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ReportError {
    /// The report violates its schema; it was not sent.
    Invalid(Violations),
    /// The session is closed; the report was not sent.
    Closed,
    /// The call failed. Reports that became one share the error.
    Call(Arc<CallError<Error>>),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => write!(f, "the report is invalid: {violations}"),
            Self::Closed => f.write_str("the session is closed"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl StdError for ReportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Invalid(violations) => Some(violations),
            Self::Closed => None,
            Self::Call(error) => Some(error),
        }
    }
}

/// Reports that failed since the last call of `flush`.
#[derive(Debug, Clone)]
pub struct FlushError {
    pub(super) first: ReportError,
    pub(super) count: NonZeroUsize,
}

impl FlushError {
    /// Returns the first failure.
    pub fn first(&self) -> &ReportError {
        &self.first
    }

    /// Returns how many reports failed. Reports that became one count once.
    pub fn count(&self) -> usize {
        self.count.get()
    }
}

impl fmt::Display for FlushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count.get() {
            1 => write!(f, "a report failed: {}", self.first),
            count => write!(f, "{count} reports failed, the first one: {}", self.first),
        }
    }
}

impl StdError for FlushError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.first)
    }
}
