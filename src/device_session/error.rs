//! What can fail in a session.

use core::error::Error as StdError;
use core::fmt;
use core::num::NonZeroUsize;
use std::io;
use std::sync::Arc;

use typewright_runtime::Violations;
use typewright_runtime::client::{BuildError, EventError};
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
    /// The thread that sends reports could not be started. Only a blocking session has one.
    Thread(io::Error),
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::Login(error) => write!(f, "the device cannot sign in: {error}"),
            Self::Token(error) => write!(f, "the API returned a token that cannot be sent: {error}"),
            Self::Thread(error) => write!(f, "the thread that sends reports cannot be started: {error}"),
        }
    }
}

impl StdError for ConnectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Build(error) => Some(error),
            Self::Login(error) => Some(error),
            Self::Token(error) => Some(error),
            Self::Thread(error) => Some(error),
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

/// Why a command was not received. After [`Data`](Self::Data), the commands go on; any other error is its last item.
#[derive(Debug)]
#[non_exhaustive]
pub enum CommandError {
    /// The data of an event is not a command.
    Data(EventError),
    /// The API refuses to send commands.
    Refused(CallError<Error>),
    /// The API refuses to continue.
    Interrupted(EventError),
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(error) => write!(f, "an event is not a command: {error}"),
            Self::Refused(error) => write!(f, "no commands can be received: {error}"),
            Self::Interrupted(error) => write!(f, "no more commands can be received: {error}"),
        }
    }
}

impl StdError for CommandError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Data(error) | Self::Interrupted(error) => Some(error),
            Self::Refused(error) => Some(error),
        }
    }
}
