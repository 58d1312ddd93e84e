//! Rows of data tables as types of your own.
//!
//! ```
//! # async fn run(client: losant::Client, application: losant::types::ObjectId, table: losant::types::ObjectId)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! use losant::query;
//! use losant::types::AdvancedQuery;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Tank {
//!     name: String,
//!     level: f64,
//! }
//!
//! let tanks = client.data_table_rows(application, table);
//! tanks.insert(&Tank { name: "north".to_owned(), level: 0.5 }).await?;
//!
//! let mut low = tanks.rows::<Tank>(AdvancedQuery::new().column("level", query::less_than(0.2)));
//! while let Some(tank) = low.next().await {
//!     println!("{} is low", tank?.name);
//! }
//! # Ok(())
//! # }
//! ```

use core::error::Error as StdError;
use core::fmt;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use typewright_runtime::client::Items;
use typewright_runtime::http::CallError;

use crate::endpoints::client::DataTableRows;
use crate::endpoints::data_table_rows::Query;
use crate::types::{AdvancedQuery, DataTableRow, DataTableRowInsert, DataTableRowInsertResult, Error};

impl DataTableRows<'_> {
    /// Returns the rows that a query selects, all pages of them, each as a `T`.
    pub fn rows<T: DeserializeOwned>(&self, query: impl Into<AdvancedQuery>) -> Rows<T> {
        Rows {
            items: self.query_call().with(|request| request.body(query)).items(),
            row: PhantomData,
        }
    }

    /// Inserts a row: an object whose properties are columns. An array of such objects inserts several rows.
    ///
    /// # Errors
    /// [`RowError`] if the value is not a row, or the call fails.
    pub async fn insert<T: Serialize + ?Sized + Sync>(&self, row: &T) -> Result<DataTableRowInsertResult, RowError> {
        let row: DataTableRowInsert = convert(row).map_err(RowError::Serialize)?;
        Ok(self.post(row).await?)
    }
}

/// The rows of a data table: a [`Stream`], with the method [`next`](Self::next). It requests a page when it is needed.
pub struct Rows<T> {
    items: Items<Query>,
    row: PhantomData<fn() -> T>,
}

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

impl<T: DeserializeOwned> Rows<T> {
    /// Waits for the next row; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, RowError>> {
        self.items.next().await.map(read)
    }
}

impl<T: DeserializeOwned> Stream for Rows<T> {
    type Item = Result<T, RowError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.items).poll_next(context).map(|row| row.map(read))
    }
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

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
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
