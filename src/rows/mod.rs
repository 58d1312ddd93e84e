//! Rows of data tables as types of your own.
//!
//! The methods `rows` and `insert` of `DataTableRows` return and take them, with both clients.

#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;

use core::error::Error as StdError;
use core::fmt;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use typewright_runtime::http::CallError;

#[cfg(feature = "client")]
pub use self::asynchronous::Rows;
use crate::types::{DataTableRow, Error};

/// Why a row was not returned or not inserted. After [`Deserialize`](Self::Deserialize), the rows go on; any other error is the
/// last item.
#[derive(Debug)]
#[non_exhaustive]
pub enum RowError {
    /// The row is not a value of the type.
    Deserialize {
        /// The row.
        row: Box<DataTableRow>,
        /// What does not fit.
        error: serde_json::Error,
    },
    /// The value is not a row.
    Serialize(serde_json::Error),
    /// The call failed.
    Call(CallError<Error>),
}

fn read<T: DeserializeOwned>(row: Result<DataTableRow, CallError<Error>>) -> Result<T, RowError> {
    let row = row?;
    convert(&row).map_err(|error| RowError::Deserialize {
        row: Box::new(row),
        error,
    })
}

fn convert<T: DeserializeOwned>(value: &(impl Serialize + ?Sized)) -> Result<T, serde_json::Error> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}

impl From<CallError<Error>> for RowError {
    fn from(error: CallError<Error>) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deserialize { row, error } => match &row.id {
                Some(id) => write!(f, "row {id} has another form than expected: {error}"),
                None => write!(f, "a row has another form than expected: {error}"),
            },
            Self::Serialize(error) => write!(f, "the value is not a row: {error}"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl StdError for RowError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Deserialize { error, .. } | Self::Serialize(error) => Some(error),
            Self::Call(error) => Some(error),
        }
    }
}
